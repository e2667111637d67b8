//! Counts of people and households of the study areas.

use super::{Reader, cells};
use crate::columns;
use crate::config::MissingArea;
use crate::geography::Carry;
use crate::problem::Findings;
use crate::tables::{Ledger, LedgerEntry, Residents};

impl Reader<'_> {
    /// Reads every count of people and households.
    pub(super) fn residents(&self, findings: &mut Findings, ledger: &mut Ledger) -> Residents {
        let mut residents = Residents::default();
        for (name, section) in &self.config.residents {
            let table = format!("residents.{name}");
            let (Some(frame), Some(source)) = (self.frame(&section.source), self.config.sources.get(&section.source))
            else {
                continue;
            };
            let role = columns::RESIDENTS;
            let counts = cells::sums(source, frame, &table, role, &section.count, findings);
            let carry = (Carry::Counts, "people or households");
            let carried = counts.and_then(|rows| self.to_study(&table, &section.source, rows, carry, findings, ledger));
            let Some(mut values) = carried else { continue };
            if section.missing == MissingArea::Zero {
                values = values.into_iter().map(|v| Some(v.unwrap_or(0.0))).collect();
            }
            ledger.0.push(LedgerEntry {
                step: format!("{table}: study areas"),
                what: "people or households".to_owned(),
                used: values.iter().flatten().sum(),
                ..LedgerEntry::default()
            });
            self.note_missing(&table, &values, "no figure in the file", ledger);
            residents.columns.insert(name.clone(), values);
            let provenance = self.provenance(&section.source);
            residents.provenance.insert(name.clone(), provenance);
        }
        residents
    }
}
