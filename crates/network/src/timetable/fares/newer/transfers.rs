//! `fare_transfer_rules.txt`: what riding on costs.

use super::super::super::report::Ledger;
use super::super::super::source::Source;
use super::super::super::table::Table;
use super::legs::Legs;
use super::products::Products;
use crate::error::NetworkError;

pub(super) const FILE: &str = "fare_transfer_rules.txt";

/// A rule for riding on within a leg group at the price of the first ride and a fixed price for each further one.
#[derive(Clone)]
pub(super) struct Transfer {
    /// `None` for riding on between all leg groups.
    pub(super) group: Option<u32>,
    /// How many further boardings; `None` for any number.
    pub(super) count: Option<u32>,
    /// From the first departure to the last, seconds.
    pub(super) seconds: Option<u32>,
    /// What each further boarding costs; `None` for nothing.
    pub(super) product: Option<u32>,
    pub(super) row: u64,
}

/// Reads the rules that tickets can express; the others are counted.
pub(super) fn read(
    source: &Source,
    legs: &Legs,
    products: &Products,
    ledger: &mut Ledger,
) -> Result<Vec<Transfer>, NetworkError> {
    let read = source.read(FILE, |table| read_rows(table, legs, products, ledger))?;
    let (mut rules, names_groups) = read.unwrap_or_default();
    rules.retain(|rule| {
        let kept = rule.group.is_some() || !names_groups;
        if !kept {
            note(ledger, "transfer between the leg groups that no other row names: not used", rule.row);
        }
        kept
    });
    // Of rules with different counts the one with the least that suffices holds.
    let least = |group| rules.iter().filter(|rule| rule.group == group).filter_map(|rule| rule.count).min();
    let fewest: Vec<Option<u32>> = rules.iter().map(|rule| least(rule.group)).collect();
    let mut kept = Vec::new();
    for (rule, fewest) in rules.into_iter().zip(fewest) {
        if rule.count == fewest {
            kept.push(rule);
        } else {
            note(ledger, "transfer rule beside one for fewer transfers: not used", rule.row);
        }
    }
    for rule in kept.iter().filter(|rule| rule.seconds.is_some() && rule.count != Some(1)) {
        note(ledger, "limit of several transfers: taken to count from the first departure", rule.row);
    }
    Ok(kept)
}

fn note(ledger: &mut Ledger, what: &'static str, row: u64) {
    ledger.note(FILE, what, || format!("row {row}"));
}

/// The rules, and whether any row names a leg group.
fn read_rows(
    table: &mut Table<'_>,
    legs: &Legs,
    products: &Products,
    ledger: &mut Ledger,
) -> Result<(Vec<Transfer>, bool), NetworkError> {
    let (from, to) = (table.field("from_leg_group_id"), table.field("to_leg_group_id"));
    let (mut rules, mut names_groups) = (Vec::new(), false);
    while table.next()? {
        names_groups |= !table.bytes(from).is_empty() || !table.bytes(to).is_empty();
        match read_row(table, legs, products)? {
            Ok(rule) => rules.push(rule),
            Err(why) => note(ledger, why, table.row()),
        }
    }
    Ok((rules, names_groups))
}

/// A row's rule, or why it is not used.
fn read_row(
    table: &Table<'_>,
    legs: &Legs,
    products: &Products,
) -> Result<Result<Transfer, &'static str>, NetworkError> {
    let (from, to) = (table.field("from_leg_group_id"), table.field("to_leg_group_id"));
    let product = table.field("fare_product_id");
    let kind = table.whole(table.field("fare_transfer_type"))?;
    let seconds = table.whole(table.field("duration_limit"))?;
    let limit_kind = table.whole(table.field("duration_limit_type"))?;
    let count_field = table.field("transfer_count");
    let count = match table.bytes(count_field) {
        b"-1" => Some(None),
        _ => table.whole(count_field)?.filter(|&count| count > 0).map(Some),
    };
    if table.bytes(from) != table.bytes(to) {
        return Ok(Err("transfer between different leg groups: not used"));
    }
    let group = legs.groups.find(table.bytes(from));
    if group.is_none() && !table.bytes(from).is_empty() {
        return Ok(Err("transfer within a leg group that no leg rule is in: not used"));
    }
    if kind == Some(1) && table.bytes(product).is_empty() {
        return Ok(Err("transfer at full price, A + B (fare_transfer_type 1): says nothing new"));
    }
    if kind != Some(0) {
        return Ok(Err("transfer that is not A + AB (fare_transfer_type other than 0): not used"));
    }
    if seconds.is_some() && limit_kind != Some(1) {
        return Ok(Err("limit other than from departure to departure (duration_limit_type other than 1): not used"));
    }
    let Some(count) = count else {
        return Ok(Err("transfer within a leg group without a transfer_count of -1 or more than 0: not used"));
    };
    let priced = products.priced(table.bytes(product));
    if priced.is_none() && !table.bytes(product).is_empty() {
        return Ok(Err("transfer whose product has no price for the default rider category: not used"));
    }
    Ok(Ok(Transfer { group, count, seconds, product: priced, row: table.row() }))
}
