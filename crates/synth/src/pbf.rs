//! A small writer of OpenStreetMap PBF: protocol buffers by hand, one zlib blob per 8,000 elements.

use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Tags of one element.
pub(crate) type Tags<'a> = &'a [(&'a str, &'a str)];
/// A member of a relation: `(is a way, id, role)`.
pub(crate) type Member<'a> = (bool, i64, &'a str);

const BLOCK: usize = 8_000;

/// Writes nodes, then ways, then relations.
pub(crate) struct PbfWriter<W: Write> {
    out: W,
    strings: Strings,
    dense: Dense,
    others: Vec<u8>,
    waiting: usize,
}

#[derive(Default)]
struct Dense {
    ids: Vec<u8>,
    lats: Vec<u8>,
    lons: Vec<u8>,
    tags: Vec<u8>,
    last: (i64, i64, i64),
}

#[derive(Default)]
struct Strings {
    number: BTreeMap<String, u32>,
    table: Vec<String>,
}

impl Strings {
    fn number(&mut self, text: &str) -> u64 {
        if let Some(n) = self.number.get(text) {
            return u64::from(*n);
        }
        // The first entry is reserved: 0 ends a dense node's tags.
        let n = self.table.len() as u32 + 1;
        self.number.insert(text.to_owned(), n);
        self.table.push(text.to_owned());
        u64::from(n)
    }

    fn pairs(&mut self, tags: Tags) -> (Vec<u8>, Vec<u8>) {
        let (mut keys, mut values) = (Vec::new(), Vec::new());
        for (key, value) in tags {
            varint(&mut keys, self.number(key));
            varint(&mut values, self.number(value));
        }
        (keys, values)
    }
}

impl<W: Write> PbfWriter<W> {
    /// Starts a file; the box is `(west, south, east, north)` in degrees.
    pub(crate) fn new(mut out: W, bounds: [f64; 4]) -> io::Result<Self> {
        let mut header = Vec::new();
        let mut corners = Vec::new();
        let nano = |degrees: f64| zigzag((degrees * 1e9).round() as i64);
        for (field, value) in [(1, bounds[0]), (2, bounds[2]), (3, bounds[3]), (4, bounds[1])] {
            number_field(&mut corners, field, nano(value));
        }
        bytes_field(&mut header, 1, &corners);
        bytes_field(&mut header, 4, b"OsmSchema-V0.6");
        bytes_field(&mut header, 4, b"DenseNodes");
        bytes_field(&mut header, 16, b"lynchpin-synth (fictional data)");
        write_blob(&mut out, "OSMHeader", &header)?;
        let (strings, dense) = (Strings::default(), Dense::default());
        Ok(Self { out, strings, dense, others: Vec::new(), waiting: 0 })
    }

    /// Adds a node; the place is in units of 1e-7 degrees.
    pub(crate) fn node(&mut self, id: i64, lon: i64, lat: i64, tags: Tags) -> io::Result<()> {
        let dense = &mut self.dense;
        varint(&mut dense.ids, zigzag(id - dense.last.0));
        varint(&mut dense.lats, zigzag(lat - dense.last.1));
        varint(&mut dense.lons, zigzag(lon - dense.last.2));
        dense.last = (id, lat, lon);
        for (key, value) in tags {
            varint(&mut dense.tags, self.strings.number(key));
            varint(&mut dense.tags, self.strings.number(value));
        }
        varint(&mut dense.tags, 0);
        self.step()
    }

    /// Ends the nodes: what follows is ways.
    pub(crate) fn end_nodes(&mut self) -> io::Result<()> {
        self.flush()
    }

    /// Adds a way.
    pub(crate) fn way(&mut self, id: i64, refs: &[i64], tags: Tags) -> io::Result<()> {
        let (keys, values) = self.strings.pairs(tags);
        let mut way = Vec::new();
        number_field(&mut way, 1, id as u64);
        bytes_field(&mut way, 2, &keys);
        bytes_field(&mut way, 3, &values);
        bytes_field(&mut way, 8, &deltas(refs.iter().copied()));
        bytes_field(&mut self.others, 3, &way);
        self.step()
    }

    /// Ends the ways: what follows is relations.
    pub(crate) fn end_ways(&mut self) -> io::Result<()> {
        self.flush()
    }

    /// Adds a relation.
    pub(crate) fn relation(&mut self, id: i64, members: &[Member], tags: Tags) -> io::Result<()> {
        let (keys, values) = self.strings.pairs(tags);
        let mut relation = Vec::new();
        let (mut roles, mut types) = (Vec::new(), Vec::new());
        for (is_way, _, role) in members {
            varint(&mut roles, self.strings.number(role));
            varint(&mut types, u64::from(*is_way));
        }
        number_field(&mut relation, 1, id as u64);
        bytes_field(&mut relation, 2, &keys);
        bytes_field(&mut relation, 3, &values);
        bytes_field(&mut relation, 8, &roles);
        bytes_field(&mut relation, 9, &deltas(members.iter().map(|m| m.1)));
        bytes_field(&mut relation, 10, &types);
        bytes_field(&mut self.others, 4, &relation);
        self.step()
    }

    /// Writes what waits and hands the output back.
    pub(crate) fn finish(mut self) -> io::Result<W> {
        self.flush()?;
        self.out.flush()?;
        Ok(self.out)
    }

    fn step(&mut self) -> io::Result<()> {
        self.waiting += 1;
        if self.waiting < BLOCK { Ok(()) } else { self.flush() }
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.waiting == 0 {
            return Ok(());
        }
        let strings = std::mem::take(&mut self.strings);
        let dense = std::mem::take(&mut self.dense);
        let mut table = Vec::new();
        bytes_field(&mut table, 1, b"");
        for text in &strings.table {
            bytes_field(&mut table, 1, text.as_bytes());
        }
        let mut group = std::mem::take(&mut self.others);
        if !dense.ids.is_empty() {
            let mut nodes = Vec::new();
            bytes_field(&mut nodes, 1, &dense.ids);
            bytes_field(&mut nodes, 8, &dense.lats);
            bytes_field(&mut nodes, 9, &dense.lons);
            bytes_field(&mut nodes, 10, &dense.tags);
            bytes_field(&mut group, 2, &nodes);
        }
        let mut block = Vec::new();
        bytes_field(&mut block, 1, &table);
        bytes_field(&mut block, 2, &group);
        self.waiting = 0;
        write_blob(&mut self.out, "OSMData", &block)
    }
}

fn write_blob(out: &mut impl Write, kind: &str, raw: &[u8]) -> io::Result<()> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::new(6));
    packer.write_all(raw)?;
    let packed = packer.finish()?;
    let mut blob = Vec::new();
    number_field(&mut blob, 2, raw.len() as u64);
    bytes_field(&mut blob, 3, &packed);
    let mut header = Vec::new();
    bytes_field(&mut header, 1, kind.as_bytes());
    number_field(&mut header, 3, blob.len() as u64);
    out.write_all(&(header.len() as u32).to_be_bytes())?;
    out.write_all(&header)?;
    out.write_all(&blob)
}

fn deltas(numbers: impl Iterator<Item = i64>) -> Vec<u8> {
    let mut packed = Vec::new();
    let mut last = 0;
    for n in numbers {
        varint(&mut packed, zigzag(n - last));
        last = n;
    }
    packed
}

fn varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}

fn number_field(out: &mut Vec<u8>, field: u32, value: u64) {
    varint(out, u64::from(field << 3));
    varint(out, value);
}

fn bytes_field(out: &mut Vec<u8>, field: u32, bytes: &[u8]) {
    varint(out, u64::from(field << 3 | 2));
    varint(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}
