//! The point of a convex hull that is nearest to the origin, by Wolfe's algorithm: exact, in finitely many steps.
//!
//! Source: Wolfe (1976), *Mathematical Programming* 11.

use super::linear::{Cholesky, dot};

/// Rounding, in parts of the largest squared length.
const NEAR: f64 = 1e-14;

/// Weights, nought or more and summing to one, of the points whose weighted mean is nearest to the origin.
pub(crate) fn nearest_to_origin(points: &[Vec<f64>]) -> Vec<f64> {
    let squares: Vec<f64> = points.iter().map(|p| dot(p, p)).collect();
    let scale = squares.iter().copied().fold(0.0, f64::max).max(f64::MIN_POSITIVE);
    let start = (0..points.len()).min_by(|a, b| squares[*a].total_cmp(&squares[*b]));
    let mut corral: Vec<usize> = start.into_iter().collect();
    let mut weights = vec![1.0; corral.len()];
    // Each round lowers the distance; the bound only stops rounding from going round in circles.
    for _ in 0..100 * (points.len() + 1) {
        let mean = blend(points, &corral, &weights);
        let best = (0..points.len()).min_by(|a, b| dot(&points[*a], &mean).total_cmp(&dot(&points[*b], &mean)));
        let Some(best) = best.filter(|b| dot(&points[*b], &mean) < dot(&mean, &mean) - NEAR * scale) else { break };
        if corral.contains(&best) {
            break;
        }
        corral.push(best);
        weights.push(0.0);
        if !settle(points, &mut corral, &mut weights) {
            break;
        }
    }
    let mut all = vec![0.0; points.len()];
    corral.iter().zip(weights).for_each(|(point, weight)| all[*point] = weight);
    all
}

fn blend(points: &[Vec<f64>], corral: &[usize], weights: &[f64]) -> Vec<f64> {
    let mut mean = vec![0.0; points[0].len()];
    for (point, weight) in corral.iter().zip(weights) {
        mean.iter_mut().zip(&points[*point]).for_each(|(m, x)| *m += weight * x);
    }
    mean
}

/// Moves to the nearest point of the corral's affine hull, dropping points until that lies inside; false where rounding leaves no way on.
fn settle(points: &[Vec<f64>], corral: &mut Vec<usize>, weights: &mut Vec<f64>) -> bool {
    loop {
        let Some(wanted) = affine(points, corral) else {
            // The last point is a blend of the others to working precision.
            corral.pop();
            weights.pop();
            return false;
        };
        if wanted.iter().all(|w| *w > 1e-12) {
            *weights = wanted;
            return true;
        }
        let step = weights
            .iter()
            .zip(&wanted)
            .filter(|(_, w)| **w <= 1e-12)
            .map(|(now, w)| now / (now - w).max(f64::MIN_POSITIVE))
            .fold(1.0, f64::min);
        weights.iter_mut().zip(&wanted).for_each(|(now, w)| *now += step * (w - *now));
        let kept: Vec<usize> = (0..corral.len()).filter(|i| weights[*i] > 1e-12).collect();
        if kept.len() == corral.len() || kept.is_empty() {
            return false;
        }
        *corral = kept.iter().map(|i| corral[*i]).collect();
        *weights = kept.iter().map(|i| weights[*i]).collect();
        let total: f64 = weights.iter().sum();
        for weight in weights.iter_mut() {
            *weight /= total;
        }
    }
}

/// Weights that sum to one, of any sign, of the nearest point of the affine hull: `(11ᵀ + PPᵀ) v = 1`, then `v / Σv`.
fn affine(points: &[Vec<f64>], corral: &[usize]) -> Option<Vec<f64>> {
    let k = corral.len();
    let scale = corral.iter().map(|p| dot(&points[*p], &points[*p])).fold(f64::MIN_POSITIVE, f64::max);
    let mut matrix = vec![0.0; k * k];
    for (i, a) in corral.iter().enumerate() {
        for (j, b) in corral.iter().enumerate() {
            matrix[i * k + j] = 1.0 + dot(&points[*a], &points[*b]) / scale;
        }
    }
    let solved = Cholesky::of(matrix, k).solve(&vec![1.0; k])?;
    let total: f64 = solved.iter().sum();
    Some(solved.iter().map(|v| v / total).collect())
}
