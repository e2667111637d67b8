//! Raking, shares, agreement and anonymity against published packages and first principles.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use lynchpin_findings::FindingsError;
use lynchpin_findings::sample::Bootstrap;
use lynchpin_findings::voices::anonymity::k_anonymous;
use lynchpin_findings::voices::krippendorff::{alpha, alpha_interval, pairable};
use lynchpin_findings::voices::raking::{RakeOptions, Target, rake};
use lynchpin_findings::voices::share::{share, test};
use lynchpin_pack::config::Scale;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn golden(name: &str) -> Vec<csv::StringRecord> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join("golden").join(name);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(path).unwrap();
    reader.records().map(Result::unwrap).collect()
}

#[test]
fn alpha_is_that_of_the_package_krippendorff() {
    let rows = golden("krippendorff_alpha.csv");
    assert_eq!(rows.len(), 18);
    for row in rows {
        let scale = match &row[0] {
            "nominal" => Scale::Nominal,
            "ordinal" => Scale::Ordinal,
            _ => Scale::Interval,
        };
        let coder = |text: &str| text.split(';').map(|cell| cell.parse().ok()).collect::<Vec<Option<f64>>>();
        let values: Vec<_> = row[2].split('|').map(coder).collect();
        let expected: f64 = row[1].parse().unwrap();
        let found = alpha(&values, scale).unwrap();
        assert!((found - expected).abs() < 1e-10, "{}: {found} against {expected}", &row[0]);
        let bootstrap = Bootstrap { resamples: 199, ..Bootstrap::default() };
        let interval = alpha_interval(&values, scale, bootstrap, 3).unwrap();
        assert!(interval.low < found && found < interval.high && interval.high <= 1.0, "{interval:?}");
        assert_eq!(interval, alpha_interval(&values, scale, bootstrap, 3).unwrap());
    }
}

#[test]
fn alpha_needs_two_values_that_differ() {
    let one = |value| vec![Some(value), Some(value)];
    assert_eq!(alpha(&[one(1.0), one(1.0)], Scale::Nominal), None);
    assert_eq!(alpha(&[vec![Some(1.0), None], vec![None, Some(2.0)]], Scale::Nominal), None);
    assert_eq!(alpha(&[vec![Some(1.0), Some(2.0)], vec![Some(1.0), Some(2.0)]], Scale::Interval), Some(1.0));
    assert_eq!(pairable(&[vec![Some(1.0), None], vec![Some(1.0), Some(2.0)]]), 1);
}

#[test]
fn the_interval_of_alpha_covers_the_truth() {
    // Two coders who each see a fair binary truth through 20 % noise agree with chance-corrected probability (1 - 2·0.2)² = 0.36.
    use rand::{RngExt, SeedableRng};
    let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(11);
    let bootstrap = Bootstrap { resamples: 199, ..Bootstrap::default() };
    let mut held = 0;
    for round in 0..300 {
        let truths: Vec<f64> = (0..80).map(|_| f64::from(u8::from(random.random_bool(0.5)))).collect();
        let mut coder = || {
            let noisy = truths.iter().map(|t| if random.random_bool(0.2) { 1.0 - t } else { *t });
            noisy.map(Some).collect::<Vec<_>>()
        };
        let values = [coder(), coder()];
        held += usize::from(alpha_interval(&values, Scale::Nominal, bootstrap, round).unwrap().contains(0.36));
    }
    assert!((273..=297).contains(&held), "{held} of 300");
}

/// Weight, category per variable and raked weight of each respondent; people per variable and category.
type Case = (Vec<f64>, Vec<Vec<usize>>, Vec<f64>, Vec<Vec<f64>>);

fn ipfn() -> Case {
    let rows = golden("raking_ipfn.csv");
    let number = |cell: &str| cell.parse::<f64>().unwrap();
    let people = rows[..3].iter().map(|row| row.iter().skip(1).map(number).collect()).collect();
    let respondents = &rows[3..];
    let column = |at: usize| respondents.iter().map(|row| number(&row[at])).collect::<Vec<f64>>();
    let categories = (1..4).map(|at| column(at).iter().map(|c| *c as usize).collect()).collect();
    (column(0), categories, column(4), people)
}

#[test]
fn raked_weights_are_those_of_the_package_ipfn() {
    let (weights, categories, expected, people) = ipfn();
    let names: Vec<String> = (0..4).map(|n| n.to_string()).collect();
    let of: Vec<Vec<Option<usize>>> = categories.iter().map(|c| c.iter().map(|at| Some(*at)).collect()).collect();
    let targets: Vec<Target<'_>> =
        of.iter().zip(&people).map(|(of, people)| Target { variable: "v", categories: &names, of, people }).collect();
    let raked = rake(&weights, &targets, RakeOptions::default()).unwrap();
    let scale = expected.iter().sum::<f64>() / raked.weights.iter().sum::<f64>();
    for (found, expected) in raked.weights.iter().zip(&expected) {
        assert!((found * scale - expected).abs() < 1e-8, "{} against {expected}", found * scale);
    }
    assert!((raked.weights.iter().sum::<f64>() - weights.iter().sum::<f64>()).abs() < 1e-9);
}

#[test]
fn a_category_without_respondents_and_margins_that_contradict_are_told() {
    let names = ["a".to_owned(), "b".to_owned()];
    let of = [Some(0), Some(0), None];
    let target = |people: &'static [f64]| Target { variable: "age", categories: &names, of: &of, people };
    let error = rake(&[1.0; 3], &[target(&[1.0, 2.0])], RakeOptions::default()).unwrap_err();
    assert!(error.to_string().contains("\"b\" of age") && error.to_string().contains("hint: merge"), "{error}");
    let kept = rake(&[1.0, 3.0, 2.0], &[target(&[5.0, 0.0])], RakeOptions::default()).unwrap();
    assert_eq!(kept.weights, [1.0, 3.0, 2.0]);
    let (one, two) = ([Some(0), Some(1)], [Some(0), Some(1)]);
    let clash = [
        Target { variable: "one", categories: &names, of: &one, people: &[1.0, 3.0] },
        Target { variable: "two", categories: &names, of: &two, people: &[3.0, 1.0] },
    ];
    let error = rake(&[1.0; 2], &clash, RakeOptions::default()).unwrap_err();
    assert!(matches!(error, FindingsError::NoConvergence { .. }), "{error}");
}

#[test]
fn weights_cost_effective_respondents() {
    let equal = share(&[(true, 2.0), (false, 2.0), (true, 2.0), (true, 2.0)]).unwrap();
    assert_eq!((equal.effective, equal.design_effect, equal.interval.estimate), (4.0, 1.0, 0.75));
    // Σw = 6, Σw² = 12: three effective respondents of four.
    let uneven = share(&[(true, 3.0), (false, 1.0), (false, 1.0), (false, 1.0)]).unwrap();
    assert_eq!((uneven.effective, uneven.respondents, uneven.said), (3.0, 4, 1));
    assert!((uneven.design_effect - 4.0 / 3.0).abs() < 1e-12);
    assert_eq!(share(&[]), None);
}

#[test]
fn a_test_of_two_groups_is_the_pooled_z_of_effective_numbers() {
    let group = |said: usize, of: usize| share(&(0..of).map(|n| (n < said, 1.0)).collect::<Vec<_>>()).unwrap();
    // 45 of 100 against 30 of 100: pooled .375, z = .15 / √(.375·.625·.02) = 2.190890, p = .028460 (statsmodels proportions_ztest).
    let found = test(&group(45, 100), &group(30, 100));
    assert!((found.z - 2.190_890_230_0).abs() < 1e-9 && (found.p - 0.028_459_736).abs() < 1e-8, "{found:?}");
    assert!((found.difference.estimate - 0.15).abs() < 1e-12 && found.difference.low > 0.0);
    let same = test(&group(0, 10), &group(0, 20));
    assert_eq!((same.z, same.p), (0.0, 1.0));
}

proptest! {
    #[test]
    fn whatever_is_told_of_a_speaker_holds_for_k_of_them(
        values in prop::collection::vec(prop::collection::vec(prop::option::weighted(0.9, 0_u8..4), 3), 0..40),
        k in 1_usize..8,
    ) {
        let values: Vec<Vec<Option<String>>> =
            values.iter().map(|v| v.iter().map(|x| x.map(|x| x.to_string())).collect()).collect();
        let told = k_anonymous(&values, k);
        let mut classes: BTreeMap<&Vec<Option<String>>, usize> = BTreeMap::new();
        for (told, known) in told.iter().zip(&values) {
            *classes.entry(told).or_insert(0) += 1;
            for (told, known) in told.iter().zip(known) {
                prop_assert!(told.is_none() || told == known);
            }
        }
        let nothing = |class: &Vec<Option<String>>| class.iter().all(Option::is_none);
        for (class, size) in classes {
            prop_assert!(size >= k || (nothing(class) && values.len() < k), "{class:?} holds {size}");
        }
    }
}

#[test]
fn attributes_that_many_share_are_told() {
    let speaker = |group: &str, age: &str| vec![Some(group.to_owned()), Some(age.to_owned())];
    let mut values = vec![speaker("rest", "30-39"); 5];
    values.extend(vec![speaker("rest", "40-49"); 5]);
    values.extend(vec![speaker("left behind", "40-49"); 5]);
    let told = k_anonymous(&values, 5);
    assert_eq!(told, values);
    values.push(speaker("rest", "90+"));
    let told = k_anonymous(&values, 5);
    // The one of 90 and the five who are pooled with them have no age told; the others keep theirs.
    assert_eq!(told.iter().filter(|t| t[1].is_none()).count(), 6);
    assert!(told.iter().all(|t| t[0].is_some()));
}
