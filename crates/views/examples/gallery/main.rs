//! Renders a report with every kind of block, from invented figures, into the folder named by the first argument.
//!
//! With the variable `LYNCHPIN_DATA` set, the map shows the real outlines of the Liverpool City Region; without it, invented ones.

mod areas;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lynchpin_pack::tables::Direction;
use lynchpin_views::charts::{Chart, ChartRow, Histogram, Mark};
use lynchpin_views::exports::{Column, DataTable, Format, Licence, RunInfo, write_package};
use lynchpin_views::maps::{Classes, Map, Outlines};
use lynchpin_views::numbers::{Reading, Style};
use lynchpin_views::report::{
    Block, Callout, Details, KeyFigure, Ledger, LedgerRow, Method, NoteId, Report, Section, Site, Source, Text, Tone,
    place_file,
};
use lynchpin_views::table::{Table, TableColumn, TableRow};

use areas::{Area, invented_areas, outlines, real_areas};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).map_or_else(|| PathBuf::from("gallery"), PathBuf::from);
    let file = std::env::args().nth(2).unwrap_or_else(|| "boundaries_lsoa21_lcr.geojson.gz".into());
    let areas = match std::env::var_os("LYNCHPIN_DATA") {
        Some(data) => real_areas(&Path::new(&data).join("uk").join("geography").join(file))?,
        None => invented_areas(),
    };
    let outlines = Arc::new(outlines(&areas));
    for page in site(&areas, &outlines).write(&folder)? {
        println!("{}", page.display());
    }
    std::fs::write(folder.join("map.svg"), map(&areas, &outlines).standalone_svg()?)?;
    for file in write_package(
        &folder.join("results"),
        &[&data_table(&areas)],
        &run_info(),
        &[Format::Csv, Format::Parquet, Format::Xlsx],
    )? {
        println!("{}", file.display());
    }
    Ok(())
}

fn readings(areas: &[Area]) -> Vec<Reading> {
    let of = |(i, a): (usize, &Area)| match i % 61 {
        13 => Reading::Suppressed,
        29 if i % 2 == 0 => Reading::Missing,
        _ => Reading::of(a.value),
    };
    areas.iter().enumerate().map(of).collect()
}

fn map(areas: &[Area], outlines: &Arc<Outlines>) -> Map {
    Map {
        id: "map-no-car".into(),
        title: "Households without a car or van".into(),
        description: "The share is highest in the north of Liverpool and across the river in Birkenhead. Figures are invented.".into(),
        measure: "Households without a car or van".into(),
        style: Style::percent(),
        direction: Direction::HigherIsWorse,
        classes: Classes::Quantiles(5),
        outlines: Arc::clone(outlines),
        readings: readings(areas),
        picked_out: Some(("left behind".into(), areas.iter().map(|a| a.value > 41.5).collect())),
        source: "Invented values; outlines Office for National Statistics, Open Government Licence v3.0, contains OS data © Crown copyright".into(),
    }
}

fn group_chart(mark: Mark, id: &str) -> Chart {
    let row = |label: &str, v: f64, l: f64, h: f64, strong: bool| ChartRow {
        label: label.into(),
        readings: vec![Reading::between(v, l, h)],
        strong,
    };
    Chart {
        id: id.into(),
        title: "Households without a car or van, by group of neighbourhoods".into(),
        description: "More than a third of households in left-behind neighbourhoods have no car, against under a quarter in England.".into(),
        measure: "Households without a car or van".into(),
        style: Style::percent(),
        direction: Direction::HigherIsWorse,
        mark,
        series: vec![],
        rows: vec![
            row("Left behind", 36.5, 35.9, 37.1, true),
            row("Other deprived", 38.2, 37.4, 39.0, false),
            row("Rest of the city region, not among the worst tenth on either of the two indices", 21.4, 21.1, 21.7, false),
            ChartRow { label: "Isles".into(), readings: vec![Reading::Suppressed], strong: false },
        ],
        reference: Some(("England".into(), 23.3)),
        from_zero: true,
        source: "Invented values".into(),
    }
}

fn series_chart() -> Chart {
    let row = |label: &str, v: [f64; 4]| ChartRow {
        label: label.into(),
        readings: v.iter().map(|v| Reading::between(*v, v - 1.4, v + 1.4)).collect(),
        strong: false,
    };
    Chart {
        id: "four-groups".into(),
        title: "Jobs above the Real Living Wage within reach, by group".into(),
        description: "Left-behind neighbourhoods reach fewer such jobs at every hour, and fewest at 06:00.".into(),
        measure: "Jobs per working-age resident".into(),
        style: Style::number(1),
        direction: Direction::HigherIsBetter,
        mark: Mark::Dot,
        series: ["Left behind", "Other deprived", "Rest", "England"].map(String::from).into(),
        rows: vec![
            row("By public transport, 08:00", [8.1, 12.4, 10.2, 11.8]),
            row("By public transport, 06:00 (early shift)", [2.0, 5.5, 4.9, 5.2]),
            row("By car, 08:00", [24.2, 27.9, 30.4, 26.0]),
        ],
        reference: None,
        from_zero: true,
        source: "Invented values".into(),
    }
}

fn site(areas: &[Area], outlines: &Arc<Outlines>) -> Site {
    let mut report = Report {
        title: "Good work within reach in the Liverpool City Region".into(),
        subtitle: "A gallery of components; every figure is invented. Timetable of Tuesday 5 March 2024".into(),
        colophon: "Made with Lynchpin 0.1.0, seed 7.".into(),
        ..Report::default()
    };
    let (no_car, jobs) = notes(&mut report);
    report.finding = finding(no_car, jobs);
    report.sections = vec![
        overview(no_car, jobs),
        where_section(areas, outlines, no_car),
        groups_section(areas, no_car, jobs),
        ledger_section(),
    ];
    let code = areas.get(7).map_or("X", |a| a.code.as_str()).to_owned();
    let place = place(areas, &code);
    Site { report, places: vec![(code, place)] }
}

fn notes(report: &mut Report) -> (NoteId, NoteId) {
    let census = report.notes.source(Source {
        title: "TS045 Car or van availability".into(),
        publisher: "Office for National Statistics".into(),
        period: "Census 2021".into(),
        licence: "Open Government Licence v3.0".into(),
        files: vec![("ts045_cars_lsoa21.csv.gz".into(), "blake3:6c0f1f0d6a6f0b1b5e6d".into())],
    });
    let jobs = report.notes.source(Source {
        title: "Business Register and Employment Survey".into(),
        publisher: "Office for National Statistics".into(),
        period: "2021".into(),
        licence: "Open Government Licence v3.0".into(),
        files: vec![],
    });
    let no_car = report.notes.method(Method {
        title: "Households without a car or van".into(),
        method:
            "Households with no car or van, divided by all households, summed over the neighbourhoods of each group."
                .into(),
        formula: Some("share = 100 × Σ households without a car ÷ Σ households".into()),
        unit: "% of households".into(),
        interval: Some("95 % interval by drawing neighbourhoods anew 1,000 times.".into()),
        says_not: Some("Whether a household wants a car, or who in it may use one.".into()),
        own_default: false,
        sources: vec![census],
    });
    let reach = report.notes.method(Method {
        title: "Jobs above the Real Living Wage within 45 minutes".into(),
        method: "Jobs by industry in every workplace area that a resident can reach door to door, times the share of that industry's jobs paid above the Real Living Wage, per working-age resident.".into(),
        formula: Some("A_i = Σ_j Σ_s jobs_js · above_s · [c_ij ≤ 45] ÷ residents_i".into()),
        unit: "jobs per working-age resident".into(),
        interval: None,
        says_not: Some("Whether a job is vacant, or whether the resident has the skills for it.".into()),
        own_default: true,
        sources: vec![jobs, census],
    });
    (no_car, reach)
}

fn finding(no_car: NoteId, jobs: NoteId) -> Text {
    Text::new("People in left-behind neighbourhoods reach ")
        .figure(&Reading::of(8.1), &Style::number(1), jobs)
        .plain(
            " jobs above the Real Living Wage per working-age resident within 45 minutes by public transport, against ",
        )
        .figure(&Reading::of(11.8), &Style::number(1), jobs)
        .plain(" in England; ")
        .figure(&Reading::between(36.5, 35.9, 37.1), &Style::percent(), no_car)
        .plain(" of their households have no car.")
}

fn overview(no_car: NoteId, jobs: NoteId) -> Section {
    let figure = |label: &str, reading: Reading, style: Style, compare: &str, note: NoteId| KeyFigure {
        label: label.into(),
        reading,
        style,
        compare: compare.into(),
        note,
    };
    Section {
        id: "overview".into(),
        heading: "At a glance".into(),
        new_page: false,
        blocks: vec![
            Block::KeyFigures(vec![
                figure(
                    "Households without a car or van, left behind",
                    Reading::between(36.5, 35.9, 37.1),
                    Style::percent(),
                    "England 23.3 %",
                    no_car,
                ),
                figure(
                    "Jobs above the Real Living Wage per resident",
                    Reading::of(8.1),
                    Style::number(1),
                    "England 11.8",
                    jobs,
                ),
                figure(
                    "Jobs within reach",
                    Reading::between(123_456.0, 119_000.0, 127_000.0),
                    Style::modelled_count(100.0),
                    "at 08:00",
                    jobs,
                ),
                figure("Median hourly pay", Reading::Suppressed, Style::pounds_and_pence(), "", jobs),
            ]),
            Block::Callout(Callout {
                tone: Tone::Warning,
                title: "These groups are made from indices that already hold some of these figures".into(),
                text: Text::new(
                    "The Community Needs Index holds car ownership: that left-behind neighbourhoods have fewer cars follows in part from how they were chosen.",
                ),
            }),
        ],
    }
}

fn where_section(areas: &[Area], outlines: &Arc<Outlines>, no_car: NoteId) -> Section {
    Section {
        id: "where".into(),
        heading: "Where households have no car".into(),
        new_page: true,
        blocks: vec![
            Block::Paragraph(Text::new(
                "Darker is worse. A heavy outline marks the neighbourhoods in the worst tenth on both indices.",
            )),
            Block::Map(Box::new(map(areas, outlines)), no_car),
        ],
    }
}

fn groups_section(areas: &[Area], no_car: NoteId, jobs: NoteId) -> Section {
    let percent = Style::percent();
    let link = areas.get(7).map(|a| place_file(&a.code));
    let mut place_row = TableRow::new(["Left behind", "87", "36.5 % (35.9 to 37.1)", "8.1"]).strong();
    place_row.link = link;
    Section {
        id: "groups".into(),
        heading: "How the groups compare".into(),
        new_page: false,
        blocks: vec![
            Block::Chart(Box::new(group_chart(Mark::Dot, "groups-dots")), no_car),
            Block::Chart(Box::new(series_chart()), jobs),
            Block::Heading("The same as bars".into()),
            Block::Chart(Box::new(group_chart(Mark::Bar, "groups-bars")), no_car),
            Block::Table(Table {
                caption: "Groups of neighbourhoods".into(),
                columns: vec![
                    TableColumn::words("Group"),
                    TableColumn::numbers("Neighbourhoods", ""),
                    TableColumn::numbers("No car", "% of households").explained_by(no_car),
                    TableColumn::numbers("Jobs in reach", "per resident").explained_by(jobs),
                ],
                rows: vec![
                    place_row,
                    TableRow::new(["Other deprived", "261", "38.2 % (37.4 to 39.0)", "12.4"]),
                    TableRow::new(vec![
                        "Rest".to_owned(),
                        "655".into(),
                        percent.reading(&Reading::Suppressed),
                        "10.2".into(),
                    ]),
                ],
                remark: Some("[c] withheld because the count is too small; [x] not available.".into()),
            }),
            Block::Histogram(
                Box::new(Histogram {
                    id: "spread".into(),
                    title: "How neighbourhoods spread".into(),
                    description: "Most neighbourhoods lie under a fifth; a long tail reaches past a half.".into(),
                    measure: "Households without a car or van (% of households)".into(),
                    style: percent,
                    values: areas.iter().map(|a| a.value).collect(),
                    bins: 30,
                    marks: vec![("England".into(), 23.3), ("Left behind".into(), 36.5)],
                    source: "Invented values".into(),
                }),
                no_car,
            ),
        ],
    }
}

fn ledger_section() -> Section {
    let row =
        |what: &str, read: u64, used: u64, why: &str| LedgerRow { what: what.into(), read, used, why: why.into() };
    Section {
        id: "used-and-lost".into(),
        heading: "What was used and what was lost".into(),
        new_page: false,
        blocks: vec![
            Block::Ledger(Ledger {
                caption: "Counts at each step".into(),
                rows: vec![
                    row("Stops", 8_412, 8_397, "15 stand more than 500 m from a street"),
                    row("Trips", 96_203, 41_877, "no service on Tuesday 5 March 2024"),
                    row("Residents of working age", 978_112, 978_112, ""),
                ],
            }),
            Block::Details(Details {
                summary: "The 15 stops that stand far from a street".into(),
                blocks: vec![Block::List(vec!["Seacombe Ferry".into(), "Docks <gate 3>".into()])],
            }),
        ],
    }
}

fn place(areas: &[Area], code: &str) -> Report {
    let name = areas.get(7).map_or("A place", |a| a.name.as_str());
    let mut page = Report {
        title: name.into(),
        subtitle: format!("Neighbourhood {code}. Every figure is invented"),
        back: Some(("report.html".into(), "The whole report".into())),
        colophon: "Made with Lynchpin 0.1.0, seed 7.".into(),
        ..Report::default()
    };
    let (no_car, jobs) = notes(&mut page);
    page.finding = finding(no_car, jobs);
    page.sections = vec![overview(no_car, jobs)];
    page
}

fn data_table(areas: &[Area]) -> DataTable {
    DataTable {
        name: "areas".into(),
        title: "Neighbourhoods".into(),
        description: "One row per neighbourhood; invented figures.".into(),
        columns: vec![
            Column::text("area_code", "Area code", areas.iter().map(|a| Some(a.code.clone())).collect()),
            Column::text("area_name", "Area name", areas.iter().map(|a| Some(a.name.clone())).collect()),
            Column::number(
                "no_car",
                "Households without a car or van",
                "% of households",
                readings(areas).iter().map(Reading::value).collect(),
            )
            .described("Share of households", "Invented"),
        ],
        key: vec!["area_code".into()],
        geometry: Some(areas.iter().map(|a| Some(a.outline.clone().into())).collect()),
    }
}

fn run_info() -> RunInfo {
    RunInfo {
        name: "gallery".into(),
        title: "Gallery of components".into(),
        description: "Invented figures that show every format.".into(),
        version: env!("CARGO_PKG_VERSION").into(),
        seed: Some(7),
        parameters: vec![("Date".into(), "2024-03-05".into())],
        sources: vec![Source { title: "Invented".into(), ..Source::default() }],
        licences: vec![Licence { name: "CC0-1.0".into(), title: "Creative Commons Zero".into(), path: String::new() }],
    }
}
