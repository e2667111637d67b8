//! The share of jobs at or above an hourly wage, from published percentiles of pay.

use crate::FindingsError;
use lynchpin_pack::tables::Pay;
use serde::Serialize;

/// The published percentiles of one group of jobs, those suppressed left out.
#[derive(Clone, Debug, PartialEq)]
pub struct PayCurve {
    /// `(share of jobs below, £ per hour)`, both rising.
    points: Vec<(f64, f64)>,
}

/// A share of jobs at or above a wage, `0..=1`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Share {
    /// Lower bound: true of any distribution with these percentiles.
    pub low: f64,
    /// By interpolation; `None` where the wage lies outside the published percentiles.
    pub point: Option<f64>,
    /// Upper bound.
    pub high: f64,
}

impl Share {
    /// All that is known without any figure.
    pub const UNKNOWN: Self = Self { low: 0.0, point: None, high: 1.0 };
}

impl PayCurve {
    /// The curve of one group of a pay table; `None` where every percentile is suppressed.
    ///
    /// # Errors
    /// [`FindingsError::FallingPay`] where a percentile is below the one before.
    pub fn of(pay: &Pay, group: usize) -> Result<Option<Self>, FindingsError> {
        let row = pay.pounds.get(group).map_or(&[][..], Vec::as_slice);
        let mut points: Vec<(f64, f64)> = pay
            .percentiles
            .iter()
            .zip(row)
            .filter_map(|(percentile, pounds)| Some((percentile / 100.0, (*pounds)?)))
            .filter(|(_, pounds)| *pounds > 0.0)
            .collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        if let Some(pair) = points.windows(2).find(|pair| pair[1].1 < pair[0].1) {
            return Err(FindingsError::FallingPay {
                group: pay.codes.get(group).cloned().unwrap_or_default(),
                percentile: 100.0 * pair[1].0,
                pounds: pair[1].1,
                before: pair[0].1,
            });
        }
        Ok((!points.is_empty()).then_some(Self { points }))
    }

    /// The share of jobs paid `pounds` an hour or more.
    ///
    /// Between two published percentiles the share is linear in the logarithm of pay, so that it falls steadily from one to the next and meets both;
    /// its bounds are the two percentiles themselves. Below the lowest or above the highest published percentile there are bounds only.
    pub fn share_at_or_above(&self, pounds: f64) -> Share {
        let below = self.points.iter().rfind(|(_, pay)| *pay < pounds);
        let reached = self.points.iter().find(|(_, pay)| *pay >= pounds);
        let point = match (below, reached) {
            (_, Some((share, pay))) if *pay == pounds => Some(1.0 - share),
            (Some((a, from)), Some((b, to))) => {
                let along = (pounds / from).ln() / (to / from).ln();
                Some(1.0 - (a + (b - a) * along))
            }
            _ => None,
        };
        Share {
            low: reached.map_or(0.0, |(share, _)| 1.0 - share),
            point,
            high: below.map_or(1.0, |(share, _)| 1.0 - share),
        }
    }
}

/// The low-pay line of the ONS: two thirds of the median, £ per hour, of the group with this code (all employees; often the empty code).
///
/// # Errors
/// [`FindingsError::NoPay`] where the group or its median is absent.
pub fn low_pay_threshold(pay: &Pay, code: &str) -> Result<f64, FindingsError> {
    Ok(median(pay, code)? * 2.0 / 3.0)
}

/// The published median of a group, £ per hour.
///
/// # Errors
/// [`FindingsError::NoPay`] where the group or its median is absent.
pub fn median(pay: &Pay, code: &str) -> Result<f64, FindingsError> {
    let missing = |what: &str| FindingsError::NoPay { what: what.to_owned(), group: code.to_owned() };
    let group = pay.codes.iter().position(|c| c == code).ok_or_else(|| missing("row"))?;
    let column = pay.percentiles.iter().position(|p| *p == 50.0).ok_or_else(|| missing("50 percentile"))?;
    let pounds = pay.pounds.get(group).and_then(|row| row.get(column)).copied().flatten();
    pounds.ok_or_else(|| missing("published median"))
}
