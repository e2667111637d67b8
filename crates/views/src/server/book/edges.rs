//! The borders of higher areas, put together from those of their neighbourhoods.

use std::collections::BTreeMap;

use geo_types::{Coord, MultiPolygon};

use super::Book;

/// A corner in 1e-7 degrees, so that neighbours' corners are the same.
type Corner = (i32, i32);

impl Book {
    /// Per place of a level, its border as lines: the sides that two of its neighbourhoods do not share.
    pub(in crate::server) fn borders(&self, level: usize) -> Vec<Vec<Vec<Coord<f64>>>> {
        let level = &self.levels[level];
        let mut sides: Vec<BTreeMap<(Corner, Corner), u32>> = vec![BTreeMap::new(); level.codes.len()];
        for (outline, place) in self.outlines.iter().zip(&level.place_of) {
            if let (Some(outline), Some(place)) = (outline, place) {
                count_sides(outline, &mut sides[*place as usize]);
            }
        }
        sides.into_iter().map(lines).collect()
    }
}

fn count_sides(outline: &MultiPolygon<f64>, sides: &mut BTreeMap<(Corner, Corner), u32>) {
    for ring in outline.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors())) {
        for pair in ring.0.windows(2) {
            let (a, b) = (corner(pair[0]), corner(pair[1]));
            if a != b {
                *sides.entry((a.min(b), a.max(b))).or_default() += 1;
            }
        }
    }
}

fn corner(c: Coord<f64>) -> Corner {
    ((c.x * 1e7).round() as i32, (c.y * 1e7).round() as i32)
}

/// The sides met once, joined end to end as far as they lead on.
fn lines(sides: BTreeMap<(Corner, Corner), u32>) -> Vec<Vec<Coord<f64>>> {
    let mut next: BTreeMap<Corner, Vec<Corner>> = BTreeMap::new();
    for ((a, b), met) in sides {
        if met == 1 {
            next.entry(a).or_default().push(b);
            next.entry(b).or_default().push(a);
        }
    }
    let mut lines = Vec::new();
    while let Some((&start, _)) = next.iter().find(|(_, ends)| !ends.is_empty()) {
        let mut line = vec![start];
        let mut at = start;
        while let Some(to) = next.get_mut(&at).and_then(Vec::pop) {
            if let Some(back) = next.get_mut(&to) {
                back.retain(|c| *c != at);
            }
            line.push(to);
            at = to;
        }
        next.retain(|_, ends| !ends.is_empty());
        lines.push(line.into_iter().map(|(x, y)| Coord { x: f64::from(x) * 1e-7, y: f64::from(y) * 1e-7 }).collect());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::{Polygon, polygon};

    fn square(x: f64) -> Polygon<f64> {
        polygon![(x: x, y: 0.0), (x: x + 1.0, y: 0.0), (x: x + 1.0, y: 1.0), (x: x, y: 1.0), (x: x, y: 0.0)]
    }

    #[test]
    fn a_shared_side_is_no_border() {
        let mut sides = BTreeMap::new();
        count_sides(&MultiPolygon(vec![square(0.0)]), &mut sides);
        count_sides(&MultiPolygon(vec![square(1.0)]), &mut sides);
        let lines = lines(sides);
        assert_eq!(lines.len(), 1, "one ring");
        assert_eq!(lines[0].len(), 7, "six sides, closed");
        assert_eq!(lines[0].first(), lines[0].last());
        let shared = |c: &Coord<f64>| c.x == 1.0;
        assert!(!lines[0].windows(2).any(|p| shared(&p[0]) && shared(&p[1])));
    }
}
