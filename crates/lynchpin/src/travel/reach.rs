//! Jobs within reach on every shift: by public transport and by car, shared among jobseekers, within a fare and by way of a nursery.

use anyhow::Result;
use lynchpin_findings::work::{
    Condition, DrawnJobs, DrawnReach, GoodJobs, Mode, Reach, ReachTable, ReachTerms, Seekers, SkillJobs, Supply,
    lead_minutes, skill_jobs,
};
use lynchpin_network::Network;
use lynchpin_pack::Pack;
use lynchpin_pack::config::Shift;
use lynchpin_pack::tables::{LedgerEntry, Tables};
use lynchpin_reach::matrix::FareLimit;

use super::compete;
use super::drawn::drawn_reach;
use super::fares::{Purse, purse};
use super::nursery::{Nurseries, nurseries};
use super::nursery_by_car;
use super::places::Places;
use super::shift::{Ask, Counted};
use crate::progress::Steps;

/// Jobs within reach for every shift and threshold of the pack, on all terms that the pack has data for; and what was lost on the way.
pub fn reach(
    pack: &Pack,
    tables: &Tables,
    supply: &Supply,
    network: &Network,
    steps: &mut Steps,
) -> Result<(Reach, Vec<LedgerEntry>)> {
    let skill = skill_jobs(tables, &supply.shares)?;
    let terms = Terms {
        seekers: seekers(tables, network),
        purse: purse(pack, network.timetable.as_ref())?,
        nurseries: if network.timetable.is_some() {
            nurseries(pack, tables)
        } else {
            Err("the pack has no timetable, so nothing is said of the trip to work by way of a nursery.".into())
        },
    };
    let mut found = Found::default();
    for (number, shift) in pack.run().shifts.iter().enumerate() {
        let good = supply.at_shift(tables, shift)?;
        // Intervals are of what the findings lead with.
        let leads = number == 0 && network.timetable.is_some() && terms.seekers.is_ok();
        let minimum = f64::from(pack.disclosure().threshold);
        let draws =
            if leads { steps.step("draws of good jobs", || supply.draws(tables, &good, minimum))? } else { None };
        let skill = skill.as_ref().ok().map(|skill| skill.in_step_with(&supply.good, &good));
        one_shift(
            &Asked { pack, tables, network, shift, good: &good, skill: skill.as_ref(), draws: draws.as_ref() },
            &terms,
            &mut found,
            steps,
        )?;
    }
    let places = Places::new(tables, &supply.good, None)?;
    let mut ledger = vec![
        places.unlinked(tables, &network.streets.walk, "walk"),
        places.unlinked_jobs(&supply.good, &network.streets.walk),
        places.unlinked(tables, &network.streets.drive, "drive"),
    ];
    ledger.extend(terms.seekers.iter().map(|seekers| seekers.ledger.clone()));
    ledger.extend(found.ledger);
    let terms = ReachTerms {
        seekers: terms.seekers,
        skill: skill.map(|_| ()),
        fare: terms.purse.map(|purse| purse.terms),
        nursery: terms.nurseries.map(|nurseries| nurseries.terms),
    };
    Ok((Reach { tables: found.tables, terms, drawn: found.drawn }, ledger))
}

fn seekers(tables: &Tables, network: &Network) -> Result<Seekers, String> {
    if network.timetable.is_none() {
        return Err("the pack has no timetable, so jobseekers without a car cannot be followed to the jobs that they compete for.".into());
    }
    Seekers::of(tables)
}

/// What a run asks beside plain travel times, or why not.
struct Terms {
    seekers: Result<Seekers, String>,
    purse: Result<Purse, String>,
    nurseries: Result<Nurseries, String>,
}

#[derive(Default)]
struct Found {
    tables: Vec<ReachTable>,
    drawn: Option<DrawnReach>,
    ledger: Vec<LedgerEntry>,
}

/// One shift and the jobs that count on it.
struct Asked<'a> {
    pack: &'a Pack,
    tables: &'a Tables,
    network: &'a Network,
    shift: &'a Shift,
    good: &'a GoodJobs,
    skill: Option<&'a SkillJobs>,
    draws: Option<&'a DrawnJobs>,
}

fn one_shift(asked: &Asked<'_>, terms: &Terms, found: &mut Found, steps: &mut Steps) -> Result<()> {
    let Asked { pack, network, shift, .. } = *asked;
    let places = Places::new(asked.tables, asked.good, asked.skill)?;
    let ask = Ask { pack, shift, network, places: &places, percentiles: [pack.run().percentile as u8] };
    let car = steps.step(&format!("car, {}", shift.id), || ask.by_car(terms.seekers.is_ok()))?;
    if network.timetable.is_none() {
        found.tables.extend(ask.tables((Mode::Car, Condition::Direct), &car, None));
        return Ok(());
    }
    let transit = steps
        .step(&format!("public transport, {}", shift.id), || ask.by_public_transport(None, terms.seekers.is_ok()))?;
    let shares =
        steps.step(&format!("competition, {}", shift.id), || competition(&ask, asked.good, [&transit, &car], terms))?;
    if let Some(draws) = asked.draws {
        let minutes = lead_minutes(pack.run());
        found.drawn = steps.step("draws within reach", || drawn_reach(draws, [&transit, &car], minutes))?;
    }
    let [per_transit, per_car] = match &shares {
        Some(shares) => shares.by_mode.each_ref().map(|by_threshold| Some(by_threshold.as_slice())),
        None => [None, None],
    };
    found.tables.extend(ask.tables((Mode::PublicTransport, Condition::Direct), &transit, per_transit));
    found.tables.extend(ask.tables((Mode::Car, Condition::Direct), &car, per_car));
    found.ledger.extend(shares.map_or_else(Vec::new, |shares| shares.ledger));
    if let (Ok(purse), Some(timetable)) = (&terms.purse, &network.timetable) {
        let limit = FareLimit { tariff: &purse.tariff, trip_route: &timetable.trips.route, most: Some(purse.most) };
        let within =
            steps.step(&format!("within the fare, {}", shift.id), || ask.by_public_transport(Some(limit), false))?;
        found.tables.extend(ask.tables((Mode::PublicTransport, Condition::WithinFare), &within, None));
    }
    if let Some(nurseries) = terms.nurseries.as_ref().ok().filter(|nurseries| nurseries.on(shift)) {
        let past = steps.step(&format!("by way of a nursery, {}", shift.id), || nurseries.by_public_transport(&ask))?;
        found.tables.extend(ask.tables((Mode::PublicTransport, Condition::PastNursery), &past, None));
        let past =
            steps.step(&format!("by car and nursery, {}", shift.id), || nursery_by_car::by_car(nurseries, &ask))?;
        found.tables.extend(ask.tables((Mode::Car, Condition::PastNursery), &past, None));
    }
    Ok(())
}

fn competition(
    ask: &Ask<'_>,
    good: &GoodJobs,
    counted: [&Counted<'_>; 2],
    terms: &Terms,
) -> Result<Option<compete::Shares>> {
    let (Ok(seekers), Some(transit), Some(car)) = (&terms.seekers, &counted[0].kept, &counted[1].kept) else {
        return Ok(None);
    };
    compete::share_out([transit, car], (&ask.places.competed, good), seekers, &ask.thresholds(), &ask.shift.id)
        .map(Some)
}
