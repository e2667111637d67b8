//! Good jobs for each jobseeker: two-step floating catchments over the rows of both modes.

use anyhow::Result;
use lynchpin_findings::work::{GoodJobs, PerSeeker, Seekers};
use lynchpin_pack::tables::LedgerEntry;
use lynchpin_reach::access::{Catchments, Decay, KeptRows, Opportunities, TwoStep};

/// What jobseekers get within each threshold.
pub(super) struct Shares {
    /// By mode (public transport, car), then threshold, then home: good jobs for each jobseeker.
    pub(super) by_mode: [Vec<Vec<PerSeeker>>; 2],
    /// Good jobs that no jobseeker reaches, by threshold.
    pub(super) ledger: Vec<LedgerEntry>,
}

/// Shares good jobs out among all jobseekers who reach them, those without a car by public transport and those with one by car: `R_j = S_j / Σ P`,
/// `A = Σ R_j` over the workplaces within the threshold.
pub(super) fn share_out(
    rows: [&KeptRows; 2],
    (competed, jobs): (&Opportunities, &GoodJobs),
    seekers: &Seekers,
    thresholds: &[u16],
    shift: &str,
) -> Result<Shares> {
    let demand = seekers.by_mode();
    let mut shares = Shares { by_mode: [Vec::new(), Vec::new()], ledger: Vec::new() };
    for &minutes in thresholds {
        let decay = Decay::Binary { limit: f64::from(minutes) };
        let mut catchments = Catchments::new(&TwoStep, competed);
        for (rows, demand) in rows.iter().zip(&demand) {
            rows.replay(&mut catchments.step_one(0, decay.clone(), demand)?)?;
        }
        let ratios = catchments.ratios();
        for (at, (rows, demand)) in rows.iter().zip(&demand).enumerate() {
            let mut access = ratios.step_two(0, decay.clone(), demand)?;
            rows.replay(&mut access)?;
            let of = |home: usize| {
                let at = access.at(home);
                PerSeeker { all: at[0], low: at[1], point: at[2], high: at[3] }
            };
            shares.by_mode[at].push((0..demand.len()).map(of).collect());
        }
        let unserved = ratios.unserved(POINT).into_iter().map(|workplace| jobs.point[workplace]).sum();
        shares.ledger.push(LedgerEntry {
            step: format!("good jobs → jobseekers within {minutes} minutes, {shift} shift"),
            what: "good jobs".into(),
            used: jobs.point.iter().sum(),
            lost: unserved,
            reason: if unserved > 0.0 {
                "no jobseeker reaches them, by public transport without a car or by car with one".into()
            } else {
                String::new()
            },
            examples: Vec::new(),
        });
    }
    Ok(shares)
}

/// The point estimate of good jobs among the columns competed for.
const POINT: usize = 2;

#[cfg(test)]
mod tests {
    use super::*;
    use lynchpin_findings::work::WageLine;
    use lynchpin_reach::matrix::{MatrixRow, RowSink};
    use lynchpin_reach::search::UNREACHABLE;

    const N: u16 = UNREACHABLE;

    fn kept(rows: [[u16; 3]; 2]) -> Result<KeptRows> {
        let mut kept = KeptRows::new(3, 1, 60);
        for (origin, minutes) in rows.iter().enumerate() {
            kept.row(&MatrixRow { origin, minutes, columns: 1 })?;
        }
        Ok(kept)
    }

    /// Two homes and three workplaces, worked out on paper. Of 10 and 20 jobseekers a half and a quarter have no car: 5 and 5 by bus, 5 and 15 by car.
    #[test]
    fn good_jobs_are_given_away_once() -> Result<()> {
        let by_bus = kept([[10, N, N], [40, N, N]])?;
        let by_car = kept([[5, 20, N], [15, 50, N]])?;
        let jobs = GoodJobs {
            line: WageLine { threshold_pounds: 12.0, floor_pounds: None },
            codes: ["W0", "W1", "W2"].map(str::to_owned).to_vec(),
            all: vec![100.0; 3],
            low: vec![30.0, 10.0, 0.0],
            point: vec![60.0, 20.0, 7.0],
            high: vec![90.0, 30.0, 9.0],
            jobs_without_share: Vec::new(),
        };
        let good = Opportunities::new(&[
            ("all", &jobs.all),
            ("low", &jobs.low),
            ("point", &jobs.point),
            ("high", &jobs.high),
        ])?;
        let seekers = Seekers {
            people: vec![10.0, 20.0],
            without_car: vec![0.5, 0.25],
            stand_in: false,
            ledger: LedgerEntry::default(),
        };
        let shares = share_out([&by_bus, &by_car], (&good, &jobs), &seekers, &[30, 45], "day")?;
        let [bus, car] = &shares.by_mode;
        // Within 45 minutes all 30 jobseekers reach W0 (2 jobs each), the 5 drivers of the first home alone W1 (4 each).
        let first = PerSeeker { all: 100.0 / 30.0, low: 1.0, point: 2.0, high: 3.0 };
        assert_eq!(bus[1], [first, first]);
        assert_eq!(car[1], [PerSeeker { all: 100.0 / 30.0 + 20.0, low: 3.0, point: 6.0, high: 9.0 }, first]);
        // Within 30 the second home's bus is too slow: 25 share W0.
        assert_eq!(bus[0].iter().map(|a| a.point).collect::<Vec<_>>(), [60.0 / 25.0, 0.0]);
        for (threshold, bus_and_car) in bus.iter().zip(car).enumerate() {
            let demand = seekers.by_mode();
            let held = |mode: usize, access: &[PerSeeker]| -> f64 {
                access.iter().zip(&demand[mode]).map(|(a, p)| a.point * p).sum()
            };
            let given = held(0, bus_and_car.0) + held(1, bus_and_car.1);
            assert!((given - 80.0).abs() < 1e-12, "{threshold}: {given} of the 80 good jobs that anyone reaches");
        }
        // W2's seven are out of everyone's reach, and said to be.
        assert_eq!(shares.ledger.iter().map(|e| (e.used, e.lost)).collect::<Vec<_>>(), [(87.0, 7.0); 2]);
        Ok(())
    }
}
