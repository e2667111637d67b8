//! Good work held by residents and offered at workplaces: six dimensions, modelled from a survey's cells, drawn to direct estimates, with intervals.
//!
//! The way: a published table gives the share of jobs that meet a dimension by occupation and industry ([`cells`]); each area's mix of occupations and
//! industries ([`mix`], fitted with [`ipf`]) turns it into a synthetic estimate; what that misses between areas is estimated from direct estimates of
//! districts ([`model_error`]), which also draw the neighbourhoods towards them ([`benchmark`]); [`model`] puts the parts together, with draws that can be
//! made again one by one.

pub mod answer;
pub mod benchmark;
pub mod cells;
pub mod figures;
pub mod ipf;
pub mod joint;
pub mod mix;
pub mod model;
pub mod model_error;
pub mod validate;

pub use answer::{QualityAnswer, QualityOptions, SetFigures, quality};
pub use benchmark::{expit, logit};
pub use cells::{CellTable, Dimension, dimension_label};
pub use figures::{Drawn, Side, sides};
pub use joint::{Conjunction, frechet};
pub use mix::{Grid, Mixes};
pub use model::{Draw, QualityModel, Rates};
pub use model_error::ModelError;
pub use validate::{Validation, ValidationRow, validate};
