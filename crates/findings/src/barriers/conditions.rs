//! From a pack and what was found of it to the conditions of each area, and which barriers they let be measured.

use super::barrier::Barrier;
use super::jobs::JobsInReach;
use super::value::{Conditions, ModeConditions, after_drop_off};
use crate::pays::PaysAnswer;
use crate::work::{QUALIFIED_COLUMNS, Reached, levels_held};
use lynchpin_pack::tables::Tables;

/// Work pays where tax, lost benefits, childcare and fares leave at least so much of pay, share (Lynchpin default: three tenths; more than 70 % lost is what
/// the literature calls a weak incentive).
pub const LEAST_KEPT: f64 = 0.3;

/// Counts of residents whom illness or disability limits, and of all who answered.
pub const HEALTH: [&str; 2] = ["health_limited", "health_all"];

/// Counts of households of lone parents and of couples with children; of the latter a pack need say nothing.
pub const FAMILIES: [&str; 2] = ["households_lone_parent", "households_couple_children"];

/// Every column of residents that barriers read.
pub const COLUMNS: [&str; 12] = [
    "unemployed",
    "working_age",
    "households",
    "households_no_car",
    QUALIFIED_COLUMNS[0],
    QUALIFIED_COLUMNS[1],
    QUALIFIED_COLUMNS[2],
    QUALIFIED_COLUMNS[3],
    HEALTH[0],
    HEALTH[1],
    FAMILIES[0],
    FAMILIES[1],
];

/// What is known of the areas' conditions, and which barriers it measures.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured<'a> {
    /// Barriers that the pack lets be measured, in the order of [`Barrier::ALL`].
    pub barriers: Vec<Barrier>,
    /// The others, with what is missing.
    pub missing: Vec<(Barrier, String)>,
    jobs: &'a JobsInReach,
    drop_off: Option<Vec<Option<f64>>>,
    qualified: Option<Vec<Option<[f64; 4]>>>,
    work_pays: Option<Vec<Option<f64>>>,
    healthy: Option<Vec<Option<f64>>>,
}

/// Finds out what can be measured.
pub fn measure<'a>(tables: &Tables, jobs: &'a JobsInReach, pays: Result<&PaysAnswer, &str>) -> Measured<'a> {
    let mut measured = Measured {
        barriers: Vec::new(),
        missing: Vec::new(),
        jobs,
        drop_off: None,
        qualified: None,
        work_pays: None,
        healthy: None,
    };
    let travel = jobs.travel.as_ref().map(|_| ()).map_err(Clone::clone);
    let ill = share(tables, HEALTH[0], HEALTH[1], "whom illness or disability limits");
    let healthy = ill.map(|ill| ill.into_iter().map(|share| share.map(|share| 1.0 - share)).collect());
    let work_pays = pays.map_err(str::to_owned).and_then(|pays| work_pays(tables, pays));
    measured.keep(Barrier::Transport, travel.clone());
    measured.drop_off = measured.keep(Barrier::Childcare, drop_off(tables, jobs));
    measured.qualified = measured.keep(Barrier::Skills, qualified(tables, jobs));
    measured.work_pays = measured.keep(Barrier::Pay, work_pays);
    measured.healthy = measured.keep(Barrier::Health, healthy);
    // Where everybody reaches the same jobs nothing can be said of theirs.
    measured.keep(Barrier::JobQuality, travel);
    measured
}

impl Measured<'_> {
    fn keep<T>(&mut self, barrier: Barrier, found: Result<T, String>) -> Option<T> {
        match found {
            Ok(found) => {
                self.barriers.push(barrier);
                Some(found)
            }
            Err(why) => {
                self.missing.push((barrier, why));
                None
            }
        }
    }

    /// The conditions of an area by the point estimates; `None` where something that is measured is not known of it.
    pub fn point(&self, area: usize) -> Option<Conditions> {
        self.conditions(area, |reached, _| Some(reached.point))
    }

    /// By the lower bounds of good jobs, or by the upper ones.
    pub fn bounds(&self, area: usize, upper: bool) -> Option<Conditions> {
        self.conditions(area, |reached, _| Some(if upper { reached.high } else { reached.low }))
    }

    /// By a draw of good jobs.
    pub fn drawn(&self, area: usize, draw: usize) -> Option<Conditions> {
        let drawn = self.jobs.drawn.as_ref()?;
        self.conditions(area, |_, by_car| {
            let of = if by_car { &drawn.car } else { &drawn.transit };
            of.get(area)?.as_ref()?.get(draw).copied()
        })
    }

    /// `good` says how many good jobs are within reach by public transport, and by car where its second argument says so.
    fn conditions(&self, area: usize, good: impl Fn(&Reached, bool) -> Option<f64>) -> Option<Conditions> {
        let (transit, car) = (self.jobs.transit[area]?, self.jobs.car[area]?);
        let known = |values: &Option<Vec<Option<f64>>>| values.as_ref().map_or(Some(1.0), |v| v[area]);
        let mode = |reached: &Reached, by_car: bool| {
            let after_drop_off = self.after_drop_off(area, reached, usize::from(by_car))?;
            Some(ModeConditions { after_drop_off, ..mode(reached, good(reached, by_car)?, self.qualified.is_some())? })
        };
        Some(Conditions {
            without_car: self.jobs.seekers.without_car[area],
            transit: mode(&transit, false)?,
            car: mode(&car, true)?,
            qualified: self.qualified.as_ref().map_or(Some([1.0; 4]), |q| q[area])?,
            work_pays: known(&self.work_pays)?,
            healthy: known(&self.healthy)?,
        })
    }
}

impl Measured<'_> {
    /// What is left of the jobs within reach by a way of travelling once those with a child drop it off.
    fn after_drop_off(&self, area: usize, direct: &Reached, mode: usize) -> Option<f64> {
        let (Some(with), Ok(past)) = (&self.drop_off, &self.jobs.past_nursery) else { return Some(1.0) };
        let past = past[mode][area]?.point;
        let ratio = if direct.point > 0.0 { (past / direct.point).min(1.0) } else { 1.0 };
        Some(after_drop_off(with[area]?, ratio))
    }
}

/// What one way of travelling offers where `good` of its jobs are good.
fn mode(reached: &Reached, good: f64, with_skills: bool) -> Option<ModeConditions> {
    let jobs_per_seeker = reached.per_seeker?.all;
    if reached.all <= 0.0 || reached.point <= 0.0 {
        return Some(ModeConditions { jobs_per_seeker, levels: [0.25; 4], good: [0.0; 4], after_drop_off: 1.0 });
    }
    let [point, wanted] = [reached.point, good].map(|good| (good / reached.all).min(1.0));
    let skill = reached.skill.filter(|skill| with_skills && skill.all.iter().sum::<f64>() > 0.0);
    let levels = skill.map_or([1.0, 0.0, 0.0, 0.0], |skill| {
        let all: f64 = skill.all.iter().sum();
        skill.all.map(|jobs| jobs / all)
    });
    let at_level = |level: usize| {
        let known = skill.and_then(|skill| Some((skill.all[level], skill.good?[level]))).filter(|(all, _)| *all > 0.0);
        moved(known.map_or(point, |(all, good)| (good / all).min(1.0)), point, wanted)
    };
    Some(ModeConditions { jobs_per_seeker, levels, good: std::array::from_fn(at_level), after_drop_off: 1.0 })
}

/// The share of good jobs at a level once that over all levels is not `point` but `wanted`: it moves as far towards none or all of its jobs as the whole does.
fn moved(share: f64, point: f64, wanted: f64) -> f64 {
    if wanted <= point { share * wanted / point } else { 1.0 - (1.0 - share) * (1.0 - wanted) / (1.0 - point) }
}

/// Counts of residents of a name that barriers know, per study area.
fn column<'a>(tables: &'a Tables, name: &str) -> Option<&'a [Option<f64>]> {
    tables.residents.columns.get(name).map(Vec::as_slice)
}

fn lacks(names: &str, what: &str) -> String {
    format!("the pack does not count residents {what} ({names} under [residents]).")
}

/// `part / whole` per area.
fn share(tables: &Tables, part: &str, whole: &str, what: &str) -> Result<Vec<Option<f64>>, String> {
    let (Some(parts), Some(wholes)) = (column(tables, part), column(tables, whole)) else {
        return Err(lacks(&format!("{part} and {whole}"), what));
    };
    let of =
        |(part, whole): (&Option<f64>, &Option<f64>)| Some(((*part)? / whole.filter(|w| *w > 0.0)?).clamp(0.0, 1.0));
    Ok(parts.iter().zip(wholes).map(of).collect())
}

/// Share of jobseekers with a child to drop off: children who may need a place over working-age residents, one adult a child (Lynchpin default).
fn drop_off(tables: &Tables, jobs: &JobsInReach) -> Result<Vec<Option<f64>>, String> {
    jobs.past_nursery.as_ref().map_err(Clone::clone)?;
    let (Some(childcare), Some(adults)) = (&tables.childcare, column(tables, "working_age")) else {
        return Err(
            "the pack does not count children and working-age residents, so nobody is known to drop a child off."
                .into(),
        );
    };
    let of =
        |(children, adults): (&Option<f64>, &Option<f64>)| Some(((*children)? / adults.filter(|a| *a > 0.0)?).min(1.0));
    Ok(childcare.children.iter().zip(adults).map(of).collect())
}

/// Share of residents qualified for jobs of each skill level: those whose highest qualification prepares for it or for a higher one.
fn qualified(tables: &Tables, jobs: &JobsInReach) -> Result<Vec<Option<[f64; 4]>>, String> {
    if jobs.car.iter().flatten().any(|reached| reached.skill.is_none()) {
        return Err("the pack does not say which occupations each industry employs, so jobs cannot be told by the skill they ask for.".into());
    }
    let held = levels_held(&tables.residents, tables.areas.codes.len());
    let held = held.ok_or_else(|| lacks(&QUALIFIED_COLUMNS.join(", "), "by highest qualification"))?;
    let or_more = |held: [f64; 4]| std::array::from_fn(|level| held[level..].iter().sum());
    Ok(held.into_iter().map(|held| held.map(or_more)).collect())
}

/// Share of households for whom work pays: that of lone parents, couples with children and others in the area, times the share of the hours asked for at
/// which work leaves example households of the kind enough of their pay.
///
/// # Errors
/// What the pack lacks for it, as the end of a sentence.
pub fn work_pays(tables: &Tables, pays: &PaysAnswer) -> Result<Vec<Option<f64>>, String> {
    let lone = share(tables, FAMILIES[0], "households", "in households of lone parents")?;
    let couples = share(tables, FAMILIES[1], "households", "").ok();
    let is_lone = |h: &crate::pays::Household| h.partner.is_none() && !h.children.is_empty();
    let is_couple = |h: &crate::pays::Household| h.partner.is_some() && !h.children.is_empty();
    let paid_lone = at_which_work_pays(pays, is_lone);
    let paid_couple = at_which_work_pays(pays, is_couple);
    let paid_other = match &couples {
        Some(_) => at_which_work_pays(pays, |h| !is_lone(h) && !is_couple(h)),
        None => at_which_work_pays(pays, |h| !is_lone(h)),
    };
    let (Some(paid_lone), Some(paid_other)) = (paid_lone, paid_other) else {
        return Err("no example household stands for each kind of family.".into());
    };
    let of = |area: usize| {
        let lone = lone[area]?;
        let couple = match (&couples, paid_couple) {
            (Some(couples), Some(paid)) => Some((couples[area]?.min(1.0 - lone), paid)),
            _ => None,
        };
        let (couple, paid_couple) = couple.unwrap_or((0.0, 0.0));
        Some(lone * paid_lone + couple * paid_couple + (1.0 - lone - couple) * paid_other)
    };
    Ok((0..tables.areas.codes.len()).map(of).collect())
}

fn at_which_work_pays(pays: &PaysAnswer, kind: impl Fn(&crate::pays::Household) -> bool) -> Option<f64> {
    let of_kind = pays.households.iter().filter(|h| kind(&h.household));
    let kept: Vec<f64> = of_kind
        .flat_map(|h| &h.points)
        .filter_map(|p| p.participation_tax_rate_after_costs)
        .map(|lost| 1.0 - lost)
        .collect();
    (!kept.is_empty())
        .then(|| kept.iter().filter(|kept| **kept >= LEAST_KEPT - 1e-9).count() as f64 / kept.len() as f64)
}
