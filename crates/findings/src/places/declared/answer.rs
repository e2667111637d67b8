//! An index that an analyst declares, made and judged.

use lynchpin_pack::config::DeclaredIndex;
use lynchpin_pack::tables::{Direction, Index, IndexAxis, Indicator, Tables};
use serde::Serialize;

use super::firmness::{Draws, Uncertain, rates_drawn, weights_moved};
use super::recipe::{Recipe, spearman};
use super::scale::falling_ranks;
use super::shrink::{Counts, shrink};
use crate::FindingsError;
use crate::places::answer::CUT_OFFS_TRIED;
use crate::places::left_behind::{Grouping, in_worst};
use crate::places::robustness::Robustness;

/// The worst share that firmness is told for, per cent of areas.
const WORST_PERCENT: f64 = 10.0;

/// An indicator of a declared index.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DeclaredIndicator {
    /// Its id.
    pub id: String,
    /// What to call it.
    pub label: String,
    /// Its domain.
    pub domain: String,
    /// How much it counts within its domain.
    pub weight: f64,
    /// Whether it was turned round, as higher is better.
    pub turned: bool,
    /// Mean weight of an area's own rate against its district's, `0..=1`; `None` where rates were not shrunk.
    pub own_rate_weight: Option<f64>,
    /// Areas without a value.
    pub missing: usize,
    /// Published indices that hold it too, by label.
    pub also_in: Vec<String>,
}

/// A domain of a declared index.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DeclaredDomainAnswer {
    /// Its name.
    pub name: String,
    /// How much it counts within the index.
    pub weight: f64,
    /// Score per study area; `None` where the area is not ranked.
    #[serde(skip)]
    pub scores: Vec<Option<f64>>,
}

/// A published index beside a declared one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Beside {
    /// Id of the published index.
    pub index: String,
    /// What to call it.
    pub label: String,
    /// Spearman's correlation of the ranks.
    pub spearman: f64,
    /// Of the areas in the worst tenth of the declared index, the share that is in the worst tenth of the published one among the same areas, `0..=1`.
    pub worst_tenth_shared: f64,
}

/// A declared index over the study areas.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DeclaredAnswer {
    /// Its id.
    pub id: String,
    /// What to call it.
    pub label: String,
    /// The axis that it measures, where it is declared.
    pub axis: Option<IndexAxis>,
    /// Areas ranked, and those left out because an indicator is missing there.
    pub ranked: usize,
    /// Areas left out.
    pub left_out: usize,
    /// Its indicators.
    pub indicators: Vec<DeclaredIndicator>,
    /// Its domains.
    pub domains: Vec<DeclaredDomainAnswer>,
    /// Score per study area, higher is worse.
    #[serde(skip)]
    pub scores: Vec<Option<f64>>,
    /// Rank per study area, 1 is worst.
    #[serde(skip)]
    pub ranks: Vec<Option<u32>>,
    /// Ranks that 95 % of the moved weights lie between.
    #[serde(skip)]
    pub rank_by_weights: Vec<Option<(u32, u32)>>,
    /// Ranks that the true rank lies between with 95 % probability, rates being uncertain; empty where no indicator is a rate from counts.
    #[serde(skip)]
    pub rank_by_rates: Vec<Option<(u32, u32)>>,
    /// How firmly each study area is in the worst tenth: under all moved weights, under some, under none.
    #[serde(skip)]
    pub firmness: Vec<Robustness>,
    /// How far each weight was moved, and how often.
    pub moved: (f64, u32),
    /// Published indices beside it.
    pub beside: Vec<Beside>,
    /// “Left behind” with this index in place of the published one of its axis, where the pack has the other axis.
    pub left_behind: Option<DeclaredLeftBehind>,
}

/// “Left behind” by a declared index and the published ones of the other axis, over moved weights, cut-offs and versions.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DeclaredLeftBehind {
    /// Areas in the worst tenth on both, with the weights as declared and the first published index of the other axis.
    pub areas: usize,
    /// Of these, areas that the pack's own rule leaves behind too.
    pub shared: usize,
    /// Combinations of weights, cut-off and version.
    pub combinations: usize,
    /// Verdict per study area.
    #[serde(skip)]
    pub verdicts: Vec<Robustness>,
    /// Areas left behind under every combination.
    pub robustly: usize,
    /// Areas left behind under some.
    pub marginally: usize,
}

impl DeclaredAnswer {
    /// Areas with a verdict on the worst tenth.
    pub fn count(&self, verdict: Robustness) -> usize {
        self.firmness.iter().filter(|f| **f == verdict).count()
    }
}

/// Makes a declared index of a pack's indicators.
///
/// # Errors
/// [`FindingsError::UnknownIndex`] for an indicator that the pack has not, [`FindingsError::MissingColumn`] for a higher geography that it has not,
/// [`FindingsError::BadParameter`] where fewer than ten areas can be ranked.
pub fn declare(
    id: &str,
    declared: &DeclaredIndex,
    tables: &Tables,
    grouping: &Grouping,
    seed: u64,
) -> Result<DeclaredAnswer, FindingsError> {
    let ingredients = Ingredients::new(declared, tables)?;
    let values: Vec<Vec<f64>> = ingredients.uncertain.iter().map(|u| u.values.clone()).collect();
    let recipe = Recipe::new(declared, &values, ingredients.kept.len());
    let scores = recipe.scores(&recipe.standardised(&values), &recipe.weights);
    let ranks = falling_ranks(&scores.index);
    let by_weights = weights_moved(&recipe, &values, declared.weights_moved_by, declared.draws, seed);
    let by_rates = rates_drawn(&recipe, &ingredients.uncertain, declared.draws, seed);
    let areas = tables.areas.codes.len();
    let spread = |column: &[f64]| ingredients.spread(areas, column);
    let domains = declared.domains.keys().zip(&recipe.weights.among).zip(&scores.domains);
    Ok(DeclaredAnswer {
        id: id.to_owned(),
        label: declared.label.clone(),
        axis: declared.axis,
        ranked: ingredients.kept.len(),
        left_out: areas - ingredients.kept.len(),
        domains: domains
            .map(|((name, weight), scores)| DeclaredDomainAnswer {
                name: name.clone(),
                weight: *weight,
                scores: spread(scores),
            })
            .collect(),
        rank_by_weights: ingredients.spread(areas, &by_weights.intervals(&ranks)),
        rank_by_rates: by_rates.map_or_else(Vec::new, |draws| ingredients.spread(areas, &draws.intervals(&ranks))),
        firmness: ingredients.firmness(areas, &by_weights),
        moved: (declared.weights_moved_by, declared.draws),
        beside: tables.indices.iter().filter_map(|index| ingredients.beside(index, &scores.index, &ranks)).collect(),
        left_behind: ingredients.left_behind(declared, tables, grouping, &ranks, &by_weights),
        scores: spread(&scores.index),
        ranks: ingredients.spread(areas, &ranks),
        indicators: ingredients.told(declared, tables, &recipe),
    })
}

/// Indicators over the areas that have all of them.
struct Ingredients<'a> {
    indicators: Vec<&'a Indicator>,
    kept: Vec<usize>,
    uncertain: Vec<Uncertain>,
}

impl<'a> Ingredients<'a> {
    fn new(declared: &DeclaredIndex, tables: &'a Tables) -> Result<Self, FindingsError> {
        let find = |id: &String| {
            tables.indicators.iter().find(|i| i.id == *id).ok_or_else(|| FindingsError::UnknownIndex {
                id: id.clone(),
                available: tables.indicators.iter().map(|i| i.id.as_str()).collect::<Vec<_>>().join(", "),
            })
        };
        let indicators: Vec<&Indicator> =
            declared.domains.values().flat_map(|d| &d.indicators).map(find).collect::<Result<_, _>>()?;
        let known = |area: &usize| indicators.iter().all(|i| i.values.get(*area).is_some_and(Option::is_some));
        let kept: Vec<usize> = (0..tables.areas.codes.len()).filter(known).collect();
        if kept.len() < 10 {
            return Err(FindingsError::BadParameter {
                name: format!("areas with every indicator of \"{}\"", declared.label),
                value: kept.len().to_string(),
                expected: "at least 10: leave out the indicator with the most gaps".into(),
            });
        }
        let district = declared.shrink_towards.as_deref().map(|level| districts(tables, level, &kept)).transpose()?;
        let uncertain = indicators.iter().map(|i| uncertain(i, &kept, district.as_deref())).collect();
        Ok(Self { indicators, kept, uncertain })
    }

    /// A column of the ranked areas over all study areas.
    fn spread<T: Clone>(&self, areas: usize, column: &[T]) -> Vec<Option<T>> {
        let mut all = vec![None; areas];
        self.kept.iter().zip(column).for_each(|(area, value)| all[*area] = Some(value.clone()));
        all
    }

    fn firmness(&self, areas: usize, draws: &Draws) -> Vec<Robustness> {
        let n = self.kept.len();
        let of =
            |at: usize| draws.ranks.iter().filter(|ranks| in_worst(f64::from(ranks[at]), n, WORST_PERCENT)).count();
        let verdicts: Vec<Robustness> = (0..n).map(|at| verdict(of(at), draws.ranks.len())).collect();
        self.spread(areas, &verdicts).into_iter().map(|v| v.unwrap_or(Robustness::Unranked)).collect()
    }

    fn beside(&self, index: &Index, scores: &[f64], ranks: &[u32]) -> Option<Beside> {
        let both: Vec<(usize, f64)> =
            self.kept.iter().enumerate().filter_map(|(at, area)| Some((at, -index.area_rank[*area]?))).collect();
        if both.len() < 10 {
            return None;
        }
        let own: Vec<f64> = both.iter().map(|(at, _)| scores[*at]).collect();
        let other: Vec<f64> = both.iter().map(|(_, score)| *score).collect();
        let published = falling_ranks(&other);
        let worst = |rank: u32| in_worst(f64::from(rank), both.len(), WORST_PERCENT);
        let mine: Vec<usize> = (0..both.len()).filter(|i| worst(ranks[both[*i].0])).collect();
        let shared = mine.iter().filter(|i| worst(published[**i])).count();
        Some(Beside {
            index: index.id.clone(),
            label: index.label.clone(),
            spearman: spearman(&own, &other),
            worst_tenth_shared: shared as f64 / mine.len().max(1) as f64,
        })
    }

    fn left_behind(
        &self,
        declared: &DeclaredIndex,
        tables: &Tables,
        grouping: &Grouping,
        ranks: &[u32],
        draws: &Draws,
    ) -> Option<DeclaredLeftBehind> {
        let axis = declared.axis?;
        let others: Vec<&Index> = tables.indices.iter().filter(|i| i.axis != axis).collect();
        let lead = *others.first()?;
        let n = self.kept.len();
        let elsewhere = |index: &Index, area: usize, percent: f64| {
            index.area_rank[area].is_some_and(|rank| in_worst(rank, index.codes.len(), percent))
        };
        let as_declared: Vec<usize> = (0..n)
            .filter(|at| in_worst(f64::from(ranks[*at]), n, WORST_PERCENT))
            .map(|at| self.kept[at])
            .filter(|area| elsewhere(lead, *area, WORST_PERCENT))
            .collect();
        let left_behind = Some(crate::places::Group::LeftBehind);
        let combinations = draws.ranks.len() * CUT_OFFS_TRIED.len() * others.len();
        let times = |at: usize| {
            let under = |percent: f64| {
                let there = others.iter().filter(|other| elsewhere(other, self.kept[at], percent)).count();
                let here = draws.ranks.iter().filter(|r| in_worst(f64::from(r[at]), n, percent)).count();
                there * here
            };
            CUT_OFFS_TRIED.into_iter().map(under).sum::<usize>()
        };
        let verdicts: Vec<Robustness> = (0..n).map(|at| verdict(times(at), combinations)).collect();
        let verdicts = self.spread(tables.areas.codes.len(), &verdicts);
        let verdicts: Vec<Robustness> = verdicts.into_iter().map(|v| v.unwrap_or(Robustness::Unranked)).collect();
        let count = |wanted| verdicts.iter().filter(|v| **v == wanted).count();
        Some(DeclaredLeftBehind {
            areas: as_declared.len(),
            shared: as_declared.iter().filter(|area| grouping.groups[**area] == left_behind).count(),
            combinations,
            robustly: count(Robustness::Robustly),
            marginally: count(Robustness::Marginally),
            verdicts,
        })
    }

    fn told(&self, declared: &DeclaredIndex, tables: &Tables, recipe: &Recipe) -> Vec<DeclaredIndicator> {
        let names = declared.domains.iter().flat_map(|(name, d)| d.indicators.iter().map(move |_| name.clone()));
        let weights = recipe.weights.within.iter().flatten();
        let parts = self.indicators.iter().zip(&self.uncertain).zip(names.zip(weights));
        parts
            .map(|((indicator, uncertain), (domain, weight))| DeclaredIndicator {
                id: indicator.id.clone(),
                label: indicator.label.clone(),
                domain,
                weight: *weight,
                turned: uncertain.turned,
                own_rate_weight: uncertain
                    .rates
                    .as_ref()
                    .filter(|_| declared.shrink_towards.is_some())
                    .map(|rates| rates.iter().map(|r| r.own).sum::<f64>() / rates.len() as f64),
                missing: indicator.values.iter().filter(|v| v.is_none()).count(),
                also_in: tables
                    .indices
                    .iter()
                    .filter(|index| indicator.contained_in.contains(&index.id))
                    .map(|index| index.label.clone())
                    .collect(),
            })
            .collect()
    }
}

fn verdict(times: usize, of: usize) -> Robustness {
    match times {
        0 => Robustness::Not,
        times if times == of => Robustness::Robustly,
        _ => Robustness::Marginally,
    }
}

/// The district of each area kept; an area that the lookup does not place is a district of its own.
fn districts(tables: &Tables, level: &str, kept: &[usize]) -> Result<Vec<usize>, FindingsError> {
    let parents = tables.areas.parents.get(level).ok_or_else(|| FindingsError::MissingColumn {
        column: level.to_owned(),
        purpose: "shrinkage".into(),
        available: tables.areas.parents.keys().cloned().collect::<Vec<_>>().join(", "),
    })?;
    let mut seen = std::collections::BTreeMap::new();
    let mut next = 0;
    let mut number = |area: &usize| {
        let fresh = next;
        let found = match &parents.codes[*area] {
            Some(code) => *seen.entry(code).or_insert(fresh),
            None => fresh,
        };
        next += usize::from(found == fresh);
        found
    };
    Ok(kept.iter().map(&mut number).collect())
}

/// Values over the areas kept, higher is worse: shrunken rates where the pack has counts and asks for it, raw rates otherwise.
fn uncertain(indicator: &Indicator, kept: &[usize], district: Option<&[usize]>) -> Uncertain {
    let turned = indicator.direction == Direction::HigherIsBetter;
    let sign = if turned { -1.0 } else { 1.0 };
    let counts = |of: &Option<Vec<Option<f64>>>| -> Option<Vec<f64>> {
        of.as_ref().map(|counts| kept.iter().map(|area| counts[*area].unwrap_or(0.0)).collect())
    };
    let both = counts(&indicator.numerators).zip(counts(&indicator.denominators));
    // A rate that is no share of its denominator has no logit.
    let rates = both.filter(|(above, below)| above.iter().zip(below).all(|(a, b)| a <= b)).map(|(above, below)| {
        let apart: Vec<usize> = (0..kept.len()).collect();
        shrink(Counts { above: &above, below: &below, district: district.unwrap_or(&apart) })
    });
    let values = match (&rates, district) {
        (Some(rates), Some(_)) => rates.iter().map(|r| sign * r.rate()).collect(),
        _ => kept.iter().map(|area| sign * indicator.values[*area].unwrap_or(0.0)).collect(),
    };
    Uncertain { values, rates, turned }
}
