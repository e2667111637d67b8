//! Nelder and Mead's downhill simplex, for a handful of numbers and a function without a slope.
//!
//! Source: Nelder and Mead (1965), *Computer Journal* 7.

/// The point with the least value found from `start` in at most `rounds` steps; `reach` is how far the first simplex goes along each axis.
pub(crate) fn least(start: &[f64], reach: f64, rounds: usize, value: impl Fn(&[f64]) -> f64) -> Vec<f64> {
    let n = start.len();
    let mut simplex: Vec<(f64, Vec<f64>)> = vec![(value(start), start.to_vec())];
    for axis in 0..n {
        let mut corner = start.to_vec();
        corner[axis] += reach;
        simplex.push((value(&corner), corner));
    }
    for _ in 0..rounds {
        simplex.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (best, worst) = (simplex[0].0, simplex[n].0);
        if worst - best <= 1e-12 * best.abs() {
            break;
        }
        let centre: Vec<f64> = (0..n).map(|k| simplex[..n].iter().map(|s| s.1[k]).sum::<f64>() / n as f64).collect();
        let along = |step: f64| {
            let point: Vec<f64> = centre.iter().zip(&simplex[n].1).map(|(c, w)| c + step * (w - c)).collect();
            (value(&point), point)
        };
        let reflected = along(-1.0);
        let next = if reflected.0 < best {
            let further = along(-2.0);
            if further.0 < reflected.0 { further } else { reflected }
        } else if reflected.0 < simplex[n - 1].0 {
            reflected
        } else {
            along(if reflected.0 < worst { -0.5 } else { 0.5 })
        };
        if next.0 < worst {
            simplex[n] = next;
            continue;
        }
        let lowest = simplex[0].1.clone();
        for (at, point) in &mut simplex[1..] {
            point.iter_mut().zip(&lowest).for_each(|(p, l)| *p = f64::midpoint(*p, *l));
            *at = value(point);
        }
    }
    simplex.into_iter().min_by(|a, b| a.0.total_cmp(&b.0)).map_or_else(Vec::new, |s| s.1)
}
