//! Childcare as tables for other programs.

use lynchpin_findings::childcare::{ChildcareAnswer, ProviderViability, ScenarioFigure, Viability};
use lynchpin_findings::places::Group;
use lynchpin_findings::work::Verdict;

use super::super::page::Story;
use crate::exports::{Column, DataTable};

/// One table of neighbourhoods and, where there are accounts, one of providers and one of what-ifs.
pub(in super::super) fn data_tables(story: &Story<'_>, answer: &ChildcareAnswer) -> Vec<DataTable> {
    let mut tables = vec![areas(story, answer)];
    if let Ok(viability) = &answer.viability {
        tables.extend([providers(viability), what_if(viability)]);
    }
    tables
}

fn table(name: &str, title: &str, description: &str, columns: Vec<Column>, key: &[&str]) -> DataTable {
    DataTable {
        name: name.into(),
        title: title.into(),
        description: description.into(),
        columns,
        key: key.iter().map(|k| (*k).to_owned()).collect(),
        geometry: None,
    }
}

fn areas(story: &Story<'_>, answer: &ChildcareAnswer) -> DataTable {
    let access = &answer.access;
    let source: Vec<&str> = answer.sources.iter().map(|s| s.publisher.as_str()).collect();
    let source = source.join("; ");
    let few = access.minimum_children;
    // A level is shown where enough children live; else the area could be told from it.
    let shown = |area: usize| access.children[area] >= few;
    let level = |id: &str, label: &str, values: &[Option<f64>]| {
        let values = (0..values.len()).map(|area| values[area].filter(|_| shown(area))).collect();
        Column::number(id, label, "places per child", values)
            .described(&format!("{label}. {}", answer.travel_words), &source)
    };
    let range = |of: fn((f64, f64)) -> f64| access.range.iter().map(|range| range.map(of)).collect::<Vec<_>>();
    let verdict = |(area, verdict): (usize, &Verdict)| {
        let word = match verdict {
            Verdict::Firmly => "firmly",
            Verdict::Likely => "likely",
            Verdict::Possibly => "possibly",
            Verdict::Not => "not",
            Verdict::Unknown => return None,
        };
        Some(word.to_owned()).filter(|_| shown(area))
    };
    let children = (0..access.children.len()).map(|area| Some(access.children[area]).filter(|_| shown(area)));
    let columns = vec![
        Column::text("code", "Code", story.tables.areas.codes.iter().map(|c| Some(c.clone())).collect()),
        Column::text("name", "Name", story.tables.areas.names.iter().map(|n| Some(n.clone())).collect()),
        Column::number("children", "Children who may need a place", "children", children.collect())
            .described("Modelled where carried from another geography or age band", &source),
        level("places_per_child", "Places for each child", &access.areas.all),
        level("places_per_child_low", "The same, least over limits and decay", &range(|r| r.0)),
        level("places_per_child_high", "The same, most over limits and decay", &range(|r| r.1)),
        level("places_per_child_with_car", "Places for each child of families with a car", &access.areas.driving),
        level(
            "places_per_child_without_car",
            "Places for each child of families without a car",
            &access.areas.public_transport,
        ),
        Column::text("desert", "Childcare desert", access.deserts.iter().enumerate().map(verdict).collect()).described(
            &format!(
                "More than {} children to a place: firmly under all {} combinations of limits and decay",
                answer.rules.children_per_place, access.combinations
            ),
            "",
        ),
    ];
    table(
        "childcare_access",
        "Childcare places for each child",
        "One row for each neighbourhood under study; modelled",
        columns,
        &["code"],
    )
}

fn providers(found: &Viability) -> DataTable {
    let all = &found.providers;
    let number = |id: &str, label: &str, unit: &str, of: &dyn Fn(&ProviderViability) -> Option<f64>| {
        Column::number(id, label, unit, all.iter().map(of).collect()).described(
            &format!("{label}; modelled from the accounts in the pack"),
            &format!("Funded rates of {}", found.parameters.year),
        )
    };
    let columns = vec![
        Column::text("provider", "Provider", all.iter().map(|p| Some(p.id.clone())).collect()),
        Column::text("kind", "Kind", all.iter().map(|p| Some(p.kind.clone())).collect()),
        Column::text(
            "group",
            "Group of places",
            all.iter().map(|p| p.group.map(|g| Group::label(g).to_owned())).collect(),
        ),
        number("places", "Registered places", "places", &|p| Some(p.places)),
        number("income", "Income", "£ per week", &|p| Some(p.week.income())),
        number("costs", "Costs", "£ per week", &|p| Some(p.week.costs())),
        number("margin", "Margin", "£ per week", &|p| Some(p.risk.margin.estimate)),
        number("margin_low", "Margin, lower limit (95 % of draws)", "£ per week", &|p| Some(p.risk.margin.low)),
        number("margin_high", "Margin, upper limit", "£ per week", &|p| Some(p.risk.margin.high)),
        number("chance_of_loss", "Chance of a loss", "0 to 1", &|p| Some(p.risk.probability)),
        number("rank_low", "Place from the bottom, least (95 % of draws)", "rank", &|p| Some(p.risk.rank.0 as f64)),
        number("rank_high", "Place from the bottom, most", "rank", &|p| Some(p.risk.rank.1 as f64)),
        number(
            "break_even_occupancy",
            "Occupancy at which it breaks even",
            "0 to 1, more where none is enough",
            &|p| p.break_even_occupancy,
        ),
        number("break_even_fee", "Fee at which it breaks even", "£ per hour", &|p| p.break_even_fee),
        number("break_even_wage", "Wage at which it breaks even", "£ per hour", &|p| p.break_even_wage),
    ];
    table(
        "childcare_providers",
        "Whether providers can live on what they earn",
        "One row for each provider with accounts; modelled",
        columns,
        &["provider"],
    )
}

fn what_if(found: &Viability) -> DataTable {
    let rows: Vec<(&str, &'static str, &ScenarioFigure)> = found
        .scenarios
        .iter()
        .flat_map(|s| {
            let groups = s.groups.iter().map(move |(g, f)| (s.label.as_str(), Group::label(*g), f));
            groups.chain([(s.label.as_str(), "study area", &s.study_area)])
        })
        .collect();
    let number = |id: &str, label: &str, unit: &str, of: &dyn Fn(&ScenarioFigure) -> Option<f64>| {
        Column::number(id, label, unit, rows.iter().map(|(_, _, f)| of(f)).collect())
            .described(&format!("{label}; modelled"), "")
    };
    let columns = vec![
        Column::text("if", "If", rows.iter().map(|(label, _, _)| Some((*label).to_owned())).collect()),
        Column::text("group", "Group of places", rows.iter().map(|(_, group, _)| Some((*group).to_owned())).collect()),
        number("providers", "Providers with accounts", "providers", &|f| Some(f.providers as f64)),
        number("margin_per_place", "Margin for each place", "£ per week", &|f| f.margin_per_place.map(|m| m.estimate)),
        number(
            "margin_per_place_low",
            "Margin for each place, lower limit (95 %, providers as draws)",
            "£ per week",
            &|f| f.margin_per_place.map(|m| m.low),
        ),
        number("margin_per_place_high", "Margin for each place, upper limit", "£ per week", &|f| {
            f.margin_per_place.map(|m| m.high)
        }),
        number("providers_at_risk", "Providers more likely than not to lose money", "providers", &|f| {
            Some(f.providers_at_risk as f64)
        }),
        number("places_at_risk", "Their places", "places", &|f| Some(f.places_at_risk)),
        number("places_expected", "Places times the chance of a loss", "places", &|f| Some(f.places_expected)),
        number("places_per_child_now", "Places for each child now", "places per child", &|f| f.access_now),
        number(
            "places_per_child_after",
            "Places for each child if providers at risk close",
            "places per child",
            &|f| f.access_after,
        ),
    ];
    table(
        "childcare_what_if",
        "What if funded rates rise or wages have a floor",
        "One row for each question and group; modelled",
        columns,
        &["if", "group"],
    )
}
