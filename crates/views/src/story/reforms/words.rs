//! The finding on a reform in sentences, and its main figures as tables for the terminal.

use lynchpin_findings::places::Group;
use lynchpin_findings::reforms::{EffectAnswer, EffectFigure, Outcome, ProgrammeAnswer, Serves, Share, Verdict};

use super::super::shared::{group_heading, reading, style_of};
use super::effect;
use super::reach;
use crate::numbers::{Reading, Style};
use crate::table::Table;

/// Every reform in a few sentences.
pub fn reforms_headline(programmes: &[ProgrammeAnswer]) -> String {
    programmes.iter().map(sentence).collect::<Vec<_>>().join("\n\n")
}

/// The main tables of every reform.
pub fn reforms_tables(programmes: &[ProgrammeAnswer]) -> Vec<Table> {
    let mut tables = Vec::new();
    for programme in programmes {
        tables.extend(programme.reach.iter().map(|found| reach::coverage_table(programme, found, None)));
        tables.extend(programme.funnel.iter().map(|found| reach::funnel_table(programme, found, None)));
        if let Some(outcome) = &programme.outcome {
            tables.extend(programme.effect.iter().map(|found| effect::effect_table(outcome, found, None)));
            tables.extend(programme.jump.iter().map(|found| effect::jump_table(outcome, found, None)));
        }
    }
    tables
}

/// Whom it reached, what it did, whether it carries over.
pub(super) fn sentence(programme: &ProgrammeAnswer) -> String {
    let parts = [reach_words(programme), effect_words(programme), elsewhere_words(programme)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// `36.5 % (30.1 to 42.9)`.
pub(super) fn share_words(share: &Share) -> String {
    if share.withheld.is_some() {
        return Style::percent().reading(&Reading::Suppressed);
    }
    Style::percent().reading(&reading(share.share.map(|s| s.scaled(100.0)).as_ref()))
}

fn reach_words(programme: &ProgrammeAnswer) -> Option<String> {
    let found = programme.reach.as_ref().ok()?;
    let of = |group: Group| found.coverage.iter().find(|c| c.0 == group).map(|c| share_words(&c.1));
    let verb = match found.serves {
        Serves::Participants => "took part in",
        Serves::Places => "live in places listed by",
    };
    Some(format!(
        "Of people in left-behind places {} {verb} {}; in other deprived places {}. Of all who {}, {} live in no left-behind place.",
        of(Group::LeftBehind)?,
        programme.label,
        of(Group::OtherDeprived)?,
        match found.serves {
            Serves::Participants => "took part",
            Serves::Places => "live in a listed place",
        },
        share_words(&found.leakage)
    ))
}

fn effect_words(programme: &ProgrammeAnswer) -> Option<String> {
    let outcome = programme.outcome.as_ref()?;
    if let Ok(found) = &programme.effect {
        return Some(verdict_words(outcome, found));
    }
    let jump = programme.jump.as_ref().ok()?;
    Some(format!("Did it work, by its cut-off? {}", told(jump.answer.verdict.verdict, &jump.answer.verdict.reasons)))
}

/// The effect and the grounds of the verdict.
pub(super) fn reasons_words(outcome: &Outcome, found: &EffectAnswer) -> String {
    let effect = found.overall.map_or_else(String::new, |o| {
        format!("{}: {}. ", outcome.label, effect_style(&outcome.unit).reading(&figure_reading(&o)))
    });
    format!("{effect}{}", found.verdict.reasons.join(" "))
}

/// The detectable effect, the effect, the verdict: in this order.
fn verdict_words(outcome: &Outcome, found: &EffectAnswer) -> String {
    let style = effect_style(&outcome.unit);
    let size = found.detectable.map_or_else(
        || "Too few places were treated to say how large an effect would be seen.".to_owned(),
        |size| format!("An effect of {} or more would be seen in four of five such samples.", style.show(size)),
    );
    let effect = found
        .overall
        .map_or_else(String::new, |o| format!(" {}: {}.", outcome.label, style.reading(&figure_reading(&o))));
    format!("{size}{effect} Did it work? {}", told(found.verdict.verdict, &found.verdict.reasons))
}

fn told(verdict: Verdict, reasons: &[String]) -> String {
    format!("{} {}", verdict_label(verdict), reasons.join(" "))
}

/// The verdict as a sentence.
pub(super) fn verdict_label(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Worked => "Yes: the outcome got better where it was tried, beyond what chance would have it.",
        Verdict::Harmed => "No: the outcome got worse where it was tried, beyond what chance would have it.",
        Verdict::Moved => "It made a difference; the pack does not say which way is better.",
        Verdict::TooSmallToMatter => "No: whatever it did is less than would matter.",
        Verdict::CannotTell => "The data cannot tell.",
    }
}

fn elsewhere_words(programme: &ProgrammeAnswer) -> Option<String> {
    let found = programme.elsewhere.as_ref().ok()?;
    let index = found.generalizability?;
    Some(format!(
        "The {} {} neighbourhoods where it was not tried are like those where it was with an index of {:.2} ({}).",
        Style::count().bare(found.target.len() as f64),
        group_word(found.group),
        index.index,
        index.reading.label()
    ))
}

/// How an effect on an outcome is written: percentages differ by percentage points.
pub(super) fn effect_style(unit: &str) -> Style {
    if unit.trim_start().starts_with('%') {
        Style::percentage_points().decimals(2)
    } else {
        style_of(unit, None).unit(unit)
    }
}

pub(super) fn figure_reading(figure: &EffectFigure) -> Reading {
    figure.interval.map_or_else(|| Reading::of(figure.att), |i| Reading::between(i.estimate, i.low, i.high))
}

/// `left-behind`, `other deprived`: before a noun.
pub(super) fn group_word(group: Group) -> &'static str {
    match group {
        Group::LeftBehind => "left-behind",
        other => other.label(),
    }
}

pub(super) fn group_names() -> [&'static str; 3] {
    Group::ALL.map(group_heading)
}
