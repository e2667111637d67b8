//! A pack on disk.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::config::{Disclosure, FileSection, InterviewsSection, PackFile, Run, Thresholds};
use crate::nearest::suggestion;
use crate::problem::Findings;
use crate::tables::Tables;
use crate::{DATA_VARIABLE, PACK_FILE, PackError, Problem, load, quarantine, read, validate};

/// A pack on disk: its folder and its `pack.toml`.
#[derive(Clone, Debug)]
pub struct Pack {
    folder: PathBuf,
    config: PackFile,
    data: Option<PathBuf>,
}

/// How to read a pack.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// Set bad rows aside in `build/quarantine` instead of stopping.
    pub quarantine: bool,
}

/// An input file with its hash, for the metadata of results.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Input {
    /// The path as written in `pack.toml`.
    pub file: String,
    /// What the publisher calls it.
    pub title: String,
    /// Who publishes it.
    pub publisher: String,
    /// Its licence.
    pub licence: String,
    /// Its size, bytes.
    pub bytes: u64,
    /// BLAKE3, hexadecimal.
    pub blake3: String,
}

impl Pack {
    /// Opens the pack in a folder (or the `pack.toml` itself). `${LYNCHPIN_DATA}` comes from the environment.
    ///
    /// # Errors
    /// [`PackError::NoPackFile`], or [`PackError::PackFile`] with line, column and hint. The input files are not looked at.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, PackError> {
        let data = std::env::var_os(DATA_VARIABLE).filter(|value| !value.is_empty()).map(PathBuf::from);
        Self::open_with_data(path, data)
    }

    /// Opens a pack with the folder that `${LYNCHPIN_DATA}` stands for.
    ///
    /// # Errors
    /// As [`Pack::open`].
    pub fn open_with_data(path: impl AsRef<Path>, data: Option<PathBuf>) -> Result<Self, PackError> {
        let path = path.as_ref();
        let file = if path.file_name().is_some_and(|name| name == PACK_FILE) {
            path.to_path_buf()
        } else {
            path.join(PACK_FILE)
        };
        let text = std::fs::read_to_string(&file).map_err(|source| {
            if source.kind() == std::io::ErrorKind::NotFound {
                PackError::NoPackFile(file.clone())
            } else {
                PackError::Io { path: file.clone(), source }
            }
        })?;
        Ok(Self {
            folder: file.parent().map(Path::to_path_buf).unwrap_or_default(),
            config: parse(&text, &file)?,
            data,
        })
    }

    /// The folder of the pack.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Everything in `pack.toml`.
    pub fn config(&self) -> &PackFile {
        &self.config
    }

    /// What to call the place in a sentence.
    pub fn name(&self) -> &str {
        &self.config.pack.name
    }

    /// The timetable day; `None` where it is not given or unreadable (`check` says which).
    pub fn date(&self) -> Option<jiff::civil::Date> {
        self.config.pack.date.as_deref()?.parse().ok()
    }

    /// IANA time zone of the timetables.
    pub fn timezone(&self) -> Option<&str> {
        self.config.pack.timezone.as_deref()
    }

    /// Parameters of a run.
    pub fn run(&self) -> &Run {
        &self.config.run
    }

    /// What pay counts as enough.
    pub fn thresholds(&self) -> &Thresholds {
        &self.config.thresholds
    }

    /// When a count is too small to show.
    pub fn disclosure(&self) -> &Disclosure {
        &self.config.disclosure
    }

    /// `OpenStreetMap` extracts. Empty paths never occur: a file under an unset `${LYNCHPIN_DATA}` keeps its written name, and `check` tells.
    pub fn streets(&self) -> Vec<PathBuf> {
        self.paths(&self.config.streets)
    }

    /// GTFS timetables.
    pub fn timetables(&self) -> Vec<PathBuf> {
        self.paths(&self.config.timetables)
    }

    /// The fares file; `None` where the pack names none.
    pub fn fares_file(&self) -> Option<PathBuf> {
        let written = self.config.fares.as_ref()?.file.as_ref()?;
        Some(self.resolve(written).unwrap_or_else(|| PathBuf::from(written)))
    }

    fn paths(&self, files: &[FileSection]) -> Vec<PathBuf> {
        files.iter().map(|file| self.resolve(&file.file).unwrap_or_else(|| PathBuf::from(&file.file))).collect()
    }

    /// The path of a file as written in `pack.toml`; `None` where it lies in `${LYNCHPIN_DATA}` and that is not set.
    pub(crate) fn resolve(&self, written: &str) -> Option<PathBuf> {
        let (base, rest) = match written.strip_prefix("${LYNCHPIN_DATA}") {
            Some(rest) => (self.data.as_ref()?.clone(), rest),
            None if Path::new(written).is_absolute() => return Some(PathBuf::from(written)),
            None => (self.folder.clone(), written),
        };
        Some(rest.split(['/', '\\']).filter(|part| !part.is_empty()).fold(base, |path, part| path.join(part)))
    }

    /// Everything that is wrong with the pack: `pack.toml`, files, columns, cells. Empty when it can be read.
    pub fn check(&self) -> Vec<Problem> {
        let (_, findings) = self.attempt(&load::SetAside::default());
        findings.into_problems()
    }

    /// Reads every table.
    ///
    /// # Errors
    /// [`PackError::Problems`] with everything that is wrong. With `quarantine`, rows that are to blame are set aside in
    /// `build/quarantine/<table>.csv` and told on the ledger; what is wrong with a whole file or with `pack.toml` still stops the reading.
    pub fn read(&self, options: &ReadOptions) -> Result<Tables, PackError> {
        let mut set_aside = load::SetAside::default();
        let mut ward = quarantine::Ward::default();
        let mut entries = Vec::new();
        // A row set aside can bring another problem to light (a lookup loses a code); each round sets at least one more row aside.
        loop {
            let (read, findings) = self.attempt(&set_aside);
            if findings.0.is_empty() {
                ward.write(&self.folder.join("build").join("quarantine"))?;
                let mut tables = read.tables;
                entries.append(&mut tables.ledger.0);
                tables.ledger.0 = entries;
                return Ok(tables);
            }
            let all_rows = findings.0.iter().all(|finding| finding.at.is_some());
            if !options.quarantine || !all_rows {
                return Err(PackError::Problems(findings.into_problems()));
            }
            let before = set_aside.count();
            entries.extend(ward.admit(self, &read, &findings, &mut set_aside));
            if set_aside.count() == before {
                return Err(PackError::Problems(findings.into_problems()));
            }
        }
    }

    fn attempt(&self, set_aside: &load::SetAside) -> (read::Outcome, Findings) {
        let mut findings = Findings::default();
        validate::pack_file(&self.config, &mut findings);
        let frames = load::frames(self, set_aside, &mut findings);
        load::check_files(self, &mut findings);
        let whole = load::whole_files(self, &mut findings);
        let outcome = read::everything(&self.config, frames, &whole, &mut findings);
        (outcome, findings)
    }

    /// Every input file with its BLAKE3 hash, in the order of `pack.toml`; a folder counts file by file.
    ///
    /// # Errors
    /// [`PackError::Io`] where a file cannot be read.
    pub fn inputs(&self) -> Result<Vec<Input>, PackError> {
        let sources = self.config.sources.values().map(|s| (&s.file, &s.title, &s.publisher, &s.licence));
        let whole = self.config.interviews.iter().flat_map(InterviewsSection::files);
        let files = self.config.streets.iter().chain(&self.config.timetables).chain(whole);
        let files = files.map(|f| (&f.file, &f.title, &f.publisher, &f.licence));
        let fares = self.config.fares.as_ref();
        let fares = fares.and_then(|f| Some((f.file.as_ref()?, &f.title, &f.publisher, &f.licence)));
        let mut inputs = Vec::new();
        let mut seen = BTreeSet::new();
        for (written, title, publisher, licence) in sources.chain(files).chain(fares) {
            if !seen.insert(written) {
                continue;
            }
            let path = self.resolve(written).unwrap_or_else(|| PathBuf::from(written));
            for (name, path) in members(written, &path)? {
                let bytes = std::fs::read(&path).map_err(|source| PackError::Io { path: path.clone(), source })?;
                inputs.push(Input {
                    file: name,
                    title: title.clone(),
                    publisher: publisher.clone(),
                    licence: licence.clone(),
                    bytes: bytes.len() as u64,
                    blake3: blake3::hash(&bytes).to_hex().to_string(),
                });
            }
        }
        Ok(inputs)
    }
}

/// A file by itself, or the files of a folder in the order of their names.
fn members(written: &str, path: &Path) -> Result<Vec<(String, PathBuf)>, PackError> {
    if !path.is_dir() {
        return Ok(vec![(written.to_owned(), path.to_path_buf())]);
    }
    let failed = |source| PackError::Io { path: path.to_path_buf(), source };
    let mut members = Vec::new();
    for entry in std::fs::read_dir(path).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if entry.path().is_file() {
            let name = entry.file_name().to_string_lossy().into_owned();
            members.push((format!("{written}/{name}"), entry.path()));
        }
    }
    members.sort();
    Ok(members)
}

/// Parses the text of a `pack.toml`.
pub(crate) fn parse(text: &str, file: &Path) -> Result<PackFile, PackError> {
    toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start).min(text.len());
        let before = text.get(..at).unwrap_or("");
        PackError::PackFile {
            file: file.to_path_buf(),
            line: before.matches('\n').count() + 1,
            column: before.chars().rev().take_while(|c| *c != '\n').count() + 1,
            message: error.message().to_owned(),
            hint: parse_hint(error.message(), error.span().and_then(|span| text.get(span)).unwrap_or("")),
        }
    })
}

/// "unknown field `x`, expected one of `a`, `b`" → the nearest; quotes for a bare date.
fn parse_hint(message: &str, found: &str) -> String {
    let mut quoted = message.split('`').skip(1).step_by(2);
    if message.starts_with("unknown field") || message.starts_with("unknown variant") {
        let wrong = quoted.next().unwrap_or_default();
        let known: Vec<&str> = quoted.collect();
        return suggestion(wrong, &known);
    }
    if found.parse::<jiff::civil::Date>().is_ok() {
        return format!("put the date in quotes: \"{found}\"");
    }
    if let Some(missing) = message.strip_prefix("missing field ") {
        return format!("add the key {missing} to this section");
    }
    String::new()
}
