//! What is wrong with a pack, told so that it can be put right: where, what was found, what was expected, what to do.

use std::fmt;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Problem {
    /// The file, as written in `pack.toml`, or `pack.toml` itself.
    pub file: String,
    /// The row (line) of the file, counted from 1.
    pub row: Option<u64>,
    /// The column, or the key of `pack.toml`.
    pub column: Option<String>,
    /// The value found.
    pub value: Option<String>,
    /// What was expected there.
    pub expected: String,
    /// What to do about it.
    pub hint: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(row) = self.row {
            write!(f, ", row {row}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", `{column}`")?;
        }
        match &self.value {
            Some(value) if value.is_empty() => write!(f, ": found nothing")?,
            Some(value) => write!(f, ": found `{}`", shortened(value))?,
            None => f.write_str(":")?,
        }
        write!(f, "\n  expected: {}", self.expected)?;
        if !self.hint.is_empty() {
            write!(f, "\n  hint: {}", self.hint)?;
        }
        Ok(())
    }
}

/// The value, cut where it would flood the message.
fn shortened(value: &str) -> String {
    const LONGEST: usize = 80;
    if value.chars().count() <= LONGEST {
        return value.to_owned();
    }
    let head: String = value.chars().take(LONGEST).collect();
    format!("{head}…")
}

/// A problem with what the reader knows of it: which row of which source to set aside for it.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    /// The source and the line of its file; absent where no single row is to blame.
    pub at: Option<(String, u64)>,
    /// What to tell the user.
    pub problem: Problem,
}

/// Problems in the order in which they were met.
#[derive(Debug, Default)]
pub(crate) struct Findings(pub Vec<Finding>);

impl Findings {
    /// Something wrong in `pack.toml` or with a whole file.
    pub fn general(&mut self, problem: Problem) {
        self.0.push(Finding { at: None, problem });
    }

    /// Something wrong with a key of `pack.toml`.
    pub fn key(&mut self, key: &str, value: Option<&str>, expected: &str, hint: &str) {
        self.general(Problem {
            file: crate::PACK_FILE.to_owned(),
            row: None,
            column: Some(key.to_owned()),
            value: value.map(str::to_owned),
            expected: expected.to_owned(),
            hint: hint.to_owned(),
        });
    }

    /// Appends what another part of the reading found.
    pub fn append(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }

    /// The problems alone; the same problem met by two sections is told once.
    pub fn into_problems(self) -> Vec<Problem> {
        let mut seen = std::collections::HashSet::new();
        self.0
            .into_iter()
            .map(|finding| finding.problem)
            .filter(|p| seen.insert((p.file.clone(), p.row, p.column.clone(), p.expected.clone())))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_reads_as_one_block() {
        let problem = Problem {
            file: "jobs.csv".into(),
            row: Some(17),
            column: Some("sic_A".into()),
            value: Some("-5".into()),
            expected: "a count: a number, 0 or more".into(),
            hint: "check the row with the publisher".into(),
        };
        assert_eq!(
            problem.to_string(),
            "jobs.csv, row 17, `sic_A`: found `-5`\n  expected: a count: a number, 0 or more\n  hint: check the row with the publisher"
        );
    }
}
