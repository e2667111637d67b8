//! Random small feeds: the rows as they stand in the files, and the files.

use std::fmt::Write as _;
use std::path::Path;

use super::chance::Chance;
use super::town::{Crossing, clock, place};

/// The date asked about, a Tuesday, and the days around it: Sunday to Thursday.
pub const DAYS: [(&str, u32); 5] =
    [("20240303", 6), ("20240304", 0), ("20240305", 1), ("20240306", 2), ("20240307", 3)];

#[derive(Clone, Debug)]
pub struct Stop {
    pub at: Crossing,
    /// Position of the station, if it belongs to one.
    pub station: Option<usize>,
}

#[derive(Clone, Debug)]
pub struct Service {
    /// Lowest bit Monday.
    pub weekdays: u32,
    /// Position in [`DAYS`], and whether it runs.
    pub exceptions: Vec<(usize, bool)>,
}

#[derive(Clone, Debug)]
pub struct StopTime {
    pub arrival: i32,
    pub departure: i32,
    pub stop: usize,
    pub pickup_type: u32,
    pub drop_off_type: u32,
}

#[derive(Clone, Debug)]
pub struct Trip {
    pub route: usize,
    pub service: usize,
    pub block: Option<u32>,
    pub times: Vec<StopTime>,
}

#[derive(Clone, Debug)]
pub struct Frequency {
    pub trip: usize,
    pub start: i32,
    pub end: i32,
    pub headway: i32,
    pub exact: u32,
}

/// A stop or station by position: stations come after stops.
#[derive(Clone, Debug)]
pub struct Transfer {
    pub from: Option<usize>,
    pub to: Option<usize>,
    pub from_route: Option<usize>,
    pub to_route: Option<usize>,
    pub from_trip: Option<usize>,
    pub to_trip: Option<usize>,
    pub kind: u32,
    pub seconds: i32,
}

#[derive(Clone, Debug, Default)]
pub struct Feed {
    pub stops: Vec<Stop>,
    pub stations: usize,
    pub routes: usize,
    pub services: Vec<Service>,
    pub trips: Vec<Trip>,
    pub frequencies: Vec<Frequency>,
    pub transfers: Vec<Transfer>,
}

impl Feed {
    /// A feed with trips around `middle` seconds of the date asked about, on the service days before and after it too.
    pub fn random(chance: &mut Chance, size: Crossing, middle: i32) -> Self {
        let mut feed = Self { stations: 1, routes: 2, ..Self::default() };
        // Villages with a few stops each, so far apart that one has to ride, and often to change.
        let villages: Vec<Crossing> = (0..4 + chance.below(2))
            .map(|_| (chance.below(size.0 as u64 - 1) as i32, chance.below(size.1 as u64 - 1) as i32))
            .collect();
        for number in 0..5 + chance.below(5) as usize {
            let village = villages[number % villages.len()];
            let at = (village.0 + chance.below(3) as i32, village.1 + chance.below(3) as i32);
            feed.stops.push(Stop { at, station: chance.once_in(3).then_some(0) });
        }
        feed.services.push(Service { weekdays: 0b111_1111, exceptions: Vec::new() });
        for _ in 0..2 {
            let exceptions = (0..DAYS.len()).filter(|_| chance.once_in(4)).collect::<Vec<_>>();
            let exceptions = exceptions.into_iter().map(|day| (day, chance.once_in(2))).collect();
            feed.services.push(Service { weekdays: chance.below(128) as u32, exceptions });
        }
        for _ in 0..4 + chance.below(4) {
            feed.add_line(chance, middle);
        }
        feed.add_blocks(chance);
        for _ in 0..5 * chance.below(6) {
            feed.add_transfer(chance);
        }
        for _ in 0..if chance.once_in(2) { chance.below(16) } else { 0 } {
            let [from_trip, to_trip] = [0; 2].map(|_| Some(chance.below(feed.trips.len() as u64) as usize));
            let kind = if chance.once_in(4) { 5 } else { 4 };
            feed.transfers.push(Transfer { from_trip, to_trip, kind, ..Transfer::between(None, None) });
        }
        feed
    }

    fn add_line(&mut self, chance: &mut Chance, middle: i32) {
        let mut stops = vec![chance.below(self.stops.len() as u64) as usize];
        let length = 2 + chance.below(6) as usize / 3;
        while stops.len() < length {
            let stop = chance.below(self.stops.len() as u64) as usize;
            if stops.last() != Some(&stop) {
                stops.push(stop);
            }
        }
        let kinds: Vec<[u32; 2]> = stops.iter().map(|_| [0; 2].map(|_| u32::from(chance.once_in(8)))).collect();
        let route = chance.below(self.routes as u64) as usize;
        for _ in 0..4 + chance.below(5) {
            // On some service day the trip runs around the middle of the date asked about.
            let days = [-1, 0, 0, 0, 1, 1, 2][chance.below(7) as usize];
            let start = middle + 86_400 * days - 900 + chance.below(3_600) as i32 / 30 * 30;
            if start < 0 {
                continue;
            }
            let still = chance.once_in(12);
            let mut now = start;
            let mut times = Vec::new();
            for (&stop, kinds) in stops.iter().zip(&kinds) {
                let arrival = now;
                now += if chance.once_in(3) && !still { 60 } else { 0 };
                times.push(StopTime { arrival, departure: now, stop, pickup_type: kinds[0], drop_off_type: kinds[1] });
                now += if still { 0 } else { 60 + chance.below(12) as i32 * 30 };
            }
            let service = if chance.once_in(3) { 1 + chance.below(2) as usize } else { 0 };
            let trip = self.trips.len();
            self.trips.push(Trip { route, service, block: None, times });
            if chance.once_in(16) {
                let headway = 150 + chance.below(20) as i32 * 30;
                let end = start + 1 + chance.below(2_400) as i32;
                self.frequencies.push(Frequency { trip, start, end, headway, exact: chance.below(2) as u32 });
            }
        }
        if self.trips.is_empty() {
            self.add_line(chance, middle);
        }
    }

    /// Some trips are of one vehicle's run, where they do not overlap.
    fn add_blocks(&mut self, chance: &mut Chance) {
        for trip in 0..self.trips.len() {
            let block = chance.below(6) as u32;
            let (starts, ends) = self.trips[trip].span();
            let clashes = self.trips.iter().any(|other| {
                let (first, last) = other.span();
                other.block == Some(block) && starts < last && first < ends
            });
            if block < 4 && !clashes {
                self.trips[trip].block = Some(block);
            }
        }
    }

    /// A rule of type 0 to 3 between stops or stations, most often about certain routes or trips.
    fn add_transfer(&mut self, chance: &mut Chance) {
        let ends = (self.stops.len() + self.stations) as u64;
        let [from, to] = [0; 2].map(|_| chance.below(ends) as usize);
        let to = if chance.once_in(3) { to } else { from };
        let mut rule = Transfer::between(Some(from), Some(to));
        rule.kind = [0, 1, 2, 2, 2, 3, 3][chance.below(7) as usize];
        rule.seconds = chance.below(60) as i32 * 20;
        for (route, trip) in [(&mut rule.from_route, &mut rule.from_trip), (&mut rule.to_route, &mut rule.to_trip)] {
            match chance.below(5) {
                0 | 1 => *route = Some(chance.below(self.routes as u64) as usize),
                2 => *trip = Some(chance.below(self.trips.len() as u64) as usize),
                _ => {}
            }
        }
        self.transfers.push(rule);
    }

    /// The feed without its rules about changes between certain routes or trips, or without its vehicles that go on as other trips.
    pub fn without(&self, in_seat: bool) -> Self {
        let mut feed = self.clone();
        if in_seat {
            feed.transfers.retain(|rule| rule.kind <= 3);
            feed.trips.iter_mut().for_each(|trip| trip.block = None);
        } else {
            let named = |rule: &Transfer| [rule.from_route, rule.to_route, rule.from_trip, rule.to_trip] != [None; 4];
            feed.transfers.retain(|rule| rule.kind > 3 || !named(rule));
        }
        feed
    }

    /// Writes the files of the feed into a folder.
    pub fn write(&self, folder: &Path) {
        let mut stops = String::from("stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station\n");
        for (number, stop) in self.stops.iter().enumerate() {
            let point = place(stop.at);
            let station = stop.station.map_or(String::new(), |s| format!("P{s}"));
            writeln!(stops, "S{number},x,{:.7},{:.7},0,{station}", point.lat(), point.lon()).unwrap();
        }
        for station in 0..self.stations {
            writeln!(stops, "P{station},x,0,10,1,").unwrap();
        }
        let mut routes = String::from("route_id,agency_id,route_type\n");
        (0..self.routes).for_each(|route| writeln!(routes, "R{route},x,3").unwrap());
        let (mut calendar, mut dates) = (
            String::from("service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"),
            String::from("service_id,date,exception_type\n"),
        );
        for (number, service) in self.services.iter().enumerate() {
            let days: Vec<String> = (0..7).map(|day| (service.weekdays >> day & 1).to_string()).collect();
            writeln!(calendar, "V{number},{},20240101,20241231", days.join(",")).unwrap();
            for &(day, runs) in &service.exceptions {
                writeln!(dates, "V{number},{},{}", DAYS[day].0, if runs { 1 } else { 2 }).unwrap();
            }
        }
        let zone = "agency_id,agency_name,agency_url,agency_timezone\nx,X,https://example.org,Europe/London\n";
        let (trips, times) = self.trips_text();
        let files = [
            ("agency.txt", zone.to_owned()),
            ("stops.txt", stops),
            ("routes.txt", routes),
            ("calendar.txt", calendar),
            ("calendar_dates.txt", dates),
            ("trips.txt", trips),
            ("stop_times.txt", times),
            ("frequencies.txt", self.frequencies_text()),
            ("transfers.txt", self.transfers_text()),
        ];
        for (name, text) in files {
            std::fs::write(folder.join(name), text).unwrap();
        }
    }

    fn trips_text(&self) -> (String, String) {
        let mut trips = String::from("route_id,service_id,trip_id,block_id\n");
        let mut times =
            String::from("trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type,drop_off_type\n");
        for (number, trip) in self.trips.iter().enumerate() {
            let block = trip.block.map_or(String::new(), |b| format!("B{b}"));
            writeln!(trips, "R{},V{},T{number},{block}", trip.route, trip.service).unwrap();
            for (sequence, call) in trip.times.iter().enumerate() {
                let (arrival, departure) = (clock(call.arrival as u32), clock(call.departure as u32));
                let (pickup, drop_off) = (call.pickup_type, call.drop_off_type);
                writeln!(times, "T{number},{arrival},{departure},S{},{sequence},{pickup},{drop_off}", call.stop)
                    .unwrap();
            }
        }
        (trips, times)
    }

    fn frequencies_text(&self) -> String {
        let mut text = String::from("trip_id,start_time,end_time,headway_secs,exact_times\n");
        for row in &self.frequencies {
            let (start, end) = (clock(row.start as u32), clock(row.end as u32));
            writeln!(text, "T{},{start},{end},{},{}", row.trip, row.headway, row.exact).unwrap();
        }
        text
    }

    fn transfers_text(&self) -> String {
        let mut text = String::from(
            "from_stop_id,to_stop_id,from_route_id,to_route_id,from_trip_id,to_trip_id,transfer_type,min_transfer_time\n",
        );
        let stop = |at: Option<usize>| match at {
            Some(at) if at >= self.stops.len() => format!("P{}", at - self.stops.len()),
            Some(at) => format!("S{at}"),
            None => String::new(),
        };
        let id = |letter: char, at: Option<usize>| at.map_or(String::new(), |at| format!("{letter}{at}"));
        for rule in &self.transfers {
            let (from, to) = (stop(rule.from), stop(rule.to));
            let (from_route, to_route) = (id('R', rule.from_route), id('R', rule.to_route));
            let (from_trip, to_trip) = (id('T', rule.from_trip), id('T', rule.to_trip));
            let (kind, seconds) = (rule.kind, rule.seconds);
            writeln!(text, "{from},{to},{from_route},{to_route},{from_trip},{to_trip},{kind},{seconds}").unwrap();
        }
        text
    }
}

impl Trip {
    /// First departure and last arrival.
    pub fn span(&self) -> (i32, i32) {
        (self.times[0].departure, self.times[self.times.len() - 1].arrival)
    }
}

impl Transfer {
    fn between(from: Option<usize>, to: Option<usize>) -> Self {
        let (from_route, to_route, from_trip, to_trip) = (None, None, None, None);
        Self { from, to, from_route, to_route, from_trip, to_trip, kind: 0, seconds: 0 }
    }
}
