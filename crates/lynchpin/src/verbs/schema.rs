//! `lynchpin schema`: the JSON Schema of pack.toml.

use crate::failure::Ending;

/// Prints the schema to stdout.
pub fn run() -> anyhow::Result<Ending> {
    super::print_json(&lynchpin_pack::schema())?;
    Ok(Ending::Done)
}
