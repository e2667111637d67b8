//! The finding in plain English: who here is cut off from good work, and how that compares.

use crate::interval::Interval;
use crate::places::left_behind::Group;
use crate::work::cut_off::{CutOffFigure, CutOffReport};
use crate::work::reach_groups::{Measure, ReachSummary};
use serde::Serialize;
use std::fmt;

/// Words that the figures do not carry.
#[derive(Clone, Copy, Debug)]
pub struct FindingWords<'a> {
    /// The place studied, such as `Newport`.
    pub place: &'a str,
    /// What makes a job good, such as `paid £12.00 an hour or more (the Real Living Wage of 2023-24)`.
    pub good_job: &'a str,
    /// When the journey is made, such as `arriving by 9 am on Tuesday 5 March 2024`.
    pub when: &'a str,
}

/// The finding, sentence by sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How many are cut off.
    pub headline: String,
    /// How groups compare.
    pub comparison: String,
    /// What cut off and good mean here.
    pub definition: String,
    /// What it does not say.
    pub caveat: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {} {} {}", self.headline, self.comparison, self.definition, self.caveat)
    }
}

/// Writes the finding.
pub fn finding(report: &CutOffReport, words: FindingWords<'_>) -> Finding {
    Finding {
        headline: headline(report, words),
        comparison: comparison(report),
        definition: definition(report, words),
        caveat: caveat(report),
    }
}

fn headline(report: &CutOffReport, words: FindingWords<'_>) -> String {
    let all = &report.study_area;
    let place = words.place;
    if all.working_age_cut_off > 0.0 {
        format!(
            "In {place}, about {} of {} working-age residents ({}) live in neighbourhoods cut off from good work.",
            count(all.working_age_cut_off),
            count(all.working_age),
            percent(all.working_age_cut_off / all.working_age),
        )
    } else {
        format!("In {place}, no neighbourhood is cut off from good work by the line used here.")
    }
}

fn definition(report: &CutOffReport, words: FindingWords<'_>) -> String {
    let place = words.place;
    let rule = &report.rule;
    let within = format!("within {} minutes {}, {}", rule.cut.minutes, rule.cut.mode.phrase(), words.when);
    let line = if report.median > 0.0 {
        format!(
            "less than {} of what the median working-age resident of {place} can reach {within}: {} {}",
            fraction(rule.share_of_median),
            amount(report.median),
            thing(rule.measure)
        )
    } else {
        format!("that no job of this kind can be reached {within}, as is so for most working-age residents of {place}")
    };
    format!("Cut off means {line}. A good job is one {}.", words.good_job)
}

fn comparison(report: &CutOffReport) -> String {
    let shown = |group: Group, interval: &str| {
        let figure = report.group(group).filter(|f| f.working_age > 0.0)?;
        let share = figure.share.as_ref()?;
        Some(format!("{} in {} ({interval}{})", percent(share.estimate), places(group), range(share)))
    };
    let Some(here) = shown(Group::LeftBehind, "95 % interval ") else {
        return "No neighbourhood here is left behind by the rule, so there are no groups to compare.".to_owned();
    };
    let others: Vec<String> =
        [Group::OtherDeprived, Group::Rest].into_iter().filter_map(|group| shown(group, "")).collect();
    if others.is_empty() {
        return format!("Of working-age residents, {here} are cut off; there is no other group to compare with.");
    }
    let gaps: Vec<String> =
        report.contrasts.iter().map(|contrast| gap(contrast.against, &contrast.difference)).collect();
    format!(
        "The share of working-age residents cut off is {here}, against {}. {}",
        others.join(" and "),
        gaps.join(" ")
    )
}

fn gap(against: Group, difference: &Interval) -> String {
    let points = |share: f64| format!("{:.0}", (100.0 * share).abs());
    let signed = |share: f64| format!("{:+.0}", 100.0 * share).replace('-', "−");
    let signed = |share: f64| if (100.0 * share).round() == 0.0 { "0".to_owned() } else { signed(share) };
    let span = format!("95 % interval {} to {}", signed(difference.low), signed(difference.high));
    if difference.contains(0.0) {
        return format!("From {} the figures cannot tell it apart ({span} percentage points).", places(against));
    }
    let word = if difference.estimate > 0.0 { "more" } else { "less" };
    format!("That is {} percentage points {word} than in {} ({span}).", points(difference.estimate), places(against))
}

fn caveat(report: &CutOffReport) -> String {
    let all = &report.study_area;
    let bounds = match all.share_bounds {
        Some((least, most)) if percent(least) != percent(most) => format!(
            " Within the bounds of published pay the share cut off lies between {} and {}.",
            percent(least),
            percent(most)
        ),
        _ => String::new(),
    };
    let unknown = unknown(all);
    format!(
        "These are modelled figures: journeys from timetables and streets, good jobs from national pay applied to local industries. \
         Intervals treat neighbourhoods as draws. They say what can be reached, not who is offered or holds the work, and a difference between \
         places is an association, not its cause.{bounds}{unknown}"
    )
}

fn unknown(all: &CutOffFigure) -> String {
    match all.unknown {
        0 => String::new(),
        1 => " One neighbourhood could not be judged and is left out.".to_owned(),
        n => format!(" {n} neighbourhoods could not be judged and are left out."),
    }
}

/// How many good jobs the groups can reach, in a sentence; `when` is as in [`FindingWords`]. `None` where no left-behind place has a figure.
///
/// # Examples
/// "Within 45 minutes by public transport, arriving by 9 am, the average working-age resident of left-behind neighbourhoods can reach about 9,100
/// good jobs. That is 24 % fewer than in other deprived neighbourhoods (about 12,000; 95 % interval 10 to 36 % fewer)."
pub fn reach_sentence(summary: &ReachSummary, when: &str) -> Option<String> {
    let here = summary.group(Group::LeftBehind)?.mean?;
    let against: Vec<String> = [Group::OtherDeprived, Group::Rest]
        .into_iter()
        .filter_map(|group| {
            let there = summary.group(group)?.mean?;
            let ratio = summary.contrasts.iter().find(|c| c.against == group).and_then(|c| c.ratio);
            Some(against(group, here, there, ratio.as_ref()))
        })
        .collect();
    Some(format!(
        "Within {} minutes {}{}, {when}, the average working-age resident of left-behind neighbourhoods can reach {} {}. {}",
        summary.cut.minutes,
        summary.cut.mode.phrase(),
        summary.cut.condition.phrase(),
        amount(here),
        thing(summary.measure),
        against.join(" ")
    ))
}

fn against(group: Group, here: f64, there: f64, ratio: Option<&Interval>) -> String {
    let (place, other) = (places(group), amount(there));
    let Some(ratio) = ratio else {
        return format!("In {place} it is {other}; there are too few neighbourhoods to say how sure the gap is.");
    };
    if ratio.contains(1.0) || percent((here / there - 1.0).abs()) == "0 %" {
        return format!("From {place} ({other}) the figures cannot tell it apart.");
    }
    let change = |ratio: f64| format!("{:.0}", 100.0 * (ratio - 1.0).abs());
    let (word, nearest, furthest) =
        if ratio.estimate < 1.0 { ("fewer", ratio.high, ratio.low) } else { ("more", ratio.low, ratio.high) };
    format!(
        "That is {} % {word} than in {place} ({other}; 95 % interval {} to {} % {word}).",
        change(ratio.estimate),
        change(nearest),
        change(furthest)
    )
}

const fn thing(measure: Measure) -> &'static str {
    match measure {
        Measure::GoodJobs => "good jobs",
        Measure::AllJobs => "jobs",
        Measure::PerResident => "good jobs for each working-age resident of their area",
        Measure::PerSeeker => "good jobs for each jobseeker who competes for them",
    }
}

const fn places(group: Group) -> &'static str {
    match group {
        Group::LeftBehind => "left-behind neighbourhoods",
        Group::OtherDeprived => "other deprived neighbourhoods",
        Group::Rest => "the rest",
    }
}

fn range(interval: &Interval) -> String {
    format!("{:.0} to {:.0} %", 100.0 * interval.low, 100.0 * interval.high)
}

/// A share as a whole percentage, with small and large ones named rather than rounded away.
fn percent(share: f64) -> String {
    match 100.0 * share {
        0.0 => "0 %".to_owned(),
        small if small < 0.5 => "fewer than 1 %".to_owned(),
        most if (99.5..100.0).contains(&most) => "more than 99 %".to_owned(),
        other => format!("{other:.0} %"),
    }
}

fn fraction(share: f64) -> String {
    if share == 0.5 { "half".to_owned() } else { format!("{:.0} %", 100.0 * share) }
}

/// A count to two significant figures (three above 100,000), with thousands set off: `about 31,000`.
pub fn count(value: f64) -> String {
    let digits = if value >= 100_000.0 { 3 } else { 2 };
    let size = value.abs().max(1.0).log10().floor() as i32 + 1;
    let step = 10_f64.powi((size - digits).max(0));
    thousands(((value / step).round() * step) as i64)
}

/// A measure that may be a count or a small ratio.
fn amount(value: f64) -> String {
    if value <= 0.0 {
        "no".to_owned()
    } else if value >= 10.0 {
        format!("about {}", count(value))
    } else {
        format!("{value:.2}")
    }
}

/// A whole number with its thousands set off: `1,003`.
pub(crate) fn thousands(value: i64) -> String {
    let digits = value.abs().to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if value < 0 { format!("-{out}") } else { out }
}
