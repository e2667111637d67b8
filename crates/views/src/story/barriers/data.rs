//! Gaps and their parts for other programs.

use lynchpin_findings::Interval;
use lynchpin_findings::barriers::{AreaBarriers, BarriersAnswer};
use lynchpin_pack::tables::Areas;

use super::SAYS_NOT;
use crate::exports::{Column, DataTable};

/// A table of areas and one of groups.
pub(in crate::story) fn data_tables(answer: &BarriersAnswer, areas: &Areas) -> Vec<DataTable> {
    let codes = Column::text("code", "Neighbourhood code", areas.codes.iter().cloned().map(Some).collect());
    let by_area: Vec<Option<&AreaBarriers>> = answer.areas.iter().map(Option::as_ref).collect();
    let names = answer.groups.iter().map(|(group, _)| Some(group.label().to_owned()));
    let names = Column::text("group", "Group of places", names.chain([Some("study area".to_owned())]).collect());
    let groups = answer.groups.iter().map(|(_, found)| found.as_ref());
    let by_group: Vec<_> = groups.chain([answer.study_area.as_ref()]).collect();
    vec![
        table("barriers", "What stands in the way, by neighbourhood", codes, answer, &by_area),
        table("barriers_by_group", "What stands in the way, by group", names, answer, &by_group),
    ]
}

fn table(name: &str, title: &str, key: Column, answer: &BarriersAnswer, rows: &[Option<&AreaBarriers>]) -> DataTable {
    let unit = answer.unit();
    let number = |id: &str, label: &str, unit: &str, of: &dyn Fn(&AreaBarriers) -> f64| {
        let values = rows.iter().map(|row| row.map(of)).collect();
        Column::number(id, label, unit, values).described("Modelled; empty where not known or withheld", "")
    };
    let interval = |id: &str, label: &str, of: &dyn Fn(&AreaBarriers) -> Interval| {
        [
            number(id, label, unit, &|row| of(row).estimate),
            number(&format!("{id}_low"), &format!("{label}, lower limit"), unit, &|row| of(row).low),
            number(&format!("{id}_high"), &format!("{label}, upper limit"), unit, &|row| of(row).high),
        ]
    };
    let key_id = key.name.clone();
    let mut columns = vec![key];
    columns.extend(interval("open", "Good jobs open to residents", &|row| row.found.open));
    columns.extend(interval("gap", "Gap to the benchmark", &|row| row.found.gap));
    for (at, barrier) in answer.measured.iter().enumerate() {
        let (id, label) = (barrier.id(), format!("Part of {}", barrier.words()));
        columns.extend(interval(id, &label, &|row| row.found.parts[at]));
        columns.push(number(
            &format!("{id}_first"),
            &format!("How often {} is the largest part", barrier.words()),
            "share of draws or cases",
            &|row| row.found.first[at],
        ));
    }
    let binding = rows.iter().map(|row| row.map(|row| row.binding.label())).collect();
    columns.push(Column::text("binding", "Binding barrier", binding));
    DataTable {
        name: name.into(),
        title: title.into(),
        description: format!("Against {}. {SAYS_NOT}", answer.benchmark.words()),
        columns,
        key: vec![key_id],
        geometry: None,
    }
}
