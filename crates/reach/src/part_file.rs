//! An output file that has its name only once it is whole.

use std::fs::File;
use std::path::{Path, PathBuf};

use crate::error::ReachError;

/// A file that is written under a temporary name beside its own. Dropped before [`Self::finish`], nothing is left of it.
pub(crate) struct PartFile {
    target: PathBuf,
    temporary: PathBuf,
    /// The same file as the writer's, to have it put on the disk.
    file: File,
    finished: bool,
}

impl PartFile {
    /// Opens the file and hands out what is to be written to.
    pub(crate) fn create(target: &Path) -> Result<(Self, File), ReachError> {
        let name = target.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let temporary = target.with_file_name(format!(".{name}.{}.part", std::process::id()));
        let file = File::create(&temporary).map_err(|e| ReachError::file(&temporary, &e))?;
        let to_write = file.try_clone().map_err(|e| ReachError::file(&temporary, &e))?;
        Ok((Self { target: target.to_path_buf(), temporary, file, finished: false }, to_write))
    }

    /// Something went wrong with the file.
    pub(crate) fn error(&self, cause: &impl ToString) -> ReachError {
        ReachError::file(&self.target, cause)
    }

    /// The folder that it is in.
    pub(crate) fn folder(&self) -> Option<&Path> {
        self.target.parent()
    }

    /// Gives the file its name once all that was written is on the disk.
    pub(crate) fn finish(&mut self) -> Result<(), ReachError> {
        self.file.sync_all().map_err(|e| self.error(&e))?;
        std::fs::rename(&self.temporary, &self.target).map_err(|e| self.error(&e))?;
        self.finished = true;
        Ok(())
    }
}

impl Drop for PartFile {
    fn drop(&mut self) {
        if !self.finished {
            // Nothing half-written is left behind; where even that fails there is nobody to tell.
            let _ = std::fs::remove_file(&self.temporary);
        }
    }
}

/// Whether a table goes to CSV (else to Parquet), by the file's ending.
pub(crate) fn is_csv(target: &Path) -> Result<bool, ReachError> {
    let ending = target.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase);
    match ending.as_deref() {
        Some("csv") => Ok(true),
        Some("parquet") => Ok(false),
        _ => Err(ReachError::OutputFormat { file: target.to_path_buf() }),
    }
}
