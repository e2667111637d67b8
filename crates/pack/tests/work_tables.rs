//! Residents' jobs and job quality: what is read, what is told of as a problem, and what goes to the ledger.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use lynchpin_pack::tables::{DirectEstimate, QualityCell, Tables};
use lynchpin_pack::{Pack, Problem, ReadOptions};

const PACK: &str = r#"
[pack]
name = "Testshire"

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

[sources.work]
file = "work.csv"
title = "Occupations"
publisher = "us"
geography = "lsoa11"
key = "code"

[sources.quality]
file = "quality.csv"
title = "Job quality"
publisher = "us"
suppressed = ["[c]"]

[sources.direct]
file = "direct.csv"
title = "Job quality of districts"
publisher = "us"

[areas]
source = "areas"
[areas.parents]
district = { source = "areas", code = "district" }

[[lookups]]
source = "old_new"
from = "lsoa11"
from_code = "old"
to = "lsoa21"
to_code = "new"

[populations]
lsoa21 = { source = "areas", count = "people" }

[[resident_jobs]]
by = "occupation"
source = "work"
groups = "soc_*"

[[resident_jobs]]
by = "industry"
source = "work"
groups = { G = "retail", Q = ["care", "health"] }
labels = { Q = "Health and care" }

[job_quality]
source = "quality"
occupation = "soc"
industry = "sic"
dimension = "dimension"
rate = "rate"
sample = "n"
direct = { source = "direct", level = "district", area = "district", dimension = "dimension", rate = "rate", standard_error = "se" }
"#;

const FILES: [(&str, &str); 5] = [
    ("areas.csv", "code,district,people\nA,D1,100\nB,D1,300\nC,D2,50\n"),
    ("old_new.csv", "old,new\nO1,A\nO1,B\nO2,C\n"),
    ("work.csv", "code,soc_1,soc_6,retail,care,health\nO1,40,8,30,10,8\n"),
    (
        "quality.csv",
        "soc,sic,dimension,rate,n\n6,Q,pay,0.4,120\n6,,pay,0.5,300\n1,Q,security,[c],\n,,security,0.8,2000\n",
    ),
    ("direct.csv", "district,dimension,rate,se\nD1,pay,0.6,0.03\nD9,pay,0.7,0.02\n"),
];

fn read(file: &str, from: &str, to: &str) -> Result<Tables, Vec<Problem>> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in FILES.into_iter().chain([("pack.toml", PACK)]) {
        assert!(name != file || text.contains(from), "{from} is not in {name}");
        let text = if name == file { text.replacen(from, to, 1) } else { text.to_owned() };
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let pack = Pack::open_with_data(folder.path(), None).unwrap();
    let problems = pack.check();
    if problems.is_empty() { Ok(pack.read(&ReadOptions::default()).unwrap()) } else { Err(problems) }
}

fn only(file: &str, from: &str, to: &str) -> Problem {
    let problems = read(file, from, to).unwrap_err();
    assert_eq!(problems.len(), 1, "{problems:#?}");
    problems.into_iter().next().unwrap()
}

#[test]
fn residents_jobs_are_carried_to_the_study_areas() {
    let tables = read("", "", "").unwrap();
    let [occupations, industries] = tables.resident_jobs.as_slice() else { panic!("two tables") };
    assert_eq!(
        (occupations.by.as_str(), occupations.codes.as_slice()),
        ("occupation", ["1", "6"].map(str::to_owned).as_slice())
    );
    assert_eq!(occupations.labels[1], "Caring, leisure and other service occupations");
    assert_eq!(occupations.people[0], [Some(10.0), Some(30.0), None]);
    assert_eq!(industries.people[1], [Some(4.5), Some(13.5), None]);
    assert_eq!(industries.labels, ["Wholesale and retail trade, repair of motor vehicles", "Health and care"]);
    let missing = tables.ledger.0.iter().find(|e| e.step == "resident_jobs[0]" && e.what == "areas").unwrap();
    assert_eq!((missing.lost, missing.examples.as_slice()), (1.0, ["C".to_owned()].as_slice()));
}

#[test]
fn job_quality_is_read_with_its_direct_estimates() {
    let quality = read("", "", "").unwrap();
    let ledger = quality.ledger;
    let quality = quality.job_quality.unwrap();
    assert_eq!(quality.dimensions, ["pay", "security"]);
    let cell = |occupation: Option<&str>, industry: Option<&str>, dimension, rate, sample| QualityCell {
        occupation: occupation.map(str::to_owned),
        industry: industry.map(str::to_owned),
        dimension,
        rate,
        sample,
    };
    assert_eq!(
        quality.cells,
        [
            cell(Some("6"), Some("Q"), 0, 0.4, 120.0),
            cell(Some("6"), None, 0, 0.5, 300.0),
            cell(None, None, 1, 0.8, 2000.0)
        ]
    );
    assert_eq!(quality.direct_level.as_deref(), Some("district"));
    let d1 = DirectEstimate { area: "D1".into(), dimension: 0, rate: 0.6, standard_error: 0.03 };
    assert_eq!(quality.direct[0], d1);
    let stranger = ledger.0.iter().find(|e| e.step == "job_quality.direct: district").unwrap();
    assert_eq!((stranger.used, stranger.lost, stranger.examples[0].as_str()), (2.0, 1.0, "D9"));
    assert_eq!(ledger.0.iter().find(|e| e.step == "job_quality: rates").unwrap().lost, 1.0);
}

#[test]
fn bad_cells_are_told_with_their_place() {
    for (from, to, column, expected) in [
        ("0.4,120", "1.4,120", "rate", "a share"),
        ("0.4,120", "40%,120", "rate", "a share"),
        ("0.4,120", "0.4,-120", "n", "over 0"),
        ("0.4,120", "0.4,", "n", "over 0"),
        ("6,Q,pay", "6,Q,wages", "dimension", "a dimension of good work"),
        ("6,Q,pay", "six,Q,pay", "soc", "SOC 2020"),
        ("6,Q,pay", "6,Health,pay", "sic", "SIC 2007"),
    ] {
        let problem = only("quality.csv", from, to);
        assert_eq!((problem.file.as_str(), problem.row), ("quality.csv", Some(2)), "{problem}");
        assert_eq!(problem.column.as_deref(), Some(column));
        assert!(problem.expected.contains(expected) && !problem.hint.is_empty(), "{problem}");
    }
    let twice = only("quality.csv", "6,,pay", "6,Q,pay");
    assert!(twice.row == Some(3) && twice.hint.contains("row 2"), "{twice}");
}

#[test]
fn bad_direct_estimates_are_told() {
    let problem = only("direct.csv", "D1,pay", "D1,health");
    assert!(problem.row == Some(2) && problem.expected.contains("pay, security"), "{problem}");
    assert_eq!(only("direct.csv", "0.6,0.03", "0.6,-1").column.as_deref(), Some("se"));
    assert_eq!(only("direct.csv", "D9,pay", "D1,pay").row, Some(3));
    let strange = only("direct.csv", "D1", "D8");
    assert_eq!(strange.column.as_deref(), Some("job_quality.direct.area"));
    let level = only("pack.toml", "level = \"district\"", "level = \"districts\"");
    assert_eq!(level.hint, "did you mean `district`?");
}

#[test]
fn groups_of_residents_are_told_where_they_are_no_codes() {
    assert_eq!(only("pack.toml", "by = \"industry\"", "by = \"trade\"").column.as_deref(), Some("resident_jobs[1].by"));
    let codes = only("pack.toml", "groups = { G =", "groups = { Retail =");
    assert_eq!((codes.column.as_deref(), codes.value.as_deref()), (Some("resident_jobs[1].groups"), Some("Retail")));
    let pattern = only("pack.toml", "groups = \"soc_*\"", "groups = \"isco_*\"");
    assert_eq!(pattern.column.as_deref(), Some("resident_jobs[0].groups"));
    let count = only("work.csv", "O1,40", "O1,-4");
    assert_eq!((count.row, count.column.as_deref()), (Some(2), Some("soc_1")));
}
