//! `lynchpin run`: everything that a pack has data for.

use std::path::PathBuf;

use lynchpin_findings::barriers::Benchmark;
use lynchpin_pack::{Pack, ReadOptions};
use lynchpin_views::story;
use serde_json::json;

pub use super::pack_arguments::Arguments;
use crate::analysis::{self, PackFindings};
use crate::barriers::{Found, answer_for};
use crate::failure::Ending;
use crate::progress::Steps;
use crate::reforms::Known;

/// Runs everything and writes report and tables.
pub fn run(arguments: &Arguments) -> anyhow::Result<Ending> {
    super::on_threads(arguments.threads, || everything(arguments).map(|_| Ending::Done))?
}

/// Everything that can be found in a pack: places, network, reach, good work, childcare, whether work pays, what stands in the way, reforms,
/// determinants. Of the places asked for, what stands in the way there too.
pub fn find(pack: &Pack, quarantine: bool, asked: &[String], steps: &mut Steps) -> anyhow::Result<PackFindings> {
    let tables = steps.step("read the pack", || pack.read(&ReadOptions { quarantine }))?;
    let places = steps.step("places", || analysis::places(pack, &tables))?;
    let (work, mut travel) = analysis::work(pack, &tables, &places, steps)?;
    let (childcare, lost) = crate::childcare::answer_for(pack, &tables, &places, steps)?;
    travel.extend(lost);
    let pays = crate::pays::answer_for(pack, &tables)?;
    let good_work = steps.step("good work", || {
        crate::good_work::answer_for(pack, pack.thresholds(), &tables, &places, work.as_ref().ok())
    })?;
    let (good_work, childcare) = (Some(good_work), Some(childcare));
    let places_asked = analysis::places_asked(pack, asked);
    let found = Found { tables: &tables, places: &places, work: &work, pays: &pays };
    let barriers = steps.step("barriers", || answer_for(pack, &found, Benchmark::default(), &places_asked))?;
    let known = Known {
        work: work.as_ref().map_err(String::as_str),
        childcare: childcare.as_ref().map_or(Err("it was not asked"), |c| c.as_ref().map_err(String::as_str)),
        pays: pays.as_ref().map_err(String::as_str),
    };
    let reforms = steps.step("reforms", || crate::reforms::answer_for(pack, &tables, &places, &known))?;
    let declared = analysis::declared(pack, &tables, &places, steps)?;
    let determinants = crate::determinants::answer_for(pack, &tables, &declared, steps)?;
    let voices = steps.step("what people say", || analysis::voices(pack, &tables, &places))?;
    let barriers = Some(barriers);
    Ok(PackFindings {
        tables,
        places,
        work,
        good_work,
        pays,
        childcare,
        barriers,
        reforms,
        declared,
        determinants,
        voices,
        travel,
    })
}

/// The whole way: pack, places, network, reach, good work, report. Returns the files written, the report first.
pub fn everything(arguments: &Arguments) -> anyhow::Result<Vec<PathBuf>> {
    let mut steps = Steps::new();
    let pack = Pack::open(&arguments.pack)?;
    let findings = find(&pack, arguments.quarantine, &arguments.place, &mut steps)?;
    let asked = findings.profiles(&pack, &arguments.place)?;
    let out = arguments.results(&pack);
    let written = steps.step("report and tables", || analysis::publish(&pack, &findings, &asked, &out))?;
    steps.finish();
    if arguments.json {
        super::print_json(&json!({
            "pack": pack.name(),
            "finding": findings.headline(&pack),
            "good_work": findings.good_work,
            "work": findings.work.as_ref().ok().map(|w| json!({
                "cut_off": w.cut_off,
                "summaries": w.summaries,
                "terms": w.terms,
                "findings": w.findings,
            })),
            "childcare": childcare_json(&findings),
            "barriers": findings.barriers.as_ref().and_then(|found| found.as_ref().ok()),
            "pays": findings.pays.as_ref().ok(),
            "reforms": findings.reforms,
            "declared": findings.declared,
            "determinants": findings.determinants.as_ref().ok(),
            "voices": findings.voices.as_ref().ok(),
            "places": asked,
            "ledger": findings.ledger(),
            "files": written,
        }))?;
    } else {
        let mut shown = vec![story::places_table(&findings.places, analysis::ALL_PUBLISHED)];
        shown.extend(findings.work.iter().map(story::reach_table));
        if let Some(Ok(found)) = &findings.childcare {
            shown.push(story::childcare_table(found, None, None));
            shown.extend((!found.agreement.is_empty()).then(|| story::childcare_agreement_table(found, None)));
            shown.extend(found.viability.iter().map(|money| story::childcare_what_if_table(money, None)));
        }
        shown.extend(findings.determinants.iter().flat_map(story::determinants_tables).take(1));
        shown.extend(asked.iter().map(|place| story::place_table(place, analysis::ALL_PUBLISHED)));
        super::print_answer(&shown, &findings.headline(&pack))?;
    }
    analysis::say_where(&written);
    Ok(written)
}

/// What was found of childcare, or why nothing was.
fn childcare_json(findings: &PackFindings) -> serde_json::Value {
    match &findings.childcare {
        Some(Ok(found)) => json!(found),
        Some(Err(why)) => json!({ "missing": why }),
        None => serde_json::Value::Null,
    }
}
