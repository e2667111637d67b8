//! The engine against the reference, on random small networks.

// A test may fail by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use lynchpin_reach::Switches;
use support::network::{Chance, Network};
use support::{Question, engine_minutes, reference};

/// Noon or so, just after midnight with trips of the day before, and around the next midnight.
const MIDDLES: [i32; 4] = [40_000, 40_000, 2_000, 86_000];

fn question(chance: &mut Chance, middle: i32) -> Question {
    Question {
        arrive: chance.once_in(2),
        first: middle - 1_500 + chance.below(2_000) as i32,
        minutes: [1, 1, 2, 10, 16, 17, 30, 33, 60, 64, 65, 90][chance.below(12) as usize],
        max_minutes: [20, 60, 120][chance.below(3) as usize],
        max_rides: 1 + chance.below(4) as u32,
        slack: if chance.once_in(3) { chance.below(200) as i32 } else { 0 },
        transfer_slack: if chance.once_in(4) { chance.below(300) as i32 } else { 0 },
    }
}

/// Every optimisation off but one, or on but one, by number; the first two are all on and all off.
fn switches(number: u64) -> Switches {
    let mut switches = Switches::all(number.is_multiple_of(2));
    let flip = match number / 2 {
        1 => &mut switches.drop_dominated_walks,
        2 => &mut switches.scan_marked_only,
        3 => &mut switches.board_new_only,
        4 => &mut switches.drop_expired,
        5 => &mut switches.minutes_together,
        6 => &mut switches.wide_vectors,
        7 => &mut switches.reset_touched_only,
        _ => return switches,
    };
    *flip = !*flip;
    switches
}

#[test]
fn random_networks_agree_with_the_reference() {
    let mut reached = 0;
    for seed in 0..12_000 {
        let mut chance = Chance(seed);
        let middle = MIDDLES[(seed % 4) as usize];
        let mut network = Network::random(&mut chance, middle);
        if chance.once_in(3) {
            network.tell_apart(&mut chance);
        }
        let question = question(&mut chance, middle);
        let expected = reference::minutes(&network, &question);
        let by_vehicle = Network { walks: vec![u16::MAX; network.walks.len()], ..network.clone() };
        reached += u32::from(reference::minutes(&by_vehicle, &question).iter().any(Option::is_some));
        for number in [0, 1, 2 + seed % 14] {
            let found = engine_minutes(&network, &question, switches(number));
            let wrong = (0..expected.len()).find(|&at| found[at] != expected[at]);
            let wrong = wrong
                .map(|at| (at / question.minutes as usize, at % question.minutes as usize, found[at], expected[at]));
            assert_eq!(wrong, None, "pair, minute, found, expected; seed {seed}, switches {number}, {question:?}");
        }
    }
    assert!(reached > 6_000, "only {reached} of the networks have a journey by vehicle: the generator is too poor");
}
