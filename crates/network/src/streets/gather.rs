//! From OSM files to the ways that are streets, in two passes: first the ways, then the nodes that they need.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::graph::segment_millimetres;
use super::pbf::{Block, BlockKind, Blocks, Damage, RawBlock, Relation, Way};
use super::report::StreetsReport;
use super::restrictions::{self, TurnRule};
use super::tags::{Access, RoadClass, Tags, access, direction, limit};
use crate::error::NetworkError;
use crate::geometry::Point;

/// Blocks in memory at a time; each is decoded by one thread.
const BATCH: usize = 64;
/// Stands for a node that no file holds.
const MISSING: Point = Point { lon_e7: i32::MIN, lat_e7: i32::MIN };

/// A street as it is drawn, with what its tags say.
#[derive(Clone, Copy, Debug)]
pub(super) struct Street {
    pub id: i64,
    /// First entry in [`Gathered::refs`].
    pub first: usize,
    pub count: u32,
    pub class: RoadClass,
    pub limit_kmh: u8,
    pub forward: Access,
    pub backward: Access,
}

/// All that the graphs are made of.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub streets: Vec<Street>,
    /// Positions in `points` that each street runs through.
    pub refs: Vec<u32>,
    /// Length from each entry of `refs` to the next one, millimetres; of no meaning at the end of a street.
    pub lengths: Vec<u32>,
    /// OSM identifiers of the nodes, ascending.
    pub ids: Vec<i64>,
    pub points: Vec<Point>,
    /// Modes that cannot pass a node.
    pub blocked: Vec<Access>,
    pub rules: Vec<TurnRule>,
}

/// What one block says about ways and turns.
#[derive(Default)]
struct BlockStreets {
    streets: Vec<Street>,
    refs: Vec<i64>,
    rules: Vec<TurnRule>,
    report: StreetsReport,
    has_nodes: bool,
}

/// Reads the files.
pub(super) fn gather(files: &[PathBuf], report: &mut StreetsReport) -> Result<Gathered, NetworkError> {
    let mut gathered = Gathered::default();
    let mut refs = Vec::new();
    let mut node_blocks = Vec::new();
    for file in files {
        node_blocks.push(read_streets(file, &mut gathered, &mut refs, report)?);
    }
    if files.len() > 1 {
        drop_repeated(&mut gathered.streets, report);
    }
    number_nodes(&mut gathered, &refs);
    drop(refs);
    for (file, blocks) in files.iter().zip(&node_blocks) {
        read_points(file, blocks, &mut gathered)?;
    }
    cut_at_missing(&mut gathered, report);
    report.ways = gathered.streets.len() as u64;
    report.barriers = gathered.blocked.iter().filter(|b| !b.is_none()).count() as u64;
    gathered.lengths = lengths(&gathered);
    Ok(gathered)
}

/// Calls `read` on every block that `wanted` accepts by its place in the file, and `take` on the results in order.
fn each_block<T: Send>(
    file: &Path,
    wanted: impl Fn(u64) -> bool,
    read: impl Fn(&Block) -> Result<T, Damage> + Sync,
    mut take: impl FnMut(u64, T),
) -> Result<(), NetworkError> {
    let mut blocks = Blocks::open(file)?;
    loop {
        let mut batch: Vec<RawBlock> = Vec::with_capacity(BATCH);
        while batch.len() < BATCH
            && let Some(block) = blocks.next_block()?
        {
            if block.kind == BlockKind::Data && wanted(block.byte) {
                batch.push(block);
            }
        }
        if batch.is_empty() {
            return Ok(());
        }
        let results: Vec<Result<T, Damage>> = batch.par_iter().map(|block| block.with(&read)).collect();
        for (block, result) in batch.iter().zip(results) {
            take(block.byte, result.map_err(|why| blocks.damaged(block.byte, why))?);
        }
    }
}

/// First pass over one file. Returns the places of the blocks that hold nodes, ascending.
fn read_streets(
    file: &Path,
    gathered: &mut Gathered,
    refs: &mut Vec<i64>,
    report: &mut StreetsReport,
) -> Result<Vec<u64>, NetworkError> {
    let mut node_blocks = Vec::new();
    each_block(
        file,
        |_| true,
        block_streets,
        |byte, block: BlockStreets| {
            let shift = refs.len();
            gathered
                .streets
                .extend(block.streets.iter().map(|street| Street { first: street.first + shift, ..*street }));
            refs.extend(block.refs);
            gathered.rules.extend(block.rules);
            report.add(&block.report);
            if block.has_nodes {
                node_blocks.push(byte);
            }
        },
    )?;
    Ok(node_blocks)
}

fn block_streets(block: &Block) -> Result<BlockStreets, Damage> {
    let mut found = BlockStreets { has_nodes: block.has_nodes()?, ..BlockStreets::default() };
    let mut tags = Tags::default();
    block.ways(|way| {
        way.tags(block, &mut tags)?;
        read_way(way, &tags, &mut found)
    })?;
    block.relations(|relation: &Relation| {
        relation.tags(block, &mut tags)?;
        if tags.get(b"type") == Some(b"restriction") {
            let members = relation.members(block)?;
            restrictions::read(&tags, &members, &mut found.rules, &mut found.report.turns);
        }
        Ok(())
    })?;
    Ok(found)
}

fn read_way(way: &Way, tags: &Tags, found: &mut BlockStreets) -> Result<(), Damage> {
    let Some(class) = class_of(tags, &mut found.report) else {
        return Ok(());
    };
    let open = access::of_way(class, tags);
    let (forward, backward) = direction::of_way(class, open, tags);
    if forward.and(backward).is_none() {
        found.report.ways_closed += 1;
        return Ok(());
    }
    if tags.get(b"area") == Some(b"yes") {
        found.report.squares_outline_only += 1;
    }
    let signed = tags.get(b"maxspeed").or_else(|| tags.get(b"maxspeed:type"));
    let limit_kmh = match signed.map(limit::read) {
        Some(limit::Limit::Kmh(kmh)) => kmh,
        Some(limit::Limit::Unknown) => {
            found.report.limits_not_understood += 1;
            0
        }
        None => 0,
    };
    let first = found.refs.len();
    for id in way.refs() {
        let id = id?;
        if found.refs.len() == first || found.refs.last() != Some(&id) {
            found.refs.push(id);
        }
    }
    found.streets.push(Street {
        id: way.id,
        first,
        count: (found.refs.len() - first) as u32,
        class,
        limit_kmh,
        forward,
        backward,
    });
    Ok(())
}

/// The class of a way that is a street.
fn class_of(tags: &Tags, report: &mut StreetsReport) -> Option<RoadClass> {
    let is = |key: &[u8], value: &[u8]| tags.get(key) == Some(value);
    if let Some(highway) = tags.get(b"highway") {
        let class = RoadClass::from_highway(highway);
        report.ways_not_streets += u64::from(class.is_none());
        return class;
    }
    if is(b"railway", b"platform") || is(b"public_transport", b"platform") {
        return Some(RoadClass::Platform);
    }
    report.ferries_left_out += u64::from(is(b"route", b"ferry"));
    None
}

/// Keeps the first of several streets with one identifier.
fn drop_repeated(streets: &mut Vec<Street>, report: &mut StreetsReport) {
    let mut order: Vec<usize> = (0..streets.len()).collect();
    order.sort_unstable_by_key(|&at| (streets[at].id, at));
    let mut repeated = vec![false; streets.len()];
    for pair in order.windows(2) {
        repeated[pair[1]] = streets[pair[0]].id == streets[pair[1]].id;
    }
    let mut repeated = repeated.into_iter();
    let before = streets.len();
    streets.retain(|_| !repeated.next().unwrap_or(false));
    report.ways_repeated = (before - streets.len()) as u64;
}

/// Replaces identifiers by positions in a sorted list of those that occur.
fn number_nodes(gathered: &mut Gathered, refs: &[i64]) {
    let mut ids = refs.to_vec();
    ids.par_sort_unstable();
    ids.dedup();
    ids.shrink_to_fit();
    gathered.refs = refs
        .par_chunks(1 << 16)
        .flat_map_iter(|chunk| {
            let mut lookup = Lookup::new(&ids);
            chunk.iter().map(move |&id| lookup.find(id).unwrap_or(u32::MAX)).collect::<Vec<u32>>()
        })
        .collect();
    gathered.points = vec![MISSING; ids.len()];
    gathered.blocked = vec![Access::NONE; ids.len()];
    gathered.ids = ids;
}

/// Finds identifiers in a sorted list; quick where successive ones lie near each other, as they do in OSM files.
struct Lookup<'a> {
    ids: &'a [i64],
    at: usize,
}

impl<'a> Lookup<'a> {
    fn new(ids: &'a [i64]) -> Self {
        Self { ids, at: 0 }
    }

    fn find(&mut self, id: i64) -> Option<u32> {
        let near = &self.ids[self.at..(self.at + 8).min(self.ids.len())];
        let place = if near.first().is_some_and(|&first| first <= id) && near.last().is_some_and(|&last| id <= last) {
            self.at + near.partition_point(|&other| other < id)
        } else {
            self.ids.partition_point(|&other| other < id)
        };
        self.at = place;
        (self.ids.get(place) == Some(&id)).then_some(place as u32)
    }
}

/// Second pass over one file.
fn read_points(file: &Path, node_blocks: &[u64], gathered: &mut Gathered) -> Result<(), NetworkError> {
    let Gathered { ids, points, blocked, .. } = gathered;
    let read = |block: &Block| {
        let mut found = Vec::new();
        let mut lookup = Lookup::new(ids);
        block.nodes(
            |id| lookup.find(id),
            |number, point, tags| found.push((number, point, access::blocked_at_node(tags))),
        )?;
        Ok(found)
    };
    let wanted = |byte| node_blocks.binary_search(&byte).is_ok();
    each_block(file, wanted, read, |_, found| {
        for (number, point, stops) in found {
            points[number as usize] = point;
            blocked[number as usize] = stops;
        }
    })
}

/// Cuts streets where the extract lacks a node, and drops what is left of them where that is a single point.
fn cut_at_missing(gathered: &mut Gathered, report: &mut StreetsReport) {
    let Gathered { streets, refs, points, .. } = gathered;
    let mut cut = Vec::with_capacity(streets.len());
    for street in streets.iter() {
        let whole = &refs[street.first..street.first + street.count as usize];
        let mut first = street.first;
        for run in whole.split(|&node| points[node as usize] == MISSING) {
            if run.len() > 1 {
                cut.push(Street { first, count: run.len() as u32, ..*street });
            }
            first += run.len() + 1;
        }
        let missing = whole.iter().filter(|&&node| points[node as usize] == MISSING).count();
        report.way_points_missing += missing as u64;
    }
    *streets = cut;
}

fn lengths(gathered: &Gathered) -> Vec<u32> {
    let points = &gathered.points;
    let refs = &gathered.refs;
    let length = |pair: &[u32]| segment_millimetres(points[pair[0] as usize], points[pair[1] as usize]);
    refs.par_windows(2).map(length).chain(rayon::iter::once(0)).collect()
}

impl StreetsReport {
    fn add(&mut self, block: &Self) {
        self.ways_closed += block.ways_closed;
        self.ways_not_streets += block.ways_not_streets;
        self.ferries_left_out += block.ferries_left_out;
        self.squares_outline_only += block.squares_outline_only;
        self.limits_not_understood += block.limits_not_understood;
        let (turns, more) = (&mut self.turns, &block.turns);
        turns.via_way += more.via_way;
        turns.conditional += more.conditional;
        turns.cars_excepted += more.cars_excepted;
        turns.incomplete += more.incomplete;
    }
}
