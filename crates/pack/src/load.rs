//! Reading the files that `pack.toml` names, each once, in parallel.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use rayon::prelude::*;

use crate::config::{FileSection, InterviewsSection, SourceSection};
use crate::frame::Frame;
use crate::pack::Pack;
use crate::problem::{Findings, Problem};

/// Rows to leave out: lines by source.
#[derive(Debug, Default)]
pub(crate) struct SetAside(BTreeMap<String, BTreeSet<u64>>);

impl SetAside {
    /// Whether a row is to be left out.
    pub fn contains(&self, source: &str, line: u64) -> bool {
        self.0.get(source).is_some_and(|lines| lines.contains(&line))
    }

    /// Leaves out a row; whether it is new.
    pub fn insert(&mut self, source: &str, line: u64) -> bool {
        self.0.entry(source.to_owned()).or_default().insert(line)
    }

    /// How many rows are left out.
    pub fn count(&self) -> usize {
        self.0.values().map(BTreeSet::len).sum()
    }
}

/// Reads every source, leaves out the rows set aside, joins and filters.
pub(crate) fn frames(pack: &Pack, set_aside: &SetAside, findings: &mut Findings) -> IndexMap<String, Frame> {
    let sections: Vec<(&String, &SourceSection)> = pack.config().sources.iter().collect();
    let read: Vec<(Option<Frame>, Findings)> = sections
        .par_iter()
        .map(|(name, section)| {
            let mut findings = Findings::default();
            let frame = read_one(pack, name, section, set_aside, &mut findings);
            (frame, findings)
        })
        .collect();
    let mut frames = IndexMap::new();
    for ((name, _), (frame, found)) in sections.iter().zip(read) {
        findings.append(found);
        if let Some(frame) = frame {
            frames.insert((*name).clone(), frame);
        }
    }
    for (name, section) in &sections {
        if !section.join.is_empty() {
            join(pack, name, section, &mut frames, findings);
        }
    }
    frames
}

fn read_one(
    pack: &Pack,
    name: &str,
    section: &SourceSection,
    set_aside: &SetAside,
    findings: &mut Findings,
) -> Option<Frame> {
    let Some(path) = pack.resolve(&section.file) else {
        findings.general(absent_data(&section.file, &section.title, &section.publisher, section.url.as_deref()));
        return None;
    };
    let mut found = Findings::default();
    let frame = Frame::read(name, section, &path, &mut found);
    found.0.retain(|finding| !finding.at.as_ref().is_some_and(|(source, line)| set_aside.contains(source, *line)));
    findings.append(found);
    let mut frame = frame?;
    let keep: Vec<bool> = frame.lines.iter().map(|line| !set_aside.contains(name, *line)).collect();
    frame.keep(&keep);
    if section.join.is_empty() && !filter(name, section, &mut frame, findings) {
        return None;
    }
    Some(frame)
}

/// The rows that `where` leaves are the published rows of the table: the N of its ranks. Whether the filter could be applied.
fn filter(name: &str, section: &SourceSection, frame: &mut Frame, findings: &mut Findings) -> bool {
    let asker = format!("sources.{name}.where");
    let Some(keep) = frame.accepted(&section.filter, &asker, findings) else {
        return false;
    };
    frame.published_rows -= keep.iter().filter(|keep| !**keep).count();
    frame.keep(&keep);
    true
}

fn join(
    pack: &Pack,
    name: &str,
    section: &SourceSection,
    frames: &mut IndexMap<String, Frame>,
    findings: &mut Findings,
) {
    let Some(mut frame) = frames.get(name).cloned() else {
        return;
    };
    for other_name in &section.join {
        let other_section = pack.config().sources.get(other_name);
        let (Some(other), Some(own_key), Some(other_key)) =
            (frames.get(other_name), &section.key, other_section.and_then(|other| other.key.as_ref()))
        else {
            continue;
        };
        frame.join(own_key, other, other_key, findings);
    }
    if filter(name, section, &mut frame, findings) {
        frames.insert(name.to_owned(), frame);
    } else {
        frames.shift_remove(name);
    }
}

/// Files that are read whole, by the path as written: bytes and BLAKE3 hash.
pub(crate) type WholeFiles = BTreeMap<String, (Vec<u8>, String)>;

/// Reads the files that are neither tables nor handed on as they are.
pub(crate) fn whole_files(pack: &Pack, findings: &mut Findings) -> WholeFiles {
    let mut read = WholeFiles::new();
    for section in pack.config().interviews.iter().flat_map(InterviewsSection::files) {
        let Some(path) = pack.resolve(&section.file) else {
            findings.general(absent_data(&section.file, &section.title, &section.publisher, section.url.as_deref()));
            continue;
        };
        match std::fs::read(&path) {
            Ok(bytes) => {
                let hash = blake3::hash(&bytes).to_hex().to_string();
                read.insert(section.file.clone(), (bytes, hash));
            }
            Err(error) => findings.general(Problem {
                file: section.file.clone(),
                row: None,
                column: None,
                value: None,
                expected: format!("the file “{}” ({})", section.title, section.publisher),
                hint: error.to_string(),
            }),
        }
    }
    read
}

/// Whether the files are there that are handed on as they are.
pub(crate) fn check_files(pack: &Pack, findings: &mut Findings) {
    let config = pack.config();
    for file in config.streets.iter().chain(&config.timetables) {
        check_file(pack, file, findings);
    }
    if let Some((fares, file)) = config.fares.as_ref().and_then(|fares| Some((fares, fares.file.as_ref()?))) {
        let (title, publisher) = (fares.title.clone(), fares.publisher.clone());
        check_file(pack, &FileSection { file: file.clone(), title, publisher, ..FileSection::default() }, findings);
    }
}

fn check_file(pack: &Pack, file: &FileSection, findings: &mut Findings) {
    match pack.resolve(&file.file) {
        None => findings.general(absent_data(&file.file, &file.title, &file.publisher, file.url.as_deref())),
        Some(path) if !path.exists() => findings.general(Problem {
            file: file.file.clone(),
            row: None,
            column: None,
            value: None,
            expected: format!("the file “{}” ({})", file.title, file.publisher),
            hint: "there is no such file".to_owned(),
        }),
        Some(_) => {}
    }
}

fn absent_data(file: &str, title: &str, publisher: &str, url: Option<&str>) -> Problem {
    let url = url.map_or_else(String::new, |url| format!(", {url}"));
    Problem {
        file: file.to_owned(),
        row: None,
        column: None,
        value: None,
        expected: format!("the file “{title}”, published by {publisher}{url}"),
        hint: format!("download it and set {} to the folder that holds it", crate::DATA_VARIABLE),
    }
}
