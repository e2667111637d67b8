//! `lynchpin demo`: a fictional city region, from nothing to its report.

use std::path::PathBuf;

use clap::Args;
use lynchpin_synth::SynthOptions;

use super::run;
use crate::failure::Ending;

/// Options of `lynchpin demo`.
#[derive(Args)]
pub struct Arguments {
    /// Neighbourhoods to make, 60 to 40,000
    #[arg(long, default_value_t = 300)]
    pub areas: usize,
    /// Seed: the same seed makes the same region
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Folder for the pack
    #[arg(long, value_name = "FOLDER", default_value = "demo")]
    pub out: PathBuf,
    /// Make the pack and stop there
    #[arg(long)]
    pub only_data: bool,
    /// Do not open the report in a browser
    #[arg(long)]
    pub no_open: bool,
    /// Worker threads (default: one per core); the results are the same for any number
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
    /// Print the main figures as JSON
    #[arg(long)]
    pub json: bool,
}

/// Makes the pack, runs everything on it and opens the report.
pub fn run(arguments: &Arguments) -> anyhow::Result<Ending> {
    super::on_threads(arguments.threads, || demo(arguments))?
}

fn demo(arguments: &Arguments) -> anyhow::Result<Ending> {
    let options = SynthOptions { areas: arguments.areas, seed: arguments.seed, out: arguments.out.clone() };
    let summary = lynchpin_synth::write(&options)?;
    eprintln!(
        "Made {}: {} neighbourhoods, {} people, {} jobs; all of it is fiction.",
        summary.region, summary.areas, summary.people, summary.jobs
    );
    if arguments.only_data {
        super::print(&format!("{}\n", arguments.out.display()))?;
        return Ok(Ending::Done);
    }
    let written = run::everything(&run::Arguments {
        pack: arguments.out.clone(),
        out: None,
        place: Vec::new(),
        quarantine: false,
        threads: arguments.threads,
        json: arguments.json,
    })?;
    eprintln!("As a map: lynchpin serve {}", arguments.out.display());
    if let Some(report) = written.first()
        && !arguments.no_open
    {
        open_in_browser(report);
    }
    Ok(Ending::Done)
}

/// A machine without a browser still has the path on its screen.
fn open_in_browser(report: &std::path::Path) {
    if let Err(error) = opener::open(report) {
        eprintln!("The report could not be opened ({error}); open it by hand.");
    }
}
