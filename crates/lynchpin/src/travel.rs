//! From a pack's streets and timetables to the jobs within reach of each neighbourhood.

use std::path::Path;

use anyhow::{Context, Result, anyhow};
use jiff::civil::Date;
use lynchpin_findings::work::{Cut, GoodJobs, Mode as FindingsMode, ReachTable, Reached, Supply};
use lynchpin_network::footpaths::snap_stops;
use lynchpin_network::geometry::Point;
use lynchpin_network::streets::{Congestion, Mode, Snap, Speeds, StreetGraph};
use lynchpin_network::timetable::Day;
use lynchpin_network::{BuildInput, Network};
use lynchpin_pack::Pack;
use lynchpin_pack::config::Shift;
use lynchpin_pack::tables::{LedgerEntry, Provenance, Tables};
use lynchpin_reach::ReachError;
use lynchpin_reach::access::{Cumulative, Opportunities};
use lynchpin_reach::matrix::{
    CycleStreets, MatrixSummary, RowSink, StreetMatrix, TransitMatrix, street_rows, transit_rows,
};
use lynchpin_reach::{TransitRequest, Window};

use crate::progress::Steps;

/// A point farther than this from any street is not linked, metres (Lynchpin default).
pub const LINK_METRES: f64 = 1_000.0;

/// Builds the pack's network, or opens the one built before from the same inputs with the same settings.
pub fn network(pack: &Pack, steps: &mut Steps) -> Result<Network> {
    let radius = pack.run().walk_kmh * f64::from(pack.run().max_transfer_walk_minutes) / 0.06;
    let input = BuildInput {
        streets: pack.streets(),
        timetables: pack.timetables(),
        zone: pack.timezone().unwrap_or("UTC").to_owned(),
        footpath_metres: (radius.ceil() as u32).max(BuildInput::default().footpath_metres),
        ..BuildInput::default()
    };
    let saved = pack.folder().join("build").join("network.lynch");
    if let Some(network) = steps.step("open the network", || reusable(&saved, &input)) {
        return Ok(network);
    }
    steps.step("build the network", || {
        let network = Network::build(&input, &|_| ())?;
        if let Some(folder) = saved.parent() {
            std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        }
        network.save(&saved)?;
        Ok(network)
    })
}

/// A saved network that fits: a file that cannot be opened, or was made from anything else, is built anew.
fn reusable(saved: &Path, input: &BuildInput) -> Option<Network> {
    let network = Network::open(saved).ok()?;
    network.fits(input).ok()?.then_some(network)
}

/// Jobs within reach by public transport and by car, for every shift and threshold of the pack; and what was lost on the way.
pub fn reach(
    pack: &Pack,
    tables: &Tables,
    supply: &Supply,
    network: &Network,
    steps: &mut Steps,
) -> Result<(Vec<ReachTable>, Vec<LedgerEntry>)> {
    let mut reach = Vec::new();
    let mut ledger = Vec::new();
    for shift in &pack.run().shifts {
        let places = Places::new(tables, &supply.at_shift(tables, shift)?)?;
        let ask = Ask { pack, shift, network, places: &places };
        if network.timetable.is_some() {
            reach.extend(steps.step(&format!("public transport, {}", shift.id), || ask.by_public_transport())?);
        }
        reach.extend(steps.step(&format!("car, {}", shift.id), || ask.by_car())?);
    }
    let places = Places::new(tables, &supply.good)?;
    ledger.push(places.unlinked(tables, &network.streets.walk, "walk"));
    ledger.push(places.unlinked_jobs(&supply.good, &network.streets.walk));
    ledger.push(places.unlinked(tables, &network.streets.drive, "drive"));
    Ok((reach, ledger))
}

/// Where people start, where jobs are, and what counts there.
struct Places {
    origins: Vec<Option<Point>>,
    /// Workplaces, then neighbourhoods: jobs stand at the former, rivals for them live at the latter.
    destinations: Vec<Option<Point>>,
    opportunities: Opportunities,
}

impl Places {
    fn new(tables: &Tables, good: &GoodJobs) -> Result<Self> {
        let point = |p: &Option<(f64, f64)>| p.and_then(|(lon, lat)| Point::from_degrees(lon, lat));
        let origins: Vec<_> = tables.areas.points.iter().map(point).collect();
        let jobs = tables.jobs.as_ref().ok_or_else(|| anyhow!("the pack has no jobs"))?;
        let mut destinations: Vec<_> = jobs.points.iter().map(point).collect();
        destinations.extend(&origins);
        let people = tables.residents.columns.get("working_age");
        let rivals: Vec<f64> = (0..origins.len()).map(|a| people.and_then(|p| p[a]).unwrap_or(0.0)).collect();
        let padded = |jobs: &[f64]| [jobs, &vec![0.0; origins.len()]].concat();
        let rivals = [vec![0.0; jobs.points.len()], rivals].concat();
        let opportunities = Opportunities::new(&[
            ("all", &padded(&good.all)),
            ("low", &padded(&good.low)),
            ("point", &padded(&good.point)),
            ("high", &padded(&good.high)),
            ("rivals", &rivals),
        ])?;
        Ok(Self { origins, destinations, opportunities })
    }

    fn unlinked(&self, tables: &Tables, graph: &StreetGraph, verb: &str) -> LedgerEntry {
        let lost: Vec<usize> = unlinked(&snaps(graph, &self.origins));
        LedgerEntry {
            step: format!("neighbourhoods → streets to {verb} on"),
            what: "neighbourhoods".into(),
            used: self.origins.len() as f64,
            lost: lost.len() as f64,
            reason: if lost.is_empty() { String::new() } else { far_from_street() },
            examples: lost.iter().take(10).map(|a| tables.areas.codes[*a].clone()).collect(),
        }
    }

    fn unlinked_jobs(&self, good: &GoodJobs, graph: &StreetGraph) -> LedgerEntry {
        let workplaces = &self.destinations[..good.codes.len()];
        let lost: Vec<usize> = unlinked(&snaps(graph, workplaces));
        LedgerEntry {
            step: "workplaces → streets to walk on".into(),
            what: "jobs".into(),
            used: good.all.iter().sum(),
            lost: lost.iter().map(|w| good.all[*w]).sum(),
            reason: if lost.is_empty() { String::new() } else { far_from_street() },
            examples: lost.iter().take(10).map(|w| good.codes[*w].clone()).collect(),
        }
    }
}

fn far_from_street() -> String {
    format!("no street within {LINK_METRES} m, most often because the place lies outside the street map")
}

fn unlinked(snaps: &[Snap]) -> Vec<usize> {
    snaps.iter().enumerate().filter(|(_, snap)| !snap.is_linked()).map(|(at, _)| at).collect()
}

/// Links points to the streets of a mode.
pub fn snaps(graph: &StreetGraph, points: &[Option<Point>]) -> Vec<Snap> {
    let snap = |point: &Option<Point>| point.and_then(|p| graph.snap(p, LINK_METRES)).unwrap_or(Snap::NOWHERE);
    points.iter().map(snap).collect()
}

/// One shift asked of one network.
struct Ask<'a> {
    pack: &'a Pack,
    shift: &'a Shift,
    network: &'a Network,
    places: &'a Places,
}

impl Ask<'_> {
    fn by_public_transport(&self) -> Result<Vec<ReachTable>> {
        let run = self.pack.run();
        let date = self.pack.date().ok_or_else(|| {
            anyhow!("pack.toml has a timetable but no date\nhint: add date = \"YYYY-MM-DD\" under [pack]")
        })?;
        let request = TransitRequest {
            max_minutes: run.thresholds_minutes.iter().copied().max().unwrap_or(60),
            max_rides: run.max_rides,
            max_walk_minutes: f64::from(run.max_walk_minutes),
            max_transfer_walk_minutes: f64::from(run.max_transfer_walk_minutes),
            walk_kmh: run.walk_kmh,
            ..TransitRequest::new(self.window()?)
        };
        let walk = &self.network.streets.walk;
        let (origins, destinations) = (snaps(walk, &self.places.origins), snaps(walk, &self.places.destinations));
        let thresholds = self.thresholds();
        let mut sums = Cumulative::new(&self.places.opportunities, 0, &thresholds);
        let percentiles = [run.percentile as u8];
        transit(self.network, date, &request, [&origins, &destinations], None, &percentiles, &mut sums)?;
        Ok(self.tables(FindingsMode::PublicTransport, &sums, &origins))
    }

    fn by_car(&self) -> Result<Vec<ReachTable>> {
        let run = self.pack.run();
        let drive = &self.network.streets.drive;
        let hour = self.shift.seconds().unwrap_or(0) / 3600;
        let speeds = Speeds { walk_kmh: run.walk_kmh, congestion: Congestion::at_hour(hour), ..Speeds::default() };
        let (origins, destinations) = (snaps(drive, &self.places.origins), snaps(drive, &self.places.destinations));
        let matrix = StreetMatrix {
            graph: drive,
            weights: &drive.weigh(&speeds),
            origins: &origins,
            destinations: &destinations,
            max_minutes: f64::from(run.thresholds_minutes.iter().copied().max().unwrap_or(60)),
        };
        let thresholds = self.thresholds();
        let mut sums = Cumulative::new(&self.places.opportunities, 0, &thresholds);
        street_rows(&matrix, &mut sums, &|_| ())?;
        Ok(self.tables(FindingsMode::Car, &sums, &origins))
    }

    fn thresholds(&self) -> Vec<u16> {
        self.pack.run().thresholds_minutes.iter().map(|m| *m as u16).collect()
    }

    fn window(&self) -> Result<Window> {
        let minutes = self.pack.run().window_minutes;
        let first_seconds = self
            .shift
            .window_first_seconds(minutes)
            .ok_or_else(|| anyhow!("shift {:?}: its window starts before midnight", self.shift.id))?;
        Ok(match self.shift.arrive {
            Some(_) => Window::Arrive { first_seconds, minutes },
            None => Window::Depart { first_seconds, minutes },
        })
    }

    fn tables(&self, mode: FindingsMode, sums: &Cumulative<'_>, origins: &[Snap]) -> Vec<ReachTable> {
        let reached = |origin: usize, threshold: usize| {
            origins[origin].is_linked().then(|| {
                let at = sums.at(origin, threshold);
                Reached { all: at[0], low: at[1], point: at[2], high: at[3], rivals: Some(at[4]) }
            })
        };
        let table = |(threshold, minutes): (usize, u16)| ReachTable {
            cut: Cut { mode, shift: self.shift.id.clone(), minutes },
            areas: (0..origins.len()).map(|origin| reached(origin, threshold)).collect(),
        };
        self.thresholds().into_iter().enumerate().map(table).collect()
    }
}

/// Door-to-door travel times by public transport between two lists of linked points, row by row.
pub fn transit(
    network: &Network,
    date: Date,
    request: &TransitRequest,
    [origins, destinations]: [&[Snap]; 2],
    cycling: Option<&CycleEnds>,
    percentiles: &[u8],
    sink: &mut dyn RowSink,
) -> Result<MatrixSummary> {
    let timetable = network.timetable.as_ref().ok_or(ReachError::NoTimetable)?;
    let day = Day::prepare(timetable, date, request.window.horizon(request.max_minutes))?;
    let matrix = TransitMatrix {
        request,
        walk: &network.streets.walk,
        day: &day,
        stops: &network.stop_snaps,
        footpaths: &network.footpaths,
        origins,
        destinations,
        percentiles,
        cycling: cycling.map(|ends| CycleStreets {
            graph: &network.streets.cycle,
            stops: &ends.stops,
            origins: &ends.origins,
            destinations: &ends.destinations,
        }),
    };
    Ok(transit_rows(&matrix, sink, &|_| ())?)
}

/// Stops, origins and destinations on the streets to cycle on.
pub struct CycleEnds {
    stops: Vec<Snap>,
    origins: Vec<Snap>,
    destinations: Vec<Snap>,
}

impl CycleEnds {
    /// Links all of them, where the request has a leg by bicycle.
    pub fn link(network: &Network, request: &TransitRequest, ends: [&[Option<Point>]; 2]) -> Option<Self> {
        let timetable = network.timetable.as_ref().filter(|_| request.cycles())?;
        let graph = &network.streets.cycle;
        let stops = snap_stops(timetable, graph, f64::from(network.meta.stop_link_metres));
        let [origins, destinations] = ends.map(|points| snaps(graph, points));
        Some(Self { stops, origins, destinations })
    }
}

/// What streets and timetables used and lost.
pub fn network_ledger(network: &Network) -> Vec<LedgerEntry> {
    let entry = |step: &str, what: &str, used: f64, lost: f64, reason: String, examples: Vec<String>| LedgerEntry {
        step: step.into(),
        what: what.into(),
        used,
        lost,
        reason: if lost > 0.0 { reason } else { String::new() },
        examples,
    };
    let mut ledger = Vec::new();
    let streets = &network.report.streets;
    ledger.push(entry(
        "street map",
        "streets",
        (streets.ways + streets.ways_closed) as f64,
        streets.ways_closed as f64,
        "closed to everybody (private, under construction)".into(),
        Vec::new(),
    ));
    for mode in &streets.modes {
        ledger.push(entry(
            &format!("streets to {}", mode_verb(mode.mode)),
            "links",
            (mode.links + mode.island_links) as f64,
            mode.island_links as f64,
            format!(
                "{} groups of streets cut off from the rest ({:.1} km)",
                mode.islands_dropped, mode.island_kilometres
            ),
            Vec::new(),
        ));
    }
    for feed in network.report.timetable.iter().flat_map(|t| &t.feeds) {
        let oddities: Vec<String> = feed.oddities.iter().map(ToString::to_string).collect();
        let reason = if oddities.is_empty() { "see the feed".to_owned() } else { oddities.join("; ") };
        let step = format!("timetable {}", feed.name);
        ledger.push(entry(
            &step,
            "trips",
            feed.trips as f64,
            (feed.trips - feed.trips_kept) as f64,
            reason.clone(),
            Vec::new(),
        ));
        let times = (feed.stop_times, feed.stop_times_kept);
        ledger.push(entry(&step, "stop times", times.0 as f64, (times.0 - times.1) as f64, reason, Vec::new()));
        let unserved = "no kept trip calls there".to_owned();
        ledger.push(entry(
            &step,
            "stops",
            feed.stops as f64,
            (feed.stops - feed.stops_served) as f64,
            unserved,
            Vec::new(),
        ));
    }
    if let Some(walks) = &network.report.footpaths {
        ledger.push(entry(
            "stops → streets to walk on",
            "stops",
            walks.served_stops as f64,
            walks.unlinked_stops.len() as f64,
            "no street near, most often because the stop lies outside the street map".into(),
            walks.unlinked_stops.iter().take(10).cloned().collect(),
        ));
    }
    ledger
}

fn mode_verb(mode: Mode) -> &'static str {
    match mode {
        Mode::Walk => "walk on",
        Mode::Cycle => "cycle on",
        Mode::Drive => "drive on",
    }
}

/// Streets and timetables as sources.
pub fn sources(pack: &Pack) -> Vec<Provenance> {
    let of = |file: &lynchpin_pack::config::FileSection| Provenance {
        title: file.title.clone(),
        publisher: file.publisher.clone(),
        licence: file.licence.clone(),
        period: file.period.clone(),
        files: Vec::new(),
    };
    pack.config().streets.iter().chain(&pack.config().timetables).map(of).collect()
}
