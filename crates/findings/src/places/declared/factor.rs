//! Weights of the first factor: how the English indices combine indicators that measure one thing.

/// Steps after which the fit stops, converged or not.
const MOST_STEPS: usize = 50_000;
/// What is left of a variable's variance stays above this.
const LEAST_UNIQUE: f64 = 0.005;

/// A one-factor model of standardised variables, fitted by maximum likelihood.
#[derive(Clone, Debug, PartialEq)]
pub struct FirstFactor {
    /// Correlation of each variable with the factor; turned so that they add up to more than nought.
    pub loadings: Vec<f64>,
    /// Scoring weights `λ/(1 − λ²)`, scaled to add up to 1.
    pub weights: Vec<f64>,
}

/// Fits the model; `None` for fewer than three variables, of which one factor is not determined, and where a variable does not vary.
///
/// Source: Rubin and Thayer (1982), *Psychometrika* 47 (the EM algorithm); Bartlett (1937) for the scores.
pub fn first_factor(variables: &[Vec<f64>]) -> Option<FirstFactor> {
    let k = variables.len();
    if k < 3 {
        return None;
    }
    let correlation = correlations(variables)?;
    let mut loadings = start(&correlation, k);
    let mut unique: Vec<f64> = loadings.iter().map(|l| (1.0 - l * l).max(LEAST_UNIQUE)).collect();
    for _ in 0..MOST_STEPS {
        // With one factor Σ⁻¹λ is Ψ⁻¹λ / (1 + λ'Ψ⁻¹λ).
        let information: f64 = loadings.iter().zip(&unique).map(|(l, u)| l * l / u).sum();
        let beta: Vec<f64> = loadings.iter().zip(&unique).map(|(l, u)| l / u / (1.0 + information)).collect();
        let along: Vec<f64> = (0..k).map(|i| (0..k).map(|j| correlation[i * k + j] * beta[j]).sum()).collect();
        let explained: f64 = loadings.iter().zip(&beta).map(|(l, b)| l * b).sum();
        let second = 1.0 - explained + along.iter().zip(&beta).map(|(a, b)| a * b).sum::<f64>();
        let mut moved = 0.0_f64;
        for i in 0..k {
            let next = along[i] / second;
            moved = moved.max((next - loadings[i]).abs());
            loadings[i] = next;
            unique[i] = (1.0 - next * along[i]).max(LEAST_UNIQUE);
        }
        if moved < 1e-12 {
            break;
        }
    }
    if loadings.iter().sum::<f64>() < 0.0 {
        for loading in &mut loadings {
            *loading = -*loading;
        }
    }
    let raw: Vec<f64> = loadings.iter().zip(&unique).map(|(l, u)| l / u).collect();
    let sum: f64 = raw.iter().sum();
    Some(FirstFactor { weights: raw.iter().map(|w| w / sum).collect(), loadings })
}

/// The first principal component, a little shortened.
fn start(correlation: &[f64], k: usize) -> Vec<f64> {
    let mut vector = vec![1.0; k];
    let mut length = 1.0;
    for _ in 0..100 {
        let next: Vec<f64> = (0..k).map(|i| (0..k).map(|j| correlation[i * k + j] * vector[j]).sum()).collect();
        length = next.iter().map(|v| v * v).sum::<f64>().sqrt();
        vector = next.iter().map(|v| v / length).collect();
    }
    vector.iter().map(|v| (0.9 * v * length.sqrt()).clamp(-0.95, 0.95)).collect()
}

fn correlations(variables: &[Vec<f64>]) -> Option<Vec<f64>> {
    let standard: Vec<Vec<f64>> = variables
        .iter()
        .map(|variable| {
            let n = variable.len() as f64;
            let mean = variable.iter().sum::<f64>() / n;
            let spread = (variable.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / n).sqrt();
            (spread > 0.0).then(|| variable.iter().map(|v| (v - mean) / spread).collect())
        })
        .collect::<Option<_>>()?;
    let cell = |a: &Vec<f64>, b: &Vec<f64>| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>() / a.len() as f64;
    Some(standard.iter().flat_map(|a| standard.iter().map(move |b| cell(a, b))).collect())
}
