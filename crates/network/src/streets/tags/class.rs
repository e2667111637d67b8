//! The classes of street and what each allows where no other tag says so.

use super::Access;

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident: $tag:literal, $kmh:literal, $access:expr;)*) => {
        /// What kind of street a way is (OpenStreetMap's `highway`).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum RoadClass { $($(#[$doc])* $name,)* }

        impl RoadClass {
            /// Every class, by number.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// From the value of `highway`; `None` for what is no street (or not yet, or no longer).
            pub(crate) fn from_highway(value: &[u8]) -> Option<Self> {
                $(if value == $tag.as_bytes() { return Some(Self::$name); })*
                None
            }

            /// The value of `highway`.
            pub fn tag(self) -> &'static str {
                match self { $(Self::$name => $tag,)* }
            }

            /// Speed by car where no limit is signed, km/h (Lynchpin default).
            pub fn default_kmh(self) -> f64 {
                match self { $(Self::$name => $kmh,)* }
            }

            /// Who may use it where no access tag says otherwise.
            pub(crate) fn default_access(self) -> Access {
                match self { $(Self::$name => $access,)* }
            }
        }
    };
}

classes! {
    /// Motorway.
    Motorway: "motorway", 112.0, Access::DRIVE;
    /// Slip road of a motorway.
    MotorwayLink: "motorway_link", 72.0, Access::DRIVE;
    /// Main road of national weight.
    Trunk: "trunk", 80.0, Access::ALL;
    /// Slip road of a trunk road.
    TrunkLink: "trunk_link", 64.0, Access::ALL;
    /// Main road of regional weight.
    Primary: "primary", 64.0, Access::ALL;
    /// Slip road of a primary road.
    PrimaryLink: "primary_link", 48.0, Access::ALL;
    /// Road between towns.
    Secondary: "secondary", 56.0, Access::ALL;
    /// Slip road of a secondary road.
    SecondaryLink: "secondary_link", 48.0, Access::ALL;
    /// Road between villages or through a district.
    Tertiary: "tertiary", 48.0, Access::ALL;
    /// Slip road of a tertiary road.
    TertiaryLink: "tertiary_link", 40.0, Access::ALL;
    /// Minor public road.
    Unclassified: "unclassified", 48.0, Access::ALL;
    /// Street that serves homes.
    Residential: "residential", 36.0, Access::ALL;
    /// Street where people on foot have precedence.
    LivingStreet: "living_street", 16.0, Access::ALL;
    /// Access to a building, car park or yard.
    Service: "service", 20.0, Access::ALL;
    /// Road of unknown kind.
    Road: "road", 36.0, Access::ALL;
    /// Field or forest track; driven only where a tag allows it.
    Track: "track", 20.0, Access::WALK.and(Access::CYCLE);
    /// Street or square for people on foot.
    Pedestrian: "pedestrian", 10.0, Access::WALK;
    /// Footway, pavement or crossing.
    Footway: "footway", 10.0, Access::WALK;
    /// Path of unspecified kind; cycled only where a tag allows it.
    Path: "path", 10.0, Access::WALK;
    /// Cycleway; open to people on foot unless a tag forbids it.
    Cycleway: "cycleway", 10.0, Access::WALK.and(Access::CYCLE);
    /// Bridleway.
    Bridleway: "bridleway", 10.0, Access::WALK.and(Access::CYCLE);
    /// Steps.
    Steps: "steps", 10.0, Access::WALK;
    /// Passage inside a building.
    Corridor: "corridor", 10.0, Access::WALK;
    /// Lift drawn as a way.
    Elevator: "elevator", 10.0, Access::WALK;
    /// Platform of a stop or station (also `railway=platform`, `public_transport=platform`).
    Platform: "platform", 10.0, Access::WALK;
    /// Road for buses only; open to others only where a tag allows it.
    Busway: "busway", 40.0, Access::NONE;
    /// Guided road for buses; as a busway.
    BusGuideway: "bus_guideway", 40.0, Access::NONE;
}

impl RoadClass {
    /// The class that a number in a column stands for.
    pub fn from_number(number: u8) -> Self {
        Self::ALL.get(usize::from(number)).copied().unwrap_or(Self::Road)
    }

    /// Motorways and trunk roads, with their slip roads.
    pub fn is_main(self) -> bool {
        matches!(self, Self::Motorway | Self::MotorwayLink | Self::Trunk | Self::TrunkLink)
    }

    /// Motorways and their slip roads: not walked, and no journey starts or ends there.
    pub fn is_motorway(self) -> bool {
        matches!(self, Self::Motorway | Self::MotorwayLink)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_tags_lead_back_to_the_class() {
        for (number, &class) in RoadClass::ALL.iter().enumerate() {
            assert_eq!(class as usize, number);
            assert_eq!(RoadClass::from_number(number as u8), class);
            assert_eq!(RoadClass::from_highway(class.tag().as_bytes()), Some(class));
        }
        for not_a_street in ["construction", "proposed", "raceway", "bus_stop", ""] {
            assert_eq!(RoadClass::from_highway(not_a_street.as_bytes()), None);
        }
    }
}
