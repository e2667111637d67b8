//! The search within a budget against travellers who try everything, on random small networks.

// A test may fail by panicking; helpers of other tests are shared.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, dead_code)]

mod support;

use support::Question;
use support::fares::{Prices, World};
use support::frontier::{Frontiers, by_money, by_walking, expected};
use support::network::{Chance, Network};

const MIDDLE: i32 = 40_000;

/// A network small enough for every way to be tried.
fn small(chance: &mut Chance) -> Network {
    let mut network = Network::random(chance, MIDDLE);
    let most = 4 + chance.below(10) as usize;
    network.trips.truncate(most);
    for trip in &mut network.trips {
        trip.next = trip.next.filter(|&next| next < most);
    }
    network
}

fn question(chance: &mut Chance) -> Question {
    Question {
        arrive: chance.once_in(2),
        first: MIDDLE - 1_500 + chance.below(2_000) as i32,
        minutes: [1, 2, 3, 10, 30][chance.below(5) as usize],
        max_minutes: [20, 60, 120][chance.below(3) as usize],
        max_rides: 1 + chance.below(3) as u32,
        slack: if chance.once_in(3) { chance.below(200) as i32 } else { 0 },
        transfer_slack: 0,
    }
}

fn seeds() -> std::ops::Range<u64> {
    let read = |name: &str| std::env::var(name).ok().and_then(|text| text.parse().ok());
    let first = read("LYNCHPIN_FIRST_SEED").unwrap_or(0);
    first..first + read("LYNCHPIN_SEEDS").unwrap_or(10_000)
}

fn first_difference(found: &Frontiers, expected: &Frontiers) -> Option<String> {
    assert_eq!(found.len(), expected.len());
    let pair = (0..found.len()).find(|&pair| found[pair] != expected[pair])?;
    Some(format!("pair {pair}: found {:?}, expected {:?}", found[pair], expected[pair]))
}

#[test]
fn frontiers_of_money_and_time_agree_with_trying_everything() {
    let (mut paying, mut trading) = (0, 0);
    for seed in seeds() {
        let mut chance = Chance(seed);
        let network = small(&mut chance);
        let question = question(&mut chance);
        let prices = Prices::random(&mut chance, network.stops);
        let limit = 50 * (1 + chance.below(9)) as u32;
        let world = World { network: &network, question: &question, prices: Some(&prices) };
        let all = expected(&world, None, |(paid, _)| paid);
        paying += u32::from(all.iter().flatten().any(|(amount, _)| *amount > 0));
        trading += u32::from(all.iter().any(|points| points.len() > 1));
        let found = by_money(&network, &question, &prices, None, true);
        assert_eq!(first_difference(&found, &all), None, "seed {seed}, {question:?}, {prices:?}");
        let limited = expected(&world, Some(limit), |(paid, _)| paid);
        let found = by_money(&network, &question, &prices, Some(limit), true);
        assert_eq!(first_difference(&found, &limited), None, "limit {limit}, seed {seed}, {question:?}, {prices:?}");
        let at_limit: Frontiers =
            limited.iter().map(|points| points.last().map(|(_, at)| (0, at.clone())).into_iter().collect()).collect();
        let found = by_money(&network, &question, &prices, Some(limit), false);
        assert_eq!(first_difference(&found, &at_limit), None, "only {limit}, seed {seed}, {question:?}, {prices:?}");
    }
    let count = seeds().count() as u32;
    assert!(paying * 3 > count && trading * 10 > count, "{paying} pay, {trading} trade: the generator is too poor");
}

#[test]
fn limits_on_all_walking_agree_with_trying_everything() {
    let mut limited = 0;
    for seed in seeds().take(3_000) {
        let mut chance = Chance(seed);
        let network = small(&mut chance);
        let question = question(&mut chance);
        let most = 300 + chance.below(2_000) as u16;
        let world = World { network: &network, question: &question, prices: None };
        let walked = |most: u32| -> Frontiers {
            let all = expected(&world, Some(most), |(_, walked)| walked);
            all.iter().map(|points| points.last().map(|(_, at)| (0, at.clone())).into_iter().collect()).collect()
        };
        let all = walked(u32::from(most));
        limited += usize::from(all != walked(u32::MAX));
        let found = by_walking(&network, &question, most);
        assert_eq!(first_difference(&found, &all), None, "most {most}, seed {seed}, {question:?}");
    }
    let count = seeds().take(3_000).count();
    assert!(limited * 4 > count, "only {limited} of {count} limits play a part: the generator is too poor");
}
