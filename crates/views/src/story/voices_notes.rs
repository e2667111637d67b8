//! How each number of what people say was made.

use lynchpin_findings::disclosure::Policy;
use lynchpin_findings::voices::{InterviewsAnswer, PollAnswer, VoicesAnswer};
use lynchpin_pack::tables::Provenance;

use crate::report::{Method, NoteId, Notes, Source, SourceId};

/// How a poll was weighted.
pub(super) fn poll(notes: &mut Notes, poll: &PollAnswer, answer: &VoicesAnswer) -> NoteId {
    let sources = sources(notes, &poll.sources);
    notes.method(Method {
        title: poll.label.clone(),
        method: format!(
            "Share of respondents with an answer, weighted. Weights are raked to the known margins (every combination at once where each has at least 5 \
             respondents). Effective number: how many respondents of equal weight would say as much. Groups are compared by a pooled z test on effective \
             numbers. {}",
            withheld(&answer.policy)
        ),
        formula: Some("share = Σ w·said / Σ w; effective n = (Σw)² / Σw²; design effect = n / effective n".into()),
        unit: "% of respondents".into(),
        interval: Some("95 %, Wilson’s score interval on the effective number of respondents; of a difference, recovered from the two.".into()),
        says_not: Some(
            "Weighting mends what the margins know of; those who did not answer may still differ. Respondents are taken as independent draws. A difference is an association."
                .into(),
        ),
        own_default: true,
        sources,
    })
}

/// How a poll was carried to the population.
pub(super) fn model(notes: &mut Notes, poll: &PollAnswer) -> NoteId {
    let sources = sources(notes, &poll.sources);
    notes.method(Method {
        title: format!("{}: modelled", poll.label),
        method: format!(
            "Multilevel logistic regression and post-stratification (MRP). {} Respondents of whom any of this is not known are left out. Design weights are not used: what \
             decided who was asked is in the model. Fitted by Gibbs sampling with Pólya–Gamma variables: 2 chains of 1,000 draws after 400; standard deviations have \
             half-Cauchy(0.5) priors on the logit. Pulled: the sampling variance of a group (or area) over that and the variance between groups (or areas).",
            poll.model.as_deref().unwrap_or_default()
        ),
        formula: Some("logit p = β₀ + xβ + Σ u, u ~ N(0, σ²); share = Σ people · p / Σ people; pulled = (1/I) / (1/I + σ²), I = Σ n·p(1−p)".into()),
        unit: "% of residents".into(),
        interval: Some("95 %, central interval of the posterior.".into()),
        says_not: Some("A model of who says what, not a count: where few answered, it says more of people alike elsewhere than of the place.".into()),
        own_default: true,
        sources,
    })
}

/// How themes were counted.
pub(super) fn interviews(notes: &mut Notes, interviews: &InterviewsAnswer, answer: &VoicesAnswer) -> NoteId {
    let sources = sources(notes, &interviews.sources);
    let k = answer.policy.speakers;
    notes.method(Method {
        title: "Themes of interviews".into(),
        method: format!(
            "A speaker raises a theme where a passage of their interview carries its code, or one below it. Only interviews in which everybody consented count; only \
             those who consented to it are quoted. What is told of a speaker beside a quote is shared by at least {k} of them (k-anonymity). Numbers of \
             speakers under {k} are withheld, and others where they would give such a number away. No place finer than an MSOA is used, and only its group is shown."
        ),
        formula: None,
        unit: "speakers".into(),
        interval: None,
        says_not: Some("Speakers were chosen, not drawn: the numbers do not stand for residents, and a theme nobody raised may matter.".into()),
        own_default: true,
        sources,
    })
}

/// How agreement was measured.
pub(super) fn agreement(notes: &mut Notes) -> NoteId {
    notes.method(Method {
        title: "Agreement of coders".into(),
        method: "Krippendorff’s alpha over paragraphs (or the units that the data name) of interviews that two coders or more read: for each theme, whether a coder \
                 marked the unit with it. All themes: the same over every unit and theme together."
            .into(),
        formula: Some("α = 1 − D_o / D_e, observed over expected disagreement".into()),
        unit: "1 is full agreement, 0 is what chance would give".into(),
        interval: Some("95 %, percentiles of 999 seeded resamples of whole units.".into()),
        says_not: Some("Coders who agree may both be wrong.".into()),
        own_default: true,
        sources: Vec::new(),
    })
}

fn withheld(policy: &Policy) -> String {
    let both = if policy.both_sides { ", or where fewer say so or fewer do not" } else { "" };
    format!(
        "Nothing is shown of fewer than {} respondents{both}, nor what would give such a number away by subtraction.",
        policy.threshold
    )
}

fn sources(notes: &mut Notes, all: &[Provenance]) -> Vec<SourceId> {
    all.iter().map(|provenance| notes.source(Source::from(provenance))).collect()
}
