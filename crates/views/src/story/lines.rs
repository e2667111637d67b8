//! The main figures as tables for a terminal.

use lynchpin_findings::places::{Group, PlacesAnswer};
use lynchpin_findings::profile::{PlaceIndicator, PlaceProfile};
use lynchpin_findings::work::WorkAnswer;
use lynchpin_pack::tables::{Index, Pay};

use super::shared::{bare_with_interval, group_heading, group_reading, neighbourhoods, reading, style_of};
use crate::numbers::{Reading, Style};
use crate::table::{Table, TableColumn, TableRow};

/// Every index rebuilt from its domain ranks, and how many areas its publisher flags as left behind.
pub fn indices_table(indices: &[Index], answer: &PlacesAnswer) -> Table {
    let row = |index: &Index| {
        let rebuilt = answer.rebuilt.iter().find(|r| r.index == index.id);
        let count = Style::count();
        let flagged = index.flag.as_ref().map(|flags| flags.iter().filter(|f| **f).count() as f64);
        TableRow::new([
            index.label.clone(),
            index.geography.clone(),
            count.bare(index.codes.len() as f64),
            Style::number(5).cell(&Reading::from(rebuilt.and_then(|r| r.max_error))),
            count.cell(&Reading::from(rebuilt.and_then(|r| r.rank_differences).map(|n| n as f64))),
            count.cell(&Reading::from(flagged)),
        ])
    };
    Table {
        caption: "Indices, rebuilt from their domain ranks".into(),
        columns: vec![
            TableColumn::words("Index"),
            TableColumn::words("Geography"),
            TableColumn::numbers("Areas", ""),
            TableColumn::numbers("Largest score error", "points"),
            TableColumn::numbers("Other rank", "areas"),
            TableColumn::numbers("Flagged left behind", "areas"),
        ],
        rows: indices.iter().map(row).collect(),
        remark: None,
    }
}

/// Every indicator across the groups.
pub fn places_table(answer: &PlacesAnswer, nation: &str) -> Table {
    let mut columns = vec![TableColumn::words("Indicator")];
    columns.extend(Group::ALL.map(|g| TableColumn::numbers(group_heading(g), "")));
    columns.push(TableColumn::numbers(nation, ""));
    let rows = answer.comparisons.iter().map(|c| {
        let style = style_of(&c.unit, c.study_area.value);
        let mark = if c.remark.is_some() { " †" } else { "" };
        let mut cells = vec![format!("{}{mark} ({})", c.label, c.unit)];
        cells.extend(Group::ALL.map(|g| bare_with_interval(&style, &group_reading(c.group(g)))));
        cells.push(style.cell(&Reading::from(c.nation)));
        TableRow::new(cells)
    });
    Table {
        caption: "Left-behind places beside the others, with 95 % intervals".into(),
        rows: rows.collect(),
        columns,
        remark: Some("† part of an index that made the groups; [c] withheld; [x] not available".into()),
    }
}

/// Median pay of the occupations or industries with these codes; `None` where the table holds none of them.
pub fn pay_table(pay: &Pay, codes: &[String]) -> Option<Table> {
    let median = pay.percentiles.iter().position(|p| *p == 50.0)?;
    let rows = codes.iter().filter_map(|code| {
        let at = pay.codes.iter().position(|c| c == code)?;
        let pounds = Reading::from(pay.pounds[at][median]);
        Some(TableRow::new([pay.labels[at].clone(), code.clone(), Style::pounds_and_pence().cell(&pounds)]))
    });
    let rows: Vec<TableRow> = rows.collect();
    (!rows.is_empty()).then(|| Table {
        caption: format!("Median pay in {}, all employees ({})", pay.provenance.period, pay.provenance.title),
        columns: vec![
            TableColumn::words(if pay.by == "industry" { "Industry" } else { "Occupation" }),
            TableColumn::words("Code"),
            TableColumn::numbers("Median", "£ an hour"),
        ],
        rows,
        remark: None,
    })
}

/// Every indicator of a place beside the figures to judge it by.
pub fn place_table(profile: &PlaceProfile, nation: &str) -> Table {
    let row = |i: &PlaceIndicator| {
        let style = style_of(&i.unit, i.study_area.or(i.nation));
        TableRow::new([
            format!("{} ({})", i.label, i.unit),
            bare_with_interval(&style, &group_reading(Some(&i.place))),
            style.cell(&Reading::from(i.study_area)),
            style.cell(&Reading::from(i.nation)),
        ])
    };
    Table {
        caption: format!(
            "{} ({}), {}",
            profile.place.name,
            profile.place.code,
            neighbourhoods(profile.place.members.len())
        ),
        columns: vec![
            TableColumn::words("Indicator"),
            TableColumn::numbers("Here", ""),
            TableColumn::numbers("Study area", ""),
            TableColumn::numbers(nation, ""),
        ],
        rows: profile.indicators.iter().map(row).collect(),
        remark: None,
    }
}

/// Good jobs within reach, by group.
pub fn reach_table(work: &WorkAnswer) -> Table {
    let style = Style::modelled_count(10.0);
    let mut columns = vec![TableColumn::words("Good jobs within reach (mean, 95 % interval)")];
    columns.extend(Group::ALL.map(|g| TableColumn::numbers(group_heading(g), "")));
    let minutes = work.cut_off.rule.cut.minutes;
    let rows = work.summaries.iter().filter(|s| s.cut.minutes == minutes).map(|s| {
        let mut cells = vec![format!(
            "{}, {}, {} min{}",
            work.shift_words(&s.cut.shift),
            s.cut.mode.phrase(),
            s.cut.minutes,
            s.cut.condition.phrase()
        )];
        cells.extend(Group::ALL.map(|g| {
            let figure = s.group(g);
            let interval = figure.and_then(|f| f.mean_interval.as_ref());
            let shown = interval.map_or_else(|| Reading::from(figure.and_then(|f| f.mean)), |i| reading(Some(i)));
            bare_with_interval(&style, &shown)
        }));
        TableRow::new(cells)
    });
    Table { caption: "Good jobs within reach, by group".into(), rows: rows.collect(), columns, remark: None }
}
