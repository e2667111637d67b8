//! Whether a text's line breaks count as one code point or two.
//!
//! REFI-QDA counts Unicode code points of the text as it is stored, the byte order mark left out. Some programs count a line break of a file with
//! carriage returns (CR LF) once, because they read it so. Where selections carry the words selected as their name, the words decide; without
//! evidence the text counts as it is stored.

/// Start, end and name of a selection.
pub(super) type Named<'a> = (usize, usize, Option<&'a str>);

/// The text in which positions count: as stored, or with CR LF as LF.
pub(super) fn counted(stored: String, selections: &[Named<'_>]) -> String {
    if !stored.contains("\r\n") {
        return stored;
    }
    let joined = stored.replace("\r\n", "\n");
    let agree = |text: &str| {
        let characters: Vec<char> = text.chars().collect();
        let matches = |(start, end, name): &&Named<'_>| {
            let words = characters.get(*start..*end).map(|words| words.iter().collect::<String>());
            words.zip(*name).is_some_and(|(words, name)| same(&words, name))
        };
        selections.iter().filter(matches).count()
    };
    if agree(&joined) > agree(&stored) { joined } else { stored }
}

/// Attribute values lose their line breaks, so white space is compared as one blank.
fn same(words: &str, name: &str) -> bool {
    words.split_whitespace().eq(name.split_whitespace())
}
