//! What neighbours change in a regression over the areas of a pack.

use lynchpin_pack::config::{Neighbours, TravelMode};
use lynchpin_pack::tables::Areas;
use serde::Serialize;

use super::diagnostics::SpatialDiagnostics;
use super::error::DeterminantsError;
use super::regression::{Design, Fit};
use super::spatial::{SpatialModel, spatial_error, spatial_lag};
use super::weights::{Links, SpatialWeights, distance_band, nearest, queen};

/// Level of the tests that choose a model.
const LEVEL: f64 = 0.05;

/// Which model the tests speak for, by Anselin's rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Suggested {
    /// Neighbours add nothing that shows.
    Neither,
    /// The outcome of neighbours.
    Lag,
    /// What is left unexplained among neighbours.
    Error,
}

/// Tests and models with neighbours.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SpatialAnswer {
    /// How neighbours were found, in words.
    pub neighbours: String,
    /// Neighbours of an area, on average.
    pub mean_neighbours: f64,
    /// Areas without a neighbour that were linked to the nearest one.
    pub attached: usize,
    /// Tests on the residuals of least squares.
    pub tests: SpatialDiagnostics,
    /// The spatial lag model.
    pub lag: SpatialModel,
    /// The spatial error model.
    pub error: SpatialModel,
    /// Which of the two the tests speak for.
    pub suggested: Suggested,
}

/// Tests and fits over the areas kept; `travel` gives links by travel time over all study areas.
pub(super) fn spatial(
    areas: &Areas,
    neighbours: &Neighbours,
    travel: Option<&[Links]>,
    kept: &[usize],
    design: &Design,
    fit: &Fit,
) -> Result<SpatialAnswer, DeterminantsError> {
    let weights = weights(areas, neighbours, travel, kept)?;
    let tests = SpatialDiagnostics::new(design, fit, &weights);
    let lag = spatial_lag(design, &weights)?;
    let error = spatial_error(design, &weights)?;
    Ok(SpatialAnswer {
        neighbours: weights.kind.clone(),
        mean_neighbours: weights.links() as f64 / weights.areas() as f64,
        attached: weights.attached.len(),
        suggested: suggested(&tests),
        tests,
        lag,
        error,
    })
}

/// Of the two simple tests the one that is significant; where both are, the robust one that is more so.
///
/// Source: Anselin and Florax (1995), *New Directions in Spatial Econometrics*.
fn suggested(tests: &SpatialDiagnostics) -> Suggested {
    match (tests.lag.p < LEVEL, tests.error.p < LEVEL) {
        (false, false) => Suggested::Neither,
        (true, false) => Suggested::Lag,
        (true, true) if tests.robust_lag.statistic > tests.robust_error.statistic => Suggested::Lag,
        _ => Suggested::Error,
    }
}

fn weights(
    areas: &Areas,
    neighbours: &Neighbours,
    travel: Option<&[Links]>,
    kept: &[usize],
) -> Result<SpatialWeights, DeterminantsError> {
    let kind = words(neighbours);
    let points: Option<Vec<(f64, f64)>> = kept.iter().map(|area| point(areas, *area)).collect();
    let no_points = || DeterminantsError::NoNeighbours { kind: kind.clone() };
    let links = match neighbours {
        Neighbours::Queen => queen(&kept.iter().map(|area| vertices(areas, *area)).collect::<Vec<_>>()),
        Neighbours::Nearest { count } => nearest(points.as_ref().ok_or_else(no_points)?, *count as usize),
        Neighbours::Distance { kilometres } => {
            distance_band(points.as_ref().ok_or_else(no_points)?, 1_000.0 * kilometres)
        }
        Neighbours::TravelTime { .. } => among(travel.unwrap_or_default(), kept),
    };
    match points {
        Some(points) => SpatialWeights::with_islands_attached(&kind, links, &points),
        None => SpatialWeights::new(&kind, links),
    }
}

fn words(neighbours: &Neighbours) -> String {
    match neighbours {
        Neighbours::Queen => "areas whose outlines share a corner".into(),
        Neighbours::Nearest { count } => format!("the {count} nearest areas"),
        Neighbours::Distance { kilometres } => format!("areas within {kilometres} km"),
        Neighbours::TravelTime { mode, minutes, count } => {
            let mode = match mode {
                TravelMode::PublicTransport => "public transport",
                TravelMode::Car => "car",
            };
            format!("the {count} areas soonest reached by {mode}, within {minutes} minutes")
        }
    }
}

/// Links between the areas kept, renumbered.
fn among(links: &[Links], kept: &[usize]) -> Vec<Links> {
    let mut place = vec![None; links.len()];
    kept.iter().enumerate().for_each(|(at, area)| place[*area] = Some(at as u32));
    let renumbered = |row: &Links| row.iter().filter_map(|(other, w)| Some((place[*other as usize]?, *w))).collect();
    kept.iter().map(|area| links.get(*area).map(renumbered).unwrap_or_default()).collect()
}

/// All vertices of an area's outline; none where it has no outline.
fn vertices(areas: &Areas, area: usize) -> Vec<(f64, f64)> {
    let polygons = areas.outlines.get(area).and_then(Option::as_ref).into_iter().flat_map(|outline| &outline.0);
    let rings = polygons.flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()));
    rings.flat_map(|ring| &ring.0).map(|vertex| (vertex.x, vertex.y)).collect()
}

/// An area's point, or the middle of its vertices.
fn point(areas: &Areas, area: usize) -> Option<(f64, f64)> {
    let middle = || {
        let vertices = vertices(areas, area);
        let n = vertices.len() as f64;
        let sum = vertices.iter().fold((0.0, 0.0), |sum, v| (sum.0 + v.0, sum.1 + v.1));
        (!vertices.is_empty()).then_some((sum.0 / n, sum.1 / n))
    };
    areas.points.get(area).copied().flatten().or_else(middle)
}
