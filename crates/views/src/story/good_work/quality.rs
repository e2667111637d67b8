//! The dimensions of good work: text, chart, map and tables.

use lynchpin_findings::Interval;
use lynchpin_findings::places::Group;
use lynchpin_findings::work::quality::{Conjunction, QualityAnswer, SetFigures, Validation};
use lynchpin_pack::tables::{Direction, JobQuality};

use super::super::page::Story;
use super::super::shared::{bare_with_interval, group_heading, reading, source_line};
use super::notes;
use crate::charts::{Chart, ChartRow, Mark};
use crate::maps::{Classes, Map};
use crate::numbers::{Reading, Style};
use crate::report::{Block, NoteId, Notes, Text};
use crate::table::{Table, TableColumn, TableRow};

/// Text, chart, map and tables of the dimensions.
pub(super) fn blocks(story: &Story<'_>, answer: &QualityAnswer, notes: &mut Notes) -> Vec<Block> {
    let note = notes::rates(notes, answer);
    let mut blocks = vec![Block::Paragraph(lead(answer, note))];
    if !answer.held_by_group.is_empty() {
        blocks.push(Block::Chart(Box::new(chart(answer)), note));
    }
    blocks.extend(map(story, answer, note));
    blocks.push(Block::Table(by_group(answer, Some(note))));
    blocks.extend(all_at_once(answer, Some(notes::all_at_once(notes, answer))).map(Block::Table));
    blocks.extend(validation(answer, Some(notes::validation(notes, answer))).map(Block::Table));
    blocks
}

/// A rate as a percentage.
pub(super) fn percent(rate: Option<&Interval>) -> Reading {
    reading(rate.map(|rate| rate.scaled(100.0)).as_ref())
}

fn whole() -> Style {
    Style::percent().decimals(0)
}

/// Position of the dimension that leads: the joint rate where there is one, else the first.
pub(super) fn leading(answer: &QualityAnswer) -> usize {
    answer.dimensions.iter().position(|d| d.id == JobQuality::ALL_AT_ONCE).unwrap_or(0)
}

/// What the leading dimension asks of a job, in words after "a job that".
pub(super) fn leading_words(answer: &QualityAnswer) -> String {
    let dimension = &answer.dimensions[leading(answer)];
    match (&answer.wage, dimension.id.as_str()) {
        (_, JobQuality::ALL_AT_ONCE) => "is good on all six dimensions at once".into(),
        (Some(wage), "pay") => format!("pays £{:.2} an hour or more ({})", wage.pounds_per_hour, wage.label),
        _ => format!("is good on {}", dimension.label.to_lowercase()),
    }
}

fn of_group(answer: &QualityAnswer, group: Group) -> Option<&SetFigures> {
    answer.held_by_group.iter().find(|(g, _)| *g == group).map(|(_, figures)| figures)
}

fn lead(answer: &QualityAnswer, note: NoteId) -> Text {
    let at = leading(answer);
    let figure = |text: Text, figures: &SetFigures| text.figure(&percent(figures.rates[at].as_ref()), &whole(), note);
    let mut text = Text::default();
    if let Some(all) = &answer.held_by_all {
        text = figure(text.plain("Of residents in work, "), all);
        text = text.plain(&format!(" hold a job that {}", leading_words(answer)));
        if let Some(left) = of_group(answer, Group::LeftBehind) {
            text = figure(text.plain("; in left-behind neighbourhoods, "), left);
        }
        text = text.plain(". ");
    }
    if let Some(all) = &answer.offered_by_all {
        text = text.plain(&format!("At the workplaces, a job that {} makes up ", leading_words(answer)));
        text = figure(text, all).plain(" of jobs. ");
    }
    text.plain("All of it is modelled from the mix of jobs.")
}

/// The same as plain words; `None` where there is nothing to say.
pub(super) fn headline(answer: &QualityAnswer) -> Option<String> {
    let at = leading(answer);
    let show = |figures: &SetFigures| whole().reading(&percent(figures.rates[at].as_ref()));
    let held = answer.held_by_all.as_ref().map(|all| {
        let left = of_group(answer, Group::LeftBehind)
            .map_or_else(String::new, |left| format!("; in left-behind neighbourhoods {}", show(left)));
        format!("Of residents in work, {} hold a job that {}{left} (modelled).", show(all), leading_words(answer))
    });
    let offered = answer.offered_by_all.as_ref().map(|all| {
        format!("At the workplaces, a job that {} makes up {} of jobs (modelled).", leading_words(answer), show(all))
    });
    let parts: Vec<String> = held.into_iter().chain(offered).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

fn chart(answer: &QualityAnswer) -> Chart {
    let of = |figures: &SetFigures, at: usize| percent(figures.rates[at].as_ref());
    let rows = answer.dimensions.iter().enumerate().map(|(at, dimension)| ChartRow {
        label: dimension.label.clone(),
        readings: answer.held_by_group.iter().map(|(_, figures)| of(figures, at)).collect(),
        strong: at == leading(answer),
    });
    Chart {
        id: "chart-good-work".into(),
        title: "Good work held by residents, by dimension".into(),
        description: "Share of residents in work whose job meets each dimension of good work, by group of neighbourhoods, modelled.".into(),
        measure: "Share of residents in work".into(),
        style: Style::percent(),
        direction: Direction::HigherIsBetter,
        mark: Mark::Dot,
        series: answer.held_by_group.iter().map(|(group, _)| group_heading(*group).to_owned()).collect(),
        rows: rows.collect(),
        reference: None,
        from_zero: true,
        source: source_line(&answer.sources.iter().collect::<Vec<_>>()),
    }
}

fn map(story: &Story<'_>, answer: &QualityAnswer, note: NoteId) -> Option<Block> {
    let side = answer.held.as_ref()?;
    let at = leading(answer);
    let grouping = &story.places.grouping;
    let readings = side.rates(at).iter().map(|rate| percent(rate.as_ref())).collect();
    let map = Map {
        id: "map-good-work".into(),
        title: "Good work held by residents".into(),
        description: format!(
            "Share of residents in work who hold a job that {}, modelled. Left-behind neighbourhoods have a heavy outline.",
            leading_words(answer)
        ),
        measure: "Share of residents in work".into(),
        style: Style::percent().decimals(0),
        direction: Direction::HigherIsBetter,
        classes: Classes::Quantiles(5),
        outlines: story.outlines.clone()?,
        readings,
        picked_out: Some((
            "left behind".into(),
            grouping.groups.iter().map(|g| *g == Some(Group::LeftBehind)).collect(),
        )),
        source: source_line(&answer.sources.iter().collect::<Vec<_>>()),
    };
    Some(Block::Map(Box::new(map), note))
}

/// Columns of figures: the groups of residents, all residents, all workplaces; those that there are.
fn columns(answer: &QualityAnswer) -> Vec<(String, &SetFigures)> {
    let groups = answer.held_by_group.iter().map(|(group, figures)| (group_heading(*group).to_owned(), figures));
    let all = answer.held_by_all.iter().map(|figures| ("All residents in work".to_owned(), figures));
    let offered_heading = |group: &Group| format!("Jobs in {}", group.label());
    // Where residents are not known, workplaces by group take their place.
    let by_group = answer.offered_by_group.iter().filter(|_| answer.held_by_all.is_none());
    let offered = by_group.map(|(group, figures)| (offered_heading(group), figures));
    let workplaces = answer.offered_by_all.iter().map(|figures| ("Jobs at the workplaces".to_owned(), figures));
    groups.chain(all).chain(offered).chain(workplaces).collect()
}

fn heads(answer: &QualityAnswer, first: &str, unit: &str, note: Option<NoteId>) -> Vec<TableColumn> {
    let mut heads = vec![TableColumn::words(first)];
    heads.extend(columns(answer).iter().map(|(heading, _)| explained(TableColumn::numbers(heading, unit), note)));
    heads
}

pub(super) fn explained(column: TableColumn, note: Option<NoteId>) -> TableColumn {
    match note {
        Some(note) => column.explained_by(note),
        None => column,
    }
}

/// Every dimension, by group, with intervals.
pub(super) fn by_group(answer: &QualityAnswer, note: Option<NoteId>) -> Table {
    let row = |(at, dimension): (usize, &lynchpin_findings::work::quality::Dimension)| {
        let name = match &answer.wage {
            Some(wage) if dimension.from_pay => format!("Pay (£{:.2} an hour or more)", wage.pounds_per_hour),
            _ => dimension.label.clone(),
        };
        let cells = columns(answer)
            .into_iter()
            .map(|(_, figures)| bare_with_interval(&Style::percent(), &percent(figures.rates[at].as_ref())));
        TableRow::new(std::iter::once(name).chain(cells))
    };
    let mut rows: Vec<TableRow> = answer.dimensions.iter().enumerate().map(row).collect();
    let people = columns(answer).into_iter().map(|(_, figures)| Style::modelled_count(10.0).bare(figures.people));
    rows.push(TableRow::new(std::iter::once("In work, or jobs (number)".to_owned()).chain(people)));
    Table {
        caption:
            "Share of residents in work, and of jobs, that meet each dimension of good work (modelled, 95 % intervals)"
                .into(),
        columns: heads(answer, "Dimension", "%", note),
        rows,
        remark: None,
    }
}

/// Bounds of meeting every dimension; `None` with fewer than two dimensions.
pub(super) fn all_at_once(answer: &QualityAnswer, note: Option<NoteId>) -> Option<Table> {
    let columns = columns(answer);
    let found: Vec<Option<&Conjunction>> = columns.iter().map(|(_, figures)| figures.all_at_once.as_ref()).collect();
    let dimensions = found.iter().flatten().next()?.dimensions;
    let row = |name: &str, of: &dyn Fn(&Conjunction) -> Option<Interval>| {
        let cells = found.iter().map(|found| {
            let figure = found.and_then(of);
            bare_with_interval(&Style::percent(), &percent(figure.as_ref()))
        });
        TableRow::new(std::iter::once(name.to_owned()).chain(cells))
    };
    let mut rows = vec![row("At least", &|c| Some(c.low)), row("At most", &|c| Some(c.high))];
    let joint = found.iter().flatten().any(|c| c.point.is_some());
    if joint {
        rows.push(row("As the survey's joint rate has it", &|c| c.point).strong());
    }
    Some(Table {
        caption: format!(
            "Share of jobs that meet {} of the dimensions at once: what the separate rates allow",
            in_words(dimensions)
        ),
        columns: heads(answer, "Share", "%", note),
        rows,
        remark: (!joint).then(|| "The data give no joint rate, so no point is given.".to_owned()),
    })
}

fn in_words(dimensions: usize) -> String {
    if dimensions == 6 { "all six".into() } else { format!("all {dimensions} known") }
}

/// How well districts are predicted; `None` without direct estimates.
pub(super) fn validation(answer: &QualityAnswer, note: Option<NoteId>) -> Option<Table> {
    let points = Style::number(1);
    let row = |found: &Validation| {
        TableRow::new([
            answer.dimensions[found.dimension].label.clone(),
            found.rows.len().to_string(),
            points.bare(found.mean_absolute_error),
            points.bare(found.sampling_part),
            points.bare(found.bias),
            format!("{} of {}", found.covered, found.rows.len()),
        ])
    };
    let number = |heading: &str, unit: &str| explained(TableColumn::numbers(heading, unit), note);
    (!answer.validations.is_empty()).then(|| Table {
        caption: "Is the model any good? Districts predicted from their mix of jobs, beside their direct estimates"
            .into(),
        columns: vec![
            TableColumn::words("Dimension"),
            number("Districts", ""),
            number("Mean absolute error", "points"),
            number("of which sampling would make", "points"),
            number("Bias", "points"),
            number("Within the 95 % interval", "districts"),
        ],
        rows: answer.validations.iter().map(row).collect(),
        remark: None,
    })
}
