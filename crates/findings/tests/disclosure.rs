//! No small count can be worked out from what is shown: an attacker who knows every published sum, exact linear algebra and that nobody is counted
//! less than not at all. It shares no code with what it attacks.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use lynchpin_findings::disclosure::{Publication, Verdict};
use proptest::prelude::*;

const THRESHOLD: f64 = 10.0;

/// What is published: people in each unit, and the figures as sets of units.
#[derive(Clone, Debug)]
struct Case {
    counts: Vec<u32>,
    figures: Vec<Vec<usize>>,
    places: Option<Vec<(usize, usize)>>,
}

impl Case {
    fn decide(&self, secondary: bool) -> Vec<Verdict> {
        let mut publication = Publication::new();
        if let Some(places) = &self.places {
            publication.table(places.clone());
        }
        for figure in &self.figures {
            publication.figure(figure.iter().copied());
        }
        let counts: Vec<f64> = self.counts.iter().map(|count| f64::from(*count)).collect();
        publication.decide(&counts, THRESHOLD, secondary)
    }

    fn sum(&self, set: &[usize]) -> u32 {
        set.iter().map(|unit| self.counts[*unit]).sum()
    }

    /// Sets of units that must not be known: small figures, and small groups of units that no figure tells apart.
    fn secrets(&self) -> Vec<Vec<usize>> {
        let of = |unit: usize| (0..self.figures.len()).filter(|f| self.figures[*f].contains(&unit)).collect::<Vec<_>>();
        let place = |unit: usize| self.places.as_ref().map(|places| places[unit]);
        let mut cells: Vec<Vec<usize>> = Vec::new();
        for unit in (0..self.counts.len()).filter(|unit| !of(*unit).is_empty()) {
            match cells.iter_mut().find(|cell| of(cell[0]) == of(unit) && place(cell[0]) == place(unit)) {
                Some(cell) => cell.push(unit),
                None => cells.push(vec![unit]),
            }
        }
        let few = |set: &Vec<usize>| f64::from(self.sum(set)) < THRESHOLD;
        let cells = cells.into_iter().filter(|cell| few(cell) && self.sum(cell) > 0);
        self.figures.iter().filter(|figure| !figure.is_empty() && few(figure)).cloned().chain(cells).collect()
    }
}

/// A fraction in lowest terms.
#[derive(Clone, Copy, PartialEq)]
struct Fraction(i128, i128);

impl Fraction {
    fn new(above: i128, below: i128) -> Self {
        let divisor = gcd(above.abs(), below.abs()).max(1) * below.signum();
        Self(above / divisor, below / divisor)
    }

    fn minus(self, factor: Self, other: Self) -> Self {
        Self::new(self.0 * factor.1 * other.1 - factor.0 * other.0 * self.1, self.1 * factor.1 * other.1)
    }
}

fn gcd(a: i128, b: i128) -> i128 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// Whether a set's sum is a combination of the sums shown: Gauss's elimination in exact fractions.
fn combined(units: usize, shown: &[&Vec<usize>], secret: &[usize]) -> bool {
    let row = |set: &[usize]| (0..units).map(|u| Fraction(i128::from(set.contains(&u)), 1)).collect::<Vec<_>>();
    let mut basis: Vec<(usize, Vec<Fraction>)> = Vec::new();
    let reduce = |mut row: Vec<Fraction>, basis: &[(usize, Vec<Fraction>)]| {
        for (pivot, known) in basis {
            let factor = Fraction::new(row[*pivot].0 * known[*pivot].1, row[*pivot].1 * known[*pivot].0);
            if factor.0 != 0 {
                row = row.iter().zip(known).map(|(a, b)| a.minus(factor, *b)).collect();
            }
        }
        row
    };
    for set in shown {
        let left = reduce(row(set), &basis);
        if let Some(pivot) = left.iter().position(|x| x.0 != 0) {
            basis.push((pivot, left));
        }
    }
    reduce(row(secret), &basis).iter().all(|x| x.0 == 0)
}

/// The least and the greatest sum of a secret over all whole, non-negative counts that give the sums shown: tried one by one.
fn range(case: &Case, shown: &[&Vec<usize>], secret: &[usize], most: u32) -> (u32, u32) {
    let mut trial = vec![0; case.counts.len()];
    let mut found = (u32::MAX, 0);
    search(case, shown, secret, most, 0, &mut trial, &mut found);
    found
}

fn search(
    case: &Case,
    shown: &[&Vec<usize>],
    secret: &[usize],
    most: u32,
    unit: usize,
    trial: &mut Vec<u32>,
    found: &mut (u32, u32),
) {
    if unit == trial.len() {
        if shown.iter().all(|set| set.iter().map(|u| trial[*u]).sum::<u32>() == case.sum(set)) {
            let sum = secret.iter().map(|u| trial[*u]).sum();
            *found = (found.0.min(sum), found.1.max(sum));
        }
        return;
    }
    let room =
        |set: &&&Vec<usize>| case.sum(set).saturating_sub(set.iter().filter(|u| **u < unit).map(|u| trial[*u]).sum());
    let bound = shown.iter().filter(|set| set.contains(&unit)).map(|set| room(&set)).min().unwrap_or(most);
    for count in 0..=bound.min(most) {
        trial[unit] = count;
        search(case, shown, secret, most, unit + 1, trial, found);
    }
    trial[unit] = 0;
}

fn safe(case: &Case) -> Result<(), TestCaseError> {
    let verdicts = case.decide(true);
    let shown: Vec<&Vec<usize>> = case
        .figures
        .iter()
        .zip(&verdicts)
        .filter(|(set, v)| **v == Verdict::Shown && !set.is_empty())
        .map(|(set, _)| set)
        .collect();
    for set in &shown {
        prop_assert!(f64::from(case.sum(set)) >= THRESHOLD, "{set:?} is shown");
    }
    for secret in case.secrets() {
        prop_assert!(!combined(case.counts.len(), &shown, &secret), "{secret:?} follows from {shown:?}");
    }
    Ok(())
}

/// Groups and their total, whose units may have no group.
fn groups() -> impl Strategy<Value = Case> {
    prop::collection::vec(0_u32..40, 2..8).prop_map(|counts| {
        let mut figures: Vec<Vec<usize>> = (0..counts.len() - 1).map(|unit| vec![unit]).collect();
        figures.push((0..counts.len()).collect());
        Case { counts, figures, places: None }
    })
}

/// A table with margins and total.
fn table() -> impl Strategy<Value = Case> {
    (2_usize..5, 2_usize..5).prop_flat_map(|(rows, columns)| {
        prop::collection::vec(0_u32..40, rows * columns).prop_map(move |counts| {
            let places: Vec<(usize, usize)> =
                (0..rows * columns).map(|unit| (unit / columns, unit % columns)).collect();
            let mut figures: Vec<Vec<usize>> = (0..counts.len()).map(|unit| vec![unit]).collect();
            figures.extend((0..rows).map(|row| (0..columns).map(|column| row * columns + column).collect()));
            figures.extend((0..columns).map(|column| (0..rows).map(|row| row * columns + column).collect()));
            figures.push((0..counts.len()).collect());
            Case { counts, figures, places: Some(places) }
        })
    })
}

/// Neighbourhoods in wards in districts, all of them and the whole in one export; in another, groups of neighbourhoods and single places.
fn two_exports() -> impl Strategy<Value = Case> {
    (3_usize..13).prop_flat_map(|units| {
        let places = prop::collection::vec(prop::collection::vec(0..units, 1..units), 0..4);
        (prop::collection::vec(0_u32..60, units), prop::collection::vec(0_usize..3, units), places).prop_map(
            |(counts, groups, places)| {
                let all = 0..counts.len();
                let mut figures: Vec<Vec<usize>> = Vec::new();
                figures.extend(all.clone().map(|unit| unit / 2).max().into_iter().flat_map(|last| {
                    let all = all.clone();
                    (0..=last).map(move |ward| all.clone().filter(|unit| unit / 2 == ward).collect())
                }));
                figures
                    .extend((0..=counts.len() / 4).map(|district| all.clone().filter(|u| u / 4 == district).collect()));
                figures.extend((0..3).map(|group| all.clone().filter(|unit| groups[*unit] == group).collect()));
                figures.push(all.collect());
                figures.extend(places.into_iter().map(|mut place| {
                    place.sort_unstable();
                    place.dedup();
                    place
                }));
                Case { counts, figures, places: None }
            },
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn groups_with_a_total_give_nothing_away(case in groups()) {
        safe(&case)?;
    }

    #[test]
    fn tables_with_margins_give_nothing_away(case in table()) {
        safe(&case)?;
    }

    #[test]
    fn nested_places_and_groups_in_two_exports_give_nothing_away(case in two_exports()) {
        safe(&case)?;
    }

    #[test]
    fn where_no_count_is_small_everything_is_shown(counts in prop::collection::vec(10_u32..90, 6)) {
        let case = Case { counts, figures: vec![vec![0, 1], vec![2], vec![3, 4, 5], (0..6).collect()], places: None };
        prop_assert!(case.decide(true).iter().all(|verdict| *verdict == Verdict::Shown));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn whoever_tries_every_count_cannot_tell_a_small_one(counts in prop::collection::vec(0_u32..16, 4), wide in any::<bool>()) {
        let single: Vec<Vec<usize>> = (0..4).map(|unit| vec![unit]).collect();
        let margins = vec![vec![0, 1], vec![2, 3], vec![0, 2], vec![1, 3]];
        let figures = single.into_iter().chain(if wide { margins } else { Vec::new() }).chain([(0..4).collect()]).collect();
        let places = wide.then(|| vec![(0, 0), (0, 1), (1, 0), (1, 1)]);
        let case = Case { counts, figures, places };
        let verdicts = case.decide(true);
        let shown: Vec<&Vec<usize>> =
            case.figures.iter().zip(&verdicts).filter(|(_, v)| **v == Verdict::Shown).map(|(set, _)| set).collect();
        for secret in case.secrets() {
            let (least, most) = range(&case, &shown, &secret, 31);
            let outside = (0..4).filter(|unit| !secret.contains(unit)).map(|unit| case.counts[unit]).max().unwrap_or(0);
            prop_assert!(least < most, "{secret:?} is {least} in {case:?}");
            if !wide && outside >= 10 {
                prop_assert!(most - least >= 10, "{secret:?} is {least} to {most} in {case:?}");
            }
        }
    }
}

#[test]
fn the_attacker_finds_what_is_not_protected() {
    let case = Case { counts: vec![3, 40, 50], figures: vec![vec![0], vec![1], vec![2], vec![0, 1, 2]], places: None };
    let verdicts = case.decide(false);
    assert_eq!(verdicts, [Verdict::TooFew, Verdict::Shown, Verdict::Shown, Verdict::Shown]);
    let shown: Vec<&Vec<usize>> = case.figures[1..].iter().collect();
    assert!(combined(3, &shown, &[0]));
    assert_eq!(range(&case, &shown, &[0], 95), (3, 3));
    assert_eq!(case.decide(true), [Verdict::TooFew, Verdict::WouldTell, Verdict::Shown, Verdict::Shown]);
}

#[test]
fn a_small_difference_of_two_large_figures_is_kept() {
    // A place of 60 within a group of 64: the four beside it would follow from both.
    let case = Case { counts: vec![60, 4, 80], figures: vec![vec![0, 1], vec![0], vec![0, 1, 2]], places: None };
    let verdicts = case.decide(true);
    assert_eq!(verdicts.iter().filter(|v| **v == Verdict::WouldTell).count(), 1, "{verdicts:?}");
    assert_eq!(verdicts[2], Verdict::Shown);
    safe(&case).unwrap();
}

#[test]
fn what_was_shown_elsewhere_stays_and_the_rest_gives_way() {
    let mut publication = Publication::new();
    let group = publication.already_shown([0, 1]);
    let place = publication.figure([0]);
    let verdicts = publication.decide(&[60.0, 4.0], THRESHOLD, true);
    assert_eq!((verdicts[group], verdicts[place]), (Verdict::Shown, Verdict::WouldTell));
}
