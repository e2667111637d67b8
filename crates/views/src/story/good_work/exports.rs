//! Good work as tables for other programs.

use lynchpin_findings::Interval;
use lynchpin_findings::places::Group;
use lynchpin_findings::work::quality::{QualityAnswer, SetFigures, Side};
use lynchpin_findings::work::{GoodWork, OutsideView, SectorShare, SectorView};

use super::super::page::Story;
use crate::exports::{Column, DataTable};

/// What every modelled column says of itself.
const MODELLED: &str = "Modelled from the mix of jobs; 95 % interval by parametric bootstrap with the model's error";

/// Columns of the neighbourhoods' table: each dimension with its interval, and the share in low-paying sectors.
pub(in super::super) fn neighbourhood_columns(found: &GoodWork) -> Vec<Column> {
    let mut columns = Vec::new();
    if let Some((answer, side)) = found.quality.as_ref().and_then(|answer| Some((answer, answer.held.as_ref()?))) {
        columns.extend(side_columns(answer, side, "held"));
    }
    if let Some(view) = found.sectors.as_ref().filter(|view| !view.low_paying_by_area.is_empty()) {
        let column = Column::number(
            "share_in_low_paying_sectors",
            "Share of residents in work in low-paying sectors",
            "0 to 1",
            view.low_paying_by_area.clone(),
        );
        columns.push(
            column.described("Sectors of whose jobs a larger share than of all jobs pays less than the wage", ""),
        );
    }
    columns
}

/// One of the three numbers of an interval.
type End = fn(&Interval) -> f64;

fn side_columns(answer: &QualityAnswer, side: &Side, stem: &str) -> Vec<Column> {
    let mut columns = Vec::new();
    for (at, dimension) in answer.dimensions.iter().enumerate() {
        let rates: Vec<Option<Interval>> = side.rates(at);
        let ends: [(&str, &str, End); 3] =
            [("", "share", |i| i.estimate), ("_low", "lower limit", |i| i.low), ("_high", "upper limit", |i| i.high)];
        for (suffix, words, end) in ends {
            let name = format!("good_work_{stem}_{}{suffix}", dimension.id);
            let title = format!("Good work {stem}, {}: {words}", dimension.label.to_lowercase());
            let values = rates.iter().map(|rate| rate.as_ref().map(end)).collect();
            columns.push(Column::number(&name, &title, "0 to 1", values).described(MODELLED, ""));
        }
    }
    columns
}

/// Tables of their own: figures by group, workplaces, tests of the model, sectors, outside options.
pub(in super::super) fn data_tables(story: &Story<'_>, found: &GoodWork) -> Vec<DataTable> {
    let mut tables = Vec::new();
    if let Some(answer) = &found.quality {
        tables.push(by_group(answer));
        tables.extend(workplaces(story, answer));
        tables.extend(validation(answer));
    }
    tables.extend(found.sectors.as_ref().map(sectors));
    tables.extend(outside(&found.outside));
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

fn texts<T>(rows: &[T], of: impl Fn(&T) -> String) -> Vec<Option<String>> {
    rows.iter().map(|row| Some(of(row))).collect()
}

fn by_group(answer: &QualityAnswer) -> DataTable {
    let held = answer.held_by_group.iter().map(|(group, figures)| ("residents", group.label(), figures));
    let all = answer.held_by_all.iter().map(|figures| ("residents", "all", figures));
    let offered = answer.offered_by_group.iter().map(|(group, figures)| ("workplaces", group.label(), figures));
    let workplaces = answer.offered_by_all.iter().map(|figures| ("workplaces", "all", figures));
    let sets: Vec<(&str, &str, &SetFigures)> = held.chain(all).chain(offered).chain(workplaces).collect();
    let mut rows: Vec<(&str, &str, String, f64, Option<Interval>)> = Vec::new();
    for (side, set, figures) in sets {
        for (dimension, rate) in answer.dimensions.iter().zip(&figures.rates) {
            rows.push((side, set, dimension.id.clone(), figures.people, *rate));
        }
        if let Some(bounds) = &figures.all_at_once {
            rows.push((side, set, "all_at_least".into(), figures.people, Some(bounds.low)));
            rows.push((side, set, "all_at_most".into(), figures.people, Some(bounds.high)));
        }
    }
    let number = |name: &str, title: &str, of: End| {
        Column::number(name, title, "0 to 1", rows.iter().map(|r| r.4.as_ref().map(of)).collect())
            .described(MODELLED, "")
    };
    let columns = vec![
        Column::text("side", "Residents in work, or workplaces", texts(&rows, |r| r.0.to_owned())),
        Column::text("group", "Group of neighbourhoods", texts(&rows, |r| r.1.to_owned())),
        Column::text("dimension", "Dimension of good work", texts(&rows, |r| r.2.clone())).described(
            "all: all six at once, as the survey has it; all_at_least and all_at_most: what the separate rates allow",
            "",
        ),
        Column::number(
            "people",
            "Residents in work, or jobs",
            "people or jobs",
            rows.iter().map(|r| Some(r.3)).collect(),
        ),
        number("share", "Share that meets it", |i| i.estimate),
        number("low", "Lower limit", |i| i.low),
        number("high", "Upper limit", |i| i.high),
    ];
    table(
        "good_work",
        "Good work held and offered",
        "One row for each side, group and dimension",
        columns,
        &["side", "group", "dimension"],
    )
}

fn workplaces(story: &Story<'_>, answer: &QualityAnswer) -> Option<DataTable> {
    let side = answer.offered.as_ref()?;
    let jobs = story.tables.jobs.as_ref()?;
    let mut columns = vec![Column::text("code", "Code of the workplace area", texts(&jobs.codes, String::clone))];
    columns.extend(side_columns(answer, side, "offered"));
    Some(table(
        "good_work_offered",
        "Good work offered by workplace",
        "One row for each workplace area",
        columns,
        &["code"],
    ))
}

fn validation(answer: &QualityAnswer) -> Option<DataTable> {
    let rows: Vec<_> = answer
        .validations
        .iter()
        .flat_map(|found| found.rows.iter().map(|row| (answer.dimensions[found.dimension].id.clone(), row)))
        .collect();
    let number = |name: &str, title: &str, of: &dyn Fn(&lynchpin_findings::work::quality::ValidationRow) -> f64| {
        Column::number(name, title, "0 to 1", rows.iter().map(|(_, row)| Some(of(row))).collect())
    };
    (!rows.is_empty()).then(|| {
        let columns = vec![
            Column::text("dimension", "Dimension", texts(&rows, |r| r.0.clone())),
            Column::text("district", "Code of the district", texts(&rows, |r| r.1.district.clone())),
            number("direct", "Direct estimate", &|r| r.direct),
            number("standard_error", "Its standard error", &|r| r.standard_error),
            number("predicted", "Predicted from its mix, before benchmarking", &|r| r.predicted),
            number("low", "Lower limit of the prediction, made without it", &|r| r.low),
            number("high", "Upper limit", &|r| r.high),
        ];
        table(
            "good_work_validation",
            "Districts predicted from their mix of jobs",
            "One row for each dimension and district",
            columns,
            &["dimension", "district"],
        )
    })
}

fn sectors(view: &SectorView) -> DataTable {
    let groups = view.residents.iter().map(|(group, shares)| ("residents", Group::label(*group), shares));
    let all = view.all_residents.iter().map(|shares| ("residents", "all", shares));
    let jobs = view.workplaces.iter().map(|shares| ("workplaces", "all", shares));
    let rows: Vec<(&str, &str, &SectorShare)> = groups
        .chain(all)
        .chain(jobs)
        .flat_map(|(side, set, shares)| shares.iter().map(move |s| (side, set, s)))
        .collect();
    let sector = |code: &str| view.sectors.iter().find(|sector| sector.code == code);
    let number = |name: &str, title: &str, unit: &str, of: &dyn Fn(&SectorShare) -> Option<f64>| {
        Column::number(name, title, unit, rows.iter().map(|r| of(r.2)).collect())
    };
    let columns = vec![
        Column::text("side", "Residents in work, or workplaces", texts(&rows, |r| r.0.to_owned())),
        Column::text("group", "Group of neighbourhoods", texts(&rows, |r| r.1.to_owned())),
        Column::text("sector", "Sector", texts(&rows, |r| r.2.code.clone())),
        Column::text(
            "label",
            "Name",
            texts(&rows, |r| sector(&r.2.code).map_or_else(String::new, |s| s.label.clone())),
        ),
        number("jobs", "Residents in work, or jobs", "people or jobs", &|s| (!s.withheld).then_some(s.jobs)),
        number("share", "Share", "0 to 1", &|s| s.share.as_ref().map(|i| i.estimate)),
        number("share_low", "Share, lower limit", "0 to 1", &|s| s.share.as_ref().map(|i| i.low)),
        number("share_high", "Share, upper limit", "0 to 1", &|s| s.share.as_ref().map(|i| i.high)),
        number("location_quotient", "Location quotient", "ratio", &|s| {
            s.location_quotient.as_ref().map(|i| i.estimate)
        }),
        number("location_quotient_low", "Location quotient, lower limit", "ratio", &|s| {
            s.location_quotient.as_ref().map(|i| i.low)
        }),
        number("location_quotient_high", "Location quotient, upper limit", "ratio", &|s| {
            s.location_quotient.as_ref().map(|i| i.high)
        }),
        number("below_wage", "Share of its jobs in the nation that pay less than the wage", "0 to 1", &|s| {
            sector(&s.code)?.below
        }),
    ];
    table(
        "sectors",
        "Sectors of residents and workplaces",
        "One row for each side, group and sector",
        columns,
        &["side", "group", "sector"],
    )
}

fn outside(views: &[OutsideView]) -> Option<DataTable> {
    let rows: Vec<_> = views
        .iter()
        .flat_map(|view| view.compared.iter().chain(&view.here).map(move |option| (view, option)))
        .collect();
    // An occupation that the pack names may be among the better-paid ones too.
    let mut seen = std::collections::BTreeSet::new();
    let rows: Vec<_> =
        rows.into_iter().filter(|(view, option)| seen.insert((&view.found.code, &option.code))).collect();
    let columns = vec![
        Column::text("occupation", "Occupation left", texts(&rows, |r| r.0.found.code.clone())),
        Column::text("option", "Occupation taken up", texts(&rows, |r| r.1.code.clone())),
        Column::text("label", "Its name", texts(&rows, |r| r.1.label.clone())),
        Column::number(
            "median",
            "Its median pay",
            "£ per hour",
            rows.iter().map(|r| Some(r.1.median_pounds)).collect(),
        ),
        Column::number(
            "gap",
            "Against the occupation left",
            "£ per hour",
            rows.iter().map(|r| Some(r.1.gap_pounds)).collect(),
        ),
        Column::number("jobs", "Jobs at the workplaces, modelled", "jobs", rows.iter().map(|r| r.1.jobs).collect()),
    ];
    (!rows.is_empty()).then(|| {
        table(
            "outside_options",
            "Outside options",
            "One row for each occupation and option",
            columns,
            &["occupation", "option"],
        )
    })
}
