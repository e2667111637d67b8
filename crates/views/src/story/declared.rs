//! Indices that the analyst declares.

use lynchpin_findings::places::declared::{DeclaredAnswer, DeclaredLeftBehind};
use lynchpin_findings::places::{Group, Robustness};
use lynchpin_pack::tables::Areas;

use super::page::Story;
use super::shared::neighbourhoods;
use crate::exports::{Column, DataTable};
use crate::numbers::Style;
use crate::report::{Block, Callout, Details, Method, NoteId, Notes, Section, Text, Tone};
use crate::table::{Table, TableColumn, TableRow};

/// Areas shown at the top of an index.
const WORST_SHOWN: usize = 20;

/// The section of the report; `None` where no index is declared.
pub(super) fn section(story: &Story<'_>, notes: &mut Notes) -> Option<Section> {
    if story.declared.is_empty() {
        return None;
    }
    let mut blocks = Vec::new();
    for index in story.declared {
        let note = note(index, notes);
        blocks.push(Block::Heading(index.label.clone()));
        blocks.push(Block::Paragraph(Text::new(&words(index))));
        blocks.extend(circularity(index).map(|text| {
            Block::Callout(Callout {
                tone: Tone::Note,
                title: "Some of these indicators are in published indices too".into(),
                text: text.as_str().into(),
            })
        }));
        blocks.push(Block::Table(makeup(index, Some(note))));
        if !index.beside.is_empty() {
            blocks.push(Block::Table(beside(index, Some(note))));
        }
        blocks.push(Block::Details(Details {
            summary: format!("The {WORST_SHOWN} worst neighbourhoods on it, and how firm their ranks are"),
            blocks: vec![Block::Table(worst(story, index, note))],
        }));
    }
    Some(Section { id: "declared".into(), heading: "Indices declared in the pack".into(), blocks, new_page: true })
}

/// A declared index as tables for the terminal.
pub fn declared_tables(index: &DeclaredAnswer) -> Vec<Table> {
    let mut tables = vec![makeup(index, None)];
    if !index.beside.is_empty() {
        tables.push(beside(index, None));
    }
    tables
}

/// What a declared index says, in sentences.
pub fn declared_headline(index: &DeclaredAnswer) -> String {
    format!("{}: {}", index.label, words(index))
}

fn words(index: &DeclaredAnswer) -> String {
    let count = |n: usize| Style::count().bare(n as f64);
    let (by, draws) = index.moved;
    let left_out = if index.left_out == 0 {
        String::new()
    } else {
        format!(" {} not ranked, as an indicator is missing there.", neighbourhoods(index.left_out))
    };
    let rates = if index.rank_by_rates.is_empty() {
        ""
    } else {
        " The table of the index gives a second interval of each rank, from how sure the rates themselves are."
    };
    format!(
        "{} ranked by {} indicators in {} domains.{left_out} With every weight moved by up to {:.0} % either way, {} times, {} are in the worst tenth whatever the weights, {} under some.{rates}{}",
        neighbourhoods(index.ranked),
        index.indicators.len(),
        index.domains.len(),
        100.0 * by,
        count(draws as usize),
        count(index.count(Robustness::Robustly)),
        count(index.count(Robustness::Marginally)),
        index.left_behind.as_ref().map(left_behind).unwrap_or_default(),
    )
}

fn left_behind(found: &DeclaredLeftBehind) -> String {
    let count = |n: usize| Style::count().bare(n as f64);
    format!(
        " In place of the published index of its axis it leaves {} behind, {} of them left behind by the pack's own rule as well. Over all weights, cut-offs of 5 to 20 % and versions of the other \
         index, {} are left behind robustly (under all) and {} marginally (under some).",
        neighbourhoods(found.areas),
        count(found.shared),
        count(found.robustly),
        count(found.marginally),
    )
}

fn circularity(index: &DeclaredAnswer) -> Option<String> {
    let held: Vec<String> = index
        .indicators
        .iter()
        .filter(|i| !i.also_in.is_empty())
        .map(|i| format!("{} ({})", i.label, i.also_in.join(", ")))
        .collect();
    (!held.is_empty()).then(|| {
        format!(
            "{}. Agreement with these indices is partly by construction, and so is any difference between groups that they made.",
            held.join("; ")
        )
    })
}

fn numbers(title: &str, unit: &str, note: Option<NoteId>) -> TableColumn {
    let column = TableColumn::numbers(title, unit);
    match note {
        Some(note) => column.explained_by(note),
        None => column,
    }
}

fn makeup(index: &DeclaredAnswer, note: Option<NoteId>) -> Table {
    let weight = Style::number(3);
    let domain_weight = |name: &str| index.domains.iter().find(|d| d.name == name).map_or(f64::NAN, |d| d.weight);
    let rows = index.indicators.iter().map(|i| {
        TableRow::new([
            i.label.clone(),
            i.domain.clone(),
            weight.bare(domain_weight(&i.domain)),
            weight.bare(i.weight),
            if i.turned { "turned round" } else { "" }.into(),
            i.own_rate_weight.map_or_else(String::new, |w| Style::percent().bare(100.0 * w)),
        ])
    });
    Table {
        caption: format!("{}: what it is made of", index.label),
        columns: vec![
            TableColumn::words("Indicator"),
            TableColumn::words("Domain"),
            numbers("Weight of the domain", "", note),
            numbers("Weight in the domain", "", note),
            TableColumn::words("Direction"),
            numbers("Own rate, against the district's", "%", note),
        ],
        rows: rows.collect(),
        remark: Some("Turned round: higher is better, so that a low value counts as worse. Own rate: mean weight of a neighbourhood's own rate where rates are shrunk; blank where they are not.".into()),
    }
}

fn beside(index: &DeclaredAnswer, note: Option<NoteId>) -> Table {
    let rows = index.beside.iter().map(|b| {
        TableRow::new([
            b.label.clone(),
            Style::number(2).bare(b.spearman),
            Style::percent().bare(100.0 * b.worst_tenth_shared),
        ])
    });
    Table {
        caption: format!("{} beside published indices", index.label),
        columns: vec![
            TableColumn::words("Published index"),
            numbers("Rank correlation (Spearman)", "", note),
            numbers("Of its worst tenth, also in theirs", "%", note),
        ],
        rows: rows.collect(),
        remark: Some("Ranks and tenths among the neighbourhoods of this pack.".into()),
    }
}

fn worst(story: &Story<'_>, index: &DeclaredAnswer, note: NoteId) -> Table {
    let areas = &story.tables.areas;
    let mut order: Vec<(u32, usize)> =
        index.ranks.iter().enumerate().filter_map(|(area, rank)| Some(((*rank)?, area))).collect();
    order.sort_unstable();
    let count = Style::count();
    let between = |intervals: &[Option<(u32, u32)>], area: usize| {
        let interval = intervals.get(area).copied().flatten();
        interval.map_or_else(String::new, |(low, high)| count.interval(f64::from(low), f64::from(high)))
    };
    let rows = order.into_iter().take(WORST_SHOWN).map(|(rank, area)| {
        let group = story.places.grouping.groups[area].map_or("", Group::label);
        TableRow::new([
            areas.names.get(area).unwrap_or(&areas.codes[area]).clone(),
            count.bare(f64::from(rank)),
            between(&index.rank_by_weights, area),
            between(&index.rank_by_rates, area),
            group.into(),
        ])
    });
    Table {
        caption: format!("{}: the worst neighbourhoods", index.label),
        columns: vec![
            TableColumn::words("Neighbourhood"),
            numbers("Rank", "1 is worst", Some(note)),
            numbers("95 % as weights move", "rank", Some(note)),
            numbers("95 % as rates are uncertain", "rank", Some(note)),
            TableColumn::words("Group by the pack's rule"),
        ],
        rows: rows.collect(),
        remark: None,
    }
}

fn note(index: &DeclaredAnswer, notes: &mut Notes) -> NoteId {
    notes.method(Method {
        title: index.label.clone(),
        method: "Indicators, turned so that higher is worse, are put on one scale and added up within domains; domains are put on one scale and added up; neighbourhoods are ranked. Where the pack says so, \
                 rates of neighbourhoods are first shrunk towards that of their district, the more the fewer people they count."
            .into(),
        formula: Some("m = ln((r+½)/(n−r+½)), s² = (n+1)(n+2)/(n(r+1)(n−r+1)), M the district's logit, t² = Σ(m−M)²/(k−1), w = (1/s²)/(1/s²+1/t²), m* = w·m + (1−w)·M".into()),
        unit: "rank, 1 is worst; points".into(),
        interval: Some(format!(
            "95 %, percentiles of {} draws: of weights, each multiplied by 1 − {by} to 1 + {by}; and of rates, each logit normal with the variance that shrinkage leaves.",
            index.moved.1,
            by = index.moved.0
        )),
        says_not: Some("It orders neighbourhoods on what was put into it; it says neither how much worse one is nor anything of one resident.".into()),
        own_default: true,
        sources: Vec::new(),
    })
}

/// One table an index: a row for each neighbourhood.
pub(super) fn data_table(index: &DeclaredAnswer, areas: &Areas) -> DataTable {
    let rank = |name: &str, title: &str, values: Vec<Option<i64>>| Column::integer(name, title, "1 is worst", values);
    let end = |intervals: &[Option<(u32, u32)>], of: fn((u32, u32)) -> u32| {
        intervals.iter().map(|i| i.map(|i| i64::from(of(i)))).collect::<Vec<_>>()
    };
    let firm = |verdicts: &[Robustness]| {
        let word = |v: &Robustness| match v {
            Robustness::Robustly => Some("robustly".to_owned()),
            Robustness::Marginally => Some("marginally".to_owned()),
            Robustness::Not => Some("not".to_owned()),
            Robustness::Unranked => None,
        };
        verdicts.iter().map(word).collect::<Vec<_>>()
    };
    let mut columns = vec![
        Column::text("code", "Code", areas.codes.iter().cloned().map(Some).collect()),
        rank("rank", "Rank", index.ranks.iter().map(|r| r.map(i64::from)).collect()),
        Column::number("score", "Score", "points, higher is worse", index.scores.clone()),
        rank("rank_by_weights_low", "Rank as weights move, lower limit", end(&index.rank_by_weights, |i| i.0)),
        rank("rank_by_weights_high", "Rank as weights move, upper limit", end(&index.rank_by_weights, |i| i.1)),
        Column::text("worst_tenth", "How firmly in the worst tenth as weights move", firm(&index.firmness)),
    ];
    if !index.rank_by_rates.is_empty() {
        columns.push(rank(
            "rank_by_rates_low",
            "Rank as rates are uncertain, lower limit",
            end(&index.rank_by_rates, |i| i.0),
        ));
        columns.push(rank(
            "rank_by_rates_high",
            "Rank as rates are uncertain, upper limit",
            end(&index.rank_by_rates, |i| i.1),
        ));
    }
    if let Some(found) = &index.left_behind {
        let title = "How firmly left behind over weights, cut-offs and versions";
        columns.push(Column::text("left_behind", title, firm(&found.verdicts)));
    }
    columns.extend(index.domains.iter().enumerate().map(|(d, domain)| {
        Column::number(&format!("domain_{}", d + 1), &domain.name, "points, higher is worse", domain.scores.clone())
    }));
    DataTable {
        name: format!("index_{}", index.id),
        title: index.label.clone(),
        description: format!("{}: one row for each neighbourhood; empty where an indicator is missing", index.label),
        columns,
        key: vec!["code".into()],
        geometry: None,
    }
}
