//! The smallest encoder of OSM PBF that serves the tests of this crate.

#![allow(dead_code, reason = "each test file uses its own part")]

use std::io::Write;
use std::path::PathBuf;

/// Tags of an element.
pub type Tags<'a> = &'a [(&'a str, &'a str)];

/// An OSM file in the making.
#[derive(Default)]
pub struct Osm {
    strings: Vec<String>,
    nodes: Vec<(i64, i64, i64, Vec<u64>)>,
    ways: Vec<u8>,
    relations: Vec<u8>,
}

impl Osm {
    /// Adds a node at 1e-7 degrees.
    pub fn node(&mut self, id: i64, lon_e7: i32, lat_e7: i32, tags: Tags) {
        let (keys, values) = self.tags(tags);
        let tags = keys.into_iter().zip(values).flat_map(|(k, v)| [k, v]).collect();
        self.nodes.push((id, i64::from(lon_e7), i64::from(lat_e7), tags));
    }

    /// Adds a way.
    pub fn way(&mut self, id: i64, refs: &[i64], tags: Tags) {
        let (keys, values) = self.tags(tags);
        let mut way = Vec::new();
        number(&mut way, 1, id as u64);
        bytes(&mut way, 2, &packed(keys));
        bytes(&mut way, 3, &packed(values));
        bytes(&mut way, 8, &deltas(refs.iter().copied()));
        bytes(&mut self.ways, 3, &way);
    }

    /// Adds a relation with members `(role, kind, id)`; kinds are 0 node, 1 way, 2 relation.
    pub fn relation(&mut self, id: i64, members: &[(&str, u64, i64)], tags: Tags) {
        let (keys, values) = self.tags(tags);
        let roles = members.iter().map(|m| self.string(m.0)).collect();
        let mut relation = Vec::new();
        number(&mut relation, 1, id as u64);
        bytes(&mut relation, 2, &packed(keys));
        bytes(&mut relation, 3, &packed(values));
        bytes(&mut relation, 8, &packed(roles));
        bytes(&mut relation, 9, &deltas(members.iter().map(|m| m.2)));
        bytes(&mut relation, 10, &packed(members.iter().map(|m| m.1).collect()));
        bytes(&mut self.relations, 4, &relation);
    }

    /// Adds a turn restriction.
    pub fn restriction(&mut self, id: i64, kind: &str, from: i64, via: i64, to: i64) {
        let members = [("from", 1, from), ("via", 0, via), ("to", 1, to)];
        self.relation(id, &members, &[("type", "restriction"), ("restriction", kind)]);
    }

    /// The whole file; also where each of its blocks ends.
    pub fn encode(&self) -> (Vec<u8>, Vec<usize>) {
        let mut file = Vec::new();
        let mut ends = Vec::new();
        let mut header = Vec::new();
        bytes(&mut header, 4, b"OsmSchema-V0.6");
        bytes(&mut header, 4, b"DenseNodes");
        block(&mut file, b"OSMHeader", &header, false);
        ends.push(file.len());
        // Nodes are compressed and ways are not, so that both kinds of block are met.
        for (group, compress) in [(self.dense(), true), (self.ways.clone(), false), (self.relations.clone(), true)] {
            let mut data = Vec::new();
            let mut table = Vec::new();
            bytes(&mut table, 1, b"");
            for string in &self.strings {
                bytes(&mut table, 1, string.as_bytes());
            }
            bytes(&mut data, 1, &table);
            bytes(&mut data, 2, &group);
            block(&mut file, b"OSMData", &data, compress);
            ends.push(file.len());
        }
        (file, ends)
    }

    /// Writes the file into a folder.
    pub fn write(&self, folder: &tempfile::TempDir) -> PathBuf {
        let path = folder.path().join("town.osm.pbf");
        std::fs::write(&path, self.encode().0).unwrap();
        path
    }

    fn string(&mut self, text: &str) -> u64 {
        let place = self.strings.iter().position(|s| s == text).unwrap_or_else(|| {
            self.strings.push(text.to_owned());
            self.strings.len() - 1
        });
        place as u64 + 1
    }

    fn tags(&mut self, tags: Tags) -> (Vec<u64>, Vec<u64>) {
        tags.iter().map(|(k, v)| (self.string(k), self.string(v))).unzip()
    }

    fn dense(&self) -> Vec<u8> {
        let mut dense = Vec::new();
        bytes(&mut dense, 1, &deltas(self.nodes.iter().map(|n| n.0)));
        bytes(&mut dense, 8, &deltas(self.nodes.iter().map(|n| n.2)));
        bytes(&mut dense, 9, &deltas(self.nodes.iter().map(|n| n.1)));
        let tags = self.nodes.iter().flat_map(|n| n.3.iter().copied().chain([0]));
        bytes(&mut dense, 10, &packed(tags.collect()));
        let mut group = Vec::new();
        bytes(&mut group, 2, &dense);
        group
    }
}

fn block(file: &mut Vec<u8>, kind: &[u8], data: &[u8], compress: bool) {
    let mut blob = Vec::new();
    if compress {
        let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        zlib.write_all(data).unwrap();
        number(&mut blob, 2, data.len() as u64);
        bytes(&mut blob, 3, &zlib.finish().unwrap());
    } else {
        bytes(&mut blob, 1, data);
    }
    let mut header = Vec::new();
    bytes(&mut header, 1, kind);
    number(&mut header, 3, blob.len() as u64);
    file.extend((header.len() as u32).to_be_bytes());
    file.extend(header);
    file.extend(blob);
}

fn varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn number(out: &mut Vec<u8>, field: u64, value: u64) {
    varint(out, field << 3);
    varint(out, value);
}

fn bytes(out: &mut Vec<u8>, field: u64, value: &[u8]) {
    varint(out, field << 3 | 2);
    varint(out, value.len() as u64);
    out.extend(value);
}

fn packed(values: Vec<u64>) -> Vec<u8> {
    let mut out = Vec::new();
    for value in values {
        varint(&mut out, value);
    }
    out
}

fn deltas(values: impl Iterator<Item = i64>) -> Vec<u8> {
    let mut before = 0;
    packed(
        values
            .map(|value| {
                let difference = value - std::mem::replace(&mut before, value);
                ((difference << 1) ^ (difference >> 63)) as u64
            })
            .collect(),
    )
}
