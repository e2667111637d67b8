//! The six barriers, and sets of them.

use serde::Serialize;

/// What can stand between people and good work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Barrier {
    /// Who has no car, and how many jobs for each jobseeker are within reach with and without one.
    Transport,
    /// How much of it is left when the trip to work passes a nursery.
    Childcare,
    /// The skill that the jobs within reach ask for, against the qualifications of the people who live there.
    Skills,
    /// For whom work pays after tax, benefits, childcare and fares.
    Pay,
    /// Illness or disability that limits what people can do.
    Health,
    /// Jobs within reach that are not good.
    JobQuality,
}

impl Barrier {
    /// Every barrier, in the order of every table.
    pub const ALL: [Self; 6] =
        [Self::Transport, Self::Childcare, Self::Skills, Self::Pay, Self::Health, Self::JobQuality];

    /// What to call it at the head of a column.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Transport => "Transport",
            Self::Childcare => "Childcare",
            Self::Skills => "Skills",
            Self::Pay => "Pay after costs",
            Self::Health => "Health",
            Self::JobQuality => "Job quality",
        }
    }

    /// What to call it in a sentence.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Transport => "transport",
            Self::Childcare => "childcare",
            Self::Skills => "skills",
            Self::Pay => "pay after costs",
            Self::Health => "health",
            Self::JobQuality => "the quality of the jobs within reach",
        }
    }

    /// Its short name in exported tables.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Transport => "transport",
            Self::Childcare => "childcare",
            Self::Skills => "skills",
            Self::Pay => "pay",
            Self::Health => "health",
            Self::JobQuality => "job_quality",
        }
    }

    /// What relaxing it takes from the benchmark, in a phrase.
    pub const fn relaxed(self) -> &'static str {
        match self {
            Self::Transport => {
                "the benchmark's share of households without a car, and its jobs for each jobseeker within reach by public transport and by car"
            }
            Self::Childcare => "the benchmark's ratio of jobs open past a nursery to jobs open directly",
            Self::Skills => "the benchmark's qualifications and the skill that its jobs within reach ask for",
            Self::Pay => "the benchmark's share of people for whom work pays",
            Self::Health => "the benchmark's share of people whom no illness limits",
            Self::JobQuality => "the benchmark's share of good jobs at each skill level within reach",
        }
    }

    const fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// A set of barriers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Barriers(u32);

impl Barriers {
    /// None of them.
    pub const NONE: Self = Self(0);

    /// Whether a barrier is in it.
    pub const fn contains(self, barrier: Barrier) -> bool {
        self.0 & barrier.bit() != 0
    }

    /// The members of `of` whose positions are bits of `subset`: how a subset of players is read as a set of barriers.
    pub fn subset(of: &[Barrier], subset: u32) -> Self {
        let chosen = of.iter().enumerate().filter(|(at, _)| subset >> at & 1 == 1);
        Self(chosen.fold(0, |set, (_, barrier)| set | barrier.bit()))
    }
}

impl FromIterator<Barrier> for Barriers {
    fn from_iter<I: IntoIterator<Item = Barrier>>(barriers: I) -> Self {
        Self(barriers.into_iter().fold(0, |set, barrier| set | barrier.bit()))
    }
}
