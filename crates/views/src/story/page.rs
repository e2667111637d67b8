//! The report of a run.

use std::sync::Arc;

use lynchpin_findings::barriers::BarriersAnswer;
use lynchpin_findings::childcare::ChildcareAnswer;
use lynchpin_findings::determinants::DeterminantsAnswer;
use lynchpin_findings::pays::PaysAnswer;
use lynchpin_findings::places::{DeclaredAnswer, Group, IndicatorComparison, PlacesAnswer};
use lynchpin_findings::profile::PlaceProfile;
use lynchpin_findings::reforms::ProgrammeAnswer;
use lynchpin_findings::voices::VoicesAnswer;
use lynchpin_findings::work::{Finding, GoodWork, WorkAnswer};
use lynchpin_pack::tables::{Areas, LedgerEntry, Tables};

use super::{
    barriers, childcare, declared, determinants, good_work, neighbourhoods, pays, places, reach, reforms, trail, voices,
};
use crate::ViewsError;
use crate::exports::RunInfo;
use crate::maps::{Outlines, OutlinesBuilder};
use crate::numbers::Style;
use crate::report::{Block, Notes, Report, Section, Site, Text, place_file};

/// Indicators that get a chart of their own.
const CHARTS_SHOWN: usize = 4;

/// Everything that the report of a run is told from.
#[derive(Clone, Debug)]
pub struct Story<'a> {
    /// The place studied, such as `Newport`.
    pub name: &'a str,
    /// A line on what and when, under the title.
    pub subtitle: String,
    /// What the published files cover beyond the study area, such as `England`.
    pub nation: &'a str,
    /// The pack.
    pub tables: &'a Tables,
    /// Which places are left behind.
    pub places: &'a PlacesAnswer,
    /// Good work and its reach, where the pack has jobs, pay and a timetable.
    pub work: Option<&'a WorkAnswer>,
    /// Why there is nothing on work, where there is not.
    pub work_missing: Option<String>,
    /// Good work held and offered; `None` where it was not asked.
    pub good_work: Option<&'a GoodWork>,
    /// Counts of people under this are not told (disclosure threshold).
    pub minimum: f64,
    /// Childcare within reach, or why nothing is said of it; `None` where it was not asked.
    pub childcare: Option<Result<&'a ChildcareAnswer, &'a str>>,
    /// Whether work pays for illustrative households; `None` where it was not asked.
    pub pays: Option<&'a PaysAnswer>,
    /// What stands in the way of good work, or why nothing is said of it; `None` where it was not asked.
    pub barriers: Option<Result<&'a BarriersAnswer, &'a str>>,
    /// Reforms; none where the pack has none.
    pub reforms: &'a [ProgrammeAnswer],
    /// Indices that the pack declares.
    pub declared: &'a [DeclaredAnswer],
    /// What goes with an outcome; `None` where it was not asked.
    pub determinants: Option<&'a DeterminantsAnswer>,
    /// What people say; `None` where nobody was asked.
    pub voices: Option<&'a VoicesAnswer>,
    /// The finding in sentences, where there is one.
    pub finding: Option<&'a Finding>,
    /// Places asked for.
    pub asked: &'a [PlaceProfile],
    /// Ids of indicators that lead the comparison; the first of the pack where none is named.
    pub leading: &'a [String],
    /// What was used and lost.
    pub ledger: &'a [LedgerEntry],
    /// Version, parameters and seed.
    pub run: &'a RunInfo,
    /// Outlines of the study areas; `None` where the pack has neither outlines nor points.
    pub outlines: Option<Arc<Outlines>>,
}

/// The outlines of the study areas, ready for maps; `None` where no area has an outline or a point.
pub fn outlines(areas: &Areas) -> Option<Arc<Outlines>> {
    let mut builder = OutlinesBuilder::new();
    let mut any = false;
    for (i, code) in areas.codes.iter().enumerate() {
        let outline = areas.outlines.get(i).and_then(Option::as_ref);
        let point = areas.points.get(i).copied().flatten();
        any |= outline.is_some() || point.is_some();
        builder.area(code, areas.names.get(i).map_or(code.as_str(), String::as_str), outline, point);
    }
    any.then(|| Arc::new(builder.build()))
}

impl Story<'_> {
    /// The report with a page for each place asked for.
    pub fn site(&self) -> Site {
        let mut notes = Notes::new();
        let mut sections = Vec::new();
        if let Some(work) = self.work {
            sections.push(reach::section(self, work, &mut notes));
        }
        sections.extend(self.good_work.map(|found| good_work::section(self, found, &mut notes)));
        sections.push(places::left_behind(self, &mut notes));
        sections.push(places::comparison(self, &mut notes));
        sections.extend(self.childcare.map(|found| childcare::section(self, found, &mut notes)));
        sections.extend(self.barriers.map(|answer| barriers::section(self, answer, &mut notes)));
        sections.extend(declared::section(self, &mut notes));
        sections.extend(self.pays.map(|answer| pays::section(answer, &mut notes)));
        sections.extend(reforms::section(self, &mut notes));
        sections.extend(self.determinants.map(|answer| determinants::section(answer, &mut notes)));
        sections.extend(self.voices.map(|answer| voices::section(answer, &mut notes)));
        sections.extend(self.pages());
        sections.push(trail::section(self.ledger));
        let report = Report {
            title: if self.work.is_some() {
                format!("Who is cut off from good work in {}?", self.name)
            } else {
                format!("Which places are left behind in {}?", self.name)
            },
            subtitle: self.subtitle.clone(),
            finding: self.finding_text(),
            sections,
            notes,
            colophon: self.colophon(),
            back: None,
        };
        let places = self.asked.iter().map(|p| (p.place.code.clone(), neighbourhoods::page(self, p))).collect();
        Site { report, places }
    }

    /// The report on a place alone.
    pub fn place_page(&self, profile: &PlaceProfile) -> Report {
        neighbourhoods::page(self, profile)
    }

    /// The maps of a report as drawings of their own, each with its file name.
    ///
    /// # Errors
    /// As [`crate::maps::Map::standalone_svg`].
    pub fn map_files(report: &Report) -> Result<Vec<(String, String)>, ViewsError> {
        let blocks = report.sections.iter().flat_map(|section| &section.blocks);
        let maps = blocks.filter_map(|block| if let Block::Map(map, _) = block { Some(map) } else { None });
        maps.map(|map| Ok((format!("{}.svg", map.id), map.standalone_svg()?))).collect()
    }

    /// The finding as it heads the report.
    pub fn finding_text(&self) -> Text {
        if let Some(finding) = self.finding {
            return Text::default().strong(&finding.headline).plain(" ").plain(&finding.comparison);
        }
        let grouping = &self.places.grouping;
        let missing = self
            .work_missing
            .as_ref()
            .map_or_else(String::new, |why| format!(" Nothing is said of jobs within reach: {why}"));
        Text::default()
            .strong(&format!(
                "{} of the {} neighbourhoods of {} are left behind",
                Style::count().bare(grouping.count(Group::LeftBehind) as f64),
                Style::count().bare(grouping.groups.len() as f64),
                self.name
            ))
            .plain(&format!(
                ": in the worst {} % on both the {} and the {}.{missing}",
                grouping.worst_percent, grouping.index_labels.0, grouping.index_labels.1
            ))
    }

    pub(crate) fn colophon(&self) -> String {
        let parameters: Vec<String> = self.run.parameters.iter().map(|(k, v)| format!("{k} {v}")).collect();
        let seed = self.run.seed.map_or_else(String::new, |seed| format!(", seed {seed}"));
        format!("Made with Lynchpin {}{seed}. {}.", self.run.version, parameters.join("; "))
    }

    pub(super) fn nation(&self) -> &str {
        self.nation
    }

    pub(super) fn leading_indicators(&self) -> Vec<&IndicatorComparison> {
        let all = &self.places.comparisons;
        let named: Vec<_> = self.leading.iter().filter_map(|id| all.iter().find(|c| c.id == *id)).collect();
        if named.is_empty() { all.iter().take(CHARTS_SHOWN).collect() } else { named }
    }

    fn pages(&self) -> Option<Section> {
        let links = self
            .asked
            .iter()
            .map(|p| Text::default().link(&format!("{} ({})", p.place.name, p.place.code), &place_file(&p.place.code)));
        let links: Vec<Text> = links.collect();
        (!links.is_empty()).then(|| Section {
            id: "neighbourhoods".into(),
            heading: "Pages of places".into(),
            blocks: vec![Block::List(links)],
            new_page: false,
        })
    }
}
