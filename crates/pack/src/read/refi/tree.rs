//! XML as a tree of elements, names without their prefixes.

use quick_xml::Reader;
use quick_xml::XmlVersion::Implicit1_0;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use super::Fault;

/// An element.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub name: String,
    attributes: Vec<(String, String)>,
    pub children: Vec<Element>,
    /// Its own text, that of its children left out.
    pub text: String,
}

impl Element {
    /// An attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The `guid`, folded: programs differ in upper and lower case.
    pub fn guid(&self) -> String {
        self.get("guid").map(str::to_ascii_lowercase).unwrap_or_default()
    }

    /// Children of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The first child of a name.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The folded guid that a child such as `CodeRef` points at.
    pub fn target(&self, name: &str) -> Option<String> {
        self.child(name)?.get("targetGUID").map(str::to_ascii_lowercase)
    }
}

/// Bytes as UTF-8, without a byte order mark.
pub(super) fn text(bytes: &[u8], what: &str) -> Result<String, Fault> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes);
    text.map(str::to_owned).map_err(|error| Fault::new(what, "UTF-8 text", error.to_string()))
}

/// Parses a document; external entities are never followed.
pub(super) fn parse(xml: &str, what: &str) -> Result<Element, Fault> {
    let mut reader = Reader::from_str(xml);
    let mut open: Vec<Element> = vec![Element::default()];
    loop {
        let at = reader.buffer_position() as usize;
        let bad = |why: &dyn std::fmt::Display| {
            let line = 1 + xml.get(..at).unwrap_or(xml).matches('\n').count();
            Fault::new(what, "well-formed XML", format!("line {line}: {why}; export the file again"))
        };
        match reader.read_event().map_err(|error| bad(&error))? {
            Event::Start(start) => open.push(element(&start).map_err(|error| bad(&error))?),
            Event::Empty(start) => {
                let child = element(&start).map_err(|error| bad(&error))?;
                open.last_mut().map(|parent| parent.children.push(child)).ok_or_else(|| bad(&"nothing is open"))?;
            }
            Event::End(_) => {
                let child = open.pop().unwrap_or_default();
                open.last_mut().map(|parent| parent.children.push(child)).ok_or_else(|| bad(&"nothing is open"))?;
            }
            Event::Text(words) => push(&mut open, &words.xml10_content()),
            Event::CData(words) => push(&mut open, &words.xml10_content()),
            Event::GeneralRef(entity) => {
                let character = entity.resolve_char_ref().map_err(|error| bad(&error))?.map(String::from);
                let resolved = character.or_else(|| resolve_predefined_entity(&entity).map(str::to_owned));
                push(&mut open, &resolved.ok_or_else(|| bad(&format!("unknown entity &{};", &*entity)))?);
            }
            Event::Eof => break,
            Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::Comment(_) => {}
        }
    }
    let whole = open.len() == 1;
    let root = open.pop().and_then(|mut root| root.children.pop()).filter(|_| whole);
    root.ok_or_else(|| Fault::new(what, "well-formed XML", "it is cut short; export the file again"))
}

fn push(open: &mut [Element], words: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(words);
    }
}

fn element(start: &BytesStart<'_>) -> Result<Element, quick_xml::Error> {
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute?;
        let name = attribute.key.local_name().as_ref().to_owned();
        attributes.push((name, attribute.normalized_value(Implicit1_0)?.into_owned()));
    }
    Ok(Element { name: start.local_name().as_ref().to_owned(), attributes, ..Element::default() })
}
