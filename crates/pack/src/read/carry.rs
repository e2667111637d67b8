//! Values of a source's rows carried to the study areas, or to another geography, with the loss on the ledger.

use super::Reader;
use crate::geography::{Arrived, Carry};
use crate::problem::Findings;
use crate::tables::{Ledger, LedgerEntry};

impl Reader<'_> {
    /// The way from a source's geography to another; a problem where there is none.
    pub fn way(&self, table: &str, source: &str, to: &str, findings: &mut Findings) -> Option<Vec<usize>> {
        let from = self.config.sources.get(source)?.geography.as_ref();
        let Some(from) = from else {
            findings.key(
                &format!("sources.{source}.geography"),
                None,
                &format!("the geography of its rows (asked for by `{table}`)"),
                "add `geography` and `key` to the source",
            );
            return None;
        };
        // A geography that is not known at all has been told of where rows were placed.
        self.atlas.geography(from)?;
        let way = self.atlas.way(from, to);
        if way.is_none() {
            findings.key(
                table,
                Some(source),
                &format!("lookups that lead from {from} to {to}"),
                "add a [[lookups]] between them, or one by way of a third geography",
            );
        }
        way
    }

    /// Values of rows by the position of their code.
    pub fn by_place<T>(&self, source: &str, rows: Vec<Option<T>>) -> Option<Vec<Option<T>>> {
        let geography = self.config.sources.get(source)?.geography.as_ref()?;
        let size = self.atlas.geography(geography)?.codes.len();
        let mut values: Vec<Option<T>> = std::iter::repeat_with(|| None).take(size).collect();
        for (place, value) in self.places.get(source)?.iter().zip(rows) {
            if let Some(place) = place {
                values[*place] = value;
            }
        }
        Some(values)
    }

    /// Carries the values of a source's rows to the study areas.
    pub fn to_study(
        &self,
        table: &str,
        source: &str,
        rows: Vec<Option<f64>>,
        carry: (Carry, &str),
        findings: &mut Findings,
        ledger: &mut Ledger,
    ) -> Option<Vec<Option<f64>>> {
        let way = self.way(table, source, self.geography, findings)?;
        let values = self.by_place(source, rows)?;
        let arrived = self.atlas.carry(&way, values, carry.0);
        if way.len() > 1 {
            let from = self.config.sources.get(source)?.geography.clone()?;
            note(table, (&from, self.geography), carry, &arrived, ledger);
        }
        Some(self.study.iter().map(|&place| arrived.values[place]).collect())
    }
}

/// Tells on the ledger what a way has lost.
pub(super) fn note(
    table: &str,
    (from, to): (&str, &str),
    (how, what): (Carry, &str),
    arrived: &Arrived,
    ledger: &mut Ledger,
) {
    let mut reasons = Vec::new();
    if !arrived.lost_codes.is_empty() {
        reasons.push(format!("{} areas of {from} have no counterpart in {to}", arrived.lost_codes.len()));
    }
    if arrived.split_equally > 0 && how == Carry::Counts {
        reasons.push(format!(
            "{} areas were split into equal parts, as no population is given for {to}",
            arrived.split_equally
        ));
    }
    let what = match how {
        Carry::Counts => what,
        Carry::Means if arrived.people_known => "people",
        Carry::Means => "areas",
    };
    ledger.0.push(LedgerEntry {
        step: format!("{table}: {from} → {to}"),
        what: what.to_owned(),
        used: arrived.used,
        lost: arrived.lost,
        reason: reasons.join("; "),
        examples: arrived.lost_codes.iter().take(10).cloned().collect(),
    });
}
