//! The network of one place: its streets, its timetable and where they come from, built once, saved and opened.

use std::fs::File;
use std::path::{Path, PathBuf};

use crate::column::Column;
use crate::error::NetworkError;
use crate::file::{FORMAT, SectionReader, SectionWriter};
use crate::footpaths::{self, Footpaths, FootpathsReport};
use crate::geometry::Point;
use crate::streets::{Mode, Snap, StreetOptions, Streets, StreetsReport};
use crate::timetable::{Timetable, TimetableReport};

/// Told what is being done, one stage after the other, in words.
pub type Progress<'a> = dyn Fn(&str) + Sync + 'a;

/// What a network is built from.
#[derive(Clone, Debug)]
pub struct BuildInput {
    /// OSM PBF files.
    pub streets: Vec<PathBuf>,
    /// How streets are read.
    pub street_options: StreetOptions,
    /// GTFS feeds: zip files or folders. None for a network of streets alone.
    pub timetables: Vec<PathBuf>,
    /// IANA time zone in which days and times are asked for, such as `Europe/London`; empty for that of the first feed.
    pub zone: String,
    /// A stop farther than this from any street to walk on is unlinked: not used, but counted and named.
    /// Lynchpin default: 500.
    pub stop_link_metres: u32,
    /// Longest walk from stop to stop that is kept, metres. Lynchpin default: 1,250 (15 minutes at 5 km/h).
    pub footpath_metres: u32,
}

impl Default for BuildInput {
    fn default() -> Self {
        Self {
            streets: Vec::new(),
            street_options: StreetOptions::default(),
            timetables: Vec::new(),
            zone: String::new(),
            stop_link_metres: 500,
            footpath_metres: 1_250,
        }
    }
}

/// One input file of a network.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct InputFile {
    /// File name, without its folder.
    pub name: String,
    /// Length, bytes.
    pub bytes: u64,
    /// BLAKE3 of the contents, hexadecimal.
    pub blake3: String,
}

/// Where a network comes from and what it covers.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct NetworkMeta {
    /// Version of the file format that the network has when saved.
    pub format: u32,
    /// Version of Lynchpin that built it.
    pub built_by: String,
    /// Inputs, in the order given.
    pub inputs: Vec<InputFile>,
    /// See [`BuildInput::zone`].
    pub zone: String,
    /// How streets were read.
    pub street_options: StreetOptions,
    /// See [`BuildInput::stop_link_metres`].
    pub stop_link_metres: u32,
    /// See [`BuildInput::footpath_metres`].
    pub footpath_metres: u32,
    /// South-west and north-east corner of the streets, 1e-7 degrees: `[[lon, lat], [lon, lat]]`.
    pub bounds_e7: [[i32; 2]; 2],
}

/// What was used and what was not when the network was built.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct BuildReport {
    /// From the OSM files.
    pub streets: StreetsReport,
    /// From the GTFS feeds; `None` where there are none.
    pub timetable: Option<TimetableReport>,
    /// How stops were linked to the streets and to each other; unlinked stops are named here.
    pub footpaths: Option<FootpathsReport>,
}

/// A network, ready for searches.
#[derive(Clone, Debug)]
pub struct Network {
    /// Streets for each mode.
    pub streets: Streets,
    /// The timetable; `None` for a network of streets alone.
    pub timetable: Option<Timetable>,
    /// Where each stop meets the streets to walk on, by [`crate::ids::StopId`]; [`Snap::NOWHERE`] where it does not, and
    /// at stops where nothing calls.
    pub stop_snaps: Column<Snap>,
    /// Walks from stop to stop.
    pub footpaths: Footpaths,
    /// Where it comes from.
    pub meta: NetworkMeta,
    /// What was used and what was not.
    pub report: BuildReport,
}

impl Network {
    /// Reads the inputs and builds the network.
    pub fn build(input: &BuildInput, progress: &Progress) -> Result<Self, NetworkError> {
        progress("reading streets");
        let (streets, streets_report) = Streets::from_pbf(&input.streets, &input.street_options)?;
        let mut report = BuildReport { streets: streets_report, ..BuildReport::default() };
        let (mut timetable, mut stop_snaps, mut walks) = (None, Vec::new(), Footpaths::default());
        if !input.timetables.is_empty() {
            progress("reading timetables");
            let (read, timetable_report) = Timetable::from_gtfs(&input.timetables, &input.zone)?;
            progress("linking stops to streets and to each other");
            stop_snaps = footpaths::snap_stops(&read, &streets.walk, f64::from(input.stop_link_metres));
            let radius = f64::from(input.footpath_metres);
            let (found, footpaths_report) = Footpaths::build(&read, &streets.walk, &stop_snaps, radius);
            walks = found;
            report.timetable = Some(timetable_report);
            report.footpaths = Some(footpaths_report);
            timetable = Some(read);
        }
        progress("fingerprinting inputs");
        let meta = NetworkMeta::of(input, bounds(&streets))?;
        Ok(Self { streets, timetable, stop_snaps: stop_snaps.into(), footpaths: walks, meta, report })
    }

    /// Whether this is the network that this input builds, by the contents of its files and its settings.
    ///
    /// # Errors
    /// An input that cannot be read.
    pub fn fits(&self, input: &BuildInput) -> Result<bool, NetworkError> {
        Ok(self.meta == NetworkMeta::of(input, self.meta.bounds_e7)?)
    }

    /// Saves the network as one file: written under a temporary name and renamed once it is whole.
    pub fn save(&self, path: &Path) -> Result<(), NetworkError> {
        let mut writer = SectionWriter::create(path)?;
        writer.put_record("meta", &self.meta)?;
        writer.put_record("report", &self.report)?;
        self.streets.put(&mut writer)?;
        if let Some(timetable) = &self.timetable {
            writer.put("stop_snaps", &self.stop_snaps)?;
            self.footpaths.put(&mut writer)?;
            timetable.put(&mut writer)?;
        }
        writer.finish()
    }

    /// Opens a saved network. Its columns stay in the file and are read as they are needed.
    ///
    /// # Errors
    /// A file that is no network, or one of another format, truncated or damaged anywhere.
    pub fn open(path: &Path) -> Result<Self, NetworkError> {
        let reader = SectionReader::open(path)?;
        let mut network = Self {
            meta: reader.take_record("meta")?,
            report: reader.take_record("report")?,
            streets: Streets::take(&reader)?,
            timetable: None,
            stop_snaps: Column::default(),
            footpaths: Footpaths::default(),
        };
        if network.report.timetable.is_some() {
            let timetable = Timetable::take(&reader)?;
            network.stop_snaps = reader.take("stop_snaps")?;
            network.footpaths = Footpaths::take(&reader)?;
            if network.stop_snaps.len() != timetable.stops.len() {
                return Err(reader.unsound("the stops and their places on the streets do not fit together"));
            }
            network.timetable = Some(timetable);
        }
        Ok(network)
    }
}

impl NetworkMeta {
    /// BLAKE3 of everything that decides what a network holds: the contents of its inputs, whatever their names, the settings, and
    /// the version that built it. Hexadecimal.
    pub fn fingerprint(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        let Self { format, built_by, inputs, zone, street_options, stop_link_metres, footpath_metres, bounds_e7 } =
            self;
        let settings = (format, built_by, zone, street_options, stop_link_metres, footpath_metres, bounds_e7);
        hasher.update(format!("{settings:?}").as_bytes());
        for input in inputs {
            hasher.update(input.blake3.as_bytes());
        }
        hasher.finalize().to_hex().to_string()
    }

    fn of(input: &BuildInput, bounds_e7: [[i32; 2]; 2]) -> Result<Self, NetworkError> {
        let files = input.streets.iter().chain(&input.timetables);
        Ok(Self {
            format: FORMAT,
            built_by: env!("CARGO_PKG_VERSION").to_owned(),
            inputs: files.map(|path| InputFile::of(path)).collect::<Result<_, _>>()?,
            zone: input.zone.clone(),
            street_options: input.street_options,
            stop_link_metres: input.stop_link_metres,
            footpath_metres: input.footpath_metres,
            bounds_e7,
        })
    }
}

impl InputFile {
    /// Fingerprints a file, or the files of a folder in the order of their names.
    fn of(path: &Path) -> Result<Self, NetworkError> {
        let io = |e| NetworkError::io(path, "read the file", e);
        let mut hasher = blake3::Hasher::new();
        let mut bytes = 0;
        if path.is_dir() {
            let entries = std::fs::read_dir(path).map_err(io)?;
            let mut files = entries.map(|e| e.map(|e| e.path())).collect::<Result<Vec<_>, _>>().map_err(io)?;
            files.sort();
            for file in files.iter().filter(|file| file.is_file()) {
                let name = file.file_name().unwrap_or_default().to_string_lossy();
                hasher.update(name.as_bytes()).update(&[0]);
                bytes += std::io::copy(&mut File::open(file).map_err(io)?, &mut hasher).map_err(io)?;
            }
        } else {
            bytes = std::io::copy(&mut File::open(path).map_err(io)?, &mut hasher).map_err(io)?;
        }
        Ok(Self {
            name: path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned(),
            bytes,
            blake3: hasher.finalize().to_hex().to_string(),
        })
    }
}

fn bounds(streets: &Streets) -> [[i32; 2]; 2] {
    let points = Mode::ALL.iter().flat_map(|&mode| streets.of(mode).shape_points());
    points.fold([[i32::MAX; 2], [i32::MIN; 2]], |[low, high], &Point { lon_e7, lat_e7 }| {
        [[low[0].min(lon_e7), low[1].min(lat_e7)], [high[0].max(lon_e7), high[1].max(lat_e7)]]
    })
}
