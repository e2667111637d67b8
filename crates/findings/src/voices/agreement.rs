//! How far coders agree on themes: Krippendorff's alpha over units that several of them read.
//!
//! A unit is what a table of segments calls one, or a paragraph of a text (a line that is not blank). For each code a coder says of each unit of
//! the interviews that they coded whether the code is there: any overlap counts (Lynchpin default). Alpha is nominal.

use super::krippendorff::{alpha_interval, pairable};
use crate::interval::Interval;
use crate::sample::Bootstrap;
use lynchpin_pack::config::Scale;
use lynchpin_pack::voices::{Interviews, Segment};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Agreement on one code, or on all of them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Agreement {
    /// The code; `all themes` for all together.
    pub code: String,
    /// Units that two coders or more read.
    pub units: usize,
    /// Krippendorff's alpha with a bootstrap interval.
    pub alpha: Interval,
}

/// A unit: its document and its name or number there.
type Unit = (usize, String);

/// What each coder says of each unit.
type Judgements = Vec<Vec<Option<f64>>>;

/// Agreement on all themes together, then on each theme; empty where no interview was coded by two coders. Only documents that `used` marks count.
pub fn agreement(interviews: &Interviews, used: &[bool], bootstrap: Bootstrap) -> Vec<Agreement> {
    let coders = interviews.coders.len();
    let segments: Vec<&Segment> =
        interviews.segments.iter().filter(|s| used[s.document] && s.coder.is_some()).collect();
    let mut readers: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for segment in &segments {
        readers.entry(segment.document).or_default().extend(segment.coder);
    }
    let units = units(interviews, &segments);
    let both: Vec<&Unit> =
        units.keys().filter(|(document, _)| readers.get(document).is_some_and(|r| r.len() > 1)).collect();
    let of_code = |code: usize| -> Judgements {
        let says = |coder: usize, unit: &Unit| {
            let read = readers[&unit.0].contains(&coder);
            read.then(|| f64::from(u8::from(units[unit].contains(&(coder, code)))))
        };
        (0..coders).map(|coder| both.iter().map(|unit| says(coder, unit)).collect()).collect()
    };
    let all: Vec<Judgements> = (0..interviews.codes.len()).map(of_code).collect();
    let together = (0..coders).map(|coder| all.iter().flat_map(|code| code[coder].clone()).collect()).collect();
    let measured = |name: &str, values: &Judgements, stream: u64| {
        let alpha = alpha_interval(values, Scale::Nominal, bootstrap, stream)?;
        Some(Agreement { code: name.to_owned(), units: pairable(values), alpha })
    };
    let each = interviews.codes.iter().zip(&all).enumerate();
    measured("all themes", &together, 0)
        .into_iter()
        .chain(each.filter_map(|(at, (code, values))| measured(&code.name, values, 1 + at as u64)))
        .collect()
}

/// Every unit, with the coders and codes found in it.
fn units(interviews: &Interviews, segments: &[&Segment]) -> BTreeMap<Unit, BTreeSet<(usize, usize)>> {
    let mut units: BTreeMap<Unit, BTreeSet<(usize, usize)>> = BTreeMap::new();
    let paragraphs: BTreeMap<usize, Vec<(usize, usize)>> = segments
        .iter()
        .filter_map(|s| Some((s.document, interviews.documents[s.document].text.as_ref()?)))
        .map(|(document, text)| (document, paragraphs(text)))
        .collect();
    for (document, spans) in &paragraphs {
        for number in 0..spans.len() {
            units.entry((*document, number.to_string())).or_default();
        }
    }
    for segment in segments {
        let Some(coder) = segment.coder else { continue };
        let mark = (coder, segment.code);
        if let Some(unit) = &segment.unit {
            units.entry((segment.document, unit.clone())).or_default().insert(mark);
        } else if let (Some((start, end)), Some(spans)) = (segment.span, paragraphs.get(&segment.document)) {
            let touched = spans.iter().enumerate().filter(|(_, (from, to))| start < *to && *from < end);
            for (number, _) in touched {
                units.entry((segment.document, number.to_string())).or_default().insert(mark);
            }
        }
    }
    units
}

/// First code point of each line that is not blank, and the one after its last.
fn paragraphs(text: &str) -> Vec<(usize, usize)> {
    let mut spans = Vec::new();
    let mut at = 0;
    for line in text.split('\n') {
        let length = line.chars().count();
        if !line.trim().is_empty() {
            spans.push((at, at + length));
        }
        at += length + 1;
    }
    spans
}
