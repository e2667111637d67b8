//! The engine's and the reference's frontiers of amount and travel time.

use std::collections::{BTreeMap, BTreeSet};

use lynchpin_reach::search::budget::{Budget, BudgetEngine, BudgetRow, MoneyBudget, WalkingBudget, forward};
use lynchpin_reach::search::{Lines, Links, Plan, UNREACHABLE};
use lynchpin_reach::{Switches, TransitRequest, Window};

use super::Question;
use super::fares::{Prices, ROUTES, World};
use super::network::Network;

/// Percentiles asked for.
pub const PERCENTILES: [u8; 3] = [0, 50, 100];

/// By pair, origin-major: amount and minutes at the percentiles, where some percentile gets better.
pub type Frontiers = Vec<Vec<(u32, Vec<u16>)>>;

fn request(question: &Question, drop_walks: bool) -> TransitRequest {
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
        switches: Switches { drop_dominated_walks: drop_walks, ..Switches::default() },
        ..TransitRequest::new(window)
    }
}

fn lines(network: &Network, question: &Question, request: &TransitRequest) -> Lines {
    let before = (forward(request).window.minutes() - question.minutes) * 60;
    network.lines(&Question { first: question.first - before as i32, ..*question })
}

/// The engine under a tariff, for every amount up to the limit or for the limit alone.
pub fn by_money(
    network: &Network,
    question: &Question,
    prices: &Prices,
    limit: Option<u32>,
    frontier: bool,
) -> Frontiers {
    let tariff = prices.tariff();
    let request = request(question, tariff.keeps_dominated_walks_useless());
    let class_of = |trip: u32| tariff.class_of(trip as usize % ROUTES);
    let (lines, classes) = lines(network, question, &request).split_by(class_of);
    let budget = MoneyBudget::new(tariff.clone(), classes, question.max_rides, limit, frontier).unwrap();
    answers(network, &request, lines, budget)
}

/// The engine with so many seconds on foot in all.
pub fn by_walking(network: &Network, question: &Question, most_seconds: u16) -> Frontiers {
    let request = request(question, false);
    answers(network, &request, lines(network, question, &request), WalkingBudget::new(most_seconds))
}

fn answers<B: Budget>(network: &Network, request: &TransitRequest, lines: Lines, budget: B) -> Frontiers {
    let stops = network.stops;
    let plan = Plan::prepare(&forward(request), lines, &Links::from_triples(stops, &network.changes)).unwrap();
    let egress = Links::from_triples(stops, &network.egress);
    let engine = BudgetEngine::new(plan, budget, request, &egress, network.destinations, &PERCENTILES).unwrap();
    let (mut scratch, mut row) = (engine.scratch(), BudgetRow::default());
    let mut all = Vec::new();
    for origin in 0..network.origins {
        let access = network.access.iter().filter(|a| a.0 as usize == origin);
        let access: Vec<_> = access.map(|&(_, stop, walk)| (stop, walk)).collect();
        let direct: Vec<u16> = (0..network.destinations).map(|to| network.direct(origin, to)).collect();
        engine.answer(&mut scratch, &access, &direct, &mut row);
        for destination in 0..network.destinations {
            let points = row.frontier(destination).map(|point| (point.amount, point.minutes.to_vec()));
            all.push(points.collect());
        }
    }
    all
}

/// By sampled moment: the amounts that get somebody there, each with the whole minutes that they take at best.
type Sampled = Vec<BTreeMap<u32, i32>>;

/// The reference: for departures, everything from each moment; for deadlines, from every moment at which it may pay to leave.
pub fn expected(world: &World<'_>, limit: Option<u32>, of: fn((u32, u32)) -> u32) -> Frontiers {
    let (network, question) = (world.network, world.question);
    let mut all = Vec::new();
    for origin in 0..network.origins {
        let mut sampled: Vec<Sampled> = vec![Vec::new(); network.destinations];
        if question.arrive {
            deadlines(world, origin as u32, of, &mut sampled);
        } else {
            for depart in question.moments() {
                for (to, ends) in world.arrivals(origin as u32, depart).into_iter().enumerate() {
                    let mut amounts = BTreeMap::new();
                    for (paid, walked, arrival) in ends {
                        note(&mut amounts, of((paid, walked)), arrival - depart);
                    }
                    sampled[to].push(amounts);
                }
            }
        }
        for of_destination in sampled {
            all.push(frontier(&of_destination, question, limit));
        }
    }
    all
}

fn note(amounts: &mut BTreeMap<u32, i32>, amount: u32, seconds: i32) {
    let minutes = (seconds + 59) / 60;
    let known = amounts.entry(amount).or_insert(minutes);
    *known = (*known).min(minutes);
}

fn deadlines(world: &World<'_>, origin: u32, of: fn((u32, u32)) -> u32, sampled: &mut [Sampled]) {
    let (network, question) = (world.network, world.question);
    for of_destination in sampled.iter_mut() {
        of_destination.resize(question.minutes as usize, BTreeMap::new());
    }
    for (destination, of_destination) in sampled.iter_mut().enumerate() {
        let walk = network.direct(origin as usize, destination);
        for amounts in of_destination.iter_mut().filter(|_| walk != u16::MAX) {
            note(amounts, of((0, u32::from(walk))), i32::from(walk));
        }
    }
    let mut departures = BTreeSet::new();
    for &(_, stop, walk) in network.access.iter().filter(|a| a.0 == origin) {
        for call in network.trips.iter().flat_map(|t| &t.calls).filter(|c| c.stop == stop && c.board) {
            departures.insert(call.board_by - question.slack - i32::from(walk));
        }
    }
    for depart in departures {
        for (to, ends) in world.arrivals(origin, depart).into_iter().enumerate() {
            for (number, deadline) in question.moments().into_iter().enumerate() {
                for &(paid, walked, arrival) in ends.iter().filter(|end| end.2 <= deadline) {
                    if arrival - depart <= 60 * question.max_minutes as i32 {
                        note(&mut sampled[to][number], of((paid, walked)), deadline - depart);
                    }
                }
            }
        }
    }
}

fn frontier(sampled: &[BTreeMap<u32, i32>], question: &Question, limit: Option<u32>) -> Vec<(u32, Vec<u16>)> {
    let useful = |minutes: i32| minutes <= question.max_minutes as i32;
    let amounts: BTreeSet<u32> = sampled.iter().flat_map(|amounts| amounts.keys().copied()).collect();
    let mut points: Vec<(u32, Vec<u16>)> = Vec::new();
    for amount in amounts.into_iter().filter(|&amount| limit.is_none_or(|limit| amount <= limit)) {
        let mut minutes: Vec<u16> = sampled
            .iter()
            .map(|of_moment| of_moment.range(..=amount).map(|(_, &m)| m).min().filter(|&m| useful(m)))
            .map(|minutes| minutes.map_or(UNREACHABLE, |m| m as u16))
            .collect();
        minutes.sort_unstable();
        let rank = |percent: u8| (usize::from(percent) * minutes.len()).div_ceil(100).max(1) - 1;
        let at: Vec<u16> = PERCENTILES.iter().map(|&percent| minutes[rank(percent)]).collect();
        let before = points.last().map(|(_, minutes)| minutes);
        if before.map_or(at.iter().any(|&m| m != UNREACHABLE), |before| *before != at) {
            points.push((amount, at));
        }
    }
    points
}
