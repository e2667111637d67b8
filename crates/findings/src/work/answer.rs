//! Everything that a pack says about good work and who can reach it.

use super::cut_off::{CutOffReport, CutOffRule, cut_off};
use super::drawn::{DrawnJobs, DrawnReach};
use super::good_jobs::{GoodJobs, good_jobs};
use super::pay::WageLine;
use super::reach::{Cut, Mode, ReachTable, mix_by_car};
use super::reach_findings::ReachFindings;
use super::reach_groups::{Measure, ReachSummary, summarise_reach};
use super::skill_match::QUALIFIED_COLUMNS;
use super::staffing::{PayShares, pay_shares};
use super::terms::{Reach, ReachTerms};
use crate::FindingsError;
use crate::places::Grouping;
use crate::sample::Bootstrap;
use lynchpin_pack::config::{Run, Shift, WageFloor};
use lynchpin_pack::tables::{Pay, Provenance, Tables};
use serde::Serialize;

/// The answer to "what good work is there, who can reach it, and who is cut off from it?".
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WorkAnswer {
    /// The wage that makes a job good.
    pub floor: WageFloor,
    /// Share of jobs at or above it, by industry.
    pub shares: PayShares,
    /// Good jobs by workplace.
    pub good: GoodJobs,
    /// Jobs within reach, one table a cut.
    pub reach: Vec<ReachTable>,
    /// Good jobs within reach, by group, in the same order.
    pub summaries: Vec<ReachSummary>,
    /// What they say beyond their number: competition, gaps, losses, inequality, skill.
    pub findings: ReachFindings,
    /// Who competes, what may be spent, which nurseries are passed; or why nothing is said of it.
    pub terms: ReachTerms,
    /// Draws of good jobs within reach of the cut that the line is drawn on, for intervals of what is made of them.
    #[serde(skip)]
    pub drawn: Option<DrawnReach>,
    /// Who is cut off.
    pub cut_off: CutOffReport,
    /// Shift ids and what to call them.
    pub shifts: Vec<(String, String)>,
    /// Whether the early shift counts only the jobs that the pack says start early.
    pub early_jobs_known: bool,
    /// How people travel in this run, in sentences: speeds, limits, windows.
    pub travel_words: String,
    /// Tables that the figures rest on.
    pub sources: Vec<Provenance>,
    /// Streets and timetables that they rest on.
    pub network_sources: Vec<Provenance>,
}

/// A shift that starts by 07:00 is early (Lynchpin default).
const EARLY_SECONDS: u32 = 7 * 3600;

/// The wage floor of a pack that nobody may be paid under: it narrows what is known below the lowest published percentile.
const LEGAL_MINIMUM: &str = "national_living_wage";

/// Good jobs by workplace, before anybody travels.
#[derive(Clone, Debug, PartialEq)]
pub struct Supply {
    /// The wage that makes a job good.
    pub floor: WageFloor,
    /// Share of jobs at or above it, by industry.
    pub shares: PayShares,
    /// Good jobs by workplace.
    pub good: GoodJobs,
}

/// Counts good jobs, or says in words what the pack lacks for it.
///
/// # Errors
/// What pay, staffing and jobs refuse.
pub fn supply(tables: &Tables, floors: &[WageFloor]) -> Result<Result<Supply, String>, FindingsError> {
    let Some(floor) = floors.first() else { return Ok(Err("the pack names no wage floor.".into())) };
    let Some(jobs) = tables.jobs.as_ref().filter(|jobs| !jobs.codes.is_empty()) else {
        return Ok(Err("the pack has no jobs by workplace.".into()));
    };
    let Some(pay) = pay_to_use(tables) else { return Ok(Err("the pack has no pay percentiles.".into())) };
    let line = line_at(floor, floors);
    let shares = pay_shares(pay, tables.staffing.as_ref(), line)?;
    let good = good_jobs(jobs, &shares)?;
    Ok(Ok(Supply { floor: floor.clone(), shares, good }))
}

/// The wage that makes a job good: the first of the floors, with the legal minimum among them; `None` where the pack names none.
pub fn wage_line(floors: &[WageFloor]) -> Option<WageLine> {
    floors.first().map(|floor| line_at(floor, floors))
}

fn line_at(floor: &WageFloor, floors: &[WageFloor]) -> WageLine {
    let legal = floors.iter().find(|f| f.id == LEGAL_MINIMUM).map(|f| f.pounds_per_hour);
    WageLine { threshold_pounds: floor.pounds_per_hour, floor_pounds: legal }
}

/// Pay by industry where there is some, as it needs no occupation mix; else the first table of the pack.
fn pay_to_use(tables: &Tables) -> Option<&Pay> {
    tables.pay.iter().find(|p| p.by == "industry").or_else(|| tables.pay.first())
}

/// Sums what is within reach up over groups, draws the line, and adds drivers and others by car ownership.
///
/// `network_sources` are those of streets and timetables.
///
/// # Errors
/// [`FindingsError::NoReach`] where no area could be linked, and whatever the parts refuse.
pub fn answer(
    tables: &Tables,
    supply: Supply,
    Reach { tables: mut reach, terms, drawn }: Reach,
    grouping: &Grouping,
    run: &Run,
    network_sources: Vec<Provenance>,
) -> Result<WorkAnswer, FindingsError> {
    reach.extend(mixed(tables, &reach)?);
    let working_age = working_age(tables);
    let rule = rule(&reach, run);
    Ok(WorkAnswer {
        summaries: summarise_reach(&reach, grouping, working_age, Measure::GoodJobs, Bootstrap::default())?,
        findings: ReachFindings::of(tables, &reach, grouping, working_age, &rule.cut)?,
        cut_off: cut_off(&reach, grouping, working_age, &rule)?,
        shifts: run.shifts.iter().map(|s| (s.id.clone(), s.label.clone())).collect(),
        early_jobs_known: tables.jobs.as_ref().is_some_and(|j| j.early_shift_share.is_some()),
        travel_words: travel_words(run),
        sources: sources(tables),
        network_sources,
        floor: supply.floor,
        shares: supply.shares,
        good: supply.good,
        reach,
        terms,
        drawn,
    })
}

/// The minutes that the findings lead with: 45, or the middle threshold where the run has no 45.
pub fn lead_minutes(run: &Run) -> u16 {
    let (minutes, standard) = (&run.thresholds_minutes, CutOffRule::default().cut.minutes);
    let middle = minutes.get(minutes.len() / 2).copied().unwrap_or(u32::from(standard));
    if minutes.contains(&u32::from(standard)) { standard } else { middle as u16 }
}

/// 45 minutes by public transport on the first shift, or the middle threshold where the run has no 45.
fn rule(reach: &[ReachTable], run: &Run) -> CutOffRule {
    let standard = CutOffRule::default();
    let minutes = lead_minutes(run);
    let shift = run.shifts.first().map_or(standard.cut.shift.clone(), |s| s.id.clone());
    let has_transit = reach.iter().any(|t| t.cut.mode == Mode::PublicTransport);
    let mode = if has_transit { Mode::PublicTransport } else { Mode::Car };
    CutOffRule { cut: Cut { mode, shift, minutes, ..standard.cut }, ..standard }
}

fn mixed(tables: &Tables, reach: &[ReachTable]) -> Result<Vec<ReachTable>, FindingsError> {
    let columns = &tables.residents.columns;
    let (Some(none), Some(all)) = (columns.get("households_no_car"), columns.get("households")) else {
        return Ok(Vec::new());
    };
    let by_car = |t: &&ReachTable| t.cut.mode == Mode::Car;
    let pairs = reach.iter().filter(by_car).filter_map(|car| {
        let same = Cut { mode: Mode::PublicTransport, ..car.cut.clone() };
        Some((car, reach.iter().find(|t| t.cut == same)?))
    });
    pairs.map(|(car, transit)| mix_by_car(car, transit, none, all)).collect()
}

fn working_age(tables: &Tables) -> &[Option<f64>] {
    tables.residents.columns.get("working_age").map_or(&[], Vec::as_slice)
}

fn travel_words(run: &Run) -> String {
    format!(
        "Walking {} km/h over streets, at most {} minutes to and from stops and {} minutes between rides; at most {} rides; \
         windows of {} minutes; percentile {} of the window. Cars: legal or class speed times a congestion factor by road class and hour \
         (Lynchpin defaults); time to park is not counted.",
        run.walk_kmh,
        run.max_walk_minutes,
        run.max_transfer_walk_minutes,
        run.max_rides,
        run.window_minutes,
        run.percentile
    )
}

fn sources(tables: &Tables) -> Vec<Provenance> {
    let mut all: Vec<Provenance> = Vec::new();
    let jobs = tables.jobs.iter().map(|j| &j.provenance);
    let pay = pay_to_use(tables).into_iter().map(|p| &p.provenance);
    let staffing = tables.staffing.iter().map(|s| &s.provenance);
    let columns = ["working_age", "households_no_car", "unemployed"].iter().chain(&QUALIFIED_COLUMNS);
    let people = columns.filter_map(|c| tables.residents.provenance.get(*c));
    let childcare = tables.childcare.iter().map(|c| &c.provenance);
    for provenance in jobs.chain(pay).chain(staffing).chain(people).chain(childcare) {
        if !all.contains(provenance) {
            all.push(provenance.clone());
        }
    }
    all
}

impl Supply {
    /// The jobs that count at a shift: those that start early, where the shift is early and the pack has their share; else all.
    ///
    /// # Errors
    /// A share that is out of step or out of range.
    pub fn at_shift(&self, tables: &Tables, shift: &Shift) -> Result<GoodJobs, FindingsError> {
        let share = tables.jobs.as_ref().and_then(|jobs| jobs.early_shift_share.as_ref());
        let early = shift.arrive.is_some() && shift.seconds().is_some_and(|s| s <= EARLY_SECONDS);
        match share.filter(|_| early) {
            Some(share) => self.good.on_shift(share),
            None => Ok(self.good.clone()),
        }
    }

    /// Draws of good jobs, of the whole supply or of what counts at a shift; `None` where the pack's pay gives none.
    ///
    /// `minimum` is the least number of jobs whose mix may be told.
    ///
    /// # Errors
    /// What the job-quality model refuses.
    pub fn draws(&self, tables: &Tables, good: &GoodJobs, minimum: f64) -> Result<Option<DrawnJobs>, FindingsError> {
        let Some(pay) = pay_to_use(tables) else { return Ok(None) };
        DrawnJobs::of(good, tables, (pay, self.shares.line), minimum)
    }
}

impl WorkAnswer {
    /// Which jobs each shift counts, in a sentence.
    pub fn shift_jobs_words(&self) -> &'static str {
        if self.early_jobs_known {
            "The early shift counts only the jobs that the data say start early; the other shifts count all jobs."
        } else {
            "Every shift counts all jobs, as the data do not say when jobs start: the early figures are about the journey at that hour."
        }
    }

    /// What to call a shift in a sentence.
    pub fn shift_words<'a>(&'a self, id: &'a str) -> &'a str {
        self.shifts.iter().find(|(shift, _)| shift == id).map_or(id, |(_, words)| words)
    }

    /// Working-age residents per study area; empty where the pack has none.
    pub fn working_age<'a>(&self, tables: &'a Tables) -> &'a [Option<f64>] {
        working_age(tables)
    }
}
