//! Reading and annotating on all cores, with the order kept: the snapshot is the same on any number of them.
//!
//! One thread reads documents in batches and deals them out in turn; each of the others annotates what it is dealt. Whoever writes takes
//! batches back in the same turn. Every channel is short, so that no more than a few batches for each core are in memory at any time.

use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread::{self, JoinHandle},
};

use tokio::sync::mpsc;

use super::{annotating::Annotating, gather::Sidecars};
use crate::{
    corpus::{RawDocument, Rejection},
    domain::{AnnotatedArticle, Origin},
    store::TakenUp,
};

/// The most documents of a batch.
const BATCH_DOCUMENTS: usize = 64;

/// How many bytes fill a batch.
const BATCH_BYTES: usize = 256 * 1024;

/// How many batches wait for each annotating thread, and how many behind it.
const WAITING: usize = 2;

/// The stack of an annotating thread, in bytes: pages are nested, and parsers go down into them.
const STACK: usize = 16 * 1024 * 1024;

/// A document, or why there is none, with its position in the run.
type Numbered = (u64, Result<RawDocument, Rejection>);

/// What became of one document on its way to the writer.
pub struct Processed {
    /// Its position in the run.
    pub position: u64,
    /// Its file, for messages.
    pub file: String,
    /// What was not taken: the document itself, or sidecars that do not fit it.
    pub rejected: Vec<Rejection>,
    /// What is left to do.
    pub result: Outcome,
}

/// What is left to do with a document.
pub enum Outcome {
    /// To write it.
    Annotated(Box<AnnotatedArticle>, Origin),
    /// Nothing: an interrupted run has written it.
    Held,
    /// Nothing: it was rejected.
    Rejected,
    /// To end the run: an interrupted run has found another document in its place.
    Another,
}

/// Documents that follow one another.
pub struct Batch {
    /// The documents, in order.
    pub documents: Vec<Processed>,
    /// How many bytes of files had been read when it was full.
    pub bytes_read: u64,
}

/// Batches on their way.
pub struct Pipeline {
    workers: Vec<mpsc::Receiver<Batch>>,
    next: usize,
    reader: JoinHandle<()>,
}

impl Pipeline {
    /// Starts reading and annotating.
    ///
    /// # Errors
    /// Where the system gives no more threads.
    pub fn start(
        documents: impl Iterator<Item = Result<RawDocument, Rejection>> + Send + 'static,
        bytes_read: Arc<AtomicU64>,
        sidecars: &Arc<Sidecars>,
        taken_up: &Arc<TakenUp>,
    ) -> io::Result<Self> {
        let (mut dealt_to, mut workers) = (Vec::new(), Vec::new());
        for number in 0..thread::available_parallelism().map_or(1, std::num::NonZero::get) {
            let (deal, dealt) = sync_channel(WAITING);
            let (done, finished) = mpsc::channel(WAITING);
            let annotating = Annotating { sidecars: Arc::clone(sidecars), taken_up: Arc::clone(taken_up) };
            thread::Builder::new()
                .name(format!("annotate-{number}"))
                .stack_size(STACK)
                .spawn(move || annotate_all(&annotating, &dealt, &done))?;
            dealt_to.push(deal);
            workers.push(finished);
        }
        let reader = thread::Builder::new().name("read".to_owned()).spawn(move || deal_out(documents, &bytes_read, &dealt_to))?;
        Ok(Self { workers, next: 0, reader })
    }

    /// The next batch; none after the last. May be dropped while it waits.
    pub async fn next(&mut self) -> Option<Batch> {
        let batch = self.workers[self.next].recv().await?;
        self.next = (self.next + 1) % self.workers.len();
        Some(batch)
    }

    /// Whether all documents were read to the end, and none got lost in a thread that failed.
    pub fn ended_well(self) -> bool {
        self.reader.join().is_ok()
    }
}

/// A batch being filled.
#[derive(Default)]
struct Dealt {
    documents: Vec<Numbered>,
    bytes: usize,
    bytes_read: u64,
}

fn deal_out(documents: impl Iterator<Item = Result<RawDocument, Rejection>>, bytes_read: &AtomicU64, workers: &[SyncSender<Dealt>]) {
    let mut turn = workers.iter().cycle();
    let mut batch = Dealt::default();
    // Nobody takes the batch where the run has ended.
    let mut deal = |batch: Dealt| turn.next().is_some_and(|worker| worker.send(batch).is_ok());
    for (position, document) in (0..).zip(documents) {
        batch.bytes += document.as_ref().map_or(0, |document| document.bytes.len());
        batch.documents.push((position, document));
        batch.bytes_read = bytes_read.load(Ordering::Relaxed);
        if (batch.documents.len() >= BATCH_DOCUMENTS || batch.bytes >= BATCH_BYTES) && !deal(std::mem::take(&mut batch)) {
            return;
        }
    }
    if !batch.documents.is_empty() {
        deal(batch);
    }
}

fn annotate_all(annotating: &Annotating, dealt: &Receiver<Dealt>, done: &mpsc::Sender<Batch>) {
    for Dealt { documents, bytes_read, .. } in dealt {
        let documents = documents.into_iter().map(|(position, document)| {
            let file = match &document {
                Ok(document) => document.file.clone(),
                Err(rejection) => rejection.file.clone(),
            };
            let (rejected, result) = caught(&file, || annotating.process(position, document));
            Processed { position, file, rejected, result }
        });
        if done.blocking_send(Batch { documents: documents.collect(), bytes_read }).is_err() {
            return;
        }
    }
}

/// A document that makes the program fail is rejected, and the others go on.
fn caught(file: &str, process: impl FnOnce() -> (Vec<Rejection>, Outcome)) -> (Vec<Rejection>, Outcome) {
    catch_unwind(AssertUnwindSafe(process)).unwrap_or_else(|panic| {
        let said = panic.downcast_ref::<&str>().map(|said| (*said).to_owned()).or_else(|| panic.downcast_ref::<String>().cloned());
        let reason = format!("made the program fail, which is a fault in it, not in the document: {}", said.unwrap_or_default());
        (vec![Rejection::of_file(file, reason)], Outcome::Rejected)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_that_makes_the_program_fail_is_rejected() {
        let (rejected, result) = caught("gulls.txt", || panic!("at byte {}", 7));
        assert!(matches!(result, Outcome::Rejected));
        let expected = "gulls.txt: made the program fail, which is a fault in it, not in the document: at byte 7";
        assert_eq!(rejected.iter().map(ToString::to_string).collect::<Vec<_>>(), [expected]);
    }
}
