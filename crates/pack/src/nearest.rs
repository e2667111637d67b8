//! The nearest of some names, for hints.

/// The name among `names` that differs least from `wanted`, if any comes near enough to have been meant.
pub(crate) fn nearest<'a>(wanted: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = wanted.to_lowercase();
    let allowed = (folded.chars().count() / 3).max(2);
    names
        .into_iter()
        .map(|name| (distance(&folded, &name.to_lowercase()), name))
        .filter(|(edits, _)| *edits <= allowed)
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, name)| name)
}

/// Levenshtein distance over characters.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, from) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in right.iter().enumerate() {
            let replaced = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(row[j + 1] + 1);
        }
    }
    row[right.len()]
}

/// A hint that names the nearest, or lists what there is.
pub(crate) fn suggestion(wanted: &str, names: &[&str]) -> String {
    const MOST: usize = 12;
    if let Some(name) = nearest(wanted, names.iter().copied()) {
        return format!("did you mean `{name}`?");
    }
    if names.is_empty() {
        return "there are none".to_owned();
    }
    let listed: Vec<String> = names.iter().take(MOST).map(|n| format!("`{n}`")).collect();
    let more = if names.len() > MOST { ", …" } else { "" };
    format!("there are {}{more}", listed.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_found_and_a_far_one_is_not() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(nearest("housholds", ["cars_0", "households"]), Some("households"));
        assert_eq!(nearest("Cars_O", ["cars_0", "households"]), Some("cars_0"));
        assert_eq!(nearest("population", ["cars_0", "households"]), None);
        assert!(suggestion("population", &["cars_0"]).contains("there are `cars_0`"));
    }
}
