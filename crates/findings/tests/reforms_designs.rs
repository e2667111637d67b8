//! Discontinuity and synthetic control against rdrobust and pysyncon (the scripts stand beside the golden files), and against brute force.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use lynchpin_findings::reforms::{Donors, Importance, discontinuity, discontinuity_within, placebos};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

fn records(text: &'static str, headers: bool) -> Vec<csv::StringRecord> {
    let mut reader = csv::ReaderBuilder::new().has_headers(headers).from_reader(text.as_bytes());
    reader.records().map(Result::unwrap).collect()
}

fn number(row: &csv::StringRecord, cell: usize) -> f64 {
    row[cell].parse().unwrap()
}

#[test]
fn jumps_bandwidths_and_limits_equal_rdrobust() {
    let data = records(include_str!("golden/reforms/rdd_data.csv"), true);
    let expected = records(include_str!("golden/reforms/rdd_rdrobust.csv"), true);
    assert_eq!(expected.len(), 5);
    let mut largest = 0.0_f64;
    for row in expected {
        let part: Vec<_> = data.iter().filter(|r| r[0] == row[0]).collect();
        let (x, y): (Vec<f64>, Vec<f64>) = part.iter().map(|r| (number(r, 2), number(r, 3))).unzip();
        let cut = number(part[0], 1);
        let found = if &row[1] == "1" {
            discontinuity(&x, &y, cut).unwrap()
        } else {
            discontinuity_within(&x, &y, cut, number(&row, 2), number(&row, 3)).unwrap()
        };
        let ours = [
            found.bandwidth,
            found.bias_bandwidth,
            found.conventional,
            found.conventional_error,
            found.estimate,
            found.robust_error,
            found.low,
            found.high,
        ];
        for (i, value) in ours.into_iter().enumerate() {
            let off = (value / number(&row, i + 2) - 1.0).abs();
            largest = largest.max(off);
            assert!(off < 1e-8, "{} {i}: {value} {}", &row[0], &row[i + 2]);
        }
        let counts = [found.places.0, found.places.1, found.within.0, found.within.1];
        assert_eq!(counts.map(|c| c as f64), [10, 11, 12, 13].map(|c| number(&row, c)));
    }
    println!("largest relative difference {largest:e}");
}

fn smoking() -> (Donors, Vec<csv::StringRecord>) {
    let rows = records(include_str!("golden/reforms/scm_data.csv"), false);
    let part =
        |row: &csv::StringRecord, range: std::ops::Range<usize>| range.map(|c| number(row, c)).collect::<Vec<_>>();
    let donors = Donors {
        treated_predictors: part(&rows[0], 1..8),
        donor_predictors: rows[1..].iter().map(|r| part(r, 1..8)).collect(),
        treated_outcomes: part(&rows[0], 8..39),
        donor_outcomes: rows[1..].iter().map(|r| part(r, 8..39)).collect(),
        before: 19,
    };
    (donors, records(include_str!("golden/reforms/scm_pysyncon.csv"), true))
}

/// The loss at given weights, written out plainly.
fn loss(donors: &Donors, weights: &[f64]) -> f64 {
    let n = donors.donor_predictors.len() as f64 + 1.0;
    (0..7)
        .map(|k| {
            let all: Vec<f64> =
                donors.donor_predictors.iter().map(|d| d[k]).chain([donors.treated_predictors[k]]).collect();
            let mean = all.iter().sum::<f64>() / n;
            let variance = all.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0);
            let blend: f64 = donors.donor_predictors.iter().zip(weights).map(|(d, w)| w * d[k]).sum();
            (donors.treated_predictors[k] - blend).powi(2) / variance / 7.0
        })
        .sum()
}

#[test]
fn blends_are_at_least_as_near_as_those_of_pysyncon() {
    let (donors, expected) = smoking();
    let theirs: Vec<f64> = (4..42).map(|c| number(&expected[0], c)).collect();
    let equal = donors.blend(&Importance::Given(vec![1.0; 7])).unwrap();
    assert!((equal.weights.iter().sum::<f64>() - 1.0).abs() < 1e-12 && equal.weights.iter().all(|w| *w >= 0.0));
    assert!((equal.loss - loss(&donors, &equal.weights)).abs() < 1e-12);
    assert!(equal.loss <= loss(&donors, &theirs) + 1e-6, "{} {}", equal.loss, loss(&donors, &theirs));
    println!("equal: ours {:e}, pysyncon {:e}", equal.loss, loss(&donors, &theirs));
    if loss(&donors, &theirs) - equal.loss < 1e-7 {
        assert!((equal.effect - number(&expected[0], 3)).abs() < 1e-3);
    }
    let nested = donors.blend(&Importance::Nested).unwrap();
    println!("nested: ours {}, pysyncon {}", nested.fit_before.powi(2), number(&expected[1], 2));
    assert!(nested.fit_before.powi(2) <= number(&expected[1], 2) + 1e-6);
    let placebos = placebos(&donors, &nested).unwrap();
    assert_eq!(placebos.ratios.len(), 38);
    // The invented law bites hard: no donor's gap grows as much.
    assert!((placebos.p_value - 1.0 / 39.0).abs() < 1e-12, "{}", placebos.p_value);
}

#[test]
fn the_nearest_blend_beats_every_other_that_is_tried() {
    let mut random = ChaCha8Rng::seed_from_u64(5);
    for _ in 0..60 {
        let (n, k) = (random.random_range(2..9), random.random_range(1..6));
        let mut row = |len: usize| (0..len).map(|_| random.random_range(-1.0..1.0)).collect::<Vec<f64>>();
        let treated = row(k + 1);
        let rows: Vec<Vec<f64>> = (0..n).map(|_| row(k + 1)).collect();
        let slices: Vec<&[f64]> = rows.iter().map(Vec::as_slice).collect();
        let donors = Donors::of_outcomes(&treated, &slices, k);
        let found = donors.blend(&Importance::Given(vec![1.0; k])).unwrap();
        // A move of weight from any donor to any other must not help: the optimum of a convex problem.
        let spread: Vec<f64> = (0..k)
            .map(|t| {
                let all: Vec<f64> = rows.iter().map(|r| r[t]).chain([treated[t]]).collect();
                let mean = all.iter().sum::<f64>() / all.len() as f64;
                all.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (all.len() - 1) as f64
            })
            .collect();
        let loss = |weights: &[f64]| -> f64 {
            (0..k)
                .map(|t| {
                    let blend: f64 = rows.iter().zip(weights).map(|(r, w)| w * r[t]).sum();
                    (treated[t] - blend).powi(2) / spread[t] / k as f64
                })
                .sum()
        };
        for from in 0..n {
            for to in 0..n {
                for share in [1.0, 0.1, 1e-3] {
                    let mut other = found.weights.clone();
                    let moved = share * other[from];
                    other[from] -= moved;
                    other[to] += moved;
                    assert!(loss(&other) >= found.loss - 1e-12, "{} {}", loss(&other), found.loss);
                }
            }
        }
    }
}
