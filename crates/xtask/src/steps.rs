//! The steps behind each word, in the order that finds a fault soonest.

use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::{app, checks};

/// Tests run as fast as a release, with overflow checks and assertions on.
const TEST_PROFILE: [&str; 2] = ["--profile", "checked"];

/// Format, lints, structure, then every test of the workspace.
pub fn test() -> Result<()> {
    lint()?;
    step("tests (unit, property, snapshot, end to end)", || {
        cargo("test").args(TEST_PROFILE).args(["--workspace", "--locked"]).finish()
    })?;
    step("the map in a browser", app::walk)
}

/// Format check, structure checks and clippy.
pub fn lint() -> Result<()> {
    step("format", || cargo("fmt").args(["--all", "--check"]).finish())?;
    step("file lengths", || checks::file_lengths(&root()))?;
    step("one Arrow in the graph", checks::one_arrow)?;
    step("the map's app: types, format, lints, unit tests", app::checks)?;
    step("lints", || {
        let targets = ["--workspace", "--all-targets", "--locked", "--", "-D", "warnings"];
        cargo("clippy").args(TEST_PROFILE).args(targets).finish()
    })
}

/// Writes what is generated and committed.
pub fn generate() -> Result<()> {
    let schema = cargo("run").args(["--release", "--quiet", "--package", "lynchpin", "--", "schema"]).output()?;
    let path: PathBuf = [".", "crates", "pack", "schema", "pack.schema.json"].iter().collect();
    let path = root().join(path);
    std::fs::write(&path, schema).with_context(|| format!("cannot write {}", path.display()))?;
    let map = ["--release", "--quiet", "--package", "lynchpin", "--", "schema", "--map"];
    let described = cargo("run").args(map).output()?;
    let path = root().join("app").join("openapi.json");
    std::fs::write(&path, described).with_context(|| format!("cannot write {}", path.display()))?;
    app::types()
}

/// Runs the demo and keeps its maps as the README shows them.
pub fn pictures() -> Result<()> {
    let pack = root().join("target").join("pictures");
    let out = pack.to_string_lossy().into_owned();
    let demo = ["--quiet", "--package", "lynchpin", "--", "demo", "--no-open", "--out", &out];
    cargo("run").args(TEST_PROFILE).args(demo).finish()?;
    for map in ["map-reach.svg", "map-deprivation.svg"] {
        let from = pack.join("results").join("maps").join(map);
        let to = root().join("docs").join("pictures").join(map);
        std::fs::copy(&from, &to).with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))?;
    }
    app::pictures(&pack)
}

/// Licences, bans and sources; advisories need the network and are left to the person who runs it.
pub fn deny() -> Result<()> {
    if cargo("deny").args(["--version"]).finish().is_err() {
        cargo("install").args(["--locked", "cargo-deny"]).finish()?;
    }
    cargo("deny").args(["check", "licenses", "bans", "sources"]).finish()
}

fn step(name: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
    eprintln!("── {name}");
    let start = Instant::now();
    work().with_context(|| format!("{name} failed"))?;
    eprintln!("── {name}: done in {:.0} s", start.elapsed().as_secs_f64());
    Ok(())
}

/// The workspace's folder.
pub fn root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).map_or(here.clone(), PathBuf::from)
}

pub struct Cargo(Command);

pub fn cargo(subcommand: &str) -> Cargo {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.current_dir(root()).arg(subcommand);
    Cargo(command)
}

impl Cargo {
    pub fn args<'a>(mut self, arguments: impl IntoIterator<Item = &'a str>) -> Self {
        self.0.args(arguments);
        self
    }

    pub fn finish(mut self) -> Result<()> {
        let status = self.0.status().context("cannot start cargo")?;
        if !status.success() {
            bail!("{:?} ended with {status}", self.0);
        }
        Ok(())
    }

    pub fn output(mut self) -> Result<Vec<u8>> {
        let output = self.0.stderr(std::process::Stdio::inherit()).output().context("cannot start cargo")?;
        if !output.status.success() {
            bail!("{:?} ended with {}", self.0, output.status);
        }
        Ok(output.stdout)
    }
}
