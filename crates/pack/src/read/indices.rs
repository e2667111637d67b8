//! Published indices: over their whole nation, and carried to the study areas.

use super::{Reader, cells};
use crate::columns::{self, Role};
use crate::config::{IndexSection, SourceSection};
use crate::frame::Frame;
use crate::geography::Carry;
use crate::problem::Findings;
use crate::tables::{Index, IndexDomain, Ledger};

impl Reader<'_> {
    /// Reads every index.
    pub(super) fn indices(&self, findings: &mut Findings, ledger: &mut Ledger) -> Vec<Index> {
        self.config.indices.iter().filter_map(|(id, section)| self.index(id, section, findings, ledger)).collect()
    }

    fn index(&self, id: &str, section: &IndexSection, findings: &mut Findings, ledger: &mut Ledger) -> Option<Index> {
        let table = format!("indices.{id}");
        let frame = self.frame(&section.source)?;
        let source = self.config.sources.get(&section.source)?;
        let key = frame.column(&table, source.key.as_ref()?, findings)?;
        let column = |role, name: &Option<String>, findings: &mut Findings| {
            let name = name.as_ref()?;
            cells::numbers(source, frame, &table, role, name, findings)
        };
        let rank = column(columns::INDEX_RANK, &section.rank, findings);
        let score = column(columns::INDEX_SCORE, &section.score, findings);
        let flag = column(columns::INDEX_FLAG, &section.flag, findings);
        let domains = section
            .domains
            .iter()
            .filter_map(|domain| {
                let role = columns::DOMAIN_RANK;
                let ranks = whole_column(source, frame, &table, role, &domain.rank, findings)?;
                Some(IndexDomain {
                    name: domain.name.clone(),
                    weight: domain.weight,
                    rank: ranks.into_iter().map(|rank| rank as u32).collect(),
                })
            })
            .collect();
        let mut carried = |rows: &Option<Vec<Option<f64>>>, what, ledger: &mut Ledger| {
            let rows = rows.clone()?;
            self.to_study(&table, &section.source, rows, (Carry::Means, what), findings, ledger)
        };
        let nowhere = || vec![None; self.study.len()];
        let area_rank = carried(&rank, "people", ledger).unwrap_or_else(nowhere);
        // The loss is that of the ranks, told once.
        let area_score = carried(&score, "people", &mut Ledger::default()).unwrap_or_else(nowhere);
        if rank.is_some() {
            let step = format!("{table}: study areas");
            self.note_missing(&step, &area_rank, "the index does not cover the area", ledger);
        }
        Some(Index {
            id: id.to_owned(),
            label: section.label.clone(),
            axis: section.axis,
            geography: source.geography.clone().unwrap_or_default(),
            codes: (0..frame.rows()).map(|row| key.cells.get(row).to_owned()).collect(),
            domains,
            score: score.and_then(|all| scores(&table, &section.source, all, findings)),
            rank: rank.map(|all| all.into_iter().flatten().map(|rank| rank as u32).collect()),
            flag: flag.map(|all| all.into_iter().flatten().map(|flag| flag > 0.0).collect()),
            area_rank,
            area_score,
            provenance: self.provenance(&section.source),
        })
    }
}

/// An index scores every area that it ranks: a blank is a mistake.
fn scores(table: &str, source: &str, scores: Vec<Option<f64>>, findings: &mut Findings) -> Option<Vec<f64>> {
    let blank = scores.iter().filter(|score| score.is_none()).count();
    if blank > 0 {
        findings.key(
            &format!("{table}.score"),
            None,
            &format!("a score for every area of {source}; {blank} are blank"),
            "leave `score` out: it is rebuilt from the domain ranks",
        );
        return None;
    }
    Some(scores.into_iter().flatten().collect())
}

/// A column without gaps (each gap has been told).
fn whole_column(
    source: &SourceSection,
    frame: &Frame,
    table: &str,
    role: Role,
    name: &str,
    findings: &mut Findings,
) -> Option<Vec<f64>> {
    let values = cells::numbers(source, frame, table, role, name, findings)?;
    values.into_iter().collect()
}
