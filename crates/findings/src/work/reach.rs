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

/// What a journey must do besides getting there in time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Condition {
    /// Nothing else.
    #[default]
    Direct,
    /// Cost no more than the pack's fare budget.
    WithinFare,
    /// Pass a nursery that is open and has a free place, which can be reached again before it closes.
    PastNursery,
}

impl Condition {
    /// The condition in a sentence, after "within 45 minutes by public transport"; empty for none.
    pub const fn phrase(self) -> &'static str {
        match self {
            Self::Direct => "",
            Self::WithinFare => ", within the fare budget",
            Self::PastNursery => ", by way of a nursery",
        }
    }
}

/// One question put to the travel times: how, when, within how long, and on what condition.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Cut {
    /// How.
    pub mode: Mode,
    /// When: the id of a shift in the run parameters, such as `day` or `early`.
    pub shift: String,
    /// Within how many minutes.
    pub minutes: u16,
    /// What else the journey must do.
    #[serde(default)]
    pub condition: Condition,
}

impl fmt::Display for Cut {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { mode, shift, minutes, condition } = self;
        write!(out, "{shift} shift, within {minutes} minutes {}{}", mode.phrase(), condition.phrase())
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
    /// Jobs within reach by the skill level that they ask for; `None` where the pack does not say it.
    pub skill: Option<SkillReach>,
    /// Jobs for each jobseeker who competes for them; `None` where it was not asked.
    pub per_seeker: Option<PerSeeker>,
}

/// Jobs for each jobseeker who competes for them (2SFCA).
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct PerSeeker {
    /// All jobs.
    pub all: f64,
    /// Good jobs, lower bound.
    pub low: f64,
    /// Good jobs, point estimate.
    pub point: f64,
    /// Good jobs, upper bound.
    pub high: f64,
}

/// Jobs within reach by skill level 1 to 4.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct SkillReach {
    /// All jobs.
    pub all: [f64; 4],
    /// Good jobs, point estimate; `None` where the pack has no pay by occupation.
    pub good: Option<[f64; 4]>,
}

impl Reached {
    /// `(1 − share) · self + share · other`, column by column; `None` in a column that either lacks.
    fn mixed(&self, other: &Self, share: f64) -> Self {
        let mix = |a: f64, b: f64| (1.0 - share) * a + share * b;
        let each = |a: [f64; 4], b: [f64; 4]| std::array::from_fn(|at| mix(a[at], b[at]));
        Self {
            all: mix(self.all, other.all),
            low: mix(self.low, other.low),
            point: mix(self.point, other.point),
            high: mix(self.high, other.high),
            skill: self.skill.zip(other.skill).map(|(a, b)| SkillReach {
                all: each(a.all, b.all),
                good: a.good.zip(b.good).map(|(a, b)| each(a, b)),
            }),
            per_seeker: self.per_seeker.zip(other.per_seeker).map(|(a, b)| PerSeeker {
                all: mix(a.all, b.all),
                low: mix(a.low, b.low),
                point: mix(a.point, b.point),
                high: mix(a.high, b.high),
            }),
        }
    }
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
    if (Cut { mode: Mode::PublicTransport, ..car.cut.clone() }) != transit.cut {
        return Err(FindingsError::BadParameter {
            name: "reach by car".to_owned(),
            value: car.cut.to_string(),
            expected: format!("the same shift, minutes and condition as {}", transit.cut),
        });
    }
    let mixed = |area: usize| {
        let (with, without) = (car.areas[area]?, transit.areas[area]?);
        let (none, all) = (no_car[area]?, households[area].filter(|h| *h > 0.0)?);
        let share = (none / all).clamp(0.0, 1.0);
        Some(with.mixed(&without, share))
    };
    Ok(ReachTable { cut: Cut { mode: Mode::CarMix, ..transit.cut.clone() }, areas: (0..areas).map(mixed).collect() })
}
