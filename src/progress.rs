//! How a seeding run shows how far it is: a bar on a terminal, log lines elsewhere.

use std::{
    io::{self, IsTerminal},
    time::{Duration, Instant},
};

use indicatif::{HumanBytes, HumanDuration, ProgressBar, ProgressStyle};

use crate::seed::Progress;

/// Time between two log lines where there is no terminal.
const LOG_EVERY: Duration = Duration::from_secs(5);

/// The progress display that suits standard error.
#[must_use]
pub fn for_stderr() -> Box<dyn Progress> {
    if io::stderr().is_terminal() {
        Box::new(Bar { shown: ProgressBar::no_length(), documents: 0, begun: Instant::now() })
    } else {
        Box::new(Lines { documents: 0, bytes: 0, of: None, begun: Instant::now(), last: Instant::now() })
    }
}

/// So many in a second.
#[expect(clippy::cast_precision_loss, reason = "a rate is shown rounded")]
fn per_second(number: u64, since: Instant) -> f64 {
    number as f64 / since.elapsed().as_secs_f64().max(0.001)
}

struct Bar {
    shown: ProgressBar,
    documents: u64,
    begun: Instant,
}

impl Progress for Bar {
    fn begin(&mut self, bytes: Option<u64>) {
        self.begun = Instant::now();
        let template = match bytes {
            Some(bytes) => {
                self.shown.set_length(bytes);
                "{bar:32} {bytes}/{total_bytes} {wide_msg} eta {eta}"
            }
            None => "{spinner} {bytes} {wide_msg}",
        };
        self.shown.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
    }

    fn step(&mut self, bytes: u64, documents: usize) {
        self.documents += documents as u64;
        self.shown.set_position(bytes);
        self.shown.set_message(format!("{} documents, {:.0}/s", self.documents, per_second(self.documents, self.begun)));
    }

    fn complete(&mut self) {
        self.shown.set_message(format!("{} documents are written; completing the snapshot", self.documents));
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.shown.finish_and_clear();
    }
}

struct Lines {
    documents: u64,
    bytes: u64,
    of: Option<u64>,
    begun: Instant,
    last: Instant,
}

impl Lines {
    /// How long it will take until all is read, at the rate so far.
    fn eta(&self) -> Option<Duration> {
        let rest = self.of?.saturating_sub(self.bytes);
        let part = per_second(rest, self.begun) / per_second(self.bytes, self.begun).max(f64::MIN_POSITIVE);
        Duration::try_from_secs_f64(self.begun.elapsed().as_secs_f64() * part).ok()
    }
}

impl Progress for Lines {
    fn begin(&mut self, bytes: Option<u64>) {
        (self.of, self.begun, self.last) = (bytes, Instant::now(), Instant::now());
        if bytes != Some(0) {
            tracing::info!(size = bytes.map(|bytes| HumanBytes(bytes).to_string()), "seeding");
        }
    }

    fn step(&mut self, bytes: u64, documents: usize) {
        self.documents += documents as u64;
        self.bytes = bytes;
        if self.last.elapsed() >= LOG_EVERY {
            self.last = Instant::now();
            let rate = per_second(self.documents, self.begun).round();
            let eta = self.eta().map(|eta| HumanDuration(eta).to_string());
            tracing::info!(documents = self.documents, per_second = rate, read = %HumanBytes(bytes), eta, "seeding");
        }
    }

    fn complete(&mut self) {
        tracing::info!(documents = self.documents, "documents are written; completing the snapshot");
    }
}
