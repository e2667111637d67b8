//! The indices by name.

use super::people::People;
use super::{concentration, gini, palma, poverty, theil};

/// An index of inequality. None has a unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Index {
    /// Mean access of the best-off tenth over that of the worst-off 40 %, by rank.
    Palma,
    /// Concentration index by rank: below 0 where the worst-off have more, 0 where rank does not matter.
    Concentration,
    /// Concentration index with Erreygers' correction for access that lies between two bounds.
    Erreygers {
        /// Least access there can be.
        low: f64,
        /// Most access there can be.
        high: f64,
    },
    /// Gini coefficient.
    Gini,
    /// Theil's T.
    Theil,
    /// What of Theil's T lies between groups.
    TheilBetween,
    /// What of Theil's T lies within groups.
    TheilWithin,
    /// Foster, Greer and Thorbecke: share of people below the line (power 0), mean gap (1), mean squared gap (2), gaps as shares of the line.
    Poverty {
        /// The line, in the unit of the access.
        line: f64,
        /// 0, 1 or 2.
        power: u8,
    },
}

impl Index {
    /// Its name in tables.
    pub fn name(self) -> String {
        match self {
            Self::Palma => "palma".into(),
            Self::Concentration => "concentration".into(),
            Self::Erreygers { .. } => "concentration_erreygers".into(),
            Self::Gini => "gini".into(),
            Self::Theil => "theil_t".into(),
            Self::TheilBetween => "theil_t_between".into(),
            Self::TheilWithin => "theil_t_within".into(),
            Self::Poverty { power, .. } => format!("fgt{power}"),
        }
    }

    /// Whether it needs people in order of rank.
    pub fn needs_rank(self) -> bool {
        matches!(self, Self::Palma | Self::Concentration | Self::Erreygers { .. })
    }

    /// Its value when each area holds so many people; `None` where it is not defined: nobody, nobody with access, or (Palma) none among the
    /// worst-off 40 %.
    pub fn value(self, people: &People, weights: &[f64]) -> Option<f64> {
        match self {
            Self::Palma => palma::palma(people, weights),
            Self::Concentration => concentration::concentration(people, weights),
            Self::Erreygers { low, high } => concentration::erreygers(people, weights, low, high),
            Self::Gini => gini::gini(people, weights),
            Self::Theil => theil::theil(people, weights),
            Self::TheilBetween => theil::between(people, weights),
            Self::TheilWithin => Some(theil::theil(people, weights)? - theil::between(people, weights)?),
            Self::Poverty { line, power } => poverty::fgt(people, weights, line, power),
        }
    }
}
