//! The outer frame of an OSM PBF file: a row of blocks, each compressed on its own.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use super::wire::{Fields, Value};
use super::{Block, Damage};
use crate::error::NetworkError;

/// Longest block header and block that the format allows, bytes.
const MAX_HEADER: u32 = 64 << 10;
const MAX_BLOCK: u64 = 32 << 20;
/// What a reader must understand; a file that requires more is refused.
const UNDERSTOOD: [&[u8]; 2] = [b"OsmSchema-V0.6", b"DenseNodes"];

/// What a block holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BlockKind {
    Header,
    Data,
    Other,
}

/// A block as it lies in the file.
#[derive(Clone, Debug)]
pub(crate) struct RawBlock {
    /// Where the block starts in the file.
    pub byte: u64,
    pub kind: BlockKind,
    bytes: Vec<u8>,
}

/// Reads a file block by block.
pub(crate) struct Blocks {
    path: PathBuf,
    file: BufReader<File>,
    position: u64,
    length: u64,
}

impl Blocks {
    pub fn open(path: &Path) -> Result<Self, NetworkError> {
        let io = |e| NetworkError::io(path, "open the OSM file", e);
        let file = File::open(path).map_err(io)?;
        let length = file.metadata().map_err(io)?.len();
        let mut blocks =
            Self { path: path.to_path_buf(), file: BufReader::with_capacity(1 << 18, file), position: 0, length };
        blocks.check_header()?;
        Ok(blocks)
    }

    /// The first block says what kind of file this is.
    fn check_header(&mut self) -> Result<(), NetworkError> {
        let foreign = |this: &Self| NetworkError::Pbf {
            file: this.path.clone(),
            byte: None,
            problem: "this is not an OSM PBF file".into(),
            hint: "streets are read from .osm.pbf files, such as Geofabrik's extracts; \
                   convert other formats with `osmium cat -o streets.osm.pbf`"
                .into(),
        };
        let first = self.next_block().map_err(|error| match error {
            NetworkError::Io { .. } => error,
            _ => foreign(self),
        })?;
        let Some(block) = first.filter(|b| b.kind == BlockKind::Header) else {
            return Err(foreign(self));
        };
        let bytes = block.unpack().map_err(|why| self.damaged(block.byte, why))?;
        if let Some(feature) = unknown_feature(&bytes).map_err(|why| self.damaged(block.byte, why))? {
            return Err(NetworkError::Pbf {
                file: self.path.clone(),
                byte: None,
                problem: format!("the file needs a reader that understands {feature:?}"),
                hint: "give a plain extract without history".into(),
            });
        }
        Ok(())
    }

    /// The next block, or `None` at the end of the file.
    pub fn next_block(&mut self) -> Result<Option<RawBlock>, NetworkError> {
        if self.position == self.length {
            return Ok(None);
        }
        let byte = self.position;
        let mut length = [0; 4];
        self.fill(byte, &mut length)?;
        let length = u32::from_be_bytes(length);
        if length > MAX_HEADER {
            return Err(self.damaged(byte, "a block header is longer than the format allows"));
        }
        let mut header = vec![0; length as usize];
        self.fill(byte, &mut header)?;
        let (kind, size) = block_header(&header).map_err(|why| self.damaged(byte, why))?;
        if size > MAX_BLOCK {
            return Err(self.damaged(byte, "a block is longer than the format allows"));
        }
        let mut bytes = vec![0; size as usize];
        self.fill(byte, &mut bytes)?;
        Ok(Some(RawBlock { byte, kind, bytes }))
    }

    /// The error for damage found in the block at `byte`.
    pub fn damaged(&self, byte: u64, why: Damage) -> NetworkError {
        NetworkError::Pbf {
            file: self.path.clone(),
            byte: Some(byte),
            problem: format!("the OSM file is damaged: {why}"),
            hint: "download the file again and compare its checksum with the publisher's".into(),
        }
    }

    fn fill(&mut self, block: u64, buffer: &mut [u8]) -> Result<(), NetworkError> {
        if self.position + buffer.len() as u64 > self.length {
            return Err(NetworkError::Pbf {
                file: self.path.clone(),
                byte: Some(block),
                problem: "the OSM file is truncated: it ends in the middle of a block".into(),
                hint: "download the file again and compare its size with the publisher's".into(),
            });
        }
        let read = self.file.read_exact(buffer);
        read.map_err(|e| NetworkError::io(&self.path, "read the OSM file", e))?;
        self.position += buffer.len() as u64;
        Ok(())
    }
}

fn block_header(header: &[u8]) -> Result<(BlockKind, u64), Damage> {
    let (mut kind, mut size) = (None, None);
    let mut fields = Fields::of(header);
    while let Some(field) = fields.next()? {
        match field {
            (1, Value::Bytes(b"OSMHeader")) => kind = Some(BlockKind::Header),
            (1, Value::Bytes(b"OSMData")) => kind = Some(BlockKind::Data),
            (1, Value::Bytes(_)) => kind = Some(BlockKind::Other),
            (3, Value::Number(bytes)) => size = Some(bytes),
            _ => {}
        }
    }
    kind.zip(size).ok_or("a block header lacks its type or size")
}

fn unknown_feature(header: &[u8]) -> Result<Option<String>, Damage> {
    let mut fields = Fields::of(header);
    while let Some(field) = fields.next()? {
        if let (4, Value::Bytes(feature)) = field
            && !UNDERSTOOD.contains(&feature)
        {
            return Ok(Some(String::from_utf8_lossy(feature).into_owned()));
        }
    }
    Ok(None)
}

impl RawBlock {
    /// What the block holds, decompressed.
    pub fn unpack(&self) -> Result<Vec<u8>, Damage> {
        let (mut raw_size, mut packed) = (None, None);
        let mut fields = Fields::of(&self.bytes);
        while let Some(field) = fields.next()? {
            match field {
                (1, Value::Bytes(raw)) => return Ok(raw.to_vec()),
                (2, Value::Number(size)) => raw_size = Some(size),
                (3, Value::Bytes(bytes)) => packed = Some(bytes),
                (4..=7, Value::Bytes(_)) => {
                    return Err("it is compressed by other means than zlib (convert it with `osmium cat`)");
                }
                _ => {}
            }
        }
        let (size, packed) = raw_size.zip(packed).ok_or("a block holds no data")?;
        if size > MAX_BLOCK {
            return Err("a block is longer than the format allows");
        }
        let mut bytes = vec![0; size as usize];
        let mut inflate = flate2::Decompress::new(true);
        let status = inflate
            .decompress(packed, &mut bytes, flate2::FlushDecompress::Finish)
            .map_err(|_| "a block cannot be decompressed")?;
        let whole = status == flate2::Status::StreamEnd && inflate.total_out() == size;
        whole.then_some(bytes).ok_or("a block does not decompress to the size it states")
    }

    /// Decompresses the block and calls `read` on its elements.
    pub fn with<T>(&self, read: impl FnOnce(&Block) -> Result<T, Damage>) -> Result<T, Damage> {
        let bytes = self.unpack()?;
        read(&Block::parse(&bytes)?)
    }
}
