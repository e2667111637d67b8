//! Every measure that can be mapped, on every geography that it has figures for.

use std::collections::BTreeMap;

use lynchpin_findings::places::CompareOptions;
use lynchpin_findings::profile::{PlaceProfile, ProfileInput, profile};
use lynchpin_findings::work::WorkAnswer;
use lynchpin_pack::tables::{Direction, Index, Indicator};

use super::columns::further;
use super::levels::Level;
use crate::numbers::{Reading, Style};
use crate::report::{Method, NoteId, Notes};
use crate::story::{Story, group_reading, methods, style_of};

/// Above this number of places, figures are taken as published, without intervals: these would take seconds.
const MOST_PROFILES: usize = 5_000;

/// A measure that can be mapped.
#[derive(Clone, Debug)]
pub(in crate::server) struct Measure {
    pub(in crate::server) id: String,
    pub(in crate::server) label: String,
    pub(in crate::server) unit: String,
    /// The heading that it is listed under.
    pub(in crate::server) family: String,
    pub(in crate::server) direction: Direction,
    pub(in crate::server) style: Style,
    pub(in crate::server) note: Note,
    /// Readings per place, by position of the level.
    pub(in crate::server) readings: BTreeMap<usize, Vec<Reading>>,
    /// Whether it is the one to show first.
    pub(in crate::server) leads: bool,
}

/// How a measure was made.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, schemars::JsonSchema)]
pub(in crate::server) struct Note {
    /// What was done, in plain sentences.
    pub method: String,
    /// The formula, as plain text.
    pub formula: Option<String>,
    /// What the interval means; nothing where there is none.
    pub interval: Option<String>,
    /// What the number does not say.
    pub says_not: Option<String>,
    /// Whether a choice in it is Lynchpin's own default.
    pub own_default: bool,
    /// Publishers, titles, periods and licences, as one line.
    pub sources: String,
}

impl Note {
    pub(super) fn taken(notes: &Notes, id: NoteId) -> Self {
        let Some(method) = notes.method_of(id) else { return Self::default() };
        Self {
            method: method.method.clone(),
            formula: method.formula.clone(),
            interval: method.interval.clone(),
            says_not: method.says_not.clone(),
            own_default: method.own_default,
            sources: sources(notes, method),
        }
    }
}

fn sources(notes: &Notes, method: &Method) -> String {
    let line = |s: &crate::report::Source| format!("{}: {} ({}), {}", s.publisher, s.title, s.period, s.licence);
    method.sources.iter().filter_map(|id| notes.source_of(*id)).map(line).collect::<Vec<_>>().join("; ")
}

/// The profiles of a level's places; nothing where there are too many.
struct Profiled {
    level: usize,
    profiles: Option<Vec<PlaceProfile>>,
    places: usize,
}

pub(super) fn measures(story: &Story<'_>, levels: &[Level], minimum_denominator: f64) -> Vec<Measure> {
    let profiled = profiles(story, levels, minimum_denominator);
    let mut all = Vec::new();
    if let Some(work) = story.work {
        all.extend(good_jobs(work, &profiled));
    }
    all.extend(story.tables.indicators.iter().map(|i| indicator(story, i, &profiled)));
    all.extend(story.tables.indices.iter().map(|i| rank(i, &profiled)));
    let known: Vec<String> = all.iter().map(|m| m.id.clone()).collect();
    all.extend(further(story, levels, &known, minimum_denominator));
    all.retain(|m| m.readings.values().flatten().any(|r| r.value().is_some()));
    if let Some(first) = all.first_mut().filter(|_| story.work.is_none()) {
        first.leads = true;
    }
    all
}

fn profiles(story: &Story<'_>, levels: &[Level], minimum_denominator: f64) -> Vec<Profiled> {
    let input = ProfileInput {
        tables: story.tables,
        grouping: &story.places.grouping,
        comparisons: &story.places.comparisons,
        reach: story.work.map_or(&[], |w| &w.reach),
        summaries: story.work.map_or(&[], |w| &w.summaries),
        cut_off: story.work.map(|w| &w.cut_off),
        within: &story.places.within,
        options: CompareOptions { minimum_denominator, ..CompareOptions::default() },
    };
    let of = |(level, places): (usize, &Level)| {
        let few = places.codes.len() <= MOST_PROFILES;
        let profiles = few.then(|| places.places().into_iter().map(|place| profile(input, place)).collect());
        Profiled { level, profiles, places: places.codes.len() }
    };
    levels.iter().enumerate().map(of).collect()
}

/// Readings by level: from profiles, or as published where there are too many places.
fn by_level(
    profiled: &[Profiled],
    of: impl Fn(&PlaceProfile) -> Reading,
    published: impl Fn(usize) -> Reading,
) -> BTreeMap<usize, Vec<Reading>> {
    let readings = |p: &Profiled| match &p.profiles {
        Some(profiles) => Some((p.level, profiles.iter().map(&of).collect())),
        None if p.level == 0 => Some((0, (0..p.places).map(&published).collect())),
        None => None,
    };
    profiled.iter().filter_map(readings).collect()
}

fn good_jobs(work: &WorkAnswer, profiled: &[Profiled]) -> Vec<Measure> {
    let mut notes = Notes::new();
    let id = methods::reach(&mut notes, work);
    let note = Note { interval: Some(BOUNDS.into()), ..Note::taken(&notes, id) };
    let measure = |table: &lynchpin_findings::work::ReachTable| {
        let cut = &table.cut;
        let of = |profile: &PlaceProfile| {
            let reach = profile.reach.iter().find(|r| r.cut == *cut);
            let value = reach.and_then(|r| r.value);
            value.map_or(Reading::Missing, |(low, point, high)| Reading::between(point, low, high))
        };
        let published = |area: usize| {
            let reached = table.areas.get(area).and_then(Option::as_ref);
            reached.map_or(Reading::Missing, |r| Reading::between(r.point, r.low, r.high))
        };
        Measure {
            id: format!("good-jobs-{}", slug_of(&cut.to_string())),
            label: format!(
                "Good jobs within {} minutes {}, {}",
                cut.minutes,
                cut.mode.phrase(),
                work.shift_words(&cut.shift)
            ),
            unit: "jobs".into(),
            family: "Good work within reach".into(),
            direction: Direction::HigherIsBetter,
            style: Style::modelled_count(10.0).unit("jobs"),
            note: note.clone(),
            readings: by_level(profiled, of, published),
            leads: *cut == work.cut_off.rule.cut,
        }
    };
    work.reach.iter().map(measure).collect()
}

/// What the two ends of good jobs mean.
pub(super) const BOUNDS: &str = "From the lowest to the highest number of good jobs that the published pay percentiles allow. It is no sampling interval.";

fn indicator(story: &Story<'_>, indicator: &Indicator, profiled: &[Profiled]) -> Measure {
    let of = |profile: &PlaceProfile| {
        let found = profile.indicators.iter().find(|i| i.id == indicator.id);
        group_reading(found.map(|i| &i.place))
    };
    let published = |area: usize| Reading::from(indicator.values.get(area).copied().flatten());
    let compared = story.places.comparisons.iter().find(|c| c.id == indicator.id);
    let method = compared.and_then(|c| c.study_area.interval.as_ref()).map(|i| i.method.label());
    let mut notes = Notes::new();
    let id = methods::indicator(&mut notes, indicator, method);
    let typical = compared.and_then(|c| c.study_area.value);
    Measure {
        id: indicator.id.clone(),
        label: indicator.label.clone(),
        unit: indicator.unit.clone(),
        family: "Published statistics".into(),
        direction: indicator.direction,
        style: style_of(&indicator.unit, typical),
        note: Note::taken(&notes, id),
        readings: by_level(profiled, of, published),
        leads: false,
    }
}

fn rank(index: &Index, profiled: &[Profiled]) -> Measure {
    let of = |profile: &PlaceProfile| {
        let found = profile.ranks.iter().find(|r| r.index == index.id);
        Reading::from(found.map(|r| r.rank))
    };
    let published = |area: usize| Reading::from(index.area_rank.get(area).copied().flatten());
    let p = &index.provenance;
    Measure {
        id: format!("{}-rank", index.id),
        label: format!("{}: rank", index.label),
        unit: format!("of {}, 1 is worst", index.codes.len()),
        family: "Deprivation and community needs".into(),
        direction: Direction::HigherIsBetter,
        style: Style::count(),
        note: Note {
            method: "The published rank; for a higher area the mean of its neighbourhoods' ranks, weighted by people where all of theirs are known.".into(),
            says_not: Some("A rank orders places; it does not say how much worse one is than another.".into()),
            sources: format!("{}: {} ({}), {}", p.publisher, p.title, p.period, p.licence),
            ..Note::default()
        },
        readings: by_level(profiled, of, published),
        leads: false,
    }
}

/// Letters, digits and single hyphens.
pub(super) fn slug_of(text: &str) -> String {
    crate::markup::slug(text)
}
