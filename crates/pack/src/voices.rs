//! What people say, read: polls and coded interviews.

use crate::config::Scale;
use crate::tables::Provenance;

/// Where people live, as far as it was asked, one entry a person.
#[derive(Clone, Debug, Default)]
pub struct Homes {
    /// The geography of the area codes, a name in [`crate::tables::Areas::parents`].
    pub level: Option<String>,
    /// Code of the area; `None` where it is blank or lies outside the study area.
    pub areas: Vec<Option<String>>,
    /// Group of places, as it was written; `None` where blank. Empty where the file has no such column.
    pub groups: Vec<Option<String>>,
}

/// A poll.
#[derive(Clone, Debug, Default)]
pub struct Poll {
    /// Short name.
    pub id: String,
    /// What to call it in a sentence.
    pub label: String,
    /// Ids of the respondents, in the order of the file.
    pub respondents: Vec<String>,
    /// Design weights, all over 0; `None` where all weigh the same.
    pub weights: Option<Vec<f64>>,
    /// Where they live.
    pub homes: Homes,
    /// Demographic characteristics.
    pub demographics: Vec<Characteristic>,
    /// Questions.
    pub questions: Vec<Question>,
    /// Known margins of the population.
    pub margins: Vec<Margin>,
    /// The population by place and demographics together; empty where it is not known.
    pub population: Vec<PopulationCell>,
    /// Ids of indicators that describe the areas.
    pub covariates: Vec<String>,
    /// Where responses and population came from.
    pub provenance: Vec<Provenance>,
}

/// A demographic characteristic of respondents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Characteristic {
    /// Its name.
    pub name: String,
    /// Its categories, sorted: those of respondents and of the population.
    pub categories: Vec<String>,
    /// Position in `categories` per respondent; `None` where blank.
    pub of: Vec<Option<usize>>,
}

/// A question: who gave one of the answers that are counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// Short name.
    pub id: String,
    /// What those who are counted say, in a phrase.
    pub label: String,
    /// Per respondent; `None` where there is no answer.
    pub said: Vec<Option<bool>>,
}

/// A known margin of the population.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Margin {
    /// A name among the characteristics, or `place_group`.
    pub variable: String,
    /// Category and number of people.
    pub people: Vec<(String, f64)>,
}

/// People of one place and one combination of characteristics.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PopulationCell {
    /// Code of the area; `None` where the file has no areas.
    pub area: Option<String>,
    /// Group of places, as it was written; `None` where the file has none.
    pub group: Option<String>,
    /// Position in the categories of each characteristic.
    pub categories: Vec<usize>,
    /// People.
    pub people: f64,
}

/// Interviews that have been coded.
#[derive(Clone, Debug, Default)]
pub struct Interviews {
    /// Codes, parents before their children.
    pub codes: Vec<Code>,
    /// Interviews.
    pub documents: Vec<Document>,
    /// Names of the coders.
    pub coders: Vec<String>,
    /// What was coded.
    pub segments: Vec<Segment>,
    /// Who spoke.
    pub speakers: Vec<Speaker>,
    /// Names of the speakers' attributes, most telling first.
    pub attributes: Vec<String>,
    /// Where the speakers live, one entry a speaker.
    pub homes: Homes,
    /// Judgements on a scale, where there are some.
    pub ratings: Option<Ratings>,
    /// Where they came from.
    pub provenance: Vec<Provenance>,
}

/// A code (a theme) of the codebook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Code {
    /// The id of the file; the name in a table.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it means; may be empty.
    pub about: String,
    /// Position of the code above it.
    pub parent: Option<usize>,
}

/// An interview.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// The id of the file; the name in a table.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its words; `None` where the file does not hold them.
    pub text: Option<String>,
}

/// A coded segment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Segment {
    /// Position of the document.
    pub document: usize,
    /// Position of the code.
    pub code: usize,
    /// Position of the coder; `None` where the file does not say.
    pub coder: Option<usize>,
    /// First code point and the one after the last, counted from 0 as REFI-QDA counts; `None` in a table.
    pub span: Option<(usize, usize)>,
    /// The unit that was coded, in a table that says it.
    pub unit: Option<String>,
    /// The words; `None` where the file does not hold them.
    pub words: Option<String>,
}

/// Somebody who spoke.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Speaker {
    /// The case or document that is theirs.
    pub id: String,
    /// Positions of the documents that they speak in.
    pub documents: Vec<usize>,
    /// Whether they consented to take part.
    pub consent: bool,
    /// Whether they consented to be quoted.
    pub quotable: bool,
    /// Attributes, in the order of [`Interviews::attributes`]; `None` where blank.
    pub attributes: Vec<Option<String>>,
}

/// Judgements of several coders of the same units.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ratings {
    /// What differences mean.
    pub scale: Scale,
    /// `values[coder][unit]`; `None` where a coder gave none.
    pub values: Vec<Vec<Option<f64>>>,
    /// Names of nominal values by their number; empty on other scales.
    pub names: Vec<String>,
}
