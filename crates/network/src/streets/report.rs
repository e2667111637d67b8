//! What was made of the OSM files: what is in the graphs and what is not, with the reason.

use super::graph::{Mode, StreetGraph};

/// Counts from reading OSM files into street graphs.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct StreetsReport {
    /// Ways that are streets and open to at least one mode.
    pub ways: u64,
    /// Streets closed to every mode (private, `access=no`, busways without other rights).
    pub ways_closed: u64,
    /// Values of `highway` that name no street: under construction, proposed, disused, and the like.
    pub ways_not_streets: u64,
    /// Ferries, which are left to timetables.
    pub ferries_left_out: u64,
    /// Squares drawn as areas: walked along their outline, not across.
    pub squares_outline_only: u64,
    /// Ways met again in a second file (extracts overlap) and taken once.
    pub ways_repeated: u64,
    /// Places where a way runs out of the extract and is cut.
    pub way_points_missing: u64,
    /// Speed limits that are not understood (`signals`, `variable`, slips): the class speed is taken.
    pub limits_not_understood: u64,
    /// Barriers on streets that stop at least one mode.
    pub barriers: u64,
    /// Turn restrictions.
    pub turns: TurnReport,
    /// One entry per mode, in the order of [`Mode::ALL`].
    pub modes: Vec<ModeReport>,
}

/// What became of the turn restrictions. They bind cars only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct TurnReport {
    /// In force in the driving graph.
    pub applied: u64,
    /// Not applied: the restriction runs over a whole street (a way as via), not one junction.
    pub via_way: u64,
    /// Not applied: in force only at certain times.
    pub conditional: u64,
    /// Not applied: cars are excepted.
    pub cars_excepted: u64,
    /// Not applied: a member or its kind is missing, or outside the extract.
    pub incomplete: u64,
    /// Not applied: a street passes through the junction, so that it is not clear which half is meant.
    pub ambiguous: u64,
    /// Without effect: cars cannot make that turn anyway.
    pub without_effect: u64,
}

/// One mode's graph in figures.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ModeReport {
    /// The mode.
    pub mode: Mode,
    /// Junctions and street ends.
    pub junctions: u64,
    /// Links between junctions.
    pub links: u64,
    /// Length of all links, kilometres.
    pub kilometres: f64,
    /// Groups of streets cut off from the rest and left out, so that no point snaps to them.
    pub islands_dropped: u64,
    /// Links in those groups.
    pub island_links: u64,
    /// Their length, kilometres.
    pub island_kilometres: f64,
}

impl ModeReport {
    pub(crate) fn of(graph: &StreetGraph, islands: Islands) -> Self {
        Self {
            mode: graph.mode(),
            junctions: graph.node_count() as u64,
            links: graph.link_count() as u64,
            kilometres: graph.kilometres(),
            islands_dropped: islands.groups,
            island_links: islands.links,
            island_kilometres: islands.millimetres as f64 / 1e6,
        }
    }
}

/// What was left out because it is cut off.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Islands {
    pub groups: u64,
    pub links: u64,
    pub millimetres: u64,
}
