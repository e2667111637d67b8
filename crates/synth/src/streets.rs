//! Streets: the edges between blocks, which of them are roads of what class, and the bridges.

use crate::areas::{Areas, NONE, Place};
use crate::dice::Dice;
use crate::finder::Finder;
use crate::land::{Land, Spot};
use crate::mesh::{Ground, Mesh};
use crate::settlements::Kind;
use crate::tree::{self, Tree};

/// What kind of way a street is. The order is the order of importance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    Trunk,
    Primary,
    Secondary,
    Tertiary,
    Unclassified,
    Residential,
    Service,
    Pedestrian,
    Cycleway,
    Track,
    Footway,
    Steps,
}

/// A street between two junctions.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    pub(crate) a: u32,
    pub(crate) b: u32,
    pub(crate) metres: f32,
    /// The neighbourhood on one side of it.
    pub(crate) area: u32,
    pub(crate) class: Class,
    /// From `a` to `b` only, for vehicles.
    pub(crate) one_way: bool,
    /// Closed to the public.
    pub(crate) private: bool,
    /// A bollard in the middle that stops cars.
    pub(crate) bollard: bool,
    /// Over the water: which bridge.
    pub(crate) bridge: Option<u32>,
}

/// The streets of the region.
pub(crate) struct Streets {
    pub(crate) nodes: Vec<Spot>,
    pub(crate) links: Vec<Link>,
    /// Links per node, a compressed sparse row.
    first: Vec<u32>,
    beside: Vec<u32>,
    /// Shortest ways to the nearest settlement's middle, and the roads between settlements.
    pub(crate) tree: Tree,
    /// A node at the heart of each neighbourhood.
    pub(crate) area_node: Vec<u32>,
    finder: Finder,
}

impl Streets {
    /// The junction nearest to a place.
    pub(crate) fn nearest(&self, spot: Spot) -> u32 {
        self.finder.nearest(&self.nodes, spot)
    }

    pub(crate) fn links_at(&self, node: u32) -> &[u32] {
        &self.beside[self.first[node as usize] as usize..self.first[node as usize + 1] as usize]
    }

    /// The end of a link that is not `node`.
    pub(crate) fn other(&self, link: u32, node: u32) -> u32 {
        let link = &self.links[link as usize];
        if link.a == node { link.b } else { link.a }
    }
}

/// Builds the streets.
pub(crate) fn build(land: &Land, mesh: &Mesh, areas: &Areas, seed: u64) -> Streets {
    let (nodes, mut links) = weld(mesh, areas);
    add_bridges(land, &nodes, &mut links);
    let (nodes, mut links) = keep_connected(&nodes, links);
    let (first, beside) = rows(nodes.len(), &links);
    let finder = Finder::new(&nodes);
    let area_node: Vec<u32> = areas.list.iter().map(|a| finder.nearest(&nodes, a.spot)).collect();
    let roots: Vec<u32> = land.settlements.iter().map(|s| finder.nearest(&nodes, s.spot)).collect();
    let tree = tree::grow(land, &nodes, &links, (&first, &beside), &roots, &area_node);
    classify(land, areas, &mut links, &tree, seed);
    let mut streets = Streets { nodes, links, first, beside, tree, area_node, finder };
    drop_lost(&mut streets);
    streets
}

/// Corners of blocks become junctions; corners a few metres apart become one, as at a crossroads.
fn weld(mesh: &Mesh, areas: &Areas) -> (Vec<Spot>, Vec<Link>) {
    let keep = |s: &crate::mesh::Side| {
        let (a, b) = (mesh.ground[s.block as usize], mesh.ground[s.beyond as usize]);
        s.block < s.beyond && a != Ground::Outside && a == b
    };
    let mut group: Vec<u32> = (0..mesh.corner_count() as u32).collect();
    for side in mesh.sides().filter(keep) {
        let length = mesh.corner(side.from).metres_to(mesh.corner(side.to));
        let block = mesh.spot(side.block).metres_to(mesh.spot(side.beyond));
        if length < 16.0_f64.min(block * 0.2) {
            let (a, b) = (find(&mut group, side.from), find(&mut group, side.to));
            group[a.max(b) as usize] = a.min(b);
        }
    }
    let mut number = vec![NONE; group.len()];
    let mut nodes = Vec::new();
    let mut links = Vec::new();
    for side in mesh.sides().filter(keep) {
        let (a, b) = (find(&mut group, side.from), find(&mut group, side.to));
        if a == b {
            continue;
        }
        let mut node = |corner: u32| {
            if number[corner as usize] == NONE {
                number[corner as usize] = nodes.len() as u32;
                nodes.push(mesh.corner(corner));
            }
            number[corner as usize]
        };
        let (a, b) = (node(a), node(b));
        links.push(plain_link(&nodes, a, b, areas.of_block[side.block as usize]));
    }
    links.sort_by_key(|l| (l.a.min(l.b), l.a.max(l.b)));
    links.dedup_by_key(|l| (l.a.min(l.b), l.a.max(l.b)));
    (nodes, links)
}

fn plain_link(nodes: &[Spot], a: u32, b: u32, area: u32) -> Link {
    Link {
        a,
        b,
        metres: nodes[a as usize].metres_to(nodes[b as usize]) as f32,
        area,
        class: Class::Residential,
        one_way: false,
        private: false,
        bollard: false,
        bridge: None,
    }
}

fn find(group: &mut [u32], mut at: u32) -> u32 {
    while group[at as usize] != at {
        group[at as usize] = group[group[at as usize] as usize];
        at = group[at as usize];
    }
    at
}

fn add_bridges(land: &Land, nodes: &[Spot], links: &mut Vec<Link>) {
    let mut degree = vec![0_u8; nodes.len()];
    for link in links.iter() {
        for end in [link.a, link.b] {
            degree[end as usize] = degree[end as usize].saturating_add(1);
        }
    }
    for (number, (along, _)) in land.bridges.iter().enumerate() {
        let nearest = |north: bool| {
            let sign = if north { 1.0 } else { -1.0 };
            let bank = Spot { x: *along, y: land.river_y(*along) + sign * land.river_half_width(*along) };
            (0..nodes.len() as u32)
                .filter(|n| {
                    (nodes[*n as usize].x - along).abs() < 3_000.0
                        && degree[*n as usize] > 1
                        && land.is_north(nodes[*n as usize]) == north
                })
                .min_by(|a, b| nodes[*a as usize].metres_to(bank).total_cmp(&nodes[*b as usize].metres_to(bank)))
        };
        if let (Some(a), Some(b)) = (nearest(false), nearest(true)) {
            let area = links.iter().find(|l| l.a == a || l.b == a).map_or(0, |l| l.area);
            links.push(Link { bridge: Some(number as u32), ..plain_link(nodes, a, b, area) });
        }
    }
}

/// Keeps only the largest connected piece and renumbers.
fn keep_connected(nodes: &[Spot], links: Vec<Link>) -> (Vec<Spot>, Vec<Link>) {
    let mut group: Vec<u32> = (0..nodes.len() as u32).collect();
    for link in &links {
        let (a, b) = (find(&mut group, link.a), find(&mut group, link.b));
        group[a.max(b) as usize] = a.min(b);
    }
    let mut size = vec![0_u32; nodes.len()];
    for node in 0..nodes.len() as u32 {
        size[find(&mut group, node) as usize] += 1;
    }
    let main = (0..nodes.len() as u32).rev().max_by_key(|n| size[*n as usize]).unwrap_or(0);
    let mut number = vec![NONE; nodes.len()];
    let mut kept = Vec::new();
    for (node, spot) in nodes.iter().enumerate() {
        if find(&mut group, node as u32) == main {
            number[node] = kept.len() as u32;
            kept.push(*spot);
        }
    }
    let new = |n: u32| number[n as usize];
    let links =
        links.into_iter().filter(|l| new(l.a) != NONE).map(|l| Link { a: new(l.a), b: new(l.b), ..l }).collect();
    (kept, links)
}

fn rows(nodes: usize, links: &[Link]) -> (Vec<u32>, Vec<u32>) {
    let mut first = vec![0_u32; nodes + 1];
    for link in links {
        first[link.a as usize + 1] += 1;
        first[link.b as usize + 1] += 1;
    }
    for n in 1..first.len() {
        first[n] += first[n - 1];
    }
    let mut fill = first.clone();
    let mut beside = vec![0_u32; links.len() * 2];
    for (number, link) in links.iter().enumerate() {
        for end in [link.a, link.b] {
            beside[fill[end as usize] as usize] = number as u32;
            fill[end as usize] += 1;
        }
    }
    (first, beside)
}

/// How often each fate befalls a street that nothing depends on, per place type:
/// `(no street at all, footpath, steps, cycle track, private, one-way)`.
fn fates(place: Place) -> [f64; 6] {
    match place {
        Place::Centre => [0.04, 0.10, 0.010, 0.02, 0.020, 0.26],
        Place::Inner | Place::Docks => [0.08, 0.08, 0.006, 0.02, 0.015, 0.10],
        Place::Suburb | Place::Leafy => [0.24, 0.13, 0.004, 0.02, 0.020, 0.01],
        Place::Estate => [0.28, 0.22, 0.012, 0.02, 0.005, 0.01],
        Place::Coast | Place::Town => [0.16, 0.10, 0.010, 0.01, 0.010, 0.06],
        Place::Coalfield => [0.20, 0.10, 0.012, 0.03, 0.010, 0.01],
        Place::Rural => [0.34, 0.34, 0.002, 0.03, 0.050, 0.00],
    }
}

fn classify(land: &Land, areas: &Areas, links: &mut [Link], tree: &Tree, seed: u64) {
    let mut dice = Dice::new(seed, "street classes");
    for (number, link) in links.iter_mut().enumerate() {
        let place = if link.area == NONE { Place::Rural } else { areas.list[link.area as usize].place };
        let load = tree.load[number];
        if let Some(bridge) = link.bridge {
            let walk = land.bridges[bridge as usize].1;
            link.class = if walk { Class::Primary } else { Class::Trunk };
            continue;
        }
        link.class = match (tree.between[number], load) {
            (Some(class), _) => class,
            (None, 10..) => Class::Secondary,
            (None, 2..) => Class::Tertiary,
            _ if place == Place::Rural => Class::Unclassified,
            _ => Class::Residential,
        };
        if !tree.kept[number] && link.class >= Class::Unclassified {
            befall(link, place, &mut dice);
        }
    }
}

/// Gives a street that nothing depends on one of the fates of its kind of place.
fn befall(link: &mut Link, place: Place, dice: &mut Dice) {
    let mut draw = dice.unit();
    for (fate, chance) in fates(place).into_iter().enumerate() {
        if draw >= chance {
            draw -= chance;
            continue;
        }
        match fate {
            0 => link.metres = 0.0,
            1 if place == Place::Centre => link.class = Class::Pedestrian,
            1 => link.class = Class::Footway,
            2 => link.class = Class::Steps,
            3 => link.class = Class::Cycleway,
            4 => (link.class, link.private) = (Class::Service, true),
            _ => link.one_way = true,
        }
        return;
    }
    if place == Place::Rural && dice.chance(0.3) {
        link.class = Class::Track;
    } else {
        link.bollard = dice.chance(0.012);
    }
}

/// Takes away the streets whose fate was not to be (length 0) and rebuilds the rows and the tree's numbers.
fn drop_lost(streets: &mut Streets) {
    let mut number = vec![NONE; streets.links.len()];
    let mut kept = Vec::with_capacity(streets.links.len());
    for (old, link) in streets.links.drain(..).enumerate() {
        if link.metres > 0.0 {
            number[old] = kept.len() as u32;
            kept.push(link);
        }
    }
    streets.links = kept;
    streets.tree.renumber(&number);
    (streets.first, streets.beside) = rows(streets.nodes.len(), &streets.links);
}

/// Whether a settlement is large enough for main roads and trains to call.
pub(crate) fn is_major(kind: Kind) -> bool {
    !matches!(kind, Kind::Village | Kind::Estate)
}
