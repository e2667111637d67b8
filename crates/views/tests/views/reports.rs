//! Reports as HTML.

use std::collections::BTreeSet;

use lynchpin_views::charts::Mark;
use lynchpin_views::numbers::{Reading, Style};
use lynchpin_views::report::{
    Block, Callout, Details, KeyFigure, Ledger, LedgerRow, Method, NoteId, Notes, Report, Section, Site, Source, Text,
    Tone, place_file,
};
use lynchpin_views::table::{Table, TableColumn, TableRow};

use crate::helpers::{Element, HOSTILE, chart, map, parse};

fn notes(words: &str) -> (Notes, NoteId, NoteId) {
    let mut notes = Notes::new();
    let source = notes.source(Source {
        title: words.into(),
        publisher: words.into(),
        period: "2021".into(),
        licence: words.into(),
        files: vec![(words.into(), "00ff".into())],
    });
    let method = |title: &str| Method {
        title: title.into(),
        method: words.into(),
        formula: Some(words.into()),
        unit: "%".into(),
        interval: Some(words.into()),
        says_not: Some(words.into()),
        own_default: true,
        sources: vec![source],
    };
    let unused = notes.method(method("never used"));
    let used = notes.method(method(words));
    assert_eq!(used, notes.method(method(words)));
    (notes, used, unused)
}

/// A report with every kind of block, in which every word that can be given is the one handed over.
fn report(words: &str) -> Report {
    let (notes, note, _) = notes(words);
    let text = Text::new(words)
        .strong(words)
        .figure(&Reading::between(36.5, 35.9, 37.1), &Style::percent(), note)
        .link(words, "#all");
    let table = Table {
        caption: words.into(),
        columns: vec![TableColumn::words(words), TableColumn::numbers(words, words).explained_by(note)],
        rows: vec![TableRow::new([words, words]).strong()],
        remark: Some(words.into()),
    };
    let key = KeyFigure {
        label: words.into(),
        reading: Reading::Suppressed,
        style: Style::percent(),
        compare: words.into(),
        note,
    };
    let callout = Callout { tone: Tone::Warning, title: words.into(), text: text.clone() };
    let row = LedgerRow { what: words.into(), read: 12_000, used: 11_990, why: words.into() };
    let blocks = vec![
        Block::Heading(words.into()),
        Block::Paragraph(text.clone()),
        Block::List(vec![text.clone(), words.into()]),
        Block::KeyFigures(vec![key]),
        Block::Table(table),
        Block::Map(Box::new(map(words)), note),
        Block::Chart(Box::new(chart(Mark::Dot, 2)), note),
        Block::Callout(callout),
        Block::Ledger(Ledger { caption: words.into(), rows: vec![row] }),
        Block::Details(Details { summary: words.into(), blocks: vec![Block::Paragraph(words.into())] }),
    ];
    Report {
        title: words.into(),
        subtitle: words.into(),
        finding: text,
        sections: vec![Section { id: "all".into(), heading: words.into(), blocks, new_page: true }],
        notes,
        colophon: words.into(),
        back: Some((words.into(), words.into())),
    }
}

/// The page as well-formed markup: the one declaration that XML does not know is left out.
fn elements(html: &str) -> Vec<Element> {
    let at = html.find("<!DOCTYPE html>").unwrap();
    assert_eq!(at, 0, "the declaration stands first");
    parse(&html[at + "<!DOCTYPE html>".len()..])
}

#[test]
fn hostile_words_are_words_wherever_they_stand() {
    let html = report(HOSTILE).to_html().unwrap();
    let elements = elements(&html);
    assert!(elements.iter().all(|e| e.name != "script"));
    assert!(!html.contains("<script"));
    assert!(!html.contains('\u{1}'));
    let heading = elements.iter().find(|e| e.name == "h1").unwrap();
    assert!(heading.text.contains("<script>alert('x')</script>"));
}

#[test]
fn nothing_is_fetched_and_nothing_runs() {
    let html = report("Words").to_html().unwrap();
    for e in elements(&html) {
        for (name, value) in &e.attributes {
            let names_a_space = name == "xmlns";
            assert!(names_a_space || !value.contains("//"), "{} {name}={value}", e.name);
            assert!(!name.starts_with("on"), "{} {name}", e.name);
            assert!(name != "src" && name != "srcset" && name != "data", "{} {name}", e.name);
        }
        assert!(!["script", "link", "iframe", "img", "object"].contains(&e.name.as_str()));
    }
    let css = html.split("<style>").nth(1).unwrap().split("</style>").next().unwrap();
    assert!(!css.contains("url(") && !css.contains("@import") && !css.contains('<'));
    assert!(
        html.contains("default-src 'none'; style-src 'unsafe-inline'; img-src data:")
            || html.contains("default-src &#x27;none")
    );
}

#[test]
fn every_link_leads_somewhere_and_no_identifier_stands_twice() {
    let html = report("Words").to_html().unwrap();
    let elements = elements(&html);
    let ids: Vec<&str> = elements.iter().filter_map(|e| e.get("id")).collect();
    let set: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), set.len(), "an identifier stands twice");
    let mut links = 0;
    for e in &elements {
        if let Some(target) = e.get("href").and_then(|h| h.strip_prefix('#')) {
            assert!(set.contains(target), "nothing bears the identifier {target}");
            links += 1;
        }
        for named in e.get("aria-labelledby").unwrap_or("").split_whitespace() {
            assert!(set.contains(named), "nothing bears the identifier {named}");
        }
    }
    assert!(links > 20);
}

#[test]
fn each_figure_leads_to_its_note_and_back() {
    let html = report("Words").to_html().unwrap();
    let elements = elements(&html);
    let to_note = elements.iter().filter(|e| e.get("href") == Some("#note-1"));
    let uses: BTreeSet<&str> = to_note.filter_map(|e| e.get("id")).collect();
    let back: BTreeSet<&str> =
        elements.iter().filter_map(|e| e.get("href")?.strip_prefix('#')).filter(|h| h.starts_with("use-1-")).collect();
    assert!(uses.len() >= 7, "{uses:?}");
    assert_eq!(uses, back);
    assert!(!html.contains("never used"), "a note that nothing points at is printed");
    assert!(html.contains("href=\"#source-1\""));
}

#[test]
fn headings_do_not_skip_a_level() {
    let html = report("Words").to_html().unwrap();
    let mut level = 0;
    for e in elements(&html) {
        if let ["h", n] = [&e.name[..1], &e.name[1..]]
            && let Ok(n) = n.parse::<u32>()
        {
            assert!(n <= level + 1, "h{n} after h{level}");
            level = n;
        }
    }
    assert_eq!(html.matches("<h1>").count(), 1);
}

#[test]
fn tables_have_captions_and_scopes() {
    let elements = elements(&report("Words").to_html().unwrap());
    let count = |name: &str| elements.iter().filter(|e| e.name == name).count();
    assert!(count("table") >= 4);
    assert_eq!(count("table"), count("caption"));
    assert!(elements.iter().filter(|e| e.name == "th").all(|e| matches!(e.get("scope"), Some("col" | "row"))));
}

#[test]
fn a_ledger_works_out_what_was_lost() {
    let html = report("Words").to_html().unwrap();
    for cell in ["12,000", "11,990", "10"] {
        assert!(html.contains(&format!("<td class=\"num\">{cell}</td>")), "{cell}");
    }
}

#[test]
fn equal_reports_are_equal_to_the_byte() {
    assert_eq!(report("Words").to_html().unwrap(), report("Words").to_html().unwrap());
}

#[test]
fn faults_are_named() {
    let mut twice = report("Words");
    let again = twice.sections[0].clone();
    twice.sections.push(again);
    assert!(twice.to_html().unwrap_err().to_string().contains("\"all\""));

    let mut elsewhere = report("Words");
    elsewhere.notes = Notes::new();
    assert!(elsewhere.to_html().unwrap_err().to_string().contains("note of another report"));

    for address in ["https://example.org", "javascript:alert(1)", "../x", "", "#"] {
        let mut away = report("Words");
        away.finding = Text::new("x").link("out", address);
        let message = away.to_html().unwrap_err().to_string();
        assert!(message.contains("no address inside the report"), "{address}: {message}");
    }

    let mut gained = report("Words");
    let row = LedgerRow { what: "stops".into(), read: 1, used: 2, why: String::new() };
    gained.sections[0].blocks.push(Block::Ledger(Ledger { caption: "c".into(), rows: vec![row] }));
    assert!(gained.to_html().unwrap_err().to_string().contains("more used (2) than read (1)"));

    let mut ragged = report("Words");
    let table = Table {
        columns: vec![TableColumn::words("a")],
        rows: vec![TableRow::new(["1"]), TableRow::new(["1", "2"])],
        ..Table::default()
    };
    ragged.sections[0].blocks.push(Block::Table(table));
    assert!(ragged.to_html().unwrap_err().to_string().contains("row 2 has 2 cells"));

    let mut unexplained = report("Words");
    let columns = vec![TableColumn::words("a"), TableColumn::numbers("b", "jobs")];
    let table = Table { columns, rows: vec![TableRow::new(["x", "1"])], ..Table::default() };
    unexplained.sections[0].blocks.push(Block::Table(table));
    assert!(unexplained.to_html().unwrap_err().to_string().contains("how its numbers were made"));
}

#[test]
fn a_site_has_a_page_per_place_and_safe_file_names() {
    let dir = tempfile::tempdir().unwrap();
    let place = |code: &str| (code.to_owned(), report("Place"));
    let site = Site { report: report("Words"), places: vec![place("E01000001"), place("../../etc/x")] };
    let written = site.write(&dir.path().join("new")).unwrap();
    let names: Vec<String> = written.iter().map(|p| p.file_name().unwrap().to_string_lossy().into_owned()).collect();
    assert_eq!(names, ["report.html", "place-e01000001.html", "place-etc-x.html"]);
    assert_eq!(place_file("E01000001"), names[1]);
    assert!(written.iter().all(|p| p.exists() && p.parent() == Some(&dir.path().join("new"))));

    let site = Site { report: report("Words"), places: vec![place("A"), place("a")] };
    let nothing = dir.path().join("nothing");
    assert!(site.write(&nothing).unwrap_err().to_string().contains("place-a.html"));
    assert!(!nothing.exists());
}

#[test]
fn a_small_page_reads_as_expected() {
    let (notes, note, _) = notes("Made so");
    let report = Report {
        title: "Title".into(),
        finding: Text::new("It is ").figure(&Reading::of(8.1), &Style::number(1), note).plain("."),
        notes,
        ..Report::default()
    };
    let html = report.to_html().unwrap();
    let main = html.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
    insta::assert_snapshot!(main.lines().filter(|l| !l.trim().is_empty()).collect::<Vec<_>>().join("\n"));
}
