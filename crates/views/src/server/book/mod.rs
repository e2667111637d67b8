//! What the map shows of a pack, as plain columns: geographies, measures, groups.

mod answer;
mod columns;
mod edges;
mod levels;
mod measures;
mod reached;

pub(super) use answer::{MeasureAnswer, direction_name};
pub(super) use levels::Level;
pub(super) use measures::Measure;
pub(super) use reached::ReachedMap;

use geo_types::MultiPolygon;
use lynchpin_findings::places::Group;

use crate::story::Story;

/// Everything to be shown of a pack, save what is asked live.
#[derive(Clone, Debug)]
pub struct Book {
    pub(super) name: String,
    pub(super) subtitle: String,
    pub(super) finding: String,
    pub(super) colophon: String,
    pub(super) outline_source: String,
    /// Geographies; the first is the neighbourhoods under study.
    pub(super) levels: Vec<Level>,
    pub(super) measures: Vec<Measure>,
    /// Position of the measure shown first.
    pub(super) leading: usize,
    /// Outline per neighbourhood.
    pub(super) outlines: Vec<Option<MultiPolygon<f64>>>,
    /// Which neighbourhoods are left behind.
    pub(super) left_behind: Vec<bool>,
}

impl Book {
    /// Copies what is needed out of the findings. `minimum_denominator` is the disclosure threshold.
    pub fn of(story: &Story<'_>, minimum_denominator: f64) -> Self {
        let levels = levels::levels(story);
        let measures = measures::measures(story, &levels, minimum_denominator);
        let areas = &story.tables.areas;
        Self {
            name: story.name.to_owned(),
            subtitle: story.subtitle.clone(),
            finding: story.finding_text().to_plain(),
            colophon: story.colophon(),
            outline_source: outline_source(story),
            leading: measures.iter().position(|m| m.leads).unwrap_or(0),
            left_behind: story.places.grouping.groups.iter().map(|g| *g == Some(Group::LeftBehind)).collect(),
            outlines: (0..areas.codes.len()).map(|a| areas.outlines.get(a).cloned().flatten()).collect(),
            levels,
            measures,
        }
    }

    pub(super) fn measure(&self, id: &str) -> Option<&Measure> {
        self.measures.iter().find(|m| m.id == id)
    }

    pub(super) fn level(&self, id: &str) -> Option<usize> {
        self.levels.iter().position(|l| l.id == id)
    }
}

fn outline_source(story: &Story<'_>) -> String {
    let all = &story.tables.areas.provenance;
    let mut lines: Vec<String> = Vec::new();
    for p in all {
        let line = format!("{}: {} ({})", p.publisher, p.title, p.licence);
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines.join("; ")
}
