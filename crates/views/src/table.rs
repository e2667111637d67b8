//! A table of words and rounded numbers, shown in a report or on the terminal.

use crate::numbers::{Reading, Style};
use crate::report::NoteId;

/// A table to read. The first column names the row.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// What the table shows, in a phrase.
    pub caption: String,
    /// Its columns, the row's name first.
    pub columns: Vec<TableColumn>,
    /// Its rows, each with as many cells as there are columns.
    pub rows: Vec<TableRow>,
    /// A remark beneath, such as what a marker means.
    pub remark: Option<String>,
}

/// The head of a column.
#[derive(Clone, Debug, Default)]
pub struct TableColumn {
    /// Its heading.
    pub title: String,
    /// Its unit, shown in the heading.
    pub unit: Option<String>,
    /// Whether it holds numbers, which are set to the right.
    pub numeric: bool,
    /// How its numbers were made.
    pub note: Option<NoteId>,
}

/// A row.
#[derive(Clone, Debug, Default)]
pub struct TableRow {
    /// Its cells as they are shown.
    pub cells: Vec<String>,
    /// Whether it is the row to look at first.
    pub strong: bool,
    /// An address that the row's name leads to, such as `#section` or `place-e01000001.html`.
    pub link: Option<String>,
    /// How its numbers were made, where its columns do not say.
    pub note: Option<NoteId>,
}

impl TableColumn {
    /// A column of words.
    pub fn words(title: &str) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    /// A column of numbers with a unit (empty for none).
    pub fn numbers(title: &str, unit: &str) -> Self {
        Self { title: title.into(), unit: (!unit.is_empty()).then(|| unit.into()), numeric: true, note: None }
    }

    /// The same, with the note that says how its numbers were made.
    #[must_use]
    pub fn explained_by(mut self, note: NoteId) -> Self {
        self.note = Some(note);
        self
    }
}

impl TableRow {
    /// A row of these cells.
    pub fn new<I: IntoIterator<Item = S>, S: Into<String>>(cells: I) -> Self {
        Self { cells: cells.into_iter().map(Into::into).collect(), strong: false, link: None, note: None }
    }

    /// A row of a name and readings, each written in its style.
    pub fn of_readings(name: &str, readings: &[(Reading, &Style)]) -> Self {
        let mut cells = vec![name.to_owned()];
        cells.extend(readings.iter().map(|(r, style)| style.reading(r)));
        Self::new(cells)
    }

    /// The same, with the note that says how its numbers were made.
    #[must_use]
    pub fn explained_by(mut self, note: NoteId) -> Self {
        self.note = Some(note);
        self
    }

    /// The same, marked as the row to look at first.
    #[must_use]
    pub fn strong(mut self) -> Self {
        self.strong = true;
        self
    }
}
