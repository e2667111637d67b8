//! Ids of one feed's file: each text is kept once and known by its position.

use std::collections::HashMap;

use super::columns::Strings;

/// Texts in the order in which they first came, found again by their bytes.
#[derive(Default)]
pub(super) struct Names {
    position: HashMap<Box<[u8]>, u32>,
    offset: Vec<u32>,
    bytes: Vec<u8>,
}

impl Names {
    /// The position of a text that has come before.
    pub(super) fn find(&self, name: &[u8]) -> Option<u32> {
        self.position.get(name).copied()
    }

    /// Takes in a text; `None` where it has come before.
    pub(super) fn add(&mut self, name: &[u8]) -> Option<u32> {
        let next = self.position.len() as u32;
        if self.position.contains_key(name) {
            return None;
        }
        self.position.insert(name.into(), next);
        self.bytes.extend_from_slice(String::from_utf8_lossy(name).as_bytes());
        self.offset.push(self.bytes.len() as u32);
        Some(next)
    }

    /// The position of a text, taken in if it is new.
    pub(super) fn find_or_add(&mut self, name: &[u8]) -> u32 {
        self.find(name).or_else(|| self.add(name)).unwrap_or_default()
    }

    /// How many texts there are.
    pub(super) fn len(&self) -> usize {
        self.position.len()
    }

    /// True where there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.position.is_empty()
    }

    /// The text at `position`.
    pub(super) fn get(&self, position: u32) -> String {
        let end = self.offset[position as usize] as usize;
        let start = position.checked_sub(1).map_or(0, |before| self.offset[before as usize] as usize);
        String::from_utf8_lossy(&self.bytes[start..end]).into_owned()
    }

    /// The texts as a column.
    pub(super) fn strings(&self) -> Strings {
        let mut offset = Vec::with_capacity(self.offset.len() + 1);
        offset.push(0);
        offset.extend_from_slice(&self.offset);
        Strings { offset: offset.into(), bytes: self.bytes.clone().into() }
    }
}
