//! Reach in a few sentences: by shift, without a car, against others, by skill, within a fare, with a child to drop off.

use lynchpin_findings::work::{Condition, Cut, Mode, Paired, PairedFigure, ReachFindings, WorkAnswer};

use super::{JOB_STEP, mean, notes};
use crate::numbers::{Reading, Style};
use crate::report::{Block, NoteId, Notes, Text};
use crate::story::shared::reading;

/// The group that sentences are about.
struct Whose {
    group: Option<lynchpin_findings::places::Group>,
    words: &'static str,
}

/// A list of sentences, and one for each thing that the pack does not say.
pub(super) fn block(work: &WorkAnswer, reach_note: NoteId, notes: &mut Notes) -> Block {
    let left_behind = lynchpin_findings::places::Group::LeftBehind;
    let has_left_behind = work.summaries.iter().any(|s| s.group(left_behind).is_some_and(|f| f.mean.is_some()));
    let whose = if has_left_behind {
        Whose { group: Some(left_behind), words: "left-behind neighbourhoods" }
    } else {
        Whose { group: None, words: "the study area" }
    };
    let mut lines = vec![by_shift(work, &whose, reach_note)];
    lines.extend(gap(work, &whose, notes));
    lines.push(competition(work, &whose, notes));
    lines.extend(skill(work, &whose, notes));
    lines.push(fare(work, &whose, notes));
    lines.push(nursery(work, &whose, notes));
    Block::List(lines)
}

fn lead(work: &WorkAnswer) -> &Cut {
    &work.cut_off.rule.cut
}

fn jobs() -> Style {
    Style::modelled_count(JOB_STEP)
}

fn by_shift(work: &WorkAnswer, whose: &Whose, note: NoteId) -> Text {
    let cut = lead(work);
    let mut text = Text::default().strong("By shift. ").plain(&format!(
        "Within {} minutes {}, the average working-age resident of {} reaches",
        cut.minutes,
        cut.mode.phrase(),
        whose.words
    ));
    let summaries = work
        .summaries
        .iter()
        .filter(|s| (s.cut.mode, s.cut.minutes, s.cut.condition) == (cut.mode, cut.minutes, Condition::Direct));
    for (at, summary) in summaries.enumerate() {
        let figure = whose.group.map_or(Some(&summary.study_area), |group| summary.group(group));
        let lead_in = if at == 0 { " " } else { ", " };
        text = text
            .plain(lead_in)
            .figure(&mean(figure), &jobs(), note)
            .plain(&format!(" good jobs on the {}", work.shift_words(&summary.cut.shift)));
    }
    text.plain(".")
}

fn figure<'a>(pair: &'a Paired, whose: &Whose) -> Option<&'a PairedFigure> {
    whose.group.map_or(Some(&pair.study_area), |group| pair.group(group))
}

/// A ratio as a percentage.
fn percent(figure: &PairedFigure) -> Reading {
    match &figure.ratio {
        Some(ratio) => reading(Some(&ratio.scaled(100.0))),
        None => Reading::from(figure.mean.zip(figure.against).filter(|(_, b)| *b > 0.0).map(|(a, b)| 100.0 * a / b)),
    }
}

fn whole_percent() -> Style {
    Style::percent().decimals(0)
}

fn gap(work: &WorkAnswer, whose: &Whose, notes: &mut Notes) -> Option<Text> {
    let cut = Cut { mode: Mode::PublicTransport, ..lead(work).clone() };
    let figure = figure(ReachFindings::pair(&work.findings.car_gap, &cut)?, whose)?;
    let note = notes::gap(notes, work);
    Some(
        Text::default()
            .strong("Without a car. ")
            .plain(&format!("In {}, public transport brings ", whose.words))
            .figure(&percent(figure), &whole_percent(), note)
            .plain(" of the good jobs within reach that a car does: ")
            .figure(&Reading::from(figure.mean), &jobs(), note)
            .plain(" against ")
            .figure(&Reading::from(figure.against), &jobs(), note)
            .plain(&format!(", {}.", work.shift_words(&cut.shift))),
    )
}

fn competition(work: &WorkAnswer, whose: &Whose, notes: &mut Notes) -> Text {
    let text = Text::default().strong("Against others. ");
    let seekers = match &work.terms.seekers {
        Ok(seekers) => seekers,
        Err(why) => return text.plain(&missing(why)),
    };
    let note = notes::competition(notes, work);
    let who = if seekers.stand_in { "working-age resident" } else { "jobseeker" };
    let mut text = text.plain(&format!("In {} there are ", whose.words));
    let of = |mode: Mode| {
        let cut = Cut { mode, ..lead(work).clone() };
        let summary = work.findings.per_seeker.iter().find(|s| s.cut == cut)?;
        Some(mean(whose.group.map_or(Some(&summary.study_area), |group| summary.group(group))))
    };
    let modes = [(Mode::CarMix, ""), (Mode::PublicTransport, " without a car"), (Mode::Car, " with a car")];
    for (at, (mode, words)) in modes.into_iter().enumerate() {
        let lead_in = ["", ", ", " and "][at];
        text = text.plain(lead_in).figure(&of(mode).unwrap_or(Reading::Missing), &Style::number(1), note);
        text = if at == 0 {
            text.plain(&format!(" good jobs for each {who} who competes for them"))
        } else {
            text.plain(&format!(" for one{words}"))
        };
    }
    text.plain(&format!(". {}", seekers.words()))
}

fn skill(work: &WorkAnswer, whose: &Whose, notes: &mut Notes) -> Option<Text> {
    let text = Text::default().strong("By skill. ");
    if let Err(why) = &work.terms.skill {
        return Some(text.plain(&missing(why)));
    }
    let found = work.findings.skill.iter().find(|s| s.cut == *lead(work))?;
    let note = notes::skill(notes, work);
    let figure = match whose.group {
        Some(group) => &found.groups.iter().find(|(g, _)| *g == group)?.1,
        None => &found.study_area,
    };
    let Some(good) = figure.good else {
        return Some(
            text.plain("Good jobs cannot be told by the skill they ask for, as the pack has no pay by occupation."),
        );
    };
    let all: f64 = good.iter().sum();
    let share = |level: usize| Reading::from((all > 0.0).then(|| 100.0 * good[level] / all));
    let text = text
        .plain(&format!("Of the good jobs within reach of {}, ", whose.words))
        .figure(&share(3), &whole_percent(), note)
        .plain(" ask for a degree or as much experience (skill level 4) and ");
    let low: f64 = good[0] + good[1];
    let text = text
        .figure(&Reading::from((all > 0.0).then(|| 100.0 * low / all)), &whole_percent(), note)
        .plain(" for level 1 or 2. ");
    Some(match &figure.open {
        Some(open) => text
            .plain("What residents hold is enough for ")
            .figure(&reading(Some(&open.scaled(100.0))), &whole_percent(), note)
            .plain(" of them."),
        None => text.plain("The pack does not say which qualifications residents hold, so the match is not told."),
    })
}

fn fare(work: &WorkAnswer, whose: &Whose, notes: &mut Notes) -> Text {
    let text = Text::default().strong("Within a fare. ");
    let terms = match &work.terms.fare {
        Ok(terms) => terms,
        Err(why) => return text.plain(&missing(why)),
    };
    let cut = Cut { mode: Mode::PublicTransport, ..lead(work).clone() };
    let Some(figure) = ReachFindings::pair(&work.findings.fare_loss, &cut).and_then(|pair| figure(pair, whose)) else {
        return text.plain("No neighbourhood could be judged.");
    };
    let note = notes::fare(notes, work);
    text.plain(&format!("With £{:.2} to spend on the journey one way, at {}, ", terms.budget_pounds, terms.prices))
        .figure(&percent(figure), &whole_percent(), note)
        .plain(&format!(" of the good jobs within reach of {} stay within reach: ", whose.words))
        .figure(&Reading::from(figure.mean), &jobs(), note)
        .plain(" of ")
        .figure(&Reading::from(figure.against), &jobs(), note)
        .plain(".")
}

fn nursery(work: &WorkAnswer, whose: &Whose, notes: &mut Notes) -> Text {
    let text = Text::default().strong("With a child to drop off. ");
    let terms = match &work.terms.nursery {
        Ok(terms) => terms,
        Err(why) => return text.plain(&missing(why)),
    };
    let cut = Cut { mode: Mode::PublicTransport, shift: terms.shift.clone(), ..lead(work).clone() };
    let Some(figure) = ReachFindings::pair(&work.findings.nursery_loss, &cut).and_then(|pair| figure(pair, whose))
    else {
        return text.plain("No neighbourhood could be judged.");
    };
    let note = notes::nursery(notes, work);
    let lost = |value: f64| Reading::of(-value);
    text.plain(&format!("When the morning trip passes a nursery, {} lose ", whose.words))
        .figure(
            &figure.difference.map_or(Reading::Missing, |d| Reading::between(-d.estimate, -d.high, -d.low)),
            &jobs(),
            note,
        )
        .plain(" of ")
        .figure(&figure.against.map_or(Reading::Missing, |all| lost(-all)), &jobs(), note)
        .plain(" good jobs within reach: ")
        .figure(&percent(figure), &whole_percent(), note)
        .plain(&format!(" are left, {}.", work.shift_words(&terms.shift)))
}

/// A reason as a sentence of its own.
fn missing(why: &str) -> String {
    let mut letters = why.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
