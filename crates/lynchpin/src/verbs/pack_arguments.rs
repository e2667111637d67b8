//! The options of every verb that answers from a pack.

use std::path::PathBuf;

use clap::Args;
use lynchpin_pack::Pack;

/// What to read, what to show and where to put it.
#[derive(Args)]
pub struct Arguments {
    /// Folder with a pack.toml
    pub pack: PathBuf,
    /// Where to put report and tables (default: results/ in the pack)
    #[arg(long, value_name = "FOLDER")]
    pub out: Option<PathBuf>,
    /// A place that gets a page of its own, by code or name; repeat for several
    #[arg(long, value_name = "PLACE")]
    pub place: Vec<String>,
    /// Set bad rows aside in build/quarantine/ instead of stopping
    #[arg(long)]
    pub quarantine: bool,
    /// Worker threads (default: one per core); the results are the same for any number
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
    /// Print the main figures as JSON
    #[arg(long)]
    pub json: bool,
}

impl Arguments {
    /// The folder for report and tables.
    pub fn results(&self, pack: &Pack) -> PathBuf {
        self.out.clone().unwrap_or_else(|| pack.folder().join("results"))
    }
}
