//! The drop-off by car: driving times are the same in every minute, so the chain is the least sum over nurseries.

use anyhow::Result;
use lynchpin_reach::ReachError;
use lynchpin_reach::chain::Opening;
use lynchpin_reach::matrix::{MatrixRow, RowSink};
use lynchpin_reach::search::UNREACHABLE;

use super::nursery::Nurseries;
use super::places::snaps;
use super::shift::{Ask, Counted};

/// Longest drive from work back to a nursery without a closing time, minutes.
const LONGEST_BACK: u32 = 240;

/// Jobs within reach by car by way of the best nursery, arriving as the shift starts. Each leg is rounded up to whole minutes.
pub(super) fn by_car<'a>(nurseries: &Nurseries, ask: &Ask<'a>) -> Result<Counted<'a>> {
    let graph = &ask.network.streets.drive;
    let homes = snaps(graph, &ask.places.homes);
    let [workplaces, vias] = [&ask.places.workplaces, &nurseries.points].map(|points| snaps(graph, points));
    let (start, leave) = (ask.shift.seconds().unwrap_or(0), nurseries.terms.leave_seconds);
    // One matrix has both legs of the morning: from homes and nurseries to nurseries and workplaces.
    let (from, to) = ([&homes[..], &vias].concat(), [&vias[..], &workplaces].concat());
    let mut there = all_rows(|sink| ask.drive([&from, &to], start, ask.longest(), sink))?;
    let mut onward: Vec<Vec<u16>> = there.drain(homes.len()..).map(|mut row| row.split_off(vias.len())).collect();
    let closes = nurseries.openings.iter().map(|opening| opening.closes_seconds);
    let longest =
        closes.map(|closes| closes.map_or(LONGEST_BACK, |closes| closes.saturating_sub(leave) / 60 + 1)).max();
    let back = all_rows(|sink| ask.drive([&workplaces, &vias], leave, longest.unwrap_or(1).min(LONGEST_BACK), sink))?;
    let dwell = nurseries.terms.drop_off_minutes as u16;
    let times = Times { start, leave, dwell };
    for (via, (onward, opening)) in onward.iter_mut().zip(&nurseries.openings).enumerate() {
        for (minutes, back) in onward.iter_mut().zip(&back) {
            if !times.serves(opening, *minutes, back[via]) {
                *minutes = UNREACHABLE;
            }
        }
    }
    let mut counted = ask.counted(homes, false);
    for (origin, to_vias) in there.iter().enumerate() {
        let minutes = chained(to_vias, &onward, dwell, workplaces.len());
        counted.row(&MatrixRow { origin, minutes: &minutes, columns: 1 })?;
    }
    Ok(counted)
}

/// Every row of a matrix.
fn all_rows(run: impl FnOnce(&mut dyn RowSink) -> Result<(), ReachError>) -> Result<Vec<Vec<u16>>, ReachError> {
    let mut all = Vec::new();
    let mut take = |row: &MatrixRow<'_>| {
        all.push(row.minutes.to_vec());
        Ok(())
    };
    run(&mut take)?;
    Ok(all)
}

/// `min_k (there_k + dwell + onward_kj)` for every workplace j.
fn chained(there: &[u16], onward: &[Vec<u16>], dwell: u16, workplaces: usize) -> Vec<u16> {
    let mut best = vec![UNREACHABLE; workplaces];
    for (to_via, onward) in there.iter().zip(onward).filter(|(to_via, _)| **to_via != UNREACHABLE) {
        let until_left = to_via.saturating_add(dwell);
        for (best, minutes) in best.iter_mut().zip(onward) {
            *best = (*best).min(until_left.saturating_add(*minutes));
        }
    }
    best
}

/// The clock of a drop-off: seconds since midnight, and minutes of the stay.
struct Times {
    start: u32,
    leave: u32,
    dwell: u16,
}

impl Times {
    /// Whether a nursery so many minutes before work is open at the drop-off and, so many minutes after it, not yet closed.
    fn serves(&self, opening: &Opening, onward: u16, back: u16) -> bool {
        if onward == UNREACHABLE || back == UNREACHABLE {
            return false;
        }
        let seconds = |minutes: u16| 60 * i64::from(minutes);
        let dropped = i64::from(self.start) - seconds(onward) - seconds(self.dwell);
        let returned = i64::from(self.leave) + seconds(back);
        let opened = opening.opens_seconds.is_none_or(|opens| i64::from(opens) <= dropped);
        let still_open = |at: i64| opening.closes_seconds.is_none_or(|closes| at <= i64::from(closes));
        opened && still_open(dropped) && still_open(returned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const N: u16 = UNREACHABLE;

    #[test]
    fn the_best_nursery_is_passed() {
        // By the first nursery 10 + 5 + 20 and 10 + 5 + never; by the second 3 + 5 + 40 and 3 + 5 + 7; the third is out of reach.
        let onward = [vec![20, N, N], vec![40, 7, N], vec![0, 0, 0]];
        assert_eq!(chained(&[10, 3, N], &onward, 5, 3), [35, 15, N]);
        assert_eq!(chained(&[N, N, N], &onward, 5, 3), [N; 3]);
    }

    #[test]
    fn a_nursery_serves_while_it_is_open() {
        let times = Times { start: 9 * 3600, leave: 17 * 3600, dwell: 5 };
        let open = |opens: u32, closes: u32| Opening { opens_seconds: Some(opens), closes_seconds: Some(closes) };
        // 10 minutes before work the drop-off begins at 08:45; 30 minutes after it one is back at 17:30.
        assert!(times.serves(&open(8 * 3600 + 45 * 60, 17 * 3600 + 30 * 60), 10, 30));
        assert!(!times.serves(&open(8 * 3600 + 45 * 60 + 1, 18 * 3600), 10, 30), "not yet open");
        assert!(!times.serves(&open(7 * 3600, 17 * 3600 + 30 * 60 - 1), 10, 30), "closed on the way back");
        assert!(times.serves(&Opening::default(), 50, 200) && !times.serves(&Opening::default(), 50, N));
    }
}
