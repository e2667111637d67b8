//! The three street graphs, built from OpenStreetMap files.

use std::path::PathBuf;

use super::graph::{Mode, StreetGraph};
use super::report::{ModeReport, StreetsReport};
use super::{assemble, gather, pieces};
use crate::error::NetworkError;

/// The streets of one place, for each mode.
#[derive(Clone, Debug)]
pub struct Streets {
    /// On foot.
    pub walk: StreetGraph,
    /// By bicycle.
    pub cycle: StreetGraph,
    /// By car.
    pub drive: StreetGraph,
}

/// How streets are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct StreetOptions {
    /// Streets that hang together with no others are left out where they are shorter than this in all (metres), so that
    /// no point snaps to a place that leads nowhere. The longest group always stays. Lynchpin default: 2,000.
    pub least_island_metres: u32,
}

impl Default for StreetOptions {
    fn default() -> Self {
        Self { least_island_metres: 2_000 }
    }
}

impl Streets {
    /// Reads OSM PBF files (extracts may overlap) and builds the graphs, with a report of what was used and what was not.
    ///
    /// # Errors
    /// A file that cannot be read, is damaged or truncated or no OSM PBF file, and files that hold no street at all.
    pub fn from_pbf(files: &[PathBuf], options: &StreetOptions) -> Result<(Self, StreetsReport), NetworkError> {
        let mut report = StreetsReport::default();
        let gathered = gather::gather(files, &mut report)?;
        if gathered.streets.is_empty() {
            let names: Vec<String> = files.iter().map(|f| f.display().to_string()).collect();
            return Err(NetworkError::Request {
                problem: format!("no street in {}", names.join(", ")),
                hint: "give an OSM extract that holds ways tagged `highway` together with their nodes".into(),
            });
        }
        let least = u64::from(options.least_island_metres) * 1_000;
        let build = |mode: Mode| {
            let raw = pieces::links(&gathered, mode);
            let mut turns = report.turns;
            let (graph, islands) = assemble::graph(&gathered, mode, &raw, least, &mut turns);
            let mode_report = ModeReport::of(&graph, islands);
            (graph, turns, mode_report)
        };
        let (walk, (cycle, drive)) =
            rayon::join(|| build(Mode::Walk), || rayon::join(|| build(Mode::Cycle), || build(Mode::Drive)));
        report.turns = drive.1;
        report.modes = vec![walk.2, cycle.2, drive.2];
        let streets = Self { walk: walk.0, cycle: cycle.0, drive: drive.0 };
        Ok((streets, report))
    }

    /// The graph of one mode.
    pub fn of(&self, mode: Mode) -> &StreetGraph {
        match mode {
            Mode::Walk => &self.walk,
            Mode::Cycle => &self.cycle,
            Mode::Drive => &self.drive,
        }
    }
}
