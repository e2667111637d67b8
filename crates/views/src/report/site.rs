//! A report on disk, with a page per neighbourhood beside it.

use std::path::{Path, PathBuf};

use super::model::Report;
use crate::ViewsError;
use crate::exports::write_whole;
use crate::markup::slug;

/// A report and the pages that belong to it.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// The report, written as `report.html`.
    pub report: Report,
    /// A page per neighbourhood asked for, each with its code; written under [`place_file`].
    pub places: Vec<(String, Report)>,
}

/// Name of the page of a neighbourhood: `place-e01000001.html`.
pub fn place_file(code: &str) -> String {
    format!("place-{}.html", slug(code))
}

impl Site {
    /// Writes all pages into a folder, which is made if need be; returns what was written, the report first.
    /// Every page is rendered before the first is written, so a fault leaves nothing behind.
    ///
    /// # Errors
    /// As [`Report::to_html`]; [`ViewsError::Report`] where two places have the same file name; [`ViewsError::Write`].
    pub fn write(&self, folder: &Path) -> Result<Vec<PathBuf>, ViewsError> {
        let mut pages = vec![(folder.join("report.html"), self.report.to_html()?)];
        for (code, place) in &self.places {
            let path = folder.join(place_file(code));
            if pages.iter().any(|(p, _)| *p == path) {
                return Err(ViewsError::Report {
                    report: place.title.clone(),
                    problem: format!("two places have the file name {}", place_file(code)),
                });
            }
            pages.push((path, place.to_html()?));
        }
        std::fs::create_dir_all(folder).map_err(|source| ViewsError::Write { path: folder.to_owned(), source })?;
        for (path, html) in &pages {
            write_whole(path, html.as_bytes())?;
        }
        Ok(pages.into_iter().map(|(path, _)| path).collect())
    }
}
