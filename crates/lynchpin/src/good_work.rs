//! Good work held and offered, from a pack and the wage that it or the command line says makes a job good.

use anyhow::Result;
use lynchpin_findings::places::PlacesAnswer;
use lynchpin_findings::work::quality::QualityOptions;
use lynchpin_findings::work::{GoodWork, WorkAnswer, good_work, wage_floors};
use lynchpin_pack::Pack;
use lynchpin_pack::config::{Thresholds, WageFloor};
use lynchpin_pack::tables::Tables;

/// The wage floors of a pack, the one that makes a job good first, by its own thresholds; or why there is none.
pub fn floors(thresholds: &Thresholds, tables: &Tables) -> Result<Result<Vec<WageFloor>, String>> {
    Ok(wage_floors(thresholds, &tables.pay)?)
}

/// Everything about good work that needs no travel; what is within reach is added where it is known.
pub fn answer_for(
    pack: &Pack,
    thresholds: &Thresholds,
    tables: &Tables,
    places: &PlacesAnswer,
    reach: Option<&WorkAnswer>,
) -> Result<GoodWork> {
    let options = QualityOptions {
        minimum: f64::from(pack.disclosure().threshold),
        pay_at_wage: thresholds.good_pay.is_some(),
        ..QualityOptions::default()
    };
    let (floors, why) = match floors(thresholds, tables)? {
        Ok(floors) => (floors, None),
        Err(why) => (Vec::new(), Some(why)),
    };
    let compared = &pack.run().occupations_compared;
    let mut found = good_work(tables, &places.grouping, &floors, compared, reach, options)?;
    found.missing.extend(why.map(|why| format!("Nothing is said of pay: {why}")));
    Ok(found)
}
