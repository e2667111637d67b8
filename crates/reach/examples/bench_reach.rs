//! Opens a saved network, makes a question ready and asks it of one origin after the other, in one thread, as a map would: what
//! `cargo xtask bench scale` and `bench counts` measure. Prints one line of JSON.
//!
//! `bench_reach NETWORK.lynch POINTS.csv DATE [--origins N] [--window MINUTES] [--kmh SPEED] [--narrow]`
//!
//! N origins are taken evenly from the points (0: only make ready); every point is a destination. `--narrow` leaves the processor's wide
//! vectors alone. `cpu` is processor time per origin, of the quickest pass; `wall` what somebody waits.

use std::path::Path;
use std::time::Instant;

use lynchpin_network::Network;
use lynchpin_network::streets::{Snap, Speeds};
use lynchpin_network::timetable::Day;
use lynchpin_reach::matrix::{Asker, OneByOne, TransitMatrix};
use lynchpin_reach::points::Points;
use lynchpin_reach::search::UNREACHABLE;
use lynchpin_reach::{Switches, TransitRequest, Window};

/// Farther than this from a street a point is not linked, metres.
const LINK_METRES: f64 = 1_000.0;
/// Origins asked before the clock starts, so that memory has been touched.
const WARM_UP: usize = 3;
/// How often every origin is asked.
const PASSES: usize = 3;

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let arguments = Arguments::read()?;
    let clock = Clock::of_process();
    let network = Network::open(Path::new(&arguments.network))?;
    let open = clock.milliseconds();
    let timetable = network.timetable.as_ref().ok_or("the network has no timetable")?;
    let walk = &network.streets.walk;
    let points = Points::read(Path::new(&arguments.points))?;
    let places: Vec<Snap> = points.places.iter().map(|&p| walk.snap(p, LINK_METRES).unwrap_or(Snap::NOWHERE)).collect();
    let window = Window::Depart { first_seconds: 8 * 3_600, minutes: arguments.window };
    let request = TransitRequest {
        walk_kmh: arguments.walk_kmh,
        switches: Switches { wide_vectors: !arguments.narrow, ..Switches::default() },
        ..TransitRequest::new(window)
    };
    let clock = Clock::of_process();
    let day = Day::prepare(timetable, arguments.date.parse()?, window.horizon(request.max_minutes))?;
    let day_ms = clock.milliseconds();
    let clock = Clock::of_process();
    let weights = walk.weigh(&Speeds::uniform(request.walk_kmh));
    let matrix = TransitMatrix {
        request: &request,
        walk,
        day: &day,
        stops: &network.stop_snaps,
        footpaths: &network.footpaths,
        origins: &places,
        destinations: &places,
        percentiles: &[25, 50, 75],
        cycling: None,
    };
    let ready = OneByOne::new(&matrix, &weights)?;
    let ready_ms = clock.milliseconds();
    let asked = ask(&ready, &origins(&places, arguments.origins), places.len());
    println!(
        "{{\"stops\": {}, \"stop_times\": {}, \"points\": {}, \"linked\": {}, \"open_cpu_ms\": {:.3}, \"day_cpu_ms\": {:.3}, \
         \"ready_cpu_ms\": {:.3}, \"peak_mb\": {:.1}, {asked}}}",
        network.stop_snaps.len(),
        timetable.arrival.len(),
        places.len(),
        places.iter().filter(|place| place.is_linked()).count(),
        open,
        day_ms,
        ready_ms,
        peak_mb()
    );
    Ok(())
}

struct Arguments {
    network: String,
    points: String,
    date: String,
    origins: usize,
    window: u32,
    walk_kmh: f64,
    narrow: bool,
}

impl Arguments {
    fn read() -> Result<Self, Failure> {
        let mut given = std::env::args().skip(1);
        let mut next = |what: &str| given.next().ok_or(format!("expected: NETWORK POINTS DATE …; {what} is missing"));
        let (network, points, date) = (next("NETWORK")?, next("POINTS")?, next("DATE")?);
        let mut found = Self { network, points, date, origins: 200, window: 60, walk_kmh: 3.6, narrow: false };
        while let Some(option) = given.next() {
            let mut value = || given.next().ok_or(format!("{option} needs a value"));
            match option.as_str() {
                "--origins" => found.origins = value()?.parse()?,
                "--window" => found.window = value()?.parse()?,
                "--kmh" => found.walk_kmh = value()?.parse()?,
                "--narrow" => found.narrow = true,
                _ => return Err(format!("{option} is no option").into()),
            }
        }
        Ok(found)
    }
}

/// Evenly spread over the points that are linked to a street.
fn origins(places: &[Snap], count: usize) -> Vec<Snap> {
    let linked: Vec<Snap> = places.iter().copied().filter(Snap::is_linked).collect();
    let count = count.min(linked.len());
    (0..count).map(|i| linked[i * linked.len() / count]).collect()
}

/// Asks every origin in each of several passes and says, as members of a JSON object, what that took. An origin's wait is the least of its
/// passes, as other work on the machine can only add to it; no pass finds the caches warm from the same origin.
fn ask(ready: &OneByOne<'_>, origins: &[Snap], destinations: usize) -> String {
    let mut asker: Asker = ready.asker();
    for origin in origins.iter().take(WARM_UP) {
        ready.ask(&mut asker, origin);
    }
    let mut waits = vec![f64::INFINITY; origins.len()];
    let (mut stops, mut reached, mut checksum) = (0_usize, 0_usize, 0_u64);
    let mut cpu = f64::INFINITY;
    for _ in 0..PASSES {
        (stops, reached, checksum) = (0, 0, 0);
        let pass = Clock::of_thread();
        for (origin, wait) in origins.iter().zip(&mut waits) {
            let start = Instant::now();
            let row = ready.ask(&mut asker, origin);
            *wait = wait.min(start.elapsed().as_secs_f64() * 1e3);
            for to in 0..destinations {
                let minutes = row.at_percentiles(to);
                reached += usize::from(minutes[1] != UNREACHABLE);
                checksum = minutes.iter().fold(checksum, |sum, &m| sum.wrapping_mul(31).wrapping_add(u64::from(m)));
            }
            stops += asker.stops_reached();
        }
        cpu = cpu.min(pass.milliseconds());
    }
    let each = origins.len().max(1) as f64;
    format!(
        "\"origins\": {}, \"cpu_ms\": {:.4}, \"wall_ms\": {}, \"stops_reached\": {:.1}, \"destinations_reached\": {:.1}, \
         \"checksum\": \"{checksum:016x}\"",
        origins.len(),
        cpu / each,
        spread(waits),
        stops as f64 / each,
        reached as f64 / each
    )
}

/// Mean, median, 95th percentile (nearest rank) and greatest, as a JSON object.
fn spread(mut values: Vec<f64>) -> String {
    values.sort_by(f64::total_cmp);
    let at = |percent: usize| {
        let rank = (values.len() * percent).div_ceil(100).max(1);
        values.get(rank - 1).copied().unwrap_or(0.0)
    };
    let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
    format!("{{\"mean\": {mean:.4}, \"p50\": {:.4}, \"p95\": {:.4}, \"max\": {:.4}}}", at(50), at(95), at(100))
}

/// Processor time, where the system tells, and the time of day.
struct Clock {
    processor: fn() -> Option<f64>,
    cpu: Option<f64>,
    wall: Instant,
}

impl Clock {
    /// Over all threads.
    fn of_process() -> Self {
        Self { processor: process_milliseconds, cpu: process_milliseconds(), wall: Instant::now() }
    }

    /// Over the calling thread.
    fn of_thread() -> Self {
        Self { processor: thread_milliseconds, cpu: thread_milliseconds(), wall: Instant::now() }
    }

    /// Milliseconds since the start, of waiting where the system does not tell those of the processor.
    fn milliseconds(&self) -> f64 {
        let wall = self.wall.elapsed().as_secs_f64() * 1e3;
        (self.processor)().zip(self.cpu).map_or(wall, |(now, then)| now - then)
    }
}

fn process_milliseconds() -> Option<f64> {
    let tasks = std::fs::read_dir("/proc/self/task").ok()?;
    Some(tasks.flatten().filter_map(|task| schedule_milliseconds(&task.path())).sum())
}

fn thread_milliseconds() -> Option<f64> {
    schedule_milliseconds(Path::new("/proc/thread-self"))
}

fn schedule_milliseconds(task: &Path) -> Option<f64> {
    let text = std::fs::read_to_string(task.join("schedstat")).ok()?;
    Some(text.split_whitespace().next()?.parse::<f64>().ok()? / 1e6)
}

fn peak_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.and_then(|kb| kb.trim().trim_end_matches(" kB").parse::<f64>().ok()).map_or(0.0, |kb| kb / 1024.0)
}
