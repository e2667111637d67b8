//! The model: what was answered, whom it is carried to, and what comes of it.

use super::random::Random;
use super::sampler::Chain;
use crate::interval::{Interval, Method};
use serde::Serialize;

/// People of one combination: where they stand in the model.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    /// Covariates, each about as wide as a standard normal.
    pub fixed: Vec<f64>,
    /// Category of each factor.
    pub levels: Vec<usize>,
    /// Area, where there are areas.
    pub area: Option<usize>,
}

/// Answers of one combination.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answers {
    /// Who.
    pub cell: Cell,
    /// How many answered.
    pub asked: u32,
    /// How many said so.
    pub said: u32,
}

/// People of the population of one combination.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stratum {
    /// Who.
    pub cell: Cell,
    /// How many people.
    pub people: f64,
    /// The group of places that the answer is wanted for.
    pub group: usize,
}

/// How the model is fitted (Lynchpin defaults).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FitOptions {
    /// Chains.
    pub chains: u32,
    /// Draws left out at the start of each chain.
    pub warm_up: u32,
    /// Draws kept of each chain.
    pub draws: u32,
    /// Scale of the half-Cauchy prior of each standard deviation, on the logit.
    pub scale: f64,
    /// Seed.
    pub seed: u64,
    /// Stream of the first chain; each chain has one of its own.
    pub stream: u64,
}

impl Default for FitOptions {
    fn default() -> Self {
        Self { chains: 2, warm_up: 400, draws: 1000, scale: 0.5, seed: 20_240_305, stream: 0 }
    }
}

/// How far a group's answers are pulled towards the others, `0..=1`: 0 where they stand for themselves, 1 where they count for nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Pulled {
    /// The group's own intercept towards that of all groups.
    pub group: f64,
    /// Its areas towards the rest of the group: mean over its people. `None` without areas.
    pub areas: Option<f64>,
}

/// What the model says.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// The share in each group, `0..=1`, with its central 95 % posterior interval; `None` for a group without people.
    pub groups: Vec<Option<Interval>>,
    /// The share in the whole population.
    pub all: Interval,
    /// How far each group is pulled.
    pub pulled: Vec<Pulled>,
    /// Posterior mean of each factor's standard deviation on the logit, that of areas last where there are areas.
    pub deviations: Vec<f64>,
    /// The largest split R̂ of the groups' shares: near 1 where the chains agree.
    pub r_hat: f64,
}

/// Fits the model. `factors` are the numbers of categories, the first those of the groups of places; `areas` the number of areas.
///
/// # Panics
/// Never: levels and areas beyond their number are left out.
pub fn fit(answers: &[Answers], strata: &[Stratum], factors: &[usize], areas: usize, options: FitOptions) -> Fit {
    let groups = factors.first().copied().unwrap_or(0);
    let mut shares: Vec<Vec<Vec<f64>>> = Vec::new();
    let mut pulled = vec![Pulled { group: 0.0, areas: (areas > 0).then_some(0.0) }; groups];
    let mut deviations = vec![0.0; factors.len() + usize::from(areas > 0)];
    let kept = f64::from(options.chains * options.draws);
    for number in 0..options.chains {
        let random = Random::new(options.seed, options.stream + u64::from(number));
        let mut chain = Chain::new(answers, strata, factors, areas, options.scale, random);
        (0..options.warm_up).for_each(|_| chain.step());
        let mut of_chain = vec![Vec::with_capacity(options.draws as usize); groups + 1];
        for _ in 0..options.draws {
            chain.step();
            for (of_group, share) in of_chain.iter_mut().zip(chain.shares()) {
                of_group.push(share);
            }
            for (sum, now) in pulled.iter_mut().zip(chain.pulled()) {
                sum.group += now.group / kept;
                sum.areas = sum.areas.zip(now.areas).map(|(sum, now)| sum + now / kept);
            }
            deviations.iter_mut().zip(chain.deviations()).for_each(|(sum, now)| *sum += now / kept);
        }
        shares.push(of_chain);
    }
    let of = |group: usize| shares.iter().map(|chain| chain[group].as_slice()).collect::<Vec<_>>();
    let known = |group: &usize| strata.iter().any(|s| s.group == *group && s.people > 0.0);
    Fit {
        groups: (0..groups).map(|group| known(&group).then(|| interval(&of(group)))).collect(),
        all: interval(&of(groups)),
        r_hat: (0..groups).filter(known).map(|group| split_r_hat(&of(group))).fold(1.0, f64::max),
        pulled,
        deviations,
    }
}

/// Posterior mean with the central 95 % of the draws.
fn interval(chains: &[&[f64]]) -> Interval {
    let mut draws: Vec<f64> = chains.concat();
    draws.sort_by(f64::total_cmp);
    let at = |share: f64| draws.get((share * draws.len() as f64) as usize).copied().unwrap_or(f64::NAN);
    let estimate = draws.iter().sum::<f64>() / draws.len() as f64;
    Interval { estimate, low: at(0.025), high: at(0.975), method: Method::Posterior }
}

/// Gelman and Rubin's R̂ over the halves of the chains: spread of all draws over that within halves.
fn split_r_hat(chains: &[&[f64]]) -> f64 {
    let halves: Vec<&[f64]> =
        chains.iter().flat_map(|chain| <[&[f64]; 2]>::from(chain.split_at(chain.len() / 2))).collect();
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let variance = |values: &[f64], middle: f64| {
        values.iter().map(|v| (v - middle).powi(2)).sum::<f64>() / (values.len() as f64 - 1.0)
    };
    let means: Vec<f64> = halves.iter().map(|half| mean(half)).collect();
    let within = mean(&halves.iter().zip(&means).map(|(half, m)| variance(half, *m)).collect::<Vec<_>>());
    let between = variance(&means, mean(&means));
    let length = halves.first().map_or(1.0, |half| half.len() as f64);
    if within > 0.0 { (((length - 1.0) / length * within + between) / within).sqrt() } else { 1.0 }
}
