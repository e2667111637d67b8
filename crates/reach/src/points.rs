//! Reading the places between which travel times are wanted: CSV with the columns `id`, `lat`, `lon`.

use std::collections::HashMap;
use std::path::Path;

use lynchpin_network::geometry::Point;

use crate::error::ReachError;

/// Named places, in the file's order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Points {
    /// The ids, all different.
    pub ids: Vec<String>,
    /// Where they are.
    pub places: Vec<Point>,
}

impl Points {
    /// How many places.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// True where there is none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Reads a points file. Columns may stand in any order, among others; the first wrong cell is refused with its place.
    ///
    /// # Errors
    /// A file that cannot be read, a missing column, a coordinate that is none, an empty id or one that was there before, no rows.
    pub fn read(file: &Path) -> Result<Self, ReachError> {
        let mut reader =
            csv::ReaderBuilder::new().trim(csv::Trim::All).from_path(file).map_err(|e| ReachError::file(file, &e))?;
        let header = reader.headers().map_err(|e| ReachError::file(file, &e))?.clone();
        let column = |name: &'static str| {
            header.iter().position(|h| h.trim_start_matches('\u{feff}') == name).ok_or_else(|| {
                let found = header.iter().collect::<Vec<_>>().join(", ");
                ReachError::PointColumn { file: file.to_path_buf(), column: name, found }
            })
        };
        let (id_at, lat_at, lon_at) = (column("id")?, column("lat")?, column("lon")?);
        let mut points = Self::default();
        let mut first_row = HashMap::new();
        for record in reader.records() {
            let record = record.map_err(|e| ReachError::file(file, &e))?;
            let row = record.position().map_or(0, csv::Position::line);
            let wrong = |column, value: &str, expected: &str, hint: String| ReachError::Point {
                file: file.to_path_buf(),
                row,
                column,
                value: value.to_owned(),
                expected: expected.to_owned(),
                hint,
            };
            let id = record.get(id_at).unwrap_or_default();
            if id.is_empty() {
                return Err(wrong("id", id, "an id", "every point needs a name of its own".to_owned()));
            }
            if let Some(first) = first_row.insert(id.to_owned(), row) {
                return Err(wrong("id", id, "every id once", format!("row {first} has it too")));
            }
            let (lat_text, lon_text) = (record.get(lat_at).unwrap_or_default(), record.get(lon_at).unwrap_or_default());
            let (lat, lon) = (degrees(lat_text, 90.0), degrees(lon_text, 180.0));
            let Some(lat) = lat else {
                return Err(wrong("lat", lat_text, "degrees north, −90 to 90", wgs84_hint()));
            };
            let Some(lon) = lon else {
                return Err(wrong("lon", lon_text, "degrees east, −180 to 180", wgs84_hint()));
            };
            let Some(place) = Point::from_degrees(lon, lat) else {
                return Err(wrong("lat", lat_text, "a place on the Earth", wgs84_hint()));
            };
            points.ids.push(id.to_owned());
            points.places.push(place);
        }
        if points.is_empty() {
            return Err(ReachError::NoPoints { file: file.to_path_buf() });
        }
        Ok(points)
    }
}

fn degrees(text: &str, most: f64) -> Option<f64> {
    text.parse::<f64>().ok().filter(|d| d.abs() <= most)
}

fn wgs84_hint() -> String {
    "coordinates are WGS 84 degrees with a decimal point; eastings and northings have to be converted".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Points, String> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("points.csv");
        std::fs::write(&file, text).unwrap();
        Points::read(&file).map_err(|e| e.to_string())
    }

    #[test]
    fn columns_may_stand_in_any_order() {
        let points = read("lon,name,id,lat\n-3.0,x,a,51.5\n-3.1,y,b,51.6\n").unwrap();
        assert_eq!(points.ids, ["a", "b"]);
        assert_eq!(points.places[1], Point { lon_e7: -31_000_000, lat_e7: 516_000_000 });
    }

    #[test]
    fn wrong_cells_are_located() {
        for (text, parts) in [
            ("id,lat,lon\na,51,-3\nb,NaN,-3\n", ["row 3, column lat", "NaN"]),
            ("id,lat,lon\na,51,-3\na,52,-3\n", ["row 3, column id", "row 2 has it too"]),
            ("id,lat,lon\na,51,331000\n", ["row 2, column lon", "331000"]),
            ("id,lat,lon\n,51,3\n", ["row 2, column id", "an id"]),
            ("id,latitude,lon\na,51,-3\n", ["no column \"lat\"", "id, latitude, lon"]),
            ("id,lat,lon\n", ["no points", "one row a point"]),
        ] {
            let message = read(text).unwrap_err();
            assert!(parts.iter().all(|part| message.contains(part)), "{message}");
        }
    }
}
