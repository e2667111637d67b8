//! What can be said of polls and interviews before any file is read.

use crate::config::{InterviewsSection, PackFile, PollSection};
use crate::nearest::suggestion;
use crate::problem::Findings;

/// Every key of polls and interviews that names a source, with the name.
pub(super) fn sources(config: &PackFile) -> Vec<(String, &str)> {
    let mut named: Vec<(String, &str)> = Vec::new();
    for poll in &config.polls {
        named.push((format!("polls ({}).source", poll.id), &poll.source));
        named.extend(poll.margins.iter().map(|m| (format!("polls ({}).margins.source", poll.id), m.source.as_str())));
        let population = poll.population.iter();
        named.extend(population.map(|p| (format!("polls ({}).population.source", poll.id), p.source.as_str())));
    }
    if let Some(interviews) = &config.interviews {
        named.extend(interviews.segments.iter().map(|s| ("interviews.segments.source".into(), s.source.as_str())));
        let speakers = interviews.speakers.source.iter();
        named.extend(speakers.map(|s| ("interviews.speakers.source".into(), s.as_str())));
        named.extend(interviews.ratings.iter().map(|r| ("interviews.ratings.source".into(), r.source.as_str())));
    }
    named
}

/// Checks the sections.
pub(super) fn sections(config: &PackFile, findings: &mut Findings) {
    let mut seen = std::collections::BTreeSet::new();
    for poll in &config.polls {
        if !seen.insert(&poll.id) {
            findings.key(&format!("polls ({})", poll.id), Some(&poll.id), "an id that stands once", "rename one");
        }
        self::poll(config, poll, findings);
    }
    if let Some(section) = &config.interviews {
        interviews(section, findings);
    }
}

fn poll(config: &PackFile, poll: &PollSection, findings: &mut Findings) {
    let table = format!("polls ({})", poll.id);
    if poll.questions.is_empty() {
        findings.key(&format!("{table}.questions"), None, "at least one question", "add [[polls.questions]]");
    }
    for question in &poll.questions {
        if question.answers.is_empty() {
            let key = format!("{table}.questions ({}).answers", question.id);
            findings.key(&key, None, "the answers that are counted", "such as [\"Agree\", \"Strongly agree\"]");
        }
    }
    let mut variables: Vec<&str> = poll.demographics.keys().map(String::as_str).collect();
    variables.push("place_group");
    for margin in &poll.margins {
        if !variables.contains(&margin.variable.as_str()) {
            let hint = suggestion(&margin.variable, &variables);
            let key = format!("{table}.margins.variable");
            findings.key(&key, Some(&margin.variable), "one of the demographics, or place_group", &hint);
        }
    }
    let indicators: Vec<&str> = config.indicators.keys().map(String::as_str).collect();
    for covariate in &poll.covariates {
        if !indicators.contains(&covariate.as_str()) {
            let hint = suggestion(covariate, &indicators);
            findings.key(&format!("{table}.covariates"), Some(covariate), "the name of one of the [indicators]", &hint);
        }
    }
}

fn interviews(section: &InterviewsSection, findings: &mut Findings) {
    let given = (section.project.is_some(), section.segments.is_some());
    if given.0 == given.1 {
        findings.key("interviews", None, "either `project` (a .qdpx file) or `segments` (a table)", "");
    }
    let speakers = &section.speakers;
    if speakers.source.is_none() && section.segments.is_some() {
        findings.key("interviews.speakers.source", None, "who spoke, with their consent", "add a table of speakers");
    }
    if speakers.source.is_some() && speakers.document.is_none() {
        findings.key("interviews.speakers.document", None, "the column with the interview that is theirs", "");
    }
}
