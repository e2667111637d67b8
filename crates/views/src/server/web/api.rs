//! What the addresses take and answer with.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::server::book::MeasureAnswer;
use crate::server::live::TravelMode;

/// What the pack is and what can be asked of it.
#[derive(Serialize, JsonSchema)]
pub(super) struct PackAnswer {
    pub name: String,
    pub subtitle: String,
    /// The finding in plain words.
    pub finding: String,
    /// Version, parameters and seed.
    pub colophon: String,
    /// Who published the outlines.
    pub outline_source: String,
    /// `[west, south, east, north]`, degrees.
    pub bounds: [f64; 4],
    pub geographies: Vec<GeographyAnswer>,
    pub measures: Vec<MeasureListed>,
    /// Id of the measure to show first; null where there is none.
    pub leading: Option<String>,
    /// Where tiles are: with `{z}`, `{x}` and `{y}`.
    pub tiles: String,
    /// The farthest in that tiles go.
    pub deepest_zoom: u8,
    /// What can be asked live; null where the pack has no streets.
    pub live: Option<LiveOffered>,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct GeographyAnswer {
    pub id: String,
    pub label: String,
    pub count: usize,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct MeasureListed {
    pub id: String,
    pub label: String,
    pub unit: String,
    /// The heading that it is listed under.
    pub family: String,
    pub direction: String,
    /// Geographies that it has figures for.
    pub geographies: Vec<String>,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct LiveOffered {
    pub modes: Vec<Named>,
    /// The day asked for unless another is, `YYYY-MM-DD`.
    pub date: String,
    /// Departures are sampled each minute of this long from the time asked for.
    pub window_minutes: u32,
    pub percentiles: Vec<u8>,
    pub walks_minutes: Vec<u32>,
    /// The longest walk of the pack's own run.
    pub walk_minutes: u32,
    pub bands_minutes: Vec<u16>,
    /// What there is to reach.
    pub columns: Vec<ColumnListed>,
    pub grid: GridAnswer,
    /// Large workplaces, to be told the way to.
    pub destinations: Vec<Destination>,
    /// What travel times are made of.
    pub method: String,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Named {
    pub id: String,
    pub label: String,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct ColumnListed {
    pub id: String,
    pub label: String,
    pub unit: String,
    pub method: String,
    pub sources: String,
}

/// The grid that bands are drawn of.
#[derive(Serialize, JsonSchema)]
pub(super) struct GridAnswer {
    pub columns: usize,
    pub rows: usize,
    /// North-west, north-east, south-east, south-west; longitude and latitude.
    pub corners: [[f64; 2]; 4],
}

#[derive(Clone, Serialize, JsonSchema)]
pub(super) struct Destination {
    pub name: String,
    pub lon: f64,
    pub lat: f64,
}

/// The places of a geography, one entry of each list a place.
#[derive(Serialize, JsonSchema)]
pub(super) struct PlacesAnswer {
    pub geography: String,
    pub codes: Vec<String>,
    pub names: Vec<String>,
    /// Longitude and latitude; null where it is not known.
    pub points: Vec<Option<[f64; 2]>>,
    /// `left behind`, `other deprived`, `rest` or `not placed`; empty for higher areas.
    pub groups: Vec<String>,
    /// By neighbourhood, the position of the place that it belongs to; null where there is none.
    pub place_of: Vec<Option<u32>>,
}

#[derive(Deserialize, JsonSchema)]
pub(super) struct GeographyQuestion {
    /// Id of the geography.
    pub geography: String,
}

#[derive(Deserialize, JsonSchema)]
pub(super) struct MeasureQuestion {
    /// Id of the measure.
    pub measure: String,
    /// Id of the geography.
    pub geography: String,
}

#[derive(Deserialize, JsonSchema)]
pub(super) struct ExportQuestion {
    /// Id of the measure.
    pub measure: String,
    /// Id of the geography.
    pub geography: String,
    /// Id of a second measure.
    pub compare: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
pub(super) struct PlaceQuestion {
    /// Code of a neighbourhood or higher area.
    pub code: String,
}

/// A place, told in sections.
#[derive(Serialize, JsonSchema)]
pub(super) struct PlaceAnswer {
    pub code: String,
    pub title: String,
    pub subtitle: String,
    /// The finding in plain words.
    pub finding: String,
    pub sections: Vec<SectionAnswer>,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct SectionAnswer {
    pub heading: String,
    pub blocks: Vec<BlockAnswer>,
}

/// One thing in a section.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(super) enum BlockAnswer {
    Heading { words: String },
    Paragraph { words: String },
    List { items: Vec<String> },
    Figures { figures: Vec<FigureAnswer> },
    Table { table: TableAnswer },
}

#[derive(Serialize, JsonSchema)]
pub(super) struct FigureAnswer {
    pub label: String,
    pub value: String,
    pub compare: String,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct TableAnswer {
    pub caption: String,
    pub columns: Vec<ColumnAnswer>,
    pub rows: Vec<RowAnswer>,
    pub remark: Option<String>,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct ColumnAnswer {
    pub title: String,
    pub unit: Option<String>,
    pub numeric: bool,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct RowAnswer {
    pub cells: Vec<String>,
    pub strong: bool,
}

/// From where, how and when.
#[derive(Deserialize, JsonSchema)]
pub(super) struct ReachQuestion {
    /// Longitude, degrees.
    pub lon: f64,
    /// Latitude, degrees.
    pub lat: f64,
    pub mode: TravelMode,
    /// `YYYY-MM-DD`; the pack's own day where absent.
    pub date: Option<String>,
    /// First departure, `HH:MM`.
    pub leave: String,
    /// Percentile of the departures, one of those offered.
    pub percentile: u8,
    /// Longest walk to and from stops, minutes, one of those offered.
    pub walk: u32,
}

/// What can be reached from a point.
#[derive(Serialize, JsonSchema)]
pub(super) struct ReachAnswer {
    /// Whether the point is near a street; nothing is reached where not.
    pub linked: bool,
    /// Minutes by cell of the grid, row by row from the north-west; 255 where it is not reached within the last band.
    pub cells: Vec<u8>,
    /// What is within reach, a line for each kind of thing.
    pub sums: Vec<SumAnswer>,
    /// The answer in a sentence.
    pub sentence: String,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct SumAnswer {
    /// Id of what is counted.
    pub id: String,
    /// Amounts within each band.
    pub within: Vec<f64>,
    /// The same as written, with bounds where there are any.
    pub shown: Vec<String>,
}

#[derive(Deserialize, JsonSchema)]
pub(super) struct JourneyAsked {
    /// Longitude of the start.
    pub from_lon: f64,
    /// Latitude of the start.
    pub from_lat: f64,
    /// Longitude of the destination.
    pub to_lon: f64,
    /// Latitude of the destination.
    pub to_lat: f64,
    /// `YYYY-MM-DD`; the pack's own day where absent.
    pub date: Option<String>,
    /// First departure, `HH:MM`.
    pub leave: String,
    /// Longest walk to and from stops, minutes, one of those offered.
    pub walk: u32,
}

/// What is within reach of every neighbourhood?
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SweepQuestion {
    pub mode: TravelMode,
    /// `YYYY-MM-DD`; the pack's own day where absent.
    pub date: Option<String>,
    /// First departure, `HH:MM`.
    pub leave: String,
    /// Percentile of the departures, one of those offered.
    pub percentile: u8,
    /// Longest walk to and from stops, minutes, one of those offered.
    pub walk: u32,
    /// Within so many minutes, one of the bands.
    pub minutes: u16,
    /// Id of what is counted.
    pub column: String,
}

/// One event of a sweep.
#[derive(Serialize, JsonSchema)]
#[serde(tag = "event", rename_all = "lowercase")]
pub(super) enum SweepEvent {
    /// How far it has come.
    Progress {
        /// Neighbourhoods answered.
        done: usize,
        /// All of them.
        all: usize,
    },
    /// The whole answer.
    Answer {
        /// As a measure of the neighbourhoods.
        measure: Box<MeasureAnswer>,
    },
    /// It cannot be answered.
    Fault {
        /// What is wrong.
        problem: String,
        /// What to do.
        hint: String,
    },
}
