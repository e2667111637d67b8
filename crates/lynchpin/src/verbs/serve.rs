//! `lynchpin serve`: a pack as a map in the browser.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use lynchpin_pack::Pack;
use lynchpin_views::server::{ServeOptions, serve};

use super::run;
use crate::failure::Ending;
use crate::progress::Steps;
use crate::served;

/// Options of `lynchpin serve`.
#[derive(Args)]
pub struct Arguments {
    /// Folder of the pack (or its pack.toml)
    #[arg(value_name = "PACK")]
    pub pack: PathBuf,
    /// Port; 0 takes any free one
    #[arg(long, default_value_t = 4390)]
    pub port: u16,
    /// Address to listen on. Anything but the default lets other machines read the pack: there is no password
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    pub listen: IpAddr,
    /// A further name that the server goes by, such as that of this machine; may be given several times
    #[arg(long, value_name = "NAME")]
    pub host_name: Vec<String>,
    /// Set bad rows aside in build/quarantine instead of stopping
    #[arg(long)]
    pub quarantine: bool,
    /// Do not open the map in a browser
    #[arg(long)]
    pub no_open: bool,
}

/// Finds everything, then serves it until the program is stopped.
pub fn run(arguments: Arguments) -> anyhow::Result<Ending> {
    let mut steps = Steps::new();
    let pack = Pack::open(&arguments.pack)?;
    let findings = run::find(&pack, arguments.quarantine, &[], &mut steps)?;
    let served = served::served(pack, findings, &mut steps)?;
    steps.finish();
    let address = SocketAddr::new(arguments.listen, arguments.port);
    if !address.ip().is_loopback() {
        eprintln!("note: other machines can reach this map and everything in it; there is no password");
    }
    let options = ServeOptions { address, host_names: arguments.host_name };
    serve(served, &options, |url, missing| {
        eprintln!("The map: {url} (stop with Ctrl-C)");
        if let Some(why) = missing {
            eprintln!(
                "note: this program was built without the map's app: {why}\nhint: install Node.js 20.19 or later with npm and build Lynchpin again"
            );
        } else if !arguments.no_open
            && let Err(error) = opener::open_browser(url)
        {
            eprintln!("The browser could not be opened ({error}); open the address by hand.");
        }
    })
    .context("the map cannot be served")?;
    Ok(Ending::Done)
}
