//! GeoJSON: properties are columns, the geometry is the outline. Rows are features, counted from 1.

use geo_types::{Geometry, MultiPolygon};
use geojson::FeatureReader;
use indexmap::IndexMap;
use serde_json::Value;

use super::{Raw, TextColumn, Unreadable};

/// Reads a feature collection.
pub(super) fn read(bytes: &[u8]) -> Result<Raw, Unreadable> {
    let mut columns: IndexMap<String, TextColumn> = IndexMap::new();
    let mut outlines = Vec::new();
    for (row, feature) in FeatureReader::from_reader(bytes).features().enumerate() {
        let number = row as u64 + 1;
        let feature = feature.map_err(|error| Unreadable {
            row: None,
            ..Unreadable::new("a GeoJSON feature collection", format!("feature {number}: {error}"))
        })?;
        for (name, value) in feature.properties.iter().flatten() {
            let column = columns.entry(name.clone()).or_default();
            while column.len() < row {
                column.push("");
            }
            if column.len() == row {
                column.push(&as_text(value));
            }
        }
        for column in columns.values_mut().filter(|column| column.len() == row) {
            column.push("");
        }
        outlines.push(match feature.geometry {
            None => None,
            Some(geometry) => Some(outline(geometry, number)?),
        });
    }
    let (names, cells) = columns.into_iter().unzip();
    Ok(Raw { names, cells, lines: (1..=outlines.len() as u64).collect(), outlines: Some(outlines), bad: Vec::new() })
}

fn as_text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.trim().to_owned(),
        other => other.to_string(),
    }
}

/// Areas need polygons, in WGS 84 degrees.
fn outline(geometry: geojson::Geometry, row: u64) -> Result<MultiPolygon<f64>, Unreadable> {
    let refused = |value: String, hint: &str| Unreadable {
        row: Some(row),
        column: Some("geometry".to_owned()),
        value: Some(value),
        ..Unreadable::new("a polygon or multipolygon in WGS 84 degrees", hint)
    };
    let geometry = Geometry::<f64>::try_from(geometry).map_err(|error| refused(String::new(), &error.to_string()))?;
    let outline = match geometry {
        Geometry::Polygon(polygon) => MultiPolygon(vec![polygon]),
        Geometry::MultiPolygon(polygons) => polygons,
        _ => return Err(refused(String::new(), "leave out points and lines")),
    };
    let outside = outline
        .iter()
        .flat_map(|polygon| polygon.exterior().coords())
        .find(|c| !(c.x.abs() <= 180.0 && c.y.abs() <= 90.0));
    match outside {
        Some(c) => Err(refused(
            format!("{}, {}", c.x, c.y),
            "GeoJSON is in longitude and latitude; reproject the file to EPSG:4326",
        )),
        None => Ok(outline),
    }
}
