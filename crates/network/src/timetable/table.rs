//! One file of a feed, row by row, with its values read strictly and its errors located.

use std::borrow::Cow;
use std::io::Read;
use std::path::{Path, PathBuf};

use csv::ByteRecord;

use super::dates;
use lynchpin_pack::Problem;

use crate::error::NetworkError;

/// Hours from which a time is taken for a misprint: no vehicle runs for longer than 41 days.
const HOURS_END: u32 = 1000;
const BUFFER_BYTES: usize = 1 << 17;

/// The rows of one file.
pub(super) struct Table<'a> {
    feed: PathBuf,
    file: String,
    reader: csv::Reader<Box<dyn Read + 'a>>,
    record: ByteRecord,
    header: Vec<String>,
    /// The reader takes a line that ends in CR LF for read at the CR, and so starts the next one a line too early.
    lines_behind: u64,
}

/// A column of a [`Table`]; all its values are blank where the file lacks it.
#[derive(Clone, Copy)]
pub(super) struct Field {
    at: usize,
    name: &'static str,
}

impl Field {
    /// True where the file has the column.
    pub(super) fn exists(self) -> bool {
        self.at != usize::MAX
    }
}

impl<'a> Table<'a> {
    /// Reads the header.
    pub(super) fn open(feed: &Path, file: &str, bytes: Box<dyn Read + 'a>) -> Result<Self, NetworkError> {
        let mut builder = csv::ReaderBuilder::new();
        let mut reader = builder.flexible(true).has_headers(false).buffer_capacity(BUFFER_BYTES).from_reader(bytes);
        let mut record = ByteRecord::new();
        if let Err(error) = reader.read_byte_record(&mut record) {
            return Err(unreadable(feed, file, &error));
        }
        let header = record.iter().map(|name| {
            let name = String::from_utf8_lossy(name);
            name.trim_start_matches('\u{feff}').trim().to_owned()
        });
        let header = header.collect();
        let lines_behind = 2u64.saturating_sub(reader.position().line());
        Ok(Self { feed: feed.to_path_buf(), file: file.to_owned(), reader, record, header, lines_behind })
    }

    /// A column that the file may lack.
    pub(super) fn field(&self, name: &'static str) -> Field {
        let at = self.header.iter().position(|column| column == name);
        Field { at: at.unwrap_or(usize::MAX), name }
    }

    /// A column that the file must have.
    pub(super) fn need(&self, name: &'static str) -> Result<Field, NetworkError> {
        let field = self.field(name);
        if field.exists() {
            return Ok(field);
        }
        let columns = self.header.join(", ");
        Err(NetworkError::from(Problem {
            file: self.file_name(),
            row: Some(1),
            column: Some(name.to_owned()),
            value: None,
            expected: format!("a column of this name; the header has: {columns}"),
            hint: "the file is not GTFS, or its header line is lost: ask the publisher for a correct one".to_owned(),
        }))
    }

    /// Moves on to the next row; false after the last one.
    pub(super) fn next(&mut self) -> Result<bool, NetworkError> {
        let read = self.reader.read_byte_record(&mut self.record);
        read.map_err(|error| unreadable(&self.feed, &self.file, &error))
    }

    /// Line of the row, the header being line 1.
    pub(super) fn row(&self) -> u64 {
        self.record.position().map_or(0, csv::Position::line) + self.lines_behind
    }

    /// The value without white space around it; empty where it is blank.
    pub(super) fn bytes(&self, field: Field) -> &[u8] {
        self.record.get(field.at).unwrap_or_default().trim_ascii()
    }

    /// The value as text; bytes that are not UTF-8 come out as replacement characters.
    pub(super) fn text(&self, field: Field) -> Cow<'_, str> {
        String::from_utf8_lossy(self.bytes(field))
    }

    /// A whole number; `None` where it is blank.
    pub(super) fn whole(&self, field: Field) -> Result<Option<u32>, NetworkError> {
        let bytes = self.bytes(field);
        if bytes.is_empty() {
            return Ok(None);
        }
        match whole(bytes) {
            Some(number) => Ok(Some(number)),
            None => Err(self.wrong(field, "a whole number from 0 to 4294967294", "")),
        }
    }

    /// A decimal number; `None` where it is blank.
    pub(super) fn decimal(&self, field: Field) -> Result<Option<f64>, NetworkError> {
        let bytes = self.bytes(field);
        if bytes.is_empty() {
            return Ok(None);
        }
        let number = std::str::from_utf8(bytes).ok().and_then(|text| text.parse::<f64>().ok());
        match number.filter(|number| number.is_finite()) {
            Some(number) => Ok(Some(number)),
            None => Err(self.wrong(field, "a decimal number", "")),
        }
    }

    /// A time as seconds since noon minus 12 h; `None` where it is blank.
    pub(super) fn seconds(&self, field: Field) -> Result<Option<u32>, NetworkError> {
        let bytes = self.bytes(field);
        if bytes.is_empty() {
            return Ok(None);
        }
        match seconds(bytes) {
            Some(seconds) => Ok(Some(seconds)),
            None => Err(self.wrong(
                field,
                "a time as H:MM:SS or HH:MM:SS, such as 07:30:00 (after midnight 24:05:00)",
                "correct the row or ask the publisher for a correct feed",
            )),
        }
    }

    /// A date as days since 1970-01-01.
    pub(super) fn day(&self, field: Field) -> Result<i32, NetworkError> {
        let day = dates::parse(self.bytes(field));
        day.ok_or_else(|| self.wrong(field, "a date as YYYYMMDD, such as 20240305", ""))
    }

    /// The error for a value of this row.
    pub(super) fn wrong(&self, field: Field, expected: &str, hint: &str) -> NetworkError {
        NetworkError::from(Problem {
            file: self.file_name(),
            row: Some(self.row()),
            column: Some(field.name.to_owned()),
            value: Some(self.text(field).into_owned()),
            expected: expected.to_owned(),
            hint: hint.to_owned(),
        })
    }

    /// The error for an id that `owner` should list and does not.
    pub(super) fn unknown(&self, field: Field, owner: &str) -> NetworkError {
        let expected = format!("an id that {owner} lists");
        self.wrong(field, &expected, "the feed's files do not fit together: download it again or tell its publisher")
    }

    fn file_name(&self) -> String {
        format!("{}: {}", self.feed.display(), self.file)
    }
}

fn unreadable(feed: &Path, file: &str, error: &csv::Error) -> NetworkError {
    NetworkError::Gtfs {
        feed: feed.to_path_buf(),
        table: file.to_owned(),
        problem: format!("cannot be read to its end: {error}"),
        hint: "the file is damaged or was cut short; download it again".to_owned(),
    }
}

fn whole(bytes: &[u8]) -> Option<u32> {
    let mut number = 0u32;
    for byte in bytes {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number.checked_mul(10)?.checked_add(u32::from(digit))?;
    }
    (!bytes.is_empty() && number != u32::MAX).then_some(number)
}

fn seconds(bytes: &[u8]) -> Option<u32> {
    let [hours @ .., b':', m1, m2, b':', s1, s2] = bytes else {
        return None;
    };
    let hours = whole(hours).filter(|&hours| hours < HOURS_END)?;
    let minutes = whole(&[*m1, *m2]).filter(|&minutes| minutes < 60)?;
    let seconds = whole(&[*s1, *s2]).filter(|&seconds| seconds < 60)?;
    Some(hours * 3600 + minutes * 60 + seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_run_past_midnight() {
        assert_eq!(seconds(b"7:05:09"), Some(25_509));
        assert_eq!(seconds(b"07:05:09"), Some(25_509));
        assert_eq!(seconds(b"25:00:00"), Some(90_000));
        assert_eq!(seconds(b"100:00:00"), Some(360_000));
    }

    #[test]
    fn what_is_not_a_time_is_refused() {
        for text in [
            "",
            "8h30",
            "08:30",
            "08:60:00",
            "08:30:60",
            ":30:00",
            "-1:00:00",
            "08:30:00 am",
            "1000:00:00",
            "0８:30:00",
        ] {
            assert_eq!(seconds(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn whole_numbers_have_no_sign_and_fit() {
        assert_eq!(whole(b"007"), Some(7));
        for text in ["", "-1", "+1", "1.0", "4294967295", "99999999999"] {
            assert_eq!(whole(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn byte_order_mark_quotes_line_ends_and_spaces_do_not_matter() {
        let text = "\u{feff}\"stop_id\", stop_name\r\n a ,\"Quay, east\"\r\nb";
        let mut table = Table::open(Path::new("f.zip"), "stops.txt", Box::new(text.as_bytes())).unwrap();
        let (id, name) = (table.need("stop_id").unwrap(), table.need("stop_name").unwrap());
        assert!(table.next().unwrap());
        assert_eq!((table.text(id), table.text(name), table.row()), ("a".into(), "Quay, east".into(), 2));
        assert!(table.next().unwrap());
        assert_eq!((table.text(id), table.text(name), table.row()), ("b".into(), "".into(), 3));
        assert!(!table.next().unwrap());
    }

    #[test]
    fn a_missing_column_is_named_with_what_there_is() {
        let table = Table::open(Path::new("f.zip"), "stops.txt", Box::new(&b"id,name\n"[..])).unwrap();
        let error = table.need("stop_id").err().unwrap().to_string();
        assert!(error.contains("f.zip: stops.txt, row 1, `stop_id`"), "{error}");
        assert!(error.contains("id, name"), "{error}");
    }
}
