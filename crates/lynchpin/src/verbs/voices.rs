//! `lynchpin voices`: what do people say?

use anyhow::bail;
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
    let voices = steps.step("what people say", || analysis::voices(&pack, &tables, &places))?;
    if let Err(why) = &voices {
        bail!("nothing to say of what people say: {why}\n  hint: add [[polls]] or [interviews] to pack.toml");
    }
    let unasked = "only what people say was asked for.";
    let findings = PackFindings { voices, ..PackFindings::of_places(tables, places, unasked) };
    let asked = findings.profiles(&pack, &arguments.place)?;
    let out = arguments.results(&pack);
    let written = steps.step("report and tables", || analysis::publish(&pack, &findings, &asked, &out))?;
    steps.finish();
    let voices = findings.voices.as_ref().ok();
    if arguments.json {
        super::print_json(&json!({
            "pack": pack.name(),
            "voices": voices,
            "ledger": findings.ledger(),
            "files": written,
        }))?;
    } else if let Some(voices) = voices {
        super::print_answer(&story::voices_tables(voices), &story::voices_headline(voices))?;
    }
    analysis::say_where(&written);
    Ok(Ending::Done)
}
