//! The shape of `pack.toml`, as it is written. Every struct refuses keys that it does not know.

mod childcare;
mod declared;
mod determinants;
mod disclosure;
mod fares;
mod programmes;
mod quality;
mod run;
mod sections;
mod source;
mod voices;

pub use childcare::{
    AccountsSection, ChildcareAccess, ChildcareSection, ChildrenSection, PartColumns, ProvidersSection,
    PublishedAccessSection,
};
pub use declared::{Combine, DeclaredDomain, DeclaredIndex, Standard};
pub use determinants::{ClaimSection, DeterminantsSection, Neighbours, TravelMode};
pub use disclosure::{Disclosure, PercentageRule};
pub use fares::FaresSection;
pub use programmes::{EligibilitySection, PanelSection, ProgrammeSection};
pub use quality::{DirectSection, JobQualitySection, ResidentJobsSection};
pub use run::{GoodPay, Run, Shift, Thresholds, WageFloor, clock_seconds};
pub use sections::{
    AreasSection, DomainSection, EarlyShift, IndexSection, IndicatorSection, IndustryColumns, JobsSection,
    LookupSection, MissingArea, OutlinesSection, ParentSection, PaySection, PlaceTypeSection, PointsSection,
    PopulationSection, ResidentSection, StaffingSection, Within,
};
pub use source::{Columns, FileSection, Filter, Scalar, SourceSection, Unmatched, WantedValues};
pub use voices::{
    HomeSection, InterviewsSection, MarginSection, PollPopulationSection, PollSection, QuestionSection, RatingsSection,
    Scale, SegmentsSection, SpeakersSection,
};

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A whole `pack.toml`.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PackFile {
    /// What the pack is about, and the day it describes.
    pub pack: PackSection,
    /// Parameters of a run; each has a default.
    #[serde(default)]
    pub run: Run,
    /// Wage floors and the share of median pay that counts as low.
    #[serde(default)]
    pub thresholds: Thresholds,
    /// When a count is too small to show.
    #[serde(default)]
    pub disclosure: Disclosure,
    /// The published files, each described once; tables refer to them by the name given here.
    #[serde(default)]
    pub sources: IndexMap<String, SourceSection>,
    /// Which codes of one geography correspond to which codes of another.
    #[serde(default)]
    pub lookups: Vec<LookupSection>,
    /// Population by geography: the weights of every conversion between geographies.
    #[serde(default)]
    pub populations: IndexMap<String, PopulationSection>,
    /// The neighbourhoods under study.
    pub areas: AreasSection,
    /// Published indices of deprivation or community need, by short name.
    #[serde(default)]
    pub indices: IndexMap<String, IndexSection>,
    /// Statistics of the neighbourhoods, by short name.
    #[serde(default)]
    pub indicators: IndexMap<String, IndicatorSection>,
    /// Indices of your own, made of the indicators, by short name.
    #[serde(default)]
    pub declared_indices: IndexMap<String, DeclaredIndex>,
    /// What goes with an outcome across neighbourhoods.
    #[serde(default)]
    pub determinants: Option<DeterminantsSection>,
    /// Counts of people and households, by column name (`population`, `working_age`, `households`, `households_no_car`, …).
    #[serde(default)]
    pub residents: IndexMap<String, ResidentSection>,
    /// Jobs by workplace and industry.
    #[serde(default)]
    pub jobs: Option<JobsSection>,
    /// Published percentiles of hourly pay.
    #[serde(default)]
    pub pay: Vec<PaySection>,
    /// How many people of each occupation work in each industry.
    #[serde(default)]
    pub staffing: Option<StaffingSection>,
    /// Residents in work by occupation and by industry.
    #[serde(default)]
    pub resident_jobs: Vec<ResidentJobsSection>,
    /// Shares of jobs that meet each dimension of good work.
    #[serde(default)]
    pub job_quality: Option<JobQualitySection>,
    /// Childcare: providers, children, published access.
    #[serde(default)]
    pub childcare: Option<ChildcareSection>,
    /// Reforms, by short name: whom they treat, what they are meant to change.
    #[serde(default)]
    pub programmes: IndexMap<String, ProgrammeSection>,
    /// Outcomes of the study areas over time, by short name.
    #[serde(default)]
    pub panels: IndexMap<String, PanelSection>,
    /// What residents answered when they were asked.
    #[serde(default)]
    pub polls: Vec<PollSection>,
    /// What people said in interviews that have been coded.
    #[serde(default)]
    pub interviews: Option<InterviewsSection>,
    /// `OpenStreetMap` extracts (PBF).
    #[serde(default)]
    pub streets: Vec<FileSection>,
    /// GTFS timetables, zipped or as folders.
    #[serde(default)]
    pub timetables: Vec<FileSection>,
    /// What journeys cost, and what people may spend on one.
    #[serde(default)]
    pub fares: Option<FaresSection>,
}

/// What the pack is about.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PackSection {
    /// What to call the place in a sentence.
    pub name: String,
    /// One or two sentences about the pack.
    #[serde(default)]
    pub about: String,
    /// The country whose figures are the comparison.
    #[serde(default)]
    pub country: String,
    /// IANA time zone of the timetables, such as `Europe/London`.
    #[serde(default)]
    pub timezone: Option<String>,
    /// The timetable day, `YYYY-MM-DD`.
    #[serde(default)]
    pub date: Option<String>,
}
