//! The shapes of a map, projected, fitted to the page and thinned once, to be coloured many times.

use std::fmt::Write as _;

use geo_types::{LineString, MultiPolygon};

use super::projection::Projection;

/// Width of every map, in drawing units (pixels at full size).
pub(super) const WIDTH: f64 = 720.0;
const LEAST_HEIGHT: f64 = 300.0;
const MOST_HEIGHT: f64 = 900.0;
const MARGIN: f64 = 12.0;
/// Above this number of areas, shapes are drawn coarser and without a name to hover over.
const MANY_AREAS: usize = 3_000;
/// Radius of the dot of an area without an outline.
const DOT: f64 = 4.0;

/// Where an area is drawn.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shape {
    /// Path data in steps of the drawing.
    Path(String),
    /// A dot at this place, drawing units.
    Dot(f64, f64),
    /// Nowhere: it has neither outline nor point.
    None,
}

/// The areas of a map in drawing units.
#[derive(Clone, Debug)]
pub struct Outlines {
    pub(super) codes: Vec<String>,
    pub(super) names: Vec<String>,
    pub(super) shapes: Vec<Shape>,
    pub(super) height: f64,
    /// Path coordinates are whole numbers of this many drawing units.
    pub(super) step: f64,
    pub(super) metres_per_unit: f64,
}

/// Gathers areas for [`Outlines`]; keeps no copy of their geometry beyond the projected points.
#[derive(Debug, Default)]
pub struct OutlinesBuilder<'a> {
    areas: Vec<AreaInput<'a>>,
}

#[derive(Debug)]
struct AreaInput<'a> {
    code: &'a str,
    name: &'a str,
    outline: Option<&'a MultiPolygon<f64>>,
    point: Option<(f64, f64)>,
}

impl<'a> OutlinesBuilder<'a> {
    /// Without areas.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an area with its outline and its point (longitude, latitude in degrees), where it has them; the point is drawn only without an outline.
    pub fn area(
        &mut self,
        code: &'a str,
        name: &'a str,
        outline: Option<&'a MultiPolygon<f64>>,
        point: Option<(f64, f64)>,
    ) -> &mut Self {
        let point = point.filter(|(lon, lat)| lon.is_finite() && lat.is_finite());
        self.areas.push(AreaInput { code, name, outline, point });
        self
    }

    /// Projects, fits to the page and thins: points are moved to a grid finer than the eye and doubles left out.
    /// As neighbours share the grid, no gap opens between them. An area too small for the grid keeps one grid cell.
    pub fn build(&self) -> Outlines {
        let page = Page::fit(&self.areas);
        Outlines {
            codes: self.areas.iter().map(|a| a.code.to_owned()).collect(),
            names: self.areas.iter().map(|a| a.name.to_owned()).collect(),
            shapes: self.areas.iter().map(|a| page.shape(a)).collect(),
            height: page.height,
            step: page.step,
            metres_per_unit: page.metres_per_unit,
        }
    }
}

impl Outlines {
    /// How many areas there are.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// How many areas are drawn as a dot for want of an outline, and how many not at all.
    pub fn without_outline(&self) -> (usize, usize) {
        let dots = self.shapes.iter().filter(|s| matches!(s, Shape::Dot(..))).count();
        let none = self.shapes.iter().filter(|s| **s == Shape::None).count();
        (dots, none)
    }

    pub(super) fn many(&self) -> bool {
        self.len() > MANY_AREAS
    }
}

/// How metres fall on the page.
struct Page {
    projection: Projection,
    west: f64,
    north: f64,
    metres_per_unit: f64,
    /// Indent that centres a map limited by its height.
    indent: f64,
    height: f64,
    step: f64,
}

impl Page {
    fn fit(areas: &[AreaInput<'_>]) -> Self {
        let step = if areas.len() > MANY_AREAS { 0.5 } else { 0.25 };
        let mut lon = (f64::INFINITY, f64::NEG_INFINITY);
        each_point(areas, |x, _| lon = (lon.0.min(x), lon.1.max(x)));
        let centre = if lon.0 <= lon.1 { f64::midpoint(lon.0, lon.1) } else { 0.0 };
        let projection = Projection::centred_on(centre);
        let (mut x, mut y) = ((f64::INFINITY, f64::NEG_INFINITY), (f64::INFINITY, f64::NEG_INFINITY));
        each_point(areas, |lon, lat| {
            let (east, north) = projection.metres(lon, lat);
            x = (x.0.min(east), x.1.max(east));
            y = (y.0.min(north), y.1.max(north));
        });
        if x.0 > x.1 {
            (x, y) = ((0.0, 1.0), (0.0, 1.0));
        }
        // A single point still gets a page: a kilometre across.
        let (wide, tall) = ((x.1 - x.0).max(1_000.0), (y.1 - y.0).max(1_000.0));
        let (room_x, room_y) = (WIDTH - 2.0 * MARGIN, MOST_HEIGHT - 2.0 * MARGIN);
        let metres_per_unit = (wide / room_x).max(tall / room_y);
        let height = (tall / metres_per_unit + 2.0 * MARGIN).max(LEAST_HEIGHT);
        Self {
            projection,
            west: f64::midpoint(x.0, x.1) - wide / 2.0,
            north: f64::midpoint(y.0, y.1) + height.mul_add(metres_per_unit, -2.0 * MARGIN * metres_per_unit) / 2.0,
            metres_per_unit,
            indent: (room_x - wide / metres_per_unit) / 2.0,
            height: height.ceil(),
            step,
        }
    }

    fn place(&self, lon: f64, lat: f64) -> (f64, f64) {
        let (east, north) = self.projection.metres(lon, lat);
        (
            MARGIN + self.indent + (east - self.west) / self.metres_per_unit,
            MARGIN + (self.north - north) / self.metres_per_unit,
        )
    }

    fn shape(&self, area: &AreaInput<'_>) -> Shape {
        if let Some(outline) = area.outline.filter(|o| has_points(o)) {
            return Shape::Path(self.path(outline));
        }
        match area.point {
            Some((lon, lat)) => {
                let (x, y) = self.place(lon, lat);
                Shape::Dot(x, y)
            }
            None => Shape::None,
        }
    }

    /// Path data with whole, relative coordinates, which is the shortest way to write it.
    fn path(&self, outline: &MultiPolygon<f64>) -> String {
        let mut out = String::new();
        for polygon in outline {
            for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
                push_ring(&mut out, &self.thin(ring));
            }
        }
        if out.is_empty()
            && let Some(c) = first_point(outline)
        {
            let (x, y) = self.grid(c.0, c.1);
            let _ = write!(out, "M{x} {y}h1v1h-1z");
        }
        out
    }

    fn grid(&self, lon: f64, lat: f64) -> (i64, i64) {
        let (x, y) = self.place(lon, lat);
        ((x / self.step).round() as i64, (y / self.step).round() as i64)
    }

    /// The ring on the grid, without the closing point, doubles and points in the middle of a straight line.
    fn thin(&self, ring: &LineString<f64>) -> Vec<(i64, i64)> {
        let mut points: Vec<(i64, i64)> = Vec::with_capacity(ring.0.len());
        for c in ring.0.iter().filter(|c| c.x.is_finite() && c.y.is_finite()) {
            let p = self.grid(c.x, c.y);
            if points.last() == Some(&p) {
                continue;
            }
            if let [.., a, b] = points[..]
                && (b.0 - a.0) * (p.1 - b.1) == (b.1 - a.1) * (p.0 - b.0)
                && (b.0 - a.0) * (p.0 - b.0) + (b.1 - a.1) * (p.1 - b.1) > 0
            {
                points.pop();
            }
            points.push(p);
        }
        if points.len() > 1 && points.first() == points.last() {
            points.pop();
        }
        points
    }
}

fn push_ring(out: &mut String, points: &[(i64, i64)]) {
    if points.len() < 3 {
        return;
    }
    let mut last = points[0];
    let _ = write!(out, "M{} {}l", last.0, last.1);
    for (i, p) in points[1..].iter().enumerate() {
        let (dx, dy) = (p.0 - last.0, p.1 - last.1);
        let gap = if i > 0 && dx >= 0 { " " } else { "" };
        let between = if dy >= 0 { " " } else { "" };
        let _ = write!(out, "{gap}{dx}{between}{dy}");
        last = *p;
    }
    out.push('z');
}

fn has_points(outline: &MultiPolygon<f64>) -> bool {
    first_point(outline).is_some()
}

fn first_point(outline: &MultiPolygon<f64>) -> Option<(f64, f64)> {
    let mut points = outline.iter().flat_map(|p| p.exterior().0.iter());
    points.find(|c| c.x.is_finite() && c.y.is_finite()).map(|c| (c.x, c.y))
}

/// Calls with every point that will be drawn.
fn each_point(areas: &[AreaInput<'_>], mut call: impl FnMut(f64, f64)) {
    for area in areas {
        if let Some(outline) = area.outline.filter(|o| has_points(o)) {
            let points = outline.iter().flat_map(|p| p.exterior().0.iter());
            for c in points.filter(|c| c.x.is_finite() && c.y.is_finite()) {
                call(c.x, c.y);
            }
        } else if let Some((lon, lat)) = area.point {
            call(lon, lat);
        }
    }
}

/// A dot as a path or circle would take it: its radius in drawing units.
pub(super) const fn dot_radius() -> f64 {
    DOT
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::{Coord, Polygon, coord};

    fn square(x: f64, y: f64, side: f64) -> MultiPolygon<f64> {
        let c = |dx: f64, dy: f64| -> Coord<f64> {
            coord! { x: x + dx * side, y: y + dy * side }
        };
        let ring = vec![c(0., 0.), c(1., 0.), c(1., 1.), c(0.5, 1.), c(0., 1.), c(0., 0.)];
        MultiPolygon(vec![Polygon::new(LineString(ring), vec![])])
    }

    #[test]
    fn north_is_up_and_everything_is_on_the_page() {
        let (south, north) = (square(-2.0, 53.0, 0.01), square(-2.0, 53.02, 0.01));
        let mut builder = OutlinesBuilder::new();
        builder
            .area("S", "South", Some(&south), None)
            .area("N", "North", Some(&north), None)
            .area("P", "Point", None, Some((-2.02, 53.01)))
            .area("X", "Nowhere", None, None);
        let outlines = builder.build();
        assert_eq!(outlines.without_outline(), (1, 1));
        let start = |i: usize| -> (f64, f64) {
            let Shape::Path(path) = &outlines.shapes[i] else {
                panic!("no path");
            };
            let mut parts = path[1..].split(['l', ' ']);
            let mut next = || parts.next().unwrap().parse::<f64>().unwrap() * outlines.step;
            (next(), next())
        };
        let (south, north) = (start(0), start(1));
        assert!(south.1 > north.1, "north must be drawn higher");
        for (x, y) in [south, north] {
            assert!((0.0..=WIDTH).contains(&x) && (0.0..=outlines.height).contains(&y));
        }
        assert_eq!(outlines.shapes[3], Shape::None);
    }

    #[test]
    fn points_on_a_straight_line_are_left_out_and_tiny_areas_stay_visible() {
        let (big, tiny) = (square(-2.0, 53.0, 1.0), square(-1.5, 53.5, 0.000_01));
        let mut builder = OutlinesBuilder::new();
        builder.area("B", "Big", Some(&big), None);
        builder.area("T", "Tiny", Some(&tiny), None);
        let outlines = builder.build();
        let Shape::Path(tiny) = &outlines.shapes[1] else {
            panic!("no path");
        };
        assert!(tiny.ends_with("h1v1h-1z"), "{tiny}");
        let Shape::Path(big) = &outlines.shapes[0] else {
            panic!("no path");
        };
        assert!(big.starts_with('M') && big.ends_with('z') && big.len() < 60, "{big}");
    }
}
