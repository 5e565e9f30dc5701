//! The pipeline: documents and sidecars in, a snapshot out. One bad file never stops a run.

use std::{
    collections::{BTreeMap, HashMap},
    io,
    path::{Path, PathBuf},
};

use crate::{
    annotate,
    corpus::{
        Document, Rejection, Sidecar, assemble,
        document::{self, Listing},
        embedded,
        sidecar::MAX_SIDECAR_BYTES,
    },
    domain::{AnnotatedArticle, EntityType, id::DIGEST_DIGITS},
    store::{Published, SnapshotWriter, write::WriteError},
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
    /// It is new, or differs from what the former snapshot holds.
    Added,
    /// The former snapshot holds the same.
    Unchanged,
    /// It was not taken.
    Rejected(Rejection),
}

/// What a run did.
#[derive(Debug)]
pub struct Summary {
    /// Articles that are new or differ from the former snapshot's.
    pub added: usize,
    /// Articles that the former snapshot holds just so.
    pub unchanged: usize,
    /// Files that were not taken, each with its reason.
    pub rejected: Vec<Rejection>,
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
        sidecars: gathered.sidecars,
        seen: HashMap::new(),
        unannotated: Vec::new(),
        added: 0,
        unchanged: 0,
    };
    progress.more(gathered.documents.len());
    for source in gathered.documents {
        let name = source.name();
        let outcome = run.seed_one(source).await?;
        progress.step(&name, &outcome);
        run.count(outcome);
    }
    // What is left was annotated, but its text is not at hand.
    progress.more(run.sidecars.len());
    for (_, sidecar) in std::mem::take(&mut run.sidecars) {
        let outcome = run.write(&assemble::annotated_article(&sidecar, None), &sidecar.file).await?;
        progress.step(&sidecar.file, &outcome);
        run.count(outcome);
    }
    if options.strict && !run.rejected.is_empty() {
        return Err(SeedError::Strict(run.rejected));
    }
    let published = run.writer.publish().await?;
    Ok(Summary { added: run.added, unchanged: run.unchanged, rejected: run.rejected, unannotated: run.unannotated, published })
}

/// Where a document comes from.
enum Source {
    File(PathBuf),
    Embedded(Document),
}

impl Source {
    fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Embedded(document) => document.file.clone(),
        }
    }
}

/// Everything a run has to do.
#[derive(Default)]
struct Gathered {
    documents: Vec<Source>,
    sidecars: BTreeMap<String, Sidecar>,
    /// Ids that sidecars gave out: type, name, and the first file to say so.
    entities: HashMap<String, (EntityType, String, String)>,
    rejected: Vec<Rejection>,
}

impl Gathered {
    fn collect(options: &Options) -> Result<Self, SeedError> {
        let mut gathered = Self::default();
        let mut embedded: Vec<_> = embedded::sidecars().collect();
        if options.samples {
            embedded.extend(embedded::sample_sidecars());
            for document in embedded::sample_documents() {
                match document {
                    Ok(document) => gathered.documents.push(Source::Embedded(document)),
                    Err(rejection) => gathered.rejected.push(rejection),
                }
            }
        }
        for sidecar in embedded {
            gathered.add(sidecar, &mut HashMap::new());
        }
        // A sidecar of the user's own wins over an embedded one; two of the user's for one document do not win over each other.
        let mut own = HashMap::new();
        for folder in &options.corpus {
            let Listing { documents, sidecars, ignored, rejected } =
                document::list_folder(folder).map_err(|error| SeedError::Folder(folder.clone(), error))?;
            tracing::debug!(folder = %folder.display(), documents = documents.len(), sidecars = sidecars.len(), ignored, "folder listed");
            gathered.rejected.extend(rejected);
            for path in sidecars {
                gathered.add(read_sidecar(&path), &mut own);
            }
            gathered.documents.extend(documents.into_iter().map(Source::File));
        }
        Ok(gathered)
    }

    fn add(&mut self, sidecar: Result<Sidecar, Rejection>, own: &mut HashMap<String, String>) {
        let checked = sidecar.and_then(|sidecar| {
            let digest = sidecar.document.sha256.clone();
            if let Some(other) = own.get(&digest) {
                let reason = format!("annotates the same document as {other}: keep one of them");
                return Err(Rejection { file: sidecar.file, pointer: "/document/sha256".to_owned(), reason });
            }
            self.same_entities(&sidecar)?;
            own.insert(digest, sidecar.file.clone());
            Ok(sidecar)
        });
        match checked {
            Ok(sidecar) => drop(self.sidecars.insert(sidecar.document.sha256.clone(), sidecar)),
            Err(rejection) => self.rejected.push(rejection),
        }
    }

    /// One id is one real person or organisation: a sidecar that gives it another name or type would merge two of them.
    fn same_entities(&mut self, sidecar: &Sidecar) -> Result<(), Rejection> {
        for (n, entity) in sidecar.entities.iter().enumerate() {
            let Some((r#type, name, file)) = self.entities.get(&entity.id) else { continue };
            if (*r#type, name) != (entity.r#type, &entity.name) {
                let reason =
                    format!("`{}` is the {} \"{name}\" in {file}: use the same name and type, or another id", entity.id, r#type.as_str());
                return Err(Rejection { file: sidecar.file.clone(), pointer: format!("/entities/{n}"), reason });
            }
        }
        for entity in &sidecar.entities {
            let claim = || (entity.r#type, entity.name.clone(), sidecar.file.clone());
            self.entities.entry(entity.id.clone()).or_insert_with(claim);
        }
        Ok(())
    }
}

fn read_sidecar(path: &Path) -> Result<Sidecar, Rejection> {
    let file = path.display().to_string();
    let unreadable = |error: io::Error| Rejection::of_file(&file, format!("cannot be read: {error}"));
    let length = path.metadata().map_err(unreadable)?.len();
    if length > MAX_SIDECAR_BYTES {
        return Err(Rejection::of_file(&file, format!("{length} bytes long; at most {MAX_SIDECAR_BYTES} are read")));
    }
    Sidecar::from_bytes(&file, &std::fs::read(path).map_err(unreadable)?)
}

/// A run in progress.
struct Run {
    former: HashMap<String, String>,
    writer: SnapshotWriter,
    sidecars: BTreeMap<String, Sidecar>,
    /// Documents written, by the digits of their hash that ids carry.
    seen: HashMap<String, (String, String)>,
    rejected: Vec<Rejection>,
    unannotated: Vec<String>,
    added: usize,
    unchanged: usize,
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
        let annotated = match self.sidecars.remove(&document.sha256) {
            Some(sidecar) => match sidecar.verify(&document.text) {
                Ok(()) => assemble::annotated_article(&sidecar, Some(&document.text)),
                Err(rejection) => {
                    self.rejected.push(rejection);
                    self.unannotated(&document)
                }
            },
            None => self.unannotated(&document),
        };
        self.write(&annotated, &document.file).await
    }

    fn unannotated(&mut self, document: &Document) -> AnnotatedArticle {
        self.unannotated.push(document.file.clone());
        annotate::annotate(&document.sha256, &document.text)
    }

    fn seen_before(&mut self, document: &Document) -> Option<Rejection> {
        let digits = document.sha256[..DIGEST_DIGITS].to_owned();
        match self.seen.get(&digits) {
            Some((sha256, file)) if *sha256 == document.sha256 => {
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
        self.writer.article(annotated).await?;
        let record = serde_json::to_string(&annotated.article)?;
        let outcome = if self.former.get(&annotated.article.id) == Some(&record) { Outcome::Unchanged } else { Outcome::Added };
        tracing::debug!(file, article = annotated.article.id, ?outcome, "article written");
        Ok(outcome)
    }

    fn count(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Added => self.added += 1,
            Outcome::Unchanged => self.unchanged += 1,
            Outcome::Rejected(rejection) => self.rejected.push(rejection),
        }
    }
}
