//! Indices that an analyst declares: indicators → shrinkage → standardising → domains → transform → weights → ranks, and how firm the ranks are.

pub mod answer;
pub mod factor;
pub mod firmness;
pub mod recipe;
pub mod scale;
pub mod shrink;

pub use answer::{DeclaredAnswer, DeclaredDomainAnswer, DeclaredIndicator, DeclaredLeftBehind, declare};
