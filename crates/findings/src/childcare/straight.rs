//! Travel times where there is no network: straight lines, a detour and a speed.

use lynchpin_pack::config::ChildcareAccess;
use lynchpin_pack::tables::Tables;
use rayon::prelude::*;

use super::families::Families;
use super::near::Near;
use super::within::Within;

/// Children are counted within so many metres to say how densely an area is lived in.
const DENSITY_METRES: f64 = 2_000.0;
/// Speed by public transport ranges so far about that of the median area.
const SPEED_RANGE: (f64, f64) = (0.25, 1.5);
/// Walking speed, km/h.
const WALK_KMH: f64 = 4.8;

/// Providers within `stretch` times the limits of the pack, by car and by public transport (or on foot, where a walk is short enough and faster).
pub fn straight_lines(
    families: &Families,
    providers: &[Option<(f64, f64)>],
    speeds: &Speeds,
    access: &ChildcareAccess,
    stretch: f64,
) -> [Within; 2] {
    let near = Near::new(providers.iter().copied());
    let row = |area: usize, limit: f64, minutes: &(dyn Fn(f64) -> f64 + Sync)| {
        let mut row = Vec::new();
        if let Some(point) = families.points[area] {
            // A straight line is never longer than what the fastest way covers in the limit.
            let metres = limit * (1_000.0 / 60.0) * speeds.fastest_kmh(area) / access.detour;
            near.within(point, metres, |provider, metres| {
                let minutes = minutes(metres * access.detour);
                if minutes <= limit {
                    row.push((provider, minutes as f32));
                }
            });
            row.sort_unstable_by_key(|pair| pair.0);
        }
        row
    };
    let minutes = |metres: f64, kmh: f64| metres * 0.06 / kmh;
    let by_car =
        |area: usize| row(area, stretch * access.drive_minutes, &|metres| minutes(metres, speeds.drive_kmh[area]));
    let by_transit = |area: usize| {
        let ride = speeds.transit_kmh[area];
        row(area, stretch * access.transit_minutes, &|metres| {
            let walk = Some(minutes(metres, WALK_KMH)).filter(|walk| *walk <= stretch * access.walk_minutes);
            walk.unwrap_or(f64::INFINITY).min(minutes(metres, ride))
        })
    };
    let all = 0..families.points.len();
    let car: Vec<_> = all.clone().into_par_iter().map(by_car).collect();
    let transit: Vec<_> = all.into_par_iter().map(by_transit).collect();
    [Within::from_rows(car), Within::from_rows(transit)]
}

/// Door-to-door speeds by area, km/h.
#[derive(Clone, Debug, PartialEq)]
pub struct Speeds {
    /// By car.
    pub drive_kmh: Vec<f64>,
    /// By public transport.
    pub transit_kmh: Vec<f64>,
}

impl Speeds {
    /// Cars by how densely children live around, public transport by the pack's indicator, where it names one. An area without a value has the median.
    pub fn new(families: &Families, tables: &Tables, access: &ChildcareAccess) -> Self {
        let near = Near::new(families.points.iter().copied());
        let square_km = std::f64::consts::PI * (DENSITY_METRES / 1_000.0).powi(2);
        let drive = |point: &Option<(f64, f64)>| {
            let mut children = 0.0;
            if let Some(point) = point {
                near.within(*point, DENSITY_METRES, |area, _| children += families.children[area as usize]);
            }
            let class = access.density_breaks.iter().filter(|least| children / square_km >= **least).count();
            access.drive_kmh[class]
        };
        let indicator = access.transit_indicator.as_ref();
        let indicator = indicator.and_then(|id| tables.indicators.iter().find(|indicator| indicator.id == *id));
        let values: &[Option<f64>] = indicator.map_or(&[], |indicator| &indicator.values);
        let mut known: Vec<f64> = values.iter().copied().flatten().collect();
        known.sort_by(f64::total_cmp);
        let median = known.get(known.len() / 2).copied().filter(|median| *median > 0.0);
        let transit = |area: usize| {
            let value = values.get(area).copied().flatten().zip(median);
            let times = value.map_or(1.0, |(value, median)| (value / median).clamp(SPEED_RANGE.0, SPEED_RANGE.1));
            access.transit_kmh * times
        };
        Self {
            drive_kmh: families.points.par_iter().map(drive).collect(),
            transit_kmh: (0..families.points.len()).map(transit).collect(),
        }
    }

    fn fastest_kmh(&self, area: usize) -> f64 {
        self.drive_kmh[area].max(self.transit_kmh[area]).max(WALK_KMH)
    }
}
