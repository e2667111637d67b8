use super::*;
use std::io::Write;

fn zipped(files: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in files {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// As `QualCoder` writes it: guids in mixed case, words selected as the selection's name, variables of cases, a PDF's text as a representation.
fn project_of(text: &str, start: usize, end: usize, name: &str) -> Project {
    let qde = format!(
        r#"<?xml version="1.0" encoding="utf-8"?>
<Project xmlns="urn:QDA-XML:project:1.0" name="x" origin="QualCoder 3.8">
<Users><User guid="U1" name="ann" /></Users>
<CodeBook><Codes><Code guid="c0" name="Work &amp; pay" isCodable="false"><Description>all of it</Description>
  <Code guid="C1" name="pay" isCodable="true"/></Code></Codes></CodeBook>
<Variables><Variable guid="v1" name="consent" typeOfVariable="Text"><Description /></Variable></Variables>
<Cases><Case guid="k1" name="Speaker 1"><Description />
  <VariableValue><VariableRef targetGUID="V1" /><TextValue>yes</TextValue></VariableValue>
  <SourceRef targetGUID="S1"/></Case></Cases>
<Sources>
<TextSource richTextPath="internal://S1.docx" plainTextPath="internal://S1.txt" guid="S1" name="one">
  <PlainTextSelection guid="p1" startPosition="{start}" endPosition="{end}" name="{name}" creatingUser="u1">
    <Coding guid="x1" creatingUser="U1"><CodeRef targetGUID="c1" /></Coding></PlainTextSelection>
</TextSource>
<PDFSource path="internal://S2.pdf" guid="S2" name="two"><PDFSelection guid="q" page="1"/>
  <Representation guid="R2" name="two" plainTextPath="internal://S2.txt">
  <PlainTextSelection guid="p2" startPosition="0" endPosition="99"><Coding guid="x2"><CodeRef targetGUID="c1"/></Coding></PlainTextSelection>
  </Representation></PDFSource>
</Sources></Project>"#
    );
    read_project(&[("project.qde", &qde), ("Sources/S1.txt", text), ("Sources/S2.txt", "short")])
}

fn read_project(files: &[(&str, &str)]) -> Project {
    project(&zipped(files)).unwrap()
}

#[test]
fn a_project_as_qualcoder_writes_it_is_read_with_cases_and_counts_of_what_was_not_used() {
    let project = project_of("Pay is £9 – low 🙁.\nNext", 7, 15, "£9 – low");
    assert_eq!(project.codes[0].name, "Work & pay");
    assert_eq!((project.codes[0].about.as_str(), project.codes[1].parent), ("all of it", Some(0)));
    assert_eq!(project.segments.len(), 1);
    let segment = &project.segments[0];
    assert_eq!((segment.code, segment.coder, segment.words.as_deref()), (1, Some(0), Some("£9 – low")));
    assert_eq!(project.cases[0].variables, [("consent".to_owned(), "yes".to_owned())]);
    assert_eq!(project.cases[0].documents, [0]);
    // The PDF's own selection has no words; the one in its text ends beyond the text.
    assert_eq!((project.without_words, project.dangling), (1, 1));
    assert_eq!(project.documents[1].text.as_deref(), Some("short"));
}

#[test]
fn line_breaks_count_as_the_words_selected_say() {
    let stored = "\u{feff}One\r\nTwo\r\nThree";
    // Counted once (as a program counts that reads CR LF as LF) the third line starts at 8, as stored at 10.
    assert_eq!(project_of(stored, 8, 13, "Three").segments[0].words.as_deref(), Some("Three"));
    assert_eq!(project_of(stored, 10, 15, "Three").segments[0].words.as_deref(), Some("Three"));
    assert_eq!(project_of(stored, 0, 3, "line:0").segments[0].words.as_deref(), Some("One"));
}

#[test]
fn what_is_no_project_says_why() {
    let fault = |bytes: &[u8]| project(bytes).unwrap_err().problem("x.qdpx").to_string();
    assert!(fault(b"no zip").contains("zip file"));
    assert!(fault(&zipped(&[("a.txt", "b")])).contains("project.qde"));
    let cut = fault(&zipped(&[("project.qde", "<Project><CodeBook>")]));
    assert!(cut.contains("project.qde") && cut.contains("cut short"), "{cut}");
    let unclosed = fault(&zipped(&[("project.qde", "<Project>\n<CodeBook></Project>")]));
    assert!(unclosed.contains("line 2"), "{unclosed}");
    let absent = r#"<Project><CodeBook><Codes/></CodeBook><Sources><TextSource guid="a" plainTextPath="internal://z.txt"/></Sources></Project>"#;
    assert!(fault(&zipped(&[("project.qde", absent)])).contains("sources/z.txt"));
}
