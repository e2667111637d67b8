//! Reading published files for tests, until the pack does it.

use flate2::read::GzDecoder;
use std::collections::HashMap;
use std::fs::File;
use std::path::PathBuf;

/// The folder of real data, or `None` (with a note) where there is none.
pub fn data() -> Option<PathBuf> {
    let folder = std::env::var_os("LYNCHPIN_DATA").map_or_else(
        || {
            let crates = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
            let workspace = crates.ancestors().nth(2).map(PathBuf::from).unwrap_or_default();
            workspace.join("..").join("shared").join("data")
        },
        PathBuf::from,
    );
    if folder.join("uk").is_dir() {
        return Some(folder.join("uk"));
    }
    println!("skipped: no real data at {} (set LYNCHPIN_DATA)", folder.display());
    None
}

/// A published table, every cell as text.
pub struct Sheet {
    header: HashMap<String, usize>,
    /// Rows, in the order of the file.
    pub rows: Vec<csv::StringRecord>,
}

impl Sheet {
    /// Reads a gzipped CSV.
    pub fn read(data: &std::path::Path, folder: &str, file: &str) -> Self {
        let path = data.join(folder).join(file);
        let mut reader = csv::Reader::from_reader(GzDecoder::new(File::open(path).unwrap()));
        let names = reader.headers().unwrap().clone();
        let header = names.iter().enumerate().map(|(i, name)| (name.to_owned(), i)).collect();
        Self { header, rows: reader.records().map(Result::unwrap).collect() }
    }

    /// A column as text.
    pub fn text(&self, column: &str) -> Vec<String> {
        let at = self.header[column];
        self.rows.iter().map(|row| row[at].to_owned()).collect()
    }

    /// A column of numbers; blank is missing.
    pub fn numbers(&self, column: &str) -> Vec<Option<f64>> {
        self.text(column).iter().map(|cell| cell.parse().ok()).collect()
    }
}
