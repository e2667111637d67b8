//! The share of each industry's jobs at or above a wage: read directly, or carried from occupations by who works where.

use crate::FindingsError;
use crate::error::aligned;
use crate::interval::total;
use crate::work::pay::{PayCurve, PointBasis, Share, WageLine};
use lynchpin_pack::tables::{Pay, Staffing};
use serde::Serialize;

/// The share of jobs at or above a wage in every industry.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PayShares {
    /// The wage.
    pub line: WageLine,
    /// One per industry.
    pub industries: Vec<IndustryShare>,
    /// Occupations whose pay is not published at any level of detail, with the people in them, most people first.
    pub occupations_without_pay: Vec<(String, f64)>,
}

/// One industry.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct IndustryShare {
    /// Its code.
    pub code: String,
    /// Share of jobs at or above the wage. People without pay figures widen the bounds and are left out of the point.
    pub share: Share,
    /// People in it in the staffing table; `None` where pay is published by industry.
    pub people: Option<f64>,
    /// Of them, people whose occupation's pay is interpolated from its own percentiles.
    pub people_interpolated: f64,
    /// Of them, people whose point is interpolated from the legal minimum up, as the wage is below their lowest published percentile.
    pub people_by_floor: f64,
    /// Of them, people whose point leans on the wider occupation, held within their own bounds.
    pub people_by_wider_occupation: f64,
    /// Of them, people whose point is the middle of their bounds: the wage lies outside every published percentile.
    pub people_by_bounds_only: f64,
    /// Of them, people in occupations without any published pay.
    pub people_without_pay: f64,
}

/// The share of jobs at or above a wage in each industry. Pay by industry is read directly; pay by occupation is weighted by `staffing`.
///
/// # Errors
/// [`FindingsError::NoPay`] where pay is by occupation and there is no staffing table; [`FindingsError::FallingPay`]; [`FindingsError::BadParameter`] for a
/// wage that is not positive; [`FindingsError::Misaligned`].
pub fn pay_shares(pay: &Pay, staffing: Option<&Staffing>, line: WageLine) -> Result<PayShares, FindingsError> {
    for (name, pounds) in [("threshold_pounds", Some(line.threshold_pounds)), ("floor_pounds", line.floor_pounds)] {
        if let Some(pounds) = pounds.filter(|p| !(*p > 0.0 && p.is_finite())) {
            return Err(FindingsError::BadParameter {
                name: name.to_owned(),
                value: pounds.to_string(),
                expected: "pounds per hour above 0".to_owned(),
            });
        }
    }
    aligned("pay: rows", pay.codes.len(), pay.pounds.len())?;
    match staffing {
        _ if pay.by == "industry" => direct(pay, line),
        Some(staffing) => carried(pay, staffing, line),
        None => Err(FindingsError::NoPay {
            what: "staffing table (occupation by industry) to carry pay by occupation to industries".to_owned(),
            group: pay.provenance.title.clone(),
        }),
    }
}

fn direct(pay: &Pay, line: WageLine) -> Result<PayShares, FindingsError> {
    let mut industries = Vec::with_capacity(pay.codes.len());
    for (group, code) in pay.codes.iter().enumerate() {
        let curve = PayCurve::of(pay, group)?.map(|curve| curve.with_floor(line.floor_pounds));
        industries.push(IndustryShare {
            code: code.clone(),
            share: curve.map_or(Share::UNKNOWN, |curve| curve.share_at_or_above(line.threshold_pounds)),
            people: None,
            people_interpolated: 0.0,
            people_by_floor: 0.0,
            people_by_wider_occupation: 0.0,
            people_by_bounds_only: 0.0,
            people_without_pay: 0.0,
        });
    }
    Ok(PayShares { line, industries, occupations_without_pay: Vec::new() })
}

/// What an occupation's share rests on.
#[derive(Clone, Copy, PartialEq)]
enum Basis {
    Own,
    Floor,
    Wider,
    BoundsOnly,
    Nothing,
}

struct Occupation {
    low: f64,
    point: f64,
    high: f64,
    basis: Basis,
}

fn carried(pay: &Pay, staffing: &Staffing, line: WageLine) -> Result<PayShares, FindingsError> {
    aligned("staffing: occupations", staffing.occupations.len(), staffing.people.len())?;
    let shares = row_shares(pay, line)?;
    let mut occupations = Vec::with_capacity(staffing.occupations.len());
    for (code, people) in staffing.occupations.iter().zip(&staffing.people) {
        aligned(&format!("staffing of occupation {code}"), staffing.industries.len(), people.len())?;
        occupations.push(occupation(pay, &shares, code));
    }
    let industries = staffing
        .industries
        .iter()
        .enumerate()
        .map(|(industry, code)| {
            let people = staffing.people.iter().map(|row| row[industry]);
            industry_share(code, occupations.iter().zip(people))
        })
        .collect();
    let mut without: Vec<(String, f64)> = occupations
        .iter()
        .enumerate()
        .filter(|(_, o)| o.basis == Basis::Nothing)
        .map(|(i, _)| (staffing.occupations[i].clone(), total(staffing.people[i].iter().copied())))
        .collect();
    without.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Ok(PayShares { line, industries, occupations_without_pay: without })
}

/// A published row's share, and what its point rests on.
type RowShare = Option<(Share, Option<PointBasis>)>;

fn row_shares(pay: &Pay, line: WageLine) -> Result<Vec<RowShare>, FindingsError> {
    let mut shares = Vec::with_capacity(pay.codes.len());
    for group in 0..pay.codes.len() {
        shares.push(PayCurve::of(pay, group)?.map(|curve| {
            let curve = curve.with_floor(line.floor_pounds);
            let basis = curve.point(line.threshold_pounds).map(|(_, basis)| basis);
            (curve.share_at_or_above(line.threshold_pounds), basis)
        }));
    }
    Ok(shares)
}

/// The share of one occupation, leaning on the wider occupation (its code less the last digits) where its own percentiles do not say.
fn occupation(pay: &Pay, shares: &[RowShare], code: &str) -> Occupation {
    let share_of = |code: &str| {
        let group = pay.codes.iter().position(|c| c == code)?;
        shares.get(group).copied().flatten()
    };
    let own = share_of(code);
    let wider: Vec<Share> =
        (1..code.len()).rev().filter_map(|digits| share_of(code.get(..digits)?)).map(|(share, _)| share).collect();
    let wider_point = wider.iter().find_map(|share| share.point);
    // Bounds of a wider occupation do not bind a part of it, so only its own percentiles narrow them.
    let (Share { low, point, high }, basis) = own.unwrap_or((Share::UNKNOWN, None));
    let (point, basis) = match (point, basis, wider_point) {
        (Some(point), Some(PointBasis::Interpolated), _) => (point, Basis::Own),
        (Some(point), _, _) => (point, Basis::Floor),
        (None, _, Some(point)) => (point.clamp(low, high), Basis::Wider),
        (None, _, None) if own.is_some() || !wider.is_empty() => (f64::midpoint(low, high), Basis::BoundsOnly),
        (None, _, None) => (0.0, Basis::Nothing),
    };
    Occupation { low, point, high, basis }
}

fn industry_share<'a>(code: &str, staff: impl Iterator<Item = (&'a Occupation, f64)>) -> IndustryShare {
    let (mut low, mut point, mut high) = (0.0, 0.0, 0.0);
    let mut people_of = [0.0; 5];
    for (occupation, people) in staff {
        low += people * occupation.low;
        point += people * occupation.point;
        high += people * occupation.high;
        people_of[occupation.basis as usize] += people;
    }
    let [own, floor, wider, bounds, nothing] = people_of;
    let known = own + floor + wider + bounds;
    let all = known + nothing;
    let share = if all > 0.0 {
        // Rounding of sums must not carry a share past its own bounds.
        let point = (known > 0.0).then(|| (point / known).clamp(low / all, high / all));
        Share { low: low / all, point, high: high / all }
    } else {
        Share::UNKNOWN
    };
    IndustryShare {
        code: code.to_owned(),
        share,
        people: Some(all),
        people_interpolated: own,
        people_by_floor: floor,
        people_by_wider_occupation: wider,
        people_by_bounds_only: bounds,
        people_without_pay: nothing,
    }
}

/// The share of jobs at or above a wage in each of these occupations, `0..=1`: its own where its percentiles say, else the wider occupation's held within
/// its own bounds, else the middle of its bounds; `None` where no pay is published at any level of detail.
///
/// # Errors
/// [`FindingsError::FallingPay`].
pub(crate) fn occupation_points(pay: &Pay, codes: &[&str], line: WageLine) -> Result<Vec<Option<f64>>, FindingsError> {
    let shares = row_shares(pay, line)?;
    let point =
        |code: &&str| Some(occupation(pay, &shares, code)).filter(|o| o.basis != Basis::Nothing).map(|o| o.point);
    Ok(codes.iter().map(point).collect())
}
