//! A poll of residents whose truth is known: who would say what, by place, age and sex, and who answers.

use crate::areas::Area;
use crate::dice::Dice;
use crate::people::People;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Age bands; the share of each that answers differs, so that a poll without weights is wrong.
const AGES: [(&str, f64, f64); 3] = [("16 to 34", 0.45, -0.35), ("35 to 54", 0.9, 0.0), ("55 and over", 1.65, 0.3)];
const SEXES: [(&str, f64, f64); 2] = [("Female", 1.15, -0.1), ("Male", 0.85, 0.1)];
/// Groups of places: label, how readily people answer, and the logit of saying that there is good work within reach.
const GROUPS: [(&str, f64, f64); 3] = [("left behind", 0.9, -1.1), ("other deprived", 0.8, -0.55), ("rest", 1.0, 0.25)];
/// Logit by which buses that do not run at working hours are named more often than good work is missed.
const BUSES: f64 = -0.4;
/// Spread between wards on the logit.
const WARDS: f64 = 0.35;
const MOST: usize = 1_500;

/// People of one ward, group, age and sex.
pub(crate) struct Cell {
    ward: String,
    group: usize,
    age: usize,
    sex: usize,
    people: u32,
    /// Share that says there is good work within reach.
    truth: f64,
}

/// The adults of the region by ward, group, age and sex, with what they would say.
pub(crate) fn cells(list: &[Area], people: &[People], groups: &[usize], seed: u64) -> Vec<Cell> {
    let mut dice = Dice::new(seed, "poll wards");
    let mut ward_effect: BTreeMap<&str, f64> = BTreeMap::new();
    let mut cells: BTreeMap<(&str, usize, usize, usize), u32> = BTreeMap::new();
    for ((area, people), group) in list.iter().zip(people).zip(groups) {
        let ward = area.ward.0.as_str();
        ward_effect.entry(ward).or_insert_with(|| WARDS * dice.normal());
        let adults = people.aged_16_plus;
        let old = (f64::from(people.activity[3]) + 0.16 * f64::from(adults)).min(0.7 * f64::from(adults)) as u32;
        let young = (0.45 * f64::from(adults - old)) as u32;
        for (age, count) in [young, adults - old - young, old].into_iter().enumerate() {
            let women = (f64::from(count) * 0.51) as u32;
            for (sex, count) in [women, count - women].into_iter().enumerate() {
                *cells.entry((ward, *group, age, sex)).or_insert(0) += count;
            }
        }
    }
    let truth = |ward: &str, group: usize, age: usize, sex: usize| {
        logistic(GROUPS[group].2 + AGES[age].2 + SEXES[sex].2 + ward_effect[ward])
    };
    let cell = |((ward, group, age, sex), people)| Cell {
        truth: truth(ward, group, age, sex),
        ward: ward.to_owned(),
        group,
        age,
        sex,
        people,
    };
    cells.into_iter().map(cell).collect()
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// The same person's truth about buses: those who find good work out of reach name them more often.
fn names_buses(truth: f64) -> f64 {
    logistic(BUSES - (truth / (1.0 - truth)).ln())
}

/// `poll_population.csv`: adults by ward, group, age and sex.
pub(crate) fn population(cells: &[Cell], w: &mut dyn Write) -> io::Result<()> {
    writeln!(w, "ward_code,place_group,age_band,sex,people")?;
    for c in cells {
        writeln!(w, "{},{},{},{},{}", c.ward, GROUPS[c.group].0, AGES[c.age].0, SEXES[c.sex].0, c.people)?;
    }
    Ok(())
}

/// `poll_truth.csv`: what a poll of everybody would find, by group of places.
pub(crate) fn truth(cells: &[Cell], w: &mut dyn Write) -> io::Result<()> {
    writeln!(w, "place_group,adults,good_work_percent,buses_percent")?;
    for (group, (label, _, _)) in GROUPS.iter().enumerate() {
        let of = || cells.iter().filter(|c| c.group == group);
        let adults: f64 = of().map(|c| f64::from(c.people)).sum();
        if adults > 0.0 {
            let share =
                |says: &dyn Fn(&Cell) -> f64| 100.0 * of().map(|c| f64::from(c.people) * says(c)).sum::<f64>() / adults;
            let (good, buses) = (share(&|c| c.truth), share(&|c| names_buses(c.truth)));
            writeln!(w, "{label},{adults:.0},{good:.2},{buses:.2}")?;
        }
    }
    Ok(())
}

/// `poll.csv`: one row a respondent. Left-behind places are asked three times as often, which the design weight undoes; who answers depends on age,
/// sex and place, which only the margins can mend.
pub(crate) fn responses(cells: &[Cell], seed: u64, w: &mut dyn Write) -> io::Result<()> {
    let mut dice = Dice::new(seed, "poll");
    writeln!(w, "respondent,weight,ward_code,place_group,age_band,sex,good_work,buses")?;
    let asked = |c: &Cell| if c.group == 0 { 3.0 } else { 1.0 };
    let answers = |c: &Cell| asked(c) * GROUPS[c.group].1 * AGES[c.age].1 * SEXES[c.sex].1;
    let all: f64 = cells.iter().map(|c| f64::from(c.people) * answers(c)).sum();
    let people: f64 = cells.iter().map(|c| f64::from(c.people)).sum();
    let wanted = ((people / 350.0) as usize).clamp(300, MOST);
    let mut number = 0;
    for c in cells {
        let expected = wanted as f64 * f64::from(c.people) * answers(c) / all;
        let count = expected as usize + usize::from(dice.chance(expected.fract()));
        for _ in 0..count {
            number += 1;
            let good = if dice.chance(0.04) {
                "Prefer not to say"
            } else if dice.chance(c.truth) {
                if dice.chance(0.3) { "Strongly agree" } else { "Agree" }
            } else if dice.chance(0.4) {
                "Strongly disagree"
            } else {
                "Disagree"
            };
            let buses = if dice.chance(names_buses(c.truth)) { "Yes" } else { "No" };
            // One in forty gives no age or place.
            let ward = if dice.chance(0.025) { "" } else { &c.ward };
            let age = if dice.chance(0.025) { "" } else { AGES[c.age].0 };
            let (group, sex) = (GROUPS[c.group].0, SEXES[c.sex].0);
            writeln!(w, "XR{number:05},{:.3},{ward},{group},{age},{sex},{good},{buses}", 1.0 / asked(c))?;
        }
    }
    Ok(())
}
