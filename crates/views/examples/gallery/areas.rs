//! Areas with an invented share of households without a car.

use std::error::Error;
use std::io::Read as _;
use std::path::Path;

use geo_types::{LineString, MultiPolygon, Polygon, coord};
use lynchpin_views::maps::{Outlines, OutlinesBuilder};

pub struct Area {
    pub code: String,
    pub name: String,
    pub outline: MultiPolygon<f64>,
    pub value: f64,
}

pub fn outlines(areas: &[Area]) -> Outlines {
    let mut builder = OutlinesBuilder::new();
    for a in areas {
        builder.area(&a.code, &a.name, Some(&a.outline), None);
    }
    builder.build()
}

pub fn real_areas(path: &Path) -> Result<Vec<Area>, Box<dyn Error>> {
    let mut text = String::new();
    flate2::read::GzDecoder::new(std::fs::File::open(path)?).read_to_string(&mut text)?;
    let mut areas = Vec::new();
    for feature in geojson::FeatureCollection::try_from(text.parse::<geojson::GeoJson>()?)?.features {
        let word = |key: &str| feature.property(key).and_then(|v| v.as_str()).unwrap_or("").to_owned();
        let (code, name) = (word("lsoa21_code"), word("lsoa21_name"));
        let Some(geometry) = feature.geometry else {
            continue;
        };
        let outline = match geo_types::Geometry::<f64>::try_from(geometry)? {
            geo_types::Geometry::Polygon(p) => MultiPolygon(vec![p]),
            geo_types::Geometry::MultiPolygon(m) => m,
            _ => continue,
        };
        let (x, y) = first_corner(&outline);
        areas.push(Area { code, name, outline, value: invented(x, y) });
    }
    Ok(areas)
}

fn first_corner(outline: &MultiPolygon<f64>) -> (f64, f64) {
    let corner = outline.iter().find_map(|p| p.exterior().0.first());
    corner.map_or((0.0, 0.0), |c| (c.x, c.y))
}

pub fn invented_areas() -> Vec<Area> {
    let mut areas = Vec::new();
    for i in 0..240 {
        let (x, y) = (-3.0 + 0.02 * f64::from(i % 20), 53.3 + 0.014 * f64::from(i / 20));
        let at = |dx: f64, dy: f64| coord! { x: x + dx * 0.02, y: y + dy * 0.014 };
        let ring = LineString(vec![at(0., 0.), at(1., 0.1), at(1., 1.1), at(0., 1.), at(0., 0.)]);
        areas.push(Area {
            code: format!("X{i:08}"),
            name: format!("Invented {i:03}"),
            outline: MultiPolygon(vec![Polygon::new(ring, vec![])]),
            value: invented(x, y),
        });
    }
    areas
}

/// A smooth field with two poor quarters and some roughness.
fn invented(x: f64, y: f64) -> f64 {
    let hill = |cx: f64, cy: f64, w: f64| (-((x - cx) * 0.6).powi(2) / w - (y - cy).powi(2) / w).exp();
    let rough = ((x * 7_919.0).sin() * (y * 6_661.0).cos()) * 6.0;
    (12.0 + 34.0 * hill(-2.93, 53.43, 0.0025) + 26.0 * hill(-3.04, 53.39, 0.0012) + rough).clamp(2.0, 70.0)
}
