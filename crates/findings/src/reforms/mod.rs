//! Are reforms reaching the people they are for, did they work, and would they work elsewhere?

pub mod answer;
pub mod average;
pub mod bands;
pub mod build;
pub mod concentration;
pub mod detectable;
pub mod discontinuity;
pub mod effect;
pub mod elsewhere;
pub mod funnel;
pub mod group_time;
pub mod jump;
pub mod panel;
pub mod placebo;
pub mod randomisation;
pub mod reach;
pub mod synthetic_control;
pub mod transport;
pub mod two_by_two;
pub mod two_period;
pub mod verdict;

mod bandwidth;
mod linear;
mod local;
mod logit;
mod search;
mod simplex;

pub use answer::{Cost, JumpFound, Outcome, ProgrammeAnswer, ReformsQuestion, answer};
pub use average::{Average, Estimate, Over, Part, average};
pub use bands::simultaneous;
pub use build::{LeftOut, TREATED_FROM};
pub use concentration::{Concentration, concentration};
pub use detectable::{POWER, minimum_detectable};
pub use discontinuity::{Discontinuity, FEWEST_PLACES, discontinuity, discontinuity_within};
pub use effect::{
    EffectAnswer, EffectFigure, EffectPoint, EffectQuestion, FEW_TREATED, FEWEST_TREATED, SyntheticAnswer, effect,
};
pub use elsewhere::Elsewhere;
pub use funnel::{Funnel, Gap, GroupWay, Passed, Step, funnel};
pub use group_time::{Base, Cell, Controls, EffectOptions, GroupTime, PreTrend, group_time};
pub use jump::{JumpAnswer, jump};
pub use panel::Panel;
pub use placebo::{Placebos, placebos};
pub use randomisation::{Randomisation, randomisation};
pub use reach::{Reach, ReachInput, Serves, Share, reach};
pub use synthetic_control::{Donors, Importance, Synthetic};
pub use two_by_two::two_by_two;
pub use two_period::Estimator;
pub use verdict::{Judged, Verdict};
