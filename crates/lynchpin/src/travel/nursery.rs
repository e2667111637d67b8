//! The drop-off chain: home, a nursery with a free place, work, and back before it closes.

use anyhow::Result;
use lynchpin_findings::work::NurseryTerms;
use lynchpin_network::geometry::Point;
use lynchpin_network::timetable::Day;
use lynchpin_pack::Pack;
use lynchpin_pack::config::Shift;
use lynchpin_pack::tables::{Childcare, Tables};
use lynchpin_reach::ReachError;
use lynchpin_reach::chain::Opening;
use lynchpin_reach::matrix::{ChainedMatrix, TransitMatrix, WayBack, chained_rows};

use super::places::snaps;
use super::shift::{Ask, Counted};

/// The nurseries that a morning trip may pass.
pub(super) struct Nurseries {
    pub(super) points: Vec<Option<Point>>,
    pub(super) openings: Vec<Opening>,
    pub(super) terms: NurseryTerms,
}

/// The pack's nurseries with a free place, for the first shift that begins at a stated time; or why there are none.
pub(super) fn nurseries(pack: &Pack, tables: &Tables) -> Result<Nurseries, String> {
    let run = pack.run();
    let Some(childcare) = &tables.childcare else {
        return Err(
            "the pack has no childcare providers, so nothing is said of the trip to work by way of a nursery.".into()
        );
    };
    let shift = run.shifts.iter().find(|shift| !shift.leaves_work());
    let Some((shift, start)) = shift.and_then(|shift| Some((shift, shift.seconds()?))) else {
        return Err("no shift begins at a stated time, so nobody drops a child off before it.".into());
    };
    let passed: Vec<usize> = (0..childcare.ids.len()).filter(|at| has_free_place(childcare, *at)).collect();
    if passed.is_empty() {
        return Err(
            "no childcare provider of the pack has a free place, so no job is within reach by way of a nursery.".into(),
        );
    }
    let point = |at: usize| childcare.points[at].and_then(|(lon, lat)| Point::from_degrees(lon, lat));
    let opening = |at: usize| Opening { opens_seconds: childcare.opens[at], closes_seconds: childcare.closes[at] };
    Ok(Nurseries {
        points: passed.iter().map(|at| point(*at)).collect(),
        openings: passed.iter().map(|at| opening(*at)).collect(),
        terms: NurseryTerms {
            shift: shift.id.clone(),
            providers: childcare.ids.len(),
            with_place: passed.len(),
            occupancy_known: childcare.accounts.iter().flatten().count(),
            hours_unknown: passed.iter().filter(|at| childcare.closes[**at].is_none()).count(),
            drop_off_minutes: run.drop_off_minutes,
            leave_seconds: start + (3_600.0 * run.shift_hours) as u32,
        },
    })
}

/// Whether one more child finds a place: as many places as the occupancy leaves, and at least one. Where occupancy is not known it is taken to have one.
fn has_free_place(childcare: &Childcare, at: usize) -> bool {
    let places = childcare.places[at];
    let free = childcare.accounts[at].map_or(places, |accounts| places * (1.0 - accounts.occupancy));
    // Places times a share is rarely a whole number to the last bit.
    free >= 1.0 - 1e-9
}

impl Nurseries {
    /// Whether the drop-off is asked for on this shift.
    pub(super) fn on(&self, shift: &Shift) -> bool {
        self.terms.shift == shift.id
    }

    /// Jobs within reach by public transport by way of the best nursery that can be reached again before it closes.
    pub(super) fn by_public_transport<'a>(&self, ask: &Ask<'a>) -> Result<Counted<'a>> {
        let walk = &ask.network.streets.walk;
        let homes = snaps(walk, &ask.places.homes);
        let [workplaces, vias] = [&ask.places.workplaces, &self.points].map(|points| snaps(walk, points));
        let request = ask.request()?;
        let timetable = ask.network.timetable.as_ref().ok_or(ReachError::NoTimetable)?;
        let day = Day::prepare(timetable, ask.date()?, request.window.horizon(request.max_minutes))?;
        let from_seconds = self.terms.leave_seconds;
        let last = self.openings.iter().filter_map(|opening| opening.closes_seconds).max();
        let back_day = last.map(|last| {
            Day::prepare(timetable, ask.date()?, from_seconds as i32..last.max(from_seconds) as i32 + 1)
                .map_err(anyhow::Error::from)
        });
        let back_day = back_day.transpose()?;
        let mut counted = ask.counted(homes.clone(), false);
        let chained = ChainedMatrix {
            matrix: TransitMatrix { origins: &homes, destinations: &workplaces, ..ask.matrix(&request, &day) },
            vias: &vias,
            openings: &self.openings,
            dwell_seconds: 60 * self.terms.drop_off_minutes,
            within_minutes: None,
            back: back_day.as_ref().map(|day| WayBack { from_seconds, day }),
        };
        chained_rows(&chained, &mut counted, &|_| ())?;
        Ok(counted)
    }
}
