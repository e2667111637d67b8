//! Did it reach them, did it work, would it work elsewhere?

mod data;
mod effect;
mod elsewhere;
mod notes;
mod reach;
mod words;

pub(super) use data::data_tables;
pub use words::{reforms_headline, reforms_tables};

use lynchpin_findings::reforms::ProgrammeAnswer;

use super::page::Story;
use crate::report::{Block, Callout, Notes, Section, Text, Tone};

/// The section of the report; `None` where the pack has no programme.
pub(super) fn section(story: &Story<'_>, notes: &mut Notes) -> Option<Section> {
    let first = story.reforms.first()?;
    let mut blocks = Vec::new();
    for programme in story.reforms {
        blocks.push(Block::Heading(capitalised(&programme.label)));
        blocks.push(Block::Paragraph(Text::default().strong(&words::sentence(programme))));
        blocks.extend(reach::blocks(story, programme, notes));
        blocks.extend(effect::blocks(programme, notes));
        blocks.extend(elsewhere::blocks(story, programme, notes));
        blocks.extend(missing(programme));
    }
    Some(Section {
        id: "reforms".into(),
        heading: if story.reforms.len() == 1 {
            format!("Did {} reach them, did it work, would it work elsewhere?", first.label)
        } else {
            "Did reforms reach them, did they work, would they work elsewhere?".into()
        },
        blocks,
        new_page: true,
    })
}

/// What the pack does not let us say.
fn missing(programme: &ProgrammeAnswer) -> Option<Block> {
    let lines = [
        ("Reach", programme.reach.as_ref().err()),
        ("Where people are lost on the way", programme.funnel.as_ref().err()),
        ("Did it work, by time", programme.effect.as_ref().err()),
        ("Did it work, by the cut-off of eligibility", programme.jump.as_ref().err()),
        ("Would it work elsewhere", programme.elsewhere.as_ref().err()),
    ];
    let said: Vec<String> = lines.iter().filter_map(|(what, why)| why.map(|why| format!("{what}: {why}"))).collect();
    (!said.is_empty()).then(|| {
        Block::Callout(Callout {
            tone: Tone::Note,
            title: "What the pack does not let us say".into(),
            text: said.join(" ").as_str().into(),
        })
    })
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
