//! Draws of the good jobs within reach: the rows of both modes once more, with a column a draw.

use anyhow::Result;
use lynchpin_findings::work::{DrawnJobs, DrawnReach};
use lynchpin_reach::access::{Cumulative, Opportunities};

use super::shift::Counted;

/// Good jobs within so many minutes of each home, draw by draw, by public transport and by car; `None` where the rows were not kept.
pub(super) fn drawn_reach(
    draws: &DrawnJobs,
    [transit, car]: [&Counted<'_>; 2],
    minutes: u16,
) -> Result<Option<DrawnReach>> {
    let columns: Vec<(&str, &[f64])> = draws.0.iter().map(|jobs| ("good jobs, a draw", jobs.as_slice())).collect();
    let jobs = Opportunities::new(&columns)?;
    let of = |counted: &Counted<'_>| -> Result<Option<Vec<Option<Vec<f64>>>>> {
        let Some(rows) = &counted.kept else { return Ok(None) };
        let mut sums = Cumulative::new(&jobs, 0, &[minutes]);
        rows.replay(&mut sums)?;
        let home = |(home, snap): (usize, &lynchpin_network::streets::Snap)| {
            snap.is_linked().then(|| sums.at(home, 0).to_vec())
        };
        Ok(Some(counted.homes.iter().enumerate().map(home).collect()))
    };
    Ok(of(transit)?.zip(of(car)?).map(|(transit, car)| DrawnReach { transit, car }))
}
