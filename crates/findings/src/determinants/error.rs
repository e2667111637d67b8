//! What can be wrong with a regression over areas.

/// A decomposition or a model could not be made.
#[derive(Debug, thiserror::Error, PartialEq)]
pub enum DeterminantsError {
    /// Columns of different lengths.
    #[error("{what} has {found} rows where {expected} were expected")]
    Misaligned {
        /// The column.
        what: String,
        /// Rows expected.
        expected: usize,
        /// Rows found.
        found: usize,
    },
    /// Too few areas for the number of predictors.
    #[error(
        "{areas} areas have a value of everything; {predictors} predictors need at least {needed}\nhint: leave out the predictor with the most gaps"
    )]
    TooFewAreas {
        /// Areas with a value of everything.
        areas: usize,
        /// Predictors.
        predictors: usize,
        /// Areas needed.
        needed: usize,
    },
    /// More predictors than every subset can be tried of, or none.
    #[error("{found} predictors; from 1 to {most} can be decomposed\nhint: leave some out")]
    Predictors {
        /// Predictors given.
        found: usize,
        /// Most that are allowed.
        most: usize,
    },
    /// A column that does not vary.
    #[error("{what} is the same everywhere, so nothing can go with it")]
    Constant {
        /// The column.
        what: String,
    },
    /// A predictor that the others determine.
    #[error("predictor {position} is a sum of multiples of those before it\nhint: leave one of them out")]
    Collinear {
        /// Its position, counted from 1.
        position: usize,
    },
    /// Too few clusters for errors or resamples.
    #[error("{found} clusters; at least 3 are needed\nhint: leave `cluster` out, or name a finer geography")]
    TooFewClusters {
        /// Clusters found.
        found: usize,
    },
    /// Neighbours so many that the exact determinant would not end.
    #[error(
        "the links between {areas} areas fill {operations:.1e} operations when factorised; at most {most:.1e} are tried\nhint: ask for fewer neighbours"
    )]
    TooDense {
        /// Areas.
        areas: usize,
        /// Operations that one factorisation takes.
        operations: f64,
        /// Most that are tried.
        most: f64,
    },
    /// No area has a neighbour.
    #[error("no area has a neighbour by {kind}\nhint: give the areas outlines or points, or ask for a longer distance")]
    NoNeighbours {
        /// How neighbours were looked for.
        kind: String,
    },
    /// A factorisation met a pivot that is not positive.
    #[error("the spatial model has no solution at {parameter}: the links do not form a row-standardised matrix")]
    NotPositive {
        /// The spatial parameter tried.
        parameter: f64,
    },
    /// A predictor that holds the outcome.
    #[error("`{predictor}` holds the outcome `{outcome}`: {why}\nhint: take it out of determinants.predictors")]
    Contained {
        /// The predictor.
        predictor: String,
        /// The outcome.
        outcome: String,
        /// How it holds it.
        why: String,
    },
    /// An id that is neither an indicator nor an index.
    #[error("no indicator or index is called `{id}`; there is: {available}")]
    Unknown {
        /// The id asked for.
        id: String,
        /// What the pack has.
        available: String,
    },
    /// A higher geography that the pack has not.
    #[error("no higher geography is called `{id}`; there is: {available}")]
    UnknownParent {
        /// The id asked for.
        id: String,
        /// What the pack has.
        available: String,
    },
}

/// Checks that a column has the length that it must have.
pub(super) fn aligned(what: &str, expected: usize, found: usize) -> Result<(), DeterminantsError> {
    if expected == found {
        return Ok(());
    }
    Err(DeterminantsError::Misaligned { what: what.to_owned(), expected, found })
}
