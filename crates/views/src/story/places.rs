//! Which places are left behind, and how they compare.

use lynchpin_findings::places::{Group, IndicatorComparison, PlaceTypeComparison, Robustness};
use lynchpin_pack::tables::Direction;

use super::methods;
use super::page::Story;
use super::shared::{bare_with_interval, group_heading, group_reading, reading, source_line, style_of};
use crate::charts::{Chart, ChartRow, Mark};
use crate::maps::{Classes, Map};
use crate::numbers::{Reading, Style};
use crate::report::{Block, Callout, Details, NoteId, Notes, Section, Text, Tone};
use crate::table::{Table, TableColumn, TableRow};

/// The map of groups, how firm they are, and whether the indices rebuild.
pub(super) fn left_behind(story: &Story<'_>, notes: &mut Notes) -> Section {
    let grouping = &story.places.grouping;
    let note = methods::grouping(
        notes,
        &story.tables.indices,
        [&grouping.deprivation, &grouping.community_needs],
        grouping.worst_percent,
    );
    let count = |group| Reading::of(grouping.count(group) as f64);
    let style = Style::count();
    let text = Text::new("Of ")
        .figure(&Reading::of(grouping.groups.len() as f64), &style, note)
        .plain(" neighbourhoods, ")
        .figure(&count(Group::LeftBehind), &style, note)
        .plain(" are left behind: ")
        .plain(&format!("in the worst {} % of the nation on both the ", grouping.worst_percent))
        .plain(&format!("{} and the {}. ", grouping.index_labels.0, grouping.index_labels.1))
        .figure(&count(Group::OtherDeprived), &style, note)
        .plain(" are deprived without being left behind.");
    let mut blocks = vec![Block::Paragraph(text)];
    if grouping.unplaced() > 0 {
        blocks.push(Block::Callout(Callout {
            tone: Tone::Warning,
            title: "Not every neighbourhood could be placed".into(),
            text: format!("{} have no rank on one of the two indices and are in no group.", grouping.unplaced())
                .as_str()
                .into(),
        }));
    }
    blocks.extend(deprivation_map(story, note));
    blocks.push(Block::Table(firmness(story, notes)));
    if !story.places.rebuilt.is_empty() {
        blocks.push(Block::Details(Details {
            summary: "Were the indices read as their publishers meant them?".into(),
            blocks: vec![Block::Table(rebuilt(story, notes))],
        }));
    }
    Section { id: "left-behind".into(), heading: "Which places are left behind".into(), blocks, new_page: false }
}

fn deprivation_map(story: &Story<'_>, note: NoteId) -> Option<Block> {
    let grouping = &story.places.grouping;
    let index = story.tables.indices.iter().find(|i| i.id == grouping.deprivation)?;
    let outlines = story.outlines.clone()?;
    let share = |rank: &Option<f64>| Reading::from(rank.map(|r| 100.0 * r / index.codes.len() as f64));
    let map = Map {
        id: "map-deprivation".into(),
        title: format!("{}: place in the national ranking", index.label),
        description: "Rank of each neighbourhood as a percentage of the nation's; the lowest are the most deprived. \
                      Left-behind neighbourhoods have a heavy outline."
            .into(),
        measure: "Rank, percentage of the nation's neighbourhoods".into(),
        style: Style::percent().decimals(0),
        direction: Direction::HigherIsBetter,
        classes: Classes::Breaks(vec![10.0, 20.0, 40.0, 70.0]),
        outlines,
        readings: index.area_rank.iter().map(share).collect(),
        picked_out: Some((
            "left behind".into(),
            grouping.groups.iter().map(|g| *g == Some(Group::LeftBehind)).collect(),
        )),
        source: source_line(&[&index.provenance]),
    };
    Some(Block::Map(Box::new(map), note))
}

fn firmness(story: &Story<'_>, notes: &mut Notes) -> Table {
    let note = methods::robustness(notes, &story.tables.indices);
    let report = &story.places.robustness;
    let row = |name: &str, verdict| {
        TableRow::of_readings(name, &[(Reading::of(report.count(verdict) as f64), &Style::count())])
    };
    Table {
        caption: format!("How firm is that? {} combinations of index version and cut-off", report.combinations.len()),
        columns: vec![TableColumn::words("Verdict"), TableColumn::numbers("Neighbourhoods", "").explained_by(note)],
        rows: vec![
            row("Robustly left behind (all combinations)", Robustness::Robustly).strong(),
            row("Marginally left behind (some)", Robustness::Marginally),
            row("Not left behind (none)", Robustness::Not),
            row("Ranked by no combination", Robustness::Unranked),
        ],
        remark: None,
    }
}

fn rebuilt(story: &Story<'_>, notes: &mut Notes) -> Table {
    let note = methods::rebuilt(notes, &story.tables.indices);
    let style = Style::number(4);
    let rows = story.places.rebuilt.iter().map(|r| {
        let count = Reading::of(r.scores.len() as f64);
        let differing = Reading::from(r.rank_differences.map(|n| n as f64));
        let label = story.tables.indices.iter().find(|i| i.id == r.index).map_or(r.index.as_str(), |i| &i.label);
        TableRow::of_readings(
            label,
            &[(count, &Style::count()), (Reading::from(r.max_error), &style), (differing, &Style::count())],
        )
    });
    Table {
        caption: "Indices rebuilt from their domain ranks".into(),
        columns: vec![
            TableColumn::words("Index"),
            TableColumn::numbers("Areas", "").explained_by(note),
            TableColumn::numbers("Largest difference from the published score", "points").explained_by(note),
            TableColumn::numbers("Areas with another rank", "").explained_by(note),
        ],
        rows: rows.collect(),
        remark: Some("Published scores are rounded, so the last digits differ; tied scores can swap ranks.".into()),
    }
}

/// Every indicator across the groups.
pub(super) fn comparison(story: &Story<'_>, notes: &mut Notes) -> Section {
    let comparisons = &story.places.comparisons;
    let mut blocks: Vec<Block> = vec![Block::Paragraph(
        "Each figure is for all people or households of the group together. Intervals are 95 %. \
         A difference between groups is an association: it does not say what causes what."
            .into(),
    )];
    blocks.extend(story.leading_indicators().into_iter().filter_map(|c| chart(story, notes, c)));
    blocks.push(Block::Table(table(story, notes, comparisons)));
    let circular: Vec<Text> = comparisons
        .iter()
        .filter_map(|c| Some(Text::default().strong(&c.label).plain(&format!(": {}", c.remark.as_ref()?))))
        .collect();
    if !circular.is_empty() {
        blocks.push(Block::Callout(Callout {
            tone: Tone::Note,
            title: "Some of these are part of what makes a place left behind".into(),
            text: "They are marked † in the table: the groups differ on them by construction, at least in part.".into(),
        }));
        blocks.push(Block::Details(Details {
            summary: "Which indicators, and which index holds them".into(),
            blocks: vec![Block::List(circular)],
        }));
    }
    for (name, kinds) in &story.places.within {
        blocks.push(Block::Details(Details {
            summary: format!("The same within each kind of place: {}", name.replace('_', " ")),
            blocks: kinds.iter().map(|kind| Block::Table(kind_table(story, notes, kind))).collect(),
        }));
    }
    Section { id: "compare".into(), heading: "How left-behind places compare".into(), blocks, new_page: true }
}

fn note_of(story: &Story<'_>, notes: &mut Notes, comparison: &IndicatorComparison) -> Option<NoteId> {
    let indicator = story.tables.indicators.iter().find(|i| i.id == comparison.id)?;
    let interval = comparison.study_area.interval.as_ref().map(|i| i.method.label());
    Some(methods::indicator(notes, indicator, interval))
}

fn chart(story: &Story<'_>, notes: &mut Notes, comparison: &IndicatorComparison) -> Option<Block> {
    let note = note_of(story, notes, comparison)?;
    let indicator = story.tables.indicators.iter().find(|i| i.id == comparison.id)?;
    let row = |group| ChartRow {
        label: group_heading(group).into(),
        readings: vec![group_reading(comparison.group(group))],
        strong: group == Group::LeftBehind,
    };
    let chart = Chart {
        id: format!("chart-{}", comparison.id),
        title: comparison.label.clone(),
        description: format!("{} in left-behind places beside the other groups.", comparison.label),
        measure: comparison.label.clone(),
        style: style_of(&comparison.unit, comparison.study_area.value),
        direction: comparison.direction,
        mark: Mark::Dot,
        series: Vec::new(),
        rows: Group::ALL.map(row).to_vec(),
        reference: comparison.nation.map(|value| (story.nation().to_owned(), value)),
        from_zero: true,
        source: source_line(&[&indicator.provenance]),
    };
    Some(Block::Chart(Box::new(chart), note))
}

fn table(story: &Story<'_>, notes: &mut Notes, comparisons: &[IndicatorComparison]) -> Table {
    let mut columns = vec![TableColumn::words("Indicator"), TableColumn::words("Unit")];
    columns.extend(Group::ALL.map(|g| TableColumn::numbers(group_heading(g), "")));
    columns.push(TableColumn::numbers(story.nation(), ""));
    columns.push(TableColumn::numbers("Left behind against other deprived, ratio", ""));
    let rows = comparisons.iter().map(|c| {
        let style = style_of(&c.unit, c.study_area.value);
        let mark = if c.remark.is_some() { " †" } else { "" };
        let mut cells = vec![format!("{}{mark}", c.label), c.unit.clone()];
        cells.extend(Group::ALL.map(|g| bare_with_interval(&style, &group_reading(c.group(g)))));
        cells.push(style.cell(&Reading::from(c.nation)));
        let ratio = c.contrasts.iter().find(|x| x.against == Group::OtherDeprived).and_then(|x| x.ratio.as_ref());
        cells.push(bare_with_interval(&Style::number(2), &reading(ratio)));
        let row = TableRow::new(cells);
        match note_of(story, notes, c) {
            Some(note) => row.explained_by(note),
            None => row,
        }
    });
    Table {
        caption: "Every indicator across the groups, with 95 % intervals".into(),
        rows: rows.collect(),
        columns,
        remark: Some(
            "[c] withheld: too few people; [x] not available; † part of an index that made the groups. The ratio compares areas as draws.".into(),
        ),
    }
}

fn kind_table(story: &Story<'_>, notes: &mut Notes, kind: &PlaceTypeComparison) -> Table {
    let areas: Vec<String> =
        kind.areas.iter().map(|(g, n)| format!("{} {}", n, group_heading(*g).to_lowercase())).collect();
    let mut table = table(story, notes, &kind.indicators);
    table.caption = format!("{} ({} neighbourhoods)", kind.place_type, areas.join(", "));
    table
}
