//! `cargo xtask bench scale`: what grows with a region, and how fast one origin is answered.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::Args;
use serde::{Deserialize, Serialize};

use super::inputs::Inputs;
use super::lynchpin::{Lynchpin, WALK_KMH};
use super::machine::{lynchpin_version, machine, taken_at};
use super::process::{Usage, example_binary, kept_folder, lynchpin_binary, work_folder, write_whole};
use super::{readme, scale_section};

/// A map that follows the pointer has to answer within so many milliseconds.
const MAP_MS: f64 = 50.0;

#[derive(Args)]
pub struct Arguments {
    /// Neighbourhoods of the regions, fewest first
    #[arg(long, value_delimiter = ',', default_value = "300,1000,5000,40000")]
    areas: Vec<usize>,
    /// Origins asked of each, evenly spread
    #[arg(long, default_value_t = 200)]
    origins: usize,
    /// Minutes of the window
    #[arg(long, default_value_t = 60)]
    window: u32,
    /// Leave Newport out
    #[arg(long)]
    no_newport: bool,
    /// The command to measure (default: its release build, made anew)
    #[arg(long, value_name = "FILE")]
    binary: Option<PathBuf>,
    /// The example `bench_reach` (default: its release build, made anew)
    #[arg(long, value_name = "FILE")]
    example: Option<PathBuf>,
    /// Print only; keep no record
    #[arg(long)]
    no_record: bool,
}

/// The raw record, `benches/runs/<date>-scale.json`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Scale {
    pub taken_at: String,
    pub machine: String,
    pub lynchpin: String,
    pub window: u32,
    pub regions: Vec<Region>,
}

/// One network.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Region {
    pub name: String,
    /// From the files to a saved network, one process.
    pub build: Usage,
    pub input_mb: f64,
    pub network_mb: f64,
    pub answers: Answers,
}

/// What `bench_reach` prints.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Answers {
    pub stops: usize,
    pub stop_times: usize,
    pub points: usize,
    pub linked: usize,
    pub open_cpu_ms: f64,
    pub day_cpu_ms: f64,
    /// Plan, walks to all destinations, pruning.
    pub ready_cpu_ms: f64,
    pub peak_mb: f64,
    pub origins: usize,
    /// Per origin, of the quickest of several passes over all of them.
    pub cpu_ms: f64,
    /// Per origin, the least of the passes.
    pub wall_ms: Milliseconds,
    /// Stops that an origin reaches, on average.
    pub stops_reached: f64,
    pub destinations_reached: f64,
    pub checksum: String,
}

/// Over the origins that were asked.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Milliseconds {
    pub mean: f64,
    pub p50: f64,
    pub p95: f64,
    pub max: f64,
}

impl Region {
    /// Microseconds of processor time for one stop that is reached.
    pub fn per_stop_us(&self) -> f64 {
        1e3 * self.answers.cpu_ms / self.answers.stops_reached.max(1.0)
    }

    /// Processor seconds were every point an origin.
    pub fn all_seconds(&self) -> f64 {
        let a = &self.answers;
        (a.open_cpu_ms + a.day_cpu_ms + a.ready_cpu_ms + a.cpu_ms * a.linked as f64) / 1e3
    }

    pub fn quick_enough(&self) -> bool {
        self.answers.wall_ms.p95 <= MAP_MS
    }
}

/// Measures, prints, keeps the record and writes the page anew.
pub fn run(arguments: &Arguments) -> Result<()> {
    let binary = arguments.binary.clone().map_or_else(lynchpin_binary, Ok)?;
    let example = arguments.example.clone().map_or_else(|| example_binary("bench_reach"), Ok)?;
    let mut regions = Vec::new();
    if !arguments.no_newport {
        match Inputs::newport(None) {
            Ok(inputs) => regions.push(region(arguments, &binary, &example, &inputs)?),
            Err(reason) => eprintln!("── Newport is left out: {reason:#}"),
        }
    }
    for &areas in &arguments.areas {
        let inputs = Inputs::synthetic(&binary, areas, Some(arguments.origins))?;
        regions.push(region(arguments, &binary, &example, &inputs)?);
    }
    let scale = Scale {
        taken_at: taken_at(),
        machine: machine(),
        lynchpin: lynchpin_version(&binary)?,
        window: arguments.window,
        regions,
    };
    println!("{}", scale_section::section(&scale));
    if arguments.no_record {
        return Ok(());
    }
    let day = scale.taken_at.split(' ').next().unwrap_or_default();
    let record = kept_folder().join("runs").join(format!("{day}-scale.json"));
    write_whole(&record, &(serde_json::to_string_pretty(&scale)? + "\n"))?;
    eprintln!("── kept {}", record.display());
    readme::write()
}

fn region(arguments: &Arguments, binary: &Path, example: &Path, inputs: &Inputs) -> Result<Region> {
    eprintln!("── {}", inputs.name);
    let work = work_folder()?.join(&inputs.name);
    std::fs::create_dir_all(&work)?;
    let log = work.join("scale-log.txt");
    std::fs::write(&log, "")?;
    let python = PathBuf::from(if cfg!(windows) { "python" } else { "python3" });
    let ours = Lynchpin { binary: binary.into(), python, log, work, inputs, threads: 1 };
    let network = ours.work.join("network-scale.lynch");
    let build = ours.build(&network, WALK_KMH)?;
    let mut ask = Command::new(example);
    ask.arg(&network).arg(&inputs.destinations_file).arg(&inputs.date);
    ask.args(["--origins", &arguments.origins.to_string(), "--window", &arguments.window.to_string()]);
    let output = ask.env("RAYON_NUM_THREADS", "1").output().with_context(|| format!("cannot start {ask:?}"))?;
    if !output.status.success() {
        bail!("{ask:?} ended with {}: {}", output.status, String::from_utf8_lossy(&output.stderr));
    }
    let megabytes = |file: &Path| std::fs::metadata(file).map_or(0.0, |data| data.len() as f64 / 1e6);
    let answers: Answers = serde_json::from_slice(&output.stdout).context("bench_reach printed no JSON")?;
    eprintln!("   p95 {:.2} ms, {:.0} stops reached", answers.wall_ms.p95, answers.stops_reached);
    Ok(Region {
        name: inputs.name.clone(),
        build,
        input_mb: megabytes(&inputs.osm) + inputs.gtfs.iter().map(|feed| megabytes(feed)).sum::<f64>(),
        network_mb: megabytes(&network),
        answers,
    })
}
