//! Puts the map's app into the program: builds it with npm where npm is there, and goes without it where not.
//!
//! `LYNCHPIN_APP=skip` leaves the app out; `LYNCHPIN_APP=require` fails where it cannot be built.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What the app is made of; nothing else makes it be built again.
const SOURCES: [&str; 7] =
    ["index.html", "package.json", "package-lock.json", "vite.config.ts", "svelte.config.js", "public", "src"];

fn main() -> Result<(), String> {
    let folder = PathBuf::from(variable("CARGO_MANIFEST_DIR")?).join("..").join("..").join("app");
    let out = PathBuf::from(variable("OUT_DIR")?);
    for source in SOURCES {
        println!("cargo:rerun-if-changed={}", folder.join(source).display());
    }
    println!("cargo:rerun-if-env-changed=LYNCHPIN_APP");
    let wanted = std::env::var("LYNCHPIN_APP").unwrap_or_default();
    let built = out.join("app");
    let outcome = if wanted == "skip" { Err("it was left out on purpose".to_owned()) } else { build(&folder, &built) };
    let code = match outcome.and_then(|()| listed(&built)) {
        Ok(files) => format!("static FILES: &[Asset] = &[{files}];\nconst MISSING: Option<&str> = None;\n"),
        Err(why) => {
            if wanted == "require" {
                return Err(format!("the map's app cannot be built: {why}"));
            }
            if wanted != "skip" {
                println!("cargo:warning=the map's app is left out: {why}");
            }
            format!("static FILES: &[Asset] = &[];\nconst MISSING: Option<&str> = Some({why:?});\n")
        }
    };
    let file = out.join("app.rs");
    std::fs::write(&file, code).map_err(|e| format!("cannot write {}: {e}", file.display()))
}

fn variable(name: &str) -> Result<String, String> {
    std::env::var(name).map_err(|e| format!("cargo sets {name}: {e}"))
}

fn build(folder: &Path, built: &Path) -> Result<(), String> {
    let lock = folder.join("package-lock.json");
    if !lock.is_file() {
        return Err(format!("{} is not there", lock.display()));
    }
    // What was installed last is remembered by the lock file that it was installed from.
    let kept = folder.join("node_modules").join(".installed-from.json");
    let read = |file: &Path| std::fs::read(file).ok();
    if read(&kept).is_none() || read(&kept) != read(&lock) {
        npm(folder, &["ci", "--no-audit", "--no-fund", "--prefer-offline", "--fetch-retries=1"])?;
        std::fs::copy(&lock, &kept).map_err(|e| format!("cannot write {}: {e}", kept.display()))?;
    }
    let target = built.to_string_lossy().into_owned();
    npm(folder, &["run", "--silent", "build", "--", "--outDir", &target, "--emptyOutDir", "--logLevel", "warn"])
}

fn npm(folder: &Path, arguments: &[&str]) -> Result<(), String> {
    let program = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let ran = Command::new(program).args(arguments).current_dir(folder).stdin(Stdio::null()).output();
    let output = ran.map_err(|e| format!("npm cannot be started ({e}); install Node.js 20.19 or later"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let last: Vec<&str> = said.lines().filter(|l| !l.trim().is_empty()).rev().take(3).collect();
    Err(format!("npm {} failed: {}", arguments[0], last.into_iter().rev().collect::<Vec<_>>().join(" ")))
}

/// Every file with its bytes, as Rust.
fn listed(built: &Path) -> Result<String, String> {
    let mut files = Vec::new();
    collect(built, built, &mut files)?;
    files.sort();
    let mut code = String::new();
    for name in files {
        let path = name.split('/').fold(built.to_owned(), |path, part| path.join(part));
        let _ = write!(code, "({name:?}, include_bytes!({:?})),", path.display().to_string());
    }
    Ok(code)
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<String>) -> Result<(), String> {
    let entries = std::fs::read_dir(folder).map_err(|e| format!("cannot list {}: {e}", folder.display()))?;
    for entry in entries {
        let path = entry.map_err(|e| format!("cannot list {}: {e}", folder.display()))?.path();
        if path.is_dir() {
            collect(root, &path, files)?;
        } else if let Ok(inside) = path.strip_prefix(root) {
            let parts: Vec<String> = inside.iter().map(|p| p.to_string_lossy().into_owned()).collect();
            files.push(parts.join("/"));
        }
    }
    Ok(())
}
