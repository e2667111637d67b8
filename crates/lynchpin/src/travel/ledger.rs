//! What streets and timetables used and lost, and where they came from.

use lynchpin_network::Network;
use lynchpin_network::streets::Mode;
use lynchpin_pack::Pack;
use lynchpin_pack::tables::{LedgerEntry, Provenance};

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

/// Streets, timetables and fares as sources.
pub fn sources(pack: &Pack) -> Vec<Provenance> {
    let of = |file: &lynchpin_pack::config::FileSection| Provenance {
        title: file.title.clone(),
        publisher: file.publisher.clone(),
        licence: file.licence.clone(),
        period: file.period.clone(),
        files: Vec::new(),
    };
    let fares = pack.config().fares.iter().map(|fares| Provenance {
        title: fares.title.clone(),
        publisher: fares.publisher.clone(),
        licence: fares.licence.clone(),
        period: fares.period.clone(),
        files: Vec::new(),
    });
    pack.config().streets.iter().chain(&pack.config().timetables).map(of).chain(fares).collect()
}
