//! The share of jobs above a wage: on simulated pay whose truth is known, and on published pay.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{Sheet, data};
use lynchpin_findings::FindingsError;
use lynchpin_findings::work::{PayCurve, PointBasis, Share, WageLine, good_jobs, low_pay_threshold, pay, pay_shares};
use lynchpin_pack::tables::{Jobs, Pay, Staffing};
use proptest::prelude::*;
use statrs::distribution::{ContinuousCDF, LogNormal};
use std::path::Path;

const PERCENTILES: [f64; 11] = [10.0, 20.0, 25.0, 30.0, 40.0, 50.0, 60.0, 70.0, 75.0, 80.0, 90.0];

const APRIL_2023: WageLine = WageLine { threshold_pounds: 12.0, floor_pounds: Some(10.42) };

fn line(threshold_pounds: f64) -> WageLine {
    WageLine { threshold_pounds, floor_pounds: None }
}

fn one(percentiles: &[f64], pounds: Vec<Option<f64>>) -> Pay {
    Pay {
        by: "occupation".to_owned(),
        codes: vec!["1".to_owned()],
        labels: vec!["One".to_owned()],
        percentiles: percentiles.to_vec(),
        pounds: vec![pounds],
        ..Pay::default()
    }
}

fn curve(percentiles: &[f64], pounds: &[f64]) -> PayCurve {
    let pay = one(percentiles, pounds.iter().copied().map(Some).collect());
    PayCurve::of(&pay, 0).unwrap().unwrap()
}

#[test]
fn published_points_are_met_and_the_rest_is_bounded() {
    let curve = curve(&[10.0, 50.0, 90.0], &[10.0, 20.0, 40.0]);
    let at = |pounds| curve.share_at_or_above(pounds);
    assert_eq!(at(20.0), Share { low: 0.5, point: Some(0.5), high: 0.9 });
    assert_eq!(at(10.0), Share { low: 0.9, point: Some(0.9), high: 1.0 });
    // Halfway between on the logarithm of pay.
    let half = at(10.0 * 2.0_f64.sqrt());
    assert!((half.point.unwrap() - 0.7).abs() < 1e-12);
    assert_eq!((half.low, half.high), (0.5, 0.9));
    assert_eq!(at(9.99), Share { low: 0.9, point: None, high: 1.0 });
    assert_eq!(at(40.01), Share { low: 0.0, point: None, high: 1.0 - 0.9 });
}

#[test]
fn the_legal_minimum_gives_a_point_below_the_lowest_percentile() {
    let curve = curve(&[10.0, 50.0], &[20.0, 30.0]);
    let floored = curve.clone().with_floor(Some(10.0));
    let (point, basis) = floored.point(10.0 * 2.0_f64.sqrt()).unwrap();
    assert!((point - 0.95).abs() < 1e-12);
    assert_eq!(basis, PointBasis::Floor);
    assert_eq!(floored.point(9.0), Some((1.0, PointBasis::Floor)));
    assert_eq!(floored.point(20.0), curve.point(20.0));
    assert_eq!(floored.point(31.0), None);
    // The bounds do not lean on it, and a floor above what a tenth is paid says nothing.
    assert_eq!(floored.share_at_or_above(15.0).high, 1.0);
    assert_eq!(curve.with_floor(Some(20.5)).point(15.0), None);
}

#[test]
fn a_wage_floor_that_many_are_paid_counts_all_of_them_as_at_it() {
    // Four tenths are paid the same: at that wage they are "at or above", a penny more and they are not.
    let curve = curve(&[10.0, 20.0, 50.0, 90.0], &[11.44, 11.44, 11.44, 20.0]);
    assert_eq!(curve.share_at_or_above(11.44).point, Some(0.9));
    let above = curve.share_at_or_above(11.45);
    assert!(above.point.unwrap() <= 0.5 && above.high == 0.5, "{above:?}");
}

#[test]
fn suppressed_percentiles_widen_the_bounds() {
    let pay = one(&[10.0, 50.0, 90.0], vec![Some(10.0), None, Some(40.0)]);
    let share = PayCurve::of(&pay, 0).unwrap().unwrap().share_at_or_above(20.0);
    assert_eq!((share.low, share.high), (1.0 - 0.9, 0.9));
    assert_eq!(PayCurve::of(&one(&[10.0, 50.0], vec![None, None]), 0).unwrap(), None);
}

#[test]
fn falling_percentiles_are_refused() {
    let pay = one(&[10.0, 50.0], vec![Some(12.0), Some(11.0)]);
    let error = PayCurve::of(&pay, 0).unwrap_err();
    assert!(matches!(&error, FindingsError::FallingPay { percentile: 50.0, .. }), "{error}");
}

proptest! {
    /// Pay is lognormal: the truth lies within the bounds always, and the point within two percentage points of it.
    #[test]
    fn lognormal_pay_lies_within_its_bounds(
        location in 2.2_f64..3.2,
        spread in 0.2_f64..0.7,
        pounds in 8.0_f64..45.0,
        kept in prop::collection::vec(any::<bool>(), 11),
    ) {
        let law = LogNormal::new(location, spread).unwrap();
        let quantiles = PERCENTILES.map(|p| law.inverse_cdf(p / 100.0));
        let some: Vec<_> = quantiles.iter().zip(&kept).map(|(q, k)| k.then_some(*q)).collect();
        let truth = 1.0 - law.cdf(pounds);
        if let Some(curve) = PayCurve::of(&one(&PERCENTILES, some), 0).unwrap() {
            let share = curve.share_at_or_above(pounds);
            prop_assert!(share.low - 1e-9 <= truth && truth <= share.high + 1e-9);
        }
        let share = curve(&PERCENTILES, &quantiles).share_at_or_above(pounds);
        if let Some(point) = share.point {
            prop_assert!((point - truth).abs() < 0.02, "{} {}", point, truth);
        }
    }

    /// A higher wage is never paid to more jobs.
    #[test]
    fn shares_fall_as_the_wage_rises(
        mut pounds in prop::collection::vec(900_u32..4000, 11),
        a in 800_u32..4200,
        b in 800_u32..4200,
    ) {
        pounds.sort_unstable();
        let curve = curve(&PERCENTILES, &pounds.iter().map(|p| f64::from(*p) / 100.0).collect::<Vec<_>>());
        let at = |pence: u32| curve.share_at_or_above(f64::from(pence) / 100.0);
        let (lower, upper) = (at(a.min(b)), at(a.max(b)));
        prop_assert!(lower.low >= upper.low && lower.high >= upper.high);
        if let (Some(x), Some(y)) = (lower.point, upper.point) {
            prop_assert!(x >= y - 1e-12);
        }
        for share in [lower, upper] {
            prop_assert!(share.point.is_none_or(|p| share.low - 1e-12 <= p && p <= share.high + 1e-12));
        }
    }
}

#[test]
fn pay_by_occupation_is_carried_to_industries_with_every_loss_counted() {
    let mut pay = one(&[10.0, 50.0, 90.0], vec![Some(10.0), Some(20.0), Some(40.0)]);
    pay.codes = ["1111", "22", "3333"].map(str::to_owned).to_vec();
    pay.pounds.push(vec![Some(8.0), Some(10.0), Some(20.0)]);
    pay.pounds.push(vec![None, Some(15.0), None]);
    let staffing = Staffing {
        // 2222 has no row of its own: the wider 22 speaks for it. 9999 has none at all. 3333 has a median alone.
        occupations: ["1111", "2222", "3333", "9999"].map(str::to_owned).to_vec(),
        industries: vec!["A".to_owned(), "B".to_owned(), "C".to_owned()],
        people: vec![vec![50.0, 0.0, 0.0], vec![30.0, 10.0, 0.0], vec![10.0, 0.0, 0.0], vec![10.0, 0.0, 0.0]],
        ..Staffing::default()
    };
    let shares = pay_shares(&pay, Some(&staffing), line(20.0)).unwrap();
    let [a, b, c] = &shares.industries[..] else { panic!("three industries") };
    assert_eq!(a.people, Some(100.0));
    assert_eq!((a.people_interpolated, a.people_by_wider_occupation), (50.0, 30.0));
    assert_eq!((a.people_by_bounds_only, a.people_without_pay), (10.0, 10.0));
    // 1111: half; 22 at £20: a tenth; 3333 above its median: middle of 0 and a half; over the 90 whose pay is known.
    let expected = (50.0 * 0.5 + 30.0 * 0.1 + 10.0 * 0.25) / 90.0;
    assert!((a.share.point.unwrap() - expected).abs() < 1e-12);
    // Low: 9999 none, 2222 none (bounds of 22 do not bind it). High: both whole.
    assert!((a.share.low - 0.25).abs() < 1e-12);
    assert!((a.share.high - (50.0 * 0.9 + 30.0 + 10.0 * 0.5 + 10.0) / 100.0).abs() < 1e-12);
    assert!((b.share.point.unwrap() - 0.1).abs() < 1e-12);
    assert_eq!(c.share, Share::UNKNOWN);
    assert_eq!(shares.occupations_without_pay, [("9999".to_owned(), 10.0)]);

    let jobs = Jobs {
        codes: vec!["w1".to_owned(), "w2".to_owned()],
        industries: vec!["B".to_owned(), "T".to_owned()],
        counts: vec![vec![100.0, 0.0], vec![5.0, 1.0]],
        ..Jobs::default()
    };
    let good = good_jobs(&jobs, &shares).unwrap();
    assert_eq!(good.jobs_without_share, [("T".to_owned(), 6.0)]);
    assert_eq!((good.all[0], good.low[0], good.high[0]), (105.0, 0.0, 105.0));
    assert!((good.point[0] - 10.0).abs() < 1e-9);
    assert_eq!((good.low[1], good.point[1], good.high[1]), (0.0, 0.0, 1.0));
    let early = good.on_shift(&[0.2, 1.0]).unwrap();
    assert_eq!((early.all[0], early.all[1]), (21.0, 1.0));
    assert!(good.on_shift(&[0.2]).is_err() && good.on_shift(&[0.2, 1.5]).is_err());
    assert!(matches!(pay_shares(&pay, None, line(12.0)), Err(FindingsError::NoPay { .. })));
    assert!(matches!(pay_shares(&pay, None, line(f64::NAN)), Err(FindingsError::BadParameter { .. })));
}

#[test]
fn pay_by_industry_is_read_directly() {
    let mut pay = one(&[10.0, 50.0, 90.0], vec![Some(10.0), Some(20.0), Some(40.0)]);
    pay.by = "industry".to_owned();
    pay.codes.push("G".to_owned());
    pay.pounds.push(vec![None, None, None]);
    let shares = pay_shares(&pay, None, line(20.0)).unwrap();
    assert_eq!(shares.industries[0].share.point, Some(0.5));
    assert_eq!(shares.industries[1].share, Share::UNKNOWN);
    assert_eq!(shares.industries[1].people, None);
}

fn ashe2023(data: &Path) -> Pay {
    let sheet = Sheet::read(data, "pay", "ashe_hourly_gross_soc4_uk.csv.gz");
    let columns: Vec<Vec<Option<f64>>> = PERCENTILES
        .iter()
        .map(|p| if *p == 50.0 { sheet.numbers("median") } else { sheet.numbers(&format!("p{p}")) })
        .collect();
    let (years, groups) = (sheet.text("year"), sheet.text("group"));
    let (codes, labels) = (sheet.text("soc2020"), sheet.text("occupation"));
    let rows: Vec<usize> = (0..years.len()).filter(|i| years[*i] == "2023" && groups[*i] == "All").collect();
    Pay {
        by: "occupation".to_owned(),
        codes: rows.iter().map(|i| codes[*i].clone()).collect(),
        labels: rows.iter().map(|i| labels[*i].clone()).collect(),
        percentiles: PERCENTILES.to_vec(),
        pounds: rows.iter().map(|i| columns.iter().map(|c| c[*i]).collect()).collect(),
        ..Pay::default()
    }
}

fn aps2023(data: &Path) -> Staffing {
    let sheet = Sheet::read(data, "jobs", "aps_employment_soc4_by_sic_section_uk_2021_2024.csv.gz");
    let industries: Vec<String> = ('A'..='S').map(String::from).collect();
    let columns: Vec<_> = industries.iter().map(|i| sheet.numbers(&format!("sic_{i}"))).collect();
    let (years, codes) = (sheet.text("year"), sheet.text("soc2020"));
    let rows: Vec<usize> = (0..years.len()).filter(|i| years[*i] == "2023").collect();
    Staffing {
        occupations: rows.iter().map(|i| codes[*i].clone()).collect(),
        people: rows.iter().map(|i| columns.iter().map(|c| c[*i].unwrap_or(0.0)).collect()).collect(),
        industries,
        ..Staffing::default()
    }
}

#[test]
fn medians_of_2023_are_those_published() {
    let Some(data) = data() else { return };
    let ashe = ashe2023(&data);
    for (code, pounds) in [("6111", 11.45), ("7211", 12.22), ("9252", 12.08)] {
        assert_eq!(pay::median(&ashe, code), Ok(pounds));
        let group = ashe.codes.iter().position(|c| c == code).unwrap();
        let curve = PayCurve::of(&ashe, group).unwrap().unwrap();
        assert_eq!(curve.share_at_or_above(pounds).point, Some(0.5));
    }
    let low = low_pay_threshold(&ashe, "").unwrap();
    println!("low pay line 2023: £{low:.2}");
    assert!((low - pay::median(&ashe, "").unwrap() / 1.5).abs() < 1e-12);
}

#[test]
fn industries_of_2023_order_as_their_pay_does() {
    let Some(data) = data() else { return };
    let (ashe, aps) = (ashe2023(&data), aps2023(&data));
    let shares = pay_shares(&ashe, Some(&aps), APRIL_2023).unwrap();
    for industry in &shares.industries {
        println!("{industry:?}");
    }
    println!("without pay: {:?}", shares.occupations_without_pay);
    let of = |code: &str| shares.industries.iter().find(|i| i.code == code).unwrap();
    for (low, high) in [("I", "G"), ("G", "C"), ("Q", "J"), ("N", "K")] {
        assert!(of(low).share.point < of(high).share.point, "{low} {high}");
    }
    let (people, point): (f64, f64) = shares.industries.iter().fold((0.0, 0.0), |sum, i| {
        let people = i.people.unwrap();
        (sum.0 + people, sum.1 + people * i.share.point.unwrap())
    });
    // Carried through occupations and back together, the share of all jobs is near that of the all-employee row.
    let all = ashe.codes.iter().position(String::is_empty).unwrap();
    let direct = PayCurve::of(&ashe, all).unwrap().unwrap().share_at_or_above(12.0).point.unwrap();
    println!("all: carried {:.4}, direct {direct:.4}", point / people);
    assert!((point / people - direct).abs() < 0.015);
}

#[test]
fn good_jobs_of_england_and_wales_lie_within_their_bounds() {
    let Some(data) = data() else { return };
    let shares = pay_shares(&ashe2023(&data), Some(&aps2023(&data)), APRIL_2023).unwrap();
    let sheet = Sheet::read(&data, "jobs", "bres2018_employment_sic_section_lsoa11.csv.gz");
    let industries: Vec<String> = ('A'..='U').map(String::from).collect();
    let column = |i: &String| sheet.numbers(&format!("sic_{i}")).into_iter().map(|n| n.unwrap_or(0.0)).collect();
    let jobs = Jobs {
        codes: sheet.text("lsoa11_code"),
        counts: industries.iter().map(column).collect(),
        industries,
        ..Jobs::default()
    };
    let good = good_jobs(&jobs, &shares).unwrap();
    let (all, low, point, high) = good.totals();
    println!("jobs {all}, good {low:.0} {point:.0} {high:.0}; without {:?}", good.jobs_without_share);
    assert_eq!(good.codes.len(), 34_753);
    for workplace in 0..good.codes.len() {
        let [low, point, high, all] = [&good.low, &good.point, &good.high, &good.all].map(|c| c[workplace]);
        assert!(low <= point + 1e-9 && point <= high + 1e-9 && high <= all + 1e-9);
    }
}
