//! `stop_times.txt`: when each trip calls where, and what riders may do there.

use super::day::{ALIGHT, BOARD};
use super::report::Ledger;
use super::source::Source;
use super::stops::StopRows;
use super::table::{Field, Table};
use super::trips::TripRows;
use crate::error::NetworkError;
use crate::ids::StopId;

pub(super) const FILE: &str = "stop_times.txt";
/// Marks a blank time.
pub(super) const BLANK: u32 = u32::MAX;

/// One row.
#[derive(Clone, Copy, Debug)]
pub(super) struct StopTime {
    /// Row of `trips.txt`, from 0.
    pub trip: u32,
    /// `stop_sequence`.
    pub sequence: u32,
    /// Where.
    pub stop: StopId,
    /// Seconds since noon minus 12 h, or [`BLANK`].
    pub arrival: u32,
    /// As `arrival`.
    pub departure: u32,
    /// `shape_dist_traveled` in the feed's own unit; NaN where it is blank.
    pub distance: f32,
    /// Line of the file.
    pub row: u32,
    /// [`BOARD`] and [`ALIGHT`].
    pub flags: u8,
}

struct Fields {
    trip: Field,
    stop: Field,
    sequence: Field,
    arrival: Field,
    departure: Field,
    pickup: Field,
    drop_off: Field,
    distance: Field,
    zones: [Field; 2],
}

/// The rows of one feed, ordered by trip and sequence.
#[derive(Default)]
pub(super) struct StopTimeRows {
    /// Rows that name a listed trip and a stop.
    pub rows: Vec<StopTime>,
    /// All rows of the file.
    pub read: u64,
}

/// Reads the rows and puts them in order; equal sequence numbers keep the file's order.
pub(super) fn read(
    source: &Source,
    trips: &TripRows,
    stops: &StopRows,
    ledger: &mut Ledger,
) -> Result<StopTimeRows, NetworkError> {
    let mut times = source.need(FILE, |table| read_rows(table, trips, stops, ledger))?;
    let key = |time: &StopTime| (time.trip, time.sequence);
    if !times.rows.is_sorted_by_key(key) {
        times.rows.sort_by_key(key);
    }
    Ok(times)
}

fn read_rows(
    table: &mut Table<'_>,
    trips: &TripRows,
    stops: &StopRows,
    ledger: &mut Ledger,
) -> Result<StopTimeRows, NetworkError> {
    let fields = fields(table)?;
    let mut times = StopTimeRows::default();
    // Most files keep a trip's rows together, so the last trip is most often the next one too.
    let (mut last_id, mut last_trip) = (Vec::new(), None);
    while table.next()? {
        times.read += 1;
        let id = table.bytes(fields.trip);
        if last_id != id || last_trip.is_none() {
            last_trip = trips.ids.find(id);
            last_id.clear();
            last_id.extend_from_slice(id);
        }
        let Some(trip) = last_trip else {
            ledger.note(FILE, "stop time of a trip that trips.txt does not list: left out", || {
                table.text(fields.trip).into_owned()
            });
            continue;
        };
        let stop = table.bytes(fields.stop);
        if stop.is_empty() && fields.zones.iter().any(|&zone| !table.bytes(zone).is_empty()) {
            ledger.note(FILE, "call anywhere within a zone (demand-responsive): left out", || {
                table.text(fields.trip).into_owned()
            });
            continue;
        }
        let Some(stop) = stops.ids.find(stop) else {
            return Err(table.unknown(fields.stop, "stops.txt"));
        };
        times.rows.push(stop_time(table, &fields, trip, StopId(stop), ledger)?);
    }
    Ok(times)
}

fn fields(table: &Table<'_>) -> Result<Fields, NetworkError> {
    Ok(Fields {
        trip: table.need("trip_id")?,
        stop: table.need("stop_id")?,
        sequence: table.need("stop_sequence")?,
        arrival: table.need("arrival_time")?,
        departure: table.need("departure_time")?,
        pickup: table.field("pickup_type"),
        drop_off: table.field("drop_off_type"),
        distance: table.field("shape_dist_traveled"),
        zones: [table.field("location_id"), table.field("location_group_id")],
    })
}

fn stop_time(
    table: &Table<'_>,
    fields: &Fields,
    trip: u32,
    stop: StopId,
    ledger: &mut Ledger,
) -> Result<StopTime, NetworkError> {
    let sequence = table.whole(fields.sequence)?;
    let sequence = sequence.ok_or_else(|| table.wrong(fields.sequence, "a whole number", ""))?;
    let (arrival, departure) = (table.seconds(fields.arrival)?, table.seconds(fields.departure)?);
    let board = allowed(table, fields.pickup, ledger)?;
    let alight = allowed(table, fields.drop_off, ledger)?;
    Ok(StopTime {
        trip,
        sequence,
        stop,
        arrival: arrival.or(departure).unwrap_or(BLANK),
        departure: departure.or(arrival).unwrap_or(BLANK),
        distance: table.decimal(fields.distance)?.map_or(f32::NAN, |distance| distance as f32),
        row: table.row() as u32,
        flags: if board { BOARD } else { 0 } | if alight { ALIGHT } else { 0 },
    })
}

/// What must be arranged with the agency or the driver is still to be had; only "not available" is not.
fn allowed(table: &Table<'_>, field: Field, ledger: &mut Ledger) -> Result<bool, NetworkError> {
    match table.bytes(field) {
        b"" | b"0" => Ok(true),
        b"1" => Ok(false),
        b"2" | b"3" => {
            let what = "boarding or alighting to be arranged by telephone or with the driver: taken as available";
            ledger.note(FILE, what, || format!("row {}", table.row()));
            Ok(true)
        }
        _ => Err(table.wrong(
            field,
            "0 (available), 1 (not available), 2 (telephone the agency) or 3 (ask the driver)",
            "",
        )),
    }
}
