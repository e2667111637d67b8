//! Disclosure control: which counts of people may be shown, so that no small one can be worked out from the others.
//!
//! A publication is a list of figures, each the sum of some *cells*: the finest sets of people that the figures tell apart. A figure under the
//! threshold is withheld. So that it cannot be had from sums and differences of what is shown, a *shift* is sought for every small figure and
//! every small cell: people moved between a few cells, so that the figures shown stay as they are while the small count changes over a range at
//! least as wide as the threshold. Figures that the shift would change are withheld too. As all figures shown agree with both counts, nobody can tell
//! which holds: not by subtraction, not by linear algebra, and not by knowing that counts are never below nought. Among the shifts the one that
//! withholds the least is taken.

use lynchpin_pack::config::{Disclosure, PercentageRule};
use serde::Serialize;
use std::collections::BTreeMap;

/// The policy of a pack.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Policy {
    /// Counts of people under this are withheld.
    pub threshold: f64,
    /// Whether more is withheld where a small count could be worked out.
    pub secondary: bool,
    /// Counts made from records are shown to the nearest multiple.
    pub rounding: f64,
    /// Whether both sides of a percentage made from records must reach the threshold.
    pub both_sides: bool,
    /// How many speakers must share what is told of each of them.
    pub speakers: f64,
}

impl From<&Disclosure> for Policy {
    fn from(section: &Disclosure) -> Self {
        Self {
            threshold: f64::from(section.threshold),
            secondary: section.secondary,
            rounding: f64::from(section.rounding.max(1)),
            both_sides: section.percentages == PercentageRule::BothSides,
            speakers: f64::from(section.k_anonymity),
        }
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self::from(&Disclosure::default())
    }
}

impl Policy {
    /// A count as it is shown.
    pub fn rounded(&self, count: f64) -> f64 {
        (count / self.rounding).round() * self.rounding
    }
}

/// Whether a figure is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It is.
    Shown,
    /// It counts too few people.
    TooFew,
    /// It would give away another that counts too few.
    WouldTell,
}

/// Figures that are published together, each the sum over some units (areas, groups, answers).
#[derive(Clone, Debug, Default)]
pub struct Publication {
    figures: Vec<Vec<usize>>,
    fixed: Vec<bool>,
    /// Row and column of each unit in a table with margins, where it has one.
    places: Option<Vec<(usize, usize)>>,
}

impl Publication {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Says that unit `u` stands in row and column `places[u]` of a table: counts may be moved around its rectangles.
    pub fn table(&mut self, places: Vec<(usize, usize)>) {
        self.places = Some(places);
    }

    /// Adds a figure, the sum over these units; returns its number. What has no units is no figure, and is always shown.
    pub fn figure(&mut self, units: impl IntoIterator<Item = usize>) -> usize {
        self.figures.push(units.into_iter().collect());
        self.fixed.push(false);
        self.figures.len() - 1
    }

    /// Adds a figure that has been shown elsewhere, and stays so.
    pub fn already_shown(&mut self, units: impl IntoIterator<Item = usize>) -> usize {
        let number = self.figure(units);
        self.fixed[number] = true;
        number
    }

    /// What may be shown of the figures, in their order, where `counts` are people per unit and `threshold` is the least count.
    pub fn decide(&self, counts: &[f64], threshold: f64, secondary: bool) -> Vec<Verdict> {
        let cells = Cells::new(self, counts);
        let small = |count: f64| count < threshold;
        let mut verdicts: Vec<Verdict> = (0..self.figures.len())
            .map(|figure| {
                let none = cells.of_figure[figure].is_empty();
                if none || self.fixed[figure] || !small(cells.sum(figure)) { Verdict::Shown } else { Verdict::TooFew }
            })
            .collect();
        if !secondary {
            return verdicts;
        }
        let mut shifts: Vec<Shift> = Vec::new();
        let figures = (0..self.figures.len()).filter(|f| verdicts[*f] == Verdict::TooFew).collect::<Vec<_>>();
        let wanted = figures.iter().map(|f| cells.of_figure[*f].clone());
        // A cell that is no figure and holds nobody tells of nobody.
        let few = |cell: &usize| small(cells.counts[*cell]) && cells.counts[*cell] > 0.0;
        let lone = (0..cells.counts.len()).filter(few).map(|cell| vec![cell]);
        let wanted: Vec<Vec<usize>> = wanted.chain(lone).collect();
        for set in wanted {
            let hidden = |shift: &Shift| cells.changed(shift).all(|f| verdicts[f] != Verdict::Shown);
            if shifts.iter().any(|shift| cells.width(shift, &set) >= threshold && hidden(shift)) {
                continue;
            }
            let Some(shift) = cells.cheapest(&set, threshold, &verdicts, &self.fixed) else { continue };
            let changed: Vec<usize> = cells.changed(&shift).collect();
            for figure in changed {
                if verdicts[figure] == Verdict::Shown && !self.fixed[figure] {
                    verdicts[figure] = Verdict::WouldTell;
                }
            }
            shifts.push(shift);
        }
        verdicts
    }
}

/// People moved: cells with the factor by which each grows.
type Shift = Vec<(usize, f64)>;

/// What tells cells apart: the figures that hold them, and the place in a table.
type Standing = (Vec<usize>, Option<(usize, usize)>);

/// The finest sets that the figures tell apart, with the people in each.
struct Cells {
    counts: Vec<f64>,
    of_figure: Vec<Vec<usize>>,
    /// Figures that hold a cell.
    holders: Vec<Vec<usize>>,
    places: Option<Vec<(usize, usize)>>,
}

impl Cells {
    fn new(publication: &Publication, units: &[f64]) -> Self {
        let mut holders: Vec<Vec<usize>> = vec![Vec::new(); units.len()];
        for (figure, members) in publication.figures.iter().enumerate() {
            for &unit in members {
                if let Some(holders) = holders.get_mut(unit) {
                    holders.push(figure);
                }
            }
        }
        // In a table each place is a cell of its own, as its row and column say.
        let mut found: BTreeMap<Standing, f64> = BTreeMap::new();
        for (unit, holders) in holders.into_iter().enumerate() {
            if !holders.is_empty() {
                let place = publication.places.as_ref().and_then(|places| places.get(unit).copied());
                *found.entry((holders, place)).or_insert(0.0) += units[unit];
            }
        }
        let mut cells = Self {
            counts: Vec::new(),
            of_figure: vec![Vec::new(); publication.figures.len()],
            holders: Vec::new(),
            places: publication.places.as_ref().map(|_| Vec::new()),
        };
        for ((holders, place), count) in found {
            for &figure in &holders {
                cells.of_figure[figure].push(cells.counts.len());
            }
            if let (Some(places), Some(place)) = (&mut cells.places, place) {
                places.push(place);
            }
            cells.counts.push(count);
            cells.holders.push(holders);
        }
        cells
    }

    fn sum(&self, figure: usize) -> f64 {
        self.of_figure[figure].iter().map(|cell| self.counts[*cell]).sum()
    }

    /// Figures whose sum a shift changes.
    fn changed(&self, shift: &Shift) -> impl Iterator<Item = usize> {
        let mut change: BTreeMap<usize, f64> = BTreeMap::new();
        for (cell, by) in shift {
            for figure in &self.holders[*cell] {
                *change.entry(*figure).or_insert(0.0) += by;
            }
        }
        change.into_iter().filter(|(_, by)| *by != 0.0).map(|(figure, _)| figure)
    }

    /// Over how wide a range a shift moves the people of a set of cells, no cell falling below nought.
    fn width(&self, shift: &Shift, set: &[usize]) -> f64 {
        let moved: f64 = shift.iter().filter(|(cell, _)| set.contains(cell)).map(|(_, by)| by).sum();
        let room = |sign: f64| {
            let shrinking = shift.iter().filter(|(_, by)| by * sign < 0.0);
            shrinking.map(|(cell, by)| self.counts[*cell] / by.abs()).fold(f64::INFINITY, f64::min)
        };
        moved.abs() * (room(1.0) + room(-1.0))
    }

    /// The shift that moves a set over the threshold's width and withholds the least; where none is wide enough, the widest.
    fn cheapest(&self, set: &[usize], threshold: f64, verdicts: &[Verdict], fixed: &[bool]) -> Option<Shift> {
        let cost = |shift: &Shift| -> f64 {
            let new = self.changed(shift).filter(|f| verdicts[*f] == Verdict::Shown);
            // The sum of everything is what readers want most; what was shown elsewhere cannot be taken back.
            let whole = |figure: usize| self.of_figure[figure].len() == self.counts.len();
            new.map(|f| if fixed[f] { f64::INFINITY } else { self.sum(f) * if whole(f) { 1e6 } else { 1.0 } + 1.0 })
                .sum()
        };
        let mut best: Option<(f64, f64, Shift)> = None;
        for &from in set {
            for shift in self.shifts(from) {
                let width = self.width(&shift, set).min(threshold);
                let cost = cost(&shift);
                let better = |(b_width, b_cost, _): &(f64, f64, Shift)| {
                    width > *b_width || (width == *b_width && cost < *b_cost)
                };
                if width > 0.0 && cost.is_finite() && best.as_ref().is_none_or(better) {
                    best = Some((width, cost, shift));
                }
            }
        }
        best.map(|(_, _, shift)| shift)
    }

    /// Shifts that move people of a cell: to another, or around a rectangle of the table.
    fn shifts(&self, from: usize) -> Vec<Shift> {
        let others = (0..self.counts.len()).filter(|cell| *cell != from);
        let mut shifts: Vec<Shift> = others.clone().map(|to| vec![(from, 1.0), (to, -1.0)]).collect();
        let Some(places) = &self.places else { return shifts };
        let at = |place: (usize, usize)| places.iter().position(|p| *p == place);
        let (row, column) = places[from];
        for corner in others {
            let (other_row, other_column) = places[corner];
            if other_row == row || other_column == column {
                continue;
            }
            if let (Some(beside), Some(below)) = (at((row, other_column)), at((other_row, column))) {
                shifts.push(vec![(from, 1.0), (beside, -1.0), (below, -1.0), (corner, 1.0)]);
            }
        }
        shifts
    }
}
