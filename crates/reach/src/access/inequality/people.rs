//! Areas with their people and their access, put in order once for all resamples.

use crate::error::ReachError;

/// Areas, each with its access (the same for all who live there), its people, and what else an index asks for.
#[derive(Clone, Debug)]
pub struct People {
    pub(super) access: Vec<f64>,
    pub(super) population: Vec<f64>,
    /// Areas from the least access to the most.
    pub(super) by_access: Vec<u32>,
    /// Areas from the worst-off to the best-off, those of one rank together.
    pub(super) by_rank: Vec<Vec<u32>>,
    /// Group by area.
    pub(super) groups: Vec<u32>,
    left_out: f64,
}

impl People {
    /// `rank` rises from the worst-off area to the best-off (income; IMD rank with 1 the most deprived); `groups` number the groups of a
    /// decomposition. Areas whose access is not known are left out, see [`Self::left_out`].
    ///
    /// # Errors
    /// Lists of different lengths; access or people that are negative or no numbers, ranks that are no numbers.
    pub fn new(
        access: &[Option<f64>],
        population: &[f64],
        rank: Option<&[f64]>,
        groups: Option<&[u32]>,
    ) -> Result<Self, ReachError> {
        let lengths = [Some(population.len()), rank.map(<[f64]>::len), groups.map(<[u32]>::len)];
        if let Some(length) = lengths.into_iter().flatten().find(|length| *length != access.len()) {
            return Err(wrong("population", &length, &format!("{} values, one an area", access.len())));
        }
        check("access", access.iter().flatten(), 0.0)?;
        check("population", population, 0.0)?;
        check("rank", rank.unwrap_or_default(), f64::NEG_INFINITY)?;
        let known: Vec<usize> = (0..access.len()).filter(|area| access[*area].is_some()).collect();
        let left_out = (0..access.len()).filter(|area| access[*area].is_none()).map(|area| population[area]).sum();
        let kept: Vec<f64> = access.iter().copied().flatten().collect();
        Ok(Self {
            population: known.iter().map(|area| population[*area]).collect(),
            by_access: ordered(&kept),
            by_rank: rank.map_or_else(Vec::new, |rank| together(&known.iter().map(|a| rank[*a]).collect::<Vec<_>>())),
            groups: groups.map_or_else(Vec::new, |groups| known.iter().map(|area| groups[*area]).collect()),
            access: kept,
            left_out,
        })
    }

    /// How many areas have access that is known.
    pub fn areas(&self) -> usize {
        self.access.len()
    }

    /// People of areas whose access is not known.
    pub fn left_out(&self) -> f64 {
        self.left_out
    }

    /// People by area.
    pub fn population(&self) -> &[f64] {
        &self.population
    }

    /// For each rank in turn: people, and their access summed up.
    pub(super) fn ranks(&self, weights: &[f64]) -> impl DoubleEndedIterator<Item = (f64, f64)> {
        self.by_rank.iter().map(|areas| {
            areas.iter().fold((0.0, 0.0), |(people, access), &area| {
                let weight = weights[area as usize];
                (people + weight, access + weight * self.access[area as usize])
            })
        })
    }

    /// People, and their access summed up.
    pub(super) fn totals(&self, weights: &[f64]) -> (f64, f64) {
        let access = weights.iter().zip(&self.access).map(|(weight, access)| weight * access);
        (weights.iter().sum(), access.sum())
    }
}

fn ordered(values: &[f64]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..values.len() as u32).collect();
    order.sort_by(|a, b| values[*a as usize].total_cmp(&values[*b as usize]));
    order
}

fn together(rank: &[f64]) -> Vec<Vec<u32>> {
    let order = ordered(rank);
    order.chunk_by(|a, b| rank[*a as usize] == rank[*b as usize]).map(<[u32]>::to_vec).collect()
}

fn check<'v>(name: &'static str, values: impl IntoIterator<Item = &'v f64>, least: f64) -> Result<(), ReachError> {
    match values.into_iter().find(|value| !(value.is_finite() && **value >= least)) {
        None => Ok(()),
        Some(value) if least == 0.0 => Err(wrong(name, value, "a number of at least 0")),
        Some(value) => Err(wrong(name, value, "a number")),
    }
}

fn wrong(name: &'static str, value: &impl ToString, expected: &str) -> ReachError {
    ReachError::Parameter {
        name,
        value: value.to_string(),
        expected: expected.to_owned(),
        hint: "fill gaps before, and say how".to_owned(),
    }
}
