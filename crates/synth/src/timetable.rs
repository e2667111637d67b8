//! Lines and the times at which they run: headways that thin in the evening, on Sundays and on the estates.

use crate::land::Spot;

/// A pole, platform or station.
#[derive(Clone, Debug)]
pub(crate) struct Stop {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) spot: Spot,
    /// The station that a platform belongs to.
    pub(crate) parent: Option<String>,
    /// A station, where nothing stops: its platforms do.
    pub(crate) station: bool,
}

/// One direction of a line: stops and the seconds after the first departure.
#[derive(Clone, Debug, Default)]
pub(crate) struct Run {
    pub(crate) stops: Vec<u32>,
    pub(crate) arrive: Vec<u32>,
    pub(crate) depart: Vec<u32>,
}

/// How well a line is served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Service {
    /// A main road of the city.
    Main,
    /// An ordinary city or town line.
    Local,
    /// A line to an outer estate: sparse, and over early in the evening.
    Estate,
    /// A line between towns.
    Between,
    /// A line to villages: every other hour, none on Sundays.
    Village,
    /// Friday and Saturday nights after midnight.
    Night,
    /// A local train.
    Train,
    /// A fast train between cities.
    Express,
}

/// A line.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) long_name: String,
    pub(crate) service: Service,
    pub(crate) out: Run,
    pub(crate) back: Run,
    /// Minutes past the hour by which the line is shifted.
    pub(crate) shift: u32,
}

/// The days on which trips run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Days {
    Weekday,
    Saturday,
    Sunday,
    FridaySaturdayNight,
}

impl Days {
    pub(crate) const ALL: [Days; 4] = [Days::Weekday, Days::Saturday, Days::Sunday, Days::FridaySaturdayNight];

    /// The `service_id`.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Days::Weekday => "WD",
            Days::Saturday => "SA",
            Days::Sunday => "SU",
            Days::FridaySaturdayNight => "NI",
        }
    }

    /// Monday to Sunday as in calendar.txt.
    pub(crate) fn week(self) -> &'static str {
        match self {
            Days::Weekday => "1,1,1,1,1,0,0",
            Days::Saturday => "0,0,0,0,0,1,0",
            Days::Sunday => "0,0,0,0,0,0,1",
            Days::FridaySaturdayNight => "0,0,0,0,1,1,0",
        }
    }
}

/// `(from minute of the day, headway in minutes)`; a headway of 0 ends the day.
type Plan = &'static [(u32, u32)];

fn plan(service: Service, days: Days) -> Plan {
    match (service, days) {
        (Service::Night, Days::FridaySaturdayNight) => &[(1_450, 60), (1_640, 0)],
        (Service::Night, _) | (_, Days::FridaySaturdayNight) | (Service::Village, Days::Sunday) => &[],
        (Service::Main, Days::Sunday) => &[(480, 30), (600, 20), (1_110, 30), (1_380, 0)],
        (Service::Main, _) => &[(285, 20), (375, 12), (1_125, 20), (1_230, 30), (1_455, 0)],
        (Service::Local, Days::Sunday) => &[(555, 60), (1_120, 0)],
        (Service::Local, _) => &[(350, 30), (410, 20), (1_110, 40), (1_360, 0)],
        (Service::Estate, Days::Sunday) => &[(600, 60), (1_050, 0)],
        (Service::Estate, _) => &[(385, 30), (1_085, 60), (1_180, 0)],
        (Service::Between, Days::Sunday) => &[(540, 120), (1_150, 0)],
        (Service::Between, _) => &[(360, 30), (1_110, 60), (1_330, 0)],
        (Service::Village, _) => &[(420, 60), (540, 120), (1_090, 0)],
        (Service::Train, Days::Sunday) => &[(530, 60), (1_350, 0)],
        (Service::Train, _) => &[(330, 30), (1_160, 60), (1_430, 0)],
        (Service::Express, Days::Sunday) => &[(540, 60), (1_320, 0)],
        (Service::Express, _) => &[(320, 30), (1_200, 60), (1_390, 0)],
    }
}

/// Departure times from the first stop, seconds of the service day.
pub(crate) fn departures(line: &Line, days: Days, back: bool) -> Vec<u32> {
    let plan = plan(line.service, days);
    let mut times = Vec::new();
    for pair in plan.windows(2) {
        let ((from, headway), until) = (pair[0], pair[1].0);
        let lag = (line.shift + if back { headway / 2 } else { 0 }) % headway.max(1);
        let mut minute = from + lag;
        while minute < until {
            times.push(minute * 60);
            minute += headway;
        }
    }
    times
}

/// How much slower buses are at a time of day, in hundredths.
pub(crate) fn peak_percent(service: Service, seconds: u32) -> u32 {
    if matches!(service, Service::Train | Service::Express) {
        return 100;
    }
    match seconds / 60 {
        450..560 => 120,
        930..1_095 => 115,
        600..900 => 105,
        _ => 96,
    }
}
