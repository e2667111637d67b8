//! Our own access beside the published one.

use std::collections::BTreeMap;

use lynchpin_pack::tables::{Parents, PublishedAccess};
use serde::Serialize;

use super::access::AreaAccess;

/// Which families a column of the published values is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Column {
    /// All of them.
    All,
    /// Those who drive.
    Driving,
    /// Those who go by public transport.
    PublicTransport,
}

impl Column {
    /// What to call it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::All => "all families",
            Self::Driving => "families who drive",
            Self::PublicTransport => "families who go by public transport",
        }
    }
}

/// How well the order of areas agrees with the published one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Agreement {
    /// Which families.
    pub column: Column,
    /// Areas with both values.
    pub areas: usize,
    /// Spearman's rank correlation, `-1..=1`.
    pub correlation: f64,
    /// The same within each region: name, areas, correlation; in the order of their names.
    pub regions: Vec<(String, usize, f64)>,
}

/// Rank correlations, one a published column; `region` are the regions of the areas, where the pack has them.
pub fn agreement(access: &AreaAccess, published: &PublishedAccess, region: Option<&Parents>) -> Vec<Agreement> {
    let pairs = |column, ours: &[Option<f64>], theirs: Option<&Vec<Option<f64>>>| {
        let theirs = theirs?;
        let pairs: Vec<_> = ours.iter().zip(theirs).map(|(ours, theirs)| ours.zip(*theirs)).collect();
        one(column, &pairs, region)
    };
    let columns = [
        pairs(Column::All, &access.all, published.all.as_ref()),
        pairs(Column::Driving, &access.driving, published.driving.as_ref()),
        pairs(Column::PublicTransport, &access.public_transport, published.public_transport.as_ref()),
    ];
    columns.into_iter().flatten().collect()
}

fn one(column: Column, pairs: &[Option<(f64, f64)>], region: Option<&Parents>) -> Option<Agreement> {
    let mut by_region: BTreeMap<&str, Vec<(f64, f64)>> = BTreeMap::new();
    for (pair, name) in region.iter().flat_map(|region| pairs.iter().zip(&region.names)) {
        if let (Some(name), Some(pair)) = (name, pair) {
            by_region.entry(name).or_default().push(*pair);
        }
    }
    let regions = by_region.into_iter();
    let regions = regions.filter_map(|(name, pairs)| Some((name.to_owned(), pairs.len(), spearman(&pairs)?)));
    let regions: Vec<_> = regions.collect();
    let all: Vec<(f64, f64)> = pairs.iter().flatten().copied().collect();
    Some(Agreement {
        column,
        areas: all.len(),
        correlation: spearman(&all)?,
        // One region says nothing that the whole does not.
        regions: if regions.len() > 1 { regions } else { Vec::new() },
    })
}

/// Spearman's rank correlation, ties sharing the mean of their ranks; `None` where a side does not vary.
pub fn spearman(pairs: &[(f64, f64)]) -> Option<f64> {
    let first = ranks(&pairs.iter().map(|pair| pair.0).collect::<Vec<_>>());
    let second = ranks(&pairs.iter().map(|pair| pair.1).collect::<Vec<_>>());
    let middle = f64::midpoint(pairs.len() as f64, 1.0);
    let sum = |of: &dyn Fn(usize) -> f64| (0..pairs.len()).map(of).sum::<f64>();
    let together = sum(&|i| (first[i] - middle) * (second[i] - middle));
    let spread = sum(&|i| (first[i] - middle).powi(2)) * sum(&|i| (second[i] - middle).powi(2));
    (spread > 0.0).then(|| together / spread.sqrt())
}

fn ranks(values: &[f64]) -> Vec<f64> {
    // Nought and minus nought are one value.
    let values: Vec<f64> = values.iter().map(|value| value + 0.0).collect();
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0.0; values.len()];
    let mut start = 0;
    while start < order.len() {
        let tied = order[start..].iter().take_while(|at| values[**at].total_cmp(&values[order[start]]).is_eq()).count();
        for at in &order[start..start + tied] {
            ranks[*at] = start as f64 + f64::midpoint(tied as f64, 1.0);
        }
        start += tied;
    }
    ranks
}
