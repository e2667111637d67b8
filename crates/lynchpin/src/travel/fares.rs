//! What journeys cost: a fares file, the feeds, or one price for every ride.

use std::path::Path;

use anyhow::{Context, Result, anyhow};
use lynchpin_findings::work::FareTerms;
use lynchpin_network::timetable::Timetable;
use lynchpin_pack::Pack;
use lynchpin_pack::config::FaresSection;
use lynchpin_reach::fares::{Currency, FaresFile, NO_ZONE, Tariff, Ticket, TicketRule};

/// The prices of a file, or those that the feeds publish.
pub fn tariff(file: Option<&Path>, timetable: &Timetable) -> Result<Tariff> {
    let Some(path) = file else { return Ok(Tariff::from_feeds(timetable, None, None)?) };
    let file = FaresFile::read(path)?;
    if file.has_only_caps() {
        let (day_cap, boarding_cap) = file.caps()?;
        return Ok(Tariff::from_feeds(timetable, day_cap, boarding_cap)?);
    }
    Ok(file.tariff(timetable)?)
}

/// A pack's prices and budget.
pub(super) struct Purse {
    pub(super) tariff: Tariff,
    /// The most that a journey may cost, minor units.
    pub(super) most: u32,
    pub(super) terms: FareTerms,
}

/// The pack's prices, or why there are none.
pub(super) fn purse(pack: &Pack, timetable: Option<&Timetable>) -> Result<Result<Purse, String>> {
    let Some(section) = &pack.config().fares else {
        return Ok(Err("the pack has no fares, so nothing is said of what journeys cost.".into()));
    };
    let Some(timetable) = timetable else {
        return Ok(Err("the pack has no timetable, so there is nothing to pay for.".into()));
    };
    let (tariff, prices) = prices(pack, section, timetable)?;
    let budget = section.budget_pounds();
    let most = tariff.currency().minor_units(&format!("{budget:.2}")).with_context(|| {
        format!("fares.budget {budget} is no amount in {}\nhint: write a plain number, such as 3.00", tariff.currency())
    })?;
    let terms = FareTerms {
        budget_pounds: budget,
        default_budget: section.budget.is_none(),
        prices,
        routes: (timetable.routes.kind.len(), tariff.routes_without_fare().count()),
    };
    Ok(Ok(Purse { tariff, most, terms }))
}

fn prices(pack: &Pack, section: &FaresSection, timetable: &Timetable) -> Result<(Tariff, String)> {
    let Some(single) = section.single else {
        let file = pack.fares_file();
        let from = if file.is_some() { "the pack's fares file" } else { "the timetables" };
        return Ok((tariff(file.as_deref(), timetable)?, format!("the prices of {from}")));
    };
    let pence = |pounds: f64| (100.0 * pounds).round() as u32;
    let currency = Currency::new("GBP").ok_or_else(|| anyhow!("GBP is no currency"))?;
    let routes = timetable.routes.kind.len();
    let ticket = Ticket::single("single", pence(single));
    let rule = TicketRule { ticket, first: vec![true; routes], next: vec![false; routes] };
    let zones = vec![NO_ZONE; timetable.fares.stop_zone.len()];
    let cap = section.cap.map_or_else(String::new, |cap| format!(", at most £{cap:.2} a journey"));
    let words = format!("£{single:.2} for each ride{cap}");
    Ok((Tariff::new(currency, section.cap.map(pence), vec![rule], zones), words))
}
