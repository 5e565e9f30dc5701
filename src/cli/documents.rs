//! Documents as the commands on single files read and annotate them: the one place where that is decided.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use crate::{
    annotate::{self, Reason},
    corpus::{Document, Input, Inputs, ReadOptions, Rejection, Sidecar, survey::survey},
    domain::AnnotatedArticle,
};

/// Reads one document, of whatever format; `-` is standard input.
pub fn read(path: &Path) -> Result<Document, Rejection> {
    Document::read(path, &ReadOptions::default())
}

/// Checks that a sidecar is of this document, and that every offset of it gives its words.
pub fn belongs(sidecar: &Sidecar, document: &Document) -> Result<(), Rejection> {
    if sidecar.document.sha256 != document.sha256 {
        let reason = format!("annotates another document than {}: the SHA-256 that it names is not that of the document", document.file);
        return Err(Rejection { file: sidecar.file.clone(), pointer: "/document/sha256".to_owned(), reason });
    }
    sidecar.verify(&document.text)
}

/// Annotates a document by the rules, and says which rule made each mark.
pub fn explain(document: &Document) -> (AnnotatedArticle, Vec<Reason>) {
    annotate::explain(&document.sha256, &document.text, &document.known)
}

/// The marks of an article as the sidecar of this document.
pub fn sidecar(document: &Document, annotated: &AnnotatedArticle) -> Sidecar {
    let path = Path::new(&document.file);
    let name = path.file_name().map_or_else(|| document.file.clone(), |name| name.to_string_lossy().into_owned());
    Sidecar::from_annotated(annotated, &name, document.text.len() as u64)
}

/// The documents in folders, found by the SHA-256 that their sidecars name.
#[derive(Debug, Default)]
pub struct Library {
    paths: HashMap<String, PathBuf>,
}

impl Library {
    /// Reads every document below the folders, to know its hash. What is no document is passed over.
    pub fn of(folders: &[PathBuf]) -> anyhow::Result<Self> {
        let mut paths = HashMap::new();
        for folder in folders {
            let input = Input::from(folder.clone());
            let found = survey(std::slice::from_ref(&input))
                .map_err(|(path, error)| Rejection::of_file(&path.display().to_string(), format!("cannot be read: {error}")))?;
            let sidecars = found.sidecars.into_iter().collect();
            for document in Inputs::new(vec![input], &ReadOptions::default()).without(sidecars).flatten() {
                let path = PathBuf::from(&document.file);
                if let Ok(document) = document.document() {
                    paths.entry(document.sha256).or_insert(path);
                }
            }
        }
        Ok(Self { paths })
    }

    /// The document of a sidecar: the file that it names, beside it, or one from the folders; only with the hash that it names.
    pub fn document_of(&self, sidecar: &Sidecar) -> Option<Document> {
        let beside = Path::new(&sidecar.file).parent().map(|folder| folder.join(&sidecar.document.name));
        let is_it = |document: &Document| document.sha256 == sidecar.document.sha256;
        let named = beside.filter(|path| path.is_file()).and_then(|path| read(&path).ok()).filter(is_it);
        named.or_else(|| read(self.paths.get(&sidecar.document.sha256)?).ok().filter(is_it))
    }
}
