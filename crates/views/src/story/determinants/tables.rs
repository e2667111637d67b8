//! Shares, ranks and claims as tables.

use lynchpin_findings::determinants::{DeterminantsAnswer, RankedShare, Verdict, WithoutCautions};

use super::super::shared::{bare_with_interval, reading};
use super::words::{block_label, percent_of};
use super::{in_order, marked, reading_of};
use crate::numbers::Style;
use crate::report::NoteId;
use crate::table::{Table, TableColumn, TableRow};

/// A column of numbers with its note, where there is one.
pub(super) fn numbers(title: &str, unit: &str, note: Option<NoteId>) -> TableColumn {
    let column = TableColumn::numbers(title, unit);
    match note {
        Some(note) => column.explained_by(note),
        None => column,
    }
}

/// Every determinant from the largest share to the smallest.
pub(super) fn shares(answer: &DeterminantsAnswer, note: Option<NoteId>) -> Table {
    let (percent, two) = (Style::percent(), Style::number(2));
    let row = |d: &lynchpin_findings::determinants::Determinant| {
        let mut cells = vec![marked(d)];
        cells.extend(ranked_cells(&d.ranked));
        cells.extend([
            percent.bare(100.0 * d.first_in),
            percent.bare(100.0 * d.last_in),
            two.bare(d.correlation),
            bare_with_interval(&two, &reading(Some(&d.coefficient))),
            Style::number(1).bare(d.variance_inflation),
        ]);
        TableRow::new(cells)
    };
    let mut columns = vec![TableColumn::words("Determinant")];
    columns.extend(ranked_columns(note));
    columns.extend([
        numbers("Alone", "%", note),
        numbers("Last", "%", note),
        numbers("Correlation", "", note),
        numbers("One standard deviation more, others held", &answer.outcome.unit, note),
        numbers("Variance inflation", "", note),
    ]);
    let caution =
        if answer.predictors.iter().any(|d| d.caution.is_some()) { " ‡ partly the outcome itself." } else { "" };
    Table {
        caption: format!("What goes with {}, with 95 % intervals", super::words::lowered(&answer.outcome.label)),
        columns,
        rows: in_order(answer).into_iter().map(row).collect(),
        remark: Some(format!(
            "Shares add up to {}. A share says nothing of the direction: see the correlation. A coefficient of another sign than the correlation means that determinants overlap: read them by \
             blocks. Variance inflation above 10: hard to tell from the others.{caution}",
            percent.show(100.0 * answer.r_squared)
        )),
    }
}

/// Every block from the largest share to the smallest.
pub(super) fn blocks(answer: &DeterminantsAnswer, note: Option<NoteId>) -> Table {
    let rows = answer.blocks.iter().map(|block| (block_label(answer, block), &block.ranked));
    ranked_table("The same by blocks of determinants (Owen's value)".into(), "Block", rows.collect(), note)
}

/// The shares without determinants that are partly the outcome: one by one, then by blocks where there are any.
pub(super) fn without_cautions(
    answer: &DeterminantsAnswer,
    without: &WithoutCautions,
    note: Option<NoteId>,
) -> Vec<Table> {
    let label = |id: &String| {
        let found = answer.predictors.iter().find(|d| d.variable.id == *id);
        found.map_or_else(|| id.clone(), |d| d.variable.label.clone())
    };
    let rows = without.predictors.iter().map(|(id, ranked)| (label(id), ranked)).collect();
    let caption =
        format!("Without the determinants marked ‡: together {}", Style::percent().show(100.0 * without.r_squared));
    let mut tables = vec![ranked_table(caption, "Determinant", rows, note)];
    if !without.blocks.is_empty() {
        let rows = without.blocks.iter().map(|block| (block_label(answer, block), &block.ranked)).collect();
        tables.push(ranked_table("By blocks, without the determinants marked ‡".into(), "Block", rows, note));
    }
    tables
}

/// Shares with ranks, from the largest to the smallest.
fn ranked_table(caption: String, heading: &str, mut rows: Vec<(String, &RankedShare)>, note: Option<NoteId>) -> Table {
    rows.sort_by_key(|(_, ranked)| ranked.rank);
    let row = |(label, ranked): (String, &RankedShare)| TableRow::new([label].into_iter().chain(ranked_cells(ranked)));
    let mut columns = vec![TableColumn::words(heading)];
    columns.extend(ranked_columns(note));
    Table { caption, columns, rows: rows.into_iter().map(row).collect(), remark: None }
}

fn ranked_columns(note: Option<NoteId>) -> [TableColumn; 3] {
    [
        numbers("Share", "% of the variance", note),
        numbers("Rank", "", note),
        numbers("Comes first in", "of resamples", note),
    ]
}

fn ranked_cells(ranked: &RankedShare) -> [String; 3] {
    let (low, high) = ranked.rank_interval;
    [
        bare_with_interval(&Style::percent(), &reading_of(ranked)),
        format!("{} ({low} to {high})", ranked.rank),
        percent_of(ranked.first),
    ]
}

/// Published claims and what the data say to them.
pub(super) fn claims(answer: &DeterminantsAnswer, note: Option<NoteId>) -> Table {
    let verdict = |verdict: Verdict| match verdict {
        Verdict::Supports => "supported here",
        Verdict::SpeaksAgainst => "not supported here",
        Verdict::TurnsOnCautions => "turns on whether those marked ‡ count",
        Verdict::CannotTell => "the data cannot tell",
        Verdict::NotInPack => "cannot be tested with this pack",
    };
    let rows = answer.claims.iter().map(|claim| {
        TableRow::new([
            claim.source.clone(),
            claim.says.clone(),
            claim.probability.map_or_else(|| "[x]".into(), percent_of),
            claim.without_cautions.map_or_else(|| "[x]".into(), percent_of),
            verdict(claim.verdict).into(),
        ])
    });
    Table {
        caption: "Published claims beside these ranks".into(),
        columns: vec![
            TableColumn::words("Who"),
            TableColumn::words("says that"),
            numbers("Holds in", "of resamples", note),
            numbers("Without those marked ‡", "of resamples", note),
            TableColumn::words("Verdict"),
        ],
        rows: rows.collect(),
        remark: Some(
            "Supported: in 95 % of the resamples or more the named come first, in any order, with and without those marked ‡; not supported: in 5 % or fewer (Lynchpin default). [x] not to be told. Another outcome, year, geography or set of \
             determinants may rank otherwise, and a rank is no cause."
                .into(),
        ),
    }
}
