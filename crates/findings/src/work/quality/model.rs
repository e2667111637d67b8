//! The model of good work: synthetic estimates, their error between areas, the pull of direct estimates, and draws of all of it.

use super::benchmark::{Direct, expit, logit, shift_to};
use super::cells::{CellTable, Dimension, GridRates, SIX, synthetic};
use super::joint::frechet;
use super::mix::{Grid, Mixes};
use super::model_error::{Gap, ModelError};
use crate::FindingsError;
use crate::sample::Bootstrap;
use crate::work::pay::WageLine;
use lynchpin_pack::tables::{JobQuality, Pay, Tables};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;

/// A neighbourhood's own variance about its district, as a multiple of that of districts about the model (Lynchpin default), where its occupations are known.
///
/// Occupations predict part-time work in Liverpool's neighbourhoods to 0.23 on the logit scale, industries predict NS-SEC of local authorities to 0.25
/// (METHODS §2).
pub const OWN_BY_OCCUPATION: f64 = 1.0;

/// The same where industries alone are known: they predict Liverpool's neighbourhoods to 0.48, twice the spread of local authorities.
pub const OWN_BY_INDUSTRY: f64 = 4.0;

/// Rates by dimension and area (or workplace), `0..=1`; `None` where the mix is not known or withheld, or too few of its cells are published.
pub type Rates = Vec<Vec<Option<f64>>>;

/// One draw of everything, or the point estimate.
#[derive(Clone, Debug, PartialEq)]
pub struct Draw {
    /// Good work held by the residents of each study area.
    pub held: Option<Rates>,
    /// Good work offered at each workplace of the jobs table.
    pub offered: Option<Rates>,
}

/// The model of a pack.
#[derive(Clone, Debug, PartialEq)]
pub struct QualityModel {
    /// Dimensions, in the order of every table of rates.
    pub dimensions: Vec<Dimension>,
    /// The mixes of residents; `None` where the pack has none.
    pub residents: Option<Mixes>,
    /// The mixes of workplaces; `None` where the pack has no jobs.
    pub workplaces: Option<Mixes>,
    /// The kind of higher area that errors are shared in, such as `local_authority`; `None` where the pack has none.
    pub level: Option<String>,
    /// Codes of the higher areas.
    pub districts: Vec<String>,
    /// The spread of districts about the model, by dimension.
    pub errors: Vec<ModelError>,
    /// Study areas of each district.
    pub(super) members: Vec<Vec<usize>>,
    /// Direct estimates by dimension and district.
    pub(super) direct: Vec<Vec<Option<Direct>>>,
    /// Published direct estimates, as rate and standard error, by dimension and district.
    pub(super) published: Vec<Vec<Option<(f64, f64)>>>,
    /// Synthetic estimates of the districts on the logit scale, with their sampling variance there.
    pub(super) predicted: Vec<Vec<Option<(f64, f64)>>>,
    cells: CellTable,
    workplace_district: Vec<Option<usize>>,
    residents_own: f64,
    seed: u64,
}

impl QualityModel {
    /// Builds the model; `pay` takes the place of the table's own pay dimension.
    ///
    /// `minimum` is the least number in work (or jobs) whose mix may be told.
    ///
    /// # Errors
    /// What the tables refuse: columns out of step, occupations of several levels, falling pay.
    pub fn new(
        tables: &Tables,
        pay: Option<(&Pay, WageLine)>,
        minimum: f64,
        bootstrap: Bootstrap,
    ) -> Result<Self, FindingsError> {
        let grid = Grid::of(tables)?;
        let cells = CellTable::new(&grid, tables.job_quality.as_ref(), pay)?;
        let workplaces = tables.jobs.as_ref().map(|jobs| Mixes::of_workplaces(&grid, jobs, minimum)).transpose()?;
        let mut model = Self {
            dimensions: cells.dimensions.clone(),
            residents: Mixes::of_residents(&grid, tables, minimum)?,
            workplaces,
            level: level(tables),
            districts: Vec::new(),
            errors: Vec::new(),
            members: Vec::new(),
            direct: Vec::new(),
            published: Vec::new(),
            predicted: Vec::new(),
            cells,
            workplace_district: Vec::new(),
            residents_own: if grid.occupations.len() > 1 { OWN_BY_OCCUPATION } else { OWN_BY_INDUSTRY },
            seed: bootstrap.seed,
        };
        model.place(tables);
        model.compare(tables.job_quality.as_ref());
        Ok(model)
    }

    /// Which district each area and workplace belongs to.
    fn place(&mut self, tables: &Tables) {
        let Some(parents) = self.level.as_ref().and_then(|level| tables.areas.parents.get(level)) else { return };
        let mut of_code = std::collections::HashMap::new();
        for (area, code) in parents.codes.iter().enumerate() {
            let Some(code) = code else { continue };
            let district = self.districts.iter().position(|d| d == code).unwrap_or_else(|| {
                self.districts.push(code.clone());
                self.members.push(Vec::new());
                self.districts.len() - 1
            });
            self.members[district].push(area);
            of_code.insert(tables.areas.codes[area].as_str(), district);
        }
        let jobs = tables.jobs.iter().flat_map(|jobs| &jobs.codes);
        self.workplace_district = jobs.map(|code| of_code.get(code.as_str()).copied()).collect();
    }

    /// Sets the districts' direct estimates beside their synthetic ones.
    fn compare(&mut self, quality: Option<&JobQuality>) {
        let rates = self.cells.point();
        let mixes: Vec<Option<Vec<f64>>> = self.members.iter().map(|m| self.mix_of(m)).collect();
        for (at, dimension) in self.dimensions.iter().enumerate() {
            let column = quality.and_then(|q| q.dimensions.iter().position(|d| *d == dimension.id));
            let of = |code: &String| {
                let quality = quality.filter(|_| !dimension.from_pay)?;
                let found = quality.direct.iter().find(|d| Some(d.dimension) == column && d.area == *code)?;
                Some((found.rate, found.standard_error))
            };
            let published: Vec<Option<(f64, f64)>> = self.districts.iter().map(of).collect();
            let direct: Vec<Option<Direct>> =
                published.iter().map(|p| p.map(|(rate, se)| Direct::of(rate, se))).collect();
            let predict = |mix: &Option<Vec<f64>>| {
                let mix = mix.as_ref()?;
                let rate = synthetic(mix, &rates[at])?.clamp(1e-6, 1.0 - 1e-6);
                Some((logit(rate), self.cells.variance(at, mix) / (rate * (1.0 - rate)).powi(2)))
            };
            let predicted: Vec<Option<(f64, f64)>> = mixes.iter().map(predict).collect();
            let pairs = direct.iter().zip(&predicted).filter_map(|(d, p)| Some(((*d)?, (*p)?)));
            let gap = |(d, (synthetic, variance)): (Direct, (f64, f64))| Gap {
                gap: d.logit - synthetic,
                variance: d.variance + variance,
            };
            self.errors.push(ModelError::estimate(pairs.map(gap).collect()));
            self.published.push(published);
            self.direct.push(direct);
            self.predicted.push(predicted);
        }
    }

    fn mix_of(&self, members: &[usize]) -> Option<Vec<f64>> {
        Some(self.residents.as_ref()?.together(members.iter().copied())?.0)
    }

    /// The point estimate.
    pub fn point(&self) -> Draw {
        self.rates(&mut Noise(None))
    }

    /// Draw `number`: the survey's cells, the variance of the model's error, and each area's share of it, all anew. The same number gives the same draw.
    pub fn draw(&self, number: u32) -> Draw {
        let mut random = ChaCha8Rng::seed_from_u64(self.seed);
        random.set_stream(u64::from(number) + 1);
        self.rates(&mut Noise(Some(random)))
    }

    fn rates(&self, noise: &mut Noise) -> Draw {
        let grid_rates = match &mut noise.0 {
            Some(random) => self.cells.draw(random),
            None => self.cells.point(),
        };
        let variances: Vec<f64> = self.errors.iter().map(|error| noise.variance(error)).collect();
        let held = self.residents.as_ref().map(|mixes| {
            let mut rates = self.each_dimension(|d| self.held(d, mixes, &grid_rates, variances[d], noise));
            self.hold_joint(&mut rates);
            rates
        });
        let offered = self.workplaces.as_ref().map(|mixes| {
            let mut rates = self.each_dimension(|d| self.offered(d, mixes, &grid_rates, variances[d], noise));
            self.hold_joint(&mut rates);
            rates
        });
        Draw { held, offered }
    }

    fn each_dimension(&self, rates: impl FnMut(usize) -> Vec<Option<f64>>) -> Rates {
        (0..self.dimensions.len()).map(rates).collect()
    }

    /// Rates of residents: each district is moved to the composite of its direct and synthetic estimates, or by a draw of the error where it has none.
    fn held(&self, at: usize, mixes: &Mixes, rates: &GridRates, variance: f64, noise: &mut Noise) -> Vec<Option<f64>> {
        let synthetic: Vec<Option<f64>> =
            mixes.shares.iter().map(|mix| mix.as_ref().and_then(|mix| synthetic(mix, &rates[at]))).collect();
        let own = (self.residents_own * variance).sqrt();
        let spread = own * own + variance;
        let logits: Vec<Option<f64>> = synthetic.iter().map(|rate| noise.near(rate.map(logit), own, spread)).collect();
        let mut shifts: Vec<Option<f64>> = vec![None; logits.len()];
        for (district, members) in self.members.iter().enumerate() {
            let shift = self.shift(at, district, members, (&synthetic, &logits), mixes, variance, noise);
            for area in members {
                shifts[*area] = Some(shift);
            }
        }
        let moved = |(logit, shift): (&Option<f64>, &Option<f64>)| {
            // An area without a district errs by itself.
            let shift = shift.unwrap_or_else(|| variance.sqrt() * noise.normal());
            logit.map(|logit| expit(logit + shift))
        };
        logits.iter().zip(&shifts).map(moved).collect()
    }

    #[expect(clippy::too_many_arguments, reason = "one step of `held`, told apart so that each can be read")]
    fn shift(
        &self,
        at: usize,
        district: usize,
        members: &[usize],
        (synthetic, logits): (&[Option<f64>], &[Option<f64>]),
        mixes: &Mixes,
        variance: f64,
        noise: &mut Noise,
    ) -> f64 {
        let error = noise.normal();
        let Some(direct) = self.direct[at][district] else { return variance.sqrt() * error };
        let (mut pairs, mut sum, mut people) = (Vec::with_capacity(members.len()), 0.0, 0.0);
        for area in members {
            if let (Some(rate), Some(logit)) = (synthetic[*area], logits[*area]) {
                pairs.push((logit, mixes.people[*area]));
                sum += rate * mixes.people[*area];
                people += mixes.people[*area];
            }
        }
        if people <= 0.0 {
            return 0.0;
        }
        let left = direct.weight(variance) * direct.variance;
        let target = direct.composite(logit(sum / people), variance) + left.sqrt() * error;
        shift_to(&pairs, expit(target))
    }

    /// Rates of workplaces: the same errors, but no direct estimate, as those are of residents.
    fn offered(
        &self,
        at: usize,
        mixes: &Mixes,
        rates: &GridRates,
        variance: f64,
        noise: &mut Noise,
    ) -> Vec<Option<f64>> {
        let deviation = variance.sqrt();
        let of_district: Vec<f64> = self.districts.iter().map(|_| deviation * noise.normal()).collect();
        let own = (OWN_BY_INDUSTRY * variance).sqrt();
        let workplaces = mixes.shares.iter().zip(&self.workplace_district);
        let rate = |(mix, district): (&Option<Vec<f64>>, &Option<usize>)| {
            let rate = mix.as_ref().and_then(|mix| synthetic(mix, &rates[at]));
            let near = noise.near(rate.map(logit), own, own * own + variance);
            let shift = district.map_or_else(|| deviation * noise.normal(), |district| of_district[district]);
            near.map(|logit| expit(logit + shift))
        };
        workplaces.map(rate).collect()
    }

    /// Positions of the dimensions that a job has to meet to be good: those of the six that there are.
    pub fn conjunction(&self) -> Vec<usize> {
        let one_of_six = |at: &usize| SIX.contains(&self.dimensions[*at].id.as_str());
        (0..self.dimensions.len()).filter(one_of_six).collect()
    }

    /// Position of the joint rate, where it is published.
    pub fn joint(&self) -> Option<usize> {
        self.dimensions.iter().position(|d| d.id == JobQuality::ALL_AT_ONCE)
    }

    /// The joint rate of an area is held within what its other rates allow.
    fn hold_joint(&self, rates: &mut Rates) {
        let Some(joint) = self.joint() else { return };
        let parts = self.conjunction();
        for area in 0..rates[joint].len() {
            let known: Option<Vec<f64>> = parts.iter().map(|d| rates[*d][area]).collect();
            if let (Some(rate), Some((low, high))) = (rates[joint][area], known.and_then(|known| frechet(&known))) {
                rates[joint][area] = Some(rate.clamp(low, high));
            }
        }
    }
}

/// The level whose areas share an error: that of the direct estimates, else a local authority or district.
fn level(tables: &Tables) -> Option<String> {
    let direct = tables.job_quality.as_ref().and_then(|quality| quality.direct_level.clone());
    let parents = &tables.areas.parents;
    direct.or_else(|| ["local_authority", "district"].into_iter().find(|l| parents.contains_key(*l)).map(str::to_owned))
}

/// Chance, or none of it for the point estimate.
struct Noise(Option<ChaCha8Rng>);

impl Noise {
    fn normal(&mut self) -> f64 {
        self.0.as_mut().map_or(0.0, |random| random.sample(StandardNormal))
    }

    /// A rate's logit near another; a draw is taken even where there is none, so that areas keep their chance whatever is missing.
    ///
    /// `spread` is the whole variance that the rate gets on the logit scale. Chance on that scale would draw rates towards one half: the logit is stretched
    /// first so that they keep their mean, by the normal approximation of the logistic, `√(1 + (16√3 / 15π)² · spread)`.
    fn near(&mut self, logit: Option<f64>, deviation: f64, spread: f64) -> Option<f64> {
        const SLOPE: f64 = 0.345_843;
        let by = deviation * self.normal();
        let stretch = if self.0.is_some() { (1.0 + SLOPE * spread).sqrt() } else { 1.0 };
        logit.map(|logit| stretch * logit + by)
    }

    fn variance(&mut self, error: &ModelError) -> f64 {
        self.0.as_mut().map_or(error.variance, |random| error.draw(random))
    }
}
