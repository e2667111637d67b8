//! `cargo xtask bench …`: what Lynchpin costs, beside its peers, as regions grow, and instruction by instruction.

mod agreement;
mod causes;
mod counts;
mod differences;
mod inputs;
mod lynchpin;
mod machine;
mod peers;
mod peers_section;
mod process;
mod readme;
mod run;
mod scale;
mod scale_section;
mod times;
mod venv;
mod verdicts;

use anyhow::Result;
use clap::Subcommand;

#[derive(Subcommand)]
pub enum Bench {
    /// Lynchpin beside the peers from the Python package index: same inputs, same parameters, one run
    Peers(peers::Arguments),
    /// How cost grows with a region, and how fast one origin is answered
    Scale(scale::Arguments),
    /// Instructions of fixed questions, by callgrind, against the last blessed counts
    Counts(counts::Arguments),
    /// How quick the map is on a pack: from drag to paint in Chromium, under 50 clients, memory over 20,000 requests
    Map {
        /// Folder of the pack
        pack: String,
    },
}

pub fn run(bench: &Bench) -> Result<()> {
    match bench {
        Bench::Peers(arguments) => peers::run(arguments),
        Bench::Scale(arguments) => scale::run(arguments),
        Bench::Counts(arguments) => counts::run(arguments),
        Bench::Map { pack } => crate::app::latency(pack),
    }
}
