//! `stops.txt`: stops, platforms and stations.

use super::columns::Stops;
use super::names::Names;
use super::report::Ledger;
use super::source::Source;
use super::table::{Field, Table};
use crate::error::NetworkError;
use crate::geometry::Point;
use crate::ids::StopId;

const FILE: &str = "stops.txt";

/// The stops of one feed.
#[derive(Default)]
pub(super) struct StopRows {
    /// `stop_id`, in file order.
    pub ids: Names,
    /// `stop_name`.
    pub name: Vec<String>,
    /// Where the stop is, or [`Stops::NOWHERE`].
    pub point: Vec<Point>,
    /// The station, or [`StopId::NONE`].
    pub parent: Vec<StopId>,
    /// `location_type`.
    pub kind: Vec<u8>,
}

/// Reads the stops.
pub(super) fn read(source: &Source, ledger: &mut Ledger) -> Result<StopRows, NetworkError> {
    let mut parents = Names::default();
    let mut rows = source.need(FILE, |table| read_rows(table, &mut parents, ledger))?;
    link_parents(&mut rows, &parents, ledger);
    Ok(rows)
}

/// Until all rows are read, a stop's parent is a position in `parents`: a station may come after its platforms.
fn read_rows(table: &mut Table<'_>, parents: &mut Names, ledger: &mut Ledger) -> Result<StopRows, NetworkError> {
    let id = table.need("stop_id")?;
    let (name, lat, lon) = (table.field("stop_name"), table.field("stop_lat"), table.field("stop_lon"));
    let (kind, parent) = (table.field("location_type"), table.field("parent_station"));
    let mut rows = StopRows::default();
    while table.next()? {
        if rows.ids.add(table.bytes(id)).is_none() {
            ledger.note(FILE, "stop listed before: first row kept", || table.text(id).into_owned());
            continue;
        }
        rows.name.push(table.text(name).into_owned());
        rows.point.push(point(table, lat, lon)?);
        rows.kind.push(table.whole(kind)?.unwrap_or(0).min(u32::from(u8::MAX)) as u8);
        let parent = table.bytes(parent);
        rows.parent.push(if parent.is_empty() { StopId::NONE } else { StopId(parents.find_or_add(parent)) });
    }
    Ok(rows)
}

/// Blank coordinates and the point 0, 0 (which publishers write for "unknown") are nowhere.
fn point(table: &Table<'_>, lat: Field, lon: Field) -> Result<Point, NetworkError> {
    let (Some(y), Some(x)) = (table.decimal(lat)?, table.decimal(lon)?) else {
        return Ok(Stops::NOWHERE);
    };
    if x == 0.0 && y == 0.0 {
        return Ok(Stops::NOWHERE);
    }
    Point::from_degrees(x, y).ok_or_else(|| {
        let field = if y.abs() > 90.0 { lat } else { lon };
        table.wrong(field, "degrees: latitude from -90 to 90, longitude from -180 to 180", "")
    })
}

fn link_parents(rows: &mut StopRows, parents: &Names, ledger: &mut Ledger) {
    let stations: Vec<StopId> = (0..parents.len() as u32)
        .map(|position| match rows.ids.find(parents.get(position).as_bytes()) {
            Some(stop) => StopId(stop),
            None => StopId::NONE,
        })
        .collect();
    for stop in 0..rows.parent.len() {
        if !rows.parent[stop].is_some() {
            continue;
        }
        let station = stations[rows.parent[stop].index()];
        let usable = station.is_some() && station.index() != stop;
        if !usable {
            ledger.note(FILE, "parent_station that stops.txt does not list: ignored", || rows.ids.get(stop as u32));
        }
        rows.parent[stop] = if usable { station } else { StopId::NONE };
    }
    for stop in 0..rows.point.len() {
        let parent = rows.parent[stop];
        if rows.point[stop] == Stops::NOWHERE && parent.is_some() {
            rows.point[stop] = rows.point[parent.index()];
        }
    }
}
