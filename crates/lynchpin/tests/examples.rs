//! The example recipes on real open data, where it is at hand.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

mod support;

use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use serde_json::Value;
use support::{contents, example, expect_code, messages, real_data};

/// A copy of a recipe in a folder of its own, so that nothing is written into the project.
fn recipe(folder: &Path, name: &str) -> PathBuf {
    let pack = folder.join(name);
    std::fs::create_dir_all(&pack).unwrap();
    std::fs::copy(example(name).join("pack.toml"), pack.join("pack.toml")).unwrap();
    pack
}

fn with_data(data: Option<&Path>, arguments: &[&str]) -> Output {
    let mut command = Command::cargo_bin("lynchpin").unwrap();
    command.args(arguments).env_remove("LYNCHPIN_DATA");
    if let Some(data) = data {
        command.env("LYNCHPIN_DATA", data);
    }
    command.output().unwrap()
}

fn json(output: &Output) -> Value {
    expect_code(output, 0);
    serde_json::from_slice(&output.stdout).unwrap()
}

fn find<'a>(list: &'a Value, key: &str, wanted: &str) -> &'a Value {
    let found = list.as_array().unwrap().iter().find(|item| item[key] == wanted);
    found.unwrap_or_else(|| panic!("no {key} {wanted} in {list}"))
}

#[test]
fn england_rebuilds_its_indices_and_counts_its_left_behind_places() {
    let Some(data) = real_data() else { return };
    let folder = tempfile::tempdir().unwrap();
    let pack = recipe(folder.path(), "england");
    let answer = json(&with_data(Some(&data), &["places", pack.to_str().unwrap(), "--json"]));
    assert_eq!((&answer["neighbourhoods"], &answer["left_behind"]), (&33_755.into(), &1_262.into()));
    let error = |index: &str| find(&answer["answer"]["rebuilt"], "index", index)["max_error"].as_f64().unwrap();
    assert!(error("imd2025") <= 0.001, "{}", error("imd2025"));
    assert!(error("cni2019") <= 0.01, "{}", error("cni2019"));

    let norris_green = &answer["places"][0];
    assert_eq!(norris_green["place"]["code"], "E05015314");
    let no_car = find(&norris_green["indicators"], "id", "no_car");
    let rounded = |value: &Value| (10.0 * value.as_f64().unwrap()).round() / 10.0;
    assert_eq!((rounded(&no_car["place"]["value"]), rounded(&no_car["nation"])), (36.5, 23.3));

    let is_2023 = |pay: &&Value| pay["provenance"]["title"].as_str().unwrap().contains("2023");
    let pay = answer["pay"].as_array().unwrap().iter().find(is_2023).unwrap();
    let median = pay["percentiles"].as_array().unwrap().iter().position(|p| *p == 50.0).unwrap();
    for (occupation, pounds) in [("6111", 11.45), ("7211", 12.22), ("9252", 12.08)] {
        let at = pay["codes"].as_array().unwrap().iter().position(|c| *c == occupation).unwrap();
        assert_eq!(pay["pounds"][at][median], pounds, "{occupation}");
    }
    let text = with_data(Some(&data), &["places", pack.to_str().unwrap()]);
    let text = String::from_utf8_lossy(&text.stdout).into_owned();
    let flagged = text.lines().find(|l| l.starts_with("Community Needs Index 2019")).unwrap();
    assert!(flagged.trim_end().ends_with("225"), "{flagged}");
}

#[test]
fn the_list_of_2019_reaches_what_a_sum_over_the_published_files_says() {
    let Some(data) = real_data() else { return };
    let folder = tempfile::tempdir().unwrap();
    let pack = recipe(folder.path(), "england");
    let answer = json(&with_data(Some(&data), &["reforms", pack.to_str().unwrap(), "--json"]));
    let reform = &answer["reforms"][0];
    let reach = &reform["reach"]["Ok"];
    // Worked out apart from Lynchpin, joining the wards to neighbourhoods of 2011 and these to those of 2021 by population.
    for (group, (coverage, people)) in
        [(0.421_633_264, 870_133.0), (0.104_387_148, 405_571.0), (0.022_964_139, 1_209_547.0)].into_iter().enumerate()
    {
        let share = &reach["coverage"][group][1];
        assert!((share["share"]["estimate"].as_f64().unwrap() - coverage).abs() < 1e-8, "{share}");
        assert!((share["count"].as_f64().unwrap() - people).abs() < 0.5, "{share}");
    }
    assert!((reach["leakage"]["share"]["estimate"].as_f64().unwrap() - 0.649_881_239).abs() < 1e-8);
    assert!((reach["equity"]["estimate"].as_f64().unwrap() - 4.039_130_048).abs() < 1e-8);
    let elsewhere = &reform["elsewhere"]["Ok"];
    assert_eq!(elsewhere["study"].as_array().unwrap().len(), 1_485);
    assert_eq!(elsewhere["target"].as_array().unwrap().len(), 732);
}

#[test]
fn newport_says_what_it_used_and_lost_and_threads_do_not_show() {
    let Some(data) = real_data() else { return };
    let folder = tempfile::tempdir().unwrap();
    let run = |name: &str, threads: &str| {
        let pack = recipe(&folder.path().join(name), "newport");
        let output = with_data(Some(&data), &["run", pack.to_str().unwrap(), "--threads", threads, "--json"]);
        (json(&output), contents(&pack.join("results")))
    };
    let ((answer, one), (_, two)) = (run("one", "1"), run("two", "2"));
    assert!(one == two, "the number of threads shows in the results");
    let ledger = answer["ledger"].as_array().unwrap();
    let entry = |step: &str, what: &str| {
        let same = |e: &&Value| e["step"].as_str().unwrap().contains(step) && e["what"] == what;
        let found = ledger.iter().find(same).unwrap_or_else(|| panic!("no {step} {what} in the ledger"));
        (found["used"].as_f64().unwrap(), found["lost"].as_f64().unwrap())
    };
    assert_eq!(entry("timetable bus.zip", "trips").0, 5_426.0);
    assert_eq!(entry("timetable bus.zip", "stop times").0, 204_361.0);
    assert!(entry("street map", "streets").0 > 1_000.0);
    assert!(entry("workplaces", "jobs").0 > 50_000.0);
    assert!(entry("neighbourhoods", "neighbourhoods").0 > 90.0);
    assert!(entry("stops →", "stops").1 > 0.0);
}

#[test]
fn liverpool_city_region_has_a_page_for_norris_green() {
    let Some(data) = real_data() else { return };
    let folder = tempfile::tempdir().unwrap();
    let pack = recipe(folder.path(), "liverpool-city-region");
    let output = with_data(Some(&data), &["run", pack.to_str().unwrap()]);
    expect_code(&output, 0);
    let page = std::fs::read_to_string(pack.join("results").join("place-e05015314.html")).unwrap();
    assert!(page.contains("Norris Green") && page.contains("36.5"));
    // Liverpool's residents are known by occupation and industry, the other authorities' are not, and the report says so.
    assert!(page.contains("Good work held and offered in Norris Green") && page.contains("Residents in work here"));
    let report = std::fs::read_to_string(pack.join("results").join("report.html")).unwrap();
    for words in [
        "Of 1,003 neighbourhoods, 701 have no residents in work",
        "say nothing of these dimensions",
        "call and contact centre",
    ] {
        assert!(report.contains(words), "{words}");
    }
}

#[test]
fn without_the_data_folder_every_file_is_listed_with_its_publisher() {
    for name in ["england", "newport", "liverpool-city-region"] {
        let folder = tempfile::tempdir().unwrap();
        let pack = recipe(folder.path(), name);
        let output = with_data(None, &["run", pack.to_str().unwrap()]);
        expect_code(&output, 2);
        let said = messages(&output);
        for words in ["LYNCHPIN_DATA", "lookup_lsoa21_ward24_lad24.csv.gz", "ONS", "ashe_hourly_gross_soc4_uk.csv.gz"] {
            assert!(said.contains(words), "{name}: {words} is not in\n{said}");
        }
    }
}

#[test]
fn englands_childcare_agrees_with_the_published_values_better_than_a_naive_catchment() {
    let Some(data) = real_data() else { return };
    let folder = tempfile::tempdir().unwrap();
    let pack = recipe(folder.path(), "england");
    let answer = json(&with_data(Some(&data), &["run", pack.to_str().unwrap(), "--json"]));
    let agreement = &answer["childcare"]["agreement"];
    for (column, naive) in [("all", 0.79), ("driving", 0.74), ("public-transport", 0.64)] {
        let found = find(agreement, "column", column);
        let correlation = found["correlation"].as_f64().unwrap();
        assert_eq!((&found["areas"], found["regions"].as_array().unwrap().len()), (&33_755.into(), 9));
        assert!(correlation > naive && correlation < 0.99, "{column}: {correlation}");
    }
    let access = &answer["childcare"]["access"];
    let number = |value: &Value| value.as_f64().unwrap();
    let given: f64 = access["areas"]["all"]
        .as_array()
        .unwrap()
        .iter()
        .zip(access["children"].as_array().unwrap())
        .map(|(level, children)| level.as_f64().unwrap_or(0.0) * number(children))
        .sum();
    assert!((given / number(&access["places_reached"]) - 1.0).abs() < 1e-9, "{given}");
    assert!(answer["childcare"]["viability"]["Err"].as_str().unwrap().contains("no accounts"));
}

#[test]
fn england_says_what_goes_with_bad_health_and_how_sure_the_order_is() {
    let Some(data) = real_data() else { return };
    let folder = tempfile::tempdir().unwrap();
    let pack = recipe(folder.path(), "england");
    let answer = json(&with_data(Some(&data), &["determinants", pack.to_str().unwrap(), "--json"]));
    let found = &answer["determinants"];
    assert_eq!((&found["areas"], &found["left_out"]), (&33_755.into(), &0.into()));
    let number = |value: &Value| value.as_f64().unwrap();
    let predictors = found["predictors"].as_array().unwrap();
    let sum = |of: fn(&Value) -> &Value| predictors.iter().map(|p| number(of(p))).sum::<f64>();
    assert!((sum(|p| &p["ranked"]["share"]["estimate"]) - number(&found["r_squared"])).abs() < 1e-9);
    assert!((sum(|p| &p["ranked"]["first"]) - 1.0).abs() < 1e-9);
    // Of what is not partly bad health itself, education comes first, by blocks too.
    let first = |list: &Value| list.as_array().unwrap().iter().find(|b| b["ranked"]["rank"] == 1).unwrap().clone();
    assert_eq!(first(&found["without_cautions"]["blocks"])["name"], "Education");
    let claims = found["claims"].as_array().unwrap();
    let verdicts: Vec<&str> = claims.iter().map(|c| c["verdict"].as_str().unwrap()).collect();
    assert_eq!(verdicts, ["turns-on-cautions", "speaks-against"]);
    assert_eq!(found["spatial"]["suggested"], "error");
    let report = std::fs::read_to_string(pack.join("results").join("report.html")).unwrap();
    for words in ["What goes with people in bad or very bad health", "never causal", "Published claims"] {
        assert!(report.contains(words), "{words}");
    }
}
