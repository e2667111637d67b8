//! Reforms of a pack, with what its other findings say of the way to them.

use anyhow::Result;
use lynchpin_findings::barriers::work_pays;
use lynchpin_findings::childcare::ChildcareAnswer;
use lynchpin_findings::pays::PaysAnswer;
use lynchpin_findings::places::PlacesAnswer;
use lynchpin_findings::reforms::{ProgrammeAnswer, ReformsQuestion, Step, answer};
use lynchpin_findings::sample::Bootstrap;
use lynchpin_findings::work::{Verdict, WorkAnswer};
use lynchpin_pack::Pack;
use lynchpin_pack::tables::Tables;

/// What a run found that steps on the way to a reform rest on, or why it did not.
pub struct Known<'a> {
    /// Good work and its reach.
    pub work: Result<&'a WorkAnswer, &'a str>,
    /// Childcare within reach.
    pub childcare: Result<&'a ChildcareAnswer, &'a str>,
    /// Whether work pays.
    pub pays: Result<&'a PaysAnswer, &'a str>,
}

/// Everything that the pack says of its reforms.
pub fn answer_for(
    pack: &Pack,
    tables: &Tables,
    places: &PlacesAnswer,
    known: &Known<'_>,
) -> Result<Vec<ProgrammeAnswer>> {
    let found = [
        ("within reach of good work", known.work.map(within_reach).map_err(str::to_owned)),
        ("childcare available", known.childcare.map_err(str::to_owned).and_then(|c| childcare(tables, c))),
        ("work pays", known.pays.map_err(str::to_owned).and_then(|p| pays(tables, p))),
    ];
    let mut steps = Vec::new();
    let mut missing = Vec::new();
    for (label, step) in found {
        match step {
            Ok(step) => steps.push(Step { label: label.into(), ..step }),
            Err(why) => missing.push(format!("{label}: {}", why.trim_end_matches('.'))),
        }
    }
    let question = ReformsQuestion {
        tables,
        grouping: &places.grouping,
        steps: &steps,
        missing: &missing,
        minimum: f64::from(pack.disclosure().threshold),
        bootstrap: Bootstrap::default(),
    };
    Ok(answer(&question)?)
}

/// Neighbourhoods that are not cut off from good work: all of their people, or none.
fn within_reach(work: &WorkAnswer) -> Step {
    let passes = |verdict: &Verdict| match verdict {
        Verdict::Firmly | Verdict::Likely => Some(0.0),
        Verdict::Possibly | Verdict::Not => Some(1.0),
        Verdict::Unknown => None,
    };
    Step {
        label: String::new(),
        source: format!(
            "Not cut off from good work ({}): at least {:.0} % of the median resident’s good jobs within reach. Modelled.",
            work.cut_off.rule.cut,
            100.0 * work.cut_off.rule.share_of_median
        ),
        rate: work.cut_off.verdicts.iter().map(passes).collect(),
    }
}

/// All but the households with a young child for whom there is no place within reach (at most one child a household is counted).
fn childcare(tables: &Tables, found: &ChildcareAnswer) -> Result<Step, String> {
    let households = tables.residents.columns.get("households").ok_or("the residents have no `households`")?;
    let access = &found.access;
    let rate = |area: usize| -> Option<f64> {
        let homes = households.get(area).copied().flatten().filter(|h| *h > 0.0)?;
        let with_child = (access.children.get(area)? / homes).min(1.0);
        let places = access.areas.all.get(area).copied().flatten()?;
        Some(1.0 - with_child * (1.0 - places.min(1.0)))
    };
    Ok(Step {
        label: String::new(),
        source: "One less the share of households with a young child and no place within reach: places for each child within reach, children over households. Modelled.".into(),
        rate: (0..households.len()).map(rate).collect(),
    })
}

/// Households for whom work pays, by the kinds of household that live in an area.
fn pays(tables: &Tables, found: &PaysAnswer) -> Result<Step, String> {
    Ok(Step {
        label: String::new(),
        source: "Share of households for whom work pays, from illustrative households of the kinds that live there. Modelled.".into(),
        rate: work_pays(tables, found)?,
    })
}
