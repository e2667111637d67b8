//! Dots of four shapes, so that series are told apart without colour.

use crate::markup::{Svg, px};
use crate::palette::{INK, PLAIN, STRONG};

/// Half the size of a dot, pixels.
pub(super) const RADIUS: f64 = 5.5;

/// How a series or a row looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// Filled diamond: what is meant to be seen first.
    Diamond,
    /// Open circle.
    Circle,
    /// Filled square.
    Square,
    /// Open triangle.
    Triangle,
}

impl Look {
    /// The look of a series by its place.
    pub(super) fn of_series(i: usize) -> Self {
        [Self::Diamond, Self::Circle, Self::Square, Self::Triangle][i % 4]
    }

    /// Its colour.
    pub(super) fn colour(self) -> &'static str {
        match self {
            Self::Diamond => STRONG,
            Self::Circle | Self::Triangle => INK,
            Self::Square => PLAIN,
        }
    }

    /// Draws the dot.
    pub(super) fn dot(self, svg: &mut Svg, x: f64, y: f64) {
        let c = self.colour();
        let (r, x, y) = (RADIUS, x, y);
        let shape = match self {
            Self::Diamond => {
                let d = r * 1.25;
                format!(
                    "<path d=\"M{} {}l{d} {d}l-{d} {d}l-{d} -{d}z\" fill=\"{c}\" stroke=\"#fff\"/>",
                    px(x),
                    px(y - d)
                )
            }
            Self::Circle => format!(
                "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"#fff\" stroke=\"{c}\" stroke-width=\"2\"/>",
                px(x),
                px(y),
                px(r - 0.7)
            ),
            Self::Square => format!(
                "<rect x=\"{}\" y=\"{}\" width=\"{w}\" height=\"{w}\" fill=\"{c}\" stroke=\"#fff\"/>",
                px(x - r * 0.9),
                px(y - r * 0.9),
                w = px(r * 1.8)
            ),
            Self::Triangle => format!(
                "<path d=\"M{} {}l{r} {h}h-{w}z\" fill=\"#fff\" stroke=\"{c}\" stroke-width=\"2\" stroke-linejoin=\"round\"/>",
                px(x),
                px(y - r),
                h = px(r * 1.75),
                w = px(r * 2.0)
            ),
        };
        svg.raw(&shape);
    }
}
