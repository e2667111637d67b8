//! `zone_id` of `stops.txt`.

use super::super::names::Names;
use super::super::source::Source;
use crate::error::NetworkError;

/// The zone of each stop, by position in `zones`, or `u32::MAX`; empty where the feed has no zones. A platform without a zone has none, as
/// GTFS says, whatever its station's.
pub(super) fn read(source: &Source, stops: &Names, zones: &mut Names) -> Result<Vec<u32>, NetworkError> {
    let read = source.read("stops.txt", |table| {
        let (id, zone) = (table.field("stop_id"), table.field("zone_id"));
        if !zone.exists() {
            return Ok(Vec::new());
        }
        let mut stop_zone = vec![u32::MAX; stops.len()];
        let mut seen = vec![false; stops.len()];
        while table.next()? {
            let Some(stop) = stops.find(table.bytes(id)) else { continue };
            let first = !std::mem::replace(&mut seen[stop as usize], true);
            if first && !table.bytes(zone).is_empty() {
                stop_zone[stop as usize] = zones.find_or_add(table.bytes(zone));
            }
        }
        Ok(stop_zone)
    })?;
    Ok(read.unwrap_or_default())
}
