//! Whom a reform reaches, and where people are lost on the way.

use lynchpin_findings::places::Group;
use lynchpin_findings::reforms::{Funnel, GroupWay, Passed, ProgrammeAnswer, Reach, Serves};
use lynchpin_pack::tables::Direction;

use super::super::page::Story;
use super::super::shared::{bare_with_interval, reading, source_line};
use super::notes::{self, explained};
use super::words::{group_names, share_words};
use crate::charts::{Chart, ChartRow, Mark};
use crate::maps::{Classes, Map};
use crate::numbers::{Reading, Style};
use crate::report::{Block, Details, NoteId, Notes, Text};
use crate::table::{Table, TableColumn, TableRow};

pub(super) fn blocks(story: &Story<'_>, programme: &ProgrammeAnswer, notes: &mut Notes) -> Vec<Block> {
    let mut blocks = Vec::new();
    if let Ok(found) = &programme.reach {
        let note = notes::reach(notes, programme, found.serves);
        blocks.push(Block::Table(coverage_table(programme, found, Some(note))));
        blocks.extend(map(story, programme, note));
        blocks.extend(curve(programme, found, notes));
        blocks.extend(cost(programme, note));
    }
    if let Ok(found) = &programme.funnel {
        let note = notes::funnel(notes, programme, found);
        blocks.push(Block::Table(funnel_table(programme, found, Some(note))));
        blocks.extend(gap(programme, found, note));
        if !found.missing.is_empty() {
            let told = format!("Steps that the pack does not measure: {}.", found.missing.join("; "));
            blocks.push(Block::Paragraph(told.as_str().into()));
        }
    }
    blocks
}

/// Coverage by group, then how well it is aimed.
pub(super) fn coverage_table(programme: &ProgrammeAnswer, found: &Reach, note: Option<NoteId>) -> Table {
    let percent = Style::percent();
    let ratio = Style::number(2);
    let name = match found.serves {
        Serves::Participants => "Coverage: took part, % of people",
        Serves::Places => "Coverage: live in a listed place, % of people",
    };
    let mut coverage = vec![name.to_owned()];
    coverage.extend(found.coverage.iter().map(|c| share_words(&c.1)));
    coverage.push(share_words(&found.overall));
    let mut counted = vec!["People served".to_owned()];
    let count = |share: &lynchpin_findings::reforms::Share| match (&share.withheld, share.count) {
        (Some(_), _) => Reading::Suppressed,
        (None, count) => Reading::from(count),
    };
    counted.extend(found.coverage.iter().map(|c| Style::count().cell(&count(&c.1))));
    counted.push(Style::count().cell(&count(&found.overall)));
    let only_all = |name: &str, value: String| {
        TableRow::new([name.to_owned(), String::new(), String::new(), String::new(), value])
    };
    let interval = |i: Option<&lynchpin_findings::Interval>| bare_with_interval(&ratio, &reading(i));
    let under = found.coverage[0]
        .1
        .share
        .map(|s| Reading::between(100.0 * (1.0 - s.estimate), 100.0 * (1.0 - s.high), 100.0 * (1.0 - s.low)));
    let mut columns = vec![TableColumn::words("Reach")];
    columns.extend(group_names().map(|g| explained(TableColumn::numbers(g, ""), note)));
    columns.push(explained(TableColumn::numbers("All", ""), note));
    Table {
        caption: format!("Whom {} reaches, with 95 % intervals", programme.label),
        columns,
        rows: vec![
            TableRow::new(coverage).strong(),
            TableRow::new(counted),
            TableRow::new([
                "Under-coverage: left-behind people not served".to_owned(),
                under.map_or_else(|| share_words(&found.coverage[0].1), |u| percent.reading(&u)),
                String::new(),
                String::new(),
                String::new(),
            ]),
            only_all("Leakage: of those served, live in no left-behind place", share_words(&found.leakage)),
            only_all("Of those served, live in no deprived place", share_words(&found.leakage_beyond_deprived)),
            only_all("Targeting (Coady–Grosh–Hoddinott): 1 is blind to place", interval(found.targeting.as_ref())),
            only_all("Equity: left behind over other deprived", interval(found.equity.as_ref())),
            only_all(
                "Concentration on the most deprived: 0 is blind, 1 the most",
                interval(found.concentration.as_ref().map(|c| &c.coefficient)),
            ),
        ],
        remark: Some(format!(
            "{} neighbourhoods counted, {} left out for want of a group, of people or of a figure. [c] withheld; [x] not available.",
            Style::count().bare(found.areas.0 as f64),
            Style::count().bare(found.areas.1 as f64)
        )),
    }
}

fn map(story: &Story<'_>, programme: &ProgrammeAnswer, note: NoteId) -> Option<Block> {
    let outlines = story.outlines.clone()?;
    let groups = &story.places.grouping.groups;
    let map = Map {
        id: format!("map-reform-{}", programme.id),
        title: format!("Where {} is, and where the left-behind places are", programme.label),
        description: "Share of each neighbourhood's people who live in a treated place. Left-behind neighbourhoods have a heavy outline.".into(),
        measure: "People in a treated place".into(),
        style: Style::percent().decimals(0),
        direction: Direction::Neutral,
        classes: Classes::Breaks(vec![1.0, 50.0, 99.0]),
        outlines,
        readings: programme.treated_share.iter().map(|s| Reading::from(s.map(|s| 100.0 * s))).collect(),
        picked_out: Some(("left behind".into(), groups.iter().map(|g| *g == Some(Group::LeftBehind)).collect())),
        source: source_line(&programme.sources.iter().collect::<Vec<_>>()),
    };
    Some(Block::Map(Box::new(map), note))
}

/// Shares of those served among the most deprived people, beside a programme that is blind to deprivation.
fn curve(programme: &ProgrammeAnswer, found: &Reach, notes: &mut Notes) -> Option<Block> {
    let curve = &found.concentration.as_ref()?.curve;
    let note = notes::concentration(notes, programme);
    let row = |(people, served): &(f64, f64)| ChartRow {
        label: format!("Most deprived {:.0} % of people", 100.0 * people),
        readings: vec![Reading::of(100.0 * served), Reading::of(100.0 * people)],
        strong: false,
    };
    let chart = Chart {
        id: format!("chart-concentration-{}", programme.id),
        title: "Does it go to the most deprived?".into(),
        description: "Share of those served who live in the most deprived neighbourhoods, beside what a programme blind to deprivation would give them.".into(),
        measure: "Of those served, %".into(),
        style: Style::percent(),
        direction: Direction::Neutral,
        mark: Mark::Dot,
        series: vec!["Of those served".into(), "Were it blind to deprivation".into()],
        rows: [1, 2, 3, 5, 7].iter().filter_map(|tenth| curve.get(*tenth)).map(row).collect(),
        reference: None,
        from_zero: true,
        source: source_line(&programme.sources.iter().collect::<Vec<_>>()),
    };
    Some(Block::Chart(Box::new(chart), note))
}

fn cost(programme: &ProgrammeAnswer, note: NoteId) -> Option<Block> {
    let cost = programme.cost?;
    let pounds = Style::pounds();
    let mut text = Text::new("It spent ").figure(&Reading::of(cost.pounds), &pounds, note);
    if let Some(each) = cost.pounds_per_person {
        text = text.plain(", ").figure(&Reading::of(each), &pounds, note).plain(" for each person served");
    }
    let share = Reading::of(100.0 * cost.left_behind_share);
    Some(Block::Paragraph(
        text.plain("; ").figure(&share, &Style::percent(), note).plain(" of it in left-behind places."),
    ))
}

/// Each step with the share that passes, by group.
pub(super) fn funnel_table(programme: &ProgrammeAnswer, found: &Funnel, note: Option<NoteId>) -> Table {
    let percent = Style::percent();
    let cell = |way: &GroupWay, step: usize| {
        if way.withheld.is_some() {
            return percent.cell(&Reading::Suppressed);
        }
        let passed = way.steps.get(step);
        let interval = passed.and_then(|s| s.interval).map(|i| i.scaled(100.0));
        let share = Reading::from(passed.and_then(Passed::share).map(|s| 100.0 * s));
        bare_with_interval(&percent, &interval.map_or(share, |i| reading(Some(&i))))
    };
    let mut rows: Vec<TableRow> =
        found
            .steps
            .iter()
            .enumerate()
            .map(|(step, label)| {
                let mut cells = vec![label.clone()];
                cells.extend(found.groups.iter().map(|way| cell(way, step)));
                cells.push(found.gap.as_ref().map_or_else(String::new, |gap| {
                    Style::percentage_points().decimals(2).bare(100.0 * gap.parts[step])
                }));
                TableRow::new(cells)
            })
            .collect();
    let mut all = vec!["All the way".to_owned()];
    all.extend(found.groups.iter().map(|way| match (&way.withheld, way.people > 0.0) {
        (Some(_), _) => percent.cell(&Reading::Suppressed),
        (None, false) => percent.cell(&Reading::Missing),
        (None, true) => percent.bare(100.0 * way.through),
    }));
    all.push(
        found.gap.as_ref().map_or_else(String::new, |gap| Style::percentage_points().decimals(2).bare(100.0 * gap.gap)),
    );
    rows.push(TableRow::new(all).strong());
    let mut columns = vec![TableColumn::words("Of those who came so far")];
    columns.extend(group_names().map(|g| explained(TableColumn::numbers(g, "%"), note)));
    columns.push(explained(TableColumn::numbers("Part of the gap", "percentage points"), note));
    Table {
        caption: format!("From everyone to those who take part in {}", programme.label),
        columns,
        rows,
        remark: Some(format!(
            "Gap: left behind less other deprived, shared out among the steps so that the parts add up to it.{} [c] withheld; [x] not available.",
            beyond(found)
        )),
    }
}

/// Steps are modelled: some take part whom they hold back.
fn beyond(found: &Funnel) -> String {
    match found.beyond {
        Some(0.0) => String::new(),
        Some(people) => format!(
            " {} people took part where the steps before leave nobody, or fewer: the steps are modelled, and these people are in none of the shares.",
            Style::count().bare(people)
        ),
        None => " A few people took part where the steps before leave nobody.".into(),
    }
}

fn gap(programme: &ProgrammeAnswer, found: &Funnel, note: NoteId) -> Option<Block> {
    let gap = found.gap.as_ref()?;
    let row = |(label, part): (&String, &f64)| ChartRow {
        label: label.clone(),
        readings: vec![Reading::of(100.0 * part)],
        strong: false,
    };
    let chart = Chart {
        id: format!("chart-funnel-{}", programme.id),
        title: "Which step makes the gap between left-behind and other deprived places".into(),
        description:
            "Part of each step in the difference of the shares that come all the way, left behind less other deprived."
                .into(),
        measure: "Part of the gap, percentage points".into(),
        style: Style::percentage_points().decimals(2),
        direction: Direction::HigherIsBetter,
        mark: Mark::Bar,
        series: Vec::new(),
        rows: found.steps.iter().zip(&gap.parts).map(row).collect(),
        reference: None,
        from_zero: true,
        source: source_line(&programme.sources.iter().collect::<Vec<_>>()),
    };
    let sources = found.steps.iter().zip(&found.sources);
    let list: Vec<Text> = sources.map(|(s, from)| Text::default().strong(s).plain(": ").plain(from)).collect();
    let details = Details {
        summary: "Where the steps come from".into(),
        blocks: vec![Block::Chart(Box::new(chart), note), Block::List(list)],
    };
    Some(Block::Details(details))
}
