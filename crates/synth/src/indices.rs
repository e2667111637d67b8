//! The deprivation index and the community needs index, put together as the real ones are (METHODS 1.1).

use crate::latent::Latent;
use crate::targets::Variable;

/// An index over the region.
pub(crate) struct Index {
    /// Its domains: name, weight, ranks (1 is worst).
    pub(crate) domains: Vec<Domain>,
    pub(crate) score: Vec<f64>,
    pub(crate) rank: Vec<u32>,
}

/// A domain of an index.
pub(crate) struct Domain {
    pub(crate) name: &'static str,
    pub(crate) variable: Variable,
    pub(crate) weight: f64,
    pub(crate) rank: Vec<u32>,
}

/// Deprivation: seven domains with the weights of the English indices.
pub(crate) fn deprivation(latent: &Latent) -> Index {
    put_together(
        latent,
        &[
            ("income", Variable::Income, 0.225),
            ("employment", Variable::Employment, 0.225),
            ("education", Variable::Education, 0.135),
            ("health", Variable::Health, 0.135),
            ("crime", Variable::Crime, 0.093),
            ("housing_and_services", Variable::Housing, 0.093),
            ("living_environment", Variable::Environment, 0.093),
        ],
    )
}

/// Community needs: three domains of equal weight.
pub(crate) fn community_needs(latent: &Latent) -> Index {
    put_together(
        latent,
        &[
            ("civic_assets", Variable::CivicAssets, 1.0),
            ("connectedness", Variable::Connectedness, 1.0),
            ("active_and_engaged", Variable::Engagement, 1.0),
        ],
    )
}

fn put_together(latent: &Latent, parts: &[(&'static str, Variable, f64)]) -> Index {
    let domains: Vec<Domain> = parts
        .iter()
        .map(|(name, variable, weight)| Domain {
            name,
            variable: *variable,
            weight: *weight,
            rank: worst_first(latent.of(*variable)),
        })
        .collect();
    let areas = domains[0].rank.len();
    let score: Vec<f64> =
        (0..areas).map(|a| domains.iter().map(|d| d.weight * exponential(d.rank[a], areas)).sum()).collect();
    let rank = worst_first(&score);
    Index { domains, score, rank }
}

/// Ranks, 1 for the highest value.
fn worst_first(values: &[f64]) -> Vec<u32> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*b].total_cmp(&values[*a]).then(a.cmp(b)));
    let mut rank = vec![0; values.len()];
    for (position, area) in order.into_iter().enumerate() {
        rank[area] = position as u32 + 1;
    }
    rank
}

/// The transform of the English indices: 100 for the worst rank, falling fast.
fn exponential(rank: u32, areas: usize) -> f64 {
    let share = (areas as f64 + 1.0 - f64::from(rank)) / areas as f64;
    -23.0 * (1.0 - share * (1.0 - (-100.0_f64 / 23.0).exp())).ln()
}
