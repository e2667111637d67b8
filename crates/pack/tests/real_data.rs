//! The example recipes on the published files. Without the data folder each test says that it is skipped.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::{Path, PathBuf};

use lynchpin_pack::tables::{Indicator, Pay, Tables};
use lynchpin_pack::{Pack, ReadOptions};

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join("..")
}

/// The recipe with the data folder, or a reason printed.
fn recipe(name: &str) -> Option<Pack> {
    let data = std::env::var_os("LYNCHPIN_DATA")
        .map_or_else(|| workspace().join("..").join("shared").join("data"), PathBuf::from);
    if !data.join("uk").is_dir() {
        println!("skipped: no published data at {}", data.display());
        return None;
    }
    let folder = workspace().join("examples").join(name);
    Some(Pack::open_with_data(folder, Some(data)).unwrap())
}

fn read(pack: &Pack) -> Tables {
    pack.read(&ReadOptions::default()).unwrap_or_else(|error| panic!("{error}"))
}

fn indicator<'a>(tables: &'a Tables, id: &str) -> &'a Indicator {
    tables.indicators.iter().find(|indicator| indicator.id == id).unwrap()
}

fn median(pay: &Pay, soc: &str) -> Option<f64> {
    let group = pay.codes.iter().position(|code| code == soc)?;
    let percentile = pay.percentiles.iter().position(|p| *p == 50.0)?;
    pay.pounds[group][percentile]
}

#[test]
fn england_has_every_neighbourhood_and_the_published_figures() {
    let Some(pack) = recipe("england") else {
        return;
    };
    let tables = read(&pack);
    assert_eq!(tables.areas.codes.len(), 33_755);
    assert!(tables.areas.points.iter().all(Option::is_some));
    assert!(tables.areas.outlines.iter().all(Option::is_some));
    for parents in tables.areas.parents.values() {
        assert!(parents.codes.iter().all(Option::is_some));
    }
    let pay = tables.pay.iter().find(|pay| pay.provenance.period == "2023-04").unwrap();
    assert_eq!(median(pay, "6111"), Some(11.45));
    assert_eq!(median(pay, "7211"), Some(12.22));
    assert_eq!(median(pay, "9252"), Some(12.08));
    let cni2019 = tables.indices.iter().find(|index| index.id == "cni2019").unwrap();
    let flags = cni2019.flag.as_ref().unwrap();
    assert_eq!((flags.len(), flags.iter().filter(|flag| **flag).count()), (7433, 225));
    for index in &tables.indices {
        // Six wards that are the best fit of seven neighbourhoods have no Community Needs Index 2019.
        let unknown = if index.id == "cni2019" { 7 } else { 0 };
        let without = |values: &[Option<f64>]| values.iter().filter(|v| v.is_none()).count();
        assert_eq!(without(&index.area_rank), unknown, "{}", index.id);
        assert_eq!(without(&index.area_score), unknown, "{}", index.id);
    }
    let (above, below) = indicator(&tables, "no_car").national.unwrap();
    assert_eq!((1000.0 * above / below).round(), 233.0, "England and Wales, per thousand");
    for indicator in &tables.indicators {
        let known = indicator.values.iter().flatten().count();
        assert!(known > 33_000, "{}: {known}", indicator.id);
    }
}

#[test]
fn jobs_are_conserved_from_2011_to_2021_but_for_the_loss_told() {
    let Some(pack) = recipe("england") else {
        return;
    };
    let tables = read(&pack);
    let jobs = tables.jobs.as_ref().unwrap();
    let kept: f64 = jobs.counts.iter().flatten().sum();
    let entry = |step: &str| tables.ledger.0.iter().find(|e| e.step == step).unwrap();
    let converted = entry("jobs: lsoa11 → lsoa21");
    let within = entry("jobs: within");
    // The sum of the published `sic_` columns, from the file by other means.
    assert_eq!(converted.used, published_jobs(&pack));
    let left = converted.used - converted.lost - within.lost;
    assert!((left - kept).abs() <= 1e-9 * kept, "{left} {kept}");
    assert!((within.used - (converted.used - converted.lost)).abs() <= 1e-9 * kept);
    assert_eq!(jobs.codes.len(), 33_755);
    assert_eq!(jobs.industries.first().map(String::as_str), Some("A"));
    assert_eq!(jobs.industries.len(), 21);
}

fn published_jobs(pack: &Pack) -> f64 {
    let data = std::env::var_os("LYNCHPIN_DATA")
        .map_or_else(|| workspace().join("..").join("shared").join("data"), PathBuf::from);
    let written = &pack.config().sources["bres2018"].file;
    let name = written.rsplit('/').next().unwrap();
    let file = std::fs::File::open(data.join("uk").join("jobs").join(name)).unwrap();
    let mut reader = csv::Reader::from_reader(flate2::read::GzDecoder::new(file));
    let industries: Vec<usize> = reader
        .headers()
        .unwrap()
        .iter()
        .enumerate()
        .filter(|(_, name)| name.starts_with("sic_"))
        .map(|(column, _)| column)
        .collect();
    reader
        .records()
        .map(|record| {
            let record = record.unwrap();
            industries.iter().map(|&column| record[column].parse::<f64>().unwrap()).sum::<f64>()
        })
        .sum()
}

#[test]
fn norris_green_has_the_published_share_without_a_car() {
    let Some(pack) = recipe("liverpool-city-region") else {
        return;
    };
    let tables = read(&pack);
    assert_eq!(tables.areas.codes.len(), 1003);
    let wards = &tables.areas.parents["ward"];
    let norris_green: Vec<usize> =
        (0..tables.areas.codes.len()).filter(|&area| wards.codes[area].as_deref() == Some("E05015314")).collect();
    assert_eq!(norris_green.len(), 11);
    assert_eq!(wards.names[norris_green[0]].as_deref(), Some("Norris Green"));
    let no_car = indicator(&tables, "no_car");
    let sum = |counts: &Option<Vec<Option<f64>>>| -> f64 {
        let counts = counts.as_ref().unwrap();
        norris_green.iter().filter_map(|&area| counts[area]).sum()
    };
    let share = 1000.0 * sum(&no_car.numerators) / sum(&no_car.denominators);
    assert_eq!(share.round(), 365.0, "per thousand");
    let (above, below) = no_car.national.unwrap();
    assert_eq!((1000.0 * above / below).round(), 233.0);
}

#[test]
fn newport_has_its_indices_jobs_streets_and_timetables() {
    let Some(pack) = recipe("newport") else {
        return;
    };
    let tables = read(&pack);
    assert!(tables.areas.parents["local_authority"].names.iter().all(|name| name.as_deref() == Some("Newport")));
    assert_eq!(pack.date().map(|date| date.to_string()).as_deref(), Some("2024-03-05"));
    assert_eq!((pack.streets().len(), pack.timetables().len()), (1, 2));
    assert!(pack.streets().iter().chain(&pack.timetables()).all(|path| path.exists()));
    let wimd = &tables.indices[0];
    assert_eq!((wimd.id.as_str(), wimd.codes.len()), ("wimd2019", 1909));
    assert_eq!(tables.indices[1].codes.len(), 410);
    for index in &tables.indices {
        assert!(index.area_rank.iter().all(Option::is_some), "{}", index.id);
    }
    let population: f64 = tables.residents.columns["population_2020"].iter().flatten().sum();
    let working_age: f64 = tables.residents.columns["working_age"].iter().flatten().sum();
    assert!((150_000.0..165_000.0).contains(&population), "{population}");
    assert!((0.58..0.66).contains(&(working_age / population)));
    let jobs = tables.jobs.unwrap();
    assert!(jobs.points.iter().all(Option::is_some));
    assert_eq!(jobs.codes.len(), 100, "the workplaces of Newport: the streets of the extract end there");
    assert_eq!(tables.areas.codes.len(), 100);
    assert!(pack.inputs().unwrap().iter().all(|input| input.blake3.len() == 64));
}

#[test]
fn without_the_data_folder_every_file_is_named_with_its_publisher() {
    let folder = workspace().join("examples").join("newport");
    let pack = Pack::open_with_data(folder, None).unwrap();
    let problems = pack.check();
    let files = pack.config().sources.len() + 3;
    let absent = problems.iter().filter(|p| p.hint.contains("LYNCHPIN_DATA")).count();
    assert_eq!(absent, files);
    assert_eq!(problems.len(), files, "nothing else is told: {problems:#?}");
    assert!(problems.iter().any(|p| p.expected.contains("DfT Bus Open Data Service")));
}
