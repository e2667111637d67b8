//! `lynchpin determinants`: what goes with an outcome across neighbourhoods, and how sure its order is?

use anyhow::anyhow;
use lynchpin_pack::{Pack, ReadOptions};
use lynchpin_views::story;
use serde_json::json;

pub use super::pack_arguments::Arguments;
use crate::analysis::{self, PackFindings};
use crate::failure::Ending;
use crate::progress::Steps;

/// Reads the pack, answers, writes report and tables.
pub fn run(arguments: &Arguments) -> anyhow::Result<Ending> {
    super::on_threads(arguments.threads, || answer(arguments))?
}

fn answer(arguments: &Arguments) -> anyhow::Result<Ending> {
    let mut steps = Steps::new();
    let pack = Pack::open(&arguments.pack)?;
    let tables = steps.step("read the pack", || pack.read(&ReadOptions { quarantine: arguments.quarantine }))?;
    let places = steps.step("places", || analysis::places(&pack, &tables))?;
    // Draws of an index that no question names would only keep the analyst waiting.
    let declared =
        if asks_for_declared(&pack) { analysis::declared(&pack, &tables, &places, &mut steps)? } else { Vec::new() };
    let determinants = crate::determinants::answer_for(&pack, &tables, &declared, &mut steps)?
        .map_err(|why| anyhow!("{why}\nhint: name an outcome and its predictors"))?;
    let unasked = "only determinants were asked for.";
    let findings =
        PackFindings { declared, determinants: Ok(determinants), ..PackFindings::of_places(tables, places, unasked) };
    let asked = findings.profiles(&pack, &arguments.place)?;
    let written =
        steps.step("report and tables", || analysis::publish(&pack, &findings, &asked, &arguments.results(&pack)))?;
    steps.finish();
    if let Ok(found) = &findings.determinants {
        if arguments.json {
            super::print_json(&json!({ "pack": pack.name(), "determinants": found, "files": written }))?;
        } else {
            super::print_answer(&story::determinants_tables(found), &story::determinants_headline(found))?;
        }
    }
    analysis::say_where(&written);
    Ok(Ending::Done)
}

/// Whether the outcome or a predictor is an index that the pack declares.
fn asks_for_declared(pack: &Pack) -> bool {
    let named = pack.config().determinants.iter().flat_map(|asked| asked.predictors.iter().chain([&asked.outcome]));
    named.into_iter().any(|id| pack.config().declared_indices.contains_key(id))
}
