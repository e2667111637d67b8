//! What OpenStreetMap tags say about who may use a street, which way, and how fast.

pub(crate) mod access;
mod class;
pub(crate) mod direction;
pub(crate) mod limit;

pub(crate) use access::Access;
pub use class::RoadClass;

/// The tags of one element, as bytes: OpenStreetMap's keys and values are UTF-8, and no other text is looked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tags<'a> {
    pairs: Vec<(&'a [u8], &'a [u8])>,
}

impl<'a> Tags<'a> {
    /// Forgets the tags of the element before.
    pub fn clear(&mut self) {
        self.pairs.clear();
    }

    /// Adds one tag.
    pub fn add(&mut self, key: &'a [u8], value: &'a [u8]) {
        self.pairs.push((key, value));
    }

    /// The value of a key.
    pub fn get(&self, key: &[u8]) -> Option<&'a [u8]> {
        self.pairs.iter().find(|(k, _)| *k == key).map(|p| p.1)
    }

    #[cfg(test)]
    pub fn of(pairs: &[(&'a str, &'a str)]) -> Self {
        Self { pairs: pairs.iter().map(|(k, v)| (k.as_bytes(), v.as_bytes())).collect() }
    }
}
