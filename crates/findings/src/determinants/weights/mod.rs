//! Which areas are neighbours, and how much each counts.

mod contiguity;
mod near;

pub use contiguity::queen;
pub use near::{distance_band, nearest};

use super::error::DeterminantsError;

/// Links of an area: other areas with what they count, before standardising.
pub type Links = Vec<(u32, f64)>;

/// Row-standardised spatial weights: what an area's neighbours count adds up to 1. An area without neighbours has none.
#[derive(Clone, Debug, PartialEq)]
pub struct SpatialWeights {
    /// How the neighbours were found, in words.
    pub kind: String,
    /// Areas that had no neighbour and were linked to the nearest one instead.
    pub attached: Vec<usize>,
    starts: Vec<usize>,
    neighbours: Vec<u32>,
    values: Vec<f64>,
}

impl SpatialWeights {
    /// Standardises the links of every area; those to itself or of no weight are left out.
    ///
    /// # Errors
    /// [`DeterminantsError::NoNeighbours`] where no area has any.
    pub fn new(kind: &str, links: Vec<Links>) -> Result<Self, DeterminantsError> {
        let mut weights = Self {
            kind: kind.to_owned(),
            attached: Vec::new(),
            starts: vec![0],
            neighbours: Vec::new(),
            values: Vec::new(),
        };
        for (area, mut row) in links.into_iter().enumerate() {
            row.retain(|(other, weight)| *other as usize != area && *weight > 0.0);
            row.sort_by_key(|link| link.0);
            row.dedup_by_key(|link| link.0);
            let sum: f64 = row.iter().map(|link| link.1).sum();
            weights.neighbours.extend(row.iter().map(|link| link.0));
            weights.values.extend(row.iter().map(|link| link.1 / sum));
            weights.starts.push(weights.neighbours.len());
        }
        if weights.neighbours.is_empty() {
            return Err(DeterminantsError::NoNeighbours { kind: kind.to_owned() });
        }
        Ok(weights)
    }

    /// The same, after areas without neighbours are linked both ways to the area nearest to them by point (longitude and latitude, degrees).
    ///
    /// # Errors
    /// As [`SpatialWeights::new`].
    pub fn with_islands_attached(
        kind: &str,
        mut links: Vec<Links>,
        points: &[(f64, f64)],
    ) -> Result<Self, DeterminantsError> {
        let islands: Vec<usize> = (0..links.len()).filter(|area| links[*area].is_empty()).collect();
        if islands.len() == links.len() {
            return Err(DeterminantsError::NoNeighbours { kind: kind.to_owned() });
        }
        if !islands.is_empty() {
            let closest = nearest(points, 1);
            for &island in &islands {
                for &(other, weight) in &closest[island] {
                    links[island].push((other, weight));
                    links[other as usize].push((island as u32, weight));
                }
            }
        }
        Ok(Self { attached: islands, ..Self::new(kind, links)? })
    }

    /// Number of areas.
    pub fn areas(&self) -> usize {
        self.starts.len() - 1
    }

    /// Number of links that are not nought.
    pub fn links(&self) -> usize {
        self.neighbours.len()
    }

    /// Neighbours of an area and what each counts, in the order of areas.
    pub fn row(&self, area: usize) -> impl Iterator<Item = (u32, f64)> + '_ {
        let within = self.starts[area]..self.starts[area + 1];
        self.neighbours[within.clone()].iter().copied().zip(self.values[within].iter().copied())
    }

    /// The spatial lag: for each area, the mean of its neighbours' values.
    pub fn lag(&self, values: &[f64]) -> Vec<f64> {
        (0..self.areas()).map(|area| self.row(area).map(|(other, w)| w * values[other as usize]).sum()).collect()
    }

    /// Sum of all weights: the number of areas that have neighbours.
    pub fn sum(&self) -> f64 {
        self.values.iter().sum()
    }

    /// `tr(W'W + WW)`.
    pub fn trace_of_squares(&self) -> f64 {
        let squares: f64 = self.values.iter().map(|w| w * w).sum();
        let returned: f64 = (0..self.areas())
            .flat_map(|area| self.row(area).map(move |(other, w)| (area, other, w)))
            .map(|(area, other, w)| w * self.between(other as usize, area))
            .sum();
        squares + returned
    }

    fn between(&self, from: usize, to: usize) -> f64 {
        let within = self.starts[from]..self.starts[from + 1];
        self.neighbours[within.clone()].binary_search(&(to as u32)).map_or(0.0, |at| self.values[within.start + at])
    }

    /// Every link as `(from, to)`.
    pub(super) fn places(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        (0..self.areas()).flat_map(|area| self.row(area).map(move |(other, _)| (area as u32, other)))
    }
}
