//! The model of good work on real tables whose truth is published: local authorities, and neighbourhoods of Liverpool.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::collections::BTreeMap;
use std::path::Path;

use common::{Sheet, data};
use lynchpin_findings::sample::Bootstrap;
use lynchpin_findings::work::quality::{QualityModel, Validation, validate};
use lynchpin_findings::work::{WageLine, pay_shares};
use lynchpin_pack::tables::{
    Areas, DirectEstimate, JobQuality, Parents, Pay, QualityCell, ResidentJobs, Staffing, Tables,
};

const SECTIONS: [char; 19] =
    ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R', 'S'];

/// Groups by area code: people in each.
type Mixes = BTreeMap<String, Vec<f64>>;

/// Direct figures by area code: rate and standard error.
type Direct = BTreeMap<String, (f64, f64)>;

fn logit(p: f64) -> f64 {
    (p / (1.0 - p)).ln()
}

fn expit(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// A model of one dimension in which every area is its own district.
fn model(by: &str, codes: &[String], mixes: &Mixes, cells: Vec<QualityCell>, direct: &Direct) -> QualityModel {
    let areas: Vec<String> = mixes.keys().cloned().collect();
    let people = (0..codes.len()).map(|g| mixes.values().map(|mix| Some(mix[g])).collect()).collect();
    let parents = Parents { codes: areas.iter().cloned().map(Some).collect(), names: vec![None; areas.len()] };
    let estimate = |(area, (rate, standard_error)): (&String, &(f64, f64))| DirectEstimate {
        area: area.clone(),
        dimension: 0,
        rate: *rate,
        standard_error: *standard_error,
    };
    let tables = Tables {
        areas: Areas {
            codes: areas,
            parents: [("district".to_owned(), parents)].into_iter().collect(),
            ..Areas::default()
        },
        resident_jobs: vec![ResidentJobs { by: by.into(), codes: codes.to_vec(), people, ..ResidentJobs::default() }],
        job_quality: Some(JobQuality {
            dimensions: vec!["pay".into()],
            cells,
            direct: direct.iter().map(estimate).collect(),
            direct_level: Some("district".into()),
            ..JobQuality::default()
        }),
        ..Tables::default()
    };
    QualityModel::new(&tables, None, 10.0, Bootstrap::default()).unwrap()
}

/// The one dimension, tested and told.
fn told(what: &str, model: &QualityModel) -> Validation {
    let found = validate(model).remove(0);
    println!(
        "{what}: {} areas, MAE {:.2} points (sampling alone {:.2}), bias {:+.2}, spread of the model {:.3} (logit), coverage of 95 % intervals {:.3}",
        found.rows.len(),
        found.mean_absolute_error,
        found.sampling_part,
        found.bias,
        model.errors[0].variance.sqrt(),
        found.coverage()
    );
    found
}

fn staffing(data: &Path, year: &str) -> Staffing {
    let sheet = Sheet::read(data, "jobs", "aps_employment_soc4_by_sic_section_uk_2021_2024.csv.gz");
    let years = sheet.text("year");
    let rows: Vec<usize> = (0..years.len()).filter(|r| years[*r] == year).collect();
    let occupations = sheet.text("soc2020");
    let columns: Vec<Vec<Option<f64>>> = SECTIONS.iter().map(|s| sheet.numbers(&format!("sic_{s}"))).collect();
    Staffing {
        occupations: rows.iter().map(|r| occupations[*r].clone()).collect(),
        industries: SECTIONS.iter().map(char::to_string).collect(),
        people: rows.iter().map(|r| columns.iter().map(|c| c[*r].unwrap_or(0.0)).collect()).collect(),
        ..Staffing::default()
    }
}

/// The column names of a published table.
fn names(data: &Path, folder: &str, file: &str) -> Vec<String> {
    let file = std::fs::File::open(data.join(folder).join(file)).unwrap();
    let mut reader = csv::Reader::from_reader(flate2::read::GzDecoder::new(file));
    reader.headers().unwrap().iter().map(str::to_owned).collect()
}

fn cell(occupation: Option<String>, industry: Option<String>, rate: f64, sample: f64) -> QualityCell {
    QualityCell { occupation, industry, dimension: 0, rate, sample }
}

/// Sums of columns by area.
fn sums(area_of: impl Fn(usize) -> Option<String>, columns: &[Vec<Option<f64>>]) -> Mixes {
    let mut mixes = Mixes::new();
    for row in 0..columns[0].len() {
        let Some(area) = area_of(row) else { continue };
        let mix = mixes.entry(area).or_insert_with(|| vec![0.0; columns.len()]);
        mix.iter_mut().zip(columns).for_each(|(sum, column)| *sum += column[row].unwrap_or(0.0));
    }
    mixes
}

fn lookup(sheet: &Sheet, from: &str, to: &str) -> BTreeMap<String, String> {
    sheet.text(from).into_iter().zip(sheet.text(to)).collect()
}

/// Share of managers, professionals and associate professionals by industry, people behind it.
fn upper_occupations(staffing: &Staffing) -> Vec<(f64, f64)> {
    (0..SECTIONS.len())
        .map(|i| {
            let upper = |code: &String| matches!(code.as_bytes(), [b'1'..=b'3', ..]);
            let of = |keep: &dyn Fn(&String) -> bool| -> f64 {
                staffing.occupations.iter().zip(&staffing.people).filter(|(c, _)| keep(c)).map(|(_, row)| row[i]).sum()
            };
            (of(&upper) / of(&|_| true), of(&|_| true))
        })
        .collect()
}

/// Jobs paid the Real Living Wage by workplace: BRES 2018 industries × ASHE 2023 pay carried by the APS 2023, against ASHE's own figures of April 2023.
#[test]
fn shares_at_the_real_living_wage_of_sixteen_local_authorities() {
    let Some(data) = data() else { return };
    let ashe = Sheet::read(&data, "pay", "ashe_hourly_gross_soc4_uk.csv.gz");
    let (years, groups) = (ashe.text("year"), ashe.text("group"));
    let rows: Vec<usize> = (0..ashe.rows.len()).filter(|r| years[*r] == "2023" && groups[*r] == "All").collect();
    let percentiles = [10.0, 20.0, 25.0, 30.0, 40.0, 50.0, 60.0, 70.0, 75.0, 80.0, 90.0];
    let columns: Vec<Vec<Option<f64>>> = percentiles
        .iter()
        .map(|p| ashe.numbers(&if *p == 50.0 { "median".to_owned() } else { format!("p{p}") }))
        .collect();
    let codes = ashe.text("soc2020");
    let pay = Pay {
        by: "occupation".into(),
        codes: rows.iter().map(|r| codes[*r].clone()).collect(),
        percentiles: percentiles.to_vec(),
        pounds: rows.iter().map(|r| columns.iter().map(|c| c[*r]).collect()).collect(),
        ..Pay::default()
    };
    // In April 2023 the Real Living Wage in force was that of 2022-23.
    let line = WageLine { threshold_pounds: 10.90, floor_pounds: Some(10.42) };
    let shares = pay_shares(&pay, Some(&staffing(&data, "2023")), line).unwrap();
    let cells = shares
        .industries
        .iter()
        .map(|share| cell(None, Some(share.code.clone()), share.share.point.unwrap(), share.people.unwrap() / 100.0));
    let mixes = workplaces_by_local_authority(&data);
    let published = Sheet::read(&data, "pay", "above_real_living_wage_trafford_peers_lad.csv.gz");
    let (areas, periods, values) = (published.text("area_code"), published.text("period"), published.numbers("value"));
    let mut direct = Direct::new();
    for row in (0..areas.len()).filter(|r| periods[*r] == "2023") {
        if let Some(mix) = mixes.get(&areas[row]) {
            let rate = values[row].unwrap() / 100.0;
            // ASHE samples one job in a hundred.
            let sample = mix.iter().sum::<f64>() / 100.0;
            direct.insert(areas[row].clone(), (rate, (rate * (1.0 - rate) / sample).sqrt()));
        }
    }
    let mixes: Mixes = mixes.into_iter().filter(|(code, _)| direct.contains_key(code)).collect();
    let sections: Vec<String> = SECTIONS.iter().map(char::to_string).collect();
    let found =
        told("Real Living Wage by workplace, 2023", &model("industry", &sections, &mixes, cells.collect(), &direct));
    assert_eq!(found.rows.len(), 16);
    assert!(found.mean_absolute_error < 3.0 && found.bias.abs() < 2.0, "{found:#?}");
    assert!(found.covered >= 14, "{found:#?}");
}

fn workplaces_by_local_authority(data: &Path) -> Mixes {
    let bres = Sheet::read(data, "jobs", "bres2018_employment_sic_section_lsoa11.csv.gz");
    let places = Sheet::read(data, "geography", "lookup_lsoa11_lad19.csv.gz");
    let lad = lookup(&places, "lsoa11_code", "ltla19_code");
    // North Northamptonshire was made of four districts in 2021.
    let north = ["E07000150", "E07000152", "E07000153", "E07000156"];
    let codes = bres.text("lsoa11_code");
    let area_of = |row: usize| {
        let code = lad.get(&codes[row])?;
        Some(if north.contains(&code.as_str()) { "E06000061".to_owned() } else { code.clone() })
    };
    let columns: Vec<Vec<Option<f64>>> = SECTIONS.iter().map(|s| bres.numbers(&format!("sic_{s}"))).collect();
    sums(area_of, &columns)
}

/// NS-SEC 1 and 2 among residents in a class, Census 2021, against industries of workplaces, Census 2011 × occupations by industry, APS 2021.
///
/// Occupation groups 1 to 3 are not quite NS-SEC 1 and 2: the cells' level is set to the rate of England and Wales, and the pattern is what is tested.
#[test]
fn managers_and_professionals_of_local_authorities() {
    let Some(data) = data() else { return };
    let cells = upper_occupations(&staffing(&data, "2021"));
    let direct = nssec_by_local_authority(&data);
    let mixes: Mixes =
        industries_by_local_authority(&data).into_iter().filter(|(c, _)| direct.contains_key(c)).collect();
    let direct: Direct = direct.into_iter().filter(|(code, _)| mixes.contains_key(code)).collect();
    let rate_of = |mix: &[f64], shift: f64| {
        let met: f64 = mix.iter().zip(&cells).map(|(n, (rate, _))| n * expit(logit(*rate) + shift)).sum();
        met / mix.iter().sum::<f64>()
    };
    let weight = |mix: &[f64]| mix.iter().sum::<f64>();
    let nation: f64 = mixes.values().map(|m| weight(m)).sum();
    let truth: f64 = mixes.iter().map(|(code, m)| weight(m) * direct[code].0).sum::<f64>() / nation;
    let predicted = |shift: f64| mixes.values().map(|m| weight(m) * rate_of(m, shift)).sum::<f64>() / nation;
    let (mut low, mut high) = (-3.0, 3.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if predicted(middle) > truth { high = middle } else { low = middle }
    }
    let sections: Vec<String> = SECTIONS.iter().map(char::to_string).collect();
    let at = |shift: f64| {
        let of = |(section, (rate, people)): (&String, &(f64, f64))| {
            cell(None, Some(section.clone()), expit(logit(*rate) + shift), people / 400.0)
        };
        model("industry", &sections, &mixes, sections.iter().zip(&cells).map(of).collect(), &direct)
    };
    told("NS-SEC 1 and 2 by local authority, occupation groups 1 to 3 as they are", &at(0.0));
    let found = told("NS-SEC 1 and 2 by local authority, level set to the nation's", &at(low));
    assert_eq!(found.rows.len(), 314);
    assert!(found.mean_absolute_error < 6.0 && found.bias.abs() < 1.5, "{}", found.mean_absolute_error);
    assert!((0.93..=0.97).contains(&found.coverage()), "{}", found.coverage());
}

fn nssec_by_local_authority(data: &Path) -> Direct {
    let classes = Sheet::read(data, "census", "ts062_nssec_lsoa21.csv.gz");
    let places = Sheet::read(data, "geography", "lookup_lsoa21_ward24_lad24.csv.gz");
    let lad = lookup(&places, "lsoa21_code", "ltla24_code");
    let names = [
        "higher_managerial",
        "lower_managerial",
        "intermediate",
        "small_employers",
        "lower_supervisory",
        "semi_routine",
        "routine",
    ];
    let codes = classes.text("lsoa21_code");
    let columns: Vec<Vec<Option<f64>>> = names.iter().map(|name| classes.numbers(name)).collect();
    let rate = |counts: Vec<f64>| {
        let all: f64 = counts.iter().sum();
        let rate = (counts[0] + counts[1]) / all;
        (rate, (rate * (1.0 - rate) / all).sqrt())
    };
    sums(|row| lad.get(&codes[row]).cloned(), &columns).into_iter().map(|(code, counts)| (code, rate(counts))).collect()
}

fn industries_by_local_authority(data: &Path) -> Mixes {
    let workplaces = Sheet::read(data, "jobs", "census2011_workplace_pop_sic_msoa11.csv.gz");
    let places = Sheet::read(data, "geography", "lookup_msoa11_msoa21_lad22.csv.gz");
    let lad = lookup(&places, "msoa11_code", "ltla22_code");
    let codes = workplaces.text("msoa11_code");
    let names = names(data, "jobs", "census2011_workplace_pop_sic_msoa11.csv.gz");
    let column = |section: &char| {
        // Arts and other services are published together; they count as arts.
        let head = if *section == 'R' { "R,S ".to_owned() } else { format!("{section} ") };
        let name = names.iter().find(|name| name.starts_with(&head));
        name.map_or_else(|| vec![Some(0.0); codes.len()], |name| workplaces.numbers(name))
    };
    let columns: Vec<Vec<Option<f64>>> = SECTIONS.iter().map(column).collect();
    sums(|row| lad.get(&codes[row]).cloned(), &columns)
}

/// Part-time work of 298 neighbourhoods of Liverpool, Census 2011: major groups of occupation × share of part-time jobs in ASHE 2022.
#[test]
fn part_time_work_of_liverpools_neighbourhoods() {
    let Some(data) = data() else { return };
    let ashe = Sheet::read(&data, "pay", "ashe_hourly_gross_soc4_uk.csv.gz");
    let (years, groups, codes) = (ashe.text("year"), ashe.text("group"), ashe.text("soc2020"));
    let jobs = ashe.numbers("jobs_thousand");
    let of = |group: &str, code: &str| {
        let row = (0..codes.len()).find(|r| years[*r] == "2022" && groups[*r] == group && codes[*r] == code);
        jobs[row.unwrap()].unwrap()
    };
    let majors: Vec<String> = (1..=9).map(|major| major.to_string()).collect();
    let cells = majors.iter().map(|code| {
        let (part, all) = (of("Part-Time", code), of("All", code));
        cell(Some(code.clone()), None, part / all, 10.0 * all)
    });
    let occupations = Sheet::read(&data, "census/liverpool2011", "qs606ew_liverpool_lsoa11.csv.gz");
    let hours = Sheet::read(&data, "census/liverpool2011", "qs604ew_liverpool_lsoa11.csv.gz");
    let areas = occupations.text("lsoa11_code");
    let names = names(&data, "census/liverpool2011", "qs606ew_liverpool_lsoa11.csv.gz");
    let column = |code: &String| {
        let head = format!("Occupation: {code}. ");
        occupations.numbers(names.iter().find(|name| name.starts_with(&head)).unwrap())
    };
    let columns: Vec<Vec<Option<f64>>> = majors.iter().map(column).collect();
    let mixes = sums(|row| Some(areas[row].clone()), &columns);
    let part = hours.numbers("Hours Worked: Part-time: Total");
    let all = hours.numbers("Hours Worked: All categories: Hours worked");
    let mut direct = Direct::new();
    for (row, code) in hours.text("lsoa11_code").into_iter().enumerate() {
        let (rate, people) = (part[row].unwrap() / all[row].unwrap(), all[row].unwrap());
        direct.insert(code, (rate, (rate * (1.0 - rate) / people).sqrt()));
    }
    let found = told(
        "part-time work by neighbourhood, Liverpool 2011",
        &model("occupation", &majors, &mixes, cells.collect(), &direct),
    );
    assert_eq!(found.rows.len(), 298);
    assert!(found.mean_absolute_error < 4.5 && found.bias.abs() < 2.0, "{}", found.mean_absolute_error);
    assert!((0.92..=0.98).contains(&found.coverage()), "{}", found.coverage());
}
