//! The journey behind a number: walks, waits, rides and the fare of the median departure of the window.

use jiff::civil::Date;
use lynchpin_network::geometry::Point;
use lynchpin_network::streets::Snap;
use lynchpin_network::timetable::{Day, Timetable};
use lynchpin_reach::journey::{Doing, Leg, LineName, Obstacle, Place, Traveller, legs, priced_rides};
use lynchpin_reach::matrix::TransitMatrix;
use schemars::JsonSchema;
use serde::Serialize;

use super::data::{LINK_METRES, Live};
use super::room::{Unready, in_words, request};
use super::setting::{Setting, TravelMode, WINDOW_MINUTES};

/// Longest journey that is told, minutes.
const LONGEST_MINUTES: u32 = 180;

/// From where to where, and when.
#[derive(Clone, Debug)]
pub(in crate::server) struct JourneyQuestion {
    pub from: Point,
    pub to: Point,
    pub date: Date,
    pub first_seconds: u32,
    pub max_walk_minutes: u32,
}

/// The journey of the median departure.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(in crate::server) struct JourneyAnswer {
    /// The answer in a sentence; where there is no journey, why, and what would be needed.
    pub sentence: String,
    /// Minutes at the median of the departures; null without a journey.
    pub median_minutes: Option<u32>,
    /// Minutes of the quickest departure.
    pub least_minutes: Option<u32>,
    /// Departures of the window from which there is a journey, and all of them.
    pub departures: [u32; 2],
    /// What it costs, with the currency; null where no price is known.
    pub fare: Option<String>,
    /// The legs in order.
    pub legs: Vec<LegAnswer>,
}

/// One part of a journey.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(in crate::server) struct LegAnswer {
    /// `walk`, `wait` or `ride`.
    pub kind: String,
    /// The leg in words.
    pub words: String,
    /// When it starts, `HH:MM`.
    pub starts: String,
    /// Minutes that it takes, rounded to the nearest.
    pub minutes: u32,
    /// Where it leads, longitude and latitude; straight between stops.
    pub line: Vec<[f64; 2]>,
}

impl Live {
    /// Tells the journey of the median departure of the hour asked for.
    ///
    /// # Errors
    /// No timetable, no service on the day, or a request out of range, in plain words.
    pub(in crate::server) fn journey(&self, question: &JourneyQuestion) -> Result<JourneyAnswer, Unready> {
        let missing = || ("The pack has no timetable.".to_owned(), "Journeys are told by public transport.".to_owned());
        let timetable = self.network.timetable.as_ref().ok_or_else(missing)?;
        let setting =
            Setting::new(TravelMode::Transit, question.date, question.first_seconds, question.max_walk_minutes);
        let mut request = request(self, &setting);
        request.max_minutes = LONGEST_MINUTES;
        let horizon = request.window.horizon(LONGEST_MINUTES);
        let day = Day::prepare(timetable, question.date, horizon).map_err(|e| in_words(&e.to_string()))?;
        let snap = |point| self.snap(TravelMode::Transit, point).unwrap_or(Snap::NOWHERE);
        let (from, to) = ([snap(question.from)], [snap(question.to)]);
        let matrix = TransitMatrix {
            request: &request,
            walk: &self.network.streets.walk,
            day: &day,
            stops: &self.network.stop_snaps,
            footpaths: &self.network.footpaths,
            origins: &from,
            destinations: &to,
            percentiles: &[50],
            cycling: None,
        };
        let traveller = Traveller::new(&matrix).map_err(|e| in_words(&e.to_string()))?;
        Ok(self.tell(&Telling { matrix: &matrix, timetable, traveller: &traveller, question }))
    }

    fn tell(&self, telling: &Telling<'_>) -> JourneyAnswer {
        let minutes = telling.traveller.minutes();
        let found = minutes.iter().flatten().count() as u32;
        let median = median(&minutes);
        let mut answer = JourneyAnswer {
            sentence: String::new(),
            median_minutes: median.map(|(m, _)| m),
            least_minutes: minutes.iter().flatten().min().copied(),
            departures: [found, WINDOW_MINUTES],
            fare: None,
            legs: Vec::new(),
        };
        let told = median.and_then(|(m, at)| {
            let moment = *telling.traveller.moments().get(at)?;
            Some((m, moment, telling.traveller.journey(moment)?))
        });
        let Some((minutes, moment, journey)) = told else {
            answer.sentence = if found == 0 {
                obstacle(telling, telling.traveller.obstacle())
            } else {
                format!(
                    "Only {found} of the {WINDOW_MINUTES} departures have a journey within {LONGEST_MINUTES} minutes, so the median has none."
                )
            };
            return answer;
        };
        let legs = legs(telling.matrix, telling.timetable, &journey, moment);
        let fare = self.tariff.as_ref().and_then(|t| t.price(&priced_rides(&legs)));
        answer.fare = fare.map(|f| format!("{} {}", f.currency.amount(f.total), f.currency.code()));
        answer.legs = legs.iter().map(|leg| leg_answer(telling, leg)).collect();
        let rides = match journey.rides.len() {
            0 => "on foot all the way".to_owned(),
            1 => "with 1 ride".to_owned(),
            n => format!("with {n} rides"),
        };
        answer.sentence = format!(
            "The median departure of the hour takes {minutes} minutes door to door, {rides}: free to leave at {}.",
            clock(moment)
        );
        answer
    }
}

struct Telling<'a> {
    matrix: &'a TransitMatrix<'a>,
    timetable: &'a Timetable,
    traveller: &'a Traveller,
    question: &'a JourneyQuestion,
}

impl Telling<'_> {
    fn name(&self, place: Place) -> &str {
        match place {
            Place::Origin => "the start",
            Place::Destination => "the destination",
            Place::Stop(stop) => self.timetable.stops.name.get(stop.index()),
        }
    }

    fn point(&self, place: Place) -> [f64; 2] {
        let point = match place {
            Place::Origin => self.question.from,
            Place::Destination => self.question.to,
            Place::Stop(stop) => self.timetable.stops.point[stop.index()],
        };
        [point.lon(), point.lat()]
    }
}

/// The nearest-rank median, unreachable last, and the first departure that has it.
fn median(minutes: &[Option<u32>]) -> Option<(u32, usize)> {
    let mut sorted: Vec<u32> = minutes.iter().map(|m| m.unwrap_or(u32::MAX)).collect();
    sorted.sort_unstable();
    let value = sorted.get(sorted.len().div_ceil(2).checked_sub(1)?).copied().filter(|m| *m != u32::MAX)?;
    Some((value, minutes.iter().position(|m| *m == Some(value))?))
}

fn leg_answer(telling: &Telling<'_>, leg: &Leg) -> LegAnswer {
    let (kind, words, line) = match &leg.what {
        Doing::Wait { at } => ("wait", format!("wait at {}", telling.name(*at)), vec![telling.point(*at)]),
        Doing::Walk { from, to, metres } => (
            "walk",
            format!("walk {metres} m to {}", telling.name(*to)),
            vec![telling.point(*from), telling.point(*to)],
        ),
        Doing::Ride { from, to, lines, stops } => {
            let line = |line: &LineName| format!("{} ({}) towards {}", line.name, line.operator, line.towards);
            let lines: Vec<String> = lines.iter().map(line).collect();
            let words =
                format!("{} from {} to {}", lines.join(", stay seated as "), telling.name(*from), telling.name(*to));
            ("ride", words, stops.iter().map(|stop| telling.point(Place::Stop(*stop))).collect())
        }
    };
    LegAnswer {
        kind: kind.into(),
        words,
        starts: clock(leg.from_seconds),
        minutes: ((leg.to_seconds - leg.from_seconds).max(0) as u32 + 30) / 60,
        line,
    }
}

fn clock(seconds: i32) -> String {
    let seconds = seconds.rem_euclid(86_400);
    format!("{:02}:{:02}", seconds / 3600, seconds / 60 % 60)
}

fn obstacle(telling: &Telling<'_>, obstacle: Obstacle) -> String {
    let end = |destination: bool| if destination { "the destination" } else { "the start" };
    let walk = telling.question.max_walk_minutes;
    match obstacle {
        Obstacle::NoStreet { destination } => {
            format!("There is no journey: {} is more than {LINK_METRES} m from any street.", end(destination))
        }
        Obstacle::NoStop { destination, nearest: Some((stop, minutes)) } => format!(
            "There is no journey: no stop is within {walk} minutes on foot of {}; the nearest, {}, takes {minutes}.",
            end(destination),
            telling.timetable.stops.name.get(stop as usize)
        ),
        Obstacle::NoStop { destination, nearest: None } => {
            format!("There is no journey: no stop is within hours on foot of {}.", end(destination))
        }
        Obstacle::TooLong { minutes } => {
            format!("There is no journey within {LONGEST_MINUTES} minutes: the shortest takes {minutes}.")
        }
        Obstacle::TooManyRides { rides } => {
            format!("There is no journey with as few rides as the pack allows: it takes {rides}.")
        }
        Obstacle::NoVehicles => "There is no journey: no vehicle leads there within hours.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_counts_departures_without_a_journey_last() {
        assert_eq!(median(&[Some(30), None, Some(20), Some(40)]), Some((30, 0)));
        assert_eq!(median(&[None, None, Some(20), Some(40)]), Some((40, 3)));
        assert_eq!(median(&[None, None, None, Some(40)]), None);
        assert_eq!(median(&[]), None);
    }
}
