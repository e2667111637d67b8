//! What is asked, and what the answers are called.

use crate::access::competition::Competition;
use crate::access::decay::Decay;
use crate::access::opportunities::Opportunities;
use crate::access::table::AccessColumn;

/// A measure with its parameters.
#[derive(Clone)]
pub enum Measure {
    /// What is within each of the thresholds, minutes.
    Cumulative {
        /// Minutes.
        thresholds: Vec<u16>,
    },
    /// What is in reach, weighted by how far it is.
    Gravity {
        /// The weights.
        decay: Decay,
    },
    /// Minutes to the k-th nearest place that offers anything.
    Nearest {
        /// Counted from 1.
        ks: Vec<usize>,
    },
    /// What is in reach, shared with all who compete for it.
    Shared {
        /// How it is shared.
        competition: &'static dyn Competition,
        /// The weights.
        decay: Decay,
    },
}

impl Measure {
    /// How many columns it has for each column of supply and travel time.
    pub(super) fn parts(&self) -> usize {
        match self {
            Self::Cumulative { thresholds } => thresholds.len(),
            Self::Nearest { ks } => ks.len(),
            Self::Gravity { .. } | Self::Shared { .. } => 1,
        }
    }

    /// Whether it is spatial availability, which is a total of the origin rather than a level for each person.
    pub(super) fn is_availability(&self) -> bool {
        matches!(self, Self::Shared { competition, .. } if competition.name() == "availability")
    }

    /// Name, parameter as it stands in a column's name, and parameter in full.
    fn said(&self, part: usize) -> (&'static str, String, String) {
        match self {
            Self::Cumulative { thresholds } => {
                let minutes = thresholds[part];
                ("cumulative", format!("{minutes}min"), format!("threshold={minutes} minutes"))
            }
            Self::Nearest { ks } => ("nearest", format!("k{}", ks[part]), format!("k={}", ks[part])),
            Self::Gravity { decay } => ("gravity", label(decay), format!("decay={decay}")),
            Self::Shared { competition, decay: Decay::Binary { limit } } if competition.name() == "e2sfca" => {
                ("2sfca", format!("{limit}min"), format!("threshold={limit} minutes"))
            }
            Self::Shared { competition, decay } => (competition.name(), label(decay), format!("decay={decay}")),
        }
    }
}

fn label(decay: &Decay) -> String {
    decay.to_string().replace([':', '='], "_")
}

/// Several measures of the same places, asked in one go.
#[derive(Clone, Copy)]
pub struct Question<'a> {
    /// What there is at the destinations.
    pub supply: &'a Opportunities,
    /// What is wanted.
    pub measures: &'a [Measure],
    /// What each travel time of a row is called, such as `p50`; one empty name where there is but one.
    pub times: &'a [String],
    /// How many origins.
    pub origins: usize,
    /// People by origin; may be empty where no measure has competition.
    pub people: &'a [f64],
    /// Spatial availability weighs people to this power, usually 1.
    pub exponent: f64,
}

/// One column of the answer: a part of a measure, for a column of supply and a travel time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    pub(super) measure: usize,
    pub(super) part: usize,
    pub(super) supply: usize,
    pub(super) time: usize,
}

impl Question<'_> {
    /// All columns of the answer, in their order.
    pub(super) fn slots(&self) -> Vec<Slot> {
        let mut slots = Vec::new();
        for (measure, asked) in self.measures.iter().enumerate() {
            for supply in 0..self.supply.columns() {
                for part in 0..asked.parts() {
                    slots.extend((0..self.times.len()).map(|time| Slot { measure, part, supply, time }));
                }
            }
        }
        slots
    }

    /// A slot's column, with its values; `note` adds parameters that are the same for all.
    pub(super) fn column(&self, slot: Slot, note: &str, values: Vec<Option<f64>>) -> AccessColumn {
        let measure = &self.measures[slot.measure];
        let (name, short, parameters) = measure.said(slot.part);
        let what = &self.supply.names()[slot.supply];
        let time = &self.times[slot.time];
        let mut parameters = vec![parameters];
        if !time.is_empty() {
            parameters.push(format!("travel time={time}"));
        }
        if measure.is_availability() {
            parameters.push(format!("demand exponent={}", self.exponent));
        }
        if !note.is_empty() {
            parameters.push(note.to_owned());
        }
        let ending = if time.is_empty() { String::new() } else { format!("_{time}") };
        let (unit, meaning) = match measure {
            Measure::Cumulative { .. } => (what.clone(), format!("{what} within the threshold: Σ S·1[c ≤ T]")),
            Measure::Gravity { .. } => (what.clone(), format!("{what} weighted by travel time: Σ S·f(c)")),
            Measure::Nearest { .. } => ("minutes".into(), format!("travel time to the k-th nearest place with {what}")),
            Measure::Shared { .. } if measure.is_availability() => {
                (what.clone(), format!("{what} available to all people of the origin: Σ S·F"))
            }
            Measure::Shared { .. } => (
                format!("{what} per person"),
                format!("{what} for each person, shared with all who compete for them ({name})"),
            ),
        };
        AccessColumn {
            name: format!("{name}_{what}_{short}{ending}"),
            unit,
            meaning,
            parameters: parameters.join("; "),
            per_person: !measure.is_availability() && !matches!(measure, Measure::Nearest { .. }),
            values,
        }
    }

    /// Availability for each person, beside a column of availability.
    pub(super) fn for_each(&self, total: &AccessColumn) -> AccessColumn {
        let each = |(value, people): (&Option<f64>, &f64)| value.filter(|_| *people > 0.0).map(|value| value / people);
        AccessColumn {
            name: total.name.replacen("availability_", "availability_per_person_", 1),
            unit: format!("{} per person", total.unit),
            meaning: format!("{} available to each person: V / P", total.unit),
            parameters: total.parameters.clone(),
            per_person: true,
            values: total.values.iter().zip(self.people).map(each).collect(),
        }
    }
}
