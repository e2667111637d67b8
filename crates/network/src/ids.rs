//! Strong index types: nothing in this workspace indexes with a bare integer.

use bytemuck::{Pod, Zeroable};

macro_rules! index_type {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Pod, Zeroable)]
        #[repr(transparent)]
        pub struct $name(pub u32);

        impl $name {
            /// Marks "none" in a column.
            pub const NONE: Self = Self(u32::MAX);

            /// The position that this id names in a column.
            pub fn index(self) -> usize {
                self.0 as usize
            }

            /// True for every id but [`Self::NONE`].
            pub fn is_some(self) -> bool {
                self != Self::NONE
            }
        }

        impl From<usize> for $name {
            fn from(position: usize) -> Self {
                Self(position as u32)
            }
        }
    )*};
}

index_type! {
    /// A junction or end of a street, in one mode's graph.
    NodeId;
    /// An undirected stretch of street between two junctions, in one mode's graph: what points snap to.
    LinkId;
    /// A stop, platform or station of a timetable (a row of `stops.txt`).
    StopId;
    /// A route of a timetable (a row of `routes.txt`).
    RouteId;
    /// A trip of a timetable (a row of `trips.txt`).
    TripId;
    /// A service calendar (a `service_id`).
    ServiceId;
    /// A stop, or a stop as far as certain trips call there: see [`crate::timetable::Places`].
    PlaceId;
    /// A group of trips of one day that call at the same stops in the same order and never overtake.
    PatternId;
}
