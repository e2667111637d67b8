//! Good work on the page of a place.

use lynchpin_findings::profile::PlaceProfile;
use lynchpin_findings::work::quality::{Dimension, SetFigures};
use lynchpin_findings::work::{GoodWork, SectorShare, sector_shares};
use lynchpin_pack::tables::ResidentJobs;

use super::super::page::Story;
use super::super::shared::{bare_with_interval, group_heading, reading};
use super::quality::percent;
use super::{notes, outside};
use crate::numbers::{Reading, Style};
use crate::report::{Block, NoteId, Notes, Section};
use crate::table::{Table, TableColumn, TableRow};

/// Sectors shown: those with the largest shares.
const SECTORS_SHOWN: usize = 8;

/// The section of the page; `None` where nothing can be said.
pub(in super::super) fn section(
    story: &Story<'_>,
    found: &GoodWork,
    profile: &PlaceProfile,
    notes: &mut Notes,
) -> Option<Section> {
    let mut blocks = Vec::new();
    blocks.extend(dimensions(story, found, profile, notes));
    blocks.extend(sectors(story, found, profile, notes));
    if let Some(view) = found.outside.first() {
        let note = notes::outside(notes, story.tables, view);
        blocks.push(Block::Paragraph(outside::sentence(view, note)));
    }
    (!blocks.is_empty()).then(|| Section {
        id: "good-work".into(),
        heading: format!("Good work held and offered in {}", profile.place.name),
        blocks,
        new_page: false,
    })
}

fn dimensions(story: &Story<'_>, found: &GoodWork, profile: &PlaceProfile, notes: &mut Notes) -> Vec<Block> {
    let Some(answer) = &found.quality else { return Vec::new() };
    let note = notes::rates(notes, answer);
    let minimum = story.minimum;
    let held = answer.held_in(&profile.place.members, minimum);
    let offered = answer.offered_in(story.tables, &profile.place.members, minimum);
    let group = profile.group.and_then(|group| answer.held_by_group.iter().find(|(g, _)| *g == group));
    let mut columns: Vec<(String, &SetFigures)> = Vec::new();
    columns.extend(held.iter().map(|figures| ("Residents in work here".to_owned(), figures)));
    if held.is_some() {
        columns.extend(group.map(|(group, figures)| (format!("{} (its group)", group_heading(*group)), figures)));
        columns.extend(answer.held_by_all.iter().map(|figures| ("Study area".to_owned(), figures)));
    }
    columns.extend(offered.iter().map(|figures| ("Jobs at workplaces here".to_owned(), figures)));
    columns.extend(answer.offered_by_all.iter().map(|figures| ("Jobs at all workplaces".to_owned(), figures)));
    let mut blocks = Vec::new();
    if held.is_none() {
        let words = "Nothing is said of the work that residents hold here: the data have no residents in work by occupation or industry, or too few.";
        blocks.push(Block::Paragraph(words.into()));
    }
    if !columns.is_empty() {
        blocks.push(Block::Table(rates(&answer.dimensions, &columns, note)));
    }
    blocks
}

fn rates(dimensions: &[Dimension], columns: &[(String, &SetFigures)], note: NoteId) -> Table {
    let row = |(at, dimension): (usize, &Dimension)| {
        let cells = columns
            .iter()
            .map(|(_, figures)| bare_with_interval(&Style::percent(), &percent(figures.rates[at].as_ref())));
        TableRow::new(std::iter::once(dimension.label.clone()).chain(cells))
    };
    let mut heads = vec![TableColumn::words("Dimension")];
    heads.extend(columns.iter().map(|(heading, _)| TableColumn::numbers(heading, "%").explained_by(note)));
    Table {
        caption: "Share of residents in work, and of jobs, that meet each dimension (modelled, 95 % intervals)".into(),
        columns: heads,
        rows: dimensions.iter().enumerate().map(row).collect(),
        remark: None,
    }
}

fn sectors(story: &Story<'_>, found: &GoodWork, profile: &PlaceProfile, notes: &mut Notes) -> Option<Block> {
    let view = found.sectors.as_ref()?;
    let table = story.tables.resident_jobs.iter().find(|table| table.by == "industry")?;
    let here = counts(table, &profile.place.members)?;
    if here.iter().sum::<f64>() < story.minimum.max(1.0) {
        return None;
    }
    let nation: Vec<f64> = table.codes.iter().map(|code| national(story, code)).collect();
    let shares = sector_shares(&table.codes, &here, &nation).ok()?;
    let note = notes::sectors(notes, story.tables, found.wage.as_ref());
    let mut largest: Vec<&SectorShare> = shares.iter().collect();
    largest.sort_by(|a, b| b.jobs.total_cmp(&a.jobs).then_with(|| a.code.cmp(&b.code)));
    let row = |share: &&SectorShare| {
        let sector = view.sectors.iter().find(|sector| sector.code == share.code);
        let mark = if sector.is_some_and(|sector| sector.low_paying) { " *" } else { "" };
        let label = sector.map_or(share.code.as_str(), |sector| sector.label.as_str());
        let percentage = Reading::from(share.share.as_ref().map(|s| 100.0 * s.estimate));
        TableRow::new([
            format!("{label}{mark}"),
            Style::percent().cell(&percentage),
            bare_with_interval(&Style::number(2), &reading(share.location_quotient.as_ref())),
        ])
    };
    Some(Block::Table(Table {
        caption: "The sectors that most residents in work are in".into(),
        columns: vec![
            TableColumn::words("Sector"),
            TableColumn::numbers("Share", "%").explained_by(note),
            TableColumn::numbers("Against the nation", "ratio").explained_by(note),
        ],
        rows: largest.iter().filter(|share| share.jobs >= story.minimum).take(SECTORS_SHOWN).map(row).collect(),
        remark: Some("* low-paying: a larger share of its jobs than of all jobs pays less than the wage.".into()),
    }))
}

/// Residents in work by sector of those neighbourhoods whose residents are known; `None` where none are.
fn counts(table: &ResidentJobs, members: &[usize]) -> Option<Vec<f64>> {
    let known: Vec<usize> =
        members.iter().copied().filter(|area| table.people.iter().all(|people| people[*area].is_some())).collect();
    let sum = |people: &Vec<Option<f64>>| known.iter().filter_map(|area| people[*area]).sum();
    (!known.is_empty()).then(|| table.people.iter().map(sum).collect())
}

fn national(story: &Story<'_>, code: &str) -> f64 {
    story.tables.staffing.as_ref().map_or(0.0, |staffing| {
        let column = staffing.industries.iter().position(|industry| industry == code);
        column.map_or(0.0, |column| staffing.people.iter().map(|row| row[column]).sum())
    })
}
