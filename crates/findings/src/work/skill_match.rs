//! Which share of the good jobs within reach asks for no more than what residents hold.

use crate::FindingsError;
use crate::error::aligned;
use crate::interval::{Interval, across_areas};
use crate::places::left_behind::{Group, Grouping};
use crate::work::reach::{Cut, ReachTable, SkillReach};
use lynchpin_pack::tables::Residents;
use serde::Serialize;

/// Columns of residents: adults whose highest qualification prepares them for work of skill level 1, 2, 3 and 4.
pub const QUALIFIED_COLUMNS: [&str; 4] = ["qualified_for_1", "qualified_for_2", "qualified_for_3", "qualified_for_4"];

/// The levels that the jobs within reach of a cut ask for, beside the levels that residents hold.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SkillMatch {
    /// The question.
    pub cut: Cut,
    /// The figure of each group, in the order of [`Group::ALL`].
    pub groups: Vec<(Group, SkillFigure)>,
    /// Over all study areas.
    pub study_area: SkillFigure,
    /// Of the good jobs within reach of each area, the share that asks for no more than its average adult holds, `0..=1`; `None` where either is not known.
    pub areas: Vec<Option<f64>>,
}

/// One set of areas. Means are over working-age residents.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SkillFigure {
    /// Areas whose reach by level is known.
    pub areas: usize,
    /// Jobs within reach that ask for level 1, 2, 3 and 4: means.
    pub all: Option<[f64; 4]>,
    /// Good jobs within reach by level: means; `None` where the pack has no pay by occupation.
    pub good: Option<[f64; 4]>,
    /// Share of adults who hold level 1, 2, 3 and 4, `0..=1`; `None` where the pack has no qualifications.
    pub hold: Option<[f64; 4]>,
    /// Share of the good jobs within reach that asks for no more than what residents hold, `0..=1`, areas as draws.
    pub open: Option<Interval>,
}

/// The levels that residents hold, per area, as shares of adults; `None` where the pack has not all four columns or nobody lives there.
pub fn levels_held(residents: &Residents, areas: usize) -> Option<Vec<Option<[f64; 4]>>> {
    let columns: Vec<_> = QUALIFIED_COLUMNS.iter().map(|name| residents.columns.get(*name)).collect::<Option<_>>()?;
    let held = |area: usize| {
        let mut counts = [0.0; 4];
        for (count, column) in counts.iter_mut().zip(&columns) {
            *count = column.get(area).copied().flatten()?;
        }
        let all: f64 = counts.iter().sum();
        (all > 0.0).then(|| counts.map(|count| count / all))
    };
    Some((0..areas).map(held).collect())
}

/// The share of good jobs open to a random adult: `Σ_k held_k · Σ_{l ≤ k} good_l / Σ_l good_l`; `None` where there is no good job.
pub(crate) fn open_share(held: [f64; 4], good: [f64; 4]) -> Option<f64> {
    let all: f64 = good.iter().sum();
    let mut up_to = 0.0;
    let open: f64 = held
        .iter()
        .zip(good)
        .map(|(held, good)| {
            up_to += good;
            held * up_to
        })
        .sum();
    (all > 0.0).then(|| open / all)
}

/// Sums the levels of one table up over the groups; `None` where the table does not tell jobs by level.
///
/// # Errors
/// [`FindingsError::Misaligned`] where a column does not fit the groups.
pub fn skill_match(
    table: &ReachTable,
    held: Option<&[Option<[f64; 4]>]>,
    grouping: &Grouping,
    working_age: &[Option<f64>],
) -> Result<Option<SkillMatch>, FindingsError> {
    let areas = grouping.groups.len();
    aligned("working-age residents", areas, working_age.len())?;
    aligned(&format!("reach, {}", table.cut), areas, table.areas.len())?;
    if table.areas.iter().flatten().all(|reached| reached.skill.is_none()) {
        return Ok(None);
    }
    let one = |area: usize| {
        let skill = table.areas[area].as_ref()?.skill?;
        let held = held.and_then(|held| held.get(area).copied().flatten());
        let open = held.zip(skill.good).and_then(|(held, good)| open_share(held, good));
        Some(Area { people: working_age[area].filter(|p| *p > 0.0)?, skill, held, open })
    };
    let all: Vec<Option<Area>> = (0..areas).map(one).collect();
    let of = |members: &mut dyn Iterator<Item = usize>| {
        figure(&members.filter_map(|area| all[area].as_ref()).collect::<Vec<_>>())
    };
    Ok(Some(SkillMatch {
        cut: table.cut.clone(),
        groups: Group::ALL.map(|group| (group, of(&mut grouping.members(group)))).to_vec(),
        study_area: of(&mut (0..areas)),
        areas: all.iter().map(|area| area.as_ref().and_then(|area| area.open)).collect(),
    }))
}

struct Area {
    people: f64,
    skill: SkillReach,
    held: Option<[f64; 4]>,
    open: Option<f64>,
}

fn figure(areas: &[&Area]) -> SkillFigure {
    let mean = |of: &dyn Fn(&Area) -> Option<[f64; 4]>| {
        let known: Vec<_> = areas.iter().filter_map(|area| Some((area.people, of(area)?))).collect();
        let people: f64 = known.iter().map(|k| k.0).sum();
        let sum = |level: usize| known.iter().map(|(people, levels)| people * levels[level]).sum::<f64>() / people;
        (people > 0.0).then(|| std::array::from_fn(sum))
    };
    // Good jobs that are open over good jobs within reach, each area counting by its people.
    let open = areas.iter().filter_map(|area| {
        let good: f64 = area.skill.good?.iter().sum();
        Some((area.people * good * area.open?, area.people * good))
    });
    SkillFigure {
        areas: areas.len(),
        all: mean(&|area| Some(area.skill.all)),
        good: mean(&|area| area.skill.good),
        hold: mean(&|area| area.held),
        open: across_areas(&open.collect::<Vec<_>>()),
    }
}
