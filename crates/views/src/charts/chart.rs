//! Dots with intervals, or bars: one row per group or place, one mark per series.

use lynchpin_pack::tables::Direction;

use super::layout::{Layout, Width};
use crate::ViewsError;
use crate::numbers::{MARKERS, Reading, Style};
use crate::table::{Table, TableColumn, TableRow};

/// What stands for a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A dot, with a line for the interval.
    Dot,
    /// A bar from zero, with a thin line for the interval.
    Bar,
}

/// A chart of rows.
#[derive(Clone, Debug)]
pub struct Chart {
    /// Identifier, unique in its report.
    pub id: String,
    /// What the chart shows.
    pub title: String,
    /// What can be seen on it, in a sentence, for readers who hear the page.
    pub description: String,
    /// The name of the measure, under the number line.
    pub measure: String,
    /// How its values are written.
    pub style: Style,
    /// Whether more is better.
    pub direction: Direction,
    /// What stands for a value.
    pub mark: Mark,
    /// Names of the series; empty or a single one where each row has one reading. At most four.
    pub series: Vec<String>,
    /// The rows from top to bottom.
    pub rows: Vec<ChartRow>,
    /// A value to compare with, drawn as a broken line, and its name.
    pub reference: Option<(String, f64)>,
    /// Whether the number line begins at zero (bars always do).
    pub from_zero: bool,
    /// Who published the values, as one line.
    pub source: String,
}

/// A row of a chart.
#[derive(Clone, Debug)]
pub struct ChartRow {
    /// Its name.
    pub label: String,
    /// A reading per series.
    pub readings: Vec<Reading>,
    /// Whether it is the row to look at first.
    pub strong: bool,
}

/// A chart that has been drawn.
#[derive(Clone, Debug)]
pub struct DrawnChart {
    /// For a page: 720 pixels wide.
    pub wide: String,
    /// For a telephone: 328 pixels wide, names above their marks.
    pub narrow: String,
    /// The table that says the same.
    pub twin: Table,
}

impl Chart {
    /// Draws the chart in both widths.
    ///
    /// # Errors
    /// [`ViewsError::Table`] where a row has not one reading per series, or there are more than four series.
    pub fn draw(&self) -> Result<DrawnChart, ViewsError> {
        let lanes = self.lanes();
        let fault = |problem: String| ViewsError::Table { table: self.id.clone(), problem };
        if lanes > 4 {
            return Err(fault(format!("{lanes} series; a chart holds at most 4")));
        }
        if let Some(row) = self.rows.iter().find(|r| r.readings.len() != lanes) {
            let n = row.readings.len();
            return Err(fault(format!("row {:?} has {n} readings, the chart has {lanes} series", row.label)));
        }
        Ok(DrawnChart {
            wide: Layout::new(self, Width::Wide).draw(),
            narrow: Layout::new(self, Width::Narrow).draw(),
            twin: self.twin(),
        })
    }

    /// How many readings a row has.
    pub(super) fn lanes(&self) -> usize {
        self.series.len().max(1)
    }

    /// Every number that the number line must hold.
    pub(super) fn numbers(&self) -> Vec<f64> {
        let readings = self.rows.iter().flat_map(|r| &r.readings);
        let mut out: Vec<f64> = Vec::new();
        for reading in readings {
            out.extend(reading.value());
            out.extend(reading.interval().into_iter().flat_map(|(a, b)| [a, b]));
        }
        out.extend(self.reference.iter().map(|(_, v)| *v));
        out.retain(|v| v.is_finite());
        out
    }

    /// The line under the number line: measure, unit and which way is better.
    pub(super) fn axis_title(&self) -> String {
        let unit = self.style.unit_label();
        let unit = if unit.is_empty() || self.measure.contains(unit) { String::new() } else { format!(" ({unit})") };
        let way = match self.direction {
            Direction::HigherIsBetter => "; further right is better",
            Direction::HigherIsWorse => "; further right is worse",
            Direction::Neutral => "",
        };
        format!("{}{unit}{way}", self.measure)
    }

    fn twin(&self) -> Table {
        let unit = self.style.unit_label();
        let mut columns = vec![TableColumn::words("Group")];
        if self.series.is_empty() {
            columns.push(TableColumn::numbers(&self.measure, ""));
        }
        columns.extend(self.series.iter().map(|s| TableColumn::numbers(s, unit)));
        let mut rows: Vec<TableRow> = self
            .rows
            .iter()
            .map(|r| {
                let readings: Vec<(Reading, &Style)> = r.readings.iter().map(|x| (*x, &self.style)).collect();
                let row = TableRow::of_readings(&r.label, &readings);
                if r.strong { row.strong() } else { row }
            })
            .collect();
        if let Some((label, value)) = &self.reference {
            let mut cells = vec![label.clone()];
            cells.resize(columns.len(), self.style.show(*value));
            rows.push(TableRow::new(cells));
        }
        let mut readings = self.rows.iter().flat_map(|r| &r.readings);
        let absent = readings.any(|r| r.absence().is_some());
        Table { caption: self.title.clone(), columns, rows, remark: absent.then(|| MARKERS.into()) }
    }
}
