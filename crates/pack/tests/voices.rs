//! Polls and interviews: projects of other programs, consent, and what is refused.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;

use lynchpin_pack::tables::Tables;
use lynchpin_pack::{Pack, PackError, Problem, ReadOptions};

const BASE: &str = r#"
[pack]
name = "Testshire"
[sources.areas]
file = "areas.csv"
title = "Areas"
publisher = "us"
geography = "lsoa21"
key = "code"
[areas]
source = "areas"
parents = { msoa = { source = "areas", code = "msoa" } }
"#;
const AREAS: &str = "code,msoa\nL1,M1\nL2,M1\nL3,M2\n";

fn source(name: &str) -> String {
    format!("[sources.{name}]\nfile = \"{name}.csv\"\ntitle = \"{name}\"\npublisher = \"us\"\n")
}

fn read(sections: &str, files: &[(&str, &str)], whole: &[&str]) -> Result<Tables, Vec<Problem>> {
    let dir = tempfile::tempdir().unwrap();
    let mut text = BASE.to_owned();
    for (name, content) in files {
        text += &source(name);
        std::fs::write(dir.path().join(format!("{name}.csv")), content).unwrap();
    }
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join("golden");
    for name in whole {
        std::fs::copy(golden.join(name), dir.path().join(name)).unwrap();
    }
    std::fs::write(dir.path().join("areas.csv"), AREAS).unwrap();
    std::fs::write(dir.path().join("pack.toml"), text + sections).unwrap();
    match Pack::open(dir.path()).unwrap().read(&ReadOptions::default()) {
        Ok(tables) => Ok(tables),
        Err(PackError::Problems(problems)) => Err(problems),
        Err(other) => panic!("{other}"),
    }
}

const PROJECT: &str = r#"
[interviews]
project = { file = "refi_qualitative_coding.qdpx", title = "Interviews", publisher = "us" }
[interviews.speakers]
source = "speakers"
document = "interview"
consent = "consent"
quote_consent = "quote"
attributes = ["age"]
home = { area = "msoa", level = "msoa" }
"#;
const SPEAKERS: &str = "interview,consent,quote,age,msoa\nanna,yes,no,30-39,M1\nbet.txt,,yes,40-49,M9\n";

#[test]
fn a_project_of_another_program_is_read_with_every_code_and_position() {
    let tables = read(PROJECT, &[("speakers", SPEAKERS)], &["refi_qualitative_coding.qdpx"]).unwrap();
    let interviews = tables.interviews.unwrap();
    let mut found: Vec<String> = interviews
        .segments
        .iter()
        .map(|s| {
            let (start, end) = s.span.unwrap();
            let words = s.words.as_ref().unwrap().replace('\n', "\\n");
            let coder = &interviews.coders[s.coder.unwrap()];
            let document = &interviews.documents[s.document].name;
            format!("{document}\t{coder}\t{}\t{start}\t{end}\t{words}", interviews.codes[s.code].name)
        })
        .collect();
    found.sort();
    let golden = include_str!("golden/refi_qualitative_coding.tsv");
    assert_eq!(found, golden.lines().collect::<Vec<_>>());
    let parents: Vec<(&str, Option<&str>)> = interviews
        .codes
        .iter()
        .map(|code| (code.name.as_str(), code.parent.map(|p| interviews.codes[p].name.as_str())))
        .collect();
    let travel = Some("travel");
    assert_eq!(parents, [("childcare", None), ("travel", None), ("bus", travel), ("car", travel), ("work", None)]);
}

#[test]
fn speakers_keep_their_consent_and_nobody_is_placed_outside_the_study() {
    let tables = read(PROJECT, &[("speakers", SPEAKERS)], &["refi_qualitative_coding.qdpx"]).unwrap();
    let interviews = tables.interviews.unwrap();
    let consents: Vec<_> = interviews.speakers.iter().map(|s| (s.documents.clone(), s.consent, s.quotable)).collect();
    assert_eq!(consents, [(vec![0], true, false), (vec![1], false, true)]);
    assert_eq!(interviews.homes.areas, [Some("M1".to_owned()), None]);
    let outside = tables.ledger.0.iter().find(|e| e.step.contains("where they live")).unwrap();
    assert_eq!((outside.lost, outside.examples.clone()), (1.0, vec!["M9".to_owned()]));
}

#[test]
fn a_place_finer_than_an_msoa_is_refused() {
    let sections = PROJECT.replace("level = \"msoa\"", "level = \"lsoa21\"");
    let problems = read(&sections, &[("speakers", SPEAKERS)], &["refi_qualitative_coding.qdpx"]).unwrap_err();
    let told = problems[0].to_string();
    assert!(told.contains("interviews.speakers.home.level") && told.contains("no finer than an MSOA"), "{told}");
}

#[test]
fn speakers_without_a_consent_column_are_refused() {
    let without = SPEAKERS.replace("consent", "agreed");
    let problems = read(PROJECT, &[("speakers", &without)], &["refi_qualitative_coding.qdpx"]).unwrap_err();
    assert!(problems[0].to_string().contains("`consent`"), "{}", problems[0]);
    let odd = SPEAKERS.replace("anna,yes", "anna,perhaps");
    let problems = read(PROJECT, &[("speakers", &odd)], &["refi_qualitative_coding.qdpx"]).unwrap_err();
    assert_eq!((problems[0].row, problems[0].value.as_deref()), (Some(2), Some("perhaps")));
}

const SEGMENTS: &str = r#"
[interviews]
segments = { source = "segments", document = "who", code = "code", coder = "coder", unit = "turn", text = "words" }
codebook = { file = "refi_taguette.qdc", title = "Codebook", publisher = "us" }
ratings = { source = "ratings", unit = "u", coder = "c", value = "v", scale = "ordinal" }
[interviews.speakers]
source = "speakers"
document = "who"
consent = "consent"
"#;

#[test]
fn coded_segments_in_a_table_use_the_codebook_of_another_program() {
    let segments =
        "who,code,coder,turn,words\ns1,travel.bus,kim,1,no bus\ns1,“good” work,lee,1,\ns2,Travel,kim,1,far\n";
    let files = [
        ("segments", segments),
        ("speakers", "who,consent\ns1,1\ns2,0\n"),
        ("ratings", "u,c,v\n1,kim,3\n1,lee,2\n2,kim,\n2,lee,5\n"),
    ];
    let tables = read(SEGMENTS, &files, &["refi_taguette.qdc"]).unwrap();
    let interviews = tables.interviews.unwrap();
    assert_eq!(interviews.codes.len(), 4);
    assert_eq!(interviews.codes[2].name, "childcare & cost");
    let codes: Vec<usize> = interviews.segments.iter().map(|s| s.code).collect();
    assert_eq!(codes, [1, 3, 0]);
    let ratings = interviews.ratings.unwrap();
    assert_eq!(ratings.values, [vec![Some(3.0), None], vec![Some(2.0), Some(5.0)]]);
    let unknown = segments.replace("travel.bus", "travel.train");
    let problems = read(SEGMENTS, &[("segments", &unknown), files[1], files[2]], &["refi_taguette.qdc"]).unwrap_err();
    assert!(
        problems[0].to_string().contains("row 2") && problems[0].to_string().contains("codebook"),
        "{}",
        problems[0]
    );
}

const POLL: &str = r#"
[[polls]]
id = "p"
label = "The poll"
source = "poll"
respondent = "id"
weight = "w"
home = { area = "msoa", level = "msoa", place_group = "group" }
demographics = { age = "age" }
questions = [{ id = "good", label = "say that there is good work", column = "q1", answers = ["Agree", "Strongly agree"], none = ["Don't know"] }]
margins = [{ variable = "age", source = "ages", category = "age", count = "people" }]
population = { source = "cells", count = "people", area = "msoa", demographics = { age = "band" } }
"#;
const RESPONSES: &str = "id,w,msoa,group,age,q1\n1,1.5,M1,left behind,16-34,Agree\n2,0.5,M2,rest,35+,Disagree\n3,1,,rest,35+,Don't know\n4,1,M2,,,Strongly agree\n";

fn poll(responses: &str, sections: &str) -> Result<Tables, Vec<Problem>> {
    let cells = "msoa,band,people\nM1,16-34,100\nM1,35+,200\nM2,16-34,50\nM2,35+,150\n";
    read(sections, &[("poll", responses), ("ages", "age,people\n16-34,150\n35+,350\n"), ("cells", cells)], &[])
}

#[test]
fn a_poll_is_read_with_answers_homes_margins_and_cells() {
    let tables = poll(RESPONSES, POLL).unwrap();
    let poll = &tables.polls[0];
    assert_eq!(poll.questions[0].said, [Some(true), Some(false), None, Some(true)]);
    assert_eq!(poll.weights.as_deref(), Some([1.5, 0.5, 1.0, 1.0].as_slice()));
    assert_eq!(poll.demographics[0].categories, ["16-34", "35+"]);
    assert_eq!(poll.demographics[0].of, [Some(0), Some(1), Some(1), None]);
    assert_eq!(poll.homes.groups[0].as_deref(), Some("left behind"));
    assert_eq!(poll.margins[0].people[1], ("35+".to_owned(), 350.0));
    assert_eq!(poll.population.len(), 4);
    assert_eq!((poll.population[1].people, poll.population[1].categories.as_slice()), (200.0, [1].as_slice()));
    let none = tables.ledger.0.iter().find(|e| e.step == "polls (p): good").unwrap();
    assert_eq!((none.used, none.lost), (4.0, 1.0));
}

#[test]
fn what_is_wrong_with_a_poll_is_told() {
    for (responses, sections, told) in [
        (RESPONSES.replace("\n2,", "\n1,"), POLL.to_owned(), "stands once"),
        (RESPONSES.replace("0.5", "-1"), POLL.to_owned(), "a number over 0"),
        (RESPONSES.to_owned(), POLL.replace("\"Agree\"", "\"Agreed\""), "did you mean `Agree`"),
        (RESPONSES.to_owned(), POLL.replace("variable = \"age\"", "variable = \"sex\""), "one of the demographics"),
        (RESPONSES.to_owned(), POLL.replace("level = \"msoa\", ", ""), "no finer than an MSOA"),
    ] {
        let problems = poll(&responses, &sections).unwrap_err();
        let all: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert!(all.iter().any(|problem| problem.contains(told)), "{told}: {all:?}");
    }
}
