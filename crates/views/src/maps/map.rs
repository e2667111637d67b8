//! A map of one measure.

use std::sync::Arc;

use lynchpin_pack::tables::Direction;

use super::classes::{Classes, classify};
use super::legend::{LegendEntry, Swatch, class_entries, colours};
use super::outlines::Outlines;
use super::{draw, kinds, outlines};
use crate::ViewsError;
use crate::numbers::{MARKERS, Reading, Style};
use crate::table::{Table, TableColumn, TableRow};

/// Areas listed in full up to this number; above it, the ends of the list.
const LISTED_IN_FULL: usize = 30;
const LISTED_AT_EACH_END: usize = 10;

/// A map of one measure over areas.
#[derive(Clone, Debug)]
pub struct Map {
    /// Identifier, unique in its report.
    pub id: String,
    /// What the map shows.
    pub title: String,
    /// What can be seen on it, in a sentence, for readers who hear the page and for the caption.
    pub description: String,
    /// The name of the measure, for the legend and the table.
    pub measure: String,
    /// How its values are written.
    pub style: Style,
    /// Whether more is better: darker is then worse.
    pub direction: Direction,
    /// How values are put in classes.
    pub classes: Classes,
    /// The areas.
    pub outlines: Arc<Outlines>,
    /// A reading per area, in the order of the outlines.
    pub readings: Vec<Reading>,
    /// What the heavy outline means, and which areas bear it.
    pub picked_out: Option<(String, Vec<bool>)>,
    /// Who published the values and the outlines, as one line.
    pub source: String,
}

/// A map that has been drawn.
#[derive(Clone, Debug)]
pub struct DrawnMap {
    /// The areas with scale bar and north, without legend: for a page that sets the legend beside it.
    pub svg: String,
    /// The legend.
    pub legend: Vec<LegendEntry>,
    /// The table that says the same.
    pub twin: Table,
}

impl Map {
    /// Draws the map.
    ///
    /// # Errors
    /// [`ViewsError::Map`] where the readings or the picked-out areas are not one per outline.
    pub fn draw(&self) -> Result<DrawnMap, ViewsError> {
        self.check()?;
        if let Classes::Kinds(list) = &self.classes {
            return Ok(kinds::drawn(self, list));
        }
        let values: Vec<Option<f64>> = self.readings.iter().map(Reading::value).collect();
        let (classes, class_of) = classify(&values, &self.classes, &self.style);
        let colours = colours(classes.len(), self.direction);
        let legend = self.legend(class_entries(&classes, &colours, &self.style, self.direction));
        Ok(DrawnMap { svg: draw::inline(self, &class_of, &colours), legend, twin: self.twin() })
    }

    /// The map as a drawing of its own, with title, legend and source in it.
    ///
    /// # Errors
    /// As [`Map::draw`].
    pub fn standalone_svg(&self) -> Result<String, ViewsError> {
        let drawn = self.draw()?;
        Ok(draw::standalone(self, &drawn))
    }

    fn check(&self) -> Result<(), ViewsError> {
        let fault = |problem: String| ViewsError::Map { map: self.id.clone(), problem };
        let areas = self.outlines.len();
        if self.readings.len() != areas {
            return Err(fault(format!("{} readings for {areas} areas", self.readings.len())));
        }
        match &self.picked_out {
            Some((_, picked)) if picked.len() != areas => {
                Err(fault(format!("{} marks of picked-out areas for {areas} areas", picked.len())))
            }
            _ => Ok(()),
        }
    }

    pub(super) fn legend(&self, mut entries: Vec<LegendEntry>) -> Vec<LegendEntry> {
        let count = |wanted: fn(&Reading) -> bool| self.readings.iter().filter(|r| wanted(r)).count();
        let mut add = |swatch: Swatch, label: &str, count: usize| {
            if count > 0 {
                entries.push(LegendEntry { swatch, label: label.into(), word: None, count });
            }
        };
        add(Swatch::Hatch, Reading::Suppressed.absence().unwrap_or_default(), count(|r| *r == Reading::Suppressed));
        add(Swatch::Hatch, "no figure", count(|r| *r == Reading::Missing));
        if let Some((label, picked)) = &self.picked_out {
            add(Swatch::Outline, label, picked.iter().filter(|p| **p).count());
        }
        let (dots, none) = self.outlines.without_outline();
        add(Swatch::Dot, "drawn as a dot: no outline", dots);
        add(Swatch::Dot, "not drawn: neither outline nor point", none);
        entries
    }

    /// The values as a table: all of them, or the ten highest and lowest.
    fn twin(&self) -> Table {
        let mut order: Vec<usize> = (0..self.readings.len()).collect();
        let key = |i: usize| self.readings[i].value();
        order.sort_by(|a, b| match (key(*a), key(*b)) {
            (Some(x), Some(y)) => y.total_cmp(&x).then(a.cmp(b)),
            (x, y) => y.is_some().cmp(&x.is_some()).then(a.cmp(b)),
        });
        let known = order.iter().filter(|i| key(**i).is_some()).count();
        let all = order.len() <= LISTED_IN_FULL;
        let (rows, caption) = if all {
            (self.twin_rows(&order), "every area".to_owned())
        } else {
            let ends = LISTED_AT_EACH_END.min(known / 2);
            let mut rows = self.twin_rows(&order[..ends]);
            rows.push(TableRow::new([format!("… {} areas between …", known - 2 * ends)]));
            rows.extend(self.twin_rows(&order[known - ends..known]));
            (rows, format!("the {ends} highest and the {ends} lowest of {known} areas"))
        };
        let unit = self.style.unit_label();
        let mut columns =
            vec![TableColumn::words("Area"), TableColumn::words("Code"), TableColumn::numbers(&self.measure, unit)];
        if self.picked_out.is_some() {
            columns.push(TableColumn::words("Marked"));
        }
        let width = columns.len();
        Table {
            caption: format!("{}: {caption}", self.title),
            columns,
            rows: rows
                .into_iter()
                .map(|mut r| {
                    r.cells.resize(width, String::new());
                    r
                })
                .collect(),
            remark: self.readings.iter().any(|r| r.absence().is_some()).then(|| MARKERS.into()),
        }
    }

    fn twin_rows(&self, areas: &[usize]) -> Vec<TableRow> {
        let marked =
            |i: usize| self.picked_out.as_ref().filter(|(_, picked)| picked[i]).map(|(label, _)| label.clone());
        areas
            .iter()
            .map(|&i| {
                let mut cells = vec![
                    self.outlines.names[i].clone(),
                    self.outlines.codes[i].clone(),
                    self.style.cell(&self.readings[i]),
                ];
                cells.extend(marked(i));
                TableRow::new(cells)
            })
            .collect()
    }

    /// What an area is called where it is pointed at.
    pub(super) fn words(&self, area: usize) -> String {
        let reading = &self.readings[area];
        match (&self.classes, reading.value()) {
            (Classes::Kinds(list), Some(value)) => kinds::words(list, value),
            _ => reading.absence().map_or_else(|| self.style.reading(reading), str::to_owned),
        }
    }

    pub(super) fn is_picked(&self, area: usize) -> bool {
        self.picked_out.as_ref().is_some_and(|(_, picked)| picked[area])
    }

    pub(super) fn height(&self) -> f64 {
        self.outlines.height + draw::SCALE_STRIP
    }

    pub(super) const fn width() -> f64 {
        outlines::WIDTH
    }
}
