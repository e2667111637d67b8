//! Gaps and their parts as a table and as a chart.

use lynchpin_findings::Interval;
use lynchpin_findings::barriers::{AreaBarriers, BarriersAnswer, Uncertainty};
use lynchpin_pack::tables::Direction;

use super::super::shared::{bare_with_interval, group_heading, reading};
use crate::charts::{Chart, ChartRow, Mark};
use crate::numbers::{Reading, Style};
use crate::report::NoteId;
use crate::table::{Table, TableColumn, TableRow};

/// As many decimals as tell the parts apart.
pub(super) fn style_for(answer: &BarriersAnswer) -> Style {
    let groups = answer.groups.iter().filter_map(|(_, found)| found.as_ref()).chain(&answer.study_area);
    let largest = groups.flat_map(|g| &g.found.parts).map(|part| part.estimate.abs()).fold(0.0, f64::max);
    Style::number(match largest {
        large if large >= 5.0 => 1,
        middle if middle >= 0.5 => 2,
        _ => 3,
    })
}

/// An interval, or the estimate alone where nothing known to be uncertain bears on it.
fn shown(interval: &Interval) -> Reading {
    if interval.low < interval.high { reading(Some(interval)) } else { Reading::of(interval.estimate) }
}

/// Open jobs, gap and parts of some places, a column each.
pub(super) fn figures_table(
    answer: &BarriersAnswer,
    places: &[(String, Option<&AreaBarriers>)],
    note: Option<NoteId>,
) -> Table {
    let style = style_for(answer);
    let column = |(name, _): &(String, Option<&AreaBarriers>)| {
        let column = TableColumn::numbers(name, "");
        note.map_or_else(|| column.clone(), |note| column.clone().explained_by(note))
    };
    let row = |name: &str, of: &dyn Fn(&AreaBarriers) -> String| {
        let cell = |found: Option<&AreaBarriers>| found.map_or_else(|| style.cell(&Reading::Missing), of);
        TableRow::new(std::iter::once(name.to_owned()).chain(places.iter().map(|(_, found)| cell(*found))))
    };
    let interval = |interval: &Interval| bare_with_interval(&style, &shown(interval));
    let mut rows = vec![row("Good jobs open now", &|place| interval(&place.found.open))];
    rows.push(row("Gap to the benchmark", &|place| interval(&place.found.gap)).strong());
    for (at, barrier) in answer.measured.iter().enumerate() {
        rows.push(row(&format!("  of it {}", barrier.words()), &|place| interval(&place.found.parts[at])));
    }
    rows.push(row("What binds", &|place| place.binding.label()));
    let (cases, intervals) = match answer.uncertainty {
        Uncertainty::Draws => ("draws", "95 % intervals"),
        Uncertainty::Bounds => ("cases", "range over the cases that bound what jobs pay"),
    };
    rows.push(row(&format!("Comes first in, % of {cases}"), &|place| {
        Style::count().bare(100.0 * place.found.first.iter().copied().fold(0.0, f64::max))
    }));
    Table {
        caption: format!("{} and the gap to {}, with its parts ({intervals})", capital(answer.unit()), answer.benchmark.words()),
        columns: std::iter::once(TableColumn::words("")).chain(places.iter().map(column)).collect(),
        rows,
        remark: Some(
            "Parts add up to the gap; a negative part means better off than the benchmark. The mean of places is not the place of means, so the study \
             area may have a small gap to its own average. [x] not available."
                .into(),
        ),
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A row a barrier, a mark a group.
pub(super) fn parts_chart(answer: &BarriersAnswer, source: &str) -> Chart {
    let groups: Vec<_> = answer.groups.iter().filter_map(|(group, found)| Some((*group, found.as_ref()?))).collect();
    let row = |(at, barrier): (usize, &lynchpin_findings::barriers::Barrier)| ChartRow {
        label: barrier.label().into(),
        readings: groups.iter().map(|(_, found)| shown(&found.found.parts[at])).collect(),
        strong: false,
    };
    let mut rows: Vec<ChartRow> = answer.measured.iter().enumerate().map(row).collect();
    rows.push(ChartRow {
        label: "The whole gap".into(),
        readings: groups.iter().map(|(_, found)| shown(&found.found.gap)).collect(),
        strong: true,
    });
    Chart {
        id: "chart-barriers".into(),
        title: format!("Parts of the gap to {}", answer.benchmark.words()),
        description: "For each barrier the part of the gap in each group of places, with its interval; the last row is their sum.".into(),
        measure: format!("Part of the gap, {}", answer.unit()),
        style: style_for(answer),
        direction: Direction::HigherIsWorse,
        mark: Mark::Dot,
        series: groups.iter().map(|(group, _)| group_heading(*group).into()).collect(),
        rows,
        reference: Some(("No gap".into(), 0.0)),
        from_zero: true,
        source: source.into(),
    }
}
