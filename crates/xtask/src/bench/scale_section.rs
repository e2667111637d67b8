//! One run of `bench scale` as a page section.

use std::fmt::Write as _;

use super::scale::Scale;

/// One run as it is printed and kept.
pub fn section(scale: &Scale) -> String {
    let mut text = format!("## As regions grow ({})\n\n", scale.taken_at);
    let _ = writeln!(
        text,
        "{}; {}; one thread, departures from 08:00, window of {} minutes, walking 3.6 km/h, every point a destination.\n",
        scale.lynchpin, scale.machine, scale.window
    );
    let _ = writeln!(
        text,
        "| region | points | stops | stop times | build CPU s | build MB | network file MB | ready CPU s | asking MB | \
         stops reached | CPU ms per origin | µs per reached stop | all origins, CPU s |\n\
         |---|---|---|---|---|---|---|---|---|---|---|---|---|"
    );
    for region in &scale.regions {
        let a = &region.answers;
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {:.2} | {:.0} | {:.1} | {:.2} | {:.0} | {:.0} | {:.3} | {:.3} | {:.1} |",
            region.name,
            a.points,
            a.stops,
            a.stop_times,
            region.build.cpu_s,
            region.build.peak_mb,
            region.network_mb,
            (a.open_cpu_ms + a.day_cpu_ms + a.ready_cpu_ms) / 1e3,
            a.peak_mb,
            a.stops_reached,
            a.cpu_ms,
            region.per_stop_us(),
            region.all_seconds()
        );
    }
    let _ = writeln!(
        text,
        "\n*Ready*: network opened, day laid out, walks from stops to all destinations found. One origin to the whole region, in process, one thread (the least of three passes):\n\n\
         | region | origins | ms p50 | p95 | most | ≤ 50 ms at p95 |\n|---|---|---|---|---|---|"
    );
    for region in &scale.regions {
        let wall = region.answers.wall_ms;
        let said = if region.quick_enough() { "holds" } else { "**missed**" };
        let _ = writeln!(
            text,
            "| {} | {} | {:.2} | {:.2} | {:.2} | {said} |",
            region.name, region.answers.origins, wall.p50, wall.p95, wall.max
        );
    }
    text
}
