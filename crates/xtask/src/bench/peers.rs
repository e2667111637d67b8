//! `cargo xtask bench peers`: rounds of every engine in turn, so that a busy machine is busy for all of them.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use serde_json::json;

use super::differences::{PERCENTILES, compare};
use super::inputs::{Inputs, NetworkName};
use super::lynchpin::{
    Ask, DEPART, FERROBUS_KMH, Lynchpin, MAX_MINUTES, RIDES, TRANSFER_WALK_MINUTES, WALK_KMH, WALK_MINUTES,
};
use super::machine::{lynchpin_version, machine, taken_at};
use super::process::{kept_folder, lynchpin_binary, python_script, read_json, work_folder, write_whole};
use super::run::{Asked, Cafein, Ferrobus, Ours, Round, Run, Size, question};
use super::venv;
use super::{peers_section, readme};

/// Farther than this from a street a point, or a stop, is not linked, metres: Lynchpin's defaults.
const POINT_LINK_METRES: u32 = 1_000;
const STOP_LINK_METRES: u32 = 500;
/// Two buses or one train under `benches/peers/fares.toml`.
const MAX_FARE: &str = "4.00";

#[derive(Args)]
pub struct Arguments {
    /// What to measure on
    #[arg(long, value_enum, default_value = "newport")]
    network: NetworkName,
    /// Neighbourhoods of the synthetic region
    #[arg(long, default_value_t = 5_000)]
    areas: usize,
    /// Origins asked (default: all of Newport's; 300 of a synthetic region's, evenly spread)
    #[arg(long)]
    origins: Option<usize>,
    /// Rounds (default: 3)
    #[arg(long)]
    rounds: Option<usize>,
    /// One round, few origins: to see that all is well
    #[arg(long)]
    quick: bool,
    /// Threads of every engine
    #[arg(long, default_value_t = 1)]
    threads: usize,
    /// Virtual environment with the peers (default: made in the target folder)
    #[arg(long, value_name = "FOLDER")]
    venv: Option<PathBuf>,
    /// The command to measure (default: its release build, made anew)
    #[arg(long, value_name = "FILE")]
    binary: Option<PathBuf>,
    /// Print only; keep no record
    #[arg(long)]
    no_record: bool,
}

/// Measures, prints, keeps the record and writes the table anew.
pub fn run(arguments: &Arguments) -> Result<()> {
    let python = venv::python(arguments.venv.as_deref())?;
    let binary = arguments.binary.clone().map_or_else(lynchpin_binary, Ok)?;
    let sample = |usual: Option<usize>| arguments.origins.or(if arguments.quick { Some(60) } else { usual });
    let inputs = match arguments.network {
        NetworkName::Newport => Inputs::newport(sample(None))?,
        NetworkName::Synthetic => Inputs::synthetic(&binary, arguments.areas, sample(Some(300)))?,
    };
    let work = work_folder()?.join(&inputs.name);
    std::fs::create_dir_all(&work)?;
    let log = work.join("log.txt");
    std::fs::write(&log, "")?;
    let ours = Lynchpin { binary, python, log, work, inputs: &inputs, threads: arguments.threads };
    let count = if arguments.quick { 1 } else { arguments.rounds.unwrap_or(3) };
    let mut rounds = Vec::with_capacity(count);
    for number in 1..=count {
        eprintln!("── round {number} of {count}");
        rounds.push(round(&ours, number == count)?);
    }
    eprintln!("── comparing the answers");
    let comparisons = compare(&ours, &ours.work.join("cafein"), &ours.work.join("ferrobus"))?;
    let run = Run {
        taken_at: taken_at(),
        machine: machine(),
        threads: arguments.threads,
        lynchpin: lynchpin_version(&ours.binary)?,
        peers: vec![format!("cafein {}", rounds[0].cafein.version), format!("ferrobus {}", rounds[0].ferrobus.version)],
        network: Size {
            name: inputs.name.clone(),
            date: inputs.date.clone(),
            points: inputs.points,
            origins: inputs.origins,
            few: inputs.few,
        },
        parameters: parameters(),
        rounds,
        comparisons,
    };
    println!("{}", peers_section::section(&run));
    if arguments.no_record || arguments.quick {
        return Ok(());
    }
    let day = run.taken_at.split(' ').next().unwrap_or_default();
    let record = kept_folder().join("runs").join(format!("{day}-{}.json", run.network.name));
    write_whole(&record, &(serde_json::to_string_pretty(&run)? + "\n"))?;
    eprintln!("── kept {}", record.display());
    readme::write()
}

/// Every engine once; the answers are kept in the last round.
fn round(ours: &Lynchpin<'_>, keep: bool) -> Result<Round> {
    eprintln!("   Lynchpin");
    let lynchpin = our_round(ours)?;
    eprintln!("   cafein");
    let cafein: Cafein = peer_round(ours, "cafein", keep)?;
    eprintln!("   ferrobus");
    let ferrobus: Ferrobus = peer_round(ours, "ferrobus", keep)?;
    Ok(Round { lynchpin, cafein, ferrobus })
}

fn our_round(ours: &Lynchpin<'_>) -> Result<Ours> {
    let hour = ours.ask(60);
    let build = ours.build(&hour.network, FERROBUS_KMH)?;
    let through = ours.through(&hour)?;
    let mut questions = vec![
        (question::SINGLE, ours.ask(1)),
        (question::SINGLE_FERROBUS, Ask { walk_kmh: FERROBUS_KMH, ..ours.ask(1) }),
        (question::HALF_HOUR, ours.ask(30)),
        (question::HOUR, hour.clone()),
    ];
    if knows_fares(ours)? {
        questions.push((question::HOUR_FARE, Ask { max_fare: Some(MAX_FARE), ..hour }));
    }
    let mut asked = std::collections::BTreeMap::new();
    for (name, ask) in questions {
        let all = ours.answer(&ask)?;
        let few = ours.answer(&Ask { origins: &ours.inputs.few_file, ..ask })?;
        asked.insert(name.to_owned(), Asked { all, few });
    }
    Ok(Ours { build, through, asked })
}

fn peer_round<T: for<'a> serde::Deserialize<'a>>(ours: &Lynchpin<'_>, peer: &str, keep: bool) -> Result<T> {
    let answer = ours.work.join(format!("{peer}.json"));
    let kept = keep.then(|| ours.work.join(peer));
    let job = json!({
        "answer": answer, "keep": kept, "work": ours.work, "threads": ours.threads, "repeats": 2,
        "osm": ours.inputs.osm, "gtfs": ours.inputs.gtfs,
        "origins": ours.inputs.origins_file, "few_origins": ours.inputs.few_file,
        "destinations": ours.inputs.destinations_file,
        "date": ours.inputs.date, "depart": DEPART, "windows": [1, 30, 60], "percentiles": PERCENTILES,
        "rides": RIDES, "walk_kmh": WALK_KMH, "walk_minutes": WALK_MINUTES,
        "transfer_walk_minutes": TRANSFER_WALK_MINUTES,
        "point_link_metres": POINT_LINK_METRES, "stop_link_metres": STOP_LINK_METRES,
        // Nothing runs any more: what is answered then is walked.
        "walk_only_clock": "23:59", "walk_only_seconds": 110_000,
    });
    let file = ours.work.join(format!("{peer}-job.json"));
    write_whole(&file, &job.to_string())?;
    python_script(&ours.python, &ours.log, &format!("{peer}_run.py"), &file, ours.threads)?;
    read_json(&answer)
}

/// Whether the command has the option to limit the fare.
fn knows_fares(ours: &Lynchpin<'_>) -> Result<bool> {
    let help = std::process::Command::new(&ours.binary).args(["matrix", "--help"]).output()?;
    Ok(String::from_utf8_lossy(&help.stdout).contains("--max-fare"))
}

fn parameters() -> String {
    format!(
        "depart {DEPART}, windows of 1, 30 and 60 minutes, percentiles 25/50/75, at most {RIDES} rides and {MAX_MINUTES} minutes, \
         walking {WALK_KMH} km/h (ferrobus: {FERROBUS_KMH}), at most {WALK_MINUTES} minutes to and from stops and \
         {TRANSFER_WALK_MINUTES} between them"
    )
}
