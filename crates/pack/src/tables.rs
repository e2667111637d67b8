//! What a pack holds once it is read: typed, aligned to the study areas where that is asked, with every loss on the ledger.

use indexmap::IndexMap;

use crate::voices::{Interviews, Poll};

/// Where a table came from, carried into every result made from it.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Provenance {
    /// What the publisher calls it.
    pub title: String,
    /// Who publishes it.
    pub publisher: String,
    /// Its licence, as the publisher names it.
    pub licence: String,
    /// The time that the figures describe, such as `2021` or `2023-04`.
    pub period: String,
    /// Path of each file read, as written in `pack.toml`, with its BLAKE3 hash.
    pub files: Vec<(String, String)>,
}

/// Whether more is better, worse, or neither.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// A high value is good for the people who live there.
    HigherIsBetter,
    /// A high value is bad for the people who live there.
    HigherIsWorse,
    /// Neither.
    #[default]
    Neutral,
}

/// The neighbourhoods under study. All other area-aligned columns follow this order.
#[derive(Clone, Debug, Default)]
pub struct Areas {
    /// The geography and its vintage, such as `lsoa21`.
    pub geography: String,
    /// Official codes, in the order of the file.
    pub codes: Vec<String>,
    /// Names; the code where the publisher gives none.
    pub names: Vec<String>,
    /// Population-weighted points, WGS 84 `(lon, lat)` degrees.
    pub points: Vec<Option<(f64, f64)>>,
    /// Outlines, WGS 84.
    pub outlines: Vec<Option<geo_types::MultiPolygon<f64>>>,
    /// Higher geographies by name (`ward`, `msoa`, `local_authority`, `region`, …).
    pub parents: IndexMap<String, Parents>,
    /// Optional place types by column name (`rural_urban`, `coastal`, `settlement`, …), each with a label per area.
    pub place_types: IndexMap<String, Vec<String>>,
    /// Where they came from.
    pub provenance: Vec<Provenance>,
}

/// Which higher area each study area belongs to.
#[derive(Clone, Debug, Default)]
pub struct Parents {
    /// Code per study area; `None` where the lookup does not place it.
    pub codes: Vec<Option<String>>,
    /// Name per study area.
    pub names: Vec<Option<String>>,
}

/// A published index of deprivation or community need, on its own geography and over its whole nation.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// Short name, such as `imd2025`.
    pub id: String,
    /// What to call it in a sentence.
    pub label: String,
    /// Deprivation or community needs: the two axes of "left behind".
    pub axis: IndexAxis,
    /// The geography that it is published on.
    pub geography: String,
    /// Area codes of that geography.
    pub codes: Vec<String>,
    /// Its domains with weights and ranks (1 is worst).
    pub domains: Vec<IndexDomain>,
    /// The published overall score.
    pub score: Option<Vec<f64>>,
    /// The published overall rank (1 is worst).
    pub rank: Option<Vec<u32>>,
    /// A published flag of left-behind areas.
    pub flag: Option<Vec<bool>>,
    /// The overall rank carried to the study areas: the rank of the area's counterpart (population-weighted mean where there are several).
    pub area_rank: Vec<Option<f64>>,
    /// The overall score carried to the study areas in the same way.
    pub area_score: Vec<Option<f64>>,
    /// Where it came from.
    pub provenance: Provenance,
}

/// Which axis of double disadvantage an index measures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum IndexAxis {
    /// Multiple deprivation.
    #[default]
    Deprivation,
    /// Community needs.
    CommunityNeeds,
}

/// One domain of an index.
#[derive(Clone, Debug, Default)]
pub struct IndexDomain {
    /// Its name.
    pub name: String,
    /// Its weight, as published.
    pub weight: f64,
    /// Rank per area of the index's geography, 1 is worst.
    pub rank: Vec<u32>,
}

/// A statistic of the study areas.
#[derive(Clone, Debug, Default)]
pub struct Indicator {
    /// Short name, such as `no_car`.
    pub id: String,
    /// What to call it in a sentence.
    pub label: String,
    /// Its unit, such as `% of households`.
    pub unit: String,
    /// Whether more is better.
    pub direction: Direction,
    /// Indices that already contain it, by id.
    pub contained_in: Vec<String>,
    /// The value per study area; a rate is `100 · numerator / denominator` where the unit is a percentage.
    pub values: Vec<Option<f64>>,
    /// The count above the line, where the publisher gives counts.
    pub numerators: Option<Vec<Option<f64>>>,
    /// The count below the line, where the publisher gives counts.
    pub denominators: Option<Vec<Option<f64>>>,
    /// The same indicator over everything in its file (the nation), for comparison: `(numerator, denominator)` sums, or `(Σ value, n)`.
    pub national: Option<(f64, f64)>,
    /// Where it came from.
    pub provenance: Provenance,
}

/// People and households of the study areas. Every column is a count per area; missing is `None`.
#[derive(Clone, Debug, Default)]
pub struct Residents {
    /// Column name (`population`, `working_age`, `households`, `households_no_car`, `employed`, `unemployed`, …) to counts.
    pub columns: IndexMap<String, Vec<Option<f64>>>,
    /// Where each column came from.
    pub provenance: IndexMap<String, Provenance>,
}

/// Jobs by workplace area and industry.
#[derive(Clone, Debug, Default)]
pub struct Jobs {
    /// The geography of the workplaces after conversion, such as `lsoa21`.
    pub geography: String,
    /// Workplace area codes.
    pub codes: Vec<String>,
    /// Population-weighted (or workplace) points, WGS 84 `(lon, lat)` degrees.
    pub points: Vec<Option<(f64, f64)>>,
    /// Industry codes, such as SIC 2007 sections `A` … `S`.
    pub industries: Vec<String>,
    /// Industry names, in the same order.
    pub industry_labels: Vec<String>,
    /// Jobs, `counts[industry][workplace]`.
    pub counts: Vec<Vec<f64>>,
    /// Earliest shift start by industry or workplace is not known from published data; a pack may say which share starts early, `0..=1` per workplace.
    pub early_shift_share: Option<Vec<f64>>,
    /// Where they came from.
    pub provenance: Provenance,
}

/// Published percentiles of hourly pay for groups of jobs (industries or occupations).
#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct Pay {
    /// What the groups are: `industry` or `occupation`.
    pub by: String,
    /// Group codes (SIC section, SOC 2020).
    pub codes: Vec<String>,
    /// Group names.
    pub labels: Vec<String>,
    /// Jobs in the group, thousands, where published.
    pub jobs_thousand: Vec<Option<f64>>,
    /// The percentiles published (10, 20, 25, 30, 40, 50, …), rising.
    pub percentiles: Vec<f64>,
    /// £ per hour, `pounds[group][percentile]`; `None` where suppressed.
    pub pounds: Vec<Vec<Option<f64>>>,
    /// Where it came from.
    pub provenance: Provenance,
}

/// How many people of each occupation work in each industry, nationally: carries pay by occupation to industries.
#[derive(Clone, Debug, Default)]
pub struct Staffing {
    /// Occupation codes (SOC 2020).
    pub occupations: Vec<String>,
    /// Industry codes (SIC sections).
    pub industries: Vec<String>,
    /// People, `people[occupation][industry]`.
    pub people: Vec<Vec<f64>>,
    /// Where it came from.
    pub provenance: Provenance,
}

/// How many residents of each study area work in each occupation or industry.
#[derive(Clone, Debug, Default)]
pub struct ResidentJobs {
    /// What the groups are: `occupation` or `industry`.
    pub by: String,
    /// Group codes (SOC 2020 or a level of it, SIC section).
    pub codes: Vec<String>,
    /// Group names.
    pub labels: Vec<String>,
    /// People, `people[group][area]`; `None` where the publisher gives none.
    pub people: Vec<Vec<Option<f64>>>,
    /// Where they came from.
    pub provenance: Provenance,
}

/// Shares of jobs that meet a dimension of good work, by occupation and industry, from a survey.
#[derive(Clone, Debug, Default)]
pub struct JobQuality {
    /// Dimensions in the order of the file: `pay`, `security`, …; [`JobQuality::ALL_AT_ONCE`] is the joint rate.
    pub dimensions: Vec<String>,
    /// What the survey found, one cell an occupation, industry and dimension.
    pub cells: Vec<QualityCell>,
    /// Direct estimates for higher areas, to which modelled rates are benchmarked.
    pub direct: Vec<DirectEstimate>,
    /// The kind of higher area of the direct estimates, such as `local_authority`: a name in [`Areas::parents`].
    pub direct_level: Option<String>,
    /// Where they came from: the cells, then the direct estimates.
    pub provenance: Vec<Provenance>,
}

impl JobQuality {
    /// The name of the dimension that says a job meets all the others at once.
    pub const ALL_AT_ONCE: &'static str = "all";
}

/// One cell of a job-quality table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QualityCell {
    /// Occupation code; `None` for all occupations together.
    pub occupation: Option<String>,
    /// Industry code; `None` for all industries together.
    pub industry: Option<String>,
    /// Position in [`JobQuality::dimensions`].
    pub dimension: usize,
    /// Share of jobs that meet it, `0..=1`.
    pub rate: f64,
    /// Effective number of respondents behind the rate.
    pub sample: f64,
}

/// A direct estimate for a higher area.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DirectEstimate {
    /// Code of the higher area.
    pub area: String,
    /// Position in [`JobQuality::dimensions`].
    pub dimension: usize,
    /// Share of residents in work whose job meets it, `0..=1`.
    pub rate: f64,
    /// Its standard error, in the same unit.
    pub standard_error: f64,
}

/// Nurseries and other registered childcare.
#[derive(Clone, Debug, Default)]
pub struct Childcare {
    /// Ids of the publisher.
    pub ids: Vec<String>,
    /// Names; the id where the publisher gives none.
    pub names: Vec<String>,
    /// Kinds, such as day nursery; empty where the publisher gives none.
    pub kinds: Vec<String>,
    /// WGS 84 `(lon, lat)` degrees; `None` where it is not known.
    pub points: Vec<Option<(f64, f64)>>,
    /// Registered places, over 0.
    pub places: Vec<f64>,
    /// Opening, seconds since midnight; `None` where not known.
    pub opens: Vec<Option<u32>>,
    /// Closing, seconds since midnight; `None` where not known.
    pub closes: Vec<Option<u32>>,
    /// What each provider earns and spends, where the pack says.
    pub accounts: Vec<Option<ProviderAccounts>>,
    /// Children who may need a place, per study area; empty where the pack does not say.
    pub children: Vec<Option<f64>>,
    /// Areas outside the study whose children compete for the same places.
    pub around: Surroundings,
    /// Published access to compare with.
    pub published: Option<PublishedAccess>,
    /// Where the providers came from.
    pub provenance: Provenance,
    /// Where the children came from.
    pub children_provenance: Provenance,
}

/// Areas of the study's geography outside the study.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// Codes.
    pub codes: Vec<String>,
    /// WGS 84 `(lon, lat)` degrees.
    pub points: Vec<(f64, f64)>,
    /// Children who may need a place.
    pub children: Vec<f64>,
}

/// Published access to childcare, places per child, per study area.
#[derive(Clone, Debug, Default)]
pub struct PublishedAccess {
    /// Of all families.
    pub all: Option<Vec<Option<f64>>>,
    /// Of families who drive.
    pub driving: Option<Vec<Option<f64>>>,
    /// Of families who go by public transport.
    pub public_transport: Option<Vec<Option<f64>>>,
    /// Where it came from.
    pub provenance: Provenance,
}

/// What a provider earns and spends. Money in £ of the pack's year.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ProviderAccounts {
    /// Shares of its places for children under 2, aged 2, and aged 3 to 4; they add up to 1.
    pub age_shares: [f64; 3],
    /// Share of places that are taken, `0..=1`.
    pub occupancy: f64,
    /// Share of children's hours that the state funds, by age group as above, `0..=1`.
    pub funded_shares: [f64; 3],
    /// What parents pay, £ an hour.
    pub fee_pounds: f64,
    /// What the staff earn, £ an hour.
    pub wage_pounds: f64,
    /// Rent, £ a week.
    pub rent_pounds: f64,
    /// Everything else, £ a week.
    pub other_pounds: f64,
    /// Hours open in a week.
    pub hours: f64,
}

/// A reform: whom it treats, by study area.
#[derive(Clone, Debug, Default)]
pub struct Programme {
    /// Short name, such as `pilot`.
    pub id: String,
    /// What to call it in a sentence.
    pub label: String,
    /// Share of the area's people who live in a place that it treats, `0..=1`.
    pub treated_share: Vec<Option<f64>>,
    /// First period of treatment, as the panel writes periods; `None` where the area is never treated.
    pub began: Option<Vec<Option<String>>>,
    /// People who took part.
    pub participants: Option<Vec<Option<f64>>>,
    /// People who are eligible.
    pub eligible: Option<Vec<Option<f64>>>,
    /// What was spent, £.
    pub cost_pounds: Option<Vec<Option<f64>>>,
    /// Column of [`Residents`] with the people whom it could serve.
    pub people: String,
    /// Id of the index and the last rank on it that is eligible.
    pub eligibility: Option<(String, f64)>,
    /// Id of the panel with what it is meant to change.
    pub outcome: Option<String>,
    /// The least effect that would matter, in the unit of the outcome.
    pub smallest_effect: Option<f64>,
    /// Ids of indicators that make places comparable.
    pub covariates: Vec<String>,
    /// Name of the higher areas whose places rise and fall together, in [`Areas::parents`].
    pub cluster: Option<String>,
    /// Steps on the way to taking part: what those have who pass, and the id of the indicator (a percentage) that says how many do.
    pub steps: Vec<(String, String)>,
    /// Where it came from.
    pub provenance: Provenance,
}

/// An outcome of the study areas over time.
#[derive(Clone, Debug, Default)]
pub struct OutcomePanel {
    /// Short name, such as `employment`.
    pub id: String,
    /// What to call it in a sentence.
    pub label: String,
    /// Its unit.
    pub unit: String,
    /// Whether more is better.
    pub direction: Direction,
    /// Periods, in order of time.
    pub periods: Vec<String>,
    /// The value, `values[area][period]`.
    pub values: Vec<Vec<Option<f64>>>,
    /// Where it came from.
    pub provenance: Provenance,
}

/// One step of reading or joining: what went in, what came out, and what was lost and why.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct LedgerEntry {
    /// The step, such as `jobs: lsoa11 → lsoa21`.
    pub step: String,
    /// What is counted, such as `jobs`, `people`, `areas`.
    pub what: String,
    /// Amount that went in.
    pub used: f64,
    /// Amount that was lost.
    pub lost: f64,
    /// Why, in a plain sentence; empty where nothing was lost.
    pub reason: String,
    /// Up to ten of the codes or ids lost.
    pub examples: Vec<String>,
}

/// Everything lost or kept on the way, in order.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Ledger(pub Vec<LedgerEntry>);

/// A pack, read.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    /// The neighbourhoods under study.
    pub areas: Areas,
    /// Deprivation and community-needs indices.
    pub indices: Vec<Index>,
    /// Statistics by neighbourhood.
    pub indicators: Vec<Indicator>,
    /// People and households.
    pub residents: Residents,
    /// Jobs by workplace.
    pub jobs: Option<Jobs>,
    /// Pay percentiles.
    pub pay: Vec<Pay>,
    /// Occupation by industry.
    pub staffing: Option<Staffing>,
    /// Residents by occupation or industry of their job.
    pub resident_jobs: Vec<ResidentJobs>,
    /// Job quality by occupation and industry.
    pub job_quality: Option<JobQuality>,
    /// Childcare providers.
    pub childcare: Option<Childcare>,
    /// Reforms.
    pub programmes: Vec<Programme>,
    /// Outcomes over time.
    pub panels: Vec<OutcomePanel>,
    /// Polls.
    pub polls: Vec<Poll>,
    /// Coded interviews.
    pub interviews: Option<Interviews>,
    /// What was used and lost.
    pub ledger: Ledger,
}
