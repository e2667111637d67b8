//! A file is there whole or not at all.

use std::io::Write as _;
use std::path::Path;

use crate::ViewsError;

/// Writes the bytes under a temporary name in the same folder, then renames: no reader ever meets half a file.
///
/// # Errors
/// [`ViewsError::Write`]; the temporary file is removed.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), ViewsError> {
    let fault = |source: std::io::Error| ViewsError::Write { path: path.to_owned(), source };
    let Some(name) = path.file_name() else {
        return Err(fault(std::io::ErrorKind::InvalidInput.into()));
    };
    let mut part = name.to_owned();
    part.push(format!(".{}.part", std::process::id()));
    let part = path.with_file_name(part);
    let write = || -> std::io::Result<()> {
        let mut file = std::fs::File::create(&part)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&part, path)
    };
    write().map_err(|source| {
        // The first fault is the one to report; a part that was never made cannot be removed.
        let _ = std::fs::remove_file(&part);
        fault(source)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_behind() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.txt");
        write_whole(&path, b"one").unwrap();
        write_whole(&path, b"two").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
        let blocked = dir.path().join("folder");
        std::fs::create_dir(&blocked).unwrap();
        let message = write_whole(&blocked, b"x").unwrap_err().to_string();
        assert!(message.contains("folder") && message.contains("hint"), "{message}");
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 2);
    }
}
