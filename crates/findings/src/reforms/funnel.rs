//! From everyone who lives somewhere to those who take part: where people are lost, and which step makes the gap between places.

use serde::Serialize;

use crate::barriers::shapley;
use crate::interval::{Interval, across_areas};
use crate::places::{Group, Grouping};

/// A step of the way, by study area.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What those have who pass it, such as `within reach`.
    pub label: String,
    /// Where its figures come from, in a sentence.
    pub source: String,
    /// Share of those who came this far that passes, `0..=1`, by area; `None` where it is not known.
    pub rate: Vec<Option<f64>>,
}

/// A step in a group of places.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Passed {
    /// People who come so far.
    pub before: f64,
    /// Of them, those who pass.
    pub after: f64,
    /// Interval of `after / before`, areas being the draws; `None` where fewer than two have anyone who came so far.
    pub interval: Option<Interval>,
}

impl Passed {
    /// Share of those who came so far; `None` where nobody did.
    pub fn share(&self) -> Option<f64> {
        (self.before > 0.0).then(|| self.after / self.before)
    }
}

/// The way of a group.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GroupWay {
    /// The group.
    pub group: Group,
    /// People at the start.
    pub people: f64,
    /// Each step.
    pub steps: Vec<Passed>,
    /// Share of the people at the start who pass every step.
    pub through: f64,
    /// Areas counted, and areas left out for want of a figure.
    pub areas: (usize, usize),
    /// Why nothing is shown.
    pub withheld: Option<String>,
}

/// What each step makes of the gap between left-behind and other deprived places.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Gap {
    /// Share that comes through in left-behind places less that in other deprived ones, percentage points over 100.
    pub gap: f64,
    /// Shapley value of each step: its part of the gap, over every order in which the steps could be made alike. They add up to the gap.
    pub parts: Vec<f64>,
}

/// The funnel.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Funnel {
    /// Labels of the steps, in order.
    pub steps: Vec<String>,
    /// Where each step's figures come from.
    pub sources: Vec<String>,
    /// The way of each group.
    pub groups: Vec<GroupWay>,
    /// The gap between left-behind and other deprived places and its parts; `None` where either has nobody, or is withheld.
    pub gap: Option<Gap>,
    /// Steps that the data do not measure.
    pub missing: Vec<String>,
    /// People who took part beyond those whom the steps before leave in their area: as the steps are modelled, some pass whom they hold back. `None` where too
    /// few to tell.
    pub beyond: Option<f64>,
}

/// Works out the funnel from people at the start and the steps; `missing` names steps that the data do not measure.
///
/// A step is a share of those who came so far: figures of whole populations stand for them where nothing finer is known.
pub fn funnel(
    people: &[Option<f64>],
    steps: &[Step],
    missing: Vec<String>,
    grouping: &Grouping,
    minimum: f64,
) -> Funnel {
    let mut groups: Vec<GroupWay> =
        Group::ALL.iter().map(|group| way(people, steps, grouping, *group, minimum)).collect();
    withhold_second(&mut groups);
    let found = |group: Group| groups.iter().find(|g| g.group == group && g.withheld.is_none() && g.people > 0.0);
    let gap = found(Group::LeftBehind).zip(found(Group::OtherDeprived)).and_then(|(a, b)| gap(a, b));
    Funnel {
        steps: steps.iter().map(|s| s.label.clone()).collect(),
        sources: steps.iter().map(|s| s.source.clone()).collect(),
        groups,
        gap,
        missing,
        beyond: None,
    }
}

fn way(people: &[Option<f64>], steps: &[Step], grouping: &Grouping, group: Group, minimum: f64) -> GroupWay {
    let members: Vec<usize> = grouping.members(group).collect();
    let known = |area: &usize| {
        let start = people.get(*area).copied().flatten()?;
        let mut left = vec![start];
        for step in steps {
            let rate = step.rate.get(*area).copied().flatten()?;
            left.push(left.last().copied().unwrap_or(0.0) * rate);
        }
        Some(left)
    };
    let kept: Vec<Vec<f64>> = members.iter().filter_map(known).collect();
    let sum = |step: usize| 0.0 + kept.iter().map(|left| left[step]).sum::<f64>();
    let passed = |step: usize| {
        let there = kept.iter().filter(|left| left[step] > 0.0);
        let pairs: Vec<(f64, f64)> = there.map(|left| (left[step + 1], left[step])).collect();
        let interval = across_areas(&pairs).map(|i| Interval { high: i.high.min(1.0), ..i });
        Passed { before: sum(step), after: sum(step + 1), interval }
    };
    let start = sum(0);
    let few = (0..=steps.len()).map(sum).any(|n| n > 0.0 && n < minimum);
    let areas = (kept.len(), members.len() - kept.len());
    if few {
        let withheld = Some(format!("fewer than {minimum} people at some step"));
        return GroupWay { group, people: 0.0, steps: Vec::new(), through: 0.0, areas, withheld };
    }
    let through = if start > 0.0 { sum(steps.len()) / start } else { 0.0 };
    GroupWay { group, people: start, steps: (0..steps.len()).map(passed).collect(), through, areas, withheld: None }
}

/// Shapley value over steps of the product of rates: a step in the set has the rate of left-behind places, any other that of other deprived ones.
fn gap(left_behind: &GroupWay, other: &GroupWay) -> Option<Gap> {
    let rates = |way: &GroupWay| way.steps.iter().map(Passed::share).collect::<Option<Vec<f64>>>();
    let (ours, theirs) = (rates(left_behind)?, rates(other)?);
    let through = |set: u32| -> f64 {
        ours.iter().zip(&theirs).enumerate().map(|(k, (a, b))| if set >> k & 1 == 1 { *a } else { *b }).product()
    };
    Some(Gap { gap: through((1 << ours.len()) - 1) - through(0), parts: shapley(ours.len(), through) })
}

fn withhold_second(groups: &mut [GroupWay]) {
    if groups.iter().filter(|g| g.withheld.is_some()).count() != 1 {
        return;
    }
    let shown = groups.iter_mut().filter(|g| g.withheld.is_none() && g.people > 0.0);
    if let Some(least) = shown.min_by(|a, b| a.people.total_cmp(&b.people)) {
        (least.people, least.through) = (0.0, 0.0);
        least.steps.clear();
        least.withheld = Some("it would give away a group with too few people".into());
    }
}
