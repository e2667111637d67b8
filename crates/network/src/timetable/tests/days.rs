//! Which trips run on a day, and when.

use jiff::civil::date;

use super::{Feed, TUESDAY, runs};
use crate::ids::PatternId;
use crate::timetable::{Day, DayTrip};

const HEAD: &str = "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n";
const ALL_DAY: std::ops::Range<i32> = 0..86_400;

fn one_trip(times: &str) -> Feed {
    Feed::new("route_id,service_id,trip_id,block_id\nR,W,t,\n", &format!("{HEAD}{times}"))
}

#[test]
fn the_night_before_runs_into_the_day() {
    let feed = one_trip("t,23:50:00,23:50:00,A,1\nt,24:10:00,24:11:00,B,2\nt,24:30:00,24:30:00,C,3\n");
    let day = feed.day(0..7_200);
    assert_eq!(runs(&day), [(vec![0, 1, 2], vec![-600, 660, 1_800], vec![-600, 600, 1_800])]);
    let evening = feed.day(80_000..90_000);
    assert_eq!(runs(&evening)[0].1, [85_800, 87_060, 88_200]);
}

#[test]
fn the_horizon_reaches_the_day_after() {
    let day = one_trip("t,0:30:00,0:30:00,A,1\nt,0:40:00,0:40:00,B,2\n").day(80_000..90_000);
    assert_eq!(runs(&day), [(vec![0, 1], vec![88_200, 88_800], vec![88_200, 88_800])]);
}

#[test]
fn the_horizon_may_begin_before_the_day_does() {
    let feed = one_trip("t,23:40:00,23:40:00,A,1\nt,23:50:00,23:50:00,B,2\n");
    assert_eq!(runs(&feed.day(0..7_200)), []);
    assert_eq!(runs(&feed.day(-900..7_200)), [(vec![0, 1], vec![-1_200, -600], vec![-1_200, -600])]);
    let days = "service_id,date,exception_type\nW,20240303,1\nW,20240302,1\n";
    let long = one_trip("t,47:40:00,47:40:00,A,1\nt,47:50:00,47:50:00,B,2\n").with("calendar_dates.txt", days);
    assert_eq!(
        runs(&long.day(-90_000..0)).iter().map(|run| run.1[0]).collect::<Vec<_>>(),
        [-87_600, -1_200],
        "two and three days ago"
    );
}

#[test]
fn trips_outside_the_horizon_are_left_out() {
    let feed = one_trip("t,8:00:00,8:00:00,A,1\nt,9:00:00,9:00:00,B,2\n");
    for (horizon, trips) in
        [(0..28_800, 0), (0..28_801, 1), (30_000..30_001, 1), (32_400..40_000, 1), (32_401..40_000, 0)]
    {
        assert_eq!(feed.day(horizon.clone()).trip.len(), trips, "{horizon:?}");
    }
}

#[test]
fn exceptions_go_before_the_weekly_pattern() {
    let feed = one_trip("t,8:00:00,8:00:00,A,1\nt,9:00:00,9:00:00,B,2\n")
        .with("calendar_dates.txt", "service_id,date,exception_type\nW,20240305,2\nW,20240309,1\n");
    let timetable = feed.read().0;
    assert!(Day::prepare(&timetable, TUESDAY, ALL_DAY).is_err());
    assert_eq!(Day::prepare(&timetable, date(2024, 3, 9), ALL_DAY).unwrap().trip.len(), 1);
}

#[test]
fn a_date_without_service_names_those_that_have_it() {
    let timetable = one_trip("t,8:00:00,8:00:00,A,1\nt,9:00:00,9:00:00,B,2\n").read().0;
    let error = Day::prepare(&timetable, date(2024, 3, 9), ALL_DAY).err().unwrap().to_string();
    assert!(error.contains("no trip runs on 2024-03-09"), "{error}");
    assert!(error.contains("2024-03-04 to 2024-03-08, 2024-03-11 to 2024-03-15"), "{error}");
    let error = Day::prepare(&timetable, date(2050, 1, 1), ALL_DAY).err().unwrap().to_string();
    assert!(error.contains("between 2024-01-01 and 2024-12-31"), "{error}");
}

#[test]
fn another_zone_is_converted_for_the_date() {
    let feed = one_trip("t,8:00:00,8:00:00,A,1\nt,9:00:00,9:00:00,B,2\n")
        .with("agency.txt", "agency_id,agency_name,agency_timezone\nx,X,America/New_York\n");
    assert_eq!(runs(&feed.day(ALL_DAY))[0].1, [46_800, 50_400], "five hours in winter");
    let timetable = feed.read().0;
    let between = Day::prepare(&timetable, date(2024, 3, 12), ALL_DAY).unwrap();
    assert_eq!(runs(&between)[0].1, [43_200, 46_800], "four while only America has put its clocks forward");
}

#[test]
fn exact_repetitions_depart_by_the_headway() {
    let day = one_trip("t,1:00:00,1:00:00,A,1\nt,1:05:00,1:06:00,B,2\nt,1:09:00,1:09:00,C,3\n")
        .with("frequencies.txt", "trip_id,start_time,end_time,headway_secs,exact_times\nt,8:00:00,8:30:00,600,1\n")
        .day(ALL_DAY);
    let firsts: Vec<i32> = runs(&day).iter().map(|run| run.1[0]).collect();
    assert_eq!(firsts, [28_800, 29_400, 30_000]);
    assert_eq!(runs(&day)[0].2, [28_800, 29_100, 29_340]);
    assert_eq!(day.patterns(), 1);
}

#[test]
fn a_headway_alone_costs_half_of_it_on_average() {
    let day = one_trip("t,1:00:00,1:00:00,A,1\nt,1:05:00,1:05:00,B,2\n")
        .with("frequencies.txt", "trip_id,start_time,end_time,headway_secs\nt,8:00:00,9:00:00,600\n")
        .day(ALL_DAY);
    assert_eq!((day.patterns(), day.trips(PatternId(0))), (1, 60));
    // From the moment that a rider is at the stop until arrival, less the ride: averaged over each second of ten minutes.
    let (board, arrival) = (day.board_by(PatternId(0), 0), day.arrival(PatternId(0), 1));
    let waits = (30_000..30_600).map(|now| f64::from(arrival[board.partition_point(|&by| by < now)] - 300 - now));
    let mean = waits.sum::<f64>() / 600.0;
    assert!((mean - 299.5).abs() < 1e-9, "{mean}");
}

#[test]
fn riders_stay_seated_through_a_block() {
    let trips = "route_id,service_id,trip_id,block_id\nR,W,a,v\nR,W,b,v\nR,W,c,v\nR,W,d,v\n";
    let times = format!(
        "{HEAD}a,8:00:00,8:00:00,A,1\na,8:10:00,8:10:00,B,2\nb,8:12:00,8:12:00,B,1\nb,8:20:00,8:20:00,C,2\n\
         c,8:30:00,8:30:00,C,1\nc,8:40:00,8:40:00,D,2\nd,8:50:00,8:50:00,A,1\nd,8:55:00,8:55:00,B,2\n"
    );
    let feed = Feed::new(trips, &times);
    let stays = |day: &Day| {
        let trips = (0..day.patterns()).map(|p| DayTrip { pattern: PatternId::from(p), trip: 0 });
        let id = |trip: DayTrip| day.trip_ids(trip.pattern)[trip.trip as usize].0;
        let mut pairs: Vec<(u32, u32)> =
            trips.flat_map(|from| day.stays(from).iter().map(move |&to| (id(from), id(to)))).collect();
        pairs.sort_unstable();
        pairs
    };
    assert_eq!(stays(&feed.day(ALL_DAY)), [(0, 1), (1, 2)], "not from D to A");
    let rules = "from_trip_id,to_trip_id,transfer_type\na,b,5\nc,d,4\n";
    assert_eq!(stays(&feed.with("transfers.txt", rules).day(ALL_DAY)), [(1, 2), (2, 3)]);
}

#[test]
fn in_seat_rules_never_go_round_in_a_circle() {
    let mut times = HEAD.to_owned();
    for (trip, from, to) in [("a", "A", "B"), ("b", "B", "C"), ("c", "C", "A")] {
        let rows = [(from, 1), (to, 2)].map(|(stop, sequence)| format!("{trip},8:00:00,8:00:00,{stop},{sequence}\n"));
        times += &rows.concat();
    }
    times += "late,8:00:00,8:00:00,A,1\nlate,8:05:00,8:05:00,B,2\n";
    let rules = "from_trip_id,to_trip_id,transfer_type\na,b,4\nb,c,4\nc,a,4\na,a,4\na,late,4\nlate,b,4\n";
    let trips = "route_id,service_id,trip_id\nR,W,a\nR,W,b\nR,W,c\nR,W,late\n";
    let feed = Feed::new(trips, &times).with("transfers.txt", rules);
    let day = feed.day(ALL_DAY);
    let trips = (0..day.patterns()).map(|p| DayTrip { pattern: PatternId::from(p), trip: 0 });
    assert_eq!(trips.map(|trip| day.stays(trip).len()).sum::<usize>(), 3, "a to b, b to c, a to late");
    assert_eq!(day.stays_unused, 3);
    let report = feed.read().1;
    assert_eq!(report.count("transfers.txt", "circle"), 2, "c to a, a to a");
    assert_eq!(report.count("transfers.txt", "starts before"), 1, "late to b");
}
