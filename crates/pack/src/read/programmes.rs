//! Reforms: whom they treat, by study area.

use super::carry::note;
use super::{Reader, cells};
use crate::columns::{self, Role};
use crate::config::ProgrammeSection;
use crate::geography::Carry;
use crate::problem::Findings;
use crate::tables::{Ledger, LedgerEntry, Programme};

impl Reader<'_> {
    /// Reads every programme.
    pub(super) fn programmes(&self, findings: &mut Findings, ledger: &mut Ledger) -> Vec<Programme> {
        let sections = self.config.programmes.iter();
        sections.filter_map(|(id, section)| self.programme(id, section, findings, ledger)).collect()
    }

    fn programme(
        &self,
        id: &str,
        section: &ProgrammeSection,
        findings: &mut Findings,
        ledger: &mut Ledger,
    ) -> Option<Programme> {
        let table = format!("programmes.{id}");
        let treated_share = self.treated_share(&table, section, findings, ledger)?;
        let mut count = |role: Role, name: &Option<String>, what: &str| {
            let name = name.as_ref()?;
            self.programme_count(&table, section, (role, name, what), findings, ledger)
        };
        let participants = count(columns::PARTICIPANTS, &section.participants, "people who took part");
        let eligible = count(columns::ELIGIBLE, &section.eligible, "people who are eligible");
        let cost_pounds = count(columns::PROGRAMME_COST, &section.cost_pounds, "£");
        Some(Programme {
            id: id.to_owned(),
            label: section.label.clone(),
            began: self.began(&table, section, findings),
            treated_share,
            participants,
            eligible,
            cost_pounds,
            people: section.people.clone(),
            eligibility: section.eligibility.as_ref().map(|e| (e.index.clone(), e.rank_at_most)),
            outcome: section.outcome.clone(),
            smallest_effect: section.smallest_effect,
            covariates: section.covariates.clone(),
            cluster: section.cluster.clone(),
            steps: section.steps.iter().map(|(step, indicator)| (step.clone(), indicator.clone())).collect(),
            provenance: self.provenance(&section.source),
        })
    }

    /// Share of each study area's people who live in a treated place; a place that is not in the file is not treated.
    fn treated_share(
        &self,
        table: &str,
        section: &ProgrammeSection,
        findings: &mut Findings,
        ledger: &mut Ledger,
    ) -> Option<Vec<Option<f64>>> {
        let frame = self.frame(&section.source)?;
        let source = self.config.sources.get(&section.source)?;
        let rows = match &section.listed {
            Some(name) => cells::numbers(source, frame, table, columns::LISTED, name, findings)?,
            None => vec![Some(1.0); frame.rows()],
        };
        let listed = rows.iter().flatten().filter(|treated| **treated > 0.0).count();
        let way = self.way(table, &section.source, self.geography, findings)?;
        let treated = self.by_place(&section.source, rows)?;
        let treated = treated.into_iter().map(|share| Some(share.unwrap_or(0.0))).collect();
        let arrived = self.atlas.carry(&way, treated, Carry::Means);
        if way.len() > 1 {
            let from = source.geography.clone()?;
            note(table, (&from, self.geography), (Carry::Means, "people"), &arrived, ledger);
        }
        let shares: Vec<Option<f64>> = self.study.iter().map(|&place| arrived.values[place]).collect();
        let reached = shares.iter().flatten().filter(|share| **share > 0.0).count();
        ledger.0.push(LedgerEntry {
            step: format!("{table}: {listed} places listed, found in {reached} study areas"),
            what: "places listed".to_owned(),
            used: listed as f64,
            ..LedgerEntry::default()
        });
        Some(shares)
    }

    /// A count by study area; places without a row have none.
    fn programme_count(
        &self,
        table: &str,
        section: &ProgrammeSection,
        (role, name, what): (Role, &str, &str),
        findings: &mut Findings,
        ledger: &mut Ledger,
    ) -> Option<Vec<Option<f64>>> {
        let frame = self.frame(&section.source)?;
        let source = self.config.sources.get(&section.source)?;
        let rows = cells::numbers(source, frame, table, role, name, findings)?;
        let blank = rows.iter().filter(|count| count.is_none()).count();
        if blank > 0 {
            ledger.0.push(LedgerEntry {
                step: format!("{table}: {name}"),
                what: "places".to_owned(),
                used: rows.len() as f64,
                lost: blank as f64,
                reason: "blank or held back by the publisher; not known".to_owned(),
                examples: Vec::new(),
            });
        }
        let there = self.by_place(&section.source, vec![Some(()); frame.rows()])?;
        let counts = self.by_place(&section.source, rows)?;
        // A place that is not in the file has nobody; one whose figure is held back is unknown.
        let known = there.into_iter().zip(counts).map(|(there, count)| if there.is_some() { count } else { Some(0.0) });
        let way = self.way(table, &section.source, self.geography, findings)?;
        let arrived = self.atlas.carry(&way, known.collect(), Carry::Counts);
        if way.len() > 1 {
            let from = source.geography.clone()?;
            note(table, (&from, self.geography), (Carry::Counts, what), &arrived, ledger);
        }
        Some(self.study.iter().map(|&place| arrived.values[place]).collect())
    }

    fn began(&self, table: &str, section: &ProgrammeSection, findings: &mut Findings) -> Option<Vec<Option<String>>> {
        let name = section.began.as_ref()?;
        let texts = cells::texts(self.frame(&section.source)?, table, columns::BEGAN, name, findings)?;
        let rows = texts.iter().map(|text| Some((*text).to_owned()).filter(|text| !text.is_empty())).collect();
        let way = self.way(table, &section.source, self.geography, findings)?;
        let all = self.atlas.carry_labels(&way, self.by_place(&section.source, rows)?);
        Some(self.study.iter().map(|&place| all[place].clone()).collect())
    }
}
