//! Places shared out among the children who can reach them: a two-step floating catchment over several ways of travelling.

use super::families::Families;
use super::within::Within;
use crate::interval::total;

/// How much a place counts by the minutes to it: `weight^((minutes / limit)²)`, a Gaussian that comes down to `weight` at the limit; nothing beyond.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Decay {
    /// Minutes.
    pub limit: f64,
    /// The weight at the limit, over 0; 1 makes the plain catchment in which all within the limit counts alike.
    pub at_limit: f64,
}

impl Decay {
    /// The weight at some minutes.
    pub fn weight(&self, minutes: f64) -> f64 {
        if minutes <= self.limit { (self.at_limit.ln() * (minutes / self.limit).powi(2)).exp() } else { 0.0 }
    }
}

/// People who travel one way.
#[derive(Clone, Copy)]
pub struct Mode<'a> {
    /// Providers within reach.
    pub within: &'a Within,
    /// Their share of each area's children, `0..=1`; the shares of all modes add up to 1.
    pub share: &'a [f64],
    /// The weight of some minutes.
    pub weight: &'a (dyn Fn(f64) -> f64 + Sync),
}

/// Places shared out.
#[derive(Clone, Debug, PartialEq)]
pub struct SharedOut {
    /// Places for each child who asks, by provider; 0 where nobody asks.
    pub ratios: Vec<f64>,
    /// Places for each child, by mode and area.
    pub by_mode: Vec<Vec<f64>>,
    /// Places for each child of an area: the modes averaged by their shares.
    pub all: Vec<f64>,
}

/// Step one: `R_j = S_j / Σ_i Σ_m P_i n_im f_m(c_ijm)`. Step two: `A_im = Σ_j R_j f_m(c_ijm)`, `A_i = Σ_m n_im A_im`.
pub fn share_out(places: &[f64], children: &[f64], modes: &[Mode<'_>]) -> SharedOut {
    let mut asked = vec![0.0; places.len()];
    for mode in modes {
        for (area, children) in children.iter().enumerate() {
            let here = children * mode.share[area];
            if here > 0.0 {
                for &(provider, minutes) in mode.within.of(area) {
                    asked[provider as usize] += here * (mode.weight)(f64::from(minutes));
                }
            }
        }
    }
    let ratio = |(&places, &asked): (&f64, &f64)| if asked > 0.0 { places / asked } else { 0.0 };
    let ratios: Vec<f64> = places.iter().zip(&asked).map(ratio).collect();
    let of = |mode: &Mode<'_>, area: usize| -> f64 {
        let pairs = mode.within.of(area).iter();
        total(pairs.map(|&(provider, minutes)| ratios[provider as usize] * (mode.weight)(f64::from(minutes))))
    };
    let by_mode: Vec<Vec<f64>> = modes.iter().map(|m| (0..children.len()).map(|area| of(m, area)).collect()).collect();
    let mean = |area: usize| total(modes.iter().zip(&by_mode).map(|(mode, levels)| mode.share[area] * levels[area]));
    SharedOut { all: (0..children.len()).map(mean).collect(), ratios, by_mode }
}

/// Drivers and those without a car, with a decay for each.
pub(crate) fn by_car_and_without(
    families: &Families,
    places: &[f64],
    [car, transit]: [&Within; 2],
    [drive, ride]: [Decay; 2],
) -> SharedOut {
    let with_car: Vec<f64> = families.no_car.iter().map(|share| 1.0 - share).collect();
    let modes = [
        Mode { within: car, share: &with_car, weight: &|minutes| drive.weight(minutes) },
        Mode { within: transit, share: &families.no_car, weight: &|minutes| ride.weight(minutes) },
    ];
    share_out(places, &families.children, &modes)
}
