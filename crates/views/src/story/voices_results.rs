//! What people say as tables for other programs.

use lynchpin_findings::Interval;
use lynchpin_findings::disclosure::Verdict;
use lynchpin_findings::places::Group;
use lynchpin_findings::voices::mrp::Pulled;
use lynchpin_findings::voices::poll::{PollFigure, QuestionAnswer};
use lynchpin_findings::voices::themes::SpeakerCount;
use lynchpin_findings::voices::{InterviewsAnswer, PollAnswer, VoicesAnswer};

use super::results::table;
use crate::exports::{Column, DataTable};

/// Polls by question and group, themes by group.
pub(super) fn data_tables(answer: &VoicesAnswer) -> Vec<DataTable> {
    let mut tables = Vec::new();
    if !answer.polls.is_empty() {
        tables.push(polls(&answer.polls));
    }
    tables.extend(answer.interviews.as_ref().map(themes));
    tables
}

/// What is said of a withheld number.
fn why(verdict: Option<Verdict>) -> Option<String> {
    match verdict {
        Some(Verdict::TooFew) => Some("too few people".to_owned()),
        Some(Verdict::WouldTell) => Some("it would give away another number".to_owned()),
        Some(Verdict::Shown) | None => None,
    }
}

/// What a model says of one group: its share, and how far it is pulled.
type Model = (Option<Interval>, Option<Pulled>);

fn polls(polls: &[PollAnswer]) -> DataTable {
    let mut rows: Vec<(&PollAnswer, &QuestionAnswer, &'static str, &PollFigure)> = Vec::new();
    let mut models: Vec<Model> = Vec::new();
    for poll in polls {
        for question in &poll.questions {
            let modelled = question.modelled.as_ref();
            for (group, figure) in &question.groups {
                let of = modelled.and_then(|m| m.groups.iter().find(|(g, _)| g == group)).map(|(_, m)| m);
                rows.push((poll, question, group.label(), figure));
                models.push((of.and_then(|m| m.share), of.map(|m| m.pulled)));
            }
            rows.push((poll, question, "study area", &question.study_area));
            models.push((modelled.map(|m| m.study_area), None));
        }
    }
    let model = |name: &str, title: &str, of: &dyn Fn(&Model) -> Option<f64>| {
        Column::number(name, title, "%", models.iter().map(|m| of(m).map(|share| 100.0 * share)).collect())
            .described("Modelled: multilevel regression and post-stratification", "")
    };
    let number = |name: &str, title: &str, unit: &str, of: &dyn Fn(&PollFigure) -> Option<f64>| {
        Column::number(name, title, unit, rows.iter().map(|row| of(row.3)).collect())
    };
    let percent = |of: fn(&Interval) -> f64| move |figure: &PollFigure| figure.share.as_ref().map(|i| 100.0 * of(i));
    let interval = "Wilson’s score interval on the effective number of respondents";
    let columns = vec![
        Column::text("poll", "Poll", rows.iter().map(|row| Some(row.0.id.clone())).collect()),
        Column::text("question", "Question", rows.iter().map(|row| Some(row.1.id.clone())).collect()),
        Column::text("said", "Residents who …", rows.iter().map(|row| Some(row.1.label.clone())).collect()),
        Column::text("group", "Group of places", rows.iter().map(|row| Some(row.2.to_owned())).collect()),
        number("share", "Weighted share", "% of respondents", &percent(|i| i.estimate)),
        number("low", "Lower limit", "% of respondents", &percent(|i| i.low)).described(interval, ""),
        number("high", "Upper limit", "% of respondents", &percent(|i| i.high)).described(interval, ""),
        number("respondents", "Respondents with an answer", "people", &|f| f.respondents),
        number("effective", "Effective number of respondents", "people", &|f| f.effective).described("(Σw)² / Σw²", ""),
        number("design_effect", "Design effect of the weights", "ratio", &|f| f.design_effect),
        Column::text("withheld", "Why it is withheld", rows.iter().map(|row| why(row.3.verdict)).collect()),
        model("modelled", "Modelled share", &|m| m.0.map(|i| i.estimate)),
        model("modelled_low", "Modelled share, lower limit", &|m| m.0.map(|i| i.low)),
        model("modelled_high", "Modelled share, upper limit", &|m| m.0.map(|i| i.high)),
        model("pulled_group", "How far the group is pulled towards all", &|m| m.1.map(|p| p.group)),
        model("pulled_areas", "How far its areas are pulled towards the group", &|m| m.1.and_then(|p| p.areas)),
    ];
    table(
        "polls",
        "What polls say",
        "One row for each question and group of places",
        columns,
        &["poll", "question", "group"],
    )
}

fn themes(interviews: &InterviewsAnswer) -> DataTable {
    let mut rows: Vec<(String, &'static str, SpeakerCount)> = Vec::new();
    let mut add = |name: &str, groups: &[(Group, SpeakerCount)]| {
        rows.extend(groups.iter().map(|(group, count)| (name.to_owned(), group.label(), *count)));
    };
    add("all speakers", &interviews.groups);
    for theme in &interviews.themes {
        add(&theme.name, &theme.groups);
    }
    rows.extend(interviews.themes.iter().map(|theme| (theme.name.clone(), "all", theme.all)));
    let columns = vec![
        Column::text("theme", "Theme", rows.iter().map(|row| Some(row.0.clone())).collect()),
        Column::text("group", "Group of places", rows.iter().map(|row| Some(row.1.to_owned())).collect()),
        Column::number(
            "speakers",
            "Speakers who raised it",
            "speakers",
            rows.iter().map(|row| row.2.speakers).collect(),
        )
        .described("Speakers who consented, those of themes below it included", ""),
        Column::text("withheld", "Why it is withheld", rows.iter().map(|row| why(Some(row.2.verdict))).collect()),
    ];
    table("themes", "What interviews raise", "One row for each theme and group of places", columns, &["theme", "group"])
}
