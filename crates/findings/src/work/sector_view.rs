//! The sectors that residents work in and that workplaces belong to, and how much of the work is in low-paying ones.

use super::pay::WageLine;
use super::sectors::{SectorShare, sector_shares, withhold_small};
use super::staffing::pay_shares;
use crate::FindingsError;
use crate::interval::{Interval, across_areas, total, wilson};
use crate::places::{Group, Grouping};
use lynchpin_pack::tables::{Pay, ResidentJobs, Tables};
use serde::Serialize;

/// The sectors of a place's work.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SectorView {
    /// Every sector, in the order of the first table that has them.
    pub sectors: Vec<Sector>,
    /// Residents in work of each group, by sector; empty where the pack has no residents by industry.
    pub residents: Vec<(Group, Vec<SectorShare>)>,
    /// All residents in work that the pack has by industry.
    pub all_residents: Option<Vec<SectorShare>>,
    /// Jobs at the workplaces of the pack.
    pub workplaces: Option<Vec<SectorShare>>,
    /// Share of the nation's jobs that pay less than the wage, `0..=1`; `None` without pay.
    pub national_below: Option<f64>,
    /// Share of residents in work who are in low-paying sectors, by group.
    pub in_low_paying: Vec<(Group, LowPaying)>,
    /// The same by study area, `0..=1`; `None` where the mix is not known or too few work there.
    pub low_paying_by_area: Vec<Option<f64>>,
    /// Study areas without residents by industry.
    pub areas_missing: usize,
    /// Whether national numbers are known, without which there are no location quotients.
    pub nation_known: bool,
}

/// One sector.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Sector {
    /// Its code.
    pub code: String,
    /// Its name.
    pub label: String,
    /// Share of its jobs in the nation that pay less than the wage, `0..=1`; `None` where it is not known.
    pub below: Option<f64>,
    /// Whether that share is above the nation's: a low-paying sector.
    pub low_paying: bool,
}

/// Work in low-paying sectors.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LowPaying {
    /// Residents in work in low-paying sectors.
    pub people: f64,
    /// Residents in work.
    pub of: f64,
    /// Their share, with the interval across areas (Wilson's where there is one area).
    pub share: Option<Interval>,
}

/// Draws up the sectors, or says in words what is missing.
///
/// A sector is low-paying where a larger share of its jobs than of all jobs pays less than the wage: the data decide, not a list. Its share is read from
/// pay by industry, or carried from pay by occupation by the national staffing. `minimum` is the least number in work that may be told of.
///
/// # Errors
/// What pay and the columns refuse.
pub fn sector_view(
    tables: &Tables,
    grouping: &Grouping,
    line: Option<WageLine>,
    minimum: f64,
) -> Result<Result<SectorView, String>, FindingsError> {
    let residents = tables.resident_jobs.iter().find(|table| table.by == "industry");
    let (codes, labels) = match (residents, &tables.jobs) {
        (Some(table), _) => (&table.codes, &table.labels),
        (None, Some(jobs)) => (&jobs.industries, &jobs.industry_labels),
        (None, None) => return Ok(Err("the pack has neither residents nor jobs by industry.".into())),
    };
    let nation = nation(tables, codes);
    let weights = nation.clone().unwrap_or_else(|| local(tables, residents, codes));
    let below = below(tables, codes, line)?;
    let known: Vec<(f64, f64)> = below.iter().zip(&weights).filter_map(|(b, w)| Some(((*b)?, *w))).collect();
    let weighed = total(known.iter().map(|(_, w)| *w));
    let national_below = (weighed > 0.0).then(|| total(known.iter().map(|(b, w)| b * w)) / weighed);
    let sector = |((code, label), below): ((&String, &String), &Option<f64>)| Sector {
        code: code.clone(),
        label: label.clone(),
        below: *below,
        low_paying: below.zip(national_below).is_some_and(|(own, all)| own > all),
    };
    let sectors: Vec<Sector> = codes.iter().zip(labels).zip(&below).map(sector).collect();
    let mut view = SectorView {
        residents: Vec::new(),
        all_residents: None,
        workplaces: None,
        national_below,
        in_low_paying: Vec::new(),
        low_paying_by_area: Vec::new(),
        areas_missing: 0,
        nation_known: nation.is_some(),
        sectors,
    };
    let compared = nation.unwrap_or_else(|| vec![0.0; codes.len()]);
    if let Some(table) = residents {
        view.of_residents(table, grouping, &compared, minimum)?;
    }
    if let Some(jobs) = &tables.jobs {
        let here: Vec<f64> = codes.iter().map(|code| jobs_in(jobs, code)).collect();
        view.workplaces = Some(sector_shares(codes, &here, &compared)?);
    }
    Ok(Ok(view))
}

fn jobs_in(jobs: &lynchpin_pack::tables::Jobs, code: &str) -> f64 {
    let at = jobs.industries.iter().position(|industry| industry == code);
    at.map_or(0.0, |at| total(jobs.counts[at].iter().copied()))
}

/// People of the nation by sector, from the staffing table.
fn nation(tables: &Tables, codes: &[String]) -> Option<Vec<f64>> {
    let staffing = tables.staffing.as_ref()?;
    let sum = |code: &String| {
        let column = staffing.industries.iter().position(|industry| industry == code);
        column.map_or(0.0, |column| total(staffing.people.iter().map(|row| row[column])))
    };
    Some(codes.iter().map(sum).collect())
}

/// The jobs or residents of the pack itself, where it has no national numbers.
fn local(tables: &Tables, residents: Option<&ResidentJobs>, codes: &[String]) -> Vec<f64> {
    match (&tables.jobs, residents) {
        (Some(jobs), _) => codes.iter().map(|code| jobs_in(jobs, code)).collect(),
        (None, Some(table)) => table.people.iter().map(|areas| total(areas.iter().flatten().copied())).collect(),
        (None, None) => vec![0.0; codes.len()],
    }
}

/// Share of each sector's jobs that pay less than the wage.
fn below(tables: &Tables, codes: &[String], line: Option<WageLine>) -> Result<Vec<Option<f64>>, FindingsError> {
    let nothing = vec![None; codes.len()];
    let usable = |pay: &&Pay| pay.by == "industry" || tables.staffing.is_some();
    let by_industry = tables.pay.iter().find(|pay| pay.by == "industry");
    let (Some(line), Some(pay)) = (line, by_industry.or_else(|| tables.pay.iter().find(usable))) else {
        return Ok(nothing);
    };
    let shares = pay_shares(pay, tables.staffing.as_ref(), line)?;
    let of = |code: &String| shares.industries.iter().find(|s| s.code == *code)?.share.point.map(|point| 1.0 - point);
    Ok(codes.iter().map(of).collect())
}

impl SectorView {
    fn of_residents(
        &mut self,
        table: &ResidentJobs,
        grouping: &Grouping,
        nation: &[f64],
        minimum: f64,
    ) -> Result<(), FindingsError> {
        let areas = grouping.groups.len();
        let known = |area: usize| table.people.iter().all(|people| people[area].is_some());
        let counted: Vec<usize> = (0..areas).filter(|area| known(*area)).collect();
        self.areas_missing = areas - counted.len();
        let sums = |members: &[usize]| -> Vec<f64> {
            table.people.iter().map(|people| total(members.iter().filter_map(|area| people[*area]))).collect()
        };
        let low_of =
            |counts: &[f64]| total(counts.iter().zip(&self.sectors).filter(|(_, s)| s.low_paying).map(|(n, _)| *n));
        let of_area = |area: usize| {
            let counts = sums(&[area]);
            (low_of(&counts), total(counts.iter().copied()))
        };
        self.low_paying_by_area = (0..areas)
            .map(|area| {
                known(area)
                    .then(|| of_area(area))
                    .filter(|(_, all)| *all >= minimum.max(1.0))
                    .map(|(low, all)| low / all)
            })
            .collect();
        for group in Group::ALL {
            let members: Vec<usize> = counted.iter().copied().filter(|a| grouping.groups[*a] == Some(group)).collect();
            let counts = sums(&members);
            let of = total(counts.iter().copied());
            if of < minimum.max(1.0) {
                continue;
            }
            let people = low_of(&counts);
            let pairs: Vec<(f64, f64)> = members.iter().map(|area| of_area(*area)).collect();
            let share = across_areas(&pairs).or_else(|| wilson(people, of));
            if self.national_below.is_some() {
                self.in_low_paying.push((group, LowPaying { people, of, share }));
            }
            let mut shares = sector_shares(&table.codes, &counts, nation)?;
            withhold_small(&mut shares, minimum);
            self.residents.push((group, shares));
        }
        let all = sums(&counted);
        if all.iter().sum::<f64>() > 0.0 {
            let mut shares = sector_shares(&table.codes, &all, nation)?;
            withhold_small(&mut shares, minimum);
            self.all_residents = Some(shares);
        }
        Ok(())
    }
}
