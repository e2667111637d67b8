//! The network of one place: its streets and where they come from, built once, saved and opened.

use std::fs::File;
use std::path::{Path, PathBuf};

use crate::error::NetworkError;
use crate::file::{FORMAT, SectionReader, SectionWriter};
use crate::geometry::Point;
use crate::streets::{Mode, StreetOptions, Streets, StreetsReport};

/// Told what is being done, one stage after the other, in words.
pub type Progress<'a> = dyn Fn(&str) + Sync + 'a;

/// What a network is built from.
#[derive(Clone, Debug, Default)]
pub struct BuildInput {
    /// OSM PBF files.
    pub streets: Vec<PathBuf>,
    /// How streets are read.
    pub street_options: StreetOptions,
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
    /// How streets were read.
    pub street_options: StreetOptions,
    /// South-west and north-east corner of the streets, 1e-7 degrees: `[[lon, lat], [lon, lat]]`.
    pub bounds_e7: [[i32; 2]; 2],
}

/// What was used and what was not when the network was built.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct BuildReport {
    /// From the OSM files.
    pub streets: StreetsReport,
}

/// A network, ready for searches.
#[derive(Clone, Debug)]
pub struct Network {
    /// Streets for each mode.
    pub streets: Streets,
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
        progress("fingerprinting inputs");
        let inputs = input.streets.iter().map(|path| InputFile::of(path)).collect::<Result<_, _>>()?;
        let meta = NetworkMeta {
            format: FORMAT,
            built_by: env!("CARGO_PKG_VERSION").to_owned(),
            inputs,
            street_options: input.street_options,
            bounds_e7: bounds(&streets),
        };
        let report = BuildReport { streets: streets_report };
        Ok(Self { streets, meta, report })
    }

    /// Saves the network as one file: written under a temporary name and renamed once it is whole.
    pub fn save(&self, path: &Path) -> Result<(), NetworkError> {
        let mut writer = SectionWriter::create(path)?;
        writer.put_record("meta", &self.meta)?;
        writer.put_record("report", &self.report)?;
        self.streets.put(&mut writer)?;
        writer.finish()
    }

    /// Opens a saved network. Its columns stay in the file and are read as they are needed.
    ///
    /// # Errors
    /// A file that is no network, or one of another format, truncated or damaged anywhere.
    pub fn open(path: &Path) -> Result<Self, NetworkError> {
        let reader = SectionReader::open(path)?;
        Ok(Self {
            meta: reader.take_record("meta")?,
            report: reader.take_record("report")?,
            streets: Streets::take(&reader)?,
        })
    }
}

impl InputFile {
    fn of(path: &Path) -> Result<Self, NetworkError> {
        let io = |e| NetworkError::io(path, "read the file", e);
        let mut file = File::open(path).map_err(io)?;
        let mut hasher = blake3::Hasher::new();
        let bytes = std::io::copy(&mut file, &mut hasher).map_err(io)?;
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
