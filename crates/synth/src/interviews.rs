//! Interviews that nobody gave, coded by two coders and written as a REFI-QDA project (`.qdpx`), as programs for qualitative analysis export them.

use crate::dice::Dice;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, Seek, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Themes: name, the theme above it, and how readily each group of places raises it (left behind, other deprived, rest).
const THEMES: [(&str, Option<usize>, [f64; 3]); 7] = [
    ("Getting to work", None, [0.0, 0.0, 0.0]),
    ("Buses", Some(0), [0.85, 0.6, 0.3]),
    ("Cost of travel", Some(0), [0.5, 0.5, 0.3]),
    ("Childcare", None, [0.6, 0.5, 0.45]),
    ("Pay and hours", None, [0.7, 0.6, 0.55]),
    ("Somewhere to meet", None, [0.6, 0.25, 0.2]),
    ("Learning", None, [0.35, 0.4, 0.4]),
];

/// What is said of each theme.
const SAID: [&[&str]; 7] = [
    &[],
    &[
        "The first bus is at ten past seven, and the shift starts at six.",
        "If I miss the 17:40 there is nothing till nine – so I don’t take late work.",
        "They took the 23 away and said use the app; the app doesn’t drive me anywhere.",
    ],
    &[
        "Two buses each way comes to more than the first hour’s pay.",
        "A car would change everything, but the insurance here is £1,400.",
    ],
    &[
        "The nursery closed at Easter and the next one has a list to 2028.",
        "By the time I’ve paid for the two of them I’m working for nothing.",
        "My mum has them three days, that’s the only reason I can work at all.",
    ],
    &[
        "It’s sixteen hours on paper and they ring on the day for the rest.",
        "The pay is fine, to be honest – it’s the rota that wears you down.",
        "They said there’d be a permanent job after twelve weeks. That was three years ago.",
    ],
    &[
        "There used to be the club; now there’s nowhere you’d hear that somebody’s taking people on.",
        "The library’s open two mornings. That’s it, that’s the whole offer.",
    ],
    &[
        "I did the course & nobody asked to see the certificate.",
        "I’d retrain tomorrow if I could afford the months in between.",
    ],
];
const OPENINGS: [&str; 3] =
    ["Well, where do I start?", "I’ve lived here all my life.", "We came in 2011, for the work."];
const SPEAKERS: usize = 42;
const CODERS: [&str; 2] = ["Coder A", "Coder B"];
const GROUPS: [&str; 3] = ["left behind", "other deprived", "rest"];

/// Writes the project.
pub(crate) fn write<W: Write + Seek>(seed: u64, out: W) -> io::Result<()> {
    let mut dice = Dice::new(seed, "interviews");
    let mut zip = ZipWriter::new(out);
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let (mut cases, mut sources) = (String::new(), String::new());
    for speaker in 0..SPEAKERS {
        let group = speaker % GROUPS.len();
        let (text, marks) = interview(group, &mut dice);
        cases += &case(speaker, group, &mut dice);
        sources += &source(speaker, &text, &marks, &mut dice);
        zip.start_file(format!("sources/{}.txt", guid(1, speaker)), options).map_err(io::Error::other)?;
        zip.write_all(text.as_bytes())?;
    }
    zip.start_file("project.qde", options).map_err(io::Error::other)?;
    zip.write_all(project(&cases, &sources).as_bytes())?;
    zip.finish().map_err(io::Error::other)?.flush()
}

/// An id of a kind; the same number gives the same id.
fn guid(kind: u8, number: usize) -> String {
    format!("{kind:08x}-0000-4000-8000-{number:012x}")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// A text, and the theme of each stretch of it: first code point and the one after the last.
fn interview(group: usize, dice: &mut Dice) -> (String, Vec<(usize, usize, usize)>) {
    let mut text = format!("{}\n", OPENINGS[dice.below(OPENINGS.len())]);
    let mut marks = Vec::new();
    for (theme, (_, _, readily)) in THEMES.iter().enumerate() {
        if !dice.chance(readily[group]) {
            continue;
        }
        let start = text.chars().count();
        text += SAID[theme][dice.below(SAID[theme].len())];
        marks.push((theme, start, text.chars().count()));
        text.push('\n');
    }
    (text, marks)
}

fn case(speaker: usize, group: usize, dice: &mut Dice) -> String {
    const AGES: [&str; 3] = ["16 to 34", "35 to 54", "55 and over"];
    let yes = |yes: bool| if yes { "yes" } else { "no" };
    // Two did not consent; one in five does not want to be quoted.
    let consent = yes(speaker % 20 != 13);
    let quote = yes(!dice.chance(0.2));
    let age = AGES[dice.below(AGES.len())];
    let work = if dice.chance(0.6) { "in work" } else { "out of work" };
    let values = [consent, quote, GROUPS[group], age, work];
    let mut xml = format!("<Case guid=\"{}\" name=\"Speaker {:02}\">\n", guid(2, speaker), speaker + 1);
    for (variable, value) in values.iter().enumerate() {
        let _ = writeln!(
            xml,
            "<VariableValue><VariableRef targetGUID=\"{}\"/><TextValue>{value}</TextValue></VariableValue>",
            guid(3, variable)
        );
    }
    let _ = writeln!(xml, "<SourceRef targetGUID=\"{}\"/>\n</Case>", guid(1, speaker));
    xml
}

/// The first coder marks what is said; the second reads every third interview, misses a tenth and marks a twentieth otherwise.
fn source(speaker: usize, text: &str, marks: &[(usize, usize, usize)], dice: &mut Dice) -> String {
    let id = guid(1, speaker);
    let mut xml = format!(
        "<TextSource guid=\"{id}\" name=\"Interview {:02}\" plainTextPath=\"internal://{id}.txt\">\n",
        speaker + 1
    );
    let coders = if speaker.is_multiple_of(3) { 2 } else { 1 };
    let mut seen = BTreeSet::new();
    for coder in 0..coders {
        for (theme, start, end) in marks {
            let missed = coder == 1 && dice.chance(0.1);
            let theme = if coder == 1 && dice.chance(0.05) { 1 + dice.below(THEMES.len() - 1) } else { *theme };
            if missed || !seen.insert((coder, theme, *start)) {
                continue;
            }
            let number = 1_000 * speaker + 100 * coder + 10 * theme + start % 10;
            let words: String = text.chars().skip(*start).take(end - start).collect();
            let _ = writeln!(
                xml,
                "<PlainTextSelection guid=\"{}\" startPosition=\"{start}\" endPosition=\"{end}\" name=\"{}\">\
                 <Coding guid=\"{}\" creatingUser=\"{}\"><CodeRef targetGUID=\"{}\"/></Coding></PlainTextSelection>",
                guid(4, number),
                escaped(&words),
                guid(5, number),
                guid(6, coder),
                guid(7, theme),
            );
        }
    }
    xml + "</TextSource>\n"
}

fn project(cases: &str, sources: &str) -> String {
    let (mut users, mut variables) = (String::new(), String::new());
    for (n, name) in CODERS.iter().enumerate() {
        let _ = write!(users, "<User guid=\"{}\" name=\"{name}\"/>", guid(6, n));
    }
    for (n, name) in ["consent", "may be quoted", "place group", "age", "work"].iter().enumerate() {
        let _ = write!(variables, "<Variable guid=\"{}\" name=\"{name}\" typeOfVariable=\"Text\"/>", guid(3, n));
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Project xmlns=\"urn:QDA-XML:project:1.0\" name=\"Interviews (fictional)\" origin=\"Lynchpin synth\">\n\
         <Users>{users}</Users>\n<CodeBook><Codes>{}</Codes></CodeBook>\n<Variables>{variables}</Variables>\n<Cases>\n{cases}</Cases>\n\
         <Sources>\n{sources}</Sources>\n</Project>\n",
        codes(None)
    )
}

fn codes(above: Option<usize>) -> String {
    let mut xml = String::new();
    for (number, (name, parent, _)) in THEMES.iter().enumerate().filter(|(_, theme)| theme.1 == above) {
        debug_assert!(parent.is_none_or(|p| p < number));
        let below = codes(Some(number));
        let _ = write!(xml, "<Code guid=\"{}\" name=\"{name}\" isCodable=\"true\">{below}</Code>", guid(7, number));
    }
    xml
}
