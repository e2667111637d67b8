//! Files for other programs, read back.

use std::collections::BTreeMap;
use std::path::Path;

use arrow::array::{Array, AsArray};
use arrow::datatypes::{Float64Type, Int64Type};
use calamine::{Data, Reader as _, Xlsx};
use geo_types::Geometry;
use lynchpin_views::exports::{
    Column, DataTable, Format, Licence, RunInfo, Values, csv_bytes, geoparquet_bytes, parquet_bytes, write_package,
    xlsx_bytes,
};
use lynchpin_views::report::Source;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use serde_json::Value;

use crate::helpers::square;

fn table() -> DataTable {
    let words = |w: [Option<&str>; 3]| w.map(|w| w.map(String::from)).into();
    DataTable {
        name: "areas".into(),
        title: "Areas".into(),
        description: "One row per area".into(),
        columns: vec![
            Column::text("code", "Code", words([Some("E1"), Some("E2, \"x\""), Some("=1+1")])),
            Column::number("share", "Share", "% of households", vec![Some(36.5), None, Some(0.1 + 0.2)])
                .described("How it was made", "Census 2021"),
            Column::integer("people", "People", "people", vec![Some(1_500), Some(-3), None]),
            Column::flag("left_behind", "Left behind", vec![Some(true), Some(false), None]),
        ],
        key: vec!["code".into()],
        geometry: Some(vec![Some(square(-3.0, 53.0).into()), None, Some(Geometry::Point((-2.5, 53.5).into()))]),
    }
}

fn info() -> RunInfo {
    RunInfo {
        name: "Newport run".into(),
        title: "Newport".into(),
        description: "Results".into(),
        version: "0.1.0".into(),
        seed: Some(7),
        parameters: vec![("date".into(), "2024-03-05".into()), ("a".into(), "b".into())],
        sources: vec![Source {
            title: "Census".into(),
            publisher: "ONS".into(),
            period: "2021".into(),
            licence: "OGL".into(),
            files: vec![("cars.csv".into(), "00ff".into())],
        }],
        licences: vec![Licence { name: "OGL-UK-3.0".into(), title: "OGL".into(), path: String::new() }],
    }
}

#[test]
fn csv_reads_back_to_the_same_values() {
    let text = String::from_utf8(csv_bytes(&table()).unwrap()).unwrap();
    insta::assert_snapshot!(text, @r#"
    code,share,people,left_behind
    E1,36.5,1500,true
    "E2, ""x""",,-3,false
    =1+1,0.30000000000000004,,
    "#);
}

#[test]
fn parquet_reads_back_to_the_same_values_and_metadata() {
    let bytes = geoparquet_bytes(&table(), &info().metadata(&table())).unwrap();
    let file = parquet_bytes_on_disk(&bytes);
    let reader = SerializedFileReader::new(file.reopen().unwrap()).unwrap();
    let entries = reader.metadata().file_metadata().key_value_metadata().unwrap();
    let entries: BTreeMap<&str, &str> = entries.iter().map(|e| (e.key.as_str(), e.value.as_deref().unwrap())).collect();
    assert_eq!(entries["lynchpin:seed"], "7");
    assert_eq!(entries["lynchpin:parameters"], r#"{"date":"2024-03-05","a":"b"}"#);
    assert!(entries["lynchpin:table"].contains("% of households"));
    let geo: Value = serde_json::from_str(entries["geo"]).unwrap();
    assert_eq!(geo["version"], "1.1.0");
    let column = &geo["columns"][geo["primary_column"].as_str().unwrap()];
    assert_eq!(column["encoding"], "WKB");
    assert_eq!(column["geometry_types"], serde_json::json!(["MultiPolygon", "Point"]));
    assert_eq!(column["bbox"], serde_json::json!([-3.0, 53.0, -2.5, 53.5]));

    let mut batches = ParquetRecordBatchReaderBuilder::try_new(file.reopen().unwrap()).unwrap().build().unwrap();
    let batch = batches.next().unwrap().unwrap();
    let shares = batch.column(1).as_primitive::<Float64Type>();
    assert_eq!(shares.value(2).to_bits(), (0.1_f64 + 0.2).to_bits());
    assert!(shares.is_null(1));
    assert_eq!(batch.column(2).as_primitive::<Int64Type>().value(1), -3);
    assert!(batch.column(3).as_boolean().value(0));
    let shapes = batch.column(4).as_binary::<i32>();
    assert!(shapes.is_null(1));
    // Little-endian, type 1, then longitude and latitude.
    let mut point = vec![1, 1, 0, 0, 0];
    point.extend((-2.5_f64).to_le_bytes());
    point.extend(53.5_f64.to_le_bytes());
    assert_eq!(shapes.value(2), point);
    // A multipolygon of one polygon of one ring of five points.
    let area = shapes.value(0);
    assert_eq!(area[..9], [1, 6, 0, 0, 0, 1, 0, 0, 0]);
    assert_eq!(area[9..22], [1, 3, 0, 0, 0, 1, 0, 0, 0, 5, 0, 0, 0]);
    assert_eq!(area.len(), 22 + 5 * 16);
}

fn parquet_bytes_on_disk(bytes: &[u8]) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    file
}

#[test]
fn the_workbook_has_notes_and_whole_numbers() {
    let bytes = xlsx_bytes(&[&table()], &info()).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    assert_eq!(book.sheet_names(), ["Notes", "areas"]);
    let sheet = book.worksheet_range("areas").unwrap();
    assert_eq!(sheet.get_value((0, 1)), Some(&Data::String("share".into())));
    assert_eq!(sheet.get_value((1, 1)), Some(&Data::Float(36.5)));
    assert_eq!(sheet.get_value((2, 1)).unwrap_or(&Data::Empty), &Data::Empty);
    assert_eq!(sheet.get_value((3, 0)), Some(&Data::String("=1+1".into())));
    assert_eq!(sheet.get_value((1, 3)), Some(&Data::Bool(true)));
    let notes = book.worksheet_range("Notes").unwrap();
    let words: Vec<String> = notes.used_cells().map(|(_, _, c)| c.to_string()).collect();
    for expected in ["Newport", "0.1.0", "7", "Census 2021", "% of households", "ONS", "cars.csv"] {
        assert!(words.iter().any(|w| w == expected), "{expected} is not in {words:?}");
    }
}

#[test]
fn what_a_cell_cannot_hold_whole_is_refused() {
    let mut long = table();
    long.columns[0].values = Values::Text(vec![None, Some("x".repeat(40_000)), None]);
    let message = xlsx_bytes(&[&long], &info()).unwrap_err().to_string();
    assert!(message.contains("\"code\", row 2"), "{message}");
    let mut large = table();
    large.columns[2].values = Values::Integer(vec![None, None, Some((1 << 53) + 1)]);
    let message = xlsx_bytes(&[&large], &info()).unwrap_err().to_string();
    assert!(message.contains("\"people\", row 3"), "{message}");
    assert!(csv_bytes(&large).is_ok());
}

#[test]
fn sheets_with_awkward_names_are_kept_apart() {
    let named = |name: &str| DataTable { name: name.into(), ..table() };
    let long = "a name that is far longer than any sheet may bear";
    let tables = [named("Notes"), named("a/b"), named(long), named(long), named("")];
    let bytes = xlsx_bytes(&tables.iter().collect::<Vec<_>>(), &info()).unwrap();
    let book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    assert_eq!(book.sheet_names().len(), 6);
}

#[test]
fn a_package_describes_every_file_truly() {
    let dir = tempfile::tempdir().unwrap();
    let all = [Format::Csv, Format::Parquet, Format::Xlsx];
    let written = write_package(dir.path(), &[&table()], &info(), &all).unwrap();
    assert_eq!(written.len(), 4);
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 4, "nothing else is left there");
    let package: Value = serde_json::from_slice(&std::fs::read(dir.path().join("datapackage.json")).unwrap()).unwrap();
    assert_eq!(package["name"], "newport-run");
    assert_eq!(package["lynchpin"]["seed"], 7);
    assert_eq!(package["sources"][0]["files"][0]["blake3"], "00ff");
    let resources = package["resources"].as_array().unwrap();
    assert_eq!(resources.len(), 3);
    for resource in resources {
        let bytes = std::fs::read(dir.path().join(resource["path"].as_str().unwrap())).unwrap();
        assert_eq!(resource["bytes"], bytes.len());
        assert_eq!(resource["hash"].as_str().unwrap(), sha256(&bytes));
    }
    let fields = resources[0]["schema"]["fields"].as_array().unwrap();
    assert_eq!(fields[1]["unit"], "% of households");
    assert_eq!(fields[1]["type"], "number");
    assert_eq!(resources[0]["schema"]["primaryKey"], serde_json::json!(["code"]));
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    use std::fmt::Write as _;
    let mut out = "sha256:".to_owned();
    for byte in sha2::Sha256::digest(bytes) {
        write!(out, "{byte:02x}").unwrap();
    }
    out
}

#[test]
fn equal_tables_are_equal_to_the_byte() {
    let all = [Format::Csv, Format::Parquet, Format::Xlsx];
    let write = |dir: &Path| -> Vec<Vec<u8>> {
        let files = write_package(dir, &[&table()], &info(), &all).unwrap();
        files.iter().map(|f| std::fs::read(f).unwrap()).collect()
    };
    let (a, b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let first = write(a.path());
    // The workbook's clock counts in whole seconds.
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    assert_eq!(first, write(b.path()));
}

#[test]
fn tables_that_do_not_fit_together_are_refused_with_the_place() {
    let with = |change: fn(&mut DataTable)| {
        let mut table = table();
        change(&mut table);
        parquet_bytes(&table, &[]).unwrap_err().to_string()
    };
    let short = with(|t| t.columns[1].values = Values::Number(vec![Some(1.0)]));
    assert!(short.contains("\"share\" has 1 rows"), "{short}");
    let nan = with(|t| t.columns[1].values = Values::Number(vec![None, Some(f64::NAN), None]));
    assert!(nan.contains("\"share\", row 2: not a finite number"), "{nan}");
    assert!(with(|t| t.columns[2].name = "code".into()).contains("column 3"));
    assert!(with(|t| t.key = vec!["nowhere".into()]).contains("nowhere"));
    assert!(with(|t| t.geometry = Some(vec![])).contains("0 shapes for 3 rows"));
    let mut flat = table();
    flat.geometry = None;
    assert!(geoparquet_bytes(&flat, &[]).is_err());
}

#[test]
fn a_fault_leaves_nothing_half_written() {
    let dir = tempfile::tempdir().unwrap();
    let mut bad = table();
    bad.columns[1].values = Values::Number(vec![None, Some(f64::INFINITY), None]);
    let folder = dir.path().join("results");
    assert!(write_package(&folder, &[&table(), &bad], &info(), &[Format::Csv]).is_err());
    assert!(!folder.exists());
}
