//! Did it work: first how large an effect would be seen, then the effect.

use lynchpin_findings::reforms::{EffectAnswer, EffectFigure, JumpFound, Outcome, ProgrammeAnswer, Verdict};

use super::super::shared::{bare_with_interval, source_line};
use super::notes::{self, explained};
use super::words::{effect_style, figure_reading, reasons_words, verdict_label};
use crate::charts::{Chart, ChartRow, Mark};
use crate::numbers::{Reading, Style};
use crate::report::{Block, Callout, NoteId, Notes, Text, Tone};
use crate::table::{Table, TableColumn, TableRow};

/// Treated places for each comparison below which the chance of the joint test comes out too small.
const PLACES_PER_COMPARISON: usize = 10;

pub(super) fn blocks(programme: &ProgrammeAnswer, notes: &mut Notes) -> Vec<Block> {
    let Some(outcome) = &programme.outcome else { return Vec::new() };
    let mut blocks = Vec::new();
    if let Ok(found) = &programme.effect {
        let note = notes::effect(notes, programme, outcome, found);
        blocks.push(Block::Paragraph(detectable(outcome, found, note)));
        let tone = if found.verdict.verdict == Verdict::CannotTell { Tone::Warning } else { Tone::Note };
        let title = format!("Did it work? {}", verdict_label(found.verdict.verdict));
        let text: Text = reasons_words(outcome, found).as_str().into();
        blocks.push(Block::Callout(Callout { tone, title, text }));
        blocks.extend(event_study(programme, outcome, found, notes));
        blocks.push(Block::Table(effect_table(outcome, found, Some(note))));
        blocks.extend(left_out(outcome));
    }
    if let Ok(found) = &programme.jump {
        let note = notes::jump(notes, programme, outcome);
        blocks.push(Block::Table(jump_table(outcome, found, Some(note))));
        let verdict = &found.answer.verdict;
        let told = format!("By the cut-off: {} {}", verdict_label(verdict.verdict), verdict.reasons.join(" "));
        blocks.push(Block::Paragraph(told.as_str().into()));
    }
    blocks
}

fn detectable(outcome: &Outcome, found: &EffectAnswer, note: NoteId) -> Text {
    let style = effect_style(&outcome.unit);
    let (units, treated, always) = found.units;
    let mut text = Text::new(&format!(
        "{} neighbourhoods are compared over {} periods ({} to {}), {treated} of them treated in some period. ",
        Style::count().bare(units as f64),
        found.periods.len(),
        found.periods.first().map_or("", String::as_str),
        found.periods.last().map_or("", String::as_str),
    ));
    if always > 0 {
        text = text.plain(&format!("{always} treated from the first period on have no before and are left out. "));
    }
    match found.detectable {
        Some(size) => text
            .plain("Before anything else: an effect of ")
            .figure(&Reading::of(size), &style, note)
            .plain(" or more would be seen in four of five such samples; a smaller one mostly would not."),
        None => text.plain("Too few places were treated to say how large an effect would be seen."),
    }
}

/// Effects by time since treatment, with limits for each and for all at once.
fn event_study(
    programme: &ProgrammeAnswer,
    outcome: &Outcome,
    found: &EffectAnswer,
    notes: &mut Notes,
) -> Option<Block> {
    if found.by_event.is_empty() {
        return None;
    }
    let note = notes::event_study(notes, programme, outcome);
    let row = |point: &lynchpin_findings::reforms::EffectPoint| {
        let band =
            point.band.map_or_else(|| Reading::of(point.effect.att), |b| Reading::between(point.effect.att, b.0, b.1));
        ChartRow { label: when(&point.label), readings: vec![figure_reading(&point.effect), band], strong: point.post }
    };
    let chart = Chart {
        id: format!("chart-event-{}", programme.id),
        title: format!("{} before and after treatment", outcome.label),
        description: "Treated places less those not yet treated, by time since treatment; before treatment the change from one period to the next. Nought means they moved alike.".into(),
        measure: format!("{} ({})", outcome.label, effect_style(&outcome.unit).unit_label()),
        style: effect_style(&outcome.unit),
        direction: outcome.direction,
        mark: Mark::Dot,
        series: vec!["95 % for each".into(), "95 % for all at once".into()],
        rows: found.by_event.iter().map(row).collect(),
        reference: Some(("No difference".into(), 0.0)),
        from_zero: false,
        source: source_line(&programme.sources.iter().collect::<Vec<_>>()),
    };
    Some(Block::Chart(Box::new(chart), note))
}

fn when(label: &str) -> String {
    match label.parse::<i64>() {
        Ok(0) => "First treated period".into(),
        Ok(1) => "1 period after".into(),
        Ok(n) if n > 0 => format!("{n} periods after"),
        Ok(-1) => "1 period before".into(),
        Ok(n) => format!("{} periods before", -n),
        Err(_) => label.to_owned(),
    }
}

/// The effect every way that it was asked.
pub(super) fn effect_table(outcome: &Outcome, found: &EffectAnswer, note: Option<NoteId>) -> Table {
    let style = effect_style(&outcome.unit);
    let mut rows = vec![TableRow::new([
        "Least effect that would mostly be seen".to_owned(),
        style.cell(&Reading::from(found.detectable)),
        String::new(),
    ])];
    let line = |name: String, f: &EffectFigure| {
        TableRow::new([name, bare_with_interval(&style, &figure_reading(f)), chance(f.p_value)])
    };
    rows.extend(found.overall.iter().map(|o| line("Effect on a treated place (mean of cohorts)".into(), o).strong()));
    rows.extend(found.simple.iter().map(|o| line("Mean of all effects after treatment".into(), o)));
    rows.extend(found.by_cohort.iter().map(|p| line(format!("Places first treated in {}", p.label), &p.effect)));
    rows.extend(found.by_period.iter().map(|p| line(format!("In {}", p.label), &p.effect)));
    rows.extend(found.by_estimator.iter().map(|(e, f)| line(format!("By {}", e.label()), f)));
    rows.extend(found.two_by_two.iter().map(|i| {
        let reading = Reading::between(i.estimate, i.low, i.high);
        TableRow::new([
            "First cohort, all periods before and after, against never treated".to_owned(),
            bare_with_interval(&style, &reading),
            String::new(),
        ])
    }));
    rows.extend(found.drift.iter().map(|d| line("Drift apart before treatment, a period".into(), d)));
    rows.extend(found.pre_trend.iter().map(|t| {
        TableRow::new([
            format!("All {} comparisons before treatment at once", t.freedom),
            format!("χ² {:.1}", t.statistic),
            if found.draws >= PLACES_PER_COMPARISON * t.freedom {
                chance(Some(t.p_value))
            } else {
                "too few places".into()
            },
        ])
    }));
    rows.extend(found.randomisation.iter().map(|r| {
        TableRow::new([
            format!("Among {} other choices of places, as large a difference", r.choices),
            String::new(),
            chance(Some(r.p_value)),
        ])
    }));
    rows.extend(found.synthetic.iter().map(|s| {
        let p = s.placebos.as_ref().map(|p| p.p_value);
        TableRow::new([
            format!("Synthetic control of {} places", s.synthetic.weights.iter().filter(|w| **w > 0.001).count()),
            style.bare(s.synthetic.effect),
            chance(p),
        ])
    }));
    Table {
        caption: format!("What it did to: {}", outcome.label),
        columns: vec![
            TableColumn::words("Estimate"),
            explained(TableColumn::numbers("Effect, 95 % interval", style.unit_label()), note),
            explained(TableColumn::numbers("Chance of it without any effect", ""), note),
        ],
        rows,
        remark: Some(format!(
            "Compared with {}, {}. The chance of the χ² is told only where ten places are treated for each of its comparisons; with fewer it comes out too small.",
            found.options.controls.label(),
            if outcome.covariates.is_empty() {
                "without adjusting for anything".to_owned()
            } else {
                format!("made comparable by {} ({})", outcome.covariates.join(", "), found.options.estimator.label())
            }
        )),
    }
}

/// The jump at the cut-off.
pub(super) fn jump_table(outcome: &Outcome, found: &JumpFound, note: Option<NoteId>) -> Table {
    let style = effect_style(&outcome.unit);
    let answer = &found.answer;
    let line = |name: String, d: &lynchpin_findings::reforms::Discontinuity| {
        let reading = Reading::between(d.estimate, d.interval.low, d.interval.high);
        TableRow::new([name, bare_with_interval(&style, &reading), chance(Some(d.p_value()))])
    };
    let mut rows = vec![
        TableRow::new([
            "Least jump that would mostly be seen".to_owned(),
            style.bare(answer.detectable),
            String::new(),
        ]),
        line(
            format!(
                "Jump within {:.0} ranks ({} places not eligible, {} eligible)",
                answer.found.bandwidth, answer.found.within.0, answer.found.within.1
            ),
            &answer.found,
        )
        .strong(),
    ];
    rows.extend(answer.nearby.iter().map(|d| line(format!("Within {:.0} ranks", d.bandwidth), d)));
    Table {
        caption: format!("Just eligible against just not: rank {:.0} on the {}", found.rank_at_most, found.index),
        columns: vec![
            TableColumn::words("Estimate"),
            explained(TableColumn::numbers("Jump, 95 % interval", style.unit_label()), note),
            explained(TableColumn::numbers("Chance of it without any effect", ""), note),
        ],
        rows,
        remark: Some(format!(
            "The effect of being eligible: {:.0} % of eligible places and {:.0} % of the others are treated.",
            100.0 * found.treated.0,
            100.0 * found.treated.1
        )),
    }
}

fn left_out(outcome: &Outcome) -> Option<Block> {
    let lines: Vec<Text> = outcome
        .left_out
        .iter()
        .map(|l| {
            format!("{} neighbourhoods are left out: {}.", Style::count().bare(l.areas as f64), l.reason)
                .as_str()
                .into()
        })
        .collect();
    (!lines.is_empty()).then_some(Block::List(lines))
}

fn chance(p: Option<f64>) -> String {
    match p {
        None => String::new(),
        Some(p) if p < 0.001 => "under 0.001".into(),
        Some(p) => format!("{p:.3}"),
    }
}
