//! Turning a matrix round: from rows by destination, as windows of arrival are searched, to rows by origin.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use super::rows::MatrixRow;
use crate::error::ReachError;

/// Targets turned together: their values in one root's row fill two cache lines.
const TOGETHER: usize = 64;

/// Takes a matrix root by root and gives it back target by target.
///
/// What is added is kept turned, in tiles: all targets of so many roots. A matrix of more values than may be in memory is kept in a
/// temporary file, which is gone when this is dropped; then a tile and as many rows as fill one are in memory at a time.
pub(super) struct Turn {
    roots: usize,
    targets: usize,
    columns: usize,
    /// How many roots each tile has.
    tiles: Vec<usize>,
    store: Store,
    tile: Vec<u16>,
    /// Values that may be in memory at a time.
    memory: usize,
}

enum Store {
    Memory(Vec<u16>),
    /// Not yet there.
    Planned(PathBuf),
    File(TemporaryFile),
}

impl Turn {
    /// For `[roots, targets, columns]` values, of which `memory` may be in memory; the file goes into `folder`.
    pub(super) fn new([roots, targets, columns]: [usize; 3], memory: usize, folder: Option<&Path>) -> Self {
        let values = roots * targets * columns;
        let store = if values <= memory {
            Store::Memory(Vec::with_capacity(values))
        } else {
            Store::Planned(folder.map_or_else(std::env::temp_dir, Path::to_path_buf))
        };
        Self { roots, targets, columns, tiles: Vec::new(), store, tile: Vec::new(), memory }
    }

    /// Takes the next roots' values, root-major.
    pub(super) fn add(&mut self, values: &[u16]) -> Result<(), ReachError> {
        let width = self.targets * self.columns;
        if values.is_empty() || width == 0 {
            return Ok(());
        }
        let roots = values.len() / width;
        self.tile.clear();
        self.tile.resize(values.len(), 0);
        let columns = self.columns;
        for first in (0..self.targets).step_by(TOGETHER) {
            let targets = first..(first + TOGETHER).min(self.targets);
            for (root, row) in values.chunks_exact(width).enumerate() {
                for target in targets.clone() {
                    let to = (target * roots + root) * columns;
                    self.tile[to..to + columns].copy_from_slice(&row[target * columns..(target + 1) * columns]);
                }
            }
        }
        self.tiles.push(roots);
        if let Store::Planned(folder) = &self.store {
            self.store = Store::File(TemporaryFile::create(folder)?);
        }
        match &mut self.store {
            Store::File(file) => file.append(&self.tile)?,
            Store::Memory(all) => all.extend_from_slice(&self.tile),
            Store::Planned(_) => {}
        }
        Ok(())
    }

    /// Hands on the rows, target by target, once all roots are there.
    pub(super) fn rows(
        mut self,
        take: &mut dyn FnMut(&MatrixRow<'_>) -> Result<(), ReachError>,
    ) -> Result<(), ReachError> {
        let width = self.roots * self.columns;
        let together = (self.memory / 4 / width.max(1)).clamp(1, self.targets.max(1));
        let (mut rows, mut part) = (Vec::new(), Vec::new());
        for first in (0..self.targets).step_by(together) {
            let count = together.min(self.targets - first);
            rows.clear();
            rows.resize(count * width, 0);
            let (mut tile_start, mut root) = (0, 0);
            for roots in self.tiles.clone() {
                let own = roots * self.columns;
                part.resize(count * own, 0);
                self.store.read(tile_start + first * own, &mut part)?;
                for (row, part) in rows.chunks_exact_mut(width).zip(part.chunks_exact(own)) {
                    row[root * self.columns..][..own].copy_from_slice(part);
                }
                tile_start += own * self.targets;
                root += roots;
            }
            for target in 0..count {
                let minutes = &rows[target * width..(target + 1) * width];
                take(&MatrixRow { origin: first + target, minutes, columns: self.columns })?;
            }
        }
        Ok(())
    }
}

impl Store {
    fn read(&mut self, from: usize, values: &mut [u16]) -> Result<(), ReachError> {
        match self {
            Self::Memory(all) => values.copy_from_slice(&all[from..from + values.len()]),
            Self::File(file) => file.read(from, values)?,
            Self::Planned(_) => {}
        }
        Ok(())
    }
}

/// Values in a file that nobody is meant to see.
struct TemporaryFile {
    path: PathBuf,
    file: Option<File>,
    bytes: Vec<u8>,
}

impl TemporaryFile {
    fn create(folder: &Path) -> Result<Self, ReachError> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = folder.join(format!(".lynchpin-turned.{}-{number}.part", std::process::id()));
        let file = File::options().read(true).write(true).create(true).truncate(true).open(&path);
        let file = file.map_err(|e| ReachError::file(&path, &e))?;
        Ok(Self { path, file: Some(file), bytes: Vec::new() })
    }

    fn append(&mut self, values: &[u16]) -> Result<(), ReachError> {
        self.bytes.clear();
        self.bytes.extend(values.iter().flat_map(|value| value.to_le_bytes()));
        let written = self.file.as_mut().map_or(Ok(()), |file| file.write_all(&self.bytes));
        written.map_err(|e| ReachError::file(&self.path, &e))
    }

    fn read(&mut self, from: usize, values: &mut [u16]) -> Result<(), ReachError> {
        self.bytes.resize(values.len() * 2, 0);
        let Some(file) = &mut self.file else { return Ok(()) };
        let read = file.seek(SeekFrom::Start(from as u64 * 2)).and_then(|_| file.read_exact(&mut self.bytes));
        read.map_err(|e| ReachError::file(&self.path, &e))?;
        for (value, bytes) in values.iter_mut().zip(self.bytes.chunks_exact(2)) {
            *value = u16::from_le_bytes([bytes[0], bytes[1]]);
        }
        Ok(())
    }
}

impl Drop for TemporaryFile {
    fn drop(&mut self) {
        // Closed first: some systems do not let go of an open file. Where removing fails there is nobody to tell.
        self.file = None;
        let _ = std::fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turned(memory: usize, folder: &Path, batch: usize) -> (Vec<u16>, usize) {
        let (roots, targets, columns) = (23, 150, 3);
        let width = targets * columns;
        let all: Vec<u16> = (0..roots * width).map(|value| value as u16).collect();
        let mut turn = Turn::new([roots, targets, columns], memory, Some(folder));
        for rows in all.chunks(batch * width) {
            turn.add(rows).unwrap();
        }
        let files = std::fs::read_dir(folder).unwrap().count();
        let mut found = Vec::new();
        turn.rows(&mut |row| {
            assert_eq!((row.origin * roots * columns, row.columns), (found.len(), columns));
            found.extend_from_slice(row.minutes);
            Ok(())
        })
        .unwrap();
        for target in 0..targets {
            for root in 0..roots {
                let (got, expected) = ((target * roots + root) * columns, root * width + target * columns);
                assert_eq!(found[got..got + columns], all[expected..expected + columns], "{target}, {root}");
            }
        }
        (found, files)
    }

    #[test]
    fn a_file_or_memory_and_any_batches_give_the_same_rows() {
        let folder = tempfile::tempdir().unwrap();
        let (in_memory, files) = turned(1 << 20, folder.path(), 5);
        assert_eq!(files, 0);
        for (memory, batch) in [(0, 5), (4 * 23 * 3, 23), (4_000, 1), (10_349, 7)] {
            assert_eq!(turned(memory, folder.path(), batch), (in_memory.clone(), 1), "{memory}, {batch}");
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "no file is left");
    }

    #[test]
    fn nothing_turned_is_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let mut turn = Turn::new([0, 2, 1], 0, Some(folder.path()));
        turn.add(&[]).unwrap();
        let mut rows = 0;
        turn.rows(&mut |row| {
            rows += usize::from(row.minutes.is_empty());
            Ok(())
        })
        .unwrap();
        assert_eq!(rows, 2, "an origin without destinations has an empty row");
    }
}
