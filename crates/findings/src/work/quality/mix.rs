//! Which occupations and industries the work of an area is in.

use super::ipf;
use crate::FindingsError;
use crate::error::aligned;
use lynchpin_pack::tables::{JobQuality, Jobs, ResidentJobs, Staffing, Tables};

/// Occupations by industries: the classes that an area's mix is told in, with their national numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    /// Occupation classes, such as major groups; one empty code where no table tells areas' occupations apart.
    pub occupations: Vec<String>,
    /// Industries; one empty code where no table has any.
    pub industries: Vec<String>,
    /// People in the nation, occupation by occupation: the seed of every fit.
    pub seed: Vec<f64>,
    /// Occupations in the detail of the staffing table, each with its class and people by industry.
    pub(super) fine: Vec<FineOccupation>,
}

/// An occupation in full detail.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct FineOccupation {
    pub code: String,
    pub class: usize,
    pub people: Vec<f64>,
}

impl Grid {
    /// The grid of a pack.
    ///
    /// The seed is the staffing table; without one, the respondents of the job-quality cells, which a survey draws in proportion; without those, ones:
    /// occupation and industry are then taken to be independent.
    ///
    /// # Errors
    /// [`FindingsError::Misaligned`]; [`FindingsError::BadParameter`] where the code of one of the residents' occupations begins with another's.
    pub fn of(tables: &Tables) -> Result<Self, FindingsError> {
        let by = |what: &str| tables.resident_jobs.iter().find(|table| table.by == what);
        let mut occupations = by("occupation").map_or_else(Vec::new, |table| table.codes.clone());
        tell_overlap(&occupations)?;
        if occupations.is_empty() {
            occupations.push(String::new());
        }
        let mut industries: Vec<String> = match &tables.staffing {
            Some(staffing) => staffing.industries.clone(),
            None => by("industry")
                .map(|t| &t.codes)
                .or(tables.jobs.as_ref().map(|j| &j.industries))
                .cloned()
                .unwrap_or_default(),
        };
        if industries.is_empty() {
            industries.push(String::new());
        }
        let fine = match &tables.staffing {
            Some(staffing) => of_staffing(staffing, &occupations)?,
            None => of_samples(tables.job_quality.as_ref(), &occupations, &industries),
        };
        let mut seed = vec![0.0; occupations.len() * industries.len()];
        for occupation in &fine {
            let row = &mut seed[occupation.class * industries.len()..][..industries.len()];
            row.iter_mut().zip(&occupation.people).for_each(|(cell, people)| *cell += people);
        }
        Ok(Self { occupations, industries, seed, fine })
    }

    /// Cells of the grid.
    pub fn cells(&self) -> usize {
        self.seed.len()
    }

    /// Cells of an area whose industries alone are known: each is staffed as it is nationally.
    fn by_industry(&self, margin: &[f64]) -> (Vec<f64>, f64) {
        let width = self.industries.len();
        let sum = |column: usize| -> f64 { self.seed.iter().skip(column).step_by(width).sum() };
        let factors: Vec<f64> =
            margin.iter().enumerate().map(|(c, n)| if sum(c) > 0.0 { n / sum(c) } else { 0.0 }).collect();
        let unplaced = margin.iter().zip(&factors).filter(|(_, factor)| **factor == 0.0).map(|(n, _)| n).sum();
        (self.seed.iter().enumerate().map(|(cell, n)| n * factors[cell % width]).collect(), unplaced)
    }

    /// Cells of an area whose occupations alone are known: each works where it does nationally.
    fn by_occupation(&self, margin: &[f64]) -> (Vec<f64>, f64) {
        let width = self.industries.len();
        let mut cells = self.seed.clone();
        let mut unplaced = 0.0;
        for (row, wanted) in cells.chunks_mut(width).zip(margin) {
            let sum: f64 = row.iter().sum();
            if sum <= 0.0 {
                unplaced += wanted;
            }
            let factor = if sum > 0.0 { wanted / sum } else { 0.0 };
            for cell in row {
                *cell *= factor;
            }
        }
        (cells, unplaced)
    }
}

/// One table's counts of an area in the order of the grid, with those that the grid does not hold.
fn margin_of(codes: &[String], own: &[String], count: impl Fn(usize) -> Option<f64>) -> Option<(Vec<f64>, f64)> {
    let mut margin = vec![0.0; own.len()];
    let mut outside = 0.0;
    for (group, code) in codes.iter().enumerate() {
        let people = count(group)?;
        match own.iter().position(|o| o == code) {
            Some(at) => margin[at] += people,
            None => outside += people,
        }
    }
    Some((margin, outside))
}

fn tell_overlap(codes: &[String]) -> Result<(), FindingsError> {
    let inside = codes.iter().find(|code| codes.iter().any(|other| other != *code && code.starts_with(other.as_str())));
    match inside {
        None => Ok(()),
        Some(code) => Err(FindingsError::BadParameter {
            name: "residents by occupation".to_owned(),
            value: code.clone(),
            expected: "occupations of one level only, so that nobody is counted twice".to_owned(),
        }),
    }
}

fn of_staffing(staffing: &Staffing, classes: &[String]) -> Result<Vec<FineOccupation>, FindingsError> {
    aligned("staffing: occupations", staffing.occupations.len(), staffing.people.len())?;
    let mut fine = Vec::with_capacity(staffing.occupations.len());
    for (code, people) in staffing.occupations.iter().zip(&staffing.people) {
        aligned(&format!("staffing of occupation {code}"), staffing.industries.len(), people.len())?;
        if let Some(class) = classes.iter().position(|class| code.starts_with(class.as_str())) {
            fine.push(FineOccupation { code: code.clone(), class, people: people.clone() });
        }
    }
    Ok(fine)
}

fn of_samples(quality: Option<&JobQuality>, classes: &[String], industries: &[String]) -> Vec<FineOccupation> {
    let respondents = |class: &str, industry: &str| -> f64 {
        let cells = quality.into_iter().flat_map(|q| &q.cells).filter(|cell| cell.dimension == 0);
        let of = cells.filter(|cell| {
            cell.occupation.as_deref().is_some_and(|o| o.starts_with(class))
                && (industry.is_empty() || cell.industry.as_deref() == Some(industry))
        });
        of.map(|cell| cell.sample).sum()
    };
    let row = |(class, code): (usize, &String)| FineOccupation {
        code: code.clone(),
        class,
        people: industries.iter().map(|industry| respondents(code, industry)).collect(),
    };
    let mut fine: Vec<FineOccupation> = classes.iter().enumerate().map(row).collect();
    if fine.iter().flat_map(|f| &f.people).all(|people| *people == 0.0) {
        for occupation in &mut fine {
            occupation.people.fill(1.0);
        }
    }
    fine
}

/// The mixes of areas.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mixes {
    /// Shares of the area's work in every cell of the grid, adding up to 1; `None` where it is not known or too few work there.
    pub shares: Vec<Option<Vec<f64>>>,
    /// Residents in work, or jobs; 0 where the shares are not known.
    pub people: Vec<f64>,
    /// Areas that the tables do not cover.
    pub missing: usize,
    /// Areas with fewer in work than may be told.
    pub withheld: usize,
    /// Residents or jobs in occupations and industries that the grid does not hold.
    pub unplaced: f64,
}

impl Mixes {
    /// Where residents work, from their occupations and industries: fitted to both where both are known, else as one of them says. `None` without a table.
    ///
    /// `minimum` is the least number in work that may be told.
    ///
    /// # Errors
    /// [`FindingsError::Misaligned`] where a table is not in step with the areas.
    pub fn of_residents(grid: &Grid, tables: &Tables, minimum: f64) -> Result<Option<Self>, FindingsError> {
        let by = |what: &str| tables.resident_jobs.iter().find(|table| table.by == what);
        let (occupations, industries) = (by("occupation"), by("industry"));
        if occupations.is_none() && industries.is_none() {
            return Ok(None);
        }
        let areas = tables.areas.codes.len();
        for table in occupations.iter().chain(&industries) {
            for (code, people) in table.codes.iter().zip(&table.people) {
                aligned(&format!("residents in {} {code}", table.by), areas, people.len())?;
            }
        }
        let margin = |table: Option<&ResidentJobs>, own: &[String], area: usize| {
            let table = table?;
            margin_of(&table.codes, own, |group| table.people[group][area])
        };
        let mut mixes = Self::default();
        for area in 0..areas {
            let rows = margin(occupations, &grid.occupations, area);
            let columns = margin(industries, &grid.industries, area);
            let cells = match (rows, columns) {
                (Some((rows, outside)), Some((columns, _))) => {
                    let fitted = ipf::fit(&grid.seed, &rows, &columns)?;
                    Some((fitted.cells, outside + fitted.unplaced))
                }
                (Some((rows, outside)), None) => Some(grid.by_occupation(&rows)).map(|(c, u)| (c, u + outside)),
                (None, Some((columns, outside))) => Some(grid.by_industry(&columns)).map(|(c, u)| (c, u + outside)),
                (None, None) => None,
            };
            mixes.add(cells, minimum);
        }
        Ok(Some(mixes))
    }

    /// The jobs of workplaces: each industry is staffed as it is nationally.
    ///
    /// # Errors
    /// [`FindingsError::Misaligned`] where a column of jobs is not in step.
    pub fn of_workplaces(grid: &Grid, jobs: &Jobs, minimum: f64) -> Result<Self, FindingsError> {
        for (industry, counts) in jobs.industries.iter().zip(&jobs.counts) {
            aligned(&format!("jobs of industry {industry}"), jobs.codes.len(), counts.len())?;
        }
        let mut mixes = Self::default();
        for workplace in 0..jobs.codes.len() {
            let count = |industry: usize| Some(jobs.counts[industry][workplace]);
            let margin = margin_of(&jobs.industries, &grid.industries, count);
            let cells = margin.map(|(margin, outside)| {
                let (cells, unplaced) = grid.by_industry(&margin);
                (cells, unplaced + outside)
            });
            mixes.add(cells, minimum);
        }
        Ok(mixes)
    }

    fn add(&mut self, cells: Option<(Vec<f64>, f64)>, minimum: f64) {
        let Some((mut cells, unplaced)) = cells else {
            self.missing += 1;
            self.shares.push(None);
            self.people.push(0.0);
            return;
        };
        self.unplaced += unplaced;
        let people: f64 = cells.iter().sum();
        if people < minimum.max(f64::MIN_POSITIVE) {
            self.withheld += usize::from(people > 0.0);
            self.shares.push(None);
            self.people.push(0.0);
            return;
        }
        for cell in &mut cells {
            *cell /= people;
        }
        self.shares.push(Some(cells));
        self.people.push(people);
    }

    /// The mix of several areas together; `None` where none of them is known.
    pub fn together(&self, members: impl Iterator<Item = usize>) -> Option<(Vec<f64>, f64)> {
        let mut sum: Vec<f64> = Vec::new();
        let mut all = 0.0;
        for area in members {
            let (Some(shares), people) = (&self.shares[area], self.people[area]) else { continue };
            sum.resize(shares.len(), 0.0);
            sum.iter_mut().zip(shares).for_each(|(sum, share)| *sum += people * share);
            all += people;
        }
        (all > 0.0).then(|| (sum.iter().map(|n| n / all).collect(), all))
    }
}
