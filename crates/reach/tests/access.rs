//! Measures of access against published values, the formulas written out, and the laws they keep.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod access_support;

use access_support::{Golden, World, assert_close, dense, streamed, world};
use lynchpin_reach::ReachError;
use lynchpin_reach::access::{
    Availability, Balanced, Catchments, Competition, Cumulative, Decay, Gravity, KeptRows, Measure, Mode,
    ModifiedTwoStep, Opportunities, Question, Survey, ThreeStep, TwoStep,
};
use lynchpin_reach::matrix::{MatrixRow, RowSink};
use lynchpin_reach::search::UNREACHABLE;
use proptest::prelude::*;

static ALL: [&dyn Competition; 5] = [&TwoStep, &ModifiedTwoStep, &ThreeStep, &Balanced, &Availability];

/// Three zones after Shen's and Páez's example. The expected values are those of the R package `accessibility`
/// (CRAN cannot be reached from where this was written, so its script is not beside them).
fn toy() -> World {
    World {
        people: vec![50_000.0, 150_000.0, 10_000.0],
        supply: vec![100_000.0, 100_000.0, 10_000.0],
        minutes: vec![vec![15, 30, 100], vec![30, 15, 100], vec![100, 100, 15]],
    }
}

#[test]
fn toy_of_the_r_package() {
    let exponential = || Decay::Exponential { rate: 0.1 };
    let stepped: Decay = "stepped:20=1:30=0.68:101=0.05".parse().unwrap();
    let cases: [(&'static dyn Competition, Decay, [f64; 3], f64); 5] = [
        (&TwoStep, exponential(), [1.336_669_315_418, 0.888_022_419_093, 0.996_317_136_519], 1e-11),
        (&Balanced, exponential(), [1.336_662_568_338, 0.888_019_371_165, 0.997_053_235_976], 1e-11),
        (&Availability, exponential(), [66_833.465_770_9, 133_203.362_863_9, 9_963.171_365_2], 1e-6),
        (&ThreeStep, stepped, [1.106_103_655_348, 0.966_315_360_875, 0.974_751_310_137], 1e-11),
        (&TwoStep, Decay::Binary { limit: 30.0 }, [1.0, 1.0, 1.0], 1e-12),
    ];
    for (kind, decay, expected, within) in cases {
        assert_close(kind.name(), &streamed(&toy(), kind, &decay), &expected, within);
    }
}

#[test]
fn values_of_pysal() {
    let golden = Golden::read("access_pysal.csv");
    let world = World {
        people: golden.numbers("people"),
        supply: golden.numbers("supply"),
        minutes: golden
            .all("minutes")
            .iter()
            .map(|row| row.iter().map(|m| m.parse().unwrap_or(UNREACHABLE)).collect())
            .collect(),
    };
    let mut compared = 0;
    for (name, expected) in golden.measures() {
        let (measure, parameter) = name.split_once(' ').unwrap();
        let supply = world.opportunities();
        let found: Vec<f64> = match measure {
            "cumulative" => {
                let mut sums = Cumulative::new(&supply, 0, &[parameter.parse().unwrap()]);
                world.rows(&mut sums);
                (0..world.people.len()).map(|origin| sums.at(origin, 0)[0]).collect()
            }
            "gravity" => {
                let mut sums = Gravity::new(&supply, 0, parameter.parse().unwrap()).unwrap();
                world.rows(&mut sums);
                (0..world.people.len()).map(|origin| sums.at(origin)[0]).collect()
            }
            _ => {
                let kind = *ALL.iter().find(|kind| kind.name() == measure).unwrap();
                streamed(&world, kind, &parameter.parse().unwrap())
            }
        };
        assert_close(name, &found, &expected, 1e-9);
        compared += 1;
    }
    assert_eq!(compared, 9);
}

fn decays() -> impl Strategy<Value = Decay> {
    prop_oneof![
        (0.01..0.3).prop_map(|rate| Decay::Exponential { rate }),
        (0.1..2.0).prop_map(|exponent| Decay::Power { exponent }),
        (10.0..80.0).prop_map(|limit| Decay::Linear { limit }),
        (5.0..50.0).prop_map(|spread| Decay::Gaussian { spread }),
        (10.0..50.0, 2.0..20.0).prop_map(|(middle, spread)| Decay::Logistic { middle, spread }),
        (10.0..80.0).prop_map(|limit| Decay::Binary { limit }),
        Just("stepped:20=1:30=0.68:60=0.22".parse().unwrap()),
    ]
}

/// What reaches people: `Σ P_i A_i`, and what is offered where anyone asks.
fn sums(world: &World, access: &[f64], decay: &Decay) -> (f64, f64) {
    let used = world.people.iter().zip(access).map(|(people, access)| people * access).sum();
    let served = |to: usize| {
        let asked = |i: usize| world.people[i] > 0.0 && dense::weight(decay, world.minutes[i][to]) > 0.0;
        (0..world.people.len()).any(asked)
    };
    (used, (0..world.supply.len()).filter(|to| served(*to)).map(|to| world.supply[to]).sum())
}

proptest! {
    #[test]
    fn every_measure_is_its_formula(world in world(), decay in decays()) {
        for kind in ALL {
            assert_close(kind.name(), &streamed(&world, kind, &decay), &dense::access(&world, kind.name(), &decay), 1e-9);
        }
    }

    #[test]
    fn supply_is_shared_out_to_the_last(world in world(), decay in decays()) {
        for kind in [&TwoStep as &'static dyn Competition, &ThreeStep] {
            let (used, served) = sums(&world, &streamed(&world, kind, &decay), &decay);
            prop_assert!((used - served).abs() <= 1e-9 * served.max(1.0), "{}: {used} of {served}", kind.name());
        }
        let available: f64 = streamed(&world, &Availability, &decay).iter().sum();
        let (_, served) = sums(&world, &[], &decay);
        prop_assert!((available - served).abs() <= 1e-9 * served.max(1.0), "availability: {available} of {served}");
        let (used, _) = sums(&world, &streamed(&world, &ModifiedTwoStep, &decay), &decay);
        prop_assert!(used <= served * (1.0 + 1e-9), "m2sfca: {used} of {served}");
    }

    #[test]
    fn rows_kept_are_as_good_as_rows_computed_twice(world in world(), decay in decays()) {
        let supply = world.opportunities();
        let limit = decay.limit().min(1_000.0) as u16;
        let mut kept = KeptRows::new(world.supply.len(), 1, limit);
        world.rows(&mut kept);
        let mut catchments = Catchments::new(&ThreeStep, &supply);
        kept.replay(&mut catchments.step_one(0, decay.clone(), &world.people).unwrap()).unwrap();
        let ratios = catchments.ratios();
        let mut access = ratios.step_two(0, decay.clone(), &world.people).unwrap();
        kept.replay(&mut access).unwrap();
        let found: Vec<f64> = (0..world.people.len()).map(|origin| access.at(origin)[0]).collect();
        prop_assert_eq!(found, streamed(&world, &ThreeStep, &decay));
    }

    #[test]
    fn two_modes_compete_for_the_same_places(car in world(), bus in world(), share in 0.0..1.0_f64, decay in decays()) {
        // Both modes need the same origins and places.
        let (origins, places) = (car.people.len().min(bus.people.len()), car.supply.len().min(bus.supply.len()));
        let (car, bus) = (car.cut(origins, places), bus.cut(origins, places));
        let supply = car.opportunities();
        let with: Vec<f64> = car.people.iter().map(|p| p * (1.0 - share)).collect();
        let without: Vec<f64> = car.people.iter().map(|p| p * share).collect();
        let mut catchments = Catchments::new(&TwoStep, &supply);
        car.rows(&mut catchments.step_one(0, decay.clone(), &with).unwrap());
        bus.rows(&mut catchments.step_one(0, decay.clone(), &without).unwrap());
        let ratios = catchments.ratios();
        let mut by_car = ratios.step_two(0, decay.clone(), &with).unwrap();
        car.rows(&mut by_car);
        let mut by_bus = ratios.step_two(0, decay.clone(), &without).unwrap();
        bus.rows(&mut by_bus);
        let used: f64 = (0..origins).map(|i| with[i] * by_car.at(i)[0] + without[i] * by_bus.at(i)[0]).sum();
        let stacked = World {
            people: [with.as_slice(), without.as_slice()].concat(),
            supply: car.supply.clone(),
            minutes: [car.minutes.clone(), bus.minutes.clone()].concat(),
        };
        let both: Vec<f64> = (0..2 * origins).map(|i| if i < origins { by_car.at(i)[0] } else { by_bus.at(i - origins)[0] }).collect();
        assert_close("stacked", &both, &dense::access(&stacked, "e2sfca", &decay), 1e-9);
        let (_, served) = sums(&stacked, &[], &decay);
        prop_assert!((used - served).abs() <= 1e-9 * served.max(1.0), "{used} of {served}");
    }
}

#[test]
fn balanced_and_modified_do_not_conserve_supply() {
    let decay = Decay::Exponential { rate: 0.1 };
    for kind in [&Balanced as &'static dyn Competition, &ModifiedTwoStep] {
        let (used, served) = sums(&toy(), &streamed(&toy(), kind, &decay), &decay);
        assert!((used - served).abs() > 1.0, "{}: {used} of {served}", kind.name());
    }
}

#[test]
fn places_without_supply_are_no_places_and_unserved_ones_are_named() {
    let supply = Opportunities::new(&[("nurseries", &[4.0, 0.0, 2.0]), ("schools", &[1.0, 3.0, 0.0])]).unwrap();
    let mut catchments = Catchments::new(&ThreeStep, &supply);
    let world = World { people: vec![2.0], supply: vec![0.0; 3], minutes: vec![vec![10, 10, UNREACHABLE]] };
    let decay = Decay::Binary { limit: 30.0 };
    world.rows(&mut catchments.step_one(0, decay.clone(), &world.people).unwrap());
    let ratios = catchments.ratios();
    assert_eq!([ratios.unserved(0), ratios.unserved(1)], [vec![2], vec![]]);
    let mut access = ratios.step_two(0, decay, &world.people).unwrap();
    world.rows(&mut access);
    // All go to the one nursery; each of the two schools gets half of everyone.
    assert_eq!(access.at(0), [2.0, 2.0]);
}

#[test]
fn people_who_are_none_are_refused() {
    let supply = Opportunities::new(&[("jobs", &[1.0])]).unwrap();
    for people in [-1.0, f64::NAN] {
        let mut catchments = Catchments::new(&TwoStep, &supply);
        assert!(catchments.step_one(0, Decay::Binary { limit: 30.0 }, &[people]).is_err());
    }
}

#[test]
fn several_measures_come_from_one_pass_as_they_would_alone() {
    let (toy, times) = (toy(), ["p25", "p50"].map(str::to_owned));
    let supply = Opportunities::new(&[("jobs", &toy.supply), ("posts", &[1.0, 0.0, 4.0])]).unwrap();
    let exponential = Decay::Exponential { rate: 0.1 };
    let measures = [
        Measure::Nearest { ks: vec![1] },
        Measure::Cumulative { thresholds: vec![20, 40] },
        Measure::Shared { competition: &Availability, decay: exponential.clone() },
    ];
    let question = Question {
        supply: &supply,
        measures: &measures,
        times: &times,
        origins: 3,
        people: &toy.people,
        exponent: 1.0,
    };
    // The second travel time is that of the toy, the first half of it.
    let rows = |sink: &mut dyn RowSink| -> Result<(), ReachError> {
        for (origin, row) in toy.minutes.iter().enumerate() {
            let minutes: Vec<u16> = row.iter().flat_map(|m| [m / 2, *m]).collect();
            sink.row(&MatrixRow { origin, minutes: &minutes, columns: 2 })?;
        }
        Ok(())
    };
    let mode = Mode { share: None, columns: 2 };
    let mut survey = Survey::new(question).unwrap();
    assert_eq!(survey.second_pass_minutes(), Some(f64::INFINITY));
    survey.pass(&mode, rows).unwrap();
    let mut second = survey.share_out();
    second.pass(&mode, rows).unwrap();
    let columns = second.finish(&[1], "mode=none");
    let of = |name: &str| {
        let column = columns.iter().find(|column| column.name == name).unwrap();
        (column.unit.as_str(), column.values.clone())
    };
    assert_eq!(columns.len(), 2 * (2 + 4 + 2 * 2));
    assert_eq!(of("nearest_posts_k1_p50"), ("minutes", vec![Some(15.0), None, Some(15.0)]));
    assert_eq!(of("cumulative_jobs_20min_p25").1, [Some(200_000.0), None, Some(10_000.0)]);
    let expected = streamed(&toy, &Availability, &exponential);
    let name = "availability_jobs_exponential_0.1_p50";
    assert_eq!(of(name), ("jobs", vec![Some(expected[0]), None, Some(expected[2])]));
    let each = of("availability_per_person_jobs_exponential_0.1_p50");
    assert_eq!(each, ("jobs per person", vec![Some(expected[0] / 50_000.0), None, Some(expected[2] / 10_000.0)]));
    let said = &columns.iter().find(|column| column.name == name).unwrap().parameters;
    assert_eq!(said, "decay=exponential:0.1; travel time=p50; demand exponent=1; mode=none");
    assert!(Survey::new(Question { people: &[], ..question }).is_err());
    assert!(Survey::new(Question { exponent: 0.0, ..question }).is_err());
}
