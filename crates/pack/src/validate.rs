//! What can be said of `pack.toml` before any file is read.

mod voices;

use crate::config::{
    AreasSection, ChildcareAccess, ChildcareSection, Disclosure, IndicatorSection, JobsSection, PackFile, PaySection,
    PointsSection, Run, SourceSection,
};
use crate::nearest::suggestion;
use crate::problem::Findings;
use crate::validate_programmes;

/// Checks every section.
pub(crate) fn pack_file(config: &PackFile, findings: &mut Findings) {
    pack_section(config, findings);
    run(&config.run, findings);
    thresholds(config, findings);
    fares(config, findings);
    disclosure(&config.disclosure, findings);
    references(config, findings);
    joins(config, findings);
    areas(config, findings);
    for (id, indicator) in &config.indicators {
        self::indicator(config, id, indicator, findings);
    }
    for (id, index) in &config.indices {
        if index.rank.is_none() && index.score.is_none() && index.domains.is_empty() {
            findings.key(
                &format!("indices.{id}"),
                None,
                "a `rank`, a `score` or `domains`",
                "name the column with the published rank",
            );
        }
    }
    if let Some(section) = &config.jobs {
        jobs(section, findings);
    }
    crate::validate_analyses::declared_indices(config, findings);
    if let Some(section) = &config.determinants {
        crate::validate_analyses::determinants(config, section, findings);
    }
    voices::sections(config, findings);
    for (number, section) in config.pay.iter().enumerate() {
        pay(number, section, findings);
    }
    for (number, section) in config.resident_jobs.iter().enumerate() {
        by(&format!("resident_jobs[{number}]"), &section.by, findings);
    }
    if let Some(direct) = config.job_quality.as_ref().and_then(|quality| quality.direct.as_ref())
        && !config.areas.parents.contains_key(&direct.level)
    {
        let known: Vec<&str> = config.areas.parents.keys().map(String::as_str).collect();
        let hint = suggestion(&direct.level, &known);
        findings.key("job_quality.direct.level", Some(&direct.level), "one of [areas.parents]", &hint);
    }
    validate_programmes::programmes(config, findings);
    if let Some(section) = &config.childcare {
        childcare(config, section, findings);
    }
}

/// Groups of jobs are industries or occupations.
fn by(table: &str, by: &str, findings: &mut Findings) {
    if !matches!(by, "industry" | "occupation") {
        findings.key(&format!("{table}.by"), Some(by), "`industry` or `occupation`", "");
    }
}

fn pack_section(config: &PackFile, findings: &mut Findings) {
    let pack = &config.pack;
    if let Some(date) = &pack.date
        && date.parse::<jiff::civil::Date>().is_err()
    {
        findings.key("pack.date", Some(date), "a date that exists, YYYY-MM-DD", "such as 2024-03-05");
    }
    if let Some(zone) = &pack.timezone
        && jiff::tz::TimeZone::get(zone).is_err()
    {
        findings.key("pack.timezone", Some(zone), "an IANA time zone", "such as Europe/London");
    }
    if !config.timetables.is_empty() {
        for (key, given) in [("pack.date", &pack.date), ("pack.timezone", &pack.timezone)] {
            if given.is_none() {
                findings.key(key, None, "a value, as the pack has timetables", "add it to [pack]");
            }
        }
    }
}

fn run(run: &Run, findings: &mut Findings) {
    let mut within = |key: &str, value: f64, low: f64, high: f64| {
        if !(low..=high).contains(&value) {
            let key = format!("run.{key}");
            findings.key(&key, Some(&value.to_string()), &format!("a number from {low} to {high}"), "");
        }
    };
    within("walk_kmh", run.walk_kmh, 0.5, 10.0);
    within("max_walk_minutes", run.max_walk_minutes.into(), 1.0, 240.0);
    within("max_transfer_walk_minutes", run.max_transfer_walk_minutes.into(), 0.0, 120.0);
    within("max_rides", run.max_rides.into(), 1.0, 10.0);
    within("window_minutes", run.window_minutes.into(), 1.0, 720.0);
    within("percentile", run.percentile.into(), 0.0, 100.0);
    within("cutoff_percent", run.cutoff_percent, 1.0, 50.0);
    within("shift_hours", run.shift_hours, 0.5, 14.0);
    within("drop_off_minutes", run.drop_off_minutes.into(), 0.0, 60.0);
    for minutes in &run.thresholds_minutes {
        within("thresholds_minutes", (*minutes).into(), 1.0, 600.0);
    }
    if run.thresholds_minutes.is_empty() {
        findings.key("run.thresholds_minutes", None, "at least one threshold", "such as [30, 45, 60]");
    }
    let mut seen = std::collections::BTreeSet::new();
    for shift in &run.shifts {
        let key = format!("run.shifts ({})", shift.id);
        if shift.seconds().is_none() {
            let given = shift.arrive.as_deref().or(shift.depart.as_deref());
            findings.key(&key, given, "either `arrive` or `depart`, as HH:MM", "such as arrive = \"09:00\"");
        } else if shift.window_first_seconds(run.window_minutes).is_none() {
            findings.key(
                &key,
                shift.arrive.as_deref(),
                "an arrival window that begins after midnight",
                "shorten `window_minutes`",
            );
        }
        if !seen.insert(&shift.id) {
            findings.key(&key, Some(&shift.id), "an id that stands once", "rename one of the shifts");
        }
    }
}

fn disclosure(policy: &Disclosure, findings: &mut Findings) {
    for (key, value, low, high) in [("rounding", policy.rounding, 1, 1000), ("k_anonymity", policy.k_anonymity, 2, 100)]
    {
        if !(low..=high).contains(&value) {
            let expected = format!("a whole number from {low} to {high}");
            findings.key(&format!("disclosure.{key}"), Some(&value.to_string()), &expected, "");
        }
    }
}

fn thresholds(config: &PackFile, findings: &mut Findings) {
    let thresholds = &config.thresholds;
    for floor in &thresholds.wage_floors {
        if !(floor.pounds_per_hour > 0.0 && floor.pounds_per_hour < 1000.0) {
            let key = format!("thresholds.wage_floors ({})", floor.id);
            let value = floor.pounds_per_hour.to_string();
            findings.key(&key, Some(&value), "pounds per hour over 0", "such as 12.60");
        }
    }
    let share = thresholds.low_pay_share_of_median;
    if !(0.1..=1.0).contains(&share) {
        let key = "thresholds.low_pay_share_of_median";
        findings.key(key, Some(&share.to_string()), "a share from 0.1 to 1", "two thirds is 0.6667");
    }
}

fn fares(config: &PackFile, findings: &mut Findings) {
    let Some(fares) = &config.fares else { return };
    for (key, pounds) in [("fares.single", fares.single), ("fares.cap", fares.cap), ("fares.budget", fares.budget)] {
        if let Some(pounds) = pounds.filter(|pounds| !(0.0..=1_000.0).contains(pounds)) {
            findings.key(key, Some(&pounds.to_string()), "pounds from 0 to 1000", "such as 2.00");
        }
    }
    if let (Some(file), Some(_)) = (&fares.file, fares.single) {
        findings.key("fares.file", Some(file), "a fares file or `single`, not both", "leave one out");
    }
    if let (Some(cap), None) = (fares.cap, fares.single) {
        let hint = "a fares file sets its own day_cap and boarding_cap";
        findings.key("fares.cap", Some(&cap.to_string()), "`single` beside it", hint);
    }
    if config.timetables.is_empty() {
        findings.key("fares", None, "timetables, as fares are for rides", "add [[timetables]], or leave [fares] out");
    }
}

/// Every `source = "…"` names a source.
fn references(config: &PackFile, findings: &mut Findings) {
    for (key, source) in sources_named(config) {
        if !config.sources.contains_key(source) {
            let names: Vec<&str> = config.sources.keys().map(String::as_str).collect();
            let hint = suggestion(source, &names);
            findings.key(&key, Some(source), "the name of one of the [sources]", &hint);
        }
    }
    for key in keyed_sources(config) {
        if let Some(section) = config.sources.get(key)
            && section.key.is_none()
        {
            let name = format!("sources.{key}.key");
            findings.key(&name, None, "the column that names its rows", "such as key = \"lsoa21_code\"");
        }
    }
    let study = &config.areas.source;
    if let Some(SourceSection { geography: None, .. }) = config.sources.get(study) {
        let name = format!("sources.{study}.geography");
        findings.key(&name, None, "the geography of the study", "such as geography = \"lsoa21\"");
    }
}

/// Every key that names a source, with the name.
fn sources_named(config: &PackFile) -> Vec<(String, &str)> {
    let mut named: Vec<(String, &str)> = Vec::new();
    let areas = &config.areas;
    named.push(("areas.source".into(), &areas.source));
    named.extend(areas.points.iter().map(|p| ("areas.points.source".into(), p.source.as_str())));
    named.extend(areas.outlines.iter().map(|o| ("areas.outlines.source".into(), o.source.as_str())));
    named.extend(areas.parents.iter().map(|(n, p)| (format!("areas.parents.{n}.source"), p.source.as_str())));
    named.extend(areas.place_types.iter().map(|(n, p)| (format!("areas.place_types.{n}.source"), p.source.as_str())));
    named.extend(config.lookups.iter().map(|l| (format!("lookups ({} → {}).source", l.from, l.to), l.source.as_str())));
    named.extend(config.populations.iter().map(|(n, p)| (format!("populations.{n}.source"), p.source.as_str())));
    named.extend(config.indices.iter().map(|(n, i)| (format!("indices.{n}.source"), i.source.as_str())));
    named.extend(config.indicators.iter().map(|(n, i)| (format!("indicators.{n}.source"), i.source.as_str())));
    named.extend(config.residents.iter().map(|(n, r)| (format!("residents.{n}.source"), r.source.as_str())));
    if let Some(jobs) = &config.jobs {
        named.push(("jobs.source".into(), &jobs.source));
        named.extend(jobs.points.iter().map(|p| ("jobs.points.source".into(), p.source.as_str())));
        named.extend(jobs.within.iter().map(|w| ("jobs.within.source".into(), w.source.as_str())));
        named.extend(jobs.early_shift.iter().map(|e| ("jobs.early_shift.source".into(), e.source.as_str())));
    }
    named.extend(config.pay.iter().enumerate().map(|(n, p)| (format!("pay[{n}].source"), p.source.as_str())));
    named.extend(config.staffing.iter().map(|s| ("staffing.source".into(), s.source.as_str())));
    let residents = config.resident_jobs.iter().enumerate();
    named.extend(residents.map(|(n, r)| (format!("resident_jobs[{n}].source"), r.source.as_str())));
    if let Some(quality) = &config.job_quality {
        named.push(("job_quality.source".into(), &quality.source));
        named.extend(quality.direct.iter().map(|d| ("job_quality.direct.source".into(), d.source.as_str())));
    }
    if let Some(childcare) = &config.childcare {
        named.push(("childcare.providers.source".into(), &childcare.providers.source));
        named.extend(childcare.children.iter().map(|c| ("childcare.children.source".into(), c.source.as_str())));
        named.extend(childcare.published.iter().map(|p| ("childcare.published.source".into(), p.source.as_str())));
    }
    named.extend(config.programmes.iter().map(|(n, p)| (format!("programmes.{n}.source"), p.source.as_str())));
    named.extend(config.panels.iter().map(|(n, p)| (format!("panels.{n}.source"), p.source.as_str())));
    named.extend(voices::sources(config));
    for (name, source) in &config.sources {
        named.extend(source.join.iter().map(|other| (format!("sources.{name}.join"), other.as_str())));
    }
    named
}

/// Tables whose rows are not areas.
const KEYLESS: [&str; 8] =
    ["lookups", "pay", "staffing", "job_quality", "childcare.providers", "panels", "polls", "interviews"];

/// Sources whose rows are found by a key.
fn keyed_sources(config: &PackFile) -> std::collections::BTreeSet<&str> {
    sources_named(config)
        .into_iter()
        .filter(|(key, _)| !KEYLESS.iter().any(|table| key.starts_with(table)))
        .map(|(_, source)| source)
        .collect()
}

fn joins(config: &PackFile, findings: &mut Findings) {
    for (name, source) in &config.sources {
        if !source.join.is_empty() && source.key.is_none() {
            findings.key(&format!("sources.{name}.key"), None, "the column to join by", "");
        }
        for other in &source.join {
            if config.sources.get(other).is_some_and(|other| !other.join.is_empty()) {
                let key = format!("sources.{name}.join");
                findings.key(&key, Some(other), "a source that joins no other", "list its sources here too");
            }
        }
        if source.header_row == Some(0) {
            findings.key(&format!("sources.{name}.header_row"), Some("0"), "a row counted from 1", "");
        }
    }
}

fn areas(config: &PackFile, findings: &mut Findings) {
    let AreasSection { points, parents, .. } = &config.areas;
    if let Some(section) = points {
        self::points("areas.points", section, findings);
    }
    for (position, (name, parent)) in parents.iter().enumerate() {
        if let Some(via) = &parent.via
            && parents.get_index_of(via).is_none_or(|other| other >= position)
        {
            let before: Vec<&str> = parents.keys().take(position).map(String::as_str).collect();
            let key = format!("areas.parents.{name}.via");
            findings.key(&key, Some(via), "a parent that is listed before this one", &suggestion(via, &before));
        }
    }
}

fn points(table: &str, section: &PointsSection, findings: &mut Findings) {
    let degrees = [&section.lon, &section.lat].map(Option::is_some);
    let grid = [&section.easting, &section.northing].map(Option::is_some);
    if !matches!((degrees, grid), ([true, true], [false, false]) | ([false, false], [true, true])) {
        findings.key(table, None, "`lon` and `lat`, or `easting` and `northing`", "name the two columns of one kind");
    }
}

fn indicator(config: &PackFile, id: &str, section: &IndicatorSection, findings: &mut Findings) {
    let table = format!("indicators.{id}");
    let given = (section.value.is_some(), section.numerator.is_some(), section.denominator.is_some());
    if !matches!(given, (true, false, false) | (false, true, true)) {
        findings.key(&table, None, "either `value`, or `numerator` and `denominator`", "");
    }
    if section.scale.is_some() && section.value.is_none() {
        findings.key(
            &format!("{table}.scale"),
            None,
            "no `scale` for a numerator and denominator",
            "a unit that starts with % multiplies by 100",
        );
    }
    for index in &section.contained_in {
        if !config.indices.contains_key(index) {
            let names: Vec<&str> = config.indices.keys().map(String::as_str).collect();
            findings.key(
                &format!("{table}.contained_in"),
                Some(index),
                "the name of one of the [indices]",
                &suggestion(index, &names),
            );
        }
    }
}

fn jobs(section: &JobsSection, findings: &mut Findings) {
    let given = (section.industries.is_some(), section.industry.is_some(), section.count.is_some());
    if !matches!(given, (true, false, false) | (false, true, true)) {
        findings.key("jobs", None, "either `industries` (a column each), or `industry` and `count` (a row each)", "");
    }
    if let Some(section) = &section.points {
        points("jobs.points", section, findings);
    }
}

fn childcare(config: &PackFile, section: &ChildcareSection, findings: &mut Findings) {
    let providers = &section.providers;
    let degrees = [&providers.lon, &providers.lat].map(Option::is_some);
    let grid = [&providers.easting, &providers.northing].map(Option::is_some);
    let none = [false; 2];
    if !matches!(
        (degrees, grid, providers.area.is_some()),
        ([true, true], [false, false], false)
            | ([false, false], [true, true], false)
            | ([false, false], [false, false], true)
    ) {
        let expected = "`lon` and `lat`, or `easting` and `northing`, or `area`";
        findings.key("childcare.providers", None, expected, "name the columns of one kind");
    }
    if providers.area.is_some() && degrees == none && config.areas.points.is_none() {
        let expected = "points of the areas, as providers stand at the point of their area";
        findings.key("areas.points", None, expected, "add `points` to [areas]");
    }
    for (name, part) in section.children.iter().flat_map(|children| children.count.parts()) {
        if !(part > 0.0 && part <= 1.0) {
            let key = format!("childcare.children.count ({name})");
            findings.key(&key, Some(&part.to_string()), "the part that counts: over 0, up to 1", "such as 0.5714");
        }
    }
    childcare_access(config, &section.access, findings);
    if let Some(published) = &section.published
        && published.all.is_none()
        && published.driving.is_none()
        && published.public_transport.is_none()
    {
        let expected = "`all`, `driving` or `public_transport`";
        findings.key("childcare.published", None, expected, "name the column with places per child");
    }
}

fn childcare_access(config: &PackFile, access: &ChildcareAccess, findings: &mut Findings) {
    let mut within = |key: &str, value: f64, low: f64, high: f64| {
        if !(low..=high).contains(&value) {
            let key = format!("childcare.access.{key}");
            findings.key(&key, Some(&value.to_string()), &format!("a number from {low} to {high}"), "");
        }
    };
    within("drive_minutes", access.drive_minutes, 1.0, 120.0);
    within("transit_minutes", access.transit_minutes, 1.0, 120.0);
    within("walk_minutes", access.walk_minutes, 1.0, 120.0);
    within("weight_at_limit", access.weight_at_limit, 0.001, 1.0);
    within("children_per_place", access.children_per_place, 0.1, 100.0);
    within("detour", access.detour, 1.0, 3.0);
    for kmh in access.drive_kmh.into_iter().chain([access.transit_kmh]) {
        within("drive_kmh, transit_kmh", kmh, 1.0, 150.0);
    }
    within("density_breaks", access.density_breaks[1], access.density_breaks[0], 1e6);
    if let Some(indicator) = &access.transit_indicator
        && !config.indicators.contains_key(indicator)
    {
        let names: Vec<&str> = config.indicators.keys().map(String::as_str).collect();
        let hint = suggestion(indicator, &names);
        findings.key("childcare.access.transit_indicator", Some(indicator), "one of the [indicators]", &hint);
    }
}

fn pay(number: usize, section: &PaySection, findings: &mut Findings) {
    let table = format!("pay[{number}]");
    by(&table, &section.by, findings);
    if section.percentiles.is_empty() {
        findings.key(&format!("{table}.percentiles"), None, "at least one percentile", "such as 50 = \"median\"");
    }
    for percentile in section.percentiles.keys() {
        let known = percentile.parse::<f64>().is_ok_and(|p| p > 0.0 && p < 100.0);
        if !known {
            findings.key(
                &format!("{table}.percentiles"),
                Some(percentile),
                "a percentile between 0 and 100",
                "such as 50 = \"median\"",
            );
        }
    }
}
