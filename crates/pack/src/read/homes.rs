//! Where people who answered or spoke live: no finer than a Middle layer Super Output Area.

use std::collections::HashSet;

use super::{Reader, cells};
use crate::columns;
use crate::config::HomeSection;
use crate::frame::Frame;
use crate::nearest::suggestion;
use crate::problem::Findings;
use crate::tables::{Areas, Ledger, LedgerEntry};
use crate::voices::Homes;

/// Geographies finer than an MSOA, by how their names begin.
const TOO_FINE: [&str; 6] = ["lsoa", "oa", "dz", "data_zone", "postcode", "uprn"];

impl Reader<'_> {
    /// Checks a `home`: codes need a level, which is a parent of the study areas and no finer than an MSOA.
    pub(super) fn check_home(&self, table: &str, home: &HomeSection, findings: &mut Findings) -> bool {
        let parents: Vec<&str> = self.config.areas.parents.keys().map(String::as_str).collect();
        match (&home.area, &home.level) {
            (None, None) => true,
            (Some(_), Some(level)) if parents.contains(&level.as_str()) && !too_fine(level) => true,
            (Some(_), level) => {
                findings.key(
                    &format!("{table}.home.level"),
                    level.as_deref(),
                    "one of [areas.parents], no finer than an MSOA: nobody who answered is placed in a neighbourhood",
                    &suggestion(level.as_deref().unwrap_or_default(), &parents),
                );
                false
            }
            (None, Some(level)) => {
                findings.key(&format!("{table}.home.area"), Some(level), "the column with codes of that level", "");
                false
            }
        }
    }

    /// Reads where people live.
    pub(super) fn homes(
        &self,
        table: &str,
        frame: &Frame,
        home: &HomeSection,
        areas: &Areas,
        (findings, ledger): (&mut Findings, &mut Ledger),
    ) -> Option<Homes> {
        if !self.check_home(table, home, findings) {
            return None;
        }
        let mut column = |role, name: &Option<String>| match name {
            Some(name) => cells::texts(frame, table, role, name, findings).map(Some),
            None => Some(None),
        };
        let codes = column(columns::HOME_AREA, &home.area)?;
        let groups = column(columns::HOME_GROUP, &home.place_group)?;
        let filled = |cells: Vec<&str>| cells.into_iter().map(|c| (!c.is_empty()).then(|| c.to_owned())).collect();
        let mut homes = Homes {
            level: home.level.clone(),
            areas: codes.map_or_else(|| vec![None; frame.rows()], filled),
            groups: groups.map(filled).unwrap_or_default(),
        };
        leave_out_strangers(table, &mut homes, areas, ledger);
        Some(homes)
    }
}

/// Whoever lives outside the study areas is placed nowhere, and told of on the ledger.
pub(super) fn leave_out_strangers(table: &str, homes: &mut Homes, areas: &Areas, ledger: &mut Ledger) {
    let Some(level) = &homes.level else { return };
    let known: HashSet<&str> =
        areas.parents.get(level).map(|p| p.codes.iter().flatten().map(String::as_str).collect()).unwrap_or_default();
    let before = homes.areas.iter().flatten().count();
    let mut outside: Vec<String> = Vec::new();
    for area in &mut homes.areas {
        if let Some(code) = area.take_if(|code| !known.contains(code.as_str())) {
            outside.push(code);
        }
    }
    let lost = outside.len();
    outside.sort();
    outside.dedup();
    outside.truncate(10);
    let reason = if lost == 0 { String::new() } else { format!("they live in no {level} of the study area") };
    ledger.0.push(LedgerEntry {
        step: format!("{table}: where they live"),
        what: "people".to_owned(),
        used: before as f64,
        lost: lost as f64,
        reason,
        examples: outside,
    });
}

/// Whether a geography is finer than an MSOA, by its name.
fn too_fine(level: &str) -> bool {
    let level = level.to_ascii_lowercase();
    TOO_FINE
        .iter()
        .any(|fine| level.strip_prefix(fine).is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit() || c == '_')))
}

#[cfg(test)]
mod tests {
    use super::too_fine;

    #[test]
    fn geographies_finer_than_an_msoa_are_known_by_name() {
        assert!(["lsoa21", "oa", "OA_2021", "postcode", "dz11"].iter().all(|level| too_fine(level)));
        assert!(!["msoa21", "ward", "local_authority", "iz11", "oak_estate"].iter().any(|level| too_fine(level)));
    }
}
