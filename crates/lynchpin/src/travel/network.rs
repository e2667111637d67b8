//! The pack's network: built once, then opened.

use std::path::Path;

use anyhow::{Context, Result};
use lynchpin_network::{BuildInput, Network};
use lynchpin_pack::Pack;

use crate::progress::Steps;

/// Builds the pack's network, or opens the one built before from the same inputs with the same settings.
pub fn network(pack: &Pack, steps: &mut Steps) -> Result<Network> {
    let radius = pack.run().walk_kmh * f64::from(pack.run().max_transfer_walk_minutes) / 0.06;
    let input = BuildInput {
        streets: pack.streets(),
        timetables: pack.timetables(),
        zone: pack.timezone().unwrap_or("UTC").to_owned(),
        footpath_metres: (radius.ceil() as u32).max(BuildInput::default().footpath_metres),
        ..BuildInput::default()
    };
    let saved = pack.folder().join("build").join("network.lynch");
    if let Some(network) = steps.step("open the network", || reusable(&saved, &input)) {
        return Ok(network);
    }
    steps.step("build the network", || {
        let network = Network::build(&input, &|_| ())?;
        if let Some(folder) = saved.parent() {
            std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        }
        network.save(&saved)?;
        Ok(network)
    })
}

/// A saved network that fits: a file that cannot be opened, or was made from anything else, is built anew.
fn reusable(saved: &Path, input: &BuildInput) -> Option<Network> {
    let network = Network::open(saved).ok()?;
    network.fits(input).ok()?.then_some(network)
}
