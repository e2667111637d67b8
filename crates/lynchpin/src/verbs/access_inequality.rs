//! How unequal the access that was measured is.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use lynchpin_reach::access::Columns;
use lynchpin_reach::access::inequality::{Bootstrap, Index, Interval, People, intervals};
use lynchpin_reach::access::table::{AccessColumn, beside, whole};
use lynchpin_views::table::{Table, TableColumn, TableRow};
use serde_json::{Value, json};

/// Options about inequality.
#[derive(Args)]
pub struct InequalityArguments {
    /// Also measure how unequal access is; written beside the output as ….inequality.csv
    #[arg(long, requires = "population")]
    pub inequality: bool,
    /// Column of the people file: everyone, for inequality
    #[arg(long, value_name = "COLUMN", requires = "inequality")]
    pub population: Option<String>,
    /// Column of the people file that rises from worst-off to best-off (income; IMD rank), for Palma and the concentration index
    #[arg(long, value_name = "COLUMN", requires = "inequality")]
    pub rank: Option<String>,
    /// Column of the people file that names groups, for Theil's T between and within them
    #[arg(long, value_name = "COLUMN", requires = "inequality")]
    pub groups: Option<String>,
    /// Line of poverty of access, in the unit of the measures
    #[arg(long, value_name = "AMOUNT", requires = "inequality")]
    pub line: Option<f64>,
    /// Least and most access there can be, for Erreygers' correction
    #[arg(long, value_name = "LOW:HIGH", requires = "rank")]
    pub bounds: Option<String>,
    /// Resamples of the areas for intervals, at least 100
    #[arg(long, value_name = "N", default_value_t = Bootstrap::default().resamples, value_parser = clap::value_parser!(u32).range(100..))]
    pub resamples: u32,
    /// Seed of the resamples
    #[arg(long, value_name = "SEED", default_value_t = Bootstrap::default().seed)]
    pub seed: u64,
}

impl InequalityArguments {
    /// Whether amounts are given, which are in the unit of the measures.
    pub fn in_units(&self) -> bool {
        self.line.is_some() || self.bounds.is_some()
    }
}

/// What people there are, read before anything is computed.
pub struct Asked {
    population: Vec<f64>,
    rank: Option<Vec<f64>>,
    groups: Option<Vec<u32>>,
    indices: Vec<Index>,
    bootstrap: Bootstrap,
}

impl Asked {
    /// Reads what the options name; `None` where nothing is asked.
    pub fn read(options: &InequalityArguments, people: &Columns, ids: &[String]) -> Result<Option<Self>> {
        let (true, Some(population)) = (options.inequality, &options.population) else { return Ok(None) };
        people.all(ids)?;
        let rank = options.rank.as_ref().map(|rank| people.numbers(rank, ids, f64::NEG_INFINITY..=f64::INFINITY));
        let groups = options.groups.as_ref().map(|groups| people.groups(groups, ids));
        Ok(Some(Self {
            population: people.numbers(population, ids, 0.0..=f64::INFINITY)?,
            rank: rank.transpose()?,
            groups: groups.transpose()?,
            indices: indices(options)?,
            bootstrap: Bootstrap { resamples: options.resamples, seed: options.seed },
        }))
    }

    /// Every index of every measure that is a level of access for a person.
    pub fn measure(&self, columns: &[AccessColumn]) -> Result<Vec<Row>> {
        let mut rows = Vec::new();
        for column in columns.iter().filter(|column| column.per_person) {
            let people = People::new(&column.values, &self.population, self.rank.as_deref(), self.groups.as_deref())?;
            for (index, interval) in self.indices.iter().zip(intervals(&people, &self.indices, self.bootstrap)) {
                let (column, index) = (column.name.clone(), index.name());
                rows.push(Row { column, index, interval, left_out: people.left_out() });
            }
        }
        Ok(rows)
    }
}

fn indices(options: &InequalityArguments) -> Result<Vec<Index>> {
    let mut indices = vec![Index::Gini, Index::Theil];
    if options.groups.is_some() {
        indices.extend([Index::TheilBetween, Index::TheilWithin]);
    }
    if options.rank.is_some() {
        indices.extend([Index::Palma, Index::Concentration]);
    }
    if let Some(bounds) = &options.bounds {
        let numbers = bounds.split_once(':').and_then(|(low, high)| Some((low.parse().ok()?, high.parse().ok()?)));
        let (low, high) = numbers
            .filter(|(low, high): &(f64, f64)| low.is_finite() && high.is_finite() && low < high)
            .with_context(|| format!("--bounds {bounds:?}: expected LOW:HIGH, such as 0:1000"))?;
        indices.push(Index::Erreygers { low, high });
    }
    if let Some(line) = options.line {
        if !(line.is_finite() && line > 0.0) {
            bail!(
                "--line {line}: expected a number over 0\nhint: give the access below which people count as poor in it"
            );
        }
        indices.extend([0, 1, 2].map(|power| Index::Poverty { line, power }));
    }
    Ok(indices)
}

/// One index of one measure.
pub struct Row {
    column: String,
    index: String,
    interval: Option<Interval>,
    /// People of areas without a value.
    left_out: f64,
}

impl Row {
    fn numbers(&self, write: impl Fn(f64) -> String) -> [String; 3] {
        self.interval.map_or_else(Default::default, |i| [i.estimate, i.low, i.high].map(write))
    }
}

/// Writes the rows beside the output.
pub fn write(out: &Path, rows: &[Row]) -> Result<PathBuf> {
    let target = beside(out, "inequality");
    let header = "column,index,estimate,low_95,high_95,resamples,people_left_out\n".to_owned();
    let text = rows.iter().fold(header, |text, row| {
        let [estimate, low, high] = row.numbers(|number| number.to_string());
        let resamples = row.interval.map_or(0, |interval| interval.resamples);
        let column = if row.column.contains(',') { format!("\"{}\"", row.column) } else { row.column.clone() };
        format!("{text}{column},{},{estimate},{low},{high},{resamples},{}\n", row.index, row.left_out)
    });
    whole(&target, |mut file| std::io::Write::write_all(&mut file, text.as_bytes()).map_err(|e| e.to_string()))?;
    Ok(target)
}

/// The rows as JSON.
pub fn as_json(rows: &[Row]) -> Value {
    let of = |row: &Row| {
        let i = row.interval;
        json!({
            "column": row.column,
            "index": row.index,
            "estimate": i.map(|i| i.estimate),
            "low_95": i.map(|i| i.low),
            "high_95": i.map(|i| i.high),
            "resamples": i.map_or(0, |i| i.resamples),
            "people_left_out": row.left_out,
        })
    };
    rows.iter().map(of).collect()
}

/// The rows as a table to read.
pub fn as_table(rows: &[Row]) -> Table {
    let words = ["measure", "index"].map(TableColumn::words);
    let numbers = ["estimate", "low", "high"].map(|title| TableColumn::numbers(title, ""));
    let of = |row: &Row| {
        let numbers = row.numbers(|number| format!("{number:.4}"));
        TableRow::new([row.column.clone(), row.index.clone()].into_iter().chain(numbers))
    };
    Table {
        caption: "Inequality of access, weighted by people".into(),
        columns: words.into_iter().chain(numbers).collect(),
        rows: rows.iter().map(of).collect(),
        remark: Some("95 % percentile intervals from resamples of whole areas; empty where not defined".into()),
    }
}
