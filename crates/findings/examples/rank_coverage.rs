//! How often the rank intervals of a declared index hold the true rank: `cargo run --profile checked -p lynchpin-findings --example rank_coverage -- 500`.
#![allow(clippy::unwrap_used, dead_code, reason = "a program for developers, sharing a test's region")]

#[path = "../tests/common/index_region.rs"]
mod index_region;

use rayon::prelude::*;

fn main() {
    let replications: u64 = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(500);
    for (districts, each, people) in [(30, 10, 150.0), (30, 10, 600.0), (20, 25, 1_500.0)] {
        let counts: Vec<(usize, usize)> = (0..replications)
            .into_par_iter()
            .map(|seed| index_region::covered(seed, districts, each, people, 300))
            .collect();
        let (within, of) = counts.iter().fold((0, 0), |sum, c| (sum.0 + c.0, sum.1 + c.1));
        let shares: Vec<f64> = counts.iter().map(|(w, n)| *w as f64 / *n as f64).collect();
        let mean = within as f64 / of as f64;
        let variance = shares.iter().map(|s| (s - mean).powi(2)).sum::<f64>() / (shares.len() - 1) as f64;
        println!(
            "{districts} districts of {each} areas, {people} people an area, {replications} replications: coverage {:.2} % (standard error {:.2}), nominal 95 %",
            100.0 * mean,
            100.0 * (variance / shares.len() as f64).sqrt()
        );
    }
}
