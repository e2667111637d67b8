//! Writing a network file: under a temporary name, renamed once it is whole.

use std::fs::File;
use std::io::{BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use bytemuck::{Pod, Zeroable};

use super::layout::{ALIGNMENT, BYTE_ORDER, Entry, FORMAT, HEADER_BYTES, Header, MAGIC};
use crate::error::NetworkError;

/// Takes sections one after the other. Dropped before [`SectionWriter::finish`], it leaves nothing behind.
#[derive(Debug)]
pub struct SectionWriter {
    target: PathBuf,
    temporary: PathBuf,
    out: Option<BufWriter<File>>,
    position: u64,
    entries: Vec<Entry>,
}

impl SectionWriter {
    /// Starts a file that will stand at `target`.
    pub fn create(target: &Path) -> Result<Self, NetworkError> {
        let mut name = target.file_name().unwrap_or_default().to_os_string();
        name.push(format!(".{}.part", std::process::id()));
        let temporary = target.with_file_name(name);
        let file = File::create(&temporary).map_err(|e| NetworkError::io(&temporary, "create the file", e))?;
        let mut writer = Self {
            target: target.to_path_buf(),
            temporary,
            out: Some(BufWriter::with_capacity(1 << 20, file)),
            position: 0,
            entries: Vec::new(),
        };
        writer.write(&[0; HEADER_BYTES as usize])?;
        Ok(writer)
    }

    /// Adds a section. Names are used once.
    pub fn put<T: Pod>(&mut self, name: &str, values: &[T]) -> Result<(), NetworkError> {
        self.put_bytes(name, bytemuck::cast_slice(values), size_of::<T>() as u32)
    }

    /// Adds a section that holds one small record, for what is no column.
    pub fn put_record<T: serde::Serialize>(&mut self, name: &str, record: &T) -> Result<(), NetworkError> {
        let bytes = postcard::to_stdvec(record).map_err(|e| self.cannot_write(&e.to_string()))?;
        self.put_bytes(name, &bytes, 1)
    }

    fn put_bytes(&mut self, name: &str, bytes: &[u8], element: u32) -> Result<(), NetworkError> {
        if self.entries.iter().any(|e| e.name == name) {
            return Err(self.cannot_write(&format!("section {name:?} is written twice")));
        }
        let start = self.position;
        let padding = (bytes.len() as u64).next_multiple_of(ALIGNMENT) as usize - bytes.len();
        let zeros = &[0; ALIGNMENT as usize][..padding];
        self.write(bytes)?;
        self.write(zeros)?;
        let mut hasher = blake3::Hasher::new();
        hasher.update(bytes).update(zeros);
        self.entries.push(Entry {
            name: name.to_owned(),
            start,
            bytes: bytes.len() as u64,
            element,
            checksum: *hasher.finalize().as_bytes(),
        });
        Ok(())
    }

    /// Writes the table and the header and gives the file its name.
    pub fn finish(mut self) -> Result<(), NetworkError> {
        let table = postcard::to_stdvec(&self.entries).map_err(|e| self.cannot_write(&e.to_string()))?;
        let mut header = Header {
            magic: MAGIC,
            format: FORMAT,
            byte_order: BYTE_ORDER,
            table_start: self.position,
            table_bytes: table.len() as u64,
            file_bytes: self.position + table.len() as u64,
            ..Header::zeroed()
        };
        header.checksum = header.checksum_with(&table);
        self.write(&table)?;
        let Some(out) = self.out.take() else {
            return Ok(());
        };
        let saved = out.into_inner().map_err(std::io::IntoInnerError::into_error).and_then(|mut file| {
            file.seek(SeekFrom::Start(0))?;
            file.write_all(bytemuck::bytes_of(&header))?;
            file.sync_all()
        });
        saved.map_err(|e| NetworkError::io(&self.temporary, "write the network", e))?;
        std::fs::rename(&self.temporary, &self.target)
            .map_err(|e| NetworkError::io(&self.target, "put the finished network in its place", e))?;
        self.temporary.clear();
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), NetworkError> {
        if let Some(out) = &mut self.out {
            out.write_all(bytes).map_err(|e| NetworkError::io(&self.temporary, "write the network", e))?;
            self.position += bytes.len() as u64;
        }
        Ok(())
    }

    fn cannot_write(&self, why: &str) -> NetworkError {
        NetworkError::NetworkFile {
            file: self.target.clone(),
            problem: format!("the network cannot be written: {why}"),
            hint: "this is a fault of Lynchpin: please report it".into(),
        }
    }
}

impl Drop for SectionWriter {
    fn drop(&mut self) {
        // Closed first: Windows does not remove an open file. Nothing more can be done where removal fails.
        drop(self.out.take());
        if !self.temporary.as_os_str().is_empty() {
            let _ = std::fs::remove_file(&self.temporary);
        }
    }
}
