//! Figures of areas and of sets of areas, with intervals from the draws.

use super::joint::{Conjunction, frechet};
use super::model::{QualityModel, Rates};
use crate::interval::{Interval, Method};
use rayon::prelude::*;
use serde::Serialize;

/// Good work of one side, residents or workplaces: the point estimate and its draws.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Side {
    /// Residents in work by study area, or jobs by workplace; 0 where nothing is known of them.
    pub people: Vec<f64>,
    /// Rates by dimension and area.
    pub point: Rates,
    /// The draws.
    #[serde(skip)]
    pub draws: Drawn,
    #[serde(skip)]
    conjunction: Vec<usize>,
    #[serde(skip)]
    joint: Option<usize>,
}

/// Draws by dimension, draw and area; not a number where the point estimate is missing. Single precision: seven digits are plenty for a share.
pub type Drawn = Vec<Vec<Vec<f32>>>;

/// Both sides of a model, residents and workplaces, with so many draws.
pub fn sides(model: &QualityModel, draws: u32) -> (Option<Side>, Option<Side>) {
    let point = model.point();
    let drawn: Vec<_> = (0..draws)
        .into_par_iter()
        .map(|number| {
            let draw = model.draw(number);
            (draw.held.map(|rates| narrow(&rates)), draw.offered.map(|rates| narrow(&rates)))
        })
        .collect();
    let (held, offered): (Vec<_>, Vec<_>) = drawn.into_iter().unzip();
    let side = |people: Option<&Vec<f64>>, point: Option<Rates>, draws: Vec<Option<Vec<Vec<f32>>>>| {
        Some(Side {
            people: people?.clone(),
            point: point?,
            draws: by_dimension(draws.into_iter().flatten().collect(), model.dimensions.len()),
            conjunction: model.conjunction(),
            joint: model.joint(),
        })
    };
    (
        side(model.residents.as_ref().map(|m| &m.people), point.held, held),
        side(model.workplaces.as_ref().map(|m| &m.people), point.offered, offered),
    )
}

fn narrow(rates: &Rates) -> Vec<Vec<f32>> {
    let narrow = |rate: &Option<f64>| rate.map_or(f32::NAN, |rate| rate as f32);
    rates.iter().map(|column| column.iter().map(narrow).collect()).collect()
}

fn by_dimension(draws: Vec<Vec<Vec<f32>>>, dimensions: usize) -> Drawn {
    let mut turned: Drawn = vec![Vec::with_capacity(draws.len()); dimensions];
    for draw in draws {
        turned.iter_mut().zip(draw).for_each(|(column, rates)| column.push(rates));
    }
    turned
}

impl Side {
    /// The rate over a set of areas, weighted by people (or jobs), with the interval of its draws; `None` where no area has one.
    pub fn rate(&self, dimension: usize, members: &[usize]) -> Option<Interval> {
        let (members, people) = self.known(dimension, members);
        let estimate = members.iter().map(|a| self.people[*a] * self.point[dimension][*a].unwrap_or(0.0)).sum::<f64>();
        (people > 0.0).then(|| percentiles(estimate / people, self.means(dimension, &members)))
    }

    /// The rate of every area with the interval of its draws.
    pub fn rates(&self, dimension: usize) -> Vec<Option<Interval>> {
        (0..self.people.len()).into_par_iter().map(|area| self.rate(dimension, &[area])).collect()
    }

    /// The mean of each draw over areas that have a rate.
    fn means(&self, dimension: usize, members: &[usize]) -> Vec<f64> {
        let people = self.people_in(members);
        let mean =
            |draw: &Vec<f32>| members.iter().map(|a| self.people[*a] * f64::from(draw[*a])).sum::<f64>() / people;
        self.draws.get(dimension).map_or_else(Vec::new, |draws| draws.iter().map(mean).collect())
    }

    /// People (or jobs) of a set of areas whose rates are known.
    pub fn people_in(&self, members: &[usize]) -> f64 {
        members.iter().map(|area| self.people[*area]).sum()
    }

    fn known(&self, dimension: usize, members: &[usize]) -> (Vec<usize>, f64) {
        let known = |area: &usize| self.point[dimension].get(*area).copied().flatten().is_some();
        let members: Vec<usize> = members.iter().copied().filter(|area| known(area)).collect();
        let people = members.iter().map(|area| self.people[*area]).sum();
        (members, people)
    }

    /// The share of a set of areas' jobs that meets every dimension there is: bounds from their rates, and the joint rate where it is published.
    ///
    /// The upper bound is the least of the rates; its interval runs from the least of their lower limits to the least of their upper limits, as the least of
    /// draws would lie below the least of the rates themselves. `None` with fewer than two dimensions, or where no area has all of them.
    pub fn all_at_once(&self, members: &[usize]) -> Option<Conjunction> {
        let parts = &self.conjunction;
        if parts.len() < 2 {
            return None;
        }
        let members = parts.iter().fold(members.to_vec(), |members, part| self.known(*part, &members).0);
        let rates: Vec<Interval> = parts.iter().map(|part| self.rate(*part, &members)).collect::<Option<_>>()?;
        let least = |of: fn(&Interval) -> f64| rates.iter().map(of).fold(1.0, f64::min);
        let high = Interval {
            estimate: least(|rate| rate.estimate),
            low: least(|rate| rate.low),
            high: least(|rate| rate.high),
            method: Method::ParametricBootstrap,
        };
        let means: Vec<Vec<f64>> = parts.iter().map(|part| self.means(*part, &members)).collect();
        let low_of = |rates: &[f64]| frechet(rates).map_or(0.0, |(low, _)| low);
        let drawn = (0..means.first().map_or(0, Vec::len))
            .map(|draw| low_of(&means.iter().map(|part| part[draw]).collect::<Vec<_>>()));
        let estimates: Vec<f64> = rates.iter().map(|rate| rate.estimate).collect();
        Some(Conjunction {
            dimensions: parts.len(),
            low: percentiles(low_of(&estimates), drawn.collect()),
            high,
            point: self.joint.and_then(|joint| self.rate(joint, &members)),
        })
    }
}

/// The 95 % interval of draws, nearest rank, never leaving the estimate out.
pub(super) fn percentiles(estimate: f64, mut draws: Vec<f64>) -> Interval {
    let mut at = |share: f64| {
        let rank = (share * draws.len() as f64).ceil().max(1.0) as usize;
        if rank > draws.len() { estimate } else { *draws.select_nth_unstable_by(rank - 1, f64::total_cmp).1 }
    };
    let (low, high) = (at(0.025), at(0.975));
    Interval { estimate, low: low.min(estimate), high: high.max(estimate), method: Method::ParametricBootstrap }
}
