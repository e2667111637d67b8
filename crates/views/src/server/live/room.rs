//! A room: threads that have one question ready and answer it for one point after the other.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lynchpin_network::geometry::Point;
use lynchpin_network::streets::{Congestion, Snap, Speeds, StreetSearch};
use lynchpin_network::timetable::Day;
use lynchpin_reach::TransitRequest;
use lynchpin_reach::matrix::{OneByOne, TransitMatrix};
use lynchpin_reach::search::UNREACHABLE;
use tokio::sync::{oneshot, watch};

use super::data::{BANDS_MINUTES, Live};
use super::setting::{PERCENTILES, Setting, TravelMode};

/// Questions that wait in a room; further ones are refused.
const WAITING: usize = 256;
/// The cell is not reached, or holds no street.
const NOT_REACHED: u8 = u8::MAX;

/// Why a room answers nothing, in plain words: what is wrong and what to do.
pub(in crate::server) type Unready = (String, String);

/// A point to answer for.
pub(super) struct Ask {
    pub from: Point,
    /// Position in [`PERCENTILES`].
    pub percentile: usize,
    pub with_grid: bool,
    pub reply: oneshot::Sender<Reached>,
}

/// What can be reached from a point.
#[derive(Clone, Debug, Default)]
pub(in crate::server) struct Reached {
    /// Whether the point is near a street.
    pub linked: bool,
    /// Minutes by cell of the grid, 255 where it is not reached.
    pub cells: Vec<u8>,
    /// By column of all offers in their order, what is within each band: amount, lower and upper bound.
    pub sums: Vec<[[f64; 3]; BANDS_MINUTES.len()]>,
}

/// A room as seen from outside. When the last holder lets go of it, its threads end.
pub(super) struct Room {
    pub setting: Setting,
    pub inbox: SyncSender<Ask>,
    pub ready: watch::Receiver<Option<Result<(), Unready>>>,
}

impl Room {
    /// Opens a room; it is made ready while the caller goes on.
    pub fn open(live: Arc<Live>, setting: Setting, turn: Arc<Mutex<()>>) -> std::io::Result<Self> {
        let (inbox, asks) = sync_channel(WAITING);
        let (say, ready) = watch::channel(None);
        let inside = Inside { live, setting: setting.clone(), asks: Mutex::new(asks), say };
        std::thread::Builder::new().name("live reach".into()).spawn(move || inside.work(&turn))?;
        Ok(Self { setting, inbox, ready })
    }
}

struct Inside {
    live: Arc<Live>,
    setting: Setting,
    asks: Mutex<Receiver<Ask>>,
    say: watch::Sender<Option<Result<(), Unready>>>,
}

impl Inside {
    /// Makes ready, one room at a time, and answers until nobody can ask any more.
    fn work(&self, turn: &Mutex<()>) {
        // A turn that another room left in a panic is as good as any.
        let turn = turn.lock().unwrap_or_else(PoisonError::into_inner);
        if self.is_deserted() {
            return;
        }
        if self.setting.mode != TravelMode::Transit {
            self.streets(turn);
        } else if let Err(why) = self.transit(turn) {
            self.say.send_replace(Some(Err(why)));
            // Stays until it is left, so that later questions hear the reason too.
            while self.next().is_some() {}
        }
    }

    fn is_deserted(&self) -> bool {
        self.say.receiver_count() == 0
    }

    /// The next point, or nothing once nobody can ask. Points whose asker has gone are passed over.
    fn next(&self) -> Option<Ask> {
        loop {
            let asks = self.asks.lock().ok()?;
            let ask = asks.recv().ok()?;
            if !ask.reply.is_closed() {
                return Some(ask);
            }
        }
    }

    fn workers() -> usize {
        std::thread::available_parallelism().map_or(1, |n| n.get().min(4))
    }

    /// Ends the turn and lets several threads answer, each with scratch of its own.
    fn answer_all<S>(
        &self,
        turn: MutexGuard<'_, ()>,
        scratch: impl Fn() -> S + Sync,
        answer: impl Fn(&mut S, &Ask) -> Reached + Sync,
    ) {
        drop(turn);
        self.say.send_replace(Some(Ok(())));
        std::thread::scope(|scope| {
            for _ in 0..Self::workers() {
                scope.spawn(|| {
                    let mut scratch = scratch();
                    while let Some(ask) = self.next() {
                        let reached = answer(&mut scratch, &ask);
                        // Whoever has gone meanwhile does not miss it.
                        let _ = ask.reply.send(reached);
                    }
                });
            }
        });
    }

    fn transit(&self, turn: MutexGuard<'_, ()>) -> Result<(), Unready> {
        let (live, setting) = (&*self.live, &self.setting);
        let missing = || ("The pack has no timetable.".to_owned(), "Choose car, bicycle or on foot.".to_owned());
        let timetable = live.network.timetable.as_ref().ok_or_else(missing)?;
        let date = setting.date.unwrap_or(live.date);
        let request = request(live, setting);
        let horizon = request.window.horizon(request.max_minutes);
        let day = Day::prepare(timetable, date, horizon).map_err(|e| in_words(&e.to_string()))?;
        let walk = &live.network.streets.walk;
        let weights = walk.weigh(&Speeds::uniform(request.walk_kmh));
        let matrix = TransitMatrix {
            request: &request,
            walk,
            day: &day,
            stops: &live.network.stop_snaps,
            footpaths: &live.network.footpaths,
            origins: &[],
            destinations: live.targets(TravelMode::Transit),
            percentiles: &PERCENTILES,
            cycling: None,
        };
        let ready = OneByOne::new(&matrix, &weights).map_err(|e| in_words(&e.to_string()))?;
        self.answer_all(
            turn,
            || ready.asker(),
            |asker, ask| {
                let Some(root) = live.snap(TravelMode::Transit, ask.from) else { return Reached::default() };
                let row = ready.ask(asker, &root);
                let minutes = |target: usize| Some(row.at_percentiles(target)[ask.percentile]);
                reached(live, ask, &|target| minutes(target).filter(|m| *m != UNREACHABLE))
            },
        );
        Ok(())
    }

    fn streets(&self, turn: MutexGuard<'_, ()>) {
        let (live, mode) = (&*self.live, self.setting.mode);
        let graph = live.graph(mode);
        let congestion = Congestion::at_hour(self.setting.first_seconds / 3600);
        let weights = graph.weigh(&Speeds { walk_kmh: live.run.walk_kmh, congestion, ..Speeds::default() });
        let limit = Live::max_minutes() * 60_000;
        self.answer_all(turn, StreetSearch::new, |search, ask| {
            let Some(root) = live.snap(mode, ask.from) else { return Reached::default() };
            let found = search.run(graph, &weights, &root, limit);
            let targets = live.targets(mode);
            let minutes = |snap: &Snap| found.time_to(snap).map(|ms| ms.div_ceil(60_000) as u16);
            reached(live, ask, &|target| minutes(&targets[target]))
        });
    }
}

/// The pack's own limits, from the question's departure on.
pub(super) fn request(live: &Live, setting: &Setting) -> TransitRequest {
    TransitRequest {
        max_minutes: Live::max_minutes(),
        max_rides: live.run.max_rides,
        max_walk_minutes: f64::from(setting.max_walk_minutes),
        max_transfer_walk_minutes: f64::from(live.run.max_transfer_walk_minutes),
        walk_kmh: live.run.walk_kmh,
        ..TransitRequest::new(setting.window())
    }
}

/// Sums the offers and notes the cells.
fn reached(live: &Live, ask: &Ask, minutes: &dyn Fn(usize) -> Option<u16>) -> Reached {
    let cells = live.grid.len();
    let shown = if ask.with_grid { cells } else { 0 };
    let cell = |at: usize| minutes(at).map_or(NOT_REACHED, |m| m.min(u16::from(NOT_REACHED) - 1) as u8);
    let mut first = cells;
    let mut sums = Vec::new();
    for offer in &live.offers {
        let near: Vec<(usize, u16)> =
            (0..offer.points.len()).filter_map(|place| Some((place, minutes(first + place)?))).collect();
        for column in &offer.columns {
            let mut within = [[0.0; 3]; BANDS_MINUTES.len()];
            for &(place, m) in &near {
                let amount = column.amounts[place];
                let [low, high] = column.bounds.as_ref().map_or([amount; 2], |b| [b[0][place], b[1][place]]);
                for (band, sum) in BANDS_MINUTES.iter().zip(&mut within) {
                    if m <= *band {
                        sum[0] += amount;
                        sum[1] += low;
                        sum[2] += high;
                    }
                }
            }
            sums.push(within);
        }
        first += offer.points.len();
    }
    Reached { linked: true, cells: (0..shown).map(cell).collect(), sums }
}

/// An error of the engine as what is wrong and what to do.
pub(super) fn in_words(error: &str) -> Unready {
    let (problem, hint) = error.split_once("\nhint: ").unwrap_or((error, "Choose another day or time."));
    (sentence(problem), sentence(hint))
}

fn sentence(words: &str) -> String {
    let mut letters = words.trim().chars();
    let mut text: String = letters.next().map_or_else(String::new, |c| c.to_uppercase().chain(letters).collect());
    if !text.ends_with('.') {
        text.push('.');
    }
    text
}
