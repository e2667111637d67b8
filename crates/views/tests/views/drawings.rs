//! Maps and charts.

use lynchpin_pack::tables::Direction;
use lynchpin_views::charts::{Chart, Histogram, Mark};
use lynchpin_views::maps::{Classes, Swatch};
use lynchpin_views::markup::text_width;
use lynchpin_views::numbers::{Reading, Style};

use crate::helpers::{Element, HOSTILE, chart, map, parse};

/// Left, top, right and bottom of a text.
fn extent(text: &Element) -> [f64; 4] {
    let (x, y, size) = (text.number("x"), text.number("y"), text.number("font-size"));
    let width = text_width(&text.text, size);
    let left = match text.get("text-anchor") {
        Some("middle") => x - width / 2.0,
        Some("end") => x - width,
        _ => x,
    };
    [left, y - 0.75 * size, left + width, y + 0.2 * size]
}

/// No two texts meet, none leaves the page, none is too small to read.
fn check_texts(svg: &str) {
    let elements = parse(svg);
    let (page, height) = (elements[0].number("width"), elements[0].number("height"));
    let texts: Vec<&Element> = elements.iter().filter(|e| e.name == "text").collect();
    assert!(texts.len() > 5);
    for (i, a) in texts.iter().enumerate() {
        assert!(a.number("font-size") >= 12.0);
        let ea = extent(a);
        assert!(ea[0] >= -1.0 && ea[2] <= page + 1.0, "{:?} leaves the page of {page}: {ea:?}", a.text);
        assert!(ea[1] >= -1.0 && ea[3] <= height, "{:?} leaves the page", a.text);
        for b in &texts[..i] {
            let eb = extent(b);
            let apart = ea[2] <= eb[0] || eb[2] <= ea[0] || ea[3] <= eb[1] || eb[3] <= ea[1];
            assert!(apart, "{:?} and {:?} meet", a.text, b.text);
        }
    }
}

#[test]
fn no_texts_meet_whatever_the_labels() {
    for mark in [Mark::Dot, Mark::Bar] {
        for series in [0, 1, 2, 4] {
            let drawn = chart(mark, series).draw().unwrap();
            check_texts(&drawn.wide);
            check_texts(&drawn.narrow);
        }
    }
}

#[test]
fn a_label_that_was_cut_keeps_its_full_wording() {
    let chart = chart(Mark::Dot, 0);
    let drawn = chart.draw().unwrap();
    for svg in [&drawn.wide, &drawn.narrow] {
        let titles: Vec<String> = parse(svg).into_iter().filter(|e| e.name == "title").map(|e| e.text).collect();
        assert!(titles.contains(&chart.rows[1].label));
    }
}

#[test]
fn histogram_marks_that_stand_close_do_not_meet() {
    let histogram = Histogram {
        id: "h".into(),
        title: "Spread".into(),
        description: String::new(),
        measure: "Share".into(),
        style: Style::percent(),
        values: (0..500).map(|i| f64::from(i % 37)).collect(),
        bins: 20,
        marks: vec![("England".into(), 20.0), ("Left behind".into(), 20.4), ("Here".into(), 80.0)],
        source: String::new(),
    };
    let drawn = histogram.draw();
    check_texts(&drawn.wide);
    check_texts(&drawn.narrow);
}

#[test]
fn a_chart_without_numbers_is_drawn_and_says_so() {
    let mut empty = chart(Mark::Dot, 0);
    empty.reference = None;
    for row in &mut empty.rows {
        row.readings = vec![Reading::Suppressed];
    }
    let drawn = empty.draw().unwrap();
    check_texts(&drawn.wide);
    assert_eq!(drawn.wide.matches(">[c]</text>").count(), empty.rows.len());
}

#[test]
fn rows_that_do_not_fit_the_series_are_refused() {
    let mut wrong = chart(Mark::Dot, 2);
    wrong.rows[1].readings.pop();
    let message = wrong.draw().unwrap_err().to_string();
    assert!(message.contains("1 readings") && message.contains("2 series"), "{message}");
    let none = Chart { series: vec![String::new(); 5], ..chart(Mark::Dot, 0) };
    assert!(none.draw().is_err());
}

#[test]
fn legend_counts_add_up_to_the_areas() {
    let map = map("Somewhere");
    let drawn = map.draw().unwrap();
    let count = |wanted: fn(&Swatch) -> bool| -> usize {
        drawn.legend.iter().filter(|e| wanted(&e.swatch)).map(|e| e.count).sum()
    };
    assert_eq!(count(|s| matches!(s, Swatch::Fill(_))), 38);
    assert_eq!(count(|s| *s == Swatch::Hatch), 2);
    assert_eq!(count(|s| *s == Swatch::Outline), 3);
    assert_eq!(count(|s| *s == Swatch::Dot), 2);
    let words: Vec<_> = drawn.legend.iter().filter_map(|e| e.word).collect();
    assert_eq!(words, ["better", "worse"]);
}

#[test]
fn a_map_is_well_formed_and_names_every_area_it_draws() {
    let svg = map(HOSTILE).draw().unwrap().svg;
    let elements = parse(&svg);
    assert!(elements.iter().all(|e| e.name != "script"));
    let titles = elements.iter().filter(|e| e.name == "title" && e.text.contains(':')).count();
    assert_eq!(titles, 39);
    assert!(elements.iter().any(|e| e.name == "text" && e.text.contains("km (")));
    assert!(elements.iter().any(|e| e.name == "text" && e.text == "N"));
    let alone = map(HOSTILE).standalone_svg().unwrap();
    let words: String = parse(&alone).iter().map(|e| e.text.clone()).collect();
    for expected in ["Households without a car", "(better)", "no figure, 1 area", "left behind, 3 areas"] {
        assert!(words.contains(expected), "{expected}");
    }
}

#[test]
fn darker_is_worse_whichever_way_the_measure_runs() {
    let fills = |direction: Direction| -> Vec<String> {
        let mut map = map("x");
        map.direction = direction;
        let legend = map.draw().unwrap().legend;
        let fill = |s: &Swatch| {
            if let Swatch::Fill(c) = s { Some(c.clone()) } else { None }
        };
        legend.iter().filter_map(|e| fill(&e.swatch)).collect()
    };
    let worse = fills(Direction::HigherIsWorse);
    let mut better = fills(Direction::HigherIsBetter);
    better.reverse();
    assert_eq!(worse, better);
    assert_eq!(worse, fills(Direction::Neutral));
}

#[test]
fn the_twin_of_a_map_lists_both_ends() {
    let drawn = map("x").draw().unwrap();
    assert_eq!(drawn.twin.rows.len(), 21);
    assert_eq!(drawn.twin.rows[0].cells, ["x", "E00000039", "50.7", "left behind"]);
    assert_eq!(drawn.twin.rows[10].cells[0], "… 18 areas between …");
    assert_eq!(drawn.twin.rows[20].cells[2], "0.0");
}

#[test]
fn readings_that_do_not_match_the_outlines_are_refused() {
    let mut wrong = map("x");
    wrong.readings.pop();
    assert!(wrong.draw().unwrap_err().to_string().contains("39 readings for 40 areas"));
    let mut wrong = map("x");
    wrong.picked_out = Some(("x".into(), vec![true]));
    assert!(wrong.draw().is_err());
}

#[test]
fn given_breaks_and_no_values_are_drawn() {
    let mut map = map("x");
    map.classes = Classes::Breaks(vec![10.0, 20.0]);
    let labels: Vec<String> = map.draw().unwrap().legend.iter().take(3).map(|e| e.label.clone()).collect();
    assert_eq!(labels, ["0.0 to under 10.0\u{a0}%", "10.0 to under 20.0\u{a0}%", "20.0 to 50.7\u{a0}%"]);
    map.readings = vec![Reading::Missing; 40];
    let drawn = map.draw().unwrap();
    assert_eq!(drawn.legend[0].count, 40);
    parse(&drawn.svg);
}

#[test]
fn kinds_have_patterns_of_their_own_and_a_table_that_counts() {
    let mut map = map(HOSTILE);
    let kinds: Vec<String> = (0..8).map(|k| format!("kind {k} {HOSTILE}")).collect();
    map.readings = (0..map.readings.len())
        .map(|area| if area == 3 { Reading::Missing } else { Reading::of((area % 3) as f64) })
        .collect();
    map.classes = Classes::Kinds(kinds.clone());
    let drawn = map.draw().unwrap();
    let known: Vec<_> = drawn.legend.iter().filter(|entry| matches!(entry.swatch, Swatch::Fill(_))).collect();
    assert_eq!(known.iter().map(|entry| entry.label.clone()).collect::<Vec<_>>(), kinds[..3]);
    let areas = map.readings.len();
    assert_eq!(known.iter().map(|entry| entry.count).sum::<usize>(), areas - 1);
    let alone = map.standalone_svg().unwrap();
    let elements = parse(&alone);
    let patterns: Vec<&str> = elements.iter().filter(|e| e.name == "pattern").filter_map(|e| e.get("id")).collect();
    for used in elements.iter().filter_map(|e| e.get("fill")?.strip_prefix("url(#")) {
        assert!(patterns.contains(&used.trim_end_matches(')')), "{used} is not defined");
    }
    let titles: Vec<&str> = elements.iter().filter(|e| e.name == "title").map(|e| e.text.as_str()).collect();
    assert!(titles.iter().any(|title| title.contains("kind 1")), "{titles:?}");
    assert!(drawn.twin.rows.iter().any(|row| row.cells.iter().any(|cell| cell.starts_with("kind 2"))));
}
