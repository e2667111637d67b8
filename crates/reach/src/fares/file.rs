//! Fares files: prices in TOML, for places whose feeds have none. The format is described in [`super`].

use std::path::{Path, PathBuf};

use lynchpin_network::timetable::Timetable;
use serde::Deserialize;
use toml::Spanned;

use super::lines::{Mode, RoutesByName};
use super::tariff::{NO_ZONE, Tariff, Ticket, TicketRule, UNLIMITED, ZonePair};
use crate::error::ReachError;
use lynchpin_network::money::Currency;

/// A fares file, read but not yet fitted to a timetable.
#[derive(Clone, Debug)]
pub struct FaresFile {
    path: PathBuf,
    text: String,
    content: Content,
    currency: Currency,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Content {
    currency: Spanned<String>,
    day_cap: Option<Spanned<Amount>>,
    boarding_cap: Option<Spanned<Amount>>,
    #[serde(default)]
    fare: Vec<Spanned<Entry>>,
    #[serde(default)]
    zone: Vec<Spanned<Zone>>,
}

/// One kind of ticket.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    operators: Option<Vec<String>>,
    modes: Option<Vec<Mode>>,
    routes: Option<Vec<String>>,
    price: Spanned<Amount>,
    transfers: Option<Spanned<Transfers>>,
    transfer_price: Option<Spanned<Amount>>,
    within_minutes: Option<u32>,
    transfer_to: Option<Vec<String>>,
    from_zones: Option<Vec<String>>,
    to_zones: Option<Vec<String>>,
    #[serde(default)]
    otherwise: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Zone {
    name: String,
    stops: Vec<String>,
}

/// A number written with or without quotes.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged, expecting = "expected an amount, such as 2.50")]
enum Amount {
    Whole(u32),
    Decimal(f64),
    Text(String),
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged, expecting = "expected a number of transfers or \"any\"")]
enum Transfers {
    Number(u16),
    Word(String),
}

impl FaresFile {
    /// Reads a fares file.
    ///
    /// # Errors
    /// A file that cannot be read, that is not TOML, or that has a word or value that means nothing, with its line.
    pub fn read(path: &Path) -> Result<Self, ReachError> {
        let text = std::fs::read_to_string(path).map_err(|e| ReachError::file(path, &e))?;
        let content: Content = toml::from_str(&text).map_err(|error| ReachError::Fares {
            file: path.to_path_buf(),
            place: error.span().map_or_else(|| "the file".to_owned(), |span| line_of(&text, span.start)),
            problem: error.message().trim().to_owned(),
            hint: "a fares file has currency = \"GBP\" and [[fare]] entries with name and price".to_owned(),
        })?;
        let code = content.currency.get_ref();
        let currency = Currency::new(code).ok_or_else(|| ReachError::Fares {
            file: path.to_path_buf(),
            place: line_of(&text, content.currency.span().start),
            problem: format!("currency {code:?} is no ISO 4217 code"),
            hint: "write three letters, such as \"GBP\"".to_owned(),
        })?;
        Ok(Self { path: path.to_path_buf(), text, content, currency })
    }

    /// The currency of its prices.
    pub fn currency(&self) -> &Currency {
        &self.currency
    }

    /// Does the file only set caps on fares that come from elsewhere?
    pub fn has_only_caps(&self) -> bool {
        self.content.fare.is_empty()
    }

    /// The most that a journey and that a ticket may cost, minor units.
    ///
    /// # Errors
    /// An amount that is none.
    pub fn caps(&self) -> Result<(Option<u32>, Option<u32>), ReachError> {
        let amount = |amount: &Option<Spanned<Amount>>| amount.as_ref().map(|a| self.amount(a)).transpose();
        Ok((amount(&self.content.day_cap)?, amount(&self.content.boarding_cap)?))
    }

    /// Fits the prices to a timetable.
    ///
    /// # Errors
    /// A name of an operator, line, zone, stop or fare that is not there, an amount that is none.
    pub fn tariff(&self, timetable: &Timetable) -> Result<Tariff, ReachError> {
        let routes = RoutesByName { timetable };
        let (day_cap, boarding_cap) = self.caps()?;
        let (zones, stop_zone) = self.zones(timetable)?;
        let meant: Vec<Vec<bool>> =
            self.content.fare.iter().map(|entry| self.routes_meant(entry, &routes)).collect::<Result<_, _>>()?;
        let takes = |entry: usize, route: usize| {
            let others = || (0..meant.len()).any(|o| !self.entry(o).otherwise && meant[o][route]);
            meant[entry][route] && (!self.entry(entry).otherwise || !others())
        };
        let mut rules = Vec::with_capacity(meant.len());
        for (number, entry) in self.content.fare.iter().enumerate() {
            let onto = self.transfer_to(entry)?.unwrap_or_else(|| vec![number]);
            let ticket = self.ticket(entry, boarding_cap, &zones)?;
            let first = (0..routes.count()).map(|route| takes(number, route)).collect();
            let next = (0..routes.count()).map(|route| onto.iter().any(|&onto| takes(onto, route))).collect();
            rules.push(TicketRule { ticket, first, next });
        }
        Ok(Tariff::new(self.currency.clone(), day_cap, rules, stop_zone))
    }

    fn entry(&self, number: usize) -> &Entry {
        self.content.fare[number].get_ref()
    }

    fn routes_meant(&self, entry: &Spanned<Entry>, routes: &RoutesByName<'_>) -> Result<Vec<bool>, ReachError> {
        let Entry { operators, modes, routes: lines, .. } = entry.get_ref();
        let stranger = operators.iter().flatten().find(|name| !routes.knows_operator(name));
        if let Some(name) = stranger {
            let hint = format!("the operators are {}", routes.operators());
            return Err(self.wrong_entry(entry, &format!("the timetable has no operator {name:?}"), &hint));
        }
        if let Some(name) = lines.iter().flatten().find(|name| !routes.knows_route(name)) {
            let problem = format!("the timetable has no line {name:?}");
            return Err(self.wrong_entry(entry, &problem, "write route_id or route_short_name"));
        }
        let meant = |route| routes.is_meant(route, operators.as_deref(), modes.as_deref(), lines.as_deref());
        Ok((0..routes.count()).map(meant).collect())
    }

    fn transfer_to(&self, entry: &Spanned<Entry>) -> Result<Option<Vec<usize>>, ReachError> {
        let Some(names) = &entry.get_ref().transfer_to else { return Ok(None) };
        let find = |name: &String| {
            let found = (0..self.content.fare.len()).find(|&other| self.entry(other).name == *name);
            found.ok_or_else(|| {
                let problem = format!("transfer_to names {name:?}, but no [[fare]] has that name");
                self.wrong_entry(entry, &problem, "write the name of a [[fare]] of this file")
            })
        };
        names.iter().map(find).collect::<Result<_, _>>().map(Some)
    }

    fn ticket(&self, entry: &Spanned<Entry>, cap: Option<u32>, zones: &[String]) -> Result<Ticket, ReachError> {
        let Entry { name, price, transfers, transfer_price, within_minutes, from_zones, to_zones, .. } =
            entry.get_ref();
        let capped = |amount: u32| cap.map_or(amount, |cap| amount.min(cap));
        let mut ticket = Ticket::single(name, capped(self.amount(price)?));
        if let Some(amount) = transfer_price {
            ticket.transfer_price = capped(self.amount(amount)?);
        }
        ticket.transfers = match transfers.as_ref().map(|t| (t.get_ref(), t.span().start)) {
            None => 0,
            Some((Transfers::Number(number), _)) => *number,
            Some((Transfers::Word(word), _)) if word == "any" => UNLIMITED,
            Some((Transfers::Word(word), at)) => {
                let problem = format!("transfers = {word:?}: expected a number or \"any\"");
                return Err(self.wrong(at, problem, "leave it out for a ticket for one boarding"));
            }
        };
        ticket.seconds = within_minutes.map(|minutes| minutes.saturating_mul(60));
        let [from, to] = [from_zones, to_zones].map(|names| self.zone_numbers(entry, names.as_deref(), zones));
        let (from, to) = (from?, to?);
        if from != [None] || to != [None] {
            ticket.pairs = from.iter().flat_map(|&from| to.iter().map(move |&to| ZonePair { from, to })).collect();
        }
        Ok(ticket)
    }

    /// The zones meant; the one entry `None` for any.
    fn zone_numbers(
        &self,
        entry: &Spanned<Entry>,
        names: Option<&[String]>,
        zones: &[String],
    ) -> Result<Vec<Option<u16>>, ReachError> {
        let Some(names) = names else { return Ok(vec![None]) };
        let find = |name: &String| {
            let found = zones.iter().position(|zone| zone == name).map(|zone| Some(zone as u16));
            found.ok_or_else(|| {
                let known = if zones.is_empty() { "none".to_owned() } else { zones.join(", ") };
                let problem = format!("no zone is called {name:?}");
                self.wrong_entry(entry, &problem, &format!("the zones are: {known}; add a [[zone]] with its stops"))
            })
        };
        names.iter().map(find).collect()
    }

    /// Zone names and each stop's zone: those of the file, else those of the feeds.
    fn zones(&self, timetable: &Timetable) -> Result<(Vec<String>, Vec<u16>), ReachError> {
        let stops = &timetable.stops;
        if self.content.zone.is_empty() {
            let fares = &timetable.fares;
            let zone = |&zone: &u32| u16::try_from(zone).unwrap_or(NO_ZONE);
            return Ok((fares.zones.clone(), fares.stop_zone.iter().map(zone).collect()));
        }
        let mut stop_zone = vec![NO_ZONE; stops.len()];
        for (number, zone) in self.content.zone.iter().enumerate() {
            for name in &zone.get_ref().stops {
                let named = |stop: usize| stops.id.get(stop) == name || stops.name.get(stop) == name;
                let mut found = false;
                for (stop, its_zone) in stop_zone.iter_mut().enumerate() {
                    let parent = stops.parent[stop];
                    if named(stop) || (parent.is_some() && named(parent.index())) {
                        found = true;
                        *its_zone = number as u16;
                    }
                }
                if !found {
                    let problem = format!("zone {:?}: the timetable has no stop {name:?}", zone.get_ref().name);
                    return Err(self.wrong(zone.span().start, problem, "write stop_id or stop_name"));
                }
            }
        }
        Ok((self.content.zone.iter().map(|zone| zone.get_ref().name.clone()).collect(), stop_zone))
    }

    fn amount(&self, amount: &Spanned<Amount>) -> Result<u32, ReachError> {
        let text = match amount.get_ref() {
            Amount::Whole(number) => number.to_string(),
            Amount::Decimal(number) => number.to_string(),
            Amount::Text(text) => text.clone(),
        };
        self.currency.minor_units(&text).ok_or_else(|| {
            let problem = format!("{text} is no amount in {}", self.currency);
            let digits = self.currency.digits();
            self.wrong(amount.span().start, problem, &format!("write a plain number with at most {digits} decimals"))
        })
    }

    fn wrong_entry(&self, entry: &Spanned<Entry>, problem: &str, hint: &str) -> ReachError {
        self.wrong(entry.span().start, format!("fare {:?}: {problem}", entry.get_ref().name), hint)
    }

    fn wrong(&self, at: usize, problem: String, hint: &str) -> ReachError {
        ReachError::Fares { file: self.path.clone(), place: line_of(&self.text, at), problem, hint: hint.to_owned() }
    }
}

fn line_of(text: &str, byte: usize) -> String {
    let before = text.as_bytes().iter().take(byte).filter(|&&b| b == b'\n').count();
    format!("line {}", before + 1)
}

#[cfg(test)]
mod tests {
    use lynchpin_network::timetable::{Agencies, Routes, Stops, Strings};

    use super::super::PricedRide;
    use super::*;
    use lynchpin_network::ids::{RouteId, StopId};

    /// Two operators; routes 1 (bus, H), 2 (bus, O), 3 (rail, O); a station S with platforms P and Q, and a stop T.
    fn timetable() -> Timetable {
        let stops = Stops {
            id: Strings::from_iter(["S", "P", "Q", "T"]),
            name: Strings::from_iter(["Central", "", "", "Terrace"]),
            point: vec![Stops::NOWHERE; 4].into(),
            parent: vec![StopId::NONE, StopId(0), StopId(0), StopId::NONE].into(),
            ..Stops::default()
        };
        let routes = Routes {
            id: Strings::from_iter(["r1", "r2", "r3"]),
            short_name: Strings::from_iter(["1", "2", "3"]),
            agency: vec![0, 1, 1].into(),
            kind: vec![3, 700, 2].into(),
            ..Routes::default()
        };
        let agencies = Agencies {
            id: Strings::from_iter(["h", "o"]),
            name: Strings::from_iter(["Harbour Buses", "Other"]),
            ..Agencies::default()
        };
        Timetable { agencies, stops, routes, ..Timetable::default() }
    }

    fn read(text: &str) -> Result<Tariff, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("fares.toml");
        std::fs::write(&path, text).unwrap();
        let tariff = FaresFile::read(&path).and_then(|file| file.tariff(&timetable()));
        tariff.map_err(|error| error.to_string().replace(&path.display().to_string(), "fares.toml"))
    }

    fn price(tariff: &Tariff, rides: &[(u32, u32, u32, u32)]) -> Option<u32> {
        let ride = |&(route, from, to, departure_seconds): &(u32, u32, u32, u32)| PricedRide {
            route: RouteId(route),
            stops: vec![StopId(from), StopId(to)],
            departure_seconds,
            arrival_seconds: departure_seconds + 300,
        };
        tariff.price(&rides.iter().map(ride).collect::<Vec<_>>()).map(|fare| fare.total)
    }

    #[test]
    fn a_fares_file_prices_operators_modes_transfers_zones_and_caps() {
        let tariff = read(
            r#"
currency = "GBP"
day_cap = 7
boarding_cap = 3.00
[[fare]]
name = "hopper"
operators = ["Harbour Buses"]
price = 2.2
transfers = "any"
transfer_price = "0.50"
within_minutes = 60
transfer_to = ["hopper", "rest"]
[[fare]]
name = "rest"
modes = ["bus"]
otherwise = true
price = 3.50
[[fare]]
name = "train"
routes = ["3"]
from_zones = ["A"]
to_zones = ["B"]
price = 1.80
[[zone]]
name = "A"
stops = ["Central"]
[[zone]]
name = "B"
stops = ["T"]
"#,
        )
        .unwrap();
        assert_eq!(price(&tariff, &[(0, 1, 3, 0)]), Some(220));
        assert_eq!(price(&tariff, &[(1, 1, 3, 0)]), Some(300));
        assert_eq!(price(&tariff, &[(0, 1, 3, 0), (1, 3, 1, 3_600)]), Some(270));
        assert_eq!(price(&tariff, &[(0, 1, 3, 0), (1, 3, 1, 3_601)]), Some(520));
        assert_eq!(price(&tariff, &[(1, 1, 3, 0), (1, 3, 1, 10), (1, 1, 3, 20)]), Some(700));
        assert_eq!((price(&tariff, &[(2, 2, 3, 0)]), price(&tariff, &[(2, 3, 2, 0)])), (Some(180), None));
    }

    #[test]
    fn what_a_fares_file_gets_wrong_is_located() {
        let fare = |rest: &str| format!("currency = \"GBP\"\n[[fare]]\nname = \"x\"\nprice = 2\n{rest}\n");
        for (text, parts) in [
            ("currency = \"pounds\"".to_owned(), ["fares.toml, line 1", "ISO 4217"]),
            ("currency = \"GBP\"\nday_cap = 1.005".to_owned(), ["line 2", "at most 2 decimals"]),
            (fare("pric = 2"), ["line 5", "pric"]),
            (fare("transfers = \"all\""), ["line 5", "any"]),
            (fare("modes = [\"boat\"]"), ["line 5", "ferry"]),
            (fare("operators = [\"Habour\"]"), ["line 2", "Harbour Buses, Other"]),
            (fare("routes = [\"9\"]"), ["no line \"9\"", "route_short_name"]),
            (fare("transfer_to = [\"y\"]"), ["fare \"x\"", "no [[fare]] has that name"]),
            (fare("from_zones = [\"C\"]"), ["no zone is called \"C\"", "[[zone]]"]),
            (fare("[[zone]]\nname = \"C\"\nstops = [\"nowhere\"]"), ["line 5", "no stop \"nowhere\""]),
            ("currency = \"GBP\"\n[[fare]]\nname = \"x\"\nprice = -1".to_owned(), ["line 4", "-1"]),
        ] {
            let message = read(&text).unwrap_err();
            assert!(parts.iter().all(|part| message.contains(part)), "{text}: {message}");
        }
    }
}
