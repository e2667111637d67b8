//! What is on the map, to be taken away: as a drawing and as data.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use geo_types::{Geometry, MultiPolygon, Point};
use geojson::{Feature, FeatureCollection, GeoJson, JsonObject, JsonValue};

use super::api::{ExportQuestion, MeasureQuestion};
use super::assist::{Asked, Keep, apart, body};
use super::fault::Fault;
use super::look::level;
use super::routes::Shared;
use crate::exports::{Column, DataTable, csv_bytes, xlsx_bytes};
use crate::maps::{Classes, Map, OutlinesBuilder};
use crate::numbers::Reading;
use crate::server::book::{Book, Measure};

/// The measure on the map as a drawing with legend and source.
pub(super) async fn drawing(
    State(shared): State<Shared>,
    Asked(question): Asked<MeasureQuestion>,
) -> Result<Response, Fault> {
    let svg = apart(&shared, move |shared| {
        let (measure, level) = asked(&shared.book, &question.measure, &question.geography)?;
        draw(&shared.book, measure, level)
    });
    Ok(named(body(svg.await?, "image/svg+xml", Keep::Ask), "map.svg"))
}

/// The measure, and a second one where it is compared, with a row per place.
pub(super) async fn data(
    State(shared): State<Shared>,
    Path(file): Path<String>,
    Asked(question): Asked<ExportQuestion>,
) -> Result<Response, Fault> {
    let kind = match file.as_str() {
        "data.csv" => "text/csv; charset=utf-8",
        "data.geojson" => "application/geo+json",
        "data.xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => return Err(Fault::unknown("export", &file)),
    };
    let name = file.clone();
    let bytes = apart(&shared, move |shared| {
        let book = &shared.book;
        let (first, level) = asked(book, &question.measure, &question.geography)?;
        let second = question.compare.as_deref().filter(|id| !id.is_empty());
        let second = second.map(|id| asked(book, id, &question.geography)).transpose()?;
        let measures: Vec<&Measure> = std::iter::once(first).chain(second.map(|(m, _)| m)).collect();
        let table = table(book, &measures, level);
        let made = match file.as_str() {
            "data.csv" => csv_bytes(&table),
            "data.xlsx" => xlsx_bytes(&[&table], &shared.run),
            _ => Ok(features(book, &table, level)),
        };
        made.map_err(|e| Fault::own(&e))
    });
    Ok(named(body(bytes.await?, kind, Keep::Ask), &name))
}

fn asked<'a>(book: &'a Book, measure: &str, geography: &str) -> Result<(&'a Measure, usize), Fault> {
    let level = level(book, geography)?;
    let measure = book.measure(measure).filter(|m| m.readings.contains_key(&level));
    Ok((measure.ok_or_else(|| Fault::unknown("measure", "of that geography"))?, level))
}

fn named(mut response: Response, name: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

fn draw(book: &Book, measure: &Measure, level: usize) -> Result<Vec<u8>, Fault> {
    let (areas, places) = (&book.levels[0], &book.levels[level]);
    let mut builder = OutlinesBuilder::new();
    for (at, code) in areas.codes.iter().enumerate() {
        builder.area(code, &areas.names[at], book.outlines[at].as_ref(), areas.points[at]);
    }
    let readings = &measure.readings[&level];
    let of_area = |place: &Option<u32>| place.map_or(Reading::Missing, |p| readings[p as usize]);
    let map = Map {
        id: "map".into(),
        title: format!("{}: {}", book.name, measure.label),
        description: format!("{} by {}", measure.label, places.label.to_lowercase()),
        measure: if measure.unit.is_empty() {
            measure.label.clone()
        } else {
            format!("{} ({})", measure.label, measure.unit)
        },
        style: measure.style.clone(),
        direction: measure.direction,
        classes: Classes::Quantiles(5),
        outlines: std::sync::Arc::new(builder.build()),
        readings: places.place_of.iter().map(of_area).collect(),
        picked_out: book.left_behind.contains(&true).then(|| ("left behind".to_owned(), book.left_behind.clone())),
        source: format!(
            "{}. Outlines: {}. {}",
            measure.note.sources.trim_end_matches('.'),
            book.outline_source,
            book.colophon
        ),
    };
    map.standalone_svg().map(String::into_bytes).map_err(|e| Fault::own(&e))
}

fn table(book: &Book, measures: &[&Measure], level: usize) -> DataTable {
    let places = &book.levels[level];
    let text = |values: &[String]| values.iter().map(|v| Some(v.clone())).collect::<Vec<_>>();
    let mut columns =
        vec![Column::text("code", "Code", text(&places.codes)), Column::text("name", "Name", text(&places.names))];
    if level == 0 {
        let groups = places.groups.iter().map(|g| Some((*g).to_owned())).collect();
        columns.push(Column::text("group", "Group of places", groups));
    }
    for measure in measures {
        let name = measure.id.replace('-', "_");
        let readings = &measure.readings[&level];
        let note = &measure.note;
        let column = |end: &str, title: String, of: &dyn Fn(&Reading) -> Option<f64>| {
            let values = readings.iter().map(of).collect();
            Column::number(&format!("{name}{end}"), &title, &measure.unit, values)
                .described(&note.method, &note.sources)
        };
        columns.push(column("", measure.label.clone(), &Reading::value));
        if readings.iter().any(|r| r.interval().is_some()) {
            let (low, high) = (format!("{}, lower end", measure.label), format!("{}, upper end", measure.label));
            columns.push(column("_low", low, &|r| r.interval().map(|i| i.0)));
            columns.push(column("_high", high, &|r| r.interval().map(|i| i.1)));
        }
    }
    columns.dedup_by(|later, first| later.name == first.name);
    DataTable {
        name: "map".into(),
        title: format!("{} by {}", measures[0].label, places.label.to_lowercase()),
        description: format!("What the map shows: one row for each of the {}", places.label.to_lowercase()),
        columns,
        key: vec!["code".into()],
        geometry: None,
    }
}

/// The rows with their shapes: outlines of neighbourhoods, those of a higher area together.
fn features(book: &Book, table: &DataTable, level: usize) -> Vec<u8> {
    let places = &book.levels[level];
    let mut shapes: Vec<Vec<geo_types::Polygon<f64>>> = vec![Vec::new(); places.codes.len()];
    for (outline, place) in book.outlines.iter().zip(&places.place_of) {
        if let (Some(outline), Some(place)) = (outline, place) {
            shapes[*place as usize].extend(outline.iter().cloned());
        }
    }
    let feature = |(row, polygons): (usize, Vec<geo_types::Polygon<f64>>)| {
        let point = || places.points[row].map(|(x, y)| Geometry::Point(Point::new(x, y)));
        let shape = (!polygons.is_empty()).then_some(Geometry::MultiPolygon(MultiPolygon(polygons))).or_else(point);
        let cell = |c: &Column| (c.name.clone(), c.values.json(row));
        Feature {
            geometry: shape.as_ref().map(|g| geojson::Geometry::new(geojson::GeometryValue::from(g))),
            properties: Some(table.columns.iter().map(cell).collect::<JsonObject>()),
            ..Feature::default()
        }
    };
    let features = shapes.into_iter().enumerate().map(feature).collect();
    let units: JsonObject = table.columns.iter().map(|c| (c.name.clone(), JsonValue::from(c.unit.clone()))).collect();
    let described: JsonObject = [
        ("title".to_owned(), JsonValue::from(table.title.clone())),
        ("units".to_owned(), JsonValue::Object(units)),
        ("source".to_owned(), JsonValue::from(table.columns.last().map(|c| c.source.clone()))),
    ]
    .into_iter()
    .collect();
    GeoJson::from(FeatureCollection { bbox: None, features, foreign_members: Some(described) }).to_string().into_bytes()
}
