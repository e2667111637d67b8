//! How each kind of number in the report was made.

use lynchpin_findings::work::WorkAnswer;
use lynchpin_pack::tables::{Index, Indicator, Provenance};

use crate::report::{Method, NoteId, Notes, Source, SourceId};

/// How the groups of places were made.
pub(super) fn grouping(notes: &mut Notes, indices: &[Index], ids: [&str; 2], worst_percent: f64) -> NoteId {
    let sources =
        indices.iter().filter(|i| ids.contains(&i.id.as_str())).map(|i| source(notes, &i.provenance)).collect();
    notes.method(Method {
        title: "Left-behind places".into(),
        method: format!(
            "A neighbourhood is left behind where it ranks in the worst {worst_percent} % of its nation on both multiple deprivation and \
             community needs. Other deprived: in the worst {worst_percent} % on deprivation only. Rest: everywhere else. An index published on \
             another geography is carried to the neighbourhoods by lookup, weighted by population."
        ),
        formula: Some(format!("left behind = rank(deprivation) ≤ {worst_percent} % of N and rank(community needs) ≤ {worst_percent} % of N")),
        unit: "neighbourhoods".into(),
        interval: None,
        says_not: Some("The two indices share causes: the deprivation index holds income and employment, community needs holds local jobs and travel.".into()),
        own_default: false,
        sources,
    })
}

/// How firmly a place is left behind.
pub(super) fn robustness(notes: &mut Notes, indices: &[Index]) -> NoteId {
    let sources = indices.iter().map(|i| source(notes, &i.provenance)).collect();
    notes.method(Method {
        title: "Robustly or marginally left behind".into(),
        method: "The rule is applied with every version of both indices in the pack and with cut-offs of 5, 10, 15 and 20 %. \
                 Robustly: left behind under all of them. Marginally: under some."
            .into(),
        unit: "neighbourhoods".into(),
        own_default: true,
        sources,
        ..Method::default()
    })
}

/// How an index was rebuilt.
pub(super) fn rebuilt(notes: &mut Notes, indices: &[Index]) -> NoteId {
    let sources = indices.iter().filter(|i| !i.domains.is_empty()).map(|i| source(notes, &i.provenance)).collect();
    notes.method(Method {
        title: "Indices rebuilt from their domain ranks".into(),
        method: "Each domain rank is turned into the exponential score of the English indices and the scores are added with the published weights. \
                 The difference from the published score shows that the file was read as its publisher meant it."
            .into(),
        formula: Some("X(r) = −23 · ln(1 − R · (1 − e^(−100/23))), R = (N + 1 − r)/N; score = Σ weight · X".into()),
        unit: "score points".into(),
        says_not: Some("It does not test the domains themselves.".into()),
        sources,
        ..Method::default()
    })
}

/// How an indicator was compared across groups.
pub(crate) fn indicator(notes: &mut Notes, indicator: &Indicator, interval: Option<&str>) -> NoteId {
    let with_counts = indicator.numerators.is_some();
    let sources = vec![source(notes, &indicator.provenance)];
    notes.method(Method {
        title: indicator.label.clone(),
        method: if with_counts {
            "Counts are added up over the neighbourhoods of a group, then divided.".into()
        } else {
            "The published value of each neighbourhood, averaged over the group with population as weight. For all published areas it is the plain mean of areas.".into()
        },
        formula: Some(if with_counts { "Σ numerator / Σ denominator" } else { "Σ people · value / Σ people" }.into()),
        unit: indicator.unit.clone(),
        interval: interval.map(|method| format!("95 %, {method}.")),
        says_not: Some("A difference between groups is an association, not an effect.".into()),
        own_default: false,
        sources,
    })
}

/// What a good job is here, and how many there are.
pub(super) fn good_jobs(notes: &mut Notes, work: &WorkAnswer) -> NoteId {
    let sources = work.sources.iter().map(|p| source(notes, p)).collect();
    notes.method(Method {
        title: "Good jobs (by pay)".into(),
        method: format!(
            "Jobs by workplace and industry, times the share of that industry's jobs that pay at least £{:.2} an hour ({}). The share is read from \
             published pay percentiles by interpolating between them; where pay is published by occupation, each industry's mix of occupations \
             carries it over. Modelled: the national mix within an industry is taken to hold everywhere.",
            work.floor.pounds_per_hour, work.floor.label
        ),
        formula: Some("good jobs = Σ over industries of jobs · share at or above the wage".into()),
        unit: "jobs".into(),
        interval: Some("From the lowest to the highest share that the published percentiles allow. It is no sampling interval.".into()),
        says_not: Some("Pay is one of six dimensions of good work: security, flexibility, participation, progression and health are not in it.".into()),
        own_default: true,
        sources,
    })
}

/// How jobs within reach were counted.
pub(crate) fn reach(notes: &mut Notes, work: &WorkAnswer) -> NoteId {
    let mut sources: Vec<SourceId> = work.sources.iter().map(|p| source(notes, p)).collect();
    sources.extend(work.network_sources.iter().map(|p| source(notes, p)));
    notes.method(Method {
        title: "Good jobs within reach".into(),
        method: format!(
            "Door to door over real streets and timetables: walk, ride, change, walk. One journey is sampled for every minute of the window and the \
             percentile of their times is taken, rounded up to whole minutes. {}",
            work.travel_words
        ),
        formula: Some("A_i = Σ_j jobs_j · [time_ij ≤ T]".into()),
        unit: "jobs".into(),
        interval: Some("Across areas of a group: 95 %, areas as draws. The bounds of what jobs pay are given beside it.".into()),
        says_not: Some("Jobs within reach are not vacancies: others reach the same jobs, and they need skills, hours and childcare to match.".into()),
        own_default: true,
        sources,
    })
}

/// Who is cut off.
pub(super) fn cut_off(notes: &mut Notes, work: &WorkAnswer) -> NoteId {
    let sources = work.sources.iter().map(|p| source(notes, p)).collect();
    notes.method(Method {
        title: "Cut off from good work".into(),
        method: format!(
            "An area is cut off where its residents can reach fewer good jobs than {} % of what the median working-age resident of the study area can reach ({}).",
            100.0 * work.cut_off.rule.share_of_median,
            work.cut_off.rule.cut
        ),
        formula: Some("cut off = A_i < share · median(A), median over working-age residents".into()),
        unit: "% of working-age residents".into(),
        interval: Some("95 %, Wilson's score interval with areas as draws.".into()),
        says_not: Some("The line is relative to this study area; it says nothing of another.".into()),
        own_default: true,
        sources,
    })
}

pub(super) fn source(notes: &mut Notes, provenance: &Provenance) -> SourceId {
    notes.source(Source::from(provenance))
}
