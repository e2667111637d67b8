//! Shapes as well-known binary, little-endian, two dimensions.

use std::collections::BTreeSet;

use geo_types::{Coord, Geometry, LineString, Polygon};
use serde_json::{Value, json};

/// The shape as well-known binary.
pub(super) fn wkb(geometry: &Geometry<f64>) -> Vec<u8> {
    let mut out = Vec::new();
    push(&mut out, geometry);
    out
}

fn push(out: &mut Vec<u8>, geometry: &Geometry<f64>) {
    match geometry {
        Geometry::Point(p) => {
            head(out, 1);
            push_coord(out, p.0);
        }
        Geometry::LineString(l) => {
            head(out, 2);
            push_line(out, l);
        }
        Geometry::Line(l) => push(out, &Geometry::LineString(LineString::from(*l))),
        Geometry::Polygon(p) => push_polygon(out, p),
        Geometry::Rect(r) => push_polygon(out, &r.to_polygon()),
        Geometry::Triangle(t) => push_polygon(out, &t.to_polygon()),
        Geometry::MultiPoint(m) => {
            head(out, 4);
            push_count(out, m.0.len());
            m.iter().for_each(|p| push(out, &Geometry::Point(*p)));
        }
        Geometry::MultiLineString(m) => {
            head(out, 5);
            push_count(out, m.0.len());
            for line in m {
                head(out, 2);
                push_line(out, line);
            }
        }
        Geometry::MultiPolygon(m) => {
            head(out, 6);
            push_count(out, m.0.len());
            m.iter().for_each(|p| push_polygon(out, p));
        }
        Geometry::GeometryCollection(c) => {
            head(out, 7);
            push_count(out, c.0.len());
            c.iter().for_each(|g| push(out, g));
        }
    }
}

fn head(out: &mut Vec<u8>, kind: u32) {
    out.push(1);
    out.extend(kind.to_le_bytes());
}

fn push_count(out: &mut Vec<u8>, count: usize) {
    out.extend((count as u32).to_le_bytes());
}

fn push_coord(out: &mut Vec<u8>, c: Coord<f64>) {
    out.extend(c.x.to_le_bytes());
    out.extend(c.y.to_le_bytes());
}

fn push_line(out: &mut Vec<u8>, line: &LineString<f64>) {
    push_count(out, line.0.len());
    line.0.iter().for_each(|c| push_coord(out, *c));
}

fn push_polygon(out: &mut Vec<u8>, polygon: &Polygon<f64>) {
    head(out, 3);
    push_count(out, 1 + polygon.interiors().len());
    push_line(out, polygon.exterior());
    polygon.interiors().iter().for_each(|r| push_line(out, r));
}

/// The name that GeoParquet gives the kind of a shape.
fn kind(geometry: &Geometry<f64>) -> &'static str {
    match geometry {
        Geometry::Point(_) => "Point",
        Geometry::LineString(_) | Geometry::Line(_) => "LineString",
        Geometry::Polygon(_) | Geometry::Rect(_) | Geometry::Triangle(_) => "Polygon",
        Geometry::MultiPoint(_) => "MultiPoint",
        Geometry::MultiLineString(_) => "MultiLineString",
        Geometry::MultiPolygon(_) => "MultiPolygon",
        Geometry::GeometryCollection(_) => "GeometryCollection",
    }
}

/// The `geo` entry of GeoParquet 1.1 for one column of shapes in longitude and latitude.
pub(super) fn metadata(shapes: &[Option<Geometry<f64>>]) -> Value {
    let kinds: BTreeSet<&str> = shapes.iter().flatten().map(kind).collect();
    let mut column = json!({
        "encoding": "WKB",
        "geometry_types": kinds.into_iter().collect::<Vec<_>>(),
        "edges": "planar",
    });
    let mut bounds = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
    for shape in shapes.iter().flatten() {
        each_coord(shape, &mut |c| {
            bounds[0] = bounds[0].min(c.x);
            bounds[1] = bounds[1].min(c.y);
            bounds[2] = bounds[2].max(c.x);
            bounds[3] = bounds[3].max(c.y);
        });
    }
    if bounds.iter().all(|b| b.is_finite()) {
        column["bbox"] = json!(bounds);
    }
    // Without `crs` the specification means OGC:CRS84: longitude, then latitude.
    json!({ "version": "1.1.0", "primary_column": "geometry", "columns": { "geometry": column } })
}

fn each_coord(geometry: &Geometry<f64>, call: &mut dyn FnMut(Coord<f64>)) {
    fn of_polygon(p: &Polygon<f64>, call: &mut dyn FnMut(Coord<f64>)) {
        p.exterior().0.iter().for_each(|c| call(*c));
    }
    match geometry {
        Geometry::Point(p) => call(p.0),
        Geometry::Line(l) => [l.start, l.end].into_iter().for_each(call),
        Geometry::LineString(l) => l.0.iter().for_each(|c| call(*c)),
        Geometry::Polygon(p) => of_polygon(p, call),
        Geometry::MultiPoint(m) => m.iter().for_each(|p| call(p.0)),
        Geometry::MultiLineString(m) => m.iter().flat_map(|l| &l.0).for_each(|c| call(*c)),
        Geometry::MultiPolygon(m) => m.iter().for_each(|p| of_polygon(p, call)),
        Geometry::GeometryCollection(c) => c.iter().for_each(|g| each_coord(g, call)),
        Geometry::Rect(r) => of_polygon(&r.to_polygon(), call),
        Geometry::Triangle(t) => of_polygon(&t.to_polygon(), call),
    }
}
