//! What the template is handed: plain words, numbers of notes, and drawings that are safe as they are.

use minijinja::Value;
use serde::Serialize;

/// A link from a figure to its note.
#[derive(Clone, Debug, Serialize)]
pub(super) struct NoteRef {
    pub(super) number: usize,
    pub(super) anchor: String,
    pub(super) title: String,
}

#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum SpanView {
    Plain { words: String },
    Strong { words: String },
    Figure { words: String, note: NoteRef },
    Link { words: String, to: String },
}

#[derive(Debug, Serialize)]
pub(super) struct SectionView {
    pub(super) id: String,
    pub(super) heading: String,
    pub(super) new_page: bool,
    pub(super) blocks: Vec<BlockView>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum BlockView {
    Heading { words: String },
    Paragraph { spans: Vec<SpanView> },
    List { items: Vec<Vec<SpanView>> },
    KeyFigures { figures: Vec<KeyFigureView> },
    Table { table: TableView },
    Figure(Box<FigureView>),
    Callout { tone: &'static str, label: &'static str, title: String, spans: Vec<SpanView> },
    Details { summary: String, blocks: Vec<BlockView> },
}

#[derive(Debug, Serialize)]
pub(super) struct KeyFigureView {
    pub(super) label: String,
    pub(super) value: String,
    pub(super) unit: String,
    pub(super) interval: Option<String>,
    pub(super) compare: String,
    pub(super) note: NoteRef,
}

#[derive(Debug, Serialize)]
pub(super) struct TableView {
    pub(super) id: String,
    pub(super) caption: String,
    pub(super) columns: Vec<ColumnView>,
    pub(super) rows: Vec<RowView>,
    pub(super) remark: Option<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct ColumnView {
    pub(super) title: String,
    pub(super) unit: Option<String>,
    pub(super) numeric: bool,
    pub(super) note: Option<NoteRef>,
}

#[derive(Debug, Serialize)]
pub(super) struct RowView {
    pub(super) cells: Vec<String>,
    pub(super) strong: bool,
    pub(super) link: Option<String>,
    pub(super) note: Option<NoteRef>,
}

/// A map or chart with its caption, legend and table.
#[derive(Debug, Serialize)]
pub(super) struct FigureView {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) note: NoteRef,
    pub(super) source: String,
    pub(super) remark: Option<String>,
    pub(super) drawings: Vec<Value>,
    pub(super) measure: Option<String>,
    pub(super) legend: Vec<LegendView>,
    pub(super) twin: TableView,
}

#[derive(Debug, Serialize)]
pub(super) struct LegendView {
    pub(super) swatch: Value,
    pub(super) label: String,
    pub(super) word: Option<&'static str>,
    pub(super) count: String,
    pub(super) one: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct MethodView {
    pub(super) number: usize,
    pub(super) title: String,
    pub(super) method: String,
    pub(super) formula: Option<String>,
    pub(super) unit: String,
    pub(super) interval: Option<String>,
    pub(super) says_not: Option<String>,
    pub(super) own_default: bool,
    pub(super) sources: Vec<SourceLink>,
    pub(super) uses: Vec<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct SourceLink {
    pub(super) number: usize,
    pub(super) title: String,
}

#[derive(Debug, Serialize)]
pub(super) struct SourceView {
    pub(super) number: usize,
    pub(super) title: String,
    pub(super) publisher: String,
    pub(super) period: String,
    pub(super) licence: String,
    pub(super) files: Vec<(String, String)>,
    pub(super) used_by: Vec<usize>,
}
