//! Which sectors a place's work is in: shares, and location quotients against the nation.

use crate::FindingsError;
use crate::error::aligned;
use crate::interval::{Interval, ratio, wilson};
use serde::Serialize;

/// One sector of a place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SectorShare {
    /// Its code, such as a SIC section.
    pub code: String,
    /// Jobs (or residents in work) of the place in it.
    pub jobs: f64,
    /// Its share of the place's jobs, `0..=1`, with Wilson's interval; `None` where the place has no jobs.
    pub share: Option<Interval>,
    /// Whether the sector's numbers are too small to tell (see [`withhold_small`]): neither share nor quotient is given, nor may `jobs` be shown.
    pub withheld: bool,
    /// Its location quotient, the share over the share in the nation; `None` where either has no jobs in it.
    pub location_quotient: Option<Interval>,
}

/// The shares and location quotients of a place, `LQ = (x / Σx) / (X / ΣX)`, in the order of `codes`.
///
/// Each share has Wilson's interval, with jobs taken as independent draws; the quotient recovers its limits from the two shares on the log scale. The
/// nation is taken as independent of the place, which widens the interval a little for a place that is a large part of it.
///
/// # Errors
/// [`FindingsError::Misaligned`] where the columns are not in step; [`FindingsError::BadParameter`] for a count that is negative or not a number.
pub fn sector_shares(codes: &[String], place: &[f64], nation: &[f64]) -> Result<Vec<SectorShare>, FindingsError> {
    aligned("jobs of the place by sector", codes.len(), place.len())?;
    aligned("jobs of the nation by sector", codes.len(), nation.len())?;
    if let Some(count) = place.iter().chain(nation).find(|count| !(count.is_finite() && **count >= 0.0)) {
        return Err(FindingsError::BadParameter {
            name: "jobs by sector".to_owned(),
            value: count.to_string(),
            expected: "a count of 0 or more".to_owned(),
        });
    }
    let (here, everywhere): (f64, f64) = (place.iter().sum(), nation.iter().sum());
    let of_sector = |((code, jobs), all): ((&String, &f64), &f64)| {
        let share = wilson(*jobs, here);
        let national = wilson(*all, everywhere);
        let location_quotient = share.zip(national).and_then(|(share, national)| ratio(&share, &national));
        SectorShare { code: code.clone(), jobs: *jobs, share, withheld: false, location_quotient }
    };
    Ok(codes.iter().zip(place).zip(nation).map(of_sector).collect())
}

/// Withholds sectors with fewer than `minimum` people but some; one withheld alone takes the smallest other with it, as the rest would give it away.
pub fn withhold_small(shares: &mut [SectorShare], minimum: f64) {
    let hold = |share: &mut SectorShare| {
        share.withheld = true;
        share.share = None;
        share.location_quotient = None;
    };
    let mut held = 0;
    for share in shares.iter_mut().filter(|share| share.jobs > 0.0 && share.jobs < minimum) {
        hold(share);
        held += 1;
    }
    let others = shares.iter_mut().filter(|share| !share.withheld && share.jobs > 0.0);
    if held == 1
        && let Some(smallest) = others.min_by(|a, b| a.jobs.total_cmp(&b.jobs))
    {
        hold(smallest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(n: usize) -> Vec<String> {
        (0..n).map(|i| i.to_string()).collect()
    }

    #[test]
    fn quotients_are_ratios_of_shares_and_average_to_one_over_the_nation() -> Result<(), FindingsError> {
        let nation = [500.0, 300.0, 200.0];
        let found = sector_shares(&codes(3), &[20.0, 60.0, 20.0], &nation)?;
        let quotients: Vec<f64> = found.iter().filter_map(|s| s.location_quotient.map(|q| q.estimate)).collect();
        for (found, expected) in quotients.iter().zip([0.4, 2.0, 1.0]) {
            assert!((found - expected).abs() < 1e-12);
        }
        let mean: f64 = quotients.iter().zip(nation).map(|(quotient, jobs)| quotient * jobs / 1000.0).sum();
        assert!((mean - 1.0).abs() < 1e-12);
        assert!(found.iter().filter_map(|s| s.location_quotient).all(|q| q.low < q.estimate && q.estimate < q.high));
        Ok(())
    }

    #[test]
    fn few_people_are_withheld_and_cannot_be_worked_out() -> Result<(), FindingsError> {
        let mut found = sector_shares(&codes(4), &[4.0, 60.0, 0.0, 20.0], &[10.0; 4])?;
        withhold_small(&mut found, 10.0);
        assert_eq!(found.iter().map(|s| s.withheld).collect::<Vec<_>>(), [true, false, false, true]);
        assert!(found[0].share.is_none() && found[1].share.is_some() && found[2].share.is_some());
        Ok(())
    }

    #[test]
    fn a_sector_without_jobs_has_no_quotient_and_a_bad_count_is_refused() -> Result<(), FindingsError> {
        let found = sector_shares(&codes(2), &[0.0, 9.0], &[5.0, 5.0])?;
        assert_eq!(found[0].location_quotient, None);
        assert!(found[1].location_quotient.is_some());
        assert!(sector_shares(&codes(2), &[0.0, 0.0], &[5.0, 5.0])?.iter().all(|s| s.share.is_none()));
        assert!(sector_shares(&codes(2), &[-1.0, 9.0], &[5.0, 5.0]).is_err());
        assert!(sector_shares(&codes(2), &[9.0], &[5.0, 5.0]).is_err());
        Ok(())
    }
}
