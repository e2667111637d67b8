//! Small dense systems with a symmetric positive definite matrix: normal equations of a handful of covariates.

/// Covariates of many units, row by row, with a column of ones first.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Design {
    columns: usize,
    values: Vec<f64>,
}

impl Design {
    /// Ones, then each covariate (one value per unit).
    pub fn with_intercept(units: usize, covariates: &[Vec<f64>]) -> Self {
        let columns = 1 + covariates.len();
        let mut values = Vec::with_capacity(units * columns);
        for unit in 0..units {
            values.push(1.0);
            values.extend(covariates.iter().map(|covariate| covariate[unit]));
        }
        Self { columns, values }
    }

    /// Columns as they are, of so many units.
    pub fn of_columns(units: usize, columns: &[Vec<f64>]) -> Self {
        let values = (0..units).flat_map(|unit| columns.iter().map(move |column| column[unit])).collect();
        Self { columns: columns.len(), values }
    }

    /// Powers `0..=order` of each value.
    pub fn powers(at: &[f64], order: usize) -> Self {
        let mut values = Vec::with_capacity(at.len() * (order + 1));
        for x in at {
            let mut power = 1.0;
            for _ in 0..=order {
                values.push(power);
                power *= x;
            }
        }
        Self { columns: order + 1, values }
    }

    /// Columns.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// A unit's row.
    pub fn row(&self, unit: usize) -> &[f64] {
        &self.values[unit * self.columns..(unit + 1) * self.columns]
    }

    /// The rows of some units.
    pub fn pick(&self, units: &[usize]) -> Self {
        let values = units.iter().flat_map(|unit| self.row(*unit)).copied().collect();
        Self { columns: self.columns, values }
    }

    /// `Σ weight · x xᵀ`; a weight of nought leaves a unit out.
    pub fn gram(&self, weights: &[f64]) -> Cholesky {
        let k = self.columns;
        let mut matrix = vec![0.0; k * k];
        for (unit, weight) in weights.iter().enumerate().filter(|(_, w)| **w != 0.0) {
            let row = self.row(unit);
            for (i, a) in row.iter().enumerate() {
                for (j, b) in row.iter().enumerate().take(i + 1) {
                    matrix[i * k + j] += weight * a * b;
                }
            }
        }
        Cholesky::of(matrix, k)
    }

    /// `Σ weight · (x − mean)(x − mean)ᵀ` for weights that sum to one.
    pub fn spread(&self, weights: &[f64], mean: &[f64]) -> Cholesky {
        let centred = self.values.chunks(self.columns.max(1));
        let values = centred.flat_map(|row| row.iter().zip(mean).map(|(x, m)| x - m).collect::<Vec<_>>()).collect();
        Self { columns: self.columns, values }.gram(weights)
    }

    /// `Σ weight · x`.
    pub fn moment(&self, weights: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.columns];
        for (unit, weight) in weights.iter().enumerate().filter(|(_, w)| **w != 0.0) {
            for (sum, x) in sums.iter_mut().zip(self.row(unit)) {
                *sum += weight * x;
            }
        }
        sums
    }

    /// `x · coefficients` of every unit.
    pub fn fitted(&self, coefficients: &[f64]) -> Vec<f64> {
        self.values.chunks(self.columns).map(|row| dot(row, coefficients)).collect()
    }
}

/// The scalar product.
pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The lower triangle of a factorised matrix; what is singular to working precision has none.
#[derive(Clone, Debug)]
pub(crate) struct Cholesky {
    size: usize,
    lower: Option<Vec<f64>>,
}

/// A pivot this small beside its own diagonal is rounding: the column is a sum of those before it.
const SINGULAR: f64 = 1e-12;

impl Cholesky {
    /// Factorises a matrix given row by row, of which the lower triangle is read.
    pub fn of(mut matrix: Vec<f64>, size: usize) -> Self {
        for j in 0..size {
            let diagonal = matrix[j * size + j];
            let pivot = diagonal - (0..j).map(|k| matrix[j * size + k].powi(2)).sum::<f64>();
            if !(pivot > SINGULAR * diagonal && pivot.is_finite()) {
                return Self { size, lower: None };
            }
            let root = pivot.sqrt();
            matrix[j * size + j] = root;
            for i in j + 1..size {
                let cross: f64 = (0..j).map(|k| matrix[i * size + k] * matrix[j * size + k]).sum();
                matrix[i * size + j] = (matrix[i * size + j] - cross) / root;
            }
        }
        Self { size, lower: Some(matrix) }
    }

    /// The solution for a right-hand side; `None` where the matrix is singular.
    pub fn solve(&self, right: &[f64]) -> Option<Vec<f64>> {
        let (n, lower) = (self.size, self.lower.as_ref()?);
        let mut x = right.to_vec();
        for i in 0..n {
            let before: f64 = (0..i).map(|k| lower[i * n + k] * x[k]).sum();
            x[i] = (x[i] - before) / lower[i * n + i];
        }
        for i in (0..n).rev() {
            let after: f64 = (i + 1..n).map(|k| lower[k * n + i] * x[k]).sum();
            x[i] = (x[i] - after) / lower[i * n + i];
        }
        Some(x)
    }
}
