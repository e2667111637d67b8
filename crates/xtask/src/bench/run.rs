//! What one run of `bench peers` measured: the raw record that is kept, and the figures made of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::agreement::Agreement;
use super::causes::Cause;
use super::process::Usage;

/// The raw record, `benches/runs/<date>-<network>.json`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Run {
    pub taken_at: String,
    pub machine: String,
    pub threads: usize,
    pub lynchpin: String,
    pub peers: Vec<String>,
    pub network: Size,
    pub parameters: String,
    pub rounds: Vec<Round>,
    pub comparisons: Vec<Comparison>,
}

/// How much was asked.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Size {
    pub name: String,
    pub date: String,
    pub points: usize,
    pub origins: usize,
    pub few: usize,
}

/// Every engine once.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Round {
    pub lynchpin: Ours,
    pub cafein: Cafein,
    pub ferrobus: Ferrobus,
}

/// Each a process of its own.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Ours {
    /// From the files to a saved network.
    pub build: Usage,
    /// From the files to the 60-minute matrix, in one process.
    pub through: Usage,
    /// By question; see [`question`].
    pub asked: BTreeMap<String, Asked>,
}

/// The same question from all the origins of the run and from a few of them.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Asked {
    pub all: Usage,
    pub few: Usage,
}

/// What `cafein_run.py` answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Cafein {
    pub version: String,
    pub import_cpu_s: f64,
    pub build_cpu_s: f64,
    /// The day's transfers of the trip-based engine.
    pub prepare_cpu_s: f64,
    pub windows: BTreeMap<String, Seconds>,
    pub peak_mb: f64,
}

/// CPU seconds of the matrix call.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Seconds {
    pub all_cpu_s: f64,
    pub few_cpu_s: f64,
}

/// What `ferrobus_run.py` answers.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Ferrobus {
    pub version: String,
    pub import_cpu_s: f64,
    pub build_cpu_s: f64,
    /// Linking all points to streets and stops.
    pub points_cpu_s: f64,
    pub matrix_points: usize,
    /// The matrix call, a point knowing its ten nearest stops.
    pub default_stops_cpu_s: f64,
    /// The matrix call, a point knowing all stops within the walk.
    pub all_stops_cpu_s: f64,
    pub peak_mb: f64,
}

/// One peer, one window, one percentile.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Comparison {
    pub peer: String,
    pub window: u32,
    pub percentile: u32,
    /// Both as they come.
    pub published: Agreement,
    /// Both rounded up.
    pub rounded: Agreement,
    /// … the percentile of the same rank, and no journey longer than the longest.
    pub alike: Agreement,
    /// Direct walks within the limit, where both find one.
    pub walks: Agreement,
    pub causes: Vec<Cause>,
}

/// Names of Lynchpin's questions.
pub mod question {
    pub const SINGLE: &str = "1";
    pub const SINGLE_FERROBUS: &str = "1 at 1.4 m/s";
    pub const HALF_HOUR: &str = "30";
    pub const HOUR: &str = "60";
    pub const HOUR_FARE: &str = "60 with --max-fare";
}

/// Least and middle of the rounds.
#[derive(Clone, Copy, Debug)]
pub struct Spread {
    pub least: f64,
    pub median: f64,
}

impl Run {
    /// A figure over the rounds; `None` where no round has it.
    pub fn spread(&self, figure: impl Fn(&Round) -> Option<f64>) -> Option<Spread> {
        let mut values: Vec<f64> = self.rounds.iter().filter_map(figure).collect();
        values.sort_by(f64::total_cmp);
        let least = *values.first()?;
        Some(Spread { least, median: f64::midpoint(values[(values.len() - 1) / 2], values[values.len() / 2]) })
    }

    /// CPU milliseconds per origin were all points asked: fixed cost shared, plus the cost of one more origin.
    fn per_origin(&self, all_s: f64, few_s: f64) -> f64 {
        let each = self.each_more(all_s, few_s);
        let fixed = (1e3 * all_s - each * self.network.origins as f64).max(0.0);
        fixed / self.network.points as f64 + each
    }

    /// CPU milliseconds of one more origin.
    fn each_more(&self, all_s: f64, few_s: f64) -> f64 {
        1e3 * (all_s - few_s) / (self.network.origins - self.network.few).max(1) as f64
    }

    /// Lynchpin, the process with a saved network whole.
    pub fn ours(&self, question: &str) -> Option<Spread> {
        self.spread(|round| round.lynchpin.asked.get(question).map(|a| self.per_origin(a.all.cpu_s, a.few.cpu_s)))
    }

    /// Lynchpin, one more origin.
    pub fn ours_each(&self, question: &str) -> Option<Spread> {
        self.spread(|round| round.lynchpin.asked.get(question).map(|a| self.each_more(a.all.cpu_s, a.few.cpu_s)))
    }

    /// Cafein, its matrix call.
    pub fn cafein(&self, window: &str) -> Option<Spread> {
        self.spread(|round| round.cafein.windows.get(window).map(|s| self.per_origin(s.all_cpu_s, s.few_cpu_s)))
    }

    /// Ferrobus, its matrix call with ten stops a point, which is its fastest.
    pub fn ferrobus(&self) -> Option<Spread> {
        self.spread(|round| Some(1e3 * round.ferrobus.default_stops_cpu_s / round.ferrobus.matrix_points as f64))
    }

    /// Ferrobus, its matrix call with all stops that a point can walk to, which is what the others answer.
    pub fn ferrobus_all(&self) -> Option<Spread> {
        self.spread(|round| Some(1e3 * round.ferrobus.all_stops_cpu_s / round.ferrobus.matrix_points as f64))
    }

    /// Ferrobus, linking a point.
    pub fn ferrobus_point(&self) -> Option<Spread> {
        self.spread(|round| Some(1e3 * round.ferrobus.points_cpu_s / round.ferrobus.matrix_points as f64))
    }
}
