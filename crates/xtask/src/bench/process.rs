//! Where things are, and running commands with their cost counted.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use crate::steps::{cargo, root};

/// What one process used, its children included.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Usage {
    /// User and system time, seconds.
    pub cpu_s: f64,
    pub wall_s: f64,
    /// Peak of resident memory, MB.
    pub peak_mb: f64,
}

/// Cargo's target folder.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |folder| root().join(folder))
}

/// Where benchmarks keep what can be made again.
pub fn work_folder() -> Result<PathBuf> {
    let folder = target().join("bench");
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(folder)
}

/// What is committed of the benchmarks.
pub fn kept_folder() -> PathBuf {
    root().join("benches")
}

/// The release build of the command, built if need be.
pub fn lynchpin_binary() -> Result<PathBuf> {
    cargo("build").args(["--release", "--locked", "--package", "lynchpin"]).finish()?;
    Ok(target().join("release").join(format!("lynchpin{}", std::env::consts::EXE_SUFFIX)))
}

/// The release build of an example of the engine's crate, built if need be.
pub fn example_binary(name: &str) -> Result<PathBuf> {
    cargo("build").args(["--release", "--locked", "--package", "lynchpin-reach", "--example", name]).finish()?;
    Ok(target().join("release").join("examples").join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
}

/// Runs a command to its end; its output goes to `log`. An error shows the log's last lines.
pub fn measured<S: AsRef<OsStr>>(python: &Path, log: &Path, command: impl IntoIterator<Item = S>) -> Result<Usage> {
    let script = kept_folder().join("peers").join("usage.py");
    let mut run = Command::new(python);
    run.arg(script).arg(log).args(command).stderr(Stdio::inherit());
    run.env("PYTHONDONTWRITEBYTECODE", "1");
    let output = run.output().with_context(|| format!("cannot start {}", python.display()))?;
    if !output.status.success() {
        bail!("{run:?} ended with {}:\n{}", output.status, last_lines(log));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    serde_json::from_str(text.lines().last().unwrap_or_default()).context("usage.py printed no usage")
}

/// Runs a Python script, its output into `log`.
pub fn python_script(python: &Path, log: &Path, script: &str, job: &Path, threads: usize) -> Result<()> {
    let file = std::fs::OpenOptions::new().create(true).append(true).open(log)?;
    let mut run = Command::new(python);
    run.arg(kept_folder().join("peers").join(script)).arg(job);
    run.env("PYTHONDONTWRITEBYTECODE", "1").env("RAYON_NUM_THREADS", threads.to_string());
    run.stdout(file.try_clone()?).stderr(file);
    let status = run.status().with_context(|| format!("cannot start {}", python.display()))?;
    if !status.success() {
        bail!("{run:?} ended with {status}:\n{}", last_lines(log));
    }
    Ok(())
}

fn last_lines(log: &Path) -> String {
    let text = std::fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<String> = text.lines().map(|line| line.chars().take(300).collect()).collect();
    lines[lines.len().saturating_sub(15)..].join("\n")
}

/// Reads a JSON file.
pub fn read_json<T: for<'a> Deserialize<'a>>(file: &Path) -> Result<T> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{} is not as expected", file.display()))
}

/// Writes a file, its folder too if need be, under a temporary name and renames it when it is whole.
pub fn write_whole(file: &Path, text: &str) -> Result<()> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    let part = file.with_extension("tmp");
    std::fs::write(&part, text).with_context(|| format!("cannot write {}", part.display()))?;
    std::fs::rename(&part, file).with_context(|| format!("cannot write {}", file.display()))
}
