//! `lynchpin barriers`: what stands between people and good work, and which barrier binds.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use lynchpin_findings::barriers::Benchmark;
use lynchpin_findings::profile::find_place;
use lynchpin_pack::{Pack, ReadOptions};
use lynchpin_views::story;
use serde_json::json;

use crate::analysis;
use crate::barriers::{Found, answer_for};
use crate::failure::Ending;
use crate::progress::Steps;

/// Whose average conditions barriers are relaxed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Against {
    /// All neighbourhoods under study
    StudyArea,
    /// Deprived neighbourhoods that are not left behind
    OtherDeprived,
    /// Neighbourhoods that are neither
    Rest,
}

/// Options of `lynchpin barriers`.
#[derive(Args)]
pub struct Arguments {
    /// Folder with a pack.toml
    pub pack: PathBuf,
    /// Whose average conditions barriers are relaxed to
    #[arg(long, value_enum, default_value_t = Against::StudyArea)]
    pub benchmark: Against,
    /// A place to answer for beside the groups, by code or name; repeat for several
    #[arg(long, value_name = "PLACE")]
    pub place: Vec<String>,
    /// Set bad rows aside in build/quarantine/ instead of stopping
    #[arg(long)]
    pub quarantine: bool,
    /// Worker threads (default: one per core); the results are the same for any number
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
    /// Print everything as JSON
    #[arg(long)]
    pub json: bool,
}

/// Reads the pack, answers, prints.
pub fn run(arguments: &Arguments) -> anyhow::Result<Ending> {
    super::on_threads(arguments.threads, || answer(arguments))?
}

fn answer(arguments: &Arguments) -> anyhow::Result<Ending> {
    let mut steps = Steps::new();
    let pack = Pack::open(&arguments.pack)?;
    let tables = steps.step("read the pack", || pack.read(&ReadOptions { quarantine: arguments.quarantine }))?;
    let places = steps.step("places", || analysis::places(&pack, &tables))?;
    let (work, _) = analysis::work(&pack, &tables, &places, &mut steps)?;
    let pays = crate::pays::answer_for(&pack, &tables)?;
    let asked = analysis::places_asked(&pack, &arguments.place);
    let found = Found { tables: &tables, places: &places, work: &work, pays: &pays };
    let benchmark = match arguments.benchmark {
        Against::StudyArea => Benchmark::StudyArea,
        Against::OtherDeprived => Benchmark::OtherDeprived,
        Against::Rest => Benchmark::Rest,
    };
    let barriers = steps.step("barriers", || answer_for(&pack, &found, benchmark, &asked))?;
    steps.finish();
    let mut named = Vec::new();
    for asked in &asked {
        let place = find_place(&tables.areas, asked)?;
        // A place may be asked for by code and by name.
        if !named.iter().any(|(code, _)| *code == place.code) {
            named.push((place.code, place.name));
        }
    }
    match barriers {
        Ok(barriers) if arguments.json => {
            super::print_json(&json!({ "pack": pack.name(), "areas": tables.areas.codes, "barriers": barriers }))?;
        }
        Ok(barriers) => super::print_answer(
            &story::barriers_tables(&barriers, &named),
            &story::barriers_headline(&barriers, &named),
        )?,
        Err(why) if arguments.json => super::print_json(&json!({ "pack": pack.name(), "missing": why }))?,
        Err(why) => super::print_answer(&[], &format!("Nothing can be said of what stands in the way: {why}"))?,
    }
    Ok(Ending::Done)
}
