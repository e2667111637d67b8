//! A journey told leg by leg, with names.

use lynchpin_network::ids::{PatternId, RouteId, StopId};
use lynchpin_network::timetable::Timetable;

use super::plain::{Journey, Ride, Stretch};
use crate::fares::PricedRide;
use crate::matrix::TransitMatrix;
use crate::request::Window;

/// A part of a journey, seconds since noon minus 12 h of the service day.
#[derive(Clone, Debug, PartialEq)]
pub struct Leg {
    /// When it starts.
    pub from_seconds: i32,
    /// When it ends.
    pub to_seconds: i32,
    /// What one does.
    pub what: Doing,
}

/// What one does on a leg.
#[derive(Clone, Debug, PartialEq)]
pub enum Doing {
    /// Waiting.
    Wait {
        /// Where.
        at: Place,
    },
    /// Walking.
    Walk {
        /// Where from.
        from: Place,
        /// Where to.
        to: Place,
        /// How far, metres, rounded.
        metres: u32,
    },
    /// Riding.
    Ride {
        /// Where one boards.
        from: Place,
        /// Where one gets off.
        to: Place,
        /// What the vehicle runs as, in turn: one stays seated where it goes on as another.
        lines: Vec<LineName>,
        /// The stops called at, both ends included.
        stops: Vec<StopId>,
    },
}

/// One end of a leg.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Where the journey starts.
    Origin,
    /// Where it ends.
    Destination,
    /// A stop.
    Stop(StopId),
}

/// What a vehicle runs as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineName {
    /// The route.
    pub route: RouteId,
    /// Its short name, or its long one where it has none.
    pub name: String,
    /// Who runs it.
    pub operator: String,
    /// Where the trip ends.
    pub towards: String,
}

/// Tells a journey found for the matrix's request, for the departure or deadline `moment`.
pub fn legs(matrix: &TransitMatrix<'_>, timetable: &Timetable, journey: &Journey, moment: i32) -> Vec<Leg> {
    let mut telling = Telling { matrix, timetable, now: journey.leave_seconds, place: Place::Origin, legs: Vec::new() };
    if let Window::Depart { .. } = matrix.request.window {
        telling.now = moment;
        telling.wait(journey.leave_seconds);
    }
    for (ride, &walk) in journey.rides.iter().zip(&journey.walks_seconds) {
        telling.ride(ride, walk);
    }
    if let Some(&walk) = journey.walks_seconds.last() {
        telling.walk(Place::Destination, walk);
    }
    if let Window::Arrive { .. } = matrix.request.window {
        telling.wait(moment);
    }
    telling.legs
}

/// The rides of a journey as a tariff prices them.
pub fn priced_rides(legs: &[Leg]) -> Vec<PricedRide> {
    let rides = legs.iter().filter_map(|leg| match &leg.what {
        Doing::Ride { lines, stops, .. } => Some(PricedRide {
            route: lines.first()?.route,
            stops: stops.clone(),
            departure_seconds: leg.from_seconds.max(0) as u32,
            arrival_seconds: leg.to_seconds.max(0) as u32,
        }),
        Doing::Wait { .. } | Doing::Walk { .. } => None,
    });
    rides.collect()
}

struct Telling<'a> {
    matrix: &'a TransitMatrix<'a>,
    timetable: &'a Timetable,
    now: i32,
    place: Place,
    legs: Vec<Leg>,
}

impl Telling<'_> {
    fn add(&mut self, to_seconds: i32, what: Doing) {
        self.legs.push(Leg { from_seconds: self.now, to_seconds, what });
        self.now = to_seconds;
    }

    fn wait(&mut self, until: i32) {
        if until > self.now {
            self.add(until, Doing::Wait { at: self.place });
        }
    }

    fn walk(&mut self, to: Place, seconds: u16) {
        // The least time for a change at the same stop is part of the wait there.
        if to == self.place {
            return;
        }
        let metres = self.metres(to, seconds);
        self.add(self.now + i32::from(seconds), Doing::Walk { from: self.place, to, metres });
        self.place = to;
    }

    fn metres(&self, to: Place, seconds: u16) -> u32 {
        if let (Place::Stop(from), Place::Stop(to)) = (self.place, to) {
            let path = self.matrix.footpaths.from(from).iter().find(|path| path.to == to);
            return path.map_or(0, |path| (path.millimetres + 500) / 1_000);
        }
        (f64::from(seconds) * self.matrix.request.walk_kmh / 3.6).round() as u32
    }

    fn ride(&mut self, ride: &Ride, walk: u16) {
        let Some((first, last)) = ride.ends() else { return };
        let day = self.matrix.day;
        let pattern = |stretch: Stretch| PatternId(stretch.line);
        let stop = |stretch: Stretch, i: u32| day.stops(pattern(stretch))[i as usize];
        let (on, off) = (stop(first, first.from), stop(last, last.to));
        self.walk(Place::Stop(on), walk);
        self.wait(day.board_by(pattern(first), first.from as usize)[first.trip as usize]);
        let arrive = day.arrival(pattern(last), last.to as usize)[last.trip as usize];
        let stops = ride.stretches.iter().flat_map(|s| &day.stops(pattern(*s))[s.from as usize..=s.to as usize]);
        let mut stops: Vec<StopId> = stops.copied().collect();
        stops.dedup();
        let lines = ride.stretches.iter().map(|&stretch| self.line_name(stretch)).collect();
        self.add(arrive, Doing::Ride { from: Place::Stop(on), to: Place::Stop(off), lines, stops });
        self.place = Place::Stop(off);
    }

    fn line_name(&self, stretch: Stretch) -> LineName {
        let pattern = PatternId(stretch.line);
        let trip = self.matrix.day.trip_ids(pattern)[stretch.trip as usize];
        let route = self.timetable.trips.route[trip.index()];
        let routes = &self.timetable.routes;
        let short = routes.short_name.get(route.index());
        let name = if short.is_empty() { routes.long_name.get(route.index()) } else { short };
        let operator = self.timetable.agencies.name.get(routes.agency[route.index()] as usize);
        let last = self.timetable.trip_stops(trip).last().copied();
        LineName {
            route,
            name: name.to_owned(),
            operator: operator.to_owned(),
            towards: last.map_or_else(String::new, |stop| self.timetable.stops.name.get(stop.index()).to_owned()),
        }
    }
}
