//! `benches/README.md`: the latest runs as tables, generated.

use std::collections::BTreeMap;

use anyhow::Result;
use serde::Deserialize;

use super::process::{kept_folder, read_json, write_whole};
use super::run::Run;
use super::scale::Scale;
use super::{peers_section, scale_section};

const HEAD: &str = "\
# Benchmarks

Written by `cargo xtask bench`; the raw runs are in `runs/`. Time is processor time (user and system, all threads), so that other work on
the machine counts little; where two figures stand, they are the least and the median of the rounds.

- `cargo xtask bench peers` runs Lynchpin and its peers from the Python package index in turn on the same files.
  Lynchpin is the real command: its figure holds everything that the process does with a saved network, writing the file included. A peer's
  figure is its matrix call alone, in its best configuration. *One more origin* is the slope between a run of few origins and one of all.
- `cargo xtask bench scale` shows how cost grows with a region, and how long one origin takes in process.
- `cargo xtask bench counts` counts instructions of fixed questions and fails where they grow.
";

/// A raw record, by its shape.
#[derive(Deserialize)]
#[serde(untagged)]
enum Record {
    Peers(Box<Run>),
    Scale(Box<Scale>),
}

/// The page of the latest run of each network and the latest run over sizes.
pub fn write() -> Result<()> {
    let mut sections: BTreeMap<String, (String, String)> = BTreeMap::new();
    for entry in std::fs::read_dir(kept_folder().join("runs"))? {
        let file = entry?.path();
        if file.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let (name, taken_at, text) = match read_json(&file)? {
            Record::Peers(run) => (run.network.name.clone(), run.taken_at.clone(), peers_section::section(&run)),
            Record::Scale(scale) => ("~scale".to_owned(), scale.taken_at.clone(), scale_section::section(&scale)),
        };
        if sections.get(&name).is_none_or(|(known, _)| *known < taken_at) {
            sections.insert(name, (taken_at, text));
        }
    }
    let text = sections.values().fold(HEAD.to_owned(), |page, (_, section)| page + "\n" + section);
    write_whole(&kept_folder().join("README.md"), &text)
}
