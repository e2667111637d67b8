//! The key of a map: what each colour and mark stands for and how many areas bear it.

use lynchpin_pack::tables::Direction;
use serde::Serialize;

use super::classes::Class;
use crate::numbers::Style;

/// What a legend line shows before its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "colour")]
pub enum Swatch {
    /// A filled box of this colour.
    Fill(String),
    /// The hatching of areas without a number.
    Hatch,
    /// The heavy outline of areas that are picked out.
    Outline,
    /// The dot of an area without an outline.
    Dot,
}

/// One line of a legend.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LegendEntry {
    /// Its mark.
    pub swatch: Swatch,
    /// What it stands for, with the unit.
    pub label: String,
    /// `better` or `worse` at the two ends, where the direction is known.
    pub word: Option<&'static str>,
    /// How many areas bear it.
    pub count: usize,
}

/// The colour of each class: darker is worse where a direction is known, else darker is more.
pub(crate) fn colours(classes: usize, direction: Direction) -> Vec<String> {
    let mut colours = crate::palette::sequential(classes);
    if direction == Direction::HigherIsBetter {
        colours.reverse();
    }
    colours
}

/// The lines for the classes, lowest value first.
pub(crate) fn class_entries(
    classes: &[Class],
    colours: &[String],
    style: &Style,
    direction: Direction,
) -> Vec<LegendEntry> {
    let last = classes.len().saturating_sub(1);
    classes
        .iter()
        .zip(colours)
        .enumerate()
        .map(|(i, (class, colour))| LegendEntry {
            swatch: Swatch::Fill(colour.clone()),
            label: range(class, style, i == last),
            word: if last == 0 { None } else { end_word(i, last, direction) },
            count: class.count,
        })
        .collect()
}

fn range(class: &Class, style: &Style, last: bool) -> String {
    let (from, to) = (style.bare(class.from), style.show(class.to));
    if style.bare(class.to) == from {
        to
    } else if last {
        format!("{from} to {to}")
    } else {
        format!("{from} to under {to}")
    }
}

fn end_word(i: usize, last: usize, direction: Direction) -> Option<&'static str> {
    let (low, high) = match direction {
        Direction::HigherIsBetter => ("worse", "better"),
        Direction::HigherIsWorse => ("better", "worse"),
        Direction::Neutral => return None,
    };
    match i {
        0 => Some(low),
        i if i == last => Some(high),
        _ => None,
    }
}
