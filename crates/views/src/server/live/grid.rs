//! A grid over the study area, whose cells are asked for their travel times: what the bands on the map are drawn of.

use lynchpin_network::geometry::Point;

use crate::server::tiles::{Flat, flat, from_flat};

/// About how many cells there are.
const CELLS: f64 = 4_000.0;
/// How far the grid reaches beyond the areas, as a share of their width and height.
const MARGIN: f64 = 0.02;

/// Cells in rows from the north, each from the west, of equal size on the map.
#[derive(Clone, Debug)]
pub(in crate::server) struct Grid {
    pub columns: usize,
    pub rows: usize,
    west: f64,
    north: f64,
    step: f64,
}

impl Grid {
    /// Over `[west, south, east, north]` degrees.
    pub fn over([west, south, east, north]: [f64; 4]) -> Self {
        let (a, b) = (flat(west, north), flat(east, south));
        let (width, height) = ((b.x - a.x) * (1.0 + 2.0 * MARGIN), (b.y - a.y) * (1.0 + 2.0 * MARGIN));
        let step = (width * height / CELLS).sqrt().max(1e-9);
        Self {
            columns: ((width / step).ceil() as usize).clamp(1, 400),
            rows: ((height / step).ceil() as usize).clamp(1, 400),
            west: a.x - (b.x - a.x) * MARGIN,
            north: a.y - (b.y - a.y) * MARGIN,
            step,
        }
    }

    pub fn len(&self) -> usize {
        self.columns * self.rows
    }

    /// The middle of each cell.
    pub fn middles(&self) -> impl Iterator<Item = Option<Point>> + '_ {
        (0..self.len()).map(|cell| {
            let (row, column) = (cell / self.columns, cell % self.columns);
            let (lon, lat) = self.degrees(column as f64 + 0.5, row as f64 + 0.5);
            Point::from_degrees(lon, lat)
        })
    }

    /// Corners as longitude and latitude: north-west, north-east, south-east, south-west.
    pub fn corners(&self) -> [[f64; 2]; 4] {
        let (columns, rows) = (self.columns as f64, self.rows as f64);
        [(0.0, 0.0), (columns, 0.0), (columns, rows), (0.0, rows)].map(|(x, y)| {
            let (lon, lat) = self.degrees(x, y);
            [lon, lat]
        })
    }

    /// Half the way from corner to corner of a cell in the middle, metres.
    pub fn half_diagonal_metres(&self) -> f64 {
        let (x, y) = (self.columns as f64 / 2.0, self.rows as f64 / 2.0);
        let point = |x: f64, y: f64| {
            let (lon, lat) = self.degrees(x, y);
            Point::from_degrees(lon, lat).unwrap_or_default()
        };
        point(x, y).metres_to(point(x + 1.0, y + 1.0)) / 2.0
    }

    fn degrees(&self, x: f64, y: f64) -> (f64, f64) {
        from_flat(Flat { x: self.west + x * self.step, y: self.north + y * self.step })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grid_covers_the_area_in_about_so_many_square_cells() {
        let grid = Grid::over([-3.2, 51.5, -2.8, 51.7]);
        assert!((3_800..4_300).contains(&grid.len()), "{}", grid.len());
        let [nw, ne, se, _] = grid.corners();
        assert!(nw[0] < -3.2 && nw[1] > 51.7 && ne[0] > -2.8 && se[1] < 51.5);
        let middles: Vec<Point> = grid.middles().map(Option::unwrap).collect();
        let (east, south) = (middles[0].metres_to(middles[1]), middles[0].metres_to(middles[grid.columns]));
        assert!((east / south - 1.0).abs() < 0.01, "{east} {south}");
    }
}
