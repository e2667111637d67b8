//! Single journeys, explained: which walks, waits and rides make up a travel time of the matrix.
//!
//! [`Question::best`] is a plain search for one departure or one deadline, apart from the range search and slower: it keeps what it needs to
//! say how one gets there. Among the journeys that arrive first (for deadlines: that leave last) it takes those with the fewest rides,
//! among these those with the least walking, and among these the one that leaves last (for deadlines: arrives first). Where even then
//! several are left it is always the same one.

mod choose;
mod legs;
mod plain;
mod question;
mod rounds;
mod traveller;

pub use legs::{Doing, Leg, LineName, Place, legs, priced_rides};
pub use plain::{Journey, Ride, Stretch};
pub use question::{Backwards, Question};
pub use traveller::{Obstacle, Traveller};
