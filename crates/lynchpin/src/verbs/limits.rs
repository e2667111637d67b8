//! Limits on journeys besides time: money and walking in all.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;
use lynchpin_network::Network;
use lynchpin_network::timetable::{Day, Timetable};
use lynchpin_reach::fares::Tariff;
use lynchpin_reach::matrix::{
    FareLimit, FrontierWriter, Limit, MatrixSummary, RowSink, TransitMatrix, frontier_rows, limited_rows,
};
use lynchpin_reach::points::Points;

use super::matrix::{day_of_travel, snaps, transit_request};
use super::matrix_arguments::{ModeName, TravelArguments};
use crate::travel::tariff;

/// What journeys may cost.
#[derive(Args, serde::Serialize)]
pub struct LimitArguments {
    /// Most that a journey may cost, such as 4.00 (needs fares: --fares, or feeds that publish them)
    #[arg(long, value_name = "AMOUNT", conflicts_with = "via")]
    pub max_fare: Option<String>,
    /// Prices, where the feeds publish none or the wrong ones: a TOML file
    #[arg(long, value_name = "F.toml")]
    #[serde(serialize_with = "super::matrix_chunks::contents")]
    pub fares: Option<PathBuf>,
    /// Write the trade between money and time: a row `from_id,to_id,fare,travel_time_p…` for every fare that buys time
    #[arg(long, conflicts_with = "via")]
    pub frontier: bool,
    /// Longest walk in all on a journey: to the first stop, between vehicles, from the last stop or all the way, minutes
    #[arg(long, value_name = "MINUTES", conflicts_with_all = ["max_fare", "frontier", "via"])]
    pub max_total_walk_minutes: Option<f64>,
}

/// A limit, checked against the network.
pub enum Limited {
    /// Money.
    Fare(Box<Priced>),
    /// Walking in all, seconds.
    Walking(u16),
}

/// Prices and the most that may be spent.
pub struct Priced {
    tariff: Tariff,
    most: Option<u32>,
    frontier: bool,
}

impl LimitArguments {
    /// Reads the limits; `None` where there are none.
    pub fn read(&self, travel: &TravelArguments, network: &Network) -> Result<Option<Limited>> {
        if self.max_fare.is_none() && !self.frontier {
            if self.fares.is_some() {
                bail!("--fares plays no part without --max-fare or --frontier\nhint: add --max-fare 4.00");
            }
            let Some(minutes) = self.max_total_walk_minutes else { return Ok(None) };
            for_transit(travel, "--max-total-walk-minutes")?;
            if !(0.0..=1_000.0).contains(&minutes) {
                bail!("--max-total-walk-minutes {minutes}: expected 0 to 1000\nhint: give a plain number");
            }
            return Ok(Some(Limited::Walking((minutes * 60.0) as u16)));
        }
        for_transit(travel, if self.frontier { "--frontier" } else { "--max-fare" })?;
        let tariff = tariff(self.fares.as_deref(), timetable(network)?)?;
        let currency = tariff.currency();
        let amount = |text: &String| {
            currency.minor_units(text).with_context(|| {
                format!("--max-fare {text:?} is no amount in {currency}\nhint: write a plain number, such as 4.00")
            })
        };
        let most = self.max_fare.as_ref().map(amount).transpose()?;
        let without = tariff.routes_without_fare().count();
        if without > 0 {
            let all = network.timetable.as_ref().map_or(0, |t| t.routes.kind.len());
            eprintln!("note: {without} of {all} routes have no fare and are not used");
        }
        Ok(Some(Limited::Fare(Box::new(Priced { tariff, most, frontier: self.frontier }))))
    }
}

fn for_transit(travel: &TravelArguments, option: &str) -> Result<()> {
    if travel.mode != ModeName::Transit {
        bail!("{option} is for public transport\nhint: leave out --mode, or {option}");
    }
    Ok(())
}

fn timetable(network: &Network) -> Result<&Timetable> {
    network.timetable.as_ref().context("the network has no timetable\nhint: build it with --gtfs")
}

impl Limited {
    /// The prices, where the frontier is to be written.
    pub fn frontier(&self) -> Option<&Priced> {
        match self {
            Self::Fare(priced) if priced.frontier => Some(priced),
            _ => None,
        }
    }

    /// Computes travel times under the limit, row by row.
    pub fn rows(
        &self,
        travel: &TravelArguments,
        network: &Network,
        ends: [&Points; 2],
        sink: &mut dyn RowSink,
    ) -> Result<MatrixSummary> {
        with_matrix(travel, network, ends, |matrix, timetable| {
            let limit = match self {
                Self::Fare(priced) => Limit::Fare(priced.limit(timetable)),
                Self::Walking(most_seconds) => Limit::Walking(*most_seconds),
            };
            Ok(limited_rows(matrix, &limit, sink, &|_| ())?)
        })
    }
}

impl Priced {
    /// The prices.
    pub fn tariff(&self) -> &Tariff {
        &self.tariff
    }

    fn limit<'a>(&'a self, timetable: &'a Timetable) -> FareLimit<'a> {
        FareLimit { tariff: &self.tariff, trip_route: &timetable.trips.route, most: self.most }
    }

    /// Computes and writes the trade between money and time.
    pub fn frontiers(
        &self,
        travel: &TravelArguments,
        network: &Network,
        ends: [&Points; 2],
        writer: &mut FrontierWriter,
    ) -> Result<MatrixSummary> {
        with_matrix(travel, network, ends, |matrix, timetable| {
            let limit = self.limit(timetable);
            Ok(frontier_rows(matrix, &limit, &mut |origin, row| writer.row(origin, row), &|_| ())?)
        })
    }
}

fn with_matrix<R>(
    travel: &TravelArguments,
    network: &Network,
    [origins, destinations]: [&Points; 2],
    compute: impl FnOnce(&TransitMatrix<'_>, &Timetable) -> Result<R>,
) -> Result<R> {
    let timetable = timetable(network)?;
    let request = transit_request(travel)?;
    let day = Day::prepare(timetable, day_of_travel(travel)?, request.window.horizon(request.max_minutes))?;
    let walk = &network.streets.walk;
    let (from, to) = (snaps(walk, origins), snaps(walk, destinations));
    let matrix = TransitMatrix {
        request: &request,
        walk,
        day: &day,
        stops: &network.stop_snaps,
        footpaths: &network.footpaths,
        origins: &from,
        destinations: &to,
        percentiles: &travel.percentiles,
        cycling: None,
    };
    compute(&matrix, timetable)
}
