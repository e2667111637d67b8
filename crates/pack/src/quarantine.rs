//! Setting bad rows aside: into `build/quarantine`, told on the ledger with the people or jobs that they hold.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::PackError;
use crate::columns::Kind;
use crate::frame::Frame;
use crate::load::SetAside;
use crate::pack::Pack;
use crate::problem::Findings;
use crate::read::Outcome;
use crate::tables::LedgerEntry;

/// Rows set aside so far, by source: what is written at the end.
#[derive(Debug, Default)]
pub(crate) struct Ward(BTreeMap<String, Sheet>);

#[derive(Debug, Default)]
struct Sheet {
    names: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Ward {
    /// Marks the rows to blame to be left out, keeps what they hold, and tells it for the ledger.
    pub fn admit(
        &mut self,
        pack: &Pack,
        read: &Outcome,
        findings: &Findings,
        set_aside: &mut SetAside,
    ) -> Vec<LedgerEntry> {
        let mut blamed: BTreeMap<&str, BTreeMap<u64, BTreeSet<String>>> = BTreeMap::new();
        for finding in &findings.0 {
            if let Some((source, line)) = &finding.at {
                let problem = &finding.problem;
                let column = problem.column.as_deref().unwrap_or("the row");
                let value = problem.value.as_deref().unwrap_or_default();
                let why = format!("{column}: found `{value}`, expected {}", problem.expected);
                blamed.entry(source).or_default().entry(*line).or_default().insert(why);
            }
        }
        let mut entries = Vec::new();
        for (source, lines) in blamed {
            let fresh: BTreeMap<u64, BTreeSet<String>> =
                lines.into_iter().filter(|(line, _)| set_aside.insert(source, *line)).collect();
            if let Some(frame) = read.frames.get(source)
                && !fresh.is_empty()
            {
                self.0.entry(source.to_owned()).or_default().add(frame, &fresh);
                entries.push(entry(pack, read, frame, &fresh));
            }
        }
        entries
    }

    /// Writes `<source>.csv` for every source with rows set aside, each under a temporary name first.
    pub fn write(&self, folder: &Path) -> Result<(), PackError> {
        for (source, sheet) in &self.0 {
            let path = folder.join(format!("{source}.csv"));
            sheet.write(folder, &path).map_err(|source| PackError::Io { path, source })?;
        }
        Ok(())
    }
}

impl Sheet {
    fn add(&mut self, frame: &Frame, rows: &BTreeMap<u64, BTreeSet<String>>) {
        self.names = ["file", "row", "reason"].map(str::to_owned).to_vec();
        self.names.extend(frame.columns.iter().map(|column| column.name.clone()));
        for (line, reasons) in rows {
            let reason = reasons.iter().cloned().collect::<Vec<_>>().join("; ");
            let mut record = vec![frame.file.to_string(), line.to_string(), reason];
            if let Some(row) = frame.lines.iter().position(|at| at == line) {
                record.extend(frame.columns.iter().map(|column| column.cells.get(row).to_owned()));
            }
            record.resize(self.names.len(), String::new());
            self.rows.push(record);
        }
    }

    fn write(&self, folder: &Path, path: &Path) -> std::io::Result<()> {
        std::fs::create_dir_all(folder)?;
        let partial = path.with_extension("csv.partial");
        let mut writer = csv::Writer::from_path(&partial)?;
        writer.write_record(&self.names)?;
        for row in &self.rows {
            writer.write_record(row)?;
        }
        writer.flush()?;
        drop(writer);
        std::fs::rename(&partial, path)
    }
}

/// What the rows hold: jobs for the jobs' source, people where the population of their areas is known, or rows alone.
fn entry(pack: &Pack, read: &Outcome, frame: &Frame, rows: &BTreeMap<u64, BTreeSet<String>>) -> LedgerEntry {
    let marked: Vec<bool> = frame.lines.iter().map(|line| rows.contains_key(line)).collect();
    let sum = |amount: &dyn Fn(usize) -> f64, all: bool| -> f64 {
        (0..frame.rows()).filter(|&row| all || marked[row]).map(amount).sum()
    };
    let jobs = job_columns(pack, frame);
    let people = population(pack, read, frame);
    let (what, used, lost) = if !jobs.is_empty() {
        let amount = |row: usize| -> f64 {
            jobs.iter().filter_map(|&column| Kind::Count.number(frame.columns[column].cells.get(row))).sum()
        };
        ("jobs", sum(&amount, true), sum(&amount, false))
    } else if let Some(people) = people {
        let amount = |row: usize| people[row];
        ("people", sum(&amount, true), sum(&amount, false))
    } else {
        ("rows", frame.published_rows as f64, rows.len() as f64)
    };
    let key = pack.config().sources.get(&frame.source).and_then(|s| s.key.clone());
    let codes = frame.columns.iter().find(|column| Some(&column.name) == key.as_ref());
    LedgerEntry {
        step: format!("{}: set aside", frame.source),
        what: what.to_owned(),
        used,
        lost,
        reason: format!(
            "{} rows do not hold what they should; they are in build/quarantine/{}.csv",
            rows.len(),
            frame.source
        ),
        examples: rows
            .keys()
            .take(10)
            .map(|line| {
                let row = frame.lines.iter().position(|at| at == line);
                match (codes, row) {
                    (Some(codes), Some(row)) => codes.cells.get(row).to_owned(),
                    _ => format!("row {line}"),
                }
            })
            .collect(),
    }
}

/// Columns of the frame that hold jobs; empty where it is not the jobs' source.
fn job_columns(pack: &Pack, frame: &Frame) -> Vec<usize> {
    let Some(section) = pack.config().jobs.as_ref().filter(|jobs| jobs.source == frame.source) else {
        return Vec::new();
    };
    let mut names: BTreeSet<String> = section.count.iter().cloned().collect();
    if let Some(industries) = &section.industries {
        let mut quiet = Findings::default();
        let columns = crate::read::industry_columns(frame, "jobs", industries, &mut quiet);
        for column in columns.unwrap_or_default().values() {
            names.extend(column.as_slice().iter().cloned());
        }
    }
    (0..frame.columns.len()).filter(|&column| names.contains(&frame.columns[column].name)).collect()
}

/// People of each row's area.
fn population(pack: &Pack, read: &Outcome, frame: &Frame) -> Option<Vec<f64>> {
    let section = pack.config().sources.get(&frame.source)?;
    let geography = read.atlas.geography(section.geography.as_ref()?)?;
    let people = geography.population.as_ref()?;
    let key = section.key.as_ref()?;
    let codes = frame.columns.iter().find(|column| column.name == *key)?;
    let at = |row: usize| geography.codes.get_index_of(codes.cells.get(row));
    Some((0..frame.rows()).map(|row| at(row).map_or(0.0, |place| people[place])).collect())
}
