//! What was used and lost at each step.

use lynchpin_pack::tables::LedgerEntry;

use crate::report::{Block, Ledger, LedgerRow, Section};

/// The ledger of a run as a section.
pub(super) fn section(entries: &[LedgerEntry]) -> Section {
    let rows = entries.iter().map(|entry| LedgerRow {
        what: format!("{}: {}", entry.step, entry.what),
        read: entry.used.round() as u64,
        used: (entry.used - entry.lost).round() as u64,
        why: why(entry),
    });
    let ledger = Ledger { caption: "What each step read, used and lost".into(), rows: rows.collect() };
    Section {
        id: "trail".into(),
        heading: "What was used and what was lost".into(),
        blocks: vec![
            Block::Paragraph("Nothing is dropped or filled in silence. Each line is a step on the way from the published files to the figures above.".into()),
            Block::Ledger(ledger),
        ],
        new_page: true,
    }
}

fn why(entry: &LedgerEntry) -> String {
    if entry.examples.is_empty() {
        return entry.reason.clone();
    }
    let shown = entry.examples.join(", ");
    let more = if (entry.examples.len() as f64) < entry.lost && entry.examples.len() >= 10 { ", …" } else { "" };
    format!("{} ({shown}{more})", entry.reason)
}
