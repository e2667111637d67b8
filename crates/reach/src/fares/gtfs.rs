//! The tariff that feeds publish as GTFS fares, of the first generation or of the second, which the network keeps in the same form.
//!
//! A fare is a ticket. Its rules are read as three conditions, as is usual: on one of the routes named, if any; between one of the pairs of
//! zones named, if any; passing exactly the zones named as contained, if any. A fare without rules holds everywhere in its feed.
//! `transfer_duration` counts from the first departure to the last.

use std::path::PathBuf;

use lynchpin_network::money::Currency;
use lynchpin_network::timetable::Timetable;
use lynchpin_network::timetable::fares::FareAttribute;

use super::tariff::{NO_ZONE, Tariff, Ticket, TicketRule, UNLIMITED, ZonePair};
use crate::error::ReachError;

impl Tariff {
    /// The fares of a timetable's feeds, with the most that a journey and that a ticket may cost.
    ///
    /// # Errors
    /// No fares at all, more than one currency, more zones than can be told apart.
    pub fn from_feeds(
        timetable: &Timetable,
        day_cap: Option<u32>,
        boarding_cap: Option<u32>,
    ) -> Result<Self, ReachError> {
        let fares = &timetable.fares;
        let currency = one_currency(timetable)?;
        if fares.zones.len() >= usize::from(NO_ZONE) {
            let problem = format!("{} zones, but at most {} can be told apart", fares.zones.len(), NO_ZONE - 1);
            return Err(wrong(timetable, 0, "stops.txt", problem, "use a part of the feed"));
        }
        let zone = |zone: u32| if zone == u32::MAX { NO_ZONE } else { zone as u16 };
        let stop_zone = fares.stop_zone.iter().map(|&z| zone(z)).collect();
        let rules = fares.attributes.iter().enumerate().map(|(number, fare)| {
            let capped = |price: u32| boarding_cap.map_or(price, |cap| cap.min(price));
            rule(timetable, number as u32, fare, [fare.price, fare.transfer_price].map(capped))
        });
        Ok(Self::new(currency, day_cap, rules.collect(), stop_zone))
    }
}

fn one_currency(timetable: &Timetable) -> Result<Currency, ReachError> {
    let fares = &timetable.fares.attributes;
    let file = "fare_attributes.txt";
    let Some(first) = fares.first() else {
        return Err(wrong(timetable, 0, file, "no feed publishes fares".into(), "give prices with --fares F.toml"));
    };
    if let Some(other) = fares.iter().find(|fare| fare.currency != first.currency) {
        let problem = format!(
            "more than one currency: fare {} is in {}, fare {} in {}",
            first.id, first.currency, other.id, other.currency
        );
        return Err(wrong(timetable, other.feed, file, problem, "give prices in one currency with --fares F.toml"));
    }
    Currency::new(&first.currency).ok_or_else(|| {
        let problem = format!("{:?} is no ISO 4217 currency", first.currency);
        wrong(timetable, first.feed, file, problem, "build the network again")
    })
}

fn wrong(timetable: &Timetable, feed: u32, place: &str, problem: String, hint: &str) -> ReachError {
    let file = PathBuf::from(timetable.feeds.name.get(feed as usize));
    ReachError::Fares { file, place: place.to_owned(), problem, hint: hint.to_owned() }
}

fn rule(timetable: &Timetable, number: u32, fare: &FareAttribute, prices: [u32; 2]) -> TicketRule {
    let its_rules = || timetable.fares.rules.iter().filter(|rule| rule.fare == number);
    let named: Vec<u32> = its_rules().filter_map(|rule| rule.route).collect();
    let routes = &timetable.routes;
    let takes = |route: usize| {
        routes.feed[route] == fare.feed
            && fare.agency.is_none_or(|agency| routes.agency[route] == agency)
            && (named.is_empty() || named.contains(&(route as u32)))
    };
    let first: Vec<bool> = (0..routes.kind.len()).map(takes).collect();
    let mut next = first.clone();
    for route in its_rules().filter_map(|rule| rule.onward) {
        next[route as usize] = true;
    }
    let zone = |zone: Option<u32>| zone.map(|zone| zone as u16);
    let mut pairs: Vec<ZonePair> = its_rules()
        .filter(|rule| rule.origin.is_some() || rule.destination.is_some())
        .map(|rule| ZonePair { from: zone(rule.origin), to: zone(rule.destination) })
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    let mut passes: Vec<u16> = its_rules().filter_map(|rule| zone(rule.contains)).collect();
    passes.sort_unstable();
    passes.dedup();
    let transfers = fare.transfers.map_or(UNLIMITED, |number| number.min(u32::from(UNLIMITED) - 1) as u16);
    let [price, transfer_price] = prices;
    let seconds = fare.transfer_seconds;
    let ticket = Ticket { transfers, transfer_price, seconds, pairs, passes, ..Ticket::single(&fare.id, price) };
    TicketRule { ticket, first, next }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::PricedRide;
    use super::*;

    /// Routes R (bus) and S; stops A, B in zone 1, C in zone 2.
    fn timetable(attributes: &str, rules: &str) -> Result<Timetable, String> {
        feed(&[("fare_attributes.txt", attributes), ("fare_rules.txt", rules)])
    }

    fn feed(fares: &[(&str, &str)]) -> Result<Timetable, String> {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        write("agency.txt", "agency_id,agency_name,agency_timezone\nx,X,Europe/London\n");
        write("stops.txt", "stop_id,stop_lat,stop_lon,zone_id\nA,51.0,-3.0,1\nB,51.0,-2.9,1\nC,51.0,-2.8,2\n");
        write("routes.txt", "route_id,agency_id,route_type\nR,x,3\nS,x,3\n");
        write("calendar_dates.txt", "service_id,date,exception_type\nW,20240305,1\n");
        write("trips.txt", "route_id,service_id,trip_id\nR,W,t\nS,W,u\n");
        let times = "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n\
                     t,8:00:00,8:00:00,A,1\nt,8:10:00,8:10:00,B,2\nu,9:00:00,9:00:00,B,1\nu,9:10:00,9:10:00,C,2\n";
        write("stop_times.txt", times);
        for (name, text) in fares {
            write(name, text);
        }
        let read = Timetable::from_gtfs(&[Path::new(folder.path()).to_path_buf()], "Europe/London");
        read.map(|(timetable, _)| timetable).map_err(|error| error.to_string())
    }

    const HEADER: &str = "fare_id,price,currency_type,payment_method,transfers,transfer_duration\n";

    fn price(tariff: &Tariff, rides: &[(usize, [usize; 2], u32)]) -> Option<u32> {
        let ride = |&(route, ends, departure_seconds): &(usize, [usize; 2], u32)| PricedRide {
            route: route.into(),
            stops: ends.map(Into::into).to_vec(),
            departure_seconds,
            arrival_seconds: departure_seconds + 600,
        };
        tariff.price(&rides.iter().map(ride).collect::<Vec<_>>()).map(|fare| fare.total)
    }

    #[test]
    fn published_fares_price_routes_zones_and_transfers() {
        let attributes = format!("{HEADER}bus,1.75,GBP,0,1,5400\nlong,2.60,GBP,0,,\nshort,1,GBP,1,0,\n");
        let rules =
            "fare_id,route_id,origin_id,destination_id,contains_id\nbus,R,,,\nbus,S,,,\nlong,,1,2,\nshort,,1,1,\n";
        let tariff = Tariff::from_feeds(&timetable(&attributes, rules).unwrap(), None, None).unwrap();
        assert_eq!(price(&tariff, &[(0, [0, 1], 0)]), Some(100));
        assert_eq!(price(&tariff, &[(0, [0, 1], 0), (1, [1, 2], 5_400)]), Some(175));
        assert_eq!(price(&tariff, &[(0, [0, 1], 0), (1, [1, 2], 5_401)]), Some(260));
        assert_eq!(price(&tariff, &[(1, [2, 1], 0), (0, [1, 0], 60), (0, [0, 1], 90)]), Some(275));
    }

    /// Buses (R): 2.00 and 0.50 for one more within the hour, on trams too. Trams (S): 3.00, and the same. Products by area beside them.
    #[test]
    fn the_second_generation_prices_networks_areas_and_transfers() {
        let products = "fare_product_id,amount,currency\nbus,2,GBP\ntram,3,GBP\nmore,0.50,GBP\nshort,1.10,GBP\n";
        let legs = "leg_group_id,network_id,from_area_id,to_area_id,fare_product_id,rule_priority\n\
                    city,bus,,,bus,\ncity,tram,,,tram,\n,tram,centre,centre,short,\n";
        let transfers = "from_leg_group_id,to_leg_group_id,transfer_count,duration_limit,duration_limit_type,\
                         fare_transfer_type,fare_product_id\ncity,city,1,3600,1,0,more\n";
        let tariff = Tariff::from_feeds(
            &feed(&[
                ("fare_products.txt", products),
                ("fare_leg_rules.txt", legs),
                ("fare_transfer_rules.txt", transfers),
                ("route_networks.txt", "network_id,route_id\nbus,R\ntram,S\n"),
                ("stop_areas.txt", "area_id,stop_id\ncentre,A\ncentre,B\n"),
            ])
            .unwrap(),
            None,
            None,
        )
        .unwrap();
        let (bus, tram) = (0, 1);
        assert_eq!(price(&tariff, &[(bus, [0, 1], 0)]), Some(200));
        // In the centre the short ticket is cheaper than the tram's; leaving it, the tram's is the only one.
        assert_eq!(price(&tariff, &[(tram, [0, 1], 0)]), Some(110));
        assert_eq!(price(&tariff, &[(tram, [1, 2], 0)]), Some(300));
        // 2.00 + 0.50 within the hour; 2.00 + 3.00 a second later; 2.00 + 0.50 + 2.00 for three.
        assert_eq!(price(&tariff, &[(bus, [0, 1], 0), (tram, [1, 2], 3_600)]), Some(250));
        assert_eq!(price(&tariff, &[(bus, [0, 1], 0), (tram, [1, 2], 3_601)]), Some(500));
        assert_eq!(price(&tariff, &[(bus, [0, 1], 0), (tram, [1, 2], 900), (bus, [1, 0], 1_800)]), Some(450));
        // The tram first: 3.00 + 0.50.
        assert_eq!(price(&tariff, &[(tram, [2, 1], 0), (bus, [1, 0], 900)]), Some(350));
    }

    #[test]
    fn fares_that_cannot_be_used_say_why() {
        let said = |attributes: &str, rules: &str| {
            let read = timetable(attributes, rules);
            read.and_then(|t| Tariff::from_feeds(&t, None, None).map_err(|e| e.to_string())).unwrap_err()
        };
        let two = format!("{HEADER}a,1,GBP,0,0,\nb,1,EUR,0,0,\n");
        let header = "fare_id,route_id,origin_id,destination_id,contains_id\n";
        for (attributes, rules, words) in [
            (two, header.to_owned(), "more than one currency: fare a is in GBP, fare b in EUR"),
            (HEADER.to_owned(), header.to_owned(), "no feed publishes fares"),
            (format!("{HEADER}a,1.234,GBP,0,0,\n"), header.to_owned(), "an amount in GBP"),
            (format!("{HEADER}a,1,pounds,0,0,\n"), header.to_owned(), "row 2, `currency_type`"),
            (format!("{HEADER}a,1,GBP,0,0,\n"), format!("{header}b,,,,\n"), "fare_attributes.txt"),
            (format!("{HEADER}a,1,GBP,0,0,\n"), format!("{header}a,Q,,,\n"), "routes.txt"),
        ] {
            let message = said(&attributes, &rules);
            assert!(message.contains(words), "{words}: {message}");
        }
    }
}
