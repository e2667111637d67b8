//! Invented names that sound British. None is meant to be a real place; the elements avoid the commonest real ones.

use crate::dice::Dice;
use std::collections::BTreeSet;

const FIRST: [&str; 48] = [
    "Aldrin", "Barrel", "Brannoch", "Cald", "Corven", "Crosk", "Dunnel", "Drax", "Ebber", "Ember", "Fenner", "Fosk",
    "Garrel", "Gorse", "Hask", "Hollin", "Ister", "Karrow", "Keld", "Lannock", "Larrow", "Marrow", "Mossel", "Nessel",
    "Northel", "Oster", "Orrin", "Pendle", "Pollow", "Quell", "Quarrin", "Rannel", "Ressel", "Scarrow", "Skell",
    "Sorrel", "Tarrow", "Tessel", "Thrisk", "Tunnock", "Ulver", "Varrow", "Vellan", "Wennow", "Whinnel", "Withen",
    "Yarrel", "Yessen",
];
const LAST: [&str; 16] = [
    "wick", "thorpe", "stead", "holme", "combe", "ley", "field", "beck", "garth", "dale", "worth", "bourne", "den",
    "moss", "hurst", "rigg",
];
/// Combinations of the two that are real places: never dealt.
const REAL: [&str; 4] = ["Caldbeck", "Keldholme", "Osterley", "Ulverley"];
const STREET_LAST: [&str; 12] =
    ["Street", "Road", "Avenue", "Close", "Lane", "Terrace", "Drive", "Grove", "Crescent", "Way", "Row", "Gardens"];
const STREET_FIRST: [&str; 40] = [
    "Alder",
    "Anchor",
    "Ash",
    "Bakers",
    "Beacon",
    "Beech",
    "Birch",
    "Bramble",
    "Chapel",
    "Clover",
    "Coopers",
    "Curlew",
    "Dunlin",
    "Elder",
    "Foundry",
    "Gannet",
    "Hawthorn",
    "Hazel",
    "Heron",
    "Kiln",
    "Lapwing",
    "Larch",
    "Linnet",
    "Maple",
    "Market",
    "Mill",
    "Oak",
    "Orchard",
    "Plover",
    "Quarry",
    "Rope",
    "Rowan",
    "Sandpiper",
    "School",
    "Swan",
    "Tanner",
    "Teal",
    "Tern",
    "Weaver",
    "Willow",
];

/// Deals names without repeating one.
pub(crate) struct Names {
    dice: Dice,
    used: BTreeSet<String>,
}

impl Names {
    pub(crate) fn new(seed: u64) -> Self {
        Self { dice: Dice::new(seed, "names"), used: BTreeSet::new() }
    }

    /// A settlement's name with a given ending, or an ordinary one where the ending is empty.
    pub(crate) fn place(&mut self, ending: &str) -> String {
        for attempt in 0..64 {
            let first = FIRST[self.dice.below(FIRST.len())];
            let last = if ending.is_empty() { LAST[self.dice.below(LAST.len())] } else { ending };
            let name = match attempt / 16 {
                0 => format!("{first}{last}"),
                1 => format!("Upper {first}{last}"),
                2 => format!("{first}{last} Bank"),
                _ => format!("{first}{last} St {}", ["Orrin", "Wenna", "Tesk", "Hollow"][self.dice.below(4)]),
            };
            if !REAL.contains(&name.as_str()) && self.used.insert(name.clone()) {
                return name;
            }
        }
        let name = format!("New {}{} {}", FIRST[self.dice.below(FIRST.len())], LAST[0], self.used.len());
        self.used.insert(name.clone());
        name
    }
}

/// The name of a street by number: the same number has always the same name.
pub(crate) fn street(number: u64) -> String {
    let mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20;
    let first = STREET_FIRST[(mixed % 40) as usize];
    let last = STREET_LAST[((mixed / 40) % 12) as usize];
    format!("{first} {last}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_real_place_is_dealt_and_no_name_twice() {
        let mut names = Names::new(1);
        let dealt: Vec<String> = (0..9_000).map(|_| names.place("")).collect();
        assert!(dealt.iter().all(|name| !REAL.contains(&name.as_str())));
        assert_eq!(dealt.iter().collect::<BTreeSet<_>>().len(), dealt.len());
        // Each could be dealt but for the list.
        assert!(REAL.iter().all(|real| FIRST.iter().any(|f| LAST.iter().any(|l| format!("{f}{l}") == *real))));
    }
}
