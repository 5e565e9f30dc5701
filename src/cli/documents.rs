//! Documents as the commands on single files read and annotate them: the one place where that is decided.

use std::{
    collections::HashMap,
    io::{self, Read},
    path::{Path, PathBuf},
};

use crate::{
    annotate::{self, Reason},
    corpus::{Document, Rejection, Sidecar, document},
    domain::{AnnotatedArticle, Known},
};

/// Reads one document; `-` is standard input.
pub fn read(path: &Path) -> Result<Document, Rejection> {
    if path != Path::new("-") {
        return Document::read(path);
    }
    let name = "standard input";
    let mut bytes = Vec::new();
    let most = document::MAX_DOCUMENT_BYTES;
    io::stdin()
        .lock()
        .take(most + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Rejection::of_file(name, format!("cannot be read: {error}")))?;
    if bytes.len() as u64 > most {
        return Err(Rejection::of_file(name, format!("more than {most} bytes long: no more are read")));
    }
    Document::from_bytes(name, bytes)
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
    annotate::explain(&document.sha256, &document.text, &Known::default())
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
            let listing = document::list_folder(folder)
                .map_err(|error| Rejection::of_file(&folder.display().to_string(), format!("the folder cannot be read: {error}")))?;
            for path in listing.documents {
                if let Ok(document) = read(&path) {
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
