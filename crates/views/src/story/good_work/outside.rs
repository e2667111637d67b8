//! Outside options of the occupations that a pack compares.

use lynchpin_findings::places::Group;
use lynchpin_findings::work::{OptionHere, OutsideView};

use super::super::page::Story;
use super::notes;
use super::quality::explained;
use crate::numbers::{Reading, Style};
use crate::report::{Block, Details, NoteId, Notes, Text};
use crate::table::{Table, TableColumn, TableRow};

/// Better-paid occupations shown for each.
const SHOWN: usize = 12;

/// The first occupation's options in the open, the others' to be opened.
pub(super) fn blocks(story: &Story<'_>, views: &[OutsideView], notes: &mut Notes) -> Vec<Block> {
    let Some((first, others)) = views.split_first() else { return Vec::new() };
    let note = notes::outside(notes, story.tables, first);
    let mut blocks = vec![
        Block::Heading("Outside options".into()),
        Block::Paragraph(sentence(first, note)),
        Block::Table(table(first, Some(note))),
    ];
    blocks.extend(others.iter().map(|view| {
        let note = notes::outside(notes, story.tables, view);
        Block::Details(Details {
            summary: format!("Outside options of {}", view.found.label),
            blocks: vec![Block::Paragraph(sentence(view, note)), Block::Table(table(view, Some(note)))],
        })
    }));
    blocks
}

/// What the occupation pays, what the named others do, and how much of the work is within reach.
pub(super) fn sentence(view: &OutsideView, note: NoteId) -> Text {
    let pounds = Style::pounds_and_pence();
    let mut text = Text::new(&format!("{} earn a median of ", view.found.label))
        .figure(&Reading::of(view.found.median_pounds), &pounds, note)
        .plain(&format!(" an hour ({})", view.period));
    for (at, other) in view.compared.iter().enumerate() {
        let more = if other.gap_pounds < 0.0 { "less" } else { "more" };
        text = text
            .plain(&format!("{} {} ", if at == 0 { "; against it" } else { "," }, other.label.to_lowercase()))
            .figure(&Reading::of(other.median_pounds), &pounds, note)
            .plain(&format!(" ({} {more})", pounds.show(other.gap_pounds.abs())));
    }
    text = text.plain(&format!(
        ". {} better-paid occupations ask for no more skill{}.",
        view.found.options.len(),
        if view.here.len() < view.found.options.len() {
            format!("; {} of them have jobs at the workplaces of the data", view.here.len())
        } else {
            String::new()
        }
    ));
    if let Some((_, share)) = view.reached.iter().find(|(group, _)| *group == Group::LeftBehind) {
        let own = share[view.found.skill.position()];
        text = text
            .plain(" Of the jobs at its skill level, residents of left-behind neighbourhoods reach ")
            .figure(&Reading::of(100.0 * own), &Style::percent().decimals(0), note)
            .plain(" on average, as the section on reach counts it; the table takes the share of each level for every occupation in it.");
    }
    text
}

/// The better-paid occupations with most jobs, those named first.
pub(super) fn table(view: &OutsideView, note: Option<NoteId>) -> Table {
    let named: Vec<&OptionHere> = view.compared.iter().collect();
    let others = view.here.iter().filter(|o| !named.iter().any(|n| n.code == o.code));
    let shown: Vec<&OptionHere> = named.iter().copied().chain(others).take(SHOWN).collect();
    let with_jobs = shown.iter().any(|option| option.jobs.is_some());
    let reached = view.reached.iter().find(|(group, _)| *group == Group::LeftBehind).map(|(_, share)| *share);
    let jobs = Style::modelled_count(10.0);
    let signed = |gap: f64| {
        let pence = Style::pounds_and_pence().bare(gap.abs());
        if gap < 0.0 { format!("−{pence}") } else { format!("+{pence}") }
    };
    let row = |option: &&OptionHere| {
        let mut cells = vec![
            format!("{} ({})", option.label, option.code),
            Style::pounds_and_pence().bare(option.median_pounds),
            signed(option.gap_pounds),
        ];
        if with_jobs {
            cells.push(jobs.cell(&Reading::from(option.jobs)));
            cells.extend(reached.map(|share| {
                let within = option.skill.zip(option.jobs).map(|(skill, jobs)| share[skill.position()] * jobs);
                jobs.cell(&Reading::from(within))
            }));
        }
        TableRow::new(cells)
    };
    let number = |heading: &str, unit: &str| explained(TableColumn::numbers(heading, unit), note);
    let mut columns =
        vec![TableColumn::words("Occupation"), number("Median pay", "£ an hour"), number("Against now", "£ an hour")];
    if with_jobs {
        columns.push(number("Jobs at the workplaces (modelled)", "jobs"));
        columns.extend(reached.map(|_| number("of them within reach of the left behind", "jobs")));
    }
    Table {
        caption: format!(
            "Outside options of {} (median {} an hour, {})",
            view.found.label,
            Style::pounds_and_pence().show(view.found.median_pounds),
            view.period
        ),
        columns,
        rows: shown.iter().map(row).collect(),
        remark: Some(format!(
            "Those that the pack names, then up to {SHOWN} better-paid ones in all, most jobs first. Source: {}.",
            view.source
        )),
    }
}
