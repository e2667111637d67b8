//! One indicator over one set of areas: the pooled value, what it rests on, and its intervals.

use crate::disclosure::{Publication, Verdict};
use crate::interval::{Interval, across_areas, total, wilson};
use lynchpin_pack::tables::Indicator;
use serde::Serialize;

/// What an average over areas is weighted by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weighting {
    /// Counts are added up first: `Σ numerator / Σ denominator`.
    Counts,
    /// `Σ people · value / Σ people`.
    People,
    /// The plain mean of areas, where the pack has no population.
    Areas,
}

/// An indicator over a set of areas.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GroupFigure {
    /// Areas in the set.
    pub areas: usize,
    /// Areas of the set with no value, left out.
    pub missing: usize,
    /// Sum of the numerators, where counts are given and not withheld.
    pub numerator: Option<f64>,
    /// Sum of the weights: denominators, people or areas; `None` where withheld.
    pub weight: Option<f64>,
    /// The value in the indicator's unit; `None` where no area has one or it is withheld.
    pub value: Option<f64>,
    /// Wilson's interval for a share with counts, else the interval across areas.
    pub interval: Option<Interval>,
    /// The interval with areas as draws: what to judge a difference between kinds of place by, as neighbours are alike.
    pub across_areas: Option<Interval>,
    /// Why the value is withheld; `None` where it is not.
    pub withheld: Option<String>,
}

/// How a column is turned into figures.
pub(crate) struct Column<'a> {
    indicator: &'a Indicator,
    population: Option<&'a [Option<f64>]>,
    minimum_denominator: f64,
    scale: f64,
    /// What averages are weighted by.
    pub weighting: Weighting,
}

impl<'a> Column<'a> {
    /// `population` is aligned to the study areas, and is used where the indicator has no counts.
    pub fn new(indicator: &'a Indicator, population: Option<&'a [Option<f64>]>, minimum_denominator: f64) -> Self {
        let counted = indicator.numerators.is_some() && indicator.denominators.is_some();
        let weighting = match population {
            _ if counted => Weighting::Counts,
            Some(_) => Weighting::People,
            None => Weighting::Areas,
        };
        let scale = if counted { scale(indicator) } else { 1.0 };
        Self { indicator, population, minimum_denominator, scale, weighting }
    }

    /// The same indicator over its whole file (the nation).
    pub fn national(&self) -> Option<f64> {
        let (above, below) = self.indicator.national?;
        (below > 0.0).then(|| self.scale * above / below)
    }

    /// `(amount, weight)` of an area, or `None` where its value is missing.
    fn pair(&self, area: usize) -> Option<(f64, f64)> {
        let at = |column: &Option<Vec<Option<f64>>>| column.as_ref()?.get(area).copied().flatten();
        match self.weighting {
            Weighting::Counts => Some((at(&self.indicator.numerators)?, at(&self.indicator.denominators)?)),
            Weighting::People | Weighting::Areas => {
                let value = self.indicator.values.get(area).copied().flatten()?;
                let weight = match self.population {
                    Some(people) => people.get(area).copied().flatten()?,
                    None => 1.0,
                };
                Some((weight * value, weight))
            }
        }
    }

    /// Which sums over sets of areas may be shown together; those that `shown` marks have been shown before and stay so. What has no counts of its own
    /// counts nobody.
    pub fn verdicts(&self, sets: &[&[usize]], shown: &[bool], secondary: bool) -> Vec<Verdict> {
        if self.weighting != Weighting::Counts {
            return vec![Verdict::Shown; sets.len()];
        }
        let counted: Vec<Option<f64>> =
            (0..self.indicator.values.len()).map(|area| self.pair(area).map(|(_, below)| below)).collect();
        let mut publication = Publication::new();
        for (set, shown) in sets.iter().zip(shown) {
            let known = set.iter().copied().filter(|area| counted.get(*area).is_some_and(Option::is_some));
            if *shown {
                publication.already_shown(known)
            } else {
                publication.figure(known)
            };
        }
        let counts: Vec<f64> = counted.iter().map(|count| count.unwrap_or(0.0)).collect();
        publication.decide(&counts, self.minimum_denominator, secondary)
    }

    /// The figure over a set of areas.
    pub fn figure(&self, areas: impl Iterator<Item = usize>) -> GroupFigure {
        self.figure_of(areas.map(|area| (area, 1.0)), true)
    }

    /// The figure over a set of areas, each counting as much as the factor beside it. People are no longer draws, so it has the interval across areas alone.
    pub fn weighted_figure(&self, areas: impl Iterator<Item = (usize, f64)>) -> GroupFigure {
        self.figure_of(areas, false)
    }

    fn figure_of(&self, areas: impl Iterator<Item = (usize, f64)>, plain: bool) -> GroupFigure {
        let (mut count, mut counted) = (0, 0.0);
        let mut pairs = Vec::new();
        for (area, factor) in areas {
            count += 1;
            let Some((amount, weight)) = self.pair(area) else { continue };
            counted += weight;
            pairs.push((factor * amount, factor * weight));
        }
        let amount = total(pairs.iter().map(|p| p.0));
        let weight = total(pairs.iter().map(|p| p.1));
        let counts = self.weighting == Weighting::Counts;
        let few = counts && !pairs.is_empty() && counted < self.minimum_denominator;
        let shown = !few && weight > 0.0;
        // A share lies between none and all of what is counted; any other ratio has no binomial interval.
        let share = plain && counts && self.indicator.unit.trim_start().starts_with('%');
        let people = if shown && share { wilson(amount, weight) } else { None };
        let across = if shown { across_areas(&pairs) } else { None };
        let scaled = |interval: Option<Interval>| interval.map(|i| i.scaled(self.scale));
        GroupFigure {
            areas: count,
            missing: count - pairs.len(),
            numerator: (plain && counts && shown).then_some(amount),
            weight: (!few).then_some(weight),
            value: shown.then(|| self.scale * amount / weight),
            interval: scaled(people.or(across)),
            across_areas: scaled(across),
            withheld: few.then(|| format!("fewer than {} counted", self.minimum_denominator)),
        }
    }
}

impl GroupFigure {
    /// The same set of areas with nothing said of it, where the policy does not show it and nothing has been withheld before.
    pub(crate) fn follow(&mut self, verdict: Verdict) {
        if verdict != Verdict::Shown && self.withheld.is_none() {
            self.withhold("it would give away a set with too few counted");
        }
    }

    fn withhold(&mut self, reason: &str) {
        (self.numerator, self.weight, self.value) = (None, None, None);
        (self.interval, self.across_areas) = (None, None);
        self.withheld = Some(reason.to_owned());
    }
}

/// What `numerator / denominator` is multiplied by to give the unit: 100 for a percentage, else the power of ten that the values imply (1 where they imply none).
fn scale(indicator: &Indicator) -> f64 {
    if indicator.unit.trim_start().starts_with('%') {
        return 100.0;
    }
    let columns = indicator.numerators.iter().flatten().zip(indicator.denominators.iter().flatten());
    let implied = indicator.values.iter().zip(columns).find_map(|(value, (above, below))| {
        let rate = (*above)? / (*below)?;
        (rate.is_finite() && rate > 0.0 && (*value)? > 0.0).then(|| ((*value).unwrap_or(rate) / rate).log10())
    });
    implied.map_or(1.0, |power| 10_f64.powi(power.round() as i32))
}
