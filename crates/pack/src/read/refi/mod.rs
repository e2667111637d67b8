//! REFI-QDA, the exchange format of programs for qualitative analysis: projects (`.qdpx`) and codebooks (`.qdc`).
//!
//! Source: REFI-QDA standard 1.5 (qdasoftware.org). A project is a zip file with `project.qde` (XML) and a folder `sources`.

mod codebook;
mod names;
mod project;
mod tree;

pub(super) use project::{Case, Project};

use crate::problem::Problem;
use crate::voices::Code;

/// Why a file could not be read, without the name of the file.
#[derive(Debug)]
pub(super) struct Fault {
    pub at: String,
    pub expected: &'static str,
    pub hint: String,
}

impl Fault {
    fn new(at: &str, expected: &'static str, hint: impl Into<String>) -> Self {
        Self { at: at.to_owned(), expected, hint: hint.into() }
    }

    pub fn problem(self, file: &str) -> Problem {
        Problem {
            file: file.to_owned(),
            row: None,
            column: (!self.at.is_empty()).then_some(self.at),
            value: None,
            expected: self.expected.to_owned(),
            hint: self.hint,
        }
    }
}

/// The codes of a codebook (`.qdc`).
pub(super) fn codebook(bytes: &[u8]) -> Result<Vec<Code>, Fault> {
    codebook::codes(&tree::parse(&tree::text(bytes, "the codebook")?, "the codebook")?)
}

/// A project (`.qdpx`).
pub(super) fn project(bytes: &[u8]) -> Result<Project, Fault> {
    project::read(bytes)
}

#[cfg(test)]
mod tests;
