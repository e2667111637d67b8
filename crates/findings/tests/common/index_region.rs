//! An invented region whose true rates are known, for indices declared over it.

use indexmap::IndexMap;
use lynchpin_findings::places::Grouping;
use lynchpin_findings::places::declared::{DeclaredAnswer, declare};
use lynchpin_pack::config::{Combine, DeclaredDomain, DeclaredIndex, Standard};
use lynchpin_pack::tables::{Direction, Indicator, Parents, Tables};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// True rates, and the tables that a publisher would make of what is counted.
pub struct Region {
    /// True rate of each indicator and area.
    pub truth: Vec<Vec<f64>>,
    /// What is counted.
    pub counted: Tables,
}

/// A standard normal draw.
pub fn normal(random: &mut ChaCha8Rng) -> f64 {
    (0..12).map(|_| random.random_range(-0.5..0.5_f64)).sum()
}

/// So many districts of so many areas, with three rates that share a common part, counted of `people` on average.
pub fn region(seed: u64, districts: usize, each: usize, people: f64) -> Region {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let areas = districts * each;
    let mut counted = Tables::default();
    counted.areas.codes = (0..areas).map(|a| format!("A{a:05}")).collect();
    let codes: Vec<Option<String>> = (0..areas).map(|a| Some(format!("D{:03}", a / each))).collect();
    counted.areas.parents.insert("district".into(), Parents { names: codes.clone(), codes });
    let common: Vec<f64> = (0..areas).map(|_| 0.3 * normal(&mut random)).collect();
    let truth: Vec<Vec<f64>> = (0..3)
        .map(|_| {
            let middles: Vec<f64> = (0..districts).map(|_| -1.8 + 0.4 * normal(&mut random)).collect();
            let logit = |a: usize, random: &mut ChaCha8Rng| middles[a / each] + common[a] + 0.25 * normal(random);
            (0..areas).map(|a| 1.0 / (1.0 + (-logit(a, &mut random)).exp())).collect()
        })
        .collect();
    for (i, rates) in truth.iter().enumerate() {
        let below: Vec<f64> = (0..areas).map(|_| (people * random.random_range(0.5..1.5_f64)).round()).collect();
        let draw = |(rate, n): (&f64, &f64)| {
            f64::from((0..*n as u32).filter(|_| random.random::<f64>() < *rate).count() as u32)
        };
        let above: Vec<f64> = rates.iter().zip(&below).map(draw).collect();
        counted.indicators.push(Indicator {
            id: format!("i{i}"),
            label: format!("Indicator {i}"),
            unit: "% of people".into(),
            direction: Direction::HigherIsWorse,
            values: above.iter().zip(&below).map(|(a, b)| Some(100.0 * a / b)).collect(),
            numerators: Some(above.into_iter().map(Some).collect()),
            denominators: Some(below.into_iter().map(Some).collect()),
            ..Indicator::default()
        });
    }
    Region { truth, counted }
}

/// Two domains of the three rates.
pub fn recipe(draws: u32) -> DeclaredIndex {
    let domain = |indicators: &[&str], weight| DeclaredDomain {
        indicators: indicators.iter().map(|i| (*i).to_owned()).collect(),
        combine: Combine::Equal,
        weights: Vec::new(),
        weight,
    };
    DeclaredIndex {
        label: "Hardship".into(),
        axis: None,
        shrink_towards: Some("district".into()),
        standardise: Standard::Rankit,
        transform: Standard::Exponential,
        combine: Combine::Given,
        domains: IndexMap::from([
            ("first".into(), domain(&["i0", "i1"], 0.6)),
            ("second".into(), domain(&["i2"], 0.4)),
        ]),
        weights_moved_by: 0.2,
        draws,
    }
}

/// The index over these tables.
pub fn made(declared: &DeclaredIndex, tables: &Tables, seed: u64) -> DeclaredAnswer {
    let grouping = Grouping {
        deprivation: String::new(),
        community_needs: String::new(),
        index_labels: (String::new(), String::new()),
        worst_percent: 10.0,
        groups: vec![None; tables.areas.codes.len()],
    };
    declare("hardship", declared, tables, &grouping, seed).unwrap()
}

/// The same tables with the true rates in place of what was counted.
pub fn true_tables(region: &Region) -> Tables {
    let mut tables = region.counted.clone();
    for (indicator, rates) in tables.indicators.iter_mut().zip(&region.truth) {
        indicator.values = rates.iter().map(|r| Some(100.0 * r)).collect();
        (indicator.numerators, indicator.denominators) = (None, None);
    }
    tables
}

/// How many of the areas' true ranks lie within their intervals, and how many areas there are.
pub fn covered(seed: u64, districts: usize, each: usize, people: f64, draws: u32) -> (usize, usize) {
    let region = region(seed, districts, each, people);
    let declared = recipe(draws);
    let truth = made(&DeclaredIndex { draws: 1, ..declared.clone() }, &true_tables(&region), seed);
    let found = made(&declared, &region.counted, seed);
    let within = found.rank_by_rates.iter().zip(&truth.ranks).filter(|(interval, rank)| {
        interval.zip(**rank).is_some_and(|((low, high), rank)| (low..=high).contains(&rank))
    });
    (within.count(), truth.ranks.len())
}
