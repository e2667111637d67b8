//! Invented data, and a strict reader of markup.

use std::sync::Arc;

use geo_types::{LineString, MultiPolygon, Polygon, coord};
use lynchpin_pack::tables::Direction;
use lynchpin_views::charts::{Chart, ChartRow, Mark};
use lynchpin_views::maps::{Classes, Map, OutlinesBuilder};
use lynchpin_views::numbers::{Reading, Style};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

pub const HOSTILE: &str = "<script>alert('x')</script>\u{1} \"&\" ]]> -->";

/// One element with its attributes and the text right inside it.
#[derive(Clone, Debug, Default)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub text: String,
}

impl Element {
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(k, _)| k == name);
        found.map(|(_, v)| v.as_str())
    }

    pub fn number(&self, name: &str) -> f64 {
        self.get(name).unwrap().parse().unwrap()
    }
}

fn element(start: &BytesStart<'_>) -> Element {
    let attributes = start.attributes().map(|a| {
        let a = a.unwrap();
        let value = quick_xml::escape::unescape(&a.value).unwrap().into_owned();
        (a.key.as_ref().to_owned(), value)
    });
    Element { name: start.name().as_ref().to_owned(), attributes: attributes.collect(), text: String::new() }
}

/// Every element of the document in order; fails where tags do not balance, an attribute stands twice or a character is not escaped.
pub fn parse(markup: &str) -> Vec<Element> {
    let mut reader = Reader::from_str(markup);
    reader.config_mut().check_end_names = true;
    let mut all: Vec<Element> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(s) => {
                open.push(all.len());
                all.push(element(&s));
            }
            Event::Empty(s) => all.push(element(&s)),
            Event::End(_) => {
                open.pop().unwrap();
            }
            Event::Text(t) => {
                let text = t.into_inner();
                if let Some(i) = open.last() {
                    all[*i].text.push_str(&text);
                }
            }
            Event::GeneralRef(r) => {
                let name = r.as_ref().to_owned();
                let c = match name.as_str() {
                    "lt" => '<',
                    "gt" => '>',
                    "amp" => '&',
                    "quot" => '"',
                    _ => r.resolve_char_ref().unwrap().unwrap(),
                };
                all[*open.last().unwrap()].text.push(c);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty(), "{} elements are never closed", open.len());
    all
}

pub fn square(x: f64, y: f64) -> MultiPolygon<f64> {
    let at = |dx: f64, dy: f64| coord! { x: x + dx, y: y + dy };
    let ring = LineString(vec![at(0., 0.), at(0.01, 0.), at(0.01, 0.01), at(0., 0.01), at(0., 0.)]);
    MultiPolygon(vec![Polygon::new(ring, vec![])])
}

/// A map of 40 areas: one withheld, one missing, one dot, one that cannot be drawn, three picked out.
pub fn map(name: &str) -> Map {
    let squares: Vec<MultiPolygon<f64>> =
        (0..38).map(|i| square(-3.0 + 0.01 * f64::from(i % 8), 53.0 + 0.01 * f64::from(i / 8))).collect();
    let codes: Vec<String> = (0..40).map(|i| format!("E{i:08}")).collect();
    let mut builder = OutlinesBuilder::new();
    for (code, shape) in codes.iter().zip(&squares) {
        builder.area(code, name, Some(shape), Some((f64::NAN, 0.0)));
    }
    builder.area(&codes[38], name, None, Some((-2.95, 53.07)));
    builder.area(&codes[39], name, None, None);
    let mut readings: Vec<Reading> = (0..40).map(|i| Reading::of(f64::from(i) * 1.3)).collect();
    readings[4] = Reading::Suppressed;
    readings[5] = Reading::Missing;
    Map {
        id: "map".into(),
        title: name.into(),
        description: name.into(),
        measure: "Households without a car".into(),
        style: Style::percent(),
        direction: Direction::HigherIsWorse,
        classes: Classes::Quantiles(5),
        outlines: Arc::new(builder.build()),
        readings,
        picked_out: Some(("left behind".into(), (0..40).map(|i| i >= 37).collect())),
        source: name.into(),
    }
}

/// A chart of so many series with short, long and hostile labels.
pub fn chart(mark: Mark, series: usize) -> Chart {
    let reading = |k: usize| Reading::between(12.0 + k as f64, 9.5, 14.0 + k as f64 * 2.0);
    let row = |label: &str| ChartRow {
        label: label.into(),
        readings: (0..series.max(1)).map(reading).collect(),
        strong: label.len() < 12,
    };
    Chart {
        id: "chart".into(),
        title: "A chart".into(),
        description: "What it shows".into(),
        measure: "Households without a car or van, of all households with at least one adult of working age".into(),
        style: Style::percent(),
        direction: Direction::HigherIsWorse,
        mark,
        series: ["Left behind", "Other deprived areas of the same region", "Rest", "England"][..series]
            .iter()
            .map(|s| (*s).into())
            .collect(),
        rows: vec![
            row("Left behind"),
            row(&"A very long name of a group of neighbourhoods ".repeat(6)),
            row("Taumatawhakatangihangakoauauotamateaturipukakapikimaungahoronukupokaiwhenuakitanatahu"),
            row(HOSTILE),
        ],
        reference: Some(("England and Wales, all neighbourhoods together".into(), 23.3)),
        from_zero: true,
        source: String::new(),
    }
}
