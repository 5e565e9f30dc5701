//! The pipeline: documents and sidecars in, a snapshot out. One bad file never stops a run, and a run that is stopped can be taken up again.

mod annotating;
mod gather;
mod pipeline;

use std::{
    collections::HashSet,
    future::{Future, pending},
    io,
    path::PathBuf,
    pin::pin,
    sync::Arc,
};

use self::{
    gather::{Gathered, Sidecars},
    pipeline::{Outcome, Pipeline, Processed},
};
use crate::{
    annotate::{entities::across, variants},
    corpus::{ReadOptions, Rejection, assemble, embedded, rejection::plain},
    store::{Place, Published, Publishing, SnapshotWriter, TakenUp, write::WriteError},
};

/// What to seed from, and where to.
#[derive(Debug, Clone)]
pub struct Options {
    /// Folders of documents, with or without sidecars beside them; files; and `-` for standard input.
    pub corpus: Vec<PathBuf>,
    /// How documents are read.
    pub read: ReadOptions,
    /// Where the snapshot goes: a folder that keeps former ones, or a file.
    pub db: PathBuf,
    /// How it is published.
    pub publishing: Publishing,
    /// Whether the sample corpus is added.
    pub samples: bool,
    /// Whether the curated articles that the program carries are added though their documents are not at hand.
    pub curated: bool,
    /// Whether one rejection makes the run fail.
    pub strict: bool,
}

/// What a run did.
#[derive(Debug)]
pub struct Summary {
    /// The snapshot, and how it differs from the former one.
    pub published: Published,
    /// What was not taken, each with its reason: the first thousand.
    pub rejected: Vec<Rejection>,
    /// How much was not taken.
    pub rejections: u64,
    /// Sidecars of the user's own whose documents are not at hand.
    pub without_document: Vec<String>,
    /// Documents that an interrupted run had written already.
    pub taken_up: usize,
}

/// Why a run ended without a snapshot.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// A folder cannot be listed, or a file is not there.
    #[error("{0} cannot be read ({1}): check the path")]
    Input(PathBuf, io::Error),
    /// Something was rejected, and the run was strict.
    #[error("{} rejected, and --strict was given: the former snapshot, if any, is untouched", files(*.1))]
    Strict(Vec<Rejection>, u64),
    /// The run was told to stop.
    #[error(
        "stopped before the snapshot was complete: the former one, if any, is untouched. {} is kept, and the same command goes on from there",
        .0.display()
    )]
    Stopped(PathBuf),
    /// What is read now is not what an interrupted run has read.
    #[error("the documents are not those that an interrupted run has read: what it left was thrown away, so give the same command again")]
    OtherDocuments,
    /// A thread failed, or could not be started.
    #[error("the run failed while it was reading: {0}")]
    Reading(io::Error),
    /// The snapshot could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// A number of files, in words.
fn files(number: u64) -> String {
    if number == 1 { "one file was".to_owned() } else { format!("{number} files were") }
}

/// How far a run is.
pub trait Progress {
    /// So many bytes are to be read, as far as that is known.
    fn begin(&mut self, bytes: Option<u64>);
    /// So many bytes were read so far, and these documents are done since the last step.
    fn step(&mut self, bytes: u64, documents: usize);
    /// All documents are done; the rest takes a while.
    fn complete(&mut self);
}

/// How many documents are written before they are made to last: what a run that is killed loses.
const COMMIT_EVERY: usize = 1000;

/// How many rejections are kept to be told.
const REJECTIONS_KEPT: usize = 1000;

/// Builds a snapshot.
///
/// # Errors
/// Where an input cannot be read, the snapshot cannot be written, or (with `strict`) something was rejected.
pub async fn seed(options: &Options, progress: &mut dyn Progress) -> Result<Summary, SeedError> {
    seed_until(options, progress, pending()).await
}

/// Builds a snapshot, unless it is told to stop: then what is written is kept, and the next run with the same options goes on from there.
///
/// # Errors
/// As [`seed`], and [`SeedError::Stopped`].
pub async fn seed_until(options: &Options, progress: &mut dyn Progress, stop: impl Future<Output = ()>) -> Result<Summary, SeedError> {
    let mut stop = pin!(stop);
    let gathered = Gathered::collect(options)?;
    let (mut run, mut pipeline) = Run::begin(options, gathered, progress).await?;
    loop {
        let batch = tokio::select! {
            biased;
            () = &mut stop => return Err(SeedError::Stopped(run.writer.leave().await?)),
            batch = pipeline.next() => batch,
        };
        let Some(batch) = batch else { break };
        let documents = batch.documents.len();
        for document in batch.documents {
            if !run.take(document).await? {
                return run.other_documents().await;
            }
        }
        progress.step(batch.bytes_read, documents);
    }
    if !pipeline.ended_well() {
        return Err(SeedError::Reading(io::Error::other("the thread that reads has failed")));
    }
    if run.documents < run.taken_up.end() {
        return run.other_documents().await;
    }
    let without_document = run.sidecars_alone(options.curated).await?;
    if options.strict && run.rejections > 0 {
        run.writer.discard().await?;
        return Err(SeedError::Strict(run.rejected, run.rejections));
    }
    progress.complete();
    let Run { mut writer, rejected, rejections, taken_up, .. } = run;
    writer.commit().await?;
    let kept = writer.unfinished().to_owned();
    let published = tokio::select! {
        biased;
        () = &mut stop => return Err(SeedError::Stopped(kept)),
        published = writer.publish(options.publishing, across::merges, variants::find) => published?,
    };
    Ok(Summary { published, rejected, rejections, without_document, taken_up: taken_up.count() })
}

/// A run in progress.
struct Run {
    writer: SnapshotWriter,
    sidecars: Arc<Sidecars>,
    /// What an interrupted run has written.
    taken_up: Arc<TakenUp>,
    /// Hashes by which sidecars found their documents.
    found: HashSet<String>,
    rejected: Vec<Rejection>,
    rejections: u64,
    uncommitted: usize,
    documents: u64,
}

impl Run {
    /// Opens the file, and starts reading.
    async fn begin(options: &Options, gathered: Gathered, progress: &mut dyn Progress) -> Result<(Self, Pipeline), SeedError> {
        let mut writer = SnapshotWriter::open(&Place::of(&options.db), &gathered.key(options)).await?;
        for entity in gathered.entities() {
            writer.reserve_entity(&entity).await?;
        }
        for (former, entity) in gathered.formers() {
            writer.reserve_former(former, entity).await?;
        }
        for source in gathered.sources() {
            writer.reserve_source(&source).await?;
        }
        for sha256 in gathered.hashes() {
            writer.reserve_document(sha256);
        }
        let taken_up = Arc::new(writer.taken_up());
        if taken_up.count() > 0 {
            tracing::info!(documents = taken_up.count(), "going on with what an interrupted run has written");
        }
        progress.begin(gathered.survey.bytes);
        let inputs = gathered.inputs(options);
        let bytes_read = inputs.bytes_read();
        let samples: Vec<_> = if options.samples { embedded::samples().map(Ok).collect() } else { Vec::new() };
        let sidecars = Arc::new(gathered.sidecars);
        let pipeline = Pipeline::start(samples.into_iter().chain(inputs), bytes_read, &sidecars, &taken_up).map_err(SeedError::Reading)?;
        let (found, rejected) = (HashSet::new(), Vec::new());
        let mut run = Self { writer, sidecars, taken_up, found, rejected, rejections: 0, uncommitted: 0, documents: 0 };
        for rejection in gathered.rejected {
            run.reject(rejection);
        }
        Ok((run, pipeline))
    }

    /// Ends a run that cannot go on with what was written before.
    async fn other_documents<T>(self) -> Result<T, SeedError> {
        self.writer.discard().await?;
        Err(SeedError::OtherDocuments)
    }

    /// Writes a document, unless there is nothing to write; `false` where the run cannot go on with what was written before.
    async fn take(&mut self, document: Processed) -> Result<bool, WriteError> {
        let Processed { position, file, rejected, result } = document;
        self.documents += 1;
        for rejection in rejected {
            self.reject(rejection);
        }
        match result {
            Outcome::Annotated(annotated, origin) => {
                for sidecar in self.sidecars.of(&annotated.article.sha256, &origin.sha256) {
                    self.found.insert(sidecar.document.sha256.clone());
                }
                let written = self.writer.document(position, &origin, *annotated).await?;
                tracing::debug!(file = plain(&file), ?written, "document written");
                self.uncommitted += 1;
            }
            Outcome::Held | Outcome::Rejected => {}
            Outcome::Another => return Ok(false),
        }
        if self.uncommitted >= COMMIT_EVERY {
            self.writer.commit().await?;
            self.uncommitted = 0;
        }
        Ok(true)
    }

    /// Writes the articles of sidecars whose documents are not at hand, and gives the names of the user's own among them.
    async fn sidecars_alone(&mut self, curated: bool) -> Result<Vec<String>, WriteError> {
        let mut own = Vec::new();
        let Sidecars { own: of_user, embedded } = &*self.sidecars;
        for (sidecar, is_own) in
            of_user.values().map(|sidecar| (sidecar, true)).chain(embedded.values().filter(|_| curated).map(|sidecar| (sidecar, false)))
        {
            if self.found.contains(&sidecar.document.sha256) {
                continue;
            }
            let is_alone = self.writer.without_document(assemble::annotated_article(sidecar, None)).await?;
            if is_alone && is_own {
                own.push(sidecar.file.clone());
            }
        }
        Ok(own)
    }

    fn reject(&mut self, rejection: Rejection) {
        tracing::debug!(%rejection, "rejected");
        self.rejections += 1;
        if self.rejected.len() < REJECTIONS_KEPT {
            self.rejected.push(rejection);
        }
    }
}
