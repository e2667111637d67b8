//! Good jobs open to the residents of an area for each jobseeker, under its own conditions or with some barriers relaxed to a benchmark.

use super::barrier::{Barrier, Barriers};
use serde::Serialize;

/// What one way of travelling offers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ModeConditions {
    /// Jobs within reach for each jobseeker who competes for them.
    pub jobs_per_seeker: f64,
    /// Share of those jobs at skill level 1 to 4, adding up to 1.
    pub levels: [f64; 4],
    /// Share of the jobs of each level that are good, `0..=1`.
    pub good: [f64; 4],
    /// Share of those jobs that stay open once those who have a child to drop off do so, over all jobseekers, `0..=1`.
    pub after_drop_off: f64,
}

/// Everything about an area that the good jobs open to its residents depend on. A barrier that a pack cannot measure has conditions that hold nobody back,
/// everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Conditions {
    /// Share of jobseekers without a car, `0..=1`.
    pub without_car: f64,
    /// By public transport, for those without a car.
    pub transit: ModeConditions,
    /// By car, for the others.
    pub car: ModeConditions,
    /// Share of residents qualified for jobs of skill level 1 to 4, `0..=1`.
    pub qualified: [f64; 4],
    /// Share of residents for whom work pays, `0..=1`.
    pub work_pays: f64,
    /// Share of residents whom no illness limits, `0..=1`.
    pub healthy: f64,
}

/// The share of jobs that stay open over all jobseekers: `1 − with · (1 − ratio)`, `with` the share of jobseekers who have a child to drop off and `ratio`
/// the jobs within reach past a nursery over those within reach directly.
pub fn after_drop_off(with: f64, ratio: f64) -> f64 {
    1.0 - with * (1.0 - ratio)
}

/// Good jobs open to a resident, for each jobseeker who competes for them, with the `relaxed` barriers as in `benchmark`:
///
/// `G = Σ_m share_m · jobs_m · after_m · (Σ_s level_ms · qualified_s · good_ms) · work pays · healthy`
///
/// over ways of travelling m and skill levels s. What holds people back is taken to be independent within an area: its published shares do not say who
/// has several at once.
pub fn open_jobs(own: &Conditions, benchmark: &Conditions, relaxed: Barriers) -> f64 {
    let of = |barrier: Barrier| if relaxed.contains(barrier) { benchmark } else { own };
    let transport = of(Barrier::Transport);
    let skills = of(Barrier::Skills);
    let mode = |share: f64, mode: fn(&Conditions) -> &ModeConditions| {
        let (levels, good) = (&mode(skills).levels, &mode(of(Barrier::JobQuality)).good);
        let open: f64 = (0..4).map(|s| levels[s] * skills.qualified[s] * good[s]).sum();
        share * mode(transport).jobs_per_seeker * mode(of(Barrier::Childcare)).after_drop_off * open
    };
    let jobs = mode(transport.without_car, |c| &c.transit) + mode(1.0 - transport.without_car, |c| &c.car);
    jobs * of(Barrier::Pay).work_pays * of(Barrier::Health).healthy
}

/// The average conditions of areas, `(conditions, people)` each; `None` without people.
///
/// Shares of people are averaged over people, what a way of travelling offers over the people who travel so, and shares of jobs over the jobs within their
/// reach: for each jobseeker the average place has within reach, by either way, what the places have on average.
pub fn average(areas: &[(Conditions, f64)]) -> Option<Conditions> {
    let people = |of: &dyn Fn(&Conditions) -> f64| mean(areas, &|_| 1.0, of);
    let mode = |of: fn(&Conditions) -> &ModeConditions, share: fn(&Conditions) -> f64| {
        let jobs = |c: &Conditions| share(c) * of(c).jobs_per_seeker;
        Some(ModeConditions {
            jobs_per_seeker: mean(areas, &share, &|c| of(c).jobs_per_seeker)?,
            levels: each(|s| mean(areas, &jobs, &|c| of(c).levels[s]))?,
            good: each(|s| mean(areas, &|c| jobs(c) * of(c).levels[s], &|c| of(c).good[s]))?,
            after_drop_off: mean(areas, &jobs, &|c| of(c).after_drop_off)?,
        })
    };
    Some(Conditions {
        without_car: people(&|c| c.without_car)?,
        transit: mode(|c| &c.transit, |c| c.without_car)?,
        car: mode(|c| &c.car, |c| 1.0 - c.without_car)?,
        qualified: each(|s| people(&|c| c.qualified[s]))?,
        work_pays: people(&|c| c.work_pays)?,
        healthy: people(&|c| c.healthy)?,
    })
}

/// Mean of `value` weighted by people and `weight`; by people alone where that weighs nothing, as then the value decides nothing.
fn mean(
    areas: &[(Conditions, f64)],
    weight: &dyn Fn(&Conditions) -> f64,
    value: &dyn Fn(&Conditions) -> f64,
) -> Option<f64> {
    let weighted = |weight: &dyn Fn(&Conditions) -> f64| {
        let (sum, all) = areas.iter().fold((0.0, 0.0), |(sum, all), (c, people)| {
            let weight = people * weight(c);
            (sum + weight * value(c), all + weight)
        });
        (all > 0.0).then(|| sum / all)
    };
    weighted(weight).or_else(|| weighted(&|_| 1.0))
}

fn each(of: impl Fn(usize) -> Option<f64>) -> Option<[f64; 4]> {
    Some([of(0)?, of(1)?, of(2)?, of(3)?])
}
