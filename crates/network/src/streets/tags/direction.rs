//! Which way a street may be used.

use super::{Access, RoadClass, Tags};

/// What `oneway` and its kin say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flow {
    Both,
    Forward,
    Backward,
    /// The direction changes by the hour: not to be relied on.
    Reversible,
}

fn flow(value: &[u8]) -> Option<Flow> {
    match value {
        b"yes" | b"true" | b"1" => Some(Flow::Forward),
        b"-1" | b"reverse" => Some(Flow::Backward),
        b"no" | b"false" | b"0" | b"alternating" => Some(Flow::Both),
        b"reversible" => Some(Flow::Reversible),
        _ => None,
    }
}

/// Splits the modes that may use a way into those that may travel it as drawn and those that may travel it backwards.
///
/// People on foot may always go both ways.
pub(crate) fn of_way(class: RoadClass, access: Access, tags: &Tags) -> (Access, Access) {
    let said = |keys: &[&[u8]]| keys.iter().find_map(|key| flow(tags.get(key)?));
    let implied = if matches!(tags.get(b"junction"), Some(b"roundabout" | b"circular")) || class == RoadClass::Motorway
    {
        Flow::Forward
    } else {
        Flow::Both
    };
    let drive = said(&[b"oneway:motorcar", b"oneway:motor_vehicle", b"oneway"]).unwrap_or(implied);
    let cycle = said(&[b"oneway:bicycle"])
        .or_else(|| has_contraflow(tags).then_some(Flow::Both))
        .or_else(|| said(&[b"oneway"]))
        .unwrap_or(implied);
    let (mut forward, mut backward) = (access, access);
    for (mode, flow) in [(Access::DRIVE, drive), (Access::CYCLE, cycle)] {
        if matches!(flow, Flow::Backward | Flow::Reversible) {
            forward = forward.without(mode);
        }
        if matches!(flow, Flow::Forward | Flow::Reversible) {
            backward = backward.without(mode);
        }
    }
    (forward, backward)
}

/// True where bicycles may go against a one-way street.
fn has_contraflow(tags: &Tags) -> bool {
    let lanes: [&[u8]; 4] = [b"cycleway", b"cycleway:left", b"cycleway:right", b"cycleway:both"];
    let opposite = lanes.iter().any(|key| tags.get(key).is_some_and(|value| value.starts_with(b"opposite")));
    let sides: [&[u8]; 2] = [b"cycleway:left:oneway", b"cycleway:right:oneway"];
    opposite || sides.iter().any(|key| matches!(tags.get(key), Some(b"-1" | b"no")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(pairs: &[(&str, &str)]) -> (u8, u8) {
        let (forward, backward) = of_way(RoadClass::Residential, Access::ALL, &Tags::of(pairs));
        (forward.0, backward.0)
    }

    #[test]
    fn one_way_binds_wheels_and_not_feet() {
        assert_eq!(way(&[]), (7, 7));
        assert_eq!(way(&[("oneway", "yes")]), (7, 1));
        assert_eq!(way(&[("oneway", "-1")]), (1, 7));
        assert_eq!(way(&[("oneway", "reversible")]), (1, 1));
        assert_eq!(way(&[("junction", "roundabout")]), (7, 1));
        assert_eq!(way(&[("junction", "roundabout"), ("oneway", "no")]), (7, 7));
        assert_eq!(of_way(RoadClass::Motorway, Access::DRIVE, &Tags::of(&[])), (Access::DRIVE, Access::NONE));
    }

    #[test]
    fn bicycles_may_go_against_the_traffic_where_a_tag_says_so() {
        assert_eq!(way(&[("oneway", "yes"), ("oneway:bicycle", "no")]), (7, 3));
        assert_eq!(way(&[("oneway", "yes"), ("cycleway", "opposite_lane")]), (7, 3));
        assert_eq!(way(&[("oneway", "yes"), ("cycleway:left:oneway", "-1")]), (7, 3));
        assert_eq!(way(&[("oneway", "yes"), ("cycleway", "lane")]), (7, 1));
        assert_eq!(way(&[("oneway:bicycle", "yes")]), (7, 5));
    }
}
