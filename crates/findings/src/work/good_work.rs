//! Good work held and offered, its sectors and its outside options: everything that can be said before anybody travels.

use super::answer::{WorkAnswer, wage_line};
use super::outside_view::{OutsideView, outside_view};
use super::quality::{QualityAnswer, QualityOptions, quality};
use super::sector_view::{SectorView, sector_view};
use super::sentence::thousands;
use crate::FindingsError;
use crate::places::Grouping;
use lynchpin_pack::config::WageFloor;
use lynchpin_pack::tables::Tables;
use serde::Serialize;

/// Good work held and offered.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GoodWork {
    /// The dimensions of good work; `None` where the pack lacks what it takes.
    pub quality: Option<QualityAnswer>,
    /// The sectors; `None` where the pack has no industries.
    pub sectors: Option<SectorView>,
    /// The wage that sectors are judged by, and pay too where no survey judges it.
    pub wage: Option<WageFloor>,
    /// Outside options of the occupations that the pack compares.
    pub outside: Vec<OutsideView>,
    /// What is missing and which table would bring it, in plain sentences.
    pub missing: Vec<String>,
}

/// Answers from a pack's tables. `floors` are its wage floors, the one that makes a job good first; `reach` adds how much of the work is within reach.
///
/// # Errors
/// What the tables refuse.
pub fn good_work(
    tables: &Tables,
    grouping: &Grouping,
    floors: &[WageFloor],
    compared: &[String],
    reach: Option<&WorkAnswer>,
    options: QualityOptions,
) -> Result<GoodWork, FindingsError> {
    let mut missing = Vec::new();
    let quality = quality(tables, grouping, floors, options)?;
    let quality = quality.map_err(|why| missing.push(format!("Nothing is said of job quality: {why}"))).ok();
    let sectors = sector_view(tables, grouping, wage_line(floors), options.minimum)?;
    let sectors = sectors.map_err(|why| missing.push(format!("Nothing is said of sectors: {why}"))).ok();
    if let Some(quality) = &quality {
        missing.extend(lacking(quality, tables));
    }
    if sectors.as_ref().is_some_and(|sectors| !sectors.nation_known) {
        missing
            .push("Location quotients need national numbers by industry: a [staffing] table would bring them.".into());
    }
    Ok(GoodWork {
        quality,
        sectors,
        wage: floors.first().cloned(),
        outside: outside_view(tables, compared, reach.map(|work| (work, grouping)), options.minimum)?,
        missing,
    })
}

/// What the dimensions lack.
fn lacking(quality: &QualityAnswer, tables: &Tables) -> Vec<String> {
    let mut lacking = Vec::new();
    if let Some((last, most)) = quality.missing.split_last() {
        let list = if most.is_empty() { (*last).to_owned() } else { format!("{} and {last}", most.join(", ")) };
        lacking.push(format!(
            "The data say nothing of these dimensions of good work: {}. A survey table of the share of jobs that meet them, by occupation and industry \
             with respondents, as [job_quality] would bring them.",
            list.to_lowercase()
        ));
    }
    let areas = tables.areas.codes.len();
    if quality.held.is_none() {
        lacking.push(
            "Good work held by residents is not told: residents in work by occupation or industry, as [[resident_jobs]], would bring it.".into(),
        );
    } else if quality.areas_missing > 0 {
        lacking.push(format!(
            "Of {} neighbourhoods, {} have no residents in work by occupation or industry in the data: nothing is said of the work that their residents \
             hold, and groups are those of the others.",
            thousands(areas as i64),
            thousands(quality.areas_missing as i64)
        ));
    }
    if quality.validations.is_empty() {
        lacking.push(
            "The pack has too few direct estimates of local authorities to test or benchmark the model: the intervals take a default for its error \
             between areas. [job_quality.direct] would bring them."
                .into(),
        );
    }
    lacking
}
