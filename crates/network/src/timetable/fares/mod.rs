//! Fares as published: `fare_attributes.txt`, `fare_rules.txt` and the zones of `stops.txt`, or the second generation (`fare_products.txt`
//! and what belongs to it), put into the same form.

mod attributes;
mod newer;
mod rules;
mod zones;

use serde::{Deserialize, Serialize};

use super::names::Names;
use super::report::Ledger;
use super::source::Source;
use super::stops::StopRows;
use crate::error::NetworkError;

/// The fares of all feeds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fares {
    /// `zone_id`s, feed by feed; in the second generation the areas that a stop is in.
    pub zones: Vec<String>,
    /// Stop → position in `zones`, or `u32::MAX`.
    pub stop_zone: Vec<u32>,
    /// Rows of `fare_attributes.txt`, or what the second generation says in their form.
    pub attributes: Vec<FareAttribute>,
    /// Rows of `fare_rules.txt`.
    pub rules: Vec<FareRule>,
}

/// A row of `fare_attributes.txt`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FareAttribute {
    /// `fare_id`, unique within a feed only, or `fare_product_id`, which may come several times.
    pub id: String,
    /// Position of the feed.
    pub feed: u32,
    /// `currency_type`, ISO 4217.
    pub currency: String,
    /// `price`, minor units.
    pub price: u32,
    /// What each further boarding costs, minor units; nothing in the first generation.
    pub transfer_price: u32,
    /// `payment_method`: 0 on board, 1 before boarding.
    pub payment: u32,
    /// `transfers`: how many further boardings; `None` for any number.
    pub transfers: Option<u32>,
    /// `transfer_duration`, seconds; `None` for any time.
    pub transfer_seconds: Option<u32>,
    /// Position of the agency whose routes it is for; `None` for all of the feed.
    pub agency: Option<u32>,
}

/// A row of `fare_rules.txt`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FareRule {
    /// Position in [`Fares::attributes`].
    pub fare: u32,
    /// Position of the route; `None` for any.
    pub route: Option<u32>,
    /// Zone of the first boarding, by position in [`Fares::zones`]; `None` for any.
    pub origin: Option<u32>,
    /// Zone of the last stop; `None` for any.
    pub destination: Option<u32>,
    /// A zone that is passed.
    pub contains: Option<u32>,
    /// Position of a route that is not sold the fare but takes it on for a further boarding; `None` in the first generation.
    pub onward: Option<u32>,
}

/// Reads the fares of one feed.
pub(super) fn read(
    source: &Source,
    [agencies, routes]: [&Names; 2],
    stops: &StopRows,
    ledger: &mut Ledger,
) -> Result<Fares, NetworkError> {
    let newer = newer::read(source, stops, routes, ledger)?;
    let older = read_older(source, [agencies, routes, &stops.ids], ledger)?;
    let Some(newer) = newer else { return Ok(older) };
    for fare in &older.attributes {
        let what = "fare not used, for the feed's GTFS Fares v2 are";
        ledger.note("fare_attributes.txt", what, || fare.id.clone());
    }
    Ok(newer)
}

/// Reads the first generation.
fn read_older(
    source: &Source,
    [agencies, routes, stops]: [&Names; 3],
    ledger: &mut Ledger,
) -> Result<Fares, NetworkError> {
    let mut names = Names::default();
    let stop_zone = zones::read(source, stops, &mut names)?;
    let (ids, attributes) = attributes::read(source, agencies, ledger)?;
    let rules = rules::read(source, &rules::Known { fares: &ids, routes, zones: &names }, ledger)?;
    let zones = (0..names.len() as u32).map(|zone| names.get(zone)).collect();
    Ok(Fares { zones, stop_zone, attributes, rules })
}

impl Fares {
    /// True where no feed says anything about fares.
    pub fn is_empty(&self) -> bool {
        self.zones.is_empty() && self.attributes.is_empty()
    }

    /// Adds the fares of another feed, whose ids move up by what there is already: stops, routes, agencies.
    pub(super) fn append(&mut self, other: &Self, feed: u32, [stops, routes, agencies]: [u32; 3], all_stops: u32) {
        let (zones, fares) = (self.zones.len() as u32, self.attributes.len() as u32);
        self.zones.extend_from_slice(&other.zones);
        self.stop_zone.resize(stops as usize, u32::MAX);
        self.stop_zone.extend(other.stop_zone.iter().map(|&zone| if zone == u32::MAX { zone } else { zone + zones }));
        self.stop_zone.resize(all_stops as usize, u32::MAX);
        self.attributes.extend(other.attributes.iter().map(|fare| FareAttribute {
            feed,
            agency: fare.agency.map(|agency| agency + agencies),
            ..fare.clone()
        }));
        self.rules.extend(other.rules.iter().map(|rule| FareRule {
            fare: rule.fare + fares,
            route: rule.route.map(|route| route + routes),
            origin: rule.origin.map(|zone| zone + zones),
            destination: rule.destination.map(|zone| zone + zones),
            contains: rule.contains.map(|zone| zone + zones),
            onward: rule.onward.map(|route| route + routes),
        }));
    }
}
