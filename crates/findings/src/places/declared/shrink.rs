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
/// `t²` as published holds the sampling variance too, so that rates are shrunk a little less than they might be. The posterior takes it out, over all districts
/// together as one district of few areas says little of its spread, and adds what is not known of the district's own middle.
pub fn shrink(counts: Counts<'_>) -> Vec<Shrunk> {
    let districts: Vec<District> =
        members(counts.district).into_iter().filter_map(|a| District::new(counts, a)).collect();
    let freedom: f64 = districts.iter().map(District::freedom).sum();
    let beyond: f64 =
        districts.iter().filter(|d| d.freedom() > 0.0).map(|d| d.freedom() * (d.spread - d.sampling)).sum();
    let true_spread = (beyond / freedom).max(0.0);
    let mut shrunk = vec![Shrunk { logit: 0.0, own: 0.0, posterior: (0.0, 0.0) }; counts.district.len()];
    for district in &districts {
        for (area, own) in district.areas.iter().zip(&district.own) {
            shrunk[*area] = district.shrunk(*own, true_spread);
        }
    }
    shrunk
}

/// Areas of each district.
fn members(district: &[usize]) -> Vec<Vec<usize>> {
    let mut members = vec![Vec::new(); district.iter().max().map_or(0, |most| most + 1)];
    district.iter().enumerate().for_each(|(area, district)| members[*district].push(area));
    members
}

/// A district: its areas, their logits with sampling variances, its own logit, and the spread of the ones about the other.
struct District {
    areas: Vec<usize>,
    own: Vec<Option<(f64, f64)>>,
    whole: f64,
    /// `t²` as published; not a number in a district of one area.
    spread: f64,
    /// Mean sampling variance of its areas.
    sampling: f64,
    known: f64,
}

impl District {
    /// `None` where nobody is counted in the whole district.
    fn new(counts: Counts<'_>, areas: Vec<usize>) -> Option<Self> {
        let total = |of: &[f64]| areas.iter().map(|area| of[*area].max(0.0)).sum::<f64>();
        let (whole, _) = logit(total(counts.above), total(counts.below))?;
        let own: Vec<Option<(f64, f64)>> =
            areas.iter().map(|area| logit(counts.above[*area], counts.below[*area])).collect();
        let known = own.iter().flatten().count() as f64;
        let spread = own.iter().flatten().map(|(m, _)| (m - whole).powi(2)).sum::<f64>() / (known - 1.0);
        let sampling = own.iter().flatten().map(|(_, s2)| s2).sum::<f64>() / known;
        Some(Self { areas, own, whole, spread, sampling, known })
    }

    fn freedom(&self) -> f64 {
        (self.known - 1.0).max(0.0)
    }

    fn shrunk(&self, own: Option<(f64, f64)>, true_spread: f64) -> Shrunk {
        let middle = (true_spread + self.sampling) / self.known;
        let Some((m, s2)) = own else {
            return Shrunk { logit: self.whole, own: 0.0, posterior: (self.whole, true_spread + middle) };
        };
        // A district of one area has no spread to judge by.
        if self.freedom() <= 0.0 {
            return Shrunk { logit: m, own: 1.0, posterior: (m, s2) };
        }
        let weight = |spread: f64| if spread + s2 > 0.0 { spread / (spread + s2) } else { 1.0 };
        let (w, v) = (weight(self.spread), weight(true_spread));
        let variance = v * s2 + (1.0 - v).powi(2) * middle;
        Shrunk { logit: w * m + (1.0 - w) * self.whole, own: w, posterior: (v * m + (1.0 - v) * self.whole, variance) }
    }
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
