//! `lynchpin barriers` on the fictional region and on real places.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

mod support;

use serde_json::Value;
use support::{data, demo_pack, example, expect_code, lynchpin, messages, real_data};

fn json(arguments: &[&str]) -> Value {
    let output = lynchpin(arguments);
    expect_code(&output, 0);
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Parts of every area, group and place add up to its gap; returns how many were looked at.
fn parts_add_up(barriers: &Value) -> usize {
    let list = |name: &str| barriers[name].as_array().unwrap().clone();
    let pairs = |name: &str| list(name).into_iter().map(|pair| pair[1].clone());
    let all =
        list("areas").into_iter().chain(pairs("groups")).chain(pairs("places")).chain([barriers["study_area"].clone()]);
    let known: Vec<Value> = all.filter(|found| !found.is_null()).collect();
    for found in &known {
        let parts = found["found"]["parts"].as_array().unwrap();
        let sum: f64 = parts.iter().map(|part| part["estimate"].as_f64().unwrap()).sum();
        let gap = found["found"]["gap"]["estimate"].as_f64().unwrap();
        assert!((sum - gap).abs() < 1e-9, "{sum} and {gap}");
    }
    known.len()
}

#[test]
fn the_fictional_region_has_parts_that_add_up_and_threads_do_not_show() {
    let folder = tempfile::tempdir().unwrap();
    let pack = demo_pack(folder.path(), 60);
    let pack = pack.to_str().unwrap();
    let found = json(&["barriers", pack, "--json"]);
    let barriers = &found["barriers"];
    assert!(parts_add_up(barriers) > 60);
    assert_eq!(barriers["uncertainty"], "draws");
    let measured = barriers["measured"].as_array().unwrap();
    for barrier in ["transport", "pay", "health", "job-quality"] {
        assert!(measured.contains(&barrier.into()), "{barrier} is not in {measured:?}");
    }
    let with = |threads: &str| lynchpin(&["barriers", pack, "--json", "--threads", threads]).stdout;
    assert!(with("1") == with("2"), "the number of threads shows");
    let other = json(&["barriers", pack, "--json", "--benchmark", "rest"]);
    assert_eq!(other["barriers"]["benchmark"], "rest");
    assert!(parts_add_up(&other["barriers"]) > 60 && other["barriers"]["study_area"] != barriers["study_area"]);
    let unknown = lynchpin(&["barriers", pack, "--place", "Nowhere at all"]);
    expect_code(&unknown, 2);
    assert!(messages(&unknown).contains("Nowhere at all"));
}

#[test]
fn real_places_say_what_was_measured_and_what_is_missing() {
    let Some(folder) = real_data() else { return };
    let run = |name: &str, arguments: &[&str]| {
        let pack = tempfile::tempdir().unwrap();
        std::fs::copy(example(name).join("pack.toml"), pack.path().join("pack.toml")).unwrap();
        let mut command = assert_cmd::Command::cargo_bin("lynchpin").unwrap();
        command.env("LYNCHPIN_DATA", &folder).args(["barriers", pack.path().to_str().unwrap()]).args(arguments);
        let output = command.output().unwrap();
        expect_code(&output, 0);
        output
    };
    let newport: Value = serde_json::from_slice(&run("newport", &["--json"]).stdout).unwrap();
    let measured = |of: &Value| of["barriers"]["measured"].as_array().unwrap().len();
    assert_eq!((measured(&newport), parts_add_up(&newport["barriers"]) > 70), (5, true));
    assert_eq!(newport["barriers"]["missing"][0][0], "childcare");
    let liverpool = data(&run("liverpool-city-region", &["--place", "Norris Green"]));
    assert!(
        liverpool.contains("In Norris Green") && liverpool.contains("Transport could not be measured"),
        "{liverpool}"
    );
}
