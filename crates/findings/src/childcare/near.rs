//! Points within a distance of a point.

/// Mean Earth radius, metres (IUGG).
const EARTH_RADIUS_METRES: f64 = 6_371_008.8;

/// Points sorted by latitude: all that lie near another stand in a narrow band of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Near {
    /// Latitude and longitude in degrees, and the position in the list given.
    points: Vec<(f64, f64, u32)>,
}

impl Near {
    /// Those of the points that are known, WGS 84 `(lon, lat)` degrees.
    pub fn new(points: impl IntoIterator<Item = Option<(f64, f64)>>) -> Self {
        let known = points.into_iter().zip(0..).filter_map(|(point, at)| point.map(|(lon, lat)| (lat, lon, at)));
        let mut points: Vec<_> = known.collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.2.cmp(&b.2)));
        Self { points }
    }

    /// Calls `each` with the position of every point within `metres` and the great-circle distance to it.
    pub fn within(&self, (lon, lat): (f64, f64), metres: f64, mut each: impl FnMut(u32, f64)) {
        let reach = (metres / EARTH_RADIUS_METRES).to_degrees();
        let first = self.points.partition_point(|point| point.0 < lat - reach);
        for &(other_lat, other_lon, at) in self.points[first..].iter().take_while(|point| point.0 <= lat + reach) {
            // Cheaper than the distance itself, and no longer: most points of the band lie far east or west.
            let least = (other_lon - lon).abs() * lat.abs().max(other_lat.abs()).to_radians().cos() * 0.99;
            if least > reach {
                continue;
            }
            let distance = metres_between((lon, lat), (other_lon, other_lat));
            if distance <= metres {
                each(at, distance);
            }
        }
    }
}

/// Great-circle distance (haversine), metres.
pub(crate) fn metres_between((lon, lat): (f64, f64), (other_lon, other_lat): (f64, f64)) -> f64 {
    let (a, b) = (lat.to_radians(), other_lat.to_radians());
    let half_lat = ((b - a) / 2.0).sin();
    let half_lon = ((other_lon - lon).to_radians() / 2.0).sin();
    let h = half_lat * half_lat + a.cos() * b.cos() * half_lon * half_lon;
    2.0 * EARTH_RADIUS_METRES * h.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn the_band_finds_what_comparing_all_pairs_finds(
            points in prop::collection::vec((-3.2_f64..-2.8, 53.2_f64..53.6), 1..60),
            at in (-3.2_f64..-2.8, 53.2_f64..53.6),
            metres in 1.0_f64..20_000.0,
        ) {
            let mut found = Vec::new();
            Near::new(points.iter().copied().map(Some)).within(at, metres, |point, distance| found.push((point, distance)));
            found.sort_by_key(|pair| pair.0);
            let all = (0..).zip(&points).map(|(place, point)| (place, metres_between(at, *point)));
            let brute: Vec<(u32, f64)> = all.filter(|pair| pair.1 <= metres).collect();
            prop_assert_eq!(found, brute);
        }
    }
}
