//! A fictional reform with a known effect, and the outcome that it moves.
//!
//! *Neighbourhood Works* is open to the most deprived fifth of neighbourhoods. Seven in ten of them had it, half from 2021 and half from 2023. It raises the
//! share of adults in work there by [`EFFECT`] percentage points from the first year on. Where community needs are greatest fewer of those eligible take part.

use crate::areas::Area;
use crate::dice::Dice;
use crate::indices::Index;
use crate::people::People;
use std::io::{self, Write};

/// What it does to the share of adults in work, percentage points: the truth that an analysis is to find.
pub(crate) const EFFECT: f64 = 1.5;
/// Years of the panel.
const YEARS: std::ops::RangeInclusive<u32> = 2015..=2026;
/// Years in which it began.
const STARTS: [u32; 2] = [2021, 2023];
/// Of the neighbourhoods that are eligible, those that had it.
const HAD_IT: f64 = 0.7;

/// The reform in one neighbourhood.
pub(crate) struct Row {
    /// First year; `None` where it was never tried.
    began: Option<u32>,
    eligible: u32,
    took_part: u32,
    /// Whole pounds.
    spent: u32,
}

/// The last rank of deprivation that is eligible.
pub(crate) fn last_rank(areas: usize) -> usize {
    areas / 5
}

/// Who has it, who takes part.
pub(crate) fn make(people: &[People], deprivation: &Index, needs: &Index, seed: u64) -> Vec<Row> {
    let mut dice = Dice::new(seed, "programme");
    let mut chosen = 0;
    let row = |area: usize| {
        let p = &people[area];
        // Unemployed, looking after home and some of the long-term sick.
        let eligible = p.activity[1] + p.activity[4] + p.activity[5] / 4;
        let is_eligible = deprivation.rank[area] as usize <= last_rank(people.len());
        let began = (is_eligible && dice.chance(HAD_IT)).then(|| {
            chosen += 1;
            STARTS[chosen % 2]
        });
        let in_need = 10 * needs.rank[area] as usize <= people.len();
        let take_up = if in_need { 0.16 } else { 0.27 } * dice.between(0.85, 1.15);
        let took_part = if began.is_some() { (f64::from(eligible) * take_up) as u32 } else { 0 };
        let spent = if began.is_some() { 25_000 + 900 * took_part } else { 0 };
        Row { began, eligible, took_part, spent }
    };
    (0..people.len()).map(row).collect()
}

/// programme.csv: first year, eligible people, people who took part, £ spent.
pub(crate) fn write(list: &[Area], rows: &[Row], w: &mut dyn Write) -> io::Result<()> {
    writeln!(w, "area_code,had_it,began,eligible,took_part,spent")?;
    for (area, row) in list.iter().zip(rows) {
        let had_it = if row.began.is_some() { "yes" } else { "no" };
        let began = row.began.map_or_else(String::new, |year| year.to_string());
        writeln!(w, "{},{had_it},{began},{},{},{}", area.code, row.eligible, row.took_part, row.spent)?;
    }
    Ok(())
}

/// `employment_by_year.csv`: share of adults in work, by neighbourhood and year. Shocks of a neighbourhood fade by half a year.
pub(crate) fn write_outcome(
    list: &[Area],
    people: &[People],
    rows: &[Row],
    seed: u64,
    w: &mut dyn Write,
) -> io::Result<()> {
    let mut dice = Dice::new(seed, "employment by year");
    writeln!(w, "area_code,year,in_work_percent")?;
    for (area, (p, row)) in list.iter().zip(people.iter().zip(rows)) {
        let level = 100.0 * f64::from(p.activity[0]) / f64::from(p.aged_16_plus.max(1));
        let mut shock = 0.8 * dice.normal();
        for year in YEARS {
            shock = 0.5 * shock + 0.7 * dice.normal();
            let trend = 0.15 * f64::from(year - YEARS.start());
            let effect = if row.began.is_some_and(|began| year >= began) { EFFECT } else { 0.0 };
            writeln!(w, "{},{year},{:.2}", area.code, (level + trend + effect + shock).clamp(1.0, 99.0))?;
        }
    }
    Ok(())
}
