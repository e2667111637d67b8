//! Reading numbers by id: supply, people, ranks.

use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use csv::StringRecord;

use crate::error::{ReachError, WrongCell};

/// Columns that place a point and are no numbers of anything.
const PLACE: [&str; 3] = ["id", "lat", "lon"];

/// A CSV table with an `id` column, whose cells are read when they are asked for.
#[derive(Clone, Debug)]
pub struct Columns {
    file: PathBuf,
    header: Vec<String>,
    records: Vec<StringRecord>,
    by_id: HashMap<String, usize>,
}

impl Columns {
    /// Reads the table.
    ///
    /// # Errors
    /// A file that cannot be read, no column `id`, an empty id or one that was there before.
    pub fn read(file: &Path) -> Result<Self, ReachError> {
        let mut reader =
            csv::ReaderBuilder::new().trim(csv::Trim::All).from_path(file).map_err(|e| ReachError::file(file, &e))?;
        let header = reader.headers().map_err(|e| ReachError::file(file, &e))?;
        let header = header.iter().map(|name| name.trim_start_matches('\u{feff}').to_owned()).collect();
        let records: Vec<StringRecord> =
            reader.records().collect::<Result<_, _>>().map_err(|e| ReachError::file(file, &e))?;
        let mut table = Self { file: file.to_path_buf(), header, records, by_id: HashMap::new() };
        let id = table.position("id", "one row an id, with its numbers beside it")?;
        for (at, record) in table.records.iter().enumerate() {
            let name = record.get(id).unwrap_or_default();
            if name.is_empty() {
                return Err(table.wrong(at, "id", "an id", "every row needs one"));
            }
            if let Some(first) = table.by_id.insert(name.to_owned(), at) {
                let hint = format!("row {} has it too", table.line(first));
                return Err(table.wrong(at, "id", "every id once", &hint));
            }
        }
        Ok(table)
    }

    /// Where it was read from.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Names of the columns but `id`, `lat` and `lon`.
    pub fn names(&self) -> Vec<&str> {
        self.header.iter().map(String::as_str).filter(|name| !PLACE.contains(name)).collect()
    }

    /// Refuses rows of ids that are not among `ids`: what stands there would be lost.
    ///
    /// # Errors
    /// The first such row.
    pub fn only(&self, ids: &[String], what: &str) -> Result<(), ReachError> {
        let known: HashSet<&str> = ids.iter().map(String::as_str).collect();
        let id = self.position("id", "")?;
        match self.records.iter().position(|record| !known.contains(record.get(id).unwrap_or_default())) {
            None => Ok(()),
            Some(at) => {
                Err(self.wrong(at, "id", &format!("an id of the {what}"), "leave the row out, or add the point"))
            }
        }
    }

    /// Positions of the ids that have no row.
    pub fn without_row(&self, ids: &[String]) -> Vec<usize> {
        ids.iter().enumerate().filter(|(_, id)| !self.by_id.contains_key(*id)).map(|(at, _)| at).collect()
    }

    /// Refuses ids that have no row.
    ///
    /// # Errors
    /// Names the first of them.
    pub fn all(&self, ids: &[String]) -> Result<(), ReachError> {
        let lost = self.without_row(ids);
        if lost.is_empty() {
            return Ok(());
        }
        let named: Vec<&str> = lost.iter().take(5).map(|at| ids[*at].as_str()).collect();
        let more = if lost.len() > named.len() { format!(", … ({} in all)", lost.len()) } else { String::new() };
        Err(ReachError::Rows {
            file: self.file.clone(),
            missing: format!("{}{more}", named.join(", ")),
            hint: "add the rows: how many people there are cannot be guessed".to_owned(),
        })
    }

    /// A column's numbers in the order of `ids`; 0 for ids that have no row.
    ///
    /// # Errors
    /// No such column, a cell that is empty, no number, or not `within`.
    pub fn numbers(&self, column: &str, ids: &[String], within: RangeInclusive<f64>) -> Result<Vec<f64>, ReachError> {
        let at = self.position(column, "give the name as it stands in the file's first row")?;
        let number = |id: &String| {
            let Some(&row) = self.by_id.get(id) else { return Ok(0.0) };
            let value = self.records[row].get(at).unwrap_or_default().parse().ok();
            value.filter(|value: &f64| value.is_finite() && within.contains(value)).ok_or_else(|| {
                let expected = match (within.start(), within.end()) {
                    (low, high) if high.is_finite() => format!("a number from {low} to {high}"),
                    (low, _) if low.is_finite() => format!("a number of at least {low}"),
                    _ => "a number".to_owned(),
                };
                self.wrong(
                    row,
                    column,
                    &expected,
                    "plain numbers, no thousands separators; where there is none write 0",
                )
            })
        };
        ids.iter().map(number).collect()
    }

    /// A column's texts, numbered in alphabetical order, in the order of `ids`.
    ///
    /// # Errors
    /// No such column, an id without row.
    pub fn groups(&self, column: &str, ids: &[String]) -> Result<Vec<u32>, ReachError> {
        self.all(ids)?;
        let at = self.position(column, "give the name as it stands in the file's first row")?;
        let texts: Vec<&str> = ids.iter().map(|id| self.records[self.by_id[id]].get(at).unwrap_or_default()).collect();
        let mut all = texts.clone();
        all.sort_unstable();
        all.dedup();
        Ok(texts.iter().map(|text| all.partition_point(|other| other < text) as u32).collect())
    }

    fn position(&self, column: &str, hint: &str) -> Result<usize, ReachError> {
        self.header.iter().position(|name| name == column).ok_or_else(|| ReachError::Column {
            file: self.file.clone(),
            column: column.to_owned(),
            found: self.header.join(", "),
            hint: hint.to_owned(),
        })
    }

    fn line(&self, at: usize) -> u64 {
        self.records[at].position().map_or(0, csv::Position::line)
    }

    fn wrong(&self, at: usize, column: &str, expected: &str, hint: &str) -> ReachError {
        let cell = self.header.iter().position(|name| name == column).and_then(|c| self.records[at].get(c));
        ReachError::Cell(Box::new(WrongCell {
            file: self.file.clone(),
            row: self.line(at),
            column: column.to_owned(),
            value: cell.unwrap_or_default().to_owned(),
            expected: expected.to_owned(),
            hint: hint.to_owned(),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOME: RangeInclusive<f64> = 0.0..=f64::INFINITY;

    fn read(text: &str) -> Result<Columns, ReachError> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("jobs.csv");
        std::fs::write(&file, text).unwrap();
        Columns::read(&file)
    }

    fn ids(text: &str) -> Vec<String> {
        text.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn numbers_come_in_the_order_asked_for() {
        let table = read("jobs,id,lat,lon,region\n3,a,51,3,North\n4.5,b,52,4,East\n").unwrap();
        assert_eq!(table.names(), ["jobs", "region"]);
        assert_eq!(table.numbers("jobs", &ids("b,c,a"), SOME).unwrap(), [4.5, 0.0, 3.0]);
        assert_eq!(table.without_row(&ids("b,c,a")), [1]);
        assert_eq!(table.groups("region", &ids("a,b")).unwrap(), [1, 0]);
    }

    #[test]
    fn faults_are_located() {
        let message = |result: Result<(), ReachError>| result.unwrap_err().to_string();
        let table = read("id,jobs\na,1\nb,\nc,-2\n").unwrap();
        for (id, parts) in [("b", ["row 3, column jobs", "found \"\""]), ("c", ["row 4, column jobs", "found \"-2\""])]
        {
            let said = message(table.numbers("jobs", &ids(id), SOME).map(|_| ()));
            assert!(parts.iter().all(|part| said.contains(part)), "{said}");
        }
        assert!(table.numbers("jobs", &ids("c"), f64::NEG_INFINITY..=f64::INFINITY).is_ok(), "a rank may be below 0");
        assert!(message(table.numbers("jobs", &ids("c"), 0.0..=1.0).map(|_| ())).contains("from 0 to 1"));
        assert!(message(table.only(&ids("a,c"), "destinations")).contains("row 3, column id: found \"b\""));
        assert!(message(table.all(&ids("a,x,y"))).contains("no row for x, y"));
        assert!(
            message(table.numbers("posts", &ids("a"), SOME).map(|_| ()))
                .contains("no column \"posts\"; the columns are id, jobs")
        );
        assert!(message(read("id,jobs\na,1\na,2\n").map(|_| ())).contains("row 2 has it too"));
        assert!(message(read("code,jobs\na,1\n").map(|_| ())).contains("no column \"id\""));
    }
}
