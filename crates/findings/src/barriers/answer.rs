//! What stands in the way: every area, group and place asked for, against a benchmark.

use super::attribution::{Attribution, Scenarios, Sets, Uncertainty, attribute};
use super::barrier::Barrier;
use super::conditions::{Measured, measure};
use super::jobs::JobsInReach;
use super::sentence::{Binding, SentenceWords, binding, sentence};
use crate::pays::PaysAnswer;
use crate::places::{Group, Grouping};
use crate::work::Cut;
use lynchpin_pack::tables::Tables;
use serde::Serialize;

/// Whose average conditions barriers are relaxed to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Benchmark {
    /// All study areas.
    #[default]
    StudyArea,
    /// Deprived areas that are not left behind.
    OtherDeprived,
    /// Areas that are neither.
    Rest,
}

impl Benchmark {
    /// What to call it in a sentence.
    pub const fn words(self) -> &'static str {
        match self {
            Self::StudyArea => "the study area on average",
            Self::OtherDeprived => "other deprived places on average",
            Self::Rest => "the rest of the study area on average",
        }
    }

    fn holds(self, group: Option<Group>) -> bool {
        match self {
            Self::StudyArea => true,
            Self::OtherDeprived => group == Some(Group::OtherDeprived),
            Self::Rest => group == Some(Group::Rest),
        }
    }
}

/// What is asked.
pub struct Question<'a> {
    /// The pack.
    pub tables: &'a Tables,
    /// Jobs within reach.
    pub jobs: &'a JobsInReach,
    /// For whom work pays; or why it is not known.
    pub pays: Result<&'a PaysAnswer, &'a str>,
    /// The groups of places.
    pub grouping: &'a Grouping,
    /// Whose conditions barriers are relaxed to.
    pub benchmark: Benchmark,
    /// Places that want a figure of their own: code and positions of their areas.
    pub places: &'a [(String, Vec<usize>)],
    /// Areas with fewer jobseekers are not told one by one.
    pub least_seekers: f64,
}

/// What stands in the way of one area, group or place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AreaBarriers {
    /// The gap and its parts, in the order of [`BarriersAnswer::measured`].
    pub found: Attribution,
    /// Which barrier binds.
    pub binding: Binding,
}

/// What stands in the way.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BarriersAnswer {
    /// Whose conditions barriers are relaxed to.
    pub benchmark: Benchmark,
    /// Barriers that could be measured.
    pub measured: Vec<Barrier>,
    /// The others, each with what is missing.
    pub missing: Vec<(Barrier, String)>,
    /// What the intervals are.
    pub uncertainty: Uncertainty,
    /// How many draws they rest on; 0 for bounds.
    pub draws: usize,
    /// The travel behind jobs within reach; `None` where everybody is taken to reach every job of the study area.
    pub travel: Option<Cut>,
    /// Whether working-age residents stand for jobseekers.
    pub stand_in: bool,
    /// One a study area; `None` where something measured is not known of it, or too few look for work.
    pub areas: Vec<Option<AreaBarriers>>,
    /// Areas with too few jobseekers to be told.
    pub withheld: usize,
    /// Each group; `None` where it has nobody.
    pub groups: Vec<(Group, Option<AreaBarriers>)>,
    /// All study areas.
    pub study_area: Option<AreaBarriers>,
    /// The places asked for, by code.
    pub places: Vec<(String, Option<AreaBarriers>)>,
}

impl BarriersAnswer {
    /// What is counted.
    pub const fn unit(&self) -> &'static str {
        if self.stand_in { "good jobs for each working-age resident" } else { "good jobs for each jobseeker" }
    }

    /// What stands most in the way in a place, in a sentence or two.
    pub fn sentence(&self, place: &str, of: &AreaBarriers) -> String {
        let words = SentenceWords { place, benchmark: self.benchmark.words(), unit: self.unit() };
        sentence(&self.measured, &of.found, self.uncertainty, words)
    }

    /// The figure of a place asked for.
    pub fn place(&self, code: &str) -> Option<&AreaBarriers> {
        self.places.iter().find(|(known, _)| known == code)?.1.as_ref()
    }
}

/// Answers for every area; or says in words what the pack lacks.
///
/// # Errors
/// A sentence on what is missing.
pub fn answer(question: &Question<'_>) -> Result<BarriersAnswer, String> {
    let Question { tables, jobs, grouping, benchmark, .. } = question;
    let measured = measure(tables, jobs, question.pays);
    if measured.barriers.is_empty() {
        return Err("the pack has data for none of the six barriers.".into());
    }
    let point: Vec<_> = (0..grouping.groups.len()).map(|area| measured.point(area)).collect();
    let draws = jobs.drawn.as_ref().and_then(|drawn| drawn.car.iter().flatten().next()).map_or(0, Vec::len);
    let bounds = |case: usize, area: usize| measured.bounds(area, case == 1);
    let drawn = |draw: usize, area: usize| measured.drawn(area, draw);
    let scenarios = if draws > 0 {
        Scenarios { uncertainty: Uncertainty::Draws, count: draws, conditions: &drawn }
    } else {
        Scenarios { uncertainty: Uncertainty::Bounds, count: 2, conditions: &bounds }
    };
    let Measured { barriers, missing, .. } = &measured;
    let all = (0..grouping.groups.len()).collect();
    let groups = Group::ALL.map(|group| grouping.members(group).collect());
    let places = question.places.iter().map(|(_, members)| members.clone());
    let members: Vec<Vec<usize>> = std::iter::once(all).chain(groups).chain(places).collect();
    let sets = Sets {
        people: &jobs.seekers.people,
        benchmark: &grouping.groups.iter().map(|group| benchmark.holds(*group)).collect::<Vec<_>>(),
        members: &members,
    };
    let found = attribute(barriers, &point, &scenarios, &sets).ok_or_else(|| {
        format!("no conditions are known of {}, so there is nothing to compare with.", benchmark.words())
    })?;
    let told = |found: Option<Attribution>| {
        found.map(|found| AreaBarriers { binding: binding(barriers, &found, scenarios.uncertainty), found })
    };
    let few = |area: usize| jobs.seekers.people[area] < question.least_seekers;
    let withheld = found.areas.iter().enumerate().filter(|(area, found)| found.is_some() && few(*area)).count();
    let mut sets = found.sets.into_iter().map(told);
    Ok(BarriersAnswer {
        benchmark: *benchmark,
        missing: missing.clone(),
        uncertainty: scenarios.uncertainty,
        draws,
        travel: jobs.travel.clone().ok(),
        stand_in: jobs.seekers.stand_in,
        areas: found.areas.into_iter().enumerate().map(|(at, found)| told(found.filter(|_| !few(at)))).collect(),
        withheld,
        study_area: sets.next().flatten(),
        groups: Group::ALL.into_iter().map(|group| (group, sets.next().flatten())).collect(),
        places: question.places.iter().map(|(code, _)| (code.clone(), sets.next().flatten())).collect(),
        measured: barriers.clone(),
    })
}
