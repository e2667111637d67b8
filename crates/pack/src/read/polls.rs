//! Polls: one row a respondent, with known margins or cells of the population.

use std::collections::BTreeSet;

use super::{Reader, cells};
use crate::columns::{self, Role};
use crate::config::{MarginSection, PollPopulationSection, PollSection, QuestionSection};
use crate::frame::Frame;
use crate::problem::Findings;
use crate::tables::{Areas, Ledger, LedgerEntry};
use crate::voices::{Characteristic, Margin, Poll, PopulationCell, Question};

impl Reader<'_> {
    /// Reads every poll.
    pub(super) fn polls(&self, areas: &Areas, findings: &mut Findings, ledger: &mut Ledger) -> Vec<Poll> {
        self.config.polls.iter().filter_map(|section| self.poll(section, areas, findings, ledger)).collect()
    }

    fn poll(&self, section: &PollSection, areas: &Areas, findings: &mut Findings, ledger: &mut Ledger) -> Option<Poll> {
        let table = format!("polls ({})", section.id);
        let frame = self.frame(&section.source)?;
        let source = self.config.sources.get(&section.source)?;
        let respondents = texts(frame, &table, columns::RESPONDENT, &section.respondent, findings)?;
        super::pay::tell_repeats(frame, &section.respondent, &respondents, findings);
        let weights = match &section.weight {
            None => None,
            Some(name) => {
                let role = columns::POLL_WEIGHT;
                let weights = cells::numbers(source, frame, &table, role, name, findings)?;
                // A weight that is none has been told of.
                Some(weights.into_iter().map(|w| w.unwrap_or(1.0)).collect())
            }
        };
        ledger.0.push(LedgerEntry {
            step: table.clone(),
            what: "respondents".to_owned(),
            used: respondents.len() as f64,
            ..LedgerEntry::default()
        });
        let mut raw = Vec::new();
        for (name, column) in &section.demographics {
            raw.push((name.as_str(), texts(frame, &table, columns::DEMOGRAPHIC, column, findings)?));
        }
        let (cells, population) = match &section.population {
            Some(p) => (self.raw_cells(&table, section, p, findings)?, Some(p)),
            None => (RawCells::default(), None),
        };
        let demographics = characteristics(&raw, &cells);
        let mut provenance = vec![self.provenance(&section.source)];
        provenance.extend(population.map(|p| self.provenance(&p.source)));
        provenance.extend(section.margins.iter().map(|m| self.provenance(&m.source)));
        provenance.dedup();
        let questions = section.questions.iter();
        Some(Poll {
            homes: self.homes(&table, frame, &section.home, areas, (findings, ledger))?,
            questions: questions.filter_map(|q| question(frame, &table, q, findings, ledger)).collect(),
            margins: section.margins.iter().filter_map(|m| self.margin(&table, m, findings)).collect(),
            population: population_cells(&cells, &demographics),
            id: section.id.clone(),
            label: section.label.clone(),
            covariates: section.covariates.clone(),
            respondents,
            weights,
            demographics,
            provenance,
        })
    }

    fn margin(&self, table: &str, section: &MarginSection, findings: &mut Findings) -> Option<Margin> {
        let table = format!("{table}.margins");
        let frame = self.frame(&section.source)?;
        let source = self.config.sources.get(&section.source)?;
        let categories = texts(frame, &table, columns::MARGIN_CATEGORY, &section.category, findings)?;
        super::pay::tell_repeats(frame, &section.category, &categories, findings);
        let people = cells::numbers(source, frame, &table, columns::MARGIN_PEOPLE, &section.count, findings)?;
        let people = categories.into_iter().zip(people).map(|(category, people)| (category, people.unwrap_or(0.0)));
        Some(Margin { variable: section.variable.clone(), people: people.collect() })
    }

    fn raw_cells(
        &self,
        table: &str,
        poll: &PollSection,
        section: &PollPopulationSection,
        findings: &mut Findings,
    ) -> Option<RawCells> {
        let table = format!("{table}.population");
        let frame = self.frame(&section.source)?;
        let source = self.config.sources.get(&section.source)?;
        let people = cells::numbers(source, frame, &table, columns::CELL_PEOPLE, &section.count, findings)?;
        let mut optional = |role: Role, name: &Option<String>| match name {
            Some(name) => texts(frame, &table, role, name, findings).map(Some),
            None => Some(None),
        };
        let areas = optional(columns::HOME_AREA, &section.area)?;
        let groups = optional(columns::HOME_GROUP, &section.place_group)?;
        let mut demographics = Vec::new();
        for (name, column) in &poll.demographics {
            let column = section.demographics.get(name).unwrap_or(column);
            demographics.push(texts(frame, &table, columns::DEMOGRAPHIC, column, findings)?);
        }
        Some(RawCells { people, areas, groups, demographics })
    }
}

/// Cells of the population as they are written.
#[derive(Default)]
struct RawCells {
    people: Vec<Option<f64>>,
    areas: Option<Vec<String>>,
    groups: Option<Vec<String>>,
    demographics: Vec<Vec<String>>,
}

fn texts(frame: &Frame, table: &str, role: Role, name: &str, findings: &mut Findings) -> Option<Vec<String>> {
    Some(cells::texts(frame, table, role, name, findings)?.into_iter().map(str::to_owned).collect())
}

/// The categories are those of respondents and of the population, sorted, so that neither file's order shows.
fn characteristics(raw: &[(&str, Vec<String>)], cells: &RawCells) -> Vec<Characteristic> {
    let one = |(at, (name, of)): (usize, &(&str, Vec<String>))| {
        let known = of.iter().chain(cells.demographics.get(at).into_iter().flatten());
        let categories: BTreeSet<&String> = known.filter(|category| !category.is_empty()).collect();
        let categories: Vec<String> = categories.into_iter().cloned().collect();
        let of = of.iter().map(|category| categories.binary_search(category).ok()).collect();
        Characteristic { name: (*name).to_owned(), categories, of }
    };
    raw.iter().enumerate().map(one).collect()
}

/// The cells by position; people whose category is blank belong to none.
fn population_cells(cells: &RawCells, demographics: &[Characteristic]) -> Vec<PopulationCell> {
    let one = |row: usize| {
        let place = |column: &Option<Vec<String>>| column.as_ref().map(|c| c[row].clone()).filter(|c| !c.is_empty());
        let position =
            |(at, d): (usize, &Characteristic)| d.categories.binary_search(&cells.demographics[at][row]).ok();
        Some(PopulationCell {
            area: place(&cells.areas),
            group: place(&cells.groups),
            categories: demographics.iter().enumerate().map(position).collect::<Option<_>>()?,
            people: cells.people[row]?,
        })
    };
    (0..cells.people.len()).filter_map(one).collect()
}

fn question(
    frame: &Frame,
    table: &str,
    section: &QuestionSection,
    findings: &mut Findings,
    ledger: &mut Ledger,
) -> Option<Question> {
    let given = cells::texts(frame, table, columns::ANSWER, &section.column, findings)?;
    for wanted in section.answers.iter().chain(&section.none) {
        if !given.contains(&wanted.as_str()) {
            let known: BTreeSet<&str> = given.iter().copied().collect();
            let known: Vec<&str> = known.into_iter().collect();
            let hint = crate::nearest::suggestion(wanted, &known);
            let expected = format!("an answer that stands in `{}`", section.column);
            findings.key(&format!("{table}.questions ({})", section.id), Some(wanted), &expected, &hint);
        }
    }
    let said: Vec<Option<bool>> = given
        .iter()
        .map(|answer| {
            let none = answer.is_empty() || section.none.iter().any(|none| none == answer);
            (!none).then(|| section.answers.iter().any(|wanted| wanted == answer))
        })
        .collect();
    ledger.0.push(LedgerEntry {
        step: format!("{table}: {}", section.id),
        what: "respondents".to_owned(),
        used: said.len() as f64,
        lost: said.iter().filter(|said| said.is_none()).count() as f64,
        reason: "they gave no answer".to_owned(),
        examples: Vec::new(),
    });
    Some(Question { id: section.id.clone(), label: section.label.clone(), said })
}
