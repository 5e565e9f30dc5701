//! An annotated article becomes a sidecar: what a curator starts from, and what marks made here are compared in.

use std::collections::HashSet;

use super::{
    Sidecar,
    sidecar::{DocumentRef, FORMAT, Metadata, Publisher, SCHEMA_PATH, SidecarEntity, SidecarMention, SidecarQuote},
    verify::MAX_LINE,
};
use crate::domain::{AnnotatedArticle, Article, EntityInArticle, Mention, Quote, QuoteType, Span};

impl Sidecar {
    /// The sidecar that says what `annotated` says of the document called `name`, which is `bytes` long.
    ///
    /// As in every sidecar, only names and a speaker's own words are written out. What a sidecar may hold on one line alone
    /// (names, titles, roles) is brought to one line.
    #[must_use]
    pub fn from_annotated(annotated: &AnnotatedArticle, name: &str, bytes: u64) -> Self {
        let article = &annotated.article;
        let named: HashSet<&str> = annotated.mentions.iter().map(|mention| mention.entity.id.as_str()).collect();
        let entities = annotated.entities.iter().filter(|entity| named.contains(entity.id.as_str()));
        Self {
            file: name.to_owned(),
            schema: Some(SCHEMA_PATH.to_owned()),
            format: FORMAT,
            document: DocumentRef {
                name: name.to_owned(),
                sha256: article.sha256.clone(),
                bytes,
                characters: article.characters,
                characters_utf16: article.characters_utf16,
            },
            metadata: metadata(article),
            abstract_text: article.abstract_text.clone(),
            annotator: article.annotator.clone(),
            sections: article.sections.clone(),
            entities: entities.map(entity).collect(),
            mentions: annotated.mentions.iter().filter_map(mention).collect(),
            quotes: annotated.quotes.iter().map(quote).collect(),
        }
    }
}

fn metadata(article: &Article) -> Metadata {
    Metadata {
        title: one_line(&article.title).unwrap_or_else(|| "(untitled)".to_owned()),
        url: article.url.clone(),
        source: article.source.as_ref().and_then(|source| Some(Publisher { name: one_line(&source.name)? })),
        agency: article.agency.as_deref().and_then(one_line),
        authors: lines(&article.authors),
        editors: lines(&article.editors),
        published: article.published.clone(),
        published_at: article.published_at.clone(),
        dateline: article.dateline.as_deref().and_then(one_line),
        language: article.language.clone(),
        inferred: article.inferred.clone(),
    }
}

fn entity(entity: &EntityInArticle) -> SidecarEntity {
    SidecarEntity {
        id: entity.id.clone(),
        r#type: entity.r#type,
        name: one_line(&entity.name).unwrap_or_else(|| entity.id.clone()),
        roles: lines(&entity.roles),
        formerly: Vec::new(),
    }
}

/// A mention with its words; none where the text is withheld and they are not known.
fn mention(mention: &Mention) -> Option<SidecarMention> {
    let Span { start, end, start_utf16, end_utf16, exact } = mention.span.clone();
    Some(SidecarMention {
        entity: mention.entity.id.clone(),
        start,
        end,
        start_utf16,
        end_utf16,
        exact: exact?,
        confidence: mention.confidence,
    })
}

fn quote(quote: &Quote) -> SidecarQuote {
    // The journalist's words around the speaker's own stay with the publisher.
    let wordless = |span: &Span| Span { exact: span.exact.clone().filter(|_| quote.r#type == QuoteType::Direct), ..span.clone() };
    SidecarQuote {
        r#type: quote.r#type,
        content: quote.content.iter().map(wordless).collect(),
        verbatim: quote.verbatim.clone(),
        speaker: quote.speaker.as_ref().map(|speaker| speaker.id.clone()),
        speaker_as_written: quote.speaker_as_written.clone(),
        cue: quote.cue.clone(),
        addressee: quote.addressee.as_ref().map(|addressee| addressee.id.clone()),
        addressee_as_written: quote.addressee_as_written.clone(),
        said_on: quote.said_on.clone(),
        occasion: quote.occasion.as_deref().and_then(one_line),
        summary: quote.summary.as_deref().and_then(one_line),
        confidence: quote.confidence,
    }
}

fn lines(written: &[String]) -> Vec<String> {
    written.iter().filter_map(|written| one_line(written)).collect()
}

/// The words on one line, as long as a line of a sidecar may be; none where there are none.
#[must_use]
pub fn one_line(written: &str) -> Option<String> {
    let plain: String = written.chars().map(|character| if character.is_control() { ' ' } else { character }).collect();
    let line: String = plain.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(MAX_LINE).collect();
    Some(line).filter(|line| !line.is_empty())
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;
    use crate::{
        corpus::{assemble::annotated_article, embedded},
        domain::{Section, SectionKind},
    };

    #[test]
    fn a_sidecar_laid_over_its_text_and_taken_off_again_is_the_same() {
        let documents: Vec<_> = embedded::sample_documents().map(|document| document.expect("a document")).collect();
        let mut compared = 0;
        for sidecar in embedded::sample_sidecars() {
            let sidecar = sidecar.expect("a sidecar");
            let document = documents.iter().find(|document| document.sha256 == sidecar.document.sha256).expect("its document");
            let annotated = annotated_article(&sidecar, Some(document));
            let again = Sidecar::from_annotated(&annotated, &sidecar.document.name, sidecar.document.bytes);
            assert_eq!(serde_json::to_value(&again).expect("JSON"), serde_json::to_value(&sidecar).expect("JSON"), "{}", sidecar.file);
            compared += 1;
        }
        assert_eq!(compared, 5);
    }

    #[test]
    fn a_title_over_lines_becomes_one_that_a_sidecar_may_hold() {
        let text = "Gulls\treturn\u{1b}[1m";
        let sidecar = embedded::sample_sidecars().next().expect("one").expect("a sidecar");
        let mut annotated = annotated_article(&sidecar, None);
        annotated.article.title = format!("  {text}\n");
        annotated.article.sha256 = hex::encode(Sha256::digest(text));
        annotated.article.sections = vec![Section { kind: SectionKind::Title, start: 0, end: 16, start_utf16: 0, end_utf16: 16 }];
        let again = Sidecar::from_annotated(&annotated, "x.txt", 16);
        assert_eq!(again.metadata.title, "Gulls return [1m");
    }
}
