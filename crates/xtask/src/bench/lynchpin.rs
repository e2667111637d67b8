//! Lynchpin as a user runs it: the real binary, one process a question.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::inputs::Inputs;
use super::process::{Usage, kept_folder, measured};

/// Walking speed of the questions, km/h: 1 m/s.
pub const WALK_KMH: f64 = 3.6;
/// Ferrobus walks at 1.4 m/s and cannot be told otherwise.
pub const FERROBUS_KMH: f64 = 5.04;
/// Longest walk to the first stop and from the last, each, minutes.
pub const WALK_MINUTES: u32 = 30;
/// Longest walk between two rides, minutes.
pub const TRANSFER_WALK_MINUTES: u32 = 15;
/// Longest journey, minutes.
pub const MAX_MINUTES: u32 = 120;
pub const RIDES: u32 = 4;
pub const DEPART: &str = "08:00";

/// The binary, and where its runs keep things.
pub struct Lynchpin<'a> {
    pub binary: PathBuf,
    pub python: PathBuf,
    pub log: PathBuf,
    pub work: PathBuf,
    pub inputs: &'a Inputs,
    pub threads: usize,
}

/// One question.
#[derive(Clone)]
pub struct Ask<'a> {
    pub network: PathBuf,
    pub origins: &'a Path,
    pub out: PathBuf,
    pub window: u32,
    pub percentiles: Vec<u32>,
    pub walk_kmh: f64,
    pub walk_minutes: u32,
    pub slack_seconds: u32,
    pub max_fare: Option<&'a str>,
}

impl<'a> Lynchpin<'a> {
    /// The usual question: all origins that are asked, at 1 m/s.
    pub fn ask(&self, window: u32) -> Ask<'a> {
        Ask {
            network: self.work.join("network.lynch"),
            origins: &self.inputs.origins_file,
            out: self.work.join("times.parquet"),
            window,
            percentiles: if window == 1 { vec![50] } else { vec![25, 50, 75] },
            walk_kmh: WALK_KMH,
            walk_minutes: WALK_MINUTES,
            slack_seconds: 0,
            max_fare: None,
        }
    }

    /// Builds and saves a network that holds walks between stops for this speed.
    pub fn build(&self, network: &Path, walk_kmh: f64) -> Result<Usage> {
        self.build_from(&self.inputs.gtfs, network, walk_kmh)
    }

    /// The same from other feeds.
    pub fn build_from(&self, feeds: &[PathBuf], network: &Path, walk_kmh: f64) -> Result<Usage> {
        let mut command = self.matrix();
        command.extend(self.sources(feeds));
        command.extend(["--save-network".into(), network.into(), "--walk-kmh".into(), walk_kmh.to_string().into()]);
        measured(&self.python, &self.log, command)
    }

    /// From the files to the answer in one process.
    pub fn through(&self, ask: &Ask<'_>) -> Result<Usage> {
        let mut command = self.matrix();
        command.extend(self.sources(&self.inputs.gtfs));
        command.extend(self.question(ask));
        measured(&self.python, &self.log, command)
    }

    /// With a saved network.
    pub fn answer(&self, ask: &Ask<'_>) -> Result<Usage> {
        let mut command = self.matrix();
        command.extend(["--network".into(), ask.network.clone().into()]);
        command.extend(self.question(ask));
        measured(&self.python, &self.log, command)
    }

    /// Walks from every origin to every destination, whole minutes.
    pub fn walks(&self, network: &Path, walk_kmh: f64, minutes: u32, out: &Path) -> Result<Usage> {
        let mut command = self.matrix();
        command.extend(["--network".into(), network.into(), "--mode".into(), "walk".into()]);
        command.extend(["--origins".into(), self.inputs.origins_file.clone().into()]);
        command.extend(["--destinations".into(), self.inputs.destinations_file.clone().into()]);
        command.extend(["--walk-kmh".into(), walk_kmh.to_string().into()]);
        command.extend(["--max-minutes".into(), minutes.to_string().into(), "--out".into(), out.into()]);
        measured(&self.python, &self.log, command)
    }

    fn matrix(&self) -> Vec<OsString> {
        vec![self.binary.clone().into(), "matrix".into(), "--threads".into(), self.threads.to_string().into()]
    }

    fn sources(&self, feeds: &[PathBuf]) -> Vec<OsString> {
        let mut sources = vec!["--osm".into(), self.inputs.osm.clone().into()];
        for feed in feeds {
            sources.extend(["--gtfs".into(), feed.clone().into()]);
        }
        sources
    }

    fn question(&self, ask: &Ask<'_>) -> Vec<OsString> {
        let percentiles: Vec<String> = ask.percentiles.iter().map(ToString::to_string).collect();
        let mut options: Vec<OsString> = Vec::new();
        let mut give = |name: &str, value: OsString| options.extend([format!("--{name}").into(), value]);
        give("origins", ask.origins.into());
        give("destinations", self.inputs.destinations_file.clone().into());
        give("out", ask.out.clone().into());
        give("date", self.inputs.date.clone().into());
        give("depart", DEPART.into());
        give("window", ask.window.to_string().into());
        give("percentiles", percentiles.join(",").into());
        give("walk-kmh", ask.walk_kmh.to_string().into());
        give("max-walk-minutes", ask.walk_minutes.to_string().into());
        give("max-transfer-walk-minutes", TRANSFER_WALK_MINUTES.to_string().into());
        give("max-minutes", MAX_MINUTES.to_string().into());
        give("max-rides", RIDES.to_string().into());
        give("boarding-slack-seconds", ask.slack_seconds.to_string().into());
        if let Some(fare) = ask.max_fare {
            give("max-fare", fare.into());
            give("fares", kept_folder().join("peers").join("fares.toml").into());
        }
        options
    }
}
