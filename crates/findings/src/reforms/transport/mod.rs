//! Would it work elsewhere? How like the places that tried it a target is, the effect weighed to the target, and why not.

pub mod generalizability;
pub mod nearest;
pub mod support;
pub mod weights;

pub use generalizability::{Generalizability, generalizability};
pub use nearest::{Alike, nearest};
pub use support::{CovariateSupport, Support, support};
pub use weights::{Weighed, Weighting, weigh};

/// Places by their indicators, `values[indicator][place]`.
#[derive(Clone, Copy, Debug)]
pub struct Profiles<'a> {
    /// Names of the indicators.
    pub labels: &'a [String],
    /// Values; every place has each.
    pub values: &'a [Vec<f64>],
}

impl Profiles<'_> {
    /// Each indicator in standard deviations of the given places about their mean; an indicator that does not vary is nought everywhere.
    pub(crate) fn standardised(&self, over: &[usize]) -> Vec<Vec<f64>> {
        let n = over.len() as f64;
        self.values
            .iter()
            .map(|column| {
                let mean = over.iter().map(|p| column[*p]).sum::<f64>() / n;
                let variance = over.iter().map(|p| (column[*p] - mean).powi(2)).sum::<f64>() / (n - 1.0).max(1.0);
                let spread = if variance > 0.0 { variance.sqrt() } else { f64::INFINITY };
                column.iter().map(|x| (x - mean) / spread).collect()
            })
            .collect()
    }
}
