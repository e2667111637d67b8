//! How much a destination counts by its travel time.

use std::fmt;
use std::str::FromStr;

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
    /// `exp(−½ (c / spread)²)`.
    Gaussian {
        /// Minutes, over 0: at the spread the weight is 0.61.
        spread: f64,
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
            | Self::Linear { limit: over_zero }
            | Self::Gaussian { spread: over_zero } => over_zero.is_finite() && *over_zero > 0.0,
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
            Self::Gaussian { spread } => (-0.5 * (minutes / spread).powi(2)).exp(),
            Self::Logistic { middle, spread } => 1.0 / (1.0 + ((minutes - middle) / spread).exp()),
            Self::Stepped { steps } => {
                steps.iter().find(|(limit, _)| minutes <= *limit).map_or(0.0, |&(_, weight)| weight)
            }
            Self::Binary { limit } => f64::from(u8::from(minutes <= *limit)),
        }
    }
}

impl Decay {
    /// Minutes beyond which the weight is 0; infinite where it never is.
    pub fn limit(&self) -> f64 {
        match self {
            Self::Linear { limit } | Self::Binary { limit } => *limit,
            Self::Stepped { steps } => steps.last().map_or(0.0, |step| step.0),
            Self::Exponential { .. } | Self::Power { .. } | Self::Gaussian { .. } | Self::Logistic { .. } => {
                f64::INFINITY
            }
        }
    }
}

/// Written as it is read: `exponential:0.1`, `logistic:30:5`, `stepped:20=1:30=0.68`.
impl fmt::Display for Decay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exponential { rate } => write!(f, "exponential:{rate}"),
            Self::Power { exponent } => write!(f, "power:{exponent}"),
            Self::Linear { limit } => write!(f, "linear:{limit}"),
            Self::Gaussian { spread } => write!(f, "gaussian:{spread}"),
            Self::Logistic { middle, spread } => write!(f, "logistic:{middle}:{spread}"),
            Self::Binary { limit } => write!(f, "binary:{limit}"),
            Self::Stepped { steps } => {
                write!(f, "stepped")?;
                steps.iter().try_for_each(|(limit, weight)| write!(f, ":{limit}={weight}"))
            }
        }
    }
}

impl FromStr for Decay {
    type Err = ReachError;

    /// # Errors
    /// A name that is not known, numbers that are missing or too many, parameters for which the function is none.
    fn from_str(text: &str) -> Result<Self, ReachError> {
        let decay = parse(text).ok_or_else(|| ReachError::Parameter {
            name: "decay",
            value: text.to_owned(),
            expected: "exponential:RATE, power:EXPONENT, linear:MINUTES, gaussian:MINUTES, binary:MINUTES, \
                       logistic:MIDDLE:SPREAD or stepped:MINUTES=WEIGHT:MINUTES=WEIGHT…"
                .to_owned(),
            hint: "rates are per minute, such as exponential:0.1".to_owned(),
        })?;
        decay.check()?;
        Ok(decay)
    }
}

fn parse(text: &str) -> Option<Decay> {
    let (name, rest) = text.split_once(':')?;
    if name == "stepped" {
        let step = |part: &str| part.split_once('=').and_then(|(l, w)| Some((l.parse().ok()?, w.parse().ok()?)));
        return Some(Decay::Stepped { steps: rest.split(':').map(step).collect::<Option<_>>()? });
    }
    let numbers: Vec<f64> = rest.split(':').map(|n| n.parse().ok()).collect::<Option<_>>()?;
    Some(match (name, numbers[..].as_ref()) {
        ("exponential", &[rate]) => Decay::Exponential { rate },
        ("power", &[exponent]) => Decay::Power { exponent },
        ("linear", &[limit]) => Decay::Linear { limit },
        ("gaussian", &[spread]) => Decay::Gaussian { spread },
        ("logistic", &[middle, spread]) => Decay::Logistic { middle, spread },
        ("binary", &[limit]) => Decay::Binary { limit },
        _ => return None,
    })
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
        close(Decay::Gaussian { spread: 20.0 }, 20.0, 0.606_530_659_712_633_4);
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

    #[test]
    fn read_as_written() {
        for text in ["exponential:0.1", "power:1.5", "linear:60", "gaussian:20", "logistic:30:5", "binary:45"] {
            assert_eq!(text.parse::<Decay>().unwrap().to_string(), text);
        }
        let stepped: Decay = "stepped:20=1:30=0.68:101=0.05".parse().unwrap();
        assert_eq!((stepped.weight(30.0), stepped.weight(102.0)), (0.68, 0.0));
        assert_eq!(stepped.to_string(), "stepped:20=1:30=0.68:101=0.05");
        for text in ["exponential", "exponential:", "exponential:0", "linear:1:2", "steep:3", "stepped:20", "power:x"] {
            assert!(text.parse::<Decay>().unwrap_err().to_string().contains("decay"), "{text}");
        }
    }
}
