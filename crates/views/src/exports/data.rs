//! A table for other programs, with every column described.

use geo_types::Geometry;

use crate::ViewsError;

/// A table of results.
#[derive(Clone, Debug, Default)]
pub struct DataTable {
    /// Short name: the stem of its files and the name of its sheet.
    pub name: String,
    /// What it is called.
    pub title: String,
    /// What it holds, one row for each what.
    pub description: String,
    /// Its columns, all of one length.
    pub columns: Vec<Column>,
    /// Names of the columns that identify a row.
    pub key: Vec<String>,
    /// A shape per row, WGS 84 degrees (longitude first); written to GeoParquet only.
    pub geometry: Option<Vec<Option<Geometry<f64>>>>,
}

/// A column, described.
#[derive(Clone, Debug)]
pub struct Column {
    /// Short name, unique in its table.
    pub name: String,
    /// What it is called.
    pub title: String,
    /// Its unit; empty for none.
    pub unit: String,
    /// What it holds and how it was made.
    pub description: String,
    /// Where its values come from; empty for results.
    pub source: String,
    /// Its values.
    pub values: Values,
}

/// The values of a column; `None` is no value.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Words.
    Text(Vec<Option<String>>),
    /// Numbers; finite.
    Number(Vec<Option<f64>>),
    /// Whole numbers.
    Integer(Vec<Option<i64>>),
    /// Yes or no.
    Flag(Vec<Option<bool>>),
}

impl Values {
    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Text(v) => v.len(),
            Self::Number(v) => v.len(),
            Self::Integer(v) => v.len(),
            Self::Flag(v) => v.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value of a row as JSON.
    pub(crate) fn json(&self, row: usize) -> serde_json::Value {
        match self {
            Self::Text(v) => v[row].clone().into(),
            Self::Number(v) => v[row].into(),
            Self::Integer(v) => v[row].into(),
            Self::Flag(v) => v[row].into(),
        }
    }

    /// The value of a row as text that reads back to the same value; `None` where there is none.
    pub(super) fn text(&self, row: usize) -> Option<String> {
        match self {
            Self::Text(v) => v[row].clone(),
            Self::Number(v) => v[row].map(|x| x.to_string()),
            Self::Integer(v) => v[row].map(|x| x.to_string()),
            Self::Flag(v) => v[row].map(|x| x.to_string()),
        }
    }
}

impl Column {
    /// A column of words.
    pub fn text(name: &str, title: &str, values: Vec<Option<String>>) -> Self {
        Self::new(name, title, Values::Text(values))
    }

    /// A column of numbers.
    pub fn number(name: &str, title: &str, unit: &str, values: Vec<Option<f64>>) -> Self {
        Self::new(name, title, Values::Number(values)).unit(unit)
    }

    /// A column of whole numbers.
    pub fn integer(name: &str, title: &str, unit: &str, values: Vec<Option<i64>>) -> Self {
        Self::new(name, title, Values::Integer(values)).unit(unit)
    }

    /// A column of yes or no.
    pub fn flag(name: &str, title: &str, values: Vec<Option<bool>>) -> Self {
        Self::new(name, title, Values::Flag(values))
    }

    fn new(name: &str, title: &str, values: Values) -> Self {
        Self {
            name: name.into(),
            title: title.into(),
            unit: String::new(),
            description: String::new(),
            source: String::new(),
            values,
        }
    }

    fn unit(mut self, unit: &str) -> Self {
        self.unit = unit.into();
        self
    }

    /// The same, with what it holds and where it comes from.
    #[must_use]
    pub fn described(mut self, description: &str, source: &str) -> Self {
        self.description = description.into();
        self.source = source.into();
        self
    }
}

impl DataTable {
    /// How many rows it has.
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, |c| c.values.len())
    }

    /// Whether its parts fit together: columns of one length with names of their own, keys that exist, numbers that are finite.
    ///
    /// # Errors
    /// [`ViewsError::Table`] with the column and row.
    pub fn check(&self) -> Result<(), ViewsError> {
        let rows = self.rows();
        for (i, column) in self.columns.iter().enumerate() {
            if column.name.is_empty() || self.columns[..i].iter().any(|c| c.name == column.name) {
                return Err(self.fault(&format!("column {} has no name of its own: {:?}", i + 1, column.name)));
            }
            if column.values.len() != rows {
                return Err(self.fault(&format!(
                    "column {:?} has {} rows, the first column has {rows}",
                    column.name,
                    column.values.len()
                )));
            }
            if let Values::Number(v) = &column.values
                && let Some(row) = v.iter().position(|x| x.is_some_and(|x| !x.is_finite()))
            {
                return Err(self.fault(&format!("column {:?}, row {}: not a finite number", column.name, row + 1)));
            }
        }
        if let Some(key) = self.key.iter().find(|k| !self.columns.iter().any(|c| c.name == **k)) {
            return Err(self.fault(&format!("its key {key:?} is no column")));
        }
        match &self.geometry {
            Some(g) if g.len() != rows => Err(self.fault(&format!("{} shapes for {rows} rows", g.len()))),
            Some(_) if self.columns.iter().any(|c| c.name == "geometry") => {
                Err(self.fault("a column is called \"geometry\" beside the shapes"))
            }
            _ => Ok(()),
        }
    }

    pub(super) fn fault(&self, problem: &str) -> ViewsError {
        ViewsError::Table { table: self.name.clone(), problem: problem.into() }
    }
}
