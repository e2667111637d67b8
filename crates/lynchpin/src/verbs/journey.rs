//! `lynchpin journey`: which walks, waits and rides make up a travel time.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;
use lynchpin_network::Network;
use lynchpin_network::geometry::Point;
use lynchpin_network::timetable::{Day, Timetable};
use lynchpin_reach::fares::{Fare, Tariff};
use lynchpin_reach::journey::{Journey, Leg, Obstacle, Traveller, legs, priced_rides};
use lynchpin_reach::matrix::TransitMatrix;
use lynchpin_reach::points::Points;
use lynchpin_reach::{TransitRequest, Window};

use super::journey_told::{self, Named};
use super::matrix;
use super::matrix_arguments::{ModeName, TravelArguments};
use crate::failure::Ending;
use crate::progress::Steps;
use crate::travel;

/// How far the day is looked through for saying what would be needed, minutes.
const LONGEST_MINUTES: u32 = 600;

/// Options of `lynchpin journey`.
#[derive(Args)]
pub struct Arguments {
    /// The travel times.
    #[command(flatten)]
    pub travel: TravelArguments,
    /// Where to start: an id of --origins, or lat,lon
    #[arg(long, value_name = "ID|LAT,LON", allow_hyphen_values = true)]
    pub from: String,
    /// Where to go: an id of --destinations (or --origins), or lat,lon
    #[arg(long, value_name = "ID|LAT,LON", allow_hyphen_values = true)]
    pub to: String,
    /// Tell the journey of this minute of the window too
    #[arg(long, value_name = "HH:MM")]
    pub at: Option<String>,
    /// Prices, where the feeds publish none or the wrong ones: a TOML file, as for lynchpin matrix
    #[arg(long, value_name = "F.toml")]
    pub fares: Option<PathBuf>,
    /// Print everything as JSON
    #[arg(long)]
    pub json: bool,
}

/// A journey to be told: what it is in the window, and its departure or deadline.
pub struct Told {
    pub title: &'static str,
    pub moment: i32,
    pub minutes: u32,
    pub journey: Journey,
    pub legs: Vec<Leg>,
    /// What it costs; `None` without prices or where a ride has none.
    pub fare: Option<Fare>,
}

/// Everything there is to say.
pub struct Answer<'a> {
    pub from: &'a str,
    pub to: &'a str,
    pub date: jiff::civil::Date,
    pub request: &'a TransitRequest,
    pub timetable: &'a Timetable,
    /// Sampled moments and minutes.
    pub sampled: Vec<(i32, Option<u32>)>,
    /// Are prices known?
    pub priced: bool,
    pub told: Vec<Told>,
    /// Where there is no journey at all.
    pub obstacle: Option<Obstacle>,
}

/// Finds the journeys and prints them.
pub fn run(arguments: &Arguments) -> Result<Ending> {
    let travel = &arguments.travel;
    if travel.mode != ModeName::Transit {
        bail!("journeys are told for public transport and walking\nhint: leave out --mode");
    }
    let request = matrix::transit_request(travel)?;
    let date = matrix::day_of_travel(travel)?;
    let mut steps = Steps::new();
    let network = matrix::network(travel, &mut steps)?;
    let timetable = network.timetable.as_ref().context("the network has no timetable\nhint: build it with --gtfs")?;
    let priced = arguments.fares.is_some() || !timetable.fares.attributes.is_empty();
    let tariff = priced.then(|| travel::tariff(arguments.fares.as_deref(), timetable)).transpose()?;
    let from = end(&arguments.from, "--from", travel.origins.as_deref())?;
    let to = end(&arguments.to, "--to", travel.destinations.as_deref().or(travel.origins.as_deref()))?;
    let horizon = request.window.horizon(request.max_minutes.max(LONGEST_MINUTES));
    let day = steps.step("the day's timetable", || Day::prepare(timetable, date, horizon))?;
    let asked =
        Asked { arguments, network: &network, day: &day, timetable, request: &request, tariff: tariff.as_ref() };
    let answer = steps.step("journeys", || answer(&asked, [&from, &to]))?;
    if arguments.json {
        super::print_json(&journey_told::json(&answer))?;
    } else {
        super::print(&journey_told::text(&answer))?;
    }
    Ok(Ending::Done)
}

/// What is asked of what.
struct Asked<'a> {
    arguments: &'a Arguments,
    network: &'a Network,
    day: &'a Day,
    timetable: &'a Timetable,
    request: &'a TransitRequest,
    tariff: Option<&'a Tariff>,
}

fn answer<'a>(asked: &Asked<'a>, [from, to]: [&Points; 2]) -> Result<Answer<'a>> {
    let Asked { arguments, network, day, timetable, request, tariff } = *asked;
    let walk = &network.streets.walk;
    let (origins, destinations) = (matrix::snaps(walk, from), matrix::snaps(walk, to));
    let matrix = TransitMatrix {
        request,
        walk,
        day,
        stops: &network.stop_snaps,
        footpaths: &network.footpaths,
        origins: &origins,
        destinations: &destinations,
        percentiles: &[50],
        cycling: None,
    };
    let traveller = Traveller::new(&matrix)?;
    let sampled: Vec<_> = traveller.moments().into_iter().zip(traveller.minutes()).collect();
    let mut answer = Answer {
        from: &arguments.from,
        to: &arguments.to,
        date: day.date,
        request,
        timetable,
        priced: tariff.is_some(),
        told: Vec::new(),
        obstacle: sampled.iter().all(|(_, minutes)| minutes.is_none()).then(|| traveller.obstacle()),
        sampled,
    };
    for (title, moment) in wanted(arguments, &answer)? {
        if let Some(journey) = traveller.journey(moment) {
            let seconds = match request.window {
                Window::Depart { .. } => journey.arrive_seconds - moment,
                Window::Arrive { .. } => moment - journey.leave_seconds,
            };
            let legs = legs(&matrix, timetable, &journey, moment);
            let fare = tariff.and_then(|tariff| tariff.price(&priced_rides(&legs)));
            answer.told.push(Told { title, moment, minutes: (seconds as u32).div_ceil(60), journey, legs, fare });
        }
    }
    Ok(answer)
}

/// Which minutes of the window are told.
fn wanted(arguments: &Arguments, answer: &Answer<'_>) -> Result<Vec<(&'static str, i32)>> {
    let mut wanted = Vec::new();
    if let Some((_, moment)) = ranked(&answer.sampled, 1) {
        wanted.push(("shortest", moment));
    }
    if let Some((_, moment)) = ranked(&answer.sampled, answer.sampled.len().div_ceil(2)) {
        wanted.push(("median", moment));
    }
    if let Some(clock) = &arguments.at {
        let moment = matrix::clock_seconds(clock)? as i32;
        if !answer.sampled.iter().any(|&(sampled, _)| sampled == moment) {
            bail!(
                "--at {clock} is not a minute of the window\nhint: it samples {}",
                journey_told::window(answer.request)
            );
        }
        wanted.push(("asked", moment));
    }
    Ok(wanted)
}

/// The so-many-th shortest of the window's travel times, from 1, and the first of the moments that have it.
pub fn ranked(sampled: &[(i32, Option<u32>)], rank: usize) -> Option<(u32, i32)> {
    let mut minutes: Vec<u32> = sampled.iter().map(|&(_, minutes)| minutes.unwrap_or(u32::MAX)).collect();
    minutes.sort_unstable();
    let value = minutes.get(rank - 1).copied().filter(|&value| value != u32::MAX)?;
    sampled.iter().find(|&&(_, minutes)| minutes == Some(value)).map(|&(moment, _)| (value, moment))
}

/// One end: a point of a file by its id, or coordinates.
fn end(text: &str, option: &str, file: Option<&std::path::Path>) -> Result<Points> {
    let wrong = |why: &str, hint: &str| anyhow::anyhow!("{option} {text:?}: {why}\nhint: {hint}");
    let one = |place| Points { ids: vec![text.to_owned()], places: vec![place] };
    if let Some(file) = file {
        let points = Points::read(file)?;
        if let Some(at) = points.ids.iter().position(|id| id == text) {
            return Ok(one(points.places[at]));
        }
    }
    let coordinates = text.split_once(',').and_then(|(lat, lon)| {
        let degrees = |text: &str, most: f64| text.trim().parse::<f64>().ok().filter(|d| d.abs() <= most);
        Some((degrees(lat, 90.0)?, degrees(lon, 180.0)?))
    });
    let Some((lat, lon)) = coordinates else {
        return Err(match file {
            Some(file) => wrong(&format!("no such id in {}", file.display()), "give an id of the file, or lat,lon"),
            None => wrong("no coordinates", "write lat,lon, such as 51.588,-2.998, or give --origins O.csv with ids"),
        });
    };
    let place = Point::from_degrees(lon, lat);
    place.map(one).ok_or_else(|| wrong("not a place on the Earth", "write lat,lon in WGS 84 degrees"))
}

impl Answer<'_> {
    /// Names for ends and stops.
    pub fn named(&self) -> Named<'_> {
        Named { from: self.from, to: self.to, timetable: self.timetable }
    }
}
