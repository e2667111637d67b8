//! Measures the transit matrix on a folder of `*.osm.pbf`, `*.zip` and a points file, every point to every point.
//!
//! `cargo run --release -p lynchpin-reach --example bench_matrix -- FOLDER POINTS.csv OUT.parquet [depart|arrive] [window minutes] [walks|wide]`
//!
//! The last argument turns one optimisation off: dropping dominated walks, or wide vectors. Prints CPU milliseconds per origin that is linked
//! to a street (all threads together, where the system tells) and the peak of memory.

use std::path::{Path, PathBuf};
use std::time::Instant;

use lynchpin_network::footpaths::{Footpaths, snap_stops};
use lynchpin_network::streets::{Snap, StreetOptions, Streets};
use lynchpin_network::timetable::{Day, Timetable};
use lynchpin_reach::matrix::{MatrixRow, MatrixWriter, TransitMatrix, transit_rows};
use lynchpin_reach::points::Points;
use lynchpin_reach::{ReachError, Switches, TransitRequest, Window};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, points, out, rest @ ..] = arguments.as_slice() else {
        return Err("expected: FOLDER POINTS.csv OUT.parquet [depart|arrive] [window minutes] [walks|wide]".into());
    };
    let (first_seconds, minutes) = (8 * 3_600, rest.get(1).map_or(Ok(60), |w| w.parse())?);
    let window = match rest.first().map(String::as_str) {
        Some("arrive") => Window::Arrive { first_seconds, minutes },
        _ => Window::Depart { first_seconds, minutes },
    };
    let mut request = TransitRequest::new(window);
    if let Some(off) = rest.get(2) {
        request.switches =
            Switches { drop_dominated_walks: off != "walks", wide_vectors: off != "wide", ..Switches::default() };
    }
    let clock = Clock::start();
    let (streets, _) = Streets::from_pbf(&files(folder.as_ref(), "pbf")?, &StreetOptions::default())?;
    let (timetable, _) = Timetable::from_gtfs(&files(folder.as_ref(), "zip")?, "Europe/London")?;
    clock.report("network", 1);
    let clock = Clock::start();
    let snap = |point| streets.walk.snap(point, 500.0).unwrap_or(Snap::NOWHERE);
    let stops = snap_stops(&timetable, &streets.walk, 500.0);
    let radius = request.max_transfer_walk_minutes * request.walk_kmh / 0.06;
    let (footpaths, _) = Footpaths::build(&timetable, &streets.walk, &stops, radius);
    clock.report("footpaths", 1);
    let clock = Clock::start();
    let date = jiff::civil::date(2024, 3, 5);
    let day = Day::prepare(&timetable, date, window.horizon(request.max_minutes))?;
    clock.report("day", 1);
    let points = Points::read(points.as_ref())?;
    let places: Vec<Snap> = points.places.iter().map(|&p| snap(p)).collect();
    let linked = places.iter().filter(|place| place.is_linked()).count();
    let percentiles = [25, 50, 75];
    let matrix = TransitMatrix {
        request: &request,
        walk: &streets.walk,
        day: &day,
        stops: &stops,
        footpaths: &footpaths,
        origins: &places,
        destinations: &places,
        percentiles: &percentiles,
    };
    for _ in 0..3 {
        let clock = Clock::start();
        let columns = percentiles.map(|p| format!("travel_time_p{p}"));
        let mut writer = MatrixWriter::create(out.as_ref(), points.ids.clone(), points.ids.clone(), &columns)?;
        let summary = transit_rows(&matrix, &mut writer, &|_| ())?;
        let rows = writer.finish()?;
        clock.report("matrix to file", linked);
        println!("  {rows} rows, {} unlinked", summary.unlinked_origins.len());
    }
    let clock = Clock::start();
    let mut sum = 0_u64;
    let mut sink = |row: &MatrixRow<'_>| -> Result<(), ReachError> {
        sum += row.minutes.iter().map(|&m| u64::from(m)).sum::<u64>();
        Ok(())
    };
    transit_rows(&matrix, &mut sink, &|_| ())?;
    clock.report("matrix, unwritten", linked);
    println!("checksum {sum}, peak memory {}", peak_memory().unwrap_or_else(|| "unknown".to_owned()));
    Ok(())
}

fn files(folder: &Path, ending: &str) -> std::io::Result<Vec<PathBuf>> {
    let mut files: Vec<_> = std::fs::read_dir(folder)?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
    files.retain(|f| f.extension().is_some_and(|e| e == ending));
    files.sort();
    Ok(files)
}

struct Clock {
    wall: Instant,
    cpu: Option<f64>,
}

impl Clock {
    fn start() -> Self {
        Self { wall: Instant::now(), cpu: cpu_milliseconds() }
    }

    fn report(&self, what: &str, per: usize) {
        let wall = self.wall.elapsed().as_secs_f64() * 1e3;
        let cpu = cpu_milliseconds().zip(self.cpu).map(|(now, then)| now - then);
        let each = cpu.unwrap_or(wall) / per as f64;
        println!(
            "{what}: {wall:.1} ms wall, {} ms CPU, {each:.3} ms each",
            cpu.map_or("?".to_owned(), |c| format!("{c:.1}"))
        );
    }
}

/// Processor time of all living threads, where the system is Linux.
fn cpu_milliseconds() -> Option<f64> {
    let mut nanoseconds = 0.0;
    for task in std::fs::read_dir("/proc/self/task").ok()? {
        let text = std::fs::read_to_string(task.ok()?.path().join("schedstat")).ok()?;
        nanoseconds += text.split_whitespace().next()?.parse::<f64>().ok()?;
    }
    Some(nanoseconds / 1e6)
}

fn peak_memory() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:")).map(|kb| kb.trim().to_owned())
}
