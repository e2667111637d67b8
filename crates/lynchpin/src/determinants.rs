//! What goes with the outcome that a pack names, with neighbours by the pack's own travel times where it asks for them.

use anyhow::{Result, anyhow};
use lynchpin_findings::determinants::weights::Links;
use lynchpin_findings::determinants::{DeclaredScores, DeterminantsAnswer, Question, answer};
use lynchpin_findings::places::DeclaredAnswer;
use lynchpin_findings::sample::Bootstrap;
use lynchpin_network::Network;
use lynchpin_network::geometry::Point;
use lynchpin_network::streets::{Congestion, Speeds};
use lynchpin_pack::Pack;
use lynchpin_pack::config::{Neighbours, Shift, TravelMode};
use lynchpin_pack::tables::Tables;
use lynchpin_reach::matrix::{MatrixRow, StreetMatrix, street_rows};
use lynchpin_reach::{ReachError, TransitRequest, Window};

use crate::progress::Steps;
use crate::travel;

/// The answer, or why nothing is said.
///
/// # Errors
/// What makes the question wrong, such as an outcome that a predictor holds.
pub fn answer_for(
    pack: &Pack,
    tables: &Tables,
    declared: &[DeclaredAnswer],
    steps: &mut Steps,
) -> Result<Result<DeterminantsAnswer, String>> {
    let Some(section) = &pack.config().determinants else {
        return Ok(Err("the pack names no outcome ([determinants] in pack.toml).".into()));
    };
    let travel = match section.neighbours {
        Neighbours::TravelTime { mode, minutes, count } => {
            Some(travel_links(pack, tables, steps, mode, minutes, count as usize)?)
        }
        _ => None,
    };
    let own: Vec<DeclaredScores<'_>> = declared
        .iter()
        .filter_map(|found| {
            let (id, index) = pack.config().declared_indices.get_key_value(&found.id)?;
            Some(DeclaredScores { id, index, scores: &found.scores })
        })
        .collect();
    let question = Question {
        tables,
        section,
        declared: &own,
        travel: travel.as_deref().map(Ok),
        seed: Bootstrap::default().seed,
    };
    Ok(Ok(steps.step("determinants", || answer(question))?))
}

/// For each area the others that are soonest reached.
fn travel_links(
    pack: &Pack,
    tables: &Tables,
    steps: &mut Steps,
    mode: TravelMode,
    minutes: u16,
    count: usize,
) -> Result<Vec<Links>> {
    let network = travel::network(pack, steps)?;
    let point = |p: &Option<(f64, f64)>| p.and_then(|(lon, lat)| Point::from_degrees(lon, lat));
    let points: Vec<Option<Point>> = tables.areas.points.iter().map(point).collect();
    let mut links: Vec<Links> = vec![Vec::new(); points.len()];
    let mut keep = |row: &MatrixRow<'_>| -> Result<(), ReachError> {
        let others = row.column(0).enumerate().filter(|(other, took)| *other != row.origin && *took <= minutes);
        let mut near: Vec<(u16, u32)> = others.map(|(other, took)| (took, other as u32)).collect();
        near.sort_unstable();
        links[row.origin] = near.into_iter().take(count).map(|(_, other)| (other, 1.0)).collect();
        Ok(())
    };
    steps.step("times to neighbours", || match mode {
        TravelMode::Car => by_car(pack, &network, &points, minutes, &mut keep),
        TravelMode::PublicTransport => by_public_transport(pack, &network, &points, minutes, &mut keep),
    })?;
    Ok(links)
}

type Keep<'a> = dyn FnMut(&MatrixRow<'_>) -> Result<(), ReachError> + Send + 'a;

fn by_car(pack: &Pack, network: &Network, points: &[Option<Point>], minutes: u16, keep: &mut Keep<'_>) -> Result<()> {
    let drive = &network.streets.drive;
    let hour = pack.run().shifts.first().and_then(Shift::seconds).unwrap_or(0) / 3600;
    let speeds = Speeds { walk_kmh: pack.run().walk_kmh, congestion: Congestion::at_hour(hour), ..Speeds::default() };
    let snaps = travel::snaps(drive, points);
    let matrix = StreetMatrix {
        graph: drive,
        weights: &drive.weigh(&speeds),
        origins: &snaps,
        destinations: &snaps,
        max_minutes: f64::from(minutes),
    };
    street_rows(&matrix, &mut |row: &MatrixRow<'_>| keep(row), &|_| ())?;
    Ok(())
}

fn by_public_transport(
    pack: &Pack,
    network: &Network,
    points: &[Option<Point>],
    minutes: u16,
    keep: &mut Keep<'_>,
) -> Result<()> {
    let run = pack.run();
    let date =
        pack.date().ok_or_else(|| anyhow!("pack.toml has no date\nhint: add date = \"YYYY-MM-DD\" under [pack]"))?;
    let shift = run.shifts.first().ok_or_else(|| anyhow!("run.shifts is empty"))?;
    let first_seconds = shift
        .window_first_seconds(run.window_minutes)
        .ok_or_else(|| anyhow!("shift {:?}: its window starts before midnight", shift.id))?;
    let window = match shift.arrive {
        Some(_) => Window::Arrive { first_seconds, minutes: run.window_minutes },
        None => Window::Depart { first_seconds, minutes: run.window_minutes },
    };
    let request = TransitRequest {
        max_minutes: u32::from(minutes),
        max_rides: run.max_rides,
        max_walk_minutes: f64::from(run.max_walk_minutes),
        max_transfer_walk_minutes: f64::from(run.max_transfer_walk_minutes),
        walk_kmh: run.walk_kmh,
        ..TransitRequest::new(window)
    };
    let snaps = travel::snaps(&network.streets.walk, points);
    let mut sink = |row: &MatrixRow<'_>| keep(row);
    travel::transit(network, date, &request, [&snaps, &snaps], None, &[run.percentile as u8], &mut sink)?;
    Ok(())
}
