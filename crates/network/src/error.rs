//! What can go wrong with streets, timetables and the network file, told so that the reader can put it right.

use std::path::{Path, PathBuf};

use lynchpin_pack::Problem;

/// Why a network could not be built, saved or opened.
#[derive(Debug, thiserror::Error)]
pub enum NetworkError {
    /// The system refused to read or write a file.
    #[error("{}: cannot {doing}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What was being done, such as `open` or `read the header`.
        doing: &'static str,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// One value in one row of an input is wrong.
    #[error("{0}")]
    Value(Box<Problem>),
    /// An OSM PBF file is not what it should be.
    #[error("{}: {problem}{}\nhint: {hint}", file.display(), at_byte(*byte))]
    Pbf {
        /// The OSM file.
        file: PathBuf,
        /// Where the damaged block starts, bytes from the start of the file, where that is known.
        byte: Option<u64>,
        /// What is wrong.
        problem: String,
        /// What to do about it.
        hint: String,
    },
    /// A GTFS feed lacks something, or its files do not fit together.
    #[error("{}: {problem}\nhint: {hint}", feed_file(feed, table))]
    Gtfs {
        /// The feed: a zip file or a folder.
        feed: PathBuf,
        /// The file within the feed, such as `stop_times.txt`; empty where the whole feed is meant.
        table: String,
        /// What is wrong.
        problem: String,
        /// What to do about it.
        hint: String,
    },
    /// A saved network cannot be used.
    #[error("{}: {problem}\nhint: {hint}", file.display())]
    NetworkFile {
        /// The saved network.
        file: PathBuf,
        /// What is wrong.
        problem: String,
        /// What to do about it.
        hint: String,
    },
    /// The input is sound but does not hold what was asked for (a date without service, no streets at all).
    #[error("{problem}\nhint: {hint}")]
    Request {
        /// What was asked for and is not there.
        problem: String,
        /// What to ask for instead.
        hint: String,
    },
}

impl NetworkError {
    /// Wraps what the system said about `path`.
    pub fn io(path: &Path, doing: &'static str, source: std::io::Error) -> Self {
        Self::Io { path: path.to_path_buf(), doing, source }
    }
}

impl From<Problem> for NetworkError {
    fn from(problem: Problem) -> Self {
        Self::Value(Box::new(problem))
    }
}

fn at_byte(byte: Option<u64>) -> String {
    byte.map_or_else(String::new, |byte| format!(" (in the block at byte {byte})"))
}

fn feed_file(feed: &Path, table: &str) -> String {
    if table.is_empty() { feed.display().to_string() } else { format!("{}: {table}", feed.display()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_value_names_its_place_and_the_way_out() {
        let error = NetworkError::from(Problem {
            file: "bus.zip: stop_times.txt".into(),
            row: Some(12),
            column: Some("arrival_time".into()),
            value: Some("8h30".into()),
            expected: "a time as H:MM:SS".into(),
            hint: "ask the publisher for a corrected feed".into(),
        });
        assert_eq!(
            error.to_string(),
            "bus.zip: stop_times.txt, row 12, `arrival_time`: found `8h30`\n  expected: a time as H:MM:SS\n  \
             hint: ask the publisher for a corrected feed"
        );
    }

    #[test]
    fn a_damaged_pbf_names_the_block() {
        let error = NetworkError::Pbf {
            file: "town.osm.pbf".into(),
            byte: Some(77),
            problem: "the file ends in the middle of a block".into(),
            hint: "download it again".into(),
        };
        assert_eq!(
            error.to_string(),
            "town.osm.pbf: the file ends in the middle of a block (in the block at byte 77)\nhint: download it again"
        );
    }
}
