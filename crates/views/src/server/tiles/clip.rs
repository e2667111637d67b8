//! Cutting lines and rings to a box: Liang and Barsky for lines, Sutherland and Hodgman for rings.

use super::mercator::Flat;

/// A box on the plane.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub west: f64,
    pub north: f64,
    pub east: f64,
    pub south: f64,
}

impl Frame {
    pub(super) fn around(points: impl Iterator<Item = Flat>) -> Self {
        let none =
            Self { west: f64::INFINITY, north: f64::INFINITY, east: f64::NEG_INFINITY, south: f64::NEG_INFINITY };
        points.fold(none, |f, p| Self {
            west: f.west.min(p.x),
            north: f.north.min(p.y),
            east: f.east.max(p.x),
            south: f.south.max(p.y),
        })
    }

    pub(super) fn meets(&self, other: &Self) -> bool {
        self.west <= other.east && self.east >= other.west && self.north <= other.south && self.south >= other.north
    }

    pub(super) fn holds(&self, other: &Self) -> bool {
        self.west <= other.west && self.east >= other.east && self.north <= other.north && self.south >= other.south
    }
}

/// The parts of a line within the frame.
pub(super) fn line(points: &[Flat], frame: &Frame) -> Vec<Vec<Flat>> {
    let mut parts: Vec<Vec<Flat>> = Vec::new();
    let mut open = false;
    for pair in points.windows(2) {
        let Some((a, b, leaves)) = stretch(pair[0], pair[1], frame) else {
            open = false;
            continue;
        };
        match parts.last_mut().filter(|_| open) {
            Some(part) => part.push(b),
            None => parts.push(vec![a, b]),
        }
        open = !leaves;
    }
    parts
}

/// The part of a straight stretch within the frame, and whether it ends at the frame.
fn stretch(a: Flat, b: Flat, frame: &Frame) -> Option<(Flat, Flat, bool)> {
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let (mut from, mut to) = (0.0_f64, 1.0_f64);
    let sides = [(-dx, a.x - frame.west), (dx, frame.east - a.x), (-dy, a.y - frame.north), (dy, frame.south - a.y)];
    for (towards, room) in sides {
        if towards == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if towards < 0.0 {
            from = from.max(room / towards);
        } else {
            to = to.min(room / towards);
        }
    }
    let at = |t: f64| Flat { x: a.x + t * dx, y: a.y + t * dy };
    (from <= to).then(|| (if from > 0.0 { at(from) } else { a }, if to < 1.0 { at(to) } else { b }, to < 1.0))
}

/// A ring (closed or not) cut to the frame; empty where nothing is left.
pub(super) fn ring(points: &[Flat], frame: &Frame) -> Vec<Flat> {
    type Side = (fn(&Flat, &Frame) -> bool, fn(Flat, Flat, &Frame) -> Flat);
    fn at_x(a: Flat, b: Flat, x: f64) -> Flat {
        Flat { x, y: a.y + (b.y - a.y) * (x - a.x) / (b.x - a.x) }
    }
    fn at_y(a: Flat, b: Flat, y: f64) -> Flat {
        Flat { x: a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y), y }
    }
    const SIDES: [Side; 4] = [
        (|p, f| p.x >= f.west, |a, b, f| at_x(a, b, f.west)),
        (|p, f| p.x <= f.east, |a, b, f| at_x(a, b, f.east)),
        (|p, f| p.y >= f.north, |a, b, f| at_y(a, b, f.north)),
        (|p, f| p.y <= f.south, |a, b, f| at_y(a, b, f.south)),
    ];
    let mut kept = points.to_vec();
    for (inside, cross) in SIDES {
        let whole = std::mem::take(&mut kept);
        let Some(mut before) = whole.last().copied() else { return kept };
        for point in whole {
            match (inside(&before, frame), inside(&point, frame)) {
                (true, true) => kept.push(point),
                (true, false) => kept.push(cross(before, point, frame)),
                (false, true) => kept.extend([cross(before, point, frame), point]),
                (false, false) => {}
            }
            before = point;
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNIT: Frame = Frame { west: 0.0, north: 0.0, east: 1.0, south: 1.0 };

    fn path(points: &[(f64, f64)]) -> Vec<Flat> {
        points.iter().map(|&(x, y)| Flat { x, y }).collect()
    }

    fn area(ring: &[Flat]) -> f64 {
        let next = ring.iter().cycle().skip(1);
        ring.iter().zip(next).map(|(a, b)| a.x * b.y - b.x * a.y).sum::<f64>() / 2.0
    }

    #[test]
    fn a_line_that_leaves_and_comes_back_has_two_parts() {
        let parts = line(&path(&[(-0.5, 0.5), (0.5, 0.5), (0.5, 1.5), (0.7, 1.5), (0.7, 0.2)]), &UNIT);
        assert_eq!(parts, [path(&[(0.0, 0.5), (0.5, 0.5), (0.5, 1.0)]), path(&[(0.7, 1.0), (0.7, 0.2)])]);
        assert!(line(&path(&[(2.0, 2.0), (3.0, 2.0)]), &UNIT).is_empty());
    }

    #[test]
    fn a_ring_keeps_the_area_that_it_shares_with_the_frame() {
        let half = ring(&path(&[(0.5, -1.0), (3.0, -1.0), (3.0, 2.0), (0.5, 2.0)]), &UNIT);
        assert!((area(&half).abs() - 0.5).abs() < 1e-12);
        let around = ring(&path(&[(-1.0, -1.0), (2.0, -1.0), (2.0, 2.0), (-1.0, 2.0)]), &UNIT);
        assert!((area(&around).abs() - 1.0).abs() < 1e-12);
        assert!(ring(&path(&[(2.0, 2.0), (3.0, 2.0), (3.0, 3.0)]), &UNIT).is_empty());
    }
}
