//! Opening a network file: every byte is checked once, then columns are used where they lie.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytemuck::Pod;
use memmap2::Mmap;
use rayon::prelude::*;

use super::layout::{ALIGNMENT, BYTE_ORDER, Entry, FORMAT, HEADER_BYTES, Header, MAGIC};
use crate::column::Column;
use crate::error::NetworkError;

/// An opened and checked network file.
#[derive(Debug)]
pub struct SectionReader {
    path: PathBuf,
    map: Arc<Mmap>,
    entries: Vec<Entry>,
}

impl SectionReader {
    /// Maps a file and checks it as a whole; a foreign, older, newer, truncated or damaged file is refused.
    pub fn open(path: &Path) -> Result<Self, NetworkError> {
        let file = File::open(path).map_err(|e| NetworkError::io(path, "open the network", e))?;
        let length = file.metadata().map_err(|e| NetworkError::io(path, "open the network", e))?.len();
        if length < HEADER_BYTES {
            return Err(refused(path, "this is not a Lynchpin network: it is too short", FOREIGN));
        }
        let map = map(&file).map_err(|e| NetworkError::io(path, "map the network into memory", e))?;
        let entries = check(path, &map)?;
        Ok(Self { path: path.to_path_buf(), map: Arc::new(map), entries })
    }

    /// The file that was opened.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// True where the file has a section of that name.
    pub fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|e| e.name == name)
    }

    /// A section as a column.
    pub fn take<T: Pod>(&self, name: &str) -> Result<Column<T>, NetworkError> {
        let entry = self.entry(name)?;
        let (start, end) = (entry.start as usize, (entry.start + entry.bytes) as usize);
        let fits = entry.element as usize == size_of::<T>();
        fits.then(|| Column::mapped(Arc::clone(&self.map), start, end))
            .flatten()
            .ok_or_else(|| self.unsound(&format!("section {name:?} holds values of another kind")))
    }

    /// A section that holds one small record.
    pub fn take_record<T: serde::de::DeserializeOwned>(&self, name: &str) -> Result<T, NetworkError> {
        let bytes: Column<u8> = self.take(name)?;
        postcard::from_bytes(&bytes).map_err(|e| self.unsound(&format!("section {name:?} cannot be read: {e}")))
    }

    /// The error for sections that are whole but do not fit together.
    pub fn unsound(&self, problem: &str) -> NetworkError {
        refused(&self.path, problem, AGAIN)
    }

    fn entry(&self, name: &str) -> Result<&Entry, NetworkError> {
        let found = self.entries.iter().find(|e| e.name == name);
        found.ok_or_else(|| self.unsound(&format!("section {name:?} is missing")))
    }
}

const FOREIGN: &str = "give a file that `--save-network` wrote, or build the network from its OSM and GTFS files";
const AGAIN: &str = "build the network again from its OSM and GTFS files";

fn refused(path: &Path, problem: &str, hint: &str) -> NetworkError {
    NetworkError::NetworkFile { file: path.to_path_buf(), problem: problem.to_owned(), hint: hint.to_owned() }
}

#[allow(unsafe_code)]
fn map(file: &File) -> std::io::Result<Mmap> {
    // SAFETY: the file is mapped read-only and private to this process. Lynchpin itself never writes to a finished
    // network (it writes a new file and renames it), so the bytes change only if another program overwrites them in
    // place; then figures may be wrong or the process may stop, but nothing is written through this map.
    unsafe { Mmap::map(file) }
}

fn check(path: &Path, map: &[u8]) -> Result<Vec<Entry>, NetworkError> {
    let header_bytes = &map[..HEADER_BYTES as usize];
    let header: Header = bytemuck::pod_read_unaligned(header_bytes);
    if header.magic != MAGIC {
        return Err(refused(path, "this is not a Lynchpin network", FOREIGN));
    }
    if header.byte_order != BYTE_ORDER {
        let problem = "the network is damaged, or was saved on a machine with another byte order";
        return Err(refused(path, problem, AGAIN));
    }
    if header.format != FORMAT {
        let age = if header.format < FORMAT { "an older" } else { "a newer" };
        let problem = format!(
            "the network was saved by {age} Lynchpin (format {}; this one reads format {FORMAT})",
            header.format
        );
        return Err(refused(path, &problem, AGAIN));
    }
    if header.file_bytes != map.len() as u64 {
        let problem = format!("the network is truncated or damaged: {} bytes, not {}", map.len(), header.file_bytes);
        return Err(refused(path, &problem, AGAIN));
    }
    let damaged = |what: &str| refused(path, &format!("the network is damaged ({what})"), AGAIN);
    let table = usize::try_from(header.table_start)
        .ok()
        .and_then(|start| map.get(start..))
        .filter(|table| table.len() as u64 == header.table_bytes)
        .ok_or_else(|| damaged("its table of sections is out of place"))?;
    if header.checksum_with(table) != header.checksum {
        return Err(damaged("the checksum of its header does not match"));
    }
    let entries: Vec<Entry> =
        postcard::from_bytes(table).map_err(|_| damaged("its table of sections cannot be read"))?;
    // In parallel, and the first wrong section in the order of the file is the one named.
    let wrong = entries.par_iter().find_first(|entry| !is_whole(entry, map, header.table_start));
    match wrong {
        Some(entry) => Err(damaged(&format!("the checksum of section {:?} does not match", entry.name))),
        None if covers(&entries, header.table_start) => Ok(entries),
        None => Err(damaged("its sections leave gaps")),
    }
}

fn is_whole(entry: &Entry, map: &[u8], table_start: u64) -> bool {
    entry
        .padded_end()
        .filter(|&end| end <= table_start && entry.start.is_multiple_of(ALIGNMENT))
        .and_then(|end| map.get(entry.start as usize..end as usize))
        .is_some_and(|bytes| *blake3::hash(bytes).as_bytes() == entry.checksum)
}

/// True where the sections follow each other from the header to the table, so that every byte has been checked.
fn covers(entries: &[Entry], table_start: u64) -> bool {
    let end =
        entries.iter().try_fold(HEADER_BYTES, |at, entry| (entry.start == at).then(|| entry.padded_end()).flatten());
    end == Some(table_start)
}
