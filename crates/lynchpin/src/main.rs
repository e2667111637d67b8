//! The command: one file per verb in `verbs/`, no logic of its own.

mod analysis;
mod barriers;
mod childcare;
mod determinants;
mod failure;
mod good_work;
mod pays;
mod progress;
mod reforms;
mod served;
mod travel;
mod verbs;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// An evidence engine for good work in left-behind places.
#[derive(Parser)]
#[command(name = "lynchpin", version, about, propagate_version = true, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Make a fictional city region, run everything on it and open the report
    Demo(verbs::demo::Arguments),
    /// Run everything that a pack has data for: places, network, reach, good work, report, exports
    Run(verbs::run::Arguments),
    /// Which places are left behind, and how do they compare?
    Places(verbs::places::Arguments),
    /// What good work do people hold and workplaces offer, in which sectors, and what else could they do?
    Work(Box<verbs::work::Arguments>),
    /// Travel times from every origin to every destination, and nothing else
    Matrix(Box<verbs::matrix::Arguments>),
    /// What each origin can reach, by any measure of access, without writing the matrix
    Access(Box<verbs::access::Arguments>),
    /// How one gets from a place to another: walks, waits and rides, minute by minute of a window
    Journey(Box<verbs::journey::Arguments>),
    /// Does work pay? What tax, benefits, childcare and fares leave illustrative households of their wage
    Pays(Box<verbs::pays::Arguments>),
    /// What stands between people and good work, and which barrier binds?
    Barriers(verbs::barriers::Arguments),
    /// Are reforms reaching left-behind places, did they work, would they work elsewhere?
    Reforms(verbs::reforms::Arguments),
    /// What goes with an outcome, such as bad health, and how sure is the order of its determinants?
    Determinants(verbs::determinants::Arguments),
    /// What do people say? Polls weighted and modelled to groups of places, interviews by theme
    Voices(verbs::voices::Arguments),
    /// List every problem in a pack's files, with file, row, column, value, expectation and hint
    Check(verbs::check::Arguments),
    /// Open a pack as a map in the browser: look, ask a place, ask from any point at any hour
    Serve(verbs::serve::Arguments),
    /// Start a pack: a folder with a commented pack.toml
    New(verbs::new::Arguments),
    /// Print the JSON Schema of pack.toml
    Schema(verbs::schema::Arguments),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().verb {
        Verb::Demo(arguments) => verbs::demo::run(&arguments),
        Verb::Run(arguments) => verbs::run::run(&arguments),
        Verb::Places(arguments) => verbs::places::run(&arguments),
        Verb::Work(arguments) => verbs::work::run(&arguments),
        Verb::Matrix(arguments) => verbs::matrix::run(&arguments),
        Verb::Access(arguments) => verbs::access::run(&arguments),
        Verb::Journey(arguments) => verbs::journey::run(&arguments),
        Verb::Pays(arguments) => verbs::pays::run(&arguments),
        Verb::Barriers(arguments) => verbs::barriers::run(&arguments),
        Verb::Reforms(arguments) => verbs::reforms::run(&arguments),
        Verb::Determinants(arguments) => verbs::determinants::run(&arguments),
        Verb::Voices(arguments) => verbs::voices::run(&arguments),
        Verb::Check(arguments) => verbs::check::run(&arguments),
        Verb::Serve(arguments) => verbs::serve::run(arguments),
        Verb::New(arguments) => verbs::new::run(&arguments),
        Verb::Schema(arguments) => verbs::schema::run(&arguments),
    };
    failure::report(outcome)
}
