//! Where a point meets the streets.

use bytemuck::{Pod, Zeroable};

use crate::geometry::Point;
use crate::ids::LinkId;

/// The place on a link that is nearest to a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct Snap {
    /// The link; [`LinkId::NONE`] where no street is near (see [`Snap::NOWHERE`]).
    pub link: LinkId,
    /// Distance along the link from its start, millimetres.
    pub along_millimetres: u32,
    /// Length of the whole link, millimetres.
    pub link_millimetres: u32,
    /// Straight distance from the point to the street, millimetres; walked in every mode.
    pub offset_millimetres: u32,
    /// The place on the street.
    pub point: Point,
}

impl Snap {
    /// Stands in a column for a point that has no street near it.
    pub const NOWHERE: Self = Self {
        link: LinkId::NONE,
        along_millimetres: 0,
        link_millimetres: 0,
        offset_millimetres: 0,
        point: Point { lon_e7: 0, lat_e7: 0 },
    };

    /// True where a street was found.
    pub fn is_linked(&self) -> bool {
        self.link.is_some()
    }
}
