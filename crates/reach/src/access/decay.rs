//! How much a destination counts by its travel time.

use crate::error::ReachError;

/// A decay function f(c), c in minutes; 1 means "counts fully", 0 "not at all".
#[derive(Clone, Debug, PartialEq)]
pub enum Decay {
    /// `exp(−rate · c)`, rate per minute.
    Exponential {
        /// Per minute, over 0.
        rate: f64,
    },
    /// `max(c, 1)^(−exponent)`: nearer than a minute counts as a minute.
    Power {
        /// Over 0.
        exponent: f64,
    },
    /// `1 − c / limit`, 0 from the limit on.
    Linear {
        /// Minutes, over 0.
        limit: f64,
    },
    /// `1 / (1 + exp((c − middle) / spread))`: one half at the middle.
    Logistic {
        /// Minutes.
        middle: f64,
        /// Minutes, over 0.
        spread: f64,
    },
    /// The weight of the first step whose limit is not exceeded; 0 beyond the last. Limits rise.
    Stepped {
        /// `(limit in minutes, weight)`.
        steps: Vec<(f64, f64)>,
    },
    /// 1 up to the limit, 0 beyond.
    Binary {
        /// Minutes.
        limit: f64,
    },
}

impl Decay {
    /// Refuses parameters for which the function is none.
    ///
    /// # Errors
    /// Rates, exponents, limits or spreads that are not over 0, steps that do not rise.
    pub fn check(&self) -> Result<(), ReachError> {
        let sound = match self {
            Self::Exponential { rate: over_zero }
            | Self::Power { exponent: over_zero }
            | Self::Linear { limit: over_zero } => over_zero.is_finite() && *over_zero > 0.0,
            Self::Logistic { middle, spread } => middle.is_finite() && spread.is_finite() && *spread > 0.0,
            Self::Stepped { steps } => {
                let numbers =
                    steps.iter().all(|(limit, weight)| limit.is_finite() && weight.is_finite() && *weight >= 0.0);
                numbers && !steps.is_empty() && steps.windows(2).all(|pair| pair[0].0 < pair[1].0)
            }
            Self::Binary { limit } => limit.is_finite() && *limit >= 0.0,
        };
        if sound {
            return Ok(());
        }
        Err(ReachError::Parameter {
            name: "decay",
            value: format!("{self:?}"),
            expected: "finite parameters over 0, steps with rising limits".to_owned(),
            hint: "rates are per minute, limits in minutes".to_owned(),
        })
    }

    /// The weight at `minutes`.
    pub fn weight(&self, minutes: f64) -> f64 {
        match self {
            Self::Exponential { rate } => (-rate * minutes).exp(),
            Self::Power { exponent } => minutes.max(1.0).powf(-exponent),
            Self::Linear { limit } => (1.0 - minutes / limit).max(0.0),
            Self::Logistic { middle, spread } => 1.0 / (1.0 + ((minutes - middle) / spread).exp()),
            Self::Stepped { steps } => {
                steps.iter().find(|(limit, _)| minutes <= *limit).map_or(0.0, |&(_, weight)| weight)
            }
            Self::Binary { limit } => f64::from(u8::from(minutes <= *limit)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_by_hand() {
        let close = |decay: Decay, minutes: f64, weight: f64| {
            decay.check().unwrap();
            assert!((decay.weight(minutes) - weight).abs() < 1e-12, "{decay:?}");
        };
        close(Decay::Exponential { rate: 0.1 }, 10.0, 0.367_879_441_171_442_33);
        close(Decay::Power { exponent: 2.0 }, 4.0, 0.0625);
        close(Decay::Power { exponent: 2.0 }, 0.0, 1.0);
        close(Decay::Linear { limit: 60.0 }, 45.0, 0.25);
        close(Decay::Linear { limit: 60.0 }, 61.0, 0.0);
        close(Decay::Logistic { middle: 30.0, spread: 5.0 }, 30.0, 0.5);
        close(Decay::Stepped { steps: vec![(20.0, 1.0), (30.0, 0.68)] }, 20.0, 1.0);
        close(Decay::Stepped { steps: vec![(20.0, 1.0), (30.0, 0.68)] }, 21.0, 0.68);
        close(Decay::Stepped { steps: vec![(20.0, 1.0), (30.0, 0.68)] }, 31.0, 0.0);
        close(Decay::Binary { limit: 30.0 }, 30.0, 1.0);
    }

    #[test]
    fn nonsense_is_refused() {
        assert!(Decay::Exponential { rate: f64::NAN }.check().is_err());
        assert!(Decay::Stepped { steps: vec![(20.0, 1.0), (20.0, 0.5)] }.check().is_err());
        assert!(Decay::Logistic { middle: 30.0, spread: 0.0 }.check().is_err());
    }
}
