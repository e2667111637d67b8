//! `lynchpin new`: a folder with a commented pack.toml to fill in.

use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::Args;

use crate::failure::Ending;

/// Options of `lynchpin new`.
#[derive(Args)]
pub struct Arguments {
    /// Folder to make
    pub folder: PathBuf,
    /// What to call the place (default: the folder's name)
    #[arg(long)]
    pub name: Option<String>,
}

/// Makes the folder and writes the template; an existing pack.toml is left alone.
pub fn run(arguments: &Arguments) -> anyhow::Result<Ending> {
    let folder = &arguments.folder;
    let file = folder.join(lynchpin_pack::PACK_FILE);
    if file.exists() {
        bail!("{} is there already\nhint: edit it, or name another folder", file.display());
    }
    let from_folder = || folder.file_name().map_or_else(|| "My place".into(), |n| n.to_string_lossy().into_owned());
    let name = arguments.name.clone().unwrap_or_else(from_folder);
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    std::fs::write(&file, lynchpin_pack::commented_template(&name))
        .with_context(|| format!("cannot write {}", file.display()))?;
    eprintln!("Wrote {}. Next: fill it in, then `lynchpin check {}`.", file.display(), folder.display());
    super::print(&format!("{}\n", file.display()))?;
    Ok(Ending::Done)
}
