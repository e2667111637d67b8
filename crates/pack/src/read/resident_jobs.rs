//! Residents in work by occupation or industry, carried to the study areas.

use super::jobs::{industry_columns, industry_name};
use super::{Reader, cells};
use crate::columns::{self, Kind};
use crate::config::{MissingArea, ResidentJobsSection};
use crate::geography::Carry;
use crate::problem::Findings;
use crate::tables::{Ledger, LedgerEntry, ResidentJobs};

impl Reader<'_> {
    /// Reads every table of residents' jobs.
    pub(super) fn resident_jobs(&self, findings: &mut Findings, ledger: &mut Ledger) -> Vec<ResidentJobs> {
        let sections = self.config.resident_jobs.iter().enumerate();
        sections.filter_map(|(number, section)| self.resident_table(number, section, findings, ledger)).collect()
    }

    fn resident_table(
        &self,
        number: usize,
        section: &ResidentJobsSection,
        findings: &mut Findings,
        ledger: &mut Ledger,
    ) -> Option<ResidentJobs> {
        let table = format!("resident_jobs[{number}]");
        let frame = self.frame(&section.source)?;
        let source = self.config.sources.get(&section.source)?;
        let wanted = industry_columns(frame, &table, &section.groups, findings)?;
        let kind = match section.by.as_str() {
            "industry" => Kind::IndustryOrAll,
            "occupation" => Kind::OccupationOrAll,
            // The validation has told of it.
            _ => return None,
        };
        for code in wanted.keys().filter(|code| code.is_empty() || !columns::allows(kind, code)) {
            let expected = format!("codes of the groups: {}", kind.expectation());
            findings.key(
                &format!("{table}.groups"),
                Some(code),
                &expected,
                "name the columns one by one: { A = \"…\" }",
            );
        }
        let mut of_group = Vec::with_capacity(wanted.len());
        let mut lost = Ledger::default();
        for names in wanted.values() {
            let rows = cells::sums(source, frame, &table, columns::RESIDENT_JOBS, names, findings)?;
            let carry = (Carry::Counts, "residents in work");
            let mut people = self.to_study(&table, &section.source, rows, carry, findings, &mut lost)?;
            if section.missing == MissingArea::Zero {
                people = people.into_iter().map(|count| Some(count.unwrap_or(0.0))).collect();
            }
            of_group.push(people);
        }
        ledger.0.extend(total(lost));
        let read = of_group.iter().flatten().flatten().sum();
        let step = format!("{table} by {}: study areas", section.by);
        ledger.0.push(LedgerEntry { step, what: "residents in work".into(), used: read, ..LedgerEntry::default() });
        if let Some(first) = of_group.first() {
            self.note_missing(&table, first, "no figure in the file", ledger);
        }
        let label = |code: &String| match section.labels.get(code) {
            Some(label) => label.clone(),
            None if section.by == "industry" => industry_name(code),
            None => occupation_name(code),
        };
        Some(ResidentJobs {
            by: section.by.clone(),
            labels: wanted.keys().map(label).collect(),
            codes: wanted.into_keys().collect(),
            people: of_group,
            provenance: self.provenance(&section.source),
        })
    }
}

/// What the columns lost on their way, as one line.
fn total(lost: Ledger) -> Option<LedgerEntry> {
    let mut entries = lost.0.into_iter();
    let mut all = entries.next()?;
    for entry in entries {
        all.used += entry.used;
        all.lost += entry.lost;
    }
    Some(all)
}

/// The name of a major group of SOC 2020, or the code.
fn occupation_name(code: &str) -> String {
    let found = SOC_2020.iter().find(|(digit, _)| *digit == code);
    found.map_or(code, |(_, name)| name).to_owned()
}

/// Major groups of the UK Standard Occupational Classification 2020.
const SOC_2020: [(&str, &str); 9] = [
    ("1", "Managers, directors and senior officials"),
    ("2", "Professional occupations"),
    ("3", "Associate professional occupations"),
    ("4", "Administrative and secretarial occupations"),
    ("5", "Skilled trades occupations"),
    ("6", "Caring, leisure and other service occupations"),
    ("7", "Sales and customer service occupations"),
    ("8", "Process, plant and machine operatives"),
    ("9", "Elementary occupations"),
];
