//! How often the model's 95 % intervals hold the truth: made-up regions, each polled once.
//!
//! `cargo run --profile checked -p lynchpin-findings --example mrp_coverage -- 500`
//!
//! In each region three groups of places, 45 areas, four ages and two sexes; every effect is drawn anew, so that coverage is over regions as well as
//! polls. About 400 people answer, few of them in the smallest group.

use lynchpin_findings::voices::mrp::{Answers, Cell, FitOptions, Random, Stratum, fit};
use rayon::prelude::*;

const AREAS: usize = 45;
const AGES: usize = 4;

/// A region and its poll: answers, people, and the true share in each group and in all.
pub fn region(random: &mut Random) -> (Vec<Answers>, Vec<Stratum>, [f64; 4]) {
    let mut effects = |count: usize, spread: f64| (0..count).map(|_| spread * random.normal()).collect::<Vec<f64>>();
    let (groups, ages, areas) = (effects(3, 0.5), effects(AGES, 0.4), effects(AREAS, 0.35));
    let (covariates, sex) = (effects(AREAS, 1.0), 0.3);
    let (mut answers, mut strata) = (Vec::new(), Vec::new());
    let (mut said_all, mut people_all) = ([0.0; 4], [0.0; 4]);
    for area in 0..AREAS {
        let group = if area < 4 { 0 } else { 1 + usize::from(area >= 15) };
        for (age, of_age) in ages.iter().enumerate() {
            for man in 0..2 {
                let side = f64::from(man) - 0.5;
                let logit = 0.2 + groups[group] + of_age + areas[area] + 0.25 * covariates[area] + sex * side;
                let share = 1.0 / (1.0 + (-logit).exp());
                let people = 300.0 + 900.0 * random.uniform();
                let asked = (2.0 * 400.0 * random.uniform() / (AREAS * AGES * 2) as f64 + random.uniform()) as u32;
                let said = (0..asked).filter(|_| random.uniform() < share).count() as u32;
                let cell = Cell { fixed: vec![covariates[area], side], levels: vec![group, age], area: Some(area) };
                for at in [group, 3] {
                    said_all[at] += people * share;
                    people_all[at] += people;
                }
                strata.push(Stratum { cell: cell.clone(), people, group });
                if asked > 0 {
                    answers.push(Answers { cell, asked, said });
                }
            }
        }
    }
    (answers, strata, [0, 1, 2, 3].map(|at| said_all[at] / people_all[at]))
}

fn main() {
    let regions: u64 = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(500);
    let found: Vec<[(bool, f64, f64); 4]> = (0..regions)
        .into_par_iter()
        .map(|number| {
            let (answers, strata, truth) = region(&mut Random::new(7, number));
            let options = FitOptions { stream: 16 * number, ..FitOptions::default() };
            let fitted = fit(&answers, &strata, &[3, AGES], AREAS, options);
            [0, 1, 2, 3].map(|at| {
                let interval = if at < 3 { fitted.groups[at].unwrap_or(fitted.all) } else { fitted.all };
                (interval.contains(truth[at]), interval.high - interval.low, interval.estimate - truth[at])
            })
        })
        .collect();
    for (at, name) in ["left behind", "other deprived", "rest", "all"].iter().enumerate() {
        let mean =
            |of: &dyn Fn(&(bool, f64, f64)) -> f64| found.iter().map(|r| of(&r[at])).sum::<f64>() / regions as f64;
        println!(
            "{name}: covered {:.1} %, mean width {:.1} points, mean error {:+.2} points ({regions} regions)",
            100.0 * mean(&|r| f64::from(u8::from(r.0))),
            100.0 * mean(&|r| r.1),
            100.0 * mean(&|r| r.2)
        );
    }
}
