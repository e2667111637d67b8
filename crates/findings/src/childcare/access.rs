//! Places for each child, deserts, and how firm that is.

use lynchpin_pack::config::ChildcareAccess;
use rayon::prelude::*;
use serde::Serialize;

use super::catchments::{Decay, SharedOut, by_car_and_without};
use super::families::Families;
use super::within::Within;
use crate::interval::{Interval, across_areas, share_of_areas, total};
use crate::places::compare::Contrast;
use crate::places::{Group, Grouping};
use crate::work::Verdict;

/// Limits are stretched and shrunk by these, and weights at the limit replaced by these, to see how firm a desert is (Lynchpin default).
const LIMITS: [f64; 3] = [0.8, 1.0, 1.2];
const WEIGHTS: [f64; 3] = [0.01, 0.2, 1.0];

/// Travel times have to be known up to so many times the limits.
pub const STRETCH: f64 = LIMITS[2];

/// What access is worked out from.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// Areas with their children.
    pub families: &'a Families,
    /// Registered places by provider.
    pub places: &'a [f64],
    /// Providers within [`STRETCH`] times the limits, by car.
    pub car: &'a Within,
    /// The same by public transport.
    pub transit: &'a Within,
    /// Study areas linked to the network; all where there is none.
    pub linked: &'a [bool],
    /// Limits, decay and the line.
    pub rules: &'a ChildcareAccess,
    /// No figure is shown where fewer children than this are counted.
    pub minimum_children: f64,
}

/// Places for each child by study area; `None` where the area has no point or no street near.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AreaAccess {
    /// Of all families.
    pub all: Vec<Option<f64>>,
    /// Of families with a car.
    pub driving: Vec<Option<f64>>,
    /// Of families without one.
    pub public_transport: Vec<Option<f64>>,
}

/// Access to childcare.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Access {
    /// Places for each child by study area.
    pub areas: AreaAccess,
    /// Children by study area.
    pub children: Vec<f64>,
    /// Least and most places for each child under the other limits and weights.
    pub range: Vec<Option<(f64, f64)>>,
    /// Whether each study area is a desert.
    pub deserts: Vec<Verdict>,
    /// The line, places for each child: fewer make a desert.
    pub line: f64,
    /// How many combinations of limit and weight were tried.
    pub combinations: usize,
    /// Figures of each group, in the order of [`Group::ALL`].
    pub groups: Vec<(Group, AccessFigure)>,
    /// Over all study areas.
    pub study_area: AccessFigure,
    /// Left behind against other deprived, and against the rest: places for each child.
    pub contrasts: Vec<Contrast>,
    /// Providers that no child can reach within the limits, by position.
    pub unserved: Vec<usize>,
    /// Places of all providers with a point.
    pub places: f64,
    /// Places within reach of some child.
    pub places_reached: f64,
    /// No figure is shown where fewer children than this are counted.
    pub minimum_children: f64,
}

/// Access of one set of areas.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AccessFigure {
    /// Areas in the set.
    pub areas: usize,
    /// Areas without a figure.
    pub missing: usize,
    /// Children in the others.
    pub children: f64,
    /// Places for each child, mean over children; areas are the draws.
    pub mean: Option<Interval>,
    /// The same of families with a car.
    pub driving: Option<f64>,
    /// The same of families without one.
    pub public_transport: Option<f64>,
    /// Least and greatest mean under the other limits and weights.
    pub range: Option<(f64, f64)>,
    /// Share of children who live in a desert, `0..=1`; areas are the draws.
    pub desert_share: Option<Interval>,
    /// Least and greatest share under the other limits and weights.
    pub desert_range: Option<(f64, f64)>,
}

impl Access {
    /// The figure of a group.
    pub fn group(&self, group: Group) -> Option<&AccessFigure> {
        self.groups.iter().find(|(g, _)| *g == group).map(|(_, figure)| figure)
    }

    /// Places for each child of any set of areas, mean over their children: all families, those with a car, those without; `None` where too few live there.
    pub fn of(&self, members: &[usize]) -> Option<[f64; 3]> {
        let known = || members.iter().copied().filter(|&area| self.areas.all[area].is_some());
        let children = total(known().map(|area| self.children[area]));
        let mean = |levels: &[Option<f64>]| {
            total(known().map(|area| self.children[area] * levels[area].unwrap_or(0.0))) / children
        };
        let shown = children > 0.0 && children >= self.minimum_children;
        shown.then(|| [&self.areas.all, &self.areas.driving, &self.areas.public_transport].map(|levels| mean(levels)))
    }
}

/// The decays by car and by public transport, limits stretched.
fn decays(rules: &ChildcareAccess, stretch: f64, at_limit: f64) -> [Decay; 2] {
    [rules.drive_minutes, rules.transit_minutes].map(|limit| Decay { limit: stretch * limit, at_limit })
}

/// Shares the places out by the pack's rules.
pub(super) fn central(question: &Question<'_>, places: &[f64]) -> SharedOut {
    let decays = decays(question.rules, 1.0, question.rules.weight_at_limit);
    by_car_and_without(question.families, places, [question.car, question.transit], decays)
}

/// Access of each area and group, with its robustness.
pub fn access(question: &Question<'_>, grouping: &Grouping) -> Access {
    let at_limits = WEIGHTS.iter().chain([&question.rules.weight_at_limit]);
    let others: Vec<(f64, f64)> = at_limits.flat_map(|weight| LIMITS.map(|limit| (limit, *weight))).collect();
    let tried: Vec<Vec<f64>> = others
        .par_iter()
        .map(|&(stretch, weight)| {
            let decays = decays(question.rules, stretch, weight);
            by_car_and_without(question.families, question.places, [question.car, question.transit], decays).all
        })
        .collect();
    let shared = central(question, question.places);
    let known = |area: usize| question.linked[area] && question.families.points[area].is_some();
    let study = |levels: &[f64]| -> Vec<Option<f64>> {
        (0..question.families.study).map(|area| Some(levels[area]).filter(|_| known(area))).collect()
    };
    let areas = AreaAccess {
        all: study(&shared.all),
        driving: study(&shared.by_mode[0]),
        public_transport: study(&shared.by_mode[1]),
    };
    let line = 1.0 / question.rules.children_per_place;
    let summary = Summary {
        areas: &areas,
        tried: &tried,
        children: &question.families.children,
        line,
        minimum: question.minimum_children,
    };
    let groups: Vec<_> = Group::ALL.map(|group| (group, summary.figure(grouping.members(group)))).to_vec();
    let unserved: Vec<usize> = (0..question.places.len()).filter(|&provider| shared.ratios[provider] == 0.0).collect();
    let places = question.places.iter().sum::<f64>();
    Access {
        range: (0..question.families.study).map(|area| areas.all[area].map(|own| summary.range(area, own))).collect(),
        deserts: (0..question.families.study).map(|area| summary.verdict(area)).collect(),
        children: question.families.children[..question.families.study].to_vec(),
        line,
        combinations: others.len(),
        study_area: summary.figure(0..question.families.study),
        contrasts: Contrast::of_groups(|group| groups.iter().find(|(g, _)| *g == group)?.1.mean),
        groups,
        places_reached: places - unserved.iter().map(|provider| question.places[*provider]).sum::<f64>(),
        unserved,
        places,
        areas,
        minimum_children: question.minimum_children,
    }
}

/// What a figure is summed up from.
struct Summary<'a> {
    areas: &'a AreaAccess,
    /// Places for each child of every area under each combination.
    tried: &'a [Vec<f64>],
    children: &'a [f64],
    line: f64,
    minimum: f64,
}

impl Summary<'_> {
    fn range(&self, area: usize, own: f64) -> (f64, f64) {
        let levels = || self.tried.iter().map(|levels| levels[area]);
        (levels().fold(own, f64::min), levels().fold(own, f64::max))
    }

    fn verdict(&self, area: usize) -> Verdict {
        let Some(own) = self.areas.all[area] else { return Verdict::Unknown };
        let below = self.tried.iter().filter(|levels| levels[area] < self.line).count();
        match (own < self.line, below) {
            (true, all) if all == self.tried.len() => Verdict::Firmly,
            (true, _) => Verdict::Likely,
            (false, 0) => Verdict::Not,
            (false, _) => Verdict::Possibly,
        }
    }

    fn figure(&self, members: impl Iterator<Item = usize>) -> AccessFigure {
        let all: Vec<usize> = members.collect();
        let known: Vec<usize> = all.iter().copied().filter(|&area| self.areas.all[area].is_some()).collect();
        let children = total(known.iter().map(|&area| self.children[area]));
        let shown = children >= self.minimum && children > 0.0;
        let mean_of = |level: &dyn Fn(usize) -> f64| {
            total(known.iter().map(|&area| self.children[area] * level(area))) / children
        };
        let of = |levels: &[Option<f64>]| shown.then(|| mean_of(&|area| levels[area].unwrap_or(0.0)));
        let pairs: Vec<(f64, f64)> = known
            .iter()
            .map(|&area| (self.children[area] * self.areas.all[area].unwrap_or(0.0), self.children[area]))
            .collect();
        let dry = |area: usize| self.areas.all[area].is_some_and(|level| level < self.line);
        let deserts: Vec<(bool, f64)> = known.iter().map(|&area| (dry(area), self.children[area])).collect();
        let spread = |of: &dyn Fn(&Vec<f64>, usize) -> f64| {
            let means = self.tried.iter().map(|levels| mean_of(&|area| of(levels, area)));
            let (low, high) = means.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), m| (l.min(m), h.max(m)));
            shown.then_some((low, high))
        };
        AccessFigure {
            areas: all.len(),
            missing: all.len() - known.len(),
            children,
            mean: across_areas(&pairs).filter(|_| shown),
            driving: of(&self.areas.driving),
            public_transport: of(&self.areas.public_transport),
            range: spread(&|levels, area| levels[area]),
            desert_share: share_of_areas(&deserts).filter(|_| shown),
            desert_range: spread(&|levels, area| f64::from(u8::from(levels[area] < self.line))),
        }
    }
}
