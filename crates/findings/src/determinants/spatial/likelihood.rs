//! The determinant of `I − ρW`, the traces that follow from it, and the search for the most likely ρ.

use super::super::error::DeterminantsError;
use super::super::sparse::{Factor, Jet};
use super::super::weights::SpatialWeights;

/// Most multiplications that one factorisation may take (Lynchpin default): about a minute.
const MOST_OPERATIONS: f64 = 1e10;
/// The spatial parameter stays this far from −1 and 1, where the matrix is singular.
const MARGIN: f64 = 1e-6;

/// `I − ρW` for any ρ within (−1, 1): exact, by a factorisation whose pattern is worked out once.
pub struct Filter<'a> {
    weights: &'a SpatialWeights,
    factor: Factor,
}

/// Traces of `G = W(I − ρW)⁻¹`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Traces {
    /// `tr G`.
    pub once: f64,
    /// `tr GG`.
    pub squared: f64,
    /// `tr G'G`.
    pub crossed: f64,
}

impl<'a> Filter<'a> {
    /// Works out where the factors fill in.
    ///
    /// # Errors
    /// [`DeterminantsError::TooDense`].
    pub fn new(weights: &'a SpatialWeights) -> Result<Self, DeterminantsError> {
        let factor = affordable(Factor::new(weights.areas(), weights.places()), weights.areas())?;
        Ok(Self { weights, factor })
    }

    /// `ln |I − ρW|`; its slope is `−tr G`, its bend `−tr GG`.
    pub fn log_determinant(&self, rho: f64) -> Result<Jet, DeterminantsError> {
        let row = |area: u32| {
            let others = self.weights.row(area as usize).map(move |(other, w)| (other, Jet::line(-rho * w, -w)));
            std::iter::once((area, Jet::constant(1.0))).chain(others)
        };
        self.factor.log_determinant(row).ok_or(DeterminantsError::NotPositive { parameter: rho })
    }

    /// All three traces. `tr G'G = tr W'W(A'A)⁻¹` with `A = I − ρW` is the slope of `ln |A'A + t·W'W|` at t = 0, which is exact too.
    pub fn traces(&self, rho: f64) -> Result<Traces, DeterminantsError> {
        let here = self.log_determinant(rho)?;
        let rows = self.squared_rows(rho);
        let places = rows.iter().enumerate().flat_map(|(a, row)| row.iter().map(move |(b, _)| (a as u32, *b)));
        let factor = affordable(Factor::new(rows.len(), places), rows.len())?;
        let crossed = factor
            .log_determinant(|area| rows[area as usize].iter().copied())
            .ok_or(DeterminantsError::NotPositive { parameter: rho })?;
        Ok(Traces { once: -here.slope, squared: -here.bend, crossed: crossed.slope })
    }

    /// Rows of `I − ρ(W + W') + (ρ² + t)·W'W`, as lines in t.
    fn squared_rows(&self, rho: f64) -> Vec<Vec<(u32, Jet)>> {
        let areas = self.weights.areas();
        let mut rows: Vec<Vec<(u32, Jet)>> = (0..areas).map(|a| vec![(a as u32, Jet::constant(1.0))]).collect();
        for area in 0..areas {
            for (other, w) in self.weights.row(area) {
                rows[area].push((other, Jet::constant(-rho * w)));
                rows[other as usize].push((area as u32, Jet::constant(-rho * w)));
                for (second, v) in self.weights.row(area) {
                    rows[other as usize].push((second, Jet::line(rho * rho * w * v, w * v)));
                }
            }
        }
        for row in &mut rows {
            row.sort_by_key(|entry| entry.0);
            row.dedup_by(|next, kept| {
                let same = next.0 == kept.0;
                if same {
                    kept.1 = kept.1 + next.1;
                }
                same
            });
        }
        rows
    }

    /// `(I − ρW)⁻¹ x`, as the sum of ever more distant neighbours, until what is left cannot show.
    pub fn inverse_times(&self, rho: f64, values: &[f64]) -> Vec<f64> {
        let mut sum = values.to_vec();
        let mut term = values.to_vec();
        let largest = values.iter().fold(0.0_f64, |most, v| most.max(v.abs()));
        let mut size = 1.0_f64;
        while size > 1e-15 && largest > 0.0 {
            term = self.weights.lag(&term);
            for (sum, term) in sum.iter_mut().zip(&mut term) {
                *term *= rho;
                *sum += *term;
            }
            size = term.iter().fold(0.0_f64, |most, v| most.max(v.abs())) / largest;
        }
        sum
    }

    /// The ρ at which the concentrated log-likelihood `−(n/2) ln RSS(ρ) + ln |I − ρW|` is largest.
    ///
    /// `residual` gives RSS and its slope. Newton's steps on the exact slope, kept within a bracket that halves where they would leave it.
    pub fn most_likely(&self, residual: impl Fn(f64) -> (f64, f64)) -> Result<f64, DeterminantsError> {
        let half = self.weights.areas() as f64 / 2.0;
        let pull = |rho: f64| {
            let (squares, slope) = residual(rho);
            -half * slope / squares
        };
        let (mut low, mut high) = (MARGIN - 1.0, 1.0 - MARGIN);
        let mut rho = 0.0;
        for _ in 0..100 {
            let determinant = self.log_determinant(rho)?;
            let slope = pull(rho) + determinant.slope;
            if slope > 0.0 {
                low = rho;
            } else {
                high = rho;
            }
            let step = 1e-5 * (1.0 - rho.abs());
            let bend = (pull(rho + step) - pull(rho - step)) / (2.0 * step) + determinant.bend;
            let newton = rho - slope / bend;
            let next = if bend < 0.0 && newton > low && newton < high { newton } else { f64::midpoint(low, high) };
            let moved = (next - rho).abs();
            rho = next;
            if moved < 1e-11 {
                break;
            }
        }
        Ok(rho)
    }
}

fn affordable(factor: Factor, areas: usize) -> Result<Factor, DeterminantsError> {
    let operations = factor.operations();
    if operations > MOST_OPERATIONS {
        return Err(DeterminantsError::TooDense { areas, operations, most: MOST_OPERATIONS });
    }
    Ok(factor)
}
