//! What stands in the way of good work, by group, on a map and place by place.

mod data;
mod figures;

use lynchpin_findings::barriers::{AreaBarriers, Barrier, BarriersAnswer, Binding, Uncertainty};
use lynchpin_findings::places::Group;
use lynchpin_pack::tables::{Direction, Provenance};

use self::figures::{figures_table, parts_chart};
use super::methods::source;
use super::page::Story;
use super::shared::{group_heading, neighbourhoods, source_line};
use crate::maps::{Classes, Map};
use crate::numbers::{Reading, Style};
use crate::report::{Block, Callout, Method, NoteId, Notes, Section, Text, Tone};
use crate::table::{Table, TableColumn, TableRow};

pub(super) use data::data_tables;

/// What the figures do not mean, said wherever they are shown.
const SAYS_NOT: &str = "The parts are modelled and describe: they share a difference out, they do not say what caused it. They depend on the benchmark, and on taking \
     what holds people back as independent within a neighbourhood. Relaxing a barrier on paper is not the effect of a policy: a new bus or nursery changes \
     other things too.";

/// The section of the report.
pub(super) fn section(story: &Story<'_>, found: Result<&BarriersAnswer, &str>, notes: &mut Notes) -> Section {
    let blocks = match found {
        Ok(answer) => told(story, answer, notes),
        Err(why) => {
            vec![Block::Paragraph(format!("Nothing can be said of what stands in the way: {why}").as_str().into())]
        }
    };
    Section { id: "barriers".into(), heading: "What stands in the way".into(), blocks, new_page: found.is_ok() }
}

fn told(story: &Story<'_>, answer: &BarriersAnswer, notes: &mut Notes) -> Vec<Block> {
    let note = note(story, answer, notes);
    let mut blocks = vec![
        Block::Paragraph(Text::default().strong(&headline(answer))),
        Block::Callout(Callout {
            tone: Tone::Note,
            title: "What these parts do not mean".into(),
            text: SAYS_NOT.into(),
        }),
        Block::Paragraph(measured(answer).as_str().into()),
    ];
    blocks.extend(missing(answer));
    blocks.push(Block::Chart(Box::new(parts_chart(answer, &sources_line(story))), note));
    blocks.push(Block::Table(figures_table(answer, &groups(answer), Some(note))));
    blocks.extend(map(story, answer, note));
    blocks.push(Block::Table(counts(story, answer, note)));
    blocks
}

/// What stands in the way in a place that has a page.
pub(super) fn place_section(story: &Story<'_>, code: &str, name: &str, notes: &mut Notes) -> Option<Section> {
    let answer = story.barriers?.ok()?;
    let found = answer.place(code)?;
    let note = note(story, answer, notes);
    let rows = vec![(name.to_owned(), Some(found)), ("Study area".to_owned(), answer.study_area.as_ref())];
    let mut blocks = vec![
        Block::Paragraph(Text::default().strong(&answer.sentence(name, found))),
        Block::Table(figures_table(answer, &rows, Some(note))),
    ];
    blocks.extend(missing(answer));
    blocks.push(Block::Paragraph(SAYS_NOT.into()));
    Some(Section {
        id: "barriers".into(),
        heading: format!("What stands in the way in {name}"),
        blocks,
        new_page: false,
    })
}

/// The answer as tables for the terminal: groups, then places asked for.
pub fn barriers_tables(answer: &BarriersAnswer, places: &[(String, String)]) -> Vec<Table> {
    let mut rows = groups(answer);
    rows.extend(places.iter().map(|(code, name)| (name.clone(), answer.place(code))));
    vec![figures_table(answer, &rows, None)]
}

/// The answer in sentences, with what could not be measured and what it does not mean.
pub fn barriers_headline(answer: &BarriersAnswer, places: &[(String, String)]) -> String {
    let mut lines = vec![headline(answer)];
    lines.extend(places.iter().filter_map(|(code, name)| Some(answer.sentence(name, answer.place(code)?))));
    lines.push(measured(answer));
    lines.extend(
        answer.missing.iter().map(|(barrier, why)| format!("{} could not be measured: {why}", barrier.label())),
    );
    lines.push(SAYS_NOT.to_owned());
    lines.join("\n")
}

/// Left-behind places, or, where there are none, the study area in words.
fn headline(answer: &BarriersAnswer) -> String {
    let left =
        answer.groups.iter().find(|(group, _)| *group == Group::LeftBehind).and_then(|(_, found)| found.as_ref());
    match (left, &answer.study_area) {
        (Some(found), _) => answer.sentence("left-behind places", found),
        (None, Some(found)) => answer.sentence("the study area", found),
        (None, None) => "Nothing is known of what stands in the way.".into(),
    }
}

fn groups(answer: &BarriersAnswer) -> Vec<(String, Option<&AreaBarriers>)> {
    let groups = answer.groups.iter().map(|(group, found)| (group_heading(*group).to_owned(), found.as_ref()));
    groups.chain([("Study area".to_owned(), answer.study_area.as_ref())]).collect()
}

/// What was measured, against what, on what travel.
fn measured(answer: &BarriersAnswer) -> String {
    let relaxed: Vec<String> =
        answer.measured.iter().map(|b| format!("{} ({})", b.label().to_lowercase(), b.relaxed())).collect();
    let travel = answer.travel.as_ref().map_or_else(
        || "Nothing is known of travel: everybody is taken to reach every job of the study area.".to_owned(),
        |cut| format!("Jobs count within {} minutes, {} shift.", cut.minutes, cut.shift),
    );
    let seekers = if answer.stand_in {
        " The pack does not count unemployed residents: all working-age residents stand for jobseekers."
    } else {
        ""
    };
    format!(
        "Benchmark: {}. {travel}{seekers} Relaxing a barrier gives an area what the benchmark has: {}.",
        answer.benchmark.words(),
        relaxed.join("; ")
    )
}

fn missing(answer: &BarriersAnswer) -> Option<Block> {
    let line =
        |(barrier, why): &(Barrier, String)| Text::default().strong(&format!("{}: ", barrier.label())).plain(why);
    (!answer.missing.is_empty()).then(|| {
        let mut text = Text::new("These barriers could not be measured and are left out. ");
        for spans in answer.missing.iter().map(line) {
            text.spans.extend(spans.spans);
            text = text.plain(" ");
        }
        Block::Callout(Callout { tone: Tone::Warning, title: "What is missing".into(), text })
    })
}

/// Kinds on the map and in the table of counts: every barrier, so that each looks the same in every report, then undecided, then none.
fn kinds() -> Vec<String> {
    let named = Barrier::ALL.iter().map(|b| b.label().to_owned());
    named.chain(["The data cannot tell".into(), "None of these".into()]).collect()
}

fn kind_of(found: &AreaBarriers) -> usize {
    match &found.binding {
        Binding::Firm { barrier } => *barrier as usize,
        Binding::Undecided { .. } => Barrier::ALL.len(),
        Binding::Nothing => Barrier::ALL.len() + 1,
    }
}

fn map(story: &Story<'_>, answer: &BarriersAnswer, note: NoteId) -> Option<Block> {
    let reading = |found: &Option<AreaBarriers>| {
        found.as_ref().map_or(Reading::Missing, |found| Reading::of(kind_of(found) as f64))
    };
    let grouping = &story.places.grouping;
    let map = Map {
        id: "map-barriers".into(),
        title: "What stands most in the way of good work".into(),
        description: "The barrier with the largest part of each neighbourhood's gap to the benchmark, where its rank is firm. Left-behind neighbourhoods \
                      have a heavy outline."
            .into(),
        measure: "Binding barrier".into(),
        style: Style::count(),
        direction: Direction::Neutral,
        classes: Classes::Kinds(kinds()),
        outlines: story.outlines.clone()?,
        readings: answer.areas.iter().map(reading).collect(),
        picked_out: Some((
            "left behind".into(),
            grouping.groups.iter().map(|g| *g == Some(Group::LeftBehind)).collect(),
        )),
        source: sources_line(story),
    };
    Some(Block::Map(Box::new(map), note))
}

/// How many neighbourhoods of each group each barrier binds.
fn counts(story: &Story<'_>, answer: &BarriersAnswer, note: NoteId) -> Table {
    let groups = &story.places.grouping.groups;
    let count = |kind: usize, of: Option<Group>| {
        let found = answer.areas.iter().zip(groups).filter(|(_, group)| of.is_none() || **group == of);
        let bound = found.filter(|(found, _)| found.as_ref().is_some_and(|found| kind_of(found) == kind)).count();
        Style::count().bare(bound as f64)
    };
    let row = |(kind, label): (usize, String)| {
        let cells = Group::ALL.map(|group| count(kind, Some(group)));
        TableRow::new(std::iter::once(label).chain(cells).chain([count(kind, None)]))
    };
    let number = |title: &str| TableColumn::numbers(title, "").explained_by(note);
    let mut columns = vec![TableColumn::words("Binding barrier")];
    columns.extend(Group::ALL.map(|group| number(group_heading(group))));
    columns.push(number("Study area"));
    let unmeasured = |kind: usize| Barrier::ALL.get(kind).is_some_and(|barrier| !answer.measured.contains(barrier));
    let shown = kinds().into_iter().enumerate().filter(|(kind, _)| !unmeasured(*kind));
    let told = answer.areas.iter().flatten().count();
    let few = if answer.withheld > 0 {
        format!(" {} have too few jobseekers to be told.", neighbourhoods(answer.withheld))
    } else {
        String::new()
    };
    Table {
        caption: format!("What stands most in the way, {}", neighbourhoods(told)),
        columns,
        rows: shown.map(row).collect(),
        remark: Some(format!(
            "Of {} in all; where something measured is not known of one, it is left out.{few}",
            neighbourhoods(answer.areas.len())
        )),
    }
}

/// Tables that the answer rests on besides jobs and reach.
fn provenances<'a>(story: &'a Story<'_>) -> Vec<&'a Provenance> {
    let mut all: Vec<&Provenance> = Vec::new();
    let work = story.work.into_iter().flat_map(|work| work.sources.iter().chain(&work.network_sources));
    let without_work = story.tables.jobs.iter().filter(|_| story.work.is_none()).map(|jobs| &jobs.provenance);
    let residents = lynchpin_findings::barriers::conditions::COLUMNS;
    let residents = residents.iter().filter_map(|name| story.tables.residents.provenance.get(*name));
    for provenance in work.chain(without_work).chain(residents) {
        if !all.contains(&provenance) {
            all.push(provenance);
        }
    }
    all
}

fn sources_line(story: &Story<'_>) -> String {
    source_line(&provenances(story))
}

fn note(story: &Story<'_>, answer: &BarriersAnswer, notes: &mut Notes) -> NoteId {
    let sources = provenances(story).into_iter().map(|p| source(notes, p)).collect();
    let interval = match answer.uncertainty {
        Uncertainty::Draws => format!(
            "95 %, percentiles of {} seeded draws from the sampling error of the rates of good jobs. Counts of a census have none. The error of the model \
             itself is not in it.",
            answer.draws
        ),
        Uncertainty::Bounds => {
            "From the lowest to the highest share of good jobs that published pay allows. It is no sampling interval; counts of a census have none.".into()
        }
    };
    notes.method(Method {
        title: "Parts of barriers in the gap".into(),
        method: "Good jobs open to an area's residents for each jobseeker, under its own conditions and with some barriers as in the benchmark. The part of a \
                 barrier is its Shapley value: what relaxing it adds, on average over every order in which barriers can be relaxed. Parts add up to the gap; \
                 a negative part means that the area is better off than the benchmark. Parts of a group are means over its jobseekers. A barrier binds where its \
                 part is the largest, and more than 2 % of what the benchmark has, in at least 90 % of the draws (under bounds: in every case)."
            .into(),
        formula: Some(
            "G = Σ_m share_m · jobs_m · after drop-off_m · (Σ_s level_ms · qualified_s · good_ms) · work pays · healthy; m with or without a car, s skill \
             levels 1 to 4; part_j = Σ_S |S|!(k−|S|−1)!/k! · [G(S ∪ j) − G(S)]"
                .into(),
        ),
        unit: answer.unit().into(),
        interval: Some(interval),
        says_not: Some(SAYS_NOT.into()),
        own_default: true,
        sources,
    })
}
