//! Stop times gathered into trips, and the trips that cannot be used set aside.

use std::collections::HashMap;

use super::columns::{SequenceId, Sequences, Trips};
use super::day::{ALIGHT, BOARD};
use super::interpolate;
use super::names::Names;
use super::report::Ledger;
use super::stop_times::{BLANK, FILE, StopTime};
use super::stops::StopRows;
use super::trips::TripRows;
use crate::ids::{RouteId, ServiceId, StopId, TripId};

/// The trips of one feed that can be used, with their calls.
pub(super) struct Assembled {
    /// The timetable's trip for each row of `trips.txt`, or [`TripId::NONE`].
    pub kept: Vec<TripId>,
    pub trips: Trips,
    pub sequences: Sequences,
    pub arrival: Vec<u32>,
    pub departure: Vec<u32>,
    /// Calls whose time was interpolated.
    pub interpolated: u64,
}

#[derive(Default)]
struct Building {
    ids: Names,
    route: Vec<RouteId>,
    service: Vec<ServiceId>,
    block: Vec<u32>,
    sequence: Vec<SequenceId>,
    first_time: Vec<u32>,
    arrival: Vec<u32>,
    departure: Vec<u32>,
    sequences: Interned,
    interpolated: u64,
}

/// Lists of calls, each kept once.
#[derive(Default)]
struct Interned {
    position: HashMap<Box<[(StopId, u8)]>, u32>,
    first: Vec<u32>,
    stop: Vec<StopId>,
    flags: Vec<u8>,
}

/// Makes trips of stop times that are ordered by trip and sequence.
pub(super) fn assemble(mut rows: Vec<StopTime>, trips: &TripRows, stops: &StopRows, ledger: &mut Ledger) -> Assembled {
    let mut building = Building::default();
    let mut kept = vec![TripId::NONE; trips.route.len()];
    let mut seen = vec![false; trips.route.len()];
    for calls in rows.chunk_by_mut(|a, b| a.trip == b.trip) {
        let row = calls[0].trip as usize;
        seen[row] = true;
        let calls = drop_repeats(calls, trips, ledger);
        match usable(calls) {
            Ok(()) => kept[row] = building.push(calls, row, trips, stops),
            Err((what, at)) => {
                ledger.note(FILE, what, || format!("{} (row {})", trips.ids.get(row as u32), calls[at].row));
            }
        }
    }
    for row in (0..seen.len()).filter(|&row| !seen[row]) {
        ledger.note("trips.txt", "trip without stop times: left out", || trips.ids.get(row as u32));
    }
    building.finish(kept)
}

/// Moves the first row of each sequence number to the front.
fn drop_repeats<'a>(calls: &'a mut [StopTime], trips: &TripRows, ledger: &mut Ledger) -> &'a mut [StopTime] {
    let mut end = 1;
    for next in 1..calls.len() {
        if calls[next].sequence == calls[end - 1].sequence {
            let (trip, row) = (calls[next].trip, calls[next].row);
            ledger.note(FILE, "stop_sequence listed before in the trip: first row kept", || {
                format!("{} (row {row})", trips.ids.get(trip))
            });
        } else {
            calls[end] = calls[next];
            end += 1;
        }
    }
    &mut calls[..end]
}

/// Why a trip cannot be used, and at which of its calls that shows.
fn usable(calls: &[StopTime]) -> Result<(), (&'static str, usize)> {
    let last = calls.len() - 1;
    if last == 0 {
        return Err(("trip with a single stop time: left out", 0));
    }
    for end in [0, last] {
        if calls[end].arrival == BLANK {
            return Err(("trip without a time at its first or last stop: left out", end));
        }
    }
    let mut clock = 0;
    for (at, call) in calls.iter().enumerate().filter(|(_, call)| call.arrival != BLANK) {
        if call.arrival < clock || call.departure < call.arrival {
            return Err(("trip whose times go backwards: left out", at));
        }
        clock = call.departure;
    }
    Ok(())
}

impl Building {
    fn push(&mut self, calls: &mut [StopTime], row: usize, trips: &TripRows, stops: &StopRows) -> TripId {
        self.interpolated += interpolate::fill(calls, &stops.point);
        let last = calls.len() - 1;
        calls[0].flags &= !ALIGHT;
        calls[last].flags &= !BOARD;
        let trip = TripId::from(self.route.len());
        self.ids.add(trips.ids.get(row as u32).as_bytes());
        self.route.push(trips.route[row]);
        self.service.push(trips.service[row]);
        self.block.push(trips.block[row]);
        self.sequence.push(SequenceId(self.sequences.position(calls)));
        self.first_time.push(self.arrival.len() as u32);
        self.arrival.extend(calls.iter().map(|call| call.arrival));
        self.departure.extend(calls.iter().map(|call| call.departure));
        trip
    }

    fn finish(mut self, kept: Vec<TripId>) -> Assembled {
        self.sequences.first.push(self.sequences.stop.len() as u32);
        let sequences = Sequences {
            first: self.sequences.first.into(),
            stop: self.sequences.stop.into(),
            flags: self.sequences.flags.into(),
        };
        let trips = Trips {
            id: self.ids.strings(),
            route: self.route.into(),
            service: self.service.into(),
            block: self.block.into(),
            sequence: self.sequence.into(),
            first_time: self.first_time.into(),
        };
        let Self { arrival, departure, interpolated, .. } = self;
        Assembled { kept, trips, sequences, arrival, departure, interpolated }
    }
}

impl Interned {
    fn position(&mut self, calls: &[StopTime]) -> u32 {
        let key: Box<[(StopId, u8)]> = calls.iter().map(|call| (call.stop, call.flags)).collect();
        if let Some(&position) = self.position.get(&key) {
            return position;
        }
        let next = self.first.len() as u32;
        self.first.push(self.stop.len() as u32);
        self.stop.extend(key.iter().map(|call| call.0));
        self.flags.extend(key.iter().map(|call| call.1));
        self.position.insert(key, next);
        next
    }
}
