//! `cargo xtask bench counts`: instructions of fixed questions, counted by callgrind, held against the last blessed counts.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::Args;

use super::inputs::Inputs;
use super::lynchpin::{Lynchpin, WALK_KMH};
use super::process::{example_binary, kept_folder, lynchpin_binary, work_folder, write_whole};

/// Neighbourhoods of the region that is asked; its seed is fixed.
const AREAS: usize = 300;
const ORIGINS: usize = 20;
/// Counts may grow by so much before it has to be meant.
const TOLERANCE: f64 = 0.03;

const HEAD: &str = "\
# Instructions by callgrind, one thread, fictional region of 300 neighbourhoods, seed 1. Written by `cargo xtask bench counts --bless`.
# open: open the network, prepare the day and the question. single, hour: 20 origins asked three times, one departure
# and a window of 60 minutes; narrow: without the processor's wide vectors.
";

#[derive(Args)]
pub struct Arguments {
    /// Take the counts of now as right
    #[arg(long)]
    bless: bool,
    /// The command that makes the region (default: its release build, made anew)
    #[arg(long, value_name = "FILE")]
    binary: Option<PathBuf>,
    /// The example `bench_reach` (default: its release build, made anew)
    #[arg(long, value_name = "FILE")]
    example: Option<PathBuf>,
}

/// Counts, and fails where a count has grown by more than 3 %.
pub fn run(arguments: &Arguments) -> Result<()> {
    if !has_valgrind() {
        eprintln!("skipped: valgrind is not on this machine");
        return Ok(());
    }
    let binary = arguments.binary.clone().map_or_else(lynchpin_binary, Ok)?;
    let example = arguments.example.clone().map_or_else(|| example_binary("bench_reach"), Ok)?;
    let found = counts(&binary, &example)?;
    let file = kept_folder().join("counts.toml");
    if arguments.bless {
        return write_whole(&file, &written(&found));
    }
    let text = std::fs::read_to_string(&file)
        .with_context(|| format!("cannot read {}\nhint: --bless writes it", file.display()))?;
    let blessed = read(&text);
    let mut grown = Vec::new();
    for (name, &count) in &found {
        let before = blessed.get(name).copied();
        let change = before.map(|before| count as f64 / before as f64 - 1.0);
        let said = change.map_or("new".to_owned(), |change| format!("{:+.2} %", 100.0 * change));
        println!("{name:<14} {count:>15} {said}");
        if change.is_none_or(|change| change > TOLERANCE) {
            grown.push(name.as_str());
        }
    }
    if !grown.is_empty() {
        bail!(
            "more than {:.0} % over benches/counts.toml: {}\nhint: if this is meant, `cargo xtask bench counts --bless`",
            100.0 * TOLERANCE,
            grown.join(", ")
        );
    }
    Ok(())
}

fn has_valgrind() -> bool {
    Command::new("valgrind").arg("--version").output().is_ok_and(|output| output.status.success())
}

/// Each question less the making ready.
fn counts(binary: &Path, example: &Path) -> Result<BTreeMap<String, u64>> {
    let inputs = Inputs::synthetic(binary, AREAS, None)?;
    let work = work_folder()?.join("counts");
    std::fs::create_dir_all(&work)?;
    let log = work.join("log.txt");
    std::fs::write(&log, "")?;
    let network = work.join("network.lynch");
    let python = PathBuf::from(if cfg!(windows) { "python" } else { "python3" });
    let ours = Lynchpin { binary: binary.into(), python, log, work: work.clone(), inputs: &inputs, threads: 1 };
    ours.build(&network, WALK_KMH)?;
    let count = |origins: usize, window: u32, narrow: bool| {
        let mut options = vec![format!("--origins={origins}"), format!("--window={window}")];
        options.extend(narrow.then(|| "--narrow".to_owned()));
        instructions(example, &network, &inputs, &work, &options)
    };
    let mut found = BTreeMap::new();
    let (open_single, open_hour) = (count(0, 1, true)?, count(0, 60, true)?);
    found.insert("open".to_owned(), open_hour);
    found.insert("single_narrow".to_owned(), count(ORIGINS, 1, true)?.saturating_sub(open_single));
    found.insert("hour_narrow".to_owned(), count(ORIGINS, 60, true)?.saturating_sub(open_hour));
    found.insert("hour_wide".to_owned(), count(ORIGINS, 60, false)?.saturating_sub(open_hour));
    Ok(found)
}

/// Instructions of one run of the example.
fn instructions(example: &Path, network: &Path, inputs: &Inputs, work: &Path, options: &[String]) -> Result<u64> {
    let out = work.join("callgrind.out");
    let mut run = Command::new("valgrind");
    run.args(["--tool=callgrind", "--quiet"]).arg(format!("--callgrind-out-file={}", out.display()));
    run.arg(example).arg(network).arg(&inputs.destinations_file).arg(&inputs.date);
    for option in options {
        run.args(option.split('='));
    }
    let output = run.env("RAYON_NUM_THREADS", "1").output().context("cannot start valgrind")?;
    if !output.status.success() {
        bail!("{run:?} ended with {}: {}", output.status, String::from_utf8_lossy(&output.stderr));
    }
    let text = std::fs::read_to_string(&out).with_context(|| format!("cannot read {}", out.display()))?;
    let total = text.lines().find_map(|line| line.strip_prefix("summary:").or_else(|| line.strip_prefix("totals:")));
    total.and_then(|count| count.trim().parse().ok()).context("callgrind wrote no total")
}

fn written(found: &BTreeMap<String, u64>) -> String {
    found.iter().fold(HEAD.to_owned(), |text, (name, count)| format!("{text}{name} = {count}\n"))
}

fn read(text: &str) -> BTreeMap<String, u64> {
    let pairs = text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(" = "));
    pairs.filter_map(|(name, count)| Some((name.to_owned(), count.trim().parse().ok()?))).collect()
}
