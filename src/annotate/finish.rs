//! What the stages found, as an annotated article: byte offsets become code points and UTF-16 units, numbers become ids.

use std::collections::HashSet;

use super::{ANNOTATOR, Reason, attribution::Draft, entities::Entity, layout::Metadata, names::Name, parsed::Parsed, passages::Passage};
use crate::domain::{
    self, AnnotatedArticle, Article, ArticleCounts, EntityInArticle, EntityRef, Known, Mention, Quote, Section, SectionKind, SourceRef,
    Span, TextStatus, fragment, id, span::TextIndex,
};

/// Everything that the stages found.
pub struct Finished<'a> {
    pub sha256: &'a str,
    pub known: &'a Known,
    pub parsed: &'a Parsed<'a>,
    pub metadata: Metadata,
    pub names: &'a [Name],
    pub entities: &'a [Entity],
    pub passages: &'a [Passage],
    pub quotes: &'a [Draft],
}

impl Finished<'_> {
    /// The article with its marks, and the reasons for them.
    pub fn article(self) -> (AnnotatedArticle, Vec<Reason>) {
        let places = Places::new(self.parsed.text);
        let references = references(self.entities);
        let sections = sections(self.parsed, &places);
        let mut article = self.record(&places, sections);
        let mentions: Vec<Mention> = self.names.iter().map(|name| self.mention(name, &article, &references, &places)).collect();
        let quotes: Vec<Quote> = self.quotes.iter().map(|draft| self.quote(draft, &article, &references, &places)).collect();
        article.counts = ArticleCounts::of(&mentions, &quotes);
        let entities = self.entities.iter().zip(&references).map(|(entity, reference)| EntityInArticle {
            id: reference.id.clone(),
            r#type: entity.kind,
            name: entity.name.clone(),
            roles: entity.roles.clone(),
        });
        let reasons = self.reasons(&places);
        let mut annotated =
            AnnotatedArticle { article, text: Some(self.parsed.text.to_owned()), entities: entities.collect(), mentions, quotes };
        fragment::address_quotes(&mut annotated);
        (annotated, reasons)
    }

    fn record(&self, places: &Places, sections: Vec<Section>) -> Article {
        let metadata = self.metadata.clone();
        Article {
            id: id::article_id(&metadata.title, self.sha256),
            title: metadata.title,
            url: self.known.url.clone(),
            source: metadata.source.map(|name| SourceRef { id: id::slug(&name), name }).filter(|source| !source.id.is_empty()),
            agency: metadata.agency,
            authors: metadata.authors,
            editors: metadata.editors,
            published: metadata.published,
            published_at: metadata.published_at,
            dateline: metadata.dateline,
            language: metadata.language,
            inferred: metadata.inferred,
            abstract_text: None,
            text_status: TextStatus::Held,
            sha256: self.sha256.to_owned(),
            characters: places.index.characters(),
            characters_utf16: places.index.characters_utf16(),
            sections,
            counts: ArticleCounts::default(),
            annotator: ANNOTATOR.to_owned(),
            origins: Vec::new(),
        }
    }

    fn mention(&self, name: &Name, article: &Article, references: &[EntityRef], places: &Places) -> Mention {
        let span = places.span(name.start, name.end);
        Mention {
            id: id::mention_id(&article.sha256, span.start),
            entity: references[name.entity].clone(),
            section: self.section_at(name.start),
            span,
            article: article.to_ref(),
            confidence: domain::quantised(name.confidence),
            annotator: ANNOTATOR.to_owned(),
        }
    }

    fn quote(&self, draft: &Draft, article: &Article, references: &[EntityRef], places: &Places) -> Quote {
        let span = |&(start, end): &(usize, usize)| places.span(start, end);
        let content: Vec<Span> = draft.content.iter().map(span).collect();
        let start = draft.content.first().map_or(0, |content| content.0);
        let words: Vec<&str> = draft.content.iter().map(|&(start, end)| &self.parsed.text[start..end]).collect();
        let mut seen = HashSet::new();
        let inside = draft.content.iter().flat_map(|&(start, end)| self.names_in(start, end));
        let about = inside.filter(|name| seen.insert(name.entity)).map(|name| references[name.entity].clone()).collect();
        Quote {
            id: id::quote_id(&article.sha256, content.first().map_or(0, |span| span.start)),
            r#type: draft.r#type,
            verbatim: draft.verbatim.iter().map(span).collect(),
            text: Some(words.join(" […] ")),
            summary: None,
            speaker: draft.speaker_entity.map(|entity| references[entity].clone()),
            speaker_as_written: draft.speaker.as_ref().map(span),
            cue: draft.cue.as_ref().map(span),
            addressee: draft.addressee_entity.map(|entity| references[entity].clone()),
            addressee_as_written: draft.addressee.as_ref().map(span),
            about,
            said_on: draft.said_on.clone(),
            occasion: draft.occasion.clone(),
            variant_of: None,
            variants: 0,
            article: article.to_ref(),
            fragment_url: None,
            section: self.section_at(start),
            confidence: domain::quantised(draft.confidence),
            annotator: ANNOTATOR.to_owned(),
            content,
        }
    }

    /// The names that stand wholly within a stretch.
    fn names_in(&self, start: usize, end: usize) -> impl Iterator<Item = &Name> {
        let first = self.names.partition_point(|name| name.start < start);
        self.names[first..].iter().take_while(move |name| name.end <= end)
    }

    fn section_at(&self, at: usize) -> SectionKind {
        let block = self.parsed.blocks.partition_point(|block| block.end <= at);
        self.parsed.blocks.get(block).map_or(SectionKind::Body, |block| block.kind)
    }

    /// Why every mark was made, in the order of the text.
    fn reasons(&self, places: &Places) -> Vec<Reason> {
        let reason = |(start, end): (usize, usize), mark, rule, note| {
            let (start, end) = (places.point(start), places.point(end));
            Reason { start, end, mark, rule, note }
        };
        let sections =
            self.parsed.blocks.iter().map(|block| reason((block.start, block.end), "section", block.rule, block.kind.as_str().to_owned()));
        let names = self.names.iter().map(|name| {
            let note = self.entities[name.entity].name.clone();
            reason((name.start, name.end), name.kind.as_str(), name.rule, note)
        });
        let mut seen = HashSet::new();
        let first_names = self.names.iter().filter(|name| seen.insert(name.entity));
        let entities = first_names.flat_map(|name| {
            let entity = &self.entities[name.entity];
            let note = move |why: &String| reason((name.start, name.end), "entity", "one-entity", format!("{}: {why}", entity.name));
            entity.reasons.iter().map(note)
        });
        let quotes = self.quotes.iter().map(|draft| {
            let whole = (draft.content.first().map_or(0, |first| first.0), draft.content.last().map_or(0, |last| last.1));
            reason(whole, "quote", draft.rule.name(), format!("{}: {}", draft.r#type.as_str(), self.speaker(draft)))
        });
        let passages = self.passages.iter().filter_map(|passage| {
            let why = passage.not_speech?.name();
            Some(reason((passage.open, passage.close), "passage", why, String::new()))
        });
        let mut reasons: Vec<Reason> = sections.chain(names).chain(entities).chain(quotes).chain(passages).collect();
        reasons.sort_by_key(|reason| (reason.start, reason.end));
        reasons
    }

    /// The speaker of a quote, in words.
    fn speaker(&self, draft: &Draft) -> &str {
        let name = draft.speaker_entity.map(|entity| &*self.entities[entity].name);
        name.or_else(|| draft.speaker.map(|(start, end)| &self.parsed.text[start..end])).unwrap_or("nobody named")
    }
}

/// Blocks of one kind that follow one another are one section.
fn sections(parsed: &Parsed, places: &Places) -> Vec<Section> {
    let mut runs: Vec<(SectionKind, usize, usize)> = Vec::new();
    for block in &parsed.blocks {
        match runs.last_mut() {
            Some((kind, _, end)) if *kind == block.kind => *end = block.end,
            _ => runs.push((block.kind, block.start, block.end)),
        }
    }
    let sections = runs.into_iter().map(|(kind, start, end)| {
        let Span { start, end, start_utf16, end_utf16, .. } = places.span(start, end);
        Section { kind, start, end, start_utf16, end_utf16 }
    });
    sections.collect()
}

/// An id for every entity: the slug of its name. Two of one slug in one article are told apart by their type, then by number.
fn references(entities: &[Entity]) -> Vec<EntityRef> {
    let mut taken: HashSet<String> = HashSet::new();
    let references = entities.iter().map(|entity| {
        let slug =
            Some(id::slug(&entity.name)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| format!("x{}", hex::encode(&entity.name)));
        let typed = format!("{slug}-{}", entity.kind.as_str());
        let numbered = (2..).map(|number| format!("{slug}-{number}"));
        let id = [slug.clone(), typed].into_iter().chain(numbered).find(|id| !taken.contains(id)).unwrap_or_default();
        taken.insert(id.clone());
        EntityRef { id, r#type: entity.kind, name: entity.name.clone() }
    });
    references.collect()
}

/// From bytes to code points.
struct Places<'a> {
    index: TextIndex<'a>,
}

impl<'a> Places<'a> {
    fn new(text: &'a str) -> Self {
        Self { index: TextIndex::new(text) }
    }

    fn point(&self, byte: usize) -> u32 {
        self.index.point(byte)
    }

    fn span(&self, start: usize, end: usize) -> Span {
        let (start, end) = (self.point(start), self.point(end));
        Span {
            start,
            end,
            start_utf16: self.index.utf16(start),
            end_utf16: self.index.utf16(end),
            exact: self.index.slice(start, end).map(str::to_owned),
        }
    }
}
