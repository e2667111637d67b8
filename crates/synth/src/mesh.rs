//! Street blocks: a Voronoi diagram whose cells are blocks, whose edges are candidate streets, and whose unions are neighbourhoods.

use crate::dice::{Dice, Noise};
use crate::land::{Land, Spot};
use delaunator::{EMPTY, Point, Triangulation, next_halfedge, triangulate};

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ground {
    /// Sea, river or beyond the region.
    Outside,
    /// Dry, south of the river.
    South,
    /// Dry, north of the river.
    North,
}

/// The blocks, in an order that keeps neighbours together.
pub(crate) struct Mesh {
    /// One point per block.
    pub(crate) sites: Vec<Point>,
    /// Dry or not, per block.
    pub(crate) ground: Vec<Ground>,
    triangulation: Triangulation,
}

/// An edge between two blocks: its two corners are triangles of the diagram.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Side {
    /// The block on the left (or right: the same way round for all).
    pub(crate) block: u32,
    /// The block beyond.
    pub(crate) beyond: u32,
    /// The corner where it starts, seen from `block`.
    pub(crate) from: u32,
    /// The corner where it ends.
    pub(crate) to: u32,
}

impl Mesh {
    pub(crate) fn new(land: &Land, seed: u64) -> Self {
        let sites = scatter(land, seed);
        let ground = sites
            .iter()
            .map(|p| {
                let spot = Spot { x: p.x, y: p.y };
                match (land.is_land(spot), land.is_north(spot)) {
                    (false, _) => Ground::Outside,
                    (true, true) => Ground::North,
                    (true, false) => Ground::South,
                }
            })
            .collect();
        let triangulation = triangulate(&sites);
        Self { sites, ground, triangulation }
    }

    pub(crate) fn spot(&self, block: u32) -> Spot {
        let site = &self.sites[block as usize];
        Spot { x: site.x, y: site.y }
    }

    /// Every side of every block but those on the rim, each once from either block.
    pub(crate) fn sides(&self) -> impl Iterator<Item = Side> + '_ {
        let t = &self.triangulation;
        (0..t.triangles.len()).filter(|e| t.halfedges[*e] != EMPTY).map(|e| Side {
            block: t.triangles[e] as u32,
            beyond: t.triangles[next_halfedge(e)] as u32,
            from: (t.halfedges[e] / 3) as u32,
            to: (e / 3) as u32,
        })
    }

    pub(crate) fn corner_count(&self) -> usize {
        self.triangulation.triangles.len() / 3
    }

    /// Where a corner lies: the middle of the circle through its three blocks' points.
    pub(crate) fn corner(&self, corner: u32) -> Spot {
        let at = |n: usize| &self.sites[self.triangulation.triangles[corner as usize * 3 + n]];
        let (a, b, c) = (at(0), at(1), at(2));
        let (dx, dy, ex, ey) = (b.x - a.x, b.y - a.y, c.x - a.x, c.y - a.y);
        let (bl, cl) = (dx * dx + dy * dy, ex * ex + ey * ey);
        let twice = 2.0 * (dx * ey - dy * ex);
        if twice.abs() < 1e-9 {
            return Spot { x: a.x, y: a.y };
        }
        Spot { x: a.x + (ey * bl - dy * cl) / twice, y: a.y + (dx * cl - ex * bl) / twice }
    }

    /// The dry blocks beside each dry block on the same bank: `(first, beside)` as in a compressed sparse row.
    pub(crate) fn neighbours(&self) -> (Vec<u32>, Vec<u32>) {
        let joined = |s: &Side| {
            let ground = self.ground[s.block as usize];
            ground != Ground::Outside && ground == self.ground[s.beyond as usize]
        };
        let mut first = vec![0_u32; self.sites.len() + 1];
        for side in self.sides().filter(joined) {
            first[side.block as usize + 1] += 1;
        }
        for n in 1..first.len() {
            first[n] += first[n - 1];
        }
        let mut fill = first.clone();
        let mut beside = vec![0_u32; first[self.sites.len()] as usize];
        for side in self.sides().filter(joined) {
            let slot = &mut fill[side.block as usize];
            beside[*slot as usize] = side.beyond;
            *slot += 1;
        }
        (first, beside)
    }
}

struct Scatter<'a> {
    land: &'a Land,
    dice: Dice,
    noise: Noise,
    sites: Vec<Point>,
}

/// Points whose density follows the land's, neighbours near each other in the list.
fn scatter(land: &Land, seed: u64) -> Vec<Point> {
    let mut scatter =
        Scatter { land, dice: Dice::new(seed, "blocks"), noise: Noise::new(seed, "warp"), sites: Vec::new() };
    let margin = 1_500.0;
    scatter.split(-margin, -margin, land.width + margin, land.height + margin);
    scatter.sites
}

impl Scatter<'_> {
    fn split(&mut self, x0: f64, y0: f64, x1: f64, y1: f64) {
        let (width, height) = (x1 - x0, y1 - y0);
        let middle = Spot { x: f64::midpoint(x0, x1), y: f64::midpoint(y0, y1) };
        let coarse = width.max(height) > 1_000.0;
        let dense = {
            let mut most = self.land.density(self.warped(middle));
            if width.max(height) > 150.0 {
                for (u, v) in [(0.2, 0.2), (0.8, 0.2), (0.2, 0.8), (0.8, 0.8)] {
                    let spot = Spot { x: x0 + u * width, y: y0 + v * height };
                    most = most.max(self.land.density(self.warped(spot)));
                }
            }
            most * width * height / 1e6 > 1.4
        };
        if coarse || dense {
            if width > height {
                self.split(x0, y0, middle.x, y1);
                self.split(middle.x, y0, x1, y1);
            } else {
                self.split(x0, y0, x1, middle.y);
                self.split(x0, middle.y, x1, y1);
            }
            return;
        }
        // Planned quarters keep nearly to the lattice (a grid of streets); the rest are strewn (winding streets).
        let planned = self.noise.at(middle.x + 9e6, middle.y, 1_700.0) > 0.15;
        let loose = if planned { 0.05 } else { 0.34 };
        let drawn = Spot {
            x: middle.x + self.dice.between(-loose, loose) * width,
            y: middle.y + self.dice.between(-loose, loose) * height,
        };
        let spot = self.warped(drawn);
        self.sites.push(Point { x: spot.x, y: spot.y });
    }

    /// Bends the lattice so that no quarter runs straight east and north.
    fn warped(&self, spot: Spot) -> Spot {
        let (far, wide) = (3_100.0, 620.0);
        Spot {
            x: spot.x + wide * self.noise.at(spot.x, spot.y, far),
            y: spot.y + wide * self.noise.at(spot.x + 5e6, spot.y, far),
        }
    }
}
