//! The shapes that published files come in: long tables, joined files, workbooks, higher geographies by way of others.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use lynchpin_pack::tables::Tables;
use lynchpin_pack::{Pack, ReadOptions};

const PACK: &str = r#"
[pack]
name = "Testshire"

[sources.areas]
file = "areas.csv"
title = "Areas"
publisher = "us"
geography = "lsoa21"
key = "code"
join = ["extra"]

[sources.extra]
file = "extra.csv"
title = "More columns"
publisher = "us"
key = "id"

[sources.districts]
file = "districts.csv"
title = "District to region"
publisher = "us"
key = "district"

[sources.coast]
file = "coast.csv"
title = "Coast by old area"
publisher = "us"
geography = "lsoa11"
key = "old"

[sources.old_new]
file = "old_new.csv"
title = "Lookup"
publisher = "us"

[sources.jobs]
file = "jobs.xlsx"
title = "Jobs, a row each"
publisher = "us"
geography = "lsoa21"
key = "place"
sheet = "Table 2"
header_row = 3

[areas]
source = "areas"
where = { district = "D1" }
points = { source = "areas", lon = "lon", lat = "lat" }

[areas.parents]
district = { source = "areas", code = "district" }
region = { source = "districts", code = "region", name = "region_name", via = "district" }

[areas.place_types]
coastal = { source = "coast", label = "kind" }

[[lookups]]
source = "old_new"
from = "lsoa11"
from_code = "old"
to = "lsoa21"
to_code = "new"

[populations]
lsoa11 = { source = "coast", count = "people" }

[indicators.nurseries]
label = "Nurseries"
unit = "nurseries"
direction = "higher-is-better"
source = "extra_areas"
value = "nurseries"
missing = "zero"

[sources.extra_areas]
file = "extra.csv"
title = "More columns"
publisher = "us"
geography = "lsoa21"
key = "id"

[jobs]
source = "jobs"
industry = "industry"
count = "jobs"
labels = { X1 = "Sheep" }
within = { source = "areas", where = { district = ["D1", "D2"] } }
early_shift = { source = "areas", share = "early" }
"#;

fn read() -> Tables {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write("pack.toml", PACK);
    write("areas.csv", "code,district,early\nA,D1,0.5\nB,D1,0\nC,D2,1\nD,D3,0.25\n");
    write("extra.csv", "id,lon,lat,nurseries\nA,-3.0,53.4,2\nC,-3.1,53.5,1\nD,-3.2,53.6,4\nB,-3.3,53.7,\n");
    write("districts.csv", "district,region,region_name\nD1,R1,North\nD2,R2,South\n");
    write("coast.csv", "old,kind,people\nO1,Coastal,10\nO2,Inland,30\nO3,Coastal,5\n");
    write("old_new.csv", "old,new\nO1,A\nO2,A\nO3,B\nO3,C\n");
    let mut workbook = rust_xlsxwriter::Workbook::new();
    workbook.add_worksheet().set_name("Notes").unwrap();
    let sheet = workbook.add_worksheet().set_name("Table 2").unwrap();
    sheet.write(0, 0, "A title over the table").unwrap();
    for (column, name) in ["place", "industry", "jobs"].iter().enumerate() {
        sheet.write(2, column as u16, *name).unwrap();
    }
    let rows = [("A", "X1", 5.0), ("A", "G", 2.0), ("C", "G", 7.5), ("D", "G", 100.0)];
    for (row, (place, industry, jobs)) in rows.iter().enumerate() {
        let row = row as u32 + 3;
        sheet.write(row, 0, *place).unwrap();
        sheet.write(row, 1, *industry).unwrap();
        sheet.write(row, 2, *jobs).unwrap();
    }
    workbook.save(folder.path().join("jobs.xlsx")).unwrap();
    let pack = Pack::open_with_data(folder.path(), None).unwrap();
    pack.read(&ReadOptions::default()).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn every_shape_is_read() {
    let tables = read();
    let areas = &tables.areas;
    assert_eq!(areas.codes, ["A", "B"]);
    assert_eq!(areas.points, [Some((-3.0, 53.4)), Some((-3.3, 53.7))], "joined by key, not by row");
    assert_eq!(areas.parents["region"].codes, [Some("R1".to_owned()), Some("R1".to_owned())]);
    assert_eq!(areas.parents["region"].names[0].as_deref(), Some("North"));
    assert_eq!(areas.place_types["coastal"], ["Inland", "Coastal"], "most of A's people live inland");
    assert_eq!(tables.indicators[0].values, [Some(2.0), Some(0.0)]);
    assert_eq!(
        tables.indicators[0].national, None,
        "a file that leaves out areas without any has no mean of the nation"
    );

    let jobs = tables.jobs.unwrap();
    assert_eq!(jobs.codes, ["A", "B", "C"], "D lies in no district asked for");
    assert_eq!(jobs.industries, ["G", "X1"]);
    assert_eq!(jobs.industry_labels, ["Wholesale and retail trade, repair of motor vehicles", "Sheep"]);
    assert_eq!(jobs.counts, [vec![2.0, 0.0, 7.5], vec![5.0, 0.0, 0.0]]);
    assert_eq!(jobs.early_shift_share, Some(vec![0.5, 0.0, 1.0]));
    let outside = tables.ledger.0.iter().find(|e| e.step == "jobs: within").unwrap();
    assert_eq!((outside.used, outside.lost), (114.5, 100.0));
}

#[test]
fn two_readings_are_the_same() {
    assert_eq!(format!("{:?}", read()), format!("{:?}", read()));
}
