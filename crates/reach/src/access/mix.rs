//! People with and without a car: `A_i = (1 − n_i) · A_i^car + n_i · A_i^PT`.

/// Mixes two measures of the same origin by its share of households without a car, 0 to 1; `None` where that is no share.
pub fn mix_by_car(by_car: f64, by_transit: f64, share_without_car: f64) -> Option<f64> {
    let is_share = (0.0..=1.0).contains(&share_without_car);
    is_share.then_some((1.0 - share_without_car) * by_car + share_without_car * by_transit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_weigh_the_modes() {
        assert_eq!(mix_by_car(1_000.0, 200.0, 0.25), Some(800.0));
        assert_eq!(mix_by_car(1_000.0, 200.0, 1.0), Some(200.0));
        assert_eq!(mix_by_car(1_000.0, 200.0, 25.0), None);
        assert_eq!(mix_by_car(1_000.0, 200.0, f64::NAN), None);
    }
}
