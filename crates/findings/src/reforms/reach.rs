//! Whom a programme reaches: how many of those it is for, and how much goes elsewhere.
//!
//! Source: Coady, Grosh and Hoddinott (2004), *Targeting of Transfers in Developing Countries*, World Bank.

use serde::Serialize;

use super::concentration::{Concentration, concentration};
use crate::interval::{Interval, Method, across_areas, ratio, total, wilson};
use crate::places::{Group, Grouping};
use crate::sample::{Bootstrap, resampled_areas};

/// What counts as served.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Serves {
    /// People who took part, counted.
    Participants,
    /// Everyone in a place that the programme lists.
    Places,
}

impl Serves {
    /// What to call those served.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Participants => "people who took part",
            Self::Places => "people in places that the programme lists",
        }
    }
}

/// Whom the programme could serve and whom it does, by study area; areas without a figure are left out.
#[derive(Clone, Copy, Debug)]
pub struct ReachInput<'a> {
    /// What counts as served.
    pub serves: Serves,
    /// People whom it could serve.
    pub people: &'a [Option<f64>],
    /// Of them, those served.
    pub served: &'a [Option<f64>],
    /// The groups of places.
    pub grouping: &'a Grouping,
    /// Rank on the index of deprivation, 1 is worst.
    pub need_rank: &'a [Option<f64>],
    /// Fewest people for whom a figure is shown.
    pub minimum: f64,
    /// Resamples of areas.
    pub bootstrap: Bootstrap,
}

/// A share with two intervals.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Share {
    /// Those counted above the line; `None` where withheld.
    pub count: Option<f64>,
    /// Those counted below the line; `None` where withheld.
    pub of: Option<f64>,
    /// The share with Wilson's interval, each person a draw; where whole places are served, each place.
    pub share: Option<Interval>,
    /// Why it is withheld.
    pub withheld: Option<String>,
}

impl Share {
    fn withheld(why: String) -> Self {
        Self { count: None, of: None, share: None, withheld: Some(why) }
    }
}

/// Whom a programme reaches.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reach {
    /// What counts as served.
    pub serves: Serves,
    /// Share of each group's people who are served: coverage. Under-coverage is one less it.
    pub coverage: Vec<(Group, Share)>,
    /// The same of all people.
    pub overall: Share,
    /// Share of those served who live in none of the left-behind places: leakage.
    pub leakage: Share,
    /// Share of those served who live in neither left-behind nor other deprived places.
    pub leakage_beyond_deprived: Share,
    /// Share of those served in left-behind places over share of people there: 1 where the programme is blind to place. Interval: areas drawn anew.
    pub targeting: Option<Interval>,
    /// Coverage in left-behind places over that in other deprived ones.
    pub equity: Option<Interval>,
    /// Share of those served against share of people, from the most deprived on.
    pub concentration: Option<Concentration>,
    /// Areas counted, and areas left out for want of a group, of people or of a figure.
    pub areas: (usize, usize),
}

struct Place {
    group: Group,
    people: f64,
    served: f64,
}

/// Works out whom the programme reaches.
pub fn reach(input: &ReachInput<'_>) -> Reach {
    let place = |area: usize| {
        let people = input.people.get(area).copied().flatten().filter(|p| *p > 0.0)?;
        let served = input.served.get(area).copied().flatten()?;
        Some(Place { group: input.grouping.groups.get(area).copied().flatten()?, people, served })
    };
    let all: Vec<(usize, Place)> =
        (0..input.grouping.groups.len()).filter_map(|area| Some((area, place(area)?))).collect();
    let places: Vec<&Place> = all.iter().map(|p| &p.1).collect();
    let mut coverage: Vec<(Group, Share)> =
        Group::ALL.iter().map(|g| (*g, covered(input, &places, |p| p.group == *g))).collect();
    withhold_second(&mut coverage);
    let ranked: Vec<(f64, f64, f64)> = all
        .iter()
        .filter_map(|(area, p)| Some((input.need_rank.get(*area).copied().flatten()?, p.people, p.served)))
        .collect();
    let of = |group: Group| coverage.iter().find(|c| c.0 == group).and_then(|c| c.1.share);
    let equity = of(Group::LeftBehind).zip(of(Group::OtherDeprived)).and_then(|(a, b)| ratio(&a, &b));
    // Where a group is withheld, what is left of the total without another would give it away.
    let withheld = coverage.iter().any(|c| c.1.withheld.is_some());
    let leakage = |elsewhere: fn(&Place) -> bool| {
        if withheld {
            Share::withheld("it would give away a group with too few people".into())
        } else {
            leaked(input, &places, elsewhere)
        }
    };
    Reach {
        serves: input.serves,
        overall: covered(input, &places, |_| true),
        leakage: leakage(|p| p.group != Group::LeftBehind),
        leakage_beyond_deprived: leakage(|p| p.group == Group::Rest),
        targeting: if withheld { None } else { targeting(&places, input.bootstrap) },
        equity,
        concentration: if withheld { None } else { concentration(&ranked, input.bootstrap) },
        areas: (all.len(), input.grouping.groups.len() - all.len()),
        coverage,
    }
}

fn covered(input: &ReachInput<'_>, places: &[&Place], of: impl Fn(&Place) -> bool) -> Share {
    share(input, &places.iter().filter(|p| of(p)).map(|p| (p.served, p.people)).collect::<Vec<_>>())
}

fn leaked(input: &ReachInput<'_>, places: &[&Place], elsewhere: impl Fn(&Place) -> bool) -> Share {
    let part = |p: &&Place| (if elsewhere(p) { p.served } else { 0.0 }, p.served);
    share(input, &places.iter().map(part).collect::<Vec<_>>())
}

/// `Σ count / Σ of`, withheld where fewer than the threshold are counted above or below the line, or left over.
fn share(input: &ReachInput<'_>, pairs: &[(f64, f64)]) -> Share {
    let count = total(pairs.iter().map(|p| p.0));
    let of = total(pairs.iter().map(|p| p.1));
    let few = |n: f64| n > 0.0 && n < input.minimum;
    if few(count) || few(of) || few(of - count) {
        return Share::withheld(format!("fewer than {} people", input.minimum));
    }
    let share = match input.serves {
        // More may take part than live there: then there is no binomial share, and areas are the draws.
        Serves::Participants if count > of => across_areas(pairs),
        Serves::Participants => wilson(count, of),
        Serves::Places => by_places(pairs, count, of),
    };
    Share { count: Some(count), of: Some(of), share, withheld: None }
}

/// A whole place is in or out, so that places are the draws: their effective number is `(Σw)² / Σw²`.
fn by_places(pairs: &[(f64, f64)], count: f64, of: f64) -> Option<Interval> {
    let squares: f64 = pairs.iter().map(|p| p.1 * p.1).sum();
    let effective = of * of / squares;
    let interval = wilson((count / of).min(1.0) * effective, effective)?;
    Some(Interval { method: Method::WilsonAreas, ..interval })
}

fn targeting(places: &[&Place], bootstrap: Bootstrap) -> Option<Interval> {
    resampled_areas(places.len(), bootstrap, TARGETING, |drawn| {
        let sum =
            |of: &dyn Fn(&Place) -> f64| -> f64 { places.iter().zip(drawn).map(|(p, times)| times * of(p)).sum() };
        let here = |p: &Place| f64::from(u8::from(p.group == Group::LeftBehind));
        let served = sum(&|p| here(p) * p.served) / sum(&|p| p.served);
        let index = served / (sum(&|p| here(p) * p.people) / sum(&|p| p.people));
        index.is_finite().then_some(index)
    })
}

/// Streams of randomness of this module.
const TARGETING: u64 = 0x5EED_0001;

/// Where one group alone is withheld, the total would give it away: the smallest of the others is withheld with it.
fn withhold_second(shares: &mut [(Group, Share)]) {
    if shares.iter().filter(|(_, s)| s.withheld.is_some()).count() != 1 {
        return;
    }
    let shown = shares.iter_mut().map(|(_, s)| s).filter(|s| s.of.is_some());
    if let Some(least) = shown.min_by(|a, b| a.of.unwrap_or(0.0).total_cmp(&b.of.unwrap_or(0.0))) {
        *least = Share::withheld("it would give away a group with too few people".into());
    }
}
