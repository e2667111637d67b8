//! The sectors of a place's work.

use lynchpin_findings::places::Group;
use lynchpin_findings::work::{SectorShare, SectorView};
use lynchpin_pack::config::WageFloor;

use super::super::page::Story;
use super::super::shared::{bare_with_interval, group_heading, reading};
use super::notes;
use super::quality::{explained, percent};
use crate::numbers::{Reading, Style};
use crate::report::{Block, NoteId, Notes, Text};
use crate::table::{Table, TableColumn, TableRow};

/// A sentence on low-paying sectors, and the table.
pub(super) fn blocks(story: &Story<'_>, view: &SectorView, wage: Option<&WageFloor>, notes: &mut Notes) -> Vec<Block> {
    let note = notes::sectors(notes, story.tables, wage);
    let mut blocks = vec![Block::Heading("Sectors".into())];
    blocks.extend(low_paying(view, wage, note).map(Block::Paragraph));
    blocks.push(Block::Table(table(view, Some(note))));
    blocks
}

fn low_paying(view: &SectorView, wage: Option<&WageFloor>, note: NoteId) -> Option<Text> {
    let names: Vec<&str> = view.sectors.iter().filter(|s| s.low_paying).map(|s| s.label.as_str()).collect();
    let (national, wage) = view.national_below.zip(wage)?;
    let mut text = Text::new("In the nation ")
        .figure(&Reading::of(100.0 * national), &Style::percent().decimals(0), note)
        .plain(&format!(
            " of jobs pay less than £{:.2} an hour ({}); sectors with a larger share are low-paying: {}. ",
            wage.pounds_per_hour,
            wage.label,
            names.join("; ")
        ));
    for (at, (group, found)) in view.in_low_paying.iter().enumerate() {
        let name = match (at, *group) {
            (0, group) => format!("Of residents in work in {} neighbourhoods, ", adjective(group)),
            (_, Group::Rest) => "; in the rest, ".into(),
            (_, group) => format!("; in {} neighbourhoods, ", adjective(group)),
        };
        text = text.plain(&name).figure(&percent(found.share.as_ref()), &Style::percent().decimals(0), note);
    }
    if !view.in_low_paying.is_empty() {
        text = text.plain(" are in low-paying sectors.");
    }
    Some(text)
}

/// A group before a noun.
fn adjective(group: Group) -> String {
    if group == Group::LeftBehind { "left-behind".into() } else { group.label().into() }
}

/// A column of the table: heading, and its shares by sector.
type Shares<'a> = (String, &'a [SectorShare]);

fn columns(view: &SectorView) -> Vec<Shares<'_>> {
    let left = view.residents.iter().filter(|(group, _)| *group == Group::LeftBehind);
    let left = left.map(|(group, shares)| (format!("{}: residents", group_heading(*group)), shares.as_slice()));
    let all = view.all_residents.iter().map(|shares| ("All residents in work".to_owned(), shares.as_slice()));
    let jobs = view.workplaces.iter().map(|shares| ("Jobs at the workplaces".to_owned(), shares.as_slice()));
    left.chain(all).chain(jobs).collect()
}

/// Every sector: shares, and location quotients where national numbers are known.
pub(super) fn table(view: &SectorView, note: Option<NoteId>) -> Table {
    let shares = columns(view);
    let mut heads = vec![
        TableColumn::words("Sector"),
        explained(TableColumn::numbers("Pays less than the wage", "% of its jobs"), note),
    ];
    for (heading, _) in &shares {
        heads.push(explained(TableColumn::numbers(heading, "%"), note));
        if view.nation_known {
            heads.push(explained(TableColumn::numbers("against the nation", "ratio"), note));
        }
    }
    let row = |(at, sector): (usize, &lynchpin_findings::work::Sector)| {
        let below = Reading::from(sector.below.map(|below| 100.0 * below));
        let mark = if sector.low_paying { " *" } else { "" };
        let mut cells =
            vec![format!("{} {}{mark}", sector.code, sector.label), Style::percent().decimals(0).cell(&below)];
        for (_, shares) in &shares {
            let share = shares.get(at);
            let absent = if share.is_some_and(|s| s.withheld) { Reading::Suppressed } else { Reading::Missing };
            cells.push(Style::percent().cell(
                &share.and_then(|s| s.share.as_ref()).map_or(Reading::Missing, |s| Reading::of(100.0 * s.estimate)),
            ));
            if view.nation_known {
                let quotient = share.and_then(|s| s.location_quotient.as_ref());
                cells.push(bare_with_interval(&Style::number(2), &quotient.map_or(absent, |q| reading(Some(q)))));
            }
        }
        TableRow::new(cells)
    };
    Table {
        caption: "Sectors that residents work in and that workplaces belong to (95 % intervals of the ratios)".into(),
        columns: heads,
        rows: view.sectors.iter().enumerate().map(row).collect(),
        remark: Some("* low-paying. Against the nation: above 1, more of the work here is in the sector. [c] withheld: too few people; [x] not available.".into()),
    }
}
