//! What readers and other programs are given, checked as they would meet it.

#![allow(clippy::unwrap_used)]

mod drawings;
mod exports;
mod helpers;
mod reports;
