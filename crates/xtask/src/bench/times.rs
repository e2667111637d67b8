//! Travel times of one engine: origins × destinations, one layer a percentile.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context, Result, bail};

/// No journey.
pub const NONE: u32 = u32::MAX;

/// The shape of every matrix of one run.
pub struct Frame {
    pub origins: Vec<String>,
    pub destinations: Vec<String>,
}

impl Frame {
    /// From two points files.
    pub fn read(origins: &Path, destinations: &Path) -> Result<Self> {
        Ok(Self { origins: ids(origins)?, destinations: ids(destinations)? })
    }

    pub fn rows(&self) -> usize {
        self.origins.len()
    }

    pub fn columns(&self) -> usize {
        self.destinations.len()
    }

    fn pairs(&self) -> usize {
        self.rows() * self.columns()
    }

    /// Layers of minutes from `from_id,to_id,…` as `lynchpin matrix` writes them, in the order of `names`.
    pub fn minutes_from_csv(&self, file: &Path, names: &[String]) -> Result<Vec<Vec<u32>>> {
        let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        let mut lines = text.lines();
        let header: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
        let at: Option<Vec<usize>> = names.iter().map(|name| header.iter().position(|h| h == name)).collect();
        let Some(at) = at else { bail!("{}: no columns {names:?} in {header:?}", file.display()) };
        let (rows, columns) = (positions(&self.origins), positions(&self.destinations));
        let mut layers = vec![vec![NONE; self.pairs()]; names.len()];
        for line in lines {
            let cells: Vec<&str> = line.split(',').collect();
            let (Some(row), Some(column)) = (rows.get(cells[0]), columns.get(cells[1])) else {
                bail!("{}: unknown id in {line:?}", file.display())
            };
            for (layer, at) in layers.iter_mut().zip(&at) {
                if let Some(minutes) = cells.get(*at).filter(|cell| !cell.is_empty()) {
                    layer[row * self.columns() + column] = minutes.parse()?;
                }
            }
        }
        Ok(layers)
    }

    /// Layers of seconds as the peers' scripts write them: little-endian, percentile by percentile of each pair.
    pub fn seconds(&self, file: &Path, layers: usize) -> Result<Vec<Vec<u32>>> {
        let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        if bytes.len() != 4 * layers * self.pairs() {
            bail!("{} has {} bytes, not {}", file.display(), bytes.len(), 4 * layers * self.pairs());
        }
        let mut split = vec![Vec::with_capacity(self.pairs()); layers];
        for (at, value) in bytes.chunks_exact(4).enumerate() {
            split[at % layers].push(u32::from_le_bytes([value[0], value[1], value[2], value[3]]));
        }
        Ok(split)
    }
}

fn ids(file: &Path) -> Result<Vec<String>> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    Ok(text.lines().skip(1).filter_map(|line| line.split(',').next()).map(str::to_owned).collect())
}

fn positions(ids: &[String]) -> HashMap<&str, usize> {
    ids.iter().enumerate().map(|(at, id)| (id.as_str(), at)).collect()
}

/// Whole minutes, rounded up.
pub fn rounded_up(seconds: &[u32]) -> Vec<u32> {
    seconds.iter().map(|&s| if s == NONE { NONE } else { s.div_ceil(60) }).collect()
}

/// Whole minutes, rounded to the nearest.
pub fn rounded_near(seconds: &[u32]) -> Vec<u32> {
    seconds.iter().map(|&s| if s == NONE { NONE } else { (s + 30) / 60 }).collect()
}

/// Anything longer than `most` minutes is no journey.
pub fn cut(minutes: &[u32], most: u32) -> Vec<u32> {
    minutes.iter().map(|&m| if m > most { NONE } else { m }).collect()
}
