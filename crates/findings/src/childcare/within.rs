//! Which providers are within reach of which area, by one way of travelling.

/// Providers within reach of each area: only those, as a nation has a million times as many pairs that are not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Within {
    /// Where each area's pairs end.
    ends: Vec<usize>,
    /// Provider and minutes.
    pairs: Vec<(u32, f32)>,
}

impl Within {
    /// From the providers within reach of each area in turn, with the minutes to each.
    pub fn from_rows(rows: impl IntoIterator<Item = Vec<(u32, f32)>>) -> Self {
        let mut within = Self::default();
        for row in rows {
            within.pairs.extend(row);
            within.ends.push(within.pairs.len());
        }
        within
    }

    /// How many areas.
    pub fn areas(&self) -> usize {
        self.ends.len()
    }

    /// How many pairs of an area and a provider.
    pub fn pairs(&self) -> usize {
        self.pairs.len()
    }

    /// The providers within reach of an area, with the minutes to each.
    pub fn of(&self, area: usize) -> &[(u32, f32)] {
        let start = if area == 0 { 0 } else { self.ends[area - 1] };
        &self.pairs[start..self.ends[area]]
    }
}
