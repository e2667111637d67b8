//! The findings of a run told as a report, as tables for other programs, and as lines for the terminal.

mod barriers;
mod childcare;
mod declared;
mod determinants;
mod good_work;
mod lines;
pub(crate) mod methods;
mod neighbourhoods;
mod page;
mod pays;
mod places;
mod reach;
mod reach_exports;
mod reforms;
mod results;
mod shared;
mod trail;
mod voices;
mod voices_notes;
mod voices_results;

pub(crate) use shared::{group_reading, style_of};

pub use barriers::{barriers_headline, barriers_tables};
pub use childcare::{childcare_agreement_table, childcare_table, childcare_what_if_table};
pub use declared::{declared_headline, declared_tables};
pub use determinants::{determinants_headline, determinants_tables};
pub use good_work::{good_work_headline, good_work_tables};
pub use lines::{indices_table, pay_table, place_table, places_table, reach_table};
pub use page::{Story, outlines};
pub use pays::{pays_headline, pays_tables};
pub use reforms::{reforms_headline, reforms_tables};
pub use results::data_tables;
pub use voices::{voices_headline, voices_tables};
