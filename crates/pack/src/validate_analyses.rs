//! What can be said of the analyses that `pack.toml` declares before any file is read.

use std::collections::BTreeSet;

use crate::config::{Combine, DeclaredIndex, DeterminantsSection, Neighbours, PackFile};
use crate::nearest::suggestion;
use crate::problem::Findings;

/// Most predictors that every subset can be tried of.
const MOST_PREDICTORS: usize = 20;

/// Checks every declared index.
pub(crate) fn declared_indices(config: &PackFile, findings: &mut Findings) {
    for (id, index) in &config.declared_indices {
        let table = format!("declared_indices.{id}");
        if config.indicators.contains_key(id) || config.indices.contains_key(id) {
            findings.key(&table, Some(id), "a name that no indicator or index has", "choose another name");
        }
        parent(config, &format!("{table}.shrink_towards"), index.shrink_towards.as_deref(), findings);
        if index.domains.is_empty() {
            findings.key(&format!("{table}.domains"), None, "at least one domain", "");
        }
        for (key, low, high, value) in
            [("weights_moved_by", 0.0, 1.0, index.weights_moved_by), ("draws", 100.0, 10_000.0, f64::from(index.draws))]
        {
            if !(low..=high).contains(&value) {
                let expected = format!("a number from {low} to {high}");
                findings.key(&format!("{table}.{key}"), Some(&value.to_string()), &expected, "");
            }
        }
        domains(config, &table, index, findings);
    }
}

fn domains(config: &PackFile, table: &str, index: &DeclaredIndex, findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    for (name, domain) in &index.domains {
        let key = format!("{table}.domains.{name}");
        if domain.indicators.is_empty() {
            findings.key(&format!("{key}.indicators"), None, "at least one indicator", "");
        }
        for indicator in &domain.indicators {
            known(&format!("{key}.indicators"), indicator, config.indicators.keys(), "[indicators]", findings);
            if !seen.insert(indicator) {
                let hint = "an indicator that counts twice weighs double";
                findings.key(&format!("{key}.indicators"), Some(indicator), "each indicator once", hint);
            }
        }
        let given = domain.combine == Combine::Given;
        let wanted = if given { domain.indicators.len() } else { 0 };
        if domain.weights.len() != wanted {
            let expected = "a weight for each indicator where combine = \"given\", and none elsewhere";
            findings.key(&format!("{key}.weights"), None, expected, "");
        }
        let positive = domain.weights.iter().all(|w| w.is_finite() && *w >= 0.0)
            && (domain.weights.is_empty() || domain.weights.iter().any(|w| *w > 0.0));
        if !(positive && domain.weight.is_finite() && domain.weight >= 0.0) {
            findings.key(&key, None, "weights of 0 or more, one of them more", "");
        }
    }
    if index.combine == Combine::Given && index.domains.values().all(|d| d.weight <= 0.0) {
        findings.key(&format!("{table}.domains"), None, "a domain whose weight is more than 0", "");
    }
}

/// Checks the determinants.
pub(crate) fn determinants(config: &PackFile, section: &DeterminantsSection, findings: &mut Findings) {
    let ids: Vec<&String> =
        config.indicators.keys().chain(config.indices.keys()).chain(config.declared_indices.keys()).collect();
    let named = "[indicators], [indices] or [declared_indices]";
    known("determinants.outcome", &section.outcome, ids.iter().copied(), named, findings);
    let mut seen = BTreeSet::new();
    for predictor in &section.predictors {
        known("determinants.predictors", predictor, ids.iter().copied(), named, findings);
        if !seen.insert(predictor) {
            findings.key("determinants.predictors", Some(predictor), "each predictor once", "");
        }
    }
    holding_the_outcome(config, section, findings);
    let count = section.predictors.len();
    if !(1..=MOST_PREDICTORS).contains(&count) {
        let expected = format!("from 1 to {MOST_PREDICTORS} predictors");
        findings.key("determinants.predictors", Some(&count.to_string()), &expected, "every subset of them is tried");
    }
    let mut placed = BTreeSet::new();
    for (block, members) in &section.blocks {
        let key = format!("determinants.blocks.{block}");
        if section.predictors.contains(block) {
            findings.key(&key, Some(block), "a name that no predictor has", "choose another name for the block");
        }
        if members.is_empty() {
            findings.key(&key, None, "at least one predictor", "");
        }
        for member in members {
            known(&key, member, section.predictors.iter(), "determinants.predictors", findings);
            if !placed.insert(member) {
                findings.key(&key, Some(member), "each predictor in one block at most", "");
            }
        }
    }
    for predictor in section.overlaps.keys() {
        known("determinants.overlaps", predictor, section.predictors.iter(), "determinants.predictors", findings);
    }
    parent(config, "determinants.cluster", section.cluster.as_deref(), findings);
    if !(100..=100_000).contains(&section.resamples) {
        let value = section.resamples.to_string();
        findings.key("determinants.resamples", Some(&value), "a number from 100 to 100000", "");
    }
    neighbours(config, &section.neighbours, findings);
    claims(section, findings);
}

/// A predictor that is the outcome, or an index that is made of it, would explain itself.
fn holding_the_outcome(config: &PackFile, section: &DeterminantsSection, findings: &mut Findings) {
    let outcome = &section.outcome;
    let holders = config.indicators.get(outcome).map(|indicator| indicator.contained_in.as_slice()).unwrap_or_default();
    for predictor in &section.predictors {
        let declared = config.declared_indices.get(predictor);
        let made_of_it = declared.is_some_and(|index| index.domains.values().any(|d| d.indicators.contains(outcome)));
        if predictor == outcome || holders.contains(predictor) || made_of_it {
            let expected = format!("predictors that do not hold the outcome `{outcome}`");
            findings.key("determinants.predictors", Some(predictor), &expected, "take it out: it would explain itself");
        }
    }
}

fn neighbours(config: &PackFile, neighbours: &Neighbours, findings: &mut Findings) {
    let key = "determinants.neighbours";
    let count_fits = |count: u32| (1..=50).contains(&count);
    match neighbours {
        Neighbours::Queen if config.areas.outlines.is_none() => {
            let hint = "or choose { kind = \"nearest\", count = 6 }";
            findings.key(key, Some("queen"), "outlines of the areas ([areas] outlines)", hint);
        }
        Neighbours::Nearest { count } | Neighbours::TravelTime { count, .. } if !count_fits(*count) => {
            findings.key(key, Some(&count.to_string()), "a count from 1 to 50", "");
        }
        Neighbours::Distance { kilometres } if !(*kilometres > 0.0 && *kilometres <= 100.0) => {
            findings.key(key, Some(&kilometres.to_string()), "kilometres above 0 and at most 100", "");
        }
        Neighbours::TravelTime { .. } if config.streets.is_empty() => {
            findings.key(key, Some("travel-time"), "streets in the pack ([[streets]])", "");
        }
        _ => {}
    }
    if !matches!(neighbours, Neighbours::Queen) && config.areas.points.is_none() {
        findings.key(key, None, "points of the areas ([areas] points)", "");
    }
}

/// A claim names blocks only, or predictors only: they are ranked apart.
fn claims(section: &DeterminantsSection, findings: &mut Findings) {
    let alone = section.predictors.iter().filter(|p| !section.blocks.values().any(|b| b.contains(p)));
    let blocks: Vec<&String> = section.blocks.keys().chain(alone).collect();
    for claim in &section.claims {
        let of_blocks = claim.first.iter().all(|name| blocks.contains(&name));
        let of_predictors = claim.first.iter().all(|name| section.predictors.contains(name));
        if !of_blocks && !of_predictors {
            let expected = "names of blocks, or of predictors, not of both";
            let names: Vec<&str> = blocks.iter().map(|b| b.as_str()).collect();
            let hint = claim.first.first().map(|name| suggestion(name, &names)).unwrap_or_default();
            findings.key("determinants.claims.first", Some(&claim.first.join(", ")), expected, &hint);
        }
    }
}

fn parent(config: &PackFile, key: &str, id: Option<&str>, findings: &mut Findings) {
    if let Some(id) = id
        && !config.areas.parents.contains_key(id)
    {
        let names: Vec<&str> = config.areas.parents.keys().map(String::as_str).collect();
        findings.key(key, Some(id), "one of the [areas.parents]", &suggestion(id, &names));
    }
}

fn known<'a>(key: &str, id: &str, names: impl Iterator<Item = &'a String>, of: &str, findings: &mut Findings) {
    let names: Vec<&str> = names.map(String::as_str).collect();
    if !names.contains(&id) {
        findings.key(key, Some(id), &format!("a name from {of}"), &suggestion(id, &names));
    }
}
