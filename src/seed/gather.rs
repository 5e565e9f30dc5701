//! Everything that a run has to do, before it begins: which documents, and which sidecars for them.

use std::{
    collections::{BTreeMap, HashMap},
    path::PathBuf,
};

use super::{Options, SeedError};
use crate::{
    corpus::{
        Document, Rejection, Sidecar,
        document::{self, Listing},
        embedded,
    },
    domain::{
        EntityType,
        id::{self, DIGEST_DIGITS},
    },
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
    /// Sidecars of the user's own, by the SHA-256 of their documents. They win over embedded ones.
    pub own: BTreeMap<String, Sidecar>,
    /// Embedded sidecars, likewise.
    pub embedded: BTreeMap<String, Sidecar>,
    /// What was not taken.
    pub rejected: Vec<Rejection>,
    claims: Claims,
}

/// What sidecars say of names that hold for the whole dataset, each with the first file to say so.
#[derive(Default)]
struct Claims {
    /// Types and names of entities, by their ids.
    entities: HashMap<String, (EntityType, String, String)>,
    /// Names of publishers, by their ids.
    sources: HashMap<String, (String, String)>,
    /// Hashes of documents, by the digits of them that ids carry.
    documents: HashMap<String, (String, String)>,
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
            gathered.add(sidecar, |gathered| &mut gathered.embedded);
        }
        for folder in &options.corpus {
            let Listing { documents, sidecars, ignored, rejected } =
                document::list_folder(folder).map_err(|error| SeedError::Folder(folder.clone(), error))?;
            tracing::debug!(folder = %folder.display(), documents = documents.len(), sidecars = sidecars.len(), ignored, "folder listed");
            gathered.rejected.extend(rejected);
            for path in sidecars {
                gathered.add(Sidecar::read(&path), |gathered| &mut gathered.own);
            }
            gathered.documents.extend(documents.into_iter().map(Source::File));
        }
        Ok(gathered)
    }

    fn add(&mut self, sidecar: Result<Sidecar, Rejection>, place: fn(&mut Self) -> &mut BTreeMap<String, Sidecar>) {
        let checked = sidecar.and_then(|sidecar| {
            if let Some(other) = place(self).get(&sidecar.document.sha256) {
                let reason = format!("annotates the same document as {}: keep one of them", other.file);
                return Err(Rejection { file: sidecar.file, pointer: "/document/sha256".to_owned(), reason });
            }
            self.claims.check(&sidecar).map(|()| sidecar)
        });
        match checked {
            Ok(sidecar) => {
                self.claims.take(&sidecar);
                place(self).insert(sidecar.document.sha256.clone(), sidecar);
            }
            Err(rejection) => self.rejected.push(rejection),
        }
    }
}

impl Claims {
    /// One id is one real person, organisation, publisher or document: a sidecar that means another by it would merge two of them.
    fn check(&self, sidecar: &Sidecar) -> Result<(), Rejection> {
        let rejected = |pointer: String, reason: String| Err(Rejection { file: sidecar.file.clone(), pointer, reason });
        for (n, entity) in sidecar.entities.iter().enumerate() {
            let Some((r#type, name, file)) = self.entities.get(&entity.id) else { continue };
            if (*r#type, name) != (entity.r#type, &entity.name) {
                let there = format!("`{}` is the {} \"{name}\" in {file}", entity.id, r#type.as_str());
                return rejected(format!("/entities/{n}"), format!("{there}: use the same name and type, or another id"));
            }
        }
        if let Some(source) = &sidecar.metadata.source
            && let Some((name, file)) = self.sources.get(&id::slug(&source.name))
            && *name != source.name
        {
            return rejected("/metadata/source/name".to_owned(), format!("this publisher is \"{name}\" in {file}: use the same name"));
        }
        match self.documents.get(digits(&sidecar.document.sha256)) {
            Some((sha256, file)) if *sha256 != sidecar.document.sha256 => {
                let reason = format!("begins with the same {DIGEST_DIGITS} digits as that of {file}, so their ids would be the same");
                rejected("/document/sha256".to_owned(), reason)
            }
            _ => Ok(()),
        }
    }

    fn take(&mut self, sidecar: &Sidecar) {
        let file = || sidecar.file.clone();
        for entity in &sidecar.entities {
            self.entities.entry(entity.id.clone()).or_insert_with(|| (entity.r#type, entity.name.clone(), file()));
        }
        if let Some(source) = &sidecar.metadata.source {
            self.sources.entry(id::slug(&source.name)).or_insert_with(|| (source.name.clone(), file()));
        }
        let sha256 = &sidecar.document.sha256;
        self.documents.entry(digits(sha256).to_owned()).or_insert_with(|| (sha256.clone(), file()));
    }
}

/// The digits of a document's hash that ids carry.
fn digits(sha256: &str) -> &str {
    sha256.get(..DIGEST_DIGITS).unwrap_or(sha256)
}
