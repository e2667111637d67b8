//! What the evidence of an effect says, in one of four sentences.

use lynchpin_pack::tables::Direction;
use serde::Serialize;

use super::effect::EffectFigure;
use super::randomisation::Randomisation;

/// The verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The outcome got better where it was tried, more than chance would have it.
    Worked,
    /// It got worse.
    Harmed,
    /// It moved, and nobody has said which way is better.
    Moved,
    /// Whatever it did is less than would matter.
    TooSmallToMatter,
    /// The data cannot tell.
    CannotTell,
}

/// A verdict with its reasons.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Judged {
    /// The verdict.
    pub verdict: Verdict,
    /// Why, one sentence each.
    pub reasons: Vec<String>,
}

/// What there is to judge by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Evidence {
    pub direction: Direction,
    pub overall: Option<EffectFigure>,
    pub drift: Option<EffectFigure>,
    pub randomisation: Option<Randomisation>,
    /// Of the synthetic control, where there is one.
    pub placebo_p: Option<f64>,
    /// Whether so few are treated that chance is judged by randomisation too.
    pub few: bool,
    pub smallest_effect: Option<f64>,
    pub detectable: Option<f64>,
}

/// Treated places drift apart before treatment where so large a drift would come by chance less often than this.
const DRIFT_LEVEL: f64 = 0.05;
/// An effect is there where so large a one would come by chance less often than this: under a twentieth, so that with all that is estimated on the way the
/// chance of finding one where there is none stays within a twentieth (Lynchpin default).
pub(crate) const EFFECT_LEVEL: f64 = 0.04;

/// Judges. Every test that applies must agree, so that the chance of finding an effect where there is none stays below that of any one of them.
pub(crate) fn judge(evidence: &Evidence) -> Judged {
    let cannot = |reason: &str| Judged { verdict: Verdict::CannotTell, reasons: vec![reason.to_owned()] };
    let Some(overall) = evidence.overall else {
        return cannot("There is nothing to compare with: no untreated places, or no period before treatment.");
    };
    if let Some(p) = evidence.drift.and_then(|d| d.p_value).filter(|p| *p < DRIFT_LEVEL) {
        return cannot(&format!(
            "Treated places were already drifting apart from the others before treatment (p = {p:.3}), so that what followed cannot be laid to it."
        ));
    }
    let mut doubts = Vec::new();
    match overall.interval {
        Some(interval) if interval.contains(0.0) => doubts.push("The interval of the effect holds nought.".to_owned()),
        Some(_) if overall.p_value.is_some_and(|p| p >= EFFECT_LEVEL) => {
            doubts.push(format!("The interval of the effect only just leaves out nought; a verdict asks for a chance under {EFFECT_LEVEL}."));
        }
        None if evidence.randomisation.is_none() => doubts.push("Too few places were treated to judge by.".to_owned()),
        _ => {}
    }
    if let Some(test) = evidence.randomisation.filter(|t| evidence.few && t.p_value >= EFFECT_LEVEL) {
        doubts.push(format!(
            "Few places were treated, and {:.0} % of other choices of places show as large a difference.",
            100.0 * test.p_value
        ));
    }
    if let Some(p) = evidence.placebo_p.filter(|p| *p >= EFFECT_LEVEL) {
        doubts.push(format!(
            "Of all places, treated or not, {:.0} % part as far from their synthetic control.",
            100.0 * p
        ));
    }
    if doubts.is_empty() {
        return Judged { verdict: moved(overall.att, evidence.direction), reasons: grounds(evidence) };
    }
    if let (Some(interval), Some(size)) = (overall.interval, evidence.smallest_effect)
        && interval.low > -size
        && interval.high < size
    {
        let reasons = vec![format!("The whole interval lies within ±{size}, the least effect said to matter.")];
        return Judged { verdict: Verdict::TooSmallToMatter, reasons };
    }
    doubts.extend(
        evidence
            .detectable
            .zip(evidence.smallest_effect)
            .filter(|(d, s)| d > s)
            .map(|_| "An effect as small as is said to matter would mostly go unseen in so few places.".to_owned()),
    );
    Judged { verdict: Verdict::CannotTell, reasons: doubts }
}

/// The verdict on an effect that is there.
pub(crate) fn moved(att: f64, direction: Direction) -> Verdict {
    match (direction, att > 0.0) {
        (Direction::Neutral, _) => Verdict::Moved,
        (Direction::HigherIsBetter, true) | (Direction::HigherIsWorse, false) => Verdict::Worked,
        _ => Verdict::Harmed,
    }
}

fn grounds(evidence: &Evidence) -> Vec<String> {
    let mut grounds = Vec::new();
    if evidence.overall.is_some_and(|o| o.interval.is_some()) {
        grounds.push("The interval of the effect does not hold nought.".to_owned());
    }
    grounds.push(match evidence.drift.and_then(|d| d.p_value) {
        Some(p) => format!("Places had moved alike before, as far as can be seen (p = {p:.2})."),
        None => "Whether places had moved alike before could not be tested: too few periods or places.".to_owned(),
    });
    grounds.extend(evidence.randomisation.filter(|_| evidence.few).map(|test| {
        format!(
            "Of {} other choices of places, {:.1} % show as large a difference.",
            test.choices,
            100.0 * test.p_value
        )
    }));
    grounds
}
