//! Door to door by public transport.

use anyhow::Result;
use jiff::civil::Date;
use lynchpin_network::Network;
use lynchpin_network::footpaths::snap_stops;
use lynchpin_network::geometry::Point;
use lynchpin_network::streets::Snap;
use lynchpin_network::timetable::Day;
use lynchpin_reach::matrix::{CycleStreets, MatrixSummary, RowSink, TransitMatrix, transit_rows};
use lynchpin_reach::{ReachError, TransitRequest};

use super::places::snaps;

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
