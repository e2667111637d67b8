//! A folder of results with the Frictionless `datapackage.json` that describes every file and field.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::data::{Column, DataTable, Values};
use super::parquet_file::{geoparquet_bytes, parquet_bytes};
use super::sheet::xlsx_bytes;
use super::text::csv_bytes;
use super::whole::write_whole;
use crate::ViewsError;
use crate::markup::slug;
use crate::report::Source;

/// What is known of a run, carried into every file that can hold it.
#[derive(Clone, Debug, Default)]
pub struct RunInfo {
    /// Short name of the package.
    pub name: String,
    /// What it is called.
    pub title: String,
    /// What it holds.
    pub description: String,
    /// Version of the program.
    pub version: String,
    /// The seed of whatever was drawn at random.
    pub seed: Option<u64>,
    /// Parameters of the run, in order.
    pub parameters: Vec<(String, String)>,
    /// What the results rest on.
    pub sources: Vec<Source>,
    /// Licences of the results.
    pub licences: Vec<Licence>,
}

/// A licence.
#[derive(Clone, Debug, Default)]
pub struct Licence {
    /// Its identifier, such as `OGL-UK-3.0`.
    pub name: String,
    /// What it is called.
    pub title: String,
    /// Where it can be read; may be empty.
    pub path: String,
}

/// A format of results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Comma-separated values.
    Csv,
    /// Parquet; GeoParquet for a table with shapes.
    Parquet,
    /// One workbook of all tables.
    Xlsx,
}

impl RunInfo {
    /// Version, seed and parameters as words.
    pub(super) fn facts(&self) -> Vec<(String, String)> {
        let mut out = vec![("Lynchpin version".to_owned(), self.version.clone())];
        out.extend(self.seed.map(|s| ("Seed".to_owned(), s.to_string())));
        out.extend(self.parameters.iter().cloned());
        out
    }

    /// The entries of a Parquet footer: name, value.
    pub fn metadata(&self, table: &DataTable) -> Vec<(String, String)> {
        let mut out = vec![
            ("lynchpin:version".to_owned(), self.version.clone()),
            ("lynchpin:table".to_owned(), resource_text(table)),
            ("lynchpin:parameters".to_owned(), self.parameter_object().to_string()),
            ("lynchpin:sources".to_owned(), Value::Array(self.source_list()).to_string()),
        ];
        out.extend(self.seed.map(|s| ("lynchpin:seed".to_owned(), s.to_string())));
        out
    }

    fn parameter_object(&self) -> Value {
        let entries = self.parameters.iter();
        Value::Object(entries.map(|(k, v)| (k.clone(), json!(v))).collect())
    }

    fn source_list(&self) -> Vec<Value> {
        let files = |s: &Source| -> Vec<Value> {
            let pair = |(path, hash): &(String, String)| json!({ "path": path, "blake3": hash });
            s.files.iter().map(pair).collect()
        };
        self.sources
            .iter()
            .map(|s| {
                json!({
                    "title": s.title,
                    "publisher": s.publisher,
                    "period": s.period,
                    "licence": s.licence,
                    "files": files(s),
                })
            })
            .collect()
    }
}

/// Writes every table in every format asked for, and `datapackage.json` last, into a folder that is made if need be.
/// All files are made in memory before the first is written, so a fault in the data leaves nothing behind. Returns what was written.
///
/// # Errors
/// [`ViewsError::Table`] where the parts of a table do not fit together or two tables share a file name; [`ViewsError::Write`].
pub fn write_package(
    folder: &Path,
    tables: &[&DataTable],
    info: &RunInfo,
    formats: &[Format],
) -> Result<Vec<PathBuf>, ViewsError> {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    let mut resources = Vec::new();
    for (i, table) in tables.iter().enumerate() {
        let stem = slug(&table.name);
        if tables[..i].iter().any(|t| slug(&t.name) == stem) {
            return Err(table.fault("another table has the same file name"));
        }
        for format in formats {
            let (name, ending, bytes) = match format {
                Format::Csv => (stem.clone(), "csv", csv_bytes(table)?),
                Format::Parquet => {
                    let metadata = info.metadata(table);
                    let bytes = if table.geometry.is_some() {
                        geoparquet_bytes(table, &metadata)?
                    } else {
                        parquet_bytes(table, &metadata)?
                    };
                    (format!("{stem}-parquet"), "parquet", bytes)
                }
                Format::Xlsx => continue,
            };
            let file = format!("{stem}.{ending}");
            resources.push(resource(table, &name, &file, *format, &bytes));
            files.push((file, bytes));
        }
    }
    if formats.contains(&Format::Xlsx) {
        let bytes = xlsx_bytes(tables, info)?;
        let file = format!("{}.xlsx", slug(&info.name));
        resources.push(workbook_resource(&file, info, &bytes));
        files.push((file, bytes));
    }
    files.push(("datapackage.json".into(), descriptor(info, resources)?));
    std::fs::create_dir_all(folder).map_err(|source| ViewsError::Write { path: folder.to_owned(), source })?;
    let mut written = Vec::with_capacity(files.len());
    for (name, bytes) in files {
        let path = folder.join(name);
        write_whole(&path, &bytes)?;
        written.push(path);
    }
    Ok(written)
}

fn descriptor(info: &RunInfo, resources: Vec<Value>) -> Result<Vec<u8>, ViewsError> {
    let licence = |l: &Licence| {
        let mut entry = Map::new();
        entry.insert("name".into(), json!(l.name));
        entry.insert("title".into(), json!(l.title));
        if !l.path.is_empty() {
            entry.insert("path".into(), json!(l.path));
        }
        Value::Object(entry)
    };
    let mut out = json!({
        "profile": "data-package",
        "name": slug(&info.name),
        "title": info.title,
        "description": info.description,
        "lynchpin": {
            "version": info.version,
            "seed": info.seed,
            "parameters": info.parameter_object(),
        },
    });
    // The standard asks that a list which is there is not empty.
    if !info.sources.is_empty() {
        out["sources"] = Value::Array(info.source_list());
    }
    if !info.licences.is_empty() {
        out["licenses"] = info.licences.iter().map(licence).collect();
    }
    out["resources"] = Value::Array(resources);
    let mut text = serde_json::to_string_pretty(&out)
        .map_err(|e| ViewsError::Table { table: info.name.clone(), problem: format!("cannot be described: {e}") })?;
    text.push('\n');
    Ok(text.into_bytes())
}

fn resource(table: &DataTable, name: &str, file: &str, format: Format, bytes: &[u8]) -> Value {
    let (profile, format, media_type) = match format {
        Format::Csv => ("tabular-data-resource", "csv", "text/csv"),
        Format::Parquet | Format::Xlsx => ("data-resource", "parquet", "application/vnd.apache.parquet"),
    };
    let mut out = json!({
        "profile": profile,
        "name": name,
        "path": file,
        "title": table.title,
        "description": table.description,
        "format": format,
        "mediatype": media_type,
        "encoding": "utf-8",
        "bytes": bytes.len(),
        "hash": hash(bytes),
    });
    // What is not text is offered as a file: a reader of tables would look for rows in it, and not every one can.
    if format == "csv" {
        out["rows"] = json!(table.rows());
    } else {
        out["type"] = json!("file");
    }
    out["schema"] = schema(table, format == "parquet" && table.geometry.is_some());
    out
}

fn workbook_resource(file: &str, info: &RunInfo, bytes: &[u8]) -> Value {
    json!({
        "profile": "data-resource",
        "type": "file",
        "name": format!("{}-workbook", slug(&info.name)),
        "path": file,
        "title": format!("{} (workbook of all tables)", info.title),
        "format": "xlsx",
        "mediatype": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "bytes": bytes.len(),
        "hash": hash(bytes),
    })
}

fn hash(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut out = "sha256:".to_owned();
    for byte in Sha256::digest(bytes) {
        let _ = write!(out, "{byte:02x}");
    }
    out
}

fn schema(table: &DataTable, with_shapes: bool) -> Value {
    let mut fields: Vec<Value> = table.columns.iter().map(field).collect();
    if with_shapes {
        fields.push(json!({
            "name": "geometry",
            "type": "any",
            "title": "Shape",
            "description": "Well-known binary, longitude and latitude in degrees (OGC:CRS84)",
        }));
    }
    let mut out = json!({ "fields": fields });
    if !table.key.is_empty() {
        out["primaryKey"] = json!(table.key);
    }
    out["missingValues"] = json!([""]);
    out
}

fn field(column: &Column) -> Value {
    let kind = match column.values {
        Values::Text(_) => "string",
        Values::Number(_) => "number",
        Values::Integer(_) => "integer",
        Values::Flag(_) => "boolean",
    };
    let mut out = json!({ "name": column.name, "type": kind, "title": column.title });
    for (key, text) in [("unit", &column.unit), ("description", &column.description), ("source", &column.source)] {
        if !text.is_empty() {
            out[key] = json!(text);
        }
    }
    out
}

/// Title, description and fields of a table, for the footer of its Parquet file.
fn resource_text(table: &DataTable) -> String {
    json!({
        "name": table.name,
        "title": table.title,
        "description": table.description,
        "schema": schema(table, table.geometry.is_some()),
    })
    .to_string()
}
