//! Jobs and good jobs of each workplace by the skill level that they ask for.

use crate::FindingsError;
use crate::work::good_jobs::GoodJobs;
use crate::work::pay::WageLine;
use crate::work::skill::{SkillLevel, industry_skills};
use crate::work::staffing::{PayShares, pay_shares};
use lynchpin_pack::tables::{Pay, Staffing, Tables};

/// Jobs by workplace and skill level 1 to 4. Modelled: the national staffing of each industry is taken to hold everywhere.
#[derive(Clone, Debug, PartialEq)]
pub struct SkillJobs {
    /// All jobs, one entry a workplace, in the order of the jobs table.
    pub all: Vec<[f64; 4]>,
    /// Good jobs, point estimate; `None` where the pack has no pay by occupation.
    pub good: Option<Vec<[f64; 4]>>,
}

impl SkillJobs {
    /// The jobs that start on a shift that only a share of each workplace's jobs do: what [`GoodJobs::on_shift`] keeps, in the same proportion at every level.
    #[must_use]
    pub fn in_step_with(&self, whole: &GoodJobs, kept: &GoodJobs) -> Self {
        let part = |at: usize| if whole.all[at] > 0.0 { kept.all[at] / whole.all[at] } else { 0.0 };
        let scaled =
            |levels: &Vec<[f64; 4]>| levels.iter().enumerate().map(|(at, l)| l.map(|jobs| jobs * part(at))).collect();
        Self { all: scaled(&self.all), good: self.good.as_ref().map(scaled) }
    }
}

/// Splits jobs and good jobs by the level they ask for, or says in words what the pack lacks.
///
/// An industry's good jobs are shared out over its levels as pay by occupation has them at each level, bounded by the jobs of the level, so that they add up to the
/// industry's own share of good jobs.
///
/// # Errors
/// What staffing and pay refuse.
pub fn skill_jobs(tables: &Tables, shares: &PayShares) -> Result<Result<SkillJobs, String>, FindingsError> {
    let (Some(jobs), Some(staffing)) = (&tables.jobs, &tables.staffing) else {
        return Ok(Err("the pack does not say which occupations each industry employs, so jobs cannot be told by the skill they ask for.".into()));
    };
    let levels = industry_skills(staffing)?;
    let pay = tables.pay.iter().find(|pay| pay.by == "occupation");
    let good_levels = pay.map(|pay| good_by_level(pay, staffing, shares.line)).transpose()?;
    let at = |code: &String| staffing.industries.iter().position(|known| known == code);
    let mut found = SkillJobs {
        all: vec![[0.0; 4]; jobs.codes.len()],
        good: good_levels.is_some().then(|| vec![[0.0; 4]; jobs.codes.len()]),
    };
    for (industry, counts) in jobs.industries.iter().zip(&jobs.counts) {
        let Some(at) = at(industry) else { continue };
        let Some(level) = levels[at] else { continue };
        add(&mut found.all, counts, level);
        if let (Some(good), Some(by_level)) = (&mut found.good, &good_levels) {
            add(good, counts, shared_out(level, by_level[at], good_share(shares, industry)));
        }
    }
    Ok(Ok(found))
}

fn add(to: &mut [[f64; 4]], counts: &[f64], shares: [f64; 4]) {
    for (levels, count) in to.iter_mut().zip(counts) {
        for (sum, share) in levels.iter_mut().zip(shares) {
            *sum += count * share;
        }
    }
}

/// What [`super::good_jobs`] counts as good in an industry: the point, or the lower bound where there is none.
fn good_share(shares: &PayShares, industry: &str) -> f64 {
    let share = shares.industries.iter().find(|s| s.code == *industry).map(|s| s.share);
    share.map_or(0.0, |share| share.point.unwrap_or(share.low))
}

/// Of each industry's jobs at a level, the share at or above the wage, by pay of the occupations at that level.
fn good_by_level(pay: &Pay, staffing: &Staffing, line: WageLine) -> Result<Vec<[f64; 4]>, FindingsError> {
    let mut good = vec![[0.0; 4]; staffing.industries.len()];
    for level in SkillLevel::ALL {
        let of_level = |code: &str| SkillLevel::of_occupation(code) == Some(level);
        let rows = staffing.occupations.iter().zip(&staffing.people).filter(|(code, _)| of_level(code));
        let (occupations, people) = rows.map(|(code, people)| (code.clone(), people.clone())).unzip();
        let part = Staffing { occupations, people, industries: staffing.industries.clone(), ..Staffing::default() };
        for (good, share) in good.iter_mut().zip(pay_shares(pay, Some(&part), line)?.industries) {
            good[level.position()] = share.share.point.unwrap_or(share.share.low);
        }
    }
    Ok(good)
}

/// Shares `good` of an industry's jobs out over its levels (`levels` adds up to 1, `rates` is good jobs per job of the level). Where the rates say more or fewer good
/// jobs than there are, the good jobs, or those that are not good, are scaled: no level has more good jobs than jobs.
fn shared_out(levels: [f64; 4], rates: [f64; 4], good: f64) -> [f64; 4] {
    let said: [f64; 4] = std::array::from_fn(|at| levels[at] * rates[at]);
    let sum: f64 = said.iter().sum();
    if sum >= good {
        return said.map(|jobs| if sum > 0.0 { jobs * good / sum } else { 0.0 });
    }
    let kept = (1.0 - good) / (1.0 - sum);
    std::array::from_fn(|at| levels[at] - (levels[at] - said[at]) * kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_jobs_of_the_levels_add_up_and_stay_within_their_jobs() {
        let levels = [0.4, 0.3, 0.2, 0.1];
        // By the rates: 0 + .06 + .1 + .1 = .26 of the industry's jobs are good.
        let rates = [0.0, 0.2, 0.5, 1.0];
        for (good, expected) in
            [(0.26, [0.0, 0.06, 0.1, 0.1]), (0.13, [0.0, 0.03, 0.05, 0.05]), (0.63, [0.2, 0.18, 0.15, 0.1])]
        {
            let found = shared_out(levels, rates, good);
            assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12), "{good}: {found:?}");
        }
        assert_eq!(shared_out(levels, [0.0; 4], 0.0), [0.0; 4]);
        assert!(shared_out(levels, rates, 1.0).iter().zip(levels).all(|(a, b)| (a - b).abs() < 1e-12));
    }
}
