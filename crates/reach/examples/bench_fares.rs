//! Measures what a limit costs: CPU time of the matrix under tariffs against that of the matrix without, every point to every point.
//!
//! `cargo run --release -p lynchpin-reach --example bench_fares -- FOLDER POINTS.csv [depart|arrive] [window minutes]`
//!
//! FOLDER holds `*.osm.pbf` and `*.zip` (GTFS). Prints CPU milliseconds per origin that is linked to a street, and ratios.

use std::path::{Path, PathBuf};

use lynchpin_network::footpaths::{Footpaths, snap_stops};
use lynchpin_network::streets::{Snap, StreetOptions, Streets};
use lynchpin_network::timetable::{Day, Timetable};
use lynchpin_reach::fares::{Currency, Tariff, Ticket, TicketRule, UNLIMITED};
use lynchpin_reach::matrix::{
    FareLimit, Limit, MatrixRow, RowSink, TransitMatrix, frontier_rows, limited_rows, transit_rows,
};
use lynchpin_reach::points::Points;
use lynchpin_reach::{ReachError, TransitRequest, Window};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, points, rest @ ..] = arguments.as_slice() else {
        return Err("expected: FOLDER POINTS.csv [depart|arrive] [window minutes]".into());
    };
    let (first_seconds, minutes) = (8 * 3_600, rest.get(1).map_or(Ok(60), |w| w.parse())?);
    let window = match rest.first().map(String::as_str) {
        Some("arrive") => Window::Arrive { first_seconds, minutes },
        _ => Window::Depart { first_seconds, minutes },
    };
    let request = TransitRequest::new(window);
    let (streets, _) = Streets::from_pbf(&files(folder.as_ref(), "pbf")?, &StreetOptions::default())?;
    let (timetable, _) = Timetable::from_gtfs(&files(folder.as_ref(), "zip")?, "Europe/London")?;
    let stops = snap_stops(&timetable, &streets.walk, 500.0);
    let radius = request.max_transfer_walk_minutes * request.walk_kmh / 0.06;
    let (footpaths, _) = Footpaths::build(&timetable, &streets.walk, &stops, radius);
    let day = Day::prepare(&timetable, jiff::civil::date(2024, 3, 5), window.horizon(request.max_minutes))?;
    let points = Points::read(points.as_ref())?;
    let places: Vec<Snap> =
        points.places.iter().map(|&p| streets.walk.snap(p, 500.0).unwrap_or(Snap::NOWHERE)).collect();
    let matrix = TransitMatrix {
        request: &request,
        walk: &streets.walk,
        day: &day,
        stops: &stops,
        footpaths: &footpaths,
        origins: &places,
        destinations: &places,
        percentiles: &[25, 50, 75],
        cycling: None,
    };
    measure(&matrix, &timetable)
}

fn measure(matrix: &TransitMatrix<'_>, timetable: &Timetable) -> Result<(), Failure> {
    let mut plain = f64::MAX;
    for _ in 0..3 {
        plain = plain.min(run("no limit", matrix, f64::NAN, |sink| transit_rows(matrix, sink, &|_| ()).map(|_| ()))?);
    }
    for (name, tariff, most) in tariffs(timetable)? {
        let limit = FareLimit { tariff: &tariff, trip_route: &timetable.trips.route, most: Some(most) };
        run(&name, matrix, plain, |sink| limited_rows(matrix, &Limit::Fare(limit), sink, &|_| ()).map(|_| ()))?;
        let name = format!("{name}, frontier");
        run(&name, matrix, plain, |sink| {
            let mut take = |origin: usize, row: &lynchpin_reach::search::budget::BudgetRow| {
                let minutes: Vec<u16> =
                    (0..row.destinations()).flat_map(|to| row.at_limit(to).iter().copied()).collect();
                sink.row(&MatrixRow { origin, minutes: &minutes, columns: matrix.percentiles.len() })
            };
            frontier_rows(matrix, &limit, &mut take, &|_| ()).map(|_| ())
        })?;
    }
    for minutes in [60_u16, 20] {
        let limit = Limit::Walking(minutes * 60);
        let name = format!("walking of at most {minutes} minutes in all");
        run(&name, matrix, plain, |sink| limited_rows(matrix, &limit, sink, &|_| ()).map(|_| ()))?;
    }
    Ok(())
}

/// Names, prices and limits in pence.
fn tariffs(timetable: &Timetable) -> Result<Vec<(String, Tariff, u32)>, Failure> {
    let pounds = Currency::new("GBP").ok_or("GBP is a currency")?;
    let routes = timetable.routes.kind.len();
    let everywhere = |ticket: Ticket| TicketRule { ticket, first: vec![true; routes], next: vec![true; routes] };
    let some = |ticket: Ticket, odd: usize| TicketRule {
        ticket,
        first: (0..routes).map(|route| route % 2 == odd).collect(),
        next: vec![false; routes],
    };
    let hopper = |seconds: Option<u32>, transfer_price: u32| Ticket {
        transfers: UNLIMITED,
        seconds,
        transfer_price,
        ..Ticket::single("hopper", 200)
    };
    let new = |rules: Vec<TicketRule>| Tariff::new(pounds.clone(), None, rules, Vec::new());
    let two = vec![some(Ticket::single("a", 150), 0), some(Ticket::single("b", 250), 1)];
    Ok(vec![
        ("flat 2.00, limit 4.00".into(), new(vec![everywhere(Ticket::single("flat", 200))]), 400),
        ("1.50 or 2.50 by route, limit 4.00".into(), new(two), 400),
        ("2.00, changes 0.50, limit 4.00".into(), new(vec![everywhere(hopper(None, 50))]), 400),
        ("2.00, free changes for 60 minutes, limit 4.00".into(), new(vec![everywhere(hopper(Some(3_600), 0))]), 400),
        ("2.00, free changes for 60 minutes, limit 2.00".into(), new(vec![everywhere(hopper(Some(3_600), 0))]), 200),
    ])
}

/// Runs one matrix and prints its CPU time per linked origin, and how many times `plain` that is.
fn run(
    name: &str,
    matrix: &TransitMatrix<'_>,
    plain: f64,
    compute: impl FnOnce(&mut dyn RowSink) -> Result<(), ReachError>,
) -> Result<f64, Failure> {
    let linked = matrix.origins.iter().filter(|place| place.is_linked()).count();
    let (mut sum, mut reached) = (0_u64, 0_u64);
    let mut sink = |row: &MatrixRow<'_>| -> Result<(), ReachError> {
        for &minutes in row.minutes.iter().filter(|&&m| m != u16::MAX) {
            sum += u64::from(minutes);
            reached += 1;
        }
        Ok(())
    };
    let before = cpu_milliseconds().ok_or("CPU time is known on Linux only")?;
    compute(&mut sink)?;
    let each = (cpu_milliseconds().ok_or("CPU time")? - before) / linked as f64;
    let ratio = if plain.is_nan() { String::new() } else { format!(", {:.2} × the plain run", each / plain) };
    println!("{name}: {each:.3} ms CPU per origin{ratio}; {reached} values, {sum} minutes");
    Ok(each)
}

fn files(folder: &Path, ending: &str) -> std::io::Result<Vec<PathBuf>> {
    let mut files: Vec<_> = std::fs::read_dir(folder)?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
    files.retain(|f| f.extension().is_some_and(|e| e == ending));
    files.sort();
    Ok(files)
}

/// Processor time of all living threads.
fn cpu_milliseconds() -> Option<f64> {
    let mut nanoseconds = 0.0;
    for task in std::fs::read_dir("/proc/self/task").ok()? {
        let text = std::fs::read_to_string(task.ok()?.path().join("schedstat")).ok()?;
        nanoseconds += text.split_whitespace().next()?.parse::<f64>().ok()?;
    }
    Some(nanoseconds / 1e6)
}
