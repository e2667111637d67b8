//! The figures on reforms as tables for other programs.

use lynchpin_findings::Interval;
use lynchpin_findings::reforms::{EffectFigure, Passed, ProgrammeAnswer, Share};

use super::super::page::Story;
use crate::exports::{Column, DataTable};

/// Reach, effects, funnel, and the neighbourhoods with what was tried; none where the pack has no programme.
pub(crate) fn data_tables(story: &Story<'_>) -> Vec<DataTable> {
    if story.reforms.is_empty() {
        return Vec::new();
    }
    let mut tables = vec![places(story), reach(story.reforms)];
    tables.extend([effects(story.reforms), funnels(story.reforms)].into_iter().filter(|t| t.rows() > 0));
    tables
}

fn table(name: &str, title: &str, description: &str, columns: Vec<Column>, key: &[&str]) -> DataTable {
    DataTable {
        name: name.into(),
        title: title.into(),
        description: description.into(),
        columns,
        key: key.iter().map(|k| (*k).to_owned()).collect(),
        geometry: None,
    }
}

/// One row for each programme and neighbourhood. Participants are not in it: counts of a neighbourhood may be small.
fn places(story: &Story<'_>) -> DataTable {
    let codes = &story.tables.areas.codes;
    let rows: Vec<(&ProgrammeAnswer, usize)> =
        story.reforms.iter().flat_map(|p| (0..codes.len()).map(move |area| (p, area))).collect();
    let columns = vec![
        Column::text("programme", "Programme", rows.iter().map(|(p, _)| Some(p.id.clone())).collect()),
        Column::text("code", "Code", rows.iter().map(|(_, a)| codes.get(*a).cloned()).collect()),
        Column::number(
            "treated_share",
            "Share of people in a treated place",
            "0 to 1",
            rows.iter().map(|(p, a)| p.treated_share.get(*a).copied().flatten()).collect(),
        ),
    ];
    table(
        "reform_places",
        "Where reforms are",
        "One row for each programme and neighbourhood",
        columns,
        &["programme", "code"],
    )
}

fn reach(programmes: &[ProgrammeAnswer]) -> DataTable {
    struct Row<'a> {
        programme: &'a ProgrammeAnswer,
        measure: &'static str,
        group: String,
        share: Option<&'a Share>,
        interval: Option<Interval>,
    }
    let mut rows: Vec<Row<'_>> = Vec::new();
    for programme in programmes {
        let Ok(found) = &programme.reach else { continue };
        let mut shares: Vec<(&'static str, String, &Share)> =
            found.coverage.iter().map(|(g, s)| ("coverage", g.label().to_owned(), s)).collect();
        shares.push(("coverage", "all".into(), &found.overall));
        shares.push(("leakage", "all".into(), &found.leakage));
        shares.push(("leakage beyond deprived places", "all".into(), &found.leakage_beyond_deprived));
        rows.extend(shares.into_iter().map(|(measure, group, share)| Row {
            programme,
            measure,
            group,
            share: Some(share),
            interval: share.share,
        }));
        let ratios = [
            ("targeting", found.targeting),
            ("equity", found.equity),
            ("concentration", found.concentration.as_ref().map(|c| c.coefficient)),
        ];
        rows.extend(ratios.map(|(measure, interval)| Row {
            programme,
            measure,
            group: "all".into(),
            share: None,
            interval,
        }));
    }
    let text = |of: &dyn Fn(&Row<'_>) -> Option<String>| rows.iter().map(of).collect::<Vec<_>>();
    let number = |of: &dyn Fn(&Row<'_>) -> Option<f64>| rows.iter().map(of).collect::<Vec<_>>();
    let columns = vec![
        Column::text("programme", "Programme", text(&|r| Some(r.programme.id.clone()))),
        Column::text("measure", "Measure", text(&|r| Some(r.measure.into()))),
        Column::text("group", "Group of places", text(&|r| Some(r.group.clone()))),
        Column::number("value", "Value", "share or ratio", number(&|r| r.interval.map(|i| i.estimate)))
            .described("Empty where withheld or not available", ""),
        Column::number("low", "Lower limit", "share or ratio", number(&|r| r.interval.map(|i| i.low)))
            .described("95 % interval", ""),
        Column::number("high", "Upper limit", "share or ratio", number(&|r| r.interval.map(|i| i.high)))
            .described("95 % interval", ""),
        Column::text(
            "interval",
            "How the interval was made",
            text(&|r| r.interval.map(|i| i.method.label().to_owned())),
        ),
        Column::number("count", "Counted above the line", "people", number(&|r| r.share?.count)),
        Column::number("of", "Counted below the line", "people", number(&|r| r.share?.of)),
        Column::text("withheld", "Why the value is withheld", text(&|r| r.share?.withheld.clone())),
    ];
    table(
        "reform_reach",
        "Whom reforms reach",
        "One row for each programme, measure and group",
        columns,
        &["programme", "measure", "group"],
    )
}

fn effects(programmes: &[ProgrammeAnswer]) -> DataTable {
    type Row<'a> = (&'a ProgrammeAnswer, &'static str, String, EffectFigure, Option<(f64, f64)>);
    let mut rows: Vec<Row<'_>> = Vec::new();
    for programme in programmes {
        if let Ok(found) = &programme.effect {
            rows.extend(found.overall.map(|f| (programme, "overall", String::new(), f, None)));
            rows.extend(found.simple.map(|f| (programme, "simple", String::new(), f, None)));
            rows.extend(found.drift.map(|f| (programme, "drift before treatment", String::new(), f, None)));
            for (kind, points) in
                [("event", &found.by_event), ("cohort", &found.by_cohort), ("period", &found.by_period)]
            {
                rows.extend(points.iter().map(|p| (programme, kind, p.label.clone(), p.effect, p.band)));
            }
            rows.extend(
                found.by_estimator.iter().map(|(e, f)| (programme, "estimator", e.label().to_owned(), *f, None)),
            );
        }
        if let Ok(found) = &programme.jump {
            let d = &found.answer.found;
            let figure = EffectFigure {
                att: d.estimate,
                standard_error: d.robust_error,
                interval: Some(d.interval),
                p_value: Some(d.p_value()),
            };
            rows.push((programme, "jump at the cut-off", format!("within {:.0} ranks", d.bandwidth), figure, None));
        }
    }
    let text = |of: &dyn Fn(&Row<'_>) -> String| rows.iter().map(|r| Some(of(r))).collect::<Vec<_>>();
    let number =
        |of: &dyn Fn(&Row<'_>) -> Option<f64>| rows.iter().map(|r| of(r).filter(|v| v.is_finite())).collect::<Vec<_>>();
    let unit = "as the outcome";
    let columns = vec![
        Column::text("programme", "Programme", text(&|r| r.0.id.clone())),
        Column::text(
            "outcome",
            "Outcome",
            text(&|r| r.0.outcome.as_ref().map_or_else(String::new, |o| o.label.clone())),
        ),
        Column::text(
            "unit",
            "Unit of the outcome",
            text(&|r| r.0.outcome.as_ref().map_or_else(String::new, |o| o.unit.clone())),
        ),
        Column::text("over", "What the effect is over", text(&|r| r.1.to_owned())),
        Column::text("at", "Periods since treatment, cohort, period or estimator", text(&|r| r.2.clone())),
        Column::number("effect", "Effect", unit, number(&|r| Some(r.3.att))),
        Column::number("standard_error", "Standard error", unit, number(&|r| Some(r.3.standard_error))),
        Column::number("low", "Lower limit", unit, number(&|r| r.3.interval.map(|i| i.low)))
            .described("95 % interval", ""),
        Column::number("high", "Upper limit", unit, number(&|r| r.3.interval.map(|i| i.high)))
            .described("95 % interval", ""),
        Column::number("band_low", "Lower limit for all points at once", unit, number(&|r| r.4.map(|b| b.0))),
        Column::number("band_high", "Upper limit for all points at once", unit, number(&|r| r.4.map(|b| b.1))),
        Column::number("chance", "Chance of so large an effect without any", "0 to 1", number(&|r| r.3.p_value)),
    ];
    table(
        "reform_effects",
        "What reforms did",
        "One row for each programme and estimate",
        columns,
        &["programme", "over", "at"],
    )
}

fn funnels(programmes: &[ProgrammeAnswer]) -> DataTable {
    type Row = (String, String, usize, String, Option<f64>, Option<(f64, f64)>, Option<f64>);
    let mut rows: Vec<Row> = Vec::new();
    for programme in programmes {
        let Ok(found) = &programme.funnel else { continue };
        for (step, label) in found.steps.iter().enumerate() {
            for way in &found.groups {
                let passed = way.steps.get(step);
                rows.push((
                    programme.id.clone(),
                    way.group.label().to_owned(),
                    step + 1,
                    label.clone(),
                    passed.and_then(Passed::share),
                    passed.and_then(|s| s.interval).map(|i| (i.low, i.high)),
                    found.gap.as_ref().map(|g| g.parts[step]),
                ));
            }
        }
    }
    let columns = vec![
        Column::text("programme", "Programme", rows.iter().map(|r| Some(r.0.clone())).collect()),
        Column::text("group", "Group of places", rows.iter().map(|r| Some(r.1.clone())).collect()),
        Column::integer("step", "Step", "", rows.iter().map(|r| Some(r.2 as i64)).collect()),
        Column::text("label", "What those have who pass", rows.iter().map(|r| Some(r.3.clone())).collect()),
        Column::number("rate", "Share of those who came so far", "0 to 1", rows.iter().map(|r| r.4).collect())
            .described("Empty where withheld or not available", ""),
        Column::number("low", "Lower limit", "0 to 1", rows.iter().map(|r| r.5.map(|l| l.0)).collect()),
        Column::number("high", "Upper limit", "0 to 1", rows.iter().map(|r| r.5.map(|l| l.1)).collect()),
        Column::number(
            "part_of_gap",
            "Part of the step in the gap, left behind less other deprived",
            "share of people",
            rows.iter().map(|r| r.6).collect(),
        ),
    ];
    table(
        "reform_funnel",
        "From everyone to those who take part",
        "One row for each programme, step and group",
        columns,
        &["programme", "group", "step"],
    )
}
