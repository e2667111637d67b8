//! The published cells: the share of jobs that meet each dimension, by occupation and industry, and draws of them.

use super::mix::Grid;
use crate::FindingsError;
use crate::work::pay::WageLine;
use crate::work::staffing::{occupation_points, pay_shares};
use lynchpin_pack::tables::{JobQuality, Pay};
use rand::Rng;
use rand_distr::{Beta, Distribution};
use serde::Serialize;
use std::collections::HashMap;

/// The six dimensions of good work, in the order of every table.
pub const SIX: [&str; 6] = ["pay", "security", "flexibility", "participation", "progression", "health"];

/// The least share of an area's work whose cells must be published for a rate to be told.
const LEAST_COVERED: f64 = 0.5;

/// Pay percentiles are taken as those of a sample of one job in a hundred, as ASHE is (Lynchpin default).
const JOBS_FOR_EACH_SAMPLED: f64 = 100.0;

/// A dimension of good work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dimension {
    /// Its id, such as `security`.
    pub id: String,
    /// What to call it.
    pub label: String,
    /// Whether it comes from pay percentiles and a wage, not from the job-quality table.
    pub from_pay: bool,
}

/// What to call a dimension.
pub fn dimension_label(id: &str) -> &str {
    match id {
        "pay" => "Pay",
        "security" => "Security",
        "flexibility" => "Flexibility",
        "participation" => "Participation",
        "progression" => "Progression",
        "health" => "Health and wellbeing",
        "living_hours" => "Living Hours",
        JobQuality::ALL_AT_ONCE => "All at once",
        other => other,
    }
}

/// One published cell.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Cell {
    rate: f64,
    sample: f64,
}

/// Rates of the grid's cells that rest on published ones: `(published cell, weight)`, weights adding up to 1.
type Links = Vec<Vec<(u32, f64)>>;

/// Rates by dimension and cell of the grid; not a number where nothing is published.
pub type GridRates = Vec<Vec<f64>>;

/// All published cells, laid over a grid.
#[derive(Clone, Debug, PartialEq)]
pub struct CellTable {
    /// The dimensions: the six that there are, then Living Hours, then the joint rate.
    pub dimensions: Vec<Dimension>,
    cells: Vec<Cell>,
    links: Vec<Links>,
}

impl CellTable {
    /// Lays the cells of a job-quality table, and pay at a wage where there is one, over a grid.
    ///
    /// An occupation takes the cell of itself and the industry, else of the wider occupation (its code less the last digits) and the industry, else of the
    /// occupation over all industries, of the industry over all occupations, or of all jobs. With `pay` the pay dimension of the table is not used, nor
    /// its joint rate, which is about another wage.
    ///
    /// # Errors
    /// What pay refuses.
    pub fn new(
        grid: &Grid,
        quality: Option<&JobQuality>,
        pay: Option<(&Pay, WageLine)>,
    ) -> Result<Self, FindingsError> {
        let mut table = Self { dimensions: Vec::new(), cells: Vec::new(), links: Vec::new() };
        let published = |id: &str| quality.is_some_and(|q| q.dimensions.iter().any(|d| d == id));
        for id in SIX.into_iter().chain(["living_hours", JobQuality::ALL_AT_ONCE]) {
            match pay {
                Some((pay, line)) if id == "pay" => table.add_pay(grid, pay, line)?,
                Some(_) if id == JobQuality::ALL_AT_ONCE => {}
                _ if published(id) => table.add(grid, quality, id),
                _ => {}
            }
        }
        Ok(table)
    }

    fn add(&mut self, grid: &Grid, quality: Option<&JobQuality>, id: &str) {
        let Some(quality) = quality else { return };
        let at = quality.dimensions.iter().position(|d| d == id);
        let mut found = HashMap::new();
        for cell in quality.cells.iter().filter(|cell| Some(cell.dimension) == at) {
            let key = (cell.occupation.as_deref().unwrap_or(""), cell.industry.as_deref().unwrap_or(""));
            found.insert(key, self.cells.len() as u32);
            self.cells.push(Cell { rate: cell.rate, sample: cell.sample });
        }
        let find = |occupation: &str, industry: &str| {
            let widths = (1..=occupation.len()).rev();
            let wider: Vec<&str> = widths.filter_map(|digits| occupation.get(..digits)).collect();
            let with = wider.iter().filter(|_| !industry.is_empty()).find_map(|o| found.get(&(*o, industry)));
            let without = || wider.iter().find_map(|o| found.get(&(*o, "")));
            with.or_else(without).or_else(|| found.get(&("", industry))).or_else(|| found.get(&("", ""))).copied()
        };
        self.link(grid, id, false, find);
    }

    fn add_pay(&mut self, grid: &Grid, pay: &Pay, line: WageLine) -> Result<(), FindingsError> {
        let mut found: HashMap<String, u32> = HashMap::new();
        let mut keep = |cells: &mut Vec<Cell>, code: &str, rate: Option<f64>, jobs: f64| {
            if let Some(rate) = rate {
                found.insert(code.to_owned(), cells.len() as u32);
                cells.push(Cell { rate, sample: (jobs / JOBS_FOR_EACH_SAMPLED).max(1.0) });
            }
        };
        let by_industry = pay.by == "industry";
        if by_industry {
            for (industry, thousand) in pay_shares(pay, None, line)?.industries.iter().zip(&pay.jobs_thousand) {
                keep(&mut self.cells, &industry.code, industry.share.point, 1000.0 * thousand.unwrap_or(10.0));
            }
        } else {
            let codes: Vec<&str> = grid.fine.iter().map(|f| f.code.as_str()).collect();
            for (fine, rate) in grid.fine.iter().zip(occupation_points(pay, &codes, line)?) {
                keep(&mut self.cells, &fine.code, rate, fine.people.iter().sum());
            }
        }
        self.link(grid, "pay", true, |occupation, industry| {
            found.get(if by_industry { industry } else { occupation }).copied()
        });
        Ok(())
    }

    fn link(&mut self, grid: &Grid, id: &str, from_pay: bool, find: impl Fn(&str, &str) -> Option<u32>) {
        let width = grid.industries.len();
        let mut links: Links = vec![Vec::new(); grid.cells()];
        for fine in &grid.fine {
            for (column, people) in fine.people.iter().enumerate().filter(|(_, people)| **people > 0.0) {
                if let Some(cell) = find(&fine.code, &grid.industries[column]) {
                    let link = &mut links[fine.class * width + column];
                    match link.iter_mut().find(|(other, _)| *other == cell) {
                        Some((_, weight)) => *weight += people,
                        None => link.push((cell, *people)),
                    }
                }
            }
        }
        for link in &mut links {
            let all: f64 = link.iter().map(|l| l.1).sum();
            for (_, weight) in link.iter_mut() {
                *weight /= all;
            }
        }
        let dimension = Dimension { id: id.to_owned(), label: dimension_label(id).to_owned(), from_pay };
        self.dimensions.push(dimension);
        self.links.push(links);
    }

    /// The rates as published.
    pub fn point(&self) -> GridRates {
        let rates: Vec<f64> = self.cells.iter().map(|cell| cell.rate).collect();
        self.over_grid(&rates)
    }

    /// Rates as another sample of the same size would give them: Beta with the cell's rate as its mean and `rate · (1 − rate) / (sample + 1)` as its variance.
    ///
    /// A rate of 0 or 1 in a small sample is taken half a respondent away from it, as the next sample need not agree.
    pub fn draw(&self, random: &mut impl Rng) -> GridRates {
        let drawn = |cell: &Cell| {
            let edge = 0.5 / (cell.sample + 1.0);
            let rate = cell.rate.clamp(edge, 1.0 - edge);
            match Beta::new(cell.sample * rate, cell.sample * (1.0 - rate)) {
                Ok(beta) => beta.sample(random),
                Err(_) => cell.rate,
            }
        };
        let rates: Vec<f64> = self.cells.iter().map(drawn).collect();
        self.over_grid(&rates)
    }

    fn over_grid(&self, rates: &[f64]) -> GridRates {
        let rate = |link: &Vec<(u32, f64)>| {
            if link.is_empty() { f64::NAN } else { link.iter().map(|(cell, w)| w * rates[*cell as usize]).sum() }
        };
        self.links.iter().map(|links| links.iter().map(rate).collect()).collect()
    }

    /// The sampling variance of the synthetic estimate of a mix.
    pub fn variance(&self, dimension: usize, mix: &[f64]) -> f64 {
        let mut weights: HashMap<u32, f64> = HashMap::new();
        let mut covered = 0.0;
        for (share, link) in mix.iter().zip(&self.links[dimension]).filter(|(_, link)| !link.is_empty()) {
            covered += share;
            for (cell, weight) in link {
                *weights.entry(*cell).or_default() += share * weight;
            }
        }
        // Sorted, as sums in the order of a hash map would differ in their last bits.
        let mut weights: Vec<(u32, f64)> = weights.into_iter().collect();
        weights.sort_unstable_by_key(|w| w.0);
        let variance = |cell: &Cell| cell.rate * (1.0 - cell.rate) / (cell.sample + 1.0);
        let sum: f64 = weights.iter().map(|(cell, w)| w * w * variance(&self.cells[*cell as usize])).sum();
        if covered > 0.0 { sum / (covered * covered) } else { 0.0 }
    }
}

/// The synthetic estimate: `Σ share · rate` over the cells that have a rate, by their share; `None` where they hold less than half of the work.
pub fn synthetic(mix: &[f64], rates: &[f64]) -> Option<f64> {
    let (mut sum, mut covered) = (0.0, 0.0);
    for (share, rate) in mix.iter().zip(rates) {
        if !rate.is_nan() {
            sum += share * rate;
            covered += share;
        }
    }
    (covered >= LEAST_COVERED).then(|| sum / covered)
}
