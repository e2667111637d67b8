//! Who may use a street or pass a barrier: the hierarchy of access tags.
//!
//! The most specific tag present decides: for feet `foot`, then `access`; for bicycles `bicycle`, `vehicle`, `access`;
//! for cars `motorcar`, `motor_vehicle`, `vehicle`, `access`. A value that is not known decides nothing.
//! `private`, `delivery`, `permit`, `agricultural`, `forestry` and the like are closed to the public;
//! `destination` and `customers` are open (through traffic is not told apart).

use super::{RoadClass, Tags};

/// A set of modes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Access(pub u8);

impl Access {
    pub const NONE: Self = Self(0);
    pub const WALK: Self = Self(1);
    pub const CYCLE: Self = Self(2);
    pub const DRIVE: Self = Self(4);
    pub const ALL: Self = Self(7);

    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    pub const fn is_none(self) -> bool {
        self.0 == 0
    }
}

/// For each mode the tags that decide, the most specific first.
const HIERARCHY: [(Access, &[&[u8]]); 3] = [
    (Access::WALK, &[b"foot", b"access"]),
    (Access::CYCLE, &[b"bicycle", b"vehicle", b"access"]),
    (Access::DRIVE, &[b"motorcar", b"motor_vehicle", b"vehicle", b"access"]),
];

/// What one value of an access tag says; `None` where it says nothing usable.
fn allows(value: &[u8]) -> Option<bool> {
    match value {
        b"yes" | b"permissive" | b"designated" | b"official" | b"destination" | b"customers" | b"public"
        | b"residents" => Some(true),
        b"no"
        | b"private"
        | b"delivery"
        | b"permit"
        | b"agricultural"
        | b"forestry"
        | b"agricultural;forestry"
        | b"military"
        | b"emergency"
        | b"employees"
        | b"restricted"
        | b"use_sidepath"
        | b"dismount"
        | b"psv"
        | b"bus"
        | b"hgv" => Some(false),
        _ => None,
    }
}

/// `start` as changed by the access tags.
fn with_tags(start: Access, tags: &Tags) -> Access {
    let mut access = start;
    for (mode, keys) in HIERARCHY {
        match keys.iter().find_map(|key| allows(tags.get(key)?)) {
            Some(true) => access = access.and(mode),
            Some(false) => access = access.without(mode),
            None => {}
        }
    }
    access
}

/// The modes that may use a street.
pub(crate) fn of_way(class: RoadClass, tags: &Tags) -> Access {
    let mut start = class.default_access();
    let is = |key: &[u8], value: &[u8]| tags.get(key) == Some(value);
    if is(b"motorroad", b"yes") {
        start = start.without(Access::WALK.and(Access::CYCLE));
    }
    if is(b"service", b"emergency_access") {
        start = start.without(Access::DRIVE);
    }
    let mut access = with_tags(start, tags);
    // `access=yes` on a path or a flight of steps does not open it to what it is not made for.
    let general = |mode: &[&[u8]]| mode.iter().all(|key| tags.get(key).is_none());
    if !start.has(Access::DRIVE) && general(&[b"motorcar", b"motor_vehicle", b"vehicle"]) {
        access = access.without(Access::DRIVE);
    }
    if !start.has(Access::CYCLE) && general(&[b"bicycle", b"vehicle"]) {
        access = access.without(Access::CYCLE);
    }
    if !start.has(Access::WALK) && tags.get(b"foot").is_none() {
        access = access.without(Access::WALK);
    }
    if matches!(class, RoadClass::Steps | RoadClass::Corridor | RoadClass::Elevator) {
        access = access.without(Access::CYCLE.and(Access::DRIVE));
    }
    access
}

/// The modes that cannot pass a node that carries these tags.
pub(crate) fn blocked_at_node(tags: &Tags) -> Access {
    let Some(barrier) = tags.get(b"barrier") else {
        return Access::NONE;
    };
    let physically: Access = match barrier {
        b"bollard"
        | b"cycle_barrier"
        | b"motorcycle_barrier"
        | b"block"
        | b"planter"
        | b"horse_stile"
        | b"jersey_barrier"
        | b"log"
        | b"debris"
        | b"chain"
        | b"rope"
        | b"bus_trap"
        | b"sump_buster"
        | b"wicket_gate"
        | b"step"
        | b"barrier_board" => Access::DRIVE,
        b"kissing_gate" | b"turnstile" | b"full-height_turnstile" | b"stile" => Access::DRIVE.and(Access::CYCLE),
        _ => Access::NONE,
    };
    let locked = tags.get(b"locked") == Some(b"yes");
    let start = if locked { Access::NONE } else { Access::ALL.without(physically) };
    let mut open = with_tags(start, tags);
    // What stands in the way of a car stands there whatever `access=yes` says; only its own tag lets it through.
    if physically.has(Access::DRIVE) && tags.get(b"motor_vehicle").is_none() && tags.get(b"motorcar").is_none() {
        open = open.without(Access::DRIVE);
    }
    if physically.has(Access::CYCLE) && tags.get(b"bicycle").is_none() {
        open = open.without(Access::CYCLE);
    }
    Access::ALL.without(open)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(pairs: &[(&str, &str)]) -> Access {
        let tags = Tags::of(pairs);
        let class = RoadClass::from_highway(tags.get(b"highway").unwrap()).unwrap();
        of_way(class, &tags)
    }

    fn node(pairs: &[(&str, &str)]) -> Access {
        blocked_at_node(&Tags::of(pairs))
    }

    const WHEELS: Access = Access(6);
    const NOT_DRIVE: Access = Access(3);

    #[test]
    fn the_most_specific_tag_decides() {
        assert_eq!(way(&[("highway", "residential")]), Access::ALL);
        assert_eq!(way(&[("highway", "residential"), ("access", "private")]), Access::NONE);
        assert_eq!(way(&[("highway", "service"), ("access", "no"), ("foot", "yes")]), Access::WALK);
        assert_eq!(way(&[("highway", "service"), ("vehicle", "no"), ("bicycle", "yes")]), NOT_DRIVE);
        assert_eq!(way(&[("highway", "service"), ("motor_vehicle", "no"), ("motorcar", "destination")]), Access::ALL);
        assert_eq!(way(&[("highway", "trunk"), ("motorroad", "yes")]), Access::DRIVE);
        assert_eq!(way(&[("highway", "motorway")]), Access::DRIVE);
        assert_eq!(way(&[("highway", "residential"), ("foot", "unheard-of")]), Access::ALL);
    }

    #[test]
    fn paths_open_only_to_what_a_tag_names() {
        assert_eq!(way(&[("highway", "footway")]), Access::WALK);
        assert_eq!(way(&[("highway", "footway"), ("access", "yes")]), Access::WALK);
        assert_eq!(way(&[("highway", "path"), ("bicycle", "designated")]), NOT_DRIVE);
        assert_eq!(way(&[("highway", "cycleway"), ("foot", "no")]), Access::CYCLE);
        assert_eq!(way(&[("highway", "steps"), ("bicycle", "yes")]), Access::WALK);
        assert_eq!(way(&[("highway", "track")]), NOT_DRIVE);
        assert_eq!(way(&[("highway", "track"), ("motor_vehicle", "yes")]), Access::ALL);
        assert_eq!(way(&[("highway", "busway"), ("access", "yes")]), Access::NONE);
        assert_eq!(way(&[("highway", "busway"), ("bicycle", "yes")]), Access::CYCLE);
    }

    #[test]
    fn barriers_stop_whom_they_stop() {
        assert_eq!(node(&[("barrier", "bollard")]), Access::DRIVE);
        assert_eq!(node(&[("barrier", "bollard"), ("access", "yes")]), Access::DRIVE);
        assert_eq!(node(&[("barrier", "bollard"), ("motor_vehicle", "yes")]), Access::NONE);
        assert_eq!(node(&[("barrier", "kissing_gate")]), WHEELS);
        assert_eq!(node(&[("barrier", "gate")]), Access::NONE);
        assert_eq!(node(&[("barrier", "gate"), ("access", "private")]), Access::ALL);
        assert_eq!(node(&[("barrier", "gate"), ("access", "private"), ("foot", "yes")]), WHEELS);
        assert_eq!(node(&[("barrier", "gate"), ("locked", "yes")]), Access::ALL);
        assert_eq!(node(&[("barrier", "lift_gate")]), Access::NONE);
        assert_eq!(node(&[("access", "no")]), Access::NONE);
    }
}
