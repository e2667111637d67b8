//! Statistics of the study areas, with the same figure over everything in the file.

use rayon::prelude::*;

use super::{Reader, cells};
use crate::columns;
use crate::config::{IndicatorSection, MissingArea, SourceSection};
use crate::frame::Frame;
use crate::geography::Carry;
use crate::problem::Findings;
use crate::tables::{Indicator, Ledger};

type Values = Vec<Option<f64>>;

impl Reader<'_> {
    /// Reads every indicator, in parallel; problems and ledger stay in the order of `pack.toml`.
    pub(super) fn indicators(&self, findings: &mut Findings, ledger: &mut Ledger) -> Vec<Indicator> {
        let sections: Vec<(&String, &IndicatorSection)> = self.config.indicators.iter().collect();
        let read: Vec<(Option<Indicator>, Findings, Ledger)> = sections
            .par_iter()
            .map(|(id, section)| {
                let (mut findings, mut ledger) = (Findings::default(), Ledger::default());
                let indicator = self.indicator(id, section, &mut findings, &mut ledger);
                (indicator, findings, ledger)
            })
            .collect();
        let mut indicators = Vec::with_capacity(read.len());
        for (indicator, found, mut entries) in read {
            findings.append(found);
            ledger.0.append(&mut entries.0);
            indicators.extend(indicator);
        }
        indicators
    }

    fn indicator(
        &self,
        id: &str,
        section: &IndicatorSection,
        findings: &mut Findings,
        ledger: &mut Ledger,
    ) -> Option<Indicator> {
        let table = format!("indicators.{id}");
        let frame = self.frame(&section.source)?;
        let source = self.config.sources.get(&section.source)?;
        let factor = if section.unit.starts_with('%') { 100.0 } else { 1.0 };
        let mut indicator = Indicator {
            id: id.to_owned(),
            label: section.label.clone(),
            unit: section.unit.clone(),
            direction: section.direction,
            contained_in: section.contained_in.clone(),
            provenance: self.provenance(&section.source),
            ..Indicator::default()
        };
        let fill = |values: Values| match section.missing {
            MissingArea::Unknown => values,
            MissingArea::Zero => values.into_iter().map(|v| Some(v.unwrap_or(0.0))).collect(),
        };
        if let (Some(above), Some(below)) = (&section.numerator, &section.denominator) {
            let above = cells::sums(source, frame, &table, columns::NUMERATOR, above, findings);
            let below = cells::sums(source, frame, &table, columns::DENOMINATOR, below, findings);
            let (above, below) = (above?, below?);
            if factor > 1.0 {
                check_shares(source, frame, &table, &above, &below, findings);
            }
            indicator.national = Some(both_known(&above, &below));
            let counts = (Carry::Counts, "people or households");
            let above = fill(self.to_study(&table, &section.source, above, counts, findings, ledger)?);
            let quiet = &mut Ledger::default();
            let below = fill(self.to_study(&table, &section.source, below, counts, findings, quiet)?);
            indicator.values = above
                .iter()
                .zip(&below)
                .map(|(above, below)| Some(factor * (*above)? / below.filter(|b| *b > 0.0)?))
                .collect();
            indicator.numerators = Some(above);
            indicator.denominators = Some(below);
        } else {
            let role = columns::INDICATOR_VALUE;
            let name = section.value.as_ref()?;
            let mut values = cells::numbers(source, frame, &table, role, name, findings)?;
            if let Some(scale) = section.scale {
                values = values.into_iter().map(|value| Some(value? * scale)).collect();
            }
            if factor > 1.0 {
                check_percentages(frame, name, &values, findings);
            }
            // Where areas without any are left out of the file, its own mean is over the wrong areas.
            if section.missing == MissingArea::Unknown {
                let known: Vec<f64> = values.iter().copied().flatten().collect();
                indicator.national = Some((known.iter().sum(), known.len() as f64));
            }
            let means = (Carry::Means, "people");
            indicator.values = fill(self.to_study(&table, &section.source, values, means, findings, ledger)?);
        }
        self.note_missing(&table, &indicator.values, "no figure in the file", ledger);
        Some(indicator)
    }
}

/// Sums over the rows where both are known.
fn both_known(above: &Values, below: &Values) -> (f64, f64) {
    above
        .iter()
        .zip(below)
        .filter_map(|(above, below)| Some(((*above)?, (*below)?)))
        .fold((0.0, 0.0), |sums, (above, below)| (sums.0 + above, sums.1 + below))
}

/// More above the line than below it is no share.
fn check_shares(
    source: &SourceSection,
    frame: &Frame,
    table: &str,
    above: &Values,
    below: &Values,
    findings: &mut Findings,
) {
    let key = source.key.as_deref().unwrap_or_default();
    let Some(column) = frame.columns.iter().find(|column| column.name == key) else {
        return;
    };
    for (row, (above, below)) in above.iter().zip(below).enumerate() {
        if let (Some(above), Some(below)) = (above, below)
            && above > below
        {
            let expected =
                format!("a share of 0 to 100 for `{table}`: the numerator here is {above}, the denominator {below}");
            let hint = "do the columns belong together? check the row with the publisher";
            cells::refuse(frame, column, row, expected, hint, findings);
        }
    }
}

fn check_percentages(frame: &Frame, name: &str, values: &Values, findings: &mut Findings) {
    let Some(column) = frame.columns.iter().find(|column| column.name == name) else {
        return;
    };
    for (row, value) in values.iter().enumerate() {
        if value.is_some_and(|value| !(0.0..=100.0).contains(&value)) {
            let expected = "a percentage: a number from 0 to 100".to_owned();
            let hint = "a unit that starts with % is a percentage; check `unit` and `scale`";
            cells::refuse(frame, column, row, expected, hint, findings);
        }
    }
}
