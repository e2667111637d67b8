//! The share of jobs at or above an hourly wage, from published percentiles of pay.

use crate::FindingsError;
use lynchpin_pack::tables::Pay;
use serde::{Deserialize, Serialize};

/// `(share of jobs below, £ per hour)`.
type Point = (f64, f64);

/// The published percentiles of one group of jobs, those suppressed left out.
#[derive(Clone, Debug, PartialEq)]
pub struct PayCurve {
    /// Both rising.
    points: Vec<Point>,
    /// £ per hour that next to nobody is paid less than.
    floor: Option<f64>,
}

/// The wage that makes a job good.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WageLine {
    /// £ per hour: a job at or above it is good.
    pub threshold_pounds: f64,
    /// £ per hour of the legal minimum at the time of the pay figures, such as 10.42 for April 2023. Where the threshold lies below the lowest
    /// published percentile, the point estimate is then interpolated from "nobody below the floor"; the bounds do not lean on it.
    #[serde(default)]
    pub floor_pounds: Option<f64>,
}

/// What a point estimate rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PointBasis {
    /// Interpolated between two published percentiles, or equal to one.
    Interpolated,
    /// Interpolated between the legal minimum and the lowest published percentile.
    Floor,
}

/// A share of jobs at or above a wage, `0..=1`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Share {
    /// Lower bound: true of any distribution with these percentiles.
    pub low: f64,
    /// By interpolation; `None` where the wage lies outside the published percentiles (and no floor helps).
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
        Ok((!points.is_empty()).then_some(Self { points, floor: None }))
    }

    /// The same curve, knowing that next to nobody is paid less than `pounds` an hour.
    #[must_use]
    pub fn with_floor(self, pounds: Option<f64>) -> Self {
        Self { floor: pounds, ..self }
    }

    /// The share of jobs paid `pounds` an hour or more.
    ///
    /// Between two published percentiles the share is linear in the logarithm of pay, so that it falls steadily from one to the next and meets both;
    /// its bounds are the two percentiles themselves. Below the lowest or above the highest published percentile there are bounds only, unless a
    /// floor gives the point below the lowest.
    pub fn share_at_or_above(&self, pounds: f64) -> Share {
        let (below, reached) = self.around(pounds);
        Share {
            low: reached.map_or(0.0, |(share, _)| 1.0 - share),
            point: self.point(pounds).map(|(point, _)| point),
            high: below.map_or(1.0, |(share, _)| 1.0 - share),
        }
    }

    /// The point estimate and what it rests on.
    pub fn point(&self, pounds: f64) -> Option<(f64, PointBasis)> {
        match self.around(pounds) {
            (_, Some((share, pay))) if pay == pounds => Some((1.0 - share, PointBasis::Interpolated)),
            (Some(from), Some(to)) => Some((1.0 - share_below(pounds, from, to), PointBasis::Interpolated)),
            (None, Some(to)) => {
                let floor = self.floor.filter(|floor| *floor > 0.0 && *floor < to.1)?;
                let below = if pounds <= floor { 0.0 } else { share_below(pounds, (0.0, floor), to) };
                Some((1.0 - below, PointBasis::Floor))
            }
            (_, None) => None,
        }
    }

    /// The last published point under a wage, and the first at or over it.
    fn around(&self, pounds: f64) -> (Option<Point>, Option<Point>) {
        let below = self.points.iter().rfind(|(_, pay)| *pay < pounds);
        let reached = self.points.iter().find(|(_, pay)| *pay >= pounds);
        (below.copied(), reached.copied())
    }
}

/// The share below a wage between two points `(share below, £)`, linear in the logarithm of pay.
fn share_below(pounds: f64, (a, from): Point, (b, to): Point) -> f64 {
    a + (b - a) * (pounds / from).ln() / (to / from).ln()
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
