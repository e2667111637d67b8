//! One tile: what lies in it, cut to it, rounded to its grid and encoded.

use mvt::{Error, GeomData, GeomEncoder, GeomType, Layer, Tile};

use super::clip::{self, Frame};
use super::ground::{Area, Ground, Line};
use super::mercator::Flat;

/// Steps of a tile's grid.
const EXTENT: u32 = 4096;
/// How far beyond its edge a tile draws, steps of the grid: lines are not cut in sight.
const MARGIN: f64 = 64.0;
/// The farthest in that tiles are made; nearer ones are these, enlarged.
pub(in crate::server) const DEEPEST: u8 = 15;
/// From which zoom on each width of street is drawn.
const STREETS_FROM: [u8; 3] = [8, 12, 14];

/// Which tile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::server) struct TileAddress {
    zoom: u8,
    x: u32,
    y: u32,
}

impl TileAddress {
    /// From zoom, column and row; `None` where there is no such tile.
    pub fn new(zoom: u8, x: u32, y: u32) -> Option<Self> {
        (zoom <= DEEPEST && x < 1 << zoom && y < 1 << zoom).then_some(Self { zoom, x, y })
    }

    fn grid(self) -> Grid {
        let size = f64::from(1_u32 << self.zoom);
        Grid { west: f64::from(self.x) / size, north: f64::from(self.y) / size, steps: size * f64::from(EXTENT) }
    }
}

/// The grid of a tile.
struct Grid {
    west: f64,
    north: f64,
    /// Steps across the whole world.
    steps: f64,
}

impl Grid {
    fn frame(&self) -> Frame {
        let (margin, size) = (MARGIN / self.steps, f64::from(EXTENT) / self.steps);
        Frame {
            west: self.west - margin,
            north: self.north - margin,
            east: self.west + size + margin,
            south: self.north + size + margin,
        }
    }

    fn step(&self, place: Flat) -> (f64, f64) {
        (((place.x - self.west) * self.steps).round(), ((place.y - self.north) * self.steps).round())
    }

    /// The points on the grid, without repeats.
    fn steps(&self, points: &[Flat]) -> Vec<(f64, f64)> {
        let mut steps: Vec<(f64, f64)> = points.iter().map(|p| self.step(*p)).collect();
        steps.dedup();
        steps
    }
}

impl Ground {
    /// The tile as protocol buffer; empty where nothing lies in it.
    ///
    /// # Errors
    /// What the encoder says, which is a fault of this program.
    pub(in crate::server) fn tile(&self, address: TileAddress) -> Result<Vec<u8>, Error> {
        let grid = address.grid();
        let mut tile = Tile::new(EXTENT);
        let mut layer = tile.create_layer("areas");
        for area in self.areas.iter().filter(|a| a.frame.meets(&grid.frame())) {
            layer = add_area(layer, area, &grid)?;
        }
        tile.add_layer(layer)?;
        for (level, lines) in &self.borders {
            let layer = tile.create_layer(&format!("borders-{level}"));
            tile.add_layer(add_lines(layer, lines, &grid, None)?)?;
        }
        let mut layer = tile.create_layer("streets");
        for (width, lines) in self.streets.iter().enumerate() {
            if address.zoom >= STREETS_FROM[width] {
                layer = add_lines(layer, lines, &grid, Some(width))?;
            }
        }
        tile.add_layer(layer)?;
        tile.to_bytes()
    }
}

fn add_area(layer: Layer, area: &Area, grid: &Grid) -> Result<Layer, Error> {
    let geometry = match area.point {
        Some(point) => {
            let (x, y) = grid.step(point);
            GeomEncoder::new(GeomType::Point).point(x, y)?.encode()?
        }
        None => match polygons(area, grid)? {
            Some(geometry) => geometry,
            None => return Ok(layer),
        },
    };
    let mut feature = layer.into_feature(geometry);
    feature.set_id(u64::from(area.number));
    Ok(feature.into_layer())
}

fn polygons(area: &Area, grid: &Grid) -> Result<Option<GeomData>, Error> {
    let frame = grid.frame();
    let whole = frame.holds(&area.frame);
    let mut encoder = GeomEncoder::new(GeomType::Polygon);
    let mut any = false;
    for rings in &area.polygons {
        for (number, ring) in rings.iter().enumerate() {
            let mut steps = if whole { grid.steps(ring) } else { grid.steps(&clip::ring(ring, &frame)) };
            if steps.first() == steps.last() {
                steps.pop();
            }
            let area = doubled_area(&steps);
            if steps.len() < 3 || area == 0.0 {
                if number == 0 {
                    break; // an outer ring too small for the grid takes its holes with it
                }
                continue;
            }
            // Outer rings turn clockwise as seen on the tile (y down), holes the other way.
            if (area > 0.0) != (number == 0) {
                steps.reverse();
            }
            for (x, y) in steps {
                encoder.add_point(x, y)?;
            }
            encoder.complete_geom()?;
            any = true;
        }
    }
    if any { encoder.encode().map(Some) } else { Ok(None) }
}

fn doubled_area(ring: &[(f64, f64)]) -> f64 {
    ring.iter().zip(ring.iter().cycle().skip(1)).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum()
}

fn add_lines(mut layer: Layer, lines: &[Line], grid: &Grid, width: Option<usize>) -> Result<Layer, Error> {
    let frame = grid.frame();
    let mut inside = lines.iter().filter(|l| l.frame.meets(&frame)).peekable();
    // Streets of one width are one feature; borders are a feature each, as they are picked out by place.
    while let Some(first) = inside.next() {
        let mut encoder = GeomEncoder::new(GeomType::Linestring);
        let mut any = add_line(&mut encoder, first, grid, &frame)?;
        while let Some(more) = inside.next_if(|l| width.is_some() || l.number == first.number) {
            any |= add_line(&mut encoder, more, grid, &frame)?;
        }
        if !any {
            continue;
        }
        let mut feature = layer.into_feature(encoder.encode()?);
        feature.set_id(u64::from(first.number));
        if let Some(width) = width {
            feature.add_tag_uint("width", width as u64);
        }
        layer = feature.into_layer();
    }
    Ok(layer)
}

fn add_line(encoder: &mut GeomEncoder<f64>, line: &Line, grid: &Grid, frame: &Frame) -> Result<bool, Error> {
    let mut any = false;
    for part in clip::line(&line.points, frame) {
        let steps = grid.steps(&part);
        if steps.len() < 2 {
            continue;
        }
        for (x, y) in steps {
            encoder.add_point(x, y)?;
        }
        encoder.complete_geom()?;
        any = true;
    }
    Ok(any)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_only_tiles_of_the_world() {
        assert!(TileAddress::new(0, 0, 0).is_some());
        for (zoom, x, y) in [(0, 1, 0), (3, 8, 0), (3, 0, 8), (16, 0, 0), (255, 0, 0)] {
            assert_eq!(TileAddress::new(zoom, x, y), None, "{zoom}/{x}/{y}");
        }
    }
}
