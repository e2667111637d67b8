//! Reading the places on the way: a points file with opening hours.

use std::path::Path;

use super::opening::Opening;
use crate::error::ReachError;
use crate::points::Points;

/// Named places on the way, in the file's order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ViaPlaces {
    /// Their ids and where they are.
    pub points: Points,
    /// When each is open.
    pub openings: Vec<Opening>,
}

impl ViaPlaces {
    /// Reads a points file ([`Points::read`]) that may have the columns `opens` and `closes`: times of day, `HH:MM` or `HH:MM:SS`, hours
    /// up to 47 for the small hours after midnight; empty for no limit.
    ///
    /// # Errors
    /// What is wrong with the points; a time that is none; a place that closes before it opens.
    pub fn read(file: &Path) -> Result<Self, ReachError> {
        let points = Points::read(file)?;
        let mut reader =
            csv::ReaderBuilder::new().trim(csv::Trim::All).from_path(file).map_err(|e| ReachError::file(file, &e))?;
        let header = reader.headers().map_err(|e| ReachError::file(file, &e))?.clone();
        let column = |name: &str| header.iter().position(|h| h.trim_start_matches('\u{feff}') == name);
        let (opens_at, closes_at) = (column("opens"), column("closes"));
        let mut openings = Vec::with_capacity(points.len());
        for record in reader.records() {
            let record = record.map_err(|e| ReachError::file(file, &e))?;
            let cell = |at: Option<usize>| at.and_then(|at| record.get(at)).unwrap_or_default();
            let wrong = |column, value: &str, expected: &str, hint: &str| ReachError::Point {
                file: file.to_path_buf(),
                row: record.position().map_or(0, csv::Position::line),
                column,
                value: value.to_owned(),
                expected: expected.to_owned(),
                hint: hint.to_owned(),
            };
            let clock = |at: Option<usize>, name: &'static str| match cell(at) {
                "" => Ok(None),
                text => seconds(text).map(Some).ok_or_else(|| {
                    wrong(
                        name,
                        text,
                        "a time of day",
                        "write it as HH:MM, such as 07:30, or leave it empty for no limit",
                    )
                }),
            };
            let opening =
                Opening { opens_seconds: clock(opens_at, "opens")?, closes_seconds: clock(closes_at, "closes")? };
            if opening.opens_seconds.zip(opening.closes_seconds).is_some_and(|(opens, closes)| closes < opens) {
                let hint = "for a place that closes after midnight add 24 hours, such as 25:00";
                return Err(wrong("closes", cell(closes_at), &format!("a time from {} on", cell(opens_at)), hint));
            }
            openings.push(opening);
        }
        Ok(Self { points, openings })
    }
}

fn seconds(text: &str) -> Option<u32> {
    let mut parts = text.split(':').map(|part| {
        let digits = (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| part.parse::<u32>().ok()).flatten()
    });
    let (hours, minutes, seconds) = (parts.next()??, parts.next()??, parts.next().unwrap_or(Some(0))?);
    let right = hours < 48 && minutes < 60 && seconds < 60 && parts.next().is_none();
    right.then_some(3_600 * hours + 60 * minutes + seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<ViaPlaces, String> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("places.csv");
        std::fs::write(&file, text).unwrap();
        ViaPlaces::read(&file).map_err(|e| e.to_string())
    }

    #[test]
    fn opening_hours_may_be_left_out() {
        let places = read("closes,id,lat,lon,opens\n18:00,a,51.5,-3,07:30:30\n,b,51.5,-3,\n").unwrap();
        let first = Opening { opens_seconds: Some(27_030), closes_seconds: Some(64_800) };
        assert_eq!(places.openings, [first, Opening::default()]);
        assert_eq!(read("id,lat,lon\na,51.5,-3\n").unwrap().openings, [Opening::default()]);
    }

    #[test]
    fn wrong_hours_are_located() {
        for (text, parts) in [
            ("id,lat,lon,opens\na,51,-3,8 am\n", ["row 2, column opens", "8 am"]),
            ("id,lat,lon,opens,closes\na,51,-3,,\nb,51,-3,18:00,07:00\n", ["row 3, column closes", "from 18:00 on"]),
            ("id,lat,lon,closes\na,51,-3,48:00\n", ["row 2, column closes", "HH:MM"]),
            ("id,lat\na,51\n", ["no column", "lon"]),
        ] {
            let message = read(text).unwrap_err();
            assert!(parts.iter().all(|part| message.contains(part)), "{message}");
        }
    }
}
