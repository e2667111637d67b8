//! Journeys from one place to another over a network, on a day.

use lynchpin_network::ids::{PatternId, StopId};
use lynchpin_network::streets::{Snap, Speeds, StreetSearch};
use lynchpin_network::timetable::{ALIGHT, BOARD, Day, DayTrip};

use super::plain::Journey;
use super::question::{Backwards, Question};
use crate::error::ReachError;
use crate::matrix::TransitMatrix;
use crate::request::{TransitRequest, Window};
use crate::search::{Continuation, Lines, Links};
use crate::walks::{Targets, Walking};

/// Longest walk that is looked for in order to say what would be needed, minutes.
const FAR_WALK_MINUTES: f64 = 240.0;
/// Most rides that are tried for the same.
const MANY_RIDES: u32 = 12;

/// Somebody who wants from one place to another. Lines of its journeys are the day's patterns; moments are seconds since noon minus 12 h.
#[derive(Debug)]
pub struct Traveller {
    request: TransitRequest,
    lines: Lines,
    changes: Links,
    back: Backwards,
    walks: Walks,
    /// The same with walks of any length, for saying what would be needed.
    far: Walks,
    linked: [bool; 2],
}

/// Walks from the origin and to the destination, seconds.
#[derive(Clone, Debug, Default)]
struct Walks {
    access: Vec<(u32, u16)>,
    egress: Vec<(u32, u16)>,
    direct: Option<u16>,
}

/// Why there is no journey, and what would be needed for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// The origin or the destination is linked to no street.
    NoStreet {
        /// Is it the destination?
        destination: bool,
    },
    /// No stop is within the longest walk of the origin or the destination.
    NoStop {
        /// Is it the destination?
        destination: bool,
        /// The nearest stop, by number, and the minutes on foot, if there is one at all.
        nearest: Option<(u32, u32)>,
    },
    /// All journeys take longer than allowed; the shortest takes so many minutes.
    TooLong {
        /// Minutes.
        minutes: u32,
    },
    /// It takes more rides than allowed.
    TooManyRides {
        /// Rides.
        rides: u32,
    },
    /// No vehicles lead there in the hours that were looked at.
    NoVehicles,
}

impl Traveller {
    /// From the first of the origins to the first of the destinations. The day may reach further than the request's minutes: then longer
    /// journeys are known when there is none within them.
    ///
    /// # Errors
    /// A request out of range; no origin or destination.
    pub fn new(matrix: &TransitMatrix<'_>) -> Result<Self, ReachError> {
        let request = matrix.request;
        request.check()?;
        request.check_walks_alike()?;
        let (Some(from), Some(to)) = (matrix.origins.first(), matrix.destinations.first()) else {
            return Err(ReachError::Parameter {
                name: "from, to",
                value: "nothing".to_owned(),
                expected: "a place each".to_owned(),
                hint: "name one point each".to_owned(),
            });
        };
        let lines = lines_of(matrix.day, request.boarding_slack_seconds as i32);
        let changes = Links::changes(matrix.day, matrix.footpaths, request);
        Ok(Self {
            request: request.clone(),
            back: Backwards::new(&lines, &changes),
            lines,
            changes,
            walks: Walks::of(matrix, from, to, request.max_walk_minutes),
            far: Walks::of(matrix, from, to, FAR_WALK_MINUTES),
            linked: [from.is_linked(), to.is_linked()],
        })
    }

    /// The sampled departures or deadlines, in their order.
    pub fn moments(&self) -> Vec<i32> {
        let first = self.request.window.first_seconds() as i32;
        (0..self.request.window.minutes() as i32).map(|minute| first + 60 * minute).collect()
    }

    /// The travel time for each of [`Self::moments`], whole minutes rounded up.
    pub fn minutes(&self) -> Vec<Option<u32>> {
        let question = self.question(&self.walks);
        let soonest = |moment: i32| self.soonest(&question, moment).map(|(seconds, _)| (seconds as u32).div_ceil(60));
        self.moments().into_iter().map(soonest).collect()
    }

    /// The journey for a departure or deadline.
    pub fn journey(&self, moment: i32) -> Option<Journey> {
        let question = self.question(&self.walks);
        match self.request.window {
            Window::Depart { .. } => question.best(moment),
            Window::Arrive { .. } => question.best_by(&self.back, moment),
        }
    }

    /// The nearest reason why there is no journey for any sampled moment.
    pub fn obstacle(&self) -> Obstacle {
        if let Some(end) = self.linked.iter().position(|linked| !linked) {
            return Obstacle::NoStreet { destination: end == 1 };
        }
        let near = [&self.walks.access, &self.walks.egress];
        let far = [&self.far.access, &self.far.egress];
        if let Some(end) = near.iter().position(|stops| stops.is_empty()) {
            let nearest = far[end].iter().min_by_key(|&&(stop, walk)| (walk, stop));
            let nearest = nearest.map(|&(stop, walk)| (stop, u32::from(walk).div_ceil(60)));
            return Obstacle::NoStop { destination: end == 1, nearest };
        }
        let within = |max_rides, max_seconds| {
            let question = Question { max_rides, max_seconds, ..self.question(&self.walks) };
            self.moments().into_iter().filter_map(|moment| self.soonest(&question, moment)).min()
        };
        if let Some((seconds, _)) = within(self.request.max_rides, i32::MAX / 4) {
            return Obstacle::TooLong { minutes: (seconds as u32).div_ceil(60) };
        }
        within(MANY_RIDES, i32::MAX / 4).map_or(Obstacle::NoVehicles, |(_, rides)| Obstacle::TooManyRides { rides })
    }

    fn soonest(&self, question: &Question<'_>, moment: i32) -> Option<(i32, u32)> {
        match self.request.window {
            Window::Depart { .. } => question.soonest(moment),
            Window::Arrive { .. } => question.backwards(&self.back).soonest(-moment),
        }
    }

    fn question<'a>(&'a self, walks: &'a Walks) -> Question<'a> {
        Question {
            lines: &self.lines,
            changes: &self.changes,
            access: &walks.access,
            egress: &walks.egress,
            direct: walks.direct,
            max_rides: self.request.max_rides,
            max_seconds: 60 * self.request.max_minutes as i32,
        }
    }
}

impl Walks {
    fn of(matrix: &TransitMatrix<'_>, from: &Snap, to: &Snap, minutes: f64) -> Self {
        let kmh = matrix.request.walk_kmh;
        let weights = matrix.walk.weigh(&Speeds::uniform(kmh));
        let walking = Walking { graph: matrix.walk, weights: &weights, kmh, minutes };
        let (stops, target) = (Targets::new(matrix.stops), Targets::new(std::slice::from_ref(to)));
        let mut search = StreetSearch::new();
        let mut walks = Self::default();
        // Whoever walks to or from a stop walks to or from its copies, which have the higher numbers.
        let places = |stop, seconds| matrix.day.places.of(StopId(stop)).map(move |place| (place.0, seconds));
        walking.walk(&mut search, from, false, &[&stops, &target], |list, place, seconds| {
            if list == 0 {
                walks.access.extend(places(place, seconds));
            } else {
                walks.direct = Some(seconds);
            }
        });
        walking.walk(&mut search, to, true, &[&stops], |_, stop, seconds| walks.egress.extend(places(stop, seconds)));
        walks
    }
}

/// The day's patterns as lines of the same numbers, slack taken off `board_by`.
fn lines_of(day: &Day, slack: i32) -> Lines {
    let mut lines = Lines::none_of(day);
    for pattern in (0..day.patterns()).map(PatternId::from) {
        for (i, flags) in day.flags(pattern).iter().enumerate() {
            lines.stop.push(day.place(pattern, i).0);
            lines.board.push(flags & BOARD != 0);
            lines.alight.push(flags & ALIGHT != 0);
            lines.board_by.extend(day.board_by(pattern, i).iter().map(|&t| t - slack));
            lines.arrival.extend(day.arrival(pattern, i));
        }
        lines.position_first.push(lines.stop.len() as u32);
        lines.event_first.push(lines.board_by.len() as u32);
        for trip in 0..day.trips(pattern) as u32 {
            let next = day.stays(DayTrip { pattern, trip }).iter();
            let line = pattern.0;
            lines.continuations.extend(next.map(|next| Continuation {
                line,
                trip,
                next_line: next.pattern.0,
                next_trip: next.trip,
            }));
        }
    }
    lines.continuations.sort_unstable();
    lines
}
