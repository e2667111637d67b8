//! How the numbers on childcare were made.

use lynchpin_findings::childcare::{AT_RISK, ChildcareAnswer, Viability};

use crate::numbers::Style;
use crate::report::{Method, NoteId, Notes, Source, SourceId};

/// What access to childcare does not say.
pub(super) const SAYS_NOT: &str = "A registered place is not a vacancy, a place at the right hours or one that a family can pay for. Only the providers in the pack's file count: \
     where that leaves out childminders, so do these figures. Families are taken to live at one point of their neighbourhood and to set out from home. The figures are modelled.";

/// Places for each child.
pub(super) fn access(notes: &mut Notes, answer: &ChildcareAnswer) -> NoteId {
    let sources = sources(notes, answer);
    let rules = &answer.rules;
    notes.method(Method {
        title: "Childcare places for each child".into(),
        method: format!(
            "A floating catchment in two steps over two ways of travelling. First each provider's places are divided among the children who can get there: those of households with a car within \
             {} minutes by car, those without within {} minutes by public transport or on foot, of which {} minutes are walked at most. Then each neighbourhood adds up what it gets. A place counts less \
             the farther it is: {} at the limit, against 1 at the door. The limits are those of Ofsted and the ONS; decay, split by car and speeds are not published by them and are ours. {}",
            rules.drive_minutes, rules.transit_minutes, rules.walk_minutes, rules.weight_at_limit, answer.travel_words
        ),
        formula: Some(
            "R_j = S_j / Σ_i Σ_m P_i·n_im·f_m(c_ijm); A_im = Σ_j R_j·f_m(c_ijm); A_i = Σ_m n_im·A_im; f(c) = w^((c/limit)²) to the limit, 0 beyond; n: shares of households with and without a car".into(),
        ),
        unit: "places for each child".into(),
        interval: Some(format!(
            "95 % across areas (areas as draws). The range beside it is that of {} combinations of limits (0.8, 1 and 1.2 times) and weights at the limit (0.01, 0.05 or the pack's, 0.2, 1): it is no sampling interval.",
            answer.access.combinations
        )),
        says_not: Some(SAYS_NOT.into()),
        own_default: true,
        sources,
    })
}

/// Deserts.
pub(super) fn desert(notes: &mut Notes, answer: &ChildcareAnswer) -> NoteId {
    let sources = sources(notes, answer);
    notes.method(Method {
        title: "Childcare deserts".into(),
        method: format!(
            "A neighbourhood is a desert where more than {} children share each place within reach, the line of Ofsted and the ONS. Firmly: under all {} combinations of limits and decay. Likely: under our own, not all. \
             Possibly: under others only.",
            answer.rules.children_per_place, answer.access.combinations
        ),
        formula: Some(format!("desert = A_i < 1/{}", answer.rules.children_per_place)),
        unit: "neighbourhoods; % of children".into(),
        interval: Some("95 %, Wilson's score interval with areas as draws.".into()),
        says_not: Some(
            "The line is a convention. How many areas lie under it depends on which places and children are counted; the order of areas depends on it much less.".into(),
        ),
        own_default: true,
        sources,
    })
}

/// Agreement with published values.
pub(super) fn agreement(notes: &mut Notes, answer: &ChildcareAnswer) -> NoteId {
    let sources = sources(notes, answer);
    let distances = if answer.by_network {
        "travel times over the pack's own streets and timetable"
    } else {
        "straight-line distances"
    };
    notes.method(Method {
        title: "Agreement with published access".into(),
        method: format!(
            "Neighbourhoods ranked by our places for each child and by the published ones, with {distances}. The published values rest on the providers of a later year and on travel times that are not published. \
             Speeds, decay and classes are round numbers that were chosen among more than a hundred combinations with the published values of England in sight: the correlations flatter a little (METHODS says how much)."
        ),
        formula: Some("Spearman's ρ, ties sharing the mean of their ranks".into()),
        unit: "−1 to 1".into(),
        says_not: Some("Agreement in order, not in level; and neither is the truth.".into()),
        own_default: true,
        sources,
        ..Method::default()
    })
}

/// Margins, chances of a loss and what-ifs.
pub(super) fn money(notes: &mut Notes, answer: &ChildcareAnswer, found: &Viability) -> NoteId {
    let mut sources = sources(notes, answer);
    for page in found.parameters.sources() {
        sources.push(notes.source(Source {
            title: page,
            publisher: "GOV.UK and the House of Commons Library".into(),
            period: found.parameters.year.clone(),
            licence: "Open Government Licence v3.0".into(),
            files: Vec::new(),
        }));
    }
    let (rates, spreads) = (found.conditions.rates, &found.spreads);
    let [under_2, aged_2, aged_3_4] = rates.map(|rate| Style::pounds_and_pence().bare(rate));
    let percent = |share: f64| Style::number(0).bare(100.0 * share);
    notes.method(Method {
        title: "Whether providers can live on what they earn".into(),
        method: format!(
            "From the accounts in the pack. Funded rates are England's averages of {} ({under_2}, {aged_2} and {aged_3_4} an hour for those under 2, aged 2 and aged 3 to 4); local authorities pass most of it on, not all. \
             Staff by the legal ratios (1 to 3, 5 and 8), whatever the occupancy; {} % on top of wages for National Insurance, pension and holiday cover (Lynchpin default). \
             A place is open all hours that the provider is.",
            found.parameters.year,
            percent(found.conditions.on_cost)
        ),
        formula: Some(
            "margin = occupancy · Σ_age children·hours·(funded·rate + (1 − funded)·fee) − [Σ_age children/ratio · hours · wage·(1 + on-cost) + rent + other]; break-even occupancy, fee and wage solve margin = 0".into(),
        ),
        unit: "£ a week".into(),
        interval: Some(format!(
            "{} seeded draws for each provider about its accounts, normal with standard deviations of {} points of occupancy and of funded shares, {} % of fee and wage, {} % of rent, {} % of other costs and {} points of on-cost (Lynchpin defaults). \
             At risk: a loss in more than {} % of them. Of group means: providers as draws.",
            found.draws,
            percent(spreads.occupancy),
            percent(spreads.fee),
            percent(spreads.rent),
            percent(spreads.other),
            percent(spreads.on_cost),
            percent(AT_RISK)
        )),
        says_not: Some(
            "A loss in these accounts is not a closure: owners subsidise, borrow or change. Fees, occupancy and staff are taken not to answer to the change asked about.".into(),
        ),
        own_default: true,
        sources,
    })
}

fn sources(notes: &mut Notes, answer: &ChildcareAnswer) -> Vec<SourceId> {
    answer.sources.iter().map(|provenance| notes.source(Source::from(provenance))).collect()
}
