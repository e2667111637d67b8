//! Interviews by theme and group of places: who consented, how many raised what, quotes, and how far coders agree.

use super::agreement::{Agreement, agreement};
use super::anonymity::k_anonymous;
use super::homes;
use super::krippendorff::{alpha_interval, pairable};
use crate::FindingsError;
use crate::disclosure::{Policy, Publication, Verdict};
use crate::places::{Group, Grouping};
use crate::sample::Bootstrap;
use lynchpin_pack::tables::{Provenance, Tables};
use lynchpin_pack::voices::{Interviews, Segment};
use serde::Serialize;
use std::collections::BTreeSet;

/// Most quotes of a theme and a group of places (Lynchpin default).
const QUOTES_SHOWN: usize = 2;
/// Quotes of fewer or more characters are not shown (Lynchpin default).
const QUOTE_CHARACTERS: std::ops::RangeInclusive<usize> = 20..=400;

/// What people said in interviews.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InterviewsAnswer {
    /// Speakers who consented to take part and whose words are there.
    pub speakers: usize,
    /// Speakers left out, as they did not consent.
    pub without_consent: usize,
    /// Speakers who consented and have no interview in the data.
    pub without_interview: usize,
    /// Interviews left out, as somebody in them did not consent or nobody is named.
    pub interviews_left_out: usize,
    /// Speakers of each group, in the order of [`Group::ALL`].
    pub groups: Vec<(Group, SpeakerCount)>,
    /// How it is known where people live, in a sentence.
    pub places_words: String,
    /// Themes in the order of the codebook.
    pub themes: Vec<Theme>,
    /// What was said, by theme.
    pub quotes: Vec<Quote>,
    /// Quotes that nobody consented to show.
    pub quotes_without_consent: usize,
    /// Agreement of coders on all themes, then on each.
    pub agreement: Vec<Agreement>,
    /// Agreement on judgements on a scale, where there are some.
    pub ratings: Option<Agreement>,
    /// Where it came from.
    pub sources: Vec<Provenance>,
}

/// A number of speakers as it may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct SpeakerCount {
    /// Speakers; `None` where withheld.
    pub speakers: Option<f64>,
    /// Whether and why it is withheld.
    pub verdict: Verdict,
}

/// A theme.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Theme {
    /// Its code.
    pub name: String,
    /// What it means; may be empty.
    pub about: String,
    /// How many codes stand above it.
    pub depth: usize,
    /// Speakers of each group who raised it, or a theme below it.
    pub groups: Vec<(Group, SpeakerCount)>,
    /// All speakers who raised it.
    pub all: SpeakerCount,
}

/// Words of a speaker who consented to be quoted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Quote {
    /// The theme.
    pub theme: String,
    /// The words, as spoken.
    pub words: String,
    /// The group of places, where it may be told.
    pub group: Option<Group>,
    /// What may be told of the speaker.
    pub speaker: Vec<String>,
}

/// Interviews with what may be used of them.
struct Used<'a> {
    interviews: &'a Interviews,
    /// Speakers who take part, by position.
    speakers: Vec<usize>,
    groups: Vec<Option<Group>>,
    /// Whether each document may be used.
    documents: Vec<bool>,
}

/// Sums interviews up by theme and group of places.
///
/// # Errors
/// As [`homes::groups_of_people`].
pub fn answer(
    interviews: &Interviews,
    tables: &Tables,
    grouping: &Grouping,
    policy: &Policy,
    bootstrap: Bootstrap,
) -> Result<InterviewsAnswer, FindingsError> {
    let groups = homes::groups_of_people("interviews", &interviews.homes, tables, grouping)?;
    let used = Used::new(interviews, groups);
    let consenting = interviews.speakers.iter().filter(|s| s.consent).count();
    let themes = used.themes(policy);
    let (quotes, quotes_without_consent) = used.quotes(&themes, policy);
    let ratings = interviews.ratings.as_ref().and_then(|ratings| {
        let alpha = alpha_interval(&ratings.values, ratings.scale, bootstrap, u64::MAX)?;
        Some(Agreement { code: "judgements".into(), units: pairable(&ratings.values), alpha })
    });
    Ok(InterviewsAnswer {
        speakers: used.speakers.len(),
        without_consent: interviews.speakers.len() - consenting,
        without_interview: consenting - used.speakers.len(),
        interviews_left_out: used.documents.iter().filter(|used| !**used).count(),
        groups: used.counts(&used.speakers.iter().copied().collect(), policy).0,
        places_words: homes::words(&interviews.homes),
        agreement: agreement(interviews, &used.documents, bootstrap),
        themes,
        quotes,
        quotes_without_consent,
        ratings,
        sources: interviews.provenance.clone(),
    })
}

impl<'a> Used<'a> {
    /// A document may be used where somebody is known to speak in it and everybody in it consented.
    fn new(interviews: &'a Interviews, groups: Vec<Option<Group>>) -> Self {
        let speak = |document: usize| interviews.speakers.iter().filter(move |s| s.documents.contains(&document));
        let documents: Vec<bool> = (0..interviews.documents.len())
            .map(|document| speak(document).next().is_some() && speak(document).all(|s| s.consent))
            .collect();
        let take_part = |speaker: &lynchpin_pack::voices::Speaker| {
            speaker.consent && speaker.documents.iter().any(|document| documents[*document])
        };
        let speakers = interviews.speakers.iter().enumerate().filter(|(_, s)| take_part(s)).map(|(at, _)| at).collect();
        Self { interviews, speakers, groups, documents }
    }

    /// Whether a code is another or stands below it.
    fn within(&self, mut code: usize, theme: usize) -> bool {
        loop {
            match self.interviews.codes.get(code).and_then(|c| c.parent) {
                _ if code == theme => return true,
                Some(parent) => code = parent,
                None => return false,
            }
        }
    }

    /// Speakers in whose interviews a theme is found.
    fn raised(&self, theme: usize) -> BTreeSet<usize> {
        let segments = self.interviews.segments.iter();
        let documents: BTreeSet<usize> =
            segments.filter(|s| self.documents[s.document] && self.within(s.code, theme)).map(|s| s.document).collect();
        let speaks = |at: &&usize| self.interviews.speakers[**at].documents.iter().any(|d| documents.contains(d));
        self.speakers.iter().filter(speaks).copied().collect()
    }

    /// Speakers by group, and all of them, as they may be shown.
    fn counts(&self, speakers: &BTreeSet<usize>, policy: &Policy) -> (Vec<(Group, SpeakerCount)>, SpeakerCount) {
        let mut counts = vec![0.0; Group::ALL.len() + 1];
        for speaker in speakers {
            counts[self.groups.get(*speaker).copied().flatten().map_or(Group::ALL.len(), |g| g as usize)] += 1.0;
        }
        let mut publication = Publication::new();
        let each = (0..Group::ALL.len()).map(|group| publication.figure([group])).collect::<Vec<_>>();
        let all = publication.figure(0..counts.len());
        let decided = publication.decide(&counts, policy.speakers, policy.secondary);
        let shown = |count: f64, verdict: Verdict| SpeakerCount {
            speakers: (verdict == Verdict::Shown).then(|| policy.rounded(count)),
            verdict,
        };
        let groups = Group::ALL.iter().map(|group| {
            let at = *group as usize;
            (*group, shown(counts[at], decided[each[at]]))
        });
        (groups.collect(), shown(counts.iter().sum(), decided[all]))
    }

    fn themes(&self, policy: &Policy) -> Vec<Theme> {
        let one = |(at, code): (usize, &lynchpin_pack::voices::Code)| {
            let raised = self.raised(at);
            let (groups, all) = self.counts(&raised, policy);
            let depth = std::iter::successors(code.parent, |at| self.interviews.codes[*at].parent).count();
            let theme = Theme { name: code.name.clone(), about: code.about.clone(), depth, groups, all };
            (!raised.is_empty()).then_some(theme)
        };
        self.interviews.codes.iter().enumerate().filter_map(one).collect()
    }

    /// Quotes by theme, those of left-behind places first, and how many could not be shown for want of consent.
    fn quotes(&self, themes: &[Theme], policy: &Policy) -> (Vec<Quote>, usize) {
        let told = self.told(policy);
        let (mut quotes, mut refused) = (Vec::new(), 0);
        for (at, code) in self.interviews.codes.iter().enumerate() {
            let Some(theme) = themes.iter().find(|theme| theme.name == code.name) else { continue };
            let mut seen = BTreeSet::new();
            let mut found: Vec<Quote> = Vec::new();
            for segment in self.interviews.segments.iter().filter(|s| s.code == at && self.documents[s.document]) {
                let words = segment.words.as_deref().map(one_line).unwrap_or_default();
                if !QUOTE_CHARACTERS.contains(&words.chars().count()) || !seen.insert(words.clone()) {
                    continue;
                }
                match self.quote(segment, theme, words, &told) {
                    Some(quote) => found.push(quote),
                    None => refused += 1,
                }
            }
            for group in Group::ALL.map(Some).into_iter().chain([None]) {
                quotes.extend(found.iter().filter(|q| q.group == group).take(QUOTES_SHOWN).cloned());
            }
        }
        (quotes, refused)
    }

    /// A quote, where everybody in the interview consented to be quoted.
    fn quote(&self, segment: &Segment, theme: &Theme, words: String, told: &[Vec<Option<String>>]) -> Option<Quote> {
        let speak = |at: &&usize| self.interviews.speakers[**at].documents.contains(&segment.document);
        let speakers: Vec<usize> = self.speakers.iter().filter(speak).copied().collect();
        if speakers.is_empty() || !speakers.iter().all(|at| self.interviews.speakers[*at].quotable) {
            return None;
        }
        // Of several speakers in one interview nobody is described, as it is not known who said it.
        let place = |at: usize| self.speakers.iter().position(|speaker| *speaker == at);
        let of = if let [only] = speakers.as_slice() { place(*only).map(|at| &told[at]) } else { None };
        let group = of.and_then(|told| told.first().cloned().flatten());
        let group = Group::ALL.into_iter().find(|g| Some(g.label()) == group.as_deref());
        let may_tell =
            |group: &Group| theme.groups.iter().any(|(g, count)| g == group && count.verdict == Verdict::Shown);
        let group = group.filter(may_tell);
        let speaker = of.filter(|_| group.is_some()).map(|told| told.iter().skip(1).flatten().cloned().collect());
        Some(Quote { theme: theme.name.clone(), words, group, speaker: speaker.unwrap_or_default() })
    }

    /// What may be told of each speaker who takes part: the group of places first, then the attributes.
    fn told(&self, policy: &Policy) -> Vec<Vec<Option<String>>> {
        let values: Vec<Vec<Option<String>>> = self
            .speakers
            .iter()
            .map(|at| {
                let group = self.groups.get(*at).copied().flatten().map(|group| group.label().to_owned());
                std::iter::once(group).chain(self.interviews.speakers[*at].attributes.iter().cloned()).collect()
            })
            .collect();
        k_anonymous(&values, policy.speakers as usize)
    }
}

/// Words on one line.
fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
