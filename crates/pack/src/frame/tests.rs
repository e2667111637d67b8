//! Every format gives the same frame.

use std::path::Path;

use super::*;

fn section(file: &str) -> SourceSection {
    SourceSection {
        file: file.to_owned(),
        title: "a file".to_owned(),
        publisher: "a publisher".to_owned(),
        ..SourceSection::default()
    }
}

fn read(folder: &Path, file: &str) -> (Option<Frame>, Vec<Problem>) {
    let mut findings = Findings::default();
    let frame = Frame::read("s", &section(file), &folder.join(file), &mut findings);
    (frame, findings.into_problems())
}

fn rows_of(frame: &Frame) -> Vec<Vec<String>> {
    (0..frame.rows()).map(|row| frame.columns.iter().map(|c| c.cells.get(row).to_owned()).collect()).collect()
}

const TEXT: &str = "\u{feff}code,name,jobs\nA,\"one, two\",5\nB,,7.5\n";

#[test]
fn csv_and_its_gzip_read_alike() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("t.csv"), TEXT).unwrap();
    let mut zipped = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut zipped, TEXT.as_bytes()).unwrap();
    let zipped = zipped.finish().unwrap();
    std::fs::write(folder.path().join("t.csv.gz"), &zipped).unwrap();
    for file in ["t.csv", "t.csv.gz"] {
        let frame = read(folder.path(), file).0.unwrap();
        assert_eq!(rows_of(&frame), [["A", "one, two", "5"], ["B", "", "7.5"]]);
        assert_eq!(*frame.lines, [2, 3]);
    }
    std::fs::write(folder.path().join("cut.csv.gz"), &zipped[..zipped.len() / 2]).unwrap();
    let (frame, problems) = read(folder.path(), "cut.csv.gz");
    assert!(frame.is_none());
    assert_eq!(problems[0].expected, "a whole gzip file");
}

#[test]
fn a_row_with_too_many_fields_is_told_by_its_line_and_the_rest_is_read() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("t.csv"), "a,b\n1,2\n1,2,3\n\"4\n4\",5\n6\n").unwrap();
    let (frame, problems) = read(folder.path(), "t.csv");
    assert_eq!(rows_of(&frame.unwrap()), [["1", "2"], ["4\n4", "5"]]);
    assert_eq!(problems.iter().map(|p| p.row).collect::<Vec<_>>(), [Some(3), Some(6)]);
}

#[test]
fn text_in_another_encoding_is_told_by_its_line() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("t.csv"), b"a,b\nY F\xf4n,2\n").unwrap();
    let (_, problems) = read(folder.path(), "t.csv");
    assert_eq!((problems[0].row, problems[0].expected.as_str()), (Some(2), "UTF-8 text"));
}

#[test]
fn parquet_reads_numbers_and_text() {
    use arrow::array::{ArrayRef, Float64Array, RecordBatch, StringArray};
    use std::sync::Arc;
    let folder = tempfile::tempdir().unwrap();
    let batch = RecordBatch::try_from_iter([
        ("code", Arc::new(StringArray::from(vec!["A", "B"])) as ArrayRef),
        ("jobs", Arc::new(Float64Array::from(vec![Some(5.0), None])) as ArrayRef),
    ])
    .unwrap();
    let file = std::fs::File::create(folder.path().join("t.parquet")).unwrap();
    let mut writer = parquet::arrow::ArrowWriter::try_new(file, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    let frame = read(folder.path(), "t.parquet").0.unwrap();
    let jobs: Vec<&str> = (0..2).map(|row| frame.columns[1].cells.get(row)).collect();
    assert_eq!((jobs[0].parse::<f64>(), jobs[1]), (Ok(5.0), ""));
    std::fs::write(folder.path().join("bad.parquet"), b"PAR1 no").unwrap();
    assert_eq!(read(folder.path(), "bad.parquet").1[0].expected, "a whole Parquet file");
}

#[test]
fn geojson_gives_properties_and_outlines() {
    let folder = tempfile::tempdir().unwrap();
    let text = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"code":"A","n":3},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}},
        {"type":"Feature","properties":{"code":"B","extra":"x"},"geometry":null}]}"#;
    std::fs::write(folder.path().join("t.geojson"), text).unwrap();
    let frame = read(folder.path(), "t.geojson").0.unwrap();
    assert_eq!(rows_of(&frame), [["A", "3", ""], ["B", "", "x"]]);
    let outlines = frame.outlines.unwrap();
    assert_eq!(outlines[0].as_ref().map(|o| o.0.len()), Some(1));
    assert!(outlines[1].is_none());
    let grid = text.replace("[1,1]", "[532000,181000]");
    std::fs::write(folder.path().join("grid.geojson"), grid).unwrap();
    let (_, problems) = read(folder.path(), "grid.geojson");
    assert!(problems[0].hint.contains("EPSG:4326"), "{problems:?}");
}

#[test]
fn a_missing_file_suggests_its_neighbour() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("areas.csv"), TEXT).unwrap();
    let (_, problems) = read(folder.path(), "area.csv");
    assert!(problems[0].hint.contains("did you mean `areas.csv`"), "{problems:?}");
    assert!(problems[0].expected.contains("a publisher"));
}
