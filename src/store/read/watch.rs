//! What ends the work of a connection: a budget, a deadline, or that nobody waits for it.

use std::{
    sync::atomic::{AtomicU64, Ordering::Relaxed},
    time::{Duration, Instant},
};

/// How long a question may take in all.
pub(super) const DEADLINE: Duration = Duration::from_secs(20);

/// When a connection's work ends. Every question has a number of its own, so that one that is given up ends itself and no later one.
#[derive(Debug)]
pub(super) struct Watch {
    begun: Instant,
    question: AtomicU64,
    abandoned: AtomicU64,
    /// Looks at the clock that are left, where the question has a budget.
    budget: AtomicU64,
    /// Milliseconds after `begun`.
    deadline: AtomicU64,
}

impl Watch {
    /// Before the first question.
    pub(super) fn begun() -> Self {
        Self {
            begun: Instant::now(),
            question: AtomicU64::new(0),
            abandoned: AtomicU64::new(u64::MAX),
            budget: AtomicU64::new(0),
            deadline: AtomicU64::new(u64::MAX),
        }
    }

    /// Ends a question that nobody waits for any more.
    pub(super) fn give_up(&self, question: u64) {
        self.abandoned.store(question, Relaxed);
    }

    /// Whether the question that is worked on has come to its end, finished or not.
    pub(super) fn is_over(&self) -> bool {
        if self.abandoned.load(Relaxed) == self.question.load(Relaxed) {
            return true;
        }
        match self.budget.load(Relaxed) {
            0 => u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX) > self.deadline.load(Relaxed),
            1 => true,
            left => {
                self.budget.store(left - 1, Relaxed);
                false
            }
        }
    }

    /// Begins a question that has a budget of looks at the clock, or else a deadline; gives its number.
    pub(super) fn begin(&self, budget: Option<u64>) -> u64 {
        let deadline = self.begun.elapsed() + DEADLINE;
        self.deadline.store(u64::try_from(deadline.as_millis()).unwrap_or(u64::MAX), Relaxed);
        self.budget.store(budget.map_or(0, |looks| looks + 1), Relaxed);
        self.question.fetch_add(1, Relaxed) + 1
    }
}
