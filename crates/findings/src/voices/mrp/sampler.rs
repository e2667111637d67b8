//! One chain of the Gibbs sampler.
//!
//! Given Pólya–Gamma draws the intercepts are normal. Areas are many and independent of each other given the rest, so the rest (covariates and
//! factors) is drawn with the areas summed out, then each area by itself: an exact joint draw whose cost grows with the number of areas, not its cube.

use super::model::{Answers, Cell, Pulled, Stratum};
use super::polya_gamma::polya_gamma;
use super::random::Random;

/// Prior standard deviation of the intercept and of a covariate's coefficient, on the logit.
const INTERCEPT_SD: f64 = 5.0;
const FIXED_SD: f64 = 2.5;

/// A random intercept: its values start here, and its variance with the helper that makes its prior half-Cauchy.
struct Factor {
    start: usize,
    size: usize,
    variance: f64,
    helper: f64,
}

/// A chain.
pub(super) struct Chain<'a> {
    answers: &'a [Answers],
    strata: &'a [Stratum],
    random: Random,
    scale: f64,
    /// Intercept, covariates, then the categories of each factor.
    rest: Vec<f64>,
    factors: Vec<Factor>,
    areas: Vec<f64>,
    area_variance: f64,
    area_helper: f64,
}

impl<'a> Chain<'a> {
    pub fn new(
        answers: &'a [Answers],
        strata: &'a [Stratum],
        factors: &[usize],
        areas: usize,
        scale: f64,
        random: Random,
    ) -> Self {
        let cells = answers.iter().map(|a| &a.cell).chain(strata.iter().map(|s| &s.cell));
        let fixed = cells.map(|cell| cell.fixed.len()).max().unwrap_or(0);
        let mut start = 1 + fixed;
        let mut all = Vec::new();
        for &size in factors {
            all.push(Factor { start, size, variance: scale * scale, helper: 1.0 });
            start += size;
        }
        Self {
            answers,
            strata,
            random,
            scale,
            rest: vec![0.0; start],
            factors: all,
            areas: vec![0.0; areas],
            area_variance: scale * scale,
            area_helper: 1.0,
        }
    }

    /// Positions and multipliers of a cell in the rest.
    fn terms(&self, cell: &Cell) -> Vec<(usize, f64)> {
        let fixed = cell.fixed.iter().enumerate().map(|(at, x)| (1 + at, *x));
        let levels = cell.levels.iter().zip(&self.factors);
        let levels = levels.filter(|(level, f)| **level < f.size).map(|(level, f)| (f.start + level, 1.0));
        std::iter::once((0, 1.0)).chain(fixed).chain(levels).collect()
    }

    fn logit(&self, cell: &Cell) -> f64 {
        let rest: f64 = self.terms(cell).iter().map(|(at, x)| self.rest[*at] * x).sum();
        rest + cell.area.and_then(|area| self.areas.get(area)).copied().unwrap_or(0.0)
    }

    /// Draws everything once.
    pub fn step(&mut self) {
        let size = self.rest.len();
        let mut precision = vec![0.0; size * size];
        let mut right = vec![0.0; size];
        let mut own = vec![1.0 / self.area_variance; self.areas.len()];
        let mut own_right = vec![0.0; self.areas.len()];
        let mut across = vec![0.0; self.areas.len() * size];
        self.prior(&mut precision);
        for answers in self.answers {
            let logit = self.logit(&answers.cell);
            let weight = polya_gamma(&mut self.random, answers.asked, logit);
            let excess = f64::from(answers.said) - f64::from(answers.asked) / 2.0;
            let terms = self.terms(&answers.cell);
            for (i, x) in &terms {
                right[*i] += x * excess;
                for (j, y) in &terms {
                    precision[i * size + j] += weight * x * y;
                }
            }
            if let Some(area) = answers.cell.area.filter(|area| *area < self.areas.len()) {
                own[area] += weight;
                own_right[area] += excess;
                for (i, x) in &terms {
                    across[area * size + i] += weight * x;
                }
            }
        }
        // The areas summed out of the rest.
        for (area, row) in across.chunks(size).enumerate() {
            let touched: Vec<usize> = (0..size).filter(|i| row[*i] != 0.0).collect();
            for &i in &touched {
                right[i] -= row[i] * own_right[area] / own[area];
                for j in &touched {
                    precision[i * size + j] -= row[i] * row[*j] / own[area];
                }
            }
        }
        self.rest = draw_normal(&mut precision, right, &mut self.random);
        for (area, row) in across.chunks(size).enumerate() {
            let fitted: f64 = row.iter().zip(&self.rest).map(|(x, value)| x * value).sum();
            self.areas[area] = (own_right[area] - fitted) / own[area] + self.random.normal() / own[area].sqrt();
        }
        self.variances();
    }

    fn prior(&self, precision: &mut [f64]) {
        let size = self.rest.len();
        for i in 0..size {
            let of_factor = self.factors.iter().find(|f| (f.start..f.start + f.size).contains(&i));
            let variance = match of_factor {
                Some(factor) => factor.variance,
                None if i == 0 => INTERCEPT_SD * INTERCEPT_SD,
                None => FIXED_SD * FIXED_SD,
            };
            precision[i * size + i] += 1.0 / variance;
        }
    }

    /// Half-Cauchy standard deviations, as an inverse gamma whose scale is inverse gamma itself (Makalic and Schmidt 2016).
    fn variances(&mut self) {
        let mut draw = |values: &[f64], helper: &mut f64| {
            let squares: f64 = values.iter().map(|u| u * u).sum();
            let shape = 0.5 * (values.len() as f64 + 1.0);
            let variance = self.random.inverse_gamma(shape, squares / 2.0 + 1.0 / *helper).max(1e-8);
            *helper = self.random.inverse_gamma(1.0, 1.0 / variance + 1.0 / (self.scale * self.scale));
            variance
        };
        for factor in &mut self.factors {
            let values = &self.rest[factor.start..factor.start + factor.size];
            factor.variance = draw(values, &mut factor.helper);
        }
        if !self.areas.is_empty() {
            self.area_variance = draw(&self.areas, &mut self.area_helper);
        }
    }

    /// The share in each group, and last in all.
    pub fn shares(&self) -> Vec<f64> {
        let groups = self.factors.first().map_or(0, |factor| factor.size);
        let mut said = vec![0.0; groups + 1];
        let mut people = vec![0.0; groups + 1];
        for stratum in self.strata {
            let share = 1.0 / (1.0 + (-self.logit(&stratum.cell)).exp());
            for group in [stratum.group, groups] {
                said[group] += stratum.people * share;
                people[group] += stratum.people;
            }
        }
        said.iter().zip(&people).map(|(said, people)| said / people).collect()
    }

    /// How far each group is pulled, at this draw: sampling variance over sampling variance and that of the intercepts.
    pub fn pulled(&self) -> Vec<Pulled> {
        let Some(group_factor) = self.factors.first() else { return Vec::new() };
        let mut of_group = vec![0.0; group_factor.size];
        let mut of_area = vec![0.0; self.areas.len()];
        for answers in self.answers {
            let share = 1.0 / (1.0 + (-self.logit(&answers.cell)).exp());
            let information = f64::from(answers.asked) * share * (1.0 - share);
            if let Some(sum) = answers.cell.levels.first().and_then(|group| of_group.get_mut(*group)) {
                *sum += information;
            }
            if let Some(sum) = answers.cell.area.and_then(|area| of_area.get_mut(area)) {
                *sum += information;
            }
        }
        let pull = |information: f64, variance: f64| 1.0 / (1.0 + information * variance);
        let mut areas = vec![(0.0, 0.0); group_factor.size];
        for stratum in self.strata {
            if let Some(information) = stratum.cell.area.and_then(|area| of_area.get(area)) {
                let (sum, people) = &mut areas[stratum.group];
                *sum += stratum.people * pull(*information, self.area_variance);
                *people += stratum.people;
            }
        }
        let one = |(information, (sum, people)): (&f64, &(f64, f64))| Pulled {
            group: pull(*information, group_factor.variance),
            areas: (!self.areas.is_empty()).then(|| if *people > 0.0 { sum / people } else { 1.0 }),
        };
        of_group.iter().zip(&areas).map(one).collect()
    }

    /// Standard deviation of each factor, that of areas last.
    pub fn deviations(&self) -> Vec<f64> {
        let areas = (!self.areas.is_empty()).then_some(self.area_variance);
        self.factors.iter().map(|factor| factor.variance).chain(areas).map(f64::sqrt).collect()
    }
}

/// A draw from the normal with this precision matrix (overwritten by its Cholesky factor) and this `precision · mean`.
fn draw_normal(precision: &mut [f64], mut right: Vec<f64>, random: &mut Random) -> Vec<f64> {
    let size = right.len();
    for i in 0..size {
        for j in 0..=i {
            let dot: f64 = (0..j).map(|k| precision[i * size + k] * precision[j * size + k]).sum();
            let left = precision[i * size + j] - dot;
            // Priors keep the matrix positive definite; rounding may take the last bits of that.
            precision[i * size + j] = if i == j { left.max(1e-12).sqrt() } else { left / precision[j * size + j] };
        }
    }
    for i in 0..size {
        let dot: f64 = (0..i).map(|k| precision[i * size + k] * right[k]).sum();
        right[i] = (right[i] - dot) / precision[i * size + i];
    }
    for value in &mut right {
        *value += random.normal();
    }
    for i in (0..size).rev() {
        let dot: f64 = (i + 1..size).map(|k| precision[k * size + i] * right[k]).sum();
        right[i] = (right[i] - dot) / precision[i * size + i];
    }
    right
}
