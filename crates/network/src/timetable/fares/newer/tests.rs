//! Second-generation fares written inline, read into the form of the first.

use super::super::super::FeedReport;
use super::super::super::tests::Feed;
use super::super::{FareAttribute, Fares};

const PRODUCTS: &str = "fare_product_id,amount,currency\none,2.00,GBP\ntwo,3.50,GBP\non,0.50,GBP\n";
const LEGS: &str = "leg_group_id,network_id,from_area_id,to_area_id,fare_product_id\n";
const TRANSFERS: &str = "from_leg_group_id,to_leg_group_id,transfer_count,duration_limit,duration_limit_type,\
                         fare_transfer_type,fare_product_id\n";

/// Routes R and S in networks bus and tram, T in none; stops A and B in area inner, B and C in area outer, D in none.
fn feed(legs: &str, transfers: &str) -> Feed {
    Feed::new(
        "route_id,service_id,trip_id\nR,W,t\n",
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence\nt,8:00:00,8:00:00,A,1\nt,8:10:00,8:10:00,B,2\n",
    )
    .with("routes.txt", "route_id,agency_id,route_type\nR,x,3\nS,x,0\nT,x,3\n")
    .with("networks.txt", "network_id\nbus\ntram\n")
    .with("route_networks.txt", "network_id,route_id\nbus,R\ntram,S\n")
    .with("areas.txt", "area_id\ninner\nouter\n")
    .with("stop_areas.txt", "area_id,stop_id\ninner,A\ninner,B\nouter,B\nouter,C\n")
    .with("fare_products.txt", PRODUCTS)
    .with("fare_leg_rules.txt", legs)
    .with("fare_transfer_rules.txt", &format!("{TRANSFERS}{transfers}"))
}

fn read(legs: &str, transfers: &str) -> (Fares, FeedReport) {
    let (timetable, report) = feed(&format!("{LEGS}{legs}"), transfers).read();
    (timetable.fares, report)
}

/// A fare's routes, the further routes that take it on, and its pairs of zones by name.
type Holds = (Vec<u32>, Vec<u32>, Vec<(String, String)>);

fn holds(fares: &Fares, fare: u32) -> Holds {
    let rules = || fares.rules.iter().filter(|rule| rule.fare == fare);
    let zone = |zone: Option<u32>| zone.map_or("*".to_owned(), |zone| fares.zones[zone as usize].clone());
    let pairs = rules().filter(|rule| rule.origin.is_some() || rule.destination.is_some());
    (
        rules().filter_map(|rule| rule.route).collect(),
        rules().filter_map(|rule| rule.onward).collect(),
        pairs.map(|rule| (zone(rule.origin), zone(rule.destination))).collect(),
    )
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|&(from, to)| (from.to_owned(), to.to_owned())).collect()
}

fn fare(id: &str, price: u32) -> FareAttribute {
    FareAttribute { id: id.to_owned(), currency: "GBP".to_owned(), price, transfers: Some(0), ..Default::default() }
}

#[test]
fn a_blank_means_what_no_row_names() {
    let (fares, report) = read(",bus,,,one\n,,,,two\n,,inner,outer,on\n", "");
    assert_eq!(fares.attributes, [fare("one", 200), fare("two", 350), fare("on", 50)]);
    // inner is named as an area of departure, outer as one of arrival.
    let unnamed = pairs(&[("", ""), ("", "inner"), ("outer", ""), ("outer", "inner")]);
    let sorted = |fare| {
        let (routes, onward, mut pairs) = holds(&fares, fare);
        pairs.sort();
        (routes, onward, pairs)
    };
    assert_eq!(sorted(0), (vec![0], vec![], unnamed.clone()));
    assert_eq!(sorted(1), (vec![1, 2], vec![], unnamed));
    let named = [("inner", "inner + outer"), ("inner", "outer"), ("inner + outer", "inner + outer")];
    let mut named = pairs(&named);
    named.push(("inner + outer".to_owned(), "outer".to_owned()));
    assert_eq!(sorted(2), (vec![1, 2], vec![], named));
    assert_eq!(
        fares.stop_zone.iter().map(|&z| &fares.zones[z as usize][..]).collect::<Vec<_>>(),
        ["inner", "inner + outer", "outer", ""]
    );
    assert_eq!(report.count("fare_leg_rules.txt", ""), 0);
}

#[test]
fn with_priorities_a_blank_means_any_and_the_highest_holds() {
    let legs = "network_id,from_area_id,to_area_id,fare_product_id,rule_priority\n\
                ,,,one,\nbus,inner,,two,2\ntram,,,on,1\nferry,,,on,9\n";
    let (timetable, report) = feed(legs, "").read();
    let fares = timetable.fares;
    let ids: Vec<&str> = fares.attributes.iter().map(|fare| &fare.id[..]).collect();
    assert_eq!(ids, ["one", "one", "two", "on"]);
    let (routes, _, from_elsewhere) = holds(&fares, 0);
    assert_eq!(routes, [0]);
    // No row names outer, so it makes no zone.
    assert_eq!(from_elsewhere, pairs(&[("", ""), ("", "inner")]));
    assert_eq!(holds(&fares, 1), (vec![2], vec![], vec![]));
    assert_eq!(holds(&fares, 2), (vec![0], vec![], pairs(&[("inner", ""), ("inner", "inner")])));
    assert_eq!(holds(&fares, 3), (vec![1], vec![], vec![]));
    assert_eq!(report.count("fare_leg_rules.txt", "holds for no ride"), 1);
}

#[test]
fn transfers_within_a_group_make_tickets_for_several_rides() {
    let legs = "city,bus,,,one\ncity,tram,,,two\n";
    let (fares, report) = read(legs, "city,city,2,5400,1,0,on\n");
    let further =
        |fare| FareAttribute { transfers: Some(2), transfer_seconds: Some(5_400), transfer_price: 50, ..fare };
    assert_eq!(fares.attributes, [further(fare("one", 200)), further(fare("two", 350))]);
    assert_eq!(holds(&fares, 0), (vec![0], vec![1], vec![]));
    assert_eq!(holds(&fares, 1), (vec![1], vec![0], vec![]));
    assert!(fares.zones.is_empty());
    assert_eq!(report.count("fare_transfer_rules.txt", "count from the first departure"), 1);
    let (any, _) = read(legs, ",,-1,,,0,\n");
    let expected = FareAttribute { transfers: None, ..fare("one", 200) };
    assert_eq!((&any.attributes[0], holds(&any, 0)), (&expected, (vec![0], vec![1], vec![])));
}

#[test]
fn what_tickets_cannot_say_is_counted() {
    let legs = "city,bus,,,one\nzoned,tram,inner,,two\n";
    for (transfer, words) in [
        ("city,zoned,,,,0,", "between different leg groups"),
        ("zoned,zoned,1,,,0,", "priced by area"),
        ("city,city,1,3600,3,0,", "duration_limit_type other than 1"),
        ("city,city,1,,,2,on", "fare_transfer_type other than 0"),
        ("city,city,1,,,1,", "says nothing new"),
        ("city,city,,,,0,", "without a transfer_count"),
        ("city,city,1,,,0,lost", "whose product has no price"),
        ("rural,rural,1,,,0,", "no leg rule is in"),
        (",,1,,,0,\ncity,zoned,,,,0,", "that no other row names"),
        ("city,city,1,,,0,\ncity,city,3,,,0,on", "beside one for fewer transfers"),
    ] {
        let (fares, report) = read(legs, &format!("{transfer}\n"));
        assert_eq!(report.count("fare_transfer_rules.txt", words), 1, "{words}: {:?}", report.oddities);
        let expected = u32::from(words.contains("beside"));
        assert!(fares.attributes.iter().all(|fare| fare.transfers == Some(0) || expected == 1), "{words}");
    }
}

#[test]
fn prices_are_those_of_the_default_rider_category() {
    let products = "fare_product_id,rider_category_id,fare_media_id,amount,currency\n\
                    one,child,,1.00,GBP\none,,card,1.80,GBP\none,adult,,2.00,GBP\none,,,2.20,GBP\n\
                    two,child,,0.50,GBP\non,,,-0.50,GBP\n";
    let legs = format!("{LEGS},bus,,,one\n,bus,,,two\n,bus,,,on\n");
    let feed = feed(&legs, "")
        .with("fare_products.txt", products)
        .with("rider_categories.txt", "rider_category_id,is_default_fare_category\nadult,1\nchild,0\n");
    let (timetable, report) = feed.read();
    assert_eq!(timetable.fares.attributes, [fare("one", 200)]);
    for (words, count) in [("rider category that is not", 2), ("further price", 2), ("negative amount", 1)] {
        assert_eq!(report.count("fare_products.txt", words), count, "{words}");
    }
    assert_eq!(report.count("fare_leg_rules.txt", "whose product has no price"), 2);
    let error = feed.with("fare_products.txt", "fare_product_id,amount,currency\none,cheap,GBP\n").error();
    assert!(error.contains("fare_products.txt, row 2, `amount`"), "{error}");
}

#[test]
fn the_second_generation_comes_before_the_first() {
    let older = "fare_id,price,currency_type,payment_method,transfers\nold,9,GBP,0,0\n";
    let both = feed(&format!("{LEGS},,,,one\n"), "").with("fare_attributes.txt", older);
    let (timetable, report) = both.read();
    assert_eq!(timetable.fares.attributes[0].id, "one");
    assert_eq!(report.count("fare_attributes.txt", "fare not used"), 1);
    let timed = "fare_product_id,from_timeframe_group_id\none,peak\n";
    let (timetable, report) = both.with("fare_leg_rules.txt", timed).read();
    assert_eq!(timetable.fares.attributes[0].id, "old");
    assert_eq!(report.count("fare_leg_rules.txt", "certain times only"), 1);
}

#[test]
fn platforms_are_in_the_areas_of_their_station_unless_in_areas_of_their_own() {
    let stops = "stop_id,stop_lat,stop_lon,location_type,parent_station\n\
                 A,51,-3,0,H\nB,51,-2.99,0,H\nH,51,-3,1,\n";
    let legs = format!("{LEGS},,inner,inner,one\n,,outer,outer,two\n");
    let (timetable, _) =
        feed(&legs, "").with("stops.txt", stops).with("stop_areas.txt", "area_id,stop_id\ninner,H\nouter,B\n").read();
    let fares = timetable.fares;
    let names: Vec<&str> = fares.stop_zone.iter().map(|&zone| &fares.zones[zone as usize][..]).collect();
    assert_eq!(names, ["inner", "outer", "inner"]);
}
