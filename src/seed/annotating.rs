//! One document on its way: from what was found to an annotated article.

use std::{collections::HashSet, sync::Arc};

use super::{gather::Sidecars, pipeline::Outcome};
use crate::{
    annotate,
    corpus::{Document, RawDocument, Rejection, assemble},
    domain::AnnotatedArticle,
    store::TakenUp,
};

/// What is needed for it.
pub struct Annotating {
    /// Curated annotations.
    pub sidecars: Arc<Sidecars>,
    /// What an interrupted run has written.
    pub taken_up: Arc<TakenUp>,
}

impl Annotating {
    /// Finds the article in a document and annotates it, unless that was done before.
    pub fn process(&self, position: u64, document: Result<RawDocument, Rejection>) -> (Vec<Rejection>, Outcome) {
        let document = match document {
            Ok(document) => document,
            Err(rejection) => return (vec![rejection], Outcome::Rejected),
        };
        match self.taken_up.holds(position, &document.sha256) {
            Err(_) => return (Vec::new(), Outcome::Another),
            // One with a sidecar is looked at again, for what is to be said of the sidecar.
            Ok(true) if self.sidecars.of(&document.sha256, &document.sha256).next().is_none() => return (Vec::new(), Outcome::Held),
            Ok(_) => {}
        }
        match document.document() {
            Ok(document) => self.annotate(document),
            Err(rejection) => (vec![rejection], Outcome::Rejected),
        }
    }

    /// The document with the first of its sidecars that fits it, or with what the program itself finds in it.
    fn annotate(&self, document: Document) -> (Vec<Rejection>, Outcome) {
        let mut rejected = Vec::new();
        for sidecar in self.sidecars.of(&document.sha256, &document.origin.sha256) {
            match sidecar.verify(&document.text) {
                Ok(()) => {
                    let annotated = assemble::annotated_article(sidecar, Some(&document));
                    return (rejected, Outcome::Annotated(Box::new(annotated), document.origin.clone()));
                }
                Err(rejection) => rejected.push(rejection),
            }
        }
        let mut annotated = annotate::annotate(&document.sha256, &document.text, &document.known);
        if let Some(id) = twice(&annotated) {
            let reason = format!("two marks in it would have the id {id}, which is a fault of the program, not of the document");
            rejected.push(Rejection::of_file(&document.file, reason));
            return (rejected, Outcome::Rejected);
        }
        annotated.article.origins = vec![document.origin.clone()];
        (rejected, Outcome::Annotated(Box::new(annotated), document.origin))
    }
}

/// An id that two marks have: the snapshot could not be written with them.
fn twice(annotated: &AnnotatedArticle) -> Option<&str> {
    let mut seen = HashSet::new();
    let marks = annotated.mentions.iter().map(|mention| &*mention.id).chain(annotated.quotes.iter().map(|quote| &*quote.id));
    let entities = annotated.entities.iter().map(|entity| &*entity.id);
    let mut named = HashSet::new();
    marks.into_iter().find(|id| !seen.insert(*id)).or_else(|| entities.into_iter().find(|id| !named.insert(*id)))
}
