//! Maps of what kind an area is: patterns that stay apart without colour, and a table that counts.

use super::draw;
use super::legend::{LegendEntry, Swatch};
use super::map::{DrawnMap, Map};
use crate::markup::{escape, px};
use crate::numbers::MARKERS;
use crate::palette::{EMPTY, INK, PLAIN};
use crate::table::{Table, TableColumn, TableRow};

/// Areas listed one by one up to this number; above it, kinds are counted.
const LISTED_IN_FULL: usize = 30;

/// Side of a pattern's tile, pixels.
const TILE: f64 = 7.0;

/// Ground, ink and drawing of each kind by its place in the list: lines of different ways, dots and grounds, told apart in grey print too.
const PATTERNS: [(&str, &str, &str); 8] = [
    ("#1b4270", "#1b4270", ""),
    ("#f5efcf", INK, "<circle cx=\"3.5\" cy=\"3.5\" r=\"1.5\" stroke=\"none\" fill=\"#18232d\"/>"),
    ("#b0d0ac", INK, "<path d=\"M0 3.5H7\"/>"),
    ("#ffffff", INK, "<path d=\"M0 0L7 7M7 0L0 7\"/>"),
    ("#6fb3ac", INK, "<path d=\"M3.5 0V7\"/>"),
    ("#34809c", "#ffffff", "<circle cx=\"3.5\" cy=\"3.5\" r=\"1.7\" stroke=\"none\" fill=\"#fff\"/>"),
    (EMPTY, PLAIN, "<path d=\"M0 3.5H7M3.5 0V7\"/>"),
    ("#e1e7eb", INK, ""),
];

/// The kind of each area, by its place in the list.
fn kinds_of(map: &Map, kinds: &[String]) -> Vec<Option<usize>> {
    let known = |value: f64| (value >= 0.0 && value < kinds.len() as f64).then_some(value as usize);
    map.readings.iter().map(|reading| reading.value().and_then(known)).collect()
}

/// Draws a map of kinds.
pub(super) fn drawn(map: &Map, kinds: &[String]) -> DrawnMap {
    let of = kinds_of(map, kinds);
    let fills: Vec<String> = (0..kinds.len()).map(|kind| format!("url(#{}-k{kind})", map.id)).collect();
    let count = |kind: usize| of.iter().filter(|k| **k == Some(kind)).count();
    let entries = kinds.iter().enumerate().map(|(kind, label)| LegendEntry {
        swatch: Swatch::Fill(format!("url(#{}-s{kind})", map.id)),
        label: label.clone(),
        word: None,
        count: count(kind),
    });
    let legend = map.legend(entries.filter(|entry| entry.count > 0).collect());
    DrawnMap { svg: draw::inline(map, &of, &fills), legend, twin: twin(map, kinds, &of) }
}

/// The patterns of the areas, which are drawn at `step` pixels a unit, and those of the legend.
pub(super) fn patterns(map: &Map, kinds: &[String]) -> String {
    let id = escape(&map.id);
    let one = |(kind, _): (usize, &String)| {
        let (ground, ink, lines) = PATTERNS[kind % PATTERNS.len()];
        let pattern = |name: &str, scale: f64| {
            format!(
                "<pattern id=\"{id}-{name}{kind}\" width=\"{TILE}\" height=\"{TILE}\" patternUnits=\"userSpaceOnUse\" patternTransform=\"scale({})\">\
                 <rect width=\"{TILE}\" height=\"{TILE}\" fill=\"{ground}\"/><g stroke=\"{ink}\" stroke-width=\"1.3\" fill=\"none\">{lines}</g></pattern>",
                px(scale)
            )
        };
        pattern("k", 1.0 / map.outlines.step) + &pattern("s", 1.0)
    };
    format!("<defs>{}</defs>", kinds.iter().enumerate().map(one).collect::<String>())
}

/// What an area is called where it is pointed at.
pub(super) fn words(kinds: &[String], value: f64) -> String {
    kinds.get(value as usize).cloned().unwrap_or_default()
}

/// Every area with its kind, or how many areas are of each.
fn twin(map: &Map, kinds: &[String], of: &[Option<usize>]) -> Table {
    let remark = of.iter().any(Option::is_none).then(|| MARKERS.to_owned());
    if of.len() <= LISTED_IN_FULL {
        let row = |(area, kind): (usize, &Option<usize>)| {
            let outlines = &map.outlines;
            let kind = kind.map_or_else(|| map.style.cell(&map.readings[area]), |kind| kinds[kind].clone());
            TableRow::new([outlines.names[area].clone(), outlines.codes[area].clone(), kind])
        };
        let columns = vec![TableColumn::words("Area"), TableColumn::words("Code"), TableColumn::words(&map.measure)];
        let rows = of.iter().enumerate().map(row).collect();
        return Table { caption: format!("{}: every area", map.title), columns, rows, remark };
    }
    let picked = |area: usize| map.is_picked(area);
    let row = |(kind, label): (usize, &String)| {
        let areas = || of.iter().enumerate().filter(move |(_, k)| **k == Some(kind)).map(|(area, _)| area);
        let mut cells = vec![label.clone(), areas().count().to_string()];
        cells.extend(map.picked_out.iter().map(|_| areas().filter(|area| picked(*area)).count().to_string()));
        (areas().count() > 0).then(|| TableRow::new(cells))
    };
    let mut columns = vec![TableColumn::words(&map.measure), TableColumn::numbers("Areas", "")];
    columns.extend(map.picked_out.iter().map(|(label, _)| TableColumn::numbers(&format!("Of them {label}"), "")));
    let rows = kinds.iter().enumerate().filter_map(row).collect();
    Table { caption: format!("{}: areas of each kind", map.title), columns, rows, remark }
}
