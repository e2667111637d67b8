//! Multilevel regression and post-stratification (MRP): a poll carried to groups of places through who lives there.
//!
//! `logit p = β₀ + xβ + Σ u`, a random intercept for every category of each characteristic, for each group of places and each area, with the areas'
//! covariates in x; then `share = Σ people · p / Σ people` over the cells of the population. Fitted by Gibbs sampling with Pólya–Gamma variables, so
//! that uncertainty about every variance is in the interval. Sources: Gelman and Little (1997), *Survey Methodology* 23; Polson, Scott and Windle
//! (2013), *Journal of the American Statistical Association* 108.

mod model;
mod polya_gamma;
mod prepare;
mod random;
mod sampler;

pub use model::{Answers, Cell, Fit, FitOptions, Pulled, Stratum, fit};
pub use polya_gamma::polya_gamma;
pub(super) use prepare::{Frame, modelled};
pub use prepare::{Modelled, ModelledGroup};
pub use random::Random;
