//! Where a feed's files come from: a zip file or a folder, with or without one folder around the files.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use zip::ZipArchive;
use zip::result::ZipError;

use super::table::Table;
use crate::error::NetworkError;

/// Files by which a feed is recognised, the surest first.
const LANDMARKS: [&str; 4] = ["stop_times.txt", "trips.txt", "stops.txt", "routes.txt"];

/// A feed that can be opened again and again, once for each file in it.
pub(super) struct Source {
    path: PathBuf,
    place: Place,
}

enum Place {
    /// The folder that holds the files.
    Folder(PathBuf),
    /// What stands before the file names inside the archive: nothing, or a folder and a slash.
    Zip(String),
}

impl Source {
    /// Finds the feed's files at `path`.
    pub(super) fn open(path: &Path) -> Result<Self, NetworkError> {
        let place = if path.is_dir() {
            Place::Folder(folder_with_files(path)?)
        } else {
            let archive = open_archive(path)?;
            let prefix = prefix_in_archive(&archive);
            Place::Zip(prefix.ok_or_else(|| nothing_found(path))?)
        };
        Ok(Self { path: path.to_path_buf(), place })
    }

    /// The feed as the user knows it: the last part of its path.
    pub(super) fn name(&self) -> String {
        let name = self.path.file_name().map(|name| name.to_string_lossy().into_owned());
        name.unwrap_or_else(|| self.path.display().to_string())
    }

    /// Hands the rows of `file` to `read`; `None` where the feed has no such file.
    pub(super) fn read<R>(
        &self,
        file: &str,
        read: impl FnOnce(&mut Table<'_>) -> Result<R, NetworkError>,
    ) -> Result<Option<R>, NetworkError> {
        match &self.place {
            Place::Folder(folder) => {
                let path = folder.join(file);
                if !path.is_file() {
                    return Ok(None);
                }
                let bytes = File::open(&path).map_err(|e| NetworkError::io(&path, "open", e))?;
                self.rows(file, Box::new(bytes), read)
            }
            Place::Zip(prefix) => {
                let mut archive = open_archive(&self.path)?;
                let entry = match archive.by_name(&format!("{prefix}{file}")) {
                    Ok(entry) => entry,
                    Err(ZipError::FileNotFound) => return Ok(None),
                    Err(error) => return Err(bad_archive(&self.path, file, &error)),
                };
                self.rows(file, Box::new(entry), read)
            }
        }
    }

    /// As [`Self::read`], for a file that no feed can do without.
    pub(super) fn need<R>(
        &self,
        file: &str,
        read: impl FnOnce(&mut Table<'_>) -> Result<R, NetworkError>,
    ) -> Result<R, NetworkError> {
        self.read(file, read)?.ok_or_else(|| self.lacks(file))
    }

    /// The error for a feed without `file`.
    pub(super) fn lacks(&self, file: &str) -> NetworkError {
        NetworkError::Gtfs {
            feed: self.path.clone(),
            table: file.to_owned(),
            problem: "the feed has no such file, and cannot be used without it".to_owned(),
            hint: "download the feed again, or ask its publisher for a complete one".to_owned(),
        }
    }

    fn rows<'a, R>(
        &self,
        file: &str,
        bytes: Box<dyn Read + 'a>,
        read: impl FnOnce(&mut Table<'a>) -> Result<R, NetworkError>,
    ) -> Result<Option<R>, NetworkError> {
        let mut table = Table::open(&self.path, file, bytes)?;
        read(&mut table).map(Some)
    }
}

fn folder_with_files(path: &Path) -> Result<PathBuf, NetworkError> {
    let has_files = |folder: &Path| LANDMARKS.iter().any(|file| folder.join(file).is_file());
    if has_files(path) {
        return Ok(path.to_path_buf());
    }
    let entries = std::fs::read_dir(path).map_err(|e| NetworkError::io(path, "list", e))?;
    let mut inside: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|entry| entry.is_dir() && has_files(entry))
        .collect();
    match (inside.pop(), inside.is_empty()) {
        (Some(folder), true) => Ok(folder),
        _ => Err(nothing_found(path)),
    }
}

fn prefix_in_archive(archive: &ZipArchive<BufReader<File>>) -> Option<String> {
    LANDMARKS.iter().find_map(|landmark| {
        let prefixes = archive
            .file_names()
            .filter_map(|name| name.strip_suffix(landmark))
            .filter(|prefix| prefix.is_empty() || prefix.ends_with('/'))
            .filter(|prefix| prefix.matches('/').count() <= 1 && !prefix.starts_with("__MACOSX"));
        prefixes.min_by_key(|prefix| (prefix.len(), prefix.to_string())).map(str::to_owned)
    })
}

fn open_archive(path: &Path) -> Result<ZipArchive<BufReader<File>>, NetworkError> {
    let file = File::open(path).map_err(|e| NetworkError::io(path, "open", e))?;
    ZipArchive::new(BufReader::new(file)).map_err(|error| bad_archive(path, "", &error))
}

fn bad_archive(path: &Path, file: &str, error: &ZipError) -> NetworkError {
    NetworkError::Gtfs {
        feed: path.to_path_buf(),
        table: file.to_owned(),
        problem: format!("cannot be read as a zip file: {error}"),
        hint: "a GTFS feed is a zip file or a folder; download it again if it was cut short".to_owned(),
    }
}

fn nothing_found(path: &Path) -> NetworkError {
    NetworkError::Gtfs {
        feed: path.to_path_buf(),
        table: String::new(),
        problem: "holds no GTFS files".to_owned(),
        hint: "a feed has stops.txt, routes.txt, trips.txt and stop_times.txt, at its top or in the one folder there"
            .to_owned(),
    }
}
