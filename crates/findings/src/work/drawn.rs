//! Good jobs as other surveys of the same size, and other areas like these, would have them: the job-quality model's draws, workplace by workplace.

use super::good_jobs::GoodJobs;
use super::pay::WageLine;
use super::quality::{QualityModel, expit, logit};
use crate::FindingsError;
use crate::sample::Bootstrap;
use lynchpin_pack::tables::{Pay, Tables};
use serde::Serialize;

/// Draws that intervals of barriers rest on (Lynchpin default): 2.5 % of them are five.
pub const DRAWS: u32 = 199;

/// Good jobs by draw, then workplace, in the order of the jobs table.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnJobs(pub Vec<Vec<f64>>);

impl DrawnJobs {
    /// Draws of `good`: the point estimates, moved on the logit scale as far as the draws of the model's rates of pay lie from its own point.
    ///
    /// A workplace whose mix is too small to be told keeps its point. `minimum` is the least number of jobs whose mix may be told.
    ///
    /// # Errors
    /// What the model refuses.
    pub fn of(
        good: &GoodJobs,
        tables: &Tables,
        pay: (&Pay, WageLine),
        minimum: f64,
    ) -> Result<Option<Self>, FindingsError> {
        let model =
            QualityModel::new(tables, Some(pay), minimum, Bootstrap { resamples: DRAWS, ..Bootstrap::default() })?;
        let Some(at) = model.dimensions.iter().position(|d| d.from_pay) else { return Ok(None) };
        let Some(point) = model.point().offered.map(|rates| rates[at].clone()) else { return Ok(None) };
        let draw = |number: u32| {
            let drawn = model.draw(number).offered?;
            let pairs = point.iter().zip(&drawn[at]);
            Some(pairs.enumerate().map(|(workplace, (point, drawn))| moved(good, workplace, *point, *drawn)).collect())
        };
        Ok((0..DRAWS).map(draw).collect::<Option<_>>().map(Self))
    }

    /// Good jobs within reach of every home where all reach everything.
    pub fn everywhere(&self, homes: usize) -> DrawnReach {
        let totals: Vec<f64> = self.0.iter().map(|jobs| jobs.iter().sum()).collect();
        let everything = vec![Some(totals); homes];
        DrawnReach { transit: everything.clone(), car: everything }
    }
}

fn moved(good: &GoodJobs, workplace: usize, point: Option<f64>, drawn: Option<f64>) -> f64 {
    let (all, own) = (good.all[workplace], good.point[workplace]);
    match (point, drawn) {
        (Some(point), Some(drawn)) if all > 0.0 => all * expit(logit(own / all) + logit(drawn) - logit(point)),
        _ => own,
    }
}

/// Good jobs within reach of each study area, draw by draw; `None` where the area could not be linked to the streets.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct DrawnReach {
    /// By public transport.
    pub transit: Vec<Option<Vec<f64>>>,
    /// By car.
    pub car: Vec<Option<Vec<f64>>>,
}
