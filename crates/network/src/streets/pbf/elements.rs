//! Nodes, ways and relations of one block.

use super::Damage;
use super::wire::{Deltas, Fields, Packed, Value, zigzag};
use crate::geometry::Point;
use crate::streets::tags::Tags;

/// The elements of one block, still encoded.
pub(crate) struct Block<'a> {
    strings: Vec<&'a [u8]>,
    groups: Vec<&'a [u8]>,
    /// Nanodegrees in one unit of a coordinate.
    granularity: i64,
    lat_offset: i64,
    lon_offset: i64,
}

/// A way, its parts still packed.
#[derive(Default)]
pub(crate) struct Way<'a> {
    pub id: i64,
    keys: &'a [u8],
    values: &'a [u8],
    refs: &'a [u8],
}

/// A relation, its parts still packed.
#[derive(Default)]
pub(crate) struct Relation<'a> {
    keys: &'a [u8],
    values: &'a [u8],
    roles: &'a [u8],
    members: &'a [u8],
    kinds: &'a [u8],
}

impl<'a> Block<'a> {
    pub fn parse(bytes: &'a [u8]) -> Result<Self, Damage> {
        let mut block =
            Self { strings: Vec::new(), groups: Vec::new(), granularity: 100, lat_offset: 0, lon_offset: 0 };
        let mut fields = Fields::of(bytes);
        while let Some(field) = fields.next()? {
            match field {
                (1, Value::Bytes(table)) => {
                    let mut strings = Fields::of(table);
                    while let Some(entry) = strings.next()? {
                        if let (1, Value::Bytes(string)) = entry {
                            block.strings.push(string);
                        }
                    }
                }
                (2, Value::Bytes(group)) => block.groups.push(group),
                (17, Value::Number(n)) => block.granularity = n as i64,
                (19, Value::Number(n)) => block.lat_offset = n as i64,
                (20, Value::Number(n)) => block.lon_offset = n as i64,
                _ => {}
            }
        }
        Ok(block)
    }

    fn string(&self, number: u64) -> Result<&'a [u8], Damage> {
        let found = usize::try_from(number).ok().and_then(|n| self.strings.get(n));
        found.copied().ok_or("a text is missing from a block's table")
    }

    fn point(&self, lat: i64, lon: i64) -> Result<Point, Damage> {
        let e7 = |units: i64, offset: i64, most: i64| {
            let nanodegrees = units.checked_mul(self.granularity)?.checked_add(offset)?;
            // Rounded to the nearest 1e-7 degree; with the usual granularity of 100 this is exact.
            let e7 = nanodegrees.checked_add(50)?.div_euclid(100);
            (e7.abs() <= most).then_some(e7 as i32)
        };
        let lat_e7 = e7(lat, self.lat_offset, 900_000_000);
        let lon_e7 = e7(lon, self.lon_offset, 1_800_000_000);
        match (lat_e7, lon_e7) {
            (Some(lat_e7), Some(lon_e7)) => Ok(Point { lon_e7, lat_e7 }),
            _ => Err("a node is not on the Earth"),
        }
    }

    /// True where the block holds nodes.
    pub fn has_nodes(&self) -> Result<bool, Damage> {
        for group in &self.groups {
            if let Some((1 | 2, _)) = Fields::of(group).next()? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Calls `visit` on every way.
    pub fn ways(&self, mut visit: impl FnMut(&Way<'a>) -> Result<(), Damage>) -> Result<(), Damage> {
        self.messages(3, |message| {
            let mut way = Way::default();
            let mut fields = Fields::of(message);
            while let Some(field) = fields.next()? {
                match field {
                    (1, Value::Number(id)) => way.id = id as i64,
                    (2, Value::Bytes(bytes)) => way.keys = bytes,
                    (3, Value::Bytes(bytes)) => way.values = bytes,
                    (8, Value::Bytes(bytes)) => way.refs = bytes,
                    _ => {}
                }
            }
            visit(&way)
        })
    }

    /// Calls `visit` on every relation.
    pub fn relations(&self, mut visit: impl FnMut(&Relation<'a>) -> Result<(), Damage>) -> Result<(), Damage> {
        self.messages(4, |message| {
            let mut relation = Relation::default();
            let mut fields = Fields::of(message);
            while let Some(field) = fields.next()? {
                match field {
                    (2, Value::Bytes(bytes)) => relation.keys = bytes,
                    (3, Value::Bytes(bytes)) => relation.values = bytes,
                    (8, Value::Bytes(bytes)) => relation.roles = bytes,
                    (9, Value::Bytes(bytes)) => relation.members = bytes,
                    (10, Value::Bytes(bytes)) => relation.kinds = bytes,
                    _ => {}
                }
            }
            visit(&relation)
        })
    }

    /// Calls `visit` with the number that `find` gives a node, its place and its tags; passes over nodes without one.
    pub fn nodes(
        &self,
        mut find: impl FnMut(i64) -> Option<u32>,
        mut visit: impl FnMut(u32, Point, &Tags<'a>),
    ) -> Result<(), Damage> {
        let mut tags = Tags::default();
        self.messages(1, |message| {
            let (mut id, mut lat, mut lon, mut keys, mut values): (i64, i64, i64, &[u8], &[u8]) = (0, 0, 0, &[], &[]);
            let mut fields = Fields::of(message);
            while let Some(field) = fields.next()? {
                match field {
                    (1, Value::Number(n)) => id = zigzag(n),
                    (2, Value::Bytes(bytes)) => keys = bytes,
                    (3, Value::Bytes(bytes)) => values = bytes,
                    (8, Value::Number(n)) => lat = zigzag(n),
                    (9, Value::Number(n)) => lon = zigzag(n),
                    _ => {}
                }
            }
            if let Some(number) = find(id) {
                self.tags(keys, values, &mut tags)?;
                visit(number, self.point(lat, lon)?, &tags);
            }
            Ok(())
        })?;
        self.messages(2, |dense| self.dense_nodes(dense, &mut find, &mut visit))
    }

    fn dense_nodes(
        &self,
        dense: &'a [u8],
        find: &mut impl FnMut(i64) -> Option<u32>,
        visit: &mut impl FnMut(u32, Point, &Tags<'a>),
    ) -> Result<(), Damage> {
        let (mut ids, mut lats, mut lons, mut keys_values): (&[u8], &[u8], &[u8], &[u8]) = (&[], &[], &[], &[]);
        let mut fields = Fields::of(dense);
        while let Some(field) = fields.next()? {
            match field {
                (1, Value::Bytes(bytes)) => ids = bytes,
                (8, Value::Bytes(bytes)) => lats = bytes,
                (9, Value::Bytes(bytes)) => lons = bytes,
                (10, Value::Bytes(bytes)) => keys_values = bytes,
                _ => {}
            }
        }
        let (mut lats, mut lons, mut keys_values) = (Deltas::of(lats), Deltas::of(lons), Packed(keys_values));
        let mut tags = Tags::default();
        for id in Deltas::of(ids) {
            let (id, lat, lon) = (id?, lats.next().ok_or(UNEVEN)??, lons.next().ok_or(UNEVEN)??);
            let number = find(id);
            tags.clear();
            while let Some(key) = keys_values.next().transpose()?.filter(|&key| key != 0) {
                let value = keys_values.next().ok_or(UNEVEN)??;
                if number.is_some() {
                    tags.add(self.string(key)?, self.string(value)?);
                }
            }
            if let Some(number) = number {
                visit(number, self.point(lat, lon)?, &tags);
            }
        }
        Ok(())
    }

    /// Calls `visit` on every message of one kind in every group.
    fn messages(&self, kind: u64, mut visit: impl FnMut(&'a [u8]) -> Result<(), Damage>) -> Result<(), Damage> {
        for group in &self.groups {
            let mut fields = Fields::of(group);
            while let Some((number, value)) = fields.next()? {
                if let (true, Value::Bytes(message)) = (number == kind, value) {
                    visit(message)?;
                }
            }
        }
        Ok(())
    }

    fn tags(&self, keys: &[u8], values: &[u8], tags: &mut Tags<'a>) -> Result<(), Damage> {
        tags.clear();
        let mut values = Packed(values);
        for key in Packed(keys) {
            let value = values.next().ok_or(UNEVEN)??;
            tags.add(self.string(key?)?, self.string(value)?);
        }
        Ok(())
    }
}

const UNEVEN: Damage = "two lists that belong together differ in length";

impl Way<'_> {
    /// The way's tags.
    pub fn tags<'a>(&self, block: &Block<'a>, tags: &mut Tags<'a>) -> Result<(), Damage> {
        block.tags(self.keys, self.values, tags)
    }

    /// Identifiers of the nodes that the way runs through.
    pub fn refs(&self) -> impl Iterator<Item = Result<i64, Damage>> + use<'_> {
        Deltas::of(self.refs)
    }
}

/// A member of a relation.
pub(crate) struct Member<'a> {
    pub role: &'a [u8],
    pub id: i64,
    /// 0 node, 1 way, 2 relation.
    pub kind: u64,
}

impl Relation<'_> {
    /// The relation's tags.
    pub fn tags<'a>(&self, block: &Block<'a>, tags: &mut Tags<'a>) -> Result<(), Damage> {
        block.tags(self.keys, self.values, tags)
    }

    /// The relation's members.
    pub fn members<'a>(&self, block: &Block<'a>) -> Result<Vec<Member<'a>>, Damage> {
        let (mut roles, mut kinds) = (Packed(self.roles), Packed(self.kinds));
        let mut members = Vec::new();
        for id in Deltas::of(self.members) {
            members.push(Member {
                role: block.string(roles.next().ok_or(UNEVEN)??)?,
                id: id?,
                kind: kinds.next().ok_or(UNEVEN)??,
            });
        }
        Ok(members)
    }
}
