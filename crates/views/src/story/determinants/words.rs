//! The determinants in sentences.

use lynchpin_findings::determinants::{Block, DeterminantsAnswer};

use super::in_order;
use crate::numbers::Style;

/// What goes with the outcome, in two sentences.
pub(super) fn headline(answer: &DeterminantsAnswer) -> String {
    let order = in_order(answer);
    let Some(first) = order.first() else { return String::new() };
    let share = first.ranked.share.scaled(100.0);
    let percent = Style::percent();
    let sure = match first.ranked.first {
        p if p >= 0.95 => format!("It comes first in {} of the resamples.", percent_of(p)),
        p => {
            let rivals: Vec<&str> =
                order[1..].iter().filter(|d| d.ranked.first > 0.05).map(|d| d.variable.label.as_str()).collect();
            let rivals =
                if rivals.is_empty() { "others".into() } else { format!("“{}”", rivals.join("” or “")) };
            format!("It comes first in only {} of the resamples: {rivals} may as well.", percent_of(p))
        }
    };
    format!(
        "Across {} neighbourhoods, {} determinants together go with {} of the differences in {}. The largest share, {} ({}), goes with “{}”. {sure}",
        Style::count().bare(answer.areas as f64),
        answer.predictors.len(),
        percent.show(100.0 * answer.r_squared),
        lowered(&answer.outcome.label),
        percent.show(share.estimate),
        percent.interval(share.low, share.high),
        first.variable.label,
    )
}

/// A chance as whole per cent, never rounded to certainty.
pub(super) fn percent_of(share: f64) -> String {
    match share {
        p if p >= 1.0 => "100 %".into(),
        p if p > 0.995 => "more than 99 %".into(),
        p if p <= 0.0 => "0 %".into(),
        p if p < 0.005 => "less than 1 %".into(),
        p => format!("{:.0} %", 100.0 * p),
    }
}

/// What the figures rest on.
pub(super) fn basis(answer: &DeterminantsAnswer) -> String {
    let (mean, spread) = answer.outcome_mean_and_spread;
    let style = Style::number(1);
    let lost = if answer.left_out == 0 {
        String::new()
    } else {
        format!(
            " {} left out because something is not known of them.",
            super::super::shared::neighbourhoods(answer.left_out)
        )
    };
    format!(
        "The outcome is {} on average over neighbourhoods (standard deviation {}; {}). Intervals and ranks come from {} resamples of {}.{lost}",
        style.bare(mean),
        style.bare(spread),
        answer.outcome.unit,
        Style::count().bare(f64::from(answer.resamples)),
        resampled(answer),
    )
}

/// What was resampled.
pub(super) fn resampled(answer: &DeterminantsAnswer) -> String {
    answer.cluster.as_ref().map_or_else(
        || "single neighbourhoods, as if neighbours were independent".into(),
        |(level, count)| {
            format!("{count} areas of the kind “{}”, each with all its neighbourhoods", level.replace('_', " "))
        },
    )
}

/// Why some determinants are partly the outcome.
pub(super) fn cautions(answer: &DeterminantsAnswer) -> Vec<String> {
    let told = |d: &lynchpin_findings::determinants::Determinant| {
        Some(format!("‡ {}: {}.", d.variable.label, d.caution.as_ref()?.trim_end_matches('.')))
    };
    answer.predictors.iter().filter_map(told).collect()
}

/// The name of a block; a predictor alone in its block goes by its own label.
pub(super) fn block_label(answer: &DeterminantsAnswer, block: &Block) -> String {
    let alone = answer.predictors.iter().find(|d| d.variable.id == block.name);
    alone.map_or_else(|| block.name.clone(), |d| d.variable.label.clone())
}

/// A label within a sentence: its first letter small, unless the second is a capital as in an abbreviation.
pub(super) fn lowered(label: &str) -> String {
    let mut letters = label.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), second) if !second.is_some_and(char::is_uppercase) => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => label.to_owned(),
    }
}
