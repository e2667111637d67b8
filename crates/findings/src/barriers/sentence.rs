//! What stands most in the way, in one plain sentence, and only as firmly as the data have it.

use super::attribution::{Attribution, Uncertainty};
use super::barrier::Barrier;
use serde::Serialize;

/// A barrier is named alone where it comes first in at least this share of the draws (Lynchpin default); under bounds, in every case.
pub const FIRM: f64 = 0.9;

/// What stands most in the way.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "verdict")]
pub enum Binding {
    /// One barrier, firmly.
    Firm {
        /// Which.
        barrier: Barrier,
    },
    /// One of several: the data cannot tell which.
    Undecided {
        /// Which it may be, the likeliest first; together they come first as often as [`FIRM`] asks.
        barriers: Vec<Barrier>,
        /// Whether it may be none of them.
        or_none: bool,
    },
    /// None of those measured holds people back against the benchmark.
    Nothing,
}

impl Binding {
    /// What to call it in a table or on a map.
    pub fn label(&self) -> String {
        match self {
            Self::Firm { barrier } => barrier.label().to_owned(),
            Self::Undecided { barriers, or_none } => {
                joined(barriers.iter().map(|b| b.label()).chain(or_none.then_some("none")))
            }
            Self::Nothing => "None".to_owned(),
        }
    }
}

/// Judges which barrier binds. `barriers` are those measured, in the order of the parts.
pub fn binding(barriers: &[Barrier], found: &Attribution, uncertainty: Uncertainty) -> Binding {
    let asked = match uncertainty {
        Uncertainty::Draws => FIRM,
        // Of the few cases one is a third: all of them must agree.
        Uncertainty::Bounds => 1.0,
    };
    let mut order: Vec<(Barrier, f64)> = barriers.iter().copied().zip(found.first.iter().copied()).collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let nothing = 1.0 - order.iter().map(|(_, share)| share).sum::<f64>();
    if nothing >= asked - 1e-9 {
        return Binding::Nothing;
    }
    let mut covered = nothing;
    let mut named = Vec::new();
    for (barrier, share) in order {
        if named.is_empty() && share >= asked - 1e-9 {
            return Binding::Firm { barrier };
        }
        if covered < asked - 1e-9 && share > 0.0 {
            named.push(barrier);
            covered += share;
        }
    }
    Binding::Undecided { barriers: named, or_none: nothing > 1.0 - asked + 1e-9 }
}

/// The words that a sentence needs besides the figures.
#[derive(Clone, Copy, Debug)]
pub struct SentenceWords<'a> {
    /// The place, as in "In Norris Green".
    pub place: &'a str,
    /// The benchmark, as in "against the study area".
    pub benchmark: &'a str,
    /// What is counted, such as `good jobs for each jobseeker`.
    pub unit: &'a str,
}

/// What stands most in the way in a place.
pub fn sentence(
    barriers: &[Barrier],
    found: &Attribution,
    uncertainty: Uncertainty,
    words: SentenceWords<'_>,
) -> String {
    let SentenceWords { place, benchmark, unit } = words;
    let gap = &found.gap;
    let (open, there) = (number(found.open.estimate), number(found.open.estimate + gap.estimate));
    let part = |barrier: Barrier| barriers.iter().zip(&found.parts).find(|(b, _)| **b == barrier).map(|(_, p)| p);
    let standing =
        format!("In {place} {open} {unit} are open to residents, against {there} under the conditions of {benchmark}");
    match binding(barriers, found, uncertainty) {
        Binding::Nothing => {
            format!("{standing}: none of the barriers measured holds them back noticeably more than there.")
        }
        Binding::Undecided { barriers, or_none } => format!(
            "{standing}. What stands most in the way is {}: the data cannot tell.",
            joined(barriers.iter().map(|b| b.words()).chain(or_none.then_some("none of those measured")))
        ),
        Binding::Firm { barrier } => {
            let Some(part) = part(barrier) else { return format!("{standing}.") };
            let interval = match uncertainty {
                // Nothing that is known to be uncertain bears on it.
                _ if part.low >= part.high => String::new(),
                Uncertainty::Draws => format!(" (95 % interval {} to {})", number(part.low), number(part.high)),
                Uncertainty::Bounds => format!(" (bounds {} to {})", number(part.low), number(part.high)),
            };
            let range = format!("{}{interval}", number(part.estimate));
            let share = if gap.low > 0.0 && part.estimate <= gap.estimate {
                format!(", {:.0} % of the gap", 100.0 * part.estimate / gap.estimate)
            } else {
                String::new()
            };
            let barrier = barrier.words();
            format!("{standing}. What stands most in the way is {barrier}, which accounts for {range} {unit}{share}.")
        }
    }
}

/// `a`, `a or b`, `a, b or c`.
fn joined<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let words: Vec<&str> = words.collect();
    match words.as_slice() {
        [] => "nothing".to_owned(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

/// Two figures that count below 10, one from there on.
fn number(value: f64) -> String {
    let text = if value.abs() < 0.095 {
        format!("{value:.3}")
    } else if value.abs() < 9.95 {
        format!("{value:.2}")
    } else {
        format!("{value:.1}")
    };
    text.replace('-', "−")
}
