//! Triangular factors of a sparse matrix, for its determinant.

use super::elimination::minimum_degree;
use super::jet::Jet;

/// Where a matrix fills in when it is factorised: worked out once for all values that its entries may take.
#[derive(Clone, Debug)]
pub struct Factor {
    /// The row that comes at each step.
    order: Vec<u32>,
    /// The step at which each row comes.
    step: Vec<u32>,
    /// For each step, the later steps that it fills, rising.
    upper: Vec<Vec<u32>>,
    /// For each step, the earlier steps that fill it, rising.
    lower: Vec<Vec<u32>>,
}

impl Factor {
    /// Of a matrix whose off-diagonal entries are at these places; each may stand for itself and its mirror image.
    pub fn new(rows: usize, entries: impl Iterator<Item = (u32, u32)>) -> Self {
        let mut links = vec![Vec::new(); rows];
        for (row, column) in entries.filter(|(row, column)| row != column) {
            links[row as usize].push(column);
            links[column as usize].push(row);
        }
        for row in &mut links {
            row.sort_unstable();
            row.dedup();
        }
        let elimination = minimum_degree(links);
        let mut step = vec![0; rows];
        elimination.order.iter().enumerate().for_each(|(at, row)| step[*row as usize] = at as u32);
        let upper: Vec<Vec<u32>> = elimination
            .order
            .iter()
            .map(|row| {
                let mut later: Vec<u32> = elimination.fronts[*row as usize].iter().map(|v| step[*v as usize]).collect();
                later.sort_unstable();
                later
            })
            .collect();
        let mut lower = vec![Vec::new(); rows];
        for (at, later) in upper.iter().enumerate() {
            for other in later {
                lower[*other as usize].push(at as u32);
            }
        }
        Self { order: elimination.order, step, upper, lower }
    }

    /// Multiplications that one factorisation takes.
    pub fn operations(&self) -> f64 {
        self.upper.iter().map(|later| (later.len() as f64).powi(2)).sum()
    }

    /// The logarithm of the determinant with its derivatives; `entries` gives the entries of a row, the diagonal among them, in any order.
    ///
    /// Nothing is interchanged: right for a matrix that its diagonal dominates row by row, or that is symmetric and positive definite. `None` where a
    /// pivot is not positive.
    pub fn log_determinant<I: Iterator<Item = (u32, Jet)>>(&self, entries: impl Fn(u32) -> I) -> Option<Jet> {
        let mut values: Vec<Vec<Jet>> = self.upper.iter().map(|later| Vec::with_capacity(later.len())).collect();
        let mut pivots = vec![Jet::default(); self.order.len()];
        let mut working = vec![Jet::default(); self.order.len()];
        let mut sum = Jet::default();
        for (at, row) in self.order.iter().enumerate() {
            for (column, value) in entries(*row) {
                working[self.step[column as usize] as usize] = value;
            }
            for &earlier in &self.lower[at] {
                let earlier = earlier as usize;
                let multiple = std::mem::take(&mut working[earlier]) / pivots[earlier];
                for (column, value) in self.upper[earlier].iter().zip(&values[earlier]) {
                    let cell = &mut working[*column as usize];
                    *cell = *cell - multiple * *value;
                }
            }
            let pivot = std::mem::take(&mut working[at]);
            if pivot.value.is_nan() || pivot.value <= 0.0 {
                return None;
            }
            pivots[at] = pivot;
            sum = sum + pivot.ln();
            values[at].extend(self.upper[at].iter().map(|later| std::mem::take(&mut working[*later as usize])));
        }
        Some(sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    /// Determinant of a dense matrix with partial pivoting.
    fn dense_log_determinant(mut a: Vec<Vec<f64>>) -> f64 {
        let n = a.len();
        let mut sum = 0.0;
        for k in 0..n {
            let best = (k..n).max_by(|i, j| a[*i][k].abs().total_cmp(&a[*j][k].abs())).unwrap();
            a.swap(k, best);
            sum += a[k][k].abs().ln();
            let pivot = a[k].clone();
            for row in &mut a[k + 1..] {
                let multiple = row[k] / pivot[k];
                for (value, above) in row.iter_mut().zip(&pivot).skip(k) {
                    *value -= multiple * above;
                }
            }
        }
        sum
    }

    #[test]
    fn random_matrices_have_the_determinant_and_slopes_of_dense_elimination() {
        for seed in 0..40 {
            let mut random = ChaCha8Rng::seed_from_u64(seed);
            let n = random.random_range(2..40_usize);
            let mut weights = vec![vec![0.0; n]; n];
            for row in &mut weights {
                for _ in 0..random.random_range(0..6) {
                    row[random.random_range(0..n)] = random.random_range(0.1..1.0);
                }
            }
            for (i, row) in weights.iter_mut().enumerate() {
                row[i] = 0.0;
                let sum: f64 = row.iter().sum();
                for weight in row.iter_mut() {
                    *weight /= sum.max(1.0);
                }
            }
            let places = (0..n).flat_map(|i| (0..n).map(move |j| (i, j)));
            let linked = places.filter(|(i, j)| weights[*i][*j] > 0.0);
            let factor = Factor::new(n, linked.map(|(i, j)| (i as u32, j as u32)));
            let dense = |rho: f64| {
                let cell = |i: usize, j: usize| f64::from(u8::from(i == j)) - rho * weights[i][j];
                dense_log_determinant((0..n).map(|i| (0..n).map(|j| cell(i, j)).collect()).collect())
            };
            for rho in [-0.9, 0.0, 0.3, 0.95] {
                let row = |i: u32| {
                    let own = std::iter::once((i, Jet::constant(1.0)));
                    let weights = &weights[i as usize];
                    let others = (0..n).filter(|j| weights[*j] > 0.0);
                    own.chain(others.map(|j| (j as u32, Jet::line(-rho * weights[j], -weights[j]))))
                };
                let found = factor.log_determinant(row).unwrap();
                let step = 1e-4;
                let (here, above, below) = (dense(rho), dense(rho + step), dense(rho - step));
                assert!((found.value - here).abs() < 1e-9, "seed {seed}");
                assert!((found.slope - (above - below) / (2.0 * step)).abs() < 1e-3 * (1.0 + found.slope.abs()));
                let bend = (above - 2.0 * here + below) / (step * step);
                assert!((found.bend - bend).abs() < 1e-2 * (1.0 + found.bend.abs()), "{} {bend}", found.bend);
            }
        }
    }

    #[test]
    fn a_grid_fills_in_little() {
        let side = 60_u32;
        let right = (0..side * side).filter(move |i| i % side + 1 < side).map(|i| (i, i + 1));
        let down = (0..side * (side - 1)).map(|i| (i, i + side));
        let factor = Factor::new((side * side) as usize, right.chain(down));
        let filled: usize = factor.upper.iter().map(Vec::len).sum();
        // Row by row the band alone would hold 60 · 3,600 entries.
        assert!(filled < 60 * 3_600 / 3, "{filled}");
    }
}
