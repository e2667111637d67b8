//! Rates of small areas shrunk towards the rate of their district: empirical Bayes on the logit.
//!
//! Source: English Indices of Deprivation, technical reports, on shrinkage estimation.

/// The counts of a rate, by area, with the district of each area (counted from 0).
#[derive(Clone, Copy, Debug)]
pub struct Counts<'a> {
    /// Counted above the line; fewer than none and more than all count as none and all.
    pub above: &'a [f64],
    /// Counted below the line; an area with none has its district's rate.
    pub below: &'a [f64],
    /// District of each area.
    pub district: &'a [usize],
}

/// A logit with the variance that is left in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shrunk {
    /// `m* = w·m + (1 − w)·M`.
    pub logit: f64,
    /// Weight of the area's own rate, `0..=1`.
    pub own: f64,
    /// Where the area's true logit may lie: mean and variance.
    pub posterior: (f64, f64),
}

impl Shrunk {
    /// The shrunken rate, `0..=1`.
    pub fn rate(&self) -> f64 {
        rate(self.logit)
    }
}

/// The rate of a logit.
pub(super) fn rate(logit: f64) -> f64 {
    1.0 / (1.0 + (-logit).exp())
}

/// `m = ln((r + ½)/(n − r + ½))` and `s² = (n + 1)(n + 2)/(n(r + 1)(n − r + 1))`; `None` where nobody is counted.
pub fn logit(above: f64, below: f64) -> Option<(f64, f64)> {
    if below.is_nan() || below <= 0.0 {
        return None;
    }
    let (n, r) = (below, above.clamp(0.0, below));
    let m = ((r + 0.5) / (n - r + 0.5)).ln();
    Some((m, (n + 1.0) * (n + 2.0) / (n * (r + 1.0) * (n - r + 1.0))))
}

/// Shrinks every area: `w = (1/s²)/(1/s² + 1/t²)` with M the logit of the district as a whole and `t² = Σ(m − M)²/(k − 1)` over its k areas. The only area of
/// a district keeps its own rate.
///
/// `t²` as published holds the sampling variance too, so that rates are shrunk a little less than they might be; the posterior takes it out.
pub fn shrink(counts: Counts<'_>) -> Vec<Shrunk> {
    let districts = counts.district.iter().max().map_or(0, |most| most + 1);
    let mut members = vec![Vec::new(); districts];
    counts.district.iter().enumerate().for_each(|(area, district)| members[*district].push(area));
    let mut shrunk = vec![Shrunk { logit: 0.0, own: 0.0, posterior: (0.0, 0.0) }; counts.district.len()];
    for areas in &members {
        let total = |of: &[f64]| areas.iter().map(|area| of[*area].max(0.0)).sum::<f64>();
        let Some((whole, _)) = logit(total(counts.above), total(counts.below)) else { continue };
        let own: Vec<Option<(f64, f64)>> =
            areas.iter().map(|area| logit(counts.above[*area], counts.below[*area])).collect();
        let known: Vec<(f64, f64)> = own.iter().flatten().copied().collect();
        let others = known.len().saturating_sub(1) as f64;
        let spread = known.iter().map(|(m, _)| (m - whole).powi(2)).sum::<f64>() / others;
        let sampling = known.iter().map(|(_, s2)| s2).sum::<f64>() / known.len() as f64;
        for (area, own) in areas.iter().zip(own) {
            shrunk[*area] = one(own, whole, spread, sampling);
        }
    }
    shrunk
}

fn one(own: Option<(f64, f64)>, whole: f64, spread: f64, sampling: f64) -> Shrunk {
    let Some((m, s2)) = own else { return Shrunk { logit: whole, own: 0.0, posterior: (whole, spread.max(0.0)) } };
    // A district of one area has no spread to judge by.
    if spread.is_nan() || spread.is_infinite() {
        return Shrunk { logit: m, own: 1.0, posterior: (m, s2) };
    }
    let weight = |spread: f64| if spread + s2 > 0.0 { spread / (spread + s2) } else { 1.0 };
    let w = weight(spread);
    let true_spread = (spread - sampling).max(0.0);
    let v = weight(true_spread);
    Shrunk { logit: w * m + (1.0 - w) * whole, own: w, posterior: (v * m + (1.0 - v) * whole, v * s2) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shrunk(above: &[f64], below: &[f64]) -> Vec<Shrunk> {
        shrink(Counts { above, below, district: &vec![0; above.len()] })
    }

    #[test]
    fn large_areas_keep_their_rate_and_tiny_ones_take_that_of_the_district() {
        // Sampling variance towards nought: the raw rate.
        let large = shrunk(&[1e8, 4e8], &[1e9, 1e9]);
        assert!((large[0].rate() - 0.1).abs() < 1e-6 && (large[1].rate() - 0.4).abs() < 1e-6);
        assert!(large.iter().all(|s| s.own > 0.999_999));
        // No spread within the district: its rate for all.
        let alike = shrunk(&[100.0; 5], &[1_000.0; 5]);
        assert!(alike.iter().all(|s| (s.rate() - 0.1).abs() < 1e-3), "{alike:?}");
        // In between: between the two.
        let mixed = shrunk(&[2.0, 300.0, 290.0], &[5.0, 1_000.0, 1_000.0]);
        let district = 592.0 / 2_005.0;
        assert!(mixed[0].rate() < 0.4 && mixed[0].rate() > district && mixed[0].own < mixed[1].own);
    }

    #[test]
    fn nobody_counted_and_alone_in_a_district() {
        let found = shrink(Counts {
            above: &[0.0, 30.0, 50.0, 7.0],
            below: &[0.0, 100.0, 100.0, 10.0],
            district: &[0, 0, 0, 1],
        });
        assert!((found[0].rate() - 80.0 / 200.0).abs() < 2e-3 && found[0].own == 0.0);
        assert!((found[3].rate() - 7.5 / 11.0).abs() < 1e-12 && found[3].own == 1.0);
    }

    #[test]
    fn published_formula_by_hand() {
        // r = 3 of n = 10 and r = 9 of n = 20: whole 12 of 30.
        let found = shrunk(&[3.0, 9.0], &[10.0, 20.0]);
        let (m1, m2, whole) = ((3.5_f64 / 7.5).ln(), (9.5_f64 / 11.5).ln(), (12.5_f64 / 18.5).ln());
        let t2 = (m1 - whole).powi(2) + (m2 - whole).powi(2);
        let s2 = 11.0 * 12.0 / (10.0 * 4.0 * 8.0);
        let w = (1.0 / s2) / (1.0 / s2 + 1.0 / t2);
        assert!((found[0].logit - (w * m1 + (1.0 - w) * whole)).abs() < 1e-12);
    }
}
