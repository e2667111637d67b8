//! Does work pay, with the wages and childcare fees that a pack has.

use anyhow::Result;
use lynchpin_findings::pays::{Costs, Parameters, PaysAnswer, Question, answer, default_households};
use lynchpin_findings::work::pay::median;
use lynchpin_pack::Pack;
use lynchpin_pack::tables::{Childcare, Tables};

/// Hours a week that the report shows: short part time, the Living Hours minimum, longer part time and full time.
const HOURS: [f64; 4] = [8.0, 16.0, 25.0, 37.5];

/// Six households at the wage of the pack's lead occupation, or at the minimum wage; or why nothing is said.
pub fn answer_for(pack: &Pack, tables: &Tables) -> Result<Result<PaysAnswer, String>> {
    if tables.pay.is_empty() {
        return Ok(Err("the pack has no pay.".into()));
    }
    let (parameters, same_year) = match pack.date() {
        Some(day) => Parameters::nearest(i32::from(day.year()), day.month() as u32, day.day() as u32)?,
        None => (Parameters::nearest(2025, 4, 6)?.0, false),
    };
    let minimum = parameters.minimum_wage.aged_21_and_over.value;
    let (wage, mut wage_label) = wage(pack, tables, minimum);
    if !same_year {
        wage_label.push_str("; the tax year built in that is nearest to the timetable");
    }
    let mut costs = Costs::default();
    let costs_label = match tables.childcare.as_ref().and_then(mean_fee) {
        Some(fee) => {
            costs.childcare_pounds_per_hour = fee;
            "The childcare fee is the mean of the pack's providers, weighted by places; fares are a Lynchpin default."
        }
        None => "Childcare fee and fares are Lynchpin defaults.",
    };
    Ok(Ok(answer(Question {
        parameters: &parameters,
        households: &default_households(wage),
        hours: &HOURS,
        wage_pounds_per_hour: wage,
        wage_label,
        costs: &costs,
        costs_label: costs_label.into(),
    })))
}

/// The median of the first occupation that the pack compares, where it is legal in the tax year; else the minimum wage.
fn wage(pack: &Pack, tables: &Tables, minimum: f64) -> (f64, String) {
    let legal = "the National Living Wage".to_owned();
    let Some(code) = pack.run().occupations_compared.first() else { return (minimum, legal) };
    let found = tables.pay.iter().find_map(|pay| {
        let at = pay.codes.iter().position(|c| c == code)?;
        let name = pay.labels.get(at).filter(|n| !n.is_empty()).unwrap_or(code);
        Some((median(pay, code).ok()?, name))
    });
    match found {
        Some((pounds, name)) if pounds >= minimum => (pounds, format!("median of {name}")),
        Some((pounds, name)) => {
            (minimum, format!("{legal}, which is above the published median of {name}, £{pounds:.2}"))
        }
        None => (minimum, legal),
    }
}

/// Mean fee, £ an hour, weighted by places; `None` where no provider states one.
fn mean_fee(childcare: &Childcare) -> Option<f64> {
    let stated = childcare.accounts.iter().zip(&childcare.places).filter_map(|(a, places)| Some((a.as_ref()?, places)));
    let (sum, places) =
        stated.fold((0.0, 0.0), |(sum, all), (account, places)| (sum + places * account.fee_pounds, all + places));
    (places > 0.0 && sum > 0.0).then(|| sum / places)
}
