//! What can be reached from a point, and the journey behind it.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use jiff::civil::Date;
use lynchpin_network::geometry::Point;

use super::api::{JourneyAsked, ReachAnswer, ReachQuestion, SumAnswer};
use super::assist::{Asked, apart, json};
use super::fault::Fault;
use super::routes::Shared;
use crate::numbers::{Reading, Style};
use crate::server::live::{
    BANDS_MINUTES, JourneyQuestion, Live, PERCENTILES, Reached, Rooms, Setting, TravelMode, WALKS_MINUTES, clock,
};

/// The rooms, or a fault where the pack has no streets.
pub(super) fn rooms(shared: &Shared) -> Result<&Rooms, Fault> {
    shared.rooms.as_deref().ok_or_else(|| {
        Fault::new(
            axum::http::StatusCode::NOT_FOUND,
            "The pack has no streets, so nothing can be asked live.",
            "Add streets (and a timetable) to pack.toml.",
        )
    })
}

/// The parts of a question that every live answer shares, checked.
pub(super) fn setting(
    live: &Live,
    mode: TravelMode,
    date: Option<&str>,
    leave: &str,
    walk: u32,
) -> Result<Setting, Fault> {
    if mode == TravelMode::Transit && !live.has_timetable() {
        return Err(Fault::question("The pack has no timetable.", "Choose car, bicycle or on foot."));
    }
    Ok(Setting::new(mode, day(live, date)?, seconds(leave)?, minutes_on_foot(walk)?))
}

fn day(live: &Live, date: Option<&str>) -> Result<Date, Fault> {
    let Some(text) = date.filter(|d| !d.is_empty()) else { return Ok(live.date) };
    let wrong = || Fault::question("That is no date.", "Write the day as year-month-day, such as 2024-03-05.");
    if text.len() != 10 {
        return Err(wrong());
    }
    text.parse().map_err(|_| wrong())
}

fn seconds(leave: &str) -> Result<u32, Fault> {
    clock(leave)
        .ok_or_else(|| Fault::question("That is no time of day.", "Write it as hours and minutes, such as 08:00."))
}

fn minutes_on_foot(walk: u32) -> Result<u32, Fault> {
    let offered = WALKS_MINUTES.contains(&walk);
    offered.then_some(walk).ok_or_else(|| {
        Fault::question("That walk is not offered.", format!("Choose one of {WALKS_MINUTES:?} minutes."))
    })
}

pub(super) fn percentile(percentile: u8) -> Result<usize, Fault> {
    PERCENTILES
        .iter()
        .position(|p| *p == percentile)
        .ok_or_else(|| Fault::question("That percentile is not offered.", format!("Choose one of {PERCENTILES:?}.")))
}

pub(super) fn point(lon: f64, lat: f64) -> Result<Point, Fault> {
    let wrong = || Fault::question("That is no place on the Earth.", "Give longitude and latitude in degrees.");
    Point::from_degrees(lon, lat).ok_or_else(wrong)
}

pub(super) async fn reach(
    State(shared): State<Shared>,
    Asked(question): Asked<ReachQuestion>,
) -> Result<Response, Fault> {
    let rooms = rooms(&shared)?;
    let live = rooms.live();
    let setting = setting(live, question.mode, question.date.as_deref(), &question.leave, question.walk)?;
    let from = point(question.lon, question.lat)?;
    let reached = rooms.ask(&setting, from, percentile(question.percentile)?, true).await?;
    let mut response = json(&told(live, &question, reached))?;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=300"));
    Ok(response)
}

fn told(live: &Live, question: &ReachQuestion, reached: Reached) -> ReachAnswer {
    if !reached.linked {
        return ReachAnswer {
            linked: false,
            cells: Vec::new(),
            sums: Vec::new(),
            sentence: "There is no street within 1,000 m of the point, so nothing can be reached from it. Move it to a street.".into(),
        };
    }
    let columns = live.offers.iter().flat_map(|o| &o.columns);
    let sums: Vec<SumAnswer> = columns
        .zip(&reached.sums)
        .map(|(column, bands)| {
            let style = Style::modelled_count(if column.unit == "jobs" { 10.0 } else { 1.0 });
            let shown = |[point, low, high]: &[f64; 3]| match column.bounds {
                Some(_) => style.reading(&Reading::between(*point, *low, *high)),
                None => style.bare(*point),
            };
            SumAnswer {
                id: column.id.clone(),
                within: bands.iter().map(|b| b[0]).collect(),
                shown: bands.iter().map(shown).collect(),
            }
        })
        .collect();
    let words = |band: usize| {
        let columns = live.offers.iter().flat_map(|o| &o.columns);
        let each = columns.zip(&sums).map(|(c, s)| format!("{} {}", s.shown[band], c.label.to_lowercase()));
        each.collect::<Vec<_>>().join(", ")
    };
    let band = BANDS_MINUTES.len() - 2;
    let how = match question.mode {
        TravelMode::Transit => "by bus and train",
        TravelMode::Car => "by car",
        TravelMode::Cycle => "by bicycle",
        TravelMode::Walk => "on foot",
    };
    ReachAnswer {
        linked: true,
        sentence: format!(
            "Within {} minutes {how}, leaving from {}: {}.",
            BANDS_MINUTES[band],
            question.leave,
            words(band)
        ),
        cells: reached.cells,
        sums,
    }
}

pub(super) async fn journey(
    State(shared): State<Shared>,
    Asked(question): Asked<JourneyAsked>,
) -> Result<Response, Fault> {
    let live = rooms(&shared)?.live();
    let asked = JourneyQuestion {
        from: point(question.from_lon, question.from_lat)?,
        to: point(question.to_lon, question.to_lat)?,
        date: day(live, question.date.as_deref())?,
        first_seconds: seconds(&question.leave)?,
        max_walk_minutes: minutes_on_foot(question.walk)?,
    };
    let answer = apart(&shared, move |shared| {
        let told = rooms(shared)?.live().journey(&asked);
        told.map_err(|(problem, hint)| Fault::new(axum::http::StatusCode::UNPROCESSABLE_ENTITY, problem, hint))
    });
    json(&answer.await?)
}
