//! Interviews: codes, coded segments, and who spoke with what consent.

use std::collections::{BTreeSet, HashMap};

use super::refi::{self, Case, Project};
use super::{Reader, cells};
use crate::columns;
use crate::config::{FileSection, InterviewsSection, RatingsSection, Scale, SegmentsSection, SpeakersSection};
use crate::load::WholeFiles;
use crate::problem::Findings;
use crate::tables::{Areas, Ledger, LedgerEntry, Provenance};
use crate::voices::{Code, Document, Homes, Interviews, Ratings, Segment, Speaker};

impl Reader<'_> {
    /// Reads the interviews.
    pub(super) fn interviews(
        &self,
        areas: &Areas,
        whole: &WholeFiles,
        findings: &mut Findings,
        ledger: &mut Ledger,
    ) -> Option<Interviews> {
        let section = self.config.interviews.as_ref()?;
        let mut read = Interviews::default();
        let mut cases = Vec::new();
        if let Some(file) = &section.project {
            let project = open(file, whole, refi::project, findings)?;
            read.provenance.push(provenance_of(file, whole));
            note_project(&project, ledger);
            cases = project.cases;
            (read.codes, read.coders) = (project.codes, project.coders);
            (read.documents, read.segments) = (project.documents, project.segments);
        } else if let Some(table) = &section.segments {
            if let Some(file) = &section.codebook {
                read.codes = open(file, whole, refi::codebook, findings)?;
                read.provenance.push(provenance_of(file, whole));
            }
            self.segments(table, &mut read, findings)?;
            read.provenance.push(self.provenance(&table.source));
        }
        ledger.0.push(LedgerEntry {
            step: "interviews".to_owned(),
            what: "coded segments".to_owned(),
            used: read.segments.len() as f64,
            ..LedgerEntry::default()
        });
        read.attributes.clone_from(&section.speakers.attributes);
        if section.speakers.source.is_some() {
            self.speakers(section, areas, &mut read, findings, ledger)?;
        } else if self.check_home("interviews.speakers", &section.speakers.home, findings) {
            speakers_of_cases(&section.speakers, &cases, &mut read, findings);
            super::homes::leave_out_strangers("interviews.speakers", &mut read.homes, areas, ledger);
        }
        if let Some(table) = &section.ratings {
            read.ratings = Some(self.ratings(table, findings)?);
            read.provenance.push(self.provenance(&table.source));
        }
        Some(read)
    }

    fn segments(&self, section: &SegmentsSection, read: &mut Interviews, findings: &mut Findings) -> Option<()> {
        let table = "interviews.segments";
        let frame = self.frame(&section.source)?;
        let documents = cells::texts(frame, table, columns::SEGMENT_DOCUMENT, &section.document, findings)?;
        let codes = cells::texts(frame, table, columns::SEGMENT_CODE, &section.code, findings)?;
        let mut optional = |name: &Option<String>| match name {
            Some(name) => cells::texts(frame, table, columns::SEGMENT_TEXT, name, findings).map(Some),
            None => Some(None),
        };
        let (coders, units) = (optional(&section.coder)?, optional(&section.unit)?);
        let words = optional(&section.text)?;
        let at = |column: &Option<Vec<&str>>, row: usize| {
            column.as_ref().map(|c| c[row].to_owned()).filter(|cell| !cell.is_empty())
        };
        let own_codes = read.codes.is_empty();
        if own_codes {
            let names: BTreeSet<&str> = codes.iter().copied().filter(|code| !code.is_empty()).collect();
            let code = |name: &str| Code { id: name.to_owned(), name: name.to_owned(), ..Code::default() };
            read.codes = names.into_iter().map(code).collect();
        }
        let by_name: HashMap<String, usize> = read
            .codes
            .iter()
            .enumerate()
            .flat_map(|(at, code)| [(code.id.clone(), at), (code.name.to_lowercase(), at), (code.name.clone(), at)])
            .collect();
        let names: BTreeSet<&str> = documents.iter().copied().filter(|name| !name.is_empty()).collect();
        let document = |name: &str| Document { id: name.to_owned(), name: name.to_owned(), text: None };
        read.documents = names.iter().map(|name| document(name)).collect();
        let coded: BTreeSet<String> = (0..frame.rows()).filter_map(|row| at(&coders, row)).collect();
        read.coders = coded.into_iter().collect();
        for row in 0..frame.rows() {
            let code = by_name.get(codes[row]).or_else(|| by_name.get(&codes[row].to_lowercase()));
            let Some(&code) = code else {
                if let Some(column) = frame.column(table, &section.code, findings) {
                    let hint = "add it to the codebook, or leave the codebook out";
                    cells::refuse(frame, column, row, "a code of the codebook".to_owned(), hint, findings);
                }
                continue;
            };
            // A blank document has been told of.
            let Some(document) = names.iter().position(|name| *name == documents[row]) else { continue };
            let coder = at(&coders, row).and_then(|name| read.coders.binary_search(&name).ok());
            let (unit, words) = (at(&units, row), at(&words, row));
            read.segments.push(Segment { document, code, coder, span: None, unit, words });
        }
        Some(())
    }

    fn speakers(
        &self,
        interviews: &InterviewsSection,
        areas: &Areas,
        read: &mut Interviews,
        findings: &mut Findings,
        ledger: &mut Ledger,
    ) -> Option<()> {
        let section = &interviews.speakers;
        let (source, document) = (section.source.as_ref()?, section.document.as_ref()?);
        let table = "interviews.speakers";
        let frame = self.frame(source)?;
        let documents = cells::texts(frame, table, columns::SPEAKER, document, findings)?;
        let consent = cells::flags(frame, table, columns::CONSENT, &section.consent, findings)?;
        let quotable = match &section.quote_consent {
            Some(name) => cells::flags(frame, table, columns::CONSENT, name, findings)?,
            None => vec![None; frame.rows()],
        };
        let mut attributes = Vec::new();
        for name in &section.attributes {
            attributes.push(cells::texts(frame, table, columns::ATTRIBUTE, name, findings)?);
        }
        for (row, name) in documents.iter().enumerate() {
            let own: Vec<usize> = positions(&read.documents, name);
            let value = |column: &Vec<&str>| (!column[row].is_empty()).then(|| column[row].to_owned());
            read.speakers.push(Speaker {
                id: (*name).to_owned(),
                documents: own,
                consent: consent[row] == Some(true),
                quotable: quotable[row] == Some(true),
                attributes: attributes.iter().map(value).collect(),
            });
        }
        read.homes = self.homes(table, frame, &section.home, areas, (findings, ledger))?;
        read.provenance.push(self.provenance(source));
        Some(())
    }

    fn ratings(&self, section: &RatingsSection, findings: &mut Findings) -> Option<Ratings> {
        let table = "interviews.ratings";
        let frame = self.frame(&section.source)?;
        let units = cells::texts(frame, table, columns::RATING_UNIT, &section.unit, findings)?;
        let coders = cells::texts(frame, table, columns::RATING_UNIT, &section.coder, findings)?;
        let given = cells::texts(frame, table, columns::RATING, &section.value, findings)?;
        let sorted = |cells: &[&str]| {
            let all: BTreeSet<String> = cells.iter().filter(|cell| !cell.is_empty()).map(|c| (*c).to_owned()).collect();
            all.into_iter().collect::<Vec<String>>()
        };
        let (unit_names, coder_names) = (sorted(&units), sorted(&coders));
        let names = if section.scale == Scale::Nominal { sorted(&given) } else { Vec::new() };
        let mut values = vec![vec![None; unit_names.len()]; coder_names.len()];
        for (row, cell) in given.iter().enumerate() {
            let value = match section.scale {
                _ if cell.is_empty() => continue,
                Scale::Nominal => names.iter().position(|name| name == cell).map(|at| at as f64),
                Scale::Ordinal | Scale::Interval => cell.parse::<f64>().ok().filter(|value| value.is_finite()),
            };
            let place = |names: &[String], name: &str| names.iter().position(|known| known == name);
            let (Some(coder), Some(unit)) = (place(&coder_names, coders[row]), place(&unit_names, units[row])) else {
                continue;
            };
            let column = frame.column(table, &section.value, findings)?;
            if value.is_none() {
                let expected = "a number, as the scale is not nominal".to_owned();
                cells::refuse(frame, column, row, expected, "give ordered answers as numbers", findings);
            } else if values[coder][unit].replace(value.unwrap_or_default()).is_some() {
                let expected = "one judgement a unit and coder".to_owned();
                cells::refuse(frame, column, row, expected, "there are two of the same unit and coder", findings);
            }
        }
        Some(Ratings { scale: section.scale, values, names })
    }
}

/// Reads a file that is no table.
fn open<T>(
    file: &FileSection,
    whole: &WholeFiles,
    read: impl Fn(&[u8]) -> Result<T, refi::Fault>,
    findings: &mut Findings,
) -> Option<T> {
    // A file that is not there has been told of.
    let (bytes, _) = whole.get(&file.file)?;
    read(bytes).map_err(|fault| findings.general(fault.problem(&file.file))).ok()
}

fn provenance_of(file: &FileSection, whole: &WholeFiles) -> Provenance {
    Provenance {
        title: file.title.clone(),
        publisher: file.publisher.clone(),
        licence: file.licence.clone(),
        period: file.period.clone(),
        files: whole.get(&file.file).map(|(_, hash)| (file.file.clone(), hash.clone())).into_iter().collect(),
    }
}

/// Tells what of a project is not used.
fn note_project(project: &Project, ledger: &mut Ledger) {
    let coded = project.segments.len() + project.dangling;
    let wordless = project.documents.iter().filter(|document| document.text.is_none()).count();
    for (what, used, lost, reason) in [
        ("codings", coded, project.dangling, "they name no code of the codebook or no place in the text"),
        ("selections", coded + project.without_words, project.without_words, "they are of pictures, sound or film"),
        ("texts", project.documents.len(), wordless, "their words lie outside the project: counted, never quoted"),
    ] {
        if lost > 0 {
            ledger.0.push(LedgerEntry {
                step: "interviews: project".to_owned(),
                what: what.to_owned(),
                used: used as f64,
                lost: lost as f64,
                reason: reason.to_owned(),
                examples: Vec::new(),
            });
        }
    }
}

/// Documents of a name, with or without the ending of a file.
fn positions(documents: &[Document], name: &str) -> Vec<usize> {
    let stem = |text: &str| text.rsplit_once('.').map_or(text, |(stem, _)| stem).to_owned();
    let exact: Vec<usize> =
        documents.iter().enumerate().filter(|(_, d)| d.name == name || d.id == name).map(|(at, _)| at).collect();
    if !exact.is_empty() {
        return exact;
    }
    documents.iter().enumerate().filter(|(_, d)| stem(&d.name) == name).map(|(at, _)| at).collect()
}

/// Speakers from the cases of a project: a variable holds each thing.
fn speakers_of_cases(section: &SpeakersSection, cases: &[Case], read: &mut Interviews, findings: &mut Findings) {
    let known: BTreeSet<&str> = cases.iter().flat_map(|c| &c.variables).map(|(name, _)| name.as_str()).collect();
    if !known.contains(section.consent.as_str()) {
        let names: Vec<&str> = known.into_iter().collect();
        let expected = "a variable of the project's cases that says who consented to take part";
        let hint = crate::nearest::suggestion(&section.consent, &names);
        findings.key("interviews.speakers.consent", Some(&section.consent), expected, &hint);
        return;
    }
    let mut homes = Homes { level: section.home.level.clone(), ..Homes::default() };
    for case in cases {
        let value = |name: &str| {
            let found = case.variables.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
            found.filter(|value| !value.is_empty())
        };
        let yes = |name: &str| {
            value(name).and_then(|text| columns::CONSENT.kind.number(&text)).is_some_and(|answer| answer == 1.0)
        };
        homes.areas.push(section.home.area.as_deref().and_then(value));
        if let Some(group) = &section.home.place_group {
            homes.groups.push(value(group));
        }
        read.speakers.push(Speaker {
            id: case.name.clone(),
            documents: case.documents.clone(),
            consent: yes(&section.consent),
            quotable: section.quote_consent.as_deref().is_some_and(yes),
            attributes: section.attributes.iter().map(|name| value(name)).collect(),
        });
    }
    read.homes = homes;
}
