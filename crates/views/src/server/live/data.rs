//! What every room shares: the network, the grid, what there is to reach, and where all of it meets the streets.

use jiff::civil::Date;
use lynchpin_network::Network;
use lynchpin_network::geometry::Point;
use lynchpin_network::streets::{Snap, StreetGraph};
use lynchpin_pack::config::Run;
use lynchpin_reach::fares::Tariff;

use super::grid::Grid;
use super::setting::TravelMode;

/// The bands that travel times are shown in: within so many minutes.
pub(in crate::server) const BANDS_MINUTES: [u16; 4] = [15, 30, 45, 60];

/// A point farther than this from any street is not linked, metres (Lynchpin default, as in runs).
pub(super) const LINK_METRES: f64 = 1_000.0;

/// Places of one kind that can be reached, such as workplaces.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Where they are, longitude and latitude.
    pub points: Vec<Option<(f64, f64)>>,
    /// What to call each of them.
    pub names: Vec<String>,
    /// What there is at them.
    pub columns: Vec<OfferColumn>,
    /// Publishers and licences, as one line.
    pub sources: String,
}

/// Amounts at places.
#[derive(Clone, Debug)]
pub struct OfferColumn {
    /// Short name.
    pub id: String,
    /// What to call it.
    pub label: String,
    /// Its unit.
    pub unit: String,
    /// How it was made.
    pub method: String,
    /// The amount at each place.
    pub amounts: Vec<f64>,
    /// Its lower and upper bound at each place, where it has them.
    pub bounds: Option<[Vec<f64>; 2]>,
}

/// What live answers are made of.
pub struct LiveInput {
    /// Streets and timetable.
    pub network: Network,
    /// The day asked for unless another is.
    pub date: Date,
    /// Walking speed and limits.
    pub run: Run,
    /// What there is to reach.
    pub offers: Vec<Offer>,
}

/// What live answers are made of, linked to the streets.
pub struct Live {
    pub(in crate::server) network: Network,
    pub(in crate::server) date: Date,
    pub(in crate::server) run: Run,
    pub(in crate::server) offers: Vec<Offer>,
    pub(in crate::server) grid: Grid,
    pub(super) tariff: Option<Tariff>,
    walk: Vec<Snap>,
    cycle: Vec<Snap>,
    drive: Vec<Snap>,
}

impl Live {
    /// Links cells and offers to the streets of every mode; `bounds` are `[west, south, east, north]` degrees.
    pub(in crate::server) fn new(input: LiveInput, bounds: [f64; 4]) -> Self {
        let LiveInput { network, date, run, offers } = input;
        let grid = Grid::over(bounds);
        let targets = |graph: &StreetGraph| targets(graph, &grid, &offers);
        let streets = &network.streets;
        let [walk, cycle, drive] = [targets(&streets.walk), targets(&streets.cycle), targets(&streets.drive)];
        let priced = network.timetable.as_ref().filter(|t| !t.fares.attributes.is_empty());
        // A feed whose fares cannot be used leaves journeys without a price, as if it had none.
        let tariff = priced.and_then(|t| Tariff::from_feeds(t, None, None).ok());
        Self { network, date, run, offers, grid, tariff, walk, cycle, drive }
    }

    pub(super) fn graph(&self, mode: TravelMode) -> &StreetGraph {
        let streets = &self.network.streets;
        match mode {
            TravelMode::Transit | TravelMode::Walk => &streets.walk,
            TravelMode::Cycle => &streets.cycle,
            TravelMode::Car => &streets.drive,
        }
    }

    /// The cells of the grid, then the places of each offer.
    pub(super) fn targets(&self, mode: TravelMode) -> &[Snap] {
        match mode {
            TravelMode::Transit | TravelMode::Walk => &self.walk,
            TravelMode::Cycle => &self.cycle,
            TravelMode::Car => &self.drive,
        }
    }

    /// Where a point meets the streets of a mode.
    pub(super) fn snap(&self, mode: TravelMode, point: Point) -> Option<Snap> {
        self.graph(mode).snap(point, LINK_METRES)
    }

    /// The longest travel time that is looked for, minutes.
    pub(super) fn max_minutes() -> u32 {
        u32::from(BANDS_MINUTES[BANDS_MINUTES.len() - 1])
    }

    /// A column of the offers, counted through all of them.
    pub(in crate::server) fn column(&self, at: usize) -> Option<&OfferColumn> {
        self.offers.iter().flat_map(|o| &o.columns).nth(at)
    }

    /// Who published the places of a column.
    pub(in crate::server) fn sources(&self, at: usize) -> Option<&str> {
        let each = self.offers.iter().flat_map(|o| o.columns.iter().map(|_| o.sources.as_str()));
        each.into_iter().nth(at)
    }

    /// Whether there is a timetable.
    pub(in crate::server) fn has_timetable(&self) -> bool {
        self.network.timetable.is_some()
    }
}

fn targets(graph: &StreetGraph, grid: &Grid, offers: &[Offer]) -> Vec<Snap> {
    // A cell is coloured where it holds a street: further away nobody would look for one.
    let reach = grid.half_diagonal_metres();
    let snap = |point: Option<Point>, metres| point.and_then(|p| graph.snap(p, metres)).unwrap_or(Snap::NOWHERE);
    let mut all: Vec<Snap> = grid.middles().map(|p| snap(p, reach)).collect();
    for offer in offers {
        let points = offer.points.iter().map(|p| p.and_then(|(lon, lat)| Point::from_degrees(lon, lat)));
        all.extend(points.map(|p| snap(p, LINK_METRES)));
    }
    all
}
