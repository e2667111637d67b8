//! Jobs by workplace and industry, carried to the geography of the study.

use indexmap::{IndexMap, IndexSet};

use super::areas::LonLat;
use super::carry::note;
use super::{Reader, cells};
use crate::columns;
use crate::config::{IndustryColumns, JobsSection};
use crate::frame::Frame;
use crate::geography::{Arrived, Carry};
use crate::problem::Findings;
use crate::tables::{Jobs, Ledger, LedgerEntry};

/// Jobs by position of the workplace, by industry.
type ByIndustry = IndexMap<String, Vec<Option<f64>>>;

impl Reader<'_> {
    /// Reads the jobs.
    pub(super) fn jobs(&self, findings: &mut Findings, ledger: &mut Ledger) -> Option<Jobs> {
        let section = self.config.jobs.as_ref()?;
        let to = section.to.as_deref().unwrap_or(self.geography);
        let way = self.way("jobs", &section.source, to, findings)?;
        let counts = if section.industry.is_some() {
            self.long_counts(section, findings)
        } else {
            self.wide_counts(section, findings, ledger)
        }?;
        let from = self.config.sources.get(&section.source)?.geography.clone()?;
        let mut total = Arrived::default();
        let mut columns: Vec<Vec<f64>> = Vec::with_capacity(counts.len());
        let industries: Vec<String> = counts.keys().cloned().collect();
        for values in counts.into_values() {
            let arrived = self.atlas.carry(&way, values, Carry::Counts);
            total.used += arrived.used;
            total.lost += arrived.lost;
            total.lost_codes = arrived.lost_codes;
            total.split_equally = arrived.split_equally;
            columns.push(arrived.values.into_iter().map(Option::unwrap_or_default).collect());
        }
        let total_read = total.used;
        if way.len() > 1 {
            note("jobs", (&from, to), (Carry::Counts, "jobs"), &total, ledger);
        } else {
            ledger.0.push(LedgerEntry {
                step: "jobs".to_owned(),
                what: "jobs".to_owned(),
                used: total_read,
                ..LedgerEntry::default()
            });
        }
        let kept = self.workplaces(section, to, findings, ledger, &columns)?;
        let codes = &self.atlas.geography(to)?.codes;
        let pick = |column: &Vec<f64>| kept.iter().map(|&place| column[place]).collect();
        let jobs = Jobs {
            geography: to.to_owned(),
            codes: kept.iter().filter_map(|&place| codes.get_index(place).cloned()).collect(),
            points: self.workplace_points(section, to, &kept, findings),
            industry_labels: industries.iter().map(|code| label(section, code)).collect(),
            counts: columns.iter().map(pick).collect(),
            industries,
            early_shift_share: self.early_shares(section, to, &kept, findings, ledger),
            provenance: self.provenance(&section.source),
        };
        note_pointless(&jobs, ledger);
        Some(jobs)
    }

    /// Which workplaces to keep, by position.
    fn workplaces(
        &self,
        section: &JobsSection,
        to: &str,
        findings: &mut Findings,
        ledger: &mut Ledger,
        counts: &[Vec<f64>],
    ) -> Option<Vec<usize>> {
        let size = self.atlas.geography(to)?.codes.len();
        let jobs_at = |place: usize| -> f64 { counts.iter().map(|column| column[place]).sum() };
        let Some(within) = &section.within else {
            return Some((0..size).collect());
        };
        let frame = self.frame(&within.source)?;
        let source = self.config.sources.get(&within.source)?;
        if source.geography.as_deref() != Some(to) {
            findings.key(
                "jobs.within.source",
                Some(&within.source),
                &format!("a source whose geography is {to}"),
                "name a lookup of the workplaces' geography after the conversion",
            );
            return None;
        }
        let accepted = frame.accepted(&within.filter, "jobs.within.where", findings)?;
        let inside = accepted.into_iter().map(|inside| Some(()).filter(|()| inside)).collect();
        let inside = self.by_place(&within.source, inside)?;
        let kept: Vec<usize> = (0..size).filter(|&place| inside[place].is_some()).collect();
        let outside: f64 = (0..size).filter(|&place| inside[place].is_none()).map(jobs_at).sum();
        ledger.0.push(LedgerEntry {
            step: "jobs: within".to_owned(),
            what: "jobs".to_owned(),
            used: (0..size).map(jobs_at).sum(),
            lost: outside,
            reason: "the workplace lies outside the areas that the pack asks for".to_owned(),
            examples: Vec::new(),
        });
        Some(kept)
    }

    fn wide_counts(&self, section: &JobsSection, findings: &mut Findings, ledger: &mut Ledger) -> Option<ByIndustry> {
        let frame = self.frame(&section.source)?;
        let source = self.config.sources.get(&section.source)?;
        let wanted = industry_columns(frame, "jobs", section.industries.as_ref()?, findings)?;
        let mut counts = ByIndustry::new();
        let mut blank = 0;
        for (code, names) in wanted {
            let rows = cells::sums(source, frame, "jobs", columns::JOBS, &names, findings)?;
            blank += rows.iter().filter(|count| count.is_none()).count();
            let rows = rows.into_iter().map(|count| Some(count.unwrap_or(0.0))).collect();
            counts.insert(code, self.by_place(&section.source, rows)?);
        }
        note_blank("jobs: blank cells", "cells", blank, frame.rows() * counts.len(), ledger);
        Some(counts)
    }

    fn long_counts(&self, section: &JobsSection, findings: &mut Findings) -> Option<ByIndustry> {
        let frame = self.frame(&section.source)?;
        let source = self.config.sources.get(&section.source)?;
        let role = columns::INDUSTRY;
        let codes = cells::texts(frame, "jobs", role, section.industry.as_ref()?, findings)?;
        let name = section.count.as_ref()?;
        let rows = cells::numbers(source, frame, "jobs", columns::JOBS, name, findings)?;
        let places = self.places.get(&section.source)?;
        let size = self.atlas.geography(source.geography.as_ref()?)?.codes.len();
        let sorted: std::collections::BTreeSet<&str> = codes.iter().copied().collect();
        let mut counts: ByIndustry = sorted.into_iter().map(|code| (code.to_owned(), vec![None; size])).collect();
        for ((place, code), count) in places.iter().zip(codes).zip(rows) {
            if let (Some(place), Some(count), Some(column)) = (place, count, counts.get_mut(code)) {
                *column[*place].get_or_insert(0.0) += count;
            }
        }
        // A workplace without a row for an industry has no jobs in it.
        for place in 0..size {
            if counts.values().any(|column| column[place].is_some()) {
                for column in counts.values_mut() {
                    column[place].get_or_insert(0.0);
                }
            }
        }
        Some(counts)
    }

    fn workplace_points(
        &self,
        section: &JobsSection,
        to: &str,
        kept: &[usize],
        findings: &mut Findings,
    ) -> Vec<Option<LonLat>> {
        let (table, points) = match (&section.points, &self.config.areas.points) {
            (Some(points), _) => ("jobs.points", points),
            (None, Some(points)) if to == self.geography => ("areas.points", points),
            _ => return vec![None; kept.len()],
        };
        match self.points(table, points, to, findings) {
            Some(all) => kept.iter().map(|&place| all[place]).collect(),
            None => vec![None; kept.len()],
        }
    }

    fn early_shares(
        &self,
        section: &JobsSection,
        to: &str,
        kept: &[usize],
        findings: &mut Findings,
        ledger: &mut Ledger,
    ) -> Option<Vec<f64>> {
        let early = section.early_shift.as_ref()?;
        let frame = self.frame(&early.source)?;
        let source = self.config.sources.get(&early.source)?;
        let table = "jobs.early_shift";
        let role = columns::EARLY_SHARE;
        let rows = cells::numbers(source, frame, table, role, &early.share, findings)?;
        let way = self.way(table, &early.source, to, findings)?;
        let values = self.by_place(&early.source, rows)?;
        let carried = self.atlas.carry(&way, values, Carry::Means).values;
        let shares: Vec<Option<f64>> = kept.iter().map(|&place| carried[place]).collect();
        let blank = shares.iter().filter(|share| share.is_none()).count();
        note_blank("jobs: early-shift share", "workplaces", blank, shares.len(), ledger);
        Some(shares.into_iter().map(Option::unwrap_or_default).collect())
    }
}

/// Industry codes with their columns; a pattern takes whatever its `*` stands for, in the order of the file.
pub(crate) fn industry_columns(
    frame: &Frame,
    table: &str,
    wanted: &IndustryColumns,
    findings: &mut Findings,
) -> Option<IndexMap<String, crate::config::Columns>> {
    let pattern = match wanted {
        IndustryColumns::Map(map) => return Some(map.clone()),
        IndustryColumns::Pattern(pattern) => pattern,
    };
    let found: IndexMap<String, crate::config::Columns> = pattern
        .split_once('*')
        .map(|(head, tail)| {
            frame
                .columns
                .iter()
                .filter_map(|column| {
                    let code = column.name.strip_prefix(head)?.strip_suffix(tail)?;
                    Some((code.to_owned(), column.name.as_str().into()))
                })
                .collect()
        })
        .unwrap_or_default();
    if found.is_empty() {
        let names: IndexSet<&str> = frame.columns.iter().map(|c| c.name.as_str()).collect();
        let listed: Vec<&str> = names.into_iter().take(12).collect();
        findings.key(
            &format!("{table}.{}", if table.starts_with("resident_jobs") { "groups" } else { "industries" }),
            Some(pattern),
            &format!("a pattern with `*` that column names of {} follow", frame.file),
            &format!("the columns are {} …", listed.join(", ")),
        );
        return None;
    }
    Some(found)
}

/// Tells of cells that are blank and count as none.
pub(super) fn note_blank(step: &str, what: &str, blank: usize, of: usize, ledger: &mut Ledger) {
    if blank > 0 {
        ledger.0.push(LedgerEntry {
            step: step.to_owned(),
            what: what.to_owned(),
            used: of as f64,
            lost: blank as f64,
            reason: "blank or held back by the publisher; counted as 0".to_owned(),
            examples: Vec::new(),
        });
    }
}

/// Tells of jobs at workplaces without a point: no travel time leads there.
fn note_pointless(jobs: &Jobs, ledger: &mut Ledger) {
    let at = |place: usize| -> f64 { jobs.counts.iter().map(|column| column[place]).sum() };
    let pointless: Vec<usize> =
        (0..jobs.codes.len()).filter(|&place| jobs.points[place].is_none() && at(place) > 0.0).collect();
    if pointless.is_empty() {
        return;
    }
    ledger.0.push(LedgerEntry {
        step: "jobs: points".to_owned(),
        what: "jobs".to_owned(),
        used: (0..jobs.codes.len()).map(at).sum(),
        lost: pointless.iter().map(|&place| at(place)).sum(),
        reason: "the workplace has no point".to_owned(),
        examples: pointless.iter().take(10).map(|&place| jobs.codes[place].clone()).collect(),
    });
}

/// The name of an industry: the pack's, the section of SIC 2007, or the code.
fn label(section: &JobsSection, code: &str) -> String {
    section.labels.get(code).cloned().unwrap_or_else(|| industry_name(code))
}

/// The name of a section of SIC 2007, or the code.
pub(super) fn industry_name(code: &str) -> String {
    let sic = SIC_2007.iter().find(|(letter, _)| *letter == code);
    sic.map_or(code, |(_, name)| name).to_owned()
}

/// Sections of the UK Standard Industrial Classification 2007.
const SIC_2007: [(&str, &str); 21] = [
    ("A", "Agriculture, forestry and fishing"),
    ("B", "Mining and quarrying"),
    ("C", "Manufacturing"),
    ("D", "Electricity, gas, steam and air conditioning supply"),
    ("E", "Water supply, sewerage, waste management and remediation"),
    ("F", "Construction"),
    ("G", "Wholesale and retail trade, repair of motor vehicles"),
    ("H", "Transportation and storage"),
    ("I", "Accommodation and food service"),
    ("J", "Information and communication"),
    ("K", "Financial and insurance activities"),
    ("L", "Real estate activities"),
    ("M", "Professional, scientific and technical activities"),
    ("N", "Administrative and support service activities"),
    ("O", "Public administration and defence"),
    ("P", "Education"),
    ("Q", "Human health and social work"),
    ("R", "Arts, entertainment and recreation"),
    ("S", "Other service activities"),
    ("T", "Households as employers"),
    ("U", "Extraterritorial organisations"),
];
