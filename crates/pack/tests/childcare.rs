//! The childcare of a small pack: read as it is, and told where it is wrong.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use lynchpin_pack::tables::{Childcare, Tables};
use lynchpin_pack::{Pack, PackError, Problem, ReadOptions};

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

[sources.people]
file = "people.csv"
title = "People"
publisher = "us"
geography = "lsoa11"
key = "code"

[sources.nurseries]
file = "nurseries.csv"
title = "Nurseries"
publisher = "the inspectorate"
where = { register = "Y" }

[sources.access]
file = "access.csv"
title = "Access"
publisher = "us"
geography = "lsoa21"
key = "code"

[areas]
source = "areas"
where = { study = "Y" }
points = { source = "areas", easting = "e", northing = "n" }

[[lookups]]
source = "old_new"
from = "lsoa11"
from_code = "old"
to = "lsoa21"
to_code = "new"

[populations]
lsoa21 = { source = "areas", count = "people" }

[childcare.providers]
source = "nurseries"
id = "urn"
name = "name"
kind = "kind"
places = "places"
easting = "e"
northing = "n"
opens = "opens"
closes = "closes"
accounts = { age_shares = ["u2", "a2", "a3"], occupancy = "occ", funded_shares = ["fu2", "f2", "f3"], fee = "fee", wage = "wage", rent = "rent", other = "other", hours = "hours" }

[childcare.children]
source = "people"
count = { age_0_3 = 1, age_4_10 = 0.5 }

[childcare.published]
source = "access"
all = "all"
"#;

const FILES: [(&str, &str); 5] = [
    (
        "areas.csv",
        "code,e,n,people,study\nA,331000,388000,100,Y\nB,332000,388000,300,Y\nC,333000,388000,50,N\nD,334000,388000,50,N\n",
    ),
    ("old_new.csv", "old,new\nO1,A\nO1,B\nO2,C\nO3,D\n"),
    ("people.csv", "code,age_0_3,age_4_10\nO1,30,20\nO2,6,8\nO3,0,0\n"),
    ("access.csv", "code,all\nA,0.25\nB,\nC,0.3\n"),
    (
        "nurseries.csv",
        "urn,name,kind,register,e,n,area,places,opens,closes,u2,a2,a3,occ,fu2,f2,f3,fee,wage,rent,other,hours\n\
         1,Acorns,Full day care,Y,331000,388000,A,40,07:30,18:00,0.2,0.3,0.5,0.8,0.1,0.4,0.6,6.5,12.5,300,400,50\n\
         2,,Sessional,Y,,,,20,,,0.2,0.3,0.5,,0.1,0.4,0.6,6.5,12.5,300,400,30\n\
         3,Closed,Sessional,Y,332000,388000,B,,,,0.2,0.3,0.5,0.8,0.1,0.4,0.6,6.5,12.5,300,400,30\n\
         4,After School,Out of school,N,332000,388000,B,30,,,,,,,,,,,,,,\n",
    ),
];

fn pack_with(file: &str, from: &str, to: &str) -> (tempfile::TempDir, Pack) {
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
    let pack = Pack::open_with_data(folder.path(), None).unwrap();
    (folder, pack)
}

fn tables(file: &str, from: &str, to: &str, quarantine: bool) -> Tables {
    let (_folder, pack) = pack_with(file, from, to);
    match pack.read(&ReadOptions { quarantine }) {
        Ok(tables) => tables,
        Err(PackError::Problems(problems)) => panic!("{problems:#?}"),
        Err(other) => panic!("{other}"),
    }
}

fn childcare(file: &str, from: &str, to: &str) -> Childcare {
    tables(file, from, to, false).childcare.unwrap()
}

fn only(file: &str, from: &str, to: &str) -> Problem {
    let (_folder, pack) = pack_with(file, from, to);
    let problems = pack.check();
    assert_eq!(problems.len(), 1, "{problems:#?}");
    problems.into_iter().next().unwrap()
}

#[test]
fn providers_children_and_published_access_are_read() {
    let tables = tables("", "", "", false);
    let childcare = tables.childcare.unwrap();
    assert_eq!(childcare.ids, ["1", "2"]);
    assert_eq!(childcare.names, ["Acorns", "2"]);
    assert_eq!(childcare.kinds, ["Full day care", "Sessional"]);
    assert_eq!(childcare.places, [40.0, 20.0]);
    assert_eq!((childcare.opens[0], childcare.closes[0]), (Some(27_000), Some(64_800)));
    assert_eq!((childcare.opens[1], childcare.points[1]), (None, None));
    let (lon, lat) = childcare.points[0].unwrap();
    assert!((lon + 3.04).abs() < 0.02 && (lat - 53.385).abs() < 0.02, "{lon} {lat}");
    let accounts = childcare.accounts[0].unwrap();
    assert_eq!((accounts.age_shares, accounts.hours), ([0.2, 0.3, 0.5], 50.0));
    assert_eq!(childcare.accounts[1], None);
    // 30 + 20 / 2 children of O1, one of four people in A; C competes from outside, D has nobody.
    assert_eq!(childcare.children, [Some(10.0), Some(30.0)]);
    assert_eq!((childcare.around.codes, childcare.around.children), (vec!["C".to_owned()], vec![10.0]));
    assert_eq!(childcare.published.unwrap().all, Some(vec![Some(0.25), None]));
    assert_eq!(childcare.provenance.publisher, "the inspectorate");
    let lost = |step: &str| tables.ledger.0.iter().find(|e| e.step == step).unwrap().lost;
    assert_eq!(lost("childcare.providers"), 1.0);
    assert_eq!(lost("childcare.providers: points"), 20.0);
    assert_eq!(lost("childcare.providers.accounts"), 1.0);
}

#[test]
fn a_provider_stands_at_the_point_of_its_area() {
    let at_areas = childcare("pack.toml", "easting = \"e\"\nnorthing = \"n\"\nopens", "area = \"area\"\nopens");
    let by_grid = childcare("", "", "");
    assert_eq!(at_areas.points, by_grid.points);
}

#[test]
fn cells_that_are_wrong_are_located() {
    let clock = only("nurseries.csv", "07:30", "half past");
    assert_eq!((clock.row, clock.column.as_deref()), (Some(2), Some("opens")));
    assert!(clock.expected.contains("HH:MM") && clock.hint.contains("07:30"), "{clock}");
    let early = only("nurseries.csv", "18:00", "06:00");
    assert!(early.expected.contains("after the opening"), "{early}");
    let ages = only("nurseries.csv", "0.2,0.3,0.5,0.8", "0.2,0.3,0.4,0.8");
    assert!(ages.expected.contains("not 0.900"), "{ages}");
    let places = only("nurseries.csv", "A,40", "A,-40");
    assert_eq!(places.value.as_deref(), Some("-40"));
    let twice = only("nurseries.csv", "\n2,", "\n1,");
    assert!(twice.hint.contains("row 2"), "{twice}");
    let area = "easting = \"e\"\nnorthing = \"n\"\nopens";
    let (folder, pack) = pack_with("pack.toml", area, "area = \"area\"\nopens");
    let path = folder.path().join("nurseries.csv");
    std::fs::write(&path, std::fs::read_to_string(&path).unwrap().replacen(",A,40", ",Z,40", 1)).unwrap();
    let problems = pack.check();
    assert_eq!((problems.len(), problems[0].value.as_deref()), (1, Some("Z")));
}

#[test]
fn what_is_wrong_with_the_section_is_told_by_key() {
    let half = only("pack.toml", "northing = \"n\"\nopens", "opens");
    assert_eq!(half.column.as_deref(), Some("childcare.providers"));
    let part = only("pack.toml", "age_4_10 = 0.5", "age_4_10 = 5");
    assert_eq!(part.value.as_deref(), Some("5"));
    let nothing = only("pack.toml", "source = \"access\"\nall = \"all\"", "source = \"access\"");
    assert_eq!(nothing.column.as_deref(), Some("childcare.published"));
    let access = "[childcare.access]\ntransit_indicator = \"buses\"\n\n[childcare.published]";
    let indicator = only("pack.toml", "[childcare.published]", access);
    assert_eq!(indicator.column.as_deref(), Some("childcare.access.transit_indicator"));
    let minutes =
        only("pack.toml", "[childcare.published]", "[childcare.access]\ndrive_minutes = 0\n\n[childcare.published]");
    assert_eq!(minutes.column.as_deref(), Some("childcare.access.drive_minutes"));
    let source = only("pack.toml", "source = \"nurseries\"\nid", "source = \"nurserie\"\nid");
    assert_eq!(source.hint, "did you mean `nurseries`?");
    let column = only("pack.toml", "places = \"places\"", "places = \"place\"");
    assert_eq!(column.hint, "did you mean `places`?");
}

#[test]
fn a_bad_provider_is_set_aside_on_request() {
    let tables = tables("nurseries.csv", "07:30", "half past", true);
    assert_eq!(tables.childcare.unwrap().ids, ["2"]);
    assert!(tables.ledger.0.iter().any(|e| e.step == "nurseries: set aside" && e.lost == 1.0));
}
