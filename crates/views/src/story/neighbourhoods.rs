//! A page for each neighbourhood, ward or other place asked for.

use lynchpin_findings::profile::{PlaceIndicator, PlaceProfile, PlaceReach};
use lynchpin_findings::work::{Verdict, WorkAnswer};

use super::page::Story;
use super::reach as reach_story;
use super::shared::{bare_with_interval, group_heading, group_reading, neighbourhoods, style_of};
use super::{barriers, childcare, good_work, methods};
use crate::numbers::{Reading, Style};
use crate::report::{Block, KeyFigure, Notes, Report, Section, Text};
use crate::table::{Table, TableColumn, TableRow};

/// The page of a place.
pub(super) fn page(story: &Story<'_>, profile: &PlaceProfile) -> Report {
    let mut notes = Notes::new();
    let place = &profile.place;
    let mut sections = vec![standing(story, profile, &mut notes), indicators(story, profile, &mut notes)];
    if let Some(work) = story.work.filter(|_| !profile.reach.is_empty()) {
        sections.insert(1, reach(work, profile, &mut notes));
    }
    if let Some(found) = story.good_work {
        let at = sections.len() - 1;
        sections.splice(at..at, good_work::place_section(story, found, profile, &mut notes));
    }
    if let Some(Ok(answer)) = story.childcare {
        let indicators = sections.len() - 1;
        sections.insert(indicators, childcare::page(answer, profile, &mut notes));
    }
    let way = sections.len() - 1;
    sections.splice(way..way, barriers::place_section(story, &place.code, &place.name, &mut notes));
    Report {
        title: format!("{} ({})", place.name, place.code),
        subtitle: format!("{} in {}", level_words(&place.level, place.members.len()), story.name),
        finding: finding(story, profile),
        sections,
        notes,
        colophon: story.colophon(),
        back: Some(("report.html".into(), format!("Report on {}", story.name))),
    }
}

fn level_words(level: &str, members: usize) -> String {
    if level == "area" {
        "Neighbourhood".into()
    } else {
        format!("{} of {}", capitalised(level), neighbourhoods(members))
    }
}

fn capitalised(words: &str) -> String {
    let words = words.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn finding(story: &Story<'_>, profile: &PlaceProfile) -> Text {
    let name = &profile.place.name;
    let standing = if profile.place.members.len() == 1 {
        match profile.group {
            Some(group) => format!("{name} is in the group “{}”.", group_heading(group).to_lowercase()),
            None => format!("{name} could not be placed in a group."),
        }
    } else {
        let left = profile.areas_by_group.first().map_or(0, |(_, n)| *n);
        format!("{left} of the {} neighbourhoods of {name} are left behind.", profile.place.members.len())
    };
    let mut text = Text::new(&standing);
    if let Some(work) = story.work {
        let cut = &work.cut_off.rule.cut;
        if let Some(reach) = profile.reach.iter().find(|r| r.cut == *cut)
            && let (Some((low, point, high)), Some(all)) = (reach.value, reach.study_area)
        {
            let style = Style::modelled_count(10.0);
            let there = style.reading(&Reading::between(point, low, high));
            text = text.plain(&format!(
                " A working-age resident can reach {there} good jobs within {} minutes {}, against {} on average in the study area.",
                cut.minutes,
                cut.mode.phrase(),
                style.bare(all)
            ));
        }
    }
    text
}

fn standing(story: &Story<'_>, profile: &PlaceProfile, notes: &mut Notes) -> Section {
    let grouping = &story.places.grouping;
    let note = methods::grouping(
        notes,
        &story.tables.indices,
        [&grouping.deprivation, &grouping.community_needs],
        grouping.worst_percent,
    );
    let mut blocks = Vec::new();
    if let Some(population) = profile.population {
        let figure = KeyFigure {
            label: "Residents".into(),
            reading: Reading::of(population),
            style: Style::modelled_count(10.0).unit("people"),
            compare: String::new(),
            note,
        };
        blocks.push(Block::KeyFigures(vec![figure]));
    }
    let rows = profile.ranks.iter().map(|r| {
        let count = Style::count();
        TableRow::new([
            r.label.clone(),
            format!("{} of {}", count.bare(r.rank), count.bare(r.of as f64)),
            format!("{} to {}", count.bare(r.range.0), count.bare(r.range.1)),
            r.decile.to_string(),
            format!("{} of {}", r.in_decile_1.0, r.in_decile_1.1),
        ])
    });
    blocks.push(Block::Table(Table {
        caption: "Place in the national rankings (1 is worst)".into(),
        columns: vec![
            TableColumn::words("Index"),
            TableColumn::numbers("Rank (mean, weighted by people)", "").explained_by(note),
            TableColumn::numbers("Range of its neighbourhoods", "").explained_by(note),
            TableColumn::numbers("Decile", "").explained_by(note),
            TableColumn::numbers("Neighbourhoods in decile 1", "").explained_by(note),
        ],
        rows: rows.collect(),
        remark: None,
    }));
    Section { id: "standing".into(), heading: "Where it stands".into(), blocks, new_page: false }
}

fn reach(work: &WorkAnswer, profile: &PlaceProfile, notes: &mut Notes) -> Section {
    let note = methods::reach(notes, work);
    let style = Style::modelled_count(10.0);
    let minutes = work.cut_off.rule.cut.minutes;
    let row = |r: &PlaceReach| {
        let here = r.value.map_or(Reading::Missing, |(low, point, high)| Reading::between(point, low, high));
        TableRow::new([
            format!("{}, {}{}", work.shift_words(&r.cut.shift), r.cut.mode.phrase(), r.cut.condition.phrase()),
            bare_with_interval(&style, &here),
            style.cell(&Reading::from(r.group)),
            style.cell(&Reading::from(r.study_area)),
        ])
    };
    let mut blocks = vec![Block::Table(Table {
        caption: format!(
            "Good jobs within {minutes} minutes, mean over working-age residents (bounds of what jobs pay)"
        ),
        columns: vec![
            TableColumn::words("When and how"),
            TableColumn::numbers("Here", "jobs").explained_by(note),
            TableColumn::numbers("Its group", "jobs").explained_by(note),
            TableColumn::numbers("Study area", "jobs").explained_by(note),
        ],
        rows: profile.reach.iter().filter(|r| r.cut.minutes == minutes).map(row).collect(),
        remark: None,
    })];
    blocks.push(Block::Paragraph(cut_off(work, profile, notes)));
    blocks.extend(reach_story::place_lines(work, profile, notes));
    Section {
        id: "reach".into(),
        heading: format!("Good work within reach of {}", &profile.place.name),
        blocks,
        new_page: false,
    }
}

/// How many of its neighbourhoods are cut off, of those that could be judged.
fn cut_off(work: &WorkAnswer, profile: &PlaceProfile, notes: &mut Notes) -> Text {
    let note = methods::cut_off(notes, work);
    let count = |wanted: &[Verdict]| -> usize {
        profile.cut_off.iter().filter(|(verdict, _)| wanted.contains(verdict)).map(|(_, areas)| areas).sum()
    };
    let (below, unknown) = (count(&[Verdict::Firmly, Verdict::Likely]), count(&[Verdict::Unknown]));
    let judged = neighbourhoods(profile.place.members.len() - unknown);
    let rest = if unknown == 0 { ".".to_owned() } else { format!("; {unknown} could not be judged.") };
    Text::new("Cut off from good work, as this report draws the line: ")
        .figure(&Reading::of(below as f64), &Style::count(), note)
        .plain(&format!(" of {judged}{rest}"))
}

fn indicators(story: &Story<'_>, profile: &PlaceProfile, notes: &mut Notes) -> Section {
    let row = |i: &PlaceIndicator| {
        let style = style_of(&i.unit, i.study_area.or(i.nation));
        let cells = [
            i.label.clone(),
            i.unit.clone(),
            bare_with_interval(&style, &group_reading(Some(&i.place))),
            style.cell(&Reading::from(i.group)),
            style.cell(&Reading::from(i.study_area)),
            style.cell(&Reading::from(i.nation)),
        ];
        let indicator = story.tables.indicators.iter().find(|x| x.id == i.id);
        let method = i.place.interval.as_ref().map(|interval| interval.method.label());
        match indicator {
            Some(indicator) => TableRow::new(cells).explained_by(methods::indicator(notes, indicator, method)),
            None => TableRow::new(cells),
        }
    };
    let rows = profile.indicators.iter().map(row).collect();
    let blocks = vec![Block::Table(Table {
        caption: "Every indicator, with 95 % intervals".into(),
        columns: vec![
            TableColumn::words("Indicator"),
            TableColumn::words("Unit"),
            TableColumn::numbers("Here", ""),
            TableColumn::numbers("Its group", ""),
            TableColumn::numbers("Study area", ""),
            TableColumn::numbers(story.nation(), ""),
        ],
        rows,
        remark: Some("[c] withheld: too few people; [x] not available.".into()),
    })];
    Section { id: "indicators".into(), heading: "What the statistics say".into(), blocks, new_page: false }
}
