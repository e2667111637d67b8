//! Which hourly wage makes a job good: a wage floor of the pack, a share of the median, or the Real Living Wage of a year and region.

use super::pay::{PayCurve, median};
use crate::FindingsError;
use lynchpin_pack::config::{GoodPay, Thresholds, WageFloor};
use lynchpin_pack::tables::Pay;

/// The Real Living Wage, £ an hour: year, UK, London. Source: Living Wage Foundation.
pub const REAL_LIVING_WAGE: [(&str, f64, f64); 3] =
    [("2023-24", 12.00, 13.15), ("2024-25", 12.60, 13.85), ("2025-26", 13.45, 14.80)];

/// Codes under which pay tables list all employees together.
const ALL_EMPLOYEES: [&str; 3] = ["all", "", "total"];

/// The pack's wage floors with the wage that makes a job good first; or why there is none.
///
/// # Errors
/// [`FindingsError::BadParameter`] for a year of the Real Living Wage that is not built in; what the pay table refuses.
pub fn wage_floors(thresholds: &Thresholds, pay: &[Pay]) -> Result<Result<Vec<WageFloor>, String>, FindingsError> {
    let floors = &thresholds.wage_floors;
    let chosen = match thresholds.good_pay {
        None | Some(GoodPay::WageFloor) => return Ok(Ok(floors.clone())),
        Some(GoodPay::RealLivingWage) => Ok(real_living_wage(thresholds)?),
        Some(GoodPay::TwoThirdsOfMedian) => share_of_median(pay, 2.0 / 3.0, "two thirds of the median")?,
        Some(GoodPay::SixtyPercentOfMedian) => share_of_median(pay, 0.6, "60 % of the median")?,
    };
    Ok(chosen.map(|first| std::iter::once(first).chain(floors.iter().cloned()).collect()))
}

fn real_living_wage(thresholds: &Thresholds) -> Result<WageFloor, FindingsError> {
    let wanted = thresholds.real_living_wage_year.as_deref();
    let found = match wanted {
        Some(year) => REAL_LIVING_WAGE.iter().find(|(of, ..)| *of == year),
        None => REAL_LIVING_WAGE.last(),
    };
    let Some((year, uk, london)) = found else {
        let known: Vec<&str> = REAL_LIVING_WAGE.iter().map(|(year, ..)| *year).collect();
        return Err(FindingsError::BadParameter {
            name: "real_living_wage_year".to_owned(),
            value: wanted.unwrap_or_default().to_owned(),
            expected: format!("one of {}; another goes into thresholds.wage_floors", known.join(", ")),
        });
    };
    let (pounds, region) = if thresholds.real_living_wage_london { (london, "London") } else { (uk, "UK") };
    Ok(WageFloor {
        id: "real_living_wage".to_owned(),
        label: "the Real Living Wage".to_owned(),
        pounds_per_hour: *pounds,
        year: (*year).to_owned(),
        region: region.to_owned(),
    })
}

fn share_of_median(pay: &[Pay], share: f64, words: &str) -> Result<Result<WageFloor, String>, FindingsError> {
    for table in pay {
        if let Some(pounds) = median_of_all(table)? {
            return Ok(Ok(WageFloor {
                id: "share_of_median".to_owned(),
                label: format!("{words} hourly pay of all employees"),
                pounds_per_hour: share * pounds,
                year: table.provenance.period.clone(),
                region: "the pay table".to_owned(),
            }));
        }
    }
    Ok(Err("no pay table gives the median of all employees, nor jobs to weigh its groups by.".to_owned()))
}

/// The median of all employees, £ an hour: as published, else the wage that half of the groups' jobs are paid, weighted by jobs.
///
/// # Errors
/// [`FindingsError::FallingPay`].
pub fn median_of_all(pay: &Pay) -> Result<Option<f64>, FindingsError> {
    if let Some(published) = ALL_EMPLOYEES.iter().find_map(|code| median(pay, code).ok()) {
        return Ok(Some(published));
    }
    // Groups of one level of detail, so that no job counts twice.
    // A group without jobs or pay would leave the median open.
    let shortest = pay.codes.iter().map(String::len).min().unwrap_or(0);
    let mut groups = Vec::new();
    for (at, _) in pay.codes.iter().enumerate().filter(|(_, code)| code.len() == shortest) {
        let jobs = pay.jobs_thousand.get(at).copied().flatten().filter(|jobs| *jobs > 0.0);
        if let (Some(jobs), Some(curve)) = (jobs, PayCurve::of(pay, at)?) {
            groups.push((jobs, curve));
        } else if pay.jobs_thousand.get(at).copied().flatten() != Some(0.0) {
            return Ok(None);
        }
    }
    let all: f64 = groups.iter().map(|g| g.0).sum();
    if all <= 0.0 {
        return Ok(None);
    }
    let above = |pounds: f64| -> f64 {
        let share = |curve: &PayCurve| {
            let share = curve.share_at_or_above(pounds);
            share.point.unwrap_or(f64::midpoint(share.low, share.high))
        };
        groups.iter().map(|(jobs, curve)| jobs * share(curve)).sum::<f64>() / all
    };
    let (mut low, mut high) = (0.01, 1000.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if above(middle) >= 0.5 { low = middle } else { high = middle }
    }
    Ok(Some(f64::midpoint(low, high)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pay(codes: &[&str], jobs: &[f64], medians: &[f64]) -> Pay {
        Pay {
            by: "industry".into(),
            codes: codes.iter().map(|c| (*c).to_owned()).collect(),
            labels: codes.iter().map(|c| (*c).to_owned()).collect(),
            jobs_thousand: jobs.iter().map(|j| Some(*j)).collect(),
            percentiles: vec![10.0, 50.0, 90.0],
            pounds: medians.iter().map(|m| vec![Some(m / 2.0), Some(*m), Some(m * 2.0)]).collect(),
            ..Pay::default()
        }
    }

    #[test]
    fn the_median_is_the_published_one_or_that_of_the_jobs() -> Result<(), FindingsError> {
        let published = pay(&["all", "A"], &[10.0, 10.0], &[15.0, 12.0]);
        assert_eq!(median_of_all(&published)?, Some(15.0));
        let alike = pay(&["A", "B"], &[10.0, 30.0], &[15.0, 15.0]);
        assert!((median_of_all(&alike)?.unwrap_or(0.0) - 15.0).abs() < 1e-9);
        // One job in four at 10 and three at 20: the shares above x, 10 ≤ x ≤ 20, are linear in ln x, by hand.
        let two = pay(&["A", "B"], &[1.0, 3.0], &[10.0, 20.0]);
        let x = median_of_all(&two)?.unwrap_or(0.0);
        let above_a = 0.5 - 0.4 * (x / 10.0_f64).ln() / 2.0_f64.ln();
        let above_b = 0.9 - 0.4 * (x / 10.0_f64).ln() / 2.0_f64.ln();
        assert!((0.25 * above_a + 0.75 * above_b - 0.5).abs() < 1e-9, "{x}");
        Ok(())
    }

    #[test]
    fn the_choice_comes_first_and_the_rest_stays() -> Result<(), FindingsError> {
        let mut thresholds = Thresholds { good_pay: Some(GoodPay::RealLivingWage), ..Thresholds::default() };
        let first = |thresholds: &Thresholds| {
            wage_floors(thresholds, &[]).map(|found| found.ok().and_then(|f| f.first().map(|f| f.pounds_per_hour)))
        };
        assert_eq!(first(&thresholds)?, Some(13.45));
        thresholds.real_living_wage_year = Some("2023-24".into());
        thresholds.real_living_wage_london = true;
        assert_eq!(first(&thresholds)?, Some(13.15));
        thresholds.real_living_wage_year = Some("1999".into());
        assert!(first(&thresholds).is_err());
        thresholds.good_pay = Some(GoodPay::TwoThirdsOfMedian);
        let of_pay = wage_floors(&thresholds, &[pay(&["all"], &[1.0], &[15.0])])?.map(|f| f[0].pounds_per_hour);
        assert_eq!(of_pay, Ok(10.0));
        assert!(wage_floors(&thresholds, &[])?.is_err());
        Ok(())
    }
}
