//! Where the parts of a row chart stand, in either width.

use super::axis::Axis;
use super::chart::{Chart, ChartRow, Mark};
use super::marks::{Look, RADIUS};
use crate::markup::{Anchor, Lines, Svg, TextLook, text_width, wrap};
use crate::numbers::Reading;
use crate::palette::{INK, PLAIN, QUIET, RULE, STRONG};

const TYPE: f64 = 14.0;
const SMALL: f64 = 13.0;
const LEADING: f64 = 18.0;
const LANE: f64 = 22.0;
const ROW_GAP: f64 = 10.0;
const EDGE: f64 = 2.0;
/// Room for half a tick number at each end of the number line.
const TICK_ROOM: f64 = 24.0;
const MOST_LABEL: f64 = 220.0;

/// Which of the two widths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Width {
    /// A page.
    Wide,
    /// A telephone.
    Narrow,
}

const WORDS: TextLook = TextLook { size: TYPE, fill: INK, anchor: Anchor::Start, bold: false, rim: true };

/// A row chart laid out.
pub(super) struct Layout<'a> {
    chart: &'a Chart,
    width: Width,
    page: f64,
    /// Right end of the names, wide only.
    label_width: f64,
    /// Left end of the written values, wide only.
    value_left: f64,
    axis: Axis,
}

impl<'a> Layout<'a> {
    pub(super) fn new(chart: &'a Chart, width: Width) -> Self {
        let (page, ticks) = match width {
            Width::Wide => (720.0, 5),
            Width::Narrow => (328.0, 3),
        };
        let longest = |texts: &mut dyn Iterator<Item = String>, size: f64| {
            texts.map(|t| text_width(&t, size)).fold(0.0, f64::max)
        };
        let label_width = longest(&mut chart.rows.iter().map(|r| r.label.clone()), TYPE).min(MOST_LABEL) * 1.06;
        let values = longest(&mut chart.rows.iter().flat_map(|r| &r.readings).map(|r| chart.style.reading(r)), SMALL)
            .min(page * 0.35);
        let value_left = page - EDGE - values;
        let (left, right) = match width {
            Width::Wide => (EDGE + label_width + TICK_ROOM, value_left - TICK_ROOM),
            Width::Narrow => (TICK_ROOM, page - TICK_ROOM),
        };
        let from_zero = chart.from_zero || chart.mark == Mark::Bar;
        Self {
            chart,
            width,
            page,
            label_width,
            value_left,
            axis: Axis::fit(&chart.numbers(), from_zero, ticks, left, right - left),
        }
    }

    /// The drawing.
    pub(super) fn draw(&self) -> String {
        let chart = self.chart;
        let names: Vec<Lines> = chart.rows.iter().map(|r| self.name(r)).collect();
        let heights: Vec<f64> = names.iter().map(|n| self.row_height(n)).collect();
        let legend = self.legend_lines();
        let top = EDGE + LEADING * legend.len() as f64 + if chart.reference.is_some() { 22.0 } else { 4.0 };
        let bottom = top + heights.iter().sum::<f64>();
        let title = wrap(&chart.axis_title(), SMALL, self.page - 2.0 * EDGE, 3).lines;
        let height = bottom + 24.0 + LEADING * title.len() as f64 + 4.0;
        let (id, class) = match self.width {
            Width::Wide => (chart.id.clone(), "chart wide"),
            Width::Narrow => (format!("{}-n", chart.id), "chart narrow"),
        };
        let mut svg = Svg::new(&id, class, self.page, height, &chart.title, &chart.description);
        self.push_legend(&mut svg, &legend);
        self.axis.draw(&mut svg, top, bottom, &chart.style);
        self.push_reference(&mut svg, top, bottom);
        if chart.mark == Mark::Bar {
            svg.line((self.axis.zero(), top), (self.axis.zero(), bottom), INK, 1.0, "");
        }
        let mut y = top;
        for (i, row) in chart.rows.iter().enumerate() {
            if i > 0 && (chart.lanes() > 1 || self.width == Width::Narrow) {
                svg.line((EDGE, y), (self.page - EDGE, y), RULE, 1.0, "");
            }
            self.push_row(&mut svg, row, &names[i], y, heights[i]);
            y += heights[i];
        }
        let quiet = TextLook { size: SMALL, fill: QUIET, ..WORDS };
        for (i, line) in title.iter().enumerate() {
            let x = if self.width == Width::Wide { self.title_left(&title) } else { EDGE };
            svg.text((x, bottom + 38.0 + LEADING * i as f64), line, &quiet, None);
        }
        svg.finish()
    }

    /// Under the number line where it fits there, else from the left edge.
    fn title_left(&self, lines: &[String]) -> f64 {
        let longest = lines.iter().map(|l| text_width(l, SMALL)).fold(0.0, f64::max);
        if self.axis.left() + longest <= self.page - EDGE { self.axis.left() } else { EDGE }
    }

    fn name(&self, row: &ChartRow) -> Lines {
        match self.width {
            Width::Wide => wrap(&row.label, TYPE, self.label_width, 3),
            Width::Narrow => wrap(&row.label, TYPE, self.page - 2.0 * EDGE, 2),
        }
    }

    fn row_height(&self, name: &Lines) -> f64 {
        let (lines, lanes) = (name.lines.len() as f64, self.chart.lanes() as f64);
        match self.width {
            Width::Wide => (lines * LEADING).max(lanes * LANE) + ROW_GAP,
            Width::Narrow => lines * LEADING + lanes * (LEADING + LANE) + ROW_GAP,
        }
    }

    fn push_row(&self, svg: &mut Svg, row: &ChartRow, name: &Lines, top: f64, height: f64) {
        let look = TextLook { bold: row.strong, ..WORDS };
        let whole = name.cut.then_some(row.label.as_str());
        let lanes = self.chart.lanes() as f64;
        let lines = name.lines.len() as f64;
        let first_line = match self.width {
            Width::Wide => top + (height - lines * LEADING) / 2.0 + 14.0,
            Width::Narrow => top + 4.0 + 14.0,
        };
        for (i, line) in name.lines.iter().enumerate() {
            svg.text((EDGE, first_line + LEADING * i as f64), line, &look, whole);
        }
        for (lane, reading) in row.readings.iter().enumerate() {
            let words = self.chart.style.reading(reading);
            let value = TextLook { size: SMALL, bold: row.strong, ..WORDS };
            let y = match self.width {
                Width::Wide => {
                    let y = top + (height - lanes * LANE) / 2.0 + LANE * (lane as f64 + 0.5);
                    svg.text((self.value_left, y + 4.5), &words, &value, None);
                    y
                }
                Width::Narrow => {
                    let head = top + 4.0 + lines * LEADING + lane as f64 * (LEADING + LANE);
                    self.push_narrow_words(svg, lane, &words, head + 13.0, &value);
                    head + LEADING + LANE / 2.0
                }
            };
            self.push_mark(svg, self.look(row, lane), reading, y);
        }
    }

    /// The series (where there are several) and the value, above the mark.
    fn push_narrow_words(&self, svg: &mut Svg, lane: usize, words: &str, y: f64, look: &TextLook) {
        let series = if self.chart.series.len() > 1 { self.chart.series[lane].as_str() } else { "" };
        let room = self.page - 3.0 * EDGE - text_width(words, SMALL);
        let short = wrap(series, SMALL, room, 1);
        if !series.is_empty() {
            let quiet = TextLook { size: SMALL, fill: QUIET, ..WORDS };
            svg.text((EDGE, y), &short.lines[0], &quiet, short.cut.then_some(series));
        }
        let at = TextLook { anchor: Anchor::End, ..*look };
        svg.text((self.page - EDGE, y), words, &at, None);
    }

    fn look(&self, row: &ChartRow, lane: usize) -> Look {
        if self.chart.lanes() > 1 {
            Look::of_series(lane)
        } else if row.strong {
            Look::Diamond
        } else {
            Look::Circle
        }
    }

    fn push_mark(&self, svg: &mut Svg, look: Look, reading: &Reading, y: f64) {
        let Some(value) = reading.value() else {
            return;
        };
        let x = self.axis.at(value);
        let colour = look.colour();
        match self.chart.mark {
            Mark::Bar => {
                let zero = self.axis.zero();
                let fill = if look == Look::Diamond { STRONG } else { PLAIN };
                svg.rect((zero.min(x), y - 7.0), ((x - zero).abs(), 14.0), fill, "");
                if let Some((a, b)) = reading.interval() {
                    let (a, b) = (self.axis.at(a), self.axis.at(b));
                    svg.line((a, y), (b, y), "#fff", 4.0, "");
                    svg.line((a, y), (b, y), INK, 1.5, "");
                }
            }
            Mark::Dot => {
                if let Some((a, b)) = reading.interval() {
                    let (a, b) = (self.axis.at(a), self.axis.at(b));
                    svg.line((a, y), (b, y), colour, 2.5, "");
                    for end in [a, b] {
                        svg.line((end, y - 4.0), (end, y + 4.0), colour, 1.5, "");
                    }
                }
                look.dot(svg, x, y);
            }
        }
    }

    fn push_reference(&self, svg: &mut Svg, top: f64, bottom: f64) {
        let Some((label, value)) = &self.chart.reference else {
            return;
        };
        let x = self.axis.at(*value);
        svg.line((x, top - 4.0), (x, bottom), INK, 1.25, "stroke-dasharray=\"4 3\"");
        let words = format!("{label} {}", self.chart.style.show(*value));
        let lines = wrap(&words, SMALL, self.page - 2.0 * EDGE, 1);
        let half = text_width(&lines.lines[0], SMALL) / 2.0;
        let look = TextLook { size: SMALL, anchor: Anchor::Middle, ..WORDS };
        let centre = x.clamp(EDGE + half, (self.page - EDGE - half).max(EDGE + half));
        svg.text((centre, top - 9.0), &lines.lines[0], &look, lines.cut.then_some(words.as_str()));
    }

    /// The series set in lines, each with its width; none with a single series.
    fn legend_lines(&self) -> Vec<Vec<usize>> {
        let mut lines: Vec<Vec<usize>> = Vec::new();
        if self.chart.series.len() < 2 {
            return lines;
        }
        let mut used = f64::INFINITY;
        for (i, name) in self.chart.series.iter().enumerate() {
            let width = self.legend_width(name);
            if used + width > self.page - 2.0 * EDGE {
                lines.push(Vec::new());
                used = 0.0;
            }
            used += width;
            if let Some(line) = lines.last_mut() {
                line.push(i);
            }
        }
        lines
    }

    fn legend_name(&self, name: &str) -> Lines {
        wrap(name, SMALL, self.page - 2.0 * EDGE - 40.0, 1)
    }

    fn legend_width(&self, name: &str) -> f64 {
        text_width(&self.legend_name(name).lines[0], SMALL) + 40.0
    }

    fn push_legend(&self, svg: &mut Svg, lines: &[Vec<usize>]) {
        let look = TextLook { size: SMALL, ..WORDS };
        for (row, line) in lines.iter().enumerate() {
            let mut x = EDGE;
            let y = EDGE + LEADING * row as f64 + 10.0;
            for &i in line {
                let name = &self.chart.series[i];
                let short = self.legend_name(name);
                Look::of_series(i).dot(svg, x + RADIUS + 1.0, y - 4.5);
                let whole = short.cut.then_some(name.as_str());
                svg.text((x + 20.0, y), &short.lines[0], &look, whole);
                x += self.legend_width(name);
            }
        }
    }
}
