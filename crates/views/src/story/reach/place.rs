//! A place's reach in sentences: without a car, against others, by skill, within a fare, with a child to drop off.

use lynchpin_findings::profile::{PlaceProfile, PlaceReach};
use lynchpin_findings::work::{Condition, Cut, Mode, WorkAnswer};

use super::{JOB_STEP, notes};
use crate::numbers::{Reading, Style};
use crate::report::{Block, Notes, Text};

/// A sentence for each figure that the place has.
pub(in crate::story) fn place_lines(work: &WorkAnswer, profile: &PlaceProfile, notes: &mut Notes) -> Option<Block> {
    let lead = &work.cut_off.rule.cut;
    let find = |mode: Mode, condition: Condition, shift: &str| {
        let cut = Cut { mode, shift: shift.into(), minutes: lead.minutes, condition };
        profile.reach.iter().find(|reach| reach.cut == cut)
    };
    let bus = find(Mode::PublicTransport, Condition::Direct, &lead.shift);
    let point = |reach: &PlaceReach| reach.value.map(|(_, point, _)| point);
    // A figure beside the one that it is set against.
    let beside = |reach: Option<&PlaceReach>, against: Option<&PlaceReach>| {
        let against = point(against?).filter(|jobs| *jobs > 0.0)?;
        point(reach?).map(|jobs| (jobs, against))
    };
    let jobs = Style::modelled_count(JOB_STEP);
    let percent = Style::percent().decimals(0);
    let mut lines = Vec::new();
    let mut pair = |found: Option<(f64, f64)>, note, words: [&str; 3]| {
        let Some((here, against)) = found else { return };
        let text = Text::new(words[0])
            .figure(&Reading::of(100.0 * here / against), &percent, note)
            .plain(words[1])
            .figure(&Reading::of(here), &jobs, note)
            .plain(" of ")
            .figure(&Reading::of(against), &jobs, note);
        lines.push(text.plain(words[2]));
    };
    let car = find(Mode::Car, Condition::Direct, &lead.shift);
    let note = notes::gap(notes, work);
    pair(beside(bus, car), note, ["Without a car: ", " of the good jobs that a car brings within reach (", ")."]);
    if work.terms.fare.is_ok() {
        let cheap = find(Mode::PublicTransport, Condition::WithinFare, &lead.shift);
        let note = notes::fare(notes, work);
        pair(
            beside(cheap, bus),
            note,
            ["Within the fare budget: ", " of the good jobs within reach by public transport (", ")."],
        );
    }
    if let Ok(terms) = &work.terms.nursery {
        let past = find(Mode::PublicTransport, Condition::PastNursery, &terms.shift);
        let direct = find(Mode::PublicTransport, Condition::Direct, &terms.shift);
        let note = notes::nursery(notes, work);
        pair(
            beside(past, direct),
            note,
            ["With a child to drop off: ", " of the good jobs within reach by public transport (", ")."],
        );
    }
    if let Some(per) = find(Mode::CarMix, Condition::Direct, &lead.shift).and_then(|reach| reach.per_seeker) {
        let note = notes::competition(notes, work);
        let text = Text::new("Against others: ").figure(&Reading::of(per), &Style::number(1), note);
        lines.push(text.plain(" good jobs for each jobseeker who competes for them, as households have cars."));
    }
    if let Some(open) = bus.and_then(|reach| reach.open) {
        let note = notes::skill(notes, work);
        let text = Text::new("By skill: residents hold enough for ").figure(&Reading::of(100.0 * open), &percent, note);
        lines.push(text.plain(" of the good jobs within reach by public transport."));
    }
    (!lines.is_empty()).then_some(Block::List(lines))
}
