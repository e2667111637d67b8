//! Maps of neighbourhoods as SVG: [`Outlines`] holds the drawn shapes once, a [`Map`] colours them by a reading.

mod classes;
mod draw;
mod kinds;
mod legend;
mod map;
mod outlines;
mod projection;

pub(crate) use classes::classify;
pub use classes::{Class, Classes};
pub(crate) use draw::swatch;
pub use legend::{LegendEntry, Swatch};
pub(crate) use legend::{class_entries, colours};
pub use map::{DrawnMap, Map};
pub use outlines::{Outlines, OutlinesBuilder};
pub use projection::Projection;
