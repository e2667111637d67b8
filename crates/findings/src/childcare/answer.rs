//! Everything that a pack says about childcare.

use lynchpin_pack::config::{ChildcareAccess, WageFloor};
use lynchpin_pack::tables::{Provenance, Tables};
use serde::Serialize;

use super::access::{Access, Question, access};
use super::parameters::Parameters;
use super::published::{Agreement, agreement};
use super::what_if::{Viability, viability};
use crate::places::Grouping;

/// Childcare within reach.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChildcareAnswer {
    /// Places for each child, and deserts.
    pub access: Access,
    /// How well it agrees with published values, where the pack has them.
    pub agreement: Vec<Agreement>,
    /// Whether providers can live on what they earn, or why nothing is said of it.
    pub viability: Result<Viability, String>,
    /// Limits, decay and the line.
    pub rules: ChildcareAccess,
    /// How travel times were worked out, in sentences.
    pub travel_words: String,
    /// Whether they come from streets and timetables rather than straight lines.
    pub by_network: bool,
    /// Tables that the figures rest on.
    pub sources: Vec<Provenance>,
}

/// How travel times were worked out.
#[derive(Clone, Debug, PartialEq)]
pub struct Travel {
    /// In sentences.
    pub words: String,
    /// Whether they come from streets and timetables.
    pub by_network: bool,
    /// Streets and timetables that they rest on.
    pub sources: Vec<Provenance>,
}

/// Answers from the providers within reach; `money` is the year of funded rates and the wage floor of the what-ifs.
pub fn answer(
    tables: &Tables,
    question: &Question<'_>,
    grouping: &Grouping,
    travel: Travel,
    money: (Parameters, Option<&WageFloor>),
) -> ChildcareAnswer {
    let access = access(question, grouping);
    let childcare = tables.childcare.as_ref();
    let viability = match childcare {
        Some(childcare) => viability(childcare, &tables.areas, (question, &access), grouping, money),
        None => Err("the pack has no childcare providers.".into()),
    };
    let published = childcare.and_then(|childcare| childcare.published.as_ref());
    let region = tables.areas.parents.get("region");
    let agreement = published.map_or_else(Vec::new, |published| agreement(&access.areas, published, region));
    let mut sources: Vec<Provenance> = Vec::new();
    let own = childcare.iter().flat_map(|childcare| [&childcare.provenance, &childcare.children_provenance]);
    let cars = tables.residents.provenance.get("households_no_car");
    let indicator = question.rules.transit_indicator.as_ref().filter(|_| !travel.by_network);
    let indicator = tables.indicators.iter().find(|i| indicator == Some(&i.id)).map(|i| &i.provenance);
    let published = published.map(|published| &published.provenance);
    for provenance in own.chain(cars).chain(indicator).chain(published).chain(&travel.sources) {
        if !sources.contains(provenance) {
            sources.push(provenance.clone());
        }
    }
    ChildcareAnswer {
        access,
        agreement,
        viability,
        rules: question.rules.clone(),
        travel_words: travel.words,
        by_network: travel.by_network,
        sources,
    }
}
