//! Jobs by workplace and industry, pay by industry, and childcare providers.

use crate::areas::{Areas, Place};
use crate::dice::Dice;
use crate::land::{Land, Spot};
use crate::people::People;
use crate::sites::{Site, SiteKind};

/// Sections of SIC 2007 with their names, share of all jobs (BRES 2018, England), median pay and spread (both invented near the real ones),
/// and the share of jobs that start at about 06:00 (invented).
pub(crate) const INDUSTRIES: [(char, &str, f64, f64, f64, f64); 19] = [
    ('A', "Agriculture, forestry and fishing", 0.006, 13.60, 0.30, 0.30),
    ('B', "Mining and quarrying", 0.001, 20.10, 0.40, 0.25),
    ('C', "Manufacturing", 0.081, 17.60, 0.40, 0.24),
    ('D', "Electricity, gas, steam and air conditioning", 0.004, 23.90, 0.42, 0.08),
    ('E', "Water supply, sewerage and waste", 0.007, 17.20, 0.36, 0.30),
    ('F', "Construction", 0.049, 18.40, 0.38, 0.08),
    ('G', "Wholesale and retail trade", 0.155, 13.75, 0.36, 0.11),
    ('H', "Transportation and storage", 0.048, 16.00, 0.34, 0.30),
    ('I', "Accommodation and food service", 0.076, 12.60, 0.22, 0.12),
    ('J', "Information and communication", 0.043, 25.80, 0.50, 0.01),
    ('K', "Financial and insurance activities", 0.034, 25.10, 0.55, 0.01),
    ('L', "Real estate activities", 0.019, 17.40, 0.42, 0.01),
    ('M', "Professional, scientific and technical", 0.090, 22.40, 0.50, 0.01),
    ('N', "Administrative and support services", 0.089, 14.20, 0.36, 0.20),
    ('O', "Public administration and defence", 0.041, 20.10, 0.34, 0.04),
    ('P', "Education", 0.088, 18.60, 0.42, 0.02),
    ('Q', "Human health and social work", 0.129, 16.50, 0.40, 0.18),
    ('R', "Arts, entertainment and recreation", 0.025, 13.80, 0.36, 0.05),
    ('S', "Other service activities", 0.021, 14.20, 0.40, 0.03),
];

/// The lowest lawful hourly pay of the invented pay table (National Living Wage, April 2025).
const FLOOR_POUNDS: f64 = 12.21;

/// Jobs of one workplace area by industry, and the share of them that starts early.
#[derive(Clone, Debug)]
pub(crate) struct Workplace {
    pub(crate) jobs: [u32; 19],
    pub(crate) early_share: f64,
}

/// How strongly each kind of place draws jobs of an industry.
fn place_weight(industry: char, place: Place) -> f64 {
    // Centre, Inner, Suburb, Leafy, Estate, Docks, Coast, Coalfield, Town, Rural.
    let row: [f64; 10] = match industry {
        'J' | 'K' | 'L' | 'M' | 'O' => [40.0, 3.0, 0.7, 0.8, 0.15, 1.0, 0.8, 0.4, 1.5, 0.3],
        'G' | 'I' | 'R' | 'S' => [14.0, 2.0, 1.0, 0.9, 0.5, 0.8, 2.2, 0.7, 2.0, 0.5],
        'P' | 'Q' => [3.0, 1.3, 1.0, 1.0, 0.7, 0.9, 1.2, 0.8, 1.2, 0.4],
        'N' => [10.0, 2.0, 0.6, 0.5, 0.5, 1.0, 0.6, 0.6, 1.0, 0.3],
        'A' => [0.0, 0.0, 0.1, 0.1, 0.0, 0.0, 0.2, 0.3, 0.6, 10.0],
        _ => [0.8, 0.8, 0.8, 0.4, 0.9, 2.5, 0.6, 1.6, 1.4, 1.0],
    };
    row[place as usize]
}

/// The share of an industry's jobs that sites of a kind hold together.
fn site_share(industry: char, kind: SiteKind) -> f64 {
    match (kind, industry) {
        (SiteKind::Warehouses, 'H') => 0.42,
        (SiteKind::Factory, 'C') => 0.40,
        (SiteKind::Hospital, 'Q') | (SiteKind::BusinessPark, 'J') => 0.30,
        (SiteKind::BusinessPark, 'M') | (SiteKind::Factory, 'E') => 0.20,
        (SiteKind::RetailPark, 'G') => 0.16,
        (SiteKind::University, 'P') => 0.14,
        (SiteKind::BusinessPark, 'K' | 'N') => 0.12,
        (SiteKind::RetailPark, 'I') | (SiteKind::Warehouses, 'N') => 0.08,
        (SiteKind::Warehouses, 'G') => 0.05,
        _ => 0.0,
    }
}

/// Makes the jobs: as many as there are employed residents, nearly.
pub(crate) fn jobs(areas: &Areas, people: &[People], sites: &[Site], seed: u64) -> Vec<Workplace> {
    let mut dice = Dice::new(seed, "jobs");
    let employed: f64 = people.iter().map(|p| f64::from(p.activity[0])).sum();
    let count = areas.list.len();
    let mut made = vec![Workplace { jobs: [0; 19], early_share: 0.0 }; count];
    for (number, (industry, _, share, ..)) in INDUSTRIES.into_iter().enumerate() {
        let total = employed * 0.98 * share;
        let at_sites: f64 = sites_by_kind(sites).map(|(kind, _)| site_share(industry, kind)).sum();
        let mut weights: Vec<f64> =
            areas.list.iter().map(|a| place_weight(industry, a.place) * (0.7 * dice.normal()).exp()).collect();
        let sum: f64 = weights.iter().sum::<f64>().max(1e-9);
        for weight in &mut weights {
            *weight *= total * (1.0 - at_sites) / sum;
        }
        for (kind, of_kind) in sites_by_kind(sites) {
            for site in sites.iter().filter(|s| s.kind == kind) {
                weights[site.area] += total * site_share(industry, kind) / of_kind as f64;
            }
        }
        for (area, weight) in weights.into_iter().enumerate() {
            made[area].jobs[number] = (weight + dice.unit()) as u32;
        }
    }
    for workplace in &mut made {
        let total: u32 = workplace.jobs.iter().sum();
        let early: f64 = workplace.jobs.iter().zip(INDUSTRIES).map(|(n, i)| f64::from(*n) * i.5).sum();
        workplace.early_share = early / f64::from(total.max(1));
    }
    for site in sites {
        let least = match site.kind {
            SiteKind::Warehouses => 0.58,
            SiteKind::BusinessPark => 0.22,
            SiteKind::Hospital => 0.20,
            _ => 0.0,
        };
        let workplace = &mut made[site.area];
        workplace.early_share = workplace.early_share.max(least);
    }
    made
}

/// Every kind of site with the number of its sites.
fn sites_by_kind(sites: &[Site]) -> impl Iterator<Item = (SiteKind, usize)> {
    let mut kinds: Vec<(SiteKind, usize)> = Vec::new();
    for site in sites {
        match kinds.iter_mut().find(|k| k.0 == site.kind) {
            Some(kind) => kind.1 += 1,
            None => kinds.push((site.kind, 1)),
        }
    }
    kinds.into_iter()
}

/// £ per hour at a percentile of an industry with this median and spread (log-normal, no less than the wage floor).
pub(crate) fn pay(median: f64, spread: f64, percentile: f64) -> f64 {
    let score = {
        use statrs::distribution::{ContinuousCDF, Normal};
        Normal::standard().inverse_cdf(percentile / 100.0)
    };
    // Pay is squeezed from below by the floor, so the lower half spreads half as far; the tiny rise keeps percentiles rising at it.
    let reach = if score < 0.0 { spread * 0.6 } else { spread };
    (median * (reach * score).exp()).max(FLOOR_POUNDS + percentile * 0.004)
}

/// A childcare provider.
#[derive(Clone, Debug)]
pub(crate) struct Provider {
    pub(crate) area: usize,
    pub(crate) spot: Spot,
    pub(crate) kind: &'static str,
    pub(crate) places: u32,
    pub(crate) opens: &'static str,
    pub(crate) closes: &'static str,
    pub(crate) accounts: Accounts,
}

/// What a provider earns and spends; £ of 2025-26.
#[derive(Clone, Debug)]
pub(crate) struct Accounts {
    /// Shares of children under 2, aged 2, aged 3 to 4.
    pub(crate) age_shares: [f64; 3],
    pub(crate) occupancy: f64,
    /// Shares of hours that the state funds, by age.
    pub(crate) funded_shares: [f64; 3],
    pub(crate) fee_pounds: f64,
    pub(crate) wage_pounds: f64,
    pub(crate) rent_pounds: f64,
    pub(crate) other_pounds: f64,
    pub(crate) hours: f64,
}

/// Makes the accounts up: where parents are poor they pay less, leave more places empty and lean on funded hours, and the provider loses money.
fn accounts(place: Place, all_day: bool, hours: f64, places: f64, dice: &mut Dice) -> Accounts {
    let means = match place {
        Place::Leafy => 1.0,
        Place::Centre | Place::Suburb => 0.7,
        Place::Town | Place::Rural | Place::Inner => 0.45,
        Place::Coast | Place::Docks => 0.2,
        Place::Estate | Place::Coalfield => 0.0,
    };
    let means: f64 = means + 0.15 * dice.normal();
    let under_2 = if all_day { (0.16 + 0.06 * means).clamp(0.05, 0.3) } else { 0.0 };
    let aged_2 = (0.30 - 0.04 * means).clamp(0.2, 0.4);
    let funded = |base: f64, dice: &mut Dice| (base - 0.22 * means + 0.05 * dice.normal()).clamp(0.05, 0.98);
    let funded_shares = [funded(0.42, dice), funded(0.68, dice), funded(0.80, dice)];
    Accounts {
        age_shares: [under_2, aged_2, 1.0 - under_2 - aged_2],
        occupancy: (0.72 + 0.14 * means + 0.05 * dice.normal()).clamp(0.45, 0.98),
        funded_shares,
        fee_pounds: (5.60 + 1.30 * means + 0.30 * dice.normal()).max(4.0),
        wage_pounds: (12.45 + 0.60 * means + 0.25 * dice.normal()).max(FLOOR_POUNDS),
        rent_pounds: places * (9.0 + 7.0 * means.max(0.0)) * dice.between(0.8, 1.2),
        other_pounds: places * (if all_day { 104.0 } else { 66.0 }) * dice.between(0.85, 1.15),
        hours,
    }
}

/// Makes the providers: fewer on the estates and in the coalfield, and open for shorter hours there.
pub(crate) fn childcare(areas: &Areas, nodes: &[Spot], area_node: &[u32], land: &Land, seed: u64) -> Vec<Provider> {
    let mut dice = Dice::new(seed, "childcare");
    let mut money = Dice::new(seed, "childcare accounts");
    let mut providers = Vec::new();
    for (number, area) in areas.list.iter().enumerate() {
        let chance = match area.place {
            Place::Centre | Place::Leafy => 0.46,
            Place::Suburb | Place::Town | Place::Inner => 0.36,
            Place::Estate | Place::Coalfield => 0.20,
            Place::Docks | Place::Coast | Place::Rural => 0.28,
        };
        for _ in 0..3 {
            let taken = dice.chance(chance * 0.75);
            let (east, north) = (dice.between(-120.0, 120.0), dice.between(-120.0, 120.0));
            let all_day = dice.chance(if area.place == Place::Estate { 0.35 } else { 0.62 });
            let early = dice.chance(0.25);
            let size = dice.between(22.0, 70.0);
            if !taken {
                continue;
            }
            let heart = nodes[area_node[number] as usize];
            let wanted = Spot { x: heart.x + east, y: heart.y + north };
            let (kind, opens, closes, hours) = match (all_day, early) {
                (true, true) => ("Day nursery", "07:00", "18:30", 57.5),
                (true, false) => ("Day nursery", "07:45", "18:00", 51.25),
                (false, _) => ("Pre-school", "08:45", "15:15", 32.5),
            };
            providers.push(Provider {
                area: number,
                spot: if land.is_land(wanted) { wanted } else { heart },
                kind,
                places: size as u32,
                opens,
                closes,
                accounts: accounts(area.place, all_day, hours, size.floor(), &mut money),
            });
        }
    }
    providers
}
