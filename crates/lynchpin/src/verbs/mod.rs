//! One file per verb, and what all of them share about printing.

pub mod access;
pub mod barriers;
pub mod check;
pub mod demo;
pub mod determinants;
pub mod journey;
pub mod limits;
pub mod matrix;
pub mod new;
pub mod pays;
pub mod places;
pub mod reforms;
pub mod run;
pub mod schema;
pub mod serve;
pub mod voices;
pub mod work;

mod access_arguments;
mod access_inequality;
mod journey_told;
mod leg_arguments;
mod matrix_arguments;
mod matrix_chunks;
mod pack_arguments;
mod via;

use std::io::Write;

use lynchpin_views::table::Table;
use lynchpin_views::terminal;

/// Writes data to stdout in one go.
fn print(text: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Writes tables and, last, where the eye rests, the finding.
fn print_answer(tables: &[Table], headline: &str) -> std::io::Result<()> {
    let mut parts: Vec<String> = tables.iter().map(terminal::plain).collect();
    parts.push(format!("{headline}\n"));
    print(&parts.join("\n"))
}

/// Writes a value to stdout as JSON.
fn print_json(value: &serde_json::Value) -> anyhow::Result<()> {
    Ok(print(&format!("{}\n", serde_json::to_string_pretty(value)?))?)
}

/// Runs work on so many threads; the results are the same for any number.
fn on_threads<T: Send>(threads: Option<usize>, work: impl FnOnce() -> T + Send) -> anyhow::Result<T> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0)).build()?;
    Ok(pool.install(work))
}
