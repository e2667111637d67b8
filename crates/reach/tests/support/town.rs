//! Towns of a regular grid of streets with regular buses, as real files: OSM PBF and GTFS.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use jiff::civil::date;
use lynchpin_network::footpaths::snap_stops;
use lynchpin_network::geometry::Point;
use lynchpin_network::streets::Snap;
use lynchpin_network::timetable::Day;
use lynchpin_network::{BuildInput, Network};
use lynchpin_reach::TransitRequest;
use lynchpin_reach::matrix::{CycleStreets, RowSink, TransitMatrix, transit_rows};

use crate::osm::Osm;

/// A crossing: blocks east and north of the south-west corner.
pub type Crossing = (i32, i32);

/// Seconds on foot from one crossing to the next, at 3.6 km/h.
pub const BLOCK: u32 = 100;

/// A block in 1e-7 degrees on the equator: 99.998 m, so that up to 400 blocks round up to whole multiples of [`BLOCK`].
const BLOCK_E7: i32 = 8_993;

/// The corner: on the equator, where degrees of latitude and longitude are equally long.
const WEST_E7: i32 = 100_000_000;

/// Buses run from 04:00 to 13:00.
const RUNS: std::ops::Range<u32> = 4 * 3_600..13 * 3_600;

/// How the feed writes a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// Every trip in `stop_times.txt`.
    TripByTrip,
    /// One trip and a row of `frequencies.txt` with this `exact_times`.
    Frequency(u8),
}

/// A bus line: every `headway` seconds, from the first stop at `phase` seconds after multiples of the headway.
#[derive(Clone, Debug)]
pub struct Line {
    pub name: &'static str,
    /// Stop ids and places, in the order of the ride.
    pub stops: Vec<(&'static str, Crossing)>,
    /// Seconds from each stop to the next.
    pub hop: u32,
    pub headway: u32,
    pub phase: u32,
    pub written: Written,
}

/// Blocks from one crossing to another.
pub fn blocks(a: Crossing, b: Crossing) -> u32 {
    a.0.abs_diff(b.0) + a.1.abs_diff(b.1)
}

/// Where a crossing is.
pub fn place(at: Crossing) -> Point {
    Point { lon_e7: WEST_E7 + at.0 * BLOCK_E7, lat_e7: at.1 * BLOCK_E7 }
}

/// All crossings of a town.
pub fn crossings(size: Crossing) -> Vec<Crossing> {
    (0..=size.1).flat_map(|y| (0..=size.0).map(move |x| (x, y))).collect()
}

/// Writes the town's files and builds its network from them.
pub fn build(size: Crossing, lines: &[Line]) -> Network {
    let folder = tempfile::tempdir().unwrap();
    let input = BuildInput {
        streets: vec![streets(size).write(&folder)],
        timetables: vec![feed(folder.path(), lines)],
        zone: "Europe/London".to_owned(),
        ..BuildInput::default()
    };
    Network::build(&input, &|_| ()).unwrap()
}

/// The town's streets, without any buses.
#[allow(dead_code)] // not every test wants them
pub fn streets_alone(size: Crossing) -> Network {
    let folder = tempfile::tempdir().unwrap();
    let input = BuildInput { streets: vec![streets(size).write(&folder)], ..BuildInput::default() };
    Network::build(&input, &|_| ()).unwrap()
}

/// Asks for a matrix; all crossings asked about have to be on the streets.
pub fn ask(
    network: &Network,
    request: &TransitRequest,
    (starts, ends): (&[Crossing], &[Crossing]),
    percentiles: &[u8],
    sink: &mut dyn RowSink,
) {
    let timetable = network.timetable.as_ref().unwrap();
    let day = Day::prepare(timetable, date(2024, 3, 5), request.window.horizon(request.max_minutes)).unwrap();
    let snap = |&at: &Crossing| network.streets.walk.snap(place(at), 1.0).unwrap();
    let (origins, destinations): (Vec<Snap>, Vec<Snap>) =
        (starts.iter().map(snap).collect(), ends.iter().map(snap).collect());
    let cycle = &network.streets.cycle;
    let ride = |&at: &Crossing| cycle.snap(place(at), 1.0).unwrap();
    let (from, to): (Vec<Snap>, Vec<Snap>) = (starts.iter().map(ride).collect(), ends.iter().map(ride).collect());
    let stops = snap_stops(timetable, cycle, 500.0);
    let matrix = TransitMatrix {
        request,
        walk: &network.streets.walk,
        day: &day,
        stops: &network.stop_snaps,
        footpaths: &network.footpaths,
        origins: &origins,
        destinations: &destinations,
        percentiles,
        cycling: Some(CycleStreets { graph: cycle, stops: &stops, origins: &from, destinations: &to }),
    };
    transit_rows(&matrix, sink, &|_| ()).unwrap();
}

fn streets(size: Crossing) -> Osm {
    let mut osm = Osm::default();
    let id = |(x, y): Crossing| i64::from(y * 1_000 + x + 1);
    for at in crossings(size) {
        osm.node(id(at), place(at).lon_e7, place(at).lat_e7, &[]);
    }
    for y in 0..=size.1 {
        let row: Vec<i64> = (0..=size.0).map(|x| id((x, y))).collect();
        osm.way(1 + i64::from(y), &row, &[("highway", "residential")]);
    }
    for x in 0..=size.0 {
        let column: Vec<i64> = (0..=size.1).map(|y| id((x, y))).collect();
        osm.way(1_001 + i64::from(x), &column, &[("highway", "residential")]);
    }
    osm
}

fn feed(folder: &Path, lines: &[Line]) -> PathBuf {
    let mut stops: Vec<_> = lines.iter().flat_map(|line| line.stops.iter().copied()).collect();
    stops.sort_unstable();
    stops.dedup();
    let mut stop_rows = String::from("stop_id,stop_name,stop_lat,stop_lon\n");
    for (id, at) in stops {
        let point = place(at);
        writeln!(stop_rows, "{id},{id},{:.7},{:.7}", point.lat(), point.lon()).unwrap();
    }
    let mut routes = String::from("route_id,agency_id,route_type\n");
    let mut trips = String::from("route_id,service_id,trip_id\n");
    let mut times = String::from("trip_id,arrival_time,departure_time,stop_id,stop_sequence\n");
    let mut frequencies = String::from("trip_id,start_time,end_time,headway_secs,exact_times\n");
    for line in lines {
        writeln!(routes, "{},x,3", line.name).unwrap();
        let start = RUNS.start.next_multiple_of(line.headway) + line.phase;
        let repeats = line.written != Written::TripByTrip;
        let departures = (start..RUNS.end).step_by(line.headway as usize).take(if repeats { 1 } else { usize::MAX });
        for (number, departure) in departures.enumerate() {
            let trip = format!("{}{number}", line.name);
            writeln!(trips, "{},W,{trip}", line.name).unwrap();
            for (hop, (stop, _)) in (0u32..).zip(&line.stops) {
                let time = clock(departure + hop * line.hop);
                writeln!(times, "{trip},{time},{time},{stop},{hop}").unwrap();
            }
            if let Written::Frequency(exact) = line.written {
                let (from, to) = (clock(departure), clock(RUNS.end));
                writeln!(frequencies, "{trip},{from},{to},{},{exact}", line.headway).unwrap();
            }
        }
    }
    let path = folder.join("buses.zip");
    let mut zip = zip::ZipWriter::new(std::fs::File::create(&path).unwrap());
    for (name, text) in [
        ("agency.txt", "agency_id,agency_name,agency_url,agency_timezone\nx,X,https://example.org,Europe/London\n"),
        (
            "calendar.txt",
            "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\nW,1,1,1,1,1,0,0,20240101,20241231\n",
        ),
        ("stops.txt", &stop_rows),
        ("routes.txt", &routes),
        ("trips.txt", &trips),
        ("stop_times.txt", &times),
        ("frequencies.txt", &frequencies),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap();
    path
}

/// A time as GTFS writes it.
pub fn clock(seconds: u32) -> String {
    format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}
