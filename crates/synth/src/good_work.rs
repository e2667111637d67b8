//! Who works in what, and how good that work is: a known truth, and the survey that sees it with sampling error.
//!
//! The truth: a job's chance of meeting a dimension depends on its occupation and industry, and on a shift of the district and of the neighbourhood that no
//! survey's cells show. A good job meets all six at once; the six go together, so that is likelier than if they were independent.

use crate::areas::Area;
use crate::dice::Dice;
use crate::latent::Latent;
use crate::people::People;
use crate::targets::Variable;
use crate::work::INDUSTRIES;
use statrs::distribution::{ContinuousCDF, Normal};
use std::collections::BTreeMap;

/// Dimensions: the six, Living Hours, and all six at once.
pub(crate) const DIMENSIONS: [&str; 8] =
    ["pay", "security", "flexibility", "participation", "progression", "health", "living_hours", "all"];

/// Dimensions that have a rate of their own.
const OWN: usize = 7;

/// Occupations (unit groups of SOC 2020): share of their major group, median hourly pay (both invented near the real ones), and where they work: sections
/// that draw on them most, each as often as the next.
pub(crate) const OCCUPATIONS: [(&str, &str, f64, f64, &str); 27] = [
    ("1121", "Production managers and directors in manufacturing", 0.40, 26.40, "CCCFDE"),
    ("1131", "Financial managers and directors", 0.25, 34.10, "KMJO"),
    ("1150", "Managers and directors in retail and wholesale", 0.35, 17.40, "GGGI"),
    ("2134", "Programmers and software development professionals", 0.30, 27.60, "JJJMK"),
    ("2237", "Other nursing professionals", 0.35, 21.30, "QQQQ"),
    ("2313", "Secondary education teaching professionals", 0.35, 26.20, "PPPP"),
    ("3133", "Database administrators and web content technicians", 0.25, 18.70, "JMKO"),
    ("3231", "Higher level teaching assistants", 0.25, 15.30, "PPQ"),
    ("3556", "Sales accounts and business development managers", 0.50, 24.80, "GMNCL"),
    ("4122", "Book-keepers, payroll managers and wages clerks", 0.30, 15.60, "MNCGF"),
    ("4159", "Other administrative occupations n.e.c.", 0.45, 14.50, "OQPNLS"),
    ("4216", "Receptionists", 0.25, 12.90, "QIRS"),
    ("5231", "Vehicle technicians, mechanics and electricians", 0.30, 16.40, "GHC"),
    ("5241", "Electricians and electrical fitters", 0.40, 18.60, "FFCDB"),
    ("5434", "Chefs", 0.30, 13.60, "IIIQ"),
    ("6111", "Early education and childcare assistants", 0.25, 12.72, "PQQ"),
    ("6135", "Care workers and home carers", 0.55, 12.95, "QQQQ"),
    ("6221", "Hairdressers and barbers", 0.20, 12.50, "SSSR"),
    ("7111", "Sales and retail assistants", 0.75, 12.60, "GGGGI"),
    ("7112", "Retail cashiers and check-out operators", 0.10, 12.45, "GGG"),
    ("7211", "Call and contact centre occupations", 0.15, 13.55, "NNJK"),
    ("8141", "Assemblers (electrical and electronic products)", 0.25, 14.10, "CCC"),
    ("8211", "Large goods vehicle drivers", 0.45, 16.20, "HHHGE"),
    ("8219", "Road transport drivers n.e.c.", 0.30, 14.00, "HHNA"),
    ("9223", "Cleaners and domestics", 0.35, 12.52, "NNIQPS"),
    ("9252", "Warehouse operatives", 0.35, 13.35, "HHGGC"),
    ("9263", "Kitchen and catering assistants", 0.30, 12.48, "IIIPR"),
];

/// Share of all jobs by major group of occupation, and how it moves with deprivation (log odds for a standard deviation).
const MAJORS: [(f64, f64); 9] = [
    (0.10, -0.20),
    (0.23, -0.42),
    (0.14, -0.16),
    (0.10, 0.02),
    (0.09, 0.10),
    (0.10, 0.20),
    (0.08, 0.24),
    (0.07, 0.34),
    (0.09, 0.42),
];

/// Log odds that a job of each major group meets a dimension, in the order of [`DIMENSIONS`].
const ODDS: [[f64; 9]; OWN] = [
    [2.0, 2.2, 1.6, 0.8, 0.9, -0.2, -0.6, 0.3, -0.7],
    [1.8, 1.7, 1.4, 1.4, 0.9, 0.7, 0.3, 0.5, -0.1],
    [1.2, 0.8, 0.9, 0.7, -0.6, -0.7, -0.5, -0.9, -0.9],
    [1.3, 0.9, 0.7, 0.4, 0.2, 0.2, -0.1, -0.4, -0.5],
    [1.1, 1.0, 0.8, 0.2, 0.1, -0.1, -0.4, -0.5, -0.8],
    [0.9, 0.6, 0.8, 0.8, 0.6, 0.3, 0.4, 0.3, 0.2],
    [2.5, 2.5, 2.2, 2.0, 1.5, 0.8, 0.5, 1.0, 0.3],
];

/// How far districts, and neighbourhoods within them, lie from what their jobs say: standard deviation of log odds.
const SPREAD: f64 = 0.15;

/// How the six go together: the share of a job's luck that they have in common.
const TOGETHER: f64 = 0.35;

/// Respondents of the national survey, and of the survey in each district.
const RESPONDENTS: (f64, f64) = (24_000.0, 700.0);

/// A cell with fewer respondents is held back.
const LEAST_RESPONDENTS: f64 = 10.0;

/// People of the nation in work, thousands.
const NATION_THOUSAND: f64 = 30_000.0;

/// Counts by major group and industry.
type Cells = [[f64; 19]; 9];

/// All of it.
pub(crate) struct GoodWork {
    /// People of the nation by occupation and industry.
    pub(crate) staffing: Vec<[u32; 19]>,
    /// Residents in work of each area by major group, and by industry.
    pub(crate) residents: Vec<([u32; 9], [u32; 19])>,
    /// The survey's cells: major group, industry, dimension, share, respondents; no share where held back.
    pub(crate) survey: Vec<(usize, usize, usize, Option<f64>, u32)>,
    /// Direct estimates: district, dimension, share, standard error, respondents.
    pub(crate) direct: Vec<(String, usize, f64, f64, u32)>,
    /// The true share of each area's residents in work, by dimension.
    pub(crate) truth: Vec<[f64; 8]>,
}

/// Makes it.
pub(crate) fn make(areas: &[Area], people: &[People], latent: &Latent, seed: u64) -> GoodWork {
    let mut dice = Dice::new(seed, "good work");
    let staffing = staffing(&mut dice);
    let national = by_major(&staffing);
    let rates = rates(&mut dice);
    let mixes: Vec<Cells> = (0..areas.len())
        .map(|area| {
            let deprivation = latent.of(Variable::Income)[area];
            mix(&national, f64::from(people[area].activity[0]), deprivation, &mut dice)
        })
        .collect();
    let truth = truth(areas, &mixes, &rates, &mut dice);
    let survey = survey(&national, &rates, &mut dice);
    let direct = direct(areas, &mixes, &truth, &mut dice);
    let residents = mixes.iter().zip(people).map(|(mix, people)| margins(mix, people.activity[0])).collect();
    GoodWork { staffing, residents, survey, direct, truth }
}

/// Major group of an occupation, from 0.
pub(crate) fn major(code: &str) -> usize {
    code.bytes().next().map_or(0, |digit| usize::from(digit.saturating_sub(b'1')).min(8))
}

/// National numbers: an occupation is spread over its sections by their size, and thinly over all others.
fn staffing(dice: &mut Dice) -> Vec<[u32; 19]> {
    OCCUPATIONS
        .iter()
        .map(|(code, _, share, _, sections)| {
            let weight = |(section, _, jobs, ..): &(char, &str, f64, f64, f64, f64)| {
                let drawn = sections.chars().filter(|s| s == section).count() as f64;
                jobs * (0.04 + drawn * drawn)
            };
            let weights: Vec<f64> = INDUSTRIES.iter().map(|i| weight(i) * (0.15 * dice.normal()).exp()).collect();
            let all: f64 = weights.iter().sum();
            let total = 1_000.0 * NATION_THOUSAND * MAJORS[major(code)].0 * share;
            std::array::from_fn(|i| (total * weights[i] / all / 100.0).round() as u32 * 100)
        })
        .collect()
}

fn by_major(staffing: &[[u32; 19]]) -> Cells {
    let mut cells = [[0.0; 19]; 9];
    for ((code, ..), row) in OCCUPATIONS.iter().zip(staffing) {
        cells[major(code)].iter_mut().zip(row).for_each(|(cell, people)| *cell += f64::from(*people));
    }
    cells
}

/// The chance that a job of a cell meets each dimension, and all six.
fn rates(dice: &mut Dice) -> Vec<[[f64; 8]; 19]> {
    let of_industry: Vec<[f64; OWN]> = INDUSTRIES
        .iter()
        .map(|industry| {
            let pay = 1.4 * (industry.3 / 16.0).ln();
            std::array::from_fn(|d| 0.22 * dice.normal() + if d == 0 { pay } else { 0.0 })
        })
        .collect();
    let cell = |major: usize, industry: usize| -> [f64; 8] {
        let own: [f64; OWN] = std::array::from_fn(|d| expit(ODDS[d][major] + of_industry[industry][d]));
        std::array::from_fn(|d| own.get(d).copied().unwrap_or_else(|| all_at_once(&own[..6])))
    };
    (0..9).map(|major| std::array::from_fn(|industry| cell(major, industry))).collect()
}

/// The chance of meeting all, where they share a part of their luck: the one-factor normal model, summed over its quantiles.
fn all_at_once(rates: &[f64]) -> f64 {
    const STEPS: usize = 64;
    let normal = Normal::standard();
    let limits: Vec<f64> = rates.iter().map(|rate| normal.inverse_cdf(*rate)).collect();
    let given = |shared: f64| -> f64 {
        let part = |limit: &f64| normal.cdf((limit + TOGETHER.sqrt() * shared) / (1.0 - TOGETHER).sqrt());
        limits.iter().map(part).product()
    };
    (0..STEPS).map(|step| given(normal.inverse_cdf((step as f64 + 0.5) / STEPS as f64))).sum::<f64>() / STEPS as f64
}

/// Residents in work of an area: the nation's, moved by deprivation and by chance.
fn mix(national: &Cells, employed: f64, deprivation: f64, dice: &mut Dice) -> Cells {
    let of_industry: [f64; 19] = std::array::from_fn(|_| (0.25 * dice.normal()).exp());
    let mut cells = [[0.0; 19]; 9];
    for (major, (share, slope)) in MAJORS.into_iter().enumerate() {
        let people = share * (slope * deprivation + 0.12 * dice.normal()).exp();
        let all: f64 = national[major].iter().sum();
        for industry in 0..19 {
            cells[major][industry] = people * national[major][industry] / all * of_industry[industry];
        }
    }
    let all: f64 = cells.iter().flatten().sum();
    cells.map(|row| row.map(|cell| employed * cell / all))
}

fn truth(areas: &[Area], mixes: &[Cells], rates: &[[[f64; 8]; 19]], dice: &mut Dice) -> Vec<[f64; 8]> {
    let mut of_district: BTreeMap<&str, [f64; OWN]> = BTreeMap::new();
    let mut truth = Vec::with_capacity(areas.len());
    for (area, mix) in areas.iter().zip(mixes) {
        let district =
            *of_district.entry(&area.district.0).or_insert_with(|| std::array::from_fn(|_| SPREAD * dice.normal()));
        let shifts: [f64; OWN] = std::array::from_fn(|d| district[d] + SPREAD * dice.normal());
        let together = shifts[..6].iter().sum::<f64>() / 3.0;
        let all: f64 = mix.iter().flatten().sum::<f64>().max(1e-9);
        let rate = |d: usize| -> f64 {
            let met: f64 =
                (0..9).flat_map(|m| (0..19).map(move |i| (m, i))).map(|(m, i)| mix[m][i] * rates[m][i][d]).sum();
            expit(logit(met / all) + shifts.get(d).copied().unwrap_or(together))
        };
        let mut found: [f64; 8] = std::array::from_fn(rate);
        let least = (found[..6].iter().sum::<f64>() - 5.0).max(0.0);
        let most = found[..6].iter().copied().fold(1.0, f64::min);
        found[7] = found[7].clamp(least, most);
        truth.push(found);
    }
    truth
}

fn survey(national: &Cells, rates: &[[[f64; 8]; 19]], dice: &mut Dice) -> Vec<(usize, usize, usize, Option<f64>, u32)> {
    let all: f64 = national.iter().flatten().sum();
    let mut cells = Vec::new();
    for (major, row) in national.iter().enumerate() {
        for (industry, people) in row.iter().enumerate() {
            let respondents = (RESPONDENTS.0 * people / all).round();
            if respondents < 1.0 {
                continue;
            }
            for (dimension, rate) in rates[major][industry].iter().enumerate() {
                let share = share_met(respondents as u32, *rate, dice);
                let told = (respondents >= LEAST_RESPONDENTS).then_some(share);
                cells.push((major, industry, dimension, told, respondents as u32));
            }
        }
    }
    cells
}

fn direct(areas: &[Area], mixes: &[Cells], truth: &[[f64; 8]], dice: &mut Dice) -> Vec<(String, usize, f64, f64, u32)> {
    let mut of_district: BTreeMap<&str, (f64, [f64; 8])> = BTreeMap::new();
    for ((area, mix), rates) in areas.iter().zip(mixes).zip(truth) {
        let people: f64 = mix.iter().flatten().sum();
        let (all, met) = of_district.entry(&area.district.0).or_default();
        *all += people;
        met.iter_mut().zip(rates).for_each(|(met, rate)| *met += people * rate);
    }
    let mut estimates = Vec::new();
    for (district, (all, met)) in of_district {
        for (dimension, met) in met.into_iter().enumerate() {
            let respondents = RESPONDENTS.1 as u32;
            let share = share_met(respondents, met / all, dice);
            let error = (share * (1.0 - share) / RESPONDENTS.1).sqrt();
            estimates.push((district.to_owned(), dimension, share, error, respondents));
        }
    }
    estimates
}

/// The share of so many respondents that meet it.
fn share_met(respondents: u32, rate: f64, dice: &mut Dice) -> f64 {
    f64::from((0..respondents).filter(|_| dice.chance(rate)).count() as u32) / f64::from(respondents.max(1))
}

/// Whole people by major group and by industry, each adding up to the residents in work.
fn margins(mix: &Cells, employed: u32) -> ([u32; 9], [u32; 19]) {
    let industry = |i: usize| mix.iter().map(|row| row[i]).sum();
    (whole(employed, std::array::from_fn(|m| mix[m].iter().sum())), whole(employed, std::array::from_fn(industry)))
}

/// Whole numbers in these shares that add up.
fn whole<const N: usize>(total: u32, parts: [f64; N]) -> [u32; N] {
    let all: f64 = parts.iter().sum::<f64>().max(1e-9);
    let (mut so_far, mut given) = (0.0, 0);
    parts.map(|part| {
        so_far += part;
        let upto = ((f64::from(total) * so_far / all).round() as u32).min(total);
        let own = upto - given;
        given = upto;
        own
    })
}

fn expit(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

fn logit(p: f64) -> f64 {
    (p / (1.0 - p)).ln()
}
