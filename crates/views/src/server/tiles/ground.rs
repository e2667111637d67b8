//! What tiles are drawn of, on the plane of web maps, each with the box around it.

use geo_types::{Coord, LineString};
use lynchpin_network::Network;
use lynchpin_network::ids::LinkId;
use lynchpin_network::streets::StreetGraph;
use lynchpin_network::streets::tags::RoadClass;

use super::clip::Frame;
use super::mercator::{Flat, flat};
use crate::server::book::Book;

/// Areas, borders and streets of a pack.
#[derive(Debug)]
pub(in crate::server) struct Ground {
    /// Rings per neighbourhood, polygon by polygon, outer first.
    pub(super) areas: Vec<Area>,
    /// Borders per level after the first, place by place.
    pub(super) borders: Vec<(String, Vec<Line>)>,
    /// Streets from the widest to the narrowest.
    pub(super) streets: [Vec<Line>; 3],
    /// South-west and north-east corner of the areas, longitude and latitude: `[west, south, east, north]`.
    pub(in crate::server) bounds: [f64; 4],
}

/// A neighbourhood.
#[derive(Debug)]
pub(super) struct Area {
    pub number: u32,
    pub frame: Frame,
    pub polygons: Vec<Vec<Vec<Flat>>>,
    /// Where it is, for those without an outline.
    pub point: Option<Flat>,
}

/// A border or a street.
#[derive(Debug)]
pub(super) struct Line {
    pub frame: Frame,
    pub points: Vec<Flat>,
    /// The place whose border it is.
    pub number: u32,
}

impl Ground {
    /// From what is to be shown and, where the pack has streets, its network.
    pub fn new(book: &Book, network: Option<&Network>) -> Self {
        let areas: Vec<Area> = (0..book.outlines.len()).map(|at| area(book, at)).collect();
        let borders = (1..book.levels.len()).map(|level| (book.levels[level].id.clone(), borders(book, level)));
        Self {
            bounds: bounds(book, network),
            borders: borders.collect(),
            streets: network.map_or_else(Default::default, streets),
            areas,
        }
    }
}

fn area(book: &Book, at: usize) -> Area {
    let ring = |line: &LineString<f64>| line.0.iter().map(|c| flat(c.x, c.y)).collect::<Vec<_>>();
    let polygons: Vec<Vec<Vec<Flat>>> = book.outlines[at]
        .iter()
        .flatten()
        .map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(ring).collect())
        .collect();
    let point = book.levels[0].points[at].filter(|_| polygons.is_empty()).map(|(lon, lat)| flat(lon, lat));
    let frame = Frame::around(polygons.iter().flatten().flatten().copied().chain(point));
    Area { number: at as u32, frame, polygons, point }
}

fn borders(book: &Book, level: usize) -> Vec<Line> {
    let line = |(place, coords): (usize, Vec<Coord<f64>>)| {
        let points: Vec<Flat> = coords.into_iter().map(|c| flat(c.x, c.y)).collect();
        Line { frame: Frame::around(points.iter().copied()), points, number: place as u32 }
    };
    let of_place = book.borders(level).into_iter().enumerate();
    of_place.flat_map(|(place, lines)| lines.into_iter().map(move |l| (place, l))).map(line).collect()
}

/// Streets to drive on, then those that are only walked.
fn streets(network: &Network) -> [Vec<Line>; 3] {
    let mut all: [Vec<Line>; 3] = Default::default();
    let graphs = [(&network.streets.drive, false), (&network.streets.walk, true)];
    for (graph, only_paths) in graphs {
        for (number, link) in graph.links().iter().enumerate() {
            let width = width(link.road_class());
            if only_paths && width < 2 {
                continue;
            }
            all[width].push(street(graph, number));
        }
    }
    all
}

fn street(graph: &StreetGraph, number: usize) -> Line {
    let shape = graph.link_shape(LinkId::from(number));
    let points: Vec<Flat> = shape.iter().map(|p| flat(p.lon(), p.lat())).collect();
    Line { frame: Frame::around(points.iter().copied()), points, number: 0 }
}

/// 0 for main roads, 1 for streets, 2 for service roads and paths.
fn width(class: RoadClass) -> usize {
    use RoadClass::{
        LivingStreet, Motorway, MotorwayLink, Primary, PrimaryLink, Residential, Road, Secondary, SecondaryLink,
        Tertiary, TertiaryLink, Trunk, TrunkLink, Unclassified,
    };
    match class {
        Motorway | MotorwayLink | Trunk | TrunkLink | Primary | PrimaryLink | Secondary | SecondaryLink => 0,
        Tertiary | TertiaryLink | Unclassified | Residential | LivingStreet | Road => 1,
        _ => 2,
    }
}

/// The box around areas, or around points or streets where there are none.
fn bounds(book: &Book, network: Option<&Network>) -> [f64; 4] {
    let corners = book.outlines.iter().flatten().flatten().flat_map(|p| p.exterior().0.iter().map(|c| (c.x, c.y)));
    let points = book.levels[0].points.iter().flatten().copied();
    let none = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
    let found =
        corners.chain(points).fold(none, |b, (lon, lat)| [b[0].min(lon), b[1].min(lat), b[2].max(lon), b[3].max(lat)]);
    if found[0] < found[2] {
        return found;
    }
    let streets = network.map(|n| n.meta.bounds_e7).filter(|b| b[0][0] < b[1][0]);
    streets.map_or([-8.0, 49.8, 2.0, 59.0], |[low, high]| {
        [low[0], low[1], high[0], high[1]].map(|e7| f64::from(e7) * 1e-7)
    })
}
