//! What goes with an outcome across neighbourhoods.

mod export;
mod spatial;
mod tables;
mod words;

pub(super) use export::data_table;

use lynchpin_findings::determinants::{Determinant, DeterminantsAnswer, RankedShare};
use lynchpin_pack::tables::Direction;

use super::shared::source_line;
use crate::charts::{Chart, ChartRow, Mark};
use crate::numbers::{Reading, Style};
use crate::report::{Block, Callout, Method, NoteId, Notes, Section, Source, Text, Tone};
use crate::table::Table;

/// Said wherever the figures are shown.
const ASSOCIATIONAL: &str = "Associational, not causal: these are shares of differences between neighbourhoods that go together, at one moment. They do not say what would change if a \
     determinant changed, nor anything of one resident. Determinants that are alike share what they have in common, so that a share says how a determinant goes with the outcome beside \
     these others and no others.";

/// The section of the report.
pub(super) fn section(answer: &DeterminantsAnswer, notes: &mut Notes) -> Section {
    let note = note(answer, notes);
    let mut blocks = vec![
        Block::Paragraph(Text::default().strong(&words::headline(answer))),
        Block::Callout(Callout {
            tone: Tone::Warning,
            title: "Associational, never causal".into(),
            text: ASSOCIATIONAL.into(),
        }),
        Block::Paragraph(words::basis(answer).as_str().into()),
        Block::Chart(Box::new(predictor_chart(answer)), note),
        Block::Table(tables::shares(answer, Some(note))),
    ];
    if !answer.blocks.is_empty() {
        blocks.push(Block::Chart(Box::new(block_chart(answer)), note));
        blocks.push(Block::Table(tables::blocks(answer, Some(note))));
    }
    let cautions = words::cautions(answer);
    if !cautions.is_empty() {
        blocks.push(Block::Callout(Callout {
            tone: Tone::Warning,
            title: "Some determinants are partly the outcome itself".into(),
            text: "They are marked ‡. The shares without them are given beneath.".into(),
        }));
        blocks.push(Block::List(cautions.iter().map(|words| words.as_str().into()).collect()));
    }
    if let Some(without) = &answer.without_cautions {
        blocks.extend(tables::without_cautions(answer, without, Some(note)).into_iter().map(Block::Table));
    }
    blocks.extend(spatial::blocks(answer, notes));
    if !answer.claims.is_empty() {
        blocks.push(Block::Heading("What others have published".into()));
        blocks.push(Block::Table(tables::claims(answer, Some(note))));
    }
    Section {
        id: "determinants".into(),
        heading: format!("What goes with {}", words::lowered(&answer.outcome.label)),
        blocks,
        new_page: true,
    }
}

/// The answer as tables for the terminal.
pub fn determinants_tables(answer: &DeterminantsAnswer) -> Vec<Table> {
    let mut shown = vec![tables::shares(answer, None)];
    if !answer.blocks.is_empty() {
        shown.push(tables::blocks(answer, None));
    }
    if let Some(without) = &answer.without_cautions {
        shown.extend(tables::without_cautions(answer, without, None));
    }
    if let Ok(spatial) = &answer.spatial {
        shown.extend([spatial::tests(spatial, None), spatial::models(answer, spatial, None)]);
    }
    if !answer.claims.is_empty() {
        shown.push(tables::claims(answer, None));
    }
    shown
}

/// The answer in sentences, with what it rests on and does not say.
pub fn determinants_headline(answer: &DeterminantsAnswer) -> String {
    let mut parts = vec![format!("{} {}", words::headline(answer), words::basis(answer))];
    parts.extend(words::cautions(answer));
    parts.push(spatial::words(answer));
    parts.push(ASSOCIATIONAL.into());
    parts.join("\n")
}

/// Determinants from the largest share to the smallest.
fn in_order(answer: &DeterminantsAnswer) -> Vec<&Determinant> {
    let mut all: Vec<&Determinant> = answer.predictors.iter().collect();
    all.sort_by_key(|d| d.ranked.rank);
    all
}

/// Label with the mark of a caution.
fn marked(determinant: &Determinant) -> String {
    let mark = if determinant.caution.is_some() { " ‡" } else { "" };
    format!("{}{mark}", determinant.variable.label)
}

fn reading_of(ranked: &RankedShare) -> Reading {
    let share = ranked.share.scaled(100.0);
    Reading::between(share.estimate, share.low, share.high)
}

fn predictor_chart(answer: &DeterminantsAnswer) -> Chart {
    let rows = in_order(answer).into_iter().map(|d| (marked(d), &d.ranked));
    chart(answer, "chart-determinants", "Share of each determinant", rows)
}

fn block_chart(answer: &DeterminantsAnswer) -> Chart {
    let mut blocks: Vec<_> = answer.blocks.iter().collect();
    blocks.sort_by_key(|block| block.ranked.rank);
    let rows = blocks.into_iter().map(|block| (words::block_label(answer, block), &block.ranked));
    chart(answer, "chart-determinants-blocks", "Share of each block of determinants", rows)
}

fn chart<'a>(
    answer: &DeterminantsAnswer,
    id: &str,
    title: &str,
    rows: impl Iterator<Item = (String, &'a RankedShare)>,
) -> Chart {
    let row = |(label, ranked): (String, &RankedShare)| ChartRow {
        label,
        readings: vec![reading_of(ranked)],
        strong: ranked.rank == 1,
    };
    Chart {
        id: id.into(),
        title: title.into(),
        description: format!(
            "Share of the differences between neighbourhoods in {} that each goes with, with 95 % intervals.",
            words::lowered(&answer.outcome.label)
        ),
        measure: "Share of the differences between neighbourhoods".into(),
        style: Style::percent(),
        direction: Direction::Neutral,
        mark: Mark::Dot,
        series: Vec::new(),
        rows: rows.map(row).collect(),
        reference: None,
        from_zero: true,
        source: source_line(&sources(answer)),
    }
}

fn sources(answer: &DeterminantsAnswer) -> Vec<&lynchpin_pack::tables::Provenance> {
    let predictors = answer.predictors.iter().filter_map(|d| d.variable.provenance.as_ref());
    answer.outcome.provenance.iter().chain(predictors).collect()
}

/// How the shares were made.
fn note(answer: &DeterminantsAnswer, notes: &mut Notes) -> NoteId {
    let mut all: Vec<_> = sources(answer).into_iter().map(|p| notes.source(Source::from(p))).collect();
    all.sort_unstable();
    all.dedup();
    notes.method(Method {
        title: format!("What goes with {}", words::lowered(&answer.outcome.label)),
        method: "Least squares of the outcome on the determinants over neighbourhoods, each neighbourhood counting once. The share of the outcome's variance that they go with \
                 together (R²) is divided among them by what each adds, averaged over all orders in which they may enter (LMG, which is Shapley's value); blocks enter whole (Owen's value). \
                 Alone: R² on it alone. Last: what it adds when all others are in."
            .into(),
        formula: Some("share_i = Σ over S without i of |S|!(p−|S|−1)!/p! · [R²(S ∪ i) − R²(S)]; exact, over every subset".into()),
        unit: "% of the variance of the outcome".into(),
        interval: Some(format!(
            "95 %, percentiles of {} resamples of {}; the rank interval and the chance of coming first are from the same resamples. Coefficients: {}.",
            answer.resamples,
            words::resampled(answer),
            answer.predictors.first().map_or("", |d| d.coefficient.method.label())
        )),
        says_not: Some(ASSOCIATIONAL.into()),
        own_default: true,
        sources: all,
    })
}
