//! The map's app: its own checks, and a walk through it in a real browser.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::steps::{cargo, root};

/// Where Debian and its kin put Chromium; `CHROMIUM` names another.
const CHROMIUM: &str = "/usr/bin/chromium";

/// Types, format, lints and unit tests of the app.
pub fn checks() -> Result<()> {
    install()?;
    let kept = folder().join("src").join("lib").join("schema.d.ts");
    let made = root().join("target").join("schema.d.ts");
    npx(&["openapi-typescript", "openapi.json", "--output", &made.to_string_lossy()])?;
    let read = |file: &Path| std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()));
    if read(&kept)? != read(&made)? {
        bail!("{} is not that of app/openapi.json: run `cargo xtask generate`", kept.display());
    }
    npm(&["run", "--silent", "check"])?;
    npm(&["run", "--silent", "test"])
}

/// Writes the types of what the app asks anew.
pub fn types() -> Result<()> {
    install()?;
    npm(&["run", "--silent", "types"])
}

/// Walks through the app in Chromium, on a small demo. Screenshots are kept in `target/map-artefacts`.
pub fn walk() -> Result<()> {
    install()?;
    let pack = demo("map-pack", &["--areas", "120", "--only-data"])?;
    node("walk.mjs", &[&pack.to_string_lossy()])
}

/// Takes the pictures of the README.
pub fn pictures(pack: &Path) -> Result<()> {
    install()?;
    let folder = root().join("docs").join("pictures");
    node("pictures.mjs", &[&pack.to_string_lossy(), &folder.to_string_lossy()])
}

/// Measures how quick the map is, on a pack.
pub fn latency(pack: &str) -> Result<()> {
    install()?;
    cargo("build").args(["--profile", "checked", "--package", "lynchpin", "--locked"]).finish()?;
    node("latency.mjs", &[pack])
}

fn demo(name: &str, more: &[&str]) -> Result<PathBuf> {
    let pack = root().join("target").join(name);
    let out = pack.to_string_lossy().into_owned();
    let run = ["--profile", "checked", "--quiet", "--package", "lynchpin", "--locked", "--", "demo", "--no-open"];
    cargo("run").args(run).args(["--out", &out]).args(more.iter().copied()).finish()?;
    Ok(pack)
}

fn folder() -> PathBuf {
    root().join("app")
}

/// What the app is built and tested with, as the lock file says.
fn install() -> Result<()> {
    let kept = folder().join("node_modules").join(".installed-from.json");
    let lock = folder().join("package-lock.json");
    let read = |file: &Path| std::fs::read(file).ok();
    if read(&kept).is_some() && read(&kept) == read(&lock) {
        return Ok(());
    }
    npm(&["ci", "--no-audit", "--no-fund"])?;
    std::fs::copy(&lock, &kept).with_context(|| format!("cannot write {}", kept.display()))?;
    Ok(())
}

fn npm(arguments: &[&str]) -> Result<()> {
    run(Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" }).args(arguments))
}

fn npx(arguments: &[&str]) -> Result<()> {
    run(Command::new(if cfg!(windows) { "npx.cmd" } else { "npx" }).args(["--no-install"]).args(arguments))
}

fn node(script: &str, arguments: &[&str]) -> Result<()> {
    let script: PathBuf = [".", "tests", "browser", script].iter().collect();
    let program = root().join("target").join("checked").join(format!("lynchpin{}", std::env::consts::EXE_SUFFIX));
    let mut command = Command::new("node");
    command.arg(script).args(arguments).env("LYNCHPIN_BIN", program).env("CHROMIUM", chromium()?);
    run(command.env("LYNCHPIN_ARTEFACTS", root().join("target").join("map-artefacts")))
}

fn run(command: &mut Command) -> Result<()> {
    let status = command.current_dir(folder()).status().with_context(|| {
        format!("cannot start {}; the app needs Node.js 20.19 or later with npm", command.get_program().display())
    })?;
    if !status.success() {
        bail!("{command:?} ended with {status}");
    }
    Ok(())
}

/// A Chromium, installed where the system lets us.
fn chromium() -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("CHROMIUM") {
        return Ok(named.into());
    }
    let found = PathBuf::from(CHROMIUM);
    if !found.is_file() {
        let apt = |arguments: &[&str]| Command::new("apt-get").args(arguments).status();
        let installed =
            apt(&["update"]).and_then(|_| apt(&["install", "--yes", "--no-install-recommends", "chromium"]));
        if !installed.is_ok_and(|status| status.success()) {
            bail!(
                "no Chromium at {CHROMIUM}, and apt-get cannot install it\nhint: install Chromium or Chrome and name it in the variable CHROMIUM"
            );
        }
    }
    Ok(found)
}
