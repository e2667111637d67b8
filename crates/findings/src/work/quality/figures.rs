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
        let mean =
            |draw: &Vec<f32>| members.iter().map(|a| self.people[*a] * f64::from(draw[*a])).sum::<f64>() / people;
        let draws = self.draws.get(dimension)?.iter().map(mean).collect();
        (people > 0.0).then(|| percentiles(estimate / people, draws))
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

    /// The share of a set of areas' jobs that meets every dimension there is: bounds, each area's own weighted by people, and the joint rate where published.
    ///
    /// `None` with fewer than two dimensions, or where no area has all of them.
    pub fn all_at_once(&self, members: &[usize]) -> Option<Conjunction> {
        let parts = &self.conjunction;
        if parts.len() < 2 {
            return None;
        }
        let (members, people) = parts.iter().fold((members.to_vec(), 0.0), |(m, _), part| self.known(*part, &m));
        if people <= 0.0 {
            return None;
        }
        let bounds = |rate: &dyn Fn(usize, usize) -> f64| {
            members.iter().fold((0.0, 0.0), |(low, high), area| {
                let rates: Vec<f64> = parts.iter().map(|part| rate(*part, *area)).collect();
                let (l, h) = frechet(&rates).unwrap_or((0.0, 1.0));
                let weight = self.people[*area] / people;
                (low + weight * l, high + weight * h)
            })
        };
        let point = bounds(&|part, area| self.point[part][area].unwrap_or(0.0));
        let number = self.draws.first().map_or(0, Vec::len);
        let drawn: Vec<(f64, f64)> =
            (0..number).map(|draw| bounds(&|part, area| f64::from(self.draws[part][draw][area]))).collect();
        let (lows, highs): (Vec<f64>, Vec<f64>) = drawn.into_iter().unzip();
        Some(Conjunction {
            dimensions: parts.len(),
            low: percentiles(point.0, lows),
            high: percentiles(point.1, highs),
            point: self.joint.and_then(|joint| self.rate(joint, &members)),
        })
    }
}

/// The 95 % interval of draws, nearest rank, never leaving the estimate out.
pub(super) fn percentiles(estimate: f64, mut draws: Vec<f64>) -> Interval {
    draws.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let rank = (share * draws.len() as f64).ceil().max(1.0) as usize;
        draws.get(rank - 1).copied().unwrap_or(estimate)
    };
    Interval {
        estimate,
        low: at(0.025).min(estimate),
        high: at(0.975).max(estimate),
        method: Method::ParametricBootstrap,
    }
}
