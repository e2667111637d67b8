//! The determinants as a table for other programs.

use lynchpin_findings::Interval;
use lynchpin_findings::determinants::{Determinant, DeterminantsAnswer, SpatialModel};

use crate::exports::{Column, DataTable};

type Limit = (&'static str, &'static str, fn(&Interval) -> f64);

/// The ends of an interval as they end column names and titles.
const LIMITS: [Limit; 3] =
    [("", "", |i| i.estimate), ("_low", ", lower limit", |i| i.low), ("_high", ", upper limit", |i| i.high)];

/// One row for each determinant.
pub(crate) fn data_table(answer: &DeterminantsAnswer) -> DataTable {
    let all = &answer.predictors;
    let text = |of: &dyn Fn(&Determinant) -> Option<String>| all.iter().map(of).collect::<Vec<_>>();
    let number = |name: &str, title: &str, unit: &str, of: &dyn Fn(&Determinant) -> f64| {
        Column::number(name, title, unit, all.iter().map(|d| Some(of(d))).collect())
            .described(&format!("{title}; associational"), "")
    };
    let with_limits = |name: &str, title: &str, unit: &str, of: &dyn Fn(&Determinant) -> Interval| {
        LIMITS
            .iter()
            .map(|(end, words, limit)| {
                number(&format!("{name}{end}"), &format!("{title}{words}"), unit, &|d| limit(&of(d)))
            })
            .collect::<Vec<_>>()
    };
    let unit = format!("{} for one standard deviation", answer.outcome.unit);
    let mut columns = vec![
        Column::text("determinant", "Determinant", text(&|d| Some(d.variable.id.clone()))),
        Column::text("label", "What it is", text(&|d| Some(d.variable.label.clone()))),
        Column::text("block", "Block", text(&|d| Some(d.block.clone()))),
        Column::text("caution", "Why it is partly the outcome itself", text(&|d| d.caution.clone())),
    ];
    columns.extend(with_limits("share", "Share of the variance (LMG)", "R²", &|d| d.ranked.share));
    let rank = |name: &str, title: &str, of: &dyn Fn(&Determinant) -> usize| {
        Column::integer(name, title, "1 is largest", all.iter().map(|d| Some(of(d) as i64)).collect())
    };
    columns.extend([
        rank("rank", "Rank of the share", &|d| d.ranked.rank),
        rank("rank_low", "Rank, lower limit", &|d| d.ranked.rank_interval.0),
        rank("rank_high", "Rank, upper limit", &|d| d.ranked.rank_interval.1),
        number("first", "Share of resamples in which it comes first", "0 to 1", &|d| d.ranked.first),
        number("first_in", "R² on it alone", "R²", &|d| d.first_in),
        number("last_in", "R² that it adds last", "R²", &|d| d.last_in),
        number("correlation", "Correlation with the outcome", "", &|d| d.correlation),
        number("variance_inflation", "Variance inflation", "", &|d| d.variance_inflation),
    ]);
    columns.extend(with_limits("least_squares", "Least squares", &unit, &|d| d.coefficient));
    if let Ok(spatial) = &answer.spatial {
        columns.extend(spatial_columns(&spatial.lag, &spatial.error, &unit));
    }
    DataTable {
        name: "determinants".into(),
        title: format!("What goes with {}", super::words::lowered(&answer.outcome.label)),
        description: format!(
            "One row for each determinant, over {} neighbourhoods. {}",
            answer.areas,
            super::ASSOCIATIONAL
        ),
        columns,
        key: vec!["determinant".into()],
        geometry: None,
    }
}

fn spatial_columns(lag: &SpatialModel, error: &SpatialModel, unit: &str) -> Vec<Column> {
    let series = [
        ("lag_direct", "Lag model, same area", lag.impacts.iter().map(|i| i.direct).collect::<Vec<_>>()),
        ("lag_indirect", "Lag model, other areas", lag.impacts.iter().map(|i| i.indirect).collect()),
        ("lag_total", "Lag model, in all", lag.impacts.iter().map(|i| i.total).collect()),
        ("spatial_error", "Error model", error.coefficients.iter().skip(1).copied().collect()),
    ];
    let columns = series.into_iter().flat_map(|(name, title, intervals)| {
        LIMITS.map(|(end, words, limit)| {
            let values = intervals.iter().map(|i| Some(limit(i))).collect();
            Column::number(&format!("{name}{end}"), &format!("{title}{words}"), unit, values)
        })
    });
    columns.collect()
}
