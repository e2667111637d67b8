//! What journeys cost: tariffs of tickets, as an automaton that a search can carry along and a price function for a given journey.
//!
//! # Fares files
//! Where feeds publish no fares, a small TOML file says them. Amounts are decimal numbers in the currency. Example: bus fares in a place with
//! England's cap of 3 pounds on a single bus fare (January 2025), one operator whose ticket goes on for an hour, and a train priced by zone:
//!
//! ```toml
//! currency = "GBP"
//! day_cap = 9.00             # the most that a whole journey costs (optional)
//! boarding_cap = 3.00        # the most that any one ticket costs (optional)
//!
//! [[fare]]
//! name = "hopper"
//! operators = ["Harbour Buses"]   # agency_id or agency_name; left out: any
//! modes = ["bus", "tram"]         # left out: any
//! price = 2.20
//! transfers = 2                   # further boardings on the same ticket: a number or "any"; left out: none
//! transfer_price = 0.50           # what each of them costs; left out: nothing
//! within_minutes = 60             # from the first departure to the last; left out: any time
//! transfer_to = ["hopper", "other buses"]   # whose lines take it on; left out: those of this fare
//!
//! [[fare]]
//! name = "other buses"
//! modes = ["bus"]
//! price = 3.50                    # 3.00 under the cap
//! otherwise = true                # only where no fare without this word applies
//!
//! [[fare]]
//! name = "train, one zone"
//! modes = ["rail"]
//! from_zones = ["A"]              # zone where the ticket's first ride starts; left out: any
//! to_zones = ["A"]                # zone where its last ride ends; left out: any
//! price = 1.80
//!
//! [[zone]]                        # left out: the zone_id of stops.txt
//! name = "A"
//! stops = ["Harbour station", "9100HILL"]   # stop_id or stop_name; a station means all its platforms
//! ```
//!
//! Where several fares apply, the traveller takes what is cheapest in the end. A file without a `[[fare]]` sets caps on the fares of the feeds.
//! Routes that no fare applies to cannot be used where money counts; they are counted.

mod compare;
mod file;
mod gtfs;
mod lines;
mod price;
mod states;
mod tariff;

pub use file::FaresFile;
pub use lynchpin_network::money::Currency;
pub use price::{Fare, LegFare, PricedRide};
pub use tariff::{NO_FARE, NO_ZONE, Tariff, Ticket, TicketRule, UNLIMITED, ZonePair};

pub(crate) use compare::Comparisons;
pub(crate) use states::{Clock, NOTHING, States, Step};
