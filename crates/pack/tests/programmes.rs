//! Reforms and panels of a small pack: read as they are, carried, and told where they are wrong.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use lynchpin_pack::tables::Tables;
use lynchpin_pack::{Pack, PackError, Problem, ReadOptions};

const PACK: &str = r#"
[pack]
name = "Testshire"

[sources.areas]
file = "areas.csv"
title = "Areas"
publisher = "us"
geography = "lsoa"
key = "code"

[sources.wards]
file = "wards.csv"
title = "Wards"
publisher = "us"

[sources.pilot]
file = "pilot.csv"
title = "Pilot"
publisher = "us"
geography = "ward"
key = "ward"

[sources.work]
file = "work.csv"
title = "Work"
publisher = "us"
suppressed = ["[c]"]

[areas]
source = "areas"
where = { study = "Y" }
parents = { ward = { source = "areas", code = "ward" } }

[[lookups]]
source = "wards"
from = "lsoa"
from_code = "code"
to = "ward"
to_code = "ward"

[populations]
lsoa = { source = "areas", count = "people" }

[residents]
people = { source = "areas", count = "people" }

[indices.need]
label = "Need"
axis = "deprivation"
source = "areas"
rank = "rank"

[indicators.nurseries]
label = "Children near a nursery"
unit = "% of children"
source = "areas"
value = "near"

[programmes.pilot]
label = "the pilot"
source = "pilot"
people = "people"
began = "began"
participants = "took_part"
cost_pounds = "spent"
eligibility = { index = "need", rank_at_most = 2 }
outcome = "work"
smallest_effect = 0.5
covariates = ["nurseries"]
cluster = "ward"
steps = { "childcare available" = "nurseries" }

[panels.work]
label = "In work"
unit = "%"
direction = "higher-is-better"
source = "work"
area = "area"
period = "year"
value = "rate"
"#;

const FILES: [(&str, &str); 4] = [
    (
        "areas.csv",
        "code,ward,people,study,rank,near\na,W1,100,Y,1,50\nb,W1,300,Y,2,60\nc,W2,200,Y,3,70\nd,W3,100,N,4,80\n",
    ),
    ("wards.csv", "code,ward\na,W1\nb,W1\nc,W2\nd,W3\n"),
    ("pilot.csv", "ward,began,took_part,spent\nW1,2021,40,\"1,000\"\n"),
    ("work.csv", "area,year,rate\na,2020,60\na,2021,62\nb,2020,70\nb,2021,71\nc,2020,80\nc,2021,[c]\nd,2020,1\n"),
];

/// The pack with one file (or `pack.toml`) changed.
fn read(file: &str, from: &str, to: &str) -> Result<Tables, Vec<Problem>> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in FILES.into_iter().chain([("pack.toml", PACK)]) {
        assert!(name != file || text.contains(from), "{name} has no {from}");
        let text = if name == file { text.replacen(from, to, 1) } else { text.to_owned() };
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    match Pack::open_with_data(folder.path(), None).unwrap().read(&ReadOptions::default()) {
        Ok(tables) => Ok(tables),
        Err(PackError::Problems(problems)) => Err(problems),
        Err(other) => panic!("{other}"),
    }
}

fn only(file: &str, from: &str, to: &str) -> Problem {
    let mut problems = read(file, from, to).unwrap_err();
    assert_eq!(problems.len(), 1, "{problems:?}");
    problems.remove(0)
}

#[test]
fn a_list_of_wards_is_carried_to_the_study_areas() {
    let tables = read("", "", "").unwrap();
    let pilot = &tables.programmes[0];
    assert_eq!(pilot.treated_share, [Some(1.0), Some(1.0), Some(0.0)]);
    // 40 people by population, 1 to 3.
    assert_eq!(pilot.participants, Some(vec![Some(10.0), Some(30.0), Some(0.0)]));
    assert_eq!(pilot.cost_pounds, Some(vec![Some(250.0), Some(750.0), Some(0.0)]));
    assert_eq!(pilot.began, Some(vec![Some("2021".into()), Some("2021".into()), None]));
    assert_eq!((pilot.eligibility.clone(), pilot.smallest_effect), (Some(("need".into(), 2.0)), Some(0.5)));
    assert_eq!(pilot.steps, [("childcare available".to_owned(), "nurseries".to_owned())]);
    let listed = "programmes.pilot: 1 places listed, found in 2 study areas";
    assert!(tables.ledger.0.iter().any(|e| e.step == listed), "{:?}", tables.ledger);
}

#[test]
fn a_panel_is_laid_out_by_area_and_period_and_its_gaps_are_told() {
    let tables = read("", "", "").unwrap();
    let work = &tables.panels[0];
    assert_eq!(work.periods, ["2020", "2021"]);
    assert_eq!(work.values, [vec![Some(60.0), Some(62.0)], vec![Some(70.0), Some(71.0)], vec![Some(80.0), None]]);
    let gap = tables.ledger.0.iter().find(|e| e.step.starts_with("panels.work: study areas")).unwrap();
    assert_eq!((gap.used, gap.lost, gap.examples.as_slice()), (3.0, 1.0, ["c".to_owned()].as_slice()));
    let outside = tables.ledger.0.iter().find(|e| e.step == "panels.work: outside the study").unwrap();
    assert_eq!((outside.lost, outside.examples.as_slice()), (1.0, ["d".to_owned()].as_slice()));
}

#[test]
fn periods_are_ordered_as_numbers_where_they_are_numbers() {
    let tables = read("work.csv", "a,2020,60\na,2021", "a,900,60\na,2021").unwrap();
    assert_eq!(tables.panels[0].periods, ["900", "2020", "2021"]);
}

#[test]
fn cells_that_are_wrong_are_located() {
    let twice = only("work.csv", "b,2021", "b,2020");
    assert_eq!((twice.row, twice.column.as_deref(), twice.value.as_deref()), (Some(5), Some("area"), Some("b")));
    assert_eq!(twice.expected, "an area that stands once in period 2020");
    let strange = only("work.csv", "d,2020", "x,2020");
    assert_eq!((strange.row, strange.value.as_deref()), (Some(8), Some("x")));
    let ward = only("pilot.csv", "W1,", "W9,");
    assert_eq!((ward.row, ward.value.as_deref()), (Some(2), Some("W9")));
    let count = only("pilot.csv", "2021,40", "2021,-4");
    assert_eq!((count.column.as_deref(), count.expected.as_str()), (Some("took_part"), "a count: a number, 0 or more"));
}

#[test]
fn names_that_stand_for_nothing_are_told_by_key() {
    let outcome = only("pack.toml", "outcome = \"work\"", "outcome = \"wrok\"");
    assert_eq!(outcome.column.as_deref(), Some("programmes.pilot.outcome"));
    assert!(outcome.hint.contains("work"), "{outcome}");
    let people = only("pack.toml", "people = \"people\"\nbegan", "people = \"adults\"\nbegan");
    assert_eq!(people.column.as_deref(), Some("programmes.pilot.people"));
    let index = only("pack.toml", "index = \"need\"", "index = \"needs\"");
    assert_eq!(index.column.as_deref(), Some("programmes.pilot.eligibility.index"));
    let unit = only("pack.toml", "unit = \"% of children\"", "unit = \"children\"");
    assert_eq!(unit.column.as_deref(), Some("programmes.pilot.steps (childcare available)"));
    let cluster = only("pack.toml", "cluster = \"ward\"", "cluster = \"district\"");
    assert_eq!(cluster.column.as_deref(), Some("programmes.pilot.cluster"));
    let size = only("pack.toml", "smallest_effect = 0.5", "smallest_effect = 0");
    assert_eq!(size.column.as_deref(), Some("programmes.pilot.smallest_effect"));
}
