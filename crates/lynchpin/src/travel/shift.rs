//! One shift asked of one network, home by home.

use anyhow::{Result, anyhow};
use jiff::civil::Date;
use lynchpin_findings::work::{Condition, Cut, Mode as FindingsMode, PerSeeker, ReachTable, Reached, SkillReach};
use lynchpin_network::Network;
use lynchpin_network::streets::{Congestion, Snap, Speeds};
use lynchpin_network::timetable::Day;
use lynchpin_pack::Pack;
use lynchpin_pack::config::Shift;
use lynchpin_reach::access::{Cumulative, KeptRows};
use lynchpin_reach::matrix::{
    FareLimit, Limit, MatrixRow, RowSink, StreetMatrix, TransitMatrix, TurnedRows, limited_rows, street_rows,
    transit_rows,
};
use lynchpin_reach::{ReachError, TransitRequest, Window};

use super::places::{Places, columns, snaps};

/// One shift asked of one network.
pub(super) struct Ask<'a> {
    pub(super) pack: &'a Pack,
    pub(super) shift: &'a Shift,
    pub(super) network: &'a Network,
    pub(super) places: &'a Places,
    /// The percentile of the window that stands for the travel time.
    pub(super) percentiles: [u8; 1],
}

/// What is counted from the rows of one way of travelling.
pub(super) struct Counted<'a> {
    /// Jobs within each threshold.
    pub(super) sums: Cumulative<'a>,
    /// The rows themselves, where people compete.
    pub(super) kept: Option<KeptRows>,
    /// Homes on the streets of the mode.
    pub(super) homes: Vec<Snap>,
}

impl RowSink for Counted<'_> {
    fn row(&mut self, row: &MatrixRow<'_>) -> Result<(), ReachError> {
        self.sums.row(row)?;
        self.kept.as_mut().map_or(Ok(()), |kept| kept.row(row))
    }
}

impl<'a> Ask<'a> {
    /// Nothing counted yet; rows are kept for a second look where `keep` says so.
    pub(super) fn counted(&self, homes: Vec<Snap>, keep: bool) -> Counted<'a> {
        let kept = keep.then(|| KeptRows::new(self.places.workplaces.len(), 1, self.longest() as u16));
        Counted { sums: Cumulative::new(&self.places.opportunities, 0, &self.thresholds()), kept, homes }
    }

    /// Jobs within reach by public transport; under a price limit where there is one.
    pub(super) fn by_public_transport(&self, fare: Option<FareLimit<'_>>, keep: bool) -> Result<Counted<'a>> {
        let walk = &self.network.streets.walk;
        let [homes, workplaces] = [&self.places.homes, &self.places.workplaces].map(|places| snaps(walk, places));
        let request = self.request()?;
        let timetable = self.network.timetable.as_ref().ok_or(ReachError::NoTimetable)?;
        let day = Day::prepare(timetable, self.date()?, request.window.horizon(request.max_minutes))?;
        let mut counted = self.counted(homes.clone(), keep);
        self.home_by_home([&homes, &workplaces], &mut counted, |[origins, destinations], sink| {
            let matrix = TransitMatrix { origins, destinations, ..self.matrix(&request, &day) };
            match fare {
                Some(fare) => limited_rows(&matrix, &Limit::Fare(fare), sink, &|_| ()),
                None => transit_rows(&matrix, sink, &|_| ()),
            }
        })?;
        Ok(counted)
    }

    /// Jobs within reach by car.
    pub(super) fn by_car(&self, keep: bool) -> Result<Counted<'a>> {
        let drive = &self.network.streets.drive;
        let [homes, workplaces] = [&self.places.homes, &self.places.workplaces].map(|places| snaps(drive, places));
        let mut counted = self.counted(homes.clone(), keep);
        let when = self.shift.seconds().unwrap_or(0);
        self.home_by_home([&homes, &workplaces], &mut counted, |ends, sink| {
            self.drive(ends, when, self.longest(), sink)
        })?;
        Ok(counted)
    }

    /// Driving times at a time of day (seconds since midnight), up to so many minutes.
    pub(super) fn drive(
        &self,
        [origins, destinations]: [&[Snap]; 2],
        when: u32,
        max_minutes: u32,
        sink: &mut dyn RowSink,
    ) -> Result<(), ReachError> {
        let congestion = Congestion::at_hour(when / 3600 % 24);
        let speeds = Speeds { walk_kmh: self.pack.run().walk_kmh, congestion, ..Speeds::default() };
        let graph = &self.network.streets.drive;
        let weights = graph.weigh(&speeds);
        let matrix =
            StreetMatrix { graph, weights: &weights, origins, destinations, max_minutes: f64::from(max_minutes) };
        street_rows(&matrix, sink, &|_| ()).map(|_| ())
    }

    /// Runs a matrix from homes to workplaces; where the shift is left, from workplaces to homes, and turns it: either way each home has a row.
    fn home_by_home<T>(
        &self,
        [homes, workplaces]: [&[Snap]; 2],
        sink: &mut dyn RowSink,
        run: impl FnOnce([&[Snap]; 2], &mut dyn RowSink) -> Result<T, ReachError>,
    ) -> Result<(), ReachError> {
        if !self.shift.leaves_work() {
            return run([homes, workplaces], sink).map(|_| ());
        }
        let mut turned = TurnedRows::new(workplaces.len(), homes.len(), 1, None);
        run([workplaces, homes], &mut turned)?;
        turned.hand_on(sink)
    }

    /// A matrix of the network on a day, without its ends.
    pub(super) fn matrix<'m>(&'m self, request: &'m TransitRequest, day: &'m Day) -> TransitMatrix<'m> {
        TransitMatrix {
            request,
            walk: &self.network.streets.walk,
            day,
            stops: &self.network.stop_snaps,
            footpaths: &self.network.footpaths,
            origins: &[],
            destinations: &[],
            percentiles: &self.percentiles,
            cycling: None,
        }
    }

    /// The tables of what was counted, one a threshold.
    pub(super) fn tables(
        &self,
        (mode, condition): (FindingsMode, Condition),
        counted: &Counted<'_>,
        per_seeker: Option<&[Vec<PerSeeker>]>,
    ) -> Vec<ReachTable> {
        let reached = |home: usize, threshold: usize| {
            let per_seeker = per_seeker.map(|by_threshold| by_threshold[threshold][home]);
            let at = counted.sums.at(home, threshold);
            counted.homes[home].is_linked().then(|| Reached { per_seeker, ..reached(at) })
        };
        let table = |(threshold, minutes): (usize, u16)| ReachTable {
            cut: Cut { mode, shift: self.shift.id.clone(), minutes, condition },
            areas: (0..counted.homes.len()).map(|home| reached(home, threshold)).collect(),
        };
        self.thresholds().into_iter().enumerate().map(table).collect()
    }

    pub(super) fn request(&self) -> Result<TransitRequest> {
        let run = self.pack.run();
        Ok(TransitRequest {
            max_minutes: self.longest(),
            max_rides: run.max_rides,
            max_walk_minutes: f64::from(run.max_walk_minutes),
            max_transfer_walk_minutes: f64::from(run.max_transfer_walk_minutes),
            walk_kmh: run.walk_kmh,
            ..TransitRequest::new(self.window()?)
        })
    }

    pub(super) fn date(&self) -> Result<Date> {
        self.pack.date().ok_or_else(|| {
            anyhow!("pack.toml has a timetable but no date\nhint: add date = \"YYYY-MM-DD\" under [pack]")
        })
    }

    /// The thresholds of the run, minutes.
    pub(super) fn thresholds(&self) -> Vec<u16> {
        self.pack.run().thresholds_minutes.iter().map(|m| *m as u16).collect()
    }

    pub(super) fn longest(&self) -> u32 {
        self.pack.run().thresholds_minutes.iter().copied().max().unwrap_or(60)
    }

    fn window(&self) -> Result<Window> {
        let minutes = self.pack.run().window_minutes;
        let first_seconds = self
            .shift
            .window_first_seconds(minutes)
            .ok_or_else(|| anyhow!("shift {:?}: its window starts before midnight", self.shift.id))?;
        Ok(if self.shift.leaves_work() {
            Window::Depart { first_seconds, minutes }
        } else {
            Window::Arrive { first_seconds, minutes }
        })
    }
}

/// One home's sums, in the order of [`columns`].
fn reached(at: &[f64]) -> Reached {
    let levels = |end: usize| at.get(end - 4..end).and_then(|levels| <[f64; 4]>::try_from(levels).ok());
    Reached {
        all: at[0],
        low: at[1],
        point: at[2],
        high: at[3],
        skill: levels(columns::ALL_BY_SKILL).map(|all| SkillReach { all, good: levels(columns::GOOD_BY_SKILL) }),
        per_seeker: None,
    }
}
