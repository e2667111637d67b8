//! How `pack.toml` describes what people say: polls and interviews.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::FileSection;

/// A poll: one row a respondent.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PollSection {
    /// Short name.
    pub id: String,
    /// What to call it in a sentence.
    pub label: String,
    /// The source with the responses; it has no `geography`, as its rows are people.
    pub source: String,
    /// The column with the respondent's id; each stands once.
    pub respondent: String,
    /// The column with the design weight; all weigh the same without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<String>,
    /// Where respondents live.
    #[serde(default)]
    pub home: HomeSection,
    /// Demographic characteristics: name to column. Responses are weighted and modelled by them.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub demographics: IndexMap<String, String>,
    /// The questions.
    pub questions: Vec<QuestionSection>,
    /// Known margins of the population: responses are raked to them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub margins: Vec<MarginSection>,
    /// The population by place and demographics together: what a modelled answer is added up over. Margins are taken from it where none are named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub population: Option<PollPopulationSection>,
    /// Indicators of the pack that describe the respondents' areas in the model.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub covariates: Vec<String>,
}

/// Where a person lives, no finer than a Middle layer Super Output Area.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HomeSection {
    /// The column with the code of the person's area.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// The geography of those codes: one of `[areas.parents]`, no finer than an MSOA.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// The column with the person's group of places (`left behind`, `other deprived` or `rest`), where whoever asked matched postcodes to them; else
    /// the group that most people of the area live in is taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place_group: Option<String>,
}

/// A question of a poll: the share of respondents whose answer is one of those named.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuestionSection {
    /// Short name.
    pub id: String,
    /// What those who are counted say, in a phrase.
    pub label: String,
    /// The column with the answers.
    pub column: String,
    /// The answers that are counted.
    pub answers: Vec<String>,
    /// Answers that count as none, such as `Prefer not to say`; blank cells always do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub none: Vec<String>,
}

/// A known margin of the population.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MarginSection {
    /// A name among the `demographics`, or `place_group`.
    pub variable: String,
    /// The source that holds it, one row a category.
    pub source: String,
    /// The column with the category.
    pub category: String,
    /// The column with the number of people.
    pub count: String,
}

/// The population by place and demographics together, one row a combination.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PollPopulationSection {
    /// The source that holds it.
    pub source: String,
    /// The column with the number of people.
    pub count: String,
    /// The column with the code of the area, at the poll's `level`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// The column with the group of places.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place_group: Option<String>,
    /// Demographic characteristics: name to column; the columns of the poll where absent.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub demographics: IndexMap<String, String>,
}

/// Interviews or focus groups that have been coded: a REFI-QDA project, or a table of coded segments.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InterviewsSection {
    /// A REFI-QDA project (`.qdpx`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<FileSection>,
    /// A table of coded segments, in place of a project.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub segments: Option<SegmentsSection>,
    /// A REFI-QDA codebook (`.qdc`): names and hierarchy of the codes of `segments`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub codebook: Option<FileSection>,
    /// Who spoke, and what they consented to.
    pub speakers: SpeakersSection,
    /// Judgements of several coders of the same units on a scale, for agreement alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ratings: Option<RatingsSection>,
}

impl InterviewsSection {
    /// The files that are read whole.
    pub fn files(&self) -> impl Iterator<Item = &FileSection> {
        self.project.iter().chain(&self.codebook)
    }
}

/// A table of coded segments, one row a segment and code.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SegmentsSection {
    /// The source that holds them.
    pub source: String,
    /// The column with the document (the interview).
    pub document: String,
    /// The column with the code.
    pub code: String,
    /// The column with the coder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coder: Option<String>,
    /// The column with the unit that was coded, such as a turn of speech: where several coders read the same units their agreement is measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The column with the words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// Who spoke: a table, or the cases of the project and their variables.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SpeakersSection {
    /// The source with one row a speaker; absent where the project's cases say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The column with the document or case that is theirs; the name of the case in a project.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// The column or variable with consent to take part: whoever has none is left out and counted.
    pub consent: String,
    /// The column or variable with consent to be quoted; nobody is quoted without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote_consent: Option<String>,
    /// Where speakers live.
    #[serde(default)]
    pub home: HomeSection,
    /// Columns or variables that describe a speaker beside a quote, most telling first; those that make a speaker rarer than the `k` of `[disclosure]`
    /// are generalised or left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<String>,
}

/// Judgements of several coders of the same units, one row a unit and coder.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RatingsSection {
    /// The source that holds them.
    pub source: String,
    /// The column with the unit.
    pub unit: String,
    /// The column with the coder.
    pub coder: String,
    /// The column with the judgement; blank where a coder gave none.
    pub value: String,
    /// What differences between values mean.
    pub scale: Scale,
}

/// What differences between values mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Scale {
    /// Values are names: the same or not.
    #[default]
    Nominal,
    /// Values have an order.
    Ordinal,
    /// Values have an order and distances.
    Interval,
}
