//! Makes a region and says how much it holds: `cargo run --release -p lynchpin-synth --example sizes -- 300 1 FOLDER`.

use lynchpin_synth::{SynthOptions, write};
use std::io::Write;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [areas, seed, out] = arguments.as_slice() else {
        return Err("expected: neighbourhoods, seed, folder".into());
    };
    let made = write(&SynthOptions { areas: areas.parse()?, seed: seed.parse()?, out: out.into() })?;
    writeln!(std::io::stdout(), "{made:#?}")?;
    Ok(())
}
