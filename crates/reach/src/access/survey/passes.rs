//! The passes over the rows.

use super::measure::{Measure, Question, Slot};
use crate::access::availability::Availability;
use crate::access::catchments::{Catchments, Ratios, StepOne, StepTwo};
use crate::access::cumulative::Cumulative;
use crate::access::decay::Decay;
use crate::access::gravity::Gravity;
use crate::access::nearest::Nearest;
use crate::access::table::AccessColumn;
use crate::error::ReachError;
use crate::matrix::{MatrixRow, RowSink};
use crate::request::check_positive;

/// People who travel one way.
#[derive(Clone, Copy, Debug)]
pub struct Mode<'a> {
    /// Their share of each origin's people, 0 to 1; over all modes these sum to 1. `None`: everyone.
    pub share: Option<&'a [f64]>,
    /// Travel times that its rows have: those of the question, or 1 that stands for all of them.
    pub columns: usize,
}

impl Mode<'_> {
    fn share(&self, origin: usize) -> f64 {
        self.share.map_or(1.0, |share| share[origin])
    }

    fn column(&self, time: usize) -> usize {
        if self.columns == 1 { 0 } else { time }
    }

    /// People by origin, and the same to the question's power.
    fn people(&self, question: &Question<'_>) -> [Vec<f64>; 2] {
        let people: Vec<f64> = question.people.iter().enumerate().map(|(i, people)| people * self.share(i)).collect();
        let weighted = Availability::demand(&people, question.exponent);
        [people, weighted]
    }
}

/// The first pass: measures without competition, and step one of those with.
pub struct Survey<'a> {
    question: Question<'a>,
    slots: Vec<Slot>,
    /// By slot, then origin, summed up over modes.
    values: Vec<Vec<Option<f64>>>,
    /// By measure with competition, then travel time.
    catchments: Vec<Catchments<'a>>,
}

/// Places that offer something which reaches no one.
#[derive(Clone, Debug, PartialEq)]
pub struct Unserved {
    /// The column of the answer, such as `2sfca_jobs_45min_p50`.
    pub column: String,
    /// Positions of the places.
    pub places: Vec<usize>,
    /// What they offer, in the unit of the supply.
    pub supply: f64,
}

impl<'a> Survey<'a> {
    /// Nothing passed yet.
    ///
    /// # Errors
    /// People that are missing for a measure with competition, an exponent that is none.
    pub fn new(question: Question<'a>) -> Result<Self, ReachError> {
        let slots = question.slots();
        let shared = shared(&question);
        if !shared.is_empty() && question.people.len() != question.origins {
            return Err(ReachError::Parameter {
                name: "demand",
                value: question.people.len().to_string(),
                expected: format!("{} numbers of people, one an origin", question.origins),
                hint: "measures with competition need to know who competes".to_owned(),
            });
        }
        check_positive("demand-exponent", question.exponent, 10.0)?;
        let catchments = shared.iter().map(|asked| Catchments::new(asked.competition, question.supply)).collect();
        let values = vec![vec![Some(0.0); question.origins]; slots.len()];
        Ok(Self { question, slots, values, catchments })
    }

    /// Takes the rows of one mode; `run` hands them to the sink it is given. Rows go by once, whatever is asked.
    ///
    /// # Errors
    /// A decay or k that is none, people that are none, and what `run` says.
    pub fn pass<T, E: From<ReachError>>(
        &mut self,
        mode: &Mode<'_>,
        run: impl FnOnce(&mut dyn RowSink) -> Result<T, E>,
    ) -> Result<T, E> {
        let people = mode.people(&self.question);
        let mut first = First { streaming: streaming(&self.question, mode)?, steps: Vec::new() };
        for (catchments, asked) in self.catchments.iter_mut().zip(shared(&self.question)) {
            let demand = &people[usize::from(asked.availability)];
            first.steps.push(catchments.step_one(mode.column(asked.time), asked.decay.clone(), demand)?);
        }
        let said = run(&mut first)?;
        let times = self.question.times.len();
        for (slot, values) in self.slots.iter().zip(&mut self.values) {
            for (origin, value) in values.iter_mut().enumerate() {
                let here = first.streaming[slot.measure * times + slot.time].value(slot, origin);
                *value = value.zip(here).map(|(sum, here)| sum + mode.share(origin) * here);
            }
        }
        Ok(said)
    }

    /// The farthest travel time at which a measure with competition still counts anything, minutes; `None` where there is none, and no second pass
    /// is needed.
    pub fn second_pass_minutes(&self) -> Option<f64> {
        shared(&self.question).iter().map(|asked| asked.decay.limit()).reduce(f64::max)
    }

    /// Ends the first pass.
    pub fn share_out(self) -> SecondPass<'a> {
        let ratios = self.catchments.into_iter().map(Catchments::ratios).collect();
        SecondPass { question: self.question, slots: self.slots, values: self.values, ratios }
    }
}

/// The second pass: step two of measures with competition.
pub struct SecondPass<'a> {
    question: Question<'a>,
    slots: Vec<Slot>,
    values: Vec<Vec<Option<f64>>>,
    ratios: Vec<Ratios<'a>>,
}

impl SecondPass<'_> {
    /// Takes the rows of one mode again.
    ///
    /// # Errors
    /// As in the first pass.
    pub fn pass<T, E: From<ReachError>>(
        &mut self,
        mode: &Mode<'_>,
        run: impl FnOnce(&mut dyn RowSink) -> Result<T, E>,
    ) -> Result<T, E> {
        let people = mode.people(&self.question);
        let shared = shared(&self.question);
        let mut second = Second(Vec::new());
        for (ratios, asked) in self.ratios.iter().zip(&shared) {
            let demand = &people[usize::from(asked.availability)];
            second.0.push(ratios.step_two(mode.column(asked.time), asked.decay.clone(), demand)?);
        }
        let said = run(&mut second)?;
        for (slot, values) in self.slots.iter().zip(&mut self.values) {
            let Some(at) = shared.iter().position(|a| (a.measure, a.time) == (slot.measure, slot.time)) else {
                continue;
            };
            for (origin, value) in values.iter_mut().enumerate() {
                // Availability is a total of people, who are already those of this mode.
                let share = if shared[at].availability { 1.0 } else { mode.share(origin) };
                *value = value.map(|sum| sum + share * second.0[at].at(origin)[slot.supply]);
            }
        }
        Ok(said)
    }

    /// What is offered where no one asks, by column.
    pub fn unserved(&self) -> Vec<Unserved> {
        let shared = shared(&self.question);
        let of = |slot: &Slot| {
            let at = shared.iter().position(|a| (a.measure, a.time) == (slot.measure, slot.time))?;
            let places = self.ratios[at].unserved(slot.supply);
            let all: Vec<&[f64]> = self.question.supply.rows().collect();
            let supply = places.iter().fold(0.0, |sum, place| sum + all[*place][slot.supply]);
            let column = self.question.column(*slot, "", Vec::new()).name;
            (!places.is_empty()).then_some(Unserved { column, places, supply })
        };
        self.slots.iter().filter_map(of).collect()
    }

    /// The columns. Origins in `unknown` (linked to no street) have no values; `note` adds parameters that all share.
    pub fn finish(self, unknown: &[usize], note: &str) -> Vec<AccessColumn> {
        let mut columns = Vec::new();
        for (slot, mut values) in self.slots.into_iter().zip(self.values) {
            for origin in unknown {
                values[*origin] = None;
            }
            let column = self.question.column(slot, note, values);
            let each = self.question.measures[slot.measure].is_availability().then(|| self.question.for_each(&column));
            columns.push(column);
            columns.extend(each);
        }
        columns
    }
}

/// A measure with competition, for one travel time.
struct SharedMeasure<'a> {
    measure: usize,
    time: usize,
    competition: &'static dyn crate::access::Competition,
    decay: &'a Decay,
    availability: bool,
}

fn shared<'a>(question: &Question<'a>) -> Vec<SharedMeasure<'a>> {
    let mut all = Vec::new();
    for (measure, asked) in question.measures.iter().enumerate() {
        if let Measure::Shared { competition, decay } = asked {
            let availability = asked.is_availability();
            let of = |time| SharedMeasure { measure, time, competition: *competition, decay, availability };
            all.extend((0..question.times.len()).map(of));
        }
    }
    all
}

/// A measure without competition, for one travel time.
enum Streaming<'a> {
    Cumulative(Cumulative<'a>),
    Gravity(Gravity<'a>),
    /// One a column of supply.
    Nearest(Vec<Nearest>),
    /// Has competition, and takes other ways.
    Shared,
}

fn streaming<'a>(question: &Question<'a>, mode: &Mode<'_>) -> Result<Vec<Streaming<'a>>, ReachError> {
    let supply = question.supply;
    let places = |column: usize| supply.rows().map(|row| row[column] > 0.0).collect();
    let mut all = Vec::new();
    for measure in question.measures {
        for column in (0..question.times.len()).map(|time| mode.column(time)) {
            all.push(match measure {
                Measure::Cumulative { thresholds } => {
                    Streaming::Cumulative(Cumulative::new(supply, column, thresholds))
                }
                Measure::Gravity { decay } => Streaming::Gravity(Gravity::new(supply, column, decay.clone())?),
                Measure::Nearest { ks } => {
                    let of = |s: usize| Nearest::new(column, places(s), ks);
                    Streaming::Nearest((0..supply.columns()).map(of).collect::<Result<_, _>>()?)
                }
                Measure::Shared { .. } => Streaming::Shared,
            });
        }
    }
    Ok(all)
}

impl Streaming<'_> {
    fn value(&self, slot: &Slot, origin: usize) -> Option<f64> {
        match self {
            Self::Cumulative(sums) => Some(sums.at(origin, slot.part)[slot.supply]),
            Self::Gravity(sums) => Some(sums.at(origin)[slot.supply]),
            Self::Nearest(found) => found[slot.supply].at(origin, slot.part).map(f64::from),
            Self::Shared => Some(0.0),
        }
    }
}

struct First<'c, 'a> {
    streaming: Vec<Streaming<'a>>,
    steps: Vec<StepOne<'c, 'a>>,
}

impl RowSink for First<'_, '_> {
    fn row(&mut self, row: &MatrixRow<'_>) -> Result<(), ReachError> {
        for measure in &mut self.streaming {
            match measure {
                Streaming::Cumulative(sums) => sums.row(row)?,
                Streaming::Gravity(sums) => sums.row(row)?,
                Streaming::Nearest(found) => found.iter_mut().try_for_each(|nearest| nearest.row(row))?,
                Streaming::Shared => {}
            }
        }
        self.steps.iter_mut().try_for_each(|step| step.row(row))
    }
}

struct Second<'c>(Vec<StepTwo<'c>>);

impl RowSink for Second<'_> {
    fn row(&mut self, row: &MatrixRow<'_>) -> Result<(), ReachError> {
        self.0.iter_mut().try_for_each(|step| step.row(row))
    }
}
