//! A project: codes, coders, texts with what was coded in them, cases with their variables.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::tree::Element;
use super::{Fault, codebook, names, tree};
use crate::voices::{Code, Document, Segment};

/// The most bytes that one file of a project may unpack to: the standard's own limit.
const MOST_BYTES: u64 = (1 << 31) - 1;

/// A project, read.
#[derive(Debug, Default)]
pub(in crate::read) struct Project {
    pub codes: Vec<Code>,
    pub coders: Vec<String>,
    pub documents: Vec<Document>,
    pub segments: Vec<Segment>,
    pub cases: Vec<Case>,
    /// Selections of pictures, sound and film: they have no words.
    pub without_words: usize,
    /// Codings that name a code or a place which the project has not.
    pub dangling: usize,
}

/// A case: mostly somebody who spoke.
#[derive(Debug, Default)]
pub(in crate::read) struct Case {
    pub name: String,
    pub variables: Vec<(String, String)>,
    pub documents: Vec<usize>,
}

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

pub(super) fn read(bytes: &[u8]) -> Result<Project, Fault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))
        .map_err(|error| Fault::new("", "a REFI-QDA project: a zip file", format!("{error}; export it again")))?;
    let qde = archive.file_names().find(|name| ends_with_qde(name)).map(str::to_owned);
    let qde = qde.ok_or_else(|| Fault::new("", "a file `project.qde` inside", "export it as a REFI-QDA project"))?;
    let xml = tree::text(&entry(&mut archive, &qde)?, &qde)?;
    let root = tree::parse(&xml, &qde)?;
    let mut project = Project { codes: codebook::codes(&root)?, ..Project::default() };
    let users = root.child("Users").map_or(&[][..], |users| &users.children);
    project.coders = users.iter().map(|u| u.get("name").or(u.get("id")).unwrap_or_default().to_owned()).collect();
    let mut index = Index {
        coders: users.iter().enumerate().map(|(at, user)| (user.guid(), at)).collect(),
        codes: project.codes.iter().enumerate().map(|(at, code)| (code.id.clone(), at)).collect(),
        variables: variables(&root),
        ..Index::default()
    };
    for source in root.child("Sources").map_or(&[][..], |sources| &sources.children) {
        add_source(source, &mut archive, &mut project, &mut index)?;
    }
    project.cases = cases(&root, &index);
    Ok(project)
}

fn ends_with_qde(name: &str) -> bool {
    let path = std::path::Path::new(name);
    !name.starts_with("__MACOSX") && path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("qde"))
}

/// Positions by folded guid.
#[derive(Default)]
struct Index {
    coders: HashMap<String, usize>,
    codes: HashMap<String, usize>,
    documents: HashMap<String, usize>,
    /// The document that a selection lies in.
    selections: HashMap<String, usize>,
    variables: HashMap<String, String>,
}

fn entry(archive: &mut Archive<'_>, name: &str) -> Result<Vec<u8>, Fault> {
    let file = archive.by_name(name).map_err(|error| Fault::new(name, "a file of the project", error.to_string()))?;
    if file.size() > MOST_BYTES {
        return Err(Fault::new(name, "at most 2 GiB, as REFI-QDA says", "is the file damaged?"));
    }
    let mut bytes = Vec::new();
    let read = file.take(MOST_BYTES).read_to_end(&mut bytes);
    read.map_err(|error| Fault::new(name, "a whole file", format!("{error}; export the project again")))?;
    Ok(bytes)
}

/// What has words of a source: the source itself, the text of a PDF, the transcript of a recording.
fn worded(source: &Element) -> Vec<&Element> {
    match source.name.as_str() {
        "TextSource" => vec![source],
        "PDFSource" | "PictureSource" | "AudioSource" | "VideoSource" => source
            .children
            .iter()
            .filter(|child| matches!(child.name.as_str(), "Representation" | "TextDescription" | "Transcript"))
            .collect(),
        _ => Vec::new(),
    }
}

fn add_source(
    source: &Element,
    archive: &mut Archive<'_>,
    project: &mut Project,
    index: &mut Index,
) -> Result<(), Fault> {
    const WORDLESS: [&str; 4] = ["PDFSelection", "PictureSelection", "AudioSelection", "VideoSelection"];
    project.without_words += source.children.iter().filter(|c| WORDLESS.contains(&c.name.as_str())).count();
    for element in worded(source) {
        let at = project.documents.len();
        index.documents.entry(source.guid()).or_insert(at);
        index.documents.entry(element.guid()).or_insert(at);
        let name = element.get("name").or(source.get("name")).unwrap_or_default().to_owned();
        let spans = selections(element);
        let named: Vec<names::Named<'_>> = spans
            .iter()
            .filter_map(|(selection, span)| span.map(|(start, end)| (start, end, selection.get("name"))))
            .collect();
        let text = words(element, archive)?.map(|text| names::counted(text, &named));
        let characters: Option<Vec<char>> = text.as_ref().map(|text| text.chars().collect());
        for (selection, span) in spans {
            index.selections.insert(selection.guid(), at);
            let inside = match (&characters, span) {
                (Some(all), Some((start, end))) => start <= end && end <= all.len(),
                (None, Some((start, end))) => start <= end,
                (_, None) => false,
            };
            for coding in selection.all("Coding") {
                let code = coding.target("CodeRef").and_then(|guid| index.codes.get(&guid).copied());
                let (Some(code), true) = (code, inside) else {
                    project.dangling += 1;
                    continue;
                };
                let user = coding.get("creatingUser").or(selection.get("creatingUser"));
                let coder = user.and_then(|guid| index.coders.get(&guid.to_ascii_lowercase()).copied());
                let quoted = characters.as_ref().zip(span).and_then(|(all, (start, end))| all.get(start..end));
                let words = quoted.map(|words| words.iter().collect());
                project.segments.push(Segment { document: at, code, coder, span, unit: None, words });
            }
        }
        project.documents.push(Document { id: element.guid(), name, text });
    }
    Ok(())
}

/// The selections with words of an element, each with its first code point and the one after the last.
fn selections(element: &Element) -> Vec<(&Element, Option<(usize, usize)>)> {
    let number = |of: &Element, name: &str| of.get(name)?.trim().parse().ok();
    let points: HashMap<String, usize> =
        element.all("SyncPoint").filter_map(|point| Some((point.guid(), number(point, "position")?))).collect();
    let mut found = Vec::new();
    for child in &element.children {
        let span = match child.name.as_str() {
            "PlainTextSelection" => number(child, "startPosition").zip(number(child, "endPosition")),
            "TranscriptSelection" => {
                let at = |name: &str| points.get(&child.get(name)?.to_ascii_lowercase()).copied();
                at("fromSyncPoint").zip(at("toSyncPoint"))
            }
            _ => continue,
        };
        found.push((child, span));
    }
    found
}

/// The words of a source; `None` where they lie outside the project.
fn words(element: &Element, archive: &mut Archive<'_>) -> Result<Option<String>, Fault> {
    if let Some(content) = element.child("PlainTextContent") {
        return Ok(Some(content.text.clone()));
    }
    let Some(file) = element.get("plainTextPath").and_then(|path| path.strip_prefix("internal://")) else {
        return Ok(None);
    };
    let wanted = format!("sources/{}", file.trim_start_matches('/')).to_lowercase();
    let name = archive.file_names().find(|name| name.to_lowercase() == wanted).map(str::to_owned);
    let Some(name) = name else {
        return Err(Fault::new(&wanted, "a text of the project", "the project names it and does not hold it"));
    };
    Ok(Some(tree::text(&entry(archive, &name)?, &name)?))
}

fn variables(root: &Element) -> HashMap<String, String> {
    let all = root.child("Variables").map_or(&[][..], |variables| &variables.children);
    all.iter().map(|v| (v.guid(), v.get("name").unwrap_or_default().to_owned())).collect()
}

fn cases(root: &Element, index: &Index) -> Vec<Case> {
    let all = root.child("Cases").map_or(&[][..], |cases| &cases.children);
    all.iter().map(|case| self::case(case, index)).collect()
}

fn case(case: &Element, index: &Index) -> Case {
    let mut documents: Vec<usize> = case
        .children
        .iter()
        .filter_map(|child| {
            let guid = child.get("targetGUID")?.to_ascii_lowercase();
            match child.name.as_str() {
                "SourceRef" => index.documents.get(&guid).copied(),
                "SelectionRef" => index.selections.get(&guid).copied(),
                _ => None,
            }
        })
        .collect();
    documents.sort_unstable();
    documents.dedup();
    let value = |value: &Element| {
        let name = index.variables.get(&value.target("VariableRef")?)?;
        let typed = value.children.iter().find(|child| child.name.ends_with("Value"))?;
        Some((name.clone(), typed.text.trim().to_owned()))
    };
    Case {
        name: case.get("name").unwrap_or_default().to_owned(),
        variables: case.all("VariableValue").filter_map(value).collect(),
        documents,
    }
}
