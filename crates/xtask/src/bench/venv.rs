//! The peers, from the Python package index, at the versions that are pinned.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::process::{kept_folder, target};

/// Python of a virtual environment with the peers in it, made if need be.
pub fn python(folder: Option<&Path>) -> Result<PathBuf> {
    let folder = folder.map_or_else(|| target().join("bench").join("peers"), Path::to_path_buf);
    let python =
        if cfg!(windows) { folder.join("Scripts").join("python.exe") } else { folder.join("bin").join("python") };
    let pinned = kept_folder().join("peers").join("requirements.txt");
    if !python.exists() {
        eprintln!("── making {}", folder.display());
        let system = if cfg!(windows) { "python" } else { "python3" };
        finish(Command::new(system).args(["-m", "venv"]).arg(&folder))?;
    }
    if !holds(&python, &pinned)? {
        eprintln!("── installing the peers from the Python package index");
        finish(Command::new(&python).args(["-m", "pip", "install", "--quiet", "--requirement"]).arg(&pinned))?;
    }
    Ok(python)
}

/// Whether every pinned package is there at its version.
fn holds(python: &Path, pinned: &Path) -> Result<bool> {
    let text = std::fs::read_to_string(pinned).with_context(|| format!("cannot read {}", pinned.display()))?;
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let Some((name, version)) = line.split_once("==") else { continue };
        let ask = format!("import importlib.metadata as m; print(m.version('{name}'))");
        let output = Command::new(python).args(["-c", &ask]).output().context("cannot start Python")?;
        if String::from_utf8_lossy(&output.stdout).trim() != version {
            return Ok(false);
        }
    }
    Ok(true)
}

fn finish(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start {command:?}"))?;
    if !status.success() {
        bail!("{command:?} ended with {status}");
    }
    Ok(())
}
