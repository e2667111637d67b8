//! The skill that jobs ask for: skill level of an occupation, and the mix of levels in an industry.

use crate::FindingsError;
use crate::error::aligned;
use lynchpin_pack::tables::Staffing;
use serde::{Deserialize, Serialize};

/// Skill level of an occupation in SOC 2020.
///
/// Source: ONS, *SOC 2020 volume 1: structure and descriptions of unit groups*, the table of skill levels by sub-major group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SkillLevel {
    /// General education and a short spell of training: elementary occupations.
    One,
    /// Good general education and some months of training: clerks, carers, shop staff, drivers, operatives.
    Two,
    /// Vocational or further education short of a degree: technicians, trades, owners of small businesses.
    Three,
    /// A degree or as much experience: professionals and managers.
    Four,
}

impl SkillLevel {
    /// Every level, lowest first.
    pub const ALL: [Self; 4] = [Self::One, Self::Two, Self::Three, Self::Four];

    /// The level of a SOC 2020 code of one digit or more; `None` where the code does not begin with a major group, `1` to `9`.
    ///
    /// Major group 1 holds two levels (11 is level 4, 12 is level 3): its one-digit code gives level 4, where most of its people are.
    #[must_use]
    pub fn of_occupation(code: &str) -> Option<Self> {
        if !code.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        match code.as_bytes() {
            [b'1', b'2', ..] | [b'3' | b'5', ..] => Some(Self::Three),
            [b'1' | b'2', ..] => Some(Self::Four),
            [b'4' | b'6' | b'7' | b'8', ..] => Some(Self::Two),
            [b'9', ..] => Some(Self::One),
            _ => None,
        }
    }

    /// The position of the level in an array of four, lowest first.
    #[must_use]
    pub fn position(self) -> usize {
        self as usize
    }

    /// The level as a number, 1 to 4.
    #[must_use]
    pub fn number(self) -> usize {
        self.position() + 1
    }
}

/// The share of each industry's jobs at skill level 1, 2, 3 and 4, `0..=1`, in the order of [`Staffing::industries`], from its national staffing.
///
/// People whose occupation has no level are left out; an industry without anybody else has `None`.
///
/// # Errors
/// [`FindingsError::Misaligned`] where the staffing table's rows have the wrong length.
pub fn industry_skills(staffing: &Staffing) -> Result<Vec<Option<[f64; 4]>>, FindingsError> {
    aligned("staffing: occupations", staffing.occupations.len(), staffing.people.len())?;
    let mut people = vec![[0.0; 4]; staffing.industries.len()];
    for (code, row) in staffing.occupations.iter().zip(&staffing.people) {
        aligned(&format!("staffing of occupation {code}"), staffing.industries.len(), row.len())?;
        let Some(level) = SkillLevel::of_occupation(code) else { continue };
        for (levels, count) in people.iter_mut().zip(row) {
            levels[level.position()] += count;
        }
    }
    Ok(people.into_iter().map(shares).collect())
}

fn shares(people: [f64; 4]) -> Option<[f64; 4]> {
    let all: f64 = people.iter().sum();
    (all > 0.0).then(|| people.map(|count| count / all))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_follow_the_published_table() {
        let level = |code| SkillLevel::of_occupation(code).map(SkillLevel::number);
        // Care managers 1232 and restaurant owners 1222 are level 3; chief executives 1111 level 4.
        assert_eq!(["1111", "1222", "1232", "2231", "3511", "5241"].map(level), [4, 3, 3, 4, 3, 3].map(Some));
        assert_eq!(["4122", "6111", "7211", "8211", "9252"].map(level), [2, 2, 2, 2, 1].map(Some));
        assert_eq!(["", "0", "x9", "6x"].map(level), [None; 4]);
    }

    #[test]
    fn an_industry_has_the_levels_of_its_people() -> Result<(), FindingsError> {
        let staffing = Staffing {
            occupations: ["11", "12", "9", "unknown"].map(str::to_owned).to_vec(),
            industries: ["G", "Q"].map(str::to_owned).to_vec(),
            people: vec![vec![10.0, 0.0], vec![30.0, 0.0], vec![60.0, 0.0], vec![500.0, 7.0]],
            ..Staffing::default()
        };
        assert_eq!(industry_skills(&staffing)?, [Some([0.6, 0.0, 0.3, 0.1]), None]);
        Ok(())
    }
}
