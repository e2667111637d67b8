//! What people say: polls and interviews by group of places.

use lynchpin_findings::disclosure::Verdict;
use lynchpin_findings::places::Group;
use lynchpin_findings::voices::poll::{PollFigure, QuestionAnswer, Weighting};
use lynchpin_findings::voices::themes::{Quote, SpeakerCount, Theme};
use lynchpin_findings::voices::{InterviewsAnswer, PollAnswer, VoicesAnswer};
use lynchpin_pack::tables::Direction;

use super::shared::{bare_with_interval, group_heading, source_line};
use super::voices_notes;
use crate::charts::{Chart, ChartRow, Mark};
use crate::numbers::{MARKERS, Reading, Style};
use crate::report::{Block, NoteId, Notes, Section, Text};
use crate::table::{Table, TableColumn, TableRow};

/// The section of the report.
pub(super) fn section(answer: &VoicesAnswer, notes: &mut Notes) -> Section {
    let mut blocks = Vec::new();
    for poll in &answer.polls {
        let note = voices_notes::poll(notes, poll, answer);
        let model = poll.model.is_some().then(|| voices_notes::model(notes, poll));
        blocks.push(Block::Heading(poll.label.clone()));
        blocks.push(Block::Paragraph(poll_words(poll).as_str().into()));
        blocks.extend(poll.questions.iter().map(|q| Block::Chart(Box::new(chart(poll, q)), note)));
        blocks.push(Block::Table(poll_table(poll, Some(note), model)));
        let tests: Vec<Text> = poll.questions.iter().flat_map(test_words).map(|w| w.as_str().into()).collect();
        if !tests.is_empty() {
            blocks.push(Block::List(tests));
        }
    }
    if let Some(interviews) = &answer.interviews {
        let note = voices_notes::interviews(notes, interviews, answer);
        blocks.push(Block::Heading("Interviews".into()));
        blocks.push(Block::Paragraph(interview_words(interviews).as_str().into()));
        blocks.push(Block::Table(theme_table(interviews, Some(note))));
        blocks.extend(quotes(interviews));
        blocks.push(agreement(interviews, notes));
    }
    Section { id: "voices".into(), heading: "What people say".into(), blocks, new_page: true }
}

/// The tables of the answer for the terminal.
pub fn voices_tables(answer: &VoicesAnswer) -> Vec<Table> {
    let mut tables: Vec<Table> = answer.polls.iter().map(|poll| poll_table(poll, None, None)).collect();
    if let Some(interviews) = &answer.interviews {
        tables.push(theme_table(interviews, None));
        tables.extend(agreement_table(interviews, None));
    }
    tables
}

/// The answer in sentences.
pub fn voices_headline(answer: &VoicesAnswer) -> String {
    let polls = answer.polls.iter().map(|poll| format!("{}: {}", poll.label, poll_words(poll)));
    let interviews = answer.interviews.iter().map(interview_words);
    let tests = answer.polls.iter().flat_map(|poll| poll.questions.iter().flat_map(test_words));
    polls.chain(interviews).chain(tests).collect::<Vec<_>>().join("\n")
}

fn poll_words(poll: &PollAnswer) -> String {
    let weighting = match &poll.weighting {
        Weighting::AsGiven => {
            "Responses count as the poll gives them: no margins of the population are known.".to_owned()
        }
        Weighting::PostStratified(by) => format!("They are weighted to the population by {} together.", listed(by)),
        Weighting::Raked(by) => format!("They are raked to the population’s margins by {}.", listed(by)),
    };
    let count = Style::count();
    let unplaced = match poll.unplaced {
        0 => String::new(),
        _ => " Respondents of no known group count in the study area alone.".to_owned(),
    };
    let model = match (&poll.model, &poll.model_missing) {
        (Some(words), _) => format!(
            " Modelled shares carry the answers to everybody by who lives where, which steadies small groups: their answers are pulled towards the others. {words}"
        ),
        (None, Some(missing)) => format!(" Nothing is modelled: {missing}"),
        (None, None) => String::new(),
    };
    format!(
        "{} respondents, worth {} with equal weights. {weighting} {}{unplaced}{model}{}",
        count.bare(poll.respondents as f64),
        count.bare(poll.effective),
        poll.places_words,
        disagreement(poll)
    )
}

/// A warning where the chains of a model do not agree.
fn disagreement(poll: &PollAnswer) -> String {
    let torn = |q: &&QuestionAnswer| q.modelled.as_ref().is_some_and(|m| m.r_hat > 1.05);
    let torn: Vec<String> = poll.questions.iter().filter(torn).map(|q| format!("“{}”", q.label)).collect();
    if torn.is_empty() {
        String::new()
    } else {
        format!(" Do not rely on what is modelled of {}: its chains do not agree.", listed(&torn))
    }
}

/// The modelled share of a group, or of all, as a percentage.
fn modelled_reading(question: &QuestionAnswer, group: Option<Group>) -> Reading {
    let Some(modelled) = &question.modelled else { return Reading::Missing };
    let share = match group {
        None => Some(modelled.study_area),
        Some(group) => modelled.groups.iter().find(|(g, _)| *g == group).and_then(|(_, m)| m.share),
    };
    share.map_or(Reading::Missing, |i| Reading::between(100.0 * i.estimate, 100.0 * i.low, 100.0 * i.high))
}

fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.replace('_', " "),
        [most @ .., last] => format!("{} and {}", most.join(", ").replace('_', " "), last.replace('_', " ")),
    }
}

/// The share as a percentage: withheld, missing, or with its interval.
pub(super) fn share_reading(figure: Option<&PollFigure>) -> Reading {
    let Some(figure) = figure else { return Reading::Missing };
    match (figure.verdict, &figure.share) {
        (Some(Verdict::TooFew | Verdict::WouldTell), _) => Reading::Suppressed,
        (_, Some(i)) => Reading::between(100.0 * i.estimate, 100.0 * i.low, 100.0 * i.high),
        (_, None) => Reading::Missing,
    }
}

fn chart(poll: &PollAnswer, question: &QuestionAnswer) -> Chart {
    let two = question.modelled.is_some();
    let row = |label: &str, figure: Option<&PollFigure>, group: Option<Group>| ChartRow {
        label: label.into(),
        readings: std::iter::once(share_reading(figure))
            .chain(two.then(|| modelled_reading(question, group)))
            .collect(),
        strong: group == Some(Group::LeftBehind),
    };
    let mut rows: Vec<ChartRow> =
        Group::ALL.map(|g| row(group_heading(g), question.group(g), Some(g))).into_iter().collect();
    rows.push(row("Study area", Some(&question.study_area), None));
    Chart {
        id: format!("chart-{}-{}", poll.id, question.id),
        title: format!("Residents who {}", question.label),
        description: format!(
            "Weighted share of respondents who {}, by group of places, with 95 % intervals.",
            question.label
        ),
        measure: "Share who say so".into(),
        style: Style::percent().decimals(0),
        direction: Direction::Neutral,
        mark: Mark::Bar,
        series: if two { vec!["Respondents, weighted".into(), "Modelled".into()] } else { Vec::new() },
        rows,
        reference: None,
        from_zero: true,
        source: source_line(&poll.sources.iter().collect::<Vec<_>>()),
    }
}

fn poll_table(poll: &PollAnswer, note: Option<NoteId>, model: Option<NoteId>) -> Table {
    let number = |title: &str, unit: &str| explained(TableColumn::numbers(title, unit), note);
    let style = Style::percent().decimals(0);
    let mut rows = Vec::new();
    for question in &poll.questions {
        let groups = question.groups.iter().map(|(group, figure)| (group_heading(*group), figure, Some(*group)));
        for (name, figure, group) in groups.chain([("Study area", &question.study_area, None)]) {
            let count = |value: Option<f64>, style: &Style| match figure.verdict {
                Some(Verdict::TooFew | Verdict::WouldTell) => style.cell(&Reading::Suppressed),
                _ => style.cell(&Reading::from(value)),
            };
            let reading = share_reading(Some(figure));
            let interval = reading.interval().map_or_else(String::new, |(low, high)| style.interval(low, high));
            rows.push(TableRow::new([
                question.label.clone(),
                name.to_owned(),
                style.cell(&reading),
                interval,
                count(figure.respondents, &Style::count()),
                count(figure.effective, &Style::count()),
                count(figure.design_effect, &Style::number(2)),
                bare_with_interval(&style, &modelled_reading(question, group)),
                pulled(question, group),
            ]));
        }
    }
    Table {
        caption: format!("{}: weighted shares with 95 % intervals", poll.label),
        columns: vec![
            TableColumn::words("Residents who …"),
            TableColumn::words("Places"),
            number("Share", "%"),
            number("95 % interval", "%"),
            number("Respondents", "people"),
            number("Effective number", "people"),
            number("Design effect", "ratio"),
            explained(TableColumn::numbers("Modelled", "%"), model.or(note)),
            explained(TableColumn::numbers("Pulled towards others: group / areas", "%"), model.or(note)),
        ],
        rows,
        remark: Some(MARKERS.into()),
    }
}

/// How far the answers of a group are pulled: its own intercept, and its areas.
fn pulled(question: &QuestionAnswer, group: Option<Group>) -> String {
    let found = question.modelled.as_ref().zip(group);
    let found = found.and_then(|(modelled, group)| modelled.groups.iter().find(|(g, _)| *g == group));
    let Some((_, modelled)) = found else { return String::new() };
    let style = Style::percent().decimals(0);
    let areas = modelled.pulled.areas.map_or_else(String::new, |areas| format!(" / {}", style.bare(100.0 * areas)));
    format!("{}{areas}", style.bare(100.0 * modelled.pulled.group))
}

/// What the tests of groups say, in sentences.
fn test_words(question: &QuestionAnswer) -> Vec<String> {
    let points = Style::number(0);
    let words = |(against, test): &(Group, lynchpin_findings::voices::share::GroupTest)| {
        let difference = test.difference.scaled(100.0);
        let verdict = if test.p < 0.05 { "more than chance would often give" } else { "no more than chance may give" };
        let p = if test.p < 0.001 { "p < 0.001".to_owned() } else { format!("p = {:.3}", test.p) };
        format!(
            "Those who {}: left behind less {} is {} percentage points ({}), {verdict} ({p}).",
            question.label,
            group_heading(*against).to_lowercase(),
            points.bare(difference.estimate),
            points.interval(difference.low, difference.high)
        )
    };
    question.tests.iter().map(words).collect()
}

fn interview_words(interviews: &InterviewsAnswer) -> String {
    let left_out = match interviews.without_consent {
        0 => "Everybody consented to take part.".to_owned(),
        1 => "One person did not consent and is left out.".to_owned(),
        more => format!("{more} people did not consent and are left out."),
    };
    let documents = match interviews.interviews_left_out {
        0 => String::new(),
        one => format!(" Interviews not used, for want of consent or of a speaker: {one}."),
    };
    let quotes = match interviews.quotes_without_consent {
        0 => String::new(),
        many => format!(" Passages not quoted, for want of consent to be quoted: {many}."),
    };
    format!(
        "{} people spoke in interviews. {left_out}{documents}{quotes} {} They were chosen to be heard, not to stand for everybody: numbers say how many raised a \
         theme, not how many hold a view.",
        interviews.speakers, interviews.places_words
    )
}

fn speakers(count: &SpeakerCount) -> String {
    match count.speakers {
        Some(speakers) => Style::count().bare(speakers),
        None => Style::count().cell(&Reading::Suppressed),
    }
}

fn theme_table(interviews: &InterviewsAnswer, note: Option<NoteId>) -> Table {
    let cells = |name: String, groups: &[(Group, SpeakerCount)], all: String| {
        let mut cells = vec![name];
        cells.extend(groups.iter().map(|(_, count)| speakers(count)));
        cells.push(all);
        TableRow::new(cells)
    };
    let all = Style::count().bare(interviews.speakers as f64);
    let mut rows = vec![cells("All speakers".into(), &interviews.groups, all).strong()];
    let name = |theme: &Theme| format!("{}{}", "– ".repeat(theme.depth), theme.name);
    rows.extend(interviews.themes.iter().map(|theme| cells(name(theme), &theme.groups, speakers(&theme.all))));
    let mut columns = vec![TableColumn::words("Theme")];
    columns.extend(Group::ALL.map(|g| explained(TableColumn::numbers(group_heading(g), "speakers"), note)));
    columns.push(explained(TableColumn::numbers("All", "speakers"), note));
    Table {
        caption: "Speakers who raised each theme".into(),
        columns,
        rows,
        remark: Some(format!("{MARKERS} A theme counts with those below it (–).")),
    }
}

/// Quotes by theme: those of one theme under its name.
fn quotes(interviews: &InterviewsAnswer) -> Vec<Block> {
    let mut blocks = Vec::new();
    for theme in &interviews.themes {
        let of_theme = interviews.quotes.iter().filter(|quote| quote.theme == theme.name);
        let said: Vec<Text> = of_theme.map(quote_text).collect();
        if !said.is_empty() {
            blocks.push(Block::Paragraph(Text::default().strong(&theme.name)));
            blocks.push(Block::List(said));
        }
    }
    blocks
}

fn quote_text(quote: &Quote) -> Text {
    let place = quote.group.map(|group| group_heading(group).to_lowercase());
    let who: Vec<String> = place.into_iter().chain(quote.speaker.iter().cloned()).collect();
    let by = if who.is_empty() { String::new() } else { format!(" ({})", who.join(", ")) };
    Text::new(&format!("“{}”{by}", quote.words))
}

fn agreement(interviews: &InterviewsAnswer, notes: &mut Notes) -> Block {
    let note = voices_notes::agreement(notes);
    match agreement_table(interviews, Some(note)) {
        Some(table) => Block::Table(table),
        None => Block::Paragraph(
            "No two coders read the same interviews, so it cannot be said how far coders would agree on the themes."
                .into(),
        ),
    }
}

fn agreement_table(interviews: &InterviewsAnswer, note: Option<NoteId>) -> Option<Table> {
    let style = Style::number(2);
    let rows: Vec<TableRow> = interviews
        .agreement
        .iter()
        .chain(&interviews.ratings)
        .map(|a| {
            let reading = Reading::between(a.alpha.estimate, a.alpha.low, a.alpha.high);
            TableRow::new([a.code.clone(), style.reading(&reading), Style::count().bare(a.units as f64)])
        })
        .collect();
    (!rows.is_empty()).then(|| Table {
        caption: "How far coders agree beyond chance: Krippendorff’s alpha, with a 95 % interval".into(),
        columns: vec![
            TableColumn::words("Theme"),
            explained(TableColumn::numbers("Alpha", "1 is full agreement, 0 is chance"), note),
            explained(TableColumn::numbers("Units read by two or more", "units"), note),
        ],
        rows,
        remark: Some("Krippendorff relies on 0.8 and above, and draws tentative conclusions from 0.667.".into()),
    })
}

fn explained(column: TableColumn, note: Option<NoteId>) -> TableColumn {
    match note {
        Some(note) => column.explained_by(note),
        None => column,
    }
}
