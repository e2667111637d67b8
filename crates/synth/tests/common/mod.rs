//! What the tests of the region share.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use lynchpin_synth::{Summary, SynthOptions, write};
use std::io::Read;
use std::path::Path;
use tempfile::TempDir;

/// A region in a temporary folder, with its summary.
pub fn with_summary(areas: usize, seed: u64) -> (TempDir, Summary) {
    let dir = tempfile::tempdir().unwrap();
    let summary = write(&SynthOptions { areas, seed, out: dir.path().to_owned() }).unwrap();
    (dir, summary)
}

/// A region in a temporary folder.
pub fn made(areas: usize, seed: u64) -> TempDir {
    with_summary(areas, seed).0
}

/// The files of a folder, sorted.
pub fn names_in(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// A table read whole.
pub struct Rows {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Rows {
    pub fn read(path: &Path) -> Self {
        Self::from_reader(std::fs::File::open(path).unwrap())
    }

    /// A table of a zipped feed.
    pub fn from_zip(path: &Path, name: &str) -> Self {
        let mut zip = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
        Self::from_reader(zip.by_name(name).unwrap())
    }

    fn from_reader(from: impl Read) -> Self {
        let mut reader = csv::Reader::from_reader(from);
        let header = reader.headers().unwrap().iter().map(str::to_owned).collect();
        let rows = reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect();
        Self { header, rows }
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn text(&self, row: usize, name: &str) -> &str {
        let at = self.header.iter().position(|h| h == name).unwrap_or_else(|| panic!("no column {name}"));
        &self.rows[row][at]
    }

    pub fn number(&self, row: usize, name: &str) -> f64 {
        self.text(row, name).parse().unwrap()
    }

    pub fn sum(&self, name: &str) -> f64 {
        (0..self.len()).map(|r| self.number(r, name)).sum()
    }
}

/// One column of a table as numbers.
pub fn column(path: &Path, name: &str) -> Vec<f64> {
    let rows = Rows::read(path);
    (0..rows.len()).map(|r| rows.number(r, name)).collect()
}

/// Spearman's rank correlation, ties given their mean rank.
pub fn spearman(a: &[f64], b: &[f64]) -> f64 {
    let (a, b) = (ranks(a), ranks(b));
    let middle = f64::midpoint(a.len() as f64, 1.0);
    let product = |x: &[f64], y: &[f64]| x.iter().zip(y).map(|(p, q)| (p - middle) * (q - middle)).sum::<f64>();
    product(&a, &b) / (product(&a, &a) * product(&b, &b)).sqrt()
}

fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0.0; values.len()];
    let mut start = 0;
    while start < order.len() {
        let end = start + order[start..].iter().take_while(|n| values[**n] == values[order[start]]).count();
        for n in &order[start..end] {
            ranks[*n] = (start + end + 1) as f64 / 2.0;
        }
        start = end;
    }
    ranks
}

/// Whether two sides of a closed ring that do not meet at a corner cross.
pub fn crosses_itself(ring: &[(i64, i64)]) -> bool {
    let turn = |a: (i64, i64), b: (i64, i64), c: (i64, i64)| {
        (i128::from(b.0 - a.0) * i128::from(c.1 - a.1) - i128::from(b.1 - a.1) * i128::from(c.0 - a.0)).signum()
    };
    let sides: Vec<_> = ring.windows(2).collect();
    (0..sides.len()).any(|i| {
        (i + 2..sides.len()).any(|j| {
            let (a, b, c, d) = (sides[i][0], sides[i][1], sides[j][0], sides[j][1]);
            turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0
        })
    })
}
