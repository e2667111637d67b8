//! The options of `lynchpin access`, with their units.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use lynchpin_reach::access::Decay;

use super::access_inequality::InequalityArguments;
use super::matrix_arguments::TravelArguments;

/// Measures of access by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MeasureName {
    /// What is within each threshold
    Cumulative,
    /// What is in reach, weighted by a decay
    Gravity,
    /// Minutes to the k-th nearest place
    Nearest,
    /// Two-step floating catchments within each threshold: supply per person
    #[value(name = "2sfca")]
    TwoStep,
    /// Two-step floating catchments with a decay (Shen's measure): supply per person
    #[value(name = "e2sfca")]
    EnhancedTwoStep,
    /// Modified two-step floating catchments: supply per person
    #[value(name = "m2sfca")]
    ModifiedTwoStep,
    /// Three-step floating catchments: supply per person
    #[value(name = "3sfca")]
    ThreeStep,
    /// Balanced floating catchments: supply per person
    #[value(name = "bfca")]
    Balanced,
    /// Spatial availability: supply, in all and per person
    Availability,
}

/// Options of `lynchpin access`.
#[derive(Args)]
pub struct Arguments {
    /// The travel times.
    #[command(flatten)]
    pub travel: TravelArguments,
    /// What can be reached: CSV with the ids of the destinations in a column `id` and numbers beside them (default: the destinations file)
    #[arg(long, value_name = "A.csv")]
    pub opportunities: Option<PathBuf>,
    /// Which columns to measure (default: all of --opportunities)
    #[arg(long, value_name = "COLUMN,…", value_delimiter = ',')]
    pub supply: Vec<String>,
    /// Measures, several at once if wanted
    #[arg(long, value_enum, value_name = "MEASURE,…", value_delimiter = ',', required = true)]
    pub measure: Vec<MeasureName>,
    /// Thresholds of cumulative and 2sfca, minutes
    #[arg(long, value_name = "MINUTES,…", value_delimiter = ',', default_value = "30,45,60")]
    pub thresholds: Vec<u16>,
    /// Decay of the other measures, minutes: exponential:RATE, power:EXPONENT, linear:LIMIT, gaussian:SPREAD, binary:LIMIT,
    /// logistic:MIDDLE:SPREAD or stepped:LIMIT=WEIGHT:LIMIT=WEIGHT…; repeat for several
    #[arg(long, value_name = "NAME:NUMBER")]
    pub decay: Vec<Decay>,
    /// Which nearest places, counted from 1
    #[arg(long, value_name = "K,…", value_delimiter = ',', default_value = "1")]
    pub nearest: Vec<usize>,
    /// People: CSV with the ids of the origins in a column `id` and numbers beside them (default: the origins file)
    #[arg(long, value_name = "P.csv")]
    pub people: Option<PathBuf>,
    /// Column of people who compete for what there is (2sfca and on)
    #[arg(long, value_name = "COLUMN")]
    pub demand: Option<String>,
    /// Power to which availability raises people
    #[arg(long, value_name = "POWER", default_value_t = 1.0)]
    pub demand_exponent: f64,
    /// Column with the share of people without a car, 0 to 1: they take public transport, the others drive, and all compete
    #[arg(long, value_name = "COLUMN")]
    pub without_car: Option<String>,
    /// Compute travel times twice instead of keeping those that count: less memory, twice the time
    #[arg(long)]
    pub compute_twice: bool,
    /// How unequal access is.
    #[command(flatten)]
    pub inequality: InequalityArguments,
    /// Where to write: .parquet or .csv, one row an origin; units and parameters in the Parquet file, or beside the CSV file in ….columns.csv
    #[arg(long, value_name = "X.parquet")]
    pub out: PathBuf,
    /// Print what was done as JSON
    #[arg(long)]
    pub json: bool,
}

impl Arguments {
    /// Whether a measure takes the thresholds, so that they have to make sense.
    pub fn uses_thresholds(&self) -> bool {
        [MeasureName::Cumulative, MeasureName::TwoStep].iter().any(|name| self.measure.contains(name))
    }
}
