//! Whether the targets that the project has set itself hold.

use super::run::{Round, Run, question};

/// One target.
pub struct Verdict {
    pub what: &'static str,
    /// Lynchpin's figure over the one it is held against.
    pub ratio: f64,
    pub limit: f64,
}

impl Verdict {
    pub fn holds(&self) -> bool {
        self.ratio <= self.limit
    }
}

/// All targets that this run can judge, by the least of the rounds.
pub fn verdicts(run: &Run) -> Vec<Verdict> {
    let least = |figure: &dyn Fn(&Round) -> Option<f64>| run.spread(figure).map(|s| s.least);
    let build = least(&|r| Some(r.lynchpin.build.cpu_s));
    let peak = least(&|r| Some(r.lynchpin.through.peak_mb));
    let linked = run.ferrobus().zip(run.ferrobus_point()).map(|(matrix, point)| matrix.least + point.least);
    let hour = run.ours(question::HOUR).map(|s| s.least);
    let single = run.ours(question::SINGLE_FERROBUS).map(|s| s.least);
    let single_each = run.ours_each(question::SINGLE_FERROBUS).map(|s| s.least);
    let fare = run.ours(question::HOUR_FARE).map(|s| s.least);
    [
        ("60-minute window, CPU per origin, of cafein's", hour, run.cafein("60").map(|s| s.least), 0.2),
        ("single departure, CPU per origin, of ferrobus's (matrix and linking the point)", single, linked, 0.5),
        (
            "single departure, CPU of one more origin, of ferrobus's matrix call alone",
            single_each,
            run.ferrobus().map(|s| s.least),
            0.5,
        ),
        ("network build, CPU, of ferrobus's", build, least(&|r| Some(r.ferrobus.build_cpu_s)), 1.5),
        ("peak memory, files to 60-minute matrix, of cafein's", peak, least(&|r| Some(r.cafein.peak_mb)), 0.5),
        ("60-minute window with --max-fare, of Lynchpin's without", fare, hour, 3.0),
    ]
    .into_iter()
    .filter_map(|(what, ours, theirs, limit)| Some(Verdict { what, ratio: ours? / theirs?, limit }))
    .collect()
}
