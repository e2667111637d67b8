//! Good work held and offered: the dimensions, the sectors and the outside options, as a section, a block of a place's page, and tables.

mod exports;
mod notes;
mod outside;
mod place;
mod quality;
mod sectors;

pub(super) use exports::{data_tables, neighbourhood_columns};
pub(super) use place::section as place_section;

use lynchpin_findings::work::GoodWork;

use super::page::Story;
use crate::report::{Block, Notes, Section};
use crate::table::Table;

/// The section of the report.
pub(super) fn section(story: &Story<'_>, found: &GoodWork, notes: &mut Notes) -> Section {
    let mut blocks = Vec::new();
    if let Some(answer) = &found.quality {
        blocks.extend(quality::blocks(story, answer, notes));
    }
    blocks.extend(found.missing.iter().map(|sentence| Block::Paragraph(sentence.as_str().into())));
    if let Some(view) = &found.sectors {
        blocks.extend(sectors::blocks(story, view, found.wage.as_ref(), notes));
    }
    blocks.extend(outside::blocks(story, &found.outside, notes));
    Section { id: "good-work".into(), heading: "Good work held and offered".into(), blocks, new_page: true }
}

/// The answer as tables for a terminal.
pub fn good_work_tables(found: &GoodWork) -> Vec<Table> {
    let mut tables = Vec::new();
    if let Some(answer) = &found.quality {
        tables.push(quality::by_group(answer, None));
        tables.extend(quality::all_at_once(answer, None));
        tables.extend(quality::validation(answer, None));
    }
    tables.extend(found.sectors.as_ref().map(|view| sectors::table(view, None)));
    tables.extend(found.outside.iter().map(|view| outside::table(view, None)));
    tables
}

/// The answer in a sentence or two, and what is missing.
pub fn good_work_headline(found: &GoodWork) -> String {
    let said = found.quality.as_ref().and_then(quality::headline);
    let parts: Vec<&str> = said.iter().map(String::as_str).chain(found.missing.iter().map(String::as_str)).collect();
    parts.join("\n")
}
