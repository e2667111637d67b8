//! From degrees to metres on a flat page, north up.

/// Mean radius of the Earth, metres.
const EARTH_METRES: f64 = 6_371_008.8;

/// A transverse Mercator projection on the sphere, true to shape, centred on one meridian: over Great Britain its scale is out by less than
/// half a percent, which a page cannot show.
#[derive(Clone, Copy, Debug)]
pub struct Projection {
    centre_lon: f64,
}

impl Projection {
    /// Centred on this longitude, degrees.
    pub fn centred_on(lon: f64) -> Self {
        Self { centre_lon: lon }
    }

    /// Metres east of the centre and north of the equator.
    pub fn metres(&self, lon: f64, lat: f64) -> (f64, f64) {
        let (phi, lambda) = (lat.to_radians(), (lon - self.centre_lon).to_radians());
        let b = (phi.cos() * lambda.sin()).clamp(-0.999_999, 0.999_999);
        (EARTH_METRES * b.atanh(), EARTH_METRES * phi.tan().atan2(lambda.cos()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_degree_north_and_a_degree_east_have_their_length() {
        let p = Projection::centred_on(-2.0);
        let (x0, y0) = p.metres(-2.0, 53.0);
        let (_, y1) = p.metres(-2.0, 54.0);
        let (x1, _) = p.metres(-1.0, 53.0);
        assert!(x0.abs() < 1e-6);
        let degree = EARTH_METRES.to_radians();
        assert!((y1 - y0 - degree).abs() < 1.0);
        assert!((x1 / (degree * 53_f64.to_radians().cos()) - 1.0).abs() < 1e-3);
    }
}
