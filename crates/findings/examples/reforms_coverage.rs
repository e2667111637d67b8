//! How often the intervals of an effect hold the truth, and how often the verdict finds an effect where there is none.
//!
//! `cargo run --profile checked -p lynchpin-findings --example reforms_coverage [replications] [differences | discontinuities]`
#![allow(clippy::unwrap_used)]

#[path = "../tests/reforms_world/mod.rs"]
mod world;

use lynchpin_findings::reforms::{EffectOptions, EffectQuestion, Verdict, discontinuity, effect, jump};
use lynchpin_findings::sample::Bootstrap;
use lynchpin_pack::tables::Direction;
use world::World;

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let replications = asked.first().and_then(|a| a.parse().ok()).unwrap_or(1000);
    println!("{replications} replications of each\n");
    let only = |what: &str| asked.get(1).is_none_or(|a| a == what);
    if only("differences") {
        println!(
            "difference-in-differences: share of intervals that hold the truth, share of verdicts that find an effect"
        );
        for (units, treated) in [(300, 60), (300, 30), (300, 16), (60, 8), (60, 4)] {
            for effect in [0.0, 1.5] {
                differences(World { units, treated, effect, varied: 0.5 }, replications);
            }
        }
    }
    if only("discontinuities") {
        println!("discontinuity at a rank: share of intervals that hold the truth");
        for (units, cut) in [(300, 60), (1000, 100), (3000, 300), (3000, 1000)] {
            discontinuities(units, cut, replications);
        }
    }
}

fn differences(world: World, replications: u64) {
    let (mut held, mut with_interval, mut found, mut apart) = (0, 0, 0, 0);
    for seed in 0..replications {
        let panel = world.panel(seed);
        let answer = effect(&EffectQuestion {
            panel: &panel,
            direction: Direction::HigherIsBetter,
            options: EffectOptions::default(),
            smallest_effect: None,
            bootstrap: Bootstrap { resamples: 99, seed },
        })
        .unwrap();
        if let Some(interval) = answer.overall.and_then(|o| o.interval) {
            with_interval += 1;
            held += u32::from(interval.contains(world.effect));
        }
        found += u32::from(answer.verdict.verdict != Verdict::CannotTell);
        apart += u32::from(answer.drift.and_then(|d| d.p_value).is_some_and(|p| p < 0.05));
    }
    let share = |n: u32, of: f64| 100.0 * f64::from(n) / of;
    println!(
        "{:3} of {} places, true effect {}: held {:.1} %, effect found {:.1} %, apart before {:.1} %",
        world.treated,
        world.units,
        world.effect,
        share(held, f64::from(with_interval)),
        share(found, replications as f64),
        share(apart, replications as f64)
    );
}

fn discontinuities(units: usize, cut: usize, replications: u64) {
    let (mut held, mut plain, mut wrong) = (0, 0, 0);
    for seed in 0..replications {
        let (running, outcome) = world::ranked(units, cut, 3.0, seed);
        let found = discontinuity(&running, &outcome, -(cut as f64) - 0.5).unwrap();
        held += u32::from(found.interval.contains(3.0));
        plain += u32::from((found.low..=found.high).contains(&3.0));
        let (running, outcome) = world::ranked(units, cut, 0.0, seed + 1_000_000);
        let judged = jump(&running, &outcome, -(cut as f64) - 0.5, Direction::HigherIsBetter).unwrap();
        wrong += u32::from(judged.verdict.verdict != Verdict::CannotTell);
    }
    let share = |n: u32| 100.0 * f64::from(n) / replications as f64;
    println!(
        "rank {cut} of {units}: held {:.1} % ({:.1} % with normal limits), jump found where there is none {:.1} %",
        share(held),
        share(plain),
        share(wrong)
    );
}
