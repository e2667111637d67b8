//! The lie of the land: coast, estuary, settlements and how densely people live where.

use crate::dice::{Dice, Noise, smooth_step};
use crate::settlements::{self, Kind, Settlement};

/// Where the region's middle lies: on the Dogger Bank in the North Sea, where nobody lives.
pub(crate) const ORIGIN_LON: f64 = 3.0;
/// See [`ORIGIN_LON`].
pub(crate) const ORIGIN_LAT: f64 = 55.2;
const METRES_PER_DEGREE: f64 = 111_195.08;
/// Street blocks for each neighbourhood of about 1,500 people.
pub(crate) const BLOCKS_PER_AREA: f64 = 62.0;
/// Blocks per square kilometre of open country.
const RURAL_BLOCKS: f64 = 2.6;

/// A place on the plane, metres east and north of the region's south-west corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Spot {
    pub(crate) x: f64,
    pub(crate) y: f64,
}

impl Spot {
    pub(crate) fn metres_to(self, other: Spot) -> f64 {
        (self.x - other.x).hypot(self.y - other.y)
    }
}

/// The shape of the region before any street is drawn.
pub(crate) struct Land {
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) settlements: Vec<Settlement>,
    /// East–west positions of the bridges, metres, and whether people may walk over them.
    pub(crate) bridges: Vec<(f64, bool)>,
    noise: Noise,
    scale: f64,
    bins: Vec<Vec<u32>>,
    bin_columns: usize,
}

const BIN_METRES: f64 = 2_000.0;

impl Land {
    pub(crate) fn new(areas: usize, seed: u64) -> Self {
        let scale = (areas as f64 / 300.0).sqrt();
        let mut land = Self {
            width: 24_000.0 * scale,
            height: 19_000.0 * scale,
            settlements: Vec::new(),
            bridges: Vec::new(),
            noise: Noise::new(seed, "land"),
            scale,
            bins: Vec::new(),
            bin_columns: 0,
        };
        land.settlements = settlements::lay_out(&land, areas, seed);
        land.fill_bins();
        land.place_bridges(seed);
        land
    }

    /// Longitude and latitude, WGS 84 degrees.
    pub(crate) fn lon_lat(&self, spot: Spot) -> (f64, f64) {
        let lat = ORIGIN_LAT + (spot.y - self.height / 2.0) / METRES_PER_DEGREE;
        let shrink = METRES_PER_DEGREE * ORIGIN_LAT.to_radians().cos();
        (ORIGIN_LON + (spot.x - self.width / 2.0) / shrink, lat)
    }

    /// The middle of the river at a distance east.
    pub(crate) fn river_y(&self, x: f64) -> f64 {
        let bend = self.noise.at(x, 17.0, 7_000.0) * 900.0 + self.noise.at(x, 900.0, 2_300.0) * 160.0;
        self.height * 0.48 + bend * self.scale.min(1.0)
    }

    /// Half the river's width at a distance east: a river in the west, an estuary at the coast.
    pub(crate) fn river_half_width(&self, x: f64) -> f64 {
        let along = x / self.width;
        (105.0 + 120.0 * along + 1_800.0 * smooth_step(0.44, 0.9, along)) * self.scale.clamp(0.6, 1.0)
            + 45.0 * self.noise.at(x, -40.0, 700.0)
    }

    /// The coast's distance east at a distance north.
    pub(crate) fn coast_x(&self, y: f64) -> f64 {
        let noise = self.noise;
        self.width * (0.845 + 0.065 * noise.at(y, 3.0, self.height / 4.0))
            + 420.0 * self.scale.min(1.0) * noise.at(y, 5.0, 1_900.0)
    }

    /// Whether a place is dry and within the region.
    pub(crate) fn is_land(&self, spot: Spot) -> bool {
        self.within_region(spot) && self.metres_from_water(spot) > 0.0
    }

    /// Whether a place lies north of the river.
    pub(crate) fn is_north(&self, spot: Spot) -> bool {
        spot.y > self.river_y(spot.x)
    }

    /// Metres to the river or the sea, about; negative in the water.
    pub(crate) fn metres_from_water(&self, spot: Spot) -> f64 {
        let river = (spot.y - self.river_y(spot.x)).abs() - self.river_half_width(spot.x);
        river.min(self.coast_x(spot.y) - spot.x)
    }

    fn within_region(&self, spot: Spot) -> bool {
        let u = (spot.x / self.width - 0.5) * 2.0;
        let v = (spot.y / self.height - 0.5) * 2.0;
        let wobble = 0.05 * self.noise.at(spot.x, spot.y, self.width / 6.0);
        let edge = (u.abs().powi(4) + v.abs().powi(4)).powf(0.25);
        edge < 0.95 + wobble.min(0.04)
    }

    fn fill_bins(&mut self) {
        self.bin_columns = (self.width / BIN_METRES) as usize + 4;
        let rows = (self.height / BIN_METRES) as usize + 4;
        self.bins = vec![Vec::new(); self.bin_columns * rows];
        for (number, settlement) in self.settlements.iter().enumerate() {
            let reach = settlement.radius * 2.8 + BIN_METRES;
            for (bin, list) in self.bins.iter_mut().enumerate() {
                let middle = Spot {
                    x: ((bin % self.bin_columns) as f64 - 0.5) * BIN_METRES,
                    y: ((bin / self.bin_columns) as f64 - 0.5) * BIN_METRES,
                };
                if middle.metres_to(settlement.spot) < reach {
                    list.push(number as u32);
                }
            }
        }
    }

    /// The settlements that may shape a place.
    pub(crate) fn near(&self, spot: Spot) -> &[u32] {
        let column = (spot.x / BIN_METRES + 1.0).max(0.0) as usize;
        let row = (spot.y / BIN_METRES + 1.0).max(0.0) as usize;
        if column >= self.bin_columns {
            return &[];
        }
        self.bins.get(row * self.bin_columns + column).map_or(&[], Vec::as_slice)
    }

    /// Street blocks per square kilometre.
    pub(crate) fn density(&self, spot: Spot) -> f64 {
        let built: f64 = self
            .near(spot)
            .iter()
            .map(|number| {
                let settlement = &self.settlements[*number as usize];
                let apart = spot.metres_to(settlement.spot) / settlement.radius;
                settlement.peak * (-apart * apart).exp()
            })
            .sum();
        let dry = self.metres_from_water(spot);
        let shore = 26.0 * smooth_step(420.0, 60.0, dry.abs());
        if dry > 0.0 {
            return RURAL_BLOCKS + built + shore;
        }
        // Water needs enough cells that the two banks never touch, and a shore as fine as the streets beside it.
        let narrow = if self.in_river(spot) { 190.0 } else { 3.0 };
        let near_shore = if dry > -160.0 { built.min(260.0) } else { 0.0 };
        RURAL_BLOCKS + shore + near_shore + narrow * smooth_step(-420.0, -60.0, dry)
    }

    fn in_river(&self, spot: Spot) -> bool {
        (spot.y - self.river_y(spot.x)).abs() < self.river_half_width(spot.x) && spot.x < self.coast_x(spot.y)
    }

    fn place_bridges(&mut self, seed: u64) {
        let mut dice = Dice::new(seed, "bridges");
        // (city centre, old bridge upstream, road bridge downstream), then more as the region grows.
        let mut along = vec![(0.455, true), (0.24, true), (0.585, false)];
        let further = ((self.scale - 1.0) * 3.0).max(0.0) as usize;
        along.extend((0..further).map(|n| {
            let share = (n as f64 + dice.between(0.2, 0.8)) / further as f64;
            (0.06 + 0.62 * share, n % 3 != 2)
        }));
        self.bridges = along.into_iter().map(|(u, walk)| (u * self.width, walk)).collect();
        self.bridges.sort_by(|a, b| a.0.total_cmp(&b.0));
    }

    /// The settlement that a place belongs to: the one that weighs most there.
    pub(crate) fn settlement_at(&self, spot: Spot) -> Option<usize> {
        let weight = |number: usize| {
            let settlement = &self.settlements[number];
            let apart = spot.metres_to(settlement.spot) / settlement.radius;
            if apart > 2.2 { 0.0 } else { settlement.peak.sqrt() * (-apart * apart).exp() * settlement.kind.pull() }
        };
        self.near(spot)
            .iter()
            .map(|number| (*number as usize, weight(*number as usize)))
            .filter(|(_, w)| *w > 0.0)
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(number, _)| number)
    }

    /// The settlement nearest to a place, of those that are towns.
    pub(crate) fn nearest_town(&self, spot: Spot) -> usize {
        let distance = |settlement: &Settlement| settlement.spot.metres_to(spot) - settlement.radius;
        (0..self.settlements.len())
            .filter(|n| self.settlements[*n].kind != Kind::Estate)
            .min_by(|a, b| distance(&self.settlements[*a]).total_cmp(&distance(&self.settlements[*b])))
            .unwrap_or(0)
    }
}
