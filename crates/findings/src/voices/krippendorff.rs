//! Krippendorff's alpha: agreement of coders beyond chance, for any number of coders, with values missing.
//!
//! Source: Krippendorff (2011), *Computing Krippendorff's Alpha-Reliability*. `α = 1 − D_o / D_e`: observed over expected disagreement, both from
//! the coincidences of values within units. The distance of two values is 0 or 1 (nominal), `(v − w)²` (interval), or the squared number of
//! pairable values from the middle of one to the middle of the other (ordinal).

use crate::interval::{Interval, Method};
use crate::sample::Bootstrap;
use lynchpin_pack::config::Scale;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeMap;

/// The coincidences of one unit: `(value, value, weight)`, values by position.
type Pairs = Vec<(usize, usize, f64)>;

/// Alpha of `values[coder][unit]`; `None` where fewer than two values can be paired or all of them are the same.
pub fn alpha(values: &[Vec<Option<f64>>], scale: Scale) -> Option<f64> {
    let (known, units) = coincidences(values);
    let all: Vec<usize> = (0..units.len()).collect();
    of_units(&known, &units, &all, scale)
}

/// Alpha with a 95 % interval: percentiles of seeded resamples of whole units. Resamples in which all values agree on one value have no alpha and
/// are left out.
pub fn alpha_interval(
    values: &[Vec<Option<f64>>],
    scale: Scale,
    bootstrap: Bootstrap,
    stream: u64,
) -> Option<Interval> {
    let (known, units) = coincidences(values);
    let all: Vec<usize> = (0..units.len()).collect();
    let estimate = of_units(&known, &units, &all, scale)?;
    let mut random = ChaCha8Rng::seed_from_u64(bootstrap.seed);
    random.set_stream(stream);
    let mut drawn = all.clone();
    let mut alphas = Vec::with_capacity(bootstrap.resamples as usize);
    for _ in 0..bootstrap.resamples {
        for unit in &mut drawn {
            *unit = random.random_range(0..units.len());
        }
        alphas.extend(of_units(&known, &units, &drawn, scale));
    }
    alphas.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let rank = (share * alphas.len() as f64).ceil().max(1.0) as usize;
        alphas.get(rank - 1).copied().unwrap_or(estimate)
    };
    Some(Interval {
        estimate,
        low: at(0.025).min(estimate),
        high: at(0.975).max(estimate),
        method: Method::UnitBootstrap,
    })
}

/// Units that at least two coders judged.
pub fn pairable(values: &[Vec<Option<f64>>]) -> usize {
    coincidences(values).1.len()
}

/// The values that occur, rising, and the coincidences of every unit that has two values or more.
fn coincidences(values: &[Vec<Option<f64>>]) -> (Vec<f64>, Vec<Pairs>) {
    let mut known: Vec<f64> = values.iter().flatten().copied().flatten().collect();
    known.sort_by(f64::total_cmp);
    known.dedup();
    let count = values.iter().map(Vec::len).max().unwrap_or(0);
    let mut units = Vec::new();
    for unit in 0..count {
        let mut counts: BTreeMap<usize, f64> = BTreeMap::new();
        for value in values.iter().filter_map(|coder| coder.get(unit).copied().flatten()) {
            *counts.entry(known.partition_point(|k| *k < value)).or_insert(0.0) += 1.0;
        }
        let judged: f64 = counts.values().sum();
        if judged < 2.0 {
            continue;
        }
        let mut pairs = Pairs::new();
        for (&v, &n) in &counts {
            for (&w, &m) in &counts {
                let both = if v == w { n * (n - 1.0) } else { n * m };
                if both > 0.0 {
                    pairs.push((v, w, both / (judged - 1.0)));
                }
            }
        }
        units.push(pairs);
    }
    (known, units)
}

fn of_units(known: &[f64], units: &[Pairs], drawn: &[usize], scale: Scale) -> Option<f64> {
    let size = known.len();
    let mut together = vec![0.0; size * size];
    for &unit in drawn {
        for &(v, w, weight) in &units[unit] {
            together[v * size + w] += weight;
        }
    }
    let margins: Vec<f64> = (0..size).map(|v| together[v * size..(v + 1) * size].iter().sum()).collect();
    let all: f64 = margins.iter().sum();
    let (mut observed, mut expected) = (0.0, 0.0);
    for v in 0..size {
        for w in 0..size {
            let distance = distance(known, &margins, scale, v, w);
            observed += together[v * size + w] * distance;
            expected += margins[v] * margins[w] * distance;
        }
    }
    (expected > 0.0).then(|| 1.0 - (all - 1.0) * observed / expected)
}

fn distance(known: &[f64], margins: &[f64], scale: Scale, v: usize, w: usize) -> f64 {
    match scale {
        Scale::Nominal => f64::from(u8::from(v != w)),
        Scale::Interval => (known[v] - known[w]).powi(2),
        Scale::Ordinal => {
            let (low, high) = (v.min(w), v.max(w));
            let between: f64 = margins[low..=high].iter().sum();
            (between - f64::midpoint(margins[low], margins[high])).powi(2)
        }
    }
}
