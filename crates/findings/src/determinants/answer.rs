//! What goes with an outcome across the areas of a pack.

use lynchpin_pack::config::{DeterminantsSection, Neighbours};
use lynchpin_pack::tables::Tables;
use serde::Serialize;

use super::claims::{self, ClaimTest};
use super::error::DeterminantsError;
use super::neighbours::{SpatialAnswer, spatial};
use super::ranks::{RankedShare, Ranking, Rows, mean_and_spread};
use super::regression::{Design, Errors};
use super::variables::{DeclaredScores, Variable, circularity};
use super::weights::Links;
use crate::interval::Interval;
use crate::sample::Bootstrap;

/// Beyond this correlation a predictor is called nearly the same as the outcome (Lynchpin default).
const NEARLY_THE_SAME: f64 = 0.97;

/// A predictor and what goes with it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Determinant {
    /// Which.
    #[serde(flatten)]
    pub variable: Variable,
    /// The block that it belongs to.
    pub block: String,
    /// Its share of R² (LMG), ranked among the predictors.
    pub ranked: RankedShare,
    /// R² on it alone.
    pub first_in: f64,
    /// What it adds to R² once all others are in.
    pub last_in: f64,
    /// Correlation with the outcome.
    pub correlation: f64,
    /// One over one less the R² of it on the other predictors: 1 where it shares nothing with them.
    pub variance_inflation: f64,
    /// What one standard deviation more goes with, the others held, in units of the outcome; errors HC3, or by cluster.
    pub coefficient: Interval,
    /// Why it is partly the outcome itself, where it is.
    pub caution: Option<String>,
}

/// A block of predictors.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Block {
    /// Its name, or the label of the one predictor in it.
    pub name: String,
    /// Ids of its predictors.
    pub members: Vec<String>,
    /// Owen's value of the block: its share of R², ranked among the blocks.
    pub ranked: RankedShare,
}

/// The answer to "what goes with this outcome?". Everything is associational.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DeterminantsAnswer {
    /// What is explained.
    pub outcome: Variable,
    /// Mean of the outcome over the areas used, and its standard deviation.
    pub outcome_mean_and_spread: (f64, f64),
    /// Areas used.
    pub areas: usize,
    /// Areas left out because something is not known of them.
    pub left_out: usize,
    /// Codes of up to ten of them.
    pub left_out_examples: Vec<String>,
    /// Share of the outcome's variance that all predictors go with together.
    pub r_squared: f64,
    /// In the order of the pack.
    pub predictors: Vec<Determinant>,
    /// Blocks in the order of the pack; empty where none is declared.
    pub blocks: Vec<Block>,
    /// The higher geography that was resampled, and how many of its areas; `None` where neighbourhoods were.
    pub cluster: Option<(String, usize)>,
    /// Resamples.
    pub resamples: u32,
    /// The shares without the predictors that come with a caution; `None` where there are none such, or no others.
    pub without_cautions: Option<WithoutCautions>,
    /// What neighbours change, or why nothing is said of them.
    #[serde(serialize_with = "found_or_missing")]
    pub spatial: Result<SpatialAnswer, String>,
    /// Published claims held against the ranks.
    pub claims: Vec<ClaimTest>,
}

/// The finding, or `{ "missing": "why" }`.
fn found_or_missing<S: serde::Serializer>(found: &Result<SpatialAnswer, String>, to: S) -> Result<S::Ok, S::Error> {
    match found {
        Ok(found) => found.serialize(to),
        Err(why) => std::collections::BTreeMap::from([("missing", why)]).serialize(to),
    }
}

/// Shares of the predictors that are not partly the outcome.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WithoutCautions {
    /// Share of the outcome's variance that these go with together.
    pub r_squared: f64,
    /// Id and share of each.
    pub predictors: Vec<(String, RankedShare)>,
    /// The blocks that still hold any.
    pub blocks: Vec<Block>,
}

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The pack.
    pub tables: &'a Tables,
    /// Its section on determinants.
    pub section: &'a DeterminantsSection,
    /// Its declared indices.
    pub declared: &'a [DeclaredScores<'a>],
    /// Links by travel time over all study areas, where the section asks for them, or why there are none.
    pub travel: Option<Result<&'a [Links], &'a str>>,
    /// Seed of the resamples.
    pub seed: u64,
}

/// Answers.
///
/// # Errors
/// Where a column is unknown, holds the outcome, does not vary or is made of others, or too few areas have all of them. What is wrong with neighbours alone is told
/// in [`DeterminantsAnswer::spatial`].
pub fn answer(question: Question<'_>) -> Result<DeterminantsAnswer, DeterminantsError> {
    let sample = Sample::new(question)?;
    let section = question.section;
    let blocks = Blocks::new(section, &section.predictors);
    let clusters = section.cluster.as_deref().map(|level| sample.clusters(question.tables, level)).transpose()?;
    let bootstrap = Bootstrap { resamples: section.resamples, seed: question.seed };
    let rows = Rows::new(&sample.predictors, &sample.outcome)?;
    let of_areas = clusters.as_ref().map(|c| c.of_areas.as_slice());
    let ranking = rows.rank(blocks.where_declared(section), of_areas, bootstrap)?;
    let design = Design::new(sample.outcome.clone(), sample.predictors.clone())?;
    let fit = design.fit()?;
    let errors = of_areas.map_or(Errors::Hc3, Errors::Cluster);
    let coefficients = fit.intervals(&design, errors)?;
    let subsets = rows.subsets()?;
    let (first_in, last_in) = (subsets.first_in(), subsets.last_in());
    let cautions = sample.cautions(section);
    let without = sample.without(section, &cautions, of_areas, bootstrap)?;
    let determinant = |i: usize| Determinant {
        variable: sample.variables[i].clone(),
        block: blocks.names[blocks.of_predictors[i]].clone(),
        ranked: ranking.predictors[i].clone(),
        first_in: first_in[i],
        last_in: last_in[i],
        correlation: first_in[i].max(0.0).sqrt().copysign(covariance(&sample.predictors[i], &sample.outcome)),
        variance_inflation: fit.variance_inflation(&design, i + 1),
        coefficient: coefficients[i + 1],
        caution: cautions[i].clone(),
    };
    Ok(DeterminantsAnswer {
        outcome_mean_and_spread: mean_and_spread(&sample.outcome),
        areas: sample.kept.len(),
        left_out: sample.left_out.len(),
        left_out_examples: sample.left_out.iter().take(10).map(|a| question.tables.areas.codes[*a].clone()).collect(),
        r_squared: fit.r_squared,
        predictors: (0..sample.variables.len()).map(determinant).collect(),
        blocks: blocks.answer(&section.predictors, &ranking),
        cluster: clusters.as_ref().map(|c| (c.level.clone(), c.count)),
        resamples: section.resamples,
        spatial: sample.spatial(question, &design, &fit),
        claims: section
            .claims
            .iter()
            .map(|claim| {
                let all = blocks.levels(&section.predictors, &ranking);
                claims::test(claim, all, without.as_ref().map(|w| w.blocks.levels(&w.ids, &w.ranking)))
            })
            .collect(),
        without_cautions: without.map(Without::answer),
        outcome: sample.outcome_variable,
    })
}

/// The areas of which everything is known, predictors in units of their standard deviation.
struct Sample {
    outcome_variable: Variable,
    variables: Vec<Variable>,
    circular: Vec<Option<String>>,
    kept: Vec<usize>,
    left_out: Vec<usize>,
    outcome: Vec<f64>,
    predictors: Vec<Vec<f64>>,
}

struct Clusters {
    level: String,
    count: usize,
    of_areas: Vec<usize>,
}

impl Sample {
    fn new(question: Question<'_>) -> Result<Self, DeterminantsError> {
        let find = |id: &String| Variable::find(question.tables, question.declared, id);
        let outcome_variable = find(&question.section.outcome)?;
        let variables: Vec<Variable> = question.section.predictors.iter().map(find).collect::<Result<_, _>>()?;
        let circular = variables.iter().map(|v| circularity(&outcome_variable, v)).collect::<Result<_, _>>()?;
        let parents = match &question.section.cluster {
            Some(level) => Some(parents(question.tables, level)?),
            None => None,
        };
        let known = |area: &usize| {
            let value = |v: &Variable| v.values.get(*area).is_some_and(|x| x.is_some_and(f64::is_finite));
            let placed = parents.is_none_or(|p| p.get(*area).is_some_and(Option::is_some));
            value(&outcome_variable) && variables.iter().all(value) && placed
        };
        let (kept, left_out): (Vec<usize>, Vec<usize>) = (0..question.tables.areas.codes.len()).partition(known);
        let column = |v: &Variable| -> Vec<f64> { kept.iter().filter_map(|area| v.values[*area]).collect() };
        let needed = variables.len() + 3;
        if kept.len() < needed {
            return Err(DeterminantsError::TooFewAreas { areas: kept.len(), predictors: variables.len(), needed });
        }
        let standard = |v: &Variable| {
            let column = column(v);
            let (mean, spread) = mean_and_spread(&column);
            if spread.is_nan() || spread <= 0.0 {
                return Err(DeterminantsError::Constant { what: format!("`{}`", v.id) });
            }
            Ok(column.iter().map(|x| (x - mean) / spread).collect())
        };
        let predictors = variables.iter().map(standard).collect::<Result<_, _>>()?;
        let outcome = column(&outcome_variable);
        Ok(Self { outcome_variable, variables, circular, kept, left_out, outcome, predictors })
    }

    fn clusters(&self, tables: &Tables, level: &str) -> Result<Clusters, DeterminantsError> {
        let parents = parents(tables, level)?;
        let mut codes: Vec<&String> = self.kept.iter().filter_map(|area| parents[*area].as_ref()).collect();
        let of_each = codes.clone();
        codes.sort_unstable();
        codes.dedup();
        let of_areas = of_each.iter().map(|code| codes.binary_search(code).unwrap_or_default()).collect();
        Ok(Clusters { level: level.to_owned(), count: codes.len(), of_areas })
    }

    /// What the pack says of overlaps, what follows from the indices, and what is nearly the same as the outcome.
    fn cautions(&self, section: &DeterminantsSection) -> Vec<Option<String>> {
        let (_, spread) = mean_and_spread(&self.outcome);
        let caution = |i: usize| {
            let variable = &self.variables[i];
            let correlation = covariance(&self.predictors[i], &self.outcome) / spread;
            let same = || {
                (correlation.abs() > NEARLY_THE_SAME)
                    .then(|| format!("nearly the same as the outcome (correlation {correlation:.2})"))
            };
            section.overlaps.get(&variable.id).cloned().or_else(|| self.circular[i].clone()).or_else(same)
        };
        (0..self.variables.len()).map(caution).collect()
    }

    fn without(
        &self,
        section: &DeterminantsSection,
        cautions: &[Option<String>],
        clusters: Option<&[usize]>,
        bootstrap: Bootstrap,
    ) -> Result<Option<Without>, DeterminantsError> {
        let left: Vec<usize> = (0..cautions.len()).filter(|i| cautions[*i].is_none()).collect();
        if left.is_empty() || left.len() == cautions.len() {
            return Ok(None);
        }
        let predictors: Vec<Vec<f64>> = left.iter().map(|i| self.predictors[*i].clone()).collect();
        let ids: Vec<String> = left.iter().map(|i| self.variables[*i].id.clone()).collect();
        let blocks = Blocks::new(section, &ids);
        let rows = Rows::new(&predictors, &self.outcome)?;
        let ranking = rows.rank(blocks.where_declared(section), clusters, bootstrap)?;
        Ok(Some(Without { r_squared: rows.subsets()?.all(), ids, blocks, ranking }))
    }

    fn spatial(
        &self,
        question: Question<'_>,
        design: &Design,
        fit: &super::regression::Fit,
    ) -> Result<SpatialAnswer, String> {
        let travel = match (&question.section.neighbours, question.travel) {
            (Neighbours::TravelTime { .. }, Some(Ok(links))) => Some(links),
            (Neighbours::TravelTime { .. }, Some(Err(why))) => return Err(why.to_owned()),
            (Neighbours::TravelTime { .. }, None) => return Err("travel times were not worked out.".into()),
            _ => None,
        };
        spatial(&question.tables.areas, &question.section.neighbours, travel, &self.kept, design, fit)
            .map_err(|error| error.to_string())
    }
}

fn parents<'a>(tables: &'a Tables, level: &str) -> Result<&'a [Option<String>], DeterminantsError> {
    tables.areas.parents.get(level).map(|parents| parents.codes.as_slice()).ok_or_else(|| {
        let available = tables.areas.parents.keys().cloned().collect::<Vec<_>>().join(", ");
        DeterminantsError::UnknownParent { id: level.to_owned(), available }
    })
}

/// Mean product with a column of mean nought.
fn covariance(standard: &[f64], other: &[f64]) -> f64 {
    super::dense::dot(standard, other) / other.len() as f64
}

/// The ranking of predictors that are not partly the outcome.
struct Without {
    r_squared: f64,
    ids: Vec<String>,
    blocks: Blocks,
    ranking: Ranking,
}

impl Without {
    fn answer(self) -> WithoutCautions {
        WithoutCautions {
            r_squared: self.r_squared,
            blocks: self.blocks.answer(&self.ids, &self.ranking),
            predictors: self.ids.into_iter().zip(self.ranking.predictors).collect(),
        }
    }
}

/// Blocks as declared that hold any of some predictors, then each predictor that is in none.
struct Blocks {
    names: Vec<String>,
    of_predictors: Vec<usize>,
}

impl Blocks {
    fn new(section: &DeterminantsSection, predictors: &[String]) -> Self {
        let held = |name: &&String| predictors.iter().any(|id| declared_block(section, id) == *name);
        let alone = predictors.iter().filter(|id| declared_block(section, id) == *id);
        let names: Vec<String> = section.blocks.keys().filter(held).chain(alone).cloned().collect();
        let position =
            |id: &String| names.iter().position(|name| name == declared_block(section, id)).unwrap_or_default();
        Self { of_predictors: predictors.iter().map(position).collect(), names }
    }

    /// The block of each predictor, where the section declares any.
    fn where_declared(&self, section: &DeterminantsSection) -> Option<&[usize]> {
        (!section.blocks.is_empty()).then_some(self.of_predictors.as_slice())
    }

    /// Names and draws that a claim may be about.
    fn levels<'a>(&'a self, predictors: &'a [String], ranking: &'a Ranking) -> [claims::Level<'a>; 2] {
        [(&self.names, &ranking.block_draws), (predictors, &ranking.draws)]
    }

    fn answer(&self, predictors: &[String], ranking: &Ranking) -> Vec<Block> {
        let members = |block: usize| {
            let in_block = predictors.iter().zip(&self.of_predictors).filter(|(_, b)| **b == block);
            in_block.map(|(id, _)| id.clone()).collect()
        };
        let blocks = ranking.blocks.iter().zip(&self.names).enumerate();
        blocks
            .map(|(at, (ranked, name))| Block { name: name.clone(), members: members(at), ranked: ranked.clone() })
            .collect()
    }
}

/// The declared block of a predictor, or its own id.
fn declared_block<'a>(section: &'a DeterminantsSection, id: &'a String) -> &'a String {
    section.blocks.iter().find(|(_, members)| members.contains(id)).map_or(id, |(name, _)| name)
}
