//! A traveller who reads the rows of a feed as they stand and tries everything.

use lynchpin_reach::{TransitRequest, Window};

use super::raw_feed::{DAYS, Feed, Transfer};
use super::town::{BLOCK, Crossing, blocks, place};

/// Where the date asked about stands in [`DAYS`].
const TODAY: usize = 2;

/// The network's walks between stops are no longer than this, metres: twelve blocks, not thirteen.
pub const FOOTPATH_METRES: f64 = 1_250.0;

/// One vehicle of one service day.
struct Run {
    trip: usize,
    day: usize,
    /// Seconds to add to the trip's times.
    shift: i32,
    lead: i32,
    repeats: bool,
}

/// A vehicle at one of its calls, by positions.
type Event = (usize, usize);

pub struct Traveller<'a> {
    feed: &'a Feed,
    request: &'a TransitRequest,
    runs: Vec<Run>,
    /// Run → runs that it goes on as.
    next: Vec<Vec<usize>>,
    /// Calls at which somebody may get on.
    boardings: Vec<Event>,
    /// Boarding → where and when one may get off, by call.
    ends: Vec<Vec<Event>>,
    /// Run and call → boardings that one can change to.
    changes: Vec<Vec<Vec<usize>>>,
}

impl<'a> Traveller<'a> {
    pub fn new(feed: &'a Feed, request: &'a TransitRequest) -> Self {
        let mut runs = runs(feed);
        let about = request.window.first_seconds() as i32;
        let useful = about - 7_200..about + 7_200;
        runs.retain(|run| {
            let (starts, ends) = feed.trips[run.trip].span();
            ends + run.shift > useful.start && starts + run.shift - run.lead < useful.end
        });
        let mut traveller = Self {
            feed,
            request,
            next: vec![Vec::new(); runs.len()],
            runs,
            boardings: Vec::new(),
            ends: Vec::new(),
            changes: Vec::new(),
        };
        traveller.next = (0..traveller.runs.len()).map(|run| traveller.goes_on_as(run)).collect();
        for (number, run) in traveller.runs.iter().enumerate() {
            let times = &feed.trips[run.trip].times;
            let open = (0..times.len() - 1).filter(|&call| times[call].pickup_type != 1);
            traveller.boardings.extend(open.map(|call| (number, call)));
        }
        traveller.ends = traveller.boardings.iter().map(|&on| traveller.ends_of(on)).collect();
        traveller.changes = (0..traveller.runs.len()).map(|run| traveller.changes_of(run)).collect();
        traveller
    }

    fn arrival(&self, (run, call): Event) -> i32 {
        let run = &self.runs[run];
        self.feed.trips[run.trip].times[call].arrival + run.shift
    }

    /// The last moment to be at the stop.
    fn board_by(&self, (run, call): Event) -> i32 {
        let run = &self.runs[run];
        let departure = self.feed.trips[run.trip].times[call].departure + run.shift;
        departure - run.lead - self.request.boarding_slack_seconds as i32
    }

    fn stop(&self, (run, call): Event) -> usize {
        self.feed.trips[self.runs[run].trip].times[call].stop
    }

    fn ends_of(&self, (run, call): Event) -> Vec<Event> {
        let (mut ends, mut riding, mut seen) = (Vec::new(), vec![(run, call + 1)], vec![run]);
        while let Some((run, from)) = riding.pop() {
            let times = &self.feed.trips[self.runs[run].trip].times;
            let open = (from.max(1)..times.len()).filter(|&call| times[call].drop_off_type != 1);
            ends.extend(open.map(|call| (run, call)));
            for &next in &self.next[run] {
                if !seen.contains(&next) {
                    seen.push(next);
                    riding.push((next, 0));
                }
            }
        }
        ends
    }

    /// As what a vehicle goes on with riders aboard.
    fn goes_on_as(&self, number: usize) -> Vec<usize> {
        let run = &self.runs[number];
        if run.repeats {
            return Vec::new();
        }
        let (starts, ends) = self.feed.trips[run.trip].span();
        let same_day = |other: &&usize| self.runs[**other].day == run.day && !self.runs[**other].repeats;
        let rules = || self.feed.transfers.iter().filter(|rule| rule.from_trip == Some(run.trip));
        let others: Vec<usize> = (0..self.runs.len()).collect();
        if rules().any(|rule| rule.kind == 4) {
            let named = |other: &&usize| {
                let trip = self.runs[**other].trip;
                let (first, last) = self.feed.trips[trip].span();
                // Of trips that take no time at one moment only later rows follow earlier ones.
                let circle = starts == ends && first == last && ends == first && trip <= run.trip;
                let ruled = rules().any(|rule| rule.kind == 4 && rule.to_trip == Some(trip));
                ruled && ends <= first && !circle
            };
            return others.iter().filter(same_day).filter(named).copied().collect();
        }
        let block = self.feed.trips[run.trip].block;
        let order = |other: usize| (self.feed.trips[self.runs[other].trip].span().0, self.runs[other].trip);
        let mine = others.iter().filter(same_day).filter(|&&o| self.feed.trips[self.runs[o].trip].block == block);
        let next = mine.filter(|&&o| order(o) > order(number)).min_by_key(|&&o| order(o)).copied();
        let fits = |&next: &usize| {
            let trip = self.runs[next].trip;
            let forbidden = rules().any(|rule| rule.kind == 5 && rule.to_trip == Some(trip));
            let (here, there) = (self.feed.trips[run.trip].times.len() - 1, 0);
            let same = self.station((number, here)) == self.station((next, there));
            !forbidden && same && ends <= self.feed.trips[trip].span().0
        };
        next.filter(fits).filter(|_| block.is_some()).into_iter().collect()
    }

    fn station(&self, event: Event) -> (bool, usize) {
        let stop = self.stop(event);
        self.feed.stops[stop].station.map_or((false, stop), |station| (true, station))
    }

    fn changes_of(&self, run: usize) -> Vec<Vec<usize>> {
        let calls = 0..self.feed.trips[self.runs[run].trip].times.len();
        calls
            .map(|call| {
                let from = (run, call);
                let meets = |&to: &usize| {
                    let on = self.boardings[to];
                    let in_time = self.arrival(from) <= self.board_by(on);
                    in_time
                        && self
                            .change(from, on)
                            .is_some_and(|seconds| self.arrival(from) + seconds <= self.board_by(on))
                };
                (0..self.boardings.len()).filter(meets).collect()
            })
            .collect()
    }

    /// What it takes to change from one vehicle to another, seconds.
    fn change(&self, from: Event, to: Event) -> Option<i32> {
        let rule = self.rule(from, to);
        if rule.is_some_and(|rule| rule.kind == 3) {
            return None;
        }
        let least = rule.filter(|rule| rule.kind == 2).map_or(0, |rule| rule.seconds);
        let (a, b) = (self.stop(from), self.stop(to));
        let walk = if a == b { 0 } else { self.walk_between(a, b, rule.is_some())? };
        Some(walk.max(least) + self.request.transfer_slack_seconds as i32)
    }

    /// On the streets at a metre a second; where they have no short way, only a rule leads straight across.
    fn walk_between(&self, a: usize, b: usize, by_rule: bool) -> Option<i32> {
        let (a, b) = (self.feed.stops[a].at, self.feed.stops[b].at);
        let streets = (blocks(a, b) * BLOCK) as i32;
        let walk = if f64::from(streets) <= FOOTPATH_METRES {
            streets
        } else if by_rule {
            (f64::from((place(a).metres_to(place(b)) * 1_000.0) as u32) / 1_000.0).ceil() as i32
        } else {
            return None;
        };
        (f64::from(walk) <= self.request.max_transfer_walk_minutes * 60.0).then_some(walk)
    }

    /// The most specific rule for a change: trips before routes before stops alone, stops before stations, earlier rows before later.
    fn rule(&self, from: Event, to: Event) -> Option<&'a Transfer> {
        let feed = self.feed;
        let ends = |event: Event| (self.stop(event), self.runs[event.0].trip);
        let ((a, off), (b, on)) = (ends(from), ends(to));
        // How exactly one end is named: 2 for the trip, 1 for the route, 0 for nobody; `None` where somebody else is.
        let named = |trip: Option<usize>, route: Option<usize>, its: usize| match (trip, route) {
            (Some(named), _) => (named == its).then_some(2),
            (None, Some(named)) => (named == feed.trips[its].route).then_some(1),
            (None, None) => Some(0),
        };
        let at = |named: Option<usize>, stop: usize| {
            let station = feed.stops[stop].station.map(|station| feed.stops.len() + station);
            if named == Some(stop) { Some(0) } else { (named.is_some() && named == station).then_some(1) }
        };
        let rules = feed.transfers.iter().enumerate().filter(|(_, rule)| rule.kind <= 3);
        let fitting = rules.filter_map(|(row, rule)| {
            let first = named(rule.from_trip, rule.from_route, off)?;
            let second = named(rule.to_trip, rule.to_route, on)?;
            let stations = at(rule.from, a)? + at(rule.to, b)?;
            let order = [(2, 2), (2, 1), (2, 0), (1, 1), (1, 0), (0, 0)];
            let rank = order.iter().position(|&pair| pair == (i32::max(first, second), i32::min(first, second)));
            Some(((rank, stations, row), rule))
        });
        fitting.min_by_key(|(key, _)| *key).map(|(_, rule)| rule)
    }

    /// By boarding, the earliest moment at a crossing for who gets on there first.
    fn earliest(&self, to: Crossing) -> Vec<Option<i32>> {
        (0..self.boardings.len()).map(|first| self.earliest_from(first, to)).collect()
    }

    fn earliest_from(&self, first: usize, to: Crossing) -> Option<i32> {
        let mut boarded = vec![false; self.boardings.len()];
        boarded[first] = true;
        let (mut now, mut best) = (vec![first], None);
        for _ in 0..self.request.max_rides {
            let mut then = Vec::new();
            for &end in now.iter().flat_map(|&on| &self.ends[on]) {
                if let Some(walk) = self.walk(self.feed.stops[self.stop(end)].at, to) {
                    let there = self.arrival(end) + walk;
                    best = Some(best.map_or(there, |best: i32| best.min(there)));
                }
                for &on in &self.changes[end.0][end.1] {
                    if !boarded[on] {
                        boarded[on] = true;
                        then.push(on);
                    }
                }
            }
            now = then;
        }
        best
    }

    fn walk(&self, from: Crossing, to: Crossing) -> Option<i32> {
        let seconds = (blocks(from, to) * BLOCK) as i32;
        (f64::from(seconds) <= self.request.max_walk_minutes * 60.0).then_some(seconds)
    }

    /// Minutes for every sampled moment of the window, rising, `None` last.
    pub fn minutes(&self, from: Crossing, to: Crossing) -> Vec<Option<u16>> {
        let window = self.request.window;
        let direct = self.walk(from, to);
        // When one has to leave to board there, and when one is at the end.
        let journeys: Vec<(i32, i32)> = (self.earliest(to).into_iter().enumerate())
            .filter_map(|(on, there)| {
                let walk = self.walk(from, self.feed.stops[self.stop(self.boardings[on])].at)?;
                Some((self.board_by(self.boardings[on]) - walk, there?))
            })
            .collect();
        let sampled = (0..window.minutes() as i32).map(|m| window.first_seconds() as i32 + 60 * m);
        let seconds = sampled.map(|moment| {
            let ridden = match window {
                Window::Depart { .. } => {
                    let caught = journeys.iter().filter(|&&(leave, _)| leave >= moment);
                    caught.map(|&(_, there)| there - moment).min()
                }
                Window::Arrive { .. } => {
                    let in_time = journeys.iter().filter(|&&(_, there)| there <= moment);
                    in_time.map(|&(leave, _)| moment - leave).min()
                }
            };
            [ridden, direct].into_iter().flatten().min()
        });
        let most = self.request.max_minutes as i32;
        let minutes = seconds.map(|s| s.map(|s| (s + 59) / 60).filter(|&m| m <= most).map(|m| m as u16));
        let mut minutes: Vec<Option<u16>> = minutes.collect();
        minutes.sort_by_key(|m| m.unwrap_or(u16::MAX));
        minutes
    }
}

/// All vehicles of the five days.
fn runs(feed: &Feed) -> Vec<Run> {
    let mut runs = Vec::new();
    for (day, &(_, weekday)) in DAYS.iter().enumerate() {
        for (number, trip) in feed.trips.iter().enumerate() {
            let service = &feed.services[trip.service];
            let exception = service.exceptions.iter().find(|exception| exception.0 == day);
            if !exception.map_or(service.weekdays >> weekday & 1 == 1, |exception| exception.1) {
                continue;
            }
            let shift = 86_400 * (day as i32 - TODAY as i32);
            let repeats: Vec<_> = feed.frequencies.iter().filter(|row| row.trip == number).collect();
            if repeats.is_empty() {
                runs.push(Run { trip: number, day, shift, lead: 0, repeats: false });
            }
            for row in repeats {
                // Without exact times there is a departure a minute, with half of what else one would wait before it.
                let step = if row.exact == 1 { row.headway } else { row.headway.min(60) };
                let lead = (row.headway - step) / 2;
                for departure in (row.start..row.end).step_by(step as usize) {
                    let shift = shift + departure - trip.span().0;
                    runs.push(Run { trip: number, day, shift, lead, repeats: true });
                }
            }
        }
    }
    runs
}
