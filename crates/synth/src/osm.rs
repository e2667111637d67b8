//! Streets as OpenStreetMap elements: ways of several streets, barriers, bridges and turn restrictions.

use crate::areas::{Areas, NONE, Place};
use crate::land::{Land, Spot};
use crate::names;
use crate::pbf::PbfWriter;
use crate::streets::{Class, Link, Streets};
use std::io::{self, Write};

/// How many elements were written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OsmCounts {
    /// Nodes.
    pub nodes: u64,
    /// Ways.
    pub ways: u64,
    /// Relations, all of them turn restrictions.
    pub relations: u64,
}

/// A turn that is forbidden.
struct Ban {
    via: u32,
    from: u32,
    to: u32,
    left: bool,
}

struct Writer<'a, W: Write> {
    land: &'a Land,
    areas: &'a Areas,
    streets: &'a Streets,
    pbf: PbfWriter<W>,
    /// The node in the middle of a link (barrier, bridge pier), by link.
    middle: Vec<u32>,
    way_of: Vec<u32>,
    counts: OsmCounts,
}

/// Writes the streets.
pub(crate) fn write<W: Write>(land: &Land, areas: &Areas, streets: &Streets, out: W) -> io::Result<OsmCounts> {
    let (west, south) = land.lon_lat(Spot { x: 0.0, y: 0.0 });
    let (east, north) = land.lon_lat(Spot { x: land.width, y: land.height });
    let mut writer = Writer {
        land,
        areas,
        streets,
        pbf: PbfWriter::new(out, [west, south, east, north])?,
        middle: vec![NONE; streets.links.len()],
        way_of: vec![NONE; streets.links.len()],
        counts: OsmCounts::default(),
    };
    writer.nodes()?;
    let bans = find_bans(streets);
    writer.ways(&bans)?;
    writer.relations(&bans)?;
    writer.pbf.finish()?;
    Ok(writer.counts)
}

/// A node's number in the file.
fn node_id(number: u32) -> i64 {
    i64::from(number) + 1
}

impl<W: Write> Writer<'_, W> {
    fn node(&mut self, number: u32, spot: Spot, tags: &[(&str, &str)]) -> io::Result<()> {
        let (lon, lat) = self.land.lon_lat(spot);
        self.counts.nodes += 1;
        self.pbf.node(node_id(number), (lon * 1e7).round() as i64, (lat * 1e7).round() as i64, tags)
    }

    fn nodes(&mut self) -> io::Result<()> {
        let streets = self.streets;
        for (number, spot) in streets.nodes.iter().enumerate() {
            self.node(number as u32, *spot, &[])?;
        }
        let mut next = streets.nodes.len() as u32;
        for (number, link) in streets.links.iter().enumerate() {
            let tags: &[(&str, &str)] = match link {
                Link { bollard: true, .. } => &[("barrier", "bollard")],
                Link { private: true, .. } => &[("barrier", "gate"), ("access", "private")],
                Link { bridge: Some(_), .. } => &[],
                _ => continue,
            };
            let (a, b) = (streets.nodes[link.a as usize], streets.nodes[link.b as usize]);
            self.node(next, Spot { x: f64::midpoint(a.x, b.x), y: f64::midpoint(a.y, b.y) }, tags)?;
            self.middle[number] = next;
            next += 1;
        }
        self.pbf.end_nodes()
    }

    fn ways(&mut self, bans: &[Ban]) -> io::Result<()> {
        let mut ends_here = vec![false; self.streets.nodes.len()];
        for ban in bans {
            ends_here[ban.via as usize] = true;
        }
        for start in 0..self.streets.links.len() as u32 {
            if self.way_of[start as usize] == NONE {
                let number = self.counts.ways as u32;
                let refs = self.chain(start, number, &ends_here);
                self.counts.ways += 1;
                self.way(number, start, &refs)?;
            }
        }
        self.pbf.end_ways()
    }

    /// The nodes of the longest run of like streets through `start`, which it claims for way `number`.
    fn chain(&mut self, start: u32, number: u32, ends_here: &[bool]) -> Vec<i64> {
        let link = &self.streets.links[start as usize];
        let (a, b) = (link.a, link.b);
        self.way_of[start as usize] = number;
        let mut refs = vec![node_id(a)];
        refs.extend(self.middle_id(start));
        refs.push(node_id(b));
        if link.one_way || link.bridge.is_some() {
            return refs;
        }
        for _ in 0..2 {
            let mut at = if refs[refs.len() - 1] == node_id(b) { b } else { a };
            let mut last = start;
            while refs.len() < 60 && !ends_here[at as usize] {
                let Some(next) = self.straight_on(last, at) else {
                    break;
                };
                self.way_of[next as usize] = number;
                refs.extend(self.middle_id(next));
                at = self.streets.other(next, at);
                refs.push(node_id(at));
                last = next;
            }
            refs.reverse();
        }
        refs
    }

    fn middle_id(&self, link: u32) -> Option<i64> {
        let middle = self.middle[link as usize];
        (middle != NONE).then(|| node_id(middle))
    }

    /// The unclaimed street that leads on from `node` most nearly straight, if it is of the same kind.
    fn straight_on(&self, from: u32, node: u32) -> Option<u32> {
        let streets = self.streets;
        let like = &streets.links[from as usize];
        let back = heading(streets, node, streets.other(from, node));
        streets
            .links_at(node)
            .iter()
            .filter(|next| {
                let link = &streets.links[**next as usize];
                self.way_of[**next as usize] == NONE
                    && (link.class, link.private, link.one_way) == (like.class, like.private, false)
                    && link.bridge.is_none()
                    && self.speed(link) == self.speed(like)
            })
            .map(|next| (*next, bend(back, heading(streets, node, streets.other(*next, node)))))
            .filter(|(_, bend)| *bend < 0.8)
            .min_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(next, _)| next)
    }

    fn speed(&self, link: &Link) -> Option<&'static str> {
        let place = if link.area == NONE { Place::Rural } else { self.areas.list[link.area as usize].place };
        let built_up = place != Place::Rural;
        let close = matches!(place, Place::Centre | Place::Inner | Place::Docks);
        match link.class {
            Class::Trunk if built_up => Some("50 mph"),
            Class::Trunk => Some("70 mph"),
            Class::Primary | Class::Secondary if close => Some("30 mph"),
            Class::Primary | Class::Secondary if built_up => Some("40 mph"),
            Class::Primary | Class::Secondary => Some("60 mph"),
            Class::Residential if close || place == Place::Leafy => Some("20 mph"),
            Class::Tertiary | Class::Residential => Some("30 mph"),
            _ => None,
        }
    }

    fn way(&mut self, number: u32, start: u32, refs: &[i64]) -> io::Result<()> {
        let link = &self.streets.links[start as usize];
        let name = link.bridge.map_or_else(|| names::street(u64::from(number)), |n| format!("Bridge {}", n + 1));
        let mut tags = vec![("highway", highway(link.class))];
        if link.class <= Class::Pedestrian && !link.private {
            tags.push(("name", &name));
        }
        if let Some(speed) = self.speed(link) {
            tags.push(("maxspeed", speed));
        }
        if link.one_way {
            tags.push(("oneway", "yes"));
        }
        if link.private {
            tags.push(("access", "private"));
        }
        match link.class {
            Class::Cycleway => tags.extend([("foot", "yes"), ("segregated", "no")]),
            Class::Track => tags.extend([("tracktype", "grade3"), ("motor_vehicle", "private")]),
            Class::Footway if number.is_multiple_of(5) => tags.push(("bicycle", "yes")),
            _ => {}
        }
        if link.bridge.is_some() {
            tags.extend([("bridge", "yes"), ("layer", "1")]);
            if link.class == Class::Trunk {
                tags.extend([("motorroad", "yes"), ("foot", "no"), ("bicycle", "no")]);
            }
        }
        self.pbf.way(i64::from(number) + 1, refs, &tags)
    }

    fn relations(&mut self, bans: &[Ban]) -> io::Result<()> {
        for ban in bans {
            let way = |link: u32| i64::from(self.way_of[link as usize]) + 1;
            self.counts.relations += 1;
            let members = [(true, way(ban.from), "from"), (false, node_id(ban.via), "via"), (true, way(ban.to), "to")];
            let kind = if ban.left { "no_left_turn" } else { "no_right_turn" };
            let tags = [("type", "restriction"), ("restriction", kind)];
            self.pbf.relation(self.counts.relations as i64, &members, &tags)?;
        }
        Ok(())
    }
}

fn highway(class: Class) -> &'static str {
    match class {
        Class::Trunk => "trunk",
        Class::Primary => "primary",
        Class::Secondary => "secondary",
        Class::Tertiary => "tertiary",
        Class::Unclassified => "unclassified",
        Class::Residential => "residential",
        Class::Service => "service",
        Class::Pedestrian => "pedestrian",
        Class::Cycleway => "cycleway",
        Class::Track => "track",
        Class::Footway => "footway",
        Class::Steps => "steps",
    }
}

/// Direction of travel from one node to another, radians.
fn heading(streets: &Streets, from: u32, to: u32) -> f64 {
    let (a, b) = (streets.nodes[from as usize], streets.nodes[to as usize]);
    (b.y - a.y).atan2(b.x - a.x)
}

/// How far from straight on it is to arrive from direction `back` and leave in direction `ahead`, radians.
fn bend(back: f64, ahead: f64) -> f64 {
    turn(back, ahead).abs()
}

/// The turn made, radians: positive to the left.
fn turn(back: f64, ahead: f64) -> f64 {
    let straight = back + std::f64::consts::PI;
    let turn = ahead - straight;
    turn.sin().atan2(turn.cos())
}

/// Turns off main roads into side streets that the network can do without: about one in forty such junctions.
fn find_bans(streets: &Streets) -> Vec<Ban> {
    let mut bans: Vec<Ban> = Vec::new();
    let mut seen = 0_u32;
    for via in 0..streets.nodes.len() as u32 {
        let beside = streets.links_at(via);
        let main = beside.iter().copied().find(|l| streets.links[*l as usize].class <= Class::Tertiary);
        let side = beside.iter().copied().find(|l| {
            let link = &streets.links[*l as usize];
            link.class == Class::Residential && !link.one_way && !streets.tree.kept[*l as usize]
        });
        let (Some(from), Some(to)) = (main, side) else {
            continue;
        };
        seen += 1;
        let back = heading(streets, via, streets.other(from, via));
        let turned = turn(back, heading(streets, via, streets.other(to, via)));
        // A junction of the side street with itself, or one where the main road is a bridge, is left alone.
        if seen.is_multiple_of(20) && turned.abs() > 0.6 && streets.links[from as usize].bridge.is_none() {
            bans.push(Ban { via, from, to, left: turned > 0.0 });
        }
    }
    bans
}
