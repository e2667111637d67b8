//! The demo from nothing to its report, as a user would run it.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod support;

use support::{contents, data, expect_code, lynchpin, messages};

fn demo(folder: &std::path::Path, threads: &str) -> std::process::Output {
    let out = folder.join("pack");
    let output =
        lynchpin(&["demo", "--areas", "60", "--no-open", "--threads", threads, "--out", out.to_str().unwrap()]);
    expect_code(&output, 0);
    output
}

#[test]
fn ends_with_a_finding_and_the_reports_path() {
    let folder = tempfile::tempdir().unwrap();
    let output = demo(folder.path(), "2");
    let said = data(&output);
    let finding = said.trim_end().lines().last().unwrap();
    assert!(finding.contains("working-age residents") && finding.contains("modelled"), "{finding}");
    assert!(messages(&output).contains("report.html"), "{}", messages(&output));
}

#[test]
fn the_number_of_threads_does_not_show_in_any_file() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    demo(one.path(), "1");
    demo(two.path(), "2");
    let (one, two) = (contents(one.path()), contents(two.path()));
    assert_eq!(one.keys().collect::<Vec<_>>(), two.keys().collect::<Vec<_>>());
    for (path, bytes) in &one {
        assert!(*bytes == two[path], "{} differs", path.display());
    }
}

#[test]
fn the_report_asks_for_nothing_from_outside() {
    let folder = tempfile::tempdir().unwrap();
    demo(folder.path(), "2");
    let report = std::fs::read_to_string(folder.path().join("pack").join("results").join("report.html")).unwrap();
    assert!(report.contains("default-src 'none'"));
    for outside in ["src=\"http", "href=\"http", "@import", "url(http", "<script src"] {
        assert!(!report.contains(outside), "{outside}");
    }
}

#[test]
fn a_second_run_uses_the_network_built_before_and_says_the_same() {
    let folder = tempfile::tempdir().unwrap();
    demo(folder.path(), "2");
    let pack = folder.path().join("pack");
    let before = contents(&pack);
    let again = lynchpin(&["run", pack.to_str().unwrap()]);
    expect_code(&again, 0);
    assert!(!messages(&again).contains("build the network"), "{}", messages(&again));
    assert!(before == contents(&pack));
}

#[test]
fn what_has_nothing_to_read_is_told_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let output = lynchpin(&["run", folder.path().to_str().unwrap()]);
    expect_code(&output, 2);
    assert!(messages(&output).contains("pack.toml"), "{}", messages(&output));
}

#[test]
fn a_new_pack_is_complete_but_for_its_files() {
    let folder = tempfile::tempdir().unwrap();
    let pack = folder.path().join("my-place");
    expect_code(&lynchpin(&["new", pack.to_str().unwrap()]), 0);
    let check = lynchpin(&["check", pack.to_str().unwrap()]);
    assert_ne!(check.status.code(), Some(2), "{}", messages(&check));
    let again = lynchpin(&["new", pack.to_str().unwrap()]);
    expect_code(&again, 2);
}
