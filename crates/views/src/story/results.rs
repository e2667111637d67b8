//! The findings as tables for other programs, every column with its unit, meaning and source.

use geo_types::{Geometry, Point};
use lynchpin_findings::Interval;
use lynchpin_findings::places::{GroupFigure, IndicatorComparison, Robustness};
use lynchpin_findings::work::{Verdict, WorkAnswer};
use lynchpin_pack::tables::{Areas, Provenance};

use super::page::Story;
use super::{barriers, childcare, declared, determinants, good_work, pays, reach_exports, reforms, voices_results};
use crate::exports::{Column, DataTable};

/// All tables of a run: neighbourhoods, comparison of groups, higher geographies and, where there is work, reach, workplaces and industries.
pub fn data_tables(story: &Story<'_>) -> Vec<DataTable> {
    let mut tables = vec![neighbourhoods(story), comparison(story)];
    tables.extend(higher(story));
    if let Some(work) = story.work {
        tables.extend([workplaces(story, work), industries(work)]);
        tables.extend(reach_exports::tables(story, work));
    }
    tables.extend(story.good_work.iter().flat_map(|found| good_work::data_tables(story, found)));
    if let Some(Ok(answer)) = story.childcare {
        tables.extend(childcare::data_tables(story, answer));
    }
    tables.extend(
        story.barriers.into_iter().flatten().flat_map(|answer| barriers::data_tables(answer, &story.tables.areas)),
    );
    tables.extend(story.pays.map(pays::data_table));
    tables.extend(reforms::data_tables(story));
    tables.extend(story.declared.iter().map(|index| declared::data_table(index, &story.tables.areas)));
    tables.extend(story.determinants.map(determinants::data_table));
    tables.extend(story.voices.iter().flat_map(|voices| voices_results::data_tables(voices)));
    tables
}

fn provenance_line(provenance: &Provenance) -> String {
    format!("{}: {} ({}), {}", provenance.publisher, provenance.title, provenance.period, provenance.licence)
}

pub(super) fn table(name: &str, title: &str, description: &str, columns: Vec<Column>, key: &[&str]) -> DataTable {
    DataTable {
        name: name.into(),
        title: title.into(),
        description: description.into(),
        columns,
        key: key.iter().map(|k| (*k).to_owned()).collect(),
        geometry: None,
    }
}

fn neighbourhoods(story: &Story<'_>) -> DataTable {
    let areas = &story.tables.areas;
    let text = |values: &[String]| values.iter().map(|v| Some(v.clone())).collect::<Vec<_>>();
    let mut columns =
        vec![Column::text("code", "Code", text(&areas.codes)), Column::text("name", "Name", text(&areas.names))];
    for (level, parents) in &areas.parents {
        columns.push(Column::text(&format!("{level}_code"), &format!("Code of its {level}"), parents.codes.clone()));
        columns.push(Column::text(&format!("{level}_name"), &format!("Name of its {level}"), parents.names.clone()));
    }
    for (kind, labels) in &areas.place_types {
        columns.push(Column::text(kind, &kind.replace('_', " "), text(labels)));
    }
    columns.extend(standing(story));
    for (name, counts) in &story.tables.residents.columns {
        let source = story.tables.residents.provenance.get(name).map(provenance_line).unwrap_or_default();
        let column =
            Column::number(&format!("{name}_count"), &name.replace('_', " "), "people or households", counts.clone());
        columns.push(column.described("Count, carried to these areas", &source));
    }
    for indicator in &story.tables.indicators {
        let column = Column::number(&indicator.id, &indicator.label, &indicator.unit, indicator.values.clone());
        columns.push(column.described(&indicator.label, &provenance_line(&indicator.provenance)));
    }
    if let Some(work) = story.work {
        columns.extend(work.reach.iter().flat_map(reach_exports::columns));
        let verdict = |v: &Verdict| {
            Some(match v {
                Verdict::Firmly => "firmly",
                Verdict::Likely => "likely",
                Verdict::Possibly => "possibly",
                Verdict::Not => "not",
                Verdict::Unknown => return None,
            })
        };
        let words = work.cut_off.verdicts.iter().map(|v| verdict(v).map(str::to_owned)).collect();
        columns.push(Column::text("cut_off", "Cut off from good work", words).described(
            &format!(
                "Under the line {:.0} good jobs ({}): firmly under low, point and high estimate alike",
                work.cut_off.line, work.cut_off.rule.cut
            ),
            "",
        ));
    }
    columns.extend(story.good_work.iter().flat_map(|found| good_work::neighbourhood_columns(found)));
    let mut table = table(
        "neighbourhoods",
        &format!("Neighbourhoods of {}", story.name),
        "One row for each neighbourhood under study",
        columns,
        &["code"],
    );
    table.geometry = geometry(areas);
    table
}

fn geometry(areas: &Areas) -> Option<Vec<Option<Geometry<f64>>>> {
    let shape = |i: usize| {
        let outline = areas.outlines.get(i).cloned().flatten().map(Geometry::MultiPolygon);
        outline.or_else(|| areas.points.get(i).copied().flatten().map(|(x, y)| Geometry::Point(Point::new(x, y))))
    };
    let shapes: Vec<_> = (0..areas.codes.len()).map(shape).collect();
    shapes.iter().any(Option::is_some).then_some(shapes)
}

/// Group, firmness and place on every index.
fn standing(story: &Story<'_>) -> Vec<Column> {
    let grouping = &story.places.grouping;
    let group = grouping.groups.iter().map(|g| g.map(|g| g.label().to_owned())).collect();
    let firmness = |v: &Robustness| {
        Some(match v {
            Robustness::Robustly => "robustly",
            Robustness::Marginally => "marginally",
            Robustness::Not => "not",
            Robustness::Unranked => return None,
        })
    };
    let firm = story.places.robustness.verdicts.iter().map(|v| firmness(v).map(str::to_owned)).collect();
    let mut columns = vec![
        Column::text("group", "Group of places", group).described(
            &format!(
                "Left behind: worst {} % on {} and {}",
                grouping.worst_percent, grouping.deprivation, grouping.community_needs
            ),
            "",
        ),
        Column::text("left_behind_firmness", "How firmly left behind", firm)
            .described("Robustly: under every index version and cut-off tried; marginally: under some", ""),
        Column::number(
            "left_behind_share",
            "Share of combinations that leave it behind",
            "0 to 1",
            story.places.robustness.shares.clone(),
        ),
    ];
    for index in &story.tables.indices {
        let source = provenance_line(&index.provenance);
        let rank = Column::number(
            &format!("{}_rank", index.id),
            &format!("{}: rank", index.label),
            "1 is worst",
            index.area_rank.clone(),
        );
        columns.push(rank.described(&format!("Rank among {}", index.codes.len()), &source));
        if index.area_score.iter().any(Option::is_some) {
            let score = Column::number(
                &format!("{}_score", index.id),
                &format!("{}: score", index.label),
                "points",
                index.area_score.clone(),
            );
            columns.push(score.described("Published score, carried to these areas", &source));
        }
    }
    columns
}

struct Row<'a> {
    indicator: &'a IndicatorComparison,
    group: &'static str,
    figure: &'a GroupFigure,
}

fn comparison(story: &Story<'_>) -> DataTable {
    let rows: Vec<Row<'_>> = story
        .places
        .comparisons
        .iter()
        .flat_map(|indicator| {
            let groups = indicator.groups.iter().map(move |(g, figure)| Row { indicator, group: g.label(), figure });
            groups.chain([Row { indicator, group: "study area", figure: &indicator.study_area }])
        })
        .collect();
    let text = |of: &dyn Fn(&Row<'_>) -> String| rows.iter().map(|r| Some(of(r))).collect::<Vec<_>>();
    let number = |of: &dyn Fn(&Row<'_>) -> Option<f64>| rows.iter().map(of).collect::<Vec<_>>();
    let shown = |i: &Option<Interval>, end: fn(&Interval) -> f64| i.as_ref().map(end);
    let columns = vec![
        Column::text("indicator", "Indicator", text(&|r| r.indicator.id.clone())),
        Column::text("label", "What it is", text(&|r| r.indicator.label.clone())),
        Column::text("unit", "Unit", text(&|r| r.indicator.unit.clone())),
        Column::text("group", "Group of places", text(&|r| r.group.to_owned())),
        Column::number("value", "Value", "as in unit", number(&|r| r.figure.value))
            .described("Empty where withheld or not available", ""),
        Column::number("low", "Lower limit", "as in unit", number(&|r| shown(&r.figure.interval, |i| i.low)))
            .described("95 % interval", ""),
        Column::number("high", "Upper limit", "as in unit", number(&|r| shown(&r.figure.interval, |i| i.high)))
            .described("95 % interval", ""),
        Column::text(
            "interval",
            "How the interval was made",
            rows.iter().map(|r| r.figure.interval.as_ref().map(|i| i.method.label().to_owned())).collect(),
        ),
        Column::number(
            "low_across_areas",
            "Lower limit, areas as draws",
            "as in unit",
            number(&|r| shown(&r.figure.across_areas, |i| i.low)),
        ),
        Column::number(
            "high_across_areas",
            "Upper limit, areas as draws",
            "as in unit",
            number(&|r| shown(&r.figure.across_areas, |i| i.high)),
        ),
        Column::integer("areas", "Areas", "areas", rows.iter().map(|r| Some(r.figure.areas as i64)).collect()),
        Column::integer(
            "missing",
            "Areas without a value",
            "areas",
            rows.iter().map(|r| Some(r.figure.missing as i64)).collect(),
        ),
        Column::text("withheld", "Why the value is withheld", rows.iter().map(|r| r.figure.withheld.clone()).collect()),
        Column::number("nation", story.nation(), "as in unit", number(&|r| r.indicator.nation))
            .described("Over everything in the publisher's file", ""),
        Column::text("remark", "What is circular", rows.iter().map(|r| r.indicator.remark.clone()).collect()),
    ];
    table(
        "comparison",
        "Every indicator across the groups of places",
        "One row for each indicator and group",
        columns,
        &["indicator", "group"],
    )
}

fn higher(story: &Story<'_>) -> Vec<DataTable> {
    let grouping = &story.places.grouping;
    let one = |(level, summaries): &(String, Vec<lynchpin_findings::places::HigherSummary>)| {
        let name_of = |code: &str| {
            let parents = story.tables.areas.parents.get(level)?;
            let at = parents.codes.iter().position(|c| c.as_deref() == Some(code))?;
            parents.names.get(at).cloned().flatten()
        };
        let number = |name: &str,
                      title: &str,
                      unit: &str,
                      of: &dyn Fn(&lynchpin_findings::places::HigherSummary) -> Option<f64>| {
            Column::number(name, title, unit, summaries.iter().map(of).collect())
        };
        let columns = vec![
            Column::text("code", "Code", summaries.iter().map(|s| Some(s.code.clone())).collect()),
            Column::text("name", "Name", summaries.iter().map(|s| name_of(&s.code)).collect()),
            Column::integer(
                "areas",
                "Neighbourhoods counted",
                "areas",
                summaries.iter().map(|s| Some(s.areas as i64)).collect(),
            ),
            Column::integer(
                "missing",
                "Neighbourhoods left out",
                "areas",
                summaries.iter().map(|s| Some(s.missing as i64)).collect(),
            ),
            number("population", "People", "people", &|s| Some(s.population)),
            number("average_rank", "Average rank, inverted", "N + 1 − rank: higher is worse", &|s| {
                Some(s.average_rank)
            }),
            number("average_score", "Average score", "points", &|s| s.average_score),
            number("areas_in_decile_1", "Neighbourhoods in the worst tenth", "share", &|s| Some(s.areas_in_decile_1)),
            number("people_in_decile_1", "People in the worst tenth", "share", &|s| Some(s.people_in_decile_1)),
            number("extent", "Extent", "share", &|s| Some(s.extent)),
            number("local_concentration", "Local concentration", "inverted rank", &|s| Some(s.local_concentration)),
        ];
        let title = format!("{} by {}", grouping.index_labels.0, level.replace('_', " "));
        table(
            &format!("deprivation_by_{level}"),
            &title,
            "Population-weighted summaries, as in the Indices of Deprivation",
            columns,
            &["code"],
        )
    };
    story.places.higher.iter().map(one).collect()
}

fn workplaces(story: &Story<'_>, work: &WorkAnswer) -> DataTable {
    let known = |values: &[f64]| values.iter().map(|v| Some(*v)).collect::<Vec<_>>();
    let points = story.tables.jobs.as_ref().map_or(&[][..], |jobs| &jobs.points);
    let columns = vec![
        Column::text("code", "Code of the workplace area", work.good.codes.iter().map(|c| Some(c.clone())).collect()),
        Column::number("jobs", "Jobs", "jobs", known(&work.good.all)),
        Column::number("good_jobs", "Good jobs by pay", "jobs", known(&work.good.point)),
        Column::number("good_jobs_low", "Good jobs, lower bound", "jobs", known(&work.good.low)),
        Column::number("good_jobs_high", "Good jobs, upper bound", "jobs", known(&work.good.high)),
    ];
    let mut table =
        table("workplaces", "Jobs and good jobs by workplace", "One row for each workplace area", columns, &["code"]);
    let shapes: Vec<_> = points.iter().map(|p| p.map(|(x, y)| Geometry::Point(Point::new(x, y)))).collect();
    table.geometry = (shapes.len() == work.good.codes.len()).then_some(shapes);
    table
}

fn industries(work: &WorkAnswer) -> DataTable {
    let all = &work.shares.industries;
    let columns = vec![
        Column::text("industry", "Industry code", all.iter().map(|s| Some(s.code.clone())).collect()),
        Column::number(
            "share",
            "Share of jobs at or above the wage",
            "0 to 1",
            all.iter().map(|s| s.share.point).collect(),
        ),
        Column::number("share_low", "Share, lower bound", "0 to 1", all.iter().map(|s| Some(s.share.low)).collect()),
        Column::number("share_high", "Share, upper bound", "0 to 1", all.iter().map(|s| Some(s.share.high)).collect()),
        Column::number(
            "people_without_pay",
            "People in occupations without published pay",
            "people",
            all.iter().map(|s| Some(s.people_without_pay)).collect(),
        ),
    ];
    let title = format!("Share of jobs that pay £{:.2} an hour or more, by industry", work.floor.pounds_per_hour);
    table("industries", &title, "One row for each industry", columns, &["industry"])
}
