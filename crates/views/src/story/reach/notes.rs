//! How the figures beyond jobs within reach were made.

use lynchpin_findings::work::WorkAnswer;

use super::super::methods::source;
use crate::report::{Method, NoteId, Notes, SourceId};

fn sources(notes: &mut Notes, work: &WorkAnswer) -> Vec<SourceId> {
    work.sources.iter().chain(&work.network_sources).map(|p| source(notes, p)).collect()
}

/// Good jobs per jobseeker.
pub(super) fn competition(notes: &mut Notes, work: &WorkAnswer) -> NoteId {
    let sources = sources(notes, work);
    let who = work.terms.seekers.as_ref().map_or("", |seekers| seekers.words());
    notes.method(Method {
        title: "Good jobs per jobseeker (2SFCA)".into(),
        method: format!(
            "Two-step floating catchments: each workplace's good jobs are shared out equally among all jobseekers who reach it within the time, those without a car by \
             public transport and those with one by car; a jobseeker's figure is the sum of these shares over the workplaces within reach. {who} The share of households \
             without a car is taken to hold for jobseekers. The lead measure of competition, as it uses the same line of minutes as jobs within reach and gives every \
             good job away exactly once."
        ),
        formula: Some("R_j = S_j / Σ_i (P_i·n_i·[bus_ij ≤ T] + P_i·(1 − n_i)·[car_ij ≤ T]); A_i = Σ_j R_j·[time_ij ≤ T]; Σ P·A = Σ S over the jobs that anyone reaches".into()),
        unit: "good jobs per jobseeker".into(),
        interval: Some("Across areas of a group: 95 %, areas as draws.".into()),
        says_not: Some("Most jobs are held by somebody, and people in work compete too: it compares places and says nothing of the odds of finding work.".into()),
        own_default: true,
        sources,
    })
}

/// Two tables set against each other.
pub(super) fn pairs(notes: &mut Notes, work: &WorkAnswer, what: &str, does: &str, says_not: &str) -> NoteId {
    let sources = sources(notes, work);
    notes.method(Method {
        title: what.into(),
        method: format!("{does} Both are means over the working-age residents of the same neighbourhoods."),
        formula: Some("ratio = Σ people·first / Σ people·second; difference = Σ people·(first − second) / Σ people".into()),
        unit: "ratio; jobs".into(),
        interval: Some("95 %, linearised over neighbourhoods as draws, of the pair: the two figures of a neighbourhood go together.".into()),
        says_not: Some(says_not.into()),
        own_default: true,
        sources,
    })
}

/// Car against public transport.
pub(super) fn gap(notes: &mut Notes, work: &WorkAnswer) -> NoteId {
    let does = "Good jobs within reach by public transport, divided by those within reach by car at the same hour.";
    let says_not = "It compares what two people of the same street can reach; it does not say who can afford a car, and parking is not counted.";
    pairs(notes, work, "With and without a car", does, says_not)
}

/// What a fare budget costs.
pub(super) fn fare(notes: &mut Notes, work: &WorkAnswer) -> NoteId {
    let terms = work.terms.fare.as_ref().ok();
    let does = terms.map_or_else(String::new, |fare| {
        let default = if fare.default_budget { " (Lynchpin default)" } else { "" };
        format!(
            "Good jobs within reach by public transport when the journey one way costs at most £{:.2}{default}; prices: {}. {} of {} routes have no price and are not used.",
            fare.budget_pounds, fare.prices, fare.routes.1, fare.routes.0
        )
    });
    let says_not = "Season tickets, concessions and what was paid earlier in the day are not known.";
    pairs(notes, work, "Within a fare budget", &does, says_not)
}

/// The childcare penalty.
pub(super) fn nursery(notes: &mut Notes, work: &WorkAnswer) -> NoteId {
    let does = work.terms.nursery.as_ref().map_or_else(|_| String::new(), |terms| {
        format!(
            "Door to door from home to the best nursery to the job, against the direct trip. A nursery is passed where it is open and has a free place ({} of {} providers; \
             occupancy is known for {}, the others are taken to have one: a Lynchpin default); dropping off takes {} minutes; who leaves work at {} must be back before it \
             closes ({} of those passed have no known hours and limit nobody).",
            terms.with_place,
            terms.providers,
            terms.occupancy_known,
            terms.drop_off_minutes,
            clock(terms.leave_seconds),
            terms.hours_unknown
        )
    });
    let says_not =
        "Whether the nursery takes the child's age, what it costs and whether another person could drop the child off.";
    pairs(notes, work, "The childcare penalty: jobs lost to the drop-off", &does, says_not)
}

fn clock(seconds: u32) -> String {
    format!("{:02}:{:02}", seconds / 3600, seconds / 60 % 60)
}

/// Inequality.
pub(super) fn inequality(notes: &mut Notes, work: &WorkAnswer) -> NoteId {
    let sources = sources(notes, work);
    notes.method(Method {
        title: "Inequality of reach".into(),
        method: "Over working-age residents, ranked by the deprivation of their neighbourhood. Palma: mean reach of the least deprived tenth over that of the most deprived \
                 40 %. Concentration index: above 0 the less deprived reach more, below 0 the more deprived do. Gini: 0 where all reach alike."
            .into(),
        formula: Some("C = 2/(W·μ)·Σ w·x·R − 1, R the fractional rank; Gini = Σ Σ w·w·|x − x| / (2·W²·μ)".into()),
        unit: "none".into(),
        interval: Some("95 %, percentiles of 999 seeded resamples of neighbourhoods.".into()),
        says_not: Some("Deprived places often lie in cities, near jobs: a negative index does not say that their residents hold those jobs.".into()),
        own_default: false,
        sources,
    })
}

/// Skill levels.
pub(super) fn skill(notes: &mut Notes, work: &WorkAnswer) -> NoteId {
    let sources = sources(notes, work);
    notes.method(Method {
        title: "Jobs by the skill that they ask for".into(),
        method: "Jobs are split by skill level 1 to 4 of SOC 2020 by the national staffing of their industry; good jobs by the pay of the occupations at each level, scaled to \
                 the industry's share of good jobs. Residents hold a level by their highest qualification, as the pack sorts these. Open: the share of good jobs within reach \
                 that asks for no more than a random adult of the area holds. Modelled."
            .into(),
        formula: Some("open_i = Σ_k held_ik · Σ_{l ≤ k} good_il / Σ_l good_il".into()),
        unit: "jobs; % of good jobs within reach".into(),
        interval: Some("95 %, linearised over neighbourhoods as draws.".into()),
        says_not: Some("Experience and training on the job are not in it: people hold jobs above and below their qualifications.".into()),
        own_default: true,
        sources,
    })
}
