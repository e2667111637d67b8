//! A map as SVG.

use std::fmt::Write as _;

use super::classes::Classes;
use super::kinds;
use super::legend::{LegendEntry, Swatch};
use super::map::{DrawnMap, Map};
use super::outlines::{Shape, dot_radius};
use crate::markup::{Anchor, Svg, TextLook, escape, px, wrap};
use crate::palette::{EMPTY, INK, PLAIN, QUIET};

/// Room beneath the areas for scale bar and north arrow, drawing units; enough for type twice as large on a narrow screen.
pub(super) const SCALE_STRIP: f64 = 46.0;
const METRES_PER_MILE: f64 = 1_609.344;
const TEXT: TextLook = TextLook { size: 13.0, fill: QUIET, anchor: Anchor::Start, bold: false, rim: false };

/// The areas with scale bar and north.
pub(super) fn inline(map: &Map, class_of: &[Option<usize>], colours: &[String]) -> String {
    let mut svg = Svg::new(&map.id, "map", Map::width(), map.height(), &map.title, &map.description);
    push_areas(&mut svg, map, class_of, colours);
    push_scale(&mut svg, map);
    svg.finish()
}

/// The same with title, legend and source, as a drawing that stands alone.
pub(super) fn standalone(map: &Map, drawn: &DrawnMap) -> String {
    const LINE: f64 = 22.0;
    let width = Map::width();
    let title = wrap(&map.title, 20.0, width - 24.0, 3).lines;
    let source = wrap(&map.source, 12.0, width - 24.0, 3).lines;
    let top = 20.0 + 26.0 * title.len() as f64;
    let legend_top = top + map.height() + 12.0;
    let source_top = legend_top + LINE * (drawn.legend.len() as f64 + 1.0) + 12.0;
    let height = source_top + 17.0 * source.len() as f64 + 10.0;
    let id = format!("{}-alone", map.id);
    let mut svg = Svg::new(&id, "map", width, height, &map.title, &map.description);
    svg.rect((0.0, 0.0), (width, height), "#fff", "");
    let heading = TextLook { size: 20.0, fill: INK, bold: true, ..TEXT };
    for (i, line) in title.iter().enumerate() {
        svg.text((12.0, 30.0 + 26.0 * i as f64), line, &heading, None);
    }
    svg.raw(&format!("<g transform=\"translate(0 {})\">", px(top)));
    svg.raw(&drawn.svg);
    svg.raw("</g>");
    let words = TextLook { fill: INK, ..TEXT };
    let measure = TextLook { bold: true, ..words };
    svg.text((12.0, legend_top + 14.0), &map.measure, &measure, None);
    for (i, entry) in drawn.legend.iter().enumerate() {
        let y = legend_top + LINE * (i as f64 + 1.0);
        svg.raw(&format!("<g transform=\"translate(12 {})\">", px(y + 2.0)));
        svg.raw(&swatch(entry, &map.id));
        svg.raw("</g>");
        svg.text((48.0, y + 14.0), &legend_words(entry), &words, None);
    }
    for (i, line) in source.iter().enumerate() {
        let look = TextLook { size: 12.0, ..TEXT };
        svg.text((12.0, source_top + 14.0 + 17.0 * i as f64), line, &look, None);
    }
    svg.finish()
}

/// The words of a legend line: `10.0 to under 20.0 % (better), 120 areas`.
fn legend_words(entry: &LegendEntry) -> String {
    let word = entry.word.map_or(String::new(), |w| format!(" ({w})"));
    let areas = if entry.count == 1 { "area" } else { "areas" };
    format!("{}{word}, {} {areas}", entry.label, crate::numbers::Style::count().show(entry.count as f64))
}

/// The mark of a legend line, 28 by 16.
pub(crate) fn swatch(entry: &LegendEntry, map_id: &str) -> String {
    let frame = format!("width=\"27\" height=\"15\" x=\".5\" y=\".5\" stroke=\"{PLAIN}\" stroke-width=\".75\"");
    match &entry.swatch {
        Swatch::Fill(colour) => format!("<rect {frame} fill=\"{}\"/>", escape(colour)),
        Swatch::Hatch => format!("<rect {frame} fill=\"url(#{}-h)\"/>", escape(map_id)),
        Swatch::Outline => format!(
            "<rect width=\"22\" height=\"11\" x=\"3\" y=\"2.5\" fill=\"none\" stroke=\"{INK}\" stroke-width=\"2\"/>"
        ),
        Swatch::Dot => {
            format!("<circle cx=\"14\" cy=\"8\" r=\"4\" fill=\"#fff\" stroke=\"{INK}\"/>")
        }
    }
}

/// Draws every area in its colour, then the picked-out ones again on top.
fn push_areas(svg: &mut Svg, map: &Map, class_of: &[Option<usize>], colours: &[String]) {
    let id = escape(&map.id);
    svg.raw(&format!(
        "<defs><pattern id=\"{id}-h\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
         <rect width=\"5\" height=\"5\" fill=\"{EMPTY}\"/><path d=\"M0 0V5\" stroke=\"{PLAIN}\" stroke-width=\"1.6\"/></pattern></defs>"
    ));
    if let Classes::Kinds(list) = &map.classes {
        svg.raw(&kinds::patterns(map, list));
    }
    let step = map.outlines.step;
    let mut out = String::new();
    for class in (0..colours.len()).map(Some).chain([None]) {
        let members = || (0..class_of.len()).filter(move |i| class_of[*i] == class);
        if members().next().is_none() {
            continue;
        }
        let fill = class.map_or_else(|| format!("url(#{id}-h)"), |k| colours[k].clone());
        push_class(&mut out, map, members(), &fill);
    }
    push_picked(&mut out, map);
    svg.raw(&format!("<g transform=\"scale({})\" stroke-linejoin=\"round\">{out}</g>", px(step)));
}

/// The areas of one class. With many areas they are one path without names.
fn push_class(out: &mut String, map: &Map, members: impl Iterator<Item = usize> + Clone, fill: &str) {
    let scale = 1.0 / map.outlines.step;
    let (stroke, width) = if map.outlines.many() {
        // Its own colour: hides the hairline of paper between neighbours.
        (fill, 0.3)
    } else {
        ("#fff", 0.5)
    };
    let _ = write!(out, "<g fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"{}\">", px(width * scale));
    if map.outlines.many() {
        out.push_str("<path d=\"");
        for i in members.clone() {
            if let Shape::Path(path) = &map.outlines.shapes[i] {
                out.push_str(path);
            }
        }
        out.push_str("\"/>");
    }
    for i in members {
        let title = escape(&format!("{}: {}", map.outlines.names[i], map.words(i)));
        match &map.outlines.shapes[i] {
            Shape::Path(path) if !map.outlines.many() => {
                let _ = write!(out, "<path d=\"{path}\"><title>{title}</title></path>");
            }
            Shape::Dot(x, y) => {
                let _ = write!(
                    out,
                    "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" stroke=\"{INK}\"><title>{title}</title></circle>",
                    px(x * scale),
                    px(y * scale),
                    px(dot_radius() * scale)
                );
            }
            _ => {}
        }
    }
    out.push_str("</g>");
}

/// Dark outlines on a white halo, so that they show on pale and on dark ground.
fn push_picked(out: &mut String, map: &Map) {
    let scale = 1.0 / map.outlines.step;
    // Thinner where areas are small, or the outlines would hide what they surround.
    let (halo, line) = match map.outlines.len() {
        0..=400 => (3.4, 1.6),
        401..=3_000 => (2.2, 1.1),
        _ => (1.2, 0.6),
    };
    for (colour, width) in [("#fff", halo), (INK, line)] {
        let mut marks = String::new();
        let mut path = String::new();
        for i in (0..map.outlines.len()).filter(|i| map.is_picked(*i)) {
            match &map.outlines.shapes[i] {
                Shape::Path(d) => path.push_str(d),
                Shape::Dot(x, y) => {
                    let (x, y, r) = (px(x * scale), px(y * scale), px((dot_radius() + 2.0) * scale));
                    let _ = write!(marks, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\"/>");
                }
                Shape::None => {}
            }
        }
        if !path.is_empty() {
            let _ = write!(marks, "<path d=\"{path}\"/>");
        }
        if !marks.is_empty() {
            let width = px(width * scale);
            let _ = write!(
                out,
                "<g fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\" pointer-events=\"none\">{marks}</g>"
            );
        }
    }
}

/// A scale bar of a round length in kilometres, with miles, and an arrow to the north.
fn push_scale(svg: &mut Svg, map: &Map) {
    let per_unit = map.outlines.metres_per_unit;
    let kilometres = round_length(180.0 * per_unit / 1_000.0);
    let length = kilometres * 1_000.0 / per_unit;
    let y = map.outlines.height + 8.0;
    svg.rect((12.0, y), (length / 2.0, 5.0), INK, &format!("stroke=\"{INK}\""));
    svg.rect((12.0 + length / 2.0, y), (length / 2.0, 5.0), "#fff", &format!("stroke=\"{INK}\""));
    let miles = kilometres * 1_000.0 / METRES_PER_MILE;
    let label = format!("{} km ({} miles)", short(kilometres), short((miles * 10.0).round() / 10.0));
    svg.text((12.0, y + 26.0), &label, &TEXT, None);
    let x = Map::width() - 24.0;
    svg.raw(&format!("<path d=\"M{0} {1}l6 16l-6 -4l-6 4z\" fill=\"{INK}\"/>", px(x), px(y - 8.0)));
    let north = TextLook { anchor: Anchor::Middle, bold: true, fill: INK, ..TEXT };
    svg.text((x, y + 26.0), "N", &north, None);
}

/// 1, 2 or 5 times a power of ten, at most so long.
fn round_length(most: f64) -> f64 {
    let power = 10_f64.powf(most.log10().floor());
    [5.0, 2.0, 1.0].iter().map(|m| m * power).find(|l| *l <= most).unwrap_or(power)
}

fn short(value: f64) -> String {
    px(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scale_bars_have_round_lengths() {
        assert_eq!(round_length(9.9), 5.0);
        assert_eq!(round_length(10.0), 10.0);
        assert!((round_length(0.31) - 0.2).abs() < 1e-12);
    }
}
