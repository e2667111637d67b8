//! An invented region whose rates of good jobs are known, and surveys of it: how often do intervals cover the truth?

pub mod pack;

use lynchpin_findings::barriers::{
    Attribution, Barrier, Binding, Conditions, ModeConditions, Scenarios, Sets, Uncertainty, after_drop_off, attribute,
    binding,
};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use statrs::distribution::{Beta, ContinuousCDF};

/// Industries of the region.
const INDUSTRIES: usize = 8;

/// A rate of good jobs for each industry and skill level.
pub type Rates = [[f64; 4]; INDUSTRIES];

/// An area without its rates: jobs within reach by mode, industry and level, and everything else about it.
#[derive(Clone, Debug)]
pub struct Area {
    jobs: [[[f64; 4]; INDUSTRIES]; 2],
    rest: Conditions,
    people: f64,
}

/// How often intervals held the truth.
pub struct Coverage {
    /// Of the gaps.
    pub gaps: f64,
    /// Of each barrier's parts.
    pub parts: Vec<(Barrier, f64)>,
    /// Of the areas for which one barrier was named, those where it is the one by the true rates.
    pub first: f64,
}

/// The areas of the region.
pub fn region(areas: usize, random: &mut ChaCha8Rng) -> Vec<Area> {
    let mut between = |low: f64, high: f64| low + (high - low) * random.random::<f64>();
    (0..areas)
        .map(|_| {
            let jobs = std::array::from_fn(|_| std::array::from_fn(|_| std::array::from_fn(|_| between(5.0, 400.0))));
            let none = between(0.1, 0.4);
            let degree = between(0.15, 0.45);
            let mode = |jobs_per_seeker: f64, after_drop_off: f64| ModeConditions {
                jobs_per_seeker,
                levels: [0.0; 4],
                good: [0.0; 4],
                after_drop_off,
            };
            let rest = Conditions {
                without_car: between(0.1, 0.6),
                transit: mode(between(4.0, 12.0), after_drop_off(between(0.1, 0.3), between(0.3, 0.9))),
                car: mode(between(10.0, 16.0), 1.0),
                qualified: [1.0, 1.0 - none, degree + 0.2, degree],
                work_pays: between(0.7, 0.95),
                healthy: between(0.65, 0.9),
            };
            Area { jobs, rest, people: between(40.0, 160.0) }
        })
        .collect()
}

/// The conditions of an area by some rates.
pub fn with_rates(area: &Area, rates: &Rates) -> Conditions {
    let mode = |at: usize, rest: ModeConditions| {
        let level = |s: usize| area.jobs[at].iter().map(|industry| industry[s]).sum::<f64>();
        let good =
            |s: usize| area.jobs[at].iter().zip(rates).map(|(jobs, rate)| jobs[s] * rate[s]).sum::<f64>() / level(s);
        let all: f64 = (0..4).map(level).sum();
        ModeConditions { levels: std::array::from_fn(|s| level(s) / all), good: std::array::from_fn(good), ..rest }
    };
    Conditions { transit: mode(0, area.rest.transit), car: mode(1, area.rest.car), ..area.rest }
}

fn each_cell(mut of: impl FnMut(usize, usize) -> f64) -> Rates {
    std::array::from_fn(|industry| std::array::from_fn(|level| of(industry, level)))
}

/// Surveys the true rates and draws from what the survey leaves open: respondents who hold a good job are binomial, a draw is from the Beta distribution
/// with Jeffreys' prior.
struct Survey {
    found: [[(f64, f64); 4]; INDUSTRIES],
}

impl Survey {
    fn of(truth: &Rates, samples: &[[u32; 4]; INDUSTRIES], random: &mut ChaCha8Rng) -> Self {
        let mut cell = |industry: usize, level: usize| {
            let asked = samples[industry][level];
            let good = (0..asked).filter(|_| random.random::<f64>() < truth[industry][level]).count();
            (good as f64, f64::from(asked))
        };
        Self { found: std::array::from_fn(|i| std::array::from_fn(|s| cell(i, s))) }
    }

    fn rates(&self) -> Rates {
        each_cell(|i, s| self.found[i][s].0 / self.found[i][s].1)
    }

    fn draw(&self, random: &mut ChaCha8Rng) -> Rates {
        each_cell(|i, s| {
            let (good, asked) = self.found[i][s];
            Beta::new(good + 0.5, asked - good + 0.5).map_or(good / asked, |beta| beta.inverse_cdf(random.random()))
        })
    }
}

/// Attributions of every area to the region's average, by some rates and draws of them.
pub fn attributions(areas: &[Area], rates: &Rates, draws: &[Rates]) -> Vec<Attribution> {
    let point: Vec<_> = areas.iter().map(|area| Some(with_rates(area, rates))).collect();
    let people: Vec<f64> = areas.iter().map(|area| area.people).collect();
    let conditions = |draw: usize, area: usize| Some(with_rates(&areas[area], &draws[draw]));
    let scenarios = Scenarios { uncertainty: Uncertainty::Draws, count: draws.len(), conditions: &conditions };
    let sets = Sets { people: &people, benchmark: &vec![true; areas.len()], members: &[] };
    attribute(&Barrier::ALL, &point, &scenarios, &sets)
        .map_or_else(Vec::new, |found| found.areas.into_iter().flatten().collect())
}

/// Surveys the region `replications` times.
pub fn coverage(replications: u64, draws: usize, areas: usize) -> Coverage {
    let mut random = ChaCha8Rng::seed_from_u64(4);
    let areas = region(areas, &mut random);
    let truth = each_cell(|_, level| (0.15 + 0.18 * level as f64 + 0.3 * random.random::<f64>()).min(0.95));
    let samples = std::array::from_fn(|_| std::array::from_fn(|_| random.random_range(30..200)));
    let true_parts = attributions(&areas, &truth, &[]);
    let (mut gaps, mut parts, mut named, mut rightly) = (0, vec![0; Barrier::ALL.len()], 0, 0);
    for replication in 0..replications {
        let mut random = ChaCha8Rng::seed_from_u64(44);
        random.set_stream(replication + 1);
        let survey = Survey::of(&truth, &samples, &mut random);
        let drawn: Vec<Rates> = (0..draws).map(|_| survey.draw(&mut random)).collect();
        for (found, truth) in attributions(&areas, &survey.rates(), &drawn).iter().zip(&true_parts) {
            gaps += usize::from(found.gap.contains(truth.gap.estimate));
            for ((held, found), truth) in parts.iter_mut().zip(&found.parts).zip(&truth.parts) {
                *held += usize::from(found.contains(truth.estimate));
            }
            let verdict = |of: &Attribution| binding(&Barrier::ALL, of, Uncertainty::Draws);
            if let Binding::Firm { .. } = verdict(found) {
                named += 1;
                rightly += usize::from(verdict(found) == verdict(truth));
            }
        }
    }
    let all = (replications * areas.len() as u64) as f64;
    Coverage {
        gaps: gaps as f64 / all,
        parts: Barrier::ALL.into_iter().zip(parts.into_iter().map(|held| f64::from(held as u32) / all)).collect(),
        first: rightly as f64 / f64::from(named.max(1)),
    }
}
