//! From a pack's providers to the places within reach of each child: by its streets and timetable where it has both, else in straight lines.

use anyhow::{Result, anyhow};
use lynchpin_findings::childcare::{
    ChildcareAnswer, Families, Parameters, Question, STRETCH, Speeds, Travel, Within, answer, straight_lines,
};
use lynchpin_findings::places::PlacesAnswer;
use lynchpin_network::Network;
use lynchpin_network::geometry::Point;
use lynchpin_network::streets::{Congestion, Snap, Speeds as StreetSpeeds};
use lynchpin_network::timetable::Day;
use lynchpin_pack::Pack;
use lynchpin_pack::config::ChildcareAccess;
use lynchpin_pack::tables::{Childcare, LedgerEntry, Tables};
use lynchpin_reach::matrix::{Limit, MatrixRow, RowSink, StreetMatrix, TransitMatrix, limited_rows, street_rows};
use lynchpin_reach::search::UNREACHABLE;
use lynchpin_reach::{ReachError, TransitRequest, Window};

use crate::progress::Steps;
use crate::travel;

/// When families set out, where travel times are those of a timetable: 08:00 and the hour after (Lynchpin default).
const SETS_OUT_SECONDS: u32 = 8 * 3600;

/// Childcare within reach, or why nothing is said of it; and what was used and lost on the way.
pub fn answer_for(
    pack: &Pack,
    tables: &Tables,
    places: &PlacesAnswer,
    steps: &mut Steps,
) -> Result<(Result<ChildcareAnswer, String>, Vec<LedgerEntry>)> {
    let Some(childcare) = &tables.childcare else {
        return Ok((Err("the pack has no childcare providers.".into()), Vec::new()));
    };
    let (families, mut ledger) = match Families::new(&tables.areas.points, &tables.residents, childcare) {
        Ok(families) => families,
        Err(why) => return Ok((Err(why), Vec::new())),
    };
    let rules = pack.config().childcare.as_ref().map(|section| section.access.clone()).unwrap_or_default();
    let given = Given { pack, tables, childcare, families: &families, rules: &rules };
    let has_network = !pack.streets().is_empty() && !pack.timetables().is_empty();
    let Reached { car, transit, linked, travel } = if has_network {
        let network = travel::network(pack, steps)?;
        steps.step("childcare, journeys", || given.over_network(&network))?
    } else {
        steps.step("childcare, straight lines", || given.in_straight_lines())
    };
    let question = Question {
        families: &families,
        places: &childcare.places,
        car: &car,
        transit: &transit,
        linked: &linked,
        rules: &rules,
        minimum_children: f64::from(pack.disclosure().threshold),
    };
    let money = (parameters(pack)?, pack.thresholds().wage_floors.first());
    let found =
        steps.step("childcare, places for each child", || answer(tables, &question, &places.grouping, travel, money));
    ledger.push(unserved(childcare, &found));
    Ok((Ok(found), ledger))
}

/// Funded rates of the year of the accounts, of the pack's day, or of the latest year built in.
fn parameters(pack: &Pack) -> Result<Parameters> {
    let accounts = pack.config().childcare.as_ref().and_then(|section| section.providers.accounts.as_ref());
    let parameters = match (accounts.and_then(|accounts| accounts.year.as_ref()), pack.date()) {
        (Some(year), _) => Parameters::of_year(year),
        (None, Some(day)) => Parameters::nearest(i32::from(day.year()), day.month() as u32),
        (None, None) => Parameters::nearest(2026, 4),
    };
    Ok(parameters?)
}

fn unserved(childcare: &Childcare, found: &ChildcareAnswer) -> LedgerEntry {
    let lost = found.access.places - found.access.places_reached;
    LedgerEntry {
        step: "childcare: providers within reach of a child".into(),
        what: "places".into(),
        used: found.access.places,
        lost,
        reason: if lost > 0.0 {
            "no child under study or around can get there within the limits".into()
        } else {
            String::new()
        },
        examples: found.access.unserved.iter().take(10).map(|provider| childcare.ids[*provider].clone()).collect(),
    }
}

/// What travel times are worked out from.
struct Given<'a> {
    pack: &'a Pack,
    tables: &'a Tables,
    childcare: &'a Childcare,
    families: &'a Families,
    rules: &'a ChildcareAccess,
}

/// Providers within reach of each area.
struct Reached {
    car: Within,
    transit: Within,
    linked: Vec<bool>,
    travel: Travel,
}

impl Given<'_> {
    fn in_straight_lines(&self) -> Reached {
        let rules = self.rules;
        let speeds = Speeds::new(self.families, self.tables, rules);
        let [car, transit] = straight_lines(self.families, &self.childcare.points, &speeds, rules, STRETCH);
        let scaled =
            rules.transit_indicator.as_ref().and_then(|id| self.tables.indicators.iter().find(|i| i.id == *id));
        let scaled = scaled.map_or_else(String::new, |indicator| {
            format!(", in proportion to “{}” from a quarter to one and a half of the median area", indicator.label)
        });
        let [sparse, middling, dense] = rules.drive_kmh;
        let [few, many] = rules.density_breaks;
        let words = format!(
            "Straight-line distances from population-weighted points times {} for detours. Door to door by car {sparse} km/h where fewer than {few} children live \
             in a square kilometre within 2 km, {middling} up to {many}, {dense} above; by public transport {} km/h{scaled}, or on foot at 4.8 km/h for up to {} minutes. \
             Lynchpin defaults: no street, no timetable and no hill is in them.",
            rules.detour, rules.transit_kmh, rules.walk_minutes
        );
        Reached {
            car,
            transit,
            linked: vec![true; self.families.study],
            travel: Travel { words, by_network: false, sources: Vec::new() },
        }
    }

    fn over_network(&self, network: &Network) -> Result<Reached> {
        let point = |p: &Option<(f64, f64)>| p.and_then(|(lon, lat)| Point::from_degrees(lon, lat));
        let origins: Vec<_> = self.families.points.iter().map(point).collect();
        let providers: Vec<_> = self.childcare.points.iter().map(point).collect();
        let walk = [&origins, &providers].map(|points| travel::snaps(&network.streets.walk, points));
        let drive = [&origins, &providers].map(|points| travel::snaps(&network.streets.drive, points));
        let transit = self.by_transit(network, [&walk[0], &walk[1]])?;
        let car = self.by_car(network, [&drive[0], &drive[1]])?;
        let linked =
            (0..self.families.study).map(|area| walk[0][area].is_linked() && drive[0][area].is_linked()).collect();
        let run = self.pack.run();
        let words = format!(
            "Door to door over the pack’s streets and timetable, setting out at 08:00 or in the {} minutes after (percentile {} of them, by public transport), walking {} km/h \
             and at most {} minutes in all; by car at the speeds and congestion of that hour, time to park not counted.",
            run.window_minutes, run.percentile, run.walk_kmh, self.rules.walk_minutes
        );
        Ok(Reached {
            car,
            transit,
            linked,
            travel: Travel { words, by_network: true, sources: travel::sources(self.pack) },
        })
    }

    fn by_transit(&self, network: &Network, [origins, providers]: [&[Snap]; 2]) -> Result<Within> {
        let run = self.pack.run();
        let date = self.pack.date().ok_or_else(|| anyhow!("pack.toml has a timetable but no date"))?;
        let limit = STRETCH * self.rules.transit_minutes;
        let request = TransitRequest {
            max_minutes: limit.floor() as u32,
            max_rides: run.max_rides,
            max_walk_minutes: self.rules.walk_minutes,
            max_transfer_walk_minutes: f64::from(run.max_transfer_walk_minutes).min(self.rules.walk_minutes),
            walk_kmh: run.walk_kmh,
            ..TransitRequest::new(Window::Depart { first_seconds: SETS_OUT_SECONDS, minutes: run.window_minutes })
        };
        let timetable = network.timetable.as_ref().ok_or(ReachError::NoTimetable)?;
        let day = Day::prepare(timetable, date, request.window.horizon(request.max_minutes))?;
        let matrix = TransitMatrix {
            request: &request,
            walk: &network.streets.walk,
            day: &day,
            stops: &network.stop_snaps,
            footpaths: &network.footpaths,
            origins,
            destinations: providers,
            percentiles: &[run.percentile as u8],
            cycling: None,
        };
        let mut near = Nearby::default();
        let walking = Limit::Walking((60.0 * self.rules.walk_minutes) as u16);
        limited_rows(&matrix, &walking, &mut near, &|_| ())?;
        Ok(Within::from_rows(near.0))
    }

    fn by_car(&self, network: &Network, [origins, providers]: [&[Snap]; 2]) -> Result<Within> {
        let graph = &network.streets.drive;
        let congestion = Congestion::at_hour(SETS_OUT_SECONDS / 3600);
        let speeds = StreetSpeeds { walk_kmh: self.pack.run().walk_kmh, congestion, ..StreetSpeeds::default() };
        let matrix = StreetMatrix {
            graph,
            weights: &graph.weigh(&speeds),
            origins,
            destinations: providers,
            max_minutes: STRETCH * self.rules.drive_minutes,
        };
        let mut near = Nearby::default();
        street_rows(&matrix, &mut near, &|_| ())?;
        Ok(Within::from_rows(near.0))
    }
}

/// Keeps of each row what is reached.
#[derive(Default)]
struct Nearby(Vec<Vec<(u32, f32)>>);

impl RowSink for Nearby {
    fn row(&mut self, row: &MatrixRow<'_>) -> Result<(), ReachError> {
        let reached = (0..).zip(row.column(0)).filter(|(_, minutes)| *minutes != UNREACHABLE);
        self.0.push(reached.map(|(provider, minutes)| (provider, f32::from(minutes))).collect());
        Ok(())
    }
}
