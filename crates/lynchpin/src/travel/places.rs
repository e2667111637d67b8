//! Where people live, where jobs are, and what counts there.

use anyhow::{Result, anyhow};
use lynchpin_findings::work::{GoodJobs, SkillJobs};
use lynchpin_network::geometry::Point;
use lynchpin_network::streets::{Snap, StreetGraph};
use lynchpin_pack::tables::{LedgerEntry, Tables};
use lynchpin_reach::access::Opportunities;

/// A point farther than this from any street is not linked, metres (Lynchpin default).
pub const LINK_METRES: f64 = 1_000.0;

/// Where each kind of job stands among the columns of [`Places::opportunities`].
pub(super) mod columns {
    /// The first four are all jobs, then good jobs low, point and high. Here end all jobs by skill level.
    pub const ALL_BY_SKILL: usize = 8;
    /// Here end good jobs by skill level.
    pub const GOOD_BY_SKILL: usize = 12;
}

/// Homes, workplaces and the jobs that count on a shift.
pub(super) struct Places {
    pub(super) homes: Vec<Option<Point>>,
    pub(super) workplaces: Vec<Option<Point>>,
    /// See [`columns`]; those by skill level only where the pack says them.
    pub(super) opportunities: Opportunities,
    /// All jobs and good jobs low, point and high: what jobseekers compete for.
    pub(super) competed: Opportunities,
}

impl Places {
    pub(super) fn new(tables: &Tables, good: &GoodJobs, skill: Option<&SkillJobs>) -> Result<Self> {
        let point = |p: &Option<(f64, f64)>| p.and_then(|(lon, lat)| Point::from_degrees(lon, lat));
        let jobs = tables.jobs.as_ref().ok_or_else(|| anyhow!("the pack has no jobs"))?;
        let mut all: Vec<(&str, &[f64])> =
            vec![("all", &good.all), ("low", &good.low), ("point", &good.point), ("high", &good.high)];
        let competed = Opportunities::new(&all)?;
        let by_level = |levels: &Vec<[f64; 4]>| -> Vec<Vec<f64>> {
            (0..4).map(|level| levels.iter().map(|jobs| jobs[level]).collect()).collect()
        };
        let skills = skill.map_or_else(Vec::new, |skill| by_level(&skill.all));
        let good_skills = skill.and_then(|skill| skill.good.as_ref()).map_or_else(Vec::new, by_level);
        all.extend(skills.iter().map(|column| ("by skill", column.as_slice())));
        all.extend(good_skills.iter().map(|column| ("good by skill", column.as_slice())));
        Ok(Self {
            homes: tables.areas.points.iter().map(point).collect(),
            workplaces: jobs.points.iter().map(point).collect(),
            opportunities: Opportunities::new(&all)?,
            competed,
        })
    }

    /// Neighbourhoods too far from the streets to `verb` on.
    pub(super) fn unlinked(&self, tables: &Tables, graph: &StreetGraph, verb: &str) -> LedgerEntry {
        let lost: Vec<usize> = unlinked(&snaps(graph, &self.homes));
        LedgerEntry {
            step: format!("neighbourhoods → streets to {verb} on"),
            what: "neighbourhoods".into(),
            used: self.homes.len() as f64,
            lost: lost.len() as f64,
            reason: if lost.is_empty() { String::new() } else { far_from_street() },
            examples: lost.iter().take(10).map(|a| tables.areas.codes[*a].clone()).collect(),
        }
    }

    /// Jobs at workplaces too far from the streets to walk on.
    pub(super) fn unlinked_jobs(&self, good: &GoodJobs, graph: &StreetGraph) -> LedgerEntry {
        let lost: Vec<usize> = unlinked(&snaps(graph, &self.workplaces));
        LedgerEntry {
            step: "workplaces → streets to walk on".into(),
            what: "jobs".into(),
            used: good.all.iter().sum(),
            lost: lost.iter().map(|w| good.all[*w]).sum(),
            reason: if lost.is_empty() { String::new() } else { far_from_street() },
            examples: lost.iter().take(10).map(|w| good.codes[*w].clone()).collect(),
        }
    }
}

/// Why a place is not linked.
pub(super) fn far_from_street() -> String {
    format!("no street within {LINK_METRES} m, most often because the place lies outside the street map")
}

/// Positions of the places that are linked to no street.
pub(super) fn unlinked(snaps: &[Snap]) -> Vec<usize> {
    snaps.iter().enumerate().filter(|(_, snap)| !snap.is_linked()).map(|(at, _)| at).collect()
}

/// Links points to the streets of a mode.
pub fn snaps(graph: &StreetGraph, points: &[Option<Point>]) -> Vec<Snap> {
    let snap = |point: &Option<Point>| point.and_then(|p| graph.snap(p, LINK_METRES)).unwrap_or(Snap::NOWHERE);
    points.iter().map(snap).collect()
}
