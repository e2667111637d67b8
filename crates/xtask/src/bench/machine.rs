//! What was measured, on what and when.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::steps::root;

/// Now, to the minute, UTC.
pub fn taken_at() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%d %H:%M").to_string()
}

/// The command's version and the commit of the working copy.
pub fn lynchpin_version(binary: &Path) -> Result<String> {
    let output = Command::new(binary).arg("--version").output().context("the command tells no version")?;
    let commit = Command::new("git").args(["describe", "--always", "--dirty"]).current_dir(root()).output();
    let commit = commit.map(|c| String::from_utf8_lossy(&c.stdout).trim().to_owned()).unwrap_or_default();
    Ok(format!("{} ({commit})", String::from_utf8_lossy(&output.stdout).trim()))
}

/// Processor, cores and system, as far as the system tells.
pub fn machine() -> String {
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = text.lines().find_map(|line| line.strip_prefix("model name"));
    let model = model.map_or("unknown processor", |rest| rest.trim_start_matches([' ', '\t', ':']));
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    format!("{model}, {cores} cores, {}", std::env::consts::OS)
}
