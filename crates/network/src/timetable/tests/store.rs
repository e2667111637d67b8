//! A timetable saved and opened again gives the same day.

use super::{Feed, TUESDAY, runs};
use crate::file::{SectionReader, SectionWriter};
use crate::timetable::{Day, Timetable};

#[test]
fn a_saved_timetable_gives_the_same_day() {
    let times =
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence\nt,8:00:00,8:00:00,A,1\nt,8:10:00,8:11:00,B,2\n";
    let rules = "from_stop_id,to_stop_id,transfer_type,min_transfer_time\nA,A,2,60\n";
    let (timetable, _) = Feed::new("route_id,service_id,trip_id\nR,W,t\n", times).with("transfers.txt", rules).read();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("town.lynch");
    let mut writer = SectionWriter::create(&path).unwrap();
    timetable.put(&mut writer).unwrap();
    writer.finish().unwrap();
    let opened = Timetable::take(&SectionReader::open(&path).unwrap()).unwrap();
    assert_eq!(opened.stops.name.iter().collect::<Vec<_>>(), ["a", "b", "c", "d"]);
    assert_eq!(opened.transfers[..], timetable.transfers[..]);
    let day = Day::prepare(&opened, TUESDAY, 0..86_400).unwrap();
    assert_eq!(runs(&day), runs(&Day::prepare(&timetable, TUESDAY, 0..86_400).unwrap()));
    assert_eq!(day.change_seconds, [60, 0, 0, 0]);
}
