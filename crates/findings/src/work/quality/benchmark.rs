//! Neighbourhoods drawn to the direct estimate of their district.

/// A rate on the logit scale, a hair away from 0 and 1.
pub fn logit(rate: f64) -> f64 {
    const EDGE: f64 = 1e-6;
    let rate = rate.clamp(EDGE, 1.0 - EDGE);
    (rate / (1.0 - rate)).ln()
}

/// Back from the logit scale.
pub fn expit(logit: f64) -> f64 {
    1.0 / (1.0 + (-logit).exp())
}

/// A direct estimate on the logit scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Direct {
    /// The estimate.
    pub logit: f64,
    /// Its sampling variance.
    pub variance: f64,
}

impl Direct {
    /// From a rate and its standard error, both `0..=1`; the variance by the delta method.
    pub fn of(rate: f64, standard_error: f64) -> Self {
        let held = rate.clamp(1e-6, 1.0 - 1e-6);
        Self { logit: logit(held), variance: (standard_error / (held * (1.0 - held))).powi(2) }
    }

    /// The weight of the direct estimate beside a synthetic one whose model has this variance: `model / (model + sampling)`.
    pub fn weight(&self, model_variance: f64) -> f64 {
        if self.variance == 0.0 { 1.0 } else { model_variance / (model_variance + self.variance) }
    }

    /// The composite on the logit scale: the synthetic estimate moved towards the direct one by its weight.
    ///
    /// A composite and not the direct estimate itself, as surveys of a local authority err by some points: an exact benchmark would hand that error to
    /// every neighbourhood. A direct estimate without error is met exactly.
    pub fn composite(&self, synthetic_logit: f64, model_variance: f64) -> f64 {
        synthetic_logit + self.weight(model_variance) * (self.logit - synthetic_logit)
    }
}

/// The shift on the logit scale at which `Σ weight · expit(logit + shift) / Σ weight` is `target`, by Newton's method held to a bracket.
///
/// `pairs` are `(logit of the rate, weight)`. One shift for all keeps each rate within 0 and 1 and the order of neighbourhoods as it is.
pub fn shift_to(pairs: &[(f64, f64)], target: f64) -> f64 {
    let total: f64 = pairs.iter().map(|p| p.1).sum();
    if total <= 0.0 {
        return 0.0;
    }
    let (mut low, mut high) = (-30.0, 30.0);
    let mut shift = 0.0;
    for _ in 0..60 {
        let (mut mean, mut slope) = (0.0, 0.0);
        for (logit, weight) in pairs {
            let rate = expit(logit + shift);
            mean += weight * rate;
            slope += weight * rate * (1.0 - rate);
        }
        let gap = mean / total - target;
        if gap.abs() < 1e-13 {
            break;
        }
        if gap > 0.0 {
            high = shift;
        } else {
            low = shift;
        }
        let newton = shift - gap / (slope / total).max(1e-12);
        shift = if newton > low && newton < high { newton } else { f64::midpoint(low, high) };
    }
    shift
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shift_meets_its_target_and_keeps_the_order() {
        let rates = [0.02, 0.4, 0.97];
        let pairs: Vec<(f64, f64)> = rates.iter().zip([5.0, 1.0, 3.0]).map(|(r, w)| (logit(*r), w)).collect();
        for target in [0.001, 0.3, 0.8, 0.999] {
            let shift = shift_to(&pairs, target);
            let moved: Vec<f64> = pairs.iter().map(|p| expit(p.0 + shift)).collect();
            let mean = moved.iter().zip(&pairs).map(|(r, p)| r * p.1).sum::<f64>() / 9.0;
            assert!((mean - target).abs() < 1e-9, "{mean} for {target}");
            assert!(moved.is_sorted() && moved.iter().all(|r| (0.0..=1.0).contains(r)));
        }
    }

    #[test]
    fn a_direct_estimate_weighs_as_its_variance_says() {
        let direct = Direct::of(0.5, 0.05);
        assert!((direct.variance - 0.04).abs() < 1e-12);
        assert!((direct.weight(0.04) - 0.5).abs() < 1e-12);
        assert!((direct.composite(-0.2, 0.04) + 0.1).abs() < 1e-12);
        assert_eq!(Direct::of(0.7, 0.0).weight(0.0), 1.0);
        assert_eq!(direct.composite(-0.2, 0.0), -0.2, "a model without error needs no direct estimate");
    }
}
