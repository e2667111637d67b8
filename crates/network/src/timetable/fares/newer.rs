//! The second generation of GTFS fares, which is not used.

use super::super::report::Ledger;
use super::super::source::Source;
use crate::error::NetworkError;

/// Files of which each row is counted.
const FILES: [&str; 3] = ["fare_products.txt", "fare_leg_rules.txt", "fare_transfer_rules.txt"];

/// Counts what the feed says and nobody uses.
pub(super) fn note(source: &Source, ledger: &mut Ledger) -> Result<(), NetworkError> {
    for file in FILES {
        source.read(file, |table| {
            while table.next()? {
                ledger.note(file, "row of GTFS Fares v2, which is not used", || format!("row {}", table.row()));
            }
            Ok(())
        })?;
    }
    Ok(())
}
