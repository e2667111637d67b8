//! `lynchpin matrix --via`: travel times by way of a nursery, or any one of several places.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;
use lynchpin_network::Network;
use lynchpin_network::timetable::Day;
use lynchpin_reach::Window;
use lynchpin_reach::chain::ViaPlaces;
use lynchpin_reach::matrix::{ChainedMatrix, MatrixSummary, RowSink, TransitMatrix, WayBack, chained_rows};
use lynchpin_reach::points::Points;
use serde_json::{Value, json};

use super::matrix;
use super::matrix_arguments::{ModeName, TravelArguments};

/// Options for stopping on the way.
#[derive(Args, serde::Serialize)]
pub struct ViaArguments {
    /// Go by way of one of these places, such as nurseries: CSV with the columns id,lat,lon and, where limited, opens,closes (HH:MM)
    #[arg(long, value_name = "P.csv")]
    #[serde(serialize_with = "super::matrix_chunks::contents")]
    pub via: Option<PathBuf>,
    /// How long the stop there takes, minutes
    #[arg(long, value_name = "MINUTES", default_value_t = 5, requires = "via")]
    pub via_dwell_minutes: u32,
    /// Only places that can be reached again before they close by who leaves the destination at this time
    #[arg(long, value_name = "HH:MM", requires = "via")]
    pub via_return_from: Option<String>,
    /// Only places within this many minutes of the origin, in the median of the window
    #[arg(long, value_name = "MINUTES", requires = "via")]
    pub via_within: Option<u32>,
}

/// What the matrix says about the stop on the way.
pub struct Stopping {
    places: ViaPlaces,
    dwell_seconds: u32,
    return_seconds: Option<u32>,
    within_minutes: Option<u32>,
}

impl ViaArguments {
    /// Reads the places, or `None` where none are asked for.
    pub fn read(&self, travel: &TravelArguments) -> Result<Option<Stopping>> {
        let Some(file) = &self.via else { return Ok(None) };
        if travel.mode != ModeName::Transit {
            bail!("--via goes by public transport and on foot only\nhint: leave out --mode, or leave out --via");
        }
        let places = ViaPlaces::read(file)?;
        let return_seconds = self.via_return_from.as_deref().map(matrix::clock_seconds).transpose()?;
        if return_seconds.is_some() && places.openings.iter().all(|o| o.closes_seconds.is_none()) {
            bail!(
                "{}: no place closes, so --via-return-from limits nothing\nhint: give the column closes (HH:MM), or leave the option out",
                file.display()
            );
        }
        if self.via_dwell_minutes > 720 {
            bail!("--via-dwell-minutes: {} is over 720", self.via_dwell_minutes);
        }
        Ok(Some(Stopping {
            places,
            dwell_seconds: 60 * self.via_dwell_minutes,
            return_seconds,
            within_minutes: self.via_within,
        }))
    }
}

impl Stopping {
    /// Names of the travel times by way of a place.
    pub fn columns(columns: &[String]) -> Vec<String> {
        columns.iter().map(|name| format!("via_{name}")).collect()
    }

    /// Computes the chained matrix row by row.
    pub fn rows(
        &self,
        travel: &TravelArguments,
        network: &Network,
        [origins, destinations]: [&Points; 2],
        sink: &mut dyn RowSink,
    ) -> Result<MatrixSummary> {
        let request = matrix::transit_request(travel)?;
        let date = matrix::day_of_travel(travel)?;
        let timetable =
            network.timetable.as_ref().context("the network has no timetable\nhint: build it with --gtfs")?;
        let day = Day::prepare(timetable, date, request.window.horizon(request.max_minutes))?;
        let last_closing = self.places.openings.iter().filter_map(|o| o.closes_seconds).max().unwrap_or(0);
        let back_day = self
            .return_seconds
            .map(|from| Day::prepare(timetable, date, from as i32..last_closing.max(from) as i32 + 1));
        let back_day = back_day.transpose()?;
        let walk = &network.streets.walk;
        let snaps = [origins, destinations, &self.places.points].map(|points| matrix::snaps(walk, points));
        let chained = ChainedMatrix {
            matrix: TransitMatrix {
                request: &request,
                walk,
                day: &day,
                stops: &network.stop_snaps,
                footpaths: &network.footpaths,
                origins: &snaps[0],
                destinations: &snaps[1],
                percentiles: &travel.percentiles,
                cycling: None,
            },
            vias: &snaps[2],
            openings: &self.places.openings,
            dwell_seconds: self.dwell_seconds,
            within_minutes: self.within_minutes,
            back: self.return_seconds.zip(back_day.as_ref()).map(|(from_seconds, day)| WayBack { from_seconds, day }),
        };
        let unlinked: Vec<usize> = (0..snaps[2].len()).filter(|&at| !snaps[2][at].is_linked()).collect();
        matrix::tell_unlinked("places on the way", &unlinked, &self.places.points);
        Ok(chained_rows(&chained, sink, &|_| ())?)
    }

    /// What was asked, for the summary.
    pub fn summary(&self, window: Window) -> Value {
        json!({
            "places": self.places.points.len(),
            "dwell_minutes": self.dwell_seconds / 60,
            "within_minutes": self.within_minutes,
            "return_from_seconds": self.return_seconds,
            "convention": self.convention(window),
        })
    }

    /// What the travel times mean, in a sentence or two.
    pub fn convention(&self, window: Window) -> String {
        let counted = match window {
            Window::Depart { .. } => "Minutes count from leaving the origin",
            Window::Arrive { .. } => "Minutes count from leaving the origin at the latest to the deadline",
        };
        let minutes = self.dwell_seconds / 60;
        let mut said = format!(
            "{counted}, by way of the best of the places, with a stop of {minutes} min there that begins while it is open; \
             rides and walks are limited on each of the two legs."
        );
        if self.within_minutes.is_some() {
            said.push_str(" A place counts only within the given minutes of the origin, in the median of the window.");
        }
        if self.return_seconds.is_some() {
            said.push_str(
                " A place counts only where whoever leaves the destination at the given time is back at it before it closes.",
            );
        }
        said
    }
}
