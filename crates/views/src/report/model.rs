//! What a report is made of.

use super::notes::{NoteId, Notes};
use crate::charts::{Chart, Histogram};
use crate::maps::Map;
use crate::numbers::{Reading, Style};
use crate::table::Table;

/// A report: the finding first, then the sections, then how each number was made.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Its title.
    pub title: String,
    /// A line under the title: place and date of the data.
    pub subtitle: String,
    /// The finding in a sentence or two.
    pub finding: Text,
    /// Its sections.
    pub sections: Vec<Section>,
    /// The methods and sources that its figures point at.
    pub notes: Notes,
    /// The last line: program, version, parameters. No time of day, so that equal runs give equal files.
    pub colophon: String,
    /// A way back to another page, as address and words, above the title.
    pub back: Option<(String, String)>,
}

/// A part of a report under one heading.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// Its anchor, unique in the report: letters, digits and hyphens.
    pub id: String,
    /// Its heading.
    pub heading: String,
    /// What stands in it.
    pub blocks: Vec<Block>,
    /// Whether it begins a new page in print.
    pub new_page: bool,
}

/// One thing in a section.
#[derive(Clone, Debug)]
pub enum Block {
    /// A heading of the next level.
    Heading(String),
    /// Sentences.
    Paragraph(Text),
    /// A list with bullets.
    List(Vec<Text>),
    /// A few large numbers.
    KeyFigures(Vec<KeyFigure>),
    /// A table.
    Table(Table),
    /// A map, and how its numbers were made.
    Map(Box<Map>, NoteId),
    /// Dots with intervals or bars, and how the numbers were made.
    Chart(Box<Chart>, NoteId),
    /// A histogram, and how its numbers were made.
    Histogram(Box<Histogram>, NoteId),
    /// What was read, used and lost.
    Ledger(Ledger),
    /// A remark that must not be missed.
    Callout(Callout),
    /// Something to open (always open in print).
    Details(Details),
}

/// Running text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Text {
    /// Its pieces in order.
    pub spans: Vec<Span>,
}

/// A piece of running text.
#[derive(Clone, Debug, PartialEq)]
pub enum Span {
    /// Words.
    Plain(String),
    /// Words that weigh more.
    Strong(String),
    /// A figure as it is shown, and how it was made.
    Figure(String, NoteId),
    /// Words that lead to an address inside the report or beside it.
    Link {
        /// The words.
        words: String,
        /// `#section` or the name of a file in the same folder.
        to: String,
    },
}

impl Text {
    /// These words.
    pub fn new(words: &str) -> Self {
        Self::default().plain(words)
    }

    /// With these words after it.
    #[must_use]
    pub fn plain(mut self, words: &str) -> Self {
        self.spans.push(Span::Plain(words.into()));
        self
    }

    /// With these heavier words after it.
    #[must_use]
    pub fn strong(mut self, words: &str) -> Self {
        self.spans.push(Span::Strong(words.into()));
        self
    }

    /// With this figure after it, linked to how it was made.
    #[must_use]
    pub fn figure(mut self, reading: &Reading, style: &Style, note: NoteId) -> Self {
        self.spans.push(Span::Figure(style.reading(reading), note));
        self
    }

    /// With a figure already written, linked to how it was made.
    #[must_use]
    pub fn figure_words(mut self, words: &str, note: NoteId) -> Self {
        self.spans.push(Span::Figure(words.into(), note));
        self
    }

    /// With a link after it; `to` is `#section` or the name of a file in the same folder.
    #[must_use]
    pub fn link(mut self, words: &str, to: &str) -> Self {
        self.spans.push(Span::Link { words: words.into(), to: to.into() });
        self
    }

    /// The words without marks, for a terminal.
    pub fn to_plain(&self) -> String {
        let words = self.spans.iter().map(|s| match s {
            Span::Plain(w) | Span::Strong(w) | Span::Figure(w, _) => w.as_str(),
            Span::Link { words, .. } => words.as_str(),
        });
        words.collect()
    }
}

impl From<&str> for Text {
    fn from(words: &str) -> Self {
        Self::new(words)
    }
}

/// A large number with its name.
#[derive(Clone, Debug)]
pub struct KeyFigure {
    /// What it is.
    pub label: String,
    /// The number.
    pub reading: Reading,
    /// How it is written.
    pub style: Style,
    /// What to compare it with, such as `England 23.3 %`; may be empty.
    pub compare: String,
    /// How it was made.
    pub note: NoteId,
}

/// What was read, used and lost at each step.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// What it accounts for.
    pub caption: String,
    /// Its lines.
    pub rows: Vec<LedgerRow>,
}

/// One line of a ledger.
#[derive(Clone, Debug, Default)]
pub struct LedgerRow {
    /// What was counted: stops, trips, people, …
    pub what: String,
    /// How many were read.
    pub read: u64,
    /// How many were used.
    pub used: u64,
    /// Why the others were not, and their names where they are few.
    pub why: String,
}

/// How grave a remark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Good to know.
    Note,
    /// Without it the figures would be read wrongly.
    Warning,
}

/// A remark that must not be missed.
#[derive(Clone, Debug)]
pub struct Callout {
    /// How grave it is.
    pub tone: Tone,
    /// Its heading.
    pub title: String,
    /// Its sentences.
    pub text: Text,
}

/// Something to open.
#[derive(Clone, Debug)]
pub struct Details {
    /// What is inside.
    pub summary: String,
    /// The inside.
    pub blocks: Vec<Block>,
}
