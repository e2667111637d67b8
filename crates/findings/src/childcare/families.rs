//! Who looks for a place, and from where.

use lynchpin_pack::tables::{Childcare, LedgerEntry, Residents};

/// Areas with their children: those under study in their order, then those around them whose children compete for the same places.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Families {
    /// How many of the areas are under study.
    pub study: usize,
    /// WGS 84 `(lon, lat)` degrees.
    pub points: Vec<Option<(f64, f64)>>,
    /// Children who may need a place.
    pub children: Vec<f64>,
    /// Share of households without a car, `0..=1`.
    pub no_car: Vec<f64>,
}

/// An area farther than this from the study and its providers cannot matter, metres.
const AROUND_METRES: f64 = 40_000.0;

impl Families {
    /// Families of the pack, or in words what it lacks; and what was assumed on the way.
    ///
    /// An area without children in the file has none that compete. The share of households without a car is that of the whole study where an area has
    /// none, and in the areas around.
    pub fn new(
        points: &[Option<(f64, f64)>],
        residents: &Residents,
        childcare: &Childcare,
    ) -> Result<(Self, Vec<LedgerEntry>), String> {
        if childcare.children.is_empty() {
            return Err("the pack has no children by neighbourhood.".into());
        }
        let households = residents.columns.get("households").zip(residents.columns.get("households_no_car"));
        let Some((all, none)) = households else {
            return Err("the pack does not say how many households have a car.".into());
        };
        let share = |area: usize| {
            let (none, all) = (none[area]?, all[area].filter(|all| *all > 0.0)?);
            Some((none / all).clamp(0.0, 1.0))
        };
        let study = points.len();
        let known: Vec<usize> = (0..study).filter(|&area| share(area).is_some()).collect();
        let sum = |column: &[Option<f64>]| known.iter().filter_map(|&area| column[area]).sum::<f64>();
        let mean = if sum(all) > 0.0 { sum(none) / sum(all) } else { 0.0 };
        let around = nearby(points, childcare);
        let mut families = Self {
            study,
            points: points.to_vec(),
            children: childcare.children.iter().map(|children| children.unwrap_or(0.0)).collect(),
            no_car: (0..study).map(|area| share(area).unwrap_or(mean)).collect(),
        };
        for place in &around {
            families.points.push(Some(childcare.around.points[*place]));
            families.children.push(childcare.around.children[*place]);
            families.no_car.push(mean);
        }
        let ledger = vec![
            entry(
                "families with a car",
                study,
                study - known.len(),
                "no count of households: the mean of the study is taken",
            ),
            entry(
                "families around the study",
                childcare.around.codes.len(),
                childcare.around.codes.len() - around.len(),
                "too far away to compete",
            ),
        ];
        Ok((families, ledger.into_iter().filter(|entry| entry.used > 0.0).collect()))
    }
}

/// Areas around that lie in the box about the study, a margin added.
fn nearby(points: &[Option<(f64, f64)>], childcare: &Childcare) -> Vec<usize> {
    let known = || points.iter().copied().flatten();
    let least = |of: fn((f64, f64)) -> f64| known().map(of).fold(f64::INFINITY, f64::min);
    let most = |of: fn((f64, f64)) -> f64| known().map(of).fold(f64::NEG_INFINITY, f64::max);
    let (west, east, south, north) = (least(|p| p.0), most(|p| p.0), least(|p| p.1), most(|p| p.1));
    let margin = AROUND_METRES / 111_195.0;
    let wide = margin / north.abs().max(south.abs()).to_radians().cos().max(0.01);
    let inside = |(lon, lat): (f64, f64)| {
        (west - wide..=east + wide).contains(&lon) && (south - margin..=north + margin).contains(&lat)
    };
    (0..childcare.around.codes.len()).filter(|&place| inside(childcare.around.points[place])).collect()
}

fn entry(step: &str, used: usize, lost: usize, reason: &str) -> LedgerEntry {
    LedgerEntry {
        step: format!("childcare: {step}"),
        what: "neighbourhoods".into(),
        used: used as f64,
        lost: lost as f64,
        reason: if lost > 0 { reason.into() } else { String::new() },
        examples: Vec::new(),
    }
}
