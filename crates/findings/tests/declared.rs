//! Declared indices: rebuilt published ones, the first factor against statsmodels, intervals that hold the true rank.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "common/index_region.rs"]
mod index_region;

use index_region::{covered, made, recipe, region, true_tables};
use indexmap::IndexMap;
use lynchpin_findings::determinants::{DeclaredScores, DeterminantsError, Question, answer};
use lynchpin_findings::places::declared::factor::first_factor;
use lynchpin_findings::places::{Robustness, rebuild};
use lynchpin_pack::config::{Combine, DeclaredDomain, DeclaredIndex, DeterminantsSection, Neighbours};
use lynchpin_pack::tables::{Direction, Index, IndexAxis, IndexDomain, Indicator, Tables};
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::Value;

#[test]
fn a_published_recipe_declared_gives_the_published_scores() {
    let mut random = ChaCha8Rng::seed_from_u64(6);
    let weights = [0.225, 0.225, 0.135, 0.135, 0.093, 0.093, 0.093];
    let areas = 200;
    let mut tables = Tables::default();
    tables.areas.codes = (0..areas).map(|a| format!("A{a:03}")).collect();
    let mut index = Index { id: "imd".into(), codes: tables.areas.codes.clone(), ..Index::default() };
    let mut domains = IndexMap::new();
    for (d, weight) in weights.into_iter().enumerate() {
        let mut rank: Vec<u32> = (1..=areas as u32).collect();
        rank.shuffle(&mut random);
        // Rank 1 is worst, so a rank is an indicator of which more is better.
        tables.indicators.push(Indicator {
            id: format!("d{d}"),
            direction: Direction::HigherIsBetter,
            values: rank.iter().map(|r| Some(f64::from(*r))).collect(),
            ..Indicator::default()
        });
        let indicators = vec![format!("d{d}")];
        domains.insert(
            format!("domain {d}"),
            DeclaredDomain { indicators, combine: Combine::Equal, weights: Vec::new(), weight },
        );
        index.domains.push(IndexDomain { name: format!("domain {d}"), weight, rank });
    }
    let declared = DeclaredIndex { domains, shrink_towards: None, ..recipe(100) };
    let found = made(&declared, &tables, 1);
    let rebuilt = rebuild(&index).unwrap();
    for (area, score) in found.scores.iter().enumerate() {
        assert!((score.unwrap() - rebuilt.scores[area]).abs() < 1e-9);
        assert_eq!(found.ranks[area], Some(rebuilt.ranks[area]));
    }
    assert!(found.indicators.iter().all(|i| i.turned && i.own_rate_weight.is_none()));
    assert!(found.rank_by_rates.is_empty());
}

#[test]
fn the_first_factor_equals_statsmodels() {
    let golden: Value = serde_json::from_str(include_str!("golden/first_factor.json")).unwrap();
    let numbers = |v: &Value| v.as_array().unwrap().iter().map(|x| x.as_f64().unwrap()).collect::<Vec<_>>();
    let columns: Vec<Vec<f64>> = golden["columns"].as_array().unwrap().iter().map(numbers).collect();
    let found = first_factor(&columns).unwrap();
    for (found, expected) in
        [(&found.loadings, numbers(&golden["loadings"])), (&found.weights, numbers(&golden["weights"]))]
    {
        assert!(found.iter().zip(&expected).all(|(a, b)| (a - b).abs() < 1e-4), "{found:?} {expected:?}");
    }
    assert_eq!(first_factor(&columns[..2]), None);
    assert_eq!(first_factor(&vec![vec![1.0; 9]; 3]), None);
}

#[test]
fn intervals_hold_the_true_rank_as_often_as_they_say() {
    let counts: Vec<(usize, usize)> = (0..12).map(|seed| covered(seed, 20, 10, 300.0, 200)).collect();
    let (within, of) = counts.iter().fold((0, 0), |sum, c| (sum.0 + c.0, sum.1 + c.1));
    let share = within as f64 / of as f64;
    // The full simulation is examples/rank_coverage.rs; here 2,400 ranks of 12 regions.
    assert!((share - 0.95).abs() < 0.025, "{share}");
}

#[test]
fn what_is_certain_has_no_interval_and_firmness_follows_the_weights() {
    let region = region(3, 10, 10, 200.0);
    let certain = made(&DeclaredIndex { weights_moved_by: 0.0, ..recipe(100) }, &true_tables(&region), 1);
    assert!(certain.rank_by_rates.is_empty());
    for (interval, rank) in certain.rank_by_weights.iter().zip(&certain.ranks) {
        assert_eq!(interval.unwrap(), (rank.unwrap(), rank.unwrap()));
    }
    assert_eq!((certain.count(Robustness::Robustly), certain.count(Robustness::Marginally)), (10, 0));
    let moved = made(&DeclaredIndex { weights_moved_by: 0.9, ..recipe(100) }, &true_tables(&region), 1);
    assert!(moved.count(Robustness::Robustly) < 10 && moved.count(Robustness::Marginally) > 5);
    assert_eq!(moved.ranks, certain.ranks);
    // The more people are counted, the narrower.
    let width = |people: f64| {
        let found = made(&recipe(100), &index_region::region(3, 10, 10, people).counted, 1);
        found.rank_by_rates.iter().map(|i| i.map_or(0, |(low, high)| high - low)).sum::<u32>()
    };
    assert!(width(100_000.0) * 4 < width(200.0));
}

#[test]
fn areas_without_an_indicator_are_not_ranked_and_versions_count() {
    let mut tables = region(5, 10, 20, 500.0).counted;
    tables.indicators[1].values[7] = None;
    let mut random = ChaCha8Rng::seed_from_u64(1);
    let needs = |id: &str, random: &mut ChaCha8Rng| Index {
        id: id.into(),
        axis: IndexAxis::CommunityNeeds,
        codes: tables.areas.codes.clone(),
        area_rank: (0..200).map(|_| Some(random.random_range(1.0..40.0_f64).round())).collect(),
        ..Index::default()
    };
    let versions = vec![needs("a", &mut random), needs("b", &mut random)];
    tables.indices = versions;
    let declared = DeclaredIndex { axis: Some(IndexAxis::Deprivation), ..recipe(100) };
    let found = made(&declared, &tables, 1);
    assert_eq!((found.ranked, found.left_out, found.ranks[7]), (199, 1, None));
    assert_eq!(found.firmness[7], Robustness::Unranked);
    let left_behind = found.left_behind.unwrap();
    assert_eq!(left_behind.combinations, 100 * 4 * 2);
    assert!(left_behind.areas > 0 && left_behind.robustly <= left_behind.areas);
    assert_eq!(found.beside.len(), 2);
}

#[test]
fn a_declared_index_may_be_a_determinant_but_not_of_what_it_is_made_of() {
    let mut tables = region(8, 10, 20, 500.0).counted;
    let outcome: Vec<Option<f64>> = tables.indicators[0]
        .values
        .iter()
        .zip(&tables.indicators[2].values)
        .map(|(a, b)| Some(a.unwrap() + b.unwrap()))
        .collect();
    tables.indicators.push(Indicator { id: "outcome".into(), values: outcome, ..Indicator::default() });
    let declared = recipe(100);
    let scores = made(&declared, &tables, 1).scores;
    let own = [DeclaredScores { id: "hardship", index: &declared, scores: &scores }];
    let section = |outcome: &str| DeterminantsSection {
        outcome: outcome.into(),
        predictors: vec!["hardship".into(), "i1".into()],
        blocks: IndexMap::new(),
        cluster: Some("district".into()),
        neighbours: Neighbours::Queen,
        resamples: 100,
        overlaps: IndexMap::new(),
        claims: Vec::new(),
    };
    let ask = |section: &DeterminantsSection| {
        answer(Question { tables: &tables, section, declared: &own, travel: None, seed: 1 })
    };
    let found = ask(&section("outcome")).unwrap();
    assert_eq!(found.predictors[0].variable.label, "Hardship");
    assert!(found.predictors[0].ranked.first > 0.9);
    assert!(found.spatial.unwrap_err().contains("no area has a neighbour"));
    let refused = ask(&section("i2")).unwrap_err();
    assert!(matches!(refused, DeterminantsError::Contained { .. }), "{refused}");
}
