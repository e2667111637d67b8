//! Why a pack cannot be opened or read.

use std::path::PathBuf;

use crate::Problem;

/// Why a pack cannot be opened or read.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// The folder has no `pack.toml`.
    #[error("no {} here: {}\n  hint: `lynchpin new` writes one", crate::PACK_FILE, .0.display())]
    NoPackFile(PathBuf),
    /// `pack.toml` is not well formed, or has a key or value that Lynchpin does not know.
    #[error("{}, line {line}, column {column}: {message}{}", .file.display(), hint_line(.hint))]
    PackFile {
        /// The `pack.toml`.
        file: PathBuf,
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What is wrong.
        message: String,
        /// What to do about it; may be empty.
        hint: String,
    },
    /// The input has problems; all of them.
    #[error("{} in the pack:\n{}", counted(.0.len()), told(.0))]
    Problems(Vec<Problem>),
    /// A file could not be read or written.
    #[error("{}: {source}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
}

fn hint_line(hint: &str) -> String {
    if hint.is_empty() { String::new() } else { format!("\n  hint: {hint}") }
}

fn counted(count: usize) -> String {
    if count == 1 { "1 problem".to_owned() } else { format!("{count} problems") }
}

/// The first problems in full; `check` lists every one.
fn told(problems: &[Problem]) -> String {
    const MOST: usize = 50;
    let mut text: Vec<String> = problems.iter().take(MOST).map(ToString::to_string).collect();
    if problems.len() > MOST {
        text.push(format!("… and {} more; `lynchpin check` lists them all", problems.len() - MOST));
    }
    text.join("\n")
}
