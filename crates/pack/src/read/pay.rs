//! Pay percentiles, and the occupations that industries employ.

use super::jobs::{industry_columns, note_blank};
use super::{Reader, cells};
use crate::columns;
use crate::config::PaySection;
use crate::frame::Frame;
use crate::problem::Findings;
use crate::tables::{Ledger, Pay, Staffing};

impl Reader<'_> {
    /// Reads every pay table.
    pub(super) fn pay(&self, findings: &mut Findings) -> Vec<Pay> {
        self.config
            .pay
            .iter()
            .enumerate()
            .filter_map(|(number, section)| self.pay_table(number, section, findings))
            .collect()
    }

    fn pay_table(&self, number: usize, section: &PaySection, findings: &mut Findings) -> Option<Pay> {
        let table = format!("pay[{number}]");
        let frame = self.frame(&section.source)?;
        let source = self.config.sources.get(&section.source)?;
        let codes = group_codes(frame, &table, section, findings)?;
        let labels = match &section.label {
            Some(name) => {
                let texts = cells::texts(frame, &table, columns::PAY_LABEL, name, findings)?;
                texts.into_iter().map(str::to_owned).collect()
            }
            None => codes.clone(),
        };
        let jobs_thousand = match &section.jobs_thousand {
            Some(name) => cells::numbers(source, frame, &table, columns::PAY_JOBS, name, findings)?,
            None => vec![None; codes.len()],
        };
        // A name that is no percentile has been told by the validation.
        let mut wanted: Vec<(f64, &String)> = section
            .percentiles
            .iter()
            .filter_map(|(percentile, name)| Some((percentile.parse().ok()?, name)))
            .collect();
        wanted.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut by_percentile = Vec::with_capacity(wanted.len());
        for (_, name) in &wanted {
            by_percentile.push(cells::numbers(source, frame, &table, columns::PAY_POUNDS, name, findings)?);
        }
        let pounds: Vec<Vec<Option<f64>>> =
            (0..codes.len()).map(|row| by_percentile.iter().map(|column| column[row]).collect()).collect();
        check_rising(frame, section, &pounds, findings);
        Some(Pay {
            by: section.by.clone(),
            codes,
            labels,
            jobs_thousand,
            percentiles: wanted.iter().map(|(percentile, _)| *percentile).collect(),
            pounds,
            provenance: self.provenance(&section.source),
        })
    }

    /// Reads the occupations by industry.
    pub(super) fn staffing(&self, findings: &mut Findings, ledger: &mut Ledger) -> Option<Staffing> {
        let section = self.config.staffing.as_ref()?;
        let frame = self.frame(&section.source)?;
        let source = self.config.sources.get(&section.source)?;
        let table = "staffing";
        let role = columns::OCCUPATION;
        let texts = cells::texts(frame, table, role, &section.occupation, findings)?;
        let occupations: Vec<String> = texts.into_iter().map(str::to_owned).collect();
        tell_repeats(frame, &section.occupation, &occupations, findings);
        let wanted = industry_columns(frame, table, &section.industries, findings)?;
        let mut by_industry = Vec::with_capacity(wanted.len());
        let mut blank = 0;
        for names in wanted.values() {
            let rows = cells::sums(source, frame, table, columns::STAFF, names, findings)?;
            blank += rows.iter().filter(|count| count.is_none()).count();
            by_industry.push(rows);
        }
        let cells = occupations.len() * wanted.len();
        note_blank("staffing: cells held back", "cells", blank, cells, ledger);
        Some(Staffing {
            people: (0..occupations.len())
                .map(|row| by_industry.iter().map(|column| column[row].unwrap_or(0.0)).collect())
                .collect(),
            occupations,
            industries: wanted.into_keys().collect(),
            provenance: self.provenance(&section.source),
        })
    }
}

/// Codes of the groups; each may stand once.
fn group_codes(frame: &Frame, table: &str, section: &PaySection, findings: &mut Findings) -> Option<Vec<String>> {
    let role = match section.blank_code {
        Some(_) => columns::PAY_LABEL,
        None => columns::PAY_CODE,
    };
    let texts = cells::texts(frame, table, role, &section.code, findings)?;
    let codes: Vec<String> = texts
        .into_iter()
        .map(|code| match (&section.blank_code, code) {
            (Some(all), "") => all.clone(),
            (_, code) => code.to_owned(),
        })
        .collect();
    tell_repeats(frame, &section.code, &codes, findings);
    Some(codes)
}

/// A code that stands twice is a problem: which of the rows would count?
pub(super) fn tell_repeats(frame: &Frame, name: &str, codes: &[String], findings: &mut Findings) {
    let Some(column) = frame.columns.iter().find(|column| column.name == name) else {
        return;
    };
    let mut first = std::collections::HashMap::new();
    for (row, code) in codes.iter().enumerate() {
        let line = *first.entry(code).or_insert(frame.lines[row]);
        if line != frame.lines[row] {
            let expected = "a code that stands once".to_owned();
            let hint = format!("it stands in row {line} too; `where` picks the year and the group");
            cells::refuse(frame, column, row, expected, &hint, findings);
        }
    }
}

/// A higher percentile pays no less.
fn check_rising(frame: &Frame, section: &PaySection, pounds: &[Vec<Option<f64>>], findings: &mut Findings) {
    let Some(column) = frame.columns.iter().find(|column| column.name == section.code) else {
        return;
    };
    for (row, percentiles) in pounds.iter().enumerate() {
        let known: Vec<f64> = percentiles.iter().copied().flatten().collect();
        if known.windows(2).any(|pair| pair[0] > pair[1]) {
            let expected = format!("pay that rises with the percentile, not {known:?}");
            let hint = "are the columns named for the right percentiles?";
            cells::refuse(frame, column, row, expected, hint, findings);
        }
    }
}
