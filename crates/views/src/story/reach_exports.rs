//! Reach as tables for other programs.

use lynchpin_findings::Interval;
use lynchpin_findings::places::Group;
use lynchpin_findings::work::{
    Condition, Cut, Mode, Paired, PairedFigure, ReachFigure, ReachInequality, ReachSummary, ReachTable, Reached,
    SkillReach, WorkAnswer,
};

use super::page::Story;
use super::results::table;
use crate::exports::{Column, DataTable};

/// By group, pairs, inequality and, where jobs are told by skill, neighbourhoods by skill level.
pub(super) fn tables(story: &Story<'_>, work: &WorkAnswer) -> Vec<DataTable> {
    let mut tables = vec![reach_by_group(work), pairs(work)];
    if !work.findings.inequality.is_empty() {
        tables.push(inequality(&work.findings.inequality));
    }
    tables.extend(skill(story, work));
    tables
}

/// What is within reach of each neighbourhood on one cut.
pub(super) fn columns(table: &ReachTable) -> Vec<Column> {
    let column = |what: &str, words: &str, unit: &str, of: &dyn Fn(&Reached) -> Option<f64>| {
        let values = table.areas.iter().map(|r| r.as_ref().and_then(of)).collect();
        Column::number(&format!("{what}_{}", stem(&table.cut)), &format!("{words}, {}", table.cut), unit, values)
            .described("Modelled; empty where the area could not be linked to the streets", "")
    };
    let mut columns = vec![
        column("jobs", "Jobs within reach", "jobs", &|r| Some(r.all)),
        column("good_jobs", "Good jobs within reach", "jobs", &|r| Some(r.point)),
        column("good_jobs_low", "Good jobs within reach, lower bound", "jobs", &|r| Some(r.low)),
        column("good_jobs_high", "Good jobs within reach, upper bound", "jobs", &|r| Some(r.high)),
    ];
    if table.areas.iter().flatten().any(|reached| reached.per_seeker.is_some()) {
        let words = "Good jobs for each jobseeker who competes for them (2SFCA)";
        let per = |reached: &Reached| reached.per_seeker.map(|per| per.point);
        columns.push(column("good_jobs_per_jobseeker", words, "jobs per jobseeker", &per));
    }
    columns
}

/// `pt_day_45`: a cut as the end of a column name.
fn stem(cut: &Cut) -> String {
    let mode = match cut.mode {
        Mode::PublicTransport => "pt",
        Mode::Car => "car",
        Mode::Cycle => "cycle",
        Mode::Walk => "walk",
        Mode::CarMix => "mix",
    };
    let condition = match cut.condition {
        Condition::Direct => "",
        Condition::WithinFare => "_fare",
        Condition::PastNursery => "_nursery",
    };
    format!("{mode}_{}_{}{condition}", cut.shift, cut.minutes)
}

fn reach_by_group(work: &WorkAnswer) -> DataTable {
    let rows: Vec<(&ReachSummary, &'static str, &ReachFigure)> = work
        .summaries
        .iter()
        .chain(&work.findings.per_seeker)
        .flat_map(|s| {
            let groups = s.groups.iter().map(move |(g, f)| (s, Group::label(*g), f));
            groups.chain([(s, "study area", &s.study_area)])
        })
        .collect();
    let number = |name: &str, title: &str, of: &dyn Fn(&ReachFigure) -> Option<f64>| {
        Column::number(name, title, "as in unit", rows.iter().map(|(_, _, f)| of(f)).collect())
    };
    let columns = vec![
        Column::text("cut", "When, how, within", rows.iter().map(|(s, _, _)| Some(stem(&s.cut))).collect()),
        Column::text("words", "In words", rows.iter().map(|(s, _, _)| Some(s.cut.to_string())).collect()),
        Column::text("unit", "Unit", rows.iter().map(|(s, _, _)| Some(s.measure.unit().to_owned())).collect()),
        Column::text("group", "Group of places", rows.iter().map(|(_, g, _)| Some((*g).to_owned())).collect()),
        number("mean", "Mean over working-age residents", &|f| f.mean),
        number("mean_low", "Mean, lower limit (95 %, areas as draws)", &|f| f.mean_interval.as_ref().map(|i| i.low)),
        number("mean_high", "Mean, upper limit", &|f| f.mean_interval.as_ref().map(|i| i.high)),
        number("mean_low_bound", "Mean under the lower bound of what jobs pay", &|f| f.mean_bounds.map(|b| b.0)),
        number("mean_high_bound", "Mean under the upper bound", &|f| f.mean_bounds.map(|b| b.1)),
        number("median", "Median working-age resident", &|f| f.median.as_ref().map(|i| i.estimate)),
        number("median_low", "Median, lower limit (95 %, bootstrap of areas)", &|f| f.median.as_ref().map(|i| i.low)),
        number("median_high", "Median, upper limit", &|f| f.median.as_ref().map(|i| i.high)),
        Column::integer(
            "missing",
            "Areas left out",
            "areas",
            rows.iter().map(|(_, _, f)| Some(f.missing as i64)).collect(),
        ),
    ];
    table(
        "reach_by_group",
        "Good jobs within reach by group",
        "One row for each cut, unit and group",
        columns,
        &["cut", "unit", "group"],
    )
}

fn end(interval: Option<&Interval>, of: fn(&Interval) -> f64) -> Option<f64> {
    interval.map(of)
}

fn pairs(work: &WorkAnswer) -> DataTable {
    let found = &work.findings;
    let rows: Vec<(&Paired, &'static str, &PairedFigure)> = [&found.car_gap, &found.fare_loss, &found.nursery_loss]
        .into_iter()
        .flatten()
        .flat_map(|pair| {
            let groups = pair.groups.iter().map(move |(g, figure)| (pair, Group::label(*g), figure));
            groups.chain([(pair, "study area", &pair.study_area)])
        })
        .collect();
    let number = |name: &str, title: &str, unit: &str, of: &dyn Fn(&PairedFigure) -> Option<f64>| {
        Column::number(name, title, unit, rows.iter().map(|(_, _, figure)| of(figure)).collect())
    };
    let columns = vec![
        Column::text("cut", "When, how, within", rows.iter().map(|(p, _, _)| Some(stem(&p.cut))).collect()),
        Column::text("against", "Set against", rows.iter().map(|(p, _, _)| Some(stem(&p.against))).collect()),
        Column::text("group", "Group of places", rows.iter().map(|(_, g, _)| Some((*g).to_owned())).collect()),
        number("mean", "Good jobs within reach, mean over working-age residents", "jobs", &|f| f.mean),
        number("against_mean", "The same of what it is set against", "jobs", &|f| f.against),
        number("ratio", "Ratio of the means", "ratio", &|f| end(f.ratio.as_ref(), |i| i.estimate)),
        number("ratio_low", "Ratio, lower limit (95 %, areas as draws)", "ratio", &|f| {
            end(f.ratio.as_ref(), |i| i.low)
        }),
        number("ratio_high", "Ratio, upper limit", "ratio", &|f| end(f.ratio.as_ref(), |i| i.high)),
        number("difference", "Difference of the means", "jobs", &|f| end(f.difference.as_ref(), |i| i.estimate)),
        number("difference_low", "Difference, lower limit", "jobs", &|f| end(f.difference.as_ref(), |i| i.low)),
        number("difference_high", "Difference, upper limit", "jobs", &|f| end(f.difference.as_ref(), |i| i.high)),
    ];
    table(
        "reach_pairs",
        "Good jobs within reach of some people beside others of the same places",
        "Without and with a car, within a fare budget and at any price, by way of a nursery and directly: one row for each pair and group",
        columns,
        &["cut", "against", "group"],
    )
}

/// Picks an index.
type Of = fn(&ReachInequality) -> Option<&Interval>;

fn inequality(rows: &[ReachInequality]) -> DataTable {
    let number = |name: &str, title: &str, of: &dyn Fn(&ReachInequality) -> Option<f64>| {
        Column::number(name, title, "none", rows.iter().map(of).collect())
    };
    let mut columns = vec![
        Column::text("cut", "When, how, within", rows.iter().map(|i| Some(stem(&i.cut))).collect()),
        Column::text("unit", "What is counted", rows.iter().map(|i| Some(i.measure.unit().to_owned())).collect()),
        Column::integer("areas", "Areas counted", "areas", rows.iter().map(|i| Some(i.areas as i64)).collect()),
    ];
    let indices: [(&str, &str, Of); 3] = [
        ("concentration", "Concentration index by deprivation rank", |i| i.concentration.as_ref()),
        ("palma", "Palma ratio: least deprived tenth over most deprived 40 %", |i| i.palma.as_ref()),
        ("gini", "Gini coefficient", |i| i.gini.as_ref()),
    ];
    for (name, title, of) in indices {
        columns.push(number(name, title, &|i| end(of(i), |i| i.estimate)));
        columns
            .push(number(&format!("{name}_low"), "Lower limit (95 %, bootstrap of areas)", &|i| end(of(i), |i| i.low)));
        columns.push(number(&format!("{name}_high"), "Upper limit", &|i| end(of(i), |i| i.high)));
    }
    table(
        "reach_inequality",
        "Inequality of good jobs within reach",
        "One row for each cut and unit",
        columns,
        &["cut", "unit"],
    )
}

/// Direct reach at the lead's minutes by skill level; `None` where jobs are not told by it.
fn skill(story: &Story<'_>, work: &WorkAnswer) -> Option<DataTable> {
    let codes = &story.tables.areas.codes;
    let found = &work.findings.skill;
    let rows: Vec<(&Cut, &String, Option<SkillReach>, Option<f64>)> = found
        .iter()
        .filter_map(|skill| Some((skill, work.reach.iter().find(|t| t.cut == skill.cut)?)))
        .flat_map(|(skill, table)| {
            let areas = codes.iter().zip(&table.areas).zip(&skill.areas);
            areas.map(move |((code, reached), open)| (&skill.cut, code, reached.and_then(|r| r.skill), *open))
        })
        .collect();
    let mut columns = vec![
        Column::text("code", "Code", rows.iter().map(|r| Some(r.1.clone())).collect()),
        Column::text("cut", "When, how, within", rows.iter().map(|r| Some(stem(r.0))).collect()),
    ];
    for level in 0..4 {
        let number = level + 1;
        let of = |what: &dyn Fn(&SkillReach) -> Option<[f64; 4]>| {
            rows.iter().map(|r| Some(what(r.2.as_ref()?)?[level])).collect::<Vec<Option<f64>>>()
        };
        let all = of(&|skill| Some(skill.all));
        columns.push(Column::number(
            &format!("jobs_level_{number}"),
            &format!("Jobs within reach that ask for skill level {number}"),
            "jobs",
            all,
        ));
        let good = of(&|skill| skill.good);
        columns.push(Column::number(
            &format!("good_jobs_level_{number}"),
            &format!("Good jobs within reach that ask for skill level {number}"),
            "jobs",
            good,
        ));
    }
    let open = rows.iter().map(|r| r.3).collect();
    columns.push(Column::number(
        "open_share",
        "Share of good jobs within reach that asks for no more than its average adult holds",
        "0 to 1",
        open,
    ));
    let title = "Jobs within reach by the skill level that they ask for";
    (!rows.is_empty())
        .then(|| table("reach_by_skill", title, "One row for each neighbourhood and cut", columns, &["code", "cut"]))
}
