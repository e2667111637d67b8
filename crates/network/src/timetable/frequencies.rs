//! `frequencies.txt`: trips that repeat at a headway.

use super::columns::Frequency;
use super::report::Ledger;
use super::source::Source;
use super::table::Table;
use super::trips::TripRows;
use crate::error::NetworkError;
use crate::ids::TripId;

const FILE: &str = "frequencies.txt";

/// Reads the repetitions of the trips that `kept` has a number for; a feed may have none.
pub(super) fn read(
    source: &Source,
    trips: &TripRows,
    kept: &[TripId],
    ledger: &mut Ledger,
) -> Result<Vec<Frequency>, NetworkError> {
    let rows = source.read(FILE, |table| read_rows(table, trips, kept, ledger))?;
    let mut rows = rows.unwrap_or_default();
    rows.sort_unstable();
    let before = rows.len();
    rows.dedup();
    for _ in rows.len()..before {
        ledger.note(FILE, "row listed before: first row kept", String::new);
    }
    for pair in rows.windows(2) {
        if pair[0].trip == pair[1].trip && pair[1].start_seconds < pair[0].end_seconds {
            ledger.note(FILE, "periods of one trip overlap: all are run", || format!("at {} s", pair[1].start_seconds));
        }
    }
    Ok(rows)
}

fn read_rows(
    table: &mut Table<'_>,
    trips: &TripRows,
    kept: &[TripId],
    ledger: &mut Ledger,
) -> Result<Vec<Frequency>, NetworkError> {
    let (trip, start) = (table.need("trip_id")?, table.need("start_time")?);
    let (end, headway, exact) = (table.need("end_time")?, table.need("headway_secs")?, table.field("exact_times"));
    let needed = "a time as HH:MM:SS";
    let mut rows = Vec::new();
    while table.next()? {
        let Some(row) = trips.ids.find(table.bytes(trip)) else {
            return Err(table.unknown(trip, "trips.txt"));
        };
        let start_seconds = table.seconds(start)?.ok_or_else(|| table.wrong(start, needed, ""))?;
        let end_seconds = table.seconds(end)?.ok_or_else(|| table.wrong(end, needed, ""))?;
        let headway_seconds = table.whole(headway)?.filter(|&seconds| seconds > 0);
        let headway_seconds =
            headway_seconds.ok_or_else(|| table.wrong(headway, "seconds between departures, 1 or more", ""))?;
        let exact = u32::from(table.whole(exact)? == Some(1));
        let trip_id = kept[row as usize];
        if end_seconds <= start_seconds {
            ledger.note(FILE, "end_time not after start_time: left out", || table.text(trip).into_owned());
        } else if trip_id.is_some() {
            rows.push(Frequency { trip: trip_id, start_seconds, end_seconds, headway_seconds, exact });
        }
    }
    Ok(rows)
}
