//! A published file in memory: columns of text, each cell traceable to its file and line.

mod csv_file;
mod geojson_file;
mod parquet_file;
mod workbook;

use std::collections::HashMap;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use geo_types::MultiPolygon;

use crate::config::{Filter, SourceSection};
use crate::nearest::suggestion;
use crate::problem::{Finding, Findings, Problem};

/// Text cells, end to end.
#[derive(Clone, Debug, Default)]
pub(crate) struct TextColumn {
    bytes: String,
    ends: Vec<usize>,
}

impl TextColumn {
    /// Appends a cell.
    pub fn push(&mut self, cell: &str) {
        self.bytes.push_str(cell);
        self.ends.push(self.bytes.len());
    }

    /// The cell of a row.
    pub fn get(&self, row: usize) -> &str {
        let start = if row == 0 { 0 } else { self.ends[row - 1] };
        &self.bytes[start..self.ends[row]]
    }

    /// Number of cells.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    fn kept(&self, keep: &[bool]) -> Self {
        let mut kept = Self::default();
        for (row, _) in keep.iter().enumerate().filter(|(_, keep)| **keep) {
            kept.push(self.get(row));
        }
        kept
    }
}

/// A named column, with the file and the lines that its cells come from.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub name: String,
    pub cells: TextColumn,
    pub file: Arc<str>,
    pub lines: Arc<Vec<u64>>,
}

/// A file as columns.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    /// The source's name in `pack.toml`.
    pub source: String,
    /// The file as written in `pack.toml`.
    pub file: Arc<str>,
    pub columns: Vec<Column>,
    /// Line of each row in `file`.
    pub lines: Arc<Vec<u64>>,
    /// Rows before any were set aside: the N of ranks.
    pub published_rows: usize,
    /// Outlines, where the file holds them.
    pub outlines: Option<Vec<Option<MultiPolygon<f64>>>>,
    /// Each file read, with its BLAKE3 hash.
    pub hashes: Vec<(String, String)>,
}

/// What a reader of one format hands over.
#[derive(Debug, Default)]
pub(crate) struct Raw {
    pub names: Vec<String>,
    pub cells: Vec<TextColumn>,
    pub lines: Vec<u64>,
    pub outlines: Option<Vec<Option<MultiPolygon<f64>>>>,
    /// Rows that do not read as rows.
    pub bad: Vec<Unreadable>,
}

/// Why a file could not be read: row, value, expectation and hint of the problem to be told.
#[derive(Debug, Default)]
pub(crate) struct Unreadable {
    pub row: Option<u64>,
    pub column: Option<String>,
    pub value: Option<String>,
    pub expected: String,
    pub hint: String,
}

impl Unreadable {
    fn new(expected: &str, hint: impl Into<String>) -> Self {
        Self { expected: expected.to_owned(), hint: hint.into(), ..Self::default() }
    }
}

impl Frame {
    /// Reads the file at `path`, in whichever format its name says.
    pub fn read(name: &str, section: &SourceSection, path: &Path, findings: &mut Findings) -> Option<Self> {
        let mut tell = |why: Unreadable| {
            let problem = Problem {
                file: section.file.clone(),
                row: why.row,
                column: why.column,
                value: why.value,
                expected: why.expected,
                hint: why.hint,
            };
            findings.0.push(Finding { at: problem.row.map(|row| (name.to_owned(), row)), problem });
        };
        match read_raw(section, path) {
            Ok((mut raw, hash)) => {
                let bad = std::mem::take(&mut raw.bad);
                let mut frame = Self::from_raw(name, section, raw, hash);
                frame.published_rows += bad.len();
                bad.into_iter().for_each(&mut tell);
                Some(frame)
            }
            Err(why) => {
                tell(why);
                None
            }
        }
    }

    fn from_raw(name: &str, section: &SourceSection, raw: Raw, hash: String) -> Self {
        let file: Arc<str> = Arc::from(section.file.as_str());
        let lines = Arc::new(raw.lines);
        let columns = raw
            .names
            .into_iter()
            .zip(raw.cells)
            .map(|(name, cells)| Column { name, cells, file: Arc::clone(&file), lines: Arc::clone(&lines) })
            .collect();
        Self {
            source: name.to_owned(),
            columns,
            published_rows: lines.len(),
            lines,
            outlines: raw.outlines,
            hashes: vec![(section.file.clone(), hash)],
            file,
        }
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.lines.len()
    }

    /// A column by name, or a problem that suggests the nearest.
    pub fn column(&self, table: &str, name: &str, findings: &mut Findings) -> Option<&Column> {
        let mut found = self.columns.iter().filter(|column| column.name == name);
        let first = found.next();
        let (expected, hint) = match (first, found.next()) {
            (Some(column), None) => return Some(column),
            (Some(_), Some(_)) => (
                format!("one column of this name (asked for by `{table}`)"),
                "several columns have it; rename one in a copy of the file".to_owned(),
            ),
            (None, _) => {
                let names: Vec<&str> = self.columns.iter().map(|c| c.name.as_str()).collect();
                (format!("a column of this name (asked for by `{table}`)"), suggestion(name, &names))
            }
        };
        findings.general(Problem {
            file: self.file.to_string(),
            row: None,
            column: Some(name.to_owned()),
            value: None,
            expected,
            hint,
        });
        None
    }

    /// Keeps the rows that `keep` marks.
    pub fn keep(&mut self, keep: &[bool]) {
        if keep.iter().all(|keep| *keep) {
            return;
        }
        for column in &mut self.columns {
            column.cells = column.cells.kept(keep);
            column.lines = Arc::new(kept(&column.lines, keep));
        }
        self.lines = Arc::new(kept(&self.lines, keep));
        self.outlines = self.outlines.take().map(|all| kept(&all, keep));
    }

    /// Which rows a filter accepts. `asker` is the key of `pack.toml` that holds the filter.
    pub fn accepted(&self, filter: &Filter, asker: &str, findings: &mut Findings) -> Option<Vec<bool>> {
        let mut accepted = vec![true; self.rows()];
        for (name, wanted) in filter {
            let column = self.column(asker, name, findings)?;
            for (row, accepted) in accepted.iter_mut().enumerate() {
                *accepted = *accepted && wanted.accepts(column.cells.get(row));
            }
        }
        if self.rows() > 0 && !accepted.contains(&true) {
            findings.key(
                asker,
                None,
                &format!("at least one row of {} with these values", self.file),
                "compare the spelling with the file; `*` at either end matches anything",
            );
            return None;
        }
        Some(accepted)
    }

    /// Adds the columns of `other` to the rows whose key is the same. A name that is taken becomes `source.name`.
    pub fn join(&mut self, own_key: &str, other: &Self, other_key: &str, findings: &mut Findings) {
        let asker = format!("sources.{}.join", self.source);
        let Some(keys) = self.column(&asker, own_key, findings) else {
            return;
        };
        let Some(their_keys) = other.column(&asker, other_key, findings) else {
            return;
        };
        let row_of: HashMap<&str, usize> =
            (0..other.rows()).rev().map(|row| (their_keys.cells.get(row), row)).collect();
        let theirs: Vec<Option<usize>> = (0..self.rows()).map(|row| row_of.get(keys.cells.get(row)).copied()).collect();
        let lines = Arc::new(theirs.iter().map(|row| row.map_or(0, |row| other.lines[row])).collect::<Vec<u64>>());
        for column in other.columns.iter().filter(|c| c.name != other_key) {
            let mut cells = TextColumn::default();
            for row in &theirs {
                cells.push(row.map_or("", |row| column.cells.get(row)));
            }
            let taken = self.columns.iter().any(|own| own.name == column.name);
            self.columns.push(Column {
                name: if taken { format!("{}.{}", other.source, column.name) } else { column.name.clone() },
                cells,
                file: Arc::clone(&column.file),
                lines: Arc::clone(&lines),
            });
        }
        self.hashes.extend(other.hashes.iter().cloned());
    }
}

fn kept<T: Clone>(all: &[T], keep: &[bool]) -> Vec<T> {
    all.iter().zip(keep).filter(|(_, keep)| **keep).map(|(value, _)| value.clone()).collect()
}

/// The endings that say how a file is to be read.
const FORMATS: &str = ".csv, .csv.gz, .parquet, .geojson, .geojson.gz, .xlsx, .xls or .ods";

fn read_raw(section: &SourceSection, path: &Path) -> Result<(Raw, String), Unreadable> {
    let bytes = std::fs::read(path).map_err(|error| {
        Unreadable::new(
            &format!("the file “{}” ({})", section.title, section.publisher),
            missing_file_hint(path, &error),
        )
    })?;
    let hash = blake3::hash(&bytes).to_hex().to_string();
    let name = section.file.to_ascii_lowercase();
    let plain = name.strip_suffix(".gz").unwrap_or(&name);
    let bytes = if plain.len() < name.len() { unzipped(&bytes)? } else { bytes };
    let ending = Path::new(plain).extension().and_then(|ending| ending.to_str()).unwrap_or("");
    let raw = match ending {
        "csv" => csv_file::read(&bytes),
        "parquet" => parquet_file::read(bytes),
        "geojson" | "json" => geojson_file::read(&bytes),
        "xlsx" | "xls" | "xlsb" | "ods" => workbook::read(bytes, section),
        _ => Err(Unreadable::new(&format!("a file whose name ends in {FORMATS}"), "save it as CSV")),
    }?;
    Ok((raw, hash))
}

fn missing_file_hint(path: &Path, error: &std::io::Error) -> String {
    if error.kind() != std::io::ErrorKind::NotFound {
        return error.to_string();
    }
    let wanted = path.file_name().map(|name| name.to_string_lossy());
    let siblings: Vec<String> = path
        .parent()
        .and_then(|folder| std::fs::read_dir(folder).ok())
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .collect();
    let mut names: Vec<&str> = siblings.iter().map(String::as_str).collect();
    names.sort_unstable();
    match wanted.and_then(|wanted| crate::nearest::nearest(&wanted, names)) {
        Some(name) => format!("there is no such file; did you mean `{name}`?"),
        None => "there is no such file".to_owned(),
    }
}

fn unzipped(bytes: &[u8]) -> Result<Vec<u8>, Unreadable> {
    let mut plain = Vec::with_capacity(bytes.len() * 5);
    flate2::read::MultiGzDecoder::new(bytes).read_to_end(&mut plain).map_err(|error| {
        Unreadable::new("a whole gzip file", format!("it is damaged or cut short ({error}); download it again"))
    })?;
    Ok(plain)
}

#[cfg(test)]
mod tests;
