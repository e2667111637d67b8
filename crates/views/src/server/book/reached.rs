//! What can be reached from every neighbourhood at an hour that was asked for, as one more measure.

use std::collections::BTreeMap;

use lynchpin_pack::tables::Direction;

use super::measures::{BOUNDS, Measure, Note};
use crate::numbers::{Reading, Style};

/// The answer of a sweep over all neighbourhoods.
#[derive(Clone, Debug)]
pub(in crate::server) struct ReachedMap {
    pub label: String,
    pub unit: String,
    /// The question in words.
    pub method: String,
    pub bounded: bool,
    pub sources: String,
    pub readings: Vec<Reading>,
}

impl ReachedMap {
    pub(super) fn measure(&self) -> Measure {
        Measure {
            id: "live".into(),
            label: self.label.clone(),
            unit: self.unit.clone(),
            family: "Asked live".into(),
            direction: Direction::HigherIsBetter,
            style: Style::modelled_count(10.0).unit(&self.unit),
            note: Note {
                method: self.method.clone(),
                formula: Some("A_i = Σ_j amount_j · [time_ij ≤ T]".into()),
                interval: self.bounded.then(|| BOUNDS.into()),
                says_not: Some(
                    "What lies within reach is not what is offered: others reach the same, and skills, hours and childcare must match."
                        .into(),
                ),
                own_default: true,
                sources: self.sources.clone(),
            },
            readings: BTreeMap::new(),
            leads: false,
        }
    }
}
