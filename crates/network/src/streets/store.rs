//! Street graphs in the network file.

use super::build::Streets;
use super::graph::{Mode, StreetGraph};
use super::rtree::SegmentTree;
use crate::error::NetworkError;
use crate::file::{SectionReader, SectionWriter};

impl Streets {
    /// Adds the three graphs to a network file.
    pub fn put(&self, writer: &mut SectionWriter) -> Result<(), NetworkError> {
        Mode::ALL.iter().try_for_each(|&mode| self.of(mode).put(writer))
    }

    /// Takes the three graphs from a network file.
    pub fn take(reader: &SectionReader) -> Result<Self, NetworkError> {
        Ok(Self {
            walk: StreetGraph::take(reader, Mode::Walk)?,
            cycle: StreetGraph::take(reader, Mode::Cycle)?,
            drive: StreetGraph::take(reader, Mode::Drive)?,
        })
    }
}

impl StreetGraph {
    fn put(&self, writer: &mut SectionWriter) -> Result<(), NetworkError> {
        let name = |part: &str| section(self.mode, part);
        writer.put(&name("node_points"), &self.node_points)?;
        writer.put(&name("arc_first"), &self.arc_first)?;
        writer.put(&name("arcs"), &self.arcs)?;
        writer.put(&name("links"), &self.links)?;
        writer.put(&name("more_tails"), &self.more_tails)?;
        writer.put(&name("shape_first"), &self.shape_first)?;
        writer.put(&name("shape"), &self.shape)?;
        writer.put(&name("tree_leaves"), &self.tree.leaves)?;
        writer.put(&name("tree_boxes"), &self.tree.boxes)?;
        writer.put(&name("symmetric"), &[u8::from(self.symmetric)])
    }

    fn take(reader: &SectionReader, mode: Mode) -> Result<Self, NetworkError> {
        let name = |part: &str| section(mode, part);
        let symmetric = reader.take::<u8>(&name("symmetric"))?;
        let graph = Self {
            mode,
            node_points: reader.take(&name("node_points"))?,
            arc_first: reader.take(&name("arc_first"))?,
            arcs: reader.take(&name("arcs"))?,
            links: reader.take(&name("links"))?,
            more_tails: reader.take(&name("more_tails"))?,
            shape_first: reader.take(&name("shape_first"))?,
            shape: reader.take(&name("shape"))?,
            tree: SegmentTree { leaves: reader.take(&name("tree_leaves"))?, boxes: reader.take(&name("tree_boxes"))? },
            symmetric: symmetric.first() == Some(&1),
        };
        if graph.is_sound() {
            Ok(graph)
        } else {
            Err(reader.unsound(&format!("the parts of the {} streets do not fit together", mode.name())))
        }
    }

    /// True where the columns are as long as they say each other to be.
    fn is_sound(&self) -> bool {
        self.arc_first.len() == self.node_points.len() + 1
            && self.arc_first.last().is_some_and(|&end| end as usize == self.arcs.len())
            && self.shape_first.len() == self.links.len() + 1
            && self.shape_first.last().is_some_and(|&end| end as usize == self.shape.len())
            && self.tree.is_sound()
    }
}

fn section(mode: Mode, part: &str) -> String {
    format!("streets.{}.{part}", mode.name())
}
