//! Neighbourhoods grown from street blocks, with the wards and districts above them.

use crate::land::{Land, Spot};
use crate::mesh::{Ground, Mesh};
use crate::names::Names;
use crate::settlements::Kind;
use std::collections::{BTreeMap, VecDeque};

/// What sort of place a neighbourhood is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    Centre,
    Inner,
    Suburb,
    Leafy,
    Estate,
    Docks,
    Coast,
    Coalfield,
    Town,
    Rural,
}

impl Place {
    /// The label written to the tables.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Place::Centre => "City centre",
            Place::Inner => "Inner city",
            Place::Suburb => "Suburb",
            Place::Leafy => "Leafy suburb",
            Place::Estate => "Outer estate",
            Place::Docks => "Former docks",
            Place::Coast => "Coastal town",
            Place::Coalfield => "Former coalfield",
            Place::Town => "Market town",
            Place::Rural => "Countryside",
        }
    }
}

/// One neighbourhood.
#[derive(Clone, Debug)]
pub(crate) struct Area {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) ward: (String, String),
    pub(crate) district: (String, String),
    pub(crate) place: Place,
    /// Where its people live, on average; always inside it.
    pub(crate) spot: Spot,
    /// The settlement it belongs to, or the nearest town's.
    pub(crate) settlement: usize,
}

/// The neighbourhoods and which blocks they hold.
pub(crate) struct Areas {
    pub(crate) list: Vec<Area>,
    /// Neighbourhood per block; `NONE` in the water and beyond the region.
    pub(crate) of_block: Vec<u32>,
}

/// No neighbourhood.
pub(crate) const NONE: u32 = u32::MAX;
const WARD_AREAS: usize = 5;

/// Grows exactly `count` neighbourhoods, or as many as there are blocks.
pub(crate) fn grow(land: &Land, mesh: &mut Mesh, count: usize, seed: u64) -> Areas {
    let (first, beside) = mesh.neighbours();
    keep_mainland(mesh, &first, &beside);
    let dry: Vec<u32> = (0..mesh.sites.len() as u32).filter(|b| mesh.ground[*b as usize] != Ground::Outside).collect();
    let count = count.min(dry.len());
    let mut seeds: Vec<u32> = (0..count).map(|n| dry[(2 * n + 1) * dry.len() / (2 * count)]).collect();
    let mut of_block = Vec::new();
    for round in 0..3 {
        of_block = spread(mesh, &first, &beside, &seeds);
        if round < 2 {
            seeds = middles(mesh, &of_block, count);
        }
    }
    let middle = middles(mesh, &of_block, count);
    describe(land, mesh, of_block, &middle, seed)
}

/// Marks every dry patch but the largest on each bank as outside, so that both banks are in one piece.
fn keep_mainland(mesh: &mut Mesh, first: &[u32], beside: &[u32]) {
    let mut patch = vec![NONE; mesh.sites.len()];
    let mut largest: BTreeMap<bool, (usize, u32)> = BTreeMap::new();
    for start in 0..mesh.sites.len() {
        if patch[start] != NONE || mesh.ground[start] == Ground::Outside {
            continue;
        }
        let (mark, mut size) = (start as u32, 0);
        let mut stack = vec![start];
        patch[start] = mark;
        while let Some(block) = stack.pop() {
            size += 1;
            for next in &beside[first[block] as usize..first[block + 1] as usize] {
                if patch[*next as usize] == NONE {
                    patch[*next as usize] = mark;
                    stack.push(*next as usize);
                }
            }
        }
        let best = largest.entry(mesh.ground[start] == Ground::North).or_insert((0, NONE));
        if size > best.0 {
            *best = (size, mark);
        }
    }
    for (ground, mark) in mesh.ground.iter_mut().zip(&patch) {
        if !largest.values().any(|(_, kept)| kept == mark) {
            *ground = Ground::Outside;
        }
    }
}

/// Gives every dry block to the seed that is the fewest blocks away.
fn spread(mesh: &Mesh, first: &[u32], beside: &[u32], seeds: &[u32]) -> Vec<u32> {
    let mut of_block = vec![NONE; mesh.sites.len()];
    let mut queue = VecDeque::new();
    for (area, block) in seeds.iter().enumerate() {
        of_block[*block as usize] = area as u32;
        queue.push_back(*block);
    }
    while let Some(block) = queue.pop_front() {
        let at = block as usize;
        for next in &beside[first[at] as usize..first[at + 1] as usize] {
            if of_block[*next as usize] == NONE {
                of_block[*next as usize] = of_block[at];
                queue.push_back(*next);
            }
        }
    }
    for (area, ground) in of_block.iter_mut().zip(&mesh.ground) {
        if *ground == Ground::Outside {
            *area = NONE;
        }
    }
    of_block
}

/// The block of each neighbourhood that lies nearest to the mean of its blocks.
fn middles(mesh: &Mesh, of_block: &[u32], count: usize) -> Vec<u32> {
    let mut sums = vec![(0.0, 0.0, 0.0); count];
    let members = || of_block.iter().enumerate().filter(|(_, area)| **area != NONE);
    for (block, area) in members() {
        let sum = &mut sums[*area as usize];
        *sum = (sum.0 + mesh.sites[block].x, sum.1 + mesh.sites[block].y, sum.2 + 1.0);
    }
    let mut best = vec![(f64::INFINITY, 0_u32); count];
    for (block, area) in members() {
        let (x, y, n) = sums[*area as usize];
        let apart = mesh.spot(block as u32).metres_to(Spot { x: x / n, y: y / n });
        if apart < best[*area as usize].0 {
            best[*area as usize] = (apart, block as u32);
        }
    }
    best.into_iter().map(|(_, block)| block).collect()
}

fn place_of(land: &Land, spot: Spot) -> (Place, usize) {
    let Some(number) = land.settlement_at(spot) else {
        return (Place::Rural, land.nearest_town(spot));
    };
    let settlement = &land.settlements[number];
    let apart = spot.metres_to(settlement.spot) / settlement.radius;
    let turn = (spot.y - settlement.spot.y).atan2(spot.x - settlement.spot.x);
    let place = match settlement.kind {
        _ if apart > 2.0 => Place::Rural,
        Kind::City if apart < 0.26 => Place::Centre,
        Kind::City if apart < 0.72 => Place::Inner,
        // The wind blows from the west: the smoke went east and the villas stand west and north.
        Kind::City if (turn - 2.3).cos() > 0.35 => Place::Leafy,
        Kind::City => Place::Suburb,
        Kind::Estate => Place::Estate,
        Kind::Southbank => Place::Docks,
        Kind::Coast => Place::Coast,
        Kind::Coalfield => Place::Coalfield,
        Kind::Town => Place::Town,
        Kind::Village => Place::Rural,
    };
    (place, number)
}

/// Which district of its city region a settlement belongs to.
fn district_key(land: &Land, settlement: usize, spot: Spot) -> (usize, u8) {
    let s = &land.settlements[settlement];
    let class = match s.kind {
        Kind::City | Kind::Estate if s.city != 0 || land.is_north(spot) => 0,
        Kind::City | Kind::Estate | Kind::Southbank => 1,
        Kind::Coast => 2,
        Kind::Coalfield => 3,
        Kind::Town | Kind::Village => 4,
    };
    (s.city, class)
}

struct Found {
    key: (usize, u8),
    old: usize,
    place: Place,
    settlement: usize,
}

fn describe(land: &Land, mesh: &Mesh, of_block: Vec<u32>, middle: &[u32], seed: u64) -> Areas {
    let mut found: Vec<Found> = middle
        .iter()
        .enumerate()
        .map(|(old, block)| {
            let spot = mesh.spot(*block);
            let (place, settlement) = place_of(land, spot);
            Found { key: district_key(land, settlement, spot), old, place, settlement }
        })
        .collect();
    found.sort_by_key(|f| (f.key, f.settlement, f.old));
    let districts = name_districts(land, &found, seed);
    let mut names = Names::new(seed ^ 0x5eed);
    let mut renumbered = vec![NONE; middle.len()];
    let mut list = Vec::with_capacity(found.len());
    let (mut ward, mut in_ward) = ((String::new(), String::new()), WARD_AREAS);
    let mut wards = 0;
    let mut previous = None;
    for (new, f) in found.iter().enumerate() {
        if in_ward >= WARD_AREAS || previous != Some(f.key) {
            wards += 1;
            ward = (format!("X05{wards:06}"), names.place(""));
            in_ward = 0;
            previous = Some(f.key);
        }
        renumbered[f.old] = new as u32;
        list.push(Area {
            code: format!("X01{:06}", new + 1),
            name: format!("{} {}", ward.1, char::from(b'A' + in_ward as u8)),
            ward: ward.clone(),
            district: districts[&f.key].clone(),
            place: f.place,
            spot: mesh.spot(middle[f.old]),
            settlement: f.settlement,
        });
        in_ward += 1;
    }
    let of_block = of_block.into_iter().map(|a| if a == NONE { NONE } else { renumbered[a as usize] }).collect();
    Areas { list, of_block }
}

fn name_districts(land: &Land, found: &[Found], seed: u64) -> BTreeMap<(usize, u8), (String, String)> {
    let mut names = Names::new(seed ^ 0xd157);
    let mut districts = BTreeMap::new();
    for f in found {
        let number = districts.len() + 1;
        districts.entry(f.key).or_insert_with(|| {
            let city = &land.settlements[f.key.0].name;
            let name = match f.key.1 {
                0 => city.clone(),
                1 => format!("South {city}"),
                2 => land.settlements[f.settlement].name.clone(),
                3 => format!("{} Valley", names.place("")),
                _ => format!("{} and District", land.settlements[f.settlement].name),
            };
            (format!("X06{number:06}"), name)
        });
    }
    districts
}

/// The outline of every neighbourhood: rings of places, the outer ring anticlockwise and first, holes clockwise.
pub(crate) fn outlines(mesh: &Mesh, areas: &Areas) -> Vec<Vec<Vec<Spot>>> {
    let mut borders: Vec<(u32, u32, u32)> = mesh
        .sides()
        .filter_map(|side| {
            let (here, there) = (areas.of_block[side.block as usize], areas.of_block[side.beyond as usize]);
            (here != NONE && here != there).then_some((here, side.from, side.to))
        })
        .collect();
    borders.sort_unstable();
    let mut start = 0;
    (0..areas.list.len() as u32)
        .map(|area| {
            let end = start + borders[start..].iter().take_while(|b| b.0 == area).count();
            let rings = chain(mesh, &borders[start..end]);
            start = end;
            rings
        })
        .collect()
}

/// Joins one neighbourhood's border sides, sorted by where they start, into rings.
fn chain(mesh: &Mesh, borders: &[(u32, u32, u32)]) -> Vec<Vec<Spot>> {
    let mut used = vec![false; borders.len()];
    let mut rings = Vec::new();
    for first in 0..borders.len() {
        let mut at = first;
        let mut ring = Vec::new();
        while !used[at] {
            used[at] = true;
            ring.push(mesh.corner(borders[at].1));
            match borders.binary_search_by_key(&borders[at].2, |b| b.1) {
                Ok(next) => at = next,
                Err(_) => break,
            }
        }
        if ring.len() > 2 {
            rings.push(ring);
        }
    }
    rings.sort_by(|a, b| signed_area(b).abs().total_cmp(&signed_area(a).abs()));
    for (n, ring) in rings.iter_mut().enumerate() {
        if (signed_area(ring) > 0.0) != (n == 0) {
            ring.reverse();
        }
    }
    rings
}

/// Square metres, positive where the ring runs anticlockwise.
pub(crate) fn signed_area(ring: &[Spot]) -> f64 {
    let turn = |(a, b): (&Spot, &Spot)| a.x * b.y - b.x * a.y;
    ring.iter().zip(ring.iter().cycle().skip(1)).map(turn).sum::<f64>() / 2.0
}
