//! How a seeding run shows how far it is: a bar on a terminal, log lines elsewhere.

use std::{
    io::{self, IsTerminal},
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressStyle};

use crate::seed::{Outcome, Progress};

/// Time between two log lines where there is no terminal.
const LOG_EVERY: Duration = Duration::from_secs(5);

/// The progress display that suits standard error.
#[must_use]
pub fn for_stderr() -> Box<dyn Progress> {
    if !io::stderr().is_terminal() {
        return Box::new(Lines { done: 0, of: 0, last: Instant::now() });
    }
    let style = ProgressStyle::with_template("{bar:32} {pos}/{len} eta {eta} {wide_msg}").unwrap_or_else(|_| ProgressStyle::default_bar());
    Box::new(Bar(ProgressBar::new(0).with_style(style)))
}

struct Bar(ProgressBar);

impl Progress for Bar {
    fn more(&mut self, documents: usize) {
        self.0.inc_length(documents as u64);
    }

    fn step(&mut self, name: &str, _: &Outcome) {
        self.0.set_message(name.to_owned());
        self.0.inc(1);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

struct Lines {
    done: usize,
    of: usize,
    last: Instant,
}

impl Progress for Lines {
    fn more(&mut self, documents: usize) {
        self.of += documents;
        if documents > 0 {
            tracing::info!(done = self.done, of = self.of, "seeding");
        }
    }

    fn step(&mut self, _: &str, _: &Outcome) {
        self.done += 1;
        if self.last.elapsed() >= LOG_EVERY {
            self.last = Instant::now();
            tracing::info!(done = self.done, of = self.of, "seeding");
        }
    }
}
