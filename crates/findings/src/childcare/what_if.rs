//! Providers of a place that lose money, what follows if they close, and what would change it.

use lynchpin_pack::config::WageFloor;
use lynchpin_pack::tables::{Areas, Childcare};
use serde::Serialize;

use super::access::{Access, Question, central};
use super::near::Near;
use super::parameters::Parameters;
use super::risk::{Change, Provider, Risk, Spreads, loss, risks, simulate};
use super::viability::{Conditions, ON_COST, Week};
use crate::interval::{Interval, across_areas, total};
use crate::places::{Group, Grouping};
use crate::sample::Bootstrap;

/// Funded rates rise by this share in the first question (Lynchpin default).
const FUNDED_RISE: f64 = 0.10;
/// A provider that loses money in more than this share of draws is taken to close (Lynchpin default).
pub const AT_RISK: f64 = 0.5;

/// Whether the providers that the pack has accounts of can live on what they earn.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Viability {
    /// The year of funded rates.
    pub parameters: Parameters,
    /// What all providers face.
    pub conditions: Conditions,
    /// Standard deviations of what is not known exactly.
    pub spreads: Spreads,
    /// How many draws.
    pub draws: u32,
    /// Each provider with accounts, in the order of the pack.
    pub providers: Vec<ProviderViability>,
    /// Providers without accounts.
    pub without_accounts: usize,
    /// As things are, then each question.
    pub scenarios: Vec<Scenario>,
}

/// One provider.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ProviderViability {
    /// Id of the publisher.
    pub id: String,
    /// Kind of provider.
    pub kind: String,
    /// Registered places.
    pub places: f64,
    /// The group of the nearest neighbourhood under study; `None` where there is none near, or it is in no group.
    pub group: Option<Group>,
    /// Its week, £.
    pub week: Week,
    /// Occupancy at which it breaks even, a share; over 1 where none is enough.
    pub break_even_occupancy: Option<f64>,
    /// Fee at which it breaks even, £ an hour.
    pub break_even_fee: Option<f64>,
    /// Wage at which it breaks even, £ an hour.
    pub break_even_wage: Option<f64>,
    /// Chance of a loss, and range of ranks.
    pub risk: Risk,
}

/// A question, and what follows from it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scenario {
    /// In words.
    pub label: String,
    /// What changes.
    pub change: Change,
    /// By group, in the order of [`Group::ALL`].
    pub groups: Vec<(Group, ScenarioFigure)>,
    /// Over all providers, and all study areas.
    pub study_area: ScenarioFigure,
}

/// What follows for one group.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScenarioFigure {
    /// Providers with accounts.
    pub providers: usize,
    /// Their places.
    pub places: f64,
    /// Margin, £ a week for each place; providers are the draws.
    pub margin_per_place: Option<Interval>,
    /// Providers that lose money in more than [`AT_RISK`] of the draws.
    pub providers_at_risk: usize,
    /// Their places.
    pub places_at_risk: f64,
    /// Places times the chance of a loss, summed up: those expected at a provider that loses money.
    pub places_expected: f64,
    /// Places for each child if all providers at risk close; mean over the children of the group's areas.
    pub access_after: Option<f64>,
    /// The same now.
    pub access_now: Option<f64>,
}

/// Accounts, chances and what-ifs; or why nothing is said of them.
pub fn viability(
    childcare: &Childcare,
    areas: &Areas,
    (question, access): (&Question<'_>, &Access),
    grouping: &Grouping,
    (parameters, floor): (Parameters, Option<&WageFloor>),
) -> Result<Viability, String> {
    let accounts = childcare.accounts.iter().enumerate();
    let known = accounts.filter_map(|(at, a)| Some(Provider { at, places: childcare.places[at], accounts: (*a)? }));
    let providers: Vec<Provider> = known.collect();
    if providers.is_empty() {
        return Err("the pack has no accounts of providers (places taken, fees, wages, rent).".into());
    }
    let conditions = Conditions { rates: parameters.rates(), ratios: parameters.ratios(false), on_cost: ON_COST };
    let (spreads, draws) = (Spreads::default(), Bootstrap::default());
    let weeks: Vec<Week> = providers.iter().map(|p| Week::new(p.places, &p.accounts, &conditions)).collect();
    let groups = groups(childcare, areas, grouping, &providers);
    let simulated = simulate(&providers, &conditions, Change::default(), &spreads, draws);
    let told = providers.iter().zip(risks(&providers, &weeks, &simulated)).zip(weeks.iter().zip(&groups));
    let told = told.map(|((provider, risk), (week, group))| ProviderViability {
        id: childcare.ids[provider.at].clone(),
        kind: childcare.kinds[provider.at].clone(),
        places: provider.places,
        group: *group,
        week: *week,
        break_even_occupancy: week.break_even_occupancy(),
        break_even_fee: week.break_even_fee(),
        break_even_wage: week.break_even_wage(),
        risk,
    });
    let told: Vec<ProviderViability> = told.collect();
    let input = Input { question, access, grouping, groups: &groups, providers: &providers };
    let scenario = |(label, change): (String, Change)| {
        let draws = simulate(&providers, &conditions, change, &spreads, draws);
        input.scenario(label, change, &conditions, &draws)
    };
    Ok(Viability {
        without_accounts: childcare.ids.len() - providers.len(),
        scenarios: questions(floor).into_iter().map(scenario).collect(),
        providers: told,
        parameters,
        conditions,
        spreads,
        draws: draws.resamples,
    })
}

fn questions(floor: Option<&WageFloor>) -> Vec<(String, Change)> {
    let percent = 100.0 * FUNDED_RISE;
    let mut all = vec![
        ("As things are".to_owned(), Change::default()),
        (format!("Funded rates {percent:.0} % higher"), Change { funded_rise: FUNDED_RISE, least_wage: None }),
    ];
    if let Some(floor) = floor {
        let (pounds, label) = (floor.pounds_per_hour, &floor.label);
        let least_wage = Some(pounds);
        all.push((format!("Nobody paid under {label} (£{pounds:.2})"), Change { funded_rise: 0.0, least_wage }));
        all.push(("Both".to_owned(), Change { funded_rise: FUNDED_RISE, least_wage }));
    }
    all
}

/// The group of the study area nearest to each provider, within 50 km.
fn groups(childcare: &Childcare, areas: &Areas, grouping: &Grouping, providers: &[Provider]) -> Vec<Option<Group>> {
    let near = Near::new(areas.points.iter().copied());
    let group = |provider: &Provider| {
        let point = childcare.points[provider.at]?;
        let nearest = |metres: f64| {
            let mut best: Option<(f64, u32)> = None;
            near.within(point, metres, |area, distance| {
                if best.is_none_or(|(least, first)| (distance, area) < (least, first)) {
                    best = Some((distance, area));
                }
            });
            best
        };
        let (_, area) = [1_000.0, 5_000.0, 50_000.0].into_iter().find_map(nearest)?;
        grouping.groups[area as usize]
    };
    providers.iter().map(group).collect()
}

struct Input<'a> {
    question: &'a Question<'a>,
    access: &'a Access,
    grouping: &'a Grouping,
    groups: &'a [Option<Group>],
    providers: &'a [Provider],
}

impl Input<'_> {
    fn scenario(&self, label: String, change: Change, conditions: &Conditions, draws: &[Vec<(f64, f64)>]) -> Scenario {
        let chance: Vec<f64> = draws.iter().map(|draws| loss(draws)).collect();
        let mut left = self.question.places.to_vec();
        for (provider, _) in self.providers.iter().zip(&chance).filter(|(_, chance)| **chance > AT_RISK) {
            left[provider.at] = 0.0;
        }
        let after = central(self.question, &left).all;
        let margin = |provider: &Provider| {
            let (accounts, conditions) = change.applied(&provider.accounts, conditions);
            Week::new(provider.places, &accounts, &conditions).margin()
        };
        let figure = |providers: Vec<usize>, areas: Vec<usize>| {
            let of = |value: &dyn Fn(usize) -> f64| total(providers.iter().map(|&p| value(p)));
            let places = |p: usize| self.providers[p].places;
            let at_risk = |p: usize| chance[p] > AT_RISK;
            let pairs: Vec<_> = providers.iter().map(|&p| (margin(&self.providers[p]), places(p))).collect();
            ScenarioFigure {
                providers: providers.len(),
                places: of(&places),
                margin_per_place: across_areas(&pairs),
                providers_at_risk: providers.iter().filter(|&&p| at_risk(p)).count(),
                places_at_risk: of(&|p| if at_risk(p) { places(p) } else { 0.0 }),
                places_expected: of(&|p| chance[p] * places(p)),
                access_after: self.mean(&areas, &|area| after[area]),
                access_now: self.mean(&areas, &|area| self.access.areas.all[area].unwrap_or(0.0)),
            }
        };
        let everyone = (0..self.providers.len()).collect();
        let of_group = |group| (0..self.providers.len()).filter(|&p| self.groups[p] == Some(group)).collect();
        Scenario {
            label,
            change,
            groups: Group::ALL.map(|g| (g, figure(of_group(g), self.grouping.members(g).collect()))).to_vec(),
            study_area: figure(everyone, (0..self.access.children.len()).collect()),
        }
    }

    /// Mean over the children of areas with a figure; `None` where there are too few of them.
    fn mean(&self, areas: &[usize], level: &dyn Fn(usize) -> f64) -> Option<f64> {
        let known = || areas.iter().copied().filter(|&area| self.access.areas.all[area].is_some());
        let children = total(known().map(|area| self.access.children[area]));
        let shown = children > 0.0 && children >= self.question.minimum_children;
        shown.then(|| total(known().map(|area| self.access.children[area] * level(area))) / children)
    }
}
