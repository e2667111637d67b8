//! `lynchpin reforms`: are reforms reaching left-behind places, did they work, would they work elsewhere?

use anyhow::bail;
use lynchpin_pack::{Pack, ReadOptions};
use lynchpin_views::story;
use serde_json::json;

pub use super::pack_arguments::Arguments;
use crate::analysis::{self, PackFindings};
use crate::failure::Ending;
use crate::progress::Steps;
use crate::reforms::Known;

/// Reads the pack, answers, writes report and tables.
pub fn run(arguments: &Arguments) -> anyhow::Result<Ending> {
    super::on_threads(arguments.threads, || answer(arguments))?
}

fn answer(arguments: &Arguments) -> anyhow::Result<Ending> {
    let mut steps = Steps::new();
    let pack = Pack::open(&arguments.pack)?;
    if pack.config().programmes.is_empty() {
        bail!("the pack has no reform\n  hint: add a [programmes.NAME] table to pack.toml; `lynchpin new` shows one");
    }
    let tables = steps.step("read the pack", || pack.read(&ReadOptions { quarantine: arguments.quarantine }))?;
    let places = steps.step("places", || analysis::places(&pack, &tables))?;
    let (work, mut travel) = analysis::work(&pack, &tables, &places, &mut steps)?;
    let (childcare, lost) = crate::childcare::answer_for(&pack, &tables, &places, &mut steps)?;
    travel.extend(lost);
    let pays = crate::pays::answer_for(&pack, &tables)?;
    let known = Known {
        work: work.as_ref().map_err(String::as_str),
        childcare: childcare.as_ref().map_err(String::as_str),
        pays: pays.as_ref().map_err(String::as_str),
    };
    let reforms = steps.step("reforms", || crate::reforms::answer_for(&pack, &tables, &places, &known))?;
    let unasked = "only reforms were asked for.";
    let findings = PackFindings { work, reforms, travel, ..PackFindings::of_places(tables, places, unasked) };
    let asked = findings.profiles(&pack, &arguments.place)?;
    let out = arguments.results(&pack);
    let written = steps.step("report and tables", || analysis::publish(&pack, &findings, &asked, &out))?;
    steps.finish();
    if arguments.json {
        super::print_json(&json!({ "pack": pack.name(), "reforms": findings.reforms, "files": written }))?;
    } else {
        super::print_answer(&story::reforms_tables(&findings.reforms), &story::reforms_headline(&findings.reforms))?;
    }
    analysis::say_where(&written);
    Ok(Ending::Done)
}
