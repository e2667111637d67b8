//! Intervals against statsmodels (the scripts stand beside the golden files), against theory, and in simulation.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use lynchpin_findings::interval::{Interval, Method, across_areas, difference, ratio, share_of_areas, wilson};
use lynchpin_findings::sample::{Bootstrap, median_interval, weighted_quantile};
use proptest::prelude::*;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

fn golden(text: &'static str) -> Vec<csv::StringRecord> {
    csv::Reader::from_reader(text.as_bytes()).records().map(Result::unwrap).collect()
}

fn numbers(cell: &str) -> Vec<f64> {
    cell.split(' ').map(|n| n.parse().unwrap()).collect()
}

#[test]
fn wilson_equals_statsmodels() {
    let rows = golden(include_str!("golden/wilson.csv"));
    assert_eq!(rows.len(), 10);
    for row in rows {
        let cells: Vec<f64> = row.iter().map(|c| c.parse().unwrap()).collect();
        let interval = wilson(cells[0], cells[1]).unwrap();
        assert!((interval.low - cells[2]).abs() < 1e-12, "{row:?} {interval:?}");
        assert!((interval.high - cells[3]).abs() < 1e-12, "{row:?} {interval:?}");
    }
    assert_eq!(wilson(3.0, 2.0), None);
    assert_eq!(wilson(0.0, 0.0), None);
    assert_eq!(wilson(f64::NAN, 5.0), None);
}

#[test]
fn intervals_across_areas_equal_statsmodels() {
    let rows = golden(include_str!("golden/clustered.csv"));
    assert_eq!(rows.len(), 4);
    for row in rows {
        let pairs: Vec<_> = numbers(&row[1]).into_iter().zip(numbers(&row[2])).collect();
        let interval = across_areas(&pairs).unwrap();
        for (found, cell) in [(interval.estimate, 3), (interval.low, 4), (interval.high, 5)] {
            // Ours stops at nought, below which no count can lie; two areas alone would go there.
            let expected = row[cell].parse::<f64>().unwrap().max(0.0);
            assert!((found - expected).abs() < 1e-9, "case {}: {found} {expected}", &row[0]);
        }
    }
    assert_eq!(across_areas(&[(3.0, 10.0)]), None);
}

#[test]
fn students_t_meets_its_expansion_without_a_step() {
    // 1,001 and 1,002 areas stand on either side of the switch.
    let width = |areas: usize| {
        let pairs: Vec<_> = (0..areas).map(|a| (f64::from((a % 2) as u8), 1.0)).collect();
        let interval = across_areas(&pairs).unwrap();
        (interval.high - interval.low) * (areas as f64).sqrt()
    };
    assert!((width(1000) / width(1002) - 1.0).abs() < 1e-5);
}

#[test]
fn newcombes_published_difference_is_recovered() {
    // Newcombe (1998), Statistics in Medicine 17, table II, method 10: 56/70 − 48/80 is 0.0524 to 0.3339.
    let (a, b) = (wilson(56.0, 70.0).unwrap(), wilson(48.0, 80.0).unwrap());
    let gap = difference(&a, &b);
    assert!((gap.low - 0.0524).abs() < 5e-5 && (gap.high - 0.3339).abs() < 5e-5, "{gap:?}");
    let times = ratio(&a, &b).unwrap();
    assert!(times.low > 1.0 && times.contains(4.0 / 3.0));
    let none = wilson(0.0, 80.0).unwrap();
    assert_eq!(ratio(&a, &none), None);
}

#[test]
fn a_share_of_areas_does_not_vanish_where_none_is_marked() {
    let interval = share_of_areas(&[(false, 10.0), (false, 10.0), (false, 10.0)]).unwrap();
    assert_eq!((interval.low, interval.method), (0.0, Method::WilsonAreas));
    // Three equal areas are three draws.
    assert!((interval.high - wilson(0.0, 3.0).unwrap().high).abs() < 1e-12);
}

/// A normal draw by summing twelve uniform ones: near enough for coverage.
fn normal(random: &mut ChaCha8Rng) -> f64 {
    (0..12).map(|_| random.random::<f64>()).sum::<f64>() - 6.0
}

#[test]
fn intervals_across_areas_cover_the_truth_as_often_as_they_say() {
    let mut random = ChaCha8Rng::seed_from_u64(11);
    let (trials, truth) = (4000, 0.3);
    let mut covered = [0; 2];
    for _ in 0..trials {
        let mut draw = || {
            let pairs: Vec<_> = (0..40)
                .map(|_| {
                    let weight = 500.0 + 1000.0 * random.random::<f64>();
                    (weight * (truth + 0.08 * normal(&mut random)), weight)
                })
                .collect();
            across_areas(&pairs).unwrap()
        };
        let (a, b) = (draw(), draw());
        covered[0] += usize::from(a.contains(truth));
        covered[1] += usize::from(difference(&a, &b).contains(0.0));
    }
    println!("covered of {trials}: mean {}, difference {}", covered[0], covered[1]);
    for times in covered {
        let share = times as f64 / f64::from(trials);
        assert!((0.935..0.965).contains(&share), "{share}");
    }
}

#[test]
fn the_bootstrap_of_a_median_covers_it_and_repeats_itself() {
    let mut random = ChaCha8Rng::seed_from_u64(3);
    let bootstrap = Bootstrap { resamples: 299, seed: 5 };
    let (trials, mut covered) = (400, 0);
    for trial in 0..trials {
        let pairs: Vec<_> = (0..60).map(|_| (normal(&mut random), 1.0)).collect();
        let interval = median_interval(&pairs, bootstrap, trial).unwrap();
        assert_eq!(Some(interval), median_interval(&pairs, bootstrap, trial));
        covered += usize::from(interval.contains(0.0));
    }
    println!("median covered {covered} of {trials}");
    assert!((0.91..0.985).contains(&(f64::from(covered as u32) / trials as f64)));
}

#[test]
fn medians_of_many_areas_have_intervals_like_those_of_resamples() {
    let mut random = ChaCha8Rng::seed_from_u64(23);
    let (trials, mut covered, mut width) = (400, 0, 0.0);
    for trial in 0..trials {
        let pairs: Vec<_> = (0..1001).map(|_| (normal(&mut random), 500.0 + 1000.0 * random.random::<f64>())).collect();
        let interval = median_interval(&pairs, Bootstrap::default(), trial).unwrap();
        assert_eq!(interval.method, Method::Woodruff);
        covered += u32::from(interval.contains(0.0));
        width += (interval.high - interval.low) / trials as f64;
    }
    println!("Woodruff covered {covered} of {trials}, mean width {width:.4}");
    assert!((0.92..0.98).contains(&(f64::from(covered) / trials as f64)));
    // One area fewer is resampled, and the intervals are as wide.
    let pairs: Vec<_> = (0..1000).map(|_| (normal(&mut random), 500.0 + 1000.0 * random.random::<f64>())).collect();
    let resampled = median_interval(&pairs, Bootstrap::default(), 0).unwrap();
    assert_eq!(resampled.method, Method::AreaBootstrap);
    assert!(((resampled.high - resampled.low) / width - 1.0).abs() < 0.35, "{resampled:?} {width}");
}

proptest! {
    #[test]
    fn a_difference_is_the_mirror_of_its_reverse(a in 0_u32..500, b in 0_u32..500, n in 500_u32..900) {
        let (x, y) = (wilson(f64::from(a), f64::from(n)).unwrap(), wilson(f64::from(b), f64::from(n)).unwrap());
        let (there, back) = (difference(&x, &y), difference(&y, &x));
        prop_assert!((there.low + back.high).abs() < 1e-12 && (there.high + back.low).abs() < 1e-12);
        prop_assert!(there.contains(there.estimate));
    }

    #[test]
    fn a_weighted_median_is_the_median_of_repeated_values(
        pairs in prop::collection::vec((0_u32..50, 1_usize..6), 1..30),
        share in 0.01_f64..1.0,
    ) {
        let weighted: Vec<_> = pairs.iter().map(|(v, w)| (f64::from(*v), *w as f64)).collect();
        let mut repeated: Vec<u32> = pairs.iter().flat_map(|(v, w)| std::iter::repeat_n(*v, *w)).collect();
        repeated.sort_unstable();
        let rank = ((share * repeated.len() as f64 - 1e-9).ceil() as usize).max(1);
        prop_assert_eq!(weighted_quantile(&weighted, share), Some(f64::from(repeated[rank - 1])));
    }
}

#[test]
fn scaling_moves_every_part() {
    let share = Interval { estimate: 0.2, low: 0.1, high: 0.4, method: Method::Wilson };
    let percent = share.scaled(100.0);
    assert_eq!((percent.low, percent.estimate, percent.high), (10.0, 20.0, 40.0));
}
