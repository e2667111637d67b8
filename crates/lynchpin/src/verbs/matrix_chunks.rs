//! `lynchpin matrix` in parts: a folder that a run fills, and that the same command fills up after it was stopped.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use clap::Args;
use lynchpin_network::NetworkMeta;
use lynchpin_reach::matrix::{MatrixSummary, Parts, PartsWriter, RowSink, clear_leftovers};
use lynchpin_reach::points::Points;
use serde::Serializer;
use serde::ser::Error as _;
use serde_json::{Value, json};

/// The name of the manifest. Readers of a folder of Parquet files pass over names that start with an underscore.
const MANIFEST: &str = "_manifest.json";

/// Options of `lynchpin matrix` for runs in parts.
#[derive(Args)]
pub struct ChunkArguments {
    /// Write the matrix in N parts, each with so many of the origins; --out is then a folder, of CSV files if its name ends in
    /// .csv, of Parquet files otherwise. Started again after it was stopped, the same command computes only what is missing
    #[arg(long, value_name = "N", requires = "out")]
    chunks: Option<usize>,
    /// Compute the I-th of N parts into the folder --out and no other, so that several machines can share the work
    #[arg(long, value_name = "I/N", conflicts_with = "chunks", requires = "out")]
    chunk: Option<String>,
}

impl ChunkArguments {
    /// The number of parts, and which is asked for (from 0) if it is only one; `None` where the matrix is to be one file.
    pub fn asked(&self) -> Result<Option<(usize, Option<usize>)>> {
        let Some(text) = &self.chunk else {
            return Ok(self.chunks.map(|count| (count, None)));
        };
        let numbers =
            text.split_once('/').and_then(|(i, n)| Some((i.parse::<usize>().ok()?, n.parse::<usize>().ok()?)));
        let (part, count) = numbers.filter(|&(part, count)| (1..=count).contains(&part)).ok_or_else(|| {
            anyhow!("--chunk {text:?} is no part\nhint: write it as I/N, such as 3/10 for the third of ten")
        })?;
        Ok(Some((count, Some(part - 1))))
    }
}

/// What decides every byte of the parts.
pub struct Request<'a> {
    /// The network's origin and settings.
    pub network: &'a NetworkMeta,
    /// All origins, and the destinations.
    pub ends: [&'a Points; 2],
    /// Names of the values.
    pub columns: &'a [String],
    /// Everything else that was asked for, by option.
    pub parameters: Value,
}

/// What a run in parts did.
pub struct Done {
    /// How many parts there are.
    pub parts: usize,
    /// How many were computed now; the others were there or are left to other runs.
    pub computed: usize,
    /// Rows of the parts computed now.
    pub rows: u64,
    /// The origins of the parts computed now.
    pub origins: Points,
    /// What was used and lost; positions are those in `origins`.
    pub summary: MatrixSummary,
}

/// Computes the parts that are asked for and not there yet. `compute` answers for some of the origins.
pub fn run(
    folder: &Path,
    (count, only): (usize, Option<usize>),
    request: &Request<'_>,
    one_by_one: bool,
    compute: impl Fn(&Points, &mut dyn RowSink) -> Result<MatrixSummary>,
) -> Result<Done> {
    let [all, destinations] = request.ends;
    let parts = Parts::new(folder, count, all.len())?;
    claim(folder, &manifest(request, count))?;
    let asked = only.map_or(0..count, |part| part..part + 1);
    for part in asked.clone() {
        parts.clear(part)?;
    }
    if only.is_none() {
        clear_leftovers(folder, ".lynchpin-turned.")?;
        clear_leftovers(folder, &format!(".{MANIFEST}."))?;
    }
    let missing: Vec<usize> = asked.filter(|&part| !parts.is_finished(part)).collect();
    let mut done = Done {
        parts: count,
        computed: missing.len(),
        rows: 0,
        origins: parts.origins(&missing, all),
        summary: MatrixSummary::default(),
    };
    let together = if one_by_one { 1 } else { missing.len().max(1) };
    let mut before = 0;
    for wanted in missing.chunks(together) {
        let origins = parts.origins(wanted, all);
        let mut writer = PartsWriter::new(&parts, wanted, all, destinations.ids.clone(), request.columns);
        let found = compute(&origins, &mut writer)?;
        done.rows += writer.rows();
        done.summary.unlinked_origins.extend(found.unlinked_origins.iter().map(|origin| origin + before));
        done.summary.unlinked_destinations = found.unlinked_destinations;
        done.summary.pairs_reached += found.pairs_reached;
        before += origins.len();
    }
    Ok(done)
}

fn manifest(request: &Request<'_>, count: usize) -> Value {
    let [origins, destinations] = request.ends;
    json!({
        "lynchpin": env!("CARGO_PKG_VERSION"),
        "network": request.network.fingerprint(),
        "origins": { "count": origins.len(), "blake3": fingerprint(origins) },
        "destinations": { "count": destinations.len(), "blake3": fingerprint(destinations) },
        "chunks": count,
        "columns": request.columns,
        "parameters": request.parameters,
    })
}

/// Puts a file that an option names into the parameters, by its contents.
///
/// # Errors
/// A file that cannot be read.
#[allow(clippy::ref_option, reason = "serde passes a reference to the field")]
pub fn contents<S: Serializer>(file: &Option<PathBuf>, serializer: S) -> Result<S::Ok, S::Error> {
    let Some(file) = file else { return serializer.serialize_none() };
    let bytes = std::fs::read(file).map_err(|e| S::Error::custom(format!("cannot read {}: {e}", file.display())))?;
    serializer.serialize_str(&blake3::hash(&bytes).to_hex())
}

fn fingerprint(points: &Points) -> String {
    let mut hasher = blake3::Hasher::new();
    for (id, place) in points.ids.iter().zip(&points.places) {
        hasher.update(&(id.len() as u64).to_le_bytes()).update(id.as_bytes());
        hasher.update(&place.lon_e7.to_le_bytes()).update(&place.lat_e7.to_le_bytes());
    }
    hasher.finalize().to_hex().to_string()
}

/// Makes the folder this matrix's own, or finds that it is; a folder of anything else is refused.
fn claim(folder: &Path, manifest: &Value) -> Result<()> {
    if folder.is_file() {
        bail!("{}: is a file\nhint: a matrix in parts is a folder; give --out another name", folder.display());
    }
    std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let file = folder.join(MANIFEST);
    let text = match std::fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            refuse_strangers(folder)?;
            return write(&file, manifest);
        }
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", file.display())),
    };
    let there: Value = serde_json::from_str(&text)
        .with_context(|| format!("{}: is no manifest\nhint: give --out another folder", file.display()))?;
    let mut differences = Vec::new();
    compare("", &there, manifest, &mut differences);
    if differences.is_empty() {
        return Ok(());
    }
    bail!(
        "{}: holds parts of another matrix\n  {}\nhint: give --out another folder, or remove this one to start anew",
        folder.display(),
        differences.join("\n  ")
    );
}

/// Without a manifest, nothing but what a run killed at its very start leaves may be there.
fn refuse_strangers(folder: &Path) -> Result<()> {
    let io = || format!("cannot read {}", folder.display());
    for entry in std::fs::read_dir(folder).with_context(io)? {
        let name = entry.with_context(io)?.file_name();
        if !name.to_string_lossy().starts_with(&format!(".{MANIFEST}.")) {
            bail!(
                "{}: is not empty and has no {MANIFEST} (found {})\nhint: give --out a folder of its own",
                folder.display(),
                name.to_string_lossy()
            );
        }
    }
    Ok(())
}

fn write(file: &Path, manifest: &Value) -> Result<()> {
    let temporary: PathBuf = file.with_file_name(format!(".{MANIFEST}.{}.part", std::process::id()));
    let cannot = || format!("cannot write {}", file.display());
    std::fs::write(&temporary, format!("{}\n", serde_json::to_string_pretty(manifest)?)).with_context(cannot)?;
    std::fs::rename(&temporary, file).with_context(cannot)
}

/// Adds a line for every value that is not the same, by its path.
fn compare(path: &str, there: &Value, now: &Value, differences: &mut Vec<String>) {
    if let (Value::Object(there), Value::Object(now)) = (there, now) {
        let names: Vec<&String> = there.keys().chain(now.keys().filter(|name| !there.contains_key(*name))).collect();
        for name in names {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            let value = |of: &serde_json::Map<String, Value>| of.get(name).cloned().unwrap_or(Value::Null);
            compare(&path, &value(there), &value(now), differences);
        }
    } else if there != now {
        let short = |value: &Value| match value {
            Value::String(text) if text.len() == 64 => format!("{}…", &text[..text.len().min(12)]),
            other => other.to_string(),
        };
        let what = match path {
            "network" => ": other input files, or other settings of the network",
            "origins.blake3" | "destinations.blake3" => ": other points",
            "lynchpin" => ": another version",
            _ => "",
        };
        differences.push(format!("{path}: {} there, {} asked for{what}", short(there), short(now)));
    }
}
