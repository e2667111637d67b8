//! From a pack to its findings and from findings to files: the steps that `places`, `run` and `demo` share.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use lynchpin_findings::barriers::BarriersAnswer;
use lynchpin_findings::childcare::ChildcareAnswer;
use lynchpin_findings::determinants::DeterminantsAnswer;
use lynchpin_findings::disclosure::Policy;
use lynchpin_findings::pays::PaysAnswer;
use lynchpin_findings::places::{CompareOptions, DeclaredAnswer, LeftBehindRule, PlacesAnswer, declare};
use lynchpin_findings::profile::{Place, PlaceProfile, ProfileInput, find_place, profile, profiles};
use lynchpin_findings::reforms::ProgrammeAnswer;
use lynchpin_findings::sample::Bootstrap;
use lynchpin_findings::voices::VoicesAnswer;
use lynchpin_findings::work::{Finding, FindingWords, GoodWork, WorkAnswer, finding};
use lynchpin_pack::Pack;
use lynchpin_pack::tables::{LedgerEntry, Tables};
use lynchpin_views::exports::{Format, Licence, RunInfo, write_package, write_whole};
use lynchpin_views::report::Source;
use lynchpin_views::story::{self, Story};

use crate::progress::Steps;
use crate::travel;

/// What a run found.
pub struct PackFindings {
    /// The pack's tables.
    pub tables: Tables,
    /// Which places are left behind.
    pub places: PlacesAnswer,
    /// Good work and its reach, or why there is nothing on it.
    pub work: Result<WorkAnswer, String>,
    /// Good work held and offered, where it was asked for.
    pub good_work: Option<GoodWork>,
    /// Whether work pays for illustrative households, or why nothing is said of it.
    pub pays: Result<PaysAnswer, String>,
    /// Childcare within reach, or why nothing is said of it; `None` where it was not asked.
    pub childcare: Option<Result<ChildcareAnswer, String>>,
    /// What stands in the way of good work, or why nothing is said of it; `None` where it was not asked.
    pub barriers: Option<Result<BarriersAnswer, String>>,
    /// Reforms: whom they reach, what they did, where else they might.
    pub reforms: Vec<ProgrammeAnswer>,
    /// Indices that the pack declares.
    pub declared: Vec<DeclaredAnswer>,
    /// What goes with an outcome, or why nothing is said of it.
    pub determinants: Result<DeterminantsAnswer, String>,
    /// What people say, or why nothing is said of it.
    pub voices: Result<VoicesAnswer, String>,
    /// What streets, timetables and journeys used and lost.
    pub travel: Vec<LedgerEntry>,
}

/// Which places are left behind, by the pack's rule.
pub fn places(pack: &Pack, tables: &Tables) -> Result<PlacesAnswer> {
    let rule = LeftBehindRule { worst_percent: pack.run().cutoff_percent, ..LeftBehindRule::default() };
    Ok(lynchpin_findings::places::answer(tables, &rule, compare_options(pack))?)
}

/// Indices that the pack declares.
pub fn declared(pack: &Pack, tables: &Tables, places: &PlacesAnswer, steps: &mut Steps) -> Result<Vec<DeclaredAnswer>> {
    let seed = Bootstrap::default().seed;
    let declared = &pack.config().declared_indices;
    if declared.is_empty() {
        return Ok(Vec::new());
    }
    steps.step("declared indices", || {
        declared.iter().map(|(id, index)| Ok(declare(id, index, tables, &places.grouping, seed)?)).collect()
    })
}

/// Good work and its reach, or why the pack has nothing on it; and what streets and timetables used and lost.
pub fn work(
    pack: &Pack,
    tables: &Tables,
    places: &PlacesAnswer,
    steps: &mut Steps,
) -> Result<(Result<WorkAnswer, String>, Vec<LedgerEntry>)> {
    let floors = match crate::good_work::floors(pack.thresholds(), tables)? {
        Ok(floors) => floors,
        Err(why) => return Ok((Err(why), Vec::new())),
    };
    let supply = match steps.step("good jobs", || lynchpin_findings::work::supply(tables, &floors))? {
        Ok(supply) => supply,
        Err(why) => return Ok((Err(why), Vec::new())),
    };
    if pack.streets().is_empty() {
        return Ok((Err("the pack has no streets.".into()), Vec::new()));
    }
    let network = travel::network(pack, steps)?;
    let mut ledger = travel::network_ledger(&network);
    let (reach, lost) = travel::reach(pack, tables, &supply, &network, steps)?;
    ledger.extend(lost);
    let answer = steps.step("groups and the line", || {
        let sources = travel::sources(pack);
        lynchpin_findings::work::answer(tables, supply, reach, &places.grouping, pack.run(), sources)
    })?;
    Ok((Ok(answer), ledger))
}

/// What people say, or why the pack has nothing on it.
pub fn voices(pack: &Pack, tables: &Tables, places: &PlacesAnswer) -> Result<Result<VoicesAnswer, String>> {
    let policy = Policy::from(pack.disclosure());
    Ok(lynchpin_findings::voices::answer(tables, &places.grouping, policy, Bootstrap::default())?)
}

fn compare_options(pack: &Pack) -> CompareOptions {
    CompareOptions::from(&Policy::from(pack.disclosure()))
}

/// Heading of the column with the sum over everything in a publisher's file, which may be a nation or two.
pub const ALL_PUBLISHED: &str = "All published areas";

impl PackFindings {
    /// Places alone; `unasked` says why there is nothing on the rest.
    pub fn of_places(tables: Tables, places: PlacesAnswer, unasked: &str) -> Self {
        let unasked = unasked.to_owned();
        Self {
            tables,
            places,
            work: Err(unasked.clone()),
            good_work: None,
            childcare: None,
            pays: Err(unasked.clone()),
            barriers: None,
            reforms: Vec::new(),
            declared: Vec::new(),
            determinants: Err(unasked.clone()),
            voices: Err(unasked),
            travel: Vec::new(),
        }
    }

    /// The finding in sentences, where there is work.
    pub fn finding(&self, pack: &Pack) -> Option<Finding> {
        let work = self.work.as_ref().ok()?;
        let floor = &work.floor;
        let good_job = format!("paid £{:.2} an hour or more ({}, {})", floor.pounds_per_hour, floor.label, floor.year);
        let when = format!("{}, {}", work.shift_words(&work.cut_off.rule.cut.shift), day_words(pack));
        Some(finding(&work.cut_off, FindingWords { place: pack.name(), good_job: &good_job, when: &when }))
    }

    /// The finding as one paragraph of plain words.
    pub fn headline(&self, pack: &Pack) -> String {
        let finding = self.finding(pack);
        if let Some(finding) = &finding {
            return finding.to_string();
        }
        let run = run_info(pack, self, Vec::new());
        self.story(pack, finding.as_ref(), &[], &run, &[]).finding_text().to_plain()
    }

    /// The places that the pack always wants a page of, and those asked for beside them.
    pub fn profiles(&self, pack: &Pack, asked: &[String]) -> Result<Vec<PlaceProfile>> {
        let mut places: Vec<Place> = Vec::new();
        for asked in places_asked(pack, asked) {
            let place = find_place(&self.tables.areas, &asked)?;
            // A place asked for by code and by name has one page.
            if !places.contains(&place) {
                places.push(place);
            }
        }
        Ok(profiles(self.profile_input(pack), places))
    }

    /// The profile of one place by itself, by code or name.
    pub fn profile(&self, pack: &Pack, asked: &str) -> Result<PlaceProfile> {
        Ok(profile(self.profile_input(pack), find_place(&self.tables.areas, asked)?))
    }

    fn profile_input(&self, pack: &Pack) -> ProfileInput<'_> {
        let work = self.work.as_ref().ok();
        ProfileInput {
            tables: &self.tables,
            grouping: &self.places.grouping,
            comparisons: &self.places.comparisons,
            reach: work.map_or(&[], |w| &w.reach),
            summaries: work.map_or(&[], |w| &w.summaries),
            cut_off: work.map(|w| &w.cut_off),
            within: &self.places.within,
            options: compare_options(pack),
        }
    }

    /// Everything used and lost, in order.
    pub fn ledger(&self) -> Vec<LedgerEntry> {
        self.tables.ledger.0.iter().chain(&self.travel).cloned().collect()
    }

    /// What the results were made with.
    pub fn run_info(&self, pack: &Pack) -> Result<RunInfo> {
        Ok(run_info(pack, self, pack.inputs()?.iter().map(source).collect()))
    }

    /// The findings as they are told.
    pub fn story<'a>(
        &'a self,
        pack: &'a Pack,
        finding: Option<&'a Finding>,
        asked: &'a [PlaceProfile],
        run: &'a RunInfo,
        ledger: &'a [LedgerEntry],
    ) -> Story<'a> {
        Story {
            name: pack.name(),
            subtitle: subtitle(pack),
            nation: ALL_PUBLISHED,
            tables: &self.tables,
            places: &self.places,
            work: self.work.as_ref().ok(),
            good_work: self.good_work.as_ref(),
            minimum: f64::from(pack.disclosure().threshold),
            childcare: self.childcare.as_ref().map(|found| found.as_ref().map_err(String::as_str)),
            pays: self.pays.as_ref().ok(),
            barriers: self.barriers.as_ref().map(|found| found.as_ref().map_err(String::as_str)),
            reforms: &self.reforms,
            declared: &self.declared,
            determinants: self.determinants.as_ref().ok(),
            voices: self.voices.as_ref().ok(),
            work_missing: self.work.as_ref().err().cloned(),
            finding,
            asked,
            leading: &pack.run().leading_indicators,
            ledger,
            run,
            outlines: None,
        }
    }
}

/// Writes the report, a page for each place asked for, and the tables; returns the files, the report first.
pub fn publish(pack: &Pack, findings: &PackFindings, asked: &[PlaceProfile], out: &Path) -> Result<Vec<PathBuf>> {
    let sources = pack.inputs()?.iter().map(source).collect();
    let run = run_info(pack, findings, sources);
    let (finding, ledger) = (findings.finding(pack), findings.ledger());
    let mut story = findings.story(pack, finding.as_ref(), asked, &run, &ledger);
    story.outlines = story::outlines(&findings.tables.areas);
    let tables = story::data_tables(&story);
    let tables: Vec<_> = tables.iter().collect();
    let site = story.site();
    let maps = Story::map_files(&site.report)?;
    let mut files = site.write(out)?;
    if !maps.is_empty() {
        let folder = out.join("maps");
        std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        for (name, svg) in maps {
            write_whole(&folder.join(&name), svg.as_bytes())?;
            files.push(folder.join(name));
        }
    }
    files.extend(write_package(&out.join("tables"), &tables, &run, &[Format::Csv, Format::Parquet, Format::Xlsx])?);
    Ok(files)
}

/// Those asked for on the command line after those that the pack always wants.
pub fn places_asked(pack: &Pack, asked: &[String]) -> Vec<String> {
    let mut all = pack.run().places.clone();
    all.extend(asked.iter().filter(|a| !pack.run().places.contains(a)).cloned());
    all
}

fn source(input: &lynchpin_pack::Input) -> Source {
    Source {
        title: input.title.clone(),
        publisher: input.publisher.clone(),
        period: String::new(),
        licence: input.licence.clone(),
        files: vec![(input.file.clone(), input.blake3.clone())],
    }
}

fn run_info(pack: &Pack, findings: &PackFindings, sources: Vec<Source>) -> RunInfo {
    let run = pack.run();
    let mut parameters = vec![
        ("worst share, %".to_owned(), run.cutoff_percent.to_string()),
        ("deprivation".to_owned(), findings.places.grouping.deprivation.clone()),
        ("community needs".to_owned(), findings.places.grouping.community_needs.clone()),
        ("disclosure threshold".to_owned(), pack.disclosure().threshold.to_string()),
    ];
    if let (Ok(work), Some(date)) = (&findings.work, pack.date()) {
        parameters.extend([
            ("timetable day".to_owned(), date.to_string()),
            ("walking, km/h".to_owned(), run.walk_kmh.to_string()),
            ("longest walk, minutes".to_owned(), run.max_walk_minutes.to_string()),
            ("longest walk between rides, minutes".to_owned(), run.max_transfer_walk_minutes.to_string()),
            ("most rides".to_owned(), run.max_rides.to_string()),
            ("window, minutes".to_owned(), run.window_minutes.to_string()),
            ("percentile".to_owned(), run.percentile.to_string()),
            ("wage floor, £/h".to_owned(), work.floor.pounds_per_hour.to_string()),
        ]);
    }
    RunInfo {
        name: "lynchpin-results".into(),
        title: format!("Good work in left-behind places: {}", pack.name()),
        description: pack.config().pack.about.clone(),
        version: env!("CARGO_PKG_VERSION").into(),
        seed: Some(Bootstrap::default().seed),
        parameters,
        licences: licences(&sources),
        sources,
    }
}

/// The results carry every licence of their sources, as a combination may not be freer than its parts.
fn licences(sources: &[Source]) -> Vec<Licence> {
    let mut all: Vec<Licence> = Vec::new();
    for source in sources {
        if !source.licence.is_empty() && !all.iter().any(|l| l.title == source.licence) {
            let name = source.licence.split_whitespace().collect::<Vec<_>>().join("-");
            all.push(Licence { name, title: source.licence.clone(), path: String::new() });
        }
    }
    all
}

fn subtitle(pack: &Pack) -> String {
    let day = if pack.timetables().is_empty() { String::new() } else { format!("Timetable of {}. ", day_words(pack)) };
    format!("{day}{}", pack.config().pack.about.clone())
}

/// `Tuesday 5 March 2024`.
fn day_words(pack: &Pack) -> String {
    pack.date().map_or_else(|| "no day given".into(), |day| day.strftime("%A %-d %B %Y").to_string())
}

/// Names the report on stderr, where a person looks for it.
pub fn say_where(files: &[PathBuf]) {
    if let Some(report) = files.first() {
        eprintln!("Report: {} ({} more files beside it)", report.display(), files.len() - 1);
    }
}
