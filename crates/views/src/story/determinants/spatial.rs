//! What neighbours change, as blocks of the report.

use lynchpin_findings::determinants::{DeterminantsAnswer, LagrangeTest, SpatialAnswer, Suggested};

use super::super::shared::{bare_with_interval, reading};
use super::tables::numbers;
use super::{in_order, marked};
use crate::numbers::Style;
use crate::report::{Block, Method, NoteId, Notes};
use crate::table::{Table, TableColumn, TableRow};

/// The part of the section on neighbours.
pub(super) fn blocks(answer: &DeterminantsAnswer, notes: &mut Notes) -> Vec<Block> {
    let mut blocks =
        vec![Block::Heading("What neighbours change".into()), Block::Paragraph(words(answer).as_str().into())];
    if let Ok(spatial) = &answer.spatial {
        let note = note(spatial, notes);
        blocks.push(Block::Table(tests(spatial, Some(note))));
        blocks.push(Block::Table(models(answer, spatial, Some(note))));
    }
    blocks
}

/// What neighbours change, in sentences.
pub(super) fn words(answer: &DeterminantsAnswer) -> String {
    let spatial = match &answer.spatial {
        Ok(spatial) => spatial,
        Err(why) => return format!("Nothing is said of neighbours: {why}"),
    };
    let two = Style::number(2);
    let moran = &spatial.tests.moran;
    let alike = match (moran.p < 0.05, moran.i > moran.expected) {
        (false, _) => "What is left unexplained is no more alike among neighbours than by chance",
        (true, true) => "What is left unexplained is alike among neighbours",
        (true, false) => "What is left unexplained differs among neighbours more than by chance",
    };
    let model = match spatial.suggested {
        Suggested::Neither => "The tests ask for no spatial model.".to_owned(),
        Suggested::Lag => format!(
            "The tests speak for the lag model: neighbours' outcome goes with an area's own (ρ {}).",
            bare_with_interval(&two, &reading(Some(&spatial.lag.spatial)))
        ),
        Suggested::Error => format!(
            "The tests speak for the error model: something unmeasured is alike among neighbours (λ {}).",
            bare_with_interval(&two, &reading(Some(&spatial.error.spatial)))
        ),
    };
    let attached = match spatial.attached {
        0 => String::new(),
        1 => " 1 area without a neighbour was linked to the nearest.".into(),
        many => format!(" {many} areas without a neighbour were linked to the nearest."),
    };
    format!(
        "{alike} (Moran's I {}). {model} Neighbours are {}, {} on average.{attached} With neighbours in the model, intervals of single determinants are honest about places being alike; shares of \
         the variance above do not count neighbours.",
        two.bare(moran.i),
        spatial.neighbours,
        Style::number(1).bare(spatial.mean_neighbours),
    )
}

/// The tests on residuals.
pub(super) fn tests(spatial: &SpatialAnswer, note: Option<NoteId>) -> Table {
    let tests = &spatial.tests;
    let row = |name: &str, statistic: String, p: f64| TableRow::new([name.to_owned(), statistic, p_words(p)]);
    let lagrange = |name: &str, test: &LagrangeTest| row(name, Style::number(1).bare(test.statistic), test.p);
    Table {
        caption: "Are residuals of neighbours alike?".into(),
        columns: vec![TableColumn::words("Test"), numbers("Statistic", "", note), numbers("p", "", note)],
        rows: vec![
            row("Moran's I", Style::number(3).bare(tests.moran.i), tests.moran.p),
            lagrange("Lagrange multiplier, lag", &tests.lag),
            lagrange("Lagrange multiplier, error", &tests.error),
            lagrange("Lagrange multiplier, lag (robust)", &tests.robust_lag),
            lagrange("Lagrange multiplier, error (robust)", &tests.robust_error),
        ],
        remark: Some(
            "Each Lagrange-multiplier statistic is χ² with one degree of freedom where neighbours add nothing.".into(),
        ),
    }
}

fn p_words(p: f64) -> String {
    if p < 0.001 { "below 0.001".into() } else { format!("{p:.3}") }
}

/// Least squares beside the two spatial models.
pub(super) fn models(answer: &DeterminantsAnswer, spatial: &SpatialAnswer, note: Option<NoteId>) -> Table {
    let two = Style::number(2);
    let shown = |i: &lynchpin_findings::Interval| bare_with_interval(&two, &reading(Some(i)));
    let position = |id: &str| answer.predictors.iter().position(|d| d.variable.id == id).unwrap_or_default();
    let mut rows: Vec<TableRow> = in_order(answer)
        .into_iter()
        .map(|d| {
            let at = position(&d.variable.id);
            let mut cells = vec![marked(d), shown(&d.coefficient)];
            let impact = spatial.lag.impacts.get(at);
            let of_impact = impact.map_or_else(
                || vec![String::new(); 3],
                |i| [i.direct, i.indirect, i.total].iter().map(shown).collect(),
            );
            cells.extend(of_impact);
            cells.push(spatial.error.coefficients.get(at + 1).map(shown).unwrap_or_default());
            TableRow::new(cells)
        })
        .collect();
    let blank = String::new;
    let akaike = |value: f64| Style::count().bare(value);
    rows.push(TableRow::new(["ρ".into(), blank(), shown(&spatial.lag.spatial), blank(), blank(), blank()]));
    rows.push(TableRow::new(["λ".into(), blank(), blank(), blank(), blank(), shown(&spatial.error.spatial)]));
    rows.push(TableRow::new([
        "Akaike's criterion, less is better".into(),
        blank(),
        akaike(spatial.lag.akaike),
        blank(),
        blank(),
        akaike(spatial.error.akaike),
    ]));
    let unit = &answer.outcome.unit;
    Table {
        caption: "One standard deviation more of each determinant, the others held, with 95 % intervals".into(),
        columns: vec![
            TableColumn::words("Determinant"),
            numbers("Least squares", unit, note),
            numbers("Lag model: same area", unit, note),
            numbers("other areas", unit, note),
            numbers("in all", unit, note),
            numbers("Error model", unit, note),
        ],
        rows,
        remark: Some("In a lag model a difference in one area goes with differences in its neighbours, theirs, and so on: the three columns add them up.".into()),
    }
}

fn note(spatial: &SpatialAnswer, notes: &mut Notes) -> NoteId {
    notes.method(Method {
        title: "Regressions with neighbours".into(),
        method: format!(
            "Row-standardised weights: {}, all alike. Lag model y = ρWy + Xβ + ε and error model y = Xβ + u, u = λWu + ε by maximum likelihood; the determinant of I − ρW is exact, by a \
             sparse factorisation. Checked against spreg.",
            spatial.neighbours
        ),
        formula: Some(
            "same area = β(1 + ρ·tr G/n), G = W(I − ρW)⁻¹; in all = β·mean row sum of (I − ρW)⁻¹; other areas = in all − same area".into(),
        ),
        unit: "as in the columns".into(),
        interval: Some("95 %, normal, from the information matrix; impacts by the delta method.".into()),
        says_not: Some("Which areas count as neighbours is a choice. A lag says that neighbours' outcomes go together, not that one spreads to the other.".into()),
        own_default: true,
        sources: Vec::new(),
    })
}
