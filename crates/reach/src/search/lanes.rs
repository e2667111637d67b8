//! Lane vectors: one label for each minute of the window that is searched together.
//!
//! A label is the earliest moment at a stop for a departure minute, so labels never decrease from lane to lane; the lanes for which
//! something holds "by then" are always the first few, and one comparison tells whether anything improves.
//! The loops run over arrays of fixed length and are inlined into [`super::door`], where the compiler makes vector instructions of them.

use super::plan::NEVER;

/// `N` labels, aligned as wide loads like it.
pub(crate) trait Lanes<const N: usize>: Copy + Send + Sync {
    /// No lane reached.
    const UNREACHED: Self;
    fn get(&self) -> &[u16; N];
    fn get_mut(&mut self) -> &mut [u16; N];
}

macro_rules! lanes {
    ($($name:ident $count:literal $align:literal;)*) => {$(
        #[derive(Clone, Copy, Debug)]
        #[repr(align($align))]
        pub(crate) struct $name([u16; $count]);

        impl Lanes<$count> for $name {
            const UNREACHED: Self = Self([NEVER; $count]);

            #[inline(always)]
            fn get(&self) -> &[u16; $count] {
                &self.0
            }

            #[inline(always)]
            fn get_mut(&mut self) -> &mut [u16; $count] {
                &mut self.0
            }
        }
    )*};
}

lanes! {
    One 1 2;
    Sixteen 16 32;
    ThirtyTwo 32 64;
    SixtyFour 64 64;
}

/// How many lanes are at or before `moment`.
#[inline(always)]
pub(crate) fn count_by<const N: usize>(labels: &[u16; N], moment: u16) -> usize {
    let mut count = 0_u16;
    for &label in labels {
        count += u16::from(label <= moment);
    }
    usize::from(count)
}

/// Lowers the first `lanes` labels to `moment`.
#[inline(always)]
pub(crate) fn lower_first<const N: usize>(labels: &mut [u16; N], lanes: usize, moment: u16) {
    let lanes = lanes as u16;
    for (lane, label) in labels.iter_mut().enumerate() {
        let bound = if (lane as u16) < lanes { moment } else { NEVER };
        *label = (*label).min(bound);
    }
}

/// The lower of `labels` and `from + walk`, and whether a lane improved that is not past its `expiry`.
#[inline(always)]
pub(crate) fn walked<const N: usize>(
    labels: &[u16; N],
    from: &[u16; N],
    walk: u16,
    expiry: &[u16; N],
) -> ([u16; N], bool) {
    let mut lower = [0; N];
    let mut improved = 0;
    for lane in 0..N {
        let moment = from[lane].saturating_add(walk);
        lower[lane] = labels[lane].min(moment);
        let gain = labels[lane] - lower[lane];
        improved |= if moment <= expiry[lane] { gain } else { 0 };
    }
    (lower, improved != 0)
}

/// Lowers `labels` to `from + walk`.
#[inline(always)]
pub(crate) fn lower_walked<const N: usize>(labels: &mut [u16; N], from: &[u16; N], walk: u16) {
    for (label, &moment) in labels.iter_mut().zip(from) {
        *label = (*label).min(moment.saturating_add(walk));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_unexpired_gains_count() {
        let labels = [10, 20, NEVER];
        assert_eq!(walked(&labels, &[5, 6, 7], 4, &[9, 99, 99]), ([9, 10, 11], true));
        assert_eq!(walked(&labels, &[5, 16, NEVER], 4, &[8, 99, 99]), ([9, 20, NEVER], false));
    }

    #[test]
    fn lowering_leaves_later_lanes() {
        let mut labels = [3, 8, 9, NEVER];
        lower_first(&mut labels, 3, 7);
        assert_eq!(labels, [3, 7, 7, NEVER]);
        assert_eq!(count_by(&labels, 7), 3);
    }
}
