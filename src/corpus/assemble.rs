//! A sidecar, and its document where it is at hand, become an annotated article.

use std::collections::{BTreeMap, HashSet};

use super::{
    Document, Sidecar,
    sidecar::{Metadata, SidecarQuote},
    verify::section_at,
};
use crate::domain::{
    self, AnnotatedArticle, Article, ArticleCounts, EntityInArticle, EntityRef, Mention, Quote, SectionKind, SourceRef, Span, TextStatus,
    fragment, id, span::TextIndex,
};

/// Lays a sidecar over its document. Without the text, spans keep only the words that the sidecar itself carries.
///
/// The sidecar must have been verified: against the document's text too where there is one.
#[must_use]
pub fn annotated_article(sidecar: &Sidecar, document: Option<&Document>) -> AnnotatedArticle {
    let text = document.map(|document| &*document.text);
    let index = text.map(TextIndex::new);
    let mut article = article(sidecar, document);
    let names = entity_refs(sidecar);
    let mentions = mentions(sidecar, &article, &names);
    let quotes: Vec<Quote> = sidecar.quotes.iter().map(|quote| assemble_quote(sidecar, &article, &names, index.as_ref(), quote)).collect();
    article.counts = ArticleCounts::of(&mentions, &quotes);
    let entities = sidecar.entities.iter().map(|entity| EntityInArticle {
        id: entity.id.clone(),
        r#type: entity.r#type,
        name: entity.name.clone(),
        roles: entity.roles.clone(),
    });
    let mut annotated = AnnotatedArticle { article, text: text.map(str::to_owned), entities: entities.collect(), mentions, quotes };
    fragment::address_quotes(&mut annotated);
    annotated
}

fn article(sidecar: &Sidecar, document: Option<&Document>) -> Article {
    // A sidecar may name the bytes that its document's text was read from: offsets refer to the text.
    let sha256 = document.map_or(&sidecar.document.sha256, |document| &document.sha256);
    let Metadata { title, url, source, agency, authors, editors, published, published_at, dateline, language, inferred } =
        sidecar.metadata.clone();
    Article {
        id: id::article_id(&title, sha256),
        title,
        url,
        source: source.map(|publisher| SourceRef { id: id::slug(&publisher.name), name: publisher.name }),
        agency,
        authors,
        editors,
        published,
        published_at,
        dateline,
        language,
        inferred,
        abstract_text: sidecar.abstract_text.clone(),
        text_status: if document.is_some() { TextStatus::Held } else { TextStatus::Withheld },
        sha256: sha256.clone(),
        characters: sidecar.document.characters,
        characters_utf16: sidecar.document.characters_utf16,
        sections: sidecar.sections.clone(),
        counts: ArticleCounts::default(),
        annotator: sidecar.annotator.clone(),
        origins: document.map(|document| document.origin.clone()).into_iter().collect(),
    }
}

fn entity_refs(sidecar: &Sidecar) -> BTreeMap<&str, EntityRef> {
    let refs = sidecar.entities.iter().map(|entity| {
        let reference = EntityRef { id: entity.id.clone(), r#type: entity.r#type, name: entity.name.clone() };
        (entity.id.as_str(), reference)
    });
    refs.collect()
}

fn mentions(sidecar: &Sidecar, article: &Article, names: &BTreeMap<&str, EntityRef>) -> Vec<Mention> {
    let mentions = sidecar.mentions.iter().filter_map(|mention| {
        Some(Mention {
            id: id::mention_id(&article.sha256, mention.start),
            entity: names.get(mention.entity.as_str())?.clone(),
            span: mention.span(),
            article: article.to_ref(),
            section: section_at(&sidecar.sections, mention.start)?.kind,
            confidence: domain::quantised(mention.confidence),
            annotator: sidecar.annotator.clone(),
        })
    });
    mentions.collect()
}

fn assemble_quote(
    sidecar: &Sidecar,
    article: &Article,
    names: &BTreeMap<&str, EntityRef>,
    index: Option<&TextIndex>,
    quote: &SidecarQuote,
) -> Quote {
    let with_words = |span: &Span| index.and_then(|index| index.span(span.start, span.end)).unwrap_or_else(|| span.clone());
    let all_with_words = |spans: &[Span]| spans.iter().map(with_words).collect::<Vec<_>>();
    let content = all_with_words(&quote.content);
    let start = quote.content.first().map_or(0, |span| span.start);
    let entity = |id: &Option<String>| id.as_deref().and_then(|id| names.get(id)).cloned();
    Quote {
        id: id::quote_id(&article.sha256, start),
        r#type: quote.r#type,
        text: joined(&content),
        verbatim: all_with_words(&quote.verbatim),
        about: about(sidecar, names, quote),
        content,
        summary: quote.summary.clone(),
        speaker: entity(&quote.speaker),
        speaker_as_written: quote.speaker_as_written.as_ref().map(with_words),
        cue: quote.cue.as_ref().map(with_words),
        addressee: entity(&quote.addressee),
        addressee_as_written: quote.addressee_as_written.as_ref().map(with_words),
        said_on: quote.said_on.clone(),
        occasion: quote.occasion.clone(),
        variant_of: None,
        variants: 0,
        article: article.to_ref(),
        fragment_url: None,
        section: section_at(&sidecar.sections, start).map_or(SectionKind::Body, |section| section.kind),
        confidence: domain::quantised(quote.confidence),
        annotator: sidecar.annotator.clone(),
    }
}

/// The words of all spans in one string, `[…]` where the attribution interrupts them; `None` where one of them is not at hand.
fn joined(spans: &[Span]) -> Option<String> {
    let words: Option<Vec<&str>> = spans.iter().map(|span| span.exact.as_deref()).collect();
    words.map(|words| words.join(" […] "))
}

/// Who and what is named inside the content, each once, in the order of naming.
fn about(sidecar: &Sidecar, names: &BTreeMap<&str, EntityRef>, quote: &SidecarQuote) -> Vec<EntityRef> {
    let mut seen = HashSet::new();
    // Mentions stand in order: looking through all of them for every quote would be quadratic.
    let inside = quote.content.iter().flat_map(|span| {
        let first = sidecar.mentions.partition_point(|mention| mention.start < span.start);
        sidecar.mentions[first..].iter().take_while(|mention| mention.end <= span.end)
    });
    inside.filter(|mention| seen.insert(&mention.entity)).filter_map(|mention| names.get(mention.entity.as_str()).cloned()).collect()
}
