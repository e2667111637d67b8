//! Small symmetric matrices: products, Cholesky factors and inverses of as many rows as a regression has coefficients.

/// A square matrix, row by row.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Square {
    side: usize,
    values: Vec<f64>,
}

impl Square {
    /// All noughts.
    pub fn zeros(side: usize) -> Self {
        Self { side, values: vec![0.0; side * side] }
    }

    /// From a rule for each row and column.
    pub fn from_fn(side: usize, value: impl Fn(usize, usize) -> f64) -> Self {
        let values = (0..side * side).map(|at| value(at / side, at % side)).collect();
        Self { side, values }
    }

    /// `A'B` of columns, as many of each.
    pub fn cross(a: &[Vec<f64>], b: &[Vec<f64>]) -> Self {
        Self::from_fn(a.len(), |i, j| dot(&a[i], &b[j]))
    }

    pub fn side(&self) -> usize {
        self.side
    }

    pub fn at(&self, row: usize, column: usize) -> f64 {
        self.values[row * self.side + column]
    }

    pub fn set(&mut self, row: usize, column: usize, value: f64) {
        self.values[row * self.side + column] = value;
    }

    pub fn scaled(mut self, factor: f64) -> Self {
        self.values.iter_mut().for_each(|v| *v *= factor);
        self
    }

    pub fn times(&self, other: &Self) -> Self {
        Self::from_fn(self.side, |i, j| (0..self.side).map(|k| self.at(i, k) * other.at(k, j)).sum())
    }

    pub fn apply(&self, vector: &[f64]) -> Vec<f64> {
        self.values.chunks(self.side.max(1)).map(|row| dot(row, vector)).collect()
    }

    pub fn trace(&self) -> f64 {
        (0..self.side).map(|i| self.at(i, i)).sum()
    }

    pub fn transposed(&self) -> Self {
        Self::from_fn(self.side, |i, j| self.at(j, i))
    }

    /// The inverse of a symmetric positive definite matrix; `Err` holds the first row that those before it determine.
    pub fn inverse(&self) -> Result<Self, usize> {
        let factor = self.cholesky()?;
        let n = self.side;
        let mut inverse = Self::zeros(n);
        let mut column = vec![0.0; n];
        for unit in 0..n {
            for i in 0..n {
                let known: f64 = (0..i).map(|k| factor.at(i, k) * column[k]).sum();
                column[i] = (f64::from(u8::from(i == unit)) - known) / factor.at(i, i);
            }
            for i in (0..n).rev() {
                let known: f64 = (i + 1..n).map(|k| factor.at(k, i) * column[k]).sum();
                column[i] = (column[i] - known) / factor.at(i, i);
                inverse.set(i, unit, column[i]);
            }
        }
        Ok(inverse)
    }

    /// The lower Cholesky factor. A pivot that has lost ten digits counts as nought.
    fn cholesky(&self) -> Result<Self, usize> {
        let n = self.side;
        let mut factor = Self::zeros(n);
        for i in 0..n {
            for j in 0..=i {
                let known: f64 = (0..j).map(|k| factor.at(i, k) * factor.at(j, k)).sum();
                let left = self.at(i, j) - known;
                if i != j {
                    factor.set(i, j, left / factor.at(j, j));
                } else if left > 1e-10 * self.at(i, i) {
                    factor.set(i, i, left.sqrt());
                } else {
                    return Err(i);
                }
            }
        }
        Ok(factor)
    }
}

/// `Σ a·b`.
pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}
