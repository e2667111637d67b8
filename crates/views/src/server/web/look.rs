//! The pack, its places and its measures.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;

use super::api::{
    BlockAnswer, ColumnAnswer, ColumnListed, Destination, FigureAnswer, GeographyAnswer, GeographyQuestion, GridAnswer,
    LiveOffered, MeasureListed, MeasureQuestion, Named, PackAnswer, PlaceAnswer, PlaceQuestion, PlacesAnswer,
    RowAnswer, SectionAnswer, TableAnswer,
};
use super::assist::{Asked, Keep, apart, body, json};
use super::fault::Fault;
use super::routes::Shared;
use crate::numbers::Style;
use crate::report::{Block, Report};
use crate::server::book::{Book, Measure, direction_name};
use crate::server::live::{BANDS_MINUTES, Live, MODES, PERCENTILES, TravelMode, WALKS_MINUTES, WINDOW_MINUTES};
use crate::server::tiles::{DEEPEST, TileAddress};
use crate::table::Table;

/// Large workplaces that are offered as destinations.
const DESTINATIONS: usize = 30;

pub(super) async fn pack(State(shared): State<Shared>) -> Result<Response, Fault> {
    let book = &shared.book;
    let listed = |m: &Measure| MeasureListed {
        id: m.id.clone(),
        label: m.label.clone(),
        unit: m.unit.clone(),
        family: m.family.clone(),
        direction: direction_name(m.direction).into(),
        geographies: m.readings.keys().map(|level| book.levels[*level].id.clone()).collect(),
    };
    let geography = |l: &crate::server::book::Level| GeographyAnswer {
        id: l.id.clone(),
        label: l.label.clone(),
        count: l.codes.len(),
    };
    json(&PackAnswer {
        name: book.name.clone(),
        subtitle: book.subtitle.clone(),
        finding: book.finding.clone(),
        colophon: book.colophon.clone(),
        outline_source: book.outline_source.clone(),
        bounds: shared.ground.bounds,
        geographies: book.levels.iter().map(geography).collect(),
        measures: book.measures.iter().map(listed).collect(),
        leading: book.measures.get(book.leading).map(|m| m.id.clone()),
        tiles: format!("/tiles/{}/{{z}}/{{x}}/{{y}}", shared.tiles_tag),
        deepest_zoom: DEEPEST,
        live: shared.rooms.as_ref().map(|rooms| offered(rooms.live())),
    })
}

fn offered(live: &Live) -> LiveOffered {
    let modes = MODES.iter().filter(|(mode, _)| *mode != TravelMode::Transit || live.has_timetable());
    let columns = live.offers.iter().flat_map(|offer| {
        offer.columns.iter().map(|c| ColumnListed {
            id: c.id.clone(),
            label: c.label.clone(),
            unit: c.unit.clone(),
            method: c.method.clone(),
            sources: offer.sources.clone(),
        })
    });
    let run = &live.run;
    LiveOffered {
        modes: modes.map(|(mode, label)| Named { id: mode.name().into(), label: (*label).into() }).collect(),
        date: live.date.to_string(),
        window_minutes: WINDOW_MINUTES,
        percentiles: PERCENTILES.to_vec(),
        walks_minutes: WALKS_MINUTES.to_vec(),
        walk_minutes: nearest_walk(run.max_walk_minutes),
        bands_minutes: BANDS_MINUTES.to_vec(),
        columns: columns.collect(),
        grid: GridAnswer { columns: live.grid.columns, rows: live.grid.rows, corners: live.grid.corners() },
        destinations: destinations(live),
        method: format!(
            "Modelled, door to door: walking {} km/h over streets, at most {} minutes between rides and {} rides; a departure is sampled for each of {WINDOW_MINUTES} minutes. \
             Cars: legal or class speed times a congestion factor by road class and hour (Lynchpin defaults); time to park is not counted.",
            run.walk_kmh, run.max_transfer_walk_minutes, run.max_rides
        ),
    }
}

fn nearest_walk(minutes: u32) -> u32 {
    WALKS_MINUTES.into_iter().min_by_key(|w| w.abs_diff(minutes)).unwrap_or(minutes)
}

/// The places with the most of the first column of the first offer.
fn destinations(live: &Live) -> Vec<Destination> {
    let Some((offer, column)) = live.offers.first().and_then(|o| Some((o, o.columns.first()?))) else {
        return Vec::new();
    };
    let mut order: Vec<usize> = (0..offer.points.len()).filter(|p| offer.points[*p].is_some()).collect();
    order.sort_by(|a, b| column.amounts[*b].total_cmp(&column.amounts[*a]).then(a.cmp(b)));
    let count = Style::modelled_count(10.0);
    let of = |place: usize| {
        let (lon, lat) = offer.points[place]?;
        let name = format!("{} ({} {})", offer.names[place], count.bare(column.amounts[place]), column.unit);
        Some(Destination { name, lon, lat })
    };
    order.into_iter().take(DESTINATIONS).filter_map(of).collect()
}

/// The level of an id, or a fault.
pub(super) fn level(book: &Book, id: &str) -> Result<usize, Fault> {
    book.level(id).ok_or_else(|| Fault::unknown("geography", id))
}

pub(super) async fn places(
    State(shared): State<Shared>,
    Asked(question): Asked<GeographyQuestion>,
) -> Result<Response, Fault> {
    let level = &shared.book.levels[level(&shared.book, &question.geography)?];
    json(&PlacesAnswer {
        geography: level.id.clone(),
        codes: level.codes.clone(),
        names: level.names.clone(),
        points: level.points.iter().map(|p| p.map(|(lon, lat)| [lon, lat])).collect(),
        groups: level.groups.iter().map(|g| (*g).to_owned()).collect(),
        place_of: level.place_of.clone(),
    })
}

pub(super) async fn measure(
    State(shared): State<Shared>,
    Asked(question): Asked<MeasureQuestion>,
) -> Result<Response, Fault> {
    let book = &shared.book;
    let level = level(book, &question.geography)?;
    let measure = book.measure(&question.measure).ok_or_else(|| Fault::unknown("measure", &question.measure))?;
    let answer = book.answer(measure, level);
    json(&answer.ok_or_else(|| {
        Fault::new(
            axum::http::StatusCode::NOT_FOUND,
            format!("“{}” has no figures for {}.", measure.label, book.levels[level].label.to_lowercase()),
            "Choose another geography.",
        )
    })?)
}

pub(super) async fn tile(
    State(shared): State<Shared>,
    Path((tag, zoom, x, y)): Path<(String, String, String, String)>,
) -> Result<Response, Fault> {
    let wrong = || Fault::new(axum::http::StatusCode::NOT_FOUND, "There is no such tile.", "Reload the map.");
    let address = zoom.parse().ok().zip(x.parse().ok()).zip(y.parse().ok());
    let address = address.and_then(|((zoom, x), y)| TileAddress::new(zoom, x, y)).ok_or_else(wrong)?;
    if tag != shared.tiles_tag {
        return Err(wrong());
    }
    let bytes = shared.ground.tile(address).map_err(|e| Fault::own(&e))?;
    Ok(body(bytes, "application/vnd.mapbox-vector-tile", Keep::ForGood))
}

/// The report on a place, or why there is none.
fn report(shared: &Shared, code: &str) -> Result<Report, Fault> {
    let known = shared.book.levels.iter().any(|level| level.codes.iter().any(|c| c == code));
    if !known {
        return Err(Fault::unknown("place", code));
    }
    shared.pages.report(code).map_err(|e| Fault::own(&e))
}

pub(super) async fn place(
    State(shared): State<Shared>,
    Asked(question): Asked<PlaceQuestion>,
) -> Result<Response, Fault> {
    let answer = apart(&shared, move |shared| {
        let report = report(shared, &question.code)?;
        Ok(told(question.code, &report))
    });
    json(&answer.await?)
}

/// The page of a place to print, as in the report.
pub(super) async fn page(State(shared): State<Shared>, Path(file): Path<String>) -> Result<Response, Fault> {
    let code = file.strip_suffix(".html").ok_or_else(|| Fault::unknown("page", &file))?.to_owned();
    let html = apart(&shared, move |shared| {
        let report = Report { back: None, ..report(shared, &code)? };
        report.to_html().map_err(|e| Fault::own(&e))
    });
    let mut response = body(html.await?, "text/html; charset=utf-8", Keep::Ask);
    let policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    let policy = axum::http::HeaderValue::from_static(policy);
    response.headers_mut().insert(axum::http::header::CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}

pub(super) async fn described(State(shared): State<Shared>) -> Response {
    body(Arc::unwrap_or_clone(shared.described.clone()), "application/json", Keep::Ask)
}

fn told(code: String, report: &Report) -> PlaceAnswer {
    let section = |s: &crate::report::Section| SectionAnswer {
        heading: s.heading.clone(),
        blocks: s.blocks.iter().flat_map(block).collect(),
    };
    PlaceAnswer {
        code,
        title: report.title.clone(),
        subtitle: report.subtitle.clone(),
        finding: report.finding.to_plain(),
        sections: report.sections.iter().map(section).collect(),
    }
}

/// A block in words and tables; drawings are told by the tables that say the same.
fn block(block: &Block) -> Vec<BlockAnswer> {
    match block {
        Block::Heading(words) => vec![BlockAnswer::Heading { words: words.clone() }],
        Block::Paragraph(text) => vec![BlockAnswer::Paragraph { words: text.to_plain() }],
        Block::List(items) => {
            vec![BlockAnswer::List { items: items.iter().map(crate::report::Text::to_plain).collect() }]
        }
        Block::KeyFigures(figures) => {
            let figure = |f: &crate::report::KeyFigure| FigureAnswer {
                label: f.label.clone(),
                value: f.style.reading(&f.reading),
                compare: f.compare.clone(),
            };
            vec![BlockAnswer::Figures { figures: figures.iter().map(figure).collect() }]
        }
        Block::Table(t) => vec![BlockAnswer::Table { table: table(t) }],
        Block::Chart(chart, _) => match chart.draw() {
            Ok(drawn) => vec![BlockAnswer::Table { table: table(&drawn.twin) }],
            Err(_) => Vec::new(),
        },
        Block::Histogram(histogram, _) => vec![BlockAnswer::Table { table: table(&histogram.draw().twin) }],
        Block::Map(map, _) => match map.draw() {
            Ok(drawn) => vec![BlockAnswer::Table { table: table(&drawn.twin) }],
            Err(_) => Vec::new(),
        },
        Block::Callout(callout) => {
            vec![BlockAnswer::Paragraph { words: format!("{}: {}", callout.title, callout.text.to_plain()) }]
        }
        Block::Details(details) => {
            let heading = BlockAnswer::Heading { words: details.summary.clone() };
            std::iter::once(heading).chain(details.blocks.iter().flat_map(self::block)).collect()
        }
        Block::Ledger(_) => Vec::new(),
    }
}

fn table(table: &Table) -> TableAnswer {
    let column = |c: &crate::table::TableColumn| ColumnAnswer {
        title: c.title.clone(),
        unit: c.unit.clone(),
        numeric: c.numeric,
    };
    TableAnswer {
        caption: table.caption.clone(),
        columns: table.columns.iter().map(column).collect(),
        rows: table.rows.iter().map(|r| RowAnswer { cells: r.cells.clone(), strong: r.strong }).collect(),
        remark: table.remark.clone(),
    }
}
