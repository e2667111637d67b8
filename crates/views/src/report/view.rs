//! The report as the template sees it: figures numbered, drawings made, identifiers checked.

use std::collections::BTreeSet;

use minijinja::Value;

use super::model::{Block, Callout, KeyFigure, Ledger, Report, Span, Text, Tone};
use super::notes::{Method, NoteId, SourceId};
use super::shown::{
    BlockView, ColumnView, FigureView, KeyFigureView, LegendView, MethodView, NoteRef, RowView, SectionView,
    SourceLink, SourceView, SpanView, TableView,
};
use crate::ViewsError;
use crate::charts::DrawnChart;
use crate::maps::{Map, swatch};
use crate::markup::slug;
use crate::numbers::Style;
use crate::table::Table;

/// Turns the parts of a report into what the template needs, numbering notes as they are met.
pub(super) struct Viewer<'a> {
    report: &'a Report,
    /// Methods in the order of first use, each with how often it was used.
    used: Vec<(NoteId, usize)>,
    ids: BTreeSet<String>,
    tables: usize,
}

impl<'a> Viewer<'a> {
    pub(super) fn new(report: &'a Report) -> Self {
        Self {
            report,
            used: Vec::new(),
            ids: ["content", "notes", "sources", "finding", "contents"].map(String::from).into(),
            tables: 0,
        }
    }

    fn fault(&self, problem: String) -> ViewsError {
        ViewsError::Report { report: self.report.title.clone(), problem }
    }

    /// Takes an identifier for this page; the same one twice is a fault of the caller.
    fn take_id(&mut self, id: &str) -> Result<String, ViewsError> {
        let id = slug(id);
        if self.ids.insert(id.clone()) {
            Ok(id)
        } else {
            Err(self.fault(format!("two parts have the identifier {id:?}")))
        }
    }

    fn note(&mut self, id: NoteId) -> Result<NoteRef, ViewsError> {
        let Some(method) = self.report.notes.methods.get(id.0) else {
            return Err(self.fault("a figure points at a note of another report".into()));
        };
        let place = if let Some(i) = self.used.iter().position(|(n, _)| *n == id) {
            i
        } else {
            self.used.push((id, 0));
            self.used.len() - 1
        };
        self.used[place].1 += 1;
        Ok(NoteRef {
            number: place + 1,
            anchor: format!("use-{}-{}", place + 1, self.used[place].1),
            title: method.title.clone(),
        })
    }

    pub(super) fn text(&mut self, text: &Text) -> Result<Vec<SpanView>, ViewsError> {
        let mut out = Vec::with_capacity(text.spans.len());
        for span in &text.spans {
            out.push(match span {
                Span::Plain(words) => SpanView::Plain { words: words.clone() },
                Span::Strong(words) => SpanView::Strong { words: words.clone() },
                Span::Figure(words, note) => SpanView::Figure { words: words.clone(), note: self.note(*note)? },
                Span::Link { words, to } => SpanView::Link { words: words.clone(), to: self.address(to)? },
            });
        }
        Ok(out)
    }

    /// An address inside the report or a plain file name beside it; anything else could lead out.
    fn address(&self, to: &str) -> Result<String, ViewsError> {
        let name = to.strip_prefix('#').unwrap_or(to);
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '#');
        if name.is_empty() || name.starts_with('.') || !name.chars().all(plain) {
            return Err(self.fault(format!("{to:?} is no address inside the report")));
        }
        Ok(to.to_owned())
    }

    pub(super) fn sections(&mut self) -> Result<Vec<SectionView>, ViewsError> {
        let report = self.report;
        let mut out = Vec::with_capacity(report.sections.len());
        for section in &report.sections {
            out.push(SectionView {
                id: self.take_id(&section.id)?,
                heading: section.heading.clone(),
                new_page: section.new_page,
                blocks: self.blocks(&section.blocks)?,
            });
        }
        Ok(out)
    }

    fn blocks(&mut self, blocks: &[Block]) -> Result<Vec<BlockView>, ViewsError> {
        blocks.iter().map(|b| self.block(b)).collect()
    }

    fn block(&mut self, block: &Block) -> Result<BlockView, ViewsError> {
        Ok(match block {
            Block::Heading(words) => BlockView::Heading { words: words.clone() },
            Block::Paragraph(text) => BlockView::Paragraph { spans: self.text(text)? },
            Block::List(items) => {
                BlockView::List { items: items.iter().map(|t| self.text(t)).collect::<Result<_, _>>()? }
            }
            Block::KeyFigures(figures) => {
                BlockView::KeyFigures { figures: figures.iter().map(|f| self.key_figure(f)).collect::<Result<_, _>>()? }
            }
            Block::Table(table) => {
                every_number_explained(table)?;
                BlockView::Table { table: self.table(table)? }
            }
            Block::Map(map, note) => BlockView::Figure(Box::new(self.map(map, *note)?)),
            Block::Chart(chart, note) => {
                let words = [&chart.id, &chart.title, &chart.description, &chart.source];
                let drawn = chart.draw()?;
                BlockView::Figure(Box::new(self.chart(words, drawn, *note)?))
            }
            Block::Histogram(chart, note) => {
                let words = [&chart.id, &chart.title, &chart.description, &chart.source];
                BlockView::Figure(Box::new(self.chart(words, chart.draw(), *note)?))
            }
            Block::Ledger(ledger) => BlockView::Table { table: self.ledger(ledger)? },
            Block::Callout(callout) => self.callout(callout)?,
            Block::Details(details) => {
                BlockView::Details { summary: details.summary.clone(), blocks: self.blocks(&details.blocks)? }
            }
        })
    }

    fn ledger(&mut self, ledger: &Ledger) -> Result<TableView, ViewsError> {
        if let Some(row) = ledger.rows.iter().find(|r| r.used > r.read) {
            return Err(self.fault(format!(
                "ledger {:?}: more used ({}) than read ({}) of {:?}",
                ledger.caption, row.used, row.read, row.what
            )));
        }
        self.table(&ledger_table(ledger))
    }

    fn callout(&mut self, callout: &Callout) -> Result<BlockView, ViewsError> {
        let (tone, label) = match callout.tone {
            Tone::Note => ("note", "Note"),
            Tone::Warning => ("warning", "Take care"),
        };
        Ok(BlockView::Callout { tone, label, title: callout.title.clone(), spans: self.text(&callout.text)? })
    }

    fn key_figure(&mut self, figure: &KeyFigure) -> Result<KeyFigureView, ViewsError> {
        let style = &figure.style;
        Ok(KeyFigureView {
            label: figure.label.clone(),
            value: style.cell(&figure.reading),
            unit: figure.reading.value().map_or(String::new(), |_| style.unit_label().to_owned()),
            interval: match figure.reading.interval() {
                Some((a, b)) => Some(style.interval(a, b)),
                None => figure.reading.absence().map(str::to_owned),
            },
            compare: figure.compare.clone(),
            note: self.note(figure.note)?,
        })
    }

    fn table(&mut self, table: &Table) -> Result<TableView, ViewsError> {
        let width = table.columns.len();
        if let Some(row) = table.rows.iter().position(|r| r.cells.len() != width) {
            return Err(ViewsError::Table {
                table: table.caption.clone(),
                problem: format!(
                    "row {} has {} cells, the table has {width} columns",
                    row + 1,
                    table.rows[row].cells.len()
                ),
            });
        }
        self.tables += 1;
        let mut columns = Vec::with_capacity(width);
        for c in &table.columns {
            columns.push(ColumnView {
                title: c.title.clone(),
                unit: c.unit.clone(),
                numeric: c.numeric,
                note: c.note.map(|n| self.note(n)).transpose()?,
            });
        }
        let mut rows = Vec::with_capacity(table.rows.len());
        for r in &table.rows {
            rows.push(RowView {
                cells: r.cells.clone(),
                strong: r.strong,
                link: r.link.as_deref().map(|l| self.address(l)).transpose()?,
                note: r.note.map(|n| self.note(n)).transpose()?,
            });
        }
        Ok(TableView {
            id: format!("table-{}", self.tables),
            caption: table.caption.clone(),
            columns,
            rows,
            remark: table.remark.clone(),
        })
    }

    fn map(&mut self, map: &Map, note: NoteId) -> Result<FigureView, ViewsError> {
        let map = Map { id: self.take_id(&map.id)?, ..map.clone() };
        let drawn = map.draw()?;
        let legend = drawn
            .legend
            .iter()
            .map(|e| LegendView {
                swatch: Value::from_safe_string(swatch(e, &map.id)),
                label: e.label.clone(),
                word: e.word,
                count: Style::count().show(e.count as f64),
                one: e.count == 1,
            })
            .collect();
        Ok(FigureView {
            id: format!("{}-figure", map.id),
            title: map.title.clone(),
            description: map.description.clone(),
            note: self.note(note)?,
            source: map.source.clone(),
            remark: None,
            drawings: vec![Value::from_safe_string(drawn.svg)],
            measure: Some(map.measure.clone()),
            legend,
            twin: self.table(&drawn.twin)?,
        })
    }

    fn chart(&mut self, words: [&String; 4], drawn: DrawnChart, note: NoteId) -> Result<FigureView, ViewsError> {
        let [id, title, description, source] = words;
        let id = self.take_id(id)?;
        Ok(FigureView {
            id: format!("{id}-figure"),
            title: title.clone(),
            description: description.clone(),
            note: self.note(note)?,
            source: source.clone(),
            remark: drawn.twin.remark.clone(),
            drawings: [drawn.wide, drawn.narrow].map(Value::from_safe_string).into(),
            measure: None,
            legend: Vec::new(),
            twin: self.table(&drawn.twin)?,
        })
    }

    /// The notes that were used, and the sources they rest on.
    pub(super) fn notes(&self) -> Result<(Vec<MethodView>, Vec<SourceView>), ViewsError> {
        let notes = &self.report.notes;
        let mut order: Vec<SourceId> = Vec::new();
        let mut used_by: Vec<Vec<usize>> = Vec::new();
        let mut methods = Vec::with_capacity(self.used.len());
        for (i, (id, uses)) in self.used.iter().enumerate() {
            let method = &notes.methods[id.0];
            let mut links = Vec::new();
            for source in &method.sources {
                let Some(known) = notes.sources.get(source.0) else {
                    return Err(self.fault(format!("note {:?} points at a source of another report", method.title)));
                };
                let place = order.iter().position(|s| s == source).unwrap_or_else(|| {
                    order.push(*source);
                    used_by.push(Vec::new());
                    order.len() - 1
                });
                used_by[place].push(i + 1);
                links.push(SourceLink { number: place + 1, title: known.title.clone() });
            }
            methods.push(method_view(i + 1, method, *uses, links));
        }
        let sources = order.iter().zip(used_by).enumerate().map(|(i, (id, used_by))| {
            let s = &notes.sources[id.0];
            SourceView {
                number: i + 1,
                title: s.title.clone(),
                publisher: s.publisher.clone(),
                period: s.period.clone(),
                licence: s.licence.clone(),
                files: s.files.clone(),
                used_by,
            }
        });
        Ok((methods, sources.collect()))
    }
}

fn method_view(number: usize, method: &Method, uses: usize, sources: Vec<SourceLink>) -> MethodView {
    MethodView {
        number,
        title: method.title.clone(),
        method: method.method.clone(),
        formula: method.formula.clone(),
        unit: method.unit.clone(),
        interval: method.interval.clone(),
        says_not: method.says_not.clone(),
        own_default: method.own_default,
        sources,
        uses: (1..=uses).map(|k| format!("use-{number}-{k}")).collect(),
    }
}

/// A ledger as a table; what was lost is worked out here, so that the three numbers always agree.
/// A reader must be able to ask of any figure how it was made: by its column, or by its row.
fn every_number_explained(table: &Table) -> Result<(), ViewsError> {
    let column = table.columns.iter().find(|c| c.numeric && c.note.is_none());
    let row = table.rows.iter().position(|r| r.note.is_none());
    match (column, row) {
        (Some(column), Some(row)) => Err(ViewsError::Table {
            table: table.caption.clone(),
            problem: format!("neither column {:?} nor row {} says how its numbers were made", column.title, row + 1),
        }),
        _ => Ok(()),
    }
}

fn ledger_table(ledger: &Ledger) -> Table {
    use crate::table::{TableColumn, TableRow};
    let count = |n: u64| Style::count().show(n as f64);
    Table {
        caption: ledger.caption.clone(),
        columns: vec![
            TableColumn::words("What"),
            TableColumn::numbers("Read", ""),
            TableColumn::numbers("Used", ""),
            TableColumn::numbers("Lost", ""),
            TableColumn::words("Why"),
        ],
        rows: ledger
            .rows
            .iter()
            .map(|r| {
                let lost = r.read.saturating_sub(r.used);
                TableRow::new([r.what.clone(), count(r.read), count(r.used), count(lost), r.why.clone()])
            })
            .collect(),
        remark: None,
    }
}
