//! `lynchpin check`: every problem in a pack, none of them hidden behind another.

use std::path::PathBuf;

use clap::Args;
use lynchpin_pack::{Pack, Problem};
use serde_json::json;

use crate::failure::Ending;

/// Options of `lynchpin check`.
#[derive(Args)]
pub struct Arguments {
    /// Folder with a pack.toml
    pub pack: PathBuf,
    /// Print the problems as JSON
    #[arg(long)]
    pub json: bool,
}

/// Lists all problems; exit code 1 where there are any.
pub fn run(arguments: &Arguments) -> anyhow::Result<Ending> {
    let pack = Pack::open(&arguments.pack)?;
    let problems = pack.check();
    if arguments.json {
        super::print_json(&json!({ "pack": pack.name(), "problems": problems }))?;
    } else {
        super::print(&text(&pack, &problems))?;
    }
    Ok(if problems.is_empty() { Ending::Done } else { Ending::FindingsFailed })
}

fn text(pack: &Pack, problems: &[Problem]) -> String {
    if problems.is_empty() {
        return format!("{}: no problems found\n", pack.name());
    }
    let blocks: Vec<String> = problems.iter().map(Problem::to_string).collect();
    let count = if problems.len() == 1 { "1 problem".to_owned() } else { format!("{} problems", problems.len()) };
    format!("{}\n\n{}: {count}\n", blocks.join("\n\n"), pack.name())
}
