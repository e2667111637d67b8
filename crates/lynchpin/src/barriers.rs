//! What stands in the way of good work, from what a run found.

use anyhow::Result;
use lynchpin_findings::barriers::{BarriersAnswer, Benchmark, JobsInReach, Question, answer};
use lynchpin_findings::pays::PaysAnswer;
use lynchpin_findings::places::PlacesAnswer;
use lynchpin_findings::profile::find_place;
use lynchpin_findings::work::{WorkAnswer, supply};
use lynchpin_pack::Pack;
use lynchpin_pack::tables::Tables;

/// What a run found that barriers rest on.
pub struct Found<'a> {
    /// The pack's tables.
    pub tables: &'a Tables,
    /// The groups of places.
    pub places: &'a PlacesAnswer,
    /// Good work and its reach.
    pub work: &'a Result<WorkAnswer, String>,
    /// Whether work pays.
    pub pays: &'a Result<PaysAnswer, String>,
}

/// Answers against a benchmark, also for the places asked for by code or name; or says why nothing is said.
pub fn answer_for(
    pack: &Pack,
    found: &Found<'_>,
    benchmark: Benchmark,
    asked: &[String],
) -> Result<Result<BarriersAnswer, String>> {
    let tables = found.tables;
    let jobs = match jobs(pack, found)? {
        Ok(jobs) => jobs,
        Err(why) => return Ok(Err(why)),
    };
    let member = |asked: &String| find_place(&tables.areas, asked).map(|place| (place.code, place.members));
    let places = asked.iter().map(member).collect::<Result<Vec<_>, _>>()?;
    Ok(answer(&Question {
        tables,
        jobs: &jobs,
        pays: found.pays.as_ref().map_err(String::as_str),
        grouping: &found.places.grouping,
        benchmark,
        places: &places,
        least_seekers: f64::from(pack.disclosure().threshold),
    }))
}

/// Jobs within reach; where the pack has none of travel, everybody is taken to reach every job of the study area.
fn jobs(pack: &Pack, found: &Found<'_>) -> Result<Result<JobsInReach, String>> {
    let why = match found.work {
        Ok(work) => match JobsInReach::of_work(work) {
            Ok(jobs) => return Ok(Ok(jobs)),
            Err(why) => why,
        },
        Err(why) => why.clone(),
    };
    match supply(found.tables, &pack.thresholds().wage_floors)? {
        Ok(supply) => {
            Ok(JobsInReach::of_study_area(found.tables, &supply, &why, f64::from(pack.disclosure().threshold))?)
        }
        Err(why) => Ok(Err(why)),
    }
}
