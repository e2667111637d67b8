//! The one door to the processor's wide vector instructions.
//!
//! Everything behind it is plain safe code inlined into two copies of the same function, one of which the compiler may translate for AVX2.

use super::destinations;
use super::labels::Labels;
use super::lanes::Lanes;
use super::links::Links;
use super::plan::Plan;
use super::row::Row;
use super::scan::{Block, search};

/// Searches one block of minutes for one root and writes it into the row.
pub(crate) fn pass<const N: usize, V: Lanes<N>>(question: &Question<'_, N>, labels: &mut Labels<N, V>, row: &mut Row) {
    #[cfg(target_arch = "x86_64")]
    if question.plan.request.switches.wide_vectors && has_wide_vectors() {
        // SAFETY: the processor was asked just now and has the instructions.
        #[allow(unsafe_code)] // calling a function compiled for AVX2 is unsafe only where the processor lacks it
        unsafe {
            pass_wide(question, labels, row);
        }
        return;
    }
    pass_anywhere(question, labels, row);
}

/// What one pass is asked.
pub(crate) struct Question<'a, const N: usize> {
    pub(crate) plan: &'a Plan,
    pub(crate) block: Block<N>,
    /// Stops around the root, with seconds on foot.
    pub(crate) access: &'a [(u32, u16)],
    /// Destination → stops, with seconds on foot.
    pub(crate) egress: &'a Links,
    /// Seconds on foot from the root to each destination.
    pub(crate) direct: &'a [u16],
    /// The ranks wanted once the last block is in, else none.
    pub(crate) ranks: &'a [usize],
}

#[cfg(target_arch = "x86_64")]
fn has_wide_vectors() -> bool {
    is_x86_feature_detected!("avx2") && is_x86_feature_detected!("bmi2") && is_x86_feature_detected!("popcnt")
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,bmi2,popcnt")]
fn pass_wide<const N: usize, V: Lanes<N>>(question: &Question<'_, N>, labels: &mut Labels<N, V>, row: &mut Row) {
    pass_anywhere(question, labels, row);
}

#[inline(always)]
fn pass_anywhere<const N: usize, V: Lanes<N>>(question: &Question<'_, N>, labels: &mut Labels<N, V>, row: &mut Row) {
    search(question.plan, labels, &question.block, question.access);
    destinations::fill(labels, &question.block, question.egress, question.direct, row);
    if !question.ranks.is_empty() {
        destinations::percentiles(row, question.ranks, question.plan.request.max_minutes as u16);
    }
}
