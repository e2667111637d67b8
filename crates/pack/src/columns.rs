//! Every column that Lynchpin reads: its table, what it means, its unit and its allowed values.
//!
//! This is the one place that says so. Reading and checking take the kind of a column from here, the reference of the documentation is printed from here,
//! and the JSON Schema of `pack.toml` carries it as descriptions.

/// The values that a column may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An official code.
    Code,
    /// Any text.
    Text,
    /// A number of people, households or jobs.
    Count,
    /// Any number.
    Number,
    /// A rank, 1 is worst.
    Rank,
    /// Yes or no.
    Flag,
    /// Money per hour.
    Pounds,
    /// A share of a whole.
    Share,
    /// A number of respondents.
    Sample,
    /// A dimension of good work.
    Dimension,
    /// An occupation, or blank for all of them.
    OccupationOrAll,
    /// An industry, or blank for all of them.
    IndustryOrAll,
    /// Degrees east.
    Longitude,
    /// Degrees north.
    Latitude,
    /// Metres of the British National Grid.
    GridMetres,
    /// A time of day.
    Clock,
    /// Money in a week.
    Money,
    /// Hours in a week.
    WeekHours,
    /// How much somebody or something counts.
    Weight,
}

impl Kind {
    /// The allowed values, as a message or the documentation says them.
    pub fn expectation(self) -> &'static str {
        match self {
            Self::Code => "a code",
            Self::Text => "text",
            Self::Count => "a count: a number, 0 or more",
            Self::Number => "a number",
            Self::Rank => "a rank: a whole number from 1 to the number of areas",
            Self::Flag => "a flag: true or false, yes or no, 1 or 0",
            Self::Pounds => "pounds per hour: a number over 0",
            Self::Share => "a share: a number from 0 to 1",
            Self::Sample => "a number of respondents: a number over 0",
            Self::Dimension => {
                "a dimension of good work: pay, security, flexibility, participation, progression, health, living_hours, or all at once (`all`)"
            }
            Self::OccupationOrAll => "a SOC 2020 code: one to four digits, the first 1 to 9; blank for all occupations",
            Self::IndustryOrAll => "a section of SIC 2007: a letter from A to U; blank for all industries",
            Self::Longitude => "a longitude: degrees from -180 to 180",
            Self::Latitude => "a latitude: degrees from -90 to 90",
            Self::Weight => "a number over 0",
            Self::GridMetres => "metres of the British National Grid, from 0 to 1,300,000",
            Self::Clock => "a time of day: HH:MM",
            Self::Money => "pounds: a number, 0 or more",
            Self::WeekHours => "hours in a week: a number over 0, up to 168",
        }
    }

    /// Whether a cell may be blank: the publisher did not give a figure.
    const fn may_be_blank(self) -> bool {
        use Kind::{Clock, Count, IndustryOrAll, Money, Number, OccupationOrAll, Pounds, Share, Text, WeekHours};
        matches!(
            self,
            Text | Count | Number | Pounds | Share | OccupationOrAll | IndustryOrAll | Clock | Money | WeekHours
        )
    }

    /// The number in a cell, if it is one of the allowed values. Thousands may be set off by commas.
    pub(crate) fn number(self, cell: &str) -> Option<f64> {
        if self == Self::Flag {
            return flag(cell).map(|yes| f64::from(u8::from(yes)));
        }
        if self == Self::Clock {
            return clock(cell).map(f64::from);
        }
        let value: f64 = match cell.parse() {
            Ok(value) => value,
            Err(_) => without_thousands(cell)?.parse().ok()?,
        };
        let allowed = value.is_finite()
            && match self {
                Self::Count | Self::Money => value >= 0.0,
                Self::Rank => value >= 1.0 && value.fract() == 0.0 && value <= f64::from(u32::MAX),
                Self::Pounds | Self::Sample | Self::Weight => value > 0.0,
                Self::Share => (0.0..=1.0).contains(&value),
                Self::Longitude => (-180.0..=180.0).contains(&value),
                Self::Latitude => (-90.0..=90.0).contains(&value),
                Self::GridMetres => (0.0..=1_300_000.0).contains(&value),
                Self::Number
                | Self::Code
                | Self::Text
                | Self::Flag
                | Self::Dimension
                | Self::OccupationOrAll
                | Self::IndustryOrAll
                | Self::Clock => true,
                Self::WeekHours => value > 0.0 && value <= 168.0,
            };
        allowed.then_some(value)
    }
}

/// Whether text is one of the values that a kind allows, for the kinds that are words and codes.
pub(crate) fn allows(kind: Kind, cell: &str) -> bool {
    let digits = |cell: &str| cell.bytes().all(|b| b.is_ascii_digit()) && !cell.starts_with('0');
    match kind {
        Kind::Code => !cell.is_empty(),
        Kind::Dimension => DIMENSIONS.contains(&cell),
        Kind::OccupationOrAll => cell.is_empty() || (cell.len() <= 4 && digits(cell)),
        Kind::IndustryOrAll => cell.is_empty() || matches!(cell.as_bytes(), [b'A'..=b'U']),
        _ => true,
    }
}

/// The dimensions that a job-quality table may hold: the six, Living Hours, and the share of jobs that meet the six at once.
pub const DIMENSIONS: [&str; 8] = [
    "pay",
    "security",
    "flexibility",
    "participation",
    "progression",
    "health",
    "living_hours",
    crate::tables::JobQuality::ALL_AT_ONCE,
];

/// Yes or no in the spellings that publishers use.
fn flag(cell: &str) -> Option<bool> {
    match cell.to_ascii_lowercase().as_str() {
        "true" | "yes" | "y" | "1" | "1.0" => Some(true),
        "false" | "no" | "n" | "0" | "0.0" => Some(false),
        _ => None,
    }
}

/// Seconds since midnight of `HH:MM`, with or without seconds.
fn clock(cell: &str) -> Option<u32> {
    let minutes = cell.strip_suffix(":00").filter(|rest| rest.contains(':')).unwrap_or(cell);
    crate::config::clock_seconds(minutes).filter(|seconds| *seconds <= 24 * 3600)
}

/// `1,234,567.8` without its commas; `None` where commas do not set off thousands.
fn without_thousands(cell: &str) -> Option<String> {
    let (whole, fraction) = cell.split_once('.').unwrap_or((cell, ""));
    let mut groups = whole.split(',');
    let head = groups.next()?.trim_start_matches('-');
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let mut rest = groups.peekable();
    rest.peek()?;
    let well_formed = digits(head) && head.len() <= 3 && rest.all(|group| group.len() == 3 && digits(group));
    let fraction_ok = fraction.is_empty() || digits(fraction);
    (well_formed && fraction_ok).then(|| cell.replace(',', ""))
}

/// A column that a table of `pack.toml` names.
#[derive(Clone, Copy, Debug)]
pub struct Role {
    /// The section of `pack.toml`.
    pub table: &'static str,
    /// The key that names the column.
    pub key: &'static str,
    /// The allowed values.
    pub kind: Kind,
    /// The unit; empty where there is none.
    pub unit: &'static str,
    /// Whether a cell may be blank: the publisher did not give a figure.
    pub may_be_blank: bool,
    /// The definition of the JSON Schema that describes the section.
    pub(crate) definition: &'static str,
}

const fn role(
    table: &'static str,
    key: &'static str,
    kind: Kind,
    unit: &'static str,
    definition: &'static str,
) -> Role {
    Role { table, key, kind, unit, definition, may_be_blank: kind.may_be_blank() }
}

/// A column whose cells may be blank although others of its kind may not.
const fn blank(role: Role) -> Role {
    Role { may_be_blank: true, ..role }
}

/// The key of every source whose rows are areas.
pub const SOURCE_KEY: Role = role("sources", "key", Kind::Code, "", "SourceSection");
/// Codes of a lookup's one side.
pub const LOOKUP_FROM: Role = role("lookups", "from_code", Kind::Code, "", "LookupSection");
/// Codes of a lookup's other side.
pub const LOOKUP_TO: Role = role("lookups", "to_code", Kind::Code, "", "LookupSection");
/// Population of a geography.
pub const POPULATION: Role = role("populations", "count", Kind::Count, "people", "PopulationSection");
/// Name of an area.
pub const AREA_NAME: Role = role("areas", "name", Kind::Text, "", "AreasSection");
/// Longitude of an area's or workplace's point.
pub const LON: Role = role("areas.points", "lon", Kind::Longitude, "degrees (WGS 84)", "PointsSection");
/// Latitude of an area's or workplace's point.
pub const LAT: Role = role("areas.points", "lat", Kind::Latitude, "degrees (WGS 84)", "PointsSection");
/// Easting of an area's or workplace's point.
pub const EASTING: Role = role("areas.points", "easting", Kind::GridMetres, "metres (OSGB36)", "PointsSection");
/// Northing of an area's or workplace's point.
pub const NORTHING: Role = role("areas.points", "northing", Kind::GridMetres, "metres (OSGB36)", "PointsSection");
/// Code of a higher area.
pub const PARENT_CODE: Role = role("areas.parents", "code", Kind::Text, "", "ParentSection");
/// Name of a higher area.
pub const PARENT_NAME: Role = role("areas.parents", "name", Kind::Text, "", "ParentSection");
/// Kind of place.
pub const PLACE_TYPE: Role = role("areas.place_types", "label", Kind::Text, "", "PlaceTypeSection");
/// Overall rank of an index.
pub const INDEX_RANK: Role = role("indices", "rank", Kind::Rank, "rank, 1 is worst", "IndexSection");
/// Overall score of an index.
pub const INDEX_SCORE: Role = role("indices", "score", Kind::Number, "score", "IndexSection");
/// Published flag of an index.
pub const INDEX_FLAG: Role = role("indices", "flag", Kind::Flag, "", "IndexSection");
/// Rank of a domain.
pub const DOMAIN_RANK: Role = role("indices.domains", "rank", Kind::Rank, "rank, 1 is worst", "DomainSection");
/// Published value of an indicator.
pub const INDICATOR_VALUE: Role = role("indicators", "value", Kind::Number, "as `unit` says", "IndicatorSection");
/// Count above the line.
pub const NUMERATOR: Role = role("indicators", "numerator", Kind::Count, "people or households", "IndicatorSection");
/// Count below the line.
pub const DENOMINATOR: Role =
    role("indicators", "denominator", Kind::Count, "people or households", "IndicatorSection");
/// Count of people or households.
pub const RESIDENTS: Role = role("residents", "count", Kind::Count, "people or households", "ResidentSection");
/// Industry of a row.
pub const INDUSTRY: Role = role("jobs", "industry", Kind::Code, "", "JobsSection");
/// Jobs.
pub const JOBS: Role = role("jobs", "count", Kind::Count, "jobs", "JobsSection");
/// Share of jobs that starts early.
pub const EARLY_SHARE: Role = role("jobs.early_shift", "share", Kind::Share, "share of jobs", "EarlyShift");
/// Code of a pay group.
pub const PAY_CODE: Role = role("pay", "code", Kind::Code, "", "PaySection");
/// Name of a pay group.
pub const PAY_LABEL: Role = role("pay", "label", Kind::Text, "", "PaySection");
/// Jobs of a pay group.
pub const PAY_JOBS: Role = role("pay", "jobs_thousand", Kind::Count, "thousands of jobs", "PaySection");
/// A percentile of hourly pay.
pub const PAY_POUNDS: Role = role("pay", "percentiles", Kind::Pounds, "£ per hour", "PaySection");
/// Occupation of a staffing row.
pub const OCCUPATION: Role = role("staffing", "occupation", Kind::Code, "", "StaffingSection");
/// People by industry of a staffing row.
pub const STAFF: Role = role("staffing", "industries", Kind::Count, "people", "StaffingSection");
/// Residents in work of a group.
pub const RESIDENT_JOBS: Role = role("resident_jobs", "groups", Kind::Count, "people", "ResidentJobsSection");
/// Occupation of a job-quality cell.
pub const QUALITY_OCCUPATION: Role = role("job_quality", "occupation", Kind::OccupationOrAll, "", "JobQualitySection");
/// Industry of a job-quality cell.
pub const QUALITY_INDUSTRY: Role = role("job_quality", "industry", Kind::IndustryOrAll, "", "JobQualitySection");
/// Dimension of a job-quality cell.
pub const QUALITY_DIMENSION: Role = role("job_quality", "dimension", Kind::Dimension, "", "JobQualitySection");
/// Rate of a job-quality cell.
pub const QUALITY_RATE: Role = role("job_quality", "rate", Kind::Share, "share of jobs", "JobQualitySection");
/// Respondents behind a job-quality cell.
pub const QUALITY_SAMPLE: Role = role("job_quality", "sample", Kind::Sample, "respondents", "JobQualitySection");
/// Higher area of a direct estimate.
pub const DIRECT_AREA: Role = role("job_quality.direct", "area", Kind::Code, "", "DirectSection");
/// Dimension of a direct estimate.
pub const DIRECT_DIMENSION: Role = role("job_quality.direct", "dimension", Kind::Dimension, "", "DirectSection");
/// Direct estimate.
pub const DIRECT_RATE: Role =
    role("job_quality.direct", "rate", Kind::Share, "share of residents in work", "DirectSection");
/// Standard error of a direct estimate.
pub const DIRECT_ERROR: Role =
    role("job_quality.direct", "standard_error", Kind::Share, "share of residents in work", "DirectSection");
/// Id of a childcare provider.
pub const PROVIDER_ID: Role = role("childcare.providers", "id", Kind::Code, "", "ProvidersSection");
/// Name of a childcare provider.
pub const PROVIDER_NAME: Role = role("childcare.providers", "name", Kind::Text, "", "ProvidersSection");
/// Kind of childcare provider.
pub const PROVIDER_KIND: Role = role("childcare.providers", "kind", Kind::Text, "", "ProvidersSection");
/// Registered places of a childcare provider.
pub const PROVIDER_PLACES: Role = role("childcare.providers", "places", Kind::Count, "places", "ProvidersSection");
/// Longitude of a childcare provider.
pub const PROVIDER_LON: Role =
    blank(role("childcare.providers", "lon", Kind::Longitude, "degrees (WGS 84)", "ProvidersSection"));
/// Latitude of a childcare provider.
pub const PROVIDER_LAT: Role =
    blank(role("childcare.providers", "lat", Kind::Latitude, "degrees (WGS 84)", "ProvidersSection"));
/// Easting of a childcare provider.
pub const PROVIDER_EASTING: Role =
    blank(role("childcare.providers", "easting", Kind::GridMetres, "metres (OSGB36)", "ProvidersSection"));
/// Northing of a childcare provider.
pub const PROVIDER_NORTHING: Role =
    blank(role("childcare.providers", "northing", Kind::GridMetres, "metres (OSGB36)", "ProvidersSection"));
/// Area that a childcare provider stands in.
pub const PROVIDER_AREA: Role = blank(role("childcare.providers", "area", Kind::Code, "", "ProvidersSection"));
/// When a childcare provider opens.
pub const OPENS: Role = role("childcare.providers", "opens", Kind::Clock, "", "ProvidersSection");
/// When a childcare provider closes.
pub const CLOSES: Role = role("childcare.providers", "closes", Kind::Clock, "", "ProvidersSection");
/// Shares of a provider's children by age.
pub const AGE_SHARES: Role =
    role("childcare.providers.accounts", "age_shares", Kind::Share, "share of children", "AccountsSection");
/// Share of a provider's places that are taken.
pub const OCCUPANCY: Role =
    role("childcare.providers.accounts", "occupancy", Kind::Share, "share of places", "AccountsSection");
/// Shares of children's hours that the state funds, by age.
pub const FUNDED_SHARES: Role =
    role("childcare.providers.accounts", "funded_shares", Kind::Share, "share of hours", "AccountsSection");
/// What parents pay.
pub const FEE: Role = role("childcare.providers.accounts", "fee", Kind::Money, "£ per hour", "AccountsSection");
/// What a provider's staff earn.
pub const WAGE: Role = role("childcare.providers.accounts", "wage", Kind::Pounds, "£ per hour", "AccountsSection");
/// A provider's rent.
pub const RENT: Role = role("childcare.providers.accounts", "rent", Kind::Money, "£ per week", "AccountsSection");
/// A provider's other costs.
pub const OTHER_COSTS: Role =
    role("childcare.providers.accounts", "other", Kind::Money, "£ per week", "AccountsSection");
/// Hours that a provider is open.
pub const HOURS: Role =
    role("childcare.providers.accounts", "hours", Kind::WeekHours, "hours per week", "AccountsSection");
/// Children who may need a place.
pub const CHILDREN: Role = role("childcare.children", "count", Kind::Count, "children", "ChildrenSection");
/// Published access of all families.
pub const PUBLISHED_ALL: Role =
    role("childcare.published", "all", Kind::Number, "places per child", "PublishedAccessSection");
/// Published access of families who drive.
pub const PUBLISHED_DRIVING: Role =
    role("childcare.published", "driving", Kind::Number, "places per child", "PublishedAccessSection");
/// Published access of families who go by public transport.
pub const PUBLISHED_TRANSIT: Role =
    role("childcare.published", "public_transport", Kind::Number, "places per child", "PublishedAccessSection");
/// Whether a programme treats a place.
pub const LISTED: Role = role("programmes", "listed", Kind::Flag, "", "ProgrammeSection");
/// First period in which a programme treats a place.
pub const BEGAN: Role = role("programmes", "began", Kind::Text, "", "ProgrammeSection");
/// People who took part in a programme.
pub const PARTICIPANTS: Role = role("programmes", "participants", Kind::Count, "people", "ProgrammeSection");
/// People who are eligible for a programme.
pub const ELIGIBLE: Role = role("programmes", "eligible", Kind::Count, "people", "ProgrammeSection");
/// What a programme spent in a place.
pub const PROGRAMME_COST: Role = role("programmes", "cost_pounds", Kind::Count, "£", "ProgrammeSection");
/// Area of a row of a panel.
pub const PANEL_AREA: Role = role("panels", "area", Kind::Code, "", "PanelSection");
/// Period of a row of a panel.
pub const PANEL_PERIOD: Role = role("panels", "period", Kind::Code, "", "PanelSection");
/// Value of a row of a panel.
pub const PANEL_VALUE: Role = role("panels", "value", Kind::Number, "as `unit` says", "PanelSection");

/// Id of a respondent.
pub const RESPONDENT: Role = role("polls", "respondent", Kind::Code, "", "PollSection");
/// Design weight of a respondent.
pub const POLL_WEIGHT: Role = role("polls", "weight", Kind::Weight, "", "PollSection");
/// Where somebody lives.
pub const HOME_AREA: Role = role("polls.home", "area", Kind::Text, "", "HomeSection");
/// The group of places that somebody lives in.
pub const HOME_GROUP: Role = role("polls.home", "place_group", Kind::Text, "", "HomeSection");
/// A demographic characteristic.
pub const DEMOGRAPHIC: Role = role("polls", "demographics", Kind::Text, "", "PollSection");
/// An answer.
pub const ANSWER: Role = role("polls.questions", "column", Kind::Text, "", "QuestionSection");
/// Category of a margin.
pub const MARGIN_CATEGORY: Role = role("polls.margins", "category", Kind::Code, "", "MarginSection");
/// People of a margin.
pub const MARGIN_PEOPLE: Role = role("polls.margins", "count", Kind::Weight, "people", "MarginSection");
/// People of a cell of the population.
pub const CELL_PEOPLE: Role = role("polls.population", "count", Kind::Count, "people", "PollPopulationSection");
/// Document of a coded segment.
pub const SEGMENT_DOCUMENT: Role = role("interviews.segments", "document", Kind::Code, "", "SegmentsSection");
/// Code of a segment.
pub const SEGMENT_CODE: Role = role("interviews.segments", "code", Kind::Code, "", "SegmentsSection");
/// Coder, unit or words of a segment.
pub const SEGMENT_TEXT: Role = role("interviews.segments", "text", Kind::Text, "", "SegmentsSection");
/// Document of a speaker.
pub const SPEAKER: Role = role("interviews.speakers", "document", Kind::Code, "", "SpeakersSection");
/// Consent of a speaker.
pub const CONSENT: Role = role("interviews.speakers", "consent", Kind::Flag, "", "SpeakersSection");
/// Attribute of a speaker.
pub const ATTRIBUTE: Role = role("interviews.speakers", "attributes", Kind::Text, "", "SpeakersSection");
/// Unit or coder of a judgement.
pub const RATING_UNIT: Role = role("interviews.ratings", "unit", Kind::Code, "", "RatingsSection");
/// A judgement.
pub const RATING: Role = role("interviews.ratings", "value", Kind::Text, "", "RatingsSection");

/// Every column that Lynchpin reads.
pub const ROLES: &[Role] = &[
    SOURCE_KEY,
    LOOKUP_FROM,
    LOOKUP_TO,
    POPULATION,
    AREA_NAME,
    LON,
    LAT,
    EASTING,
    NORTHING,
    PARENT_CODE,
    PARENT_NAME,
    PLACE_TYPE,
    INDEX_RANK,
    INDEX_SCORE,
    INDEX_FLAG,
    DOMAIN_RANK,
    INDICATOR_VALUE,
    NUMERATOR,
    DENOMINATOR,
    RESIDENTS,
    INDUSTRY,
    JOBS,
    EARLY_SHARE,
    PAY_CODE,
    PAY_LABEL,
    PAY_JOBS,
    PAY_POUNDS,
    OCCUPATION,
    STAFF,
    RESIDENT_JOBS,
    QUALITY_OCCUPATION,
    QUALITY_INDUSTRY,
    QUALITY_DIMENSION,
    QUALITY_RATE,
    QUALITY_SAMPLE,
    DIRECT_AREA,
    DIRECT_DIMENSION,
    DIRECT_RATE,
    DIRECT_ERROR,
    PROVIDER_ID,
    PROVIDER_NAME,
    PROVIDER_KIND,
    PROVIDER_PLACES,
    PROVIDER_LON,
    PROVIDER_LAT,
    PROVIDER_EASTING,
    PROVIDER_NORTHING,
    PROVIDER_AREA,
    OPENS,
    CLOSES,
    AGE_SHARES,
    OCCUPANCY,
    FUNDED_SHARES,
    FEE,
    WAGE,
    RENT,
    OTHER_COSTS,
    HOURS,
    CHILDREN,
    PUBLISHED_ALL,
    PUBLISHED_DRIVING,
    PUBLISHED_TRANSIT,
    LISTED,
    BEGAN,
    PARTICIPANTS,
    ELIGIBLE,
    PROGRAMME_COST,
    PANEL_AREA,
    PANEL_PERIOD,
    PANEL_VALUE,
    RESPONDENT,
    POLL_WEIGHT,
    HOME_AREA,
    HOME_GROUP,
    DEMOGRAPHIC,
    ANSWER,
    MARGIN_CATEGORY,
    MARGIN_PEOPLE,
    CELL_PEOPLE,
    SEGMENT_DOCUMENT,
    SEGMENT_CODE,
    SEGMENT_TEXT,
    SPEAKER,
    CONSENT,
    ATTRIBUTE,
    RATING_UNIT,
    RATING,
];

/// The reference of all columns as a Markdown table, for the documentation.
pub fn reference_markdown() -> String {
    let mut lines = vec!["| section | key | holds | unit | blank |".to_owned(), "|---|---|---|---|---|".to_owned()];
    for role in ROLES {
        let blank = match role.kind {
            Kind::OccupationOrAll | Kind::IndustryOrAll => "all of them",
            _ if role.may_be_blank => "not known",
            _ => "a mistake",
        };
        let holds = role.kind.expectation();
        lines.push(format!("| `{}` | `{}` | {holds} | {} | {blank} |", role.table, role.key, role.unit));
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_takes_what_it_allows_and_refuses_the_rest() {
        assert_eq!(Kind::Count.number("1,234"), Some(1234.0));
        assert_eq!(Kind::Count.number("12,34"), None);
        assert_eq!(Kind::Count.number("1,234.5"), Some(1234.5));
        assert_eq!(Kind::Count.number("-1"), None);
        assert_eq!(Kind::Count.number("NaN"), None);
        assert_eq!(Kind::Count.number("inf"), None);
        assert_eq!(Kind::Number.number("-1.5"), Some(-1.5));
        assert_eq!(Kind::Number.number("-1,234.5"), Some(-1234.5));
        assert_eq!(Kind::Rank.number("885.0"), Some(885.0));
        assert_eq!(Kind::Rank.number("0"), None);
        assert_eq!(Kind::Rank.number("1.5"), None);
        assert_eq!(Kind::Flag.number("TRUE"), Some(1.0));
        assert_eq!(Kind::Flag.number("maybe"), None);
        assert_eq!(Kind::Share.number("1.01"), None);
        assert_eq!(Kind::Latitude.number("91"), None);
        assert_eq!(Kind::Sample.number("0"), None);
        assert!(["", "6", "6111"].iter().all(|code| allows(Kind::OccupationOrAll, code)));
        assert!(!["0", "61111", "6x", "Q"].iter().any(|code| allows(Kind::OccupationOrAll, code)));
        assert!(allows(Kind::IndustryOrAll, "Q") && !allows(Kind::IndustryOrAll, "QQ"));
        assert!(allows(Kind::Dimension, "all") && !allows(Kind::Dimension, "Pay"));
        assert_eq!(Kind::Clock.number("07:30"), Some(27_000.0));
        assert_eq!(Kind::Clock.number("07:30:00"), Some(27_000.0));
        assert_eq!(Kind::Clock.number("25:00"), None);
        assert_eq!(Kind::Money.number("0"), Some(0.0));
        assert_eq!(Kind::WeekHours.number("0"), None);
    }

    #[test]
    fn no_column_is_listed_twice() {
        let mut seen = std::collections::BTreeSet::new();
        for role in ROLES {
            assert!(seen.insert((role.table, role.key)), "{role:?}");
        }
        assert_eq!(reference_markdown().lines().count(), ROLES.len() + 2);
    }
}
