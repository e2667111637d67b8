//! Makes the whole region and writes it into a folder.

use crate::areas::{self, Areas};
use crate::good_work::{self, GoodWork};
use crate::gtfs::{self, Feed, FeedCounts};
use crate::land::Land;
use crate::latent::{self, Latent};
use crate::mesh::Mesh;
use crate::osm::{self, OsmCounts};
use crate::people::{self, People};
use crate::sites::{self, Site, SiteKind};
use crate::streets::{self, Streets};
use crate::work::{self, Workplace};
use crate::{bus, describe, good_work_tables, indices, interviews, poll, programme, rail, tables};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Fewest and most neighbourhoods that a region may have.
pub const AREAS: std::ops::RangeInclusive<usize> = 60..=40_000;

/// What to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SynthOptions {
    /// Neighbourhoods, within [`AREAS`]; 300 makes one city region of about 450,000 people.
    pub areas: usize,
    /// The same seed makes the same files, byte for byte, on the same kind of machine.
    pub seed: u64,
    /// The folder to write into; made if absent. Files of the same names are replaced.
    pub out: PathBuf,
}

/// What was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// The name of the region's first city.
    pub region: String,
    /// The timetable day that the pack describes, `YYYY-MM-DD`.
    pub date: String,
    /// Neighbourhoods.
    pub areas: usize,
    /// People.
    pub people: u64,
    /// Jobs.
    pub jobs: u64,
    /// Childcare places.
    pub childcare_places: u64,
    /// Bridges over the estuary.
    pub bridges: usize,
    /// Neighbourhoods in the worst tenth of both indices, by code.
    pub left_behind: Vec<String>,
    /// Neighbourhoods with parks and warehouses that no bus or train serves, by code.
    pub off_the_bus_map: Vec<String>,
    /// What `streets.osm.pbf` holds.
    pub streets: OsmCounts,
    /// What `bus.zip` holds.
    pub bus: FeedCounts,
    /// What `rail.zip` holds.
    pub rail: FeedCounts,
}

/// Why a region could not be made.
#[derive(Debug, thiserror::Error)]
pub enum SynthError {
    /// The number of neighbourhoods is out of range.
    #[error("a region cannot have {0} neighbourhoods: expected {min} to {max}", min = AREAS.start(), max = AREAS.end())]
    Areas(usize),
    /// A file could not be written.
    #[error("cannot write {}: {source}\nhint: check that the folder may be written to and the disk is not full", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// The region before it is written.
pub(crate) struct Region {
    pub(crate) land: Land,
    pub(crate) mesh: Mesh,
    pub(crate) areas: Areas,
    pub(crate) streets: Streets,
    pub(crate) sites: Vec<Site>,
    pub(crate) latent: Latent,
    pub(crate) people: Vec<People>,
    pub(crate) jobs: Vec<Workplace>,
    pub(crate) good_work: GoodWork,
    pub(crate) bus: Feed,
    pub(crate) rail: Feed,
}

impl Region {
    /// Makes the region.
    pub(crate) fn new(count: usize, seed: u64) -> Self {
        let land = Land::new(count, seed);
        let mut mesh = Mesh::new(&land, seed);
        let areas = areas::grow(&land, &mut mesh, count, seed);
        let streets = streets::build(&land, &mesh, &areas, seed);
        let sites = sites::choose(&land, &areas);
        let latent = latent::draw(&areas.list, seed);
        let people = people::make(&areas.list, &latent, seed);
        let jobs = work::jobs(&areas, &people, &sites, seed);
        let good_work = good_work::make(&areas.list, &people, &latent, seed);
        let bus = bus::plan(&land, &areas, &streets, &sites);
        let rail = rail::plan(&land, &areas, &streets, &sites);
        Self { land, mesh, areas, streets, sites, latent, people, jobs, good_work, bus, rail }
    }
}

/// Makes a region and writes it as a pack.
///
/// # Errors
/// [`SynthError::Areas`] where the number of neighbourhoods is out of range; [`SynthError::Write`] where a file cannot be written. A file is
/// written under a temporary name and renamed when whole, and `pack.toml` comes last.
pub fn write(options: &SynthOptions) -> Result<Summary, SynthError> {
    if !AREAS.contains(&options.areas) {
        return Err(SynthError::Areas(options.areas));
    }
    let out = &options.out;
    fs::create_dir_all(out).map_err(|source| SynthError::Write { path: out.clone(), source })?;
    let region = Region::new(options.areas, options.seed);
    let (land, list) = (&region.land, &region.areas.list);
    let name = land.settlements[0].name.clone();
    let streets = whole_file(out, "streets.osm.pbf", |w| osm::write(land, &region.areas, &region.streets, w))?;
    let bus = whole_file(out, "bus.zip", |w| gtfs::write(land, &region.bus, w))?;
    let rail = whole_file(out, "rail.zip", |w| gtfs::write(land, &region.rail, w))?;
    let childcare_places = write_tables(&region, out, options.seed)?;
    write_good_work(&region, out)?;
    let (left_behind, worst) = write_indices(&region, out, options.seed)?;
    whole_file(out, "README.md", |w| describe::readme(&name, list.len(), options.seed, w))?;
    whole_file(out, "pack.toml", |w| {
        describe::pack_toml(&name, (&list[worst].code, &list[worst].name), list.len(), w)
    })?;
    let off = |s: &&Site| matches!(s.kind, SiteKind::Warehouses | SiteKind::BusinessPark);
    Ok(Summary {
        region: name,
        date: describe::DATE.to_owned(),
        areas: list.len(),
        people: region.people.iter().map(|p| u64::from(p.population)).sum(),
        jobs: region.jobs.iter().flat_map(|w| w.jobs).map(u64::from).sum(),
        childcare_places,
        bridges: region.streets.links.iter().filter(|l| l.bridge.is_some()).count(),
        left_behind,
        off_the_bus_map: region.sites.iter().filter(off).map(|s| list[s.area].code.clone()).collect(),
        streets,
        bus,
        rail,
    })
}

fn write_tables(region: &Region, out: &Path, seed: u64) -> Result<u64, SynthError> {
    let (land, list, people) = (&region.land, &region.areas.list, &region.people);
    let rings = areas::outlines(&region.mesh, &region.areas);
    whole_file(out, "areas.csv", |w| tables::areas(land, &region.areas, w))?;
    whole_file(out, "areas.geojson", |w| tables::outlines(land, &region.areas, &rings, w))?;
    whole_file(out, "residents.csv", |w| tables::residents(list, people, w))?;
    whole_file(out, "qualifications.csv", |w| tables::qualifications(list, people, w))?;
    whole_file(out, "health.csv", |w| tables::health(list, people, w))?;
    whole_file(out, "jobs.csv", |w| tables::jobs(list, &region.jobs, w))?;
    whole_file(out, "pay_by_industry.csv", |w| tables::pay_by_industry(&region.jobs, w))?;
    let (nodes, hearts) = (&region.streets.nodes, &region.streets.area_node);
    let providers = work::childcare(&region.areas, nodes, hearts, land, seed);
    whole_file(out, "childcare.csv", |w| tables::childcare(land, list, &providers, w))?;
    Ok(providers.iter().map(|p| u64::from(p.places)).sum())
}

fn write_good_work(region: &Region, out: &Path) -> Result<(), SynthError> {
    let (list, made) = (&region.areas.list, &region.good_work);
    whole_file(out, "residents_work.csv", |w| good_work_tables::residents(list, made, w))?;
    whole_file(out, "staffing.csv", |w| good_work_tables::staffing(made, w))?;
    whole_file(out, "pay_by_occupation.csv", |w| good_work_tables::pay_by_occupation(made, w))?;
    whole_file(out, "job_quality.csv", |w| good_work_tables::survey(made, w))?;
    whole_file(out, "job_quality_districts.csv", |w| good_work_tables::direct(made, w))?;
    whole_file(out, "job_quality_truth.csv", |w| good_work_tables::truth(list, made, w))
}

/// Writes both indices, and the reform, poll and interviews that go by them; returns the codes of the neighbourhoods
/// in the worst tenth of both, and the number of the one whose
/// better rank of the two is the worst: it is among them if there are any.
fn write_indices(region: &Region, out: &Path, seed: u64) -> Result<(Vec<String>, usize), SynthError> {
    let (list, latent) = (&region.areas.list, &region.latent);
    let deprivation = indices::deprivation(latent);
    let needs = indices::community_needs(latent);
    whole_file(out, "deprivation_index.csv", |w| tables::index(list, &deprivation, latent, w))?;
    whole_file(out, "community_needs.csv", |w| tables::index(list, &needs, latent, w))?;
    let reform = programme::make(&region.people, &deprivation, &needs, seed);
    whole_file(out, "programme.csv", |w| programme::write(list, &reform, w))?;
    whole_file(out, "employment_by_year.csv", |w| programme::write_outcome(list, &region.people, &reform, seed, w))?;
    let worst = |rank: u32| 10 * rank as usize <= list.len();
    let both = |n: &usize| worst(deprivation.rank[*n]) && worst(needs.rank[*n]);
    let left_behind = (0..list.len()).filter(both).map(|n| list[n].code.clone()).collect();
    let group = |n: usize| if both(&n) { 0 } else { 2 - usize::from(worst(deprivation.rank[n])) };
    let groups: Vec<usize> = (0..list.len()).map(group).collect();
    let cells = poll::cells(list, &region.people, &groups, seed);
    whole_file(out, "poll.csv", |w| poll::responses(&cells, seed, w))?;
    whole_file(out, "poll_population.csv", |w| poll::population(&cells, w))?;
    whole_file(out, "poll_truth.csv", |w| poll::truth(&cells, w))?;
    whole_file(out, "interviews.qdpx", |w| interviews::write(seed, w))?;
    let worst_on_both = (0..list.len()).min_by_key(|n| deprivation.rank[*n].max(needs.rank[*n])).unwrap_or(0);
    Ok((left_behind, worst_on_both))
}

/// Writes a file under a temporary name and renames it when it is whole.
fn whole_file<T>(
    out: &Path,
    name: &str,
    body: impl FnOnce(&mut BufWriter<File>) -> io::Result<T>,
) -> Result<T, SynthError> {
    let path = out.join(name);
    let part = out.join(format!("{name}.part"));
    let made = File::create(&part).and_then(|file| {
        let mut file = BufWriter::with_capacity(1 << 18, file);
        let made = body(&mut file)?;
        file.flush()?;
        Ok(made)
    });
    let renamed = made.and_then(|made| fs::rename(&part, &path).map(|()| made));
    renamed.map_err(|source| {
        // The first error is the one to tell; a part that cannot be removed adds nothing to it.
        let _ = fs::remove_file(&part);
        SynthError::Write { path, source }
    })
}
