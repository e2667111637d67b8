//! Charts as SVG, each in two widths (page and telephone), legible without colour: by shape, by place and by the number written beside each mark.

mod axis;
mod chart;
mod histogram;
mod layout;
mod marks;

pub use chart::{Chart, ChartRow, DrawnChart, Mark};
pub use histogram::Histogram;
