//! What the loaders take, mend, count and refuse.

use super::{Feed, read_bytes};
use crate::ids::{StopId, TripId};
use crate::timetable::{ALIGHT, BOARD, Stops, Timetable};

const TRIPS: &str = "route_id,service_id,trip_id\nR,W,t\n";
const TIMES: &str = "trip_id,arrival_time,departure_time,stop_id,stop_sequence\nt,8:00:00,8:00:00,A,1\nt,8:10:00,8:11:00,B,2\nt,8:20:00,8:20:00,C,3\n";

fn feed() -> Feed {
    Feed::new(TRIPS, TIMES)
}

#[test]
fn a_small_feed_is_read_whole() {
    let (timetable, report) = feed().read();
    assert_eq!(timetable.trip_stops(TripId(0)), [StopId(0), StopId(1), StopId(2)]);
    assert_eq!(timetable.arrival[..], [28_800, 29_400, 30_000]);
    assert_eq!(timetable.departure[..], [28_800, 29_460, 30_000]);
    assert_eq!(timetable.sequences.flags[..], [BOARD, BOARD | ALIGHT, ALIGHT]);
    assert_eq!((report.stops, report.stops_served, report.trips_kept, report.stop_times_kept), (4, 3, 1, 3));
    assert_eq!((report.first_date.as_str(), report.last_date.as_str()), ("2024-01-01", "2024-12-31"));
    assert_eq!(report.count("stops.txt", "no trip calls"), 1);
}

#[test]
fn rows_in_any_order_give_the_same_trip() {
    let shuffled = "trip_id,arrival_time,departure_time,stop_id,stop_sequence\nt,8:20:00,8:20:00,C,3\nt,8:00:00,8:00:00,A,1\nt,8:10:00,8:11:00,B,2\n";
    assert_eq!(Feed::new(TRIPS, shuffled).read().0.departure[..], feed().read().0.departure[..]);
}

#[test]
fn files_that_a_feed_cannot_do_without_are_named() {
    for file in ["stops.txt", "routes.txt", "trips.txt", "stop_times.txt", "calendar.txt"] {
        let error = feed().without(file).error();
        assert!(error.contains(file) && error.contains("no such file"), "{error}");
    }
}

#[test]
fn wrong_values_are_located() {
    let wrong = [
        (TIMES.replace("8:10:00", "8h10"), "row 3, `arrival_time`: found `8h10`"),
        (TIMES.replace(",B,", ",Z,"), "row 3, `stop_id`: found `Z`"),
        (TIMES.replace("C,3", "C,x"), "row 4, `stop_sequence`: found `x`"),
        (TIMES.replace("stop_sequence", "order"), "row 1, `stop_sequence`"),
    ];
    for (times, expected) in wrong {
        let error = feed().with("stop_times.txt", &times).error();
        assert!(error.contains(expected), "{error}");
    }
    let error = feed().with("trips.txt", "route_id,service_id,trip_id\nQ,W,t\n").error();
    assert!(error.contains("trips.txt, row 2, `route_id`: found `Q`"), "{error}");
}

#[test]
fn unusable_trips_are_left_out_and_counted() {
    let trips = "route_id,service_id,trip_id\nR,W,t\nR,W,short\nR,W,back\nR,W,none\nR,W,blank\nR,W,t\nR,N,never\n";
    let times = format!(
        "{TIMES}short,9:00:00,9:00:00,A,1\nback,9:00:00,9:00:00,A,1\nback,8:59:00,8:59:00,B,2\nblank,,,A,1\nblank,9:00:00,9:00:00,B,2\n\
         ghost,9:00:00,9:00:00,A,1\nnever,9:00:00,9:00:00,A,1\nnever,9:01:00,9:01:00,B,2\n"
    );
    let (timetable, report) = Feed::new(trips, &times).read();
    assert_eq!(timetable.trips.id.iter().collect::<Vec<_>>(), ["t", "never"]);
    let times = |what: &str| report.count("stop_times.txt", what);
    assert_eq!((times("single stop time"), times("go backwards"), times("first or last")), (1, 1, 1));
    assert_eq!(times("trips.txt does not list"), 1);
    let trips = |what: &str| report.count("trips.txt", what);
    assert_eq!((trips("without stop times"), trips("listed before"), trips("no calendar lists")), (1, 1, 1));
}

#[test]
fn blank_times_are_interpolated_and_counted() {
    let times = TIMES.replace("8:10:00,8:11:00", ",");
    let (timetable, report) = Feed::new(TRIPS, &times).read();
    assert_eq!(timetable.arrival[1], 29_400);
    assert_eq!(report.stop_times_interpolated, 1);
}

#[test]
fn only_type_1_forbids_boarding_or_alighting() {
    let times = "trip_id,arrival_time,departure_time,stop_id,stop_sequence,pickup_type,drop_off_type\nt,8:00:00,8:00:00,A,1,0,1\nt,8:10:00,8:11:00,B,2,1,2\nt,8:20:00,8:20:00,C,3,3,1\nt,8:30:00,8:30:00,D,4,,\n";
    let (timetable, report) = Feed::new(TRIPS, times).read();
    assert_eq!(timetable.sequences.flags[..], [BOARD, ALIGHT, BOARD, ALIGHT]);
    assert_eq!(report.count("stop_times.txt", "telephone"), 2);
}

#[test]
fn a_platform_without_coordinates_stands_where_its_station_does() {
    let stops = "stop_id,stop_lat,stop_lon,location_type,parent_station\nA,,,0,S\nB,51.0,-2.99,,\nC,51.0,-2.98,,nowhere\nS,51.0,-3.0,1,\nE,,,,\n";
    let (timetable, report) = feed().with("stops.txt", stops).read();
    assert_eq!(timetable.stops.point[0], timetable.stops.point[3]);
    assert_eq!(timetable.stops.point[4], Stops::NOWHERE);
    assert_eq!(report.count("stops.txt", "parent_station"), 1);
}

#[test]
fn ids_of_two_feeds_do_not_collide() {
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    for folder in &folders {
        for (name, text) in feed().files() {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
    }
    let paths: Vec<_> = folders.iter().map(|folder| folder.path().to_path_buf()).collect();
    let (timetable, _) = Timetable::from_gtfs(&paths, "Europe/London").unwrap();
    assert_eq!(timetable.trip_stops(TripId(1)), [StopId(4), StopId(5), StopId(6)]);
    assert_eq!((timetable.stops.id.get(0), timetable.stops.id.get(4)), ("A", "A"));
    assert_eq!((timetable.stops.feed[4], timetable.trip_times(TripId(1))), (1, 3..6));
}

#[test]
fn times_to_change_come_from_stop_or_station() {
    let stops = "stop_id,stop_lat,stop_lon,location_type,parent_station\nA,51,-3,0,S\nB,51,-2.99,0,S\nC,51,-2.98,,\nS,51,-3,1,\n";
    let rules = "from_stop_id,to_stop_id,transfer_type,min_transfer_time\nS,S,2,120\nB,B,2,60\nC,C,3,\n";
    let (timetable, report) = feed().with("stops.txt", stops).with("transfers.txt", rules).read();
    assert_eq!(timetable.stops.change_seconds[..], [120, 60, Stops::NO_CHANGE, 0]);
    assert_eq!(report.transfers, 3);
    let error = feed().with("transfers.txt", "from_stop_id,to_stop_id,transfer_type\nA,Q,0\n").error();
    assert!(error.contains("transfers.txt, row 2, `to_stop_id`"), "{error}");
}

#[test]
fn a_zip_with_one_folder_inside_is_a_feed() {
    use std::io::Write;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("feed.zip");
    let mut archive = zip::ZipWriter::new(std::fs::File::create(&path).unwrap());
    for (name, text) in feed().files() {
        archive.start_file(format!("gtfs/{name}"), zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text.replace('\n', "\r\n").as_bytes()).unwrap();
    }
    archive.finish().unwrap();
    let (timetable, report) = Timetable::from_gtfs(std::slice::from_ref(&path), "Europe/London").unwrap();
    assert_eq!((timetable.arrival.len(), report.feeds[0].name.as_str()), (3, "feed.zip"));
    let whole = std::fs::read(&path).unwrap();
    std::fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    let error = Timetable::from_gtfs(&[path], "Europe/London").err().unwrap().to_string();
    assert!(error.contains("cannot be read as a zip file"), "{error}");
}

#[test]
fn damaged_bytes_never_panic() {
    let feed = feed()
        .with("transfers.txt", "from_stop_id,to_stop_id,transfer_type,min_transfer_time\nA,B,2,60\n")
        .with("frequencies.txt", "trip_id,start_time,end_time,headway_secs,exact_times\nt,8:00:00,9:00:00,600,1\n")
        .with("calendar_dates.txt", "service_id,date,exception_type\nW,20240306,2\n");
    let mut random = 1u64;
    let mut next = |end: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) as usize % end
    };
    let mut refused = 0;
    for _ in 0..600 {
        let mut files: Vec<_> = feed.files().iter().map(|(name, text)| (*name, text.clone().into_bytes())).collect();
        for _ in 0..=next(3) {
            let file = next(files.len());
            let at = next(files[file].1.len());
            files[file].1[at] = [b'"', b',', b'\n', b'9', 0xff, 0, b'-'][next(7)];
        }
        match read_bytes(files.iter().map(|(name, bytes)| (*name, bytes.as_slice()))) {
            Ok((timetable, _)) => drop(crate::timetable::Day::prepare(&timetable, super::TUESDAY, 0..100_000)),
            Err(_) => refused += 1,
        }
    }
    assert!((100..600).contains(&refused), "{refused}");
}
