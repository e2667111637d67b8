//! Rows kept for a second look, without what is too far to count.

use crate::error::ReachError;
use crate::matrix::{MatrixRow, RowSink};
use crate::search::UNREACHABLE;

/// Keeps the pairs that are near enough to count, 4 bytes and 2 more a travel time each, and hands their rows on again as often as wanted.
#[derive(Clone, Debug)]
pub struct KeptRows {
    destinations: usize,
    columns: usize,
    /// Minutes.
    limit: u16,
    /// Origin → its first pair.
    first: Vec<usize>,
    to: Vec<u32>,
    minutes: Vec<u16>,
}

impl KeptRows {
    /// Nothing kept yet; rows have so many destinations and travel times each, and a pair is kept where one of these is at most `limit` minutes.
    pub fn new(destinations: usize, columns: usize, limit: u16) -> Self {
        Self {
            destinations,
            columns,
            limit: limit.min(UNREACHABLE - 1),
            first: vec![0],
            to: Vec::new(),
            minutes: Vec::new(),
        }
    }

    /// How many bytes the pairs take.
    pub fn bytes(&self) -> usize {
        4 * self.to.len() + 2 * self.minutes.len()
    }

    /// Hands all rows on, in the order of the origins.
    ///
    /// # Errors
    /// What the sink says.
    pub fn replay(&self, sink: &mut dyn RowSink) -> Result<(), ReachError> {
        let mut minutes = vec![UNREACHABLE; self.destinations * self.columns];
        for (origin, pairs) in self.first.windows(2).enumerate() {
            minutes.fill(UNREACHABLE);
            for pair in pairs[0]..pairs[1] {
                let at = self.to[pair] as usize * self.columns;
                let kept = &self.minutes[pair * self.columns..(pair + 1) * self.columns];
                minutes[at..at + self.columns].copy_from_slice(kept);
            }
            sink.row(&MatrixRow { origin, minutes: &minutes, columns: self.columns })?;
        }
        Ok(())
    }
}

impl RowSink for KeptRows {
    fn row(&mut self, row: &MatrixRow<'_>) -> Result<(), ReachError> {
        for (to, minutes) in row.destinations().enumerate() {
            if minutes.iter().any(|&m| m <= self.limit) {
                self.to.push(to as u32);
                self.minutes.extend_from_slice(minutes);
            }
        }
        self.first.push(self.to.len());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_back_as_they_were() {
        const N: u16 = UNREACHABLE;
        let rows: [[u16; 6]; 3] = [[0, 0, 7, N, N, N], [N; 6], [1, 2, N, N, 0, 9]];
        let mut kept = KeptRows::new(3, 2, u16::MAX);
        for (origin, minutes) in rows.iter().enumerate() {
            kept.row(&MatrixRow { origin, minutes, columns: 2 }).unwrap();
        }
        assert_eq!(kept.bytes(), 4 * 8);
        let mut back = Vec::new();
        let mut sink = |row: &MatrixRow<'_>| {
            back.push((row.origin, row.minutes.to_vec()));
            Ok(())
        };
        kept.replay(&mut sink).unwrap();
        assert_eq!(back, rows.iter().map(|r| r.to_vec()).enumerate().collect::<Vec<_>>());
    }

    #[test]
    fn what_is_too_far_is_dropped() {
        let mut kept = KeptRows::new(3, 2, 30);
        kept.row(&MatrixRow { origin: 0, minutes: &[30, 50, 31, 31, 29, UNREACHABLE], columns: 2 }).unwrap();
        assert_eq!(kept.bytes(), 2 * 8);
    }
}
