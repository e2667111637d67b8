//! What is measured on: real data of Newport, or a fictional region of any size.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use serde::Serialize;

use super::process::{work_folder, write_whole};
use crate::steps::root;

/// Origins in the small run that tells fixed cost from cost per origin.
const FEW_ORIGINS: usize = 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum NetworkName {
    /// Newport in South Wales: 511 points, real timetables and streets (the folder that `LYNCHPIN_DATA` names)
    Newport,
    /// The fictional region of `lynchpin demo`
    Synthetic,
}

/// One network's files and points.
#[derive(Clone, Debug, Serialize)]
pub struct Inputs {
    /// `newport` or `synthetic-5000`.
    pub name: String,
    pub date: String,
    /// How many points there are in all.
    pub points: usize,
    /// How many of them are asked as origins.
    pub origins: usize,
    pub few: usize,
    #[serde(skip)]
    pub osm: PathBuf,
    #[serde(skip)]
    pub gtfs: Vec<PathBuf>,
    #[serde(skip)]
    pub destinations_file: PathBuf,
    #[serde(skip)]
    pub origins_file: PathBuf,
    #[serde(skip)]
    pub few_file: PathBuf,
}

impl Inputs {
    /// All points of Newport, every one an origin.
    pub fn newport(sample: Option<usize>) -> Result<Self> {
        let data = std::env::var_os("LYNCHPIN_DATA")
            .map_or_else(|| root().parent().map(|p| p.join("shared").join("data")).unwrap_or_default(), PathBuf::from);
        let folder = data.join("transit").join("newport");
        let osm = folder.join("newport.osm.pbf");
        if !osm.exists() {
            bail!("{} is not there\nhint: LYNCHPIN_DATA names the folder of the shared data", osm.display());
        }
        let gtfs = vec![folder.join("bus.zip"), folder.join("rail.zip")];
        let points = read_points(&folder.join("oa21_points.csv"), ["id", "lat", "lon"])?;
        Self::new("newport".into(), "2024-03-05", osm, gtfs, &points, sample)
    }

    /// A region of so many neighbourhoods, made if need be; `sample` of them are origins.
    pub fn synthetic(binary: &Path, areas: usize, sample: Option<usize>) -> Result<Self> {
        let folder = work_folder()?.join(format!("synthetic-{areas}-pack"));
        if !folder.join("pack.toml").exists() {
            eprintln!("── making a region of {areas} neighbourhoods");
            let mut make = Command::new(binary);
            make.args(["demo", "--only-data", "--seed", "1", "--areas", &areas.to_string(), "--out"]).arg(&folder);
            if !make.stdout(std::process::Stdio::null()).status()?.success() {
                bail!("{make:?} failed");
            }
        }
        let osm = folder.join("streets.osm.pbf");
        let gtfs = vec![folder.join("bus.zip"), folder.join("rail.zip")];
        let points = read_points(&folder.join("areas.csv"), ["area_code", "lat", "lon"])?;
        Self::new(format!("synthetic-{areas}"), "2026-11-17", osm, gtfs, &points, sample)
    }

    fn new(
        name: String,
        date: &str,
        osm: PathBuf,
        gtfs: Vec<PathBuf>,
        points: &[String],
        sample: Option<usize>,
    ) -> Result<Self> {
        let work = work_folder()?;
        let write = |what: &str, rows: &[String]| {
            let file = work.join(format!("{name}-{what}.csv"));
            write_whole(&file, &format!("id,lat,lon\n{}\n", rows.join("\n"))).map(|()| file)
        };
        let sampled = evenly(points, sample.unwrap_or(points.len()));
        let few = evenly(&sampled, FEW_ORIGINS);
        Ok(Self {
            date: date.into(),
            points: points.len(),
            origins: sampled.len(),
            few: few.len(),
            osm,
            gtfs,
            destinations_file: write("destinations", points)?,
            origins_file: write("origins", &sampled)?,
            few_file: write("few", &few)?,
            name,
        })
    }
}

/// At most `count` of the rows, evenly spread over the list.
fn evenly(rows: &[String], count: usize) -> Vec<String> {
    let count = count.min(rows.len());
    (0..count).map(|i| rows[i * rows.len() / count].clone()).collect()
}

/// Three columns of a plain CSV file without quotes, as `id,lat,lon`.
fn read_points(file: &Path, names: [&str; 3]) -> Result<Vec<String>> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut lines = text.lines().map(|line| line.trim_start_matches('\u{feff}').split(',').collect::<Vec<_>>());
    let header = lines.next().unwrap_or_default();
    let at = names.map(|name| header.iter().position(|column| *column == name));
    let [Some(id), Some(lat), Some(lon)] = at else { bail!("{}: no columns {names:?}", file.display()) };
    Ok(lines
        .filter(|cells| cells.len() == header.len())
        .map(|cells| [cells[id], cells[lat], cells[lon]].join(","))
        .collect())
}
