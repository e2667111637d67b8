//! A matrix in parts: a folder with a file for every so many origins, so that a run can be stopped and taken up again.

use std::ops::Range;
use std::path::{Path, PathBuf};

use super::rows::{MatrixRow, RowSink};
use super::write::MatrixWriter;
use crate::error::ReachError;
use crate::points::Points;

/// The parts of a matrix: contiguous ranges of its origins, as equal as they can be.
///
/// A part has its name only once it is whole and on the disk, so what has a name is finished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    folder: PathBuf,
    ending: &'static str,
    count: usize,
    origins: usize,
}

impl Parts {
    /// `count` parts of `origins` origins in `folder`: CSV files if its name ends in `.csv`, otherwise Parquet files.
    ///
    /// # Errors
    /// No part, or more parts than origins.
    pub fn new(folder: &Path, count: usize, origins: usize) -> Result<Self, ReachError> {
        if count == 0 || count > origins {
            return Err(ReachError::Parameter {
                name: "chunks",
                value: count.to_string(),
                expected: format!("1 to {origins}, the number of origins"),
                hint: "parts of a few hundred origins are usual".to_owned(),
            });
        }
        let csv = folder.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
        Ok(Self { folder: folder.to_path_buf(), ending: if csv { "csv" } else { "parquet" }, count, origins })
    }

    /// How many parts.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Positions of a part's origins; parts are counted from 0.
    pub fn range(&self, part: usize) -> Range<usize> {
        let start = |part: usize| (part as u128 * self.origins as u128 / self.count as u128) as usize;
        start(part)..start(part + 1)
    }

    /// The name of a part's file: `part-0001-of-0010.parquet` for the first of ten.
    pub fn name(&self, part: usize) -> String {
        format!("part-{:04}-of-{:04}.{}", part + 1, self.count, self.ending)
    }

    /// Whether a part is there, whole.
    pub fn is_finished(&self, part: usize) -> bool {
        self.folder.join(self.name(part)).is_file()
    }

    /// Removes what a killed run left half-written of a part.
    ///
    /// # Errors
    /// A folder that cannot be read, a file that cannot be removed.
    pub fn clear(&self, part: usize) -> Result<(), ReachError> {
        clear_leftovers(&self.folder, &format!(".{}.", self.name(part)))
    }

    /// The origins of some parts, one part after the other.
    pub fn origins(&self, parts: &[usize], origins: &Points) -> Points {
        let ranges = || parts.iter().map(|&part| self.range(part));
        Points {
            ids: ranges().flat_map(|range| origins.ids[range].iter().cloned()).collect(),
            places: ranges().flat_map(|range| origins.places[range].iter().copied()).collect(),
        }
    }
}

/// Removes the files of a folder that start so and end in `.part`: half-written ones that a killed run left.
///
/// # Errors
/// A folder that cannot be read, a file that cannot be removed.
pub fn clear_leftovers(folder: &Path, start: &str) -> Result<(), ReachError> {
    let io = |e: std::io::Error| ReachError::file(folder, &e);
    for entry in std::fs::read_dir(folder).map_err(io)? {
        let path = entry.map_err(io)?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if name.starts_with(start) && path.extension().is_some_and(|ending| ending == "part") {
            std::fs::remove_file(&path).map_err(|e| ReachError::file(&path, &e))?;
        }
    }
    Ok(())
}

/// A [`RowSink`] that writes parts one after the other. Rows come numbered as in [`Parts::origins`] of the same parts.
pub struct PartsWriter<'a> {
    parts: &'a Parts,
    /// Those to be written, and how many of them are done.
    wanted: &'a [usize],
    done: usize,
    origins: &'a Points,
    to_ids: Vec<String>,
    columns: Vec<String>,
    open: Option<MatrixWriter>,
    /// Origins of the open part that are written, and of all parts.
    written: usize,
    rows: u64,
}

impl<'a> PartsWriter<'a> {
    /// For some parts of the matrix of all `origins`. `columns` name the values, as for [`MatrixWriter::create`].
    pub fn new(
        parts: &'a Parts,
        wanted: &'a [usize],
        origins: &'a Points,
        to_ids: Vec<String>,
        columns: &[String],
    ) -> Self {
        let columns = columns.to_vec();
        Self { parts, wanted, done: 0, origins, to_ids, columns, open: None, written: 0, rows: 0 }
    }

    /// How many rows the parts have that were finished.
    pub fn rows(&self) -> u64 {
        self.rows
    }
}

impl RowSink for PartsWriter<'_> {
    fn row(&mut self, row: &MatrixRow<'_>) -> Result<(), ReachError> {
        let Some(&part) = self.wanted.get(self.done) else {
            return Ok(());
        };
        let range = self.parts.range(part);
        let mut writer = match self.open.take() {
            Some(writer) => writer,
            None => MatrixWriter::create(
                &self.parts.folder.join(self.parts.name(part)),
                self.origins.ids[range.clone()].to_vec(),
                self.to_ids.clone(),
                &self.columns,
            )?,
        };
        writer.row(&MatrixRow { origin: self.written, ..*row })?;
        self.written += 1;
        if self.written < range.len() {
            self.open = Some(writer);
            return Ok(());
        }
        self.rows += writer.finish()?;
        (self.done, self.written) = (self.done + 1, 0);
        Ok(())
    }

    fn folder(&self) -> Option<&Path> {
        Some(&self.parts.folder)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_share_out_all_origins_in_order() {
        for (count, origins) in [(1, 1), (3, 10), (10, 10), (7, 5_000)] {
            let parts = Parts::new(Path::new("m"), count, origins).unwrap();
            let ranges: Vec<Range<usize>> = (0..count).map(|part| parts.range(part)).collect();
            assert!(ranges.iter().all(|range| !range.is_empty() && range.len().abs_diff(origins / count) <= 1));
            assert_eq!(ranges.into_iter().flatten().collect::<Vec<_>>(), (0..origins).collect::<Vec<_>>());
        }
        assert!(Parts::new(Path::new("m"), 0, 5).is_err());
        assert!(Parts::new(Path::new("m"), 6, 5).is_err());
        assert_eq!(Parts::new(Path::new("m.CSV"), 10, 10).unwrap().name(9), "part-0010-of-0010.csv");
        assert_eq!(Parts::new(Path::new("m.parquet"), 2, 10).unwrap().name(0), "part-0001-of-0002.parquet");
    }

    #[test]
    fn some_parts_are_written_and_only_leftovers_cleared() {
        let folder = tempfile::tempdir().unwrap();
        let names = ["a", "b", "c", "d", "e"].map(str::to_owned).to_vec();
        let points = Points { ids: names, places: vec![lynchpin_network::geometry::Point { lon_e7: 0, lat_e7: 0 }; 5] };
        let parts = Parts::new(folder.path(), 3, 5).unwrap();
        let leftover = folder.path().join(".part-0002-of-0003.parquet.77.part");
        std::fs::write(&leftover, "half").unwrap();
        parts.clear(0).unwrap();
        assert!(leftover.exists(), "another part's file is not touched");
        parts.clear(1).unwrap();
        assert!(!leftover.exists());
        let wanted = [0, 2];
        let asked = parts.origins(&wanted, &points);
        assert_eq!(asked.ids, ["a", "d", "e"]);
        let mut writer = PartsWriter::new(&parts, &wanted, &points, vec!["x".to_owned()], &["t".to_owned()]);
        for (origin, minutes) in [[5], [6], [u16::MAX]].iter().enumerate() {
            writer.row(&MatrixRow { origin, minutes, columns: 1 }).unwrap();
        }
        assert_eq!(writer.rows(), 2);
        drop(writer);
        assert_eq!([0, 1, 2].map(|part| parts.is_finished(part)), [true, false, true]);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
    }
}
