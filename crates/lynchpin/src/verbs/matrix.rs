//! `lynchpin matrix`: the bare travel-time engine.

use std::path::Path;

use anyhow::{Context, Result, bail};
use jiff::civil::Date;
use lynchpin_network::geometry::Point;
use lynchpin_network::streets::{Congestion, Speeds, StreetGraph};
use lynchpin_network::{BuildInput, Network};
use lynchpin_reach::matrix::{FrontierWriter, MatrixSummary, MatrixWriter, RowSink, StreetMatrix, street_rows};
use lynchpin_reach::points::Points;
use lynchpin_reach::{TransitRequest, Window};
use serde_json::json;

use super::limits::{Limited, Priced};
pub use super::matrix_arguments::Arguments;
use super::matrix_arguments::{ModeName, TravelArguments};
use super::{matrix_chunks, via};
use crate::failure::Ending;
use crate::progress::Steps;
use crate::travel;

/// Builds or opens the network and writes the matrix.
pub fn run(arguments: &Arguments) -> Result<Ending> {
    super::on_threads(arguments.travel.threads, || matrix(arguments))?
}

fn matrix(arguments: &Arguments) -> Result<Ending> {
    let travel = &arguments.travel;
    let mut steps = Steps::new();
    if travel.origins.is_none() && travel.save_network.is_none() {
        bail!("no points to start from\nhint: give --origins O.csv, with the columns id,lat,lon");
    }
    let network = network(travel, &mut steps)?;
    let (Some(origins), Some(out)) = (&travel.origins, &arguments.out) else {
        steps.finish();
        return Ok(Ending::Done);
    };
    let origins = Points::read(origins)?;
    let destinations = travel.destinations.as_deref().map_or_else(|| Ok(origins.clone()), Points::read)?;
    let stopping = arguments.via.read(travel)?;
    let limited = arguments.limits.read(travel, &network)?;
    let columns = columns(travel)?;
    if let Some(priced) = limited.as_ref().and_then(Limited::frontier) {
        return frontiers(arguments, &network, priced, [&origins, &destinations], &columns, steps);
    }
    let columns = if stopping.is_some() { via::Stopping::columns(&columns) } else { columns };
    let compute = |origins: &Points, sink: &mut dyn RowSink| match (&stopping, &limited) {
        (Some(stopping), _) => stopping.rows(travel, &network, [origins, &destinations], sink),
        (None, Some(limited)) => limited.rows(travel, &network, [origins, &destinations], sink),
        (None, None) => rows(travel, travel.mode, &network, [origins, &destinations], sink),
    };
    let ends = [&origins, &destinations];
    let written = match arguments.chunks.asked()? {
        None => in_one(ends, &columns, out, &mut steps, compute)?,
        Some(asked) => {
            let parameters = serde_json::to_value(arguments)?;
            let request = matrix_chunks::Request { network: &network.meta, ends, columns: &columns, parameters };
            in_parts(arguments, &request, out, asked, &mut steps, compute)?
        }
    };
    let summary = &written.summary;
    tell_unlinked("origins", &summary.unlinked_origins, written.origins.as_ref().unwrap_or(&origins));
    tell_unlinked("destinations", &summary.unlinked_destinations, &destinations);
    steps.finish();
    let mut said = json!({
        "out": out,
        "rows": written.rows,
        "origins": written.origins.as_ref().map_or(origins.len(), Points::len),
        "destinations": destinations.len(),
        "unlinked_origins": summary.unlinked_origins.len(),
        "unlinked_destinations": summary.unlinked_destinations.len(),
    });
    if let Some(stopping) = &stopping {
        said["via"] = stopping.summary(window(travel)?);
    }
    if let Some((parts, computed)) = written.parts {
        said["parts"] = json!(parts);
        said["parts_computed"] = json!(computed);
    }
    if arguments.json {
        super::print_json(&said)?;
    } else {
        if let Some(stopping) = &stopping {
            eprintln!("note: {}", stopping.convention(window(travel)?));
        }
        super::print(&format!("{}\n", out.display()))?;
    }
    Ok(Ending::Done)
}

/// What was written.
struct Written {
    rows: u64,
    summary: MatrixSummary,
    /// Those computed now, where that is not all.
    origins: Option<Points>,
    /// How many parts there are and how many were computed now.
    parts: Option<(usize, usize)>,
}

fn in_one(
    [origins, destinations]: [&Points; 2],
    columns: &[String],
    out: &Path,
    steps: &mut Steps,
    compute: impl Fn(&Points, &mut dyn RowSink) -> Result<MatrixSummary>,
) -> Result<Written> {
    let mut writer = MatrixWriter::create(out, origins.ids.clone(), destinations.ids.clone(), columns)?;
    let summary = steps.step("travel times", || compute(origins, &mut writer))?;
    let rows = steps.step("write the file", || writer.finish())?;
    Ok(Written { rows, summary, origins: None, parts: None })
}

fn in_parts(
    arguments: &Arguments,
    request: &matrix_chunks::Request<'_>,
    out: &Path,
    asked: (usize, Option<usize>),
    steps: &mut Steps,
    compute: impl Fn(&Points, &mut dyn RowSink) -> Result<MatrixSummary>,
) -> Result<Written> {
    // Arrivals are searched from the destinations: a part is finished only once all of them were, so each part is a run of its own.
    let one_by_one = arguments.travel.mode == ModeName::Transit && arguments.travel.arrive.is_some();
    let done =
        steps.step("travel times, part by part", || matrix_chunks::run(out, asked, request, one_by_one, compute))?;
    Ok(Written {
        rows: done.rows,
        summary: done.summary,
        origins: Some(done.origins),
        parts: Some((done.parts, done.computed)),
    })
}

/// Writes the trade between money and time instead of travel times.
fn frontiers(
    arguments: &Arguments,
    network: &Network,
    priced: &Priced,
    [origins, destinations]: [&Points; 2],
    columns: &[String],
    mut steps: Steps,
) -> Result<Ending> {
    let Some(out) = &arguments.out else { return Ok(Ending::Done) };
    let ids = [origins.ids.clone(), destinations.ids.clone()];
    let mut writer = FrontierWriter::create(out, ids, columns, priced.tariff().currency())?;
    let ends = [origins, destinations];
    let summary = steps.step("travel times", || priced.frontiers(&arguments.travel, network, ends, &mut writer))?;
    let rows = steps.step("write the file", || writer.finish())?;
    tell_unlinked("origins", &summary.unlinked_origins, origins);
    tell_unlinked("destinations", &summary.unlinked_destinations, destinations);
    steps.finish();
    if arguments.json {
        super::print_json(&json!({
            "out": out,
            "rows": rows,
            "pairs": summary.pairs_reached,
            "currency": priced.tariff().currency().code(),
            "unlinked_origins": summary.unlinked_origins.len(),
            "unlinked_destinations": summary.unlinked_destinations.len(),
        }))?;
    } else {
        super::print(&format!("{}\n", out.display()))?;
    }
    Ok(Ending::Done)
}

/// Opens or builds the network that is asked for.
pub(super) fn network(arguments: &TravelArguments, steps: &mut Steps) -> Result<Network> {
    let longest = arguments.walk_kmh * f64::from(arguments.max_transfer_walk_minutes) / 0.06;
    let needed_metres = longest.ceil() as u32;
    if let Some(file) = &arguments.network {
        let network = steps.step("open the network", || Network::open(file))?;
        if arguments.mode == ModeName::Transit && network.meta.footpath_metres < needed_metres {
            bail!(
                "{}: holds walks between stops of up to {} m; --max-transfer-walk-minutes {} at {} km/h needs {needed_metres} m\n\
                 hint: build it again with these options and --save-network, or ask for shorter walks",
                file.display(),
                network.meta.footpath_metres,
                arguments.max_transfer_walk_minutes,
                arguments.walk_kmh
            );
        }
        return Ok(network);
    }
    if arguments.osm.is_empty() {
        bail!("no streets\nhint: give --osm F.pbf, or --network F.lynch");
    }
    let input = BuildInput {
        streets: arguments.osm.clone(),
        timetables: arguments.gtfs.clone(),
        zone: arguments.timezone.clone().unwrap_or_default(),
        footpath_metres: needed_metres.max(BuildInput::default().footpath_metres),
        ..BuildInput::default()
    };
    let network = steps.step("build the network", || Network::build(&input, &|_| ()))?;
    if let Some(file) = &arguments.save_network {
        steps.step("save the network", || network.save(file))?;
    }
    Ok(network)
}

/// Names of the travel times that each pair has, in order.
pub(super) fn columns(arguments: &TravelArguments) -> Result<Vec<String>> {
    if arguments.mode != ModeName::Transit {
        return Ok(vec!["travel_time".into()]);
    }
    let mut names = Vec::new();
    for percentile in &arguments.percentiles {
        if *percentile > 100 {
            bail!("--percentiles: {percentile} is not within 0 to 100");
        }
        let name = format!("travel_time_p{percentile}");
        if names.contains(&name) {
            bail!("--percentiles: {percentile} is given twice");
        }
        names.push(name);
    }
    Ok(names)
}

/// Computes travel times row by row.
pub(super) fn rows(
    arguments: &TravelArguments,
    mode: ModeName,
    network: &Network,
    [origins, destinations]: [&Points; 2],
    sink: &mut dyn RowSink,
) -> Result<MatrixSummary> {
    match mode {
        ModeName::Transit => by_transit(arguments, network, origins, destinations, sink),
        mode => over_streets(arguments, mode, network, origins, destinations, sink),
    }
}

fn by_transit(
    arguments: &TravelArguments,
    network: &Network,
    origins: &Points,
    destinations: &Points,
    sink: &mut dyn RowSink,
) -> Result<MatrixSummary> {
    let request = transit_request(arguments)?;
    let date = day_of_travel(arguments)?;
    let (origins, destinations) = (places(origins), places(destinations));
    let walk = &network.streets.walk;
    let (from, to) = (travel::snaps(walk, &origins), travel::snaps(walk, &destinations));
    let cycling = travel::CycleEnds::link(network, &request, [&origins, &destinations]);
    travel::transit(network, date, &request, [&from, &to], cycling.as_ref(), &arguments.percentiles, sink)
}

/// The request for public transport.
pub(super) fn transit_request(arguments: &TravelArguments) -> Result<TransitRequest> {
    let mut request = TransitRequest {
        max_minutes: arguments.max_minutes,
        max_rides: arguments.max_rides,
        max_walk_minutes: f64::from(arguments.max_walk_minutes),
        max_transfer_walk_minutes: f64::from(arguments.max_transfer_walk_minutes),
        walk_kmh: arguments.walk_kmh,
        boarding_slack_seconds: arguments.boarding_slack_seconds,
        ..TransitRequest::new(window(arguments)?)
    };
    arguments.legs.apply(&mut request, arguments.cycle_kmh);
    Ok(request)
}

/// The day of travel by public transport.
pub(super) fn day_of_travel(arguments: &TravelArguments) -> Result<Date> {
    let date = arguments.date.as_deref().context("public transport needs a day\nhint: --date YYYY-MM-DD")?;
    date.parse()
        .map_err(|_| anyhow::anyhow!("--date {date:?} is no date\nhint: write it as YYYY-MM-DD, such as 2024-03-05"))
}

fn over_streets(
    arguments: &TravelArguments,
    mode: ModeName,
    network: &Network,
    origins: &Points,
    destinations: &Points,
    sink: &mut dyn RowSink,
) -> Result<MatrixSummary> {
    let graph = match mode {
        ModeName::Cycle => &network.streets.cycle,
        ModeName::Drive => &network.streets.drive,
        ModeName::Walk | ModeName::Transit => &network.streets.walk,
    };
    let hour = arguments.depart.as_deref().or(arguments.arrive.as_deref()).map(clock_seconds).transpose()?;
    let speeds = Speeds {
        walk_kmh: arguments.walk_kmh,
        cycle_kmh: arguments.cycle_kmh,
        congestion: hour.map_or(Congestion::NONE, |seconds| Congestion::at_hour(seconds / 3600 % 24)),
        ..Speeds::default()
    };
    let matrix = StreetMatrix {
        graph,
        weights: &graph.weigh(&speeds),
        origins: &snaps(graph, origins),
        destinations: &snaps(graph, destinations),
        max_minutes: f64::from(arguments.max_minutes),
    };
    Ok(street_rows(&matrix, sink, &|_| ())?)
}

/// Links points to the streets of a mode.
pub(super) fn snaps(graph: &StreetGraph, points: &Points) -> Vec<lynchpin_network::streets::Snap> {
    travel::snaps(graph, &places(points))
}

fn places(points: &Points) -> Vec<Option<Point>> {
    points.places.iter().copied().map(Some).collect()
}

fn window(arguments: &TravelArguments) -> Result<Window> {
    let minutes = arguments.window;
    match (&arguments.depart, &arguments.arrive) {
        (Some(clock), None) => Ok(Window::Depart { first_seconds: clock_seconds(clock)?, minutes }),
        (None, Some(clock)) => Ok(Window::Arrive { first_seconds: clock_seconds(clock)?, minutes }),
        _ => bail!("public transport needs a time\nhint: --depart HH:MM or --arrive HH:MM, with --window MINUTES"),
    }
}

/// A time of day as seconds.
pub(super) fn clock_seconds(text: &str) -> Result<u32> {
    lynchpin_pack::config::clock_seconds(text)
        .with_context(|| format!("{text:?} is no time of day\nhint: write it as HH:MM, such as 08:00"))
}

/// Says on stderr which points are linked to no street.
pub(super) fn tell_unlinked(what: &str, positions: &[usize], points: &Points) {
    if positions.is_empty() {
        return;
    }
    let named: Vec<&str> = positions.iter().take(10).map(|p| points.ids[*p].as_str()).collect();
    let more = if positions.len() > named.len() { ", …" } else { "" };
    let (count, all, metres) = (positions.len(), points.len(), travel::LINK_METRES);
    eprintln!(
        "note: {count} of {all} {what} have no street within {metres} m and reach nothing: {}{more}",
        named.join(", ")
    );
}
