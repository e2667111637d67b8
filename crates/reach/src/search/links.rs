//! Walks from stops to targets (other stops, destinations), as compressed rows.

/// For each row (a stop) its targets and the seconds on foot. Rows keep the order in which links were given.
#[derive(Clone, Debug, Default)]
pub struct Links {
    first: Vec<u32>,
    target: Vec<u32>,
    seconds: Vec<u16>,
}

impl Links {
    /// From `(row, target, seconds)` in any order; the order within a row is kept.
    pub fn from_triples(rows: usize, triples: &[(u32, u32, u16)]) -> Self {
        let mut first = vec![0_u32; rows + 1];
        for &(row, ..) in triples {
            first[row as usize + 1] += 1;
        }
        for row in 0..rows {
            first[row + 1] += first[row];
        }
        let mut next = first.clone();
        let mut target = vec![0; triples.len()];
        let mut seconds = vec![0; triples.len()];
        for &(row, to, walk) in triples {
            let at = next[row as usize] as usize;
            next[row as usize] += 1;
            (target[at], seconds[at]) = (to, walk);
        }
        Self { first, target, seconds }
    }

    /// How many rows.
    pub fn rows(&self) -> usize {
        self.first.len().saturating_sub(1)
    }

    /// One more than the greatest target of any link.
    pub(crate) fn target_bound(&self) -> usize {
        self.target.iter().max().map_or(0, |&target| target as usize + 1)
    }

    /// How many links in all rows.
    pub fn len(&self) -> usize {
        self.target.len()
    }

    /// True where no row has a link.
    pub fn is_empty(&self) -> bool {
        self.target.is_empty()
    }

    /// The positions of a row's links among all links.
    pub(crate) fn range(&self, row: usize) -> std::ops::Range<usize> {
        self.first[row] as usize..self.first[row + 1] as usize
    }

    /// The links of a row: `(target, seconds)`.
    pub fn row(&self, row: usize) -> impl Iterator<Item = (u32, u16)> + '_ {
        let range = self.range(row);
        self.target[range.clone()].iter().copied().zip(self.seconds[range].iter().copied())
    }

    /// `(row, target, seconds)` of every link, by rows.
    pub fn triples(&self) -> impl Iterator<Item = (u32, u32, u16)> + '_ {
        (0..self.rows()).flat_map(|row| self.row(row).map(move |(target, walk)| (row as u32, target, walk)))
    }

    /// The same links seen from their targets.
    #[must_use]
    pub fn transposed(&self, targets: usize) -> Self {
        let turned: Vec<_> = self.triples().map(|(row, target, walk)| (target, row, walk)).collect();
        Self::from_triples(targets, &turned)
    }

    /// The links whose position among all links satisfies `keep`.
    pub(crate) fn retain(&self, keep: impl Fn(usize) -> bool) -> Self {
        let kept: Vec<_> = self.triples().enumerate().filter(|(at, _)| keep(*at)).map(|(_, triple)| triple).collect();
        Self::from_triples(self.rows(), &kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turning_twice_gives_the_same_links() {
        let links = Links::from_triples(3, &[(2, 0, 5), (0, 1, 7), (2, 1, 9)]);
        let twice = links.transposed(2).transposed(3);
        assert!(links.triples().eq(twice.triples()));
        assert_eq!(links.row(2).collect::<Vec<_>>(), [(0, 5), (1, 9)]);
        assert_eq!(links.row(1).count(), 0);
    }

    #[test]
    fn kept_links_keep_their_rows() {
        let links = Links::from_triples(2, &[(0, 4, 1), (0, 5, 2), (1, 6, 3)]);
        assert_eq!(links.retain(|at| at != 0).triples().collect::<Vec<_>>(), [(0, 5, 2), (1, 6, 3)]);
    }
}
