//! From frames to tables: one file per table.

mod areas;
mod carry;
pub(crate) mod cells;
mod childcare;
mod homes;
mod indicators;
mod indices;
mod interviews;
mod jobs;
mod panels;
mod pay;
mod places;
mod polls;
mod programmes;
mod quality;
mod refi;
mod resident_jobs;
mod residents;

pub(crate) use jobs::industry_columns;

use std::collections::HashMap;

use indexmap::IndexMap;

use crate::config::PackFile;
use crate::frame::Frame;
use crate::geography::Atlas;
use crate::load::WholeFiles;
use crate::problem::Findings;
use crate::tables::{Ledger, LedgerEntry, Provenance, Tables};

/// What a reading gives, with what a quarantine needs to know of the rows.
pub(crate) struct Outcome {
    pub tables: Tables,
    pub frames: IndexMap<String, Frame>,
    pub atlas: Atlas,
}

/// What every table's reader needs.
pub(crate) struct Reader<'a> {
    pub config: &'a PackFile,
    pub frames: &'a IndexMap<String, Frame>,
    pub atlas: &'a Atlas,
    /// By source: the position of each row's code in the source's geography.
    pub places: &'a HashMap<String, Vec<Option<usize>>>,
    /// Positions of the study areas in their geography, in the order of the file.
    pub study: &'a [usize],
    /// The geography of the study.
    pub geography: &'a str,
}

/// Reads every table. Problems go to `findings`; the tables are of use only if there are none.
pub(crate) fn everything(
    config: &PackFile,
    frames: IndexMap<String, Frame>,
    whole: &WholeFiles,
    findings: &mut Findings,
) -> Outcome {
    let atlas = places::atlas(config, &frames, findings);
    let places = places::of_rows(config, &frames, &atlas, findings);
    let study = places::study(config, &frames, &places, findings);
    let geography =
        config.sources.get(&config.areas.source).and_then(|source| source.geography.clone()).unwrap_or_default();
    let reader =
        Reader { config, frames: &frames, atlas: &atlas, places: &places, study: &study, geography: &geography };
    let mut ledger = Ledger::default();
    let areas = reader.areas(findings, &mut ledger);
    let tables = Tables {
        indices: reader.indices(findings, &mut ledger),
        indicators: reader.indicators(findings, &mut ledger),
        residents: reader.residents(findings, &mut ledger),
        jobs: reader.jobs(findings, &mut ledger),
        pay: reader.pay(findings),
        staffing: reader.staffing(findings, &mut ledger),
        resident_jobs: reader.resident_jobs(findings, &mut ledger),
        job_quality: reader.job_quality(&areas, findings, &mut ledger),
        childcare: reader.childcare(findings, &mut ledger),
        programmes: reader.programmes(findings, &mut ledger),
        panels: reader.panels(findings, &mut ledger),
        polls: reader.polls(&areas, findings, &mut ledger),
        interviews: reader.interviews(&areas, whole, findings, &mut ledger),
        areas,
        ledger,
    };
    Outcome { tables, frames, atlas }
}

impl Reader<'_> {
    /// The frame of a source; `None` where it could not be read, which has been told.
    pub fn frame(&self, source: &str) -> Option<&Frame> {
        self.frames.get(source)
    }

    /// Where a source came from.
    pub fn provenance(&self, source: &str) -> Provenance {
        let Some(section) = self.config.sources.get(source) else {
            return Provenance::default();
        };
        Provenance {
            title: section.title.clone(),
            publisher: section.publisher.clone(),
            licence: section.licence.clone(),
            period: section.period.clone(),
            files: self.frame(source).map(|frame| frame.hashes.clone()).unwrap_or_default(),
        }
    }

    /// Codes of study areas for the ledger, at most ten.
    pub fn examples(&self, missing: impl Iterator<Item = usize>) -> Vec<String> {
        let Some(geography) = self.atlas.geography(self.geography) else {
            return Vec::new();
        };
        missing.take(10).filter_map(|area| geography.codes.get_index(self.study[area]).cloned()).collect()
    }

    /// Tells on the ledger how many study areas have no value; nothing where all have one.
    pub fn note_missing<T>(&self, step: &str, values: &[Option<T>], reason: &str, ledger: &mut Ledger) {
        let missing = values.iter().filter(|value| value.is_none()).count();
        if missing == 0 {
            return;
        }
        let places = values.iter().enumerate();
        ledger.0.push(LedgerEntry {
            step: step.to_owned(),
            what: "areas".to_owned(),
            used: values.len() as f64,
            lost: missing as f64,
            reason: reason.to_owned(),
            examples: self.examples(places.filter(|(_, v)| v.is_none()).map(|(place, _)| place)),
        });
    }
}
