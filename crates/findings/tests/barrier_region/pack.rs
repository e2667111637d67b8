//! An invented region as a pack's tables: pay is sampled and published as percentiles, workplaces err from what their industries say, and everything from the
//! pay table to the intervals is what a run does. How often do the intervals hold the parts by the true shares of good jobs?

use lynchpin_findings::barriers::{Barrier, BarriersAnswer, Benchmark, JobsInReach, Question, answer};
use lynchpin_findings::places::{Group, Grouping};
use lynchpin_findings::work::quality::model::OWN_BY_INDUSTRY;
use lynchpin_findings::work::quality::model_error::DEFAULT_DEVIATION;
use lynchpin_findings::work::quality::{expit, logit};
use lynchpin_findings::work::{Cut, CutOffRule, DrawnReach, PerSeeker, Reached, Seekers, SkillReach, supply};
use lynchpin_pack::config::WageFloor;
use lynchpin_pack::tables::{Jobs, LedgerEntry, Parents, Pay, Tables};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use statrs::distribution::{ContinuousCDF, Normal};

const AREAS: usize = 24;
const DISTRICTS: usize = 4;
const INDUSTRIES: usize = 8;
const FLOOR: f64 = 12.6;
const PERCENTILES: [f64; 11] = [10.0, 20.0, 25.0, 30.0, 40.0, 50.0, 60.0, 70.0, 75.0, 80.0, 90.0];

struct Region {
    tables: Tables,
    floors: Vec<WageFloor>,
    grouping: Grouping,
    seekers: Seekers,
    /// Workplaces within reach of each home by public transport and by car.
    reach: [Vec<Vec<usize>>; 2],
    levels: Vec<[f64; 4]>,
    /// ln of the median, and spread, of pay by industry, and how many are sampled.
    pay: Vec<(f64, f64, usize)>,
}

fn normal(random: &mut ChaCha8Rng) -> f64 {
    Normal::standard().inverse_cdf(random.random_range(1e-9..1.0))
}

fn region(random: &mut ChaCha8Rng) -> Region {
    let codes: Vec<String> = (0..AREAS).map(|a| format!("A{a:02}")).collect();
    let industries: Vec<String> = (0..INDUSTRIES).map(|i| format!("I{i}")).collect();
    let mut tables = Tables::default();
    tables.areas.codes.clone_from(&codes);
    let district = |area: usize| Some(format!("D{}", area % DISTRICTS));
    let districts = Parents { codes: (0..AREAS).map(district).collect(), names: (0..AREAS).map(district).collect() };
    tables.areas.parents.insert("district".into(), districts);
    let mut counts = |low: f64, high: f64| -> Vec<Option<f64>> {
        (0..AREAS).map(|_| Some(random.random_range(low..high).round())).collect()
    };
    for (name, low, high) in [
        ("qualified_for_1", 100.0, 400.0),
        ("qualified_for_2", 200.0, 500.0),
        ("qualified_for_3", 100.0, 300.0),
        ("qualified_for_4", 100.0, 600.0),
        ("health_limited", 100.0, 500.0),
        ("health_all", 1_000.0, 1_400.0),
    ] {
        tables.residents.columns.insert(name.into(), counts(low, high));
    }
    tables.jobs = Some(Jobs {
        codes,
        points: vec![None; AREAS],
        industries: industries.clone(),
        industry_labels: industries,
        counts: (0..INDUSTRIES)
            .map(|_| (0..AREAS).map(|_| random.random_range(20.0..300.0_f64).round()).collect())
            .collect(),
        ..Jobs::default()
    });
    let pay = (0..INDUSTRIES)
        .map(|i| (11.0_f64.ln() + 0.07 * i as f64, random.random_range(0.25..0.45), random.random_range(150..600)))
        .collect();
    let mut within = |share: f64| -> Vec<Vec<usize>> {
        (0..AREAS).map(|home| (0..AREAS).filter(|w| *w == home || random.random::<f64>() < share).collect()).collect()
    };
    let reach = [within(0.3), within(0.8)];
    let levels = (0..AREAS)
        .map(|_| {
            let parts: [f64; 4] = std::array::from_fn(|_| random.random_range(0.5..1.5));
            parts.map(|p| p / parts.iter().sum::<f64>())
        })
        .collect();
    let floor = WageFloor {
        id: "floor".into(),
        label: "a floor".into(),
        pounds_per_hour: FLOOR,
        year: "2026".into(),
        region: "UK".into(),
    };
    let groups = (0..AREAS).map(|a| Some(Group::ALL[a % 3])).collect();
    Region {
        tables,
        floors: vec![floor],
        grouping: Grouping {
            deprivation: String::new(),
            community_needs: String::new(),
            index_labels: (String::new(), String::new()),
            worst_percent: 10.0,
            groups,
        },
        seekers: Seekers {
            people: (0..AREAS).map(|_| random.random_range(40.0..160.0)).collect(),
            without_car: (0..AREAS).map(|_| random.random_range(0.1..0.6)).collect(),
            stand_in: false,
            ledger: LedgerEntry::default(),
        },
        reach,
        levels,
        pay,
    }
}

/// Percentiles of samples of the industries' pay, as a publisher would put them out.
fn published(region: &Region, random: &mut ChaCha8Rng) -> Pay {
    let of = |(median, spread, sample): &(f64, f64, usize)| {
        let mut drawn: Vec<f64> = (0..*sample).map(|_| (median + spread * normal(random)).exp()).collect();
        drawn.sort_by(f64::total_cmp);
        PERCENTILES.iter().map(|p| Some(drawn[((p / 100.0 * drawn.len() as f64).ceil() as usize).max(1) - 1])).collect()
    };
    let pounds = region.pay.iter().map(of).collect();
    let codes: Vec<String> = (0..INDUSTRIES).map(|i| format!("I{i}")).collect();
    Pay {
        by: "industry".into(),
        labels: codes.clone(),
        codes,
        jobs_thousand: region.pay.iter().map(|(_, _, sample)| Some(*sample as f64 / 10.0)).collect(),
        percentiles: PERCENTILES.to_vec(),
        pounds,
        ..Pay::default()
    }
}

/// Good jobs at each workplace by the true distributions of pay and true errors: districts and workplaces err from what their industries say as far as the
/// job-quality model takes them to, about the same mean.
fn true_jobs(region: &Region, random: &mut ChaCha8Rng) -> Vec<f64> {
    let share = |(median, spread, _): &(f64, f64, usize)| 1.0 - Normal::standard().cdf((FLOOR.ln() - median) / spread);
    let shares: Vec<f64> = region.pay.iter().map(share).collect();
    let counts = &region.tables.jobs.as_ref().unwrap().counts;
    let own = DEFAULT_DEVIATION * OWN_BY_INDUSTRY.sqrt();
    let slope = (16.0 * 3.0_f64.sqrt() / (15.0 * std::f64::consts::PI)).powi(2);
    let stretch = (1.0 + slope * (own * own + DEFAULT_DEVIATION * DEFAULT_DEVIATION)).sqrt();
    let of_district: Vec<f64> = (0..DISTRICTS).map(|_| DEFAULT_DEVIATION * normal(random)).collect();
    (0..AREAS)
        .map(|w| {
            let all: f64 = counts.iter().map(|c| c[w]).sum();
            let synthetic = counts.iter().zip(&shares).map(|(c, s)| c[w] * s).sum::<f64>() / all;
            all * expit(stretch * logit(synthetic) + of_district[w % DISTRICTS] + own * normal(random))
        })
        .collect()
}

fn within(region: &Region, mode: usize, home: usize, jobs: &[f64]) -> f64 {
    region.reach[mode][home].iter().map(|w| jobs[*w]).sum()
}

fn answered(region: &Region, tables: &Tables, all: &[f64], good: &[f64], draws: Option<&[Vec<f64>]>) -> BarriersAnswer {
    let reached = |mode: usize| -> Vec<Option<Reached>> {
        let one = |home: usize| {
            let (all, good) = (within(region, mode, home, all), within(region, mode, home, good));
            let skill = SkillReach { all: region.levels[home].map(|level| level * all), good: None };
            // One thousand compete for whatever is within reach.
            let per_seeker = PerSeeker { all: all / 1_000.0, ..PerSeeker::default() };
            Some(Reached { all, low: good, point: good, high: good, skill: Some(skill), per_seeker: Some(per_seeker) })
        };
        (0..AREAS).map(one).collect()
    };
    let drawn = |mode: usize, draws: &[Vec<f64>]| {
        (0..AREAS).map(|home| Some(draws.iter().map(|jobs| within(region, mode, home, jobs)).collect())).collect()
    };
    let jobs = JobsInReach {
        transit: reached(0),
        car: reached(1),
        past_nursery: Err("none".into()),
        seekers: region.seekers.clone(),
        drawn: draws.map(|draws| DrawnReach { transit: drawn(0, draws), car: drawn(1, draws) }),
        travel: Ok::<Cut, String>(CutOffRule::default().cut),
    };
    answer(&Question {
        tables,
        jobs: &jobs,
        pays: Err("not asked"),
        grouping: &region.grouping,
        benchmark: Benchmark::StudyArea,
        places: &[],
        least_seekers: 0.0,
    })
    .unwrap()
}

/// How often the intervals of areas and of groups hold the parts by the true shares, over `replications` surveys of as many worlds.
pub fn coverage(replications: u64) -> (Vec<(Barrier, f64)>, f64) {
    let region = region(&mut ChaCha8Rng::seed_from_u64(9));
    let (mut held, mut of_groups, mut measured) = (Vec::new(), (0_usize, 0_usize), Vec::new());
    for replication in 0..replications {
        let mut random = ChaCha8Rng::seed_from_u64(99);
        random.set_stream(replication + 1);
        let truth = true_jobs(&region, &mut random);
        let tables = Tables { pay: vec![published(&region, &mut random)], ..region.tables.clone() };
        let supply = supply(&tables, &region.floors).unwrap().unwrap();
        let draws = supply.draws(&tables, &supply.good, 10.0).unwrap().unwrap();
        let all = &supply.good.all;
        let found = answered(&region, &tables, all, &supply.good.point, Some(&draws.0));
        let truth = answered(&region, &tables, all, &truth, None);
        measured.clone_from(&found.measured);
        held.resize(measured.len(), 0);
        for (found, truth) in found.areas.iter().flatten().zip(truth.areas.iter().flatten()) {
            for (held, (found, truth)) in held.iter_mut().zip(found.found.parts.iter().zip(&truth.found.parts)) {
                *held += usize::from(found.contains(truth.estimate));
            }
        }
        let groups =
            found.groups.iter().zip(&truth.groups).filter_map(|((_, f), (_, t))| Some((f.as_ref()?, t.as_ref()?)));
        for (found, truth) in groups {
            for (found, truth) in found.found.parts.iter().zip(&truth.found.parts) {
                of_groups.0 += usize::from(found.contains(truth.estimate));
                of_groups.1 += 1;
            }
        }
    }
    let all = (replications as usize * AREAS) as f64;
    let parts = measured.into_iter().zip(held.into_iter().map(|held: usize| held as f64 / all)).collect();
    (parts, of_groups.0 as f64 / of_groups.1 as f64)
}
