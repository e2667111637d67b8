//! How each number was made: methods with their formulas, and the published sources they rest on.

use lynchpin_pack::tables::Provenance;

/// A published source.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Source {
    /// What the publisher calls it.
    pub title: String,
    /// Who publishes it.
    pub publisher: String,
    /// The time that the figures describe.
    pub period: String,
    /// Its licence, as the publisher names it.
    pub licence: String,
    /// Files read, each with its hash.
    pub files: Vec<(String, String)>,
}

impl From<&Provenance> for Source {
    fn from(p: &Provenance) -> Self {
        Self {
            title: p.title.clone(),
            publisher: p.publisher.clone(),
            period: p.period.clone(),
            licence: p.licence.clone(),
            files: p.files.clone(),
        }
    }
}

/// How a number was made.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Method {
    /// The name of the number.
    pub title: String,
    /// What was done, in plain sentences.
    pub method: String,
    /// The formula, as plain text.
    pub formula: Option<String>,
    /// Its unit.
    pub unit: String,
    /// What the interval means and how it was worked out; `None` where the number has none.
    pub interval: Option<String>,
    /// What the number does not say.
    pub says_not: Option<String>,
    /// Whether a choice in it is Lynchpin's own default rather than the publisher's.
    pub own_default: bool,
    /// What it rests on.
    pub sources: Vec<SourceId>,
}

/// A method in a [`Notes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NoteId(pub(super) usize);

/// A source in a [`Notes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub(super) usize);

/// All methods and sources that a report may point at. Those it does point at are printed, in the order of first use.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    pub(super) methods: Vec<Method>,
    pub(super) sources: Vec<Source>,
}

impl Notes {
    /// Without notes.
    pub fn new() -> Self {
        Self::default()
    }

    /// A method by its identifier; `None` where it is of other notes.
    pub fn method_of(&self, id: NoteId) -> Option<&Method> {
        self.methods.get(id.0)
    }

    /// A source by its identifier; `None` where it is of other notes.
    pub fn source_of(&self, id: SourceId) -> Option<&Source> {
        self.sources.get(id.0)
    }

    /// Adds a source; the same source again gives the same identifier.
    pub fn source(&mut self, source: Source) -> SourceId {
        if let Some(i) = self.sources.iter().position(|s| *s == source) {
            return SourceId(i);
        }
        self.sources.push(source);
        SourceId(self.sources.len() - 1)
    }

    /// Adds a method; the same method again gives the same identifier.
    pub fn method(&mut self, method: Method) -> NoteId {
        if let Some(i) = self.methods.iter().position(|m| *m == method) {
            return NoteId(i);
        }
        self.methods.push(method);
        NoteId(self.methods.len() - 1)
    }
}
