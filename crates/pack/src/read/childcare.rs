//! Childcare: providers with places and hours, the children who may need a place, published access.

use super::areas::LonLat;
use super::carry::note;
use super::pay::tell_repeats;
use super::{Reader, cells};
use crate::columns::{self, Role};
use crate::config::{ChildcareSection, ChildrenSection, MissingArea, ProvidersSection, SourceSection};
use crate::frame::Frame;
use crate::geography::Carry;
use crate::problem::Findings;
use crate::tables::{Childcare, Ledger, LedgerEntry, ProviderAccounts, PublishedAccess, Surroundings};

const PROVIDERS: &str = "childcare.providers";
const CHILDREN: &str = "childcare.children";
const ACCOUNTS: &str = "childcare.providers.accounts";

/// The rows of one source, read for one table.
struct Rows<'a> {
    source: &'a SourceSection,
    frame: &'a Frame,
    table: &'static str,
}

impl Rows<'_> {
    fn numbers(&self, role: Role, name: &str, findings: &mut Findings) -> Option<Vec<Option<f64>>> {
        cells::numbers(self.source, self.frame, self.table, role, name, findings)
    }

    /// A column that the pack may leave out: unknown everywhere then.
    fn if_named(&self, role: Role, name: Option<&String>, findings: &mut Findings) -> Option<Vec<Option<f64>>> {
        match name {
            Some(name) => self.numbers(role, name, findings),
            None => Some(vec![None; self.frame.rows()]),
        }
    }

    fn texts(&self, role: Role, name: &str, findings: &mut Findings) -> Option<Vec<String>> {
        let texts = cells::texts(self.frame, self.table, role, name, findings)?;
        Some(texts.into_iter().map(str::to_owned).collect())
    }
}

impl Reader<'_> {
    /// Reads the childcare.
    pub(super) fn childcare(&self, findings: &mut Findings, ledger: &mut Ledger) -> Option<Childcare> {
        let section = self.config.childcare.as_ref()?;
        // Each part is read even where another is wrong, so that all problems are told at once.
        let providers = self.providers(&section.providers, findings, ledger);
        let children = section.children.as_ref().map(|children| self.children(children, findings, ledger));
        let published = self.published_access(section, findings, ledger);
        let mut childcare = providers?;
        if let (Some(children), Some(section)) = (children, &section.children) {
            (childcare.children, childcare.around) = children?;
            childcare.children_provenance = self.provenance(&section.source);
        }
        childcare.published = published;
        Some(childcare)
    }

    fn providers(&self, section: &ProvidersSection, findings: &mut Findings, ledger: &mut Ledger) -> Option<Childcare> {
        let frame = self.frame(&section.source)?;
        let rows = Rows { source: self.config.sources.get(&section.source)?, frame, table: PROVIDERS };
        let ids = rows.texts(columns::PROVIDER_ID, &section.id, findings);
        if let Some(ids) = &ids {
            tell_repeats(frame, &section.id, ids, findings);
        }
        let names = match &section.name {
            Some(name) => rows.texts(columns::PROVIDER_NAME, name, findings),
            None => ids.clone(),
        };
        let kinds = match &section.kind {
            Some(kind) => rows.texts(columns::PROVIDER_KIND, kind, findings),
            None => Some(vec![String::new(); frame.rows()]),
        };
        let places = rows.numbers(columns::PROVIDER_PLACES, &section.places, findings);
        let points = self.provider_points(&rows, section, findings);
        let opens = rows.if_named(columns::OPENS, section.opens.as_ref(), findings);
        let closes = rows.if_named(columns::CLOSES, section.closes.as_ref(), findings);
        if let (Some(opens), Some(closes), Some(name)) = (&opens, &closes, &section.closes) {
            check_hours(frame, name, opens, closes, findings);
        }
        let accounts = self.accounts(section, findings, ledger);
        let (ids, names, kinds, places, points) = (ids?, names?, kinds?, places?, points?);
        let (opens, closes, accounts) = (opens?, closes?, accounts?);
        let kept: Vec<usize> = (0..ids.len()).filter(|&row| places[row].is_some_and(|places| places > 0.0)).collect();
        note_placeless(&ids, &kept, ledger);
        let clock = |seconds: &Vec<Option<f64>>| kept.iter().map(|&row| seconds[row].map(|s| s as u32)).collect();
        let childcare = Childcare {
            ids: kept.iter().map(|&row| ids[row].clone()).collect(),
            names: kept
                .iter()
                .map(|&row| if names[row].is_empty() { &ids[row] } else { &names[row] }.clone())
                .collect(),
            kinds: kept.iter().map(|&row| kinds[row].clone()).collect(),
            points: kept.iter().map(|&row| points[row]).collect(),
            places: kept.iter().filter_map(|&row| places[row]).collect(),
            opens: clock(&opens),
            closes: clock(&closes),
            accounts: kept.iter().map(|&row| accounts[row]).collect(),
            provenance: self.provenance(&section.source),
            ..Childcare::default()
        };
        note_pointless(&childcare, ledger);
        Some(childcare)
    }

    fn provider_points(
        &self,
        rows: &Rows<'_>,
        section: &ProvidersSection,
        findings: &mut Findings,
    ) -> Option<Vec<Option<LonLat>>> {
        if let Some(area) = &section.area {
            return self.points_of_areas(rows, area, findings);
        }
        // Neither pair complete has been told by the validation.
        let (x, y, grid) = match (&section.lon, &section.lat, &section.easting, &section.northing) {
            (Some(lon), Some(lat), ..) => {
                let lon = rows.numbers(columns::PROVIDER_LON, lon, findings);
                (lon, rows.numbers(columns::PROVIDER_LAT, lat, findings), false)
            }
            (.., Some(easting), Some(northing)) => {
                let easting = rows.numbers(columns::PROVIDER_EASTING, easting, findings);
                (easting, rows.numbers(columns::PROVIDER_NORTHING, northing, findings), true)
            }
            _ => return None,
        };
        let point = |(x, y): (Option<f64>, Option<f64>)| {
            if grid { lonlat_bng::convert_osgb36_to_ll(x?, y?).ok() } else { Some((x?, y?)) }
        };
        Some(x?.into_iter().zip(y?).map(point).collect())
    }

    /// A provider stands at the point of its area.
    fn points_of_areas(&self, rows: &Rows<'_>, area: &str, findings: &mut Findings) -> Option<Vec<Option<LonLat>>> {
        let codes = rows.texts(columns::PROVIDER_AREA, area, findings)?;
        let column = rows.frame.columns.iter().find(|column| column.name == area)?;
        let known = &self.atlas.geography(self.geography)?.codes;
        let section = self.config.areas.points.as_ref()?;
        let points = self.points("areas.points", section, self.geography, findings)?;
        let mut found = Vec::with_capacity(codes.len());
        for (row, code) in codes.iter().enumerate() {
            let place = known.get_index_of(code.as_str());
            if place.is_none() && !code.is_empty() {
                let expected = format!("a code of {}", self.geography);
                let hint = "leave it blank where the area is not known, or set the row aside with --quarantine";
                cells::refuse(rows.frame, column, row, expected, hint, findings);
            }
            found.push(place.and_then(|place| points[place]));
        }
        Some(found)
    }

    /// What each provider earns and spends: whole, or not at all.
    fn accounts(
        &self,
        providers: &ProvidersSection,
        findings: &mut Findings,
        ledger: &mut Ledger,
    ) -> Option<Vec<Option<ProviderAccounts>>> {
        let frame = self.frame(&providers.source)?;
        let Some(section) = &providers.accounts else {
            return Some(vec![None; frame.rows()]);
        };
        let rows = Rows { source: self.config.sources.get(&providers.source)?, frame, table: ACCOUNTS };
        let mut column = |role, name: &str| rows.numbers(role, name, findings);
        let ages = section.age_shares.each_ref().map(|name| column(columns::AGE_SHARES, name));
        let funded = section.funded_shares.each_ref().map(|name| column(columns::FUNDED_SHARES, name));
        let occupancy = column(columns::OCCUPANCY, &section.occupancy);
        let fee = column(columns::FEE, &section.fee);
        let wage = column(columns::WAGE, &section.wage);
        let rent = column(columns::RENT, &section.rent);
        let other = column(columns::OTHER_COSTS, &section.other);
        let hours = column(columns::HOURS, &section.hours);
        let ([Some(u2), Some(two), Some(three)], [Some(f2), Some(ftwo), Some(fthree)]) = (ages, funded) else {
            return None;
        };
        let (occupancy, fee, wage, rent, other, hours) = (occupancy?, fee?, wage?, rent?, other?, hours?);
        let whole = |row: usize| {
            Some(ProviderAccounts {
                age_shares: [u2[row]?, two[row]?, three[row]?],
                occupancy: occupancy[row]?,
                funded_shares: [f2[row]?, ftwo[row]?, fthree[row]?],
                fee_pounds: fee[row]?,
                wage_pounds: wage[row]?,
                rent_pounds: rent[row]?,
                other_pounds: other[row]?,
                hours: hours[row]?,
            })
        };
        let accounts: Vec<Option<ProviderAccounts>> = (0..frame.rows()).map(whole).collect();
        check_ages(frame, &section.age_shares[0], &accounts, findings);
        note_incomplete(&accounts, ledger);
        Some(accounts)
    }

    /// Children of the study areas, and of the areas around them.
    fn children(
        &self,
        section: &ChildrenSection,
        findings: &mut Findings,
        ledger: &mut Ledger,
    ) -> Option<(Vec<Option<f64>>, Surroundings)> {
        let frame = self.frame(&section.source)?;
        let rows = Rows { source: self.config.sources.get(&section.source)?, frame, table: CHILDREN };
        let mut total = vec![Some(0.0); frame.rows()];
        for (name, part) in section.count.parts() {
            let counts = rows.numbers(columns::CHILDREN, name, findings)?;
            for (total, count) in total.iter_mut().zip(counts) {
                *total = total.zip(count).map(|(total, count)| total + part * count);
            }
        }
        let way = self.way(CHILDREN, &section.source, self.geography, findings)?;
        let arrived = self.atlas.carry(&way, self.by_place(&section.source, total)?, Carry::Counts);
        if way.len() > 1 {
            let from = rows.source.geography.clone()?;
            note(CHILDREN, (&from, self.geography), (Carry::Counts, "children"), &arrived, ledger);
        }
        let nobody = (section.missing == MissingArea::Zero).then_some(0.0);
        let here: Vec<Option<f64>> = self.study.iter().map(|&place| arrived.values[place].or(nobody)).collect();
        ledger.0.push(LedgerEntry {
            step: format!("{CHILDREN}: study areas"),
            what: "children".to_owned(),
            used: here.iter().flatten().sum(),
            ..LedgerEntry::default()
        });
        self.note_missing(CHILDREN, &here, "no figure in the file", ledger);
        let around = self.surroundings(&arrived.values, findings);
        Some((here, around))
    }

    fn surroundings(&self, children: &[Option<f64>], findings: &mut Findings) -> Surroundings {
        let mut around = Surroundings::default();
        let points = self.config.areas.points.as_ref();
        let points = points.and_then(|section| self.points("areas.points", section, self.geography, findings));
        let (Some(points), Some(geography)) = (points, self.atlas.geography(self.geography)) else {
            return around;
        };
        let mut inside = vec![false; children.len()];
        for &place in self.study {
            inside[place] = true;
        }
        for (place, code) in geography.codes.iter().enumerate().filter(|(place, _)| !inside[*place]) {
            if let (Some(point), Some(children)) = (points[place], children[place].filter(|count| *count > 0.0)) {
                around.codes.push(code.clone());
                around.points.push(point);
                around.children.push(children);
            }
        }
        around
    }

    fn published_access(
        &self,
        section: &ChildcareSection,
        findings: &mut Findings,
        ledger: &mut Ledger,
    ) -> Option<PublishedAccess> {
        let section = section.published.as_ref()?;
        let source = self.config.sources.get(&section.source)?;
        let rows = Rows { source, frame: self.frame(&section.source)?, table: "childcare.published" };
        let mut column = |role, name: Option<&String>| {
            let values = rows.numbers(role, name?, findings)?;
            let carry = (Carry::Means, "places per child");
            self.to_study(rows.table, &section.source, values, carry, findings, ledger)
        };
        Some(PublishedAccess {
            all: column(columns::PUBLISHED_ALL, section.all.as_ref()),
            driving: column(columns::PUBLISHED_DRIVING, section.driving.as_ref()),
            public_transport: column(columns::PUBLISHED_TRANSIT, section.public_transport.as_ref()),
            provenance: self.provenance(&section.source),
        })
    }
}

/// Whoever opens closes later.
fn check_hours(frame: &Frame, name: &str, opens: &[Option<f64>], closes: &[Option<f64>], findings: &mut Findings) {
    let Some(column) = frame.columns.iter().find(|column| column.name == name) else {
        return;
    };
    for (row, (opens, closes)) in opens.iter().zip(closes).enumerate() {
        if opens.zip(*closes).is_some_and(|(opens, closes)| closes <= opens) {
            let expected = "a time after the opening".to_owned();
            cells::refuse(frame, column, row, expected, "times count from 00:00 to 24:00 of one day", findings);
        }
    }
}

/// Shares by age make a whole.
fn check_ages(frame: &Frame, name: &str, accounts: &[Option<ProviderAccounts>], findings: &mut Findings) {
    let Some(column) = frame.columns.iter().find(|column| column.name == name) else {
        return;
    };
    for (row, accounts) in accounts.iter().enumerate() {
        let sum = accounts.map_or(1.0, |accounts| accounts.age_shares.iter().sum());
        if (sum - 1.0).abs() > 0.005 {
            let expected = format!("shares by age that add up to 1, not {sum:.3}");
            cells::refuse(frame, column, row, expected, "a percentage is divided by 100 first", findings);
        }
    }
}

fn note_placeless(ids: &[String], kept: &[usize], ledger: &mut Ledger) {
    let mut keeps = vec![false; ids.len()];
    for &row in kept {
        keeps[row] = true;
    }
    let lost = ids.len() - kept.len();
    ledger.0.push(LedgerEntry {
        step: PROVIDERS.to_owned(),
        what: "providers".to_owned(),
        used: ids.len() as f64,
        lost: lost as f64,
        reason: if lost > 0 { "the file gives no places, or none".to_owned() } else { String::new() },
        examples: (0..ids.len()).filter(|&row| !keeps[row]).take(10).map(|row| ids[row].clone()).collect(),
    });
}

/// Tells of places at providers without a point: nobody's reach holds them.
fn note_pointless(childcare: &Childcare, ledger: &mut Ledger) {
    let pointless: Vec<usize> = (0..childcare.ids.len()).filter(|&p| childcare.points[p].is_none()).collect();
    ledger.0.push(LedgerEntry {
        step: format!("{PROVIDERS}: points"),
        what: "places".to_owned(),
        used: childcare.places.iter().sum(),
        lost: pointless.iter().map(|&provider| childcare.places[provider]).sum(),
        reason: if pointless.is_empty() { String::new() } else { "the provider has no point".to_owned() },
        examples: pointless.iter().take(10).map(|&provider| childcare.ids[provider].clone()).collect(),
    });
}

fn note_incomplete(accounts: &[Option<ProviderAccounts>], ledger: &mut Ledger) {
    let lost = accounts.iter().filter(|accounts| accounts.is_none()).count();
    if lost > 0 {
        ledger.0.push(LedgerEntry {
            step: ACCOUNTS.to_owned(),
            what: "providers".to_owned(),
            used: accounts.len() as f64,
            lost: lost as f64,
            reason: "a figure is blank: the provider has no accounts".to_owned(),
            examples: Vec::new(),
        });
    }
}
