//! Neighbours by distance as the crow flies.

use super::Links;

/// Mean radius of the Earth, metres.
const EARTH_METRES: f64 = 6_371_008.8;

/// Links each area to the `count` others whose points are nearest; of equals the first in the order of areas. Points are `(lon, lat)` degrees.
pub fn nearest(points: &[(f64, f64)], count: usize) -> Vec<Links> {
    let sphere = Sphere::new(points);
    let of = |area: usize| {
        let mut best: Vec<(f64, u32)> = Vec::with_capacity(count + 1);
        sphere.outward(area, |distance, other| {
            let found = (distance, other);
            if best.len() < count || best.last().is_some_and(|last| found < *last) {
                best.insert(best.partition_point(|kept| *kept < found), found);
                best.truncate(count);
            }
            if best.len() < count { f64::INFINITY } else { best.last().map_or(f64::INFINITY, |last| last.0) }
        });
        best.into_iter().map(|(_, other)| (other, 1.0)).collect()
    };
    (0..points.len()).map(of).collect()
}

/// Links each area to all others whose points lie within `metres`.
pub fn distance_band(points: &[(f64, f64)], metres: f64) -> Vec<Links> {
    let sphere = Sphere::new(points);
    let reach = 2.0 * (metres / EARTH_METRES / 2.0).min(std::f64::consts::FRAC_PI_2).sin();
    let of = |area: usize| {
        let mut within: Links = Vec::new();
        sphere.outward(area, |distance, other| {
            if distance <= reach {
                within.push((other, 1.0));
            }
            reach
        });
        within
    };
    (0..points.len()).map(of).collect()
}

/// Points on the unit sphere, from south to north. Chords stand for distances: they order alike, and a difference of latitudes never exceeds one.
struct Sphere {
    at: Vec<[f64; 3]>,
    northward: Vec<u32>,
    place: Vec<u32>,
}

impl Sphere {
    fn new(points: &[(f64, f64)]) -> Self {
        let unit = |(lon, lat): &(f64, f64)| {
            let (lon, lat) = (lon.to_radians(), lat.to_radians());
            [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
        };
        let at: Vec<[f64; 3]> = points.iter().map(unit).collect();
        let mut northward: Vec<u32> = (0..at.len() as u32).collect();
        northward.sort_by(|a, b| at[*a as usize][2].total_cmp(&at[*b as usize][2]));
        let mut place = vec![0; at.len()];
        northward.iter().enumerate().for_each(|(i, area)| place[*area as usize] = i as u32);
        Self { at, northward, place }
    }

    /// Calls with the chord to every other area that may be wanted; the call returns the chord beyond which none is.
    fn outward(&self, area: usize, mut call: impl FnMut(f64, u32) -> f64) {
        let here = self.at[area];
        let own = self.place[area] as usize;
        let mut limit = f64::INFINITY;
        let (mut below, mut above) = (own, own + 1);
        loop {
            let gap = |place: Option<usize>| {
                let other = self.northward.get(place?)?;
                let away = (self.at[*other as usize][2] - here[2]).abs();
                (away <= limit).then_some((away, *other))
            };
            let (south, north) = (gap(below.checked_sub(1)), gap(Some(above)));
            let other = match (south, north) {
                (None, None) => return,
                (Some(s), Some(n)) if s.0 > n.0 => {
                    above += 1;
                    n.1
                }
                (None, Some(n)) => {
                    above += 1;
                    n.1
                }
                (Some(s), _) => {
                    below -= 1;
                    s.1
                }
            };
            let there = self.at[other as usize];
            let chord: f64 = here.iter().zip(there).map(|(a, b)| (a - b).powi(2)).sum();
            limit = call(chord.sqrt(), other);
        }
    }
}
