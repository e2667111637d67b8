//! Small worlds, published values, and every formula written out over the whole matrix.
#![allow(dead_code, reason = "each test file uses its own part of this")]

pub mod dense;

use std::path::Path;

use lynchpin_reach::access::{Catchments, Competition, Decay, Opportunities};
use lynchpin_reach::matrix::{MatrixRow, RowSink};
use lynchpin_reach::search::UNREACHABLE;
use proptest::prelude::*;

/// People, what there is, and how long it takes.
#[derive(Clone, Debug)]
pub struct World {
    pub people: Vec<f64>,
    pub supply: Vec<f64>,
    pub minutes: Vec<Vec<u16>>,
}

impl World {
    /// The supply as one column.
    pub fn opportunities(&self) -> Opportunities {
        Opportunities::new(&[("supply", &self.supply)]).unwrap()
    }

    /// Hands the rows to a sink.
    pub fn rows(&self, sink: &mut dyn RowSink) {
        for (origin, minutes) in self.minutes.iter().enumerate() {
            sink.row(&MatrixRow { origin, minutes, columns: 1 }).unwrap();
        }
    }

    /// The first origins and places.
    pub fn cut(mut self, origins: usize, places: usize) -> Self {
        self.people.truncate(origins);
        self.supply.truncate(places);
        self.minutes.truncate(origins);
        self.minutes.iter_mut().for_each(|row| row.truncate(places));
        self
    }
}

/// Random worlds, with origins where nobody lives, places that offer nothing, and pairs out of reach.
pub fn world() -> impl Strategy<Value = World> {
    (1..9_usize, 1..9_usize).prop_flat_map(|(origins, places)| {
        let people = prop_oneof![1 => Just(0.0), 4 => (1..500_u16).prop_map(f64::from)];
        let supply = prop_oneof![1 => Just(0.0), 4 => (1..500_u16).prop_map(f64::from)];
        let minutes = prop_oneof![1 => Just(UNREACHABLE), 4 => 0..90_u16];
        let row = prop::collection::vec(minutes, places);
        let all = (prop::collection::vec(people, origins), prop::collection::vec(supply, places));
        (all, prop::collection::vec(row, origins)).prop_map(|((people, supply), minutes)| World {
            people,
            supply,
            minutes,
        })
    })
}

/// A measure with competition, by its two steps.
pub fn streamed(world: &World, kind: &'static dyn Competition, decay: &Decay) -> Vec<f64> {
    let supply = world.opportunities();
    let mut catchments = Catchments::new(kind, &supply);
    world.rows(&mut catchments.step_one(0, decay.clone(), &world.people).unwrap());
    let ratios = catchments.ratios();
    let mut access = ratios.step_two(0, decay.clone(), &world.people).unwrap();
    world.rows(&mut access);
    (0..world.people.len()).map(|origin| access.at(origin)[0]).collect()
}

/// Fails where two lists of numbers differ by more than `within` of their size.
pub fn assert_close(what: &str, found: &[f64], expected: &[f64], within: f64) {
    assert_eq!(found.len(), expected.len(), "{what}");
    for (at, (found, expected)) in found.iter().zip(expected).enumerate() {
        let apart = (found - expected).abs();
        assert!(apart <= within * expected.abs().max(1.0), "{what}, position {at}: {found}, expected {expected}");
    }
}

/// A file of `name,value,value…`.
pub struct Golden(Vec<(String, Vec<String>)>);

impl Golden {
    pub fn read(name: &str) -> Self {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join("golden").join(name);
        let text = std::fs::read_to_string(file).unwrap();
        let line = |line: &str| {
            let mut cells = line.split(',').map(str::to_owned);
            (cells.next().unwrap(), cells.collect())
        };
        Self(text.lines().map(line).collect())
    }

    /// Every line of a name.
    pub fn all(&self, name: &str) -> Vec<&[String]> {
        self.0.iter().filter(|line| line.0 == name).map(|line| line.1.as_slice()).collect()
    }

    /// The one line of a name, as numbers.
    pub fn numbers(&self, name: &str) -> Vec<f64> {
        let lines = self.all(name);
        assert_eq!(lines.len(), 1, "{name}");
        lines[0].iter().map(|number| number.parse().unwrap()).collect()
    }

    /// Names of two words with their numbers: a measure and its parameter.
    pub fn measures(&self) -> impl Iterator<Item = (&str, Vec<f64>)> {
        let two_words = self.0.iter().filter(|line| line.0.contains(' '));
        two_words.map(|(name, values)| (name.as_str(), values.iter().map(|number| number.parse().unwrap()).collect()))
    }
}
