//! What else somebody in an occupation could do: the better-paid occupations that ask for no more skill, and the gap in pay.

use crate::FindingsError;
use crate::error::aligned;
use crate::work::pay::median;
use crate::work::skill::SkillLevel;
use lynchpin_pack::tables::{Pay, Staffing};
use serde::Serialize;

/// An occupation and the better-paid ones beside it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OutsideOptions {
    /// Its SOC 2020 code.
    pub code: String,
    /// Its name.
    pub label: String,
    /// Its published median, £ per hour.
    pub median_pounds: f64,
    /// Its skill level.
    pub skill: SkillLevel,
    /// Better-paid occupations at the same level of detail, best paid first, then by code.
    pub options: Vec<OutsideOption>,
    /// Occupations of no more skill at that level of detail whose median is not published, so that nothing is said of them.
    pub without_median: Vec<String>,
}

/// One better-paid occupation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OutsideOption {
    /// Its SOC 2020 code.
    pub code: String,
    /// Its name.
    pub label: String,
    /// Its skill level: that of the occupation left, or lower.
    pub skill: SkillLevel,
    /// Its published median, £ per hour.
    pub median_pounds: f64,
    /// How much more than in the occupation left, £ per hour.
    pub gap_pounds: f64,
    /// The same in % of the median of the occupation left.
    pub gap_percent: f64,
}

/// The better-paid occupations that ask for no more skill than `code` does, among the rows of the same number of digits.
///
/// Medians are national and are compared as published, without regard to hours, place or the sampling error of either.
///
/// # Errors
/// [`FindingsError::BadParameter`] where the pay is not by occupation or the code has no skill level; [`FindingsError::NoPay`] where the occupation or its
/// median is absent; [`FindingsError::Misaligned`].
pub fn outside_options(pay: &Pay, code: &str) -> Result<OutsideOptions, FindingsError> {
    let bad = |name: &str, value: &str, expected: &str| FindingsError::BadParameter {
        name: name.to_owned(),
        value: value.to_owned(),
        expected: expected.to_owned(),
    };
    if pay.by != "occupation" {
        return Err(bad("pay table by", &pay.by, "outside options need pay by occupation"));
    }
    aligned("pay: labels", pay.codes.len(), pay.labels.len())?;
    let own = median(pay, code)?;
    let skill = SkillLevel::of_occupation(code)
        .ok_or_else(|| bad("occupation", code, "a SOC 2020 code, digits that begin with 1 to 9"))?;
    let mut found = OutsideOptions {
        code: code.to_owned(),
        label: label_of(pay, code),
        median_pounds: own,
        skill,
        options: Vec::new(),
        without_median: Vec::new(),
    };
    for (other, label) in pay.codes.iter().zip(&pay.labels).filter(|(c, _)| c.len() == code.len() && *c != code) {
        let Some(level) = SkillLevel::of_occupation(other).filter(|level| *level <= skill) else { continue };
        match median(pay, other) {
            Ok(pounds) if pounds > own => found.options.push(OutsideOption {
                code: other.clone(),
                label: label.clone(),
                skill: level,
                median_pounds: pounds,
                gap_pounds: pounds - own,
                gap_percent: 100.0 * (pounds - own) / own,
            }),
            Ok(_) => {}
            Err(_) => found.without_median.push(other.clone()),
        }
    }
    found.options.sort_by(|a, b| b.median_pounds.total_cmp(&a.median_pounds).then_with(|| a.code.cmp(&b.code)));
    Ok(found)
}

fn label_of(pay: &Pay, code: &str) -> String {
    let row = pay.codes.iter().position(|c| c == code);
    row.and_then(|row| pay.labels.get(row)).cloned().unwrap_or_default()
}

/// Jobs of an occupation among jobs by industry, `Σ jobs of the industry · share of the industry's people in the occupation`. Modelled: each industry is
/// taken to be staffed as it is nationally.
///
/// `jobs` is in the order of `industries`. Industries that the staffing table does not hold add nothing.
///
/// # Errors
/// [`FindingsError::Misaligned`] where the columns are not in step; [`FindingsError::BadParameter`] where the staffing table has no such occupation.
pub fn jobs_of_occupation(
    staffing: &Staffing,
    code: &str,
    industries: &[String],
    jobs: &[f64],
) -> Result<f64, FindingsError> {
    aligned("jobs by industry", industries.len(), jobs.len())?;
    aligned("staffing: occupations", staffing.occupations.len(), staffing.people.len())?;
    for (occupation, row) in staffing.occupations.iter().zip(&staffing.people) {
        aligned(&format!("staffing of occupation {occupation}"), staffing.industries.len(), row.len())?;
    }
    let Some(own) = staffing.occupations.iter().position(|o| o == code) else {
        return Err(FindingsError::BadParameter {
            name: "occupation".to_owned(),
            value: code.to_owned(),
            expected: "an occupation of the staffing table".to_owned(),
        });
    };
    let of_industry = |(industry, jobs): (&String, &f64)| {
        let column = staffing.industries.iter().position(|i| i == industry)?;
        let all: f64 = staffing.people.iter().map(|row| row[column]).sum();
        (all > 0.0).then(|| jobs * staffing.people[own][column] / all)
    };
    Ok(industries.iter().zip(jobs).filter_map(of_industry).sum::<f64>() + 0.0)
}
