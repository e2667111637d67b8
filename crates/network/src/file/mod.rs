//! The one network file: named sections of plain values, checked as a whole and then used in place.
//!
//! ```text
//! header   128 bytes: magic, format, byte order, place and length of the table, length of the file, checksum
//! sections each starts at a multiple of 64 bytes and is padded with zeros up to the next
//! table    name, place, length, element size and BLAKE3 of every section (padding included)
//! ```
//! The header's checksum covers the header and the table; the table's checksums cover the rest: no byte is unchecked.

mod layout;
mod reader;
mod writer;

pub use layout::FORMAT;
pub use reader::SectionReader;
pub use writer::SectionWriter;
