//! The multilevel model: its random numbers against known moments, its answer against published software, its intervals against the truth.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../examples/mrp_coverage.rs"]
#[allow(dead_code)]
mod mrp_coverage;

use lynchpin_findings::voices::mrp::{Answers, Cell, FitOptions, Random, Stratum, fit, polya_gamma};

fn moments(draws: &[f64]) -> (f64, f64) {
    let mean = draws.iter().sum::<f64>() / draws.len() as f64;
    (mean, draws.iter().map(|d| (d - mean).powi(2)).sum::<f64>() / draws.len() as f64)
}

#[test]
fn polya_gamma_draws_have_the_moments_of_their_distribution() {
    let mut random = Random::new(1, 0);
    for (n, z) in [(1, 0.0_f64), (1, 0.7), (3, -2.0), (2, 9.0)] {
        let draws: Vec<f64> = (0..40_000).map(|_| polya_gamma(&mut random, n, z)).collect();
        let (mean, variance) = moments(&draws);
        let b = f64::from(n);
        // E = n tanh(z/2)/(2z), Var = n (sinh z − z) / (4 z³ cosh²(z/2)); at 0: n/4 and n/24.
        let (expected, spread) = if z == 0.0 {
            (b / 4.0, b / 24.0)
        } else {
            (b * (z / 2.0).tanh() / (2.0 * z), b * (z.sinh() - z) / (4.0 * z.powi(3) * (z / 2.0).cosh().powi(2)))
        };
        let error = (spread / 40_000.0).sqrt();
        assert!((mean - expected).abs() < 4.0 * error, "PG({n}, {z}): mean {mean}, expected {expected}");
        assert!((variance / spread - 1.0).abs() < 0.06, "PG({n}, {z}): variance {variance}, expected {spread}");
    }
}

#[test]
fn gamma_draws_have_the_moments_of_their_distribution() {
    let mut random = Random::new(2, 0);
    for shape in [0.5, 1.0, 7.5] {
        let draws: Vec<f64> = (0..40_000).map(|_| random.gamma(shape)).collect();
        let (mean, variance) = moments(&draws);
        assert!(
            (mean / shape - 1.0).abs() < 0.03 && (variance / shape - 1.0).abs() < 0.06,
            "{shape}: {mean}, {variance}"
        );
    }
}

fn simple(said: [u32; 3], asked: [u32; 3]) -> (Vec<Answers>, Vec<Stratum>) {
    let cell = |group: usize| Cell { fixed: Vec::new(), levels: vec![group], area: None };
    let answers = (0..3).map(|g| Answers { cell: cell(g), asked: asked[g], said: said[g] }).collect();
    let strata = (0..3).map(|g| Stratum { cell: cell(g), people: 1000.0, group: g }).collect();
    (answers, strata)
}

#[test]
fn with_many_answers_the_model_says_what_they_say() {
    let (answers, strata) = simple([1200, 2000, 3100], [4000, 4000, 4000]);
    let fitted = fit(&answers, &strata, &[3], 0, FitOptions::default());
    for (group, direct) in fitted.groups.iter().zip([0.3, 0.5, 0.775]) {
        let interval = group.unwrap();
        assert!((interval.estimate - direct).abs() < 0.004, "{interval:?}");
        // The interval is that of a share of 4,000: 1.96 · √(p(1−p)/n).
        let width = 2.0 * 1.96 * (direct * (1.0 - direct) / 4000.0_f64).sqrt();
        assert!(((interval.high - interval.low) / width - 1.0).abs() < 0.1, "{interval:?}");
    }
    assert!(fitted.pulled.iter().all(|p| p.group < 0.02 && p.areas.is_none()) && fitted.r_hat < 1.02, "{fitted:?}");
}

#[test]
fn a_group_with_few_answers_is_pulled_towards_the_others() {
    let (answers, strata) = simple([5, 200, 210], [5, 400, 400]);
    let fitted = fit(&answers, &strata, &[3], 0, FitOptions::default());
    let few = fitted.groups[0].unwrap();
    assert!(few.estimate > 0.52 && few.estimate < 0.85 && few.high - few.low > 0.2, "{few:?}");
    assert!(fitted.pulled[0].group > 2.0 * fitted.pulled[1].group, "{:?}", fitted.pulled);
    let again = fit(&answers, &strata, &[3], 0, FitOptions::default());
    assert_eq!(fitted, again);
}

#[test]
fn areas_summed_out_are_the_model_with_areas_as_a_factor() {
    // The same 12 areas once as areas, once as categories of a factor: one posterior, two ways to draw from it.
    let mut random = Random::new(5, 0);
    let (mut by_area, mut by_factor) = ((Vec::new(), Vec::new()), (Vec::new(), Vec::new()));
    for area in 0..12 {
        let (asked, group) = (12, area % 3);
        let said = (0..asked).filter(|_| random.uniform() < 0.3 + 0.15 * group as f64).count() as u32;
        let one = Cell { fixed: Vec::new(), levels: vec![group], area: Some(area) };
        let two = Cell { fixed: Vec::new(), levels: vec![group, area], area: None };
        for (set, cell) in [(&mut by_area, one), (&mut by_factor, two)] {
            set.0.push(Answers { cell: cell.clone(), asked, said });
            set.1.push(Stratum { cell, people: 500.0, group });
        }
    }
    let options = FitOptions { draws: 6000, ..FitOptions::default() };
    let area = fit(&by_area.0, &by_area.1, &[3], 12, options);
    let factor = fit(&by_factor.0, &by_factor.1, &[3, 12], 0, FitOptions { stream: 9, ..options });
    for (a, b) in area.groups.iter().zip(&factor.groups) {
        let (a, b) = (a.unwrap(), b.unwrap());
        assert!((a.estimate - b.estimate).abs() < 0.01, "{a:?} {b:?}");
        assert!((a.low - b.low).abs() < 0.02 && (a.high - b.high).abs() < 0.02, "{a:?} {b:?}");
    }
}

#[test]
fn the_posterior_is_that_of_numerical_integration() {
    // One factor of three groups. Integrated over intercept and standard deviation on a grid, each group's intercept given the two by itself.
    let (said, asked) = ([4_u32, 11, 22], [12_u32, 20, 30]);
    let (answers, strata) = simple(said, asked);
    let fitted = fit(&answers, &strata, &[3], 0, FitOptions { draws: 20_000, ..FitOptions::default() });
    let expected = integrated(said, asked, FitOptions::default().scale);
    for (group, expected) in fitted.groups.iter().zip(expected) {
        assert!((group.unwrap().estimate - expected).abs() < 0.006, "{group:?} against {expected}");
    }
}

/// Posterior mean of each group's share under `β₀ ~ N(0, 5²)`, `u ~ N(0, σ²)`, `σ ~ half-Cauchy(0, scale)`.
fn integrated(said: [u32; 3], asked: [u32; 3], scale: f64) -> [f64; 3] {
    let likelihood = |group: usize, logit: f64| {
        let share = 1.0 / (1.0 + (-logit).exp());
        share.powi(said[group] as i32) * (1.0 - share).powi((asked[group] - said[group]) as i32)
    };
    let (mut all, mut sums) = (0.0, [0.0; 3]);
    for i in 0..400 {
        // Even steps of the logarithm of σ: dσ = σ d(ln σ).
        let deviation = (-7.0 + 10.0 * (f64::from(i) + 0.5) / 400.0_f64).exp();
        let prior = deviation / (1.0 + (deviation / scale).powi(2));
        for j in 0..120 {
            let middle = -3.0 + 6.0 * (f64::from(j) + 0.5) / 120.0;
            let weight = prior * (-0.5 * (middle / 5.0).powi(2)).exp();
            let one = |group: usize| {
                let (mut mass, mut share_mass) = (0.0, 0.0);
                for k in 0..60 {
                    let u = -4.0 + 8.0 * (f64::from(k) + 0.5) / 60.0;
                    let density = (-0.5 * u * u).exp() * likelihood(group, middle + deviation * u);
                    mass += density;
                    share_mass += density / (1.0 + (-(middle + deviation * u)).exp());
                }
                (mass, share_mass)
            };
            let masses = [one(0), one(1), one(2)];
            let product = weight * masses[0].0 * masses[1].0 * masses[2].0;
            all += product;
            for (sum, (mass, share)) in sums.iter_mut().zip(masses) {
                *sum += product * share / mass;
            }
        }
    }
    sums.map(|sum| sum / all)
}

#[test]
fn intervals_hold_the_truth_about_as_often_as_they_say() {
    // The example in full form: 500 regions. Here 60, and fewer draws; 240 intervals, of which 228 are expected to hold.
    let mut held = 0;
    for number in 0..60 {
        let (answers, strata, truth) = mrp_coverage::region(&mut Random::new(77, number));
        let options = FitOptions { warm_up: 150, draws: 200, stream: 16 * number, ..FitOptions::default() };
        let fitted = fit(&answers, &strata, &[3, 4], 45, options);
        let groups = fitted.groups.iter().map(|group| group.unwrap()).chain([fitted.all]);
        held += groups.zip(truth).filter(|(interval, truth)| interval.contains(*truth)).count();
    }
    assert!((214..=238).contains(&held), "{held} of 240");
}

#[test]
fn the_answer_is_that_of_statsmodels() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/mrp_statsmodels.csv");
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(path).unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let expected: Vec<f64> = rows[0].iter().skip(1).map(|share| share.parse().unwrap()).collect();
    let (mut answers, mut strata) = (Vec::new(), Vec::new());
    for row in &rows[1..] {
        let at = |column: usize| row[column].parse::<usize>().unwrap();
        let cell = Cell { fixed: Vec::new(), levels: vec![at(0), at(1)], area: Some(at(2)) };
        strata.push(Stratum { cell: cell.clone(), people: at(3) as f64, group: at(0) });
        answers.push(Answers { cell, asked: at(4) as u32, said: at(5) as u32 });
    }
    let fitted = fit(&answers, &strata, &[3, 4], 24, FitOptions::default());
    for (group, expected) in fitted.groups.iter().zip(expected) {
        assert!((group.unwrap().estimate - expected).abs() < 0.01, "{group:?} against {expected}");
    }
}
