//! Do the intervals of the barriers' parts cover the truth?
//!
//! An invented region whose rates of good jobs are known. Each replication draws a survey of them, makes the attribution with its intervals from that survey
//! alone, and looks whether the parts by the true rates lie within. `cargo run --release -p lynchpin-findings --example barrier_coverage [replications]`.

#![allow(clippy::unwrap_used)]

#[path = "../tests/barrier_region/mod.rs"]
mod barrier_region;

use barrier_region::{Coverage, coverage};

fn main() {
    let replications = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(500);
    let Coverage { gaps, parts, first } = coverage(replications, 399, 24);
    println!("{replications} replications, 399 draws, 24 areas, nominal 95 %");
    println!("gaps: {:.1} %", 100.0 * gaps);
    for (barrier, covered) in parts {
        println!("{}: {:.1} %", barrier.label(), 100.0 * covered);
    }
    println!("firmly named, and rightly: {:.1} % of those named", 100.0 * first);
    let (areas, groups) = barrier_region::pack::coverage(replications);
    println!("from a sample of pay to the parts, workplaces and districts erring, 199 draws:");
    for (barrier, covered) in areas {
        println!("{}: {:.1} %", barrier.label(), 100.0 * covered);
    }
    println!("parts of groups: {:.1} %", 100.0 * groups);
}
