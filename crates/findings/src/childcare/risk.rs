//! How likely a provider is to lose money, when what is said of it is not exactly so.

use lynchpin_pack::tables::ProviderAccounts;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use serde::Serialize;

use super::viability::{Conditions, Week};
use crate::interval::{Interval, Method};
use crate::sample::{Bootstrap, nearest_rank};

/// Standard deviations of what is not known exactly (Lynchpin defaults).
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Spreads {
    /// Of the share of places taken.
    pub occupancy: f64,
    /// Of the share of hours that the state funds, each age.
    pub funded_share: f64,
    /// Of the fee, as a share of it.
    pub fee: f64,
    /// Of the wage, as a share of it.
    pub wage: f64,
    /// Of rent, as a share of it.
    pub rent: f64,
    /// Of other costs, as a share of them.
    pub other: f64,
    /// Of what comes on top of a wage, as a share of the wage.
    pub on_cost: f64,
}

impl Default for Spreads {
    fn default() -> Self {
        Self { occupancy: 0.05, funded_share: 0.05, fee: 0.03, wage: 0.03, rent: 0.05, other: 0.10, on_cost: 0.03 }
    }
}

/// A provider that the pack has accounts of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Provider {
    /// Its position among the pack's providers.
    pub at: usize,
    /// Registered places.
    pub places: f64,
    /// What it earns and spends.
    pub accounts: ProviderAccounts,
}

/// What may change for all providers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Change {
    /// Funded rates rise by this share of them.
    pub funded_rise: f64,
    /// Nobody earns less than this, £ an hour.
    pub least_wage: Option<f64>,
}

impl Change {
    /// Conditions and accounts after the change.
    pub(super) fn applied(
        self,
        accounts: &ProviderAccounts,
        conditions: &Conditions,
    ) -> (ProviderAccounts, Conditions) {
        let rates = conditions.rates.map(|rate| rate * (1.0 + self.funded_rise));
        let wage_pounds = self.least_wage.map_or(accounts.wage_pounds, |least| accounts.wage_pounds.max(least));
        (ProviderAccounts { wage_pounds, ..*accounts }, Conditions { rates, ..*conditions })
    }
}

/// Margins of every provider in every draw, `£ a week`: `[provider][draw]`. Each provider draws from a stream of its own, so the same draws come again
/// under another change.
pub(super) fn simulate(
    providers: &[Provider],
    conditions: &Conditions,
    change: Change,
    spreads: &Spreads,
    draws: Bootstrap,
) -> Vec<Vec<(f64, f64)>> {
    let one = |provider: &Provider| {
        let mut random = ChaCha8Rng::seed_from_u64(draws.seed);
        random.set_stream(STREAM + provider.at as u64);
        let draw = |_| {
            let (accounts, conditions) = drawn(&provider.accounts, conditions, spreads, &mut random);
            let (accounts, conditions) = change.applied(&accounts, &conditions);
            let week = Week::new(provider.places, &accounts, &conditions);
            (week.margin(), week.income())
        };
        (0..draws.resamples).map(draw).collect()
    };
    providers.par_iter().map(one).collect()
}

/// Streams of providers begin here, apart from those of other summaries.
const STREAM: u64 = 1 << 40;

fn drawn(
    accounts: &ProviderAccounts,
    conditions: &Conditions,
    spreads: &Spreads,
    random: &mut ChaCha8Rng,
) -> (ProviderAccounts, Conditions) {
    let mut about = |spread: f64| spread * normal(random);
    let drawn = ProviderAccounts {
        occupancy: (accounts.occupancy + about(spreads.occupancy)).clamp(0.0, 1.0),
        funded_shares: accounts.funded_shares.map(|share| (share + about(spreads.funded_share)).clamp(0.0, 1.0)),
        fee_pounds: (accounts.fee_pounds * (1.0 + about(spreads.fee))).max(0.0),
        wage_pounds: (accounts.wage_pounds * (1.0 + about(spreads.wage))).max(0.0),
        rent_pounds: (accounts.rent_pounds * (1.0 + about(spreads.rent))).max(0.0),
        other_pounds: (accounts.other_pounds * (1.0 + about(spreads.other))).max(0.0),
        ..*accounts
    };
    let on_cost = (conditions.on_cost + about(spreads.on_cost)).max(0.0);
    (drawn, Conditions { on_cost, ..*conditions })
}

/// A draw from the standard normal distribution (Box and Muller 1958).
fn normal(random: &mut ChaCha8Rng) -> f64 {
    let (first, second): (f64, f64) = (random.random(), random.random());
    (-2.0 * (1.0 - first).ln()).sqrt() * (std::f64::consts::TAU * second).cos()
}

/// How likely a provider is to lose money.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Risk {
    /// Position among the pack's providers.
    pub provider: usize,
    /// £ a week: the estimate from the accounts as they are, limits from the draws.
    pub margin: Interval,
    /// Share of draws in which the provider loses money, `0..=1`.
    pub probability: f64,
    /// Place among all providers by margin as a share of income, 1 is worst: 95 % of the draws.
    pub rank: (usize, usize),
}

/// Chance of a loss and range of ranks of each provider.
pub(super) fn risks(providers: &[Provider], weeks: &[Week], draws: &[Vec<(f64, f64)>]) -> Vec<Risk> {
    let count = draws.first().map_or(0, Vec::len);
    let mut ranks: Vec<Vec<usize>> = vec![Vec::with_capacity(count); providers.len()];
    for draw in 0..count {
        let rate = |(margin, income): (f64, f64)| if income > 0.0 { margin / income } else { f64::NEG_INFINITY };
        let rates: Vec<f64> = draws.iter().map(|draws| rate(draws[draw])).collect();
        let mut order: Vec<usize> = (0..providers.len()).collect();
        order.sort_by(|a, b| rates[*a].total_cmp(&rates[*b]));
        for (rank, provider) in order.into_iter().enumerate() {
            ranks[provider].push(rank + 1);
        }
    }
    let one = |(at, mut ranks): (usize, Vec<usize>)| {
        ranks.sort_unstable();
        let mut margins: Vec<f64> = draws[at].iter().map(|draw| draw.0).collect();
        margins.sort_by(f64::total_cmp);
        let estimate = weeks[at].margin();
        let limit = |share: f64| nearest_rank(&margins, share).unwrap_or(estimate);
        let rank = |share: f64| nearest_rank(&ranks, share).unwrap_or(1);
        Risk {
            provider: providers[at].at,
            margin: Interval {
                estimate,
                low: limit(0.025).min(estimate),
                high: limit(0.975).max(estimate),
                method: Method::Simulated,
            },
            probability: loss(&draws[at]),
            rank: (rank(0.025), rank(0.975)),
        }
    };
    ranks.into_iter().enumerate().map(one).collect()
}

/// Share of draws in which a provider loses money.
pub(super) fn loss(draws: &[(f64, f64)]) -> f64 {
    draws.iter().filter(|draw| draw.0 < 0.0).count() as f64 / draws.len().max(1) as f64
}
