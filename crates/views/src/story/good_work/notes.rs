//! How the figures of good work held and offered were made.

use lynchpin_findings::work::OutsideView;
use lynchpin_findings::work::quality::QualityAnswer;
use lynchpin_pack::config::WageFloor;
use lynchpin_pack::tables::{Provenance, Tables};

use crate::report::{Method, NoteId, Notes, Source, SourceId};

/// The modelled rates.
pub(super) fn rates(notes: &mut Notes, answer: &QualityAnswer) -> NoteId {
    let sources = sources(notes, &answer.sources);
    let pay = answer.wage.as_ref().map_or_else(String::new, |wage| {
        format!(
            " Pay: £{:.2} an hour or more ({}, {}), read from published percentiles, which are taken as those of one job in a hundred.",
            wage.pounds_per_hour, wage.label, wage.year
        )
    });
    notes.method(Method {
        title: "Good work held and offered (modelled)".into(),
        method: format!(
            "The share of jobs that meet a dimension, by occupation and industry in the nation, is weighted by each area's own mix of occupations and \
             industries. Residents' mix is fitted to both of their margins from the national table (iterative proportional fitting); where one margin is \
             known, and at workplaces, the other follows as it does in the nation. Residents' rates are moved, district by district, towards the direct \
             estimate where there is one, by its weight against the model (a composite: an exact benchmark would hand the survey's own error to every \
             neighbourhood).{pay}"
        ),
        formula: Some(
            "rate = Σ share(occupation, industry) · rate(occupation, industry); then logit(rate) + shift of the district; \
             weight of the direct estimate = model variance / (model variance + its variance)"
                .into(),
        ),
        unit: "% of residents in work, or of jobs".into(),
        interval: Some(interval(answer)),
        says_not: Some(
            "It says what the mix of jobs lets one expect, not what was asked here: a neighbourhood whose employers are better or worse than their like is not \
             seen. Differences between groups are differences of mix and district."
                .into(),
        ),
        own_default: true,
        sources,
    })
}

fn interval(answer: &QualityAnswer) -> String {
    let districts = answer.errors.iter().map(|error| error.districts).max().unwrap_or(0);
    let spread = if districts > 0 {
        format!("estimated from the direct estimates of {districts} districts")
    } else {
        "a default, 0.25 on the logit scale, as the pack has too few direct estimates of districts".into()
    };
    format!(
        "95 %, percentiles of 499 draws: the survey's cells, the spread of districts about the model ({spread}), and that of neighbourhoods about \
         their district: as much again where occupations are known, twice as much where industries alone are."
    )
}

/// Every dimension at once.
pub(super) fn all_at_once(notes: &mut Notes, answer: &QualityAnswer) -> NoteId {
    let sources = sources(notes, &answer.sources);
    notes.method(Method {
        title: "Jobs that meet every dimension".into(),
        method: "The least and the largest share that the separate rates allow, whatever goes with what (Fréchet bounds). A point is given only where the survey publishes the joint rate."
            .into(),
        formula: Some("max(0, Σp − (k − 1)) ≤ P(all) ≤ min p".into()),
        unit: "% of residents in work, or of jobs".into(),
        interval: Some("95 %: of the lower bound from the same draws, of the upper the least of the limits of the rates.".into()),
        says_not: Some("Between the bounds the rates say nothing: no middle is likelier than the rest.".into()),
        own_default: false,
        sources,
    })
}

/// The model tested.
pub(super) fn validation(notes: &mut Notes, answer: &QualityAnswer) -> NoteId {
    let sources = sources(notes, &answer.sources);
    notes.method(Method {
        title: "Districts predicted from their mix".into(),
        method: "Each district with a direct estimate is predicted from its mix alone, before any benchmarking; the spread about the model is estimated \
                 without it. The part of the error that the direct estimates' own sampling would make is given beside it."
            .into(),
        formula: Some("mean |predicted − direct|; mean (predicted − direct); districts within the predicted interval".into()),
        unit: "percentage points".into(),
        interval: Some("Student's t on as many degrees of freedom as other districts, on the logit scale.".into()),
        says_not: Some("It tests districts, not neighbourhoods, which no survey asks.".into()),
        own_default: false,
        sources,
    })
}

/// The sectors.
pub(super) fn sectors(notes: &mut Notes, tables: &Tables, wage: Option<&WageFloor>) -> NoteId {
    let residents = tables.resident_jobs.iter().filter(|table| table.by == "industry").map(|table| &table.provenance);
    let jobs = tables.jobs.iter().map(|jobs| &jobs.provenance);
    let nation = tables.staffing.iter().map(|staffing| &staffing.provenance);
    let pay = tables.pay.first().map(|pay| &pay.provenance);
    let all: Vec<Provenance> = residents.chain(jobs).chain(nation).chain(pay).cloned().collect();
    let sources = sources(notes, &all);
    let line = wage
        .map_or_else(String::new, |wage| format!(" The wage: £{:.2} an hour ({}).", wage.pounds_per_hour, wage.label));
    notes.method(Method {
        title: "Sectors".into(),
        method: format!(
            "Shares of residents in work, and of jobs at the workplaces, by industry, and their ratio to the nation's. A sector is low-paying where a larger \
             share of its jobs than of all jobs pays less than the wage, by the national pay table: the data decide, not a list.{line}"
        ),
        formula: Some("location quotient = (x / Σx) / (X / ΣX)".into()),
        unit: "% of residents in work or of jobs; ratio".into(),
        interval: Some("Wilson's for shares, the ratio's recovered from the two on the log scale; across areas for groups' shares in low-paying sectors.".into()),
        says_not: Some("A sector's pay here may be other than in the nation.".into()),
        own_default: true,
        sources,
    })
}

/// Outside options.
pub(super) fn outside(notes: &mut Notes, tables: &Tables, view: &OutsideView) -> NoteId {
    let pay = tables.pay.iter().filter(|pay| pay.by == "occupation").map(|pay| &pay.provenance);
    let jobs = tables.jobs.iter().map(|jobs| &jobs.provenance);
    let nation = tables.staffing.iter().map(|staffing| &staffing.provenance);
    let all: Vec<Provenance> = pay.chain(jobs).chain(nation).cloned().collect();
    let sources = sources(notes, &all);
    notes.method(Method {
        title: "Outside options".into(),
        method: format!(
            "Occupations with a higher published median ({}) that ask for no more skill (skill levels of SOC 2020), at the same level of detail. Their jobs \
             here are modelled: the jobs of each industry at the workplaces of the data, staffed as the industry is in the nation.",
            view.period
        ),
        formula: Some("gap = median of the option − median of the occupation left".into()),
        unit: "£ an hour; jobs".into(),
        interval: None,
        says_not: Some("Jobs are not vacancies. Medians are national, without regard to hours, and the sampling error of each is not in the gap.".into()),
        own_default: false,
        sources,
    })
}

fn sources(notes: &mut Notes, all: &[Provenance]) -> Vec<SourceId> {
    let mut ids: Vec<SourceId> = Vec::new();
    for provenance in all {
        let id = notes.source(Source::from(provenance));
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}
