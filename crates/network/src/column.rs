//! One flat column of plain values, owned while a network is built and borrowed from the mapped file afterwards.

use std::ops::Deref;
use std::sync::Arc;

use bytemuck::Pod;
use memmap2::Mmap;

/// A read-only array of plain values. It dereferences to a slice; where the values live is nobody's business.
#[derive(Clone, Debug)]
pub struct Column<T: Pod>(Store<T>);

#[derive(Clone, Debug)]
enum Store<T> {
    Owned(Arc<[T]>),
    Mapped { file: Arc<Mmap>, start: usize, end: usize },
}

impl<T: Pod> Column<T> {
    /// A column over bytes `start..end` of a mapped file, or `None` where they are out of range or misaligned for `T`.
    pub(crate) fn mapped(file: Arc<Mmap>, start: usize, end: usize) -> Option<Self> {
        let bytes = file.get(start..end)?;
        bytemuck::try_cast_slice::<u8, T>(bytes).ok()?;
        Some(Self(Store::Mapped { file, start, end }))
    }
}

impl<T: Pod> Deref for Column<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        match &self.0 {
            Store::Owned(values) => values,
            Store::Mapped { file, start, end } => bytemuck::cast_slice(&file[*start..*end]),
        }
    }
}

impl<T: Pod> From<Vec<T>> for Column<T> {
    fn from(values: Vec<T>) -> Self {
        Self(Store::Owned(values.into()))
    }
}

impl<T: Pod> Default for Column<T> {
    fn default() -> Self {
        Vec::new().into()
    }
}
