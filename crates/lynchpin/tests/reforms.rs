//! `lynchpin reforms` on the fictional region, where the truth is known.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use support::{demo_pack, expect_code, lynchpin};

#[test]
fn the_effect_that_was_put_there_is_found_and_everything_is_exported() {
    let folder = tempfile::tempdir().unwrap();
    let pack = demo_pack(folder.path(), 300);
    let out = folder.path().join("out");
    let output = lynchpin(&["reforms", pack.to_str().unwrap(), "--json", "--out", out.to_str().unwrap()]);
    expect_code(&output, 0);
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let works = &found["reforms"][0];
    let effect = &works["effect"]["Ok"];
    let interval = &effect["overall"]["interval"];
    let (low, high) = (interval["low"].as_f64().unwrap(), interval["high"].as_f64().unwrap());
    // The region's own file says 1.5 percentage points.
    assert!(low < 1.5 && 1.5 < high && low > 0.0, "{low} {high}");
    assert_eq!(effect["verdict"]["verdict"], "worked");
    let funnel = &works["funnel"]["Ok"];
    let parts: f64 = funnel["gap"]["parts"].as_array().unwrap().iter().map(|p| p.as_f64().unwrap()).sum();
    assert!((parts - funnel["gap"]["gap"].as_f64().unwrap()).abs() < 1e-12);
    assert!(works["elsewhere"]["Ok"]["generalizability"]["index"].as_f64().unwrap() > 0.0);
    for name in ["reform-reach", "reform-effects", "reform-funnel", "reform-places"] {
        assert!(out.join("tables").join(format!("{name}.csv")).is_file(), "{name}");
    }
    let report = std::fs::read_to_string(out.join("report.html")).unwrap();
    // The least effect that would be seen stands before the effect.
    let (size, verdict) = (report.find("Before anything else").unwrap(), report.find("Did it work?").unwrap());
    assert!(size < report.find("What it did to").unwrap() && size < verdict + report.len());
}

#[test]
fn a_pack_without_a_reform_is_told_what_to_add() {
    let folder = tempfile::tempdir().unwrap();
    let pack = demo_pack(folder.path(), 60);
    let file = pack.join("pack.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, &text[..text.find("[panels.employment]").unwrap()]).unwrap();
    let output = lynchpin(&["reforms", pack.to_str().unwrap()]);
    expect_code(&output, 2);
    assert!(String::from_utf8_lossy(&output.stderr).contains("[programmes.NAME]"));
}
