//! Running the built binary as a user would, in folders of its own.
#![allow(dead_code, reason = "each test file uses its own part of this")]
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;

/// The command, without a terminal and without settings from outside.
pub fn lynchpin(arguments: &[&str]) -> Output {
    lynchpin_in(Path::new("."), arguments)
}

/// The same, started in a folder.
pub fn lynchpin_in(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::cargo_bin("lynchpin").unwrap();
    command.current_dir(folder).args(arguments).output().unwrap()
}

/// stderr as text.
pub fn messages(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// stdout as text.
pub fn data(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Fails with everything that was printed where the command did not end with this code.
pub fn expect_code(output: &Output, code: i32) {
    let said = format!("stdout:\n{}\nstderr:\n{}", data(output), messages(output));
    assert_eq!(output.status.code(), Some(code), "{said}");
}

/// A small fictional pack in a fresh folder.
pub fn demo_pack(folder: &Path, areas: usize) -> PathBuf {
    let pack = folder.join("pack");
    let areas = areas.to_string();
    let made = lynchpin(&["demo", "--only-data", "--areas", &areas, "--out", pack.to_str().unwrap()]);
    expect_code(&made, 0);
    pack
}

/// A pack with a file of points at its first neighbourhoods.
pub fn pack_with_points(folder: &Path) -> PathBuf {
    let pack = demo_pack(folder, 60);
    let areas = std::fs::read_to_string(pack.join("areas.csv")).unwrap();
    let mut lines = areas.lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    let column = |name: &str| header.iter().position(|c| *c == name).unwrap();
    let (code, lat, lon) = (column("area_code"), column("lat"), column("lon"));
    let mut points = "id,lat,lon\n".to_owned();
    for line in lines.take(20) {
        let cells: Vec<&str> = line.split(',').collect();
        writeln!(points, "{},{},{}", cells[code], cells[lat], cells[lon]).unwrap();
    }
    std::fs::write(pack.join("points.csv"), points).unwrap();
    pack
}

/// Every file below a folder with its bytes, by its path within it.
pub fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                found.insert(path.strip_prefix(folder).unwrap().to_owned(), std::fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// The folder of real open data, or `None` with a printed reason.
pub fn real_data() -> Option<PathBuf> {
    let named = std::env::var_os("LYNCHPIN_DATA").map(PathBuf::from);
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join("..").join("..").join("shared").join("data");
    let folder = named.unwrap_or(beside);
    if folder.join("uk").is_dir() {
        return Some(folder.canonicalize().unwrap());
    }
    println!("skipped: no real data (set LYNCHPIN_DATA to a folder with uk/ and transit/)");
    None
}

/// The folder of the example recipes.
pub fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join("..").join("examples").join(name)
}
