//! What good work people can reach, and who is cut off from it.

mod in_short;
mod notes;
mod place;
mod tables;

pub(super) use place::place_lines;

use lynchpin_findings::places::Group;
use lynchpin_findings::work::{Condition, Cut, Mode, ReachFigure, ReachSummary, WorkAnswer, worst_areas};
use lynchpin_pack::tables::Direction;

use crate::charts::{Chart, ChartRow, Mark};
use crate::maps::{Classes, Map};
use crate::numbers::{Reading, Style};
use crate::report::{Block, Callout, Details, NoteId, Notes, Section, Text, Tone};
use crate::story::methods;
use crate::story::page::Story;
use crate::story::shared::{bare_with_interval, group_heading, reading, source_line};
use crate::table::{Table, TableColumn, TableRow};

/// Areas named as those with the least in reach.
const WORST_SHOWN: usize = 15;

/// Modelled counts of jobs are shown to the nearest ten.
const JOB_STEP: f64 = 10.0;

/// Good jobs: what they are, where they are, who can reach them.
pub(super) fn section(story: &Story<'_>, work: &WorkAnswer, notes: &mut Notes) -> Section {
    let note = methods::reach(notes, work);
    let mut blocks = meaning(story);
    blocks.push(Block::Paragraph(supply(work, notes)));
    blocks.push(Block::Paragraph(work.shift_jobs_words().into()));
    blocks.extend(beyond_the_map(story));
    blocks.push(in_short::block(work, note, notes));
    blocks.extend(map(story, work, note));
    blocks.push(Block::Chart(Box::new(chart(work)), note));
    blocks.push(Block::Table(cut_off(work, notes)));
    blocks.push(Block::Table(worst(story, work, note)));
    let by_shift = work.shifts.iter().map(|(id, words)| Block::Table(by_group(work, id, words, note)));
    blocks.push(Block::Details(Details {
        summary: "Good jobs within reach by group: every shift, threshold and way of travelling".into(),
        blocks: by_shift.collect(),
    }));
    blocks.extend(tables::folds(work, notes));
    blocks.push(Block::Details(Details {
        summary: "Left-behind places against the others, as ratios".into(),
        blocks: vec![Block::Table(ratios(work, note))],
    }));
    blocks.push(Block::Details(Details {
        summary: "Share of jobs at or above the wage, by industry".into(),
        blocks: vec![Block::Table(by_industry(story, work, notes))],
    }));
    Section { id: "reach".into(), heading: "Good work within reach".into(), blocks, new_page: true }
}

/// What the finding's words mean and do not mean.
fn meaning(story: &Story<'_>) -> Vec<Block> {
    let Some(finding) = story.finding else { return Vec::new() };
    let callout =
        |title: &str, text: &str| Block::Callout(Callout { tone: Tone::Note, title: title.into(), text: text.into() });
    vec![
        callout("What “cut off” means here", &finding.definition),
        callout("What these figures do not say", &finding.caveat),
    ]
}

/// A warning where the street map leaves out so much that the figures would be read wrongly.
fn beyond_the_map(story: &Story<'_>) -> Option<Block> {
    let lost: Vec<String> = story
        .ledger
        .iter()
        .filter(|e| e.step.contains("→ streets to walk on") && e.what != "stops" && e.lost > 0.01 * e.used)
        .map(|e| {
            let share = Style::percent().decimals(0).show(100.0 * e.lost / e.used);
            format!("{} of {} {} ({share})", Style::count().bare(e.lost), Style::count().bare(e.used), e.what)
        })
        .collect();
    (!lost.is_empty()).then(|| {
        Block::Callout(Callout {
            tone: Tone::Warning,
            title: "Part of the study lies off the street map".into(),
            text: format!(
                "{} are farther than a walk from any street in the street map and take no part in what follows. A larger street map would bring them in.",
                lost.join(" and ")
            )
            .as_str()
            .into(),
        })
    })
}

fn supply(work: &WorkAnswer, notes: &mut Notes) -> Text {
    let note = methods::good_jobs(notes, work);
    let (all, low, point, high) = work.good.totals();
    let style = Style::modelled_count(100.0);
    let share = |good: f64| 100.0 * good / all;
    Text::new("The workplaces in the data hold ")
        .figure(&Reading::of(all), &style, note)
        .plain(" jobs. About ")
        .figure(&Reading::between(point, low, high), &style, note)
        .plain(" of them, ")
        .figure(&Reading::between(share(point), share(low), share(high)), &Style::percent().decimals(0), note)
        .plain(&format!(
            ", are good jobs by pay: £{:.2} an hour or more ({}).",
            work.floor.pounds_per_hour, work.floor.label
        ))
}

fn map(story: &Story<'_>, work: &WorkAnswer, note: NoteId) -> Option<Block> {
    let table = work.reach.iter().find(|t| t.cut == work.cut_off.rule.cut)?;
    let grouping = &story.places.grouping;
    let value = |area: &Option<lynchpin_findings::work::Reached>| {
        area.map_or(Reading::Missing, |r| Reading::between(r.point, r.low, r.high))
    };
    let map = Map {
        id: "map-reach".into(),
        title: format!("Good jobs within {} minutes {}", table.cut.minutes, table.cut.mode.phrase()),
        description: format!(
            "Good jobs that residents of each neighbourhood can reach, {}. Left-behind neighbourhoods have a heavy outline.",
            work.shift_words(&table.cut.shift)
        ),
        measure: "Good jobs within reach".into(),
        style: Style::modelled_count(JOB_STEP).unit("jobs"),
        direction: Direction::HigherIsBetter,
        classes: Classes::Quantiles(5),
        outlines: story.outlines.clone()?,
        readings: table.areas.iter().map(value).collect(),
        picked_out: Some((
            "left behind".into(),
            grouping.groups.iter().map(|g| *g == Some(Group::LeftBehind)).collect(),
        )),
        source: source_line(&work.sources.iter().chain(&work.network_sources).collect::<Vec<_>>()),
    };
    Some(Block::Map(Box::new(map), note))
}

fn mean(figure: Option<&ReachFigure>) -> Reading {
    let Some(figure) = figure else { return Reading::Missing };
    match (&figure.mean_interval, figure.mean) {
        (Some(i), _) => reading(Some(i)),
        (None, mean) => Reading::from(mean),
    }
}

/// Buses beside cars, for each shift, at the minutes that the line is drawn on.
fn chart(work: &WorkAnswer) -> Chart {
    let minutes = work.cut_off.rule.cut.minutes;
    let of = |mode: Mode, shift: &str, group: Group| {
        let summary = work
            .summaries
            .iter()
            .find(|s| s.cut == Cut { mode, shift: shift.into(), minutes, condition: Condition::Direct });
        mean(summary.and_then(|s| s.group(group)))
    };
    let mut rows = Vec::new();
    for (shift, words) in &work.shifts {
        for group in Group::ALL {
            rows.push(ChartRow {
                label: format!("{}, {words}", group_heading(group)),
                readings: vec![of(Mode::PublicTransport, shift, group), of(Mode::Car, shift, group)],
                strong: group == Group::LeftBehind,
            });
        }
    }
    Chart {
        id: "chart-reach".into(),
        title: format!("Good jobs within {minutes} minutes, by public transport and by car"),
        description:
            "Mean over working-age residents of each group, for each shift, by public transport beside the car.".into(),
        measure: "Good jobs within reach, mean over working-age residents".into(),
        style: Style::modelled_count(JOB_STEP).unit("jobs"),
        direction: Direction::HigherIsBetter,
        mark: Mark::Dot,
        series: vec!["by public transport".into(), "by car".into()],
        rows,
        reference: None,
        from_zero: true,
        source: source_line(&work.sources.iter().chain(&work.network_sources).collect::<Vec<_>>()),
    }
}

fn by_group(work: &WorkAnswer, shift: &str, shift_words: &str, note: NoteId) -> Table {
    let style = Style::modelled_count(JOB_STEP);
    let mut columns = vec![TableColumn::words("Within")];
    columns.extend(Group::ALL.map(|g| TableColumn::numbers(group_heading(g), "jobs").explained_by(note)));
    let row = |s: &ReachSummary| {
        let mut cells = vec![format!("{} min {}{}", s.cut.minutes, short_mode(s.cut.mode), s.cut.condition.phrase())];
        cells.extend(Group::ALL.map(|g| bare_with_interval(&style, &mean(s.group(g)))));
        let row = TableRow::new(cells);
        if s.cut == work.cut_off.rule.cut { row.strong() } else { row }
    };
    Table {
        caption: format!(
            "Good jobs within reach, {shift_words}: mean over working-age residents, 95 % intervals (areas as draws)"
        ),
        columns,
        rows: work.summaries.iter().filter(|s| s.cut.shift == shift).map(row).collect(),
        remark: Some(
            "[x] not available. The bounds of what jobs pay come on top and are in the exported tables.".into(),
        ),
    }
}

/// What left-behind places reach as a share of what the others do.
fn ratios(work: &WorkAnswer, note: NoteId) -> Table {
    let ratio = |s: &ReachSummary, against: Group| {
        let ratio = s.contrasts.iter().find(|c| c.against == against).and_then(|c| c.ratio.as_ref());
        bare_with_interval(&Style::number(2), &reading(ratio))
    };
    let row = |s: &ReachSummary| {
        let name = format!(
            "{}, {} min {}{}",
            work.shift_words(&s.cut.shift),
            s.cut.minutes,
            short_mode(s.cut.mode),
            s.cut.condition.phrase()
        );
        TableRow::new([name, ratio(s, Group::OtherDeprived), ratio(s, Group::Rest)])
    };
    Table {
        caption: "Good jobs that left-behind places reach, divided by those that the others reach (95 % intervals)"
            .into(),
        columns: vec![
            TableColumn::words("When, how, within"),
            TableColumn::numbers("Against other deprived", "ratio").explained_by(note),
            TableColumn::numbers("Against the rest", "ratio").explained_by(note),
        ],
        rows: work.summaries.iter().map(row).collect(),
        remark: Some("Below 1: left-behind places reach fewer. [x] where an interval touches nought.".into()),
    }
}

fn short_mode(mode: Mode) -> &'static str {
    match mode {
        Mode::PublicTransport => "by bus and train",
        Mode::Car => "by car",
        Mode::Cycle => "by bicycle",
        Mode::Walk => "on foot",
        Mode::CarMix => "as households have cars",
    }
}

fn cut_off(work: &WorkAnswer, notes: &mut Notes) -> Table {
    let note = methods::cut_off(notes, work);
    let people = Style::modelled_count(100.0);
    let row = |name: &str, f: &lynchpin_findings::work::CutOffFigure| {
        let share = reading(f.share.map(|i| i.scaled(100.0)).as_ref());
        let bounds = f
            .share_bounds
            .map_or_else(|| "[x]".to_owned(), |(low, high)| Style::percent().interval(100.0 * low, 100.0 * high));
        TableRow::new([
            name.to_owned(),
            Style::count().bare(f.areas as f64),
            Style::count().bare(f.areas_cut_off as f64),
            people.bare(f.working_age_cut_off),
            bare_with_interval(&Style::percent(), &share),
            bounds,
        ])
    };
    let mut rows: Vec<TableRow> = work.cut_off.groups.iter().map(|(g, f)| row(group_heading(*g), f)).collect();
    rows.push(row("Study area", &work.cut_off.study_area).strong());
    Table {
        caption: format!(
            "Cut off from good work: fewer than {} good jobs ({} % of the median) within reach",
            Style::modelled_count(JOB_STEP).bare(work.cut_off.line),
            100.0 * work.cut_off.rule.share_of_median
        ),
        columns: vec![
            TableColumn::words("Group"),
            TableColumn::numbers("Neighbourhoods", "").explained_by(note),
            TableColumn::numbers("Cut off", "").explained_by(note),
            TableColumn::numbers("Working-age residents cut off", "people").explained_by(note),
            TableColumn::numbers("Share of working-age residents", "%").explained_by(note),
            TableColumn::numbers("Share under the bounds of what jobs pay", "%").explained_by(note),
        ],
        rows,
        remark: None,
    }
}

fn worst(story: &Story<'_>, work: &WorkAnswer, note: NoteId) -> Table {
    let style = Style::modelled_count(JOB_STEP);
    let table = work.reach.iter().find(|t| t.cut == work.cut_off.rule.cut);
    let worst = table.map_or_else(Vec::new, |t| {
        worst_areas(t, work.working_age(story.tables), work.cut_off.rule.measure, WORST_SHOWN)
    });
    let rows = worst.iter().map(|w| {
        let (low, point, high) = w.value;
        let group = story.places.grouping.groups[w.area].map_or("not placed", group_heading);
        TableRow::new([
            story.tables.areas.names[w.area].clone(),
            group.to_owned(),
            bare_with_interval(&style, &Reading::between(point, low, high)),
            format!("{} to {}", w.place_range.0, w.place_range.1),
        ])
    });
    Table {
        caption: format!(
            "The {} neighbourhoods with the fewest good jobs within reach ({})",
            worst.len(),
            work.cut_off.rule.cut
        ),
        columns: vec![
            TableColumn::words("Neighbourhood"),
            TableColumn::words("Group"),
            TableColumn::numbers("Good jobs within reach (bounds of what they pay)", "jobs").explained_by(note),
            TableColumn::numbers("Place from the bottom that the bounds allow", "").explained_by(note),
        ],
        rows: rows.collect(),
        remark: Some(
            "Read the range of places, not the order: where ranges overlap, the data cannot tell which is worse off."
                .into(),
        ),
    }
}

fn by_industry(story: &Story<'_>, work: &WorkAnswer, notes: &mut Notes) -> Table {
    let note = methods::good_jobs(notes, work);
    let percent = Style::percent().decimals(0);
    let jobs = story.tables.jobs.as_ref();
    let name = |code: &str| {
        let at = jobs.and_then(|j| j.industries.iter().position(|i| i == code));
        at.and_then(|at| jobs?.industry_labels.get(at))
            .map_or_else(|| code.to_owned(), |label| format!("{code} {label}"))
    };
    let total = |code: &str| {
        let at = jobs.and_then(|j| j.industries.iter().position(|i| i == code));
        Reading::from(at.and_then(|at| Some(jobs?.counts.get(at)?.iter().sum())))
    };
    let rows = work.shares.industries.iter().map(|s| {
        let share = s
            .share
            .point
            .map_or(Reading::Missing, |p| Reading::between(100.0 * p, 100.0 * s.share.low, 100.0 * s.share.high));
        TableRow::new([name(&s.code), Style::count().cell(&total(&s.code)), bare_with_interval(&percent, &share)])
    });
    Table {
        caption: format!(
            "Share of jobs that pay £{:.2} an hour or more, with the bounds that published percentiles allow",
            work.floor.pounds_per_hour
        ),
        columns: vec![
            TableColumn::words("Industry"),
            TableColumn::numbers("Jobs in the data", "jobs").explained_by(note),
            TableColumn::numbers("Share at or above the wage", "%").explained_by(note),
        ],
        rows: rows.collect(),
        remark: None,
    }
}
