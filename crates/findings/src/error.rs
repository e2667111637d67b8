//! What can be wrong with the tables that a finding needs.

/// A finding could not be made. Each message says what is missing or wrong, and what would mend it.
#[derive(Debug, thiserror::Error, PartialEq)]
pub enum FindingsError {
    /// No index of the axis that the rule needs.
    #[error(
        "no index measures {axis}; the pack has: {available}\nhint: add an [[indices]] table with axis = \"{axis}\" to pack.toml"
    )]
    NoIndex {
        /// The axis, as written in `pack.toml`.
        axis: String,
        /// Ids of the indices that the pack has.
        available: String,
    },
    /// An index is asked for by an id that the pack has not.
    #[error("no index of the kind needed is called \"{id}\"; there is: {available}")]
    UnknownIndex {
        /// The id asked for.
        id: String,
        /// Ids of the indices that the pack has.
        available: String,
    },
    /// An index has no domains, so its score cannot be rebuilt.
    #[error(
        "index \"{index}\" has no domain ranks\nhint: name its domains and their rank columns in pack.toml to rebuild it"
    )]
    NoDomains {
        /// Id of the index.
        index: String,
    },
    /// A rank is outside `1..=N`.
    #[error("index \"{index}\", {domain}, area {code}: rank {rank} is not between 1 and {areas}, the number of areas")]
    BadRank {
        /// Id of the index.
        index: String,
        /// The domain, or `overall`.
        domain: String,
        /// Code of the area.
        code: String,
        /// The rank found.
        rank: u32,
        /// Number of areas of the index.
        areas: usize,
    },
    /// Two columns that describe the same things have different lengths.
    #[error("{what} has {found} rows where {expected} were expected")]
    Misaligned {
        /// The column.
        what: String,
        /// Rows expected.
        expected: usize,
        /// Rows found.
        found: usize,
    },
    /// A column of the residents table is needed and absent.
    #[error("{purpose} needs the residents column \"{column}\"; the pack has: {available}")]
    MissingColumn {
        /// The column.
        column: String,
        /// What it is needed for.
        purpose: String,
        /// Columns that the pack has.
        available: String,
    },
    /// A parameter is outside its range.
    #[error("{name} is {value}; {expected}")]
    BadParameter {
        /// The parameter.
        name: String,
        /// Its value.
        value: String,
        /// What is allowed.
        expected: String,
    },
    /// Published percentiles of pay fall where they ought to rise.
    #[error(
        "pay of \"{group}\": the {percentile} percentile is £{pounds}, below the one before (£{before})\nhint: check the percentile columns in pack.toml"
    )]
    FallingPay {
        /// Code of the group.
        group: String,
        /// The percentile.
        percentile: f64,
        /// Its pay, £ per hour.
        pounds: f64,
        /// Pay of the percentile before.
        before: f64,
    },
    /// A group of jobs is needed and absent, or has no published figure.
    #[error("the pay table has no {what} for \"{group}\"")]
    NoPay {
        /// What is missing.
        what: String,
        /// Code of the group.
        group: String,
    },
    /// Results for a way of travelling are needed and absent.
    #[error("no reachable jobs were given for {cut}\nhint: add it to the run parameters in pack.toml")]
    NoReach {
        /// Mode, shift and minutes.
        cut: String,
    },
    /// Nobody answered in a category of a margin that has people.
    #[error(
        "nobody who answered is in the category \"{category}\" of {variable}, which has people\nhint: merge it with a neighbouring category, in the responses and in the margin"
    )]
    EmptyCategory {
        /// The variable of the margin.
        variable: String,
        /// The category.
        category: String,
    },
    /// A method that goes round until nothing changes did not come to an end.
    #[error("{what} did not converge\nhint: {hint}")]
    NoConvergence {
        /// What was worked out.
        what: String,
        /// What to do about it.
        hint: String,
    },
    /// A group of places is called by a name that is none.
    #[error("\"{label}\" is no group of places; expected left behind, other deprived or rest ({what})")]
    UnknownGroup {
        /// The label found.
        label: String,
        /// Where it stands.
        what: String,
    },
    /// People would be told of at a place that is too small.
    #[error(
        "{what}: the {level}s of the study area have {people:.0} people on average; no place finer than an MSOA (5,000 and more) may be used\nhint: use a larger geography"
    )]
    TooFine {
        /// The poll or interviews.
        what: String,
        /// The geography.
        level: String,
        /// Mean population of its areas.
        people: f64,
    },
    /// No place has the code asked for.
    #[error("no place has the code or name \"{asked}\"; levels searched: {levels}")]
    UnknownPlace {
        /// The geographies searched.
        levels: String,
        /// What was asked for.
        asked: String,
    },
    /// A name belongs to several places.
    #[error("\"{asked}\" is the name of several places: {codes}\nhint: ask for one of these codes")]
    AmbiguousPlace {
        /// What was asked for.
        asked: String,
        /// Each with its level and code.
        codes: String,
    },
}

/// Checks that a column has the length that it must have.
///
/// # Errors
/// [`FindingsError::Misaligned`] where it has not.
pub(crate) fn aligned(what: &str, expected: usize, found: usize) -> Result<(), FindingsError> {
    if expected == found {
        return Ok(());
    }
    Err(FindingsError::Misaligned { what: what.to_owned(), expected, found })
}
