//! `lynchpin schema`: the JSON Schema of pack.toml, and the description of what the map asks.

use clap::Args;

use crate::failure::Ending;

/// Options of `lynchpin schema`.
#[derive(Args)]
pub struct Arguments {
    /// Print what the map asks of `lynchpin serve` instead, described as openapi.json
    #[arg(long)]
    pub map: bool,
}

/// Prints the schema to stdout.
pub fn run(arguments: &Arguments) -> anyhow::Result<Ending> {
    if arguments.map {
        super::print(&lynchpin_views::server::openapi_json())?;
    } else {
        super::print_json(&lynchpin_pack::schema())?;
    }
    Ok(Ending::Done)
}
