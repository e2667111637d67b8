//! Good work held and offered, against packages, laws and worlds whose truth is known.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use lynchpin_findings::sample::Bootstrap;
use lynchpin_findings::work::quality::{QualityModel, frechet, ipf, sides, validate};
use lynchpin_pack::tables::{
    Areas, DirectEstimate, JobQuality, Jobs, Parents, QualityCell, ResidentJobs, Staffing, Tables,
};
use proptest::prelude::*;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Binomial, Distribution, StandardNormal};

const OCCUPATIONS: usize = 5;
const INDUSTRIES: usize = 6;
const DISTRICTS: usize = 12;
const AREAS: usize = 8;

/// How far areas differ from their mix, on the logit scale: districts, and neighbourhoods within them.
const SPREAD: f64 = 0.2;

fn expit(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

fn logit(p: f64) -> f64 {
    (p / (1.0 - p)).ln()
}

/// A world with two dimensions, its survey, and the true rates by dimension and area.
struct World {
    tables: Tables,
    truth: Vec<Vec<f64>>,
}

/// `direct_sample` respondents in each district; 0 for no direct estimates.
fn world(seed: u64, direct_sample: u32) -> World {
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    let normal = |dice: &mut ChaCha8Rng| -> f64 { dice.sample(StandardNormal) };
    let seed_table: Vec<Vec<f64>> =
        (0..OCCUPATIONS).map(|_| (0..INDUSTRIES).map(|_| 4000.0 * (0.8 * normal(&mut dice)).exp()).collect()).collect();
    let everybody: f64 = seed_table.iter().flatten().sum();
    let mut cells = Vec::new();
    let mut rates = vec![vec![vec![0.0; INDUSTRIES]; OCCUPATIONS]; 2];
    for (dimension, rates) in rates.iter_mut().enumerate() {
        for (o, row) in rates.iter_mut().enumerate() {
            for (i, rate) in row.iter_mut().enumerate() {
                *rate = expit(0.6 - dimension as f64 + 0.8 * normal(&mut dice));
                let sample = (6000.0 * seed_table[o][i] / everybody).round().max(5.0);
                let met = Binomial::new(sample as u64, *rate).unwrap().sample(&mut dice);
                let (occupation, industry) = (Some((o + 1).to_string()), Some(industry(i)));
                cells.push(QualityCell { occupation, industry, dimension, rate: met as f64 / sample, sample });
            }
        }
    }
    let mut mixes = Vec::new();
    for _ in 0..DISTRICTS * AREAS {
        let tilt: Vec<f64> = (0..OCCUPATIONS + INDUSTRIES).map(|_| 0.5 * normal(&mut dice)).collect();
        let cell = |o: usize, i: usize| seed_table[o][i] * (tilt[o] + tilt[OCCUPATIONS + i]).exp();
        let mix: Vec<Vec<f64>> = (0..OCCUPATIONS).map(|o| (0..INDUSTRIES).map(|i| cell(o, i)).collect()).collect();
        let all: f64 = mix.iter().flatten().sum();
        mixes.push(
            mix.into_iter().map(|row| row.into_iter().map(|n| 800.0 * n / all).collect::<Vec<_>>()).collect::<Vec<_>>(),
        );
    }
    let mut truth = vec![Vec::new(); 2];
    let mut direct = Vec::new();
    for dimension in 0..2 {
        for district in 0..DISTRICTS {
            let shared = SPREAD * normal(&mut dice);
            let mut mean = 0.0;
            for area in 0..AREAS {
                let mix = &mixes[district * AREAS + area];
                let met: f64 = mix
                    .iter()
                    .zip(&rates[dimension])
                    .map(|(m, r)| m.iter().zip(r).map(|(m, r)| m * r).sum::<f64>())
                    .sum();
                let rate = expit(logit(met / 800.0) + shared + SPREAD * normal(&mut dice));
                truth[dimension].push(rate);
                mean += rate / AREAS as f64;
            }
            if direct_sample > 0 {
                let n = f64::from(direct_sample);
                let rate = Binomial::new(direct_sample.into(), mean).unwrap().sample(&mut dice) as f64 / n;
                let standard_error = (rate * (1.0 - rate) / n).sqrt();
                direct.push(DirectEstimate { area: format!("D{district}"), dimension, rate, standard_error });
            }
        }
    }
    World { tables: tables(seed_table, &mixes, cells, direct), truth }
}

type Mix = Vec<Vec<f64>>;

/// The world as a pack would hold it.
fn tables(staff: Mix, mixes: &[Mix], cells: Vec<QualityCell>, direct: Vec<DirectEstimate>) -> Tables {
    let margin = |by: &str, groups: usize, count: &dyn Fn(&Vec<Vec<f64>>, usize) -> f64| ResidentJobs {
        by: by.into(),
        codes: (0..groups).map(|g| if by == "industry" { industry(g) } else { (g + 1).to_string() }).collect(),
        people: (0..groups).map(|g| mixes.iter().map(|mix| Some(count(mix, g))).collect()).collect(),
        ..ResidentJobs::default()
    };
    let areas = DISTRICTS * AREAS;
    let parents =
        Parents { codes: (0..areas).map(|a| Some(format!("D{}", a / AREAS))).collect(), names: vec![None; areas] };
    Tables {
        areas: Areas {
            codes: (0..areas).map(|a| format!("A{a}")).collect(),
            parents: [("district".to_owned(), parents)].into_iter().collect(),
            ..Areas::default()
        },
        staffing: Some(Staffing {
            occupations: (1..=OCCUPATIONS).map(|o| o.to_string()).collect(),
            industries: (0..INDUSTRIES).map(industry).collect(),
            people: staff,
            ..Staffing::default()
        }),
        resident_jobs: vec![
            margin("occupation", OCCUPATIONS, &|mix, o| mix[o].iter().sum()),
            margin("industry", INDUSTRIES, &|mix, i| mix.iter().map(|row| row[i]).sum()),
        ],
        job_quality: Some(JobQuality {
            dimensions: vec!["pay".into(), "security".into()],
            cells,
            direct,
            direct_level: Some("district".into()),
            ..JobQuality::default()
        }),
        ..Tables::default()
    }
}

fn industry(at: usize) -> String {
    char::from(b'A' + at as u8).to_string()
}

fn model(world: &World) -> QualityModel {
    QualityModel::new(&world.tables, None, 10.0, Bootstrap::default()).unwrap()
}

#[test]
fn fitting_agrees_with_ipfn() {
    let mut reader = csv::Reader::from_path(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/ipf.csv")).unwrap();
    let rows: Vec<Vec<f64>> =
        reader.records().map(|r| r.unwrap().iter().map(|cell| cell.parse().unwrap()).collect()).collect();
    for case in 0..4 {
        let of: Vec<&Vec<f64>> = rows.iter().filter(|r| r[0] as usize == case).collect();
        let (height, width) = (of.last().unwrap()[1] as usize + 1, of.last().unwrap()[2] as usize + 1);
        let seed: Vec<f64> = of.iter().map(|r| r[3]).collect();
        let row_sums: Vec<f64> = (0..height).map(|r| of[r * width][4]).collect();
        let column_sums: Vec<f64> = (0..width).map(|c| of[c][5]).collect();
        let fitted = ipf::fit(&seed, &row_sums, &column_sums).unwrap();
        let total: f64 = row_sums.iter().sum();
        for (cell, golden) in fitted.cells.iter().zip(&of) {
            assert!((cell - golden[6]).abs() < 1e-6 * total, "case {case}: {cell} against {}", golden[6]);
        }
        assert!(fitted.unplaced.abs() < 1e-9 * total && fitted.gap < 1e-9);
    }
}

#[test]
fn margins_that_the_seed_cannot_hold_are_told() {
    let fitted = ipf::fit(&[1.0, 0.0, 0.0, 0.0], &[6.0, 4.0], &[20.0, 5.0]).unwrap();
    assert_eq!(fitted.cells, [6.0, 0.0, 0.0, 0.0]);
    assert_eq!(fitted.unplaced, 4.0);
    assert!(ipf::fit(&[1.0], &[1.0, 2.0], &[1.0]).is_err());
}

proptest! {
    /// Any joint distribution of k yes-and-no dimensions keeps the bounds, and both are reached by some.
    #[test]
    fn no_dependence_breaks_the_bounds(weights in prop::collection::vec(0.0..1.0_f64, 32), k in 1_usize..=5) {
        let outcomes = 1 << k;
        let total: f64 = weights[..outcomes].iter().sum::<f64>() + 1e-9;
        let share = |met: &dyn Fn(usize) -> bool| (0..outcomes).filter(|o| met(*o)).map(|o| weights[o] / total).sum::<f64>();
        let rates: Vec<f64> = (0..k).map(|d| share(&|o| o >> d & 1 == 1)).collect();
        let all = share(&|o| o == outcomes - 1);
        let (low, high) = frechet(&rates).unwrap();
        prop_assert!(low <= all + 1e-9 && all <= high + 1e-12, "{low} {all} {high}");
        // Nested jobs reach the upper bound; jobs that fail in turn reach the lower.
        let nested = rates.iter().copied().fold(1.0, f64::min);
        prop_assert_eq!(high, nested);
        let failing: f64 = rates.iter().map(|p| 1.0 - p).sum();
        prop_assert!((low - (1.0 - failing).max(0.0)).abs() < 1e-9);
    }
}

#[test]
fn districts_add_up_to_their_composite_and_to_an_estimate_without_error() {
    let mut world = world(3, 400);
    for estimate in &mut world.tables.job_quality.as_mut().unwrap().direct {
        if estimate.area == "D2" {
            estimate.standard_error = 0.0;
        }
    }
    let model = model(&world);
    let direct = world.tables.job_quality.as_ref().unwrap().direct.clone();
    let mean = |rates: &[Option<f64>], district: usize| {
        let people = &model.residents.as_ref().unwrap().people;
        let members = district * AREAS..(district + 1) * AREAS;
        let all: f64 = members.clone().map(|a| people[a]).sum();
        members.map(|a| people[a] * rates[a].unwrap()).sum::<f64>() / all
    };
    let draws = [model.point(), model.draw(0), model.draw(7)];
    for dimension in 0..2 {
        let exact = direct.iter().find(|e| e.area == "D2" && e.dimension == dimension).unwrap();
        for draw in &draws {
            let found = mean(&draw.held.as_ref().unwrap()[dimension], 2);
            assert!((found - exact.rate).abs() < 1e-9, "{found} against {}", exact.rate);
        }
        for estimate in direct.iter().filter(|e| e.dimension == dimension) {
            // The composite lies between what the mix says and what the survey says.
            let district: usize = estimate.area[1..].parse().unwrap();
            let row = validate(&model)[dimension].rows[district].clone();
            let found = mean(&draws[0].held.as_ref().unwrap()[dimension], district);
            let (low, high) = (row.predicted.min(estimate.rate), row.predicted.max(estimate.rate));
            assert!((low - 1e-9..=high + 1e-9).contains(&found), "{low} {found} {high}");
        }
    }
}

#[test]
fn a_draw_can_be_made_again_and_differs_from_the_next() {
    let world = world(5, 400);
    let (one, other) = (model(&world), model(&world));
    assert_eq!(one.draw(11), other.draw(11));
    assert_ne!(one.draw(11), one.draw(12));
    let (held, _) = sides(&one, 20);
    let third = one.draw(3).held.unwrap();
    assert_eq!(held.unwrap().draws[1][3][40], third[1][40].unwrap() as f32);
}

#[test]
fn workplaces_are_staffed_as_the_nation_is() {
    let mut world = world(8, 0);
    world.tables.jobs = Some(Jobs {
        codes: vec!["W".into()],
        industries: vec![industry(0), industry(3)],
        counts: vec![vec![30.0], vec![70.0]],
        ..Jobs::default()
    });
    let offered = model(&world).point().offered.unwrap()[0][0].unwrap();
    let (staffing, quality) = (world.tables.staffing.unwrap(), world.tables.job_quality.unwrap());
    let mut by_hand = 0.0;
    for (column, weight) in [(0, 0.3), (3, 0.7)] {
        let all: f64 = staffing.people.iter().map(|row| row[column]).sum();
        for (o, row) in staffing.people.iter().enumerate() {
            let key = (Some((o + 1).to_string()), Some(industry(column)));
            let cell =
                quality.cells.iter().find(|c| c.dimension == 0 && (&c.occupation, &c.industry) == (&key.0, &key.1));
            by_hand += weight * row[column] / all * cell.unwrap().rate;
        }
    }
    assert!((offered - by_hand).abs() < 1e-12, "{offered} against {by_hand}");
}

/// Share of neighbourhoods whose true rate lies within the interval, over simulated worlds.
fn coverage(worlds: u64, direct_sample: u32) -> f64 {
    let (mut covered, mut all) = (0_u64, 0_u64);
    for seed in 0..worlds {
        let world = world(1000 + seed, direct_sample);
        let (held, _) = sides(&model(&world), 199);
        let held = held.unwrap();
        for (dimension, truth) in world.truth.iter().enumerate() {
            for (area, rate) in truth.iter().enumerate() {
                covered += u64::from(held.rate(dimension, &[area]).unwrap().contains(*rate));
                all += 1;
            }
        }
    }
    covered as f64 / all as f64
}

/// 60 worlds of 96 neighbourhoods and two dimensions, nominal 95 %.
#[test]
fn intervals_cover_the_truth_as_often_as_they_say() {
    let share = coverage(60, 500);
    println!("coverage of neighbourhoods, nominal .95: {share:.4} (60 worlds, 12 districts, 500 respondents each)");
    assert!((0.93..=0.97).contains(&share), "{share}");
}

#[test]
fn districts_are_predicted_with_the_coverage_that_is_told() {
    let (mut covered, mut all) = (0, 0);
    for seed in 0..60 {
        for found in validate(&model(&world(2000 + seed, 500))) {
            covered += found.covered;
            all += found.rows.len();
            assert!(found.mean_absolute_error < 12.0 && found.bias.abs() < 6.0, "{found:?}");
        }
    }
    let share = covered as f64 / all as f64;
    println!("coverage of districts left out, nominal .95: {share:.4} ({all} predictions)");
    assert!((0.93..=0.97).contains(&share), "{share}");
}
