//! Childcare: places within reach of the children who may need one, and whether providers can live on what they earn.

pub mod access;
pub mod answer;
pub mod catchments;
pub mod families;
mod near;
pub mod parameters;
pub mod published;
pub mod risk;
pub mod straight;
pub mod viability;
pub mod what_if;
pub mod within;

pub use access::{Access, AccessFigure, AreaAccess, Question, STRETCH, access};
pub use answer::{ChildcareAnswer, Travel, answer};
pub use catchments::{Decay, Mode, SharedOut, share_out};
pub use families::Families;
pub use parameters::Parameters;
pub use published::{Agreement, Column, agreement, spearman};
pub use risk::{Change, Risk, Spreads};
pub use straight::{Speeds, straight_lines};
pub use viability::{Conditions, ON_COST, Week};
pub use what_if::{AT_RISK, ProviderViability, Scenario, ScenarioFigure, Viability, viability};
pub use within::Within;
