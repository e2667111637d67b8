//! The rooms that are open: few, the least used is left first.

use std::sync::mpsc::TrySendError;
use std::sync::{Arc, Mutex};

use lynchpin_network::geometry::Point;
use tokio::sync::oneshot;

use super::data::Live;
use super::room::{Ask, Reached, Room, Unready};
use super::setting::Setting;

/// Rooms kept ready.
const OPEN: usize = 4;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::server) enum Refusal {
    /// The question cannot be answered: what is wrong, and what to do.
    Unready(Unready),
    /// Too many wait already.
    Busy,
    /// The room was given up for newer ones, or could not be opened.
    Gone,
}

/// The rooms of one pack.
pub(in crate::server) struct Rooms {
    live: Arc<Live>,
    /// The one used last stands last.
    open: Mutex<Vec<Arc<Room>>>,
    /// One room is made ready at a time.
    turn: Arc<Mutex<()>>,
}

impl Rooms {
    pub fn new(live: Arc<Live>) -> Self {
        Self { live, open: Mutex::new(Vec::new()), turn: Arc::default() }
    }

    pub fn live(&self) -> &Live {
        &self.live
    }

    /// Answers for a point, once the room is ready. Letting go of the future takes the question back.
    pub async fn ask(
        &self,
        setting: &Setting,
        from: Point,
        percentile: usize,
        with_grid: bool,
    ) -> Result<Reached, Refusal> {
        let room = self.enter(setting)?;
        let answer = ask(&room, from, percentile, with_grid).await;
        if matches!(answer, Err(Refusal::Gone)) {
            self.leave(&room);
        }
        answer
    }

    /// Waits until a question can be answered.
    pub async fn prepare(&self, setting: &Setting) -> Result<(), Refusal> {
        let room = self.enter(setting)?;
        ready(&room).await
    }

    /// A room whose threads have ended is opened anew by the next question.
    fn leave(&self, room: &Arc<Room>) {
        if let Ok(mut open) = self.open.lock() {
            open.retain(|other| !Arc::ptr_eq(other, room));
        }
    }

    fn enter(&self, setting: &Setting) -> Result<Arc<Room>, Refusal> {
        let mut open = self.open.lock().map_err(|_| Refusal::Gone)?;
        let room = if let Some(at) = open.iter().position(|room| room.setting == *setting) {
            open.remove(at)
        } else {
            let made = Room::open(self.live.clone(), setting.clone(), self.turn.clone());
            Arc::new(made.map_err(|_| Refusal::Gone)?)
        };
        if open.len() >= OPEN {
            open.remove(0);
        }
        open.push(room.clone());
        Ok(room)
    }
}

async fn ask(room: &Room, from: Point, percentile: usize, with_grid: bool) -> Result<Reached, Refusal> {
    ready(room).await?;
    let (reply, answer) = oneshot::channel();
    room.inbox.try_send(Ask { from, percentile, with_grid, reply }).map_err(|e| match e {
        TrySendError::Full(_) => Refusal::Busy,
        TrySendError::Disconnected(_) => Refusal::Gone,
    })?;
    answer.await.map_err(|_| Refusal::Gone)
}

async fn ready(room: &Room) -> Result<(), Refusal> {
    let mut ready = room.ready.clone();
    let state = ready.wait_for(Option::is_some).await.map_err(|_| Refusal::Gone)?;
    match &*state {
        Some(Err(why)) => Err(Refusal::Unready(why.clone())),
        _ => Ok(()),
    }
}
