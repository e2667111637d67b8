//! `cargo xtask bench …`: what Lynchpin costs, beside its peers, as regions grow, and instruction by instruction.

mod agreement;
mod causes;
mod differences;
mod inputs;
mod lynchpin;
mod peers;
mod process;
mod readme;
mod run;
mod times;
mod venv;
mod verdicts;

use anyhow::Result;
use clap::Subcommand;

#[derive(Subcommand)]
pub enum Bench {
    /// Lynchpin beside the peers from the Python package index: same inputs, same parameters, one run
    Peers(peers::Arguments),
}

pub fn run(bench: &Bench) -> Result<()> {
    match bench {
        Bench::Peers(arguments) => peers::run(arguments),
    }
}
