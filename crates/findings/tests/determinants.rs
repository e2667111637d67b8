//! Regressions, shares of variance and spatial models against statsmodels and spreg (the script stands beside the golden file), and by their own laws.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use lynchpin_findings::determinants::{
    Design, DeterminantsError, Errors, Fit, Rows, SpatialDiagnostics, SpatialWeights, Subsets, distance_band, nearest,
    queen, spatial_error, spatial_lag,
};
use lynchpin_findings::sample::Bootstrap;
use proptest::prelude::*;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::Value;

fn golden() -> Value {
    serde_json::from_str(include_str!("golden/determinants.json")).unwrap()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect()
}

fn design(golden: &Value) -> (Design, Fit) {
    let predictors = golden["x"].as_array().unwrap().iter().map(numbers).collect();
    let design = Design::new(numbers(&golden["y"]), predictors).unwrap();
    let fit = design.fit().unwrap();
    (design, fit)
}

fn whole(value: &Value) -> Vec<usize> {
    value.as_array().unwrap().iter().map(|v| v.as_u64().unwrap() as usize).collect()
}

#[track_caller]
fn close(found: &[f64], expected: &[f64], tolerance: f64) {
    assert_eq!(found.len(), expected.len());
    for (i, (a, b)) in found.iter().zip(expected).enumerate() {
        assert!((a - b).abs() <= tolerance * b.abs().max(1.0), "{i}: {a} is not {b} ({tolerance:e})");
    }
}

#[test]
fn least_squares_and_its_errors_equal_statsmodels() {
    let golden = golden();
    let (design, fit) = design(&golden);
    let ols = &golden["ols"];
    close(&fit.coefficients, &numbers(&ols["coefficients"]), 1e-10);
    close(&[fit.r_squared], &[ols["r_squared"].as_f64().unwrap()], 1e-12);
    let clusters = whole(&golden["clusters"]);
    for (name, errors) in [
        ("classic", Errors::Classic),
        ("hc1", Errors::Hc1),
        ("hc3", Errors::Hc3),
        ("cluster", Errors::Cluster(&clusters)),
    ] {
        close(&fit.standard_errors(&design, errors).unwrap(), &numbers(&ols[name]), 1e-10);
    }
}

#[test]
fn shares_equal_exhaustive_enumeration() {
    let golden = golden();
    let predictors: Vec<Vec<f64>> = golden["x"].as_array().unwrap().iter().map(numbers).collect();
    let subsets = Rows::new(&predictors, &numbers(&golden["y"])).unwrap().subsets().unwrap();
    let shares = &golden["shares"];
    close(&subsets.lmg(), &numbers(&shares["lmg"]), 1e-10);
    close(&subsets.owen(&whole(&golden["blocks"])), &numbers(&shares["owen"]), 1e-10);
    close(&subsets.first_in(), &numbers(&shares["first_in"]), 1e-10);
    close(&subsets.last_in(), &numbers(&shares["last_in"]), 1e-10);
}

#[test]
fn spatial_tests_and_models_equal_spreg() {
    let golden = golden();
    let (design, fit) = design(&golden);
    let points: Vec<(f64, f64)> = numbers(&golden["lon"]).into_iter().zip(numbers(&golden["lat"])).collect();
    for case in golden["spatial"].as_array().unwrap() {
        assert!(case["islands"].as_array().unwrap().is_empty());
        let kind = case["kind"].as_str().unwrap();
        let links = if kind.starts_with("nearest") { nearest(&points, 5) } else { distance_band(&points, 9_000.0) };
        let weights = SpatialWeights::new(kind, links).unwrap();
        let found = SpatialDiagnostics::new(&design, &fit, &weights);
        close(&[found.moran.i, found.moran.z, found.moran.p], &numbers(&case["moran"]), 1e-9);
        for (name, test) in [
            ("lm_lag", found.lag),
            ("lm_error", found.error),
            ("rlm_lag", found.robust_lag),
            ("rlm_error", found.robust_error),
        ] {
            close(&[test.statistic, test.p], &numbers(&case[name]), 1e-9);
        }
        let error_of = |i: &lynchpin_findings::Interval| (i.high - i.estimate) / 1.959_963_984_540_054;
        for (model, oracle, parameter) in [
            (spatial_lag(&design, &weights).unwrap(), &case["lag"], "rho"),
            (spatial_error(&design, &weights).unwrap(), &case["error"], "lambda"),
        ] {
            close(&[model.spatial.estimate], &[oracle[parameter].as_f64().unwrap()], 1e-6);
            let estimates: Vec<f64> = model.coefficients.iter().map(|c| c.estimate).collect();
            close(&estimates, &numbers(&oracle["betas"]), 1e-6);
            let errors: Vec<f64> = model.coefficients.iter().chain([&model.spatial]).map(error_of).collect();
            close(&errors, &numbers(&oracle["errors"])[..errors.len()], 1e-6);
            let scalars = |name: &str| oracle[name].as_f64().unwrap();
            close(&[model.variance, model.log_likelihood], &[scalars("sig2"), scalars("loglik")], 1e-6);
        }
        let lag = spatial_lag(&design, &weights).unwrap();
        for (impact, row) in lag.impacts.iter().zip(case["lag"]["impacts"].as_array().unwrap()) {
            let parts = [impact.direct, impact.indirect, impact.total];
            let found: Vec<f64> = parts.iter().flat_map(|i| [i.estimate, error_of(i)]).collect();
            close(&found, &numbers(row), 1e-6);
        }
    }
}

/// Columns with a common part.
fn invented(seed: u64, areas: usize, predictors: usize) -> (Vec<Vec<f64>>, Vec<f64>) {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut draw = || random.random_range(-1.0..1.0_f64);
    let common: Vec<f64> = (0..areas).map(|_| draw()).collect();
    let columns: Vec<Vec<f64>> = (0..predictors).map(|_| common.iter().map(|c| c + draw()).collect()).collect();
    let outcome = (0..areas).map(|a| columns.iter().map(|c| c[a]).sum::<f64>() + 2.0 * draw()).collect();
    (columns, outcome)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn shares_add_up_and_owen_keeps_to_the_blocks(seed in 0_u64..1_000, predictors in 1_usize..8) {
        let (columns, outcome) = invented(seed, 40, predictors);
        let subsets = Rows::new(&columns, &outcome).unwrap().subsets().unwrap();
        let blocks: Vec<usize> = (0..predictors).map(|i| i * 3 / predictors.max(3)).collect();
        let (lmg, owen) = (subsets.lmg(), subsets.owen(&blocks));
        prop_assert!((lmg.iter().sum::<f64>() - subsets.all()).abs() < 1e-10);
        prop_assert!((owen.iter().sum::<f64>() - subsets.all()).abs() < 1e-10);
        // A share of R² is never negative, as R² never falls when a predictor comes in.
        prop_assert!(lmg.iter().chain(&owen).all(|share| *share > -1e-12));
        // Every predictor a block of its own, or all of them one block: Owen's value is Shapley's.
        let alone: Vec<usize> = (0..predictors).collect();
        for blocks in [alone, vec![0; predictors]] {
            for (a, b) in subsets.owen(&blocks).iter().zip(&lmg) {
                prop_assert!((a - b).abs() < 1e-10);
            }
        }
    }
}

#[test]
fn a_copy_of_a_predictor_shares_with_it_and_adds_nothing() {
    let (mut columns, outcome) = invented(3, 60, 3);
    let before = Rows::new(&columns, &outcome).unwrap().subsets().unwrap();
    columns.push(columns[0].clone());
    let after = Rows::new(&columns, &outcome).unwrap().subsets().unwrap();
    close(&[after.all()], &[before.all()], 1e-9);
    let lmg = after.lmg();
    close(&[lmg[0], after.last_in()[0]], &[lmg[3], 0.0], 1e-9);
    let design = Design::new(outcome, columns).unwrap();
    assert_eq!(design.fit().unwrap_err(), DeterminantsError::Collinear { position: 4 });
}

#[test]
fn twenty_predictors_are_decomposed_exactly_and_twenty_one_refused() {
    let (columns, outcome) = invented(5, 200, 20);
    let subsets = Rows::new(&columns, &outcome).unwrap().subsets().unwrap();
    close(&[subsets.lmg().iter().sum::<f64>()], &[subsets.all()], 1e-9);
    let design = Design::new(outcome, columns).unwrap();
    close(&[subsets.all()], &[design.fit().unwrap().r_squared], 1e-9);
    let (columns, outcome) = invented(5, 50, 21);
    let refused = Rows::new(&columns, &outcome).unwrap().subsets().unwrap_err();
    assert_eq!(refused, DeterminantsError::Predictors { found: 21, most: 20 });
    assert!(Subsets::of_covariance(&[1.0, 0.0, 0.0, 0.0], 1).is_err());
}

#[test]
fn the_order_of_predictors_is_as_sure_as_the_data_make_it() {
    let mut random = ChaCha8Rng::seed_from_u64(11);
    let mut draw = || random.random_range(-1.0..1.0_f64);
    let areas = 400;
    let columns: Vec<Vec<f64>> = (0..3).map(|_| (0..areas).map(|_| draw()).collect()).collect();
    // The first goes with the outcome by far most, the others alike.
    let outcome: Vec<f64> = (0..areas).map(|a| 3.0 * columns[0][a] + columns[1][a] + columns[2][a] + draw()).collect();
    let rows = Rows::new(&columns, &outcome).unwrap();
    let bootstrap = Bootstrap { resamples: 300, seed: 1 };
    let ranking = rows.rank(Some(&[0, 1, 1]), None, bootstrap).unwrap();
    assert_eq!((ranking.predictors[0].first, ranking.predictors[0].rank_interval), (1.0, (1, 1)));
    assert_eq!(ranking.predictors[1].rank_interval, (2, 3));
    assert!(ranking.blocks[0].share.contains(ranking.predictors[0].share.estimate));
    let firsts: f64 = ranking.predictors.iter().map(|p| p.first).sum();
    close(&[firsts], &[1.0], 1e-12);
    // Whole clusters of copies: the resamples of clusters are wider than those of areas.
    let copies: Vec<Vec<f64>> = columns.iter().map(|c| (0..areas).map(|a| c[a / 20]).collect()).collect();
    let outcome: Vec<f64> = (0..areas).map(|a| copies[0][a] + copies[1][a] + 0.1 * outcome[a]).collect();
    let rows = Rows::new(&copies, &outcome).unwrap();
    let clusters: Vec<usize> = (0..areas).map(|a| a / 20).collect();
    let width = |clusters: Option<&[usize]>| {
        let share = rows.rank(None, clusters, bootstrap).unwrap().predictors[0].share;
        share.high - share.low
    };
    assert!(width(Some(&clusters)) > 2.0 * width(None));
    let refused = rows.rank(None, Some(&vec![0; areas]), bootstrap).unwrap_err();
    assert_eq!(refused, DeterminantsError::TooFewClusters { found: 1 });
}

#[test]
fn resamples_do_not_depend_on_the_threads() {
    let (columns, outcome) = invented(8, 120, 5);
    let rows = Rows::new(&columns, &outcome).unwrap();
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| rows.rank(None, None, Bootstrap { resamples: 50, seed: 4 }).unwrap())
    };
    assert_eq!(on(1), on(2));
}

/// A square of `side` × `side` unit cells as outlines, near the equator.
fn cells(side: usize) -> Vec<Vec<(f64, f64)>> {
    let at = |x: usize, y: usize| (x as f64 * 0.01, y as f64 * 0.01);
    (0..side * side)
        .map(|i| (i % side, i / side))
        .map(|(x, y)| vec![at(x, y), at(x + 1, y), at(x + 1, y + 1), at(x, y + 1), at(x, y)])
        .collect()
}

#[test]
fn queens_meet_at_corners_and_islands_are_attached() {
    let mut outlines = cells(3);
    outlines.push(vec![(5.0, 5.0), (5.01, 5.0), (5.0, 5.01)]);
    outlines.push(Vec::new());
    let links = queen(&outlines);
    let counts: Vec<usize> = links.iter().map(Vec::len).collect();
    assert_eq!(counts, [3, 5, 3, 5, 8, 5, 3, 5, 3, 0, 0]);
    let mut points: Vec<(f64, f64)> = cells(3).iter().map(|c| (c[0].0 + 0.005, c[0].1 + 0.005)).collect();
    points.extend([(5.0, 5.0), (0.005, -1.0)]);
    let weights = SpatialWeights::with_islands_attached("queen", links, &points).unwrap();
    assert_eq!(weights.attached, [9, 10]);
    assert_eq!(weights.row(9).collect::<Vec<_>>(), [(8, 1.0)]);
    assert_eq!(weights.row(0).map(|(other, _)| other).collect::<Vec<_>>(), [1, 3, 4, 10]);
    assert!((weights.sum() - 11.0).abs() < 1e-12);
    assert!(SpatialWeights::new("nobody", vec![Vec::new(); 3]).is_err());
}

#[test]
fn neighbours_by_distance_equal_brute_force() {
    let mut random = ChaCha8Rng::seed_from_u64(2);
    let points: Vec<(f64, f64)> =
        (0..300).map(|_| (random.random_range(-6.0..2.0), random.random_range(50.0..56.0))).collect();
    let metres = |a: (f64, f64), b: (f64, f64)| {
        let (dlat, dlon) = ((b.1 - a.1).to_radians() / 2.0, (b.0 - a.0).to_radians() / 2.0);
        let h = dlat.sin().powi(2) + a.1.to_radians().cos() * b.1.to_radians().cos() * dlon.sin().powi(2);
        2.0 * 6_371_008.8 * h.sqrt().asin()
    };
    let (four, band) = (nearest(&points, 4), distance_band(&points, 60_000.0));
    for (area, here) in points.iter().enumerate() {
        let mut others: Vec<(f64, u32)> =
            (0..points.len()).filter(|o| *o != area).map(|o| (metres(*here, points[o]), o as u32)).collect();
        others.sort_by(|a, b| a.partial_cmp(b).unwrap());
        let ids = |links: &[(u32, f64)]| links.iter().map(|l| l.0).collect::<Vec<_>>();
        assert_eq!(ids(&four[area]), others[..4].iter().map(|o| o.1).collect::<Vec<_>>());
        let mut within = ids(&band[area]);
        within.sort_unstable();
        let mut expected: Vec<u32> = others.iter().filter(|o| o.0 <= 60_000.0).map(|o| o.1).collect();
        expected.sort_unstable();
        assert_eq!(within, expected);
    }
}

#[test]
fn a_known_lag_is_recovered_and_its_total_impact_is_beta_over_one_less_rho() {
    let side = 40;
    let weights = SpatialWeights::new("queen", queen(&cells(side))).unwrap();
    let mut random = ChaCha8Rng::seed_from_u64(9);
    let mut noise = || (0..12).map(|_| random.random_range(-0.5..0.5_f64)).sum::<f64>();
    let x: Vec<f64> = (0..side * side).map(|_| noise()).collect();
    let mut y: Vec<f64> = vec![0.0; side * side];
    let shock: Vec<f64> = x.iter().map(|x| 2.0 * x + noise()).collect();
    for _ in 0..400 {
        y = weights.lag(&y).iter().zip(&shock).map(|(lag, e)| 0.6 * lag + e).collect();
    }
    let design = Design::new(y, vec![x]).unwrap();
    let lag = spatial_lag(&design, &weights).unwrap();
    assert!(lag.spatial.contains(0.6), "{:?}", lag.spatial);
    assert!(lag.coefficients[1].contains(2.0) && lag.impacts[0].total.contains(5.0));
    let total = lag.coefficients[1].estimate / (1.0 - lag.spatial.estimate);
    close(&[lag.impacts[0].total.estimate], &[total], 1e-10);
    let fit = design.fit().unwrap();
    let tests = SpatialDiagnostics::new(&design, &fit, &weights);
    assert!(tests.robust_lag.statistic > 5.0 * tests.robust_error.statistic, "{tests:?}");
    assert!(lag.akaike < spatial_error(&design, &weights).unwrap().akaike);
}
