//! Travel times in a perfectly regular town, where paper and pencil tell them: real files in, door to door out.
//!
//! Crossings are 100 s of walking apart. A window of 60 minutes samples `t = 08:00 + 60 m`, `m` in 0..60; percentiles 0, 5, 25, 50,
//! 75, 95 and 100 are the values of rank 1, 3, 15, 30, 45, 57 and 60.
//!
//! **One line.** Buses run every `H` = 720 s, hop from stop to stop in 100 s and leave the first stop `phase` seconds after multiples of
//! `H`. A traveller who walks `a` seconds to the first stop, rides `r` and walks `e` needs `a + w + r + e`, where the wait is
//! `w = (phase − t − a) mod 720`. As `t` goes through 60 minutes, `w` takes each of `w0, w0 + 60, …, w0 + 660` five times, with
//! `w0 = (phase − a) mod 60`: the value of rank `k` waits `w0 + 60 · (⌈k / 5⌉ − 1)`, and the seven percentiles wait
//! `w0 + 60 · {0, 0, 2, 5, 8, 11, 11}`. For deadlines the wait is at the other end, `w = (t − e − r − phase) mod 720`, spread in the same
//! way from `w0 = (−e − r − phase) mod 60`. A walk all the way takes its place wherever it is quicker and at most 30 minutes.
//!
//! **Two lines.** The second runs every 900 s. From the first to the second line one waits `x`; 720 k modulo 900 takes the values 0, 180,
//! 360, 540, 720 and the hour holds five buses of the first line and four of the second, so that waits for the first bus `w0 + 60 i`
//! (`i` in 0..12) and changes `c + 180 j` (`j` in 0..5) meet in every combination exactly once. The sum is `w0 + c + 60 n` with
//! `n = i + 3 j`, which happens 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 4, 4, 4, 3, 3, 3, 2, 2, 2, 1, 1, 1 times for `n` = 0 … 23: ranks 1, 3,
//! 15, 30, 45, 57 and 60 are `n` = 0, 2, 7, 11, 15, 20 and 23. For deadlines, `i` is in 0..15 and `j` in 0..4, with the same counts.
//!
//! **Headway alone** (`exact_times` 0). A bus leaves each minute for a rider who was there `(H − 60) / 2` = 330 s before: the wait is 330 s
//! plus what is missing to the next minute of the line, on average over phases `H / 2`, whatever the minute of the window.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../../network/tests/support/mod.rs"]
mod osm;
#[path = "support/town.rs"]
mod town;

use lynchpin_network::Network;
use lynchpin_reach::access::{Cumulative, Opportunities};
use lynchpin_reach::matrix::{MatrixRow, RowSink, TurnedRows};
use lynchpin_reach::search::UNREACHABLE;
use lynchpin_reach::{LegMode, TransitRequest, Window};
use town::{BLOCK, Crossing, Line, Written, ask, blocks, crossings};

const EIGHT: u32 = 8 * 3_600;
const HEADWAY: u32 = 720;
const HOP: u32 = 100;
const PERCENTILES: [u8; 7] = [0, 5, 25, 50, 75, 95, 100];
const RANKS: [usize; 7] = [1, 3, 15, 30, 45, 57, 60];

const DEPART: Window = Window::Depart { first_seconds: EIGHT, minutes: 60 };
const ARRIVE: Window = Window::Arrive { first_seconds: EIGHT, minutes: 60 };

/// A town of 30 by 6 blocks with a line eastwards along its middle.
const SIZE: Crossing = (30, 6);
const STOPS: [(&str, Crossing); 4] = [("E0", (0, 3)), ("E1", (10, 3)), ("E2", (20, 3)), ("E3", (30, 3))];

fn eastwards(phase: u32, written: Written) -> Line {
    Line { name: "E", stops: STOPS.to_vec(), hop: HOP, headway: HEADWAY, phase, written }
}

fn minutes(network: &Network, request: &TransitRequest, from: Crossing, to: Crossing) -> Vec<u16> {
    let mut found = Vec::new();
    ask(network, request, (&[from], &[to]), &PERCENTILES, &mut |row: &MatrixRow<'_>| {
        found.extend_from_slice(row.minutes);
        Ok(())
    });
    found
}

/// Percentiles that wait `base` seconds and then so many whole minutes more, no longer than `most` seconds; rounded up.
fn expected(base: u32, more: [u32; 7], most: u32) -> Vec<u16> {
    more.iter().map(|minutes| (base + 60 * minutes).min(most).div_ceil(60) as u16).collect()
}

/// `value` modulo 60.
fn rest(value: i64) -> u32 {
    value.rem_euclid(60) as u32
}

#[test]
fn waits_are_uniform_over_the_headway() {
    const WAITS: [u32; 7] = [0, 0, 2, 5, 8, 11, 11];
    // From, to, seconds to the stop, aboard and from the stop, and of the walk all the way.
    let pairs = [
        ((0, 6), (30, 1), 300, 300, 200, u32::MAX),
        ((0, 3), (30, 3), 0, 300, 0, u32::MAX),
        ((2, 4), (17, 0), 300, 200, 600, u32::MAX),
        ((0, 5), (9, 5), 200, 100, 300, 900),
        ((9, 3), (21, 3), 100, 100, 100, 1_200),
    ];
    for phase in [0, 1, 20, 30, 59, 719] {
        let network = town::build(SIZE, &[eastwards(phase, Written::TripByTrip)]);
        for (from, to, access, ride, egress, walk) in pairs {
            // The buses' clock where they are boarded: E1 for the last pair, E0 for the others.
            let board = i64::from(phase) + if from == (9, 3) { 100 } else { 0 };
            let doors = access + ride + egress;
            let found = minutes(&network, &TransitRequest::new(DEPART), from, to);
            let wait = rest(board - i64::from(access));
            assert_eq!(found, expected(doors + wait, WAITS, walk), "{from:?} to {to:?}, phase {phase}");
            let found = minutes(&network, &TransitRequest::new(ARRIVE), from, to);
            let wait = rest(-i64::from(egress + ride) - board);
            assert_eq!(found, expected(doors + wait, WAITS, walk), "{from:?} to {to:?} by deadlines, phase {phase}");
        }
        assert_eq!(minutes(&network, &TransitRequest::new(DEPART), (30, 3), (0, 3)), [UNREACHABLE; 7], "no way back");
        assert_eq!(minutes(&network, &TransitRequest::new(DEPART), (18, 0), (0, 0)), [30; 7], "18 blocks on foot");
        assert_eq!(minutes(&network, &TransitRequest::new(DEPART), (19, 0), (0, 0)), [UNREACHABLE; 7], "too far");
    }
}

/// Numbers worked out by hand for one pair, so that no formula of this file can be wrong in the engine's way: 300 s to the stop, 300 s
/// aboard, 200 s from the stop; buses at 08:00:30, 08:12:30, …. Who leaves at 08:07 waits 30 s and needs 830 s; who leaves at 08:08 waits
/// 690 s and needs 1490 s.
#[test]
fn one_pair_by_hand() {
    for written in [Written::TripByTrip, Written::Frequency(1)] {
        let network = town::build(SIZE, &[eastwards(30, written)]);
        let found = minutes(&network, &TransitRequest::new(DEPART), (0, 6), (30, 1));
        assert_eq!(found, [14, 14, 16, 19, 22, 25, 25], "{written:?}");
        for (minute, expected) in [(7, 14), (8, 25)] {
            let window = Window::Depart { first_seconds: EIGHT + 60 * minute, minutes: 1 };
            let found = minutes(&network, &TransitRequest::new(window), (0, 6), (30, 1));
            assert_eq!(found, [expected; 7], "{written:?}, 08:0{minute}");
        }
        // Buses are at the last stop at 08:05:30, 08:17:30, …: a deadline of 08:09 leaves 10 s to spare, one of 08:08 leaves 670 s.
        for (minute, expected) in [(9, 14), (8, 25)] {
            let window = Window::Arrive { first_seconds: EIGHT + 60 * minute, minutes: 1 };
            let found = minutes(&network, &TransitRequest::new(window), (0, 6), (30, 1));
            assert_eq!(found, [expected; 7], "{written:?}, by 08:0{minute}");
        }
    }
}

/// Seconds from door to door at one moment of the window, by the formula above over all pairs of stops.
fn seconds(window: Window, phase: u32, minute: u32, from: Crossing, to: Crossing) -> Option<u32> {
    let moment = i64::from(window.first_seconds() + 60 * minute);
    let walk = |a, b| Some(blocks(a, b) * BLOCK).filter(|&seconds| seconds <= 1_800);
    let mut best = walk(from, to);
    for (i, (_, board)) in STOPS.iter().enumerate() {
        for (j, (_, alight)) in STOPS.iter().enumerate().skip(i + 1) {
            let (Some(access), Some(egress)) = (walk(from, *board), walk(*alight, to)) else { continue };
            let wait = match window {
                Window::Depart { .. } => i64::from(phase + HOP * i as u32) - moment - i64::from(access),
                Window::Arrive { .. } => moment - i64::from(egress) - i64::from(phase + HOP * j as u32),
            };
            let wait = wait.rem_euclid(i64::from(HEADWAY)) as u32;
            let total = access + wait + HOP * (j - i) as u32 + egress;
            best = Some(best.map_or(total, |best| best.min(total)));
        }
    }
    best
}

#[test]
fn cumulative_sums_name_who_is_reached() {
    const PHASE: u32 = 47;
    const THRESHOLDS: [u16; 4] = [15, 20, 30, 45];
    let network = town::build(SIZE, &[eastwards(PHASE, Written::TripByTrip)]);
    let origins = crossings(SIZE);
    let destinations: Vec<Crossing> = origins.iter().copied().filter(|(x, y)| (x + 2 * y) % 5 == 0).collect();
    assert!(destinations.len() <= 52, "a sum of powers of two has to be exact");
    let names: Vec<f64> = (0..destinations.len()).map(|to| (1_u64 << to) as f64).collect();
    let supply = Opportunities::new(&[("names", &names)]).unwrap();
    for window in [DEPART, ARRIVE] {
        let mut seen = std::collections::BTreeSet::new();
        let mut sums: Vec<_> = (0..RANKS.len()).map(|column| Cumulative::new(&supply, column, &THRESHOLDS)).collect();
        let request = TransitRequest::new(window);
        ask(&network, &request, (&origins, &destinations), &PERCENTILES, &mut |row: &MatrixRow<'_>| {
            sums.iter_mut().try_for_each(|sum| lynchpin_reach::matrix::RowSink::row(sum, row))
        });
        for (origin, &from) in origins.iter().enumerate() {
            let mut reached = [[0_u64; THRESHOLDS.len()]; RANKS.len()];
            for (number, &to) in destinations.iter().enumerate() {
                let mut times: Vec<u32> =
                    (0..60).map(|m| seconds(window, PHASE, m, from, to).unwrap_or(u32::MAX)).collect();
                times.sort_unstable();
                for (reached, rank) in reached.iter_mut().zip(RANKS) {
                    for (reached, &threshold) in reached.iter_mut().zip(&THRESHOLDS) {
                        let within = times[rank - 1] <= 60 * u32::from(threshold);
                        *reached |= u64::from(within) << number;
                    }
                }
            }
            for (sum, reached) in sums.iter().zip(&reached) {
                for (threshold, &reached) in reached.iter().enumerate() {
                    let found = sum.at(origin, threshold)[0] as u64;
                    assert_eq!(found, reached, "{window:?} from {from:?} within {}", THRESHOLDS[threshold]);
                    seen.insert(reached);
                }
            }
        }
        assert!(seen.len() > 500, "only {} different sums: the town is too plain", seen.len());
    }
}

/// Buses run eastwards only: from workplaces in the west one gets home to the east, and from those homes nobody gets to work by bus.
#[test]
fn the_way_home_is_told_home_by_home() {
    const PHASE: u32 = 47;
    let network = town::build(SIZE, &[eastwards(PHASE, Written::TripByTrip)]);
    let (workplaces, homes) = ([(0, 6), (1, 2), (11, 0)], [(30, 1), (20, 5), (29, 3), (2, 2)]);
    let mut turned = TurnedRows::new(workplaces.len(), homes.len(), 1, None);
    ask(&network, &TransitRequest::new(DEPART), (&workplaces, &homes), &[50], &mut |row: &MatrixRow<'_>| {
        turned.row(row)
    });
    let mut asked = 0;
    let mut by_home = |row: &MatrixRow<'_>| {
        for (&from, &found) in workplaces.iter().zip(row.minutes) {
            let mut times: Vec<u32> =
                (0..60).map(|m| seconds(DEPART, PHASE, m, from, homes[row.origin]).unwrap_or(u32::MAX)).collect();
            times.sort_unstable();
            let expected = if times[29] == u32::MAX { UNREACHABLE } else { times[29].div_ceil(60) as u16 };
            assert_eq!(found, expected, "from work at {from:?} home to {:?}", homes[row.origin]);
            asked += 1;
        }
        Ok(())
    };
    turned.hand_on(&mut by_home).unwrap();
    assert_eq!(asked, 12);
    assert_ne!(minutes(&network, &TransitRequest::new(DEPART), (0, 6), (30, 1))[3], UNREACHABLE, "a way home");
    assert_eq!(minutes(&network, &TransitRequest::new(DEPART), (30, 1), (0, 6)), [UNREACHABLE; 7], "no way to work");
}

/// The same pair at 18 km/h by bicycle: 60 s to the stop, 40 s from it, 30 s to leave the bicycle each time, and 700 s all the way.
#[test]
fn bicycles_take_over_the_legs_that_they_are_asked_for() {
    let network = town::build(SIZE, &[eastwards(30, Written::TripByTrip)]);
    let at = |window, access_mode, egress_mode| TransitRequest {
        access_mode,
        egress_mode,
        cycle_kmh: 18.0,
        max_cycle_minutes: 5.0,
        park_seconds: 30,
        ..TransitRequest::new(window)
    };
    let (from, to) = ((0, 6), (30, 1));
    let depart = Window::Depart { first_seconds: EIGHT + 240, minutes: 1 };
    let arrive = Window::Arrive { first_seconds: EIGHT + 540, minutes: 1 };
    let (walk, cycle) = (LegMode::Walk, LegMode::Cycle);
    // Who leaves at 08:04 on foot is at the stop at 08:09:00, in time for 08:12:30; by bicycle at 08:05:30, for the same bus. It is at the
    // last stop at 08:17:30. Who is to be there by 08:09 takes the bus of 08:00:30, there at 08:05:30, whatever the legs.
    for (access, egress, departing, arriving) in [
        (walk, walk, 810 + 200, 210 + 300 + 300),
        (cycle, walk, 810 + 200, 210 + 300 + 90),
        (walk, cycle, 810 + 40 + 30, 210 + 300 + 300),
        (cycle, cycle, 810 + 40 + 30, 210 + 300 + 90),
    ] {
        for (window, seconds) in [(depart, departing), (arrive, arriving)] {
            let found = minutes(&network, &at(window, access, egress), from, to);
            assert_eq!(found, [(seconds as u16).div_ceil(60); 7], "{access:?}, {egress:?}, {window:?}");
        }
    }
    // All the way where that is quicker and not too far, time to park included.
    let all_the_way = TransitRequest { max_cycle_minutes: 12.0, ..at(depart, cycle, walk) };
    assert_eq!(minutes(&network, &all_the_way, from, to), [(700_u16 + 30).div_ceil(60); 7]);
    let back = TransitRequest { max_cycle_minutes: 12.0, ..at(arrive, cycle, walk) };
    assert_eq!(minutes(&network, &back, from, to), [10; 7], "the bus is quicker");
    assert_eq!(minutes(&network, &all_the_way, to, from), [(700_u16 + 30).div_ceil(60); 7]);
    // No bus goes back: only who has the bicycle from the start can ride it all the way, 400 s.
    let (from, to) = ((20, 0), (0, 0));
    for (access, egress, found) in [(cycle, walk, (400_u16 + 30).div_ceil(60)), (walk, cycle, UNREACHABLE)] {
        for window in [depart, arrive] {
            let request = TransitRequest { max_cycle_minutes: 6.9, ..at(window, access, egress) };
            assert_eq!(minutes(&network, &request, from, to), [found; 7], "{access:?}, {egress:?}, {window:?}");
        }
    }
}

#[test]
fn walks_to_and_from_stops_have_limits_of_their_own() {
    let network = town::build(SIZE, &[eastwards(30, Written::TripByTrip)]);
    let (from, to) = ((0, 6), (30, 1));
    for window in [DEPART, ARRIVE] {
        let whole = minutes(&network, &TransitRequest::new(window), from, to);
        for (access, egress, reaches) in [
            (None, None, true),
            (Some(5.1), None, true),
            (Some(4.9), None, false),
            (None, Some(3.4), true),
            (None, Some(3.3), false),
        ] {
            let request = TransitRequest {
                max_access_walk_minutes: access,
                max_egress_walk_minutes: egress,
                ..TransitRequest::new(window)
            };
            let found = minutes(&network, &request, from, to);
            assert_eq!(
                found,
                if reaches { whole.clone() } else { vec![UNREACHABLE; 7] },
                "{window:?}, {access:?}, {egress:?}"
            );
            // The direct walk keeps the limit for all.
            assert_eq!(minutes(&network, &request, (18, 0), (0, 0)), [30; 7]);
        }
    }
}

#[test]
fn a_headway_alone_costs_half_of_itself() {
    // Walks are whole hundreds of seconds: 300 s to the stop, 300 s aboard, 200 s from it.
    for phase in [0, 10, 20, 30, 31, 45, 59] {
        let network = town::build(SIZE, &[eastwards(phase, Written::Frequency(0))]);
        let missing = rest(i64::from(phase) - 300 - 330);
        let found = minutes(&network, &TransitRequest::new(DEPART), (0, 6), (30, 1));
        assert_eq!(found, expected(300 + 330 + missing + 300 + 200, [0; 7], u32::MAX), "phase {phase}");
        let spare = rest(-200 - 300 - i64::from(phase));
        let found = minutes(&network, &TransitRequest::new(ARRIVE), (0, 6), (30, 1));
        assert_eq!(found, expected(300 + 330 + 300 + 200 + spare, [0; 7], u32::MAX), "deadlines, phase {phase}");
        if phase == 0 {
            assert_eq!(330 + missing, HEADWAY / 2, "boarding on the line's minute, the wait is half the headway");
        }
    }
}

#[test]
fn changes_between_crossing_lines_meet_every_wait() {
    const SUMS: [u32; 7] = [0, 2, 7, 11, 15, 20, 23];
    // 200 s to the first stop, 200 s aboard, the change on foot, 200 s aboard, 200 s from the last stop.
    let (from, size) = ((0, 5), (30, 26));
    for (column, change) in [(20, 0), (21, 100)] {
        let first = if change == 0 { STOPS[2] } else { ("N0", (column, 3)) };
        // The second phases make the connection exact, and miss it by a second, for one of the buses.
        for (east, north) in [(0, 200 + change), (0, 199 + change), (47, 113), (719, 0)] {
            let mut line = eastwards(north, Written::TripByTrip);
            (line.name, line.headway) = ("N", 900);
            line.stops = vec![first, ("N1", (column, 13)), ("N2", (column, 23))];
            let network = town::build(size, &[eastwards(east, Written::TripByTrip), line]);
            let to = (column, 25);
            let (east, north) = (i64::from(east), i64::from(north));
            let connection = (north - east - 200 - i64::from(change)).rem_euclid(180) as u32;
            let doors = 200 + 200 + change + 200 + 200 + connection;
            let mut request = TransitRequest::new(DEPART);
            let found = minutes(&network, &request, from, to);
            let told = format!("change of {change} s, phases {east} and {north}");
            assert_eq!(found, expected(doors + rest(east - 200), SUMS, u32::MAX), "{told}");
            request.max_rides = 1;
            assert_eq!(minutes(&network, &request, from, to), [UNREACHABLE; 7], "one ride, {told}");
            let found = minutes(&network, &TransitRequest::new(ARRIVE), from, to);
            assert_eq!(found, expected(doors + rest(-400 - north), SUMS, u32::MAX), "deadlines, {told}");
        }
    }
}
