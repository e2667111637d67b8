//! Local polynomials on one side of a cut-off.

use super::linear::{Cholesky, Design, dot};

/// The places on one side, sorted by their distance from the cut-off (below nought to the left).
pub(crate) struct Side {
    at: Vec<f64>,
    outcome: Vec<f64>,
}

/// The outcome's limit at the cut-off, plain and less its bias.
pub(crate) struct Limit {
    pub plain: f64,
    pub plain_variance: f64,
    pub corrected: f64,
    pub corrected_variance: f64,
    /// Degrees of freedom of that variance.
    pub freedom: f64,
}

/// A weighted polynomial fit in `u = distance / bandwidth`.
struct Fit<'a> {
    at: &'a [f64],
    outcome: &'a [f64],
    weights: Vec<f64>,
    design: Design,
    gram: Cholesky,
    bandwidth: f64,
}

/// What a fit says of the derivative of order `nu`: the variance of its coefficient, and the bias for each unit of the next coefficient.
pub(crate) struct Curvature {
    pub variance: f64,
    pub bias: f64,
}

impl Side {
    /// The places below the cut-off, and those from it on.
    pub fn both(running: &[f64], outcome: &[f64], cut: f64) -> (Self, Self) {
        let mut pairs: Vec<(f64, f64)> = running.iter().zip(outcome).map(|(x, y)| (x - cut, *y)).collect();
        pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let first = pairs.partition_point(|p| p.0 < 0.0);
        let side = |pairs: &[(f64, f64)]| Self {
            at: pairs.iter().map(|p| p.0).collect(),
            outcome: pairs.iter().map(|p| p.1).collect(),
        };
        (side(&pairs[..first]), side(&pairs[first..]))
    }

    /// Places.
    pub fn len(&self) -> usize {
        self.at.len()
    }

    /// The farthest place's distance.
    pub fn farthest(&self) -> f64 {
        self.at.iter().fold(0.0, |most, x| most.max(x.abs()))
    }

    /// Different distances.
    pub fn distinct(&self) -> usize {
        let mut seen = self.at.clone();
        seen.dedup();
        seen.len()
    }

    /// Places nearer than the bandwidth.
    pub fn within(&self, bandwidth: f64) -> usize {
        self.at.iter().filter(|x| kernel(**x, bandwidth) > 0.0).count()
    }

    /// The side in another unit of distance and of outcome.
    pub fn scaled(&self, distance: f64, outcome: f64) -> Self {
        Self {
            at: self.at.iter().map(|x| x / distance).collect(),
            outcome: self.outcome.iter().map(|y| y / outcome).collect(),
        }
    }

    fn window(&self, bandwidth: f64) -> std::ops::Range<usize> {
        let inside = |x: &f64| kernel(*x, bandwidth) > 0.0;
        let first = self.at.iter().position(inside).unwrap_or(0);
        first..self.at.iter().rposition(inside).map_or(first, |last| last + 1)
    }

    fn fit(&self, range: std::ops::Range<usize>, bandwidth: f64, order: usize) -> Option<Fit<'_>> {
        let (at, outcome) = (&self.at[range.clone()], &self.outcome[range]);
        let weights: Vec<f64> = at.iter().map(|x| kernel(*x, bandwidth)).collect();
        let scaled: Vec<f64> = at.iter().map(|x| x / bandwidth).collect();
        let mut distinct: Vec<f64> = at.iter().zip(&weights).filter(|(_, w)| **w > 0.0).map(|(x, _)| *x).collect();
        distinct.dedup();
        if distinct.len() < order + 1 {
            return None;
        }
        let design = Design::powers(&scaled, order);
        let gram = design.gram(&weights);
        Some(Fit { at, outcome, weights, design, gram, bandwidth })
    }

    /// How uncertain and how biased the coefficient `nu` of a fit of `order` is.
    pub fn curvature(&self, bandwidth: f64, order: usize, nu: usize) -> Option<Curvature> {
        let fit = self.fit(self.window(bandwidth), bandwidth, order)?;
        let loads = fit.loads(nu)?;
        let next: Vec<f64> = fit.at.iter().map(|x| (x / bandwidth).powi(order as i32 + 1)).collect();
        Some(Curvature {
            variance: variance(&loads, &neighbour_residuals(fit.at, fit.outcome)),
            bias: dot(&loads, &next) * bandwidth.powi(nu as i32),
        })
    }

    /// The highest coefficient of a fit of `order`, and its variance.
    pub fn highest(&self, bandwidth: f64, order: usize) -> Option<(f64, f64)> {
        let fit = self.fit(self.window(bandwidth), bandwidth, order)?;
        let loads = fit.loads(order)?;
        Some((dot(&loads, fit.outcome), variance(&loads, &neighbour_residuals(fit.at, fit.outcome))))
    }

    /// The limit at the cut-off by a line within `h`, and less the bias that a parabola within `b` says it has.
    pub fn limit(&self, h: f64, b: f64) -> Option<Limit> {
        let range = self.window(h.max(b));
        let line = self.fit(range.clone(), h, 1)?;
        let parabola = self.fit(range, b, 2)?;
        let plain = line.loads(0)?;
        let second = parabola.loads(2)?;
        let bias = dot(&plain, &line.at.iter().map(|x| x * x).collect::<Vec<_>>());
        let corrected: Vec<f64> = plain.iter().zip(second).map(|(p, s)| p - bias * s).collect();
        let residuals = neighbour_residuals(line.at, line.outcome);
        Some(Limit {
            plain: dot(&plain, line.outcome),
            plain_variance: variance(&plain, &residuals),
            corrected: dot(&corrected, line.outcome),
            corrected_variance: variance(&corrected, &residuals),
            freedom: freedom(&corrected, line.at),
        })
    }
}

impl Fit<'_> {
    /// How much each outcome counts in the coefficient of `distance^nu`.
    fn loads(&self, nu: usize) -> Option<Vec<f64>> {
        let mut unit = vec![0.0; self.design.columns()];
        unit[nu] = self.bandwidth.powi(-(nu as i32));
        let direction = self.gram.solve(&unit)?;
        let rows = self.design.fitted(&direction);
        Some(rows.iter().zip(&self.weights).map(|(r, w)| r * w).collect())
    }
}

/// The triangular kernel.
fn kernel(distance: f64, bandwidth: f64) -> f64 {
    (1.0 - distance.abs() / bandwidth).max(0.0) / bandwidth
}

fn variance(loads: &[f64], residuals: &[f64]) -> f64 {
    loads.iter().zip(residuals).map(|(l, r)| (l * r).powi(2)).sum()
}

/// Neighbours that a place is compared with.
const NEIGHBOURS: usize = 3;

/// The run of places, each with itself in it, whose outcomes a place is compared with: the nearest three. Ties come in whole.
fn neighbourhoods(at: &[f64]) -> Vec<(usize, usize)> {
    let n = at.len();
    let wanted = NEIGHBOURS.min(n.saturating_sub(1));
    let tie_end = |i: usize| (i..n).find(|j| at[*j] != at[i]).unwrap_or(n);
    let tie_start = |i: usize| (0..=i).rev().find(|j| at[*j] != at[i]).map_or(0, |j| j + 1);
    let around = |i: usize| {
        let (mut low, mut high) = (tie_start(i), tie_end(i));
        while high - low - 1 < wanted {
            let below = if low > 0 { at[i] - at[low - 1] } else { f64::INFINITY };
            let above = if high < n { at[high] - at[i] } else { f64::INFINITY };
            // Distances that differ by rounding alone are the same.
            let alike = low > 0 && high < n && (below - above).abs() <= below.max(above) * f64::EPSILON.sqrt();
            if below < above || alike {
                low = tie_start(low - 1);
            }
            if above < below || alike {
                high = tie_end(high);
            }
        }
        (low, high)
    };
    (0..n).map(around).collect()
}

/// Each outcome less the mean of its nearest neighbours, scaled so that its square is unbiased for the variance there.
fn neighbour_residuals(at: &[f64], outcome: &[f64]) -> Vec<f64> {
    let residual = |(i, (low, high)): (usize, (usize, usize))| {
        let others = (high - low - 1) as f64;
        if others == 0.0 {
            return 0.0;
        }
        let mean = (outcome[low..high].iter().sum::<f64>() - outcome[i]) / others;
        (others / (others + 1.0)).sqrt() * (outcome[i] - mean)
    };
    neighbourhoods(at).into_iter().enumerate().map(residual).collect()
}

/// Degrees of freedom of `Σ (load · residual)²` (Satterthwaite's, for outcomes that scatter alike): how many places the variance near the cut-off rests on.
fn freedom(loads: &[f64], at: &[f64]) -> f64 {
    let around = neighbourhoods(at);
    let part = |i: usize, k: usize| {
        let (low, high) = around[i];
        let others = (high - low - 1).max(1) as f64;
        let scale = (others / (others + 1.0)).sqrt();
        if k == i { scale } else { -scale / others }
    };
    let squares: Vec<f64> = loads.iter().map(|l| l * l).collect();
    let mut spread = 0.0;
    for i in 0..loads.len() {
        // Runs begin in order of place, so that those which share a place with this one lie together.
        let first = around.partition_point(|run| run.1 <= around[i].0);
        for j in first..around.partition_point(|run| run.0 < around[i].1) {
            let shared = around[i].0.max(around[j].0)..around[i].1.min(around[j].1);
            let together: f64 = shared.map(|k| part(i, k) * part(j, k)).sum();
            spread += squares[i] * squares[j] * together * together;
        }
    }
    squares.iter().sum::<f64>().powi(2) / spread
}
