//! Childcare: places within reach, deserts, whether providers can live on what they earn.

mod access;
mod money;
mod notes;
mod tables;

use lynchpin_findings::childcare::ChildcareAnswer;
use lynchpin_findings::profile::PlaceProfile;

use super::page::Story;
use crate::report::{Block, Callout, Notes, Section, Text, Tone};
pub(super) use tables::data_tables;

pub use access::{access_table as childcare_table, agreement_table as childcare_agreement_table};
pub use money::what_if_table as childcare_what_if_table;

/// The section of the report; where there is nothing to tell, what is missing.
pub(super) fn section(story: &Story<'_>, found: Result<&ChildcareAnswer, &str>, notes: &mut Notes) -> Section {
    let blocks = match found {
        Ok(answer) => told(story, answer, notes),
        Err(why) => vec![Block::Paragraph(Text::new(&format!("Nothing is said of childcare: {why}")))],
    };
    Section { id: "childcare".into(), heading: "Childcare".into(), blocks, new_page: found.is_ok() }
}

fn told(story: &Story<'_>, answer: &ChildcareAnswer, notes: &mut Notes) -> Vec<Block> {
    let note = notes::access(notes, answer);
    let desert = notes::desert(notes, answer);
    let mut blocks = vec![
        Block::Paragraph(access::headline(answer, note)),
        Block::Callout(Callout {
            tone: Tone::Note,
            title: "What these figures do not say".into(),
            text: notes::SAYS_NOT.into(),
        }),
    ];
    blocks.extend(access::map(story, answer, note));
    blocks.push(Block::Table(access::access_table(answer, Some(note), Some(desert))));
    blocks.push(Block::Table(access::desert_table(answer, desert)));
    blocks.extend(access::agreement(answer, notes));
    blocks.extend(match &answer.viability {
        Ok(viability) => money::blocks(viability, answer, notes),
        Err(why) => vec![Block::Paragraph(Text::new(&format!(
            "Nothing is said of whether providers can live on what they earn: {why} Without them, which places may be lost is not known."
        )))],
    });
    blocks
}

/// The block on the page of a place.
pub(super) fn page(answer: &ChildcareAnswer, profile: &PlaceProfile, notes: &mut Notes) -> Section {
    Section {
        id: "childcare".into(),
        heading: format!("Childcare within reach of {}", profile.place.name),
        blocks: access::place(answer, profile, notes),
        new_page: false,
    }
}
