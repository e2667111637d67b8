//! Everything that a pack holds of what people say.

use super::poll::{PollAnswer, Weighted};
use super::themes::{self, InterviewsAnswer};
use crate::FindingsError;
use crate::disclosure::Policy;
use crate::places::Grouping;
use crate::sample::Bootstrap;
use lynchpin_pack::tables::Tables;
use serde::Serialize;

/// Random streams of a poll.
const POLL_STREAMS: u64 = 1 << 20;

/// The answer to "what do people say?".
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VoicesAnswer {
    /// Polls.
    pub polls: Vec<PollAnswer>,
    /// Interviews, where the pack has some.
    pub interviews: Option<InterviewsAnswer>,
    /// The disclosure policy that all of it follows.
    pub policy: Policy,
}

/// What people say, or why nothing is said of it.
///
/// # Errors
/// What polls and interviews refuse.
pub fn answer(
    tables: &Tables,
    grouping: &Grouping,
    policy: Policy,
    bootstrap: Bootstrap,
) -> Result<Result<VoicesAnswer, String>, FindingsError> {
    if tables.polls.is_empty() && tables.interviews.is_none() {
        return Ok(Err("the pack has neither polls nor interviews.".to_owned()));
    }
    let polls = tables.polls.iter().enumerate().map(|(at, poll)| {
        let stream = POLL_STREAMS * (1 + at as u64);
        Weighted::new(poll, tables, grouping)?.answer(tables, grouping, &policy, stream)
    });
    let interviews = tables.interviews.as_ref();
    Ok(Ok(VoicesAnswer {
        polls: polls.collect::<Result<_, FindingsError>>()?,
        interviews: interviews.map(|i| themes::answer(i, tables, grouping, &policy, bootstrap)).transpose()?,
        policy,
    }))
}
