//! What can be reached from every neighbourhood: asked one after the other, with progress; who goes away stops it.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use lynchpin_network::geometry::Point;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::api::{SweepEvent, SweepQuestion};
use super::fault::Fault;
use super::reach::{percentile, rooms, setting};
use super::routes::Shared;
use crate::numbers::Reading;
use crate::server::book::ReachedMap;
use crate::server::live::{BANDS_MINUTES, MODES, OfferColumn, Reached, Refusal, Rooms, Setting};

/// Longest question, bytes.
const LONGEST_QUESTION: usize = 4_096;
/// Longest that a question may take to come in.
const SLOWEST_QUESTION: Duration = Duration::from_secs(5);
/// Neighbourhoods asked at the same time.
const TOGETHER: usize = 8;

/// Reads the question and answers with events until all is told or nobody listens.
pub(super) async fn sweep(State(shared): State<Shared>, request: Request) -> Result<Response, Fault> {
    let question = read(request).await?;
    let plan = plan(&shared, &question)?;
    let Ok(turn) = shared.sweeps.clone().try_acquire_owned() else { return Err(Fault::busy()) };
    let (tell, told) = mpsc::channel(4);
    tokio::spawn(async move {
        let _turn = turn;
        // Whoever has gone away hears neither answer nor fault; all that was under way is dropped.
        tokio::select! {
            () = tell.closed() => {}
            () = plan.work(&shared, &tell) => {}
        }
    });
    Ok(Sse::new(Told(told)).keep_alive(KeepAlive::default()).into_response())
}

async fn read(request: Request) -> Result<SweepQuestion, Fault> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|k| k.to_str().ok()).unwrap_or_default();
    if !kind.starts_with("application/json") {
        let hint = "Send it as application/json.";
        return Err(Fault::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "The question is not JSON.", hint));
    }
    let too_long = || Fault::new(StatusCode::PAYLOAD_TOO_LARGE, "The question is too long.", "Ask from the map.");
    let stated = request.headers().get(header::CONTENT_LENGTH).and_then(|l| l.to_str().ok()?.parse::<usize>().ok());
    if stated.is_some_and(|length| length > LONGEST_QUESTION) {
        return Err(too_long());
    }
    let body: Body = request.into_body();
    let Ok(read) = tokio::time::timeout(SLOWEST_QUESTION, to_bytes(body, LONGEST_QUESTION)).await else {
        return Err(Fault::new(StatusCode::REQUEST_TIMEOUT, "The question took too long to come in.", "Ask again."));
    };
    let bytes = read.map_err(|_| too_long())?;
    serde_json::from_slice(&bytes)
        .map_err(|e| Fault::question(format!("The question cannot be read: {e}."), "Ask from the map."))
}

/// A question, checked.
struct Plan {
    setting: Setting,
    percentile: usize,
    band: usize,
    column: usize,
    points: Vec<Option<Point>>,
    label: String,
    method: String,
}

fn plan(shared: &Shared, question: &SweepQuestion) -> Result<Plan, Fault> {
    let live = rooms(shared)?.live();
    let band = BANDS_MINUTES.iter().position(|b| *b == question.minutes).ok_or_else(|| {
        Fault::question("That time is not offered.", format!("Choose one of {BANDS_MINUTES:?} minutes."))
    })?;
    let columns = || live.offers.iter().flat_map(|o| &o.columns);
    let column = columns().position(|c| c.id == question.column);
    let column = column.ok_or_else(|| Fault::unknown("column", &question.column))?;
    let setting = setting(live, question.mode, question.date.as_deref(), &question.leave, question.walk)?;
    let mode = MODES.iter().find(|(mode, _)| *mode == question.mode).map_or("", |(_, label)| label);
    let what = columns().nth(column).map_or("", |c| &c.label);
    let date = question.date.clone().filter(|d| !d.is_empty()).unwrap_or_else(|| live.date.to_string());
    Ok(Plan {
        label: format!("{what} within {} minutes, {mode}, leaving from {} on {date}", question.minutes, question.leave),
        method: format!(
            "Asked live: percentile {} of the travel times of departures each minute of the hour from {}, from the point of each neighbourhood; walks of at most {} minutes to and from stops.",
            question.percentile, question.leave, question.walk
        ),
        percentile: percentile(question.percentile)?,
        points: points(shared),
        setting,
        band,
        column,
    })
}

fn points(shared: &Shared) -> Vec<Option<Point>> {
    let points = &shared.book.levels[0].points;
    points.iter().map(|p| p.and_then(|(lon, lat)| Point::from_degrees(lon, lat))).collect()
}

impl Plan {
    async fn work(&self, shared: &Shared, tell: &mpsc::Sender<SweepEvent>) {
        let event = match self.answer(shared, tell).await {
            Ok(event) => event,
            Err(fault) => SweepEvent::Fault { problem: fault.body.problem, hint: fault.body.hint },
        };
        // Nobody listens any more where this fails.
        let _ = tell.send(event).await;
    }

    async fn answer(&self, shared: &Shared, tell: &mpsc::Sender<SweepEvent>) -> Result<SweepEvent, Fault> {
        let rooms = shared.rooms.clone().ok_or_else(Fault::busy)?;
        let all = self.points.len();
        let _ = tell.send(SweepEvent::Progress { done: 0, all }).await;
        rooms.prepare(&self.setting).await?;
        let mut readings = vec![Reading::Missing; all];
        let (mut done, mut next) = (0, 0);
        let mut under_way: JoinSet<(usize, Result<Reached, Refusal>)> = JoinSet::new();
        while done < all {
            while next < all && under_way.len() < TOGETHER {
                under_way.spawn(one(rooms.clone(), self.setting.clone(), self.points[next], self.percentile, next));
                next += 1;
            }
            let Some(joined) = under_way.join_next().await else { break };
            let (area, reached) = joined.map_err(|e| Fault::own(&e))?;
            readings[area] = self.reading(rooms.live().column(self.column), &reached?);
            done += 1;
            if done % 10 == 0 {
                let _ = tell.send(SweepEvent::Progress { done, all }).await;
            }
        }
        let (column, sources) =
            rooms.live().column(self.column).zip(rooms.live().sources(self.column)).ok_or_else(Fault::busy)?;
        let map = ReachedMap {
            label: self.label.clone(),
            unit: column.unit.clone(),
            method: format!("{} {}", self.method, column.method),
            bounded: column.bounds.is_some(),
            sources: sources.to_owned(),
            readings,
        };
        Ok(SweepEvent::Answer { measure: Box::new(shared.book.live_answer(&map)) })
    }

    fn reading(&self, column: Option<&OfferColumn>, reached: &Reached) -> Reading {
        let sums = reached.sums.get(self.column).filter(|_| reached.linked);
        match (sums.map(|s| s[self.band]), column) {
            (Some([point, low, high]), Some(OfferColumn { bounds: Some(_), .. })) => Reading::between(point, low, high),
            (Some([point, ..]), _) => Reading::of(point),
            (None, _) => Reading::Missing,
        }
    }
}

async fn one(
    rooms: Arc<Rooms>,
    setting: Setting,
    from: Option<Point>,
    percentile: usize,
    area: usize,
) -> (usize, Result<Reached, Refusal>) {
    let reached = match from {
        Some(from) => rooms.ask(&setting, from, percentile, false).await,
        None => Ok(Reached::default()),
    };
    (area, reached)
}

/// Events as they come.
struct Told(mpsc::Receiver<SweepEvent>);

impl futures_core::Stream for Told {
    type Item = Result<Event, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let event = |event: SweepEvent| Ok(Event::default().data(serde_json::to_string(&event).unwrap_or_default()));
        self.0.poll_recv(context).map(|told| told.map(event))
    }
}
