//! Log lines on their way to standard error: together where there are many of them.
//!
//! Why: a system call for each request's line costs about as much as an answer that is kept ready. So the lines of requests wait for one
//! another, and are written a tenth of a second after the first of them at the latest; whatever else is logged is written at once, behind those that wait.

use std::{
    io::{self, Write},
    sync::{Condvar, Mutex, OnceLock, PoisonError},
    thread,
    time::Duration,
};

use serde::Serialize;
use tracing_subscriber::fmt::MakeWriter;

/// How long a line waits at most for others.
const PATIENCE: Duration = Duration::from_millis(100);

/// How many bytes of lines wait at most.
const ROOM: usize = 64 * 1024;

/// The lines that wait, and whoever writes them in the end.
static WAITING: Waiting = Waiting { lines: Mutex::new(Vec::new()), begun: Condvar::new() };

/// Where lines are gathered.
static GATHERED: OnceLock<()> = OnceLock::new();

struct Waiting {
    lines: Mutex<Vec<u8>>,
    begun: Condvar,
}

impl Waiting {
    /// Adds lines behind those that wait; writes them all where these cannot wait, or are too many.
    fn add(&self, at_once: bool, write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> io::Result<()> {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.is_empty() && !at_once {
            self.begun.notify_one();
        }
        write(&mut lines)?;
        if at_once || lines.len() >= ROOM { flushed(&mut lines) } else { Ok(()) }
    }

    /// Writes what waits, again and again.
    fn flush_for_ever(&self) {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            lines = self.begun.wait_while(lines, |lines| lines.is_empty()).unwrap_or_else(PoisonError::into_inner);
            drop(lines);
            thread::sleep(PATIENCE);
            lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
            // Standard error is where this would be told.
            let _ = flushed(&mut lines);
        }
    }
}

/// Writes lines, and forgets them whether that succeeds or not: a log that cannot be written takes no more memory than one that can.
fn flushed(lines: &mut Vec<u8>) -> io::Result<()> {
    let written = io::stderr().write_all(lines);
    lines.clear();
    written
}

/// From now on, lines that may wait do so.
///
/// # Errors
/// Where there can be no thread to write them.
pub(super) fn gather() -> io::Result<()> {
    if GATHERED.set(()).is_ok() {
        thread::Builder::new().name("log".to_owned()).spawn(|| WAITING.flush_for_ever())?;
    }
    Ok(())
}

/// Logs a JSON object that may wait for others; `false` where lines are not JSON.
pub fn json(line: &impl Serialize) -> bool {
    if GATHERED.get().is_none() {
        return false;
    }
    // Standard error is where a failure would be told.
    let _ = WAITING.add(false, |lines| {
        serde_json::to_writer(&mut *lines, line)?;
        lines.push(b'\n');
        Ok(())
    });
    true
}

/// Writes every line that still waits.
pub fn flush() {
    let mut lines = WAITING.lines.lock().unwrap_or_else(PoisonError::into_inner);
    let _ = flushed(&mut lines);
}

/// Writes what is logged at once, behind the lines that wait.
pub(super) struct AtOnce;

impl Write for AtOnce {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        WAITING.add(true, |lines| {
            lines.extend_from_slice(bytes);
            Ok(())
        })?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for AtOnce {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        Self
    }
}
