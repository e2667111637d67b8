//! Structure that no compiler checks.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::steps::cargo;

/// No source file may be longer than this; past about 500 it should be split by concept.
const LONGEST_FILE_LINES: usize = 600;

/// Refuses any source file that has outgrown one concept.
pub fn file_lengths(root: &Path) -> Result<()> {
    let mut files = Vec::new();
    for folder in [root.join("crates"), root.join("app").join("src"), root.join("app").join("tests")] {
        collect_sources(&folder, &mut files)?;
    }
    // Declarations are generated from openapi.json.
    files.retain(|file| !file.to_string_lossy().ends_with(".d.ts"));
    files.sort();
    let mut long = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        let lines = text.lines().count();
        if lines > LONGEST_FILE_LINES {
            long.push(format!("{} has {lines} lines", file.display()));
        }
    }
    if !long.is_empty() {
        bail!("no file over {LONGEST_FILE_LINES} lines; split by concept:\n{}", long.join("\n"));
    }
    Ok(())
}

fn collect_sources(folder: &Path, into: &mut Vec<PathBuf>) -> Result<()> {
    for entry in std::fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            collect_sources(&path, into)?;
        } else if path
            .extension()
            .is_some_and(|extension| ["rs", "py", "ts", "mjs", "svelte"].iter().any(|e| extension == *e))
        {
            into.push(path);
        }
    }
    Ok(())
}

/// Two versions of Arrow in one binary cannot exchange arrays and double its size.
pub fn one_arrow() -> Result<()> {
    let tree =
        cargo("tree").args(["--workspace", "--duplicates", "--depth", "0", "--prefix", "none", "--locked"]).output()?;
    let tree = String::from_utf8(tree).context("cargo tree printed no text")?;
    let twice: Vec<&str> =
        tree.lines().filter(|line| line.starts_with("arrow") || line.starts_with("parquet")).collect();
    if !twice.is_empty() {
        bail!("more than one Arrow in the dependency graph:\n{}", twice.join("\n"));
    }
    Ok(())
}
