//! `fare_leg_rules.txt`: which products pay for a ride on which networks and between which areas.

use super::super::super::names::Names;
use super::super::super::report::Ledger;
use super::super::super::source::Source;
use super::super::super::table::{Field, Table};
use super::products::Products;
use crate::error::NetworkError;

const FILE: &str = "fare_leg_rules.txt";

/// A row that is used.
pub(super) struct Leg {
    /// Positions in the names of [`Legs`]; `None` where blank.
    pub(super) group: Option<u32>,
    pub(super) network: Option<u32>,
    pub(super) from: Option<u32>,
    pub(super) to: Option<u32>,
    pub(super) product: u32,
    pub(super) priority: u32,
    pub(super) row: u64,
}

/// The rules, and the networks and areas that the file names, in rows not used too.
#[derive(Default)]
pub(super) struct Legs {
    pub(super) rows: Vec<Leg>,
    pub(super) groups: Names,
    pub(super) networks: Names,
    pub(super) areas: Names,
    /// Areas that some row names as that of departure, and of arrival.
    pub(super) listed: [Vec<bool>; 2],
    /// Does the file have `rule_priority`? It decides what a blank means.
    pub(super) by_priority: bool,
}

/// Reads the rules; a feed may have none.
pub(super) fn read(source: &Source, products: &Products, ledger: &mut Ledger) -> Result<Legs, NetworkError> {
    Ok(source.read(FILE, |table| read_rows(table, products, ledger))?.unwrap_or_default())
}

fn read_rows(table: &mut Table<'_>, products: &Products, ledger: &mut Ledger) -> Result<Legs, NetworkError> {
    let (product, group, network) =
        (table.need("fare_product_id")?, table.field("leg_group_id"), table.field("network_id"));
    let ends = [table.field("from_area_id"), table.field("to_area_id")];
    let times = [table.field("from_timeframe_group_id"), table.field("to_timeframe_group_id")];
    let priority = table.field("rule_priority");
    let mut legs = Legs { by_priority: priority.exists(), ..Legs::default() };
    while table.next()? {
        let network = named(table, network, &mut legs.networks);
        let ends = ends.map(|end| named(table, end, &mut legs.areas));
        let group = named(table, group, &mut legs.groups);
        for (listed, area) in legs.listed.iter_mut().zip(ends) {
            listed.resize(legs.areas.len(), false);
            if let Some(area) = area {
                listed[area as usize] = true;
            }
        }
        let priority = table.whole(priority)?.unwrap_or(0);
        let mut note = |what| ledger.note(FILE, what, || format!("row {}", table.row()));
        if times.iter().any(|&time| !table.bytes(time).is_empty()) {
            note("rule for certain times only (timeframe group): not used");
            continue;
        }
        let Some(product) = products.priced(table.bytes(product)) else {
            note("rule whose product has no price for the default rider category: not used");
            continue;
        };
        let [from, to] = ends;
        legs.rows.push(Leg { group, network, from, to, product, priority, row: table.row() });
    }
    for listed in &mut legs.listed {
        listed.resize(legs.areas.len(), false);
    }
    Ok(legs)
}

fn named(table: &Table<'_>, field: Field, names: &mut Names) -> Option<u32> {
    let name = table.bytes(field);
    (!name.is_empty()).then(|| names.find_or_add(name))
}
