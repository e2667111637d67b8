//! Where things stand in a network file.

use bytemuck::{Pod, Zeroable};

/// Version of the file's format: a file of any other version is refused.
pub const FORMAT: u32 = 3;
/// First bytes of every network file.
pub(super) const MAGIC: [u8; 16] = *b"Lynchpin network";
/// Reads differently on a machine with the other byte order.
pub(super) const BYTE_ORDER: u32 = 0x0102_0304;
/// Sections start at multiples of this many bytes.
pub(super) const ALIGNMENT: u64 = 64;

/// First part of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub(super) struct Header {
    pub magic: [u8; 16],
    pub format: u32,
    pub byte_order: u32,
    pub table_start: u64,
    pub table_bytes: u64,
    pub file_bytes: u64,
    pub reserved: [u64; 6],
    /// BLAKE3 of the fields above and the table.
    pub checksum: [u8; 32],
}

/// Length of [`Header`].
pub(super) const HEADER_BYTES: u64 = size_of::<Header>() as u64;

impl Header {
    pub fn checksum_with(&self, table: &[u8]) -> [u8; 32] {
        let fields = bytemuck::bytes_of(self);
        let mut hasher = blake3::Hasher::new();
        hasher.update(&fields[..fields.len() - self.checksum.len()]);
        hasher.update(table);
        *hasher.finalize().as_bytes()
    }
}

/// One section, as the table lists it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) struct Entry {
    pub name: String,
    pub start: u64,
    pub bytes: u64,
    /// Size of one value, bytes.
    pub element: u32,
    /// BLAKE3 of the section with its padding.
    pub checksum: [u8; 32],
}

impl Entry {
    /// End of the section with its padding.
    pub fn padded_end(&self) -> Option<u64> {
        self.start.checked_add(self.bytes)?.checked_next_multiple_of(ALIGNMENT)
    }
}
