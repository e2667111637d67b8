//! Random small networks, and how the engine is asked about them. The reference stands apart.
#![allow(dead_code, reason = "each test file uses its own part of this")]

pub mod chance;
pub mod fares;
pub mod frontier;
pub mod network;
pub mod reference;

use lynchpin_reach::search::{Engine, Links, Plan, Row, UNREACHABLE};
use lynchpin_reach::{Switches, TransitRequest, Window};

use network::Network;

/// What a test asks about a network.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    pub arrive: bool,
    pub first: i32,
    pub minutes: u32,
    pub max_minutes: u32,
    pub max_rides: u32,
    pub slack: i32,
    /// Least time for a change on top of the walk, seconds.
    pub transfer_slack: i32,
}

impl Question {
    /// The deadline or departure of each sampled minute, in the order of the engine's row.
    pub fn moments(&self) -> Vec<i32> {
        let minutes = 0..self.minutes as i32;
        if self.arrive {
            minutes.rev().map(|m| self.first + 60 * m).collect()
        } else {
            minutes.map(|m| self.first + 60 * m).collect()
        }
    }
}

/// The engine's minutes: origin-major, then destination, then sampled minute.
pub fn engine_minutes(network: &Network, question: &Question, switches: Switches) -> Vec<Option<u16>> {
    let (first_seconds, minutes) = (question.first as u32, question.minutes);
    let window = if question.arrive {
        Window::Arrive { first_seconds, minutes }
    } else {
        Window::Depart { first_seconds, minutes }
    };
    let request = TransitRequest {
        max_minutes: question.max_minutes,
        max_rides: question.max_rides,
        boarding_slack_seconds: question.slack as u32,
        switches,
        ..TransitRequest::new(window)
    };
    let stops = network.stops;
    let (origins, destinations) = (network.origins, network.destinations);
    let mut lines = network.lines(question);
    let slack = question.transfer_slack as u16;
    let slower: Vec<_> = network.changes.iter().map(|&(from, to, walk)| (from, to, walk + slack)).collect();
    let mut changes = Links::from_triples(stops, &slower);
    let to_stops: Vec<_> = network.access.iter().map(|&(origin, stop, walk)| (stop, origin, walk)).collect();
    let (mut roots, mut targets) = (origins, destinations);
    let (mut access, mut egress) = (to_stops, network.egress.clone());
    if question.arrive {
        lines = lines.mirrored(60 * (minutes as i32 - 1));
        changes = changes.transposed(stops);
        std::mem::swap(&mut access, &mut egress);
        std::mem::swap(&mut roots, &mut targets);
    }
    let access = Links::from_triples(stops, &access).transposed(roots);
    let egress = Links::from_triples(stops, &egress);
    let plan = Plan::prepare(&request, lines, &changes).unwrap();
    let engine = Engine::new(plan, &egress, targets, &[0, 25, 50, 100]).unwrap();
    let mut scratch = engine.scratch();
    let mut row = Row::default();
    let mut by_root = Vec::new();
    for root in 0..roots {
        let walks: Vec<_> = access.row(root).collect();
        let direct: Vec<u16> = (0..targets)
            .map(|target| if question.arrive { network.direct(target, root) } else { network.direct(root, target) })
            .collect();
        engine.answer(&mut scratch, &walks, &direct, &mut row);
        check_percentiles(&row, targets);
        by_root.push((0..targets).map(|t| row.minutes(t).to_vec()).collect::<Vec<_>>());
    }
    let value = |minutes: u16| (minutes != UNREACHABLE).then_some(minutes);
    let mut all = Vec::new();
    for pair in 0..origins * destinations {
        let (origin, destination) = (pair / destinations, pair % destinations);
        let (root, target) = if question.arrive { (destination, origin) } else { (origin, destination) };
        all.extend(by_root[root][target].iter().map(|&m| value(m)));
    }
    all
}

/// The percentiles of a row are the nearest ranks of its sorted minutes.
fn check_percentiles(row: &Row, targets: usize) {
    for target in 0..targets {
        let mut sorted = row.minutes(target).to_vec();
        sorted.sort_unstable();
        let at = |percent: usize| sorted[(percent * sorted.len()).div_ceil(100).max(1) - 1];
        assert_eq!(row.at_percentiles(target), [at(0), at(25), at(50), at(100)]);
    }
}
