//! Bad input gets a located message and exit code 2, and leaves nothing half-written.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::Output;

use support::{contents, data, demo_pack, expect_code, lynchpin, messages};

const AREAS: usize = 60;

/// A pack whose files a test may break.
struct Broken {
    _folder: tempfile::TempDir,
    pack: PathBuf,
}

impl Broken {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let pack = demo_pack(folder.path(), AREAS);
        Self { _folder: folder, pack }
    }

    fn edit(&self, file: &str, change: impl FnOnce(String) -> String) {
        let path = self.pack.join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        let changed = change(text.clone());
        assert_ne!(text, changed, "the change to {file} changed nothing");
        std::fs::write(path, changed).unwrap();
    }

    /// Rewrites the bus timetable member by member; `None` leaves a member out.
    fn edit_timetable(&self, change: impl Fn(&str, String) -> Option<String>) {
        let path = self.pack.join("bus.zip");
        let mut old = zip::ZipArchive::new(std::fs::File::open(&path).unwrap()).unwrap();
        let mut new = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for i in 0..old.len() {
            let mut member = old.by_index(i).unwrap();
            let mut text = String::new();
            member.read_to_string(&mut text).unwrap();
            if let Some(text) = change(member.name(), text) {
                new.start_file(member.name(), zip::write::SimpleFileOptions::default()).unwrap();
                new.write_all(text.as_bytes()).unwrap();
            }
        }
        let bytes = new.finish().unwrap().into_inner();
        drop(old);
        std::fs::write(path, bytes).unwrap();
    }

    fn matrix(&self, date: &str) -> Output {
        let points = self.pack.join("points.csv");
        std::fs::write(&points, "id,lat,lon\na,0.0,0.0\nb,0.1,0.1\n").unwrap();
        let path = |name: &str| self.pack.join(name).to_str().unwrap().to_owned();
        lynchpin(&[
            "matrix",
            "--osm",
            &path("streets.osm.pbf"),
            "--gtfs",
            &path("bus.zip"),
            "--origins",
            &path("points.csv"),
            "--date",
            date,
            "--depart",
            "08:00",
            "--out",
            &path("matrix.csv"),
        ])
    }

    fn run(&self) -> Output {
        lynchpin(&["run", self.pack.to_str().unwrap()])
    }

    /// Exit code 2, every one of these words in the message, and no new file in the pack.
    fn refused(&self, output: &Output, words: &[&str]) {
        expect_code(output, 2);
        let said = messages(output);
        for word in words {
            assert!(said.contains(word), "{word:?} is not in the message:\n{said}");
        }
        assert!(data(output).is_empty(), "data was printed: {}", data(output));
        let left: Vec<_> = contents(&self.pack).into_keys().filter(|path| is_output(path)).collect();
        assert!(left.is_empty(), "left behind: {left:?}");
    }
}

fn is_output(path: &Path) -> bool {
    let name = path.file_name().unwrap().to_string_lossy();
    path.starts_with("results") || name.starts_with("matrix.csv") || name.ends_with(".tmp") || name.ends_with(".lynch")
}

#[test]
fn a_truncated_pbf() {
    let broken = Broken::new();
    let path = broken.pack.join("streets.osm.pbf");
    let bytes = std::fs::read(&path).unwrap();
    std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    broken.refused(&broken.matrix("2026-11-17"), &["streets.osm.pbf", "byte", "hint:"]);
}

#[test]
fn a_timetable_without_stop_times() {
    let broken = Broken::new();
    broken.edit_timetable(|name, text| (name != "stop_times.txt").then_some(text));
    broken.refused(&broken.matrix("2026-11-17"), &["bus.zip", "stop_times.txt", "hint:"]);
}

#[test]
fn a_stop_time_that_is_no_time() {
    let broken = Broken::new();
    broken.edit_timetable(|name, text| {
        if name != "stop_times.txt" {
            return Some(text);
        }
        let header: Vec<&str> = text.lines().next().unwrap().split(',').collect();
        let column = header.iter().position(|c| *c == "departure_time").unwrap();
        let spoil = |(row, line): (usize, &str)| {
            let mut cells: Vec<&str> = line.split(',').collect();
            if row == 4 {
                cells[column] = "8 o'clock";
            }
            cells.join(",")
        };
        Some(text.lines().enumerate().map(spoil).collect::<Vec<_>>().join("\n"))
    });
    broken.refused(
        &broken.matrix("2026-11-17"),
        &["stop_times.txt", "row 5", "departure_time", "8 o'clock", "HH:MM:SS", "hint:"],
    );
}

#[test]
fn a_date_without_service() {
    let broken = Broken::new();
    broken.refused(&broken.matrix("1999-12-31"), &["1999-12-31", "service", "hint:"]);
}

#[test]
fn a_wrong_column_name() {
    let broken = Broken::new();
    broken.edit("residents.csv", |text| text.replacen("households", "housholds", 1));
    broken.refused(&broken.run(), &["residents.csv", "households", "housholds", "hint:"]);
}

#[test]
fn an_area_code_in_no_lookup() {
    let broken = Broken::new();
    broken.edit("residents.csv", |text| {
        let row = text.lines().nth(3).unwrap();
        let code = row.split(',').next().unwrap().to_owned();
        text.replace(&code, "Z99999999")
    });
    broken.refused(&broken.run(), &["residents.csv", "row 4", "Z99999999", "hint:"]);
}

#[test]
fn not_a_number_where_a_count_belongs() {
    let broken = Broken::new();
    broken.edit("residents.csv", |text| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let mut cells: Vec<String> = lines[2].split(',').map(str::to_owned).collect();
        cells[1] = "NaN".into();
        lines[2] = cells.join(",");
        lines.join("\n")
    });
    broken.refused(&broken.run(), &["residents.csv", "row 3", "NaN", "hint:"]);
}

#[test]
fn check_lists_every_problem_and_fails() {
    let broken = Broken::new();
    broken.edit("residents.csv", |text| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        for row in [2, 5] {
            let mut cells: Vec<String> = lines[row].split(',').map(str::to_owned).collect();
            cells[1] = "many".into();
            lines[row] = cells.join(",");
        }
        lines.join("\n")
    });
    let output = lynchpin(&["check", broken.pack.to_str().unwrap()]);
    expect_code(&output, 1);
    let said = data(&output);
    assert!(said.contains("row 3") && said.contains("row 6") && said.contains("2 problems"), "{said}");
}

#[test]
fn a_sound_pack_has_no_problems() {
    let broken = Broken::new();
    let output = lynchpin(&["check", broken.pack.to_str().unwrap()]);
    expect_code(&output, 0);
}
