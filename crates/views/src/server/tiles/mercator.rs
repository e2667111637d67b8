//! The square that web maps lay the Earth on: x to the east and y to the south, both 0 to 1.

/// A place on the square.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::server) struct Flat {
    pub x: f64,
    pub y: f64,
}

/// Where the square ends, degrees north and south.
const END_DEGREES: f64 = 85.051_128_78;

/// From degrees.
pub(in crate::server) fn flat(lon: f64, lat: f64) -> Flat {
    let sin = lat.clamp(-END_DEGREES, END_DEGREES).to_radians().sin();
    let y = 0.5 - ((1.0 + sin) / (1.0 - sin)).ln() / (4.0 * std::f64::consts::PI);
    Flat { x: lon / 360.0 + 0.5, y }
}

/// Back to degrees: longitude, latitude.
pub(in crate::server) fn from_flat(place: Flat) -> (f64, f64) {
    let lat = (std::f64::consts::PI * (1.0 - 2.0 * place.y)).sinh().atan().to_degrees();
    ((place.x - 0.5) * 360.0, lat)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        assert_eq!(flat(0.0, 0.0), Flat { x: 0.5, y: 0.5 });
        // The corner of tile 1/1/0 of the world, by the definition of web Mercator.
        assert!(flat(0.0, 85.051_128_78).y.abs() < 1e-4);
        let (lon, lat) = from_flat(flat(-2.99, 51.58));
        assert!((lon + 2.99).abs() < 1e-9 && (lat - 51.58).abs() < 1e-9);
    }
}
