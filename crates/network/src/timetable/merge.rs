//! Several feeds joined into one timetable: every id moves up by what the feeds before it hold.

use bytemuck::Pod;

use super::changes;
use super::columns::{
    Agencies, Feeds, Frequency, Routes, SequenceId, Sequences, Services, Stops, Strings, Timetable, TransferRule, Trips,
};
use super::fares::Fares;
use crate::column::Column;
use crate::ids::{RouteId, ServiceId, StopId, TripId};

/// Joins timetables of one feed each, in the order given.
pub(super) fn merge(zone: &str, feeds: &[Timetable]) -> Timetable {
    let stops = joined(feeds, |feed| feed.stops.point.len());
    let routes = joined(feeds, |feed| feed.routes.kind.len());
    let trips = joined(feeds, |feed| feed.trips.route.len());
    let stop = |f: usize, id: StopId| if id.is_some() { StopId(id.0 + stops[f]) } else { id };
    let route = |f: usize, id: RouteId| if id.is_some() { RouteId(id.0 + routes[f]) } else { id };
    let trip = |f: usize, id: TripId| if id.is_some() { TripId(id.0 + trips[f]) } else { id };
    let mut timetable = Timetable {
        zone: zone.to_owned(),
        feeds: Feeds { name: strings(feeds, |feed| &feed.feeds.name), zone: strings(feeds, |feed| &feed.feeds.zone) },
        agencies: Agencies {
            id: strings(feeds, |feed| &feed.agencies.id),
            name: strings(feeds, |feed| &feed.agencies.name),
            feed: column(feeds, |feed| &feed.agencies.feed, |f, _| f as u32),
        },
        stops: merge_stops(feeds, stop),
        routes: merge_routes(feeds),
        services: merge_services(feeds),
        trips: merge_trips(feeds, route),
        sequences: merge_sequences(feeds, stop),
        arrival: column(feeds, |feed| &feed.arrival, |_, time| time),
        departure: column(feeds, |feed| &feed.departure, |_, time| time),
        frequencies: column(
            feeds,
            |feed| &feed.frequencies,
            |f, row: Frequency| Frequency { trip: trip(f, row.trip), ..row },
        ),
        transfers: column(
            feeds,
            |feed| &feed.transfers,
            |f, rule: TransferRule| TransferRule {
                from_stop: stop(f, rule.from_stop),
                to_stop: stop(f, rule.to_stop),
                from_route: route(f, rule.from_route),
                to_route: route(f, rule.to_route),
                from_trip: trip(f, rule.from_trip),
                to_trip: trip(f, rule.to_trip),
                ..rule
            },
        ),
        fares: Fares::default(),
    };
    let agencies = joined(feeds, |feed| feed.agencies.feed.len());
    for (f, feed) in feeds.iter().enumerate().filter(|(_, feed)| !feed.fares.is_empty()) {
        let all_stops = timetable.stops.len() as u32;
        timetable.fares.append(&feed.fares, f as u32, [stops[f], routes[f], agencies[f]], all_stops);
    }
    timetable.stops.change_seconds = changes::change_seconds(&timetable).into();
    timetable
}

fn merge_stops(feeds: &[Timetable], stop: impl Fn(usize, StopId) -> StopId) -> Stops {
    Stops {
        id: strings(feeds, |feed| &feed.stops.id),
        name: strings(feeds, |feed| &feed.stops.name),
        feed: column(feeds, |feed| &feed.stops.feed, |f, _| f as u32),
        point: column(feeds, |feed| &feed.stops.point, |_, point| point),
        parent: column(feeds, |feed| &feed.stops.parent, stop),
        kind: column(feeds, |feed| &feed.stops.kind, |_, kind| kind),
        served: column(feeds, |feed| &feed.stops.served, |_, served| served),
        change_seconds: Column::default(),
    }
}

fn merge_routes(feeds: &[Timetable]) -> Routes {
    let agencies = joined(feeds, |feed| feed.agencies.feed.len());
    Routes {
        id: strings(feeds, |feed| &feed.routes.id),
        short_name: strings(feeds, |feed| &feed.routes.short_name),
        long_name: strings(feeds, |feed| &feed.routes.long_name),
        feed: column(feeds, |feed| &feed.routes.feed, |f, _| f as u32),
        agency: column(
            feeds,
            |feed| &feed.routes.agency,
            |f, agency: u32| match agency {
                u32::MAX => u32::MAX,
                agency => agency + agencies[f],
            },
        ),
        kind: column(feeds, |feed| &feed.routes.kind, |_, kind| kind),
    }
}

fn merge_services(feeds: &[Timetable]) -> Services {
    Services {
        id: strings(feeds, |feed| &feed.services.id),
        feed: column(feeds, |feed| &feed.services.feed, |f, _| f as u32),
        weekdays: column(feeds, |feed| &feed.services.weekdays, |_, days| days),
        first_day: column(feeds, |feed| &feed.services.first_day, |_, day| day),
        last_day: column(feeds, |feed| &feed.services.last_day, |_, day| day),
        first_exception: offsets(feeds, |feed| &feed.services.first_exception),
        exception_day: column(feeds, |feed| &feed.services.exception_day, |_, day| day),
        exception_runs: column(feeds, |feed| &feed.services.exception_runs, |_, runs| runs),
    }
}

fn merge_trips(feeds: &[Timetable], route: impl Fn(usize, RouteId) -> RouteId) -> Trips {
    let services = joined(feeds, |feed| feed.services.feed.len());
    let sequences = joined(feeds, |feed| feed.sequences.first.len().saturating_sub(1));
    let times = joined(feeds, |feed| feed.arrival.len());
    let blocks = joined(feeds, |feed| {
        let highest = feed.trips.block.iter().filter(|&&block| block != u32::MAX).max();
        highest.map_or(0, |&block| block as usize + 1)
    });
    Trips {
        id: strings(feeds, |feed| &feed.trips.id),
        route: column(feeds, |feed| &feed.trips.route, route),
        service: column(
            feeds,
            |feed| &feed.trips.service,
            |f, service: ServiceId| match service {
                ServiceId::NONE => service,
                ServiceId(id) => ServiceId(id + services[f]),
            },
        ),
        block: column(
            feeds,
            |feed| &feed.trips.block,
            |f, block: u32| match block {
                u32::MAX => block,
                block => block + blocks[f],
            },
        ),
        sequence: column(feeds, |feed| &feed.trips.sequence, |f, id: SequenceId| SequenceId(id.0 + sequences[f])),
        first_time: column(feeds, |feed| &feed.trips.first_time, |f, first| first + times[f]),
    }
}

fn merge_sequences(feeds: &[Timetable], stop: impl Fn(usize, StopId) -> StopId) -> Sequences {
    Sequences {
        first: offsets(feeds, |feed| &feed.sequences.first),
        stop: column(feeds, |feed| &feed.sequences.stop, stop),
        flags: column(feeds, |feed| &feed.sequences.flags, |_, flags| flags),
    }
}

/// For each feed, how many things the feeds before it hold.
fn joined(feeds: &[Timetable], count: impl Fn(&Timetable) -> usize) -> Vec<u32> {
    let counts = feeds.iter().map(|feed| count(feed) as u32);
    counts.scan(0, |before, count| Some(std::mem::replace(before, *before + count))).collect()
}

fn column<'a, T: Pod>(
    feeds: &'a [Timetable],
    of: impl Fn(&'a Timetable) -> &'a Column<T>,
    moved: impl Fn(usize, T) -> T,
) -> Column<T> {
    let mut all = Vec::with_capacity(feeds.iter().map(|feed| of(feed).len()).sum());
    for (f, feed) in feeds.iter().enumerate() {
        all.extend(of(feed).iter().map(|&value| moved(f, value)));
    }
    all.into()
}

/// Columns of positions that end with the end of the last entry.
fn offsets<'a>(feeds: &'a [Timetable], of: impl Fn(&'a Timetable) -> &'a Column<u32>) -> Column<u32> {
    let (mut all, mut end) = (vec![0], 0);
    for feed in feeds {
        all.extend(of(feed).iter().skip(1).map(|&offset| offset + end));
        end = all[all.len() - 1];
    }
    all.into()
}

fn strings<'a>(feeds: &'a [Timetable], of: impl Fn(&'a Timetable) -> &'a Strings) -> Strings {
    let mut bytes = Vec::new();
    for feed in feeds {
        bytes.extend_from_slice(&of(feed).bytes);
    }
    Strings { offset: offsets(feeds, |feed| &of(feed).offset), bytes: bytes.into() }
}
