//! One run of `bench peers` as a page section.

use std::fmt::Write as _;

use super::run::{Comparison, Run, Spread, question};
use super::verdicts::verdicts;

/// One run as it is printed and kept.
pub fn section(run: &Run) -> String {
    let mut text = String::new();
    let size = &run.network;
    let _ = writeln!(text, "## {} ({})\n", size.name, run.taken_at);
    let _ = writeln!(
        text,
        "{} beside {}; {} origins × {} destinations, {}; {} rounds, {} thread(s); {}. {}.\n",
        run.lynchpin,
        run.peers.join(" and "),
        size.origins,
        size.points,
        size.date,
        run.rounds.len(),
        run.threads,
        run.machine,
        run.parameters
    );
    costs(run, &mut text);
    let _ = writeln!(text, "\n| target | ratio | limit | |\n|---|---|---|---|");
    for verdict in verdicts(run) {
        let said = if verdict.holds() { "holds" } else { "**missed**" };
        let _ = writeln!(text, "| {} | {:.3} | {} | {said} |", verdict.what, verdict.ratio, verdict.limit);
    }
    agreements(run, &mut text);
    causes(run, &mut text);
    text
}

fn costs(run: &Run, text: &mut String) {
    let _ = writeln!(
        text,
        "| CPU ms per origin | Lynchpin | one more origin | peer | Lynchpin ÷ peer |\n|---|---|---|---|---|"
    );
    let mut row = |what: &str, ours: &str, peer: Option<Spread>, name: &str| {
        let (Some(all), Some(each)) = (run.ours(ours), run.ours_each(ours)) else { return };
        let ratio = peer.map_or(String::new(), |p| format!("{:.3}", all.least / p.least));
        let peer = peer.map_or(String::new(), |p| format!("{name} {}", shown(Some(p))));
        let _ = writeln!(text, "| {what} | {} | {} | {peer} | {ratio} |", shown(Some(all)), shown(Some(each)));
    };
    row("single departure", question::SINGLE, run.cafein("1"), "cafein");
    row("30-minute window", question::HALF_HOUR, run.cafein("30"), "cafein");
    row("60-minute window", question::HOUR, run.cafein("60"), "cafein");
    row("60-minute window with --max-fare", question::HOUR_FARE, None, "");
    row(
        "single departure, 1.4 m/s",
        question::SINGLE_FERROBUS,
        run.ferrobus(),
        "ferrobus, matrix alone, ten stops a point",
    );
    row(
        "single departure, 1.4 m/s",
        question::SINGLE_FERROBUS,
        run.ferrobus_all(),
        "ferrobus, matrix alone, all stops in reach",
    );
    let _ = writeln!(text, "\n| | Lynchpin | cafein | ferrobus |\n|---|---|---|---|");
    let spread = |figure: &dyn Fn(&super::run::Round) -> f64| shown(run.spread(|round| Some(figure(round))));
    let _ = writeln!(
        text,
        "| network build, CPU s | {} | {} | {} |",
        spread(&|r| r.lynchpin.build.cpu_s),
        spread(&|r| r.cafein.build_cpu_s),
        spread(&|r| r.ferrobus.build_cpu_s)
    );
    let _ = writeln!(
        text,
        "| getting ready for the day, CPU s | in the figures above | {} | in the build |",
        spread(&|r| r.cafein.prepare_cpu_s)
    );
    let _ = writeln!(
        text,
        "| linking a point to streets and stops, CPU ms | in the figures above | in the figures above | {} |",
        shown(run.ferrobus_point())
    );
    let _ = writeln!(
        text,
        "| peak memory, files to matrix, MB | {} (network saved before: {}) | {} | {} |",
        spread(&|r| r.lynchpin.through.peak_mb),
        spread(&|r| r.lynchpin.asked.get(question::HOUR).map_or(f64::NAN, |a| a.all.peak_mb)),
        spread(&|r| r.cafein.peak_mb),
        spread(&|r| r.ferrobus.peak_mb)
    );
}

fn agreements(run: &Run, text: &mut String) {
    let _ = writeln!(
        text,
        "\nLynchpin's minutes less the peer's, over the pairs that both reach. *As published*: cafein rounds to the nearest minute and takes \
         place `round(p·(W−1))` of the sorted window, Lynchpin rounds up and takes the nearest rank. *Alike*: both rounded up, the same place, \
         nothing over the longest journey. *Walks alone*: direct walks within the limit, which show how differently points are linked and streets \
         are read (ferrobus links to junctions and leaves out the way to them).\n"
    );
    let _ = writeln!(
        text,
        "| peer, window, percentile | | equal | ≤ 1 | ≤ 2 | ≤ 5 min | mean | both reach | only Lynchpin | only peer |\n\
         |---|---|---|---|---|---|---|---|---|---|"
    );
    for c in &run.comparisons {
        for (how, a) in
            [("as published", &c.published), ("rounded up", &c.rounded), ("alike", &c.alike), ("walks alone", &c.walks)]
        {
            let _ = writeln!(
                text,
                "| {} | {how} | {:.1} % | {:.1} % | {:.1} % | {:.1} % | {:+.2} | {} | {} | {} |",
                named(c),
                100.0 * a.equal,
                100.0 * a.within_1,
                100.0 * a.within_2,
                100.0 * a.within_5,
                a.mean_difference,
                a.both,
                a.only_lynchpin,
                a.only_peer
            );
        }
    }
}

fn causes(run: &Run, text: &mut String) {
    let Some(first) = run.comparisons.first() else { return };
    let _ = writeln!(
        text,
        "\nPairs that differ once both are alike, by the first cause whose evidence holds (in brackets: by more than 1 and by more than 5 minutes).\n"
    );
    let heads: Vec<String> = run.comparisons.iter().map(named).collect();
    let _ = writeln!(text, "| cause | {} |\n|---|{}", heads.join(" | "), "---|".repeat(heads.len()));
    for (at, cause) in first.causes.iter().enumerate() {
        let cells: Vec<String> = run
            .comparisons
            .iter()
            .filter_map(|c| c.causes.get(at))
            .map(|c| format!("{} ({}, {})", c.pairs, c.over_1, c.over_5))
            .collect();
        let _ = writeln!(text, "| {} | {} |", cause.what, cells.join(" | "));
    }
}

fn named(comparison: &Comparison) -> String {
    format!("{} {} min p{}", comparison.peer, comparison.window, comparison.percentile)
}

/// Least and median, to three figures.
fn shown(spread: Option<Spread>) -> String {
    let figure = |value: f64| match value.abs() {
        v if v >= 100.0 => format!("{value:.0}"),
        v if v >= 10.0 => format!("{value:.1}"),
        v if v >= 1.0 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    };
    spread.map_or_else(|| "–".to_owned(), |s| format!("{} · {}", figure(s.least), figure(s.median)))
}
