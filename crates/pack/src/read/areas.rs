//! The study areas: codes, names, points, outlines, higher geographies, kinds of place.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::{Reader, cells};
use crate::columns;
use crate::config::{ParentSection, PlaceTypeSection, PointsSection};
use crate::frame::Frame;
use crate::problem::Findings;
use crate::tables::{Areas, Ledger, LedgerEntry, Parents};

/// A point, WGS 84 `(lon, lat)` degrees.
pub(super) type LonLat = (f64, f64);

impl Reader<'_> {
    /// Reads the study areas.
    pub(super) fn areas(&self, findings: &mut Findings, ledger: &mut Ledger) -> Areas {
        let section = &self.config.areas;
        let mut areas = Areas { geography: self.geography.to_owned(), ..Areas::default() };
        let Some(geography) = self.atlas.geography(self.geography) else {
            return areas;
        };
        areas.codes = self.study.iter().filter_map(|&place| geography.codes.get_index(place).cloned()).collect();
        ledger.0.push(LedgerEntry {
            step: "areas".to_owned(),
            what: "areas".to_owned(),
            used: areas.codes.len() as f64,
            ..LedgerEntry::default()
        });
        areas.names = self.area_names(findings).unwrap_or_else(|| areas.codes.clone());
        areas.points = vec![None; areas.codes.len()];
        areas.outlines = vec![None; areas.codes.len()];
        areas.provenance.push(self.provenance(&section.source));
        if let Some(points) = &section.points {
            if let Some(all) = self.points("areas.points", points, self.geography, findings) {
                areas.points = self.study.iter().map(|&place| all[place]).collect();
            }
            self.note_missing("areas: points", &areas.points, "no point in the file", ledger);
            areas.provenance.push(self.provenance(&points.source));
        }
        if let Some(outlines) = &section.outlines {
            if let Some(all) = self.outlines(&outlines.source, findings) {
                areas.outlines = self.study.iter().map(|&place| all[place].clone()).collect();
            }
            self.note_missing("areas: outlines", &areas.outlines, "no outline in the file", ledger);
            areas.provenance.push(self.provenance(&outlines.source));
        }
        for (name, parent) in &section.parents {
            if let Some(parents) = self.parent(name, parent, &areas.codes, &areas.parents, findings) {
                let step = format!("areas: {name}");
                self.note_missing(&step, &parents.codes, "not in the lookup", ledger);
                areas.parents.insert(name.clone(), parents);
            }
            areas.provenance.push(self.provenance(&parent.source));
        }
        for (name, kind) in &section.place_types {
            if let Some(labels) = self.place_type(name, kind, findings) {
                let step = format!("areas: {name}");
                self.note_missing(&step, &labels, "the publisher does not classify the area", ledger);
                let labels = labels.into_iter().map(Option::unwrap_or_default).collect();
                areas.place_types.insert(name.clone(), labels);
            }
            areas.provenance.push(self.provenance(&kind.source));
        }
        let mut seen = std::collections::HashSet::new();
        areas.provenance.retain(|from| seen.insert((from.title.clone(), from.files.clone())));
        areas
    }

    fn area_names(&self, findings: &mut Findings) -> Option<Vec<String>> {
        let section = &self.config.areas;
        let name = section.name.as_ref()?;
        let frame = self.frame(&section.source)?;
        let texts = cells::texts(frame, "areas", columns::AREA_NAME, name, findings)?;
        let named = texts.iter().map(|text| Some((*text).to_owned())).collect();
        let all = self.by_place(&section.source, named)?;
        Some(self.study.iter().map(|&place| all[place].clone().unwrap_or_default()).collect())
    }

    /// Points by position in a geography.
    pub(super) fn points(
        &self,
        table: &str,
        section: &PointsSection,
        geography: &str,
        findings: &mut Findings,
    ) -> Option<Vec<Option<LonLat>>> {
        let frame = self.frame(&section.source)?;
        let source = self.config.sources.get(&section.source)?;
        if source.geography.as_deref() != Some(geography) {
            findings.key(
                &format!("{table}.source"),
                Some(&section.source),
                &format!("a source whose geography is {geography}"),
                "points cannot be carried between geographies; name the points of this vintage",
            );
            return None;
        }
        let mut column = |role, name: &String| cells::numbers(source, frame, table, role, name, findings);
        let (first, second, grid) = match section {
            PointsSection { lon: Some(lon), lat: Some(lat), .. } => {
                (column(columns::LON, lon), column(columns::LAT, lat), false)
            }
            PointsSection { easting: Some(easting), northing: Some(northing), .. } => {
                (column(columns::EASTING, easting), column(columns::NORTHING, northing), true)
            }
            _ => return None,
        };
        let rows = first?
            .into_iter()
            .zip(second?)
            .map(|(x, y)| if grid { lonlat_bng::convert_osgb36_to_ll(x?, y?).ok() } else { Some((x?, y?)) })
            .collect();
        self.by_place(&section.source, rows)
    }

    fn outlines(&self, source: &str, findings: &mut Findings) -> Option<Vec<Option<geo_types::MultiPolygon<f64>>>> {
        let frame = self.frame(source)?;
        let Some(outlines) = frame.outlines.clone() else {
            findings.key(
                "areas.outlines.source",
                Some(source),
                "a GeoJSON source",
                "outlines are read from .geojson or .geojson.gz",
            );
            return None;
        };
        if self.config.sources.get(source)?.geography.as_deref() != Some(self.geography) {
            findings.key(
                "areas.outlines.source",
                Some(source),
                &format!("a source whose geography is {}", self.geography),
                "outlines cannot be carried between geographies",
            );
            return None;
        }
        self.by_place(source, outlines)
    }

    fn parent(
        &self,
        name: &str,
        section: &ParentSection,
        codes: &[String],
        before: &IndexMap<String, Parents>,
        findings: &mut Findings,
    ) -> Option<Parents> {
        let table = format!("areas.parents.{name}");
        let frame = self.frame(&section.source)?;
        let key = self.config.sources.get(&section.source)?.key.as_ref()?;
        let keys = frame.column(&table, key, findings)?;
        let parent_codes = cells::texts(frame, &table, columns::PARENT_CODE, &section.code, findings)?;
        let names = match &section.name {
            Some(name) => Some(cells::texts(frame, &table, columns::PARENT_NAME, name, findings)?),
            None => None,
        };
        let row_of = unambiguous(frame, &table, keys, &parent_codes, findings);
        let own: Vec<Option<&str>> = match &section.via {
            Some(via) => before.get(via)?.codes.iter().map(Option::as_deref).collect(),
            None => codes.iter().map(|code| Some(code.as_str())).collect(),
        };
        let rows: Vec<Option<usize>> =
            own.iter().map(|code| row_of.get((*code)?).copied().filter(|&row| !parent_codes[row].is_empty())).collect();
        let code_of = |row: usize| parent_codes[row].to_owned();
        let name_of = |row: usize| names.as_ref().map_or_else(|| code_of(row), |names| names[row].to_owned());
        Some(Parents {
            codes: rows.iter().map(|row| row.map(code_of)).collect(),
            names: rows.iter().map(|row| row.map(name_of)).collect(),
        })
    }

    fn place_type(
        &self,
        name: &str,
        section: &PlaceTypeSection,
        findings: &mut Findings,
    ) -> Option<Vec<Option<String>>> {
        let table = format!("areas.place_types.{name}");
        let frame = self.frame(&section.source)?;
        let texts = cells::texts(frame, &table, columns::PLACE_TYPE, &section.label, findings)?;
        let way = self.way(&table, &section.source, self.geography, findings)?;
        let rows = texts.iter().map(|text| Some((*text).to_owned()).filter(|text| !text.is_empty())).collect();
        let all = self.atlas.carry_labels(&way, self.by_place(&section.source, rows)?);
        Some(self.study.iter().map(|&place| all[place].clone()).collect())
    }
}

/// Row by key; a key that leads to two different codes is a problem.
fn unambiguous<'a>(
    frame: &'a Frame,
    table: &str,
    keys: &'a crate::frame::Column,
    codes: &[&str],
    findings: &mut Findings,
) -> HashMap<&'a str, usize> {
    let mut row_of: HashMap<&str, usize> = HashMap::with_capacity(frame.rows());
    for row in 0..frame.rows() {
        let first = *row_of.entry(keys.cells.get(row)).or_insert(row);
        if codes[first] != codes[row] && !keys.cells.get(row).is_empty() {
            let expected = format!("one code for `{table}`: row {} says {}", frame.lines[first], codes[first]);
            let hint = format!("this row says {}; leave one of them out with `where`", codes[row]);
            cells::refuse(frame, keys, row, expected, &hint, findings);
        }
    }
    row_of
}
