//! Points on the Earth in the resolution that OpenStreetMap uses.

use bytemuck::{Pod, Zeroable};

/// Mean Earth radius, metres (IUGG).
const EARTH_RADIUS_METRES: f64 = 6_371_008.8;

/// A WGS 84 position in units of 1e-7 degrees (about 1 cm).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Pod, Zeroable)]
#[repr(C)]
pub struct Point {
    /// Longitude, 1e-7 degrees east.
    pub lon_e7: i32,
    /// Latitude, 1e-7 degrees north.
    pub lat_e7: i32,
}

impl Point {
    /// From degrees; `None` where a coordinate is not finite or not on the Earth.
    pub fn from_degrees(lon: f64, lat: f64) -> Option<Self> {
        let on_earth = lon.abs() <= 180.0 && lat.abs() <= 90.0;
        on_earth.then(|| Self { lon_e7: (lon * 1e7).round() as i32, lat_e7: (lat * 1e7).round() as i32 })
    }

    /// Longitude, degrees.
    pub fn lon(self) -> f64 {
        f64::from(self.lon_e7) * 1e-7
    }

    /// Latitude, degrees.
    pub fn lat(self) -> f64 {
        f64::from(self.lat_e7) * 1e-7
    }

    /// Great-circle distance, metres (haversine).
    pub fn metres_to(self, other: Self) -> f64 {
        let (a, b) = (self.lat().to_radians(), other.lat().to_radians());
        let half_lat = ((b - a) / 2.0).sin();
        let half_lon = ((other.lon() - self.lon()).to_radians() / 2.0).sin();
        let h = half_lat * half_lat + a.cos() * b.cos() * half_lon * half_lon;
        2.0 * EARTH_RADIUS_METRES * h.sqrt().min(1.0).asin()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_degree_of_latitude_is_111_km() {
        let a = Point::from_degrees(-3.0, 51.0).unwrap();
        let b = Point::from_degrees(-3.0, 52.0).unwrap();
        assert!((a.metres_to(b) - 111_195.08).abs() < 0.1);
    }

    #[test]
    fn positions_off_the_earth_are_refused() {
        assert_eq!(Point::from_degrees(f64::NAN, 51.0), None);
        assert_eq!(Point::from_degrees(-3.0, 91.0), None);
    }
}
