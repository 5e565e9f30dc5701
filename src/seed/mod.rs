//! The pipeline: documents and sidecars in, a snapshot out. One bad file never stops a run.

mod gather;

use std::{
    collections::{BTreeMap, HashMap},
    io,
    path::PathBuf,
};

use self::gather::{Gathered, Source};
use crate::{
    annotate,
    corpus::{Document, Rejection, Sidecar, assemble},
    domain::{AnnotatedArticle, Known, id::DIGEST_DIGITS},
    store::{
        Published, SnapshotWriter,
        write::{FormerArticle, WriteError},
    },
};

/// What to seed from, and where to.
#[derive(Debug, Clone)]
pub struct Options {
    /// Folders of documents, with or without sidecars beside them.
    pub corpus: Vec<PathBuf>,
    /// The snapshot to write.
    pub db: PathBuf,
    /// Whether the sample corpus is added.
    pub samples: bool,
    /// Whether one rejection makes the run fail.
    pub strict: bool,
}

/// What became of one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The former snapshot does not hold it.
    Added,
    /// The former snapshot holds it otherwise.
    Changed,
    /// The former snapshot holds the same.
    Unchanged,
    /// It was not taken.
    Rejected(Rejection),
}

/// What a run did.
#[derive(Debug)]
pub struct Summary {
    /// Articles that the former snapshot does not hold.
    pub added: usize,
    /// Articles that the former snapshot holds otherwise.
    pub changed: usize,
    /// Articles that the former snapshot holds just so.
    pub unchanged: usize,
    /// Articles that only the former snapshot holds.
    pub removed: usize,
    /// Articles whose text only the former snapshot holds.
    pub texts_lost: usize,
    /// Files that were not taken, each with its reason.
    pub rejected: Vec<Rejection>,
    /// Sidecars of the user's own whose documents are not at hand.
    pub without_document: Vec<String>,
    /// Documents without a sidecar: they have a title, a text and sections, but no names or quotes.
    pub unannotated: Vec<String>,
    /// The snapshot.
    pub published: Published,
}

/// Why a run ended without a snapshot.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// A folder cannot be listed.
    #[error("the folder {0} cannot be read ({1}): check the path given with --corpus")]
    Folder(PathBuf, io::Error),
    /// Something was rejected, and the run was strict.
    #[error("{} rejected, and --strict was given: the former snapshot, if any, is untouched", files(.0.len()))]
    Strict(Vec<Rejection>),
    /// The snapshot could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// A number of files, in words.
fn files(number: usize) -> String {
    if number == 1 { "one file was".to_owned() } else { format!("{number} files were") }
}

/// How far a run is.
pub trait Progress {
    /// So many more documents, or sidecars without one, are to be written.
    fn more(&mut self, documents: usize);
    /// One of them is done.
    fn step(&mut self, name: &str, outcome: &Outcome);
}

/// Builds a snapshot.
///
/// # Errors
/// Where a folder cannot be listed, the snapshot cannot be written, or (with `strict`) a file was rejected.
pub async fn seed(options: &Options, progress: &mut dyn Progress) -> Result<Summary, SeedError> {
    let gathered = Gathered::collect(options)?;
    let mut run = Run {
        former: SnapshotWriter::former_articles(&options.db).await,
        writer: SnapshotWriter::create(&options.db).await?,
        rejected: gathered.rejected,
        own: gathered.own,
        embedded: gathered.embedded,
        seen: HashMap::new(),
        unannotated: Vec::new(),
        without_document: Vec::new(),
        added: 0,
        changed: 0,
        unchanged: 0,
        texts_lost: 0,
    };
    progress.more(gathered.documents.len());
    for source in gathered.documents {
        let name = source.name();
        let outcome = run.seed_one(source).await?;
        progress.step(&name, &outcome);
        run.count(outcome);
    }
    // What is left was annotated, but its text is not at hand.
    let (own, mut embedded) = (std::mem::take(&mut run.own), std::mem::take(&mut run.embedded));
    embedded.retain(|sha256, _| !own.contains_key(sha256));
    run.without_document.extend(own.values().map(|sidecar| sidecar.file.clone()));
    progress.more(own.len() + embedded.len());
    for sidecar in own.into_values().chain(embedded.into_values()) {
        let outcome = run.write(&assemble::annotated_article(&sidecar, None), &sidecar.file).await?;
        progress.step(&sidecar.file, &outcome);
        run.count(outcome);
    }
    if options.strict && !run.rejected.is_empty() {
        return Err(SeedError::Strict(run.rejected));
    }
    let published = run.writer.publish().await?;
    let lost = run.former.values().filter(|former| former.held).count();
    Ok(Summary {
        added: run.added,
        changed: run.changed,
        unchanged: run.unchanged,
        removed: run.former.len(),
        texts_lost: run.texts_lost + lost,
        rejected: run.rejected,
        without_document: run.without_document,
        unannotated: run.unannotated,
        published,
    })
}

/// A run in progress.
struct Run {
    /// What the former snapshot holds that was not written again yet.
    former: HashMap<String, FormerArticle>,
    writer: SnapshotWriter,
    own: BTreeMap<String, Sidecar>,
    embedded: BTreeMap<String, Sidecar>,
    /// Documents written, by the digits of their hash that ids carry.
    seen: HashMap<String, (String, String)>,
    rejected: Vec<Rejection>,
    unannotated: Vec<String>,
    without_document: Vec<String>,
    added: usize,
    changed: usize,
    unchanged: usize,
    texts_lost: usize,
}

impl Run {
    async fn seed_one(&mut self, source: Source) -> Result<Outcome, WriteError> {
        let document = match source {
            Source::Embedded(document) => document,
            Source::File(path) => match Document::read(&path) {
                Ok(document) => document,
                Err(rejection) => return Ok(Outcome::Rejected(rejection)),
            },
        };
        if let Some(rejection) = self.seen_before(&document) {
            return Ok(Outcome::Rejected(rejection));
        }
        let annotated = self.annotated(&document);
        self.write(&annotated, &document.file).await
    }

    /// The document with the first of its sidecars that fits it, or with none.
    fn annotated(&mut self, document: &Document) -> AnnotatedArticle {
        let candidates = [self.own.remove(&document.sha256), self.embedded.remove(&document.sha256)];
        for sidecar in candidates.into_iter().flatten() {
            match sidecar.verify(&document.text) {
                Ok(()) => return assemble::annotated_article(&sidecar, Some(&document.text)),
                Err(rejection) => self.rejected.push(rejection),
            }
        }
        self.unannotated.push(document.file.clone());
        annotate::annotate(&document.sha256, &document.text, &Known::default())
    }

    fn seen_before(&mut self, document: &Document) -> Option<Rejection> {
        let digits = document.sha256[..DIGEST_DIGITS].to_owned();
        let alike = |sidecars: &BTreeMap<String, Sidecar>| {
            let (sha256, sidecar) = sidecars.range(digits.clone()..).next()?;
            Some((sha256.clone(), sidecar.file.clone())).filter(|_| sha256.starts_with(&digits) && *sha256 != document.sha256)
        };
        let seen = self.seen.get(&digits).cloned();
        match seen.or_else(|| alike(&self.own)).or_else(|| alike(&self.embedded)) {
            Some((sha256, file)) if sha256 == document.sha256 => {
                Some(Rejection::of_file(&document.file, format!("holds the same bytes as {file}")))
            }
            Some((_, file)) => {
                let reason =
                    format!("its SHA-256 begins with the same {DIGEST_DIGITS} digits as that of {file}, so their ids would be the same");
                Some(Rejection::of_file(&document.file, reason))
            }
            None => {
                self.seen.insert(digits, (document.sha256.clone(), document.file.clone()));
                None
            }
        }
    }

    async fn write(&mut self, annotated: &AnnotatedArticle, file: &str) -> Result<Outcome, WriteError> {
        let digest = self.writer.article(annotated).await?;
        let outcome = match self.former.remove(&annotated.article.id) {
            None => Outcome::Added,
            Some(former) if former.digest == digest => Outcome::Unchanged,
            Some(former) => {
                self.texts_lost += usize::from(former.held && annotated.text.is_none());
                Outcome::Changed
            }
        };
        tracing::debug!(file, article = annotated.article.id, ?outcome, "article written");
        Ok(outcome)
    }

    fn count(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Added => self.added += 1,
            Outcome::Changed => self.changed += 1,
            Outcome::Unchanged => self.unchanged += 1,
            Outcome::Rejected(rejection) => self.rejected.push(rejection),
        }
    }
}
