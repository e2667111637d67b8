//! What can be said of reforms and their outcomes before any file is read: every name stands for something.

use crate::config::{PackFile, ProgrammeSection};
use crate::nearest::suggestion;
use crate::problem::Findings;

/// Checks every programme.
pub(crate) fn programmes(config: &PackFile, findings: &mut Findings) {
    for (id, section) in &config.programmes {
        programme(config, &format!("programmes.{id}"), section, findings);
    }
}

fn programme(config: &PackFile, table: &str, section: &ProgrammeSection, findings: &mut Findings) {
    let mut named = |key: &str, value: &str, kind: &str, known: Vec<&str>| {
        if !known.contains(&value) {
            let hint = suggestion(value, &known);
            findings.key(&format!("{table}.{key}"), Some(value), &format!("the name of one of the [{kind}]"), &hint);
        }
    };
    let indicators = || config.indicators.keys().map(String::as_str).collect::<Vec<_>>();
    named("people", &section.people, "residents", config.residents.keys().map(String::as_str).collect());
    if let Some(outcome) = &section.outcome {
        named("outcome", outcome, "panels", config.panels.keys().map(String::as_str).collect());
    }
    if let Some(eligibility) = &section.eligibility {
        named("eligibility.index", &eligibility.index, "indices", config.indices.keys().map(String::as_str).collect());
    }
    for covariate in &section.covariates {
        named("covariates", covariate, "indicators", indicators());
    }
    for indicator in section.steps.values() {
        named("steps", indicator, "indicators", indicators());
    }
    if let Some(cluster) = &section.cluster {
        named("cluster", cluster, "areas.parents", config.areas.parents.keys().map(String::as_str).collect());
    }
    let percentage = |id: &String| config.indicators.get(id).is_none_or(|i| i.unit.trim_start().starts_with('%'));
    if let Some((step, indicator)) = section.steps.iter().find(|(_, indicator)| !percentage(indicator)) {
        let key = format!("{table}.steps ({step})");
        findings.key(&key, Some(indicator), "an indicator whose unit starts with %", "a step is a share of people");
    }
    if section.outcome.is_some() && section.began.is_none() && section.eligibility.is_none() {
        let hint = "name the column with the first period of treatment, or the cut-off of eligibility";
        findings.key(
            &format!("{table}.began"),
            None,
            "when places were treated, as the programme has an outcome",
            hint,
        );
    }
    if section.smallest_effect.is_some_and(|size| size.is_nan() || size <= 0.0) {
        findings.key(&format!("{table}.smallest_effect"), None, "a number over 0", "in the unit of the outcome");
    }
}
