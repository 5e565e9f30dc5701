//! Everything that a run needs before it begins: the sidecars, and a first look at the documents.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    path::PathBuf,
};

use sha2::{Digest, Sha256};

use super::{Options, SeedError};
use crate::{
    corpus::{
        Input, Inputs, Rejection, Sidecar, embedded,
        survey::{Survey, survey},
    },
    domain::{
        EntityRef, EntityType,
        id::{self, DIGEST_DIGITS},
    },
};

/// The sidecars of a run.
#[derive(Default)]
pub struct Sidecars {
    /// The user's own, by the SHA-256 of their documents. They win over embedded ones.
    pub own: BTreeMap<String, Sidecar>,
    /// Embedded ones, likewise.
    pub embedded: BTreeMap<String, Sidecar>,
}

impl Sidecars {
    /// Those for a document, by the hash of its text or of its bytes, in the order in which they win.
    pub fn of<'a>(&'a self, text: &'a str, bytes: &'a str) -> impl Iterator<Item = &'a Sidecar> {
        let other = (bytes != text).then_some(bytes);
        let hashes = move || [Some(text), other].into_iter().flatten();
        hashes().filter_map(|hash| self.own.get(hash)).chain(hashes().filter_map(|hash| self.embedded.get(hash)))
    }
}

/// Everything that a run needs.
#[derive(Default)]
pub struct Gathered {
    /// The sidecars.
    pub sidecars: Sidecars,
    /// What was not taken.
    pub rejected: Vec<Rejection>,
    /// What there is to read.
    pub survey: Survey,
    claims: Claims,
}

/// What sidecars say of names that hold for the whole dataset, each with the first file to say so.
#[derive(Default)]
struct Claims {
    /// Types and names of entities, by their ids.
    entities: HashMap<String, (EntityType, String, String)>,
    /// What entities are called now, by the ids that they had formerly.
    formers: BTreeMap<String, (EntityRef, String)>,
    /// Names of publishers, by their ids.
    sources: HashMap<String, (String, String)>,
    /// Hashes of documents, by the digits of them that ids carry.
    documents: HashMap<String, (String, String)>,
}

impl Gathered {
    /// Reads every sidecar, and looks at every document.
    pub fn collect(options: &Options) -> Result<Self, SeedError> {
        let mut gathered = Self::default();
        let mut embedded: Vec<_> = embedded::sidecars().collect();
        if options.samples {
            embedded.extend(embedded::sample_sidecars());
        }
        for sidecar in embedded {
            gathered.add(sidecar, |sidecars| &mut sidecars.embedded);
        }
        gathered.survey = survey(&inputs(options)).map_err(|(path, error)| SeedError::Input(path, error))?;
        for path in gathered.survey.sidecars.clone() {
            gathered.add(Sidecar::read(&path), |sidecars| &mut sidecars.own);
        }
        Ok(gathered)
    }

    /// The documents, without the files that are sidecars.
    pub fn inputs(&self, options: &Options) -> Inputs {
        let sidecars: HashSet<PathBuf> = self.survey.sidecars.iter().cloned().collect();
        Inputs::new(inputs(options), &options.read).without(sidecars)
    }

    /// What tells this run from every other that would make another snapshot.
    pub fn key(&self, options: &Options) -> String {
        let mut hash = Sha256::new();
        let Options { corpus, read, samples, curated, db: _, publishing: _, strict: _ } = options;
        hash.update(format!("{} {corpus:?} {read:?} {samples} {curated}\n", env!("ONRECORD_BUILD")));
        hash.update(self.survey.fingerprint);
        hex::encode(hash.finalize())
    }

    /// The entities that sidecars name, in the order of their ids.
    pub fn entities(&self) -> Vec<EntityRef> {
        let named = self.claims.entities.iter();
        let mut all: Vec<_> =
            named.map(|(id, (r#type, name, _))| EntityRef { id: id.clone(), r#type: *r#type, name: name.clone() }).collect();
        all.sort_by(|one, other| one.id.cmp(&other.id));
        all
    }

    /// The ids that entities of sidecars had formerly, with what they mean now.
    pub fn formers(&self) -> impl Iterator<Item = (&str, &EntityRef)> {
        self.claims.formers.iter().map(|(former, (entity, _))| (&**former, entity))
    }

    /// The publishers that sidecars name, in the order of their ids.
    pub fn sources(&self) -> Vec<String> {
        let mut all: Vec<_> = self.claims.sources.iter().map(|(id, (name, _))| (id, name.clone())).collect();
        all.sort();
        all.into_iter().map(|(_, name)| name).collect()
    }

    /// The hashes that sidecars name.
    pub fn hashes(&self) -> impl Iterator<Item = &str> {
        self.claims.documents.values().map(|(sha256, _)| &**sha256)
    }

    fn add(&mut self, sidecar: Result<Sidecar, Rejection>, place: fn(&mut Sidecars) -> &mut BTreeMap<String, Sidecar>) {
        let checked = sidecar.and_then(|sidecar| {
            if let Some(other) = place(&mut self.sidecars).get(&sidecar.document.sha256) {
                let reason = format!("annotates the same document as {}: keep one of them", other.file);
                return Err(Rejection { file: sidecar.file, pointer: "/document/sha256".to_owned(), reason });
            }
            self.claims.check(&sidecar).map(|()| sidecar)
        });
        match checked {
            Ok(sidecar) => {
                self.claims.take(&sidecar);
                place(&mut self.sidecars).insert(sidecar.document.sha256.clone(), sidecar);
            }
            Err(rejection) => self.rejected.push(rejection),
        }
    }
}

fn inputs(options: &Options) -> Vec<Input> {
    options.corpus.iter().cloned().map(Input::from).collect()
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
        self.check_formers(sidecar)?;
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

    /// An id that one sidecar gives away is in use in no other, and given to nobody else.
    fn check_formers(&self, sidecar: &Sidecar) -> Result<(), Rejection> {
        let rejected = |pointer: String, reason: String| Err(Rejection { file: sidecar.file.clone(), pointer, reason });
        for (n, entity) in sidecar.entities.iter().enumerate() {
            if let Some((now, file)) = self.formers.get(&entity.id) {
                return rejected(format!("/entities/{n}/id"), format!("`{}` is `{}` since {file}: use the new id", entity.id, now.id));
            }
            for (at, former) in entity.formerly.iter().enumerate() {
                let pointer = format!("/entities/{n}/formerly/{at}");
                if let Some((_, name, file)) = self.entities.get(former) {
                    return rejected(pointer, format!("`{former}` is still in use for \"{name}\" in {file}: give it the new id there"));
                }
                if let Some((now, file)) = self.formers.get(former).filter(|(now, _)| now.id != entity.id) {
                    return rejected(pointer, format!("`{former}` is `{}` since {file}: it cannot be `{}` too", now.id, entity.id));
                }
            }
        }
        Ok(())
    }

    fn take(&mut self, sidecar: &Sidecar) {
        let file = || sidecar.file.clone();
        for entity in &sidecar.entities {
            self.entities.entry(entity.id.clone()).or_insert_with(|| (entity.r#type, entity.name.clone(), file()));
            for former in &entity.formerly {
                let now = EntityRef { id: entity.id.clone(), r#type: entity.r#type, name: entity.name.clone() };
                self.formers.entry(former.clone()).or_insert_with(|| (now, file()));
            }
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
