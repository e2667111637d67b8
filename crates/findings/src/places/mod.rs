//! Which places are left behind, and how they compare.

pub mod answer;
pub mod balanced;
pub mod compare;
pub mod declared;
pub mod group_figure;
pub mod higher;
pub mod left_behind;
pub mod place_types;
pub mod rank_transform;
pub mod rebuild;
pub mod robustness;
pub(crate) mod withhold;

pub use answer::{CUT_OFFS_TRIED, PlacesAnswer, answer};
pub use balanced::{BalancedComparison, BalancedIndicator, compare_balanced};
pub use compare::{CompareOptions, Contrast, IndicatorComparison, compare};
pub use declared::{DeclaredAnswer, DeclaredLeftBehind, declare};
pub use group_figure::{GroupFigure, Weighting};
pub use higher::{HigherInput, HigherSummary, summarise_higher};
pub use left_behind::{Group, Grouping, LeftBehindRule, classify};
pub use place_types::{PlaceTypeComparison, compare_within};
pub use rank_transform::{decile, rank_transform};
pub use rebuild::{Rebuilt, WorstRow, rebuild};
pub use robustness::{Robustness, RobustnessReport, robustness};
