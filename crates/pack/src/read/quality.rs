//! Job quality by occupation and industry, and direct estimates of it for higher areas.

use std::collections::{HashMap, HashSet};

use indexmap::IndexSet;

use super::{Reader, cells};
use crate::columns::{self, Role};
use crate::config::{DirectSection, JobQualitySection, SourceSection};
use crate::frame::Frame;
use crate::problem::Findings;
use crate::tables::{Areas, DirectEstimate, JobQuality, Ledger, LedgerEntry, QualityCell};

impl Reader<'_> {
    /// Reads the job-quality table; direct estimates are of higher areas of `areas`.
    pub(super) fn job_quality(
        &self,
        areas: &Areas,
        findings: &mut Findings,
        ledger: &mut Ledger,
    ) -> Option<JobQuality> {
        let section = self.config.job_quality.as_ref()?;
        let mut quality = self.cells(section, findings, ledger)?;
        if let Some(direct) = &section.direct {
            quality.direct = self.direct(direct, areas, &quality.dimensions, findings, ledger)?;
            quality.direct_level = Some(direct.level.clone());
            quality.provenance.push(self.provenance(&direct.source));
        }
        Some(quality)
    }

    fn cells(&self, section: &JobQualitySection, findings: &mut Findings, ledger: &mut Ledger) -> Option<JobQuality> {
        let frame = self.frame(&section.source)?;
        let source = self.config.sources.get(&section.source)?;
        let table = "job_quality";
        let named = cells::texts(frame, table, columns::QUALITY_DIMENSION, &section.dimension, findings)?;
        let occupations = codes(frame, columns::QUALITY_OCCUPATION, section.occupation.as_ref(), findings)?;
        let industries = codes(frame, columns::QUALITY_INDUSTRY, section.industry.as_ref(), findings)?;
        let rates = cells::numbers(source, frame, table, columns::QUALITY_RATE, &section.rate, findings)?;
        let samples = samples(source, frame, section, &rates, findings)?;
        let keys: Vec<_> = (0..frame.rows()).map(|row| (occupations[row], industries[row], named[row])).collect();
        tell_repeats(frame, &section.dimension, &keys, findings);
        let dimensions: IndexSet<&str> = named.iter().copied().collect();
        let blank = rates.iter().filter(|rate| rate.is_none()).count();
        note_held_back("job_quality: rates", blank, rates.len(), ledger);
        let cell = |row: usize| {
            Some(QualityCell {
                occupation: occupations[row].map(str::to_owned),
                industry: industries[row].map(str::to_owned),
                dimension: dimensions.get_index_of(named[row])?,
                rate: rates[row]?,
                sample: samples[row]?,
            })
        };
        Some(JobQuality {
            cells: (0..frame.rows()).filter_map(cell).collect(),
            dimensions: dimensions.into_iter().map(str::to_owned).collect(),
            provenance: vec![self.provenance(&section.source)],
            ..JobQuality::default()
        })
    }

    fn direct(
        &self,
        section: &DirectSection,
        study: &Areas,
        dimensions: &[String],
        findings: &mut Findings,
        ledger: &mut Ledger,
    ) -> Option<Vec<DirectEstimate>> {
        let frame = self.frame(&section.source)?;
        let source = self.config.sources.get(&section.source)?;
        let table = "job_quality.direct";
        let areas = cells::texts(frame, table, columns::DIRECT_AREA, &section.area, findings)?;
        let named = cells::texts(frame, table, columns::DIRECT_DIMENSION, &section.dimension, findings)?;
        let rates = cells::numbers(source, frame, table, columns::DIRECT_RATE, &section.rate, findings)?;
        let errors = cells::numbers(source, frame, table, columns::DIRECT_ERROR, &section.standard_error, findings)?;
        let keys: Vec<_> = areas.iter().zip(&named).collect();
        tell_repeats(frame, &section.area, &keys, findings);
        let column = frame.column(table, &section.dimension, findings)?;
        let mut estimates = Vec::with_capacity(frame.rows());
        for row in 0..frame.rows() {
            let Some(dimension) = dimensions.iter().position(|d| d == named[row]) else {
                let known = dimensions.join(", ");
                let expected = format!("a dimension of the job-quality table: {known}");
                cells::refuse(frame, column, row, expected, "leave the row out with `where`", findings);
                continue;
            };
            if let (Some(rate), Some(standard_error)) = (rates[row], errors[row]) {
                estimates.push(DirectEstimate { area: areas[row].to_owned(), dimension, rate, standard_error });
            }
        }
        note_strangers(study, section, &areas, findings, ledger);
        let blank = frame.rows() - estimates.len();
        note_held_back("job_quality.direct: rates", blank, frame.rows(), ledger);
        Some(estimates)
    }
}

/// Direct estimates of areas that no study area belongs to: told on the ledger, and a problem where it is all of them.
fn note_strangers(
    study: &Areas,
    section: &DirectSection,
    areas: &[&str],
    findings: &mut Findings,
    ledger: &mut Ledger,
) {
    let Some(parents) = study.parents.get(&section.level) else { return };
    let known: HashSet<&str> = parents.codes.iter().flatten().map(String::as_str).collect();
    let found: IndexSet<&str> = areas.iter().copied().collect();
    let strange: Vec<&str> = found.iter().copied().filter(|area| !known.contains(area)).collect();
    if !found.is_empty() && strange.len() == found.len() {
        let expected = format!("codes of the study areas' {}", section.level);
        findings.key("job_quality.direct.area", strange.first().copied(), &expected, "is the vintage the same?");
    }
    ledger.0.push(LedgerEntry {
        step: format!("job_quality.direct: {}", section.level),
        what: "areas with a direct estimate".into(),
        used: found.len() as f64,
        lost: strange.len() as f64,
        reason: if strange.is_empty() { String::new() } else { "no study area belongs to them".into() },
        examples: strange.iter().take(10).map(|code| (*code).to_owned()).collect(),
    });
}

/// Tells of rates that the publisher holds back.
fn note_held_back(step: &str, blank: usize, of: usize, ledger: &mut Ledger) {
    if blank > 0 {
        ledger.0.push(LedgerEntry {
            step: step.to_owned(),
            what: "rates".to_owned(),
            used: of as f64,
            lost: blank as f64,
            reason: "blank or held back by the publisher; not used".to_owned(),
            examples: Vec::new(),
        });
    }
}

/// Codes of a column, `None` where blank; of an absent column all are blank.
fn codes<'a>(
    frame: &'a Frame,
    role: Role,
    name: Option<&String>,
    findings: &mut Findings,
) -> Option<Vec<Option<&'a str>>> {
    let Some(name) = name else { return Some(vec![None; frame.rows()]) };
    let texts = cells::texts(frame, "job_quality", role, name, findings)?;
    Some(texts.into_iter().map(|code| Some(code).filter(|code| !code.is_empty())).collect())
}

/// Respondents, which every rate needs; where the rate is held back the cell may hold anything.
fn samples(
    source: &SourceSection,
    frame: &Frame,
    section: &JobQualitySection,
    rates: &[Option<f64>],
    findings: &mut Findings,
) -> Option<Vec<Option<f64>>> {
    let mut found = Findings::default();
    let samples = cells::numbers(source, frame, "job_quality", columns::QUALITY_SAMPLE, &section.sample, &mut found);
    let held_back: HashSet<u64> =
        frame.lines.iter().zip(rates).filter(|(_, rate)| rate.is_none()).map(|(line, _)| *line).collect();
    found.0.retain(|finding| !finding.at.as_ref().is_some_and(|(_, line)| held_back.contains(line)));
    findings.append(found);
    samples
}

/// A cell that stands twice is a problem: which of the rates would count?
fn tell_repeats<K: Eq + std::hash::Hash>(frame: &Frame, name: &str, keys: &[K], findings: &mut Findings) {
    let Some(column) = frame.columns.iter().find(|column| column.name == name) else { return };
    let mut first = HashMap::new();
    for (row, key) in keys.iter().enumerate() {
        let line = *first.entry(key).or_insert(frame.lines[row]);
        if line != frame.lines[row] {
            let expected = "a cell that stands once".to_owned();
            let hint = format!("it stands in row {line} too; `where` picks the year and the group");
            cells::refuse(frame, column, row, expected, &hint, findings);
        }
    }
}
