//! The drop-off chain against a traveller who makes every chain, on random small networks.

// A test may fail by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/chained.rs"]
mod chained;
mod support;

use chained::Chained;
use lynchpin_reach::chain::{Chain, ChainWalks, Returning, Root, ViaSet};
use lynchpin_reach::search::{Links, Plan, Row, UNREACHABLE};
use lynchpin_reach::{Switches, TransitRequest, Window};
use support::Question;
use support::network::{Chance, Network};

const MIDDLE: i32 = 40_000;

fn question(chance: &mut Chance) -> Question {
    Question {
        arrive: chance.once_in(2),
        first: MIDDLE - 1_500 + chance.below(2_500) as i32,
        minutes: [1, 1, 1, 2, 2, 3, 3, 5, 5, 17, 33, 65][chance.below(12) as usize],
        max_minutes: [30, 60, 120][chance.below(3) as usize],
        max_rides: 1 + chance.below(3) as u32,
        slack: if chance.once_in(3) { chance.below(200) as i32 } else { 0 },
        transfer_slack: 0,
    }
}

fn request(question: &Question, switches: Switches) -> TransitRequest {
    let (first_seconds, minutes) = (question.first as u32, question.minutes);
    let window = if question.arrive {
        Window::Arrive { first_seconds, minutes }
    } else {
        Window::Depart { first_seconds, minutes }
    };
    TransitRequest {
        max_minutes: question.max_minutes,
        max_rides: question.max_rides,
        boarding_slack_seconds: question.slack as u32,
        switches,
        ..TransitRequest::new(window)
    }
}

/// `(row, target, seconds)` of all direct walks.
fn direct(network: &Network) -> Vec<(u32, u32, u16)> {
    let pairs = (0..network.origins).flat_map(|from| (0..network.destinations).map(move |to| (from, to)));
    let walks = pairs.map(|(from, to)| (from as u32, to as u32, network.direct(from, to)));
    walks.filter(|&(.., walk)| walk != u16::MAX).collect()
}

fn turned(triples: &[(u32, u32, u16)]) -> Vec<(u32, u32, u16)> {
    triples.iter().map(|&(a, b, walk)| (b, a, walk)).collect()
}

fn sets(permitted: &[Vec<bool>]) -> Vec<ViaSet> {
    let one = |vias: &Vec<bool>| (0..).zip(vias).filter(|&(_, &serves)| serves).map(|(via, _): (u32, _)| via).collect();
    permitted.iter().map(one).collect()
}

/// Which places each destination can get back to, by the engine.
fn returns(chained: &Chained, question: &Question, request: &TransitRequest) -> Vec<ViaSet> {
    let back = &chained.back;
    let Some(from_seconds) = chained.leave else {
        return vec![ViaSet::full(chained.vias()); back.origins];
    };
    let lines = |request: &TransitRequest| {
        let first = request.window.first_seconds() as i32;
        back.lines(&Question { arrive: true, first, minutes: 1, ..*question }).mirrored(0)
    };
    let returning = Returning {
        request,
        from_seconds,
        openings: &chained.openings,
        lines: &lines,
        changes: &Links::from_triples(back.stops, &back.changes),
        to_vias: &Links::from_triples(back.stops, &back.egress).transposed(chained.vias()),
        direct: &Links::from_triples(back.origins, &direct(back)).transposed(chained.vias()),
        egress: &Links::from_triples(back.stops, &turned(&back.access)),
        destinations: back.origins,
    };
    returning.sets().unwrap()
}

/// The engine's minutes: home-major, then destination, then sampled minute.
fn engine_minutes(chained: &Chained, question: &Question, switches: Switches) -> Vec<Option<u16>> {
    let request = request(question, switches);
    let (stops, vias) = (chained.first.stops, chained.vias());
    let (homes, destinations) = (chained.first.origins, chained.second.destinations);
    let returns = returns(chained, question, &request);
    let home_sets = chained.home_sets.as_ref().map(|permitted| sets(permitted));
    let home_sets = home_sets.unwrap_or_else(|| vec![ViaSet::full(vias); homes]);
    // What leads from roots to the places and from them to targets, forwards or backwards.
    let (mut lines, mut changes) = (chained.first.lines(question), Links::from_triples(stops, &chained.first.changes));
    let (mut to, mut on) = (chained.first.clone(), chained.second.clone());
    let (mut root_sets, mut target_sets) = (home_sets, returns);
    if question.arrive {
        lines = lines.mirrored(60 * (question.minutes as i32 - 1));
        changes = changes.transposed(stops);
        let back = |network: &Network| Network {
            origins: network.destinations,
            destinations: network.origins,
            access: turned(&network.egress),
            egress: turned(&network.access),
            ..network.clone()
        };
        (to, on) = (back(&chained.second), back(&chained.first));
        to.walks = transposed(&chained.second);
        on.walks = transposed(&chained.first);
        std::mem::swap(&mut root_sets, &mut target_sets);
    }
    let walks = ChainWalks {
        to_vias: &Links::from_triples(stops, &to.egress),
        from_vias: &Links::from_triples(vias, &on.access),
        direct: &Links::from_triples(vias, &direct(&on)),
        egress: &Links::from_triples(stops, &on.egress),
        targets: on.destinations,
    };
    let plan = Plan::prepare(&request, lines, &changes).unwrap();
    let chain = Chain::new(plan, &request, &walks, &chained.openings, chained.dwell, &[0, 50, 100]).unwrap();
    let chain =
        if target_sets.iter().all(|set| *set == ViaSet::full(vias)) { chain } else { chain.permitting(&target_sets) };
    let access = Links::from_triples(to.origins, &to.access);
    let (mut scratch, mut row) = (chain.scratch(), Row::default());
    let by_root: Vec<_> = (0..to.origins)
        .map(|root| {
            let walks: Vec<_> = access.row(root).collect();
            let to_vias: Vec<_> = (0..vias).map(|via| to.direct(root, via)).collect();
            let root = Root { access: &walks, to_vias: &to_vias, permitted: Some(&root_sets[root]) };
            chain.answer(&mut scratch, &root, &mut row);
            check_percentiles(&row, on.destinations);
            (0..on.destinations).map(|t| row.minutes(t).to_vec()).collect::<Vec<_>>()
        })
        .collect();
    let mut all = Vec::new();
    for (home, destination) in (0..homes).flat_map(|h| (0..destinations).map(move |d| (h, d))) {
        let (root, target) = if question.arrive { (destination, home) } else { (home, destination) };
        all.extend(by_root[root][target].iter().map(|&m| (m != UNREACHABLE).then_some(m)));
    }
    all
}

/// Direct walks seen from the other end.
fn transposed(network: &Network) -> Vec<u16> {
    let pairs = (0..network.destinations).flat_map(|to| (0..network.origins).map(move |from| (from, to)));
    pairs.map(|(from, to)| network.direct(from, to)).collect()
}

fn check_percentiles(row: &Row, targets: usize) {
    for target in 0..targets {
        let mut sorted = row.minutes(target).to_vec();
        sorted.sort_unstable();
        let at = |percent: usize| sorted[(percent * sorted.len()).div_ceil(100).max(1) - 1];
        assert_eq!(row.at_percentiles(target), [at(0), at(50), at(100)]);
    }
}

#[test]
fn random_chains_agree_with_the_traveller() {
    let (mut reached, mut limited) = (0, 0);
    for seed in 0..10_000 {
        let mut chance = Chance(seed ^ 0xC4A1);
        let chained = Chained::random(&mut chance, MIDDLE);
        let question = question(&mut chance);
        let expected = chained.minutes(&question);
        let free = Chained { leave: None, home_sets: None, ..chained.clone() };
        reached += u32::from(expected.iter().any(Option::is_some));
        for on in [true, false] {
            let found = engine_minutes(&chained, &question, Switches::all(on));
            let wrong = (0..expected.len()).find(|&at| found[at] != expected[at]);
            let minutes = question.minutes as usize;
            let wrong = wrong.map(|at| (at / minutes, at % minutes, found[at], expected[at]));
            assert_eq!(wrong, None, "pair, minute, found, expected; seed {seed}, switches {on}, {question:?}");
        }
        limited += u32::from(engine_minutes(&free, &question, Switches::all(true)) != expected);
    }
    println!("{reached} with a chain, {limited} changed by who serves whom");
    assert!(reached > 5_000 && limited > 1_000, "the generator is too poor: {reached}, {limited}");
}
