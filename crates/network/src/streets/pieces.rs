//! From streets as they are drawn to links between junctions, for one mode.

use super::gather::{Gathered, Street};
use super::graph::Mode;
use super::tags::Access;
use crate::geometry::Point;

/// A link before junctions are numbered.
#[derive(Clone, Copy, Debug)]
pub(super) struct RawLink {
    /// Ends, as positions in [`Gathered::points`].
    pub ends: [u32; 2],
    /// May be travelled from the first end to the second, and back.
    pub open: [bool; 2],
    pub millimetres: u32,
    /// The streets that the link is a part of at its two ends, as positions in [`Gathered::streets`].
    pub streets: [u32; 2],
    /// First point in [`RawLinks::shape`]; the link's points run up to the next link's first.
    pub shape_first: u32,
}

/// The links of one mode.
#[derive(Debug, Default)]
pub(super) struct RawLinks {
    pub links: Vec<RawLink>,
    pub shape: Vec<Point>,
}

/// Part of a street between two nodes where something may happen.
#[derive(Clone, Copy)]
struct Piece {
    street: u32,
    /// First and last entry in [`Gathered::refs`].
    first: u32,
    last: u32,
}

const NONE: u32 = u32::MAX;

impl Mode {
    /// The mode as a set of one.
    pub(super) fn access(self) -> Access {
        match self {
            Self::Walk => Access::WALK,
            Self::Cycle => Access::CYCLE,
            Self::Drive => Access::DRIVE,
        }
    }
}

/// Splits streets at junctions and joins what merely continues.
pub(super) fn links(gathered: &Gathered, mode: Mode) -> RawLinks {
    let own = Pieces::split(gathered, mode);
    own.join()
}

struct Pieces<'a> {
    gathered: &'a Gathered,
    mode: Mode,
    parts: Vec<Piece>,
    /// For each end of each piece (twice its number, plus one for its last end): the end that it continues in.
    partner: Vec<u32>,
}

impl<'a> Pieces<'a> {
    fn split(gathered: &'a Gathered, mode: Mode) -> Self {
        let access = mode.access();
        let used = |street: &&Street| street.forward.and(street.backward).has(access);
        let mut degree = vec![0_u8; gathered.points.len()];
        for street in gathered.streets.iter().filter(used) {
            let nodes = nodes_of(gathered, street);
            for (place, &node) in nodes.iter().enumerate() {
                let ways = if place == 0 || place == nodes.len() - 1 { 1 } else { 2 };
                let degree = &mut degree[node as usize];
                *degree = degree.saturating_add(ways);
            }
        }
        for (number, blocked) in gathered.blocked.iter().enumerate() {
            if blocked.has(access) {
                degree[number] = u8::MAX;
            }
        }
        if mode == Mode::Drive {
            for rule in &gathered.rules {
                if let Ok(via) = gathered.ids.binary_search(&rule.via) {
                    degree[via] = u8::MAX;
                }
            }
        }
        let mut pieces = Vec::new();
        for (number, street) in gathered.streets.iter().enumerate().filter(|(_, street)| used(street)) {
            let mut first = street.first;
            let last = street.first + street.count as usize - 1;
            for at in street.first + 1..=last {
                if at == last || degree[gathered.refs[at] as usize] != 2 {
                    pieces.push(Piece { street: number as u32, first: first as u32, last: at as u32 });
                    first = at;
                }
            }
        }
        let mut own = Self { gathered, mode, partner: vec![NONE; pieces.len() * 2], parts: pieces };
        own.find_partners(&degree);
        own
    }

    /// Two ends at a node where nothing else ends continue each other if both parts are alike.
    fn find_partners(&mut self, degree: &[u8]) {
        let mut ends: Vec<(u32, u32)> = (0..self.partner.len() as u32)
            .map(|end| (self.node(end), end))
            .filter(|(node, _)| degree[*node as usize] == 2)
            .collect();
        ends.sort_unstable();
        for pair in ends.chunk_by(|a, b| a.0 == b.0) {
            if let [(_, a), (_, b)] = *pair
                && a >> 1 != b >> 1
                && self.alike(a, b)
            {
                self.partner[a as usize] = b;
                self.partner[b as usize] = a;
            }
        }
    }

    fn node(&self, end: u32) -> u32 {
        let piece = self.parts[end as usize >> 1];
        self.gathered.refs[if end & 1 == 1 { piece.last } else { piece.first } as usize]
    }

    fn street(&self, piece: u32) -> &Street {
        &self.gathered.streets[self.parts[piece as usize].street as usize]
    }

    /// Whether the piece may be travelled towards this end, and away from it.
    fn open_towards(&self, end: u32) -> [bool; 2] {
        let street = self.street(end >> 1);
        let access = self.mode.access();
        let open = [street.forward.has(access), street.backward.has(access)];
        if end & 1 == 1 { open } else { [open[1], open[0]] }
    }

    fn alike(&self, a: u32, b: u32) -> bool {
        let (towards, [onwards_back, onwards]) = (self.open_towards(a), self.open_towards(b));
        let (one, other) = (self.street(a >> 1), self.street(b >> 1));
        let same_speed = self.mode != Mode::Drive || (one.class, one.limit_kmh) == (other.class, other.limit_kmh);
        same_speed && towards == [onwards, onwards_back]
    }

    /// Follows partners from piece to piece.
    fn join(&self) -> RawLinks {
        let mut raw = RawLinks {
            links: Vec::with_capacity(self.parts.len()),
            shape: Vec::with_capacity(self.gathered.refs.len() + self.parts.len()),
        };
        let mut done = vec![false; self.parts.len()];
        for piece in 0..self.parts.len() as u32 {
            if !done[piece as usize] {
                let entry = self.first_entry(piece);
                self.draw(entry, &mut done, &mut raw);
            }
        }
        raw
    }

    /// The end by which the chain that `piece` belongs to begins; its own first end where the chain is a ring.
    fn first_entry(&self, piece: u32) -> u32 {
        let own = piece << 1;
        let mut entry = own;
        loop {
            let before = self.partner[entry as usize];
            if before == NONE {
                return entry;
            }
            entry = before ^ 1;
            if entry == own {
                return own;
            }
        }
    }

    fn draw(&self, entry: u32, done: &mut [bool], raw: &mut RawLinks) {
        let [backward, forward] = self.open_towards(entry);
        let shape_first = raw.shape.len() as u32;
        raw.shape.push(self.gathered.points[self.node(entry) as usize]);
        let mut millimetres = 0_u32;
        let mut at = entry;
        loop {
            done[at as usize >> 1] = true;
            let piece = self.parts[at as usize >> 1];
            let (first, last) = (piece.first as usize, piece.last as usize);
            let lengths = &self.gathered.lengths[first..last];
            millimetres = lengths.iter().fold(millimetres, |sum, &l| sum.saturating_add(l));
            let point = |&node: &u32| self.gathered.points[node as usize];
            if at & 1 == 0 {
                raw.shape.extend(self.gathered.refs[first + 1..=last].iter().map(point));
            } else {
                raw.shape.extend(self.gathered.refs[first..last].iter().rev().map(point));
            }
            let next = self.partner[at as usize ^ 1];
            if next == NONE || done[next as usize >> 1] {
                break;
            }
            at = next;
        }
        raw.links.push(RawLink {
            ends: [self.node(entry), self.node(at ^ 1)],
            open: [forward, backward],
            millimetres,
            streets: [self.parts[entry as usize >> 1].street, self.parts[at as usize >> 1].street],
            shape_first,
        });
    }
}

fn nodes_of<'a>(gathered: &'a Gathered, street: &Street) -> &'a [u32] {
    &gathered.refs[street.first..street.first + street.count as usize]
}
