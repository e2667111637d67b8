//! The region as its readers see it: files of real formats in a folder.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use lynchpin_synth::{Summary, SynthError, SynthOptions, write};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

mod common;
use common::{Rows, column, made, names_in};

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    let (a, b, c) = (made(80, 7), made(80, 7), made(80, 8));
    let files = names_in(a.path());
    assert!(files.contains(&"pack.toml".to_owned()) && files.len() == 27, "{files:?}");
    for file in &files {
        let read = |dir: &Path| fs::read(dir.join(file)).unwrap();
        assert_eq!(read(a.path()), read(b.path()), "{file} differs for the same seed");
        // The pay table's percentiles are the same everywhere; its job counts are not.
        assert_ne!(read(a.path()), read(c.path()), "{file} is the same for another seed");
    }
}

#[test]
fn a_region_of_no_size_is_refused() {
    let out = tempfile::tempdir().unwrap();
    let options = SynthOptions { areas: 3, seed: 1, out: out.path().join("r") };
    let error = write(&options).unwrap_err();
    assert!(matches!(error, SynthError::Areas(3)));
    assert!(error.to_string().contains("60 to 40000"), "{error}");
    assert!(!out.path().join("r").exists(), "nothing half-written is left");
}

#[test]
fn people_jobs_and_summary_add_up() {
    let (dir, summary) = common::with_summary(300, 1);
    let rows = Rows::read(&dir.path().join("residents.csv"));
    assert_eq!(rows.len(), 300);
    let sum = |names: &[&str]| names.iter().map(|n| rows.sum(n)).sum::<f64>();
    assert_eq!(sum(&["population"]), summary.people as f64);
    assert!((430_000..480_000).contains(&summary.people), "{} people", summary.people);
    for row in 0..rows.len() {
        let of = |name| rows.number(row, name);
        assert_eq!(of("households"), of("cars_0") + of("cars_1") + of("cars_2plus"));
        let families = of("lone_parents") + of("couples_with_children");
        assert!(families > 0.0 && families < 0.6 * of("households"), "{families} families");
        let active =
            ["employed", "unemployed", "students", "retired", "looking_after_home", "long_term_sick", "other_inactive"];
        assert_eq!(of("aged_16_plus"), active.iter().map(|n| of(n)).sum::<f64>());
        assert_eq!(of("population"), of("aged_16_plus") + of("children_0_15"));
        assert!(of("children_0_7") <= of("children_0_15") && of("working_age") <= of("aged_16_plus"));
        assert!(of("employed") > 0.15 * of("aged_16_plus"), "row {row}: too few employed");
    }
    let jobs = Rows::read(&dir.path().join("jobs.csv"));
    assert_eq!(jobs.sum("total"), summary.jobs as f64);
    let sections: f64 = ('A'..='S').map(|s| jobs.sum(&format!("sic_{s}"))).sum();
    assert_eq!(sections, jobs.sum("total"));
    let per_worker = jobs.sum("total") / rows.sum("employed");
    assert!((0.9..1.05).contains(&per_worker), "{per_worker} jobs for each employed resident");
    for (file, whole, parts) in [
        ("health.csv", "total", &["very_good", "good", "fair", "bad", "very_bad"][..]),
        (
            "qualifications.csv",
            "total_16plus",
            &["none", "level1", "level2", "apprenticeship", "level3", "level4plus", "other"][..],
        ),
    ] {
        let rows = Rows::read(&dir.path().join(file));
        assert_eq!(rows.sum(whole), parts.iter().map(|p| rows.sum(p)).sum::<f64>(), "{file}");
    }
}

#[test]
fn work_and_its_quality_add_up_and_follow_deprivation() {
    let (dir, _) = common::with_summary(300, 1);
    let work = Rows::read(&dir.path().join("residents_work.csv"));
    let residents = Rows::read(&dir.path().join("residents.csv"));
    for row in 0..300 {
        let occupations: f64 = (1..=9).map(|m| work.number(row, &format!("soc_{m}"))).sum();
        let industries: f64 = ('A'..='S').map(|s| work.number(row, &format!("sic_{s}"))).sum();
        let employed = residents.number(row, "employed");
        assert_eq!((occupations, industries), (employed, employed), "row {row}");
    }
    let ranks = column(&dir.path().join("deprivation_index.csv"), "rank");
    let text = fs::read_to_string(dir.path().join("job_quality_truth.csv")).unwrap();
    let pay: Vec<f64> =
        text.lines().filter(|l| l.contains(",pay,")).map(|l| l.rsplit(',').next().unwrap().parse().unwrap()).collect();
    let mean = |worst: bool| {
        let of: Vec<f64> = pay.iter().zip(&ranks).filter(|(_, r)| (**r <= 60.0) == worst).map(|(p, _)| *p).collect();
        of.iter().sum::<f64>() / of.len() as f64
    };
    assert!(mean(false) > mean(true) + 0.08, "{} against {}", mean(false), mean(true));
    // A good job meets all six: the joint share lies within what the six allow.
    let shares: Vec<f64> = text.lines().skip(1).map(|l| l.rsplit(',').next().unwrap().parse().unwrap()).collect();
    for rates in shares.chunks(8) {
        let least = (rates[..6].iter().sum::<f64>() - 5.0).max(0.0);
        let most = rates[..6].iter().copied().fold(1.0, f64::min);
        assert!((least - 1e-4..=most + 1e-4).contains(&rates[7]), "{rates:?}");
    }
}

#[test]
fn pay_percentiles_rise() {
    let dir = made(80, 3);
    let rows = Rows::read(&dir.path().join("pay_by_industry.csv"));
    assert_eq!(rows.len(), 19);
    for row in 0..rows.len() {
        let steps: Vec<f64> =
            [10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90].iter().map(|p| rows.number(row, &format!("p{p}"))).collect();
        assert!(steps.is_sorted() && steps[0] < steps[10], "{steps:?}");
        assert!(steps[0] >= 12.21, "below the wage floor: {steps:?}");
    }
}

#[test]
fn codes_and_parents_are_fictional_and_nest() {
    let dir = made(300, 1);
    let rows = Rows::read(&dir.path().join("areas.csv"));
    let mut district_of_ward = BTreeMap::new();
    let mut codes = BTreeSet::new();
    for row in 0..rows.len() {
        let code = rows.text(row, "area_code");
        assert!(code.starts_with("X01") && code.len() == 9 && codes.insert(code.to_owned()), "{code}");
        let (ward, district) = (rows.text(row, "ward_code"), rows.text(row, "district_code"));
        assert!(ward.starts_with("X05") && district.starts_with("X06"));
        assert_eq!(district_of_ward.entry(ward.to_owned()).or_insert(district.to_owned()), district);
        let (lon, lat) = (rows.number(row, "lon"), rows.number(row, "lat"));
        assert!((2.5..3.5).contains(&lon) && (55.0..55.4).contains(&lat), "{code} is not on the Dogger Bank");
    }
    let kinds: BTreeSet<&str> = (0..rows.len()).map(|r| rows.text(r, "place_type")).collect();
    assert_eq!(kinds.len(), 10, "{kinds:?}");
}

/// Spearman correlations of England (see `targets.rs`) that the region must reach within `tolerance`.
fn check_correlations(dir: &Path, summary: &Summary, tolerance: f64) {
    let share = |file: &str, above: &[&str], below: &str| {
        let rows = Rows::read(&dir.join(file));
        (0..rows.len())
            .map(|r| above.iter().map(|c| rows.number(r, c)).sum::<f64>() / rows.number(r, below))
            .collect::<Vec<f64>>()
    };
    let imd = column(&dir.join("deprivation_index.csv"), "score");
    let cni = column(&dir.join("community_needs.csv"), "score");
    let no_car = share("residents.csv", &["cars_0"], "households");
    let bad = share("health.csv", &["bad", "very_bad"], "total");
    let unqualified = share("qualifications.csv", &["none"], "total_16plus");
    let level4 = share("qualifications.csv", &["level4plus"], "total_16plus");
    let unemployed = share("residents.csv", &["unemployed"], "aged_16_plus");
    let retired = share("residents.csv", &["retired"], "aged_16_plus");
    let children = share("residents.csv", &["children_0_15"], "population");
    let inactive = share("residents.csv", &["looking_after_home", "long_term_sick", "other_inactive"], "aged_16_plus");
    for (name, a, b, target) in [
        ("IMD, CNI", &imd, &cni, 0.393),
        ("IMD, no car", &imd, &no_car, 0.715),
        ("CNI, no car", &cni, &no_car, 0.039),
        ("IMD, bad health", &imd, &bad, 0.725),
        ("CNI, bad health", &cni, &bad, 0.473),
        ("IMD, no qualifications", &imd, &unqualified, 0.763),
        ("CNI, no qualifications", &cni, &unqualified, 0.482),
        ("IMD, level 4", &imd, &level4, -0.586),
        ("CNI, level 4", &cni, &level4, -0.638),
        ("IMD, unemployed", &imd, &unemployed, 0.684),
        ("CNI, unemployed", &cni, &unemployed, 0.054),
        ("IMD, inactive", &imd, &inactive, 0.887),
        ("CNI, inactive", &cni, &inactive, 0.286),
        ("IMD, retired", &imd, &retired, -0.447),
        ("CNI, retired", &cni, &retired, 0.099),
        ("IMD, children", &imd, &children, 0.347),
        ("CNI, children", &cni, &children, 0.146),
    ] {
        let reached = common::spearman(a, b);
        println!("{} areas: {name}: target {target:.3}, reached {reached:.3}", summary.areas);
        assert!((reached - target).abs() <= tolerance, "{name}: {reached:.3}, wanted {target:.3} ± {tolerance}");
    }
}

#[test]
fn statistics_hang_together_as_in_england() {
    for seed in [1, 2] {
        let (dir, summary) = common::with_summary(300, seed);
        check_correlations(dir.path(), &summary, 0.08);
        assert!(summary.left_behind.len() >= 6, "{} left behind", summary.left_behind.len());
    }
    let (dir, summary) = common::with_summary(3_000, 1);
    check_correlations(dir.path(), &summary, 0.05);
    let share = summary.left_behind.len() as f64 / 3_000.0;
    assert!((0.02..0.05).contains(&share), "{share} left behind; England has .037");
}

#[test]
fn outlines_are_valid_and_tile_the_land() {
    let dir = made(150, 4);
    let text = fs::read_to_string(dir.path().join("areas.geojson")).unwrap();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let features = json["features"].as_array().unwrap();
    assert_eq!(features.len(), 150);
    let mut sides: BTreeMap<[i64; 4], u32> = BTreeMap::new();
    let mut shared = 0;
    for feature in features {
        for (r, ring) in feature["geometry"]["coordinates"].as_array().unwrap().iter().enumerate() {
            let ring: Vec<(i64, i64)> = ring
                .as_array()
                .unwrap()
                .iter()
                .map(|c| ((c[0].as_f64().unwrap() * 1e7).round() as i64, (c[1].as_f64().unwrap() * 1e7).round() as i64))
                .collect();
            assert_eq!(ring.first(), ring.last(), "a ring is open");
            let corners: BTreeSet<_> = ring[1..].iter().collect();
            assert_eq!(corners.len(), ring.len() - 1, "a ring touches itself");
            let twice: i128 = ring
                .windows(2)
                .map(|w| i128::from(w[0].0) * i128::from(w[1].1) - i128::from(w[1].0) * i128::from(w[0].1))
                .sum();
            assert_eq!(twice > 0, r == 0, "outer rings run anticlockwise, holes clockwise");
            assert!(!common::crosses_itself(&ring), "a ring crosses itself");
            for w in ring.windows(2) {
                assert_ne!(w[0], w[1], "a side of no length");
                *sides.entry([w[0].0, w[0].1, w[1].0, w[1].1]).or_insert(0) += 1;
            }
        }
    }
    for ([a, b, c, d], times) in &sides {
        assert_eq!(*times, 1, "two neighbourhoods lie on the same side of a border: they overlap");
        shared += u32::from(sides.contains_key(&[*c, *d, *a, *b]));
    }
    // Every border side between two neighbourhoods is one's forwards and the other's backwards: no gap, no overlap.
    assert!(f64::from(shared) > 0.75 * sides.len() as f64, "{shared} of {} sides are shared", sides.len());
}
