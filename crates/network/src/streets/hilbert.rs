//! Order along a Hilbert curve: what is near on the ground lies near in memory.

use crate::geometry::Point;

/// Position of a point on the Hilbert curve that fills the whole globe, 16 bits a side.
pub(crate) fn hilbert(point: Point) -> u64 {
    let x = (i64::from(point.lon_e7) - i64::from(i32::MIN)) as u32;
    let y = (i64::from(point.lat_e7) - i64::from(i32::MIN)) as u32;
    curve(x, y)
}

/// Distance along the curve of order 32 through the square of `u32 × u32`.
fn curve(mut x: u32, mut y: u32) -> u64 {
    let mut distance = 0_u64;
    let mut side = 1_u32 << 31;
    while side > 0 {
        let right = u32::from(x & side > 0);
        let upper = u32::from(y & side > 0);
        distance = (distance << 2) | u64::from((3 * right) ^ upper);
        if upper == 0 {
            if right == 1 {
                x = !x;
                y = !y;
            }
            std::mem::swap(&mut x, &mut y);
        }
        side >>= 1;
    }
    distance
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_along_the_curve_are_steps_on_the_ground() {
        let top = |cell: u32| cell << 28;
        let mut cells: Vec<(u64, u32, u32)> =
            (0..16).flat_map(|x| (0..16).map(move |y| (curve(top(x), top(y)) >> 56, x, y))).collect();
        cells.sort_unstable();
        for pair in cells.windows(2) {
            let ((a, ax, ay), (b, bx, by)) = (pair[0], pair[1]);
            assert_eq!(b, a + 1, "every cell has its own place");
            assert_eq!(ax.abs_diff(bx) + ay.abs_diff(by), 1, "({ax},{ay}) → ({bx},{by})");
        }
    }
}
