//! A decay function by whole minute.

use super::decay::Decay;
use crate::error::ReachError;
use crate::search::UNREACHABLE;

/// Weight by minute, as far as met: travel times are whole minutes, so each weight is computed once.
#[derive(Clone, Debug)]
pub(super) struct Weights {
    decay: Decay,
    by_minute: Vec<f64>,
}

impl Weights {
    pub(super) fn new(decay: Decay) -> Result<Self, ReachError> {
        decay.check()?;
        Ok(Self { decay, by_minute: Vec::new() })
    }

    /// The weight of a travel time, 0 for what is not reached.
    pub(super) fn at(&mut self, minutes: u16) -> f64 {
        if minutes == UNREACHABLE {
            return 0.0;
        }
        while self.by_minute.len() <= usize::from(minutes) {
            self.by_minute.push(self.decay.weight(self.by_minute.len() as f64));
        }
        self.by_minute[usize::from(minutes)]
    }
}
