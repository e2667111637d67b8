//! Outcomes of the study areas over time.

use std::collections::{BTreeSet, HashMap};

use super::{Reader, cells};
use crate::columns;
use crate::config::{PanelSection, Unmatched};
use crate::problem::Findings;
use crate::tables::{Ledger, LedgerEntry, OutcomePanel};

impl Reader<'_> {
    /// Reads every panel.
    pub(super) fn panels(&self, findings: &mut Findings, ledger: &mut Ledger) -> Vec<OutcomePanel> {
        let sections = self.config.panels.iter();
        sections.filter_map(|(id, section)| self.panel(id, section, findings, ledger)).collect()
    }

    fn panel(
        &self,
        id: &str,
        section: &PanelSection,
        findings: &mut Findings,
        ledger: &mut Ledger,
    ) -> Option<OutcomePanel> {
        let table = format!("panels.{id}");
        let frame = self.frame(&section.source)?;
        let source = self.config.sources.get(&section.source)?;
        let codes = cells::texts(frame, &table, columns::PANEL_AREA, &section.area, findings)?;
        let times = cells::texts(frame, &table, columns::PANEL_PERIOD, &section.period, findings)?;
        let rows = cells::numbers(source, frame, &table, columns::PANEL_VALUE, &section.value, findings)?;
        let area_column = frame.column(&table, &section.area, findings)?;
        let known = &self.atlas.geography(self.geography)?.codes;
        let area_of: HashMap<usize, usize> =
            self.study.iter().enumerate().map(|(area, place)| (*place, area)).collect();
        let periods = in_time(times.iter().copied().filter(|time| !time.is_empty()).collect());
        let place_of: HashMap<&str, usize> = periods.iter().enumerate().map(|(n, p)| (p.as_str(), n)).collect();
        let mut values = vec![vec![None; periods.len()]; self.study.len()];
        let mut first: HashMap<(usize, usize), u64> = HashMap::new();
        let mut outside = BTreeSet::new();
        for row in 0..frame.rows() {
            let Some(place) = known.get_index_of(codes[row]) else {
                if source.unmatched == Unmatched::Refuse && !codes[row].is_empty() {
                    let expected = format!("a code of {}, the geography of the study", self.geography);
                    let hint = "leave the row out with `where`, or say `unmatched = \"keep\"` for the source";
                    cells::refuse(frame, area_column, row, expected, hint, findings);
                }
                outside.insert(codes[row]);
                continue;
            };
            let (Some(area), Some(period)) = (area_of.get(&place), place_of.get(times[row])) else {
                outside.insert(codes[row]);
                continue;
            };
            let line = *first.entry((*area, *period)).or_insert(frame.lines[row]);
            if line != frame.lines[row] {
                let expected = format!("an area that stands once in period {}", times[row]);
                let hint = format!("it stands in row {line} too; `where` picks the measure");
                cells::refuse(frame, area_column, row, expected, &hint, findings);
            }
            values[*area][*period] = rows[row];
        }
        let whole = values.iter().filter(|row: &&Vec<Option<f64>>| row.iter().all(Option::is_some)).count();
        ledger.0.push(LedgerEntry {
            step: format!("{table}: study areas with a value in each of {} periods", periods.len()),
            what: "areas".to_owned(),
            used: values.len() as f64,
            lost: (values.len() - whole) as f64,
            reason: if whole == values.len() {
                String::new()
            } else {
                "a period without a value; not compared".to_owned()
            },
            examples: self.examples((0..values.len()).filter(|a| values[*a].iter().any(Option::is_none))),
        });
        if !outside.is_empty() {
            ledger.0.push(LedgerEntry {
                step: format!("{table}: outside the study"),
                what: "areas of the file".to_owned(),
                used: (outside.len() + self.study.len()) as f64,
                lost: outside.len() as f64,
                reason: "not among the study areas".to_owned(),
                examples: outside.iter().take(10).map(|code| (*code).to_owned()).collect(),
            });
        }
        Some(OutcomePanel {
            id: id.to_owned(),
            label: section.label.clone(),
            unit: section.unit.clone(),
            direction: section.direction,
            periods,
            values,
            provenance: self.provenance(&section.source),
        })
    }
}

/// Periods in order of time: by number where all are numbers, else as text sorts.
fn in_time(times: BTreeSet<&str>) -> Vec<String> {
    let mut sorted: Vec<String> = times.into_iter().map(str::to_owned).collect();
    if sorted.iter().all(|time| time.parse::<f64>().is_ok()) {
        let number = |time: &String| time.parse::<f64>().unwrap_or(f64::NAN);
        sorted.sort_by(|a, b| number(a).total_cmp(&number(b)));
    }
    sorted
}
