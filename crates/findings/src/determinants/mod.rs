//! What goes with an outcome across areas: shares of its variance, how sure their order is, and what neighbours change. Associations, never causes.

pub mod answer;
pub mod claims;
mod dense;
pub mod diagnostics;
pub mod error;
pub mod neighbours;
pub mod ranks;
pub mod regression;
pub mod shares;
mod sparse;
pub mod spatial;
pub mod variables;
pub mod weights;

pub use answer::{Block, Determinant, DeterminantsAnswer, Question, WithoutCautions, answer};
pub use claims::{ClaimTest, Verdict};
pub use diagnostics::{LagrangeTest, MoranResiduals, SpatialDiagnostics};
pub use error::DeterminantsError;
pub use neighbours::{SpatialAnswer, Suggested};
pub use ranks::{RankedShare, Ranking, Rows};
pub use regression::{Design, Errors, Fit};
pub use shares::{MOST_PREDICTORS, Subsets};
pub use spatial::{Impact, SpatialModel, spatial_error, spatial_lag};
pub use variables::{DeclaredScores, Variable};
pub use weights::{Links, SpatialWeights, distance_band, nearest, queen};
