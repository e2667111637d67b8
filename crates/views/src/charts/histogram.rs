//! How a measure spreads over areas, and where some of them stand.

use super::axis::Axis;
use super::chart::DrawnChart;
use crate::markup::{Anchor, Svg, TextLook, text_width, wrap};
use crate::numbers::Style;
use crate::palette::{INK, PLAIN, QUIET};
use crate::table::{Table, TableColumn, TableRow};

const SIZE: f64 = 13.0;
const EDGE: f64 = 2.0;
const LEADING: f64 = 18.0;
const PLOT: f64 = 120.0;

/// A histogram with marks.
#[derive(Clone, Debug)]
pub struct Histogram {
    /// Identifier, unique in its report.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// What can be seen on it, in a sentence, for readers who hear the page.
    pub description: String,
    /// The name of the measure, under the number line.
    pub measure: String,
    /// How its values are written.
    pub style: Style,
    /// One value per area; what is not finite is left out.
    pub values: Vec<f64>,
    /// How many bars.
    pub bins: usize,
    /// Places to mark, each with its name and value.
    pub marks: Vec<(String, f64)>,
    /// Who published the values, as one line.
    pub source: String,
}

impl Histogram {
    /// Draws it in both widths.
    pub fn draw(&self) -> DrawnChart {
        DrawnChart {
            wide: self.svg("chart wide", &self.id, 720.0, 6),
            narrow: self.svg("chart narrow", &format!("{}-n", self.id), 328.0, 3),
            twin: self.twin(),
        }
    }

    fn finite(&self) -> Vec<f64> {
        self.values.iter().copied().filter(|v| v.is_finite()).collect()
    }

    /// Bars as lower end, upper end and count; the last holds its upper end.
    fn bars(&self) -> Vec<(f64, f64, usize)> {
        let values = self.finite();
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if low > high {
            return Vec::new();
        }
        let bins = self.bins.max(1);
        let step = if high > low { (high - low) / bins as f64 } else { 1.0 };
        let mut counts = vec![0; bins];
        for v in &values {
            let bin = ((v - low) / step).floor() as usize;
            counts[bin.min(bins - 1)] += 1;
        }
        let ends = |i: usize| (low + i as f64 * step, low + (i + 1) as f64 * step);
        counts.iter().enumerate().map(|(i, n)| (ends(i).0, ends(i).1, *n)).collect()
    }

    fn svg(&self, class: &str, id: &str, page: f64, ticks: usize) -> String {
        let bars = self.bars();
        let mut ends: Vec<f64> = bars.iter().flat_map(|b| [b.0, b.1]).collect();
        ends.extend(self.marks.iter().map(|m| m.1));
        let axis = Axis::fit(&ends, false, ticks, 24.0, page - 48.0);
        let top = EDGE + LEADING * self.marks.len() as f64 + 6.0;
        let bottom = top + PLOT;
        let title = wrap(&self.measure, SIZE, page - 2.0 * EDGE, 3).lines;
        let height = bottom + 24.0 + LEADING * title.len() as f64 + 4.0;
        let mut svg = Svg::new(id, class, page, height, &self.title, &self.description);
        axis.draw(&mut svg, top, bottom, &self.style);
        let most = bars.iter().map(|b| b.2).max().unwrap_or(1).max(1) as f64;
        for (from, to, count) in &bars {
            let (a, b) = (axis.at(*from), axis.at(*to));
            let h = PLOT * *count as f64 / most;
            svg.rect((a + 0.5, bottom - h), ((b - a - 1.0).max(0.5), h), PLAIN, "");
        }
        svg.line((axis.left(), bottom), (axis.right(), bottom), INK, 1.0, "");
        // All lines first: a name then stands on white where a line of another passes it.
        for (i, (_, value)) in self.marks.iter().enumerate() {
            let x = axis.at(*value);
            let y = EDGE + LEADING * i as f64 + 17.0;
            svg.line((x, y), (x, bottom), INK, 1.75, "");
        }
        for (i, (name, value)) in self.marks.iter().enumerate() {
            self.push_name(&mut svg, &axis, name, *value, (EDGE + LEADING * i as f64 + 12.0, page));
        }
        let quiet = TextLook { size: SIZE, fill: QUIET, anchor: Anchor::Start, bold: false, rim: true };
        for (i, line) in title.iter().enumerate() {
            svg.text((EDGE, bottom + 38.0 + LEADING * i as f64), line, &quiet, None);
        }
        svg.finish()
    }

    /// The name of a mark; names stand one under another, so they never meet.
    fn push_name(&self, svg: &mut Svg, axis: &Axis, name: &str, value: f64, at: (f64, f64)) {
        let (y, page) = at;
        let x = axis.at(value);
        let words = format!("{name} {}", self.style.show(value));
        let lines = wrap(&words, SIZE, page - 2.0 * EDGE, 1);
        let half = text_width(&lines.lines[0], SIZE) / 2.0;
        let centre = x.clamp(EDGE + half, (page - EDGE - half).max(EDGE + half));
        let look = TextLook { size: SIZE, fill: INK, anchor: Anchor::Middle, bold: true, rim: true };
        svg.text((centre, y), &lines.lines[0], &look, lines.cut.then_some(words.as_str()));
    }

    fn twin(&self) -> Table {
        let style = &self.style;
        let count = Style::count();
        let range = |from: f64, to: f64| format!("{} to {}", style.bare(from), style.show(to));
        let mut rows: Vec<TableRow> =
            self.bars().iter().map(|(from, to, n)| TableRow::new([range(*from, *to), count.show(*n as f64)])).collect();
        rows.extend(
            self.marks.iter().map(|(name, value)| {
                TableRow::new([format!("{name}: {}", style.show(*value)), String::new()]).strong()
            }),
        );
        Table {
            caption: self.title.clone(),
            columns: vec![TableColumn::words(&self.measure), TableColumn::numbers("Areas", "")],
            rows,
            remark: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_falls_in_one_bar() {
        let histogram = Histogram {
            id: "h".into(),
            title: "T".into(),
            description: String::new(),
            measure: "M".into(),
            style: Style::count(),
            values: (0..=100).map(f64::from).chain([f64::NAN]).collect(),
            bins: 10,
            marks: vec![],
            source: String::new(),
        };
        let bars = histogram.bars();
        assert_eq!(bars.len(), 10);
        assert_eq!(bars.iter().map(|b| b.2).sum::<usize>(), 101);
        assert_eq!(bars[9].2, 11);
    }
}
