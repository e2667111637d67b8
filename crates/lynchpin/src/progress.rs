//! What a person sees while they wait: a spinner or bar on a terminal, and a table of times at the end.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// Times each step of a run, shows the current one on a terminal, and prints all of them at the end.
pub struct Steps {
    bar: ProgressBar,
    start: Instant,
    done: Vec<(String, Duration)>,
}

impl Steps {
    /// Starts the clock.
    pub fn new() -> Self {
        let bar = if std::io::stderr().is_terminal() { ProgressBar::new_spinner() } else { ProgressBar::hidden() };
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(120));
        Self { bar, start: Instant::now(), done: Vec::new() }
    }

    /// Runs one step under its name.
    pub fn step<T>(&mut self, name: &str, work: impl FnOnce() -> T) -> T {
        self.bar.set_message(name.to_owned());
        let start = Instant::now();
        let result = work();
        self.done.push((name.to_owned(), start.elapsed()));
        result
    }

    /// Prints what took how long, to stderr.
    pub fn finish(self) {
        self.bar.finish_and_clear();
        let widest = self.done.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
        for (name, took) in &self.done {
            eprintln!("  {name:<widest$}  {:>7.2} s", took.as_secs_f64());
        }
        eprintln!("  {:<widest$}  {:>7.2} s", "in all", self.start.elapsed().as_secs_f64());
    }
}
