//! Jobs within reach of each study area, as the reach crate counts them, and the mixing of drivers and others.

use crate::FindingsError;
use crate::error::aligned;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A way of travelling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// Walking to, between and from buses and trains.
    PublicTransport,
    /// Driving.
    Car,
    /// Cycling.
    Cycle,
    /// Walking all the way.
    Walk,
    /// Drivers and others by each area's share of households without a car.
    CarMix,
}

impl Mode {
    /// The mode in a sentence, after "within 45 minutes".
    pub const fn phrase(self) -> &'static str {
        match self {
            Self::PublicTransport => "by public transport",
            Self::Car => "by car",
            Self::Cycle => "by bicycle",
            Self::Walk => "on foot",
            Self::CarMix => "by car or public transport, as households have cars",
        }
    }
}

/// One question put to the travel times: how, when, within how long.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Cut {
    /// How.
    pub mode: Mode,
    /// When: the id of a shift in the run parameters, such as `day` or `early`.
    pub shift: String,
    /// Within how many minutes.
    pub minutes: u16,
}

impl fmt::Display for Cut {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} shift, within {} minutes {}", self.shift, self.minutes, self.mode.phrase())
    }
}

/// Jobs that can be reached from one area.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Reached {
    /// All jobs.
    pub all: f64,
    /// Good jobs, lower bound.
    pub low: f64,
    /// Good jobs, point estimate.
    pub point: f64,
    /// Good jobs, upper bound.
    pub high: f64,
    /// Working-age residents of the places within the same reach, who may want the same jobs; `None` where it was not asked.
    pub rivals: Option<f64>,
}

/// One cut over all study areas.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReachTable {
    /// The question.
    pub cut: Cut,
    /// Jobs per study area; `None` where the area could not be linked to the streets.
    pub areas: Vec<Option<Reached>>,
}

/// `n · without a car + (1 − n) · with a car`, n the share of households without a car; `None` where any of the three is missing.
///
/// `no_car` and `households` are counts per study area.
///
/// # Errors
/// [`FindingsError::Misaligned`] where columns differ in length; [`FindingsError::BadParameter`] where the two tables answer different questions.
pub fn mix_by_car(
    car: &ReachTable,
    transit: &ReachTable,
    no_car: &[Option<f64>],
    households: &[Option<f64>],
) -> Result<ReachTable, FindingsError> {
    let areas = car.areas.len();
    aligned("reach by public transport", areas, transit.areas.len())?;
    aligned("households without a car", areas, no_car.len())?;
    aligned("households", areas, households.len())?;
    if (&car.cut.shift, car.cut.minutes) != (&transit.cut.shift, transit.cut.minutes) {
        return Err(FindingsError::BadParameter {
            name: "reach by car".to_owned(),
            value: car.cut.to_string(),
            expected: format!("the same shift and minutes as {}", transit.cut),
        });
    }
    let mixed = |area: usize| {
        let (with, without) = (car.areas[area]?, transit.areas[area]?);
        let (none, all) = (no_car[area]?, households[area].filter(|h| *h > 0.0)?);
        let share = (none / all).clamp(0.0, 1.0);
        let mix = |a: f64, b: f64| (1.0 - share) * a + share * b;
        Some(Reached {
            all: mix(with.all, without.all),
            low: mix(with.low, without.low),
            point: mix(with.point, without.point),
            high: mix(with.high, without.high),
            rivals: with.rivals.zip(without.rivals).map(|(a, b)| mix(a, b)),
        })
    };
    Ok(ReachTable { cut: Cut { mode: Mode::CarMix, ..transit.cut.clone() }, areas: (0..areas).map(mixed).collect() })
}
