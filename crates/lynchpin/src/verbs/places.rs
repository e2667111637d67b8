//! `lynchpin places`: which places are left behind, and how do they compare?

use lynchpin_findings::places::Group;
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
    let declared = analysis::declared(&pack, &tables, &places, &mut steps)?;
    let unasked = "only places were asked for.";
    let findings = PackFindings { declared, ..PackFindings::of_places(tables, places, unasked) };
    let asked = findings.profiles(&pack, &arguments.place)?;
    let out = arguments.results(&pack);
    let written = steps.step("report and tables", || analysis::publish(&pack, &findings, &asked, &out))?;
    steps.finish();
    let grouping = &findings.places.grouping;
    if arguments.json {
        super::print_json(&json!({
            "pack": pack.name(),
            "neighbourhoods": grouping.groups.len(),
            "left_behind": grouping.count(Group::LeftBehind),
            "other_deprived": grouping.count(Group::OtherDeprived),
            "answer": findings.places,
            "declared": findings.declared,
            "places": asked,
            "pay": findings.tables.pay,
            "files": written,
        }))?;
    } else {
        let tables = &findings.tables;
        let mut shown = vec![
            story::indices_table(&tables.indices, &findings.places),
            story::places_table(&findings.places, analysis::ALL_PUBLISHED),
        ];
        shown.extend(findings.declared.iter().flat_map(story::declared_tables));
        shown.extend(tables.pay.iter().filter_map(|pay| story::pay_table(pay, &pack.run().occupations_compared)));
        shown.extend(asked.iter().map(|place| story::place_table(place, analysis::ALL_PUBLISHED)));
        super::print_answer(&shown, &findings.headline(&pack))?;
    }
    analysis::say_where(&written);
    Ok(Ending::Done)
}
