//! A poll by group of places: weighted to the population, with effective numbers, tests and disclosure control.

use super::homes;
use super::mrp::{Frame, Modelled, modelled};
use super::raking::{RakeOptions, Target, rake};
use super::share::{GroupTest, Share, share, test};
use crate::FindingsError;
use crate::disclosure::{Policy, Publication, Verdict};
use crate::interval::Interval;
use crate::places::{Group, Grouping};
use lynchpin_pack::tables::{Provenance, Tables};
use lynchpin_pack::voices::{Poll, Question};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;

/// A cell of the population is weighted to by itself where it has so many respondents in every cell (Lynchpin default).
const CELL_RESPONDENTS: usize = 5;

/// How responses were weighted.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weighting {
    /// As the poll gives them, or all alike.
    AsGiven,
    /// To every combination of these characteristics at once.
    PostStratified(Vec<String>),
    /// To the margin of each of these.
    Raked(Vec<String>),
}

/// What a poll says.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PollAnswer {
    /// Short name.
    pub id: String,
    /// What to call it.
    pub label: String,
    /// Respondents.
    pub respondents: usize,
    /// Respondents of no known group of places.
    pub unplaced: usize,
    /// How responses were weighted.
    pub weighting: Weighting,
    /// Effective number of respondents under the weights used.
    pub effective: f64,
    /// How it is known where people live, in a sentence.
    pub places_words: String,
    /// Every question.
    pub questions: Vec<QuestionAnswer>,
    /// What goes into the multilevel model, in a sentence; `None` where there is none.
    pub model: Option<String>,
    /// What the data lack for a model; `None` where there is one.
    pub model_missing: Option<String>,
    /// Where it came from.
    pub sources: Vec<Provenance>,
}

/// What respondents say to a question, by group of places.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QuestionAnswer {
    /// Short name.
    pub id: String,
    /// What those who are counted say.
    pub label: String,
    /// Each group, in the order of [`Group::ALL`].
    pub groups: Vec<(Group, PollFigure)>,
    /// All respondents, those of no known group too.
    pub study_area: PollFigure,
    /// Left behind against each of the others.
    pub tests: Vec<(Group, GroupTest)>,
    /// The answer carried to the population by a multilevel model, where the data allow one.
    pub modelled: Option<Modelled>,
}

/// A share of respondents as it may be shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct PollFigure {
    /// Respondents with an answer, rounded as the policy says; `None` where withheld.
    pub respondents: Option<f64>,
    /// Effective number of respondents; `None` where withheld.
    pub effective: Option<f64>,
    /// Design effect of the weights; `None` where withheld.
    pub design_effect: Option<f64>,
    /// The weighted share with its interval, `0..=1`; `None` where withheld or nobody answered.
    pub share: Option<Interval>,
    /// Whether and why something is withheld.
    pub verdict: Option<Verdict>,
}

impl QuestionAnswer {
    /// The figure of a group.
    pub fn group(&self, group: Group) -> Option<&PollFigure> {
        self.groups.iter().find(|(g, _)| *g == group).map(|(_, figure)| figure)
    }
}

/// A poll with what has been worked out of its respondents.
#[derive(Clone, Debug)]
pub(super) struct Weighted<'a> {
    pub poll: &'a Poll,
    pub groups: Vec<Option<Group>>,
    pub weights: Vec<f64>,
    pub weighting: Weighting,
}

impl<'a> Weighted<'a> {
    /// Places and weights the respondents.
    ///
    /// # Errors
    /// As [`homes::groups_of_people`] and [`rake`].
    pub fn new(poll: &'a Poll, tables: &Tables, grouping: &Grouping) -> Result<Self, FindingsError> {
        let groups = homes::groups_of_people(&poll.label, &poll.homes, tables, grouping)?;
        let given = poll.weights.clone().unwrap_or_else(|| vec![1.0; poll.respondents.len()]);
        let margins = Margins::of(poll, tables, grouping, &groups)?;
        let (weights, weighting) = match margins.cells() {
            Some((variables, cells)) => (cells.rake(&given)?, Weighting::PostStratified(variables)),
            None if margins.0.is_empty() => (given, Weighting::AsGiven),
            None => {
                let targets: Vec<Target<'_>> = margins.0.iter().map(Margin::target).collect();
                let names = margins.0.iter().map(|m| m.name.clone()).collect();
                (rake(&given, &targets, RakeOptions::default())?.weights, Weighting::Raked(names))
            }
        };
        Ok(Self { poll, groups, weights, weighting })
    }

    /// Answers and weights of a question, of a group or of all.
    fn answers(&self, question: &Question, group: Option<Group>) -> Vec<(bool, f64)> {
        let people = question.said.iter().zip(&self.weights).zip(&self.groups);
        let wanted = people.filter(|(_, of)| group.is_none() || **of == group);
        wanted.filter_map(|((said, weight), _)| Some(((*said)?, *weight))).collect()
    }

    /// The poll as it may be shown. `stream` is the first of the random streams that its models draw from, 16 a question.
    ///
    /// # Errors
    /// What the groups of the population's cells refuse.
    pub fn answer(
        &self,
        tables: &Tables,
        grouping: &Grouping,
        policy: &Policy,
        stream: u64,
    ) -> Result<PollAnswer, FindingsError> {
        let frame = Frame::of(self, tables, grouping)?;
        let questions: Vec<QuestionAnswer> = self
            .poll
            .questions
            .par_iter()
            .enumerate()
            .map(|(at, question)| {
                let modelled = frame.as_ref().ok().and_then(|frame| modelled(frame, question, stream + 16 * at as u64));
                QuestionAnswer { modelled, ..self.question(question, policy) }
            })
            .collect();
        let (sum, squares): (f64, f64) =
            (self.weights.iter().sum(), self.weights.iter().map(|weight| weight * weight).sum());
        Ok(PollAnswer {
            id: self.poll.id.clone(),
            label: self.poll.label.clone(),
            respondents: self.poll.respondents.len(),
            unplaced: self.groups.iter().filter(|group| group.is_none()).count(),
            weighting: self.weighting.clone(),
            effective: sum * sum / squares,
            places_words: homes::words(&self.poll.homes),
            questions,
            model_missing: frame.as_ref().err().cloned(),
            model: frame.ok().map(|frame| frame.words),
            sources: self.poll.provenance.clone(),
        })
    }

    fn question(&self, question: &Question, policy: &Policy) -> QuestionAnswer {
        let shares: Vec<Option<Share>> =
            Group::ALL.iter().map(|group| share(&self.answers(question, Some(*group)))).collect();
        let all = share(&self.answers(question, None));
        let verdicts = verdicts(&shares, all.as_ref(), policy);
        let figure = |share: Option<&Share>, verdict: Verdict| match (share, verdict) {
            (None, _) => PollFigure::default(),
            (Some(share), Verdict::Shown) => PollFigure {
                respondents: Some(policy.rounded(share.respondents as f64)),
                effective: Some(share.effective),
                design_effect: Some(share.design_effect),
                share: Some(share.interval),
                verdict: Some(verdict),
            },
            (Some(_), _) => PollFigure { verdict: Some(verdict), ..PollFigure::default() },
        };
        let groups: Vec<(Group, PollFigure)> = Group::ALL
            .iter()
            .enumerate()
            .map(|(at, group)| (*group, figure(shares[at].as_ref(), verdicts[at])))
            .collect();
        let shown = |at: usize| shares[at].as_ref().filter(|_| verdicts[at] == Verdict::Shown);
        let against = |at: usize| Some((Group::ALL[at], test(shown(0)?, shown(at)?)));
        QuestionAnswer {
            id: question.id.clone(),
            label: question.label.clone(),
            tests: (1..Group::ALL.len()).filter_map(against).collect(),
            study_area: figure(all.as_ref(), verdicts[Group::ALL.len()]),
            groups,
            modelled: None,
        }
    }
}

/// Whether each group's share, and last that of all, may be shown: those who say so and those who do not are a table of two rows, with margins.
fn verdicts(shares: &[Option<Share>], all: Option<&Share>, policy: &Policy) -> Vec<Verdict> {
    let mut counts = Vec::new();
    let mut places = Vec::new();
    let sides = |share: &Share| [share.said as f64, (share.respondents - share.said) as f64];
    let mut columns: Vec<[f64; 2]> = shares.iter().map(|s| s.as_ref().map_or([0.0; 2], sides)).collect();
    // Those of no known group are what all have beyond the groups.
    let whole = all.map_or([0.0; 2], sides);
    columns.push([0, 1].map(|side| whole[side] - columns.iter().map(|c| c[side]).sum::<f64>()));
    let mut publication = Publication::new();
    for (column, sides) in columns.iter().enumerate() {
        counts.extend(sides);
        places.extend([(0, column), (1, column)]);
    }
    publication.table(places);
    // The figures of some columns: both sides where each must be large enough, and both together.
    let mut figures_of = |stated: bool, wanted: std::ops::Range<usize>| {
        let side = |side: usize| wanted.clone().map(move |column| 2 * column + side);
        let mut figures = Vec::new();
        if stated && policy.both_sides {
            figures.extend([publication.figure(side(0)), publication.figure(side(1))]);
        }
        if stated {
            figures.push(publication.figure(side(0).chain(side(1))));
        }
        figures
    };
    let mut figures: Vec<Vec<usize>> =
        shares.iter().enumerate().map(|(at, share)| figures_of(share.is_some(), at..at + 1)).collect();
    figures.push(figures_of(all.is_some(), 0..columns.len()));
    let decided = publication.decide(&counts, policy.threshold, policy.secondary);
    let worst = |parts: &Vec<usize>| {
        let any = |verdict: Verdict| parts.iter().any(|figure| decided[*figure] == verdict);
        match (any(Verdict::TooFew), any(Verdict::WouldTell)) {
            (true, _) => Verdict::TooFew,
            (false, true) => Verdict::WouldTell,
            (false, false) => Verdict::Shown,
        }
    };
    figures.iter().map(worst).collect()
}

/// A margin of the population with each respondent's category.
struct Margin {
    name: String,
    categories: Vec<String>,
    of: Vec<Option<usize>>,
    people: Vec<f64>,
}

impl Margin {
    fn target(&self) -> Target<'_> {
        Target { variable: &self.name, categories: &self.categories, of: &self.of, people: &self.people }
    }
}

/// The margins to weight to, and where they come from cells the cells themselves as one margin.
struct Margins(Vec<Margin>, Option<Margin>);

impl Margins {
    fn of(poll: &Poll, tables: &Tables, grouping: &Grouping, groups: &[Option<Group>]) -> Result<Self, FindingsError> {
        let named = group_labels();
        let of_group: Vec<Option<usize>> = groups.iter().map(|group| group.map(|g| g as usize)).collect();
        if !poll.margins.is_empty() {
            let margins = poll.margins.iter().map(|margin| match margin.variable.as_str() {
                "place_group" => {
                    let mut people = vec![0.0; named.len()];
                    for (label, count) in &margin.people {
                        people[homes::named(label, &poll.label)? as usize] += count;
                    }
                    Ok(Margin { name: "place group".into(), categories: named.clone(), of: of_group.clone(), people })
                }
                name => Ok(demographic_margin(poll, name, &margin.people)),
            });
            return Ok(Self(margins.collect::<Result<_, FindingsError>>()?, None));
        }
        if poll.population.is_empty() {
            return Ok(Self(Vec::new(), None));
        }
        let cell_groups = cell_groups(poll, tables, grouping)?;
        let mut margins: Vec<Margin> = Vec::new();
        for (at, demographic) in poll.demographics.iter().enumerate() {
            let mut people = vec![0.0; demographic.categories.len()];
            poll.population.iter().for_each(|cell| people[cell.categories[at]] += cell.people);
            let (name, of) = (demographic.name.clone(), demographic.of.clone());
            margins.push(Margin { name, categories: demographic.categories.clone(), of, people });
        }
        if cell_groups.iter().all(Option::is_some) && of_group.iter().any(Option::is_some) {
            let mut people = vec![0.0; named.len()];
            for (cell, group) in poll.population.iter().zip(&cell_groups) {
                people[group.map_or(0, |g| g as usize)] += cell.people;
            }
            margins.push(Margin { name: "place group".into(), categories: named, of: of_group, people });
        }
        let joint = joint(poll, &margins, &cell_groups);
        Ok(Self(margins, joint))
    }

    /// The cells as one margin, where every one that has people has enough respondents.
    fn cells(&self) -> Option<(Vec<String>, &Margin)> {
        let joint = self.1.as_ref()?;
        let enough = joint.people.iter().enumerate().all(|(cell, people)| {
            *people == 0.0 || joint.of.iter().filter(|of| **of == Some(cell)).count() >= CELL_RESPONDENTS
        });
        (enough && joint.of.iter().all(Option::is_some))
            .then(|| (self.0.iter().map(|m| m.name.clone()).collect(), joint))
    }
}

impl Margin {
    fn rake(&self, given: &[f64]) -> Result<Vec<f64>, FindingsError> {
        Ok(rake(given, &[self.target()], RakeOptions::default())?.weights)
    }
}

fn group_labels() -> Vec<String> {
    Group::ALL.iter().map(|group| group.label().to_owned()).collect()
}

/// The margin of a demographic characteristic; a category of the margin that no respondent has is its own, so that the raking tells of it.
fn demographic_margin(poll: &Poll, name: &str, given: &[(String, f64)]) -> Margin {
    let known = poll.demographics.iter().find(|d| d.name == name);
    let mut categories: Vec<String> = known.map(|d| d.categories.clone()).unwrap_or_default();
    let mut people = vec![0.0; categories.len()];
    for (category, count) in given {
        let at = categories.iter().position(|known| known == category).unwrap_or_else(|| {
            categories.push(category.clone());
            people.push(0.0);
            categories.len() - 1
        });
        people[at] += count;
    }
    Margin { name: name.to_owned(), of: known.map(|d| d.of.clone()).unwrap_or_default(), categories, people }
}

/// The group of each cell of the population: as written, else that of its area.
pub(super) fn cell_groups(
    poll: &Poll,
    tables: &Tables,
    grouping: &Grouping,
) -> Result<Vec<Option<Group>>, FindingsError> {
    let of_area =
        poll.homes.level.as_ref().map(|level| homes::groups_of_areas(tables, level, grouping)).unwrap_or_default();
    let one = |cell: &lynchpin_pack::voices::PopulationCell| match (&cell.group, &cell.area) {
        (Some(label), _) => homes::named(label, &poll.label).map(Some),
        (None, Some(area)) => Ok(of_area.get(area).copied()),
        (None, None) => Ok(None),
    };
    poll.population.iter().map(one).collect()
}

/// Every combination of the margins' categories that the population has, as one margin.
fn joint(poll: &Poll, margins: &[Margin], groups: &[Option<Group>]) -> Option<Margin> {
    let with_group = margins.len() > poll.demographics.len();
    let mut cells: BTreeMap<Vec<usize>, f64> = BTreeMap::new();
    for (cell, group) in poll.population.iter().zip(groups) {
        let mut key = cell.categories.clone();
        if with_group {
            key.push((*group)? as usize);
        }
        *cells.entry(key).or_insert(0.0) += cell.people;
    }
    let keys: Vec<&Vec<usize>> = cells.keys().collect();
    let of = (0..poll.respondents.len()).map(|person| {
        let key: Option<Vec<usize>> = margins.iter().map(|margin| margin.of[person]).collect();
        keys.binary_search(&&key?).ok()
    });
    Some(Margin {
        name: "cells of the population".into(),
        categories: keys.iter().map(|key| format!("{key:?}")).collect(),
        of: of.collect(),
        people: cells.values().copied().collect(),
    })
}
