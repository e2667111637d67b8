//! Would it work elsewhere, and if not, why not.

use lynchpin_findings::reforms::transport::Alike;
use lynchpin_findings::reforms::{Elsewhere, ProgrammeAnswer};

use super::super::page::Story;
use super::super::shared::style_of;
use super::notes::{self, explained};
use super::words::{effect_style, figure_reading, group_word};
use crate::numbers::{Reading, Style};
use crate::report::{Block, NoteId, Notes, Text};
use crate::table::{Table, TableColumn, TableRow};

/// Target places listed as most like those that tried it.
const LISTED: usize = 10;

pub(super) fn blocks(story: &Story<'_>, programme: &ProgrammeAnswer, notes: &mut Notes) -> Vec<Block> {
    let Ok(found) = &programme.elsewhere else { return Vec::new() };
    let note = notes::elsewhere(notes, programme);
    let mut blocks = vec![Block::Paragraph(summary(programme, found, note))];
    blocks.push(Block::Heading(if found.why_not.is_empty() {
        "Nothing in these indicators speaks against it".into()
    } else {
        "Why it may not carry over".into()
    }));
    if !found.why_not.is_empty() {
        blocks.push(Block::List(found.why_not.iter().map(|why| why.as_str().into()).collect()));
    }
    blocks.push(Block::Table(support(found, note)));
    blocks.push(Block::Table(nearest(story, found, note)));
    blocks
}

fn summary(programme: &ProgrammeAnswer, found: &Elsewhere, note: NoteId) -> Text {
    let mut text = Text::new(&format!(
        "{} {} neighbourhoods did not have {}; {} neighbourhoods did. ",
        Style::count().bare(found.target.len() as f64),
        group_word(found.group),
        programme.label,
        Style::count().bare(found.study.len() as f64)
    ));
    if let Some(index) = found.generalizability {
        text = text.plain("Generalizability index ").figure(&Reading::of(index.index), &Style::number(2), note);
        text = text.plain(&format!(" ({}). ", index.reading.label()));
    }
    let worth = |w: &lynchpin_findings::reforms::transport::Weighed| Style::number(1).bare(w.effective);
    if let Some(weighed) = &found.balanced {
        text = text.plain("Weighed to have the target’s means, the places that tried it are worth ");
        text = text.figure_words(&worth(weighed), note).plain(" places");
        text = match &found.by_odds {
            Some(odds) => text.plain(" (by inverse odds ").figure_words(&worth(odds), note).plain("). "),
            None => text.plain(". "),
        };
    }
    if let (Some(effect), Some(outcome)) = (&found.effect, &programme.outcome) {
        text = text.plain("Carried over with these weights the effect is ");
        text = text.figure(&figure_reading(effect), &effect_style(&outcome.unit), note).plain(".");
    }
    text
}

fn support(found: &Elsewhere, note: NoteId) -> Table {
    let covariates = found.support.iter().flat_map(|s| &s.covariates);
    let rows = covariates.map(|c| {
        let style = style_of("", Some(c.target_mean));
        TableRow::new([
            c.label.clone(),
            style.bare(c.study_mean),
            style.interval(c.range.0, c.range.1),
            style.bare(c.target_mean),
            Style::number(2).bare(c.standardised_difference),
            Style::percent().bare(100.0 * c.outside as f64 / found.target.len() as f64),
        ])
    });
    let number = |title: &str, unit: &str| explained(TableColumn::numbers(title, unit), Some(note));
    Table {
        caption: format!("Places that tried it beside {} places that did not", group_word(found.group)),
        columns: vec![
            TableColumn::words("Indicator"),
            number("Tried it, mean", ""),
            number("Least and greatest", ""),
            number("Target, mean", ""),
            number("Difference", "standard deviations"),
            number("Target outside the range", "%"),
        ],
        rows: rows.collect(),
        remark: found.support.as_ref().map(|s| {
            format!(
                "{} of {} target neighbourhoods lie outside what was tried on at least one indicator.",
                s.outside_any, s.targets
            )
        }),
    }
}

fn nearest(story: &Story<'_>, found: &Elsewhere, note: NoteId) -> Table {
    let areas = &story.tables.areas;
    let name = |place: usize| {
        let code = areas.codes.get(place).map_or("", String::as_str);
        format!("{} ({code})", areas.names.get(place).map_or(code, String::as_str))
    };
    let row =
        |alike: &Alike| TableRow::new([name(alike.place), name(alike.like), Style::number(2).bare(alike.distance)]);
    Table {
        caption: "Where what was tried is the best guide".into(),
        columns: vec![
            TableColumn::words("Neighbourhood without it"),
            TableColumn::words("Most like"),
            explained(TableColumn::numbers("Difference", "standard deviations"), Some(note)),
        ],
        rows: found.nearest.iter().take(LISTED).map(row).collect(),
        remark: None,
    }
}
