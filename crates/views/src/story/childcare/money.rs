//! Margins, chances of a loss, and what would change them.

use lynchpin_findings::childcare::{ChildcareAnswer, ProviderViability, Scenario, ScenarioFigure, Viability};
use lynchpin_findings::places::Group;

use super::super::shared::{bare_with_interval, group_heading, reading};
use super::notes;
use crate::numbers::{Reading, Style};
use crate::report::{Block, Details, NoteId, Notes, Text};
use crate::table::{Table, TableColumn, TableRow};

/// Providers named as those most likely to lose money.
const SHOWN: usize = 20;

/// Everything on money.
pub(super) fn blocks(found: &Viability, answer: &ChildcareAnswer, notes: &mut Notes) -> Vec<Block> {
    let note = notes::money(notes, answer, found);
    let mut blocks = vec![Block::Heading("Can providers live on what they earn?".into())];
    blocks.extend(chain(found, note).map(Block::Paragraph));
    blocks.push(Block::Table(by_group(found, note)));
    blocks.push(Block::Table(what_if_table(found, Some(note))));
    blocks.push(Block::Details(Details {
        summary: "Providers most likely to lose money".into(),
        blocks: vec![Block::Table(providers(found, note))],
    }));
    blocks
}

/// From margin to who can work, in words.
fn chain(found: &Viability, note: NoteId) -> Option<Text> {
    let now = found.scenarios.first()?;
    let left = &now.groups.first()?.1;
    let all = &now.study_area;
    let count = Style::count();
    let share = |f: &ScenarioFigure| 100.0 * f.places_at_risk / f.places.max(1.0);
    let per_hundred = |level: Option<f64>| Reading::from(level.map(|level| 100.0 * level));
    let tenth = Style::number(1);
    Some(
        Text::new("Where income falls short of costs a provider may close; its places go, others fill up, and whoever finds none cannot work. Of ")
            .figure(&Reading::of(all.providers as f64), &count, note)
            .plain(" providers with accounts, ")
            .figure(&Reading::of(all.providers_at_risk as f64), &count, note)
            .plain(" are more likely than not to lose money, with ")
            .figure(&Reading::of(share(all)), &Style::percent().decimals(0), note)
            .plain(" of the places; in left-behind neighbourhoods ")
            .figure(&Reading::of(share(left)), &Style::percent().decimals(0), note)
            .plain(". If all of them closed, a hundred children there would have ")
            .figure(&per_hundred(left.access_after), &tenth, note)
            .plain(" places within reach instead of ")
            .figure(&per_hundred(left.access_now), &tenth, note)
            .plain(". Modelled and illustrative: who closes is not known."),
    )
}

fn rows_of(scenario: &Scenario) -> impl Iterator<Item = (&'static str, &ScenarioFigure)> {
    let groups = scenario.groups.iter().map(|(group, figure)| (group_heading(*group), figure));
    groups.chain([("Study area", &scenario.study_area)])
}

fn by_group(found: &Viability, note: NoteId) -> Table {
    let money = Style::number(2);
    let row = |(name, f): (&str, &ScenarioFigure)| {
        TableRow::new([
            name.to_owned(),
            Style::count().bare(f.providers as f64),
            Style::count().bare(f.places),
            bare_with_interval(&money, &reading(f.margin_per_place.as_ref())),
            Style::count().bare(f.providers_at_risk as f64),
            Style::count().bare(f.places_at_risk),
            Style::count().bare(f.places_expected),
        ])
    };
    let number = |title: &str, unit: &str| TableColumn::numbers(title, unit).explained_by(note);
    Table {
        caption: format!(
            "Margins of providers by the group of the neighbourhood that they stand in ({})",
            found.parameters.year
        ),
        columns: vec![
            TableColumn::words("Group"),
            number("Providers", ""),
            number("Places", ""),
            number("Margin for each place", "£ a week"),
            number("Providers at risk", ""),
            number("Their places", ""),
            number("Places × chance of a loss", ""),
        ],
        rows: found.scenarios.first().map_or_else(Vec::new, |now| rows_of(now).map(row).collect()),
        remark: (found.without_accounts > 0)
            .then(|| format!("{} providers have no accounts and are not in it.", found.without_accounts)),
    }
}

/// What would follow if funded rates rose or wages had a floor.
pub fn what_if_table(found: &Viability, note: Option<NoteId>) -> Table {
    let number = |title: &str, unit: &str| {
        let column = TableColumn::numbers(title, unit);
        match note {
            Some(note) => column.explained_by(note),
            None => column,
        }
    };
    let (money, level) = (Style::number(2), Style::number(3));
    let mut rows = Vec::new();
    for scenario in &found.scenarios {
        for (name, f) in
            rows_of(scenario).filter(|(name, _)| *name == group_heading(Group::LeftBehind) || *name == "Study area")
        {
            rows.push(TableRow::new([
                scenario.label.clone(),
                name.to_owned(),
                bare_with_interval(&money, &reading(f.margin_per_place.as_ref())),
                Style::count().bare(f.providers_at_risk as f64),
                Style::count().bare(f.places_at_risk),
                level.cell(&Reading::from(f.access_now)),
                level.cell(&Reading::from(f.access_after)),
            ]));
        }
    }
    Table {
        caption: "What if? Margins, places at risk, and access if providers at risk close".into(),
        columns: vec![
            TableColumn::words("If"),
            TableColumn::words("Where"),
            number("Margin for each place", "£ a week"),
            number("Providers at risk", ""),
            number("Their places", ""),
            number("Places for each child now", ""),
            number("After closures", ""),
        ],
        rows,
        remark: Some("Fees, occupancy and numbers of staff are held as they are.".into()),
    }
}

fn providers(found: &Viability, note: NoteId) -> Table {
    let mut worst: Vec<&ProviderViability> = found.providers.iter().collect();
    worst.sort_by(|a, b| {
        b.risk.probability.total_cmp(&a.risk.probability).then(a.risk.rank.cmp(&b.risk.rank)).then(a.id.cmp(&b.id))
    });
    let row = |p: &&ProviderViability| {
        let kind = if p.kind.is_empty() { p.id.clone() } else { format!("{} ({})", p.id, p.kind.to_lowercase()) };
        TableRow::new([
            kind,
            p.group.map_or("not placed", group_heading).to_owned(),
            bare_with_interval(&Style::number(0), &reading(Some(&p.risk.margin))),
            Style::number(0).bare(100.0 * p.risk.probability),
            format!("{} to {}", p.risk.rank.0, p.risk.rank.1),
            p.break_even_occupancy.map_or_else(|| "[x]".into(), |o| Style::number(0).bare(100.0 * o)),
            p.break_even_fee.map_or_else(|| "[x]".into(), |fee| Style::number(2).bare(fee)),
            p.break_even_wage.map_or_else(|| "[x]".into(), |wage| Style::number(2).bare(wage)),
        ])
    };
    let number = |title: &str, unit: &str| TableColumn::numbers(title, unit).explained_by(note);
    Table {
        caption: format!("The {} providers most likely to lose money, of {}", SHOWN.min(worst.len()), worst.len()),
        columns: vec![
            TableColumn::words("Provider"),
            TableColumn::words("Group"),
            number("Margin", "£ a week"),
            number("Chance of a loss", "%"),
            number("Place from the bottom, 95 %", ""),
            number("Break-even occupancy", "%"),
            number("Break-even fee", "£ an hour"),
            number("Break-even wage", "£ an hour"),
        ],
        rows: worst.iter().take(SHOWN).map(row).collect(),
        remark: Some(
            "Read the range of places, not the order: where ranges overlap, the accounts cannot tell which is worse off. A break-even occupancy over 100 % is one that no house can fill."
                .into(),
        ),
    }
}
