//! The options of `lynchpin matrix`, and those it shares with other verbs, with their units.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::leg_arguments::LegArguments;
use super::matrix_chunks::ChunkArguments;

/// How people travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ModeName {
    /// Walk, public transport, walk
    Transit,
    /// On foot
    Walk,
    /// By bicycle
    Cycle,
    /// By car
    Drive,
}

/// What travels where, when and how: shared by every verb that computes travel times.
#[derive(Args, serde::Serialize)]
pub struct TravelArguments {
    /// Streets: OpenStreetMap extract (.osm.pbf); repeat for several
    #[arg(long, value_name = "F.pbf", conflicts_with = "network")]
    #[serde(skip)]
    pub osm: Vec<PathBuf>,
    /// Timetable: GTFS zip or folder; repeat for several
    #[arg(long, value_name = "A.zip", conflicts_with = "network")]
    #[serde(skip)]
    pub gtfs: Vec<PathBuf>,
    /// A network saved earlier with --save-network, instead of --osm and --gtfs
    #[arg(long, value_name = "F.lynch")]
    #[serde(skip)]
    pub network: Option<PathBuf>,
    /// Save the network that was built, for later runs with --network
    #[arg(long, value_name = "F.lynch")]
    #[serde(skip)]
    pub save_network: Option<PathBuf>,
    /// Points to start from: CSV with the columns id,lat,lon
    #[arg(long, value_name = "O.csv")]
    #[serde(skip)]
    pub origins: Option<PathBuf>,
    /// Points to go to: CSV with the columns id,lat,lon (default: the origins)
    #[arg(long, value_name = "D.csv")]
    #[serde(skip)]
    pub destinations: Option<PathBuf>,
    /// How people travel
    #[arg(long, value_enum, default_value = "transit")]
    pub mode: ModeName,
    /// Day of travel, such as 2024-03-05 (needed for public transport)
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<String>,
    /// First minute of a window of departures, such as 08:00
    #[arg(long, value_name = "HH:MM", conflicts_with = "arrive")]
    pub depart: Option<String>,
    /// First minute of a window of arrivals, such as 08:00
    #[arg(long, value_name = "HH:MM")]
    pub arrive: Option<String>,
    /// Length of the window, minutes: one journey is sampled each minute
    #[arg(long, value_name = "MINUTES", default_value_t = 60)]
    pub window: u32,
    /// Percentiles of the travel time over the window, 0 (the best minute) to 100
    #[arg(long, value_name = "P,P,…", value_delimiter = ',', default_value = "50")]
    pub percentiles: Vec<u8>,
    /// Longest journey, minutes
    #[arg(long, value_name = "MINUTES", default_value_t = 120)]
    pub max_minutes: u32,
    /// Walking speed, km/h
    #[arg(long, value_name = "KM/H", default_value_t = 4.8)]
    pub walk_kmh: f64,
    /// Cycling speed, km/h
    #[arg(long, value_name = "KM/H", default_value_t = 16.0)]
    pub cycle_kmh: f64,
    /// Longest walk to the first stop and from the last, each, minutes
    #[arg(long, value_name = "MINUTES", default_value_t = 30)]
    pub max_walk_minutes: u32,
    /// Longest walk between two rides, minutes
    #[arg(long, value_name = "MINUTES", default_value_t = 15)]
    pub max_transfer_walk_minutes: u32,
    /// Most vehicles boarded in one journey
    #[arg(long, value_name = "RIDES", default_value_t = 4)]
    pub max_rides: u32,
    /// Time needed at a stop before each boarding, seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    pub boarding_slack_seconds: u32,
    /// Ways to and from stops.
    #[command(flatten)]
    pub legs: LegArguments,
    /// Time zone of the window, as in the IANA database (default: the zone of the first timetable)
    #[arg(long, value_name = "ZONE")]
    pub timezone: Option<String>,
    /// Worker threads (default: one per core); the results are the same for any number
    #[arg(long, value_name = "N")]
    #[serde(skip)]
    pub threads: Option<usize>,
}

/// Options of `lynchpin matrix`.
///
/// What is serialised goes into the manifest of a matrix in parts: whatever decides a travel time. Network and points go there by
/// their contents; so do other files that an option names, by [`super::matrix_chunks::contents`].
#[derive(Args, serde::Serialize)]
pub struct Arguments {
    /// The travel times.
    #[command(flatten)]
    #[serde(flatten)]
    pub travel: TravelArguments,
    /// A stop on the way.
    #[command(flatten)]
    #[serde(flatten)]
    pub via: super::via::ViaArguments,
    /// Limits besides time.
    #[command(flatten)]
    pub limits: super::limits::LimitArguments,
    /// Where to write the matrix: .parquet or .csv, rows `from_id,to_id,travel_time_p…`; unreachable pairs are absent
    #[arg(long, value_name = "M.parquet", required_unless_present = "save_network")]
    #[serde(skip)]
    pub out: Option<PathBuf>,
    /// Runs in parts.
    #[command(flatten)]
    #[serde(skip)]
    pub chunks: ChunkArguments,
    /// Print what was done as JSON
    #[arg(long)]
    #[serde(skip)]
    pub json: bool,
}
