//! k-anonymity: what is told of each speaker is shared by at least k of them.
//!
//! Speakers are split by one attribute after the other, the most telling first. Values that fewer than k hold are pooled, together with the next
//! rarest where the pool is still too small; those in the pool have that attribute left out. So every combination that is told, with what is left
//! out of it, holds for k speakers or more. It says nothing of how many people outside the interviews are like them.
//!
//! Source: Samarati (2001), *IEEE Transactions on Knowledge and Data Engineering* 13; top-down as in Mondrian (2006).

use std::collections::BTreeMap;

/// What may be told of each speaker, attribute by attribute, given `values[speaker][attribute]`; `None` where nothing may be told or nothing is
/// known. Nothing at all is told where there are fewer than `k` speakers.
pub fn k_anonymous(values: &[Vec<Option<String>>], k: usize) -> Vec<Vec<Option<String>>> {
    let attributes = values.iter().map(Vec::len).max().unwrap_or(0);
    let mut told = vec![vec![None; attributes]; values.len()];
    let everyone: Vec<usize> = (0..values.len()).collect();
    if everyone.len() >= k.max(1) {
        split(values, k.max(1), &everyone, 0, &mut told);
    }
    told
}

fn split(
    values: &[Vec<Option<String>>],
    k: usize,
    speakers: &[usize],
    attribute: usize,
    told: &mut [Vec<Option<String>>],
) {
    if told.first().is_none_or(|first| attribute >= first.len()) {
        return;
    }
    let mut classes: BTreeMap<Option<&String>, Vec<usize>> = BTreeMap::new();
    for &speaker in speakers {
        let value = values[speaker].get(attribute).and_then(Option::as_ref);
        classes.entry(value).or_default().push(speaker);
    }
    // Whoever's value is blank is told nothing of, as is whoever is in the pool: they are one class.
    let mut pool: Vec<usize> = classes.remove(&None).unwrap_or_default();
    let mut kept: Vec<(&String, Vec<usize>)> =
        classes.into_iter().filter_map(|(value, members)| Some((value?, members))).collect();
    kept.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then(a.0.cmp(b.0)));
    while kept.last().is_some_and(|(_, rarest)| rarest.len() < k || (!pool.is_empty() && pool.len() < k)) {
        pool.extend(kept.pop().map(|(_, members)| members).unwrap_or_default());
    }
    pool.sort_unstable();
    for (value, members) in &kept {
        for speaker in members {
            told[*speaker][attribute] = Some((*value).clone());
        }
        split(values, k, members, attribute + 1, told);
    }
    split(values, k, &pool, attribute + 1, told);
}
