//! Every habit of the project as a word: `cargo xtask test`, `cargo xtask deny`, …

mod app;
mod bench;
mod checks;
mod steps;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(about = "The project's habits, each a word")]
struct Arguments {
    #[command(subcommand)]
    word: Word,
}

#[derive(Subcommand)]
enum Word {
    /// Everything that must hold before a change lands: format, lints, structure, all tests
    Test,
    /// Format check, lints and structure only (a few minutes less than `test`)
    Lint,
    /// Rewrite generated files that are committed (the JSON Schema of pack.toml)
    Generate,
    /// Make the pictures of the README anew from the demo
    Pictures,
    /// Licences, bans and sources of every dependency, by cargo-deny (installed when absent)
    Deny,
    /// Measure: against other engines, against the size of a region, against the last blessed count
    #[command(subcommand)]
    Bench(bench::Bench),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().word {
        Word::Test => steps::test(),
        Word::Lint => steps::lint(),
        Word::Generate => steps::generate(),
        Word::Pictures => steps::pictures(),
        Word::Deny => steps::deny(),
        Word::Bench(bench) => bench::run(&bench),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
