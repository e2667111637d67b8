//! Journeys as text for people and as JSON.

use std::fmt::Write as _;

use lynchpin_network::ids::StopId;
use lynchpin_network::timetable::Timetable;
use lynchpin_reach::fares::{Fare, LegFare};
use lynchpin_reach::journey::{Doing, Leg, LineName, Obstacle, Place};
use lynchpin_reach::{TransitRequest, Window};
use serde_json::{Value, json};

use super::journey::{Answer, Told, ranked};

/// Names for ends and stops.
pub struct Named<'a> {
    pub from: &'a str,
    pub to: &'a str,
    pub timetable: &'a Timetable,
}

impl Named<'_> {
    fn place(&self, place: Place) -> &str {
        match place {
            Place::Origin => self.from,
            Place::Destination => self.to,
            Place::Stop(stop) => self.timetable.stops.name.get(stop.index()),
        }
    }

    fn place_json(&self, place: Place) -> Value {
        match place {
            Place::Stop(stop) => {
                json!({ "stop_id": self.timetable.stops.id.get(stop.index()), "name": self.place(place) })
            }
            Place::Origin | Place::Destination => json!({ "name": self.place(place) }),
        }
    }
}

/// A moment as HH:MM:SS of the service day; hours go on after midnight.
fn clock(seconds: i32) -> String {
    let sign = if seconds < 0 { "-" } else { "" };
    let seconds = seconds.abs();
    format!("{sign}{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

fn hour(seconds: i32) -> String {
    clock(seconds).chars().take(5).collect()
}

fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

fn lasting(seconds: i32) -> String {
    if seconds < 60 { format!("{seconds} s") } else { format!("{} min", (seconds + 59) / 60) }
}

/// The window in words.
pub fn window(request: &TransitRequest) -> String {
    let (first, minutes) = (request.window.first_seconds() as i32, request.window.minutes() as i32);
    let what = match request.window {
        Window::Depart { .. } => "departures",
        Window::Arrive { .. } => "deadlines",
    };
    if minutes == 1 {
        let one = if what == "departures" { "departure at" } else { "arrival by" };
        return format!("{one} {}", hour(first));
    }
    format!("{minutes} {what}, every minute from {} to {}", hour(first), hour(first + 60 * (minutes - 1)))
}

/// The answer for people.
pub fn text(answer: &Answer<'_>) -> String {
    let mut text = format!("{} → {}, {}, {}\n", answer.from, answer.to, answer.date, window(answer.request));
    if let Some(obstacle) = &answer.obstacle {
        let _ =
            writeln!(text, "No journey within {} minutes: {}", answer.request.max_minutes, reason(answer, obstacle));
        return text;
    }
    text.push_str(&summary(answer));
    for told in &answer.told {
        text.push('\n');
        text.push_str(&told_text(answer, told));
    }
    text
}

fn summary(answer: &Answer<'_>) -> String {
    let all = answer.sampled.len();
    let reached = answer.sampled.iter().filter(|(_, minutes)| minutes.is_some()).count();
    let value = |rank| ranked(&answer.sampled, rank).map_or_else(|| "none".to_owned(), |(m, _)| format!("{m} min"));
    if all == 1 {
        return String::new();
    }
    format!(
        "Shortest {}, median {} (nearest rank), longest {}; a journey within {} min at {reached} of {all} minutes\n",
        value(1),
        value(all.div_ceil(2)),
        value(all),
        answer.request.max_minutes
    )
}

fn told_text(answer: &Answer<'_>, told: &Told) -> String {
    let rides = told.journey.rides.len();
    let rides = if rides == 0 { "on foot all the way".to_owned() } else { count(rides, "ride") };
    let when = match answer.request.window {
        Window::Depart { .. } => format!("free to leave at {}", hour(told.moment)),
        Window::Arrive { .. } => format!("to be there by {}", hour(told.moment)),
    };
    let title = match told.title {
        "shortest" => "Shortest",
        "median" => "Median",
        _ => "As asked",
    };
    let fare = match &told.fare {
        Some(fare) => format!(", {} {}", fare.currency.amount(fare.total), fare.currency.code()),
        None if answer.priced => ", no fare known".to_owned(),
        None => String::new(),
    };
    let mut text = format!("{title}: {when}, {} min, {rides}{fare}\n", told.minutes);
    for leg in &told.legs {
        let _ = writeln!(text, "  {}  {}", clock(leg.from_seconds), leg_text(answer, leg));
    }
    let _ = writeln!(text, "  {}  {}", clock(told.legs.last().map_or(told.moment, |leg| leg.to_seconds)), answer.to);
    text
}

fn leg_text(answer: &Answer<'_>, leg: &Leg) -> String {
    let named = answer.named();
    let takes = lasting(leg.to_seconds - leg.from_seconds);
    match &leg.what {
        Doing::Wait { at } => format!("wait at {}, {takes}", named.place(*at)),
        Doing::Walk { to, metres, .. } => format!("walk {metres} m to {}, {takes}", named.place(*to)),
        Doing::Ride { from, to, lines, stops } => {
            let line = |line: &LineName| format!("{} ({}) towards {}", line.name, line.operator, line.towards);
            let names: Vec<String> = lines.iter().map(line).collect();
            let (from, to, arrive) = (named.place(*from), named.place(*to), clock(leg.to_seconds));
            let between = count(stops.len().saturating_sub(1), "stop");
            format!("{}, from {from} to {to} at {arrive}, {between}, {takes}", names.join(", stay seated as "))
        }
    }
}

fn reason(answer: &Answer<'_>, obstacle: &Obstacle) -> String {
    let end = |destination: bool| if destination { answer.to } else { answer.from };
    let walk = answer.request.max_walk_minutes;
    match *obstacle {
        Obstacle::NoStreet { destination } => {
            format!("{} is more than {} m from any street", end(destination), crate::travel::LINK_METRES)
        }
        Obstacle::NoStop { destination, nearest: Some((stop, minutes)) } => {
            let name = answer.timetable.stops.name.get(StopId(stop).index());
            format!(
                "no stop is within {walk} minutes on foot of {}; the nearest, {name}, takes {minutes} (--max-walk-minutes {minutes})",
                end(destination)
            )
        }
        Obstacle::NoStop { destination, nearest: None } => {
            format!("no stop is within hours on foot of {}", end(destination))
        }
        Obstacle::TooLong { minutes } => format!("the shortest takes {minutes} minutes (--max-minutes {minutes})"),
        Obstacle::TooManyRides { rides } => format!("it takes {rides} rides (--max-rides {rides})"),
        Obstacle::NoVehicles => "no vehicles lead there in these hours".to_owned(),
    }
}

/// The answer for programs.
pub fn json(answer: &Answer<'_>) -> Value {
    let depart = matches!(answer.request.window, Window::Depart { .. });
    let minutes: Vec<Value> = answer
        .sampled
        .iter()
        .map(|&(moment, minutes)| json!({ "moment": clock(moment), "minutes": minutes }))
        .collect();
    let rank = |rank| ranked(&answer.sampled, rank).map(|(minutes, _)| minutes);
    json!({
        "from": answer.from,
        "to": answer.to,
        "date": answer.date.to_string(),
        "window": if depart { "depart" } else { "arrive" },
        "max_minutes": answer.request.max_minutes,
        "shortest_minutes": rank(1),
        "median_minutes": rank(answer.sampled.len().div_ceil(2)),
        "minutes": minutes,
        "journeys": answer.told.iter().map(|told| told_json(answer, told)).collect::<Vec<_>>(),
        "unreachable": answer.obstacle.as_ref().map(|obstacle| reason(answer, obstacle)),
    })
}

fn told_json(answer: &Answer<'_>, told: &Told) -> Value {
    json!({
        "which": told.title,
        "moment": clock(told.moment),
        "minutes": told.minutes,
        "rides": told.journey.rides.len(),
        "fare": told.fare.as_ref().map(fare_json),
        "leave": clock(told.journey.leave_seconds),
        "arrive": clock(told.journey.arrive_seconds),
        "legs": told.legs.iter().map(|leg| leg_json(answer, leg)).collect::<Vec<_>>(),
    })
}

fn fare_json(fare: &Fare) -> Value {
    let amount = |minor| fare.currency.amount(minor);
    let ride = |ride: &LegFare| json!({ "price": amount(ride.price), "ticket": ride.ticket, "bought": ride.bought });
    json!({
        "currency": fare.currency.code(),
        "total": amount(fare.total),
        "rides": fare.rides.iter().map(ride).collect::<Vec<_>>(),
    })
}

fn leg_json(answer: &Answer<'_>, leg: &Leg) -> Value {
    let named = answer.named();
    let mut value = match &leg.what {
        Doing::Wait { at } => json!({ "kind": "wait", "at": named.place_json(*at) }),
        Doing::Walk { from, to, metres } => json!({
            "kind": "walk", "from": named.place_json(*from), "to": named.place_json(*to), "metres": metres,
        }),
        Doing::Ride { from, to, lines, stops } => json!({
            "kind": "ride",
            "from": named.place_json(*from),
            "to": named.place_json(*to),
            "lines": lines.iter().map(line_json).collect::<Vec<_>>(),
            "stops": stops.len(),
        }),
    };
    value["starts"] = json!(clock(leg.from_seconds));
    value["ends"] = json!(clock(leg.to_seconds));
    value["seconds"] = json!(leg.to_seconds - leg.from_seconds);
    value
}

fn line_json(line: &LineName) -> Value {
    json!({ "name": line.name, "operator": line.operator, "towards": line.towards })
}
