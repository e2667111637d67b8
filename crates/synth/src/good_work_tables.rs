//! Work and its quality as the CSV files that publishers put out, and the truth that only tests may look at.

use crate::areas::Area;
use crate::good_work::{DIMENSIONS, GoodWork, OCCUPATIONS};
use crate::tables::PERCENTILES;
use crate::work::{INDUSTRIES, pay};
use std::io::{self, Write};

/// How far pay spreads within an occupation (log scale).
const PAY_SPREAD: f64 = 0.26;

/// `residents_work.csv`: residents in work by major group of occupation and by SIC section.
pub(crate) fn residents(list: &[Area], made: &GoodWork, w: &mut dyn Write) -> io::Result<()> {
    write!(w, "area_code")?;
    (1..=9).try_for_each(|major| write!(w, ",soc_{major}"))?;
    INDUSTRIES.iter().try_for_each(|i| write!(w, ",sic_{}", i.0))?;
    writeln!(w)?;
    for (area, (occupations, industries)) in list.iter().zip(&made.residents) {
        write!(w, "{}", area.code)?;
        occupations.iter().chain(industries).try_for_each(|n| write!(w, ",{n}"))?;
        writeln!(w)?;
    }
    Ok(())
}

/// `staffing.csv`: people of the nation by occupation and SIC section.
pub(crate) fn staffing(made: &GoodWork, w: &mut dyn Write) -> io::Result<()> {
    write!(w, "soc2020,occupation")?;
    INDUSTRIES.iter().try_for_each(|i| write!(w, ",sic_{}", i.0))?;
    writeln!(w)?;
    for ((code, name, ..), row) in OCCUPATIONS.iter().zip(&made.staffing) {
        write!(w, "{code},\"{name}\"")?;
        row.iter().try_for_each(|n| write!(w, ",{n}"))?;
        writeln!(w)?;
    }
    Ok(())
}

/// `pay_by_occupation.csv`: £ per hour by unit group.
pub(crate) fn pay_by_occupation(made: &GoodWork, w: &mut dyn Write) -> io::Result<()> {
    write!(w, "soc2020,occupation,jobs_thousand")?;
    PERCENTILES.iter().try_for_each(|p| write!(w, ",p{p}"))?;
    writeln!(w)?;
    for ((code, name, _, median, _), row) in OCCUPATIONS.iter().zip(&made.staffing) {
        let thousand = row.iter().map(|n| f64::from(*n)).sum::<f64>() / 1_000.0;
        write!(w, "{code},\"{name}\",{thousand:.1}")?;
        for percentile in PERCENTILES {
            write!(w, ",{:.2}", pay(*median, PAY_SPREAD, f64::from(percentile)))?;
        }
        writeln!(w)?;
    }
    Ok(())
}

/// `job_quality.csv`: share of jobs that meet each dimension, by major group and SIC section, as a survey finds them.
pub(crate) fn survey(made: &GoodWork, w: &mut dyn Write) -> io::Result<()> {
    writeln!(w, "soc2020,sic_section,dimension,share,respondents")?;
    for (major, industry, dimension, share, respondents) in &made.survey {
        let share = share.map_or_else(|| "[c]".to_owned(), |share| format!("{share:.4}"));
        let (section, dimension) = (INDUSTRIES[*industry].0, DIMENSIONS[*dimension]);
        writeln!(w, "{},{section},{dimension},{share},{respondents}", major + 1)?;
    }
    Ok(())
}

/// `job_quality_districts.csv`: the same survey's own estimates for districts.
pub(crate) fn direct(made: &GoodWork, w: &mut dyn Write) -> io::Result<()> {
    writeln!(w, "district_code,dimension,share,standard_error,respondents")?;
    for (district, dimension, share, error, respondents) in &made.direct {
        writeln!(w, "{district},{},{share:.4},{error:.5},{respondents}", DIMENSIONS[*dimension])?;
    }
    Ok(())
}

/// `job_quality_truth.csv`: what no survey sees.
pub(crate) fn truth(list: &[Area], made: &GoodWork, w: &mut dyn Write) -> io::Result<()> {
    writeln!(w, "area_code,dimension,share")?;
    for (area, rates) in list.iter().zip(&made.truth) {
        for (dimension, rate) in DIMENSIONS.iter().zip(rates) {
            writeln!(w, "{},{dimension},{rate:.5}", area.code)?;
        }
    }
    Ok(())
}
