//! Residents, households, qualifications and health by neighbourhood, as whole numbers that add up.

use crate::areas::{Area, Place};
use crate::dice::Dice;
use crate::latent::Latent;
use crate::targets::{SECOND_CAR, Variable, logit_scale};

/// People and households of one neighbourhood.
#[derive(Clone, Debug, Default)]
pub(crate) struct People {
    pub(crate) population: u32,
    pub(crate) children_0_7: u32,
    pub(crate) children_0_15: u32,
    pub(crate) aged_16_plus: u32,
    pub(crate) working_age: u32,
    pub(crate) households: u32,
    /// Households of lone parents, and of couples with children.
    pub(crate) families: [u32; 2],
    /// None, one, two or more.
    pub(crate) cars: [u32; 3],
    /// Employed, unemployed, students, retired, looking after home, long-term sick, other: of those aged 16 and over.
    pub(crate) activity: [u32; 7],
    pub(crate) unpaid_care: u32,
    pub(crate) unpaid_care_50_hours: u32,
    /// None, level 1, level 2, apprenticeship, level 3, level 4 and above, other: of those aged 16 and over.
    pub(crate) qualifications: [u32; 7],
    /// Very good, good, fair, bad, very bad.
    pub(crate) health: [u32; 5],
}

/// Makes the people of every neighbourhood.
pub(crate) fn make(areas: &[Area], latent: &Latent, seed: u64) -> Vec<People> {
    let mut dice = Dice::new(seed, "people");
    (0..areas.len()).map(|area| one(&areas[area], area, latent, &mut dice)).collect()
}

/// A share from its normal score.
pub(crate) fn share(latent: &Latent, variable: Variable, area: usize) -> f64 {
    let (middle, spread) = logit_scale(variable);
    1.0 / (1.0 + (-(middle + spread * latent.of(variable)[area])).exp())
}

fn one(area: &Area, number: usize, latent: &Latent, dice: &mut Dice) -> People {
    let of = |variable| -> f64 { share(latent, variable, number) };
    let score = |variable| -> f64 { latent.of(variable)[number] };
    let crowd: f64 = if area.place == Place::Centre { 1.12 } else { 1.0 };
    let population = (1_500.0 * crowd * (0.12 * dice.normal()).exp()).clamp(1_000.0, 2_600.0);
    let children_0_15 = part(population, of(Variable::Children));
    let children_0_7 = part(f64::from(children_0_15), dice.between(0.45, 0.49));
    let population = population as u32;
    let adults = population - children_0_15;
    let retired = of(Variable::Retired).min(0.6);
    let working_age = adults - part(f64::from(adults), retired * 0.93);
    let size = (2.36 - 0.12 * score(Variable::NoCar) + 0.16 * score(Variable::Children)).clamp(1.6, 3.3);
    let households = (f64::from(population) / size) as u32;
    let inactive = of(Variable::OtherInactive);
    let sick = (0.38 + 0.05 * score(Variable::BadHealth)).clamp(0.15, 0.6);
    let activity = [
        0.0,
        of(Variable::Unemployed),
        of(Variable::Students),
        retired,
        inactive * (0.92 - sick) * 0.6,
        inactive * sick,
        inactive * (0.08 + (0.92 - sick) * 0.4),
    ];
    let (none, level4) = (of(Variable::NoQualification), of(Variable::Level4));
    let rest = (1.0 - none - level4).max(0.08);
    let qualifications = [none, rest * 0.2, rest * 0.275, rest * 0.11, 0.0, level4, rest * 0.06];
    let bad = of(Variable::BadHealth);
    let health = [0.0, (0.34 + bad * 0.6).min(0.5), (0.06 + bad * 1.35).min(0.35), bad * 0.78, bad * 0.22];
    let care = (0.09 * (0.10 * score(Variable::BadHealth) - 0.04 * score(Variable::NoCar)).exp()).min(0.2);
    let unpaid_care = part(f64::from(population) * 0.94, care * dice.between(0.93, 1.07));
    People {
        population,
        children_0_7,
        children_0_15,
        aged_16_plus: adults,
        working_age,
        households,
        families: families(children_0_15, score(Variable::NoCar)),
        cars: cars(households, of(Variable::NoCar)),
        activity: fill(adults, activity, 0),
        unpaid_care,
        unpaid_care_50_hours: part(f64::from(unpaid_care), (0.30 + 0.05 * score(Variable::BadHealth)).clamp(0.1, 0.6)),
        qualifications: fill(adults, qualifications, 4),
        health: fill(population, health, 0),
    }
}

fn part(whole: f64, share: f64) -> u32 {
    (whole * share).round() as u32
}

/// Whole numbers in these shares; the group `rest` takes what is left. Shares that leave too little are scaled down.
fn fill<const N: usize>(whole: u32, shares: [f64; N], rest: usize) -> [u32; N] {
    let sum: f64 = shares.iter().sum();
    let scale = if sum > 0.95 { 0.95 / sum } else { 1.0 };
    let mut counts = shares.map(|s| (f64::from(whole) * s * scale) as u32);
    counts[rest] = whole - counts.iter().sum::<u32>();
    counts
}

/// Lone parents and couples: 1.75 children a family, and the more lone parents the fewer cars (a quarter of families in the middle).
fn families(children: u32, no_car: f64) -> [u32; 2] {
    let all = (f64::from(children) / 1.75) as u32;
    let lone = part(f64::from(all), (0.26 + 0.09 * no_car).clamp(0.08, 0.6));
    [lone, all - lone]
}

fn cars(households: u32, without: f64) -> [u32; 3] {
    let none = part(f64::from(households), without);
    let mut second = SECOND_CAR[0].1;
    for pair in SECOND_CAR.windows(2) {
        let along = ((without - pair[0].0) / (pair[1].0 - pair[0].0)).clamp(0.0, 1.0);
        second += along * (pair[1].1 - pair[0].1);
    }
    let two = part(f64::from(households - none), second);
    [none, households - none - two, two]
}
