//! Places for each child: sentence, map, tables.

use lynchpin_findings::childcare::{AccessFigure, ChildcareAnswer};
use lynchpin_findings::places::Group;
use lynchpin_findings::profile::PlaceProfile;
use lynchpin_findings::work::Verdict;
use lynchpin_pack::tables::Direction;

use super::super::page::Story;
use super::super::shared::{bare_with_interval, group_heading, neighbourhoods, reading, source_line};
use super::notes;
use crate::maps::{Classes, Map};
use crate::numbers::{Reading, Style};
use crate::report::{Block, Details, NoteId, Notes, Text};
use crate::table::{Table, TableColumn, TableRow};

/// Places for each child, as they are written.
fn level() -> Style {
    Style::number(2)
}

/// How many places a child of left-behind neighbourhoods has within reach, and one of the rest.
pub(super) fn headline(answer: &ChildcareAnswer, note: NoteId) -> Text {
    let access = &answer.access;
    let mean = |figure: Option<&AccessFigure>| reading(figure.and_then(|f| f.mean.as_ref()));
    let per_hundred = |reading: Reading| match (reading.value(), reading.interval()) {
        (Some(value), Some((low, high))) => Reading::between(100.0 * value, 100.0 * low, 100.0 * high),
        _ => reading,
    };
    let figure = |text: Text, of: Option<&AccessFigure>| text.figure(&per_hundred(mean(of)), &Style::number(0), note);
    let text =
        figure(Text::new("A hundred children in left-behind neighbourhoods share "), access.group(Group::LeftBehind));
    let text = figure(
        text.plain(" childcare places within their reach, in other deprived ones "),
        access.group(Group::OtherDeprived),
    );
    let text = figure(text.plain(", in the rest "), access.group(Group::Rest));
    text.plain(&format!(
        " (95 % intervals; modelled{}).",
        if answer.by_network { "" } else { ", from straight-line distances" }
    ))
}

/// The map of places for each child.
pub(super) fn map(story: &Story<'_>, answer: &ChildcareAnswer, note: NoteId) -> Option<Block> {
    let access = &answer.access;
    let value = |(level, range): (&Option<f64>, &Option<(f64, f64)>)| match (level, range) {
        (Some(level), Some((low, high))) => Reading::between(*level, *low, *high),
        _ => Reading::Missing,
    };
    let line = access.line;
    let map = Map {
        id: "map-childcare".into(),
        title: "Childcare places for each child".into(),
        description: format!(
            "Places within reach for each child of every neighbourhood. Below {} more than {} children share a place: a desert. Left-behind neighbourhoods have a heavy outline.",
            level().bare(line),
            answer.rules.children_per_place
        ),
        measure: "Places for each child".into(),
        style: level(),
        direction: Direction::HigherIsBetter,
        classes: Classes::Breaks(vec![line / 3.0, 2.0 * line / 3.0, line, 4.0 * line / 3.0]),
        outlines: story.outlines.clone()?,
        readings: access.areas.all.iter().zip(&access.range).map(value).collect(),
        picked_out: Some((
            "left behind".into(),
            story.places.grouping.groups.iter().map(|g| *g == Some(Group::LeftBehind)).collect(),
        )),
        source: source_line(&answer.sources.iter().collect::<Vec<_>>()),
    };
    Some(Block::Map(Box::new(map), note))
}

/// Places for each child by group, and the share of children in deserts.
pub fn access_table(answer: &ChildcareAnswer, note: Option<NoteId>, desert: Option<NoteId>) -> Table {
    let explained = |column: TableColumn, note: Option<NoteId>| match note {
        Some(note) => column.explained_by(note),
        None => column,
    };
    let number = |title: &str| explained(TableColumn::numbers(title, ""), note);
    let range = |range: Option<(f64, f64)>, style: &Style, scale: f64| {
        range.map_or_else(|| "[x]".to_owned(), |(low, high)| style.interval(scale * low, scale * high))
    };
    let percent = Style::percent();
    let row = |name: &str, f: &AccessFigure| {
        TableRow::new([
            name.to_owned(),
            Style::modelled_count(10.0).bare(f.children),
            bare_with_interval(&level(), &reading(f.mean.as_ref())),
            range(f.range, &level(), 1.0),
            level().cell(&Reading::from(f.driving)),
            level().cell(&Reading::from(f.public_transport)),
            bare_with_interval(&percent, &reading(f.desert_share.map(|share| share.scaled(100.0)).as_ref())),
            range(f.desert_range, &percent, 100.0),
        ])
    };
    let mut rows: Vec<TableRow> = answer.access.groups.iter().map(|(g, f)| row(group_heading(*g), f)).collect();
    rows.push(row("Study area", &answer.access.study_area).strong());
    Table {
        caption: format!(
            "Childcare places for each child within reach, mean over children (95 % intervals){}",
            if answer.by_network { "" } else { "; straight-line distances" }
        ),
        columns: vec![
            TableColumn::words("Group"),
            number("Children"),
            number("Places for each child"),
            number("Range over limits and decay"),
            number("With a car"),
            number("Without a car"),
            explained(TableColumn::numbers("Children in deserts", "%"), desert),
            explained(TableColumn::numbers("Range over limits and decay", "%"), desert),
        ],
        rows,
        remark: Some(format!(
            "Desert: more than {} children to a place. [x] not available, or too few children.",
            answer.rules.children_per_place
        )),
    }
}

const VERDICTS: [(Verdict, &str); 5] = [
    (Verdict::Firmly, "Firmly a desert (all combinations)"),
    (Verdict::Likely, "Likely (ours, not all)"),
    (Verdict::Possibly, "Possibly (others only)"),
    (Verdict::Not, "Not a desert (none)"),
    (Verdict::Unknown, "Not known"),
];

pub(super) fn desert_table(answer: &ChildcareAnswer, note: NoteId) -> Table {
    let count = |verdict: Verdict| answer.access.deserts.iter().filter(|d| **d == verdict).count();
    let row = |(verdict, words): (Verdict, &str)| {
        TableRow::of_readings(words, &[(Reading::of(count(verdict) as f64), &Style::count())])
    };
    Table {
        caption: format!("How firm is that? {} combinations of limits and decay", answer.access.combinations),
        columns: vec![TableColumn::words("Verdict"), TableColumn::numbers("Neighbourhoods", "").explained_by(note)],
        rows: VERDICTS.into_iter().filter(|(v, _)| *v != Verdict::Unknown || count(*v) > 0).map(row).collect(),
        remark: None,
    }
}

/// How well the order of neighbourhoods agrees with the published one, where the pack has it.
pub(super) fn agreement(answer: &ChildcareAnswer, notes: &mut Notes) -> Option<Block> {
    if answer.agreement.is_empty() {
        return None;
    }
    let note = notes::agreement(notes, answer);
    Some(Block::Details(Details {
        summary: "Does it agree with the published values?".into(),
        blocks: vec![Block::Table(agreement_table(answer, Some(note)))],
    }))
}

/// Rank correlations with published access, over all neighbourhoods and by region.
pub fn agreement_table(answer: &ChildcareAnswer, note: Option<NoteId>) -> Table {
    let mut columns = vec![TableColumn::words("Where"), TableColumn::numbers("Neighbourhoods", "")];
    columns.extend(answer.agreement.iter().map(|a| TableColumn::numbers(&capitalised(a.column.label()), "ρ")));
    let columns = columns.into_iter().enumerate().map(|(i, column)| match note {
        Some(note) if i > 0 => column.explained_by(note),
        _ => column,
    });
    let style = Style::number(3);
    let mut rows = Vec::new();
    if let Some(first) = answer.agreement.first() {
        let mut cells = vec!["All neighbourhoods".to_owned(), Style::count().bare(first.areas as f64)];
        cells.extend(answer.agreement.iter().map(|a| style.bare(a.correlation)));
        rows.push(TableRow::new(cells).strong());
        for (at, (region, areas, _)) in first.regions.iter().enumerate() {
            let mut cells = vec![region.clone(), Style::count().bare(*areas as f64)];
            let there = answer.agreement.iter().map(|a| Reading::from(a.regions.get(at).map(|r| r.2)));
            cells.extend(there.map(|reading| style.cell(&reading)));
            rows.push(TableRow::new(cells));
        }
    }
    Table {
        caption: format!(
            "Rank correlation of places for each child with the published values ({})",
            if answer.by_network { "travel times over streets and timetable" } else { "straight-line distances" }
        ),
        columns: columns.collect(),
        rows,
        remark: None,
    }
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Places for each child of one place, beside its group and the study area.
pub(super) fn place(answer: &ChildcareAnswer, profile: &PlaceProfile, notes: &mut Notes) -> Vec<Block> {
    let (note, desert) = (notes::access(notes, answer), notes::desert(notes, answer));
    let members = &profile.place.members;
    let here = answer.access.of(members);
    let group = profile.group.and_then(|group| answer.access.group(group));
    let study = &answer.access.study_area;
    let beside =
        |figure: &AccessFigure| [figure.mean.map(|mean| mean.estimate), figure.driving, figure.public_transport];
    let (group, study) = (group.map(beside), beside(study));
    let row = |(at, name): (usize, &str)| {
        let cell = |value: Option<f64>| level().cell(&Reading::from(value));
        let cells = [here.map(|h| h[at]), group.and_then(|g| g[at]), study[at]].map(cell);
        TableRow::new(std::iter::once(name.to_owned()).chain(cells))
    };
    let table = Table {
        caption: "Childcare places for each child within reach".into(),
        columns: vec![
            TableColumn::words("Families"),
            TableColumn::numbers("Here", "places for each child").explained_by(note),
            TableColumn::numbers("Its group", "places for each child").explained_by(note),
            TableColumn::numbers("Study area", "places for each child").explained_by(note),
        ],
        rows: ["All", "With a car", "Without a car"].into_iter().enumerate().map(row).collect(),
        remark: Some("[x] not available, or too few children.".into()),
    };
    let count =
        |verdicts: &[Verdict]| members.iter().filter(|m| verdicts.contains(&answer.access.deserts[**m])).count();
    let dry = count(&[Verdict::Firmly, Verdict::Likely]);
    let text = Text::new("Childcare deserts: ")
        .figure(&Reading::of(dry as f64), &Style::count(), desert)
        .plain(&format!(" of {}, ", neighbourhoods(members.len() - count(&[Verdict::Unknown]))))
        .figure(&Reading::of(count(&[Verdict::Firmly]) as f64), &Style::count(), desert)
        .plain(" of them firmly. ")
        .plain(if answer.by_network { "Modelled." } else { "Modelled, from straight-line distances." });
    vec![Block::Table(table), Block::Paragraph(text)]
}
