//! Turn restrictions as OpenStreetMap states them.

use super::pbf::Member;
use super::report::TurnReport;
use super::tags::Tags;

/// "From this street, at this node, not (or only) into that street", for cars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TurnRule {
    /// OSM way.
    pub from: i64,
    /// OSM node.
    pub via: i64,
    /// OSM way.
    pub to: i64,
    /// True where every other way out is forbidden instead.
    pub only: bool,
}

/// Reads one restriction relation; what cannot be applied is counted.
pub(super) fn read(tags: &Tags, members: &[Member], rules: &mut Vec<TurnRule>, report: &mut TurnReport) {
    let keys: [&[u8]; 3] = [b"restriction:motorcar", b"restriction:motor_vehicle", b"restriction"];
    let Some(kind) = keys.iter().find_map(|key| tags.get(key)) else {
        let conditional = tags.get(b"restriction:conditional").is_some();
        report.conditional += u64::from(conditional);
        return;
    };
    let excepted =
        |value: &[u8]| value.split(|&b| b == b';').any(|v| matches!(v.trim_ascii(), b"motorcar" | b"motor_vehicle"));
    if tags.get(b"except").is_some_and(excepted) {
        report.cars_excepted += 1;
        return;
    }
    let only = kind.starts_with(b"only_");
    let of = |role: &[u8], kind: u64| -> Vec<i64> {
        members.iter().filter(|m| m.role == role && m.kind == kind).map(|m| m.id).collect()
    };
    let (from, to, via, via_ways) = (of(b"from", 1), of(b"to", 1), of(b"via", 0), of(b"via", 1));
    if !via_ways.is_empty() {
        report.via_way += 1;
    } else if from.is_empty() || to.is_empty() || via.len() != 1 || !(only || kind.starts_with(b"no_")) {
        report.incomplete += 1;
    } else {
        for &from in &from {
            rules.extend(to.iter().map(|&to| TurnRule { from, via: via[0], to, only }));
        }
    }
}
