//! How the figures on reforms were made.

use lynchpin_findings::reforms::{EffectAnswer, Funnel, Outcome, ProgrammeAnswer, Serves};

use crate::report::{Method, NoteId, Notes, Source, SourceId};
use crate::table::TableColumn;

/// A column with its note, where there is one (a terminal has none).
pub(super) fn explained(column: TableColumn, note: Option<NoteId>) -> TableColumn {
    match note {
        Some(note) => column.explained_by(note),
        None => column,
    }
}

fn sources(notes: &mut Notes, programme: &ProgrammeAnswer) -> Vec<SourceId> {
    programme.sources.iter().map(|p| notes.source(Source::from(p))).collect()
}

pub(super) fn reach(notes: &mut Notes, programme: &ProgrammeAnswer, serves: Serves) -> NoteId {
    let sources = sources(notes, programme);
    notes.method(Method {
        title: format!("Reach of {}", programme.label),
        method: format!(
            "Served are {}; they are set against the residents whom it could serve ({}). Coverage is the share of a group’s people who are served, \
             leakage the share of those served who live in no left-behind place. A place on another geography is carried to the neighbourhoods by lookup, \
             weighted by population.",
            serves.label(),
            programme.people.replace('_', " ")
        ),
        formula: Some(
            "coverage = served here / people here; under-coverage = 1 − coverage; leakage = served elsewhere / served; \
             targeting = (served here / served) / (people here / people); equity = coverage left behind / coverage other deprived"
                .into(),
        ),
        unit: "% of people; ratios".into(),
        interval: Some(match serves {
            Serves::Participants => "95 %. Shares: Wilson’s, each person a draw. Targeting: areas drawn anew. Equity: from the two shares, log scale.",
            Serves::Places => "95 %. Shares: Wilson’s, each place a draw (effective number of places), as a whole place is in or out. Targeting: areas drawn anew. \
                               Equity: from the two shares, log scale.",
        }
        .into()),
        says_not: Some("Who in a place needs it, or gains by it. Leakage is not waste: people in other places may need it too.".into()),
        own_default: false,
        sources,
    })
}

pub(super) fn concentration(notes: &mut Notes, programme: &ProgrammeAnswer) -> NoteId {
    let sources = sources(notes, programme);
    notes.method(Method {
        title: format!("Concentration of {} on the most deprived", programme.label),
        method: "Neighbourhoods are put in order of deprivation, the most deprived first; the curve is the share of those served against the share of people.".into(),
        formula: Some("coefficient = 2 · ∫ curve − 1".into()),
        unit: "share of those served".into(),
        interval: Some("Coefficient: 95 %, areas drawn anew.".into()),
        says_not: Some("Deprivation is that of places, not of people.".into()),
        own_default: false,
        sources,
    })
}

pub(super) fn funnel(notes: &mut Notes, programme: &ProgrammeAnswer, found: &Funnel) -> NoteId {
    let sources = sources(notes, programme);
    notes.method(Method {
        title: format!("The way to {}", programme.label),
        method: format!(
            "Steps: everyone, {}. Each is the share of those who came so far; the share that comes all the way is their product. The gap between left-behind and other \
             deprived places is shared out by the exact Shapley value: a step’s part is what making it alike would close, averaged over every order of the steps.",
            found.steps.join(", ")
        ),
        formula: Some("through = Π rates; part of step j = mean over orders of [through with j as in left-behind places − without]".into()),
        unit: "% of those who came so far; percentage points".into(),
        interval: Some("Rates: 95 %, areas as draws.".into()),
        says_not: Some("Where only whole populations are known they stand for those who came so far. Modelled; it says where the gap arises, not what would close it.".into()),
        own_default: true,
        sources,
    })
}

pub(super) fn effect(
    notes: &mut Notes,
    programme: &ProgrammeAnswer,
    outcome: &Outcome,
    found: &EffectAnswer,
) -> NoteId {
    let sources = sources(notes, programme);
    let cluster = outcome.cluster.as_ref().map_or_else(String::new, |level| {
        format!(" Places of one {} are taken to rise and fall together.", level.replace('_', " "))
    });
    notes.method(Method {
        title: format!("Effect of {} on: {}", programme.label, outcome.label),
        method: format!(
            "Difference-in-differences by cohort and period (Callaway and Sant’Anna 2021): the change of places first treated together since the period before, \
             less the change of {} ({}). Effects are averaged over cohorts by size; each place counts the same.{cluster} Where fewer than {} places are treated, the starts are dealt out to \
             other places at random, and where five or fewer are, a blend of untreated places is set beside them (synthetic control, placebo test). The verdict needs every test that \
             applies to agree, and no drift before treatment. Checked against the packages csdid and pysyncon.",
            found.options.controls.label(),
            found.options.estimator.label(),
            lynchpin_findings::reforms::FEW_TREATED
        ),
        formula: Some(
            "ATT(g, t) = E[Y_t − Y_{g−1} | first treated in g] − E[Y_t − Y_{g−1} | not treated by t], covariates held alike; least effect seen = (t₀.₉₇₅ + t₀.₈) · standard error"
                .into(),
        ),
        unit: outcome.unit.clone(),
        interval: Some(
            "95 %, influence of each place, Student’s t on treated places less one for each cohort; none with fewer than five treated places.".into(),
        ),
        says_not: Some(
            "That treated places would have moved as the others did is an assumption: no drift before treatment supports it and cannot prove it. Effects on neighbours are not counted."
                .into(),
        ),
        own_default: true,
        sources,
    })
}

pub(super) fn event_study(notes: &mut Notes, programme: &ProgrammeAnswer, outcome: &Outcome) -> NoteId {
    let sources = sources(notes, programme);
    notes.method(Method {
        title: format!("Event study of {}", programme.label),
        method: "Effects by time since treatment, each the mean of cohorts by size. Before treatment a point is the change from the period before it, so that nought means moving alike.".into(),
        formula: Some("θ(e) = Σ_g share(g) · ATT(g, g + e)".into()),
        unit: outcome.unit.clone(),
        interval: Some("95 % for each point (Student’s t); for all points at once by the multiplier bootstrap of the influences, 999 draws.".into()),
        says_not: Some("Later points rest on fewer cohorts.".into()),
        own_default: false,
        sources,
    })
}

pub(super) fn jump(notes: &mut Notes, programme: &ProgrammeAnswer, outcome: &Outcome) -> NoteId {
    let sources = sources(notes, programme);
    notes.method(Method {
        title: format!("Jump at the cut-off of {}", programme.label),
        method: "Places just eligible against places just not: a line is fitted on both sides of the cut-off (triangular kernel, bandwidth that makes the mean squared error least) and its bias \
                 estimated by a parabola and taken off (Calonico, Cattaneo and Titiunik 2014). The outcome is the change since it began, where that is known. An effect is said to be there only where it \
                 stands at a narrower and a wider bandwidth too. Checked against the package rdrobust."
            .into(),
        formula: Some("jump = lim from eligible − lim from not eligible, less the estimated bias".into()),
        unit: outcome.unit.clone(),
        interval: Some("95 %, variance from the three nearest neighbours, Student’s t on the places near the cut-off that it rests on.".into()),
        says_not: Some("It is the effect of being eligible at the cut-off, not of taking part, and not far from the cut-off.".into()),
        own_default: true,
        sources,
    })
}

pub(super) fn elsewhere(notes: &mut Notes, programme: &ProgrammeAnswer) -> NoteId {
    let sources = sources(notes, programme);
    notes.method(Method {
        title: format!("{} elsewhere", programme.label),
        method: "Neighbourhoods that tried it beside left-behind (or other deprived) ones that did not, over the indicators that the pack names. The generalizability index (Tipton 2014) is the overlap of the two \
                 distributions of log-odds of having tried it. Weights make the first have the means of the second and are as even as that allows (entropy balancing, Hainmueller 2012); the effect is \
                 estimated anew with them. Nearest: root mean squared difference over standardised indicators."
            .into(),
        formula: Some("index = ∫ √(f_study · f_target); places’ worth = (Σw)² / Σw²".into()),
        unit: "index from 0 to 1; standard deviations".into(),
        interval: Some("Effect: 95 %, as the effect itself, on as many places as the weights are worth; the weights are taken as given.".into()),
        says_not: Some("What the indicators do not measure may differ: staff, money, will. Alike is no promise.".into()),
        own_default: true,
        sources,
    })
}
