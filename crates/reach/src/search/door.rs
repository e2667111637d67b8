//! The one door to the processor's wide vector instructions.
//!
//! Everything behind it is plain safe code inlined into two copies of the same function, one of which the compiler may translate for AVX2.

use super::destinations;
use super::egress::Egress;
use super::labels::Labels;
use super::lanes::Lanes;
use super::plan::Plan;
use super::row::Row;
use super::scan::{Block, search};
use super::seeds::{Moments, Seeds};

/// Searches one block of minutes and writes the answer.
pub(crate) fn pass<const N: usize, V: Lanes<N>>(
    question: &Question<'_, N>,
    labels: &mut Labels<N, V>,
    answer: &mut Answer<'_>,
) {
    #[cfg(target_arch = "x86_64")]
    if question.plan.request.switches.wide_vectors && has_wide_vectors() {
        // SAFETY: the processor was asked just now and has the instructions.
        #[allow(unsafe_code)] // calling a function compiled for AVX2 is unsafe only where the processor lacks it
        unsafe {
            pass_wide(question, labels, answer);
        }
        return;
    }
    pass_anywhere(question, labels, answer);
}

/// Where the answer of a pass goes.
pub(crate) enum Answer<'a> {
    /// Whole minutes and, after the last block, percentiles.
    Minutes(&'a mut Row),
    /// Moments to the second.
    Moments(&'a mut Moments),
}

/// What one pass is asked.
pub(crate) struct Question<'a, const N: usize> {
    pub(crate) plan: &'a Plan,
    pub(crate) block: Block<N>,
    pub(crate) seeds: &'a Seeds<'a>,
    pub(crate) egress: &'a Egress,
    /// The ranks wanted once the last block is in, else none.
    pub(crate) ranks: &'a [usize],
}

#[cfg(target_arch = "x86_64")]
fn has_wide_vectors() -> bool {
    is_x86_feature_detected!("avx2") && is_x86_feature_detected!("bmi2") && is_x86_feature_detected!("popcnt")
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,bmi2,popcnt")]
fn pass_wide<const N: usize, V: Lanes<N>>(
    question: &Question<'_, N>,
    labels: &mut Labels<N, V>,
    answer: &mut Answer<'_>,
) {
    pass_anywhere(question, labels, answer);
}

#[inline(always)]
fn pass_anywhere<const N: usize, V: Lanes<N>>(
    question: &Question<'_, N>,
    labels: &mut Labels<N, V>,
    answer: &mut Answer<'_>,
) {
    let Question { plan, block, seeds, egress, ranks } = question;
    search(plan, labels, block, seeds);
    match answer {
        Answer::Minutes(row) => {
            destinations::fill(labels, block, egress, seeds, row);
            if !ranks.is_empty() {
                destinations::percentiles(row, ranks, plan.request.max_minutes as u16);
            }
        }
        Answer::Moments(moments) => destinations::fill_moments(labels, block, egress, seeds, moments),
    }
}
