//! The places most like a place, over standardised indicators.

use serde::Serialize;

use super::Profiles;

/// A place and how far it is from the nearest that tried it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Alike {
    /// The place.
    pub place: usize,
    /// The place that tried it and is most like it.
    pub like: usize,
    /// Root mean squared difference of their indicators, in standard deviations over all places of both.
    pub distance: f64,
}

/// For each target the study place nearest to it, the nearest first; of equally near ones the first.
pub fn nearest(profiles: Profiles<'_>, study: &[usize], targets: &[usize]) -> Vec<Alike> {
    let both: Vec<usize> = study.iter().chain(targets).copied().collect();
    let standard = profiles.standardised(&both);
    let apart = |a: usize, b: usize| {
        let squares: f64 = standard.iter().map(|column| (column[a] - column[b]).powi(2)).sum();
        (squares / standard.len().max(1) as f64).sqrt()
    };
    let mut all: Vec<Alike> = targets
        .iter()
        .filter_map(|target| {
            let each = study.iter().map(|s| Alike { place: *target, like: *s, distance: apart(*target, *s) });
            each.min_by(|a, b| a.distance.total_cmp(&b.distance).then(a.like.cmp(&b.like)))
        })
        .collect();
    all.sort_by(|a, b| a.distance.total_cmp(&b.distance).then(a.place.cmp(&b.place)));
    all
}
