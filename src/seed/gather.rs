//! Everything that a run has to do, before it begins: which documents, and which sidecars for them.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    io,
    path::{Path, PathBuf},
};

use super::{Options, SeedError};
use crate::{
    corpus::{
        Document, Rejection, Sidecar,
        document::{self, Listing},
        embedded,
        sidecar::MAX_SIDECAR_BYTES,
    },
    domain::EntityType,
};

/// Where a document comes from.
pub enum Source {
    /// A file that is yet to be read.
    File(PathBuf),
    /// The binary itself.
    Embedded(Document),
}

impl Source {
    /// What it is called in messages.
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Embedded(document) => document.file.clone(),
        }
    }
}

/// Everything a run has to do.
#[derive(Default)]
pub struct Gathered {
    /// Documents, in the order in which they are written.
    pub documents: Vec<Source>,
    /// Sidecars that passed, by the SHA-256 of their documents.
    pub sidecars: BTreeMap<String, Sidecar>,
    /// Ids that sidecars gave out: type, name, and the first file to say so.
    entities: HashMap<String, (EntityType, String, String)>,
    /// What was not taken.
    pub rejected: Vec<Rejection>,
    /// The sidecars of the user's own.
    pub own: HashSet<String>,
}

impl Gathered {
    /// Reads every sidecar, and lists every document.
    pub fn collect(options: &Options) -> Result<Self, SeedError> {
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
                gathered.own.insert(path.display().to_string());
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
