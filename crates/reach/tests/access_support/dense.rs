//! The formulas of METHODS over the whole matrix, as they stand there.

use lynchpin_reach::access::Decay;
use lynchpin_reach::search::UNREACHABLE;

use super::World;

/// `f_ij`.
pub fn weight(decay: &Decay, minutes: u16) -> f64 {
    if minutes == UNREACHABLE { 0.0 } else { decay.weight(f64::from(minutes)) }
}

/// A quotient where there is anything to share, else 0.
fn over(numerator: f64, denominator: f64) -> f64 {
    if denominator > 0.0 { numerator / denominator } else { 0.0 }
}

/// A measure by its name, for every origin.
pub fn access(world: &World, measure: &str, decay: &Decay) -> Vec<f64> {
    let (origins, places) = (world.people.len(), world.supply.len());
    let (p, s) = (&world.people, &world.supply);
    // A place that offers nothing is no place: it draws nobody away from others.
    let f = |i: usize, j: usize| if s[j] > 0.0 { weight(decay, world.minutes[i][j]) } else { 0.0 };
    let over_places = |term: &dyn Fn(usize) -> f64| (0..places).map(term).sum::<f64>();
    let over_origins = |term: &dyn Fn(usize) -> f64| (0..origins).map(term).sum::<f64>();
    let asked = |j: usize| over_origins(&|i| p[i] * f(i, j));
    let g = |i: usize, j: usize| over(f(i, j), over_places(&|j| f(i, j)));
    let one = |i: usize| match measure {
        "e2sfca" => over_places(&|j| over(s[j], asked(j)) * f(i, j)),
        "m2sfca" => over_places(&|j| over(s[j] * f(i, j).powi(2), asked(j))),
        "3sfca" => over_places(&|j| {
            let ratio = over(s[j], over_origins(&|i| g(i, j) * p[i] * f(i, j)));
            g(i, j) * ratio * f(i, j)
        }),
        "bfca" => over_places(&|j| {
            let level = over(s[j], over_origins(&|i| p[i] * g(i, j)));
            level * over(f(i, j), over_origins(&|i| f(i, j)))
        }),
        "availability" => {
            let b = |i: usize, j: usize| over(f(i, j), over_origins(&|i| f(i, j)));
            let share = |i: usize| over(p[i], p.iter().sum());
            over_places(&|j| s[j] * over(share(i) * b(i, j), over_origins(&|i| share(i) * b(i, j))))
        }
        other => unreachable!("no measure is called {other}"),
    };
    (0..origins).map(one).collect()
}
