//! Indices of inequality against published values, the formulas written out person by person, and their laws.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod access_support;

use access_support::{Golden, assert_close};
use lynchpin_reach::access::inequality::{Bootstrap, Index, People, intervals};
use proptest::prelude::*;

const FGT: [Index; 3] = [
    Index::Poverty { line: 60.0, power: 0 },
    Index::Poverty { line: 60.0, power: 1 },
    Index::Poverty { line: 60.0, power: 2 },
];

fn known(access: &[f64]) -> Vec<Option<f64>> {
    access.iter().copied().map(Some).collect()
}

#[test]
fn values_of_pysal() {
    let golden = Golden::read("inequality_pysal.csv");
    let access = golden.numbers("access");
    let population = golden.numbers("people");
    let rank = golden.numbers("rank");
    let groups: Vec<u32> = golden.numbers("group").iter().map(|g| *g as u32).collect();
    let people = People::new(&known(&access), &population, Some(&rank), Some(&groups)).unwrap();
    for (name, index) in [
        ("gini", Index::Gini),
        ("theil", Index::Theil),
        ("theil_between", Index::TheilBetween),
        ("palma", Index::Palma),
        ("concentration", Index::Concentration),
        ("fgt0", FGT[0]),
        ("fgt1", FGT[1]),
        ("fgt2", FGT[2]),
    ] {
        assert_close(name, &[index.value(&people, &population).unwrap()], &golden.numbers(name), 1e-12);
    }
    let bounds = Index::Erreygers { low: 0.0, high: 250.0 };
    assert_eq!(bounds.value(&people, &population), None, "somebody lies outside the bounds");
    let capped: Vec<f64> = access.iter().map(|x| x.min(250.0)).collect();
    let people = People::new(&known(&capped), &population, Some(&rank), None).unwrap();
    let found = bounds.value(&people, &population).unwrap();
    assert_close("erreygers", &[found], &golden.numbers("erreygers_of_capped"), 1e-12);
}

/// Areas with access, people and rank.
fn areas() -> impl Strategy<Value = Vec<(f64, u8, u8)>> {
    prop::collection::vec((prop_oneof![1 => Just(0.0), 5 => 0.1..500.0_f64], 1..30_u8, 0..6_u8), 2..12)
}

struct Columns {
    access: Vec<f64>,
    population: Vec<f64>,
    rank: Vec<f64>,
}

fn columns(areas: &[(f64, u8, u8)]) -> Columns {
    Columns {
        access: areas.iter().map(|a| a.0).collect(),
        population: areas.iter().map(|a| f64::from(a.1)).collect(),
        rank: areas.iter().map(|a| f64::from(a.2)).collect(),
    }
}

fn value(index: Index, c: &Columns) -> Option<f64> {
    let people = People::new(&known(&c.access), &c.population, Some(&c.rank), None).unwrap();
    index.value(&people, &c.population)
}

proptest! {
    #[test]
    fn person_by_person(areas in areas()) {
        let c = columns(&areas);
        // Ten parts a person: the boundaries of the tenths then fall between parts. A part has the mean access of its rank,
        // which is what sharing a rank means.
        let by_rank = |rank: u8| {
            let of: Vec<_> = areas.iter().filter(|a| a.2 == rank).collect();
            of.iter().map(|a| a.0 * f64::from(a.1)).sum::<f64>() / of.iter().map(|a| f64::from(a.1)).sum::<f64>()
        };
        let mut parts: Vec<(u8, f64)> =
            areas.iter().flat_map(|a| vec![(a.2, by_rank(a.2)); 10 * usize::from(a.1)]).collect();
        parts.sort_by_key(|part| part.0);
        let n = parts.len();
        let mean = |parts: &[(u8, f64)]| parts.iter().map(|p| p.1).sum::<f64>() / parts.len() as f64;
        let worst = mean(&parts[..4 * n / 10]);
        let palma = (worst > 0.0).then(|| mean(&parts[n - n / 10..]) / worst);
        prop_assert_eq!(value(Index::Palma, &c).is_some(), palma.is_some());
        if let Some(palma) = palma {
            assert_close("palma", &[value(Index::Palma, &c).unwrap()], &[palma], 1e-9);
        }
        let people: Vec<f64> = areas.iter().flat_map(|a| vec![a.0; usize::from(a.1)]).collect();
        let n = people.len() as f64;
        let total: f64 = people.iter().sum();
        let apart: f64 = people.iter().flat_map(|x| people.iter().map(move |y| (x - y).abs())).sum();
        prop_assert_eq!(value(Index::Gini, &c).is_some(), total > 0.0);
        if total > 0.0 {
            assert_close("gini", &[value(Index::Gini, &c).unwrap()], &[apart / (2.0 * n * total)], 1e-9);
        }
    }

    #[test]
    fn laws(areas in areas(), factor in 0.5..20.0_f64) {
        let c = columns(&areas);
        let scaled = Columns { access: c.access.iter().map(|x| x * factor).collect(), ..columns(&areas) };
        let doubled = Columns { population: c.population.iter().map(|p| 2.0 * p).collect(), ..columns(&areas) };
        let reversed = Columns { rank: c.rank.iter().map(|r| -r).collect(), ..columns(&areas) };
        let split = columns(&[areas.as_slice(), areas.as_slice()].concat());
        for index in [Index::Gini, Index::Theil, Index::Palma, Index::Concentration] {
            let Some(here) = value(index, &c) else { continue };
            for (law, other) in [("scale", &scaled), ("size", &doubled), ("replication", &split)] {
                assert_close(law, &[value(index, other).unwrap()], &[here], 1e-9);
            }
        }
        if let Some(here) = value(Index::Concentration, &c) {
            assert_close("mirror", &[value(Index::Concentration, &reversed).unwrap()], &[-here], 1e-9);
            let by_itself = Columns { rank: c.access.clone(), ..columns(&areas) };
            let gini = value(Index::Gini, &c).unwrap();
            assert_close("ranked by itself", &[value(Index::Concentration, &by_itself).unwrap()], &[gini], 1e-9);
            prop_assert!(here.abs() <= gini + 1e-9);
        }
    }
}

#[test]
fn equal_access_is_no_inequality() {
    let c = columns(&[(7.0, 3, 1), (7.0, 9, 2), (7.0, 1, 3)]);
    for index in [Index::Gini, Index::Theil, Index::Concentration] {
        assert_close("equal", &[value(index, &c).unwrap()], &[0.0], 1e-12);
    }
    assert_close("palma", &[value(Index::Palma, &c).unwrap()], &[1.0], 1e-12);
}

#[test]
fn intervals_do_not_depend_on_threads_and_narrow_with_areas() {
    let wide = |areas: u32| {
        let access: Vec<Option<f64>> = (0..areas).map(|i| Some(f64::from(i * 37 % 101))).collect();
        let rank: Vec<f64> = (0..areas).map(f64::from).collect();
        let people = People::new(&access, &vec![10.0; areas as usize], Some(&rank), None).unwrap();
        let run = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| intervals(&people, &[Index::Gini, Index::Palma], Bootstrap::default()))
        };
        assert_eq!(run(1), run(4));
        let gini = run(1)[0].unwrap();
        assert!(gini.low < gini.estimate && gini.estimate < gini.high, "{gini:?}");
        assert_eq!(gini.resamples, 999);
        gini.high - gini.low
    };
    assert!(wide(400) < 0.7 * wide(100));
}

#[test]
fn what_is_not_known_is_left_out_and_said() {
    let people = People::new(&[Some(4.0), None, Some(6.0)], &[5.0, 7.0, 5.0], None, None).unwrap();
    assert_eq!((people.areas(), people.left_out()), (2, 7.0));
    assert_eq!(Index::Palma.value(&people, people.population()), None, "there is no rank");
    assert!(People::new(&[Some(1.0)], &[-1.0], None, None).is_err());
    assert!(People::new(&[Some(1.0)], &[1.0], Some(&[f64::NAN]), None).is_err());
    assert!(People::new(&[Some(1.0)], &[1.0, 2.0], None, None).is_err());
}
