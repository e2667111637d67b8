//! The two steps of measures with competition, streamed over matrix rows.
//!
//! Step one keeps one number a place and column of supply (two for BFCA's column sums), step two one an origin and column. Both see every row, so rows
//! have to come twice: computed twice, or kept by [`super::KeptRows`]. People who travel differently (with and without a car) each take step one with
//! their own rows, and compete for the same places.

use super::competition::{Competition, Pair};
use super::decay::Decay;
use super::opportunities::Opportunities;
use super::weights::Weights;
use crate::error::ReachError;
use crate::matrix::{MatrixRow, RowSink};

/// What is asked of each place, summed up over the people of all modes.
pub struct Catchments<'a> {
    kind: &'static dyn Competition,
    supply: &'a Opportunities,
    /// Destination-major, one value a column of supply.
    asked: Vec<f64>,
    /// `Σ_i f_ij` by destination.
    column_weights: Vec<f64>,
}

impl<'a> Catchments<'a> {
    /// Nobody has asked yet. A place whose supply in a column is 0 is no place for that column: nobody asks it.
    pub fn new(kind: &'static dyn Competition, supply: &'a Opportunities) -> Self {
        let destinations = supply.destinations();
        let asked = vec![0.0; destinations * supply.columns()];
        Self { kind, supply, asked, column_weights: vec![0.0; destinations] }
    }

    /// Step one for the people of one mode, `demand` of them at each origin; `column` is which value of the matrix counts as the travel time.
    ///
    /// # Errors
    /// A decay that is none, demand that is negative or not a number.
    pub fn step_one<'c>(
        &'c mut self,
        column: usize,
        decay: Decay,
        demand: &'c [f64],
    ) -> Result<StepOne<'c, 'a>, ReachError> {
        check_demand(demand)?;
        let reach = Reach::new(self.supply, column, decay)?;
        Ok(StepOne { catchments: self, reach, demand })
    }

    /// Ends step one: what each place has per unit asked of it.
    pub fn ratios(self) -> Ratios<'a> {
        let all = self.supply.rows().flatten().zip(&self.asked);
        let ratio = |(&supply, &asked): (&f64, &f64)| if asked > 0.0 { supply / asked } else { 0.0 };
        Ratios {
            kind: self.kind,
            supply: self.supply,
            shares: all.map(ratio).collect(),
            column_weights: self.column_weights,
        }
    }
}

/// Refuses numbers of people that are none.
fn check_demand(demand: &[f64]) -> Result<(), ReachError> {
    match demand.iter().find(|people| !(people.is_finite() && **people >= 0.0)) {
        None => Ok(()),
        Some(people) => Err(ReachError::Parameter {
            name: "demand",
            value: people.to_string(),
            expected: "a number of at least 0 for every origin".to_owned(),
            hint: "fill gaps before, and say how".to_owned(),
        }),
    }
}

/// The weights of one row.
struct Reach<'a> {
    supply: &'a Opportunities,
    column: usize,
    weights: Weights,
    /// `f_ij` of the row.
    row: Vec<f64>,
    /// `Σ_j f_ij` over the places that offer anything, by column of supply.
    sums: Vec<f64>,
}

impl<'a> Reach<'a> {
    fn new(supply: &'a Opportunities, column: usize, decay: Decay) -> Result<Self, ReachError> {
        let sums = vec![0.0; supply.columns()];
        Ok(Self { supply, column, weights: Weights::new(decay)?, row: Vec::new(), sums })
    }

    fn weigh(&mut self, row: &MatrixRow<'_>) {
        self.row.clear();
        self.row.extend(row.column(self.column).map(|minutes| self.weights.at(minutes)));
        self.sums.fill(0.0);
        for (&weight, supply) in self.row.iter().zip(self.supply.rows()).filter(|(weight, _)| **weight > 0.0) {
            for (sum, _) in self.sums.iter_mut().zip(supply).filter(|(_, supply)| **supply > 0.0) {
                *sum += weight;
            }
        }
    }

    /// Every place within reach and every column in which it offers anything: position, column, pair.
    fn pairs(&self, people: f64, column_weights: &[f64], mut each: impl FnMut(usize, usize, &Pair)) {
        let columns = self.supply.columns();
        for (to, (&weight, supply)) in self.row.iter().zip(self.supply.rows()).enumerate() {
            if weight <= 0.0 {
                continue;
            }
            for column in (0..columns).filter(|&column| supply[column] > 0.0) {
                let pair = Pair { people, weight, row_weight: self.sums[column], column_weight: column_weights[to] };
                each(to * columns + column, column, &pair);
            }
        }
    }
}

/// Step one for the people of one mode.
pub struct StepOne<'c, 'a> {
    catchments: &'c mut Catchments<'a>,
    reach: Reach<'a>,
    demand: &'c [f64],
}

impl RowSink for StepOne<'_, '_> {
    fn row(&mut self, row: &MatrixRow<'_>) -> Result<(), ReachError> {
        self.reach.weigh(row);
        let Catchments { kind, asked, column_weights, .. } = &mut *self.catchments;
        self.reach.pairs(self.demand[row.origin], column_weights, |at, _, pair| asked[at] += kind.asks(pair));
        for (sum, weight) in column_weights.iter_mut().zip(&self.reach.row) {
            *sum += weight;
        }
        Ok(())
    }
}

/// What each place has per unit asked of it: `R_j`.
pub struct Ratios<'a> {
    kind: &'static dyn Competition,
    supply: &'a Opportunities,
    /// Destination-major, one value a column of supply; 0 where nobody asks.
    shares: Vec<f64>,
    column_weights: Vec<f64>,
}

impl Ratios<'_> {
    /// Positions of the places that offer something in a column of which nobody asks anything: what they offer reaches no one.
    pub fn unserved(&self, column: usize) -> Vec<usize> {
        let columns = self.supply.columns();
        let offers = self.supply.rows().enumerate().filter(|(_, supply)| supply[column] > 0.0);
        offers.map(|(to, _)| to).filter(|to| self.shares[to * columns + column] == 0.0).collect()
    }

    /// Step two for the people of one mode, with what they took step one with.
    ///
    /// # Errors
    /// A decay that is none, demand that is negative or not a number.
    pub fn step_two<'c>(&'c self, column: usize, decay: Decay, demand: &'c [f64]) -> Result<StepTwo<'c>, ReachError> {
        check_demand(demand)?;
        Ok(StepTwo { ratios: self, reach: Reach::new(self.supply, column, decay)?, demand, access: Vec::new() })
    }
}

/// Step two for the people of one mode.
pub struct StepTwo<'c> {
    ratios: &'c Ratios<'c>,
    reach: Reach<'c>,
    demand: &'c [f64],
    /// Origin-major.
    access: Vec<f64>,
}

impl StepTwo<'_> {
    /// What one origin gets, one value a column of supply. Unit: supply per person (availability: supply).
    pub fn at(&self, origin: usize) -> &[f64] {
        let columns = self.ratios.supply.columns();
        &self.access[origin * columns..(origin + 1) * columns]
    }
}

impl RowSink for StepTwo<'_> {
    fn row(&mut self, row: &MatrixRow<'_>) -> Result<(), ReachError> {
        let Ratios { kind, supply, shares, column_weights } = self.ratios;
        let columns = supply.columns();
        self.access.resize(self.access.len().max((row.origin + 1) * columns), 0.0);
        let access = &mut self.access[row.origin * columns..];
        self.reach.weigh(row);
        self.reach.pairs(self.demand[row.origin], column_weights, |at, column, pair| {
            access[column] += shares[at] * kind.receives(pair);
        });
        Ok(())
    }
}
