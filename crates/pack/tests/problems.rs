//! A small pack, broken in one way at a time: each is told with file, row, column, value, expectation and hint.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;

use lynchpin_pack::tables::Tables;
use lynchpin_pack::{Pack, PackError, Problem, ReadOptions};

const PACK: &str = r#"
[pack]
name = "Testshire"
date = "2024-03-05"
timezone = "Europe/London"

[sources.areas]
file = "areas.csv"
title = "Areas"
publisher = "us"
geography = "lsoa21"
key = "code"

[sources.old_new]
file = "old_new.csv"
title = "Lookup"
publisher = "us"

[sources.jobs]
file = "jobs.csv"
title = "Jobs"
publisher = "us"
geography = "lsoa11"
key = "code"
suppressed = ["*"]

[sources.index]
file = "index.csv"
title = "Index"
publisher = "us"
geography = "lsoa21"
key = "code"

[sources.pay]
file = "pay.csv"
title = "Pay"
publisher = "us"
where = { year = 2024 }

[areas]
source = "areas"
name = "name"
points = { source = "areas", easting = "e", northing = "n" }

[[lookups]]
source = "old_new"
from = "lsoa11"
from_code = "old"
to = "lsoa21"
to_code = "new"

[populations]
lsoa21 = { source = "areas", count = "people" }

[residents.population]
source = "areas"
count = "people"

[indicators.no_car]
label = "Households without a car"
unit = "% of households"
direction = "higher-is-worse"
source = "areas"
numerator = "no_car"
denominator = ["no_car", "car"]

[indices.need]
label = "Need"
axis = "community-needs"
source = "index"
rank = "rank"

[jobs]
source = "jobs"
industries = "sic_*"

[[pay]]
by = "industry"
source = "pay"
code = "sic"
percentiles = { 25 = "p25", 50 = "p50" }
"#;

const FILES: [(&str, &str); 5] = [
    (
        "areas.csv",
        "code,name,e,n,people,no_car,car\nA,Ash,331000,388000,100,10,30\nB,Birch,332000,388000,300,20,60\nC,Cedar,333000,388000,50,5,15\n",
    ),
    ("old_new.csv", "old,new\nO1,A\nO1,B\nO2,C\n"),
    ("jobs.csv", "code,sic_A,sic_B\nO1,40,8\nO2,10,*\n"),
    ("index.csv", "code,rank\nA,3\nB,1\nC,2\n"),
    ("pay.csv", "year,sic,p25,p50\n2023,A,9,10\n2024,A,10,12\n2024,B,11,\n"),
];

/// The pack with `from` replaced by `to` in one of its files.
fn pack_with(file: &str, from: &str, to: &str) -> (tempfile::TempDir, Result<Pack, PackError>) {
    let folder = tempfile::tempdir().unwrap();
    let edit = |name: &str, text: &str| {
        if name == file {
            assert!(text.contains(from), "{from} is not in {name}");
            text.replacen(from, to, 1)
        } else {
            text.to_owned()
        }
    };
    for (name, text) in FILES {
        std::fs::write(folder.path().join(name), edit(name, text)).unwrap();
    }
    std::fs::write(folder.path().join("pack.toml"), edit("pack.toml", PACK)).unwrap();
    let pack = Pack::open_with_data(folder.path(), None);
    (folder, pack)
}

fn problems(file: &str, from: &str, to: &str) -> Vec<Problem> {
    let (_folder, pack) = pack_with(file, from, to);
    let pack = pack.unwrap();
    let problems = pack.check();
    match pack.read(&ReadOptions::default()) {
        Ok(_) => assert!(problems.is_empty()),
        Err(PackError::Problems(read)) => assert_eq!(read, problems),
        Err(other) => panic!("{other}"),
    }
    problems
}

fn only(file: &str, from: &str, to: &str) -> Problem {
    let problems = problems(file, from, to);
    assert_eq!(problems.len(), 1, "{problems:#?}");
    problems.into_iter().next().unwrap()
}

fn whole() -> Tables {
    let (_folder, pack) = pack_with("", "", "");
    pack.unwrap().read(&ReadOptions::default()).unwrap()
}

#[test]
fn a_sound_pack_reads() {
    assert_eq!(problems("", "", ""), []);
    let tables = whole();
    assert_eq!(tables.areas.names, ["Ash", "Birch", "Cedar"]);
    let (lon, lat) = tables.areas.points[0].unwrap();
    assert!((lon + 3.04).abs() < 0.02 && (lat - 53.385).abs() < 0.02, "{lon} {lat}");
    assert_eq!(tables.indicators[0].values, [Some(25.0); 3]);
    assert_eq!(tables.indicators[0].national, Some((35.0, 140.0)));
    assert_eq!(tables.indices[0].area_rank, [Some(3.0), Some(1.0), Some(2.0)]);
    let jobs = tables.jobs.unwrap();
    assert_eq!(jobs.counts, [vec![10.0, 30.0, 10.0], vec![2.0, 6.0, 0.0]]);
    assert_eq!(jobs.industry_labels[0], "Agriculture, forestry and fishing");
    assert_eq!(tables.pay[0].codes, ["A", "B"]);
    assert_eq!(tables.pay[0].pounds, [vec![Some(10.0), Some(12.0)], vec![Some(11.0), None]]);
    let held_back = tables.ledger.0.iter().find(|e| e.step == "jobs: blank cells").unwrap();
    assert_eq!(held_back.lost, 1.0);
}

#[test]
fn a_wrong_column_name_suggests_the_nearest() {
    let problem = only("pack.toml", "numerator = \"no_car\"", "numerator = \"no_cars\"");
    assert_eq!((problem.file.as_str(), problem.column.as_deref()), ("areas.csv", Some("no_cars")));
    assert_eq!(problem.hint, "did you mean `no_car`?");
}

#[test]
fn a_missing_file_names_its_publisher() {
    let problem = only("pack.toml", "file = \"pay.csv\"", "file = \"pai.csv\"");
    assert!(problem.expected.contains("“Pay” (us)"), "{problem}");
    assert!(problem.hint.contains("did you mean `pay.csv`"), "{problem}");
}

#[test]
fn an_unknown_key_is_located_with_the_nearest() {
    let (_folder, pack) = pack_with("pack.toml", "axis = ", "axes = ");
    let Err(PackError::PackFile { line, message, hint, .. }) = pack else { panic!("opened") };
    let expected = PACK.lines().position(|line| line.starts_with("axis")).unwrap() + 1;
    assert_eq!(line, expected, "{message}");
    assert_eq!(hint, "did you mean `axis`?");
}

#[test]
fn a_date_without_quotes_is_told_to_take_them() {
    let (_folder, pack) = pack_with("pack.toml", "\"2024-03-05\"", "2024-03-05");
    let Err(PackError::PackFile { line, message, hint, .. }) = pack else { panic!("opened") };
    assert_eq!(line, 4, "{message}");
    assert!(hint.contains("quotes"), "{message}: {hint}");
}

#[test]
fn cells_that_are_no_counts_are_told_one_by_one() {
    for bad in ["NaN", "-5", "many", "inf"] {
        let problem = only("jobs.csv", "O1,40", &format!("O1,{bad}"));
        assert_eq!(problem.file, "jobs.csv");
        assert_eq!((problem.row, problem.column.as_deref()), (Some(2), Some("sic_A")));
        assert_eq!(problem.value.as_deref(), Some(bad));
        assert!(problem.expected.contains("0 or more"));
        assert!(!problem.hint.is_empty());
    }
    let two = problems("jobs.csv", "40,8\nO2,10", "x,8\nO2,y");
    assert_eq!(two.iter().map(|p| p.row).collect::<Vec<_>>(), [Some(2), Some(3)]);
}

#[test]
fn codes_that_repeat_or_lead_nowhere_are_told() {
    let repeated = only("jobs.csv", "O2,10,*", "O1,10,*");
    assert_eq!(repeated.row, Some(3));
    assert!(repeated.hint.contains("row 2"), "{repeated}");
    let unknown = only("jobs.csv", "O2", "O9");
    assert!(unknown.expected.contains("lookup"), "{unknown}");
    assert_eq!(unknown.value.as_deref(), Some("O9"));
    let pay = only("pay.csv", "2024,B", "2024,A");
    assert_eq!((pay.row, pay.column.as_deref()), (Some(4), Some("sic")));
}

#[test]
fn values_out_of_range_are_told() {
    let rank = only("index.csv", "A,3", "A,4");
    assert!(rank.expected.contains("from 1 to 3"), "{rank}");
    let blank = only("index.csv", "A,3", "A,");
    assert_eq!(blank.value.as_deref(), Some(""));
    let falling = only("pay.csv", "2024,A,10,12", "2024,A,13,12");
    assert!(falling.expected.contains("rises"), "{falling}");
    let shares = problems("pack.toml", "numerator = \"no_car\"", "numerator = \"people\"");
    assert_eq!(shares.iter().map(|p| p.row).collect::<Vec<_>>(), [Some(2), Some(3), Some(4)]);
    assert!(shares[0].expected.contains("a share of 0 to 100"), "{}", shares[0]);
}

#[test]
fn what_is_wrong_with_the_pack_file_is_told_by_key() {
    let date = only("pack.toml", "2024-03-05", "2024-02-30");
    assert_eq!((date.file.as_str(), date.column.as_deref()), ("pack.toml", Some("pack.date")));
    let zone = only("pack.toml", "Europe/London", "Europe/Londinium");
    assert_eq!(zone.column.as_deref(), Some("pack.timezone"));
    let source = only(
        "pack.toml",
        "[indices.need]\nlabel = \"Need\"\naxis = \"community-needs\"\nsource = \"index\"",
        "[indices.need]\nlabel = \"Need\"\naxis = \"community-needs\"\nsource = \"indexes\"",
    );
    assert_eq!(source.hint, "did you mean `index`?");
    let nothing = only("pack.toml", "where = { year = 2024 }", "where = { year = 2031 }");
    assert!(nothing.expected.contains("at least one row"), "{nothing}");
}

#[test]
fn a_geography_without_a_lookup_is_told() {
    let told = problems("pack.toml", "geography = \"lsoa11\"", "geography = \"ward17\"");
    assert!(told.iter().any(|p| p.column.as_deref() == Some("sources.jobs.geography")), "{told:#?}");
}

#[test]
fn quarantine_sets_rows_aside_and_says_what_they_hold() {
    let (folder, pack) = pack_with("jobs.csv", "O2,10,*", "O2,-10,7");
    let tables = pack.unwrap().read(&ReadOptions { quarantine: true }).unwrap();
    let text = std::fs::read_to_string(set_aside(folder.path(), "jobs")).unwrap();
    assert!(text.starts_with("file,row,reason,code,sic_A,sic_B\njobs.csv,3,"), "{text}");
    assert!(text.contains(",O2,-10,7"), "{text}");
    let entry = tables.ledger.0.iter().find(|e| e.step == "jobs: set aside").unwrap();
    assert_eq!((entry.what.as_str(), entry.used, entry.lost), ("jobs", 55.0, 7.0));
    assert_eq!(entry.examples, ["O2"]);
    let jobs = tables.jobs.unwrap();
    assert_eq!(jobs.counts.iter().flatten().sum::<f64>(), 48.0);
}

#[test]
fn quarantine_does_not_hide_what_is_wrong_with_a_whole_file() {
    let (folder, pack) = pack_with("pack.toml", "rank = \"rank\"", "rank = \"rnk\"");
    let read = pack.unwrap().read(&ReadOptions { quarantine: true });
    assert!(matches!(read, Err(PackError::Problems(_))));
    assert!(!folder.path().join("build").exists());
}

fn set_aside(folder: &Path, name: &str) -> std::path::PathBuf {
    folder.join("build").join("quarantine").join(format!("{name}.csv"))
}

#[test]
fn questions_that_answer_themselves_or_name_nothing_are_told() {
    let asked = |section: &str| only("pack.toml", "[jobs]", &format!("{section}\n[jobs]"));
    let told = |section: &str, key: &str, value: &str| {
        let problem = asked(section);
        assert_eq!((problem.column.as_deref(), problem.value.as_deref()), (Some(key), Some(value)), "{problem}");
    };
    let near = "neighbours = { kind = \"nearest\", count = 2 }";
    let determinants = |rest: &str| format!("[determinants]\noutcome = \"no_car\"\n{near}\n{rest}\n");
    told(&determinants("predictors = [\"no_car\"]"), "determinants.predictors", "no_car");
    told(&determinants("predictors = [\"needs\"]"), "determinants.predictors", "needs");
    told(&determinants("predictors = [\"need\"]\ncluster = \"ward\""), "determinants.cluster", "ward");
    told(&determinants("predictors = [\"need\"]\nresamples = 5"), "determinants.resamples", "5");
    told(
        &determinants("predictors = [\"need\"]\nblocks = { all = [\"need\", \"need\"] }"),
        "determinants.blocks.all",
        "need",
    );
    let claim = "predictors = [\"need\"]\nclaims = [{ source = \"A\", says = \"b\", first = [\"c\"] }]";
    told(&determinants(claim), "determinants.claims.first", "c");
    told("[determinants]\noutcome = \"no_car\"\npredictors = [\"need\"]\n", "determinants.neighbours", "queen");

    let own = |domain: &str| {
        format!("[declared_indices.own]\nlabel = \"Own\"\n[declared_indices.own.domains]\na = {domain}\n")
    };
    told(&own("{ indicators = [\"no_cars\"] }"), "declared_indices.own.domains.a.indicators", "no_cars");
    let uneven = asked(&own("{ indicators = [\"no_car\"], combine = \"given\", weights = [1, 2] }"));
    assert_eq!(uneven.column.as_deref(), Some("declared_indices.own.domains.a.weights"));
    // An index made of the outcome would explain it.
    let circle = own("{ indicators = [\"no_car\"] }") + &determinants("predictors = [\"own\"]");
    told(&circle, "determinants.predictors", "own");
}
