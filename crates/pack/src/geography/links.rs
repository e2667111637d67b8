//! The links from the areas of one geography to those of another, and what they carry.

use std::collections::BTreeMap;

/// Links from the areas of one geography (by position) to those of another, each with the share of the source area's people that it takes.
///
/// Where an area is split, its parts take shares in proportion to the population of the target areas; a target that draws from several areas counts
/// in equal parts for each of them. Where no population is known, the parts are equal and [`Links::split_equally`] says how many areas that concerns.
#[derive(Clone, Debug, Default)]
pub struct Links {
    first: Vec<usize>,
    target: Vec<usize>,
    share: Vec<f64>,
    targets: usize,
    population: Option<Vec<f64>>,
    /// Areas that were split into equal parts for want of a population.
    pub split_equally: usize,
}

/// Values carried from one geography to another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Carried {
    /// One per target area; `None` where nothing is known.
    pub values: Vec<Option<f64>>,
    /// Positions of the source areas that have a value and no target.
    pub lost: Vec<usize>,
}

impl Links {
    /// Links from pairs (source position, target position); the same pair twice counts once.
    ///
    /// `source_population` weighs means, `target_population` divides split areas; both in people, one per area.
    pub fn new(
        pairs: &[(usize, usize)],
        sources: usize,
        targets: usize,
        source_population: Option<&[f64]>,
        target_population: Option<&[f64]>,
    ) -> Self {
        let mut pairs = pairs.to_vec();
        pairs.sort_unstable();
        pairs.dedup();
        let mut first = vec![0; sources + 1];
        let mut drawn_from = vec![0_u32; targets];
        for &(source, target) in &pairs {
            first[source + 1] += 1;
            drawn_from[target] += 1;
        }
        for source in 0..sources {
            first[source + 1] += first[source];
        }
        let target: Vec<usize> = pairs.iter().map(|&(_, target)| target).collect();
        let mut share = vec![0.0; target.len()];
        let mut split_equally = 0;
        for source in 0..sources {
            let range = first[source]..first[source + 1];
            let parts = &target[range.clone()];
            let people =
                |&part: &usize| target_population.map_or(0.0, |all| all[part] / f64::from(drawn_from[part].max(1)));
            let total: f64 = parts.iter().map(people).sum();
            if parts.len() > 1 && total <= 0.0 {
                split_equally += 1;
            }
            for (share, part) in share[range].iter_mut().zip(parts) {
                *share = if parts.len() == 1 {
                    1.0
                } else if total > 0.0 {
                    people(part) / total
                } else {
                    1.0 / parts.len() as f64
                };
            }
        }
        Self { first, target, share, targets, population: source_population.map(<[f64]>::to_vec), split_equally }
    }

    /// Whether every source area has at most one target, so that nothing is split.
    pub fn splits_nothing(&self) -> bool {
        self.first.windows(2).all(|pair| pair[1] - pair[0] <= 1)
    }

    /// Targets of a source area with the share of it that each takes.
    pub fn of(&self, source: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let range = self.first[source]..self.first[source + 1];
        self.target[range.clone()].iter().copied().zip(self.share[range].iter().copied())
    }

    fn lost<T>(&self, values: &[Option<T>]) -> Vec<usize> {
        (0..values.len())
            .filter(|&source| values[source].is_some() && self.first[source] == self.first[source + 1])
            .collect()
    }

    /// Carries counts: what is split is divided by population, what is merged is added up.
    ///
    /// A target is known only if every area that it draws from is.
    pub fn counts(&self, values: &[Option<f64>]) -> Carried {
        let mut sums = vec![0.0; self.targets];
        let mut drawn = vec![false; self.targets];
        let mut unknown = vec![false; self.targets];
        for (source, value) in values.iter().enumerate() {
            for (target, share) in self.of(source) {
                match value {
                    Some(value) => {
                        sums[target] += value * share;
                        drawn[target] = true;
                    }
                    None => unknown[target] = true,
                }
            }
        }
        Carried {
            values: (0..self.targets)
                .map(|target| (drawn[target] && !unknown[target]).then_some(sums[target]))
                .collect(),
            lost: self.lost(values),
        }
    }

    /// Carries rates, scores and ranks: the population-weighted mean of the areas that a target draws from, over those that have a value.
    pub fn means(&self, values: &[Option<f64>]) -> Carried {
        let mut weighted = vec![0.0; self.targets];
        let mut weights = vec![0.0; self.targets];
        let mut plain = vec![(0.0, 0_u32); self.targets];
        for (source, value) in values.iter().enumerate() {
            let Some(value) = value else { continue };
            let people = self.population.as_ref().map_or(1.0, |all| all[source]);
            for (target, share) in self.of(source) {
                weighted[target] += value * people * share;
                weights[target] += people * share;
                plain[target].0 += value;
                plain[target].1 += 1;
            }
        }
        Carried {
            values: (0..self.targets)
                .map(|target| match plain[target] {
                    (_, 0) => None,
                    // One source: its value as it is, untouched by rounding.
                    (only, 1) => Some(only),
                    (sum, count) if weights[target] <= 0.0 => Some(sum / f64::from(count)),
                    _ => Some(weighted[target] / weights[target]),
                })
                .collect(),
            lost: self.lost(values),
        }
    }

    /// Carries labels: the one that holds most of a target's people; of equals, the first in the alphabet.
    pub fn labels(&self, values: &[Option<String>]) -> Vec<Option<String>> {
        let mut held: Vec<BTreeMap<&str, f64>> = vec![BTreeMap::new(); self.targets];
        for (source, value) in values.iter().enumerate() {
            let Some(value) = value else { continue };
            let people = self.population.as_ref().map_or(1.0, |all| all[source]);
            for (target, share) in self.of(source) {
                *held[target].entry(value).or_insert(0.0) += people * share;
            }
        }
        held.iter()
            .map(|labels| {
                let most = labels.values().copied().fold(f64::NEG_INFINITY, f64::max);
                labels.iter().find(|(_, people)| **people == most).map(|(label, _)| (*label).to_owned())
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_split_area_is_divided_by_population_and_merged_areas_are_added() {
        // 0 → 0 and 1 (split 3 : 1), 1 and 2 → 2 (merged), 3 → nothing.
        let links = Links::new(
            &[(0, 0), (0, 1), (1, 2), (2, 2)],
            4,
            3,
            Some(&[400.0, 100.0, 300.0, 50.0]),
            Some(&[300.0, 100.0, 400.0]),
        );
        let values = [Some(80.0), Some(10.0), Some(30.0), Some(5.0)];
        let counts = links.counts(&values);
        assert_eq!(counts.values, [Some(60.0), Some(20.0), Some(40.0)]);
        assert_eq!(counts.lost, [3]);
        let means = links.means(&values);
        assert_eq!(means.values, [Some(80.0), Some(80.0), Some(25.0)]);
        let labels = links.labels(&[None, Some("coastal".into()), Some("inland".into()), None]);
        assert_eq!(labels, [None, None, Some("inland".to_owned())]);
        assert_eq!(links.split_equally, 0);
    }

    #[test]
    fn a_count_with_an_unknown_part_is_unknown() {
        let links = Links::new(&[(0, 0), (1, 0)], 2, 1, None, None);
        assert_eq!(links.counts(&[Some(1.0), None]).values, [None]);
        assert_eq!(links.means(&[Some(1.0), None]).values, [Some(1.0)]);
    }

    #[test]
    fn without_population_the_parts_are_equal_and_counted() {
        let links = Links::new(&[(0, 0), (0, 1)], 1, 2, None, None);
        assert_eq!(links.counts(&[Some(3.0)]).values, [Some(1.5), Some(1.5)]);
        assert_eq!(links.split_equally, 1);
    }

    type Case = (Vec<(usize, usize)>, Vec<f64>, Vec<f64>, Vec<f64>);

    fn case() -> impl Strategy<Value = Case> {
        (1_usize..12, 1_usize..12).prop_flat_map(|(sources, targets)| {
            (
                prop::collection::vec((0..sources, 0..targets), 0..40),
                prop::collection::vec(0.0..1e6, sources),
                prop::collection::vec(0.0..1e4, sources),
                prop::collection::vec(0.0..1e4, targets),
            )
        })
    }

    proptest! {
        #[test]
        fn counts_are_conserved_but_for_the_loss((pairs, values, from, to) in case()) {
            let links = Links::new(&pairs, values.len(), to.len(), Some(&from), Some(&to));
            let given: Vec<Option<f64>> = values.iter().copied().map(Some).collect();
            let carried = links.counts(&given);
            let before: f64 = values.iter().sum();
            let after: f64 = carried.values.iter().flatten().sum();
            let lost: f64 = carried.lost.iter().map(|&source| values[source]).sum();
            prop_assert!((before - after - lost).abs() <= 1e-9 * before.max(1.0));
        }

        #[test]
        fn means_lie_within_what_they_are_made_of((pairs, values, from, to) in case()) {
            let links = Links::new(&pairs, values.len(), to.len(), Some(&from), Some(&to));
            let given: Vec<Option<f64>> = values.iter().copied().map(Some).collect();
            for (target, mean) in links.means(&given).values.iter().enumerate() {
                let parts: Vec<f64> = pairs.iter().filter(|p| p.1 == target).map(|p| values[p.0]).collect();
                match mean {
                    None => prop_assert!(parts.is_empty()),
                    Some(mean) => {
                        let low = parts.iter().copied().fold(f64::INFINITY, f64::min);
                        let high = parts.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                        prop_assert!(*mean >= low - 1e-6 && *mean <= high + 1e-6);
                    }
                }
            }
        }

        #[test]
        fn one_to_one_changes_nothing(values in prop::collection::vec(prop::option::of(-1e9..1e9_f64), 1..30)) {
            let pairs: Vec<(usize, usize)> = (0..values.len()).map(|i| (i, i)).collect();
            let people: Vec<f64> = (0..values.len()).map(|i| i as f64).collect();
            let links = Links::new(&pairs, values.len(), values.len(), Some(&people), Some(&people));
            prop_assert_eq!(&links.counts(&values).values, &values);
            prop_assert_eq!(&links.means(&values).values, &values);
        }

        #[test]
        fn a_constant_rate_stays_that_rate((pairs, values, from, to) in case()) {
            let links = Links::new(&pairs, values.len(), to.len(), Some(&from), Some(&to));
            let constant = vec![Some(7.25); values.len()];
            for mean in links.means(&constant).values.into_iter().flatten() {
                prop_assert!((mean - 7.25).abs() < 1e-12);
            }
        }
    }
}
