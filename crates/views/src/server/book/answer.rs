//! One measure on one geography, in classes, as the map and its table show it.

use lynchpin_pack::tables::Direction;
use schemars::JsonSchema;
use serde::Serialize;

use super::measures::{Measure, Note};
use super::reached::ReachedMap;
use super::{Book, Level};
use crate::maps::{Class, Classes, class_entries, classify, colours};
use crate::numbers::{Reading, Style};

/// How many classes a map has at most.
const CLASSES: usize = 5;

/// A measure on a geography: one entry of each list a place, in the order of the geography.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(in crate::server) struct MeasureAnswer {
    /// Id of the measure.
    pub id: String,
    /// Id of the geography.
    pub geography: String,
    /// What to call the measure.
    pub label: String,
    /// Its unit; empty for none.
    pub unit: String,
    /// `higher-is-better`, `higher-is-worse` or `neutral`.
    pub direction: String,
    /// Values; null where there is none or it is withheld.
    pub values: Vec<Option<f64>>,
    /// Lower ends of the intervals.
    pub low: Vec<Option<f64>>,
    /// Upper ends of the intervals.
    pub high: Vec<Option<f64>>,
    /// The values as they are written, with their intervals, or why there is none.
    pub shown: Vec<String>,
    /// Class of each value, from 0; null without a value.
    pub classes: Vec<Option<u8>>,
    /// Whether the interval reaches into another class, so that the class is not certain.
    pub unsure: Vec<bool>,
    /// Colour of each class.
    pub colours: Vec<String>,
    /// The legend, lowest class first.
    pub legend: Vec<LegendLine>,
    /// Places whose class is not certain.
    pub unsure_count: usize,
    /// Places without a value.
    pub missing_count: usize,
    /// How the numbers were made.
    pub note: Note,
}

/// One line of a legend.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(in crate::server) struct LegendLine {
    /// Colour of the class.
    pub colour: String,
    /// What the class holds.
    pub label: String,
    /// `better` or `worse` at the two ends, where the direction is known.
    pub word: Option<String>,
    /// Places in it.
    pub count: usize,
}

/// Values in classes.
pub(in crate::server) struct Classed {
    pub classes: Vec<Class>,
    pub of: Vec<Option<usize>>,
    pub unsure: Vec<bool>,
}

impl Classed {
    pub fn new(readings: &[Reading], style: &Style) -> Self {
        let values: Vec<Option<f64>> = readings.iter().map(Reading::value).collect();
        let (classes, of) = classify(&values, &Classes::Quantiles(CLASSES), style);
        let class_at = |value: f64| classes.iter().rposition(|c| value >= c.from).unwrap_or(0);
        let unsure = readings.iter().map(|r| r.interval().is_some_and(|(low, high)| class_at(low) != class_at(high)));
        let unsure = unsure.collect();
        Self { classes, of, unsure }
    }
}

impl Book {
    /// A measure on a level; nothing where it has no figures there.
    pub(in crate::server) fn answer(&self, measure: &Measure, level: usize) -> Option<MeasureAnswer> {
        let readings = measure.readings.get(&level)?;
        Some(answer(measure, &self.levels[level], readings))
    }

    /// A measure that was asked live, of every neighbourhood.
    pub(in crate::server) fn live_answer(&self, map: &ReachedMap) -> MeasureAnswer {
        let measure = map.measure();
        answer(&measure, &self.levels[0], &map.readings)
    }
}

fn answer(measure: &Measure, level: &Level, readings: &[Reading]) -> MeasureAnswer {
    let classed = Classed::new(readings, &measure.style);
    let colours = colours(classed.classes.len(), measure.direction);
    let entries = class_entries(&classed.classes, &colours, &measure.style, measure.direction);
    let legend = entries.into_iter().zip(&colours).map(|(entry, colour)| LegendLine {
        colour: colour.clone(),
        label: entry.label,
        word: entry.word.map(str::to_owned),
        count: entry.count,
    });
    let ends = |end: fn((f64, f64)) -> f64| readings.iter().map(|r| r.interval().map(end)).collect();
    let written = |r: &Reading| r.absence().map_or_else(|| measure.style.reading(r), str::to_owned);
    MeasureAnswer {
        id: measure.id.clone(),
        geography: level.id.clone(),
        label: measure.label.clone(),
        unit: measure.unit.clone(),
        direction: direction_name(measure.direction).into(),
        values: readings.iter().map(Reading::value).collect(),
        low: ends(|(low, _)| low),
        high: ends(|(_, high)| high),
        shown: readings.iter().map(written).collect(),
        classes: classed.of.iter().map(|c| c.map(|c| c as u8)).collect(),
        unsure_count: classed.unsure.iter().filter(|u| **u).count(),
        missing_count: readings.iter().filter(|r| r.value().is_none()).count(),
        unsure: classed.unsure,
        legend: legend.collect(),
        colours,
        note: measure.note.clone(),
    }
}

pub(in crate::server) fn direction_name(direction: Direction) -> &'static str {
    match direction {
        Direction::HigherIsBetter => "higher-is-better",
        Direction::HigherIsWorse => "higher-is-worse",
        Direction::Neutral => "neutral",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_uncertain_where_the_interval_leaves_it() {
        let mut readings: Vec<Reading> = (0..100).map(|i| Reading::of(f64::from(i))).collect();
        readings[30] = Reading::between(30.0, 25.0, 35.0);
        readings[31] = Reading::between(31.0, 25.0, 45.0);
        readings[32] = Reading::Suppressed;
        let classed = Classed::new(&readings, &Style::count());
        assert_eq!(classed.unsure.iter().filter(|u| **u).count(), 1);
        assert!(classed.unsure[31]);
        assert_eq!(classed.of[32], None);
    }
}
