//! Cities, towns, estates and pit villages: how many, how large, and where.

use crate::dice::Dice;
use crate::land::{BLOCKS_PER_AREA, Land, Spot};
use crate::names::Names;

/// What sort of settlement it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// The centre of a city region and its suburbs.
    City,
    /// A town across the water from the centre, old docks and terraces.
    Southbank,
    /// A council estate at the edge of the city.
    Estate,
    /// A seaside town that has seen better days.
    Coast,
    /// A pit village or town of the former coalfield.
    Coalfield,
    /// A market town.
    Town,
    /// A village.
    Village,
}

impl Kind {
    /// How strongly a settlement of this kind claims the ground between it and its neighbours.
    pub(crate) fn pull(self) -> f64 {
        match self {
            Kind::Estate | Kind::Southbank => 1.6,
            _ => 1.0,
        }
    }
}

/// One settlement.
#[derive(Clone, Debug)]
pub(crate) struct Settlement {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) spot: Spot,
    /// Distance at which the density has fallen to a third, metres.
    pub(crate) radius: f64,
    /// Blocks per square kilometre in the middle.
    pub(crate) peak: f64,
    /// The city whose region it belongs to.
    pub(crate) city: usize,
}

/// Neighbourhoods per city region beyond the first.
const CLUSTER: f64 = 600.0;

struct Layout<'a> {
    land: &'a Land,
    names: Names,
    dice: Dice,
    made: Vec<Settlement>,
}

/// Lays out the settlements of a region of `areas` neighbourhoods.
pub(crate) fn lay_out(land: &Land, areas: usize, seed: u64) -> Vec<Settlement> {
    let total = areas as f64;
    let clusters = ((total - 300.0) / CLUSTER).round().max(0.0) as usize;
    let main = if clusters == 0 { total } else { total / (clusters as f64 + 1.0) };
    let mut layout = Layout { land, names: Names::new(seed), dice: Dice::new(seed, "settlements"), made: Vec::new() };
    layout.main_region(main);
    for _ in 0..clusters {
        layout.further_region((total - main) / clusters as f64);
    }
    layout.made
}

impl Layout<'_> {
    fn add(&mut self, kind: Kind, spot: Spot, areas: f64, city: usize) -> usize {
        // People per square kilometre in the middle, by kind.
        let people = match kind {
            Kind::City => 5_600.0,
            Kind::Southbank | Kind::Estate => 5_200.0,
            Kind::Coast => 4_800.0,
            Kind::Coalfield | Kind::Town => 4_000.0,
            Kind::Village => 2_000.0,
        };
        let radius = (areas * 1_500.0 / people / std::f64::consts::PI).sqrt() * 1_000.0;
        let ending = match kind {
            Kind::City if self.made.is_empty() => "mouth",
            Kind::Coast => "ness",
            Kind::Southbank => "haven",
            _ => "",
        };
        let name = self.names.place(ending);
        let peak = people / 1_500.0 * BLOCKS_PER_AREA;
        let spot = self.dry(spot);
        self.made.push(Settlement { name, kind, spot, radius, peak, city });
        self.made.len() - 1
    }

    /// The spot, or the nearest dry one on a spiral about it.
    fn dry(&self, spot: Spot) -> Spot {
        (0..400)
            .map(|n| {
                let (turn, out) = (f64::from(n) * 2.4, f64::from(n).sqrt() * 160.0);
                Spot { x: spot.x + out * turn.cos(), y: spot.y + out * turn.sin() }
            })
            .find(|s| self.land.is_land(*s) && self.land.metres_from_water(*s) > 260.0)
            .unwrap_or(spot)
    }

    fn main_region(&mut self, areas: f64) {
        // Distances grow with the city, not with the whole region.
        let unit = (areas / 300.0).sqrt();
        let (width, height) = (24_000.0 * unit, 19_000.0 * unit);
        let centre_x = self.land.width * 0.45;
        let river = self.land.river_y(centre_x);
        let at = |east: f64, north: f64| Spot { x: centre_x + east * width, y: river + north * height };
        let city = self.add(Kind::City, at(0.0, 0.085), areas * 0.43, 0);
        self.add(Kind::Southbank, at(0.025, -0.085), areas * 0.09, city);
        for (east, north) in [(-0.155, 0.27), (0.165, 0.245), (-0.09, -0.225)] {
            self.add(Kind::Estate, at(east, north), areas * 0.052, city);
        }
        let shore = |land: &Land, north: f64, inland: f64| {
            let y = land.river_y(land.width * 0.8) + north * height;
            Spot { x: land.coast_x(y) - inland, y }
        };
        let (first, second) = (shore(self.land, 0.32, 950.0 * unit), shore(self.land, -0.27, 800.0 * unit));
        self.add(Kind::Coast, first, areas * 0.065, city);
        self.add(Kind::Village, second, areas * 0.012, city);
        for (east, north) in [(-0.29, -0.19), (-0.21, -0.33), (-0.345, -0.31), (-0.11, -0.385)] {
            self.add(Kind::Coalfield, at(east, north), areas * 0.024, city);
        }
        self.add(Kind::Town, at(-0.34, 0.18), areas * 0.045, city);
        self.add(Kind::Town, at(0.2, -0.3), areas * 0.022, city);
        for (east, north) in [(-0.24, 0.36), (0.04, 0.39), (-0.4, 0.02), (0.29, 0.11), (0.07, -0.4), (0.22, 0.38)] {
            let size = areas * self.dice.between(0.005, 0.009);
            self.add(Kind::Village, at(east, north), size, city);
        }
    }

    fn further_region(&mut self, areas: f64) {
        let unit = (areas / 300.0).sqrt();
        let Some(middle) = self.free_spot(9_000.0 * unit) else {
            return;
        };
        let around =
            |turn: f64, out: f64| Spot { x: middle.x + turn.cos() * out * unit, y: middle.y + turn.sin() * out * unit };
        let start = self.dice.between(0.0, std::f64::consts::TAU);
        let city = self.made.len();
        self.add(Kind::City, middle, areas * 0.5, city);
        let coastal = self.land.metres_from_water(around(0.0, 8_000.0)) < 0.0;
        let kinds = [
            (Kind::Estate, 0.06, 4_300.0),
            (Kind::Coalfield, 0.035, 7_600.0),
            (Kind::Estate, 0.06, 4_300.0),
            (Kind::Town, 0.06, 7_400.0),
            (Kind::Coalfield, 0.035, 8_200.0),
            (Kind::Village, 0.012, 6_400.0),
            (if coastal { Kind::Coast } else { Kind::Town }, 0.06, 7_000.0),
            (Kind::Village, 0.01, 6_800.0),
        ];
        for (n, (kind, share, out)) in kinds.into_iter().enumerate() {
            let turn = start + (n as f64 + self.dice.between(-0.2, 0.2)) * std::f64::consts::TAU / 8.0;
            let spot = if kind == Kind::Coast {
                let y = around(turn, out).y;
                Spot { x: self.land.coast_x(y) - 900.0, y }
            } else {
                around(turn, out)
            };
            if self.land.is_land(spot) {
                self.add(kind, spot, areas * share, city);
            }
        }
    }

    /// A dry place well away from the cities made so far; a closer one after many tries.
    fn free_spot(&mut self, apart: f64) -> Option<Spot> {
        for attempt in 0..4_000 {
            let spot = Spot {
                x: self.dice.between(0.05, 0.9) * self.land.width,
                y: self.dice.between(0.05, 0.95) * self.land.height,
            };
            let needed = apart * (1.9 - f64::from(attempt) / 3_000.0).max(0.3);
            let clear = self.made.iter().filter(|s| s.kind == Kind::City).all(|s| s.spot.metres_to(spot) > needed);
            if clear && self.land.is_land(spot) && self.land.metres_from_water(spot) > 1_200.0 {
                return Some(spot);
            }
        }
        None
    }
}
