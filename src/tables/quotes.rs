//! Quotes as a table.

use super::{Column, Row, joined};
use crate::domain::{EntityRef, Quote, Span};

impl Row for Quote {
    const COLUMNS: &'static [Column] = &[
        Column::text("id", "The quote's id: the first digits of its document's SHA-256, and its start."),
        Column::text("type", "How it is reported: direct, mixed or indirect."),
        Column::text("text", "What is reported, `[…]` where the article interrupts it; empty where the words are withheld."),
        Column::text("verbatim", "The speaker's own words, `[…]` between passages within quotation marks."),
        Column::text("summary", "What was said, in the curator's own words."),
        Column::text("speaker_id", "The id of the person or organisation that says it; empty where nobody is named."),
        Column::text("speaker_name", "The speaker's name."),
        Column::text("speaker_as_written", "The words that name the speaker in the article."),
        Column::text("cue", "The reporting words."),
        Column::text("addressee_id", "The id of the person or organisation it is said to."),
        Column::text("addressee_name", "The addressee's name."),
        Column::text("addressee_as_written", "The words that name the addressee in the article."),
        Column::text("about_ids", "The ids of the people and organisations named in it, `; ` between them."),
        Column::date("said_on", "When it was said."),
        Column::text("occasion", "Where or on which occasion it was said."),
        Column::text("article_id", "The id of the article that reports it."),
        Column::text("article_title", "The article's headline."),
        Column::text("source_id", "The id of the article's publisher."),
        Column::text("source_name", "The publisher's name."),
        Column::date("published", "When the article was published."),
        Column::text("section", "The kind of section it stands in."),
        Column::integer("start", "Its first code point in the article's text, counted from 0."),
        Column::integer("end", "The code point after its last one."),
        Column::integer("start_utf16", "Its first UTF-16 code unit in the article's text, counted from 0."),
        Column::integer("end_utf16", "The UTF-16 code unit after its last one."),
        Column::number("confidence", "How sure the annotator is, from 0 to 1."),
        Column::text("annotator", "Who marked it: `curated`, or the rules with their version."),
        Column::url("fragment_url", "The address of its words on the publisher's page, with text directives for the browser."),
        Column::text("variant_of", "The id of the quote of another article that reports the same utterance most fully."),
        Column::integer("variants", "How many quotes of other articles report the same utterance."),
    ];

    fn cells(&self) -> Vec<String> {
        let exact = |span: &Option<Span>| span.as_ref().and_then(|span| span.exact.clone()).unwrap_or_default();
        let of = |entity: &Option<EntityRef>, part: fn(&EntityRef) -> &String| entity.as_ref().map(part).cloned().unwrap_or_default();
        let source = self.article.source.as_ref();
        let first = |part: fn(&Span) -> u32| self.content.first().map(part).unwrap_or_default().to_string();
        let last = |part: fn(&Span) -> u32| self.content.last().map(part).unwrap_or_default().to_string();
        vec![
            self.id.clone(),
            self.r#type.as_str().to_owned(),
            self.text.clone().unwrap_or_default(),
            self.verbatim.iter().filter_map(|span| span.exact.as_deref()).collect::<Vec<_>>().join(" […] "),
            self.summary.clone().unwrap_or_default(),
            of(&self.speaker, |speaker| &speaker.id),
            of(&self.speaker, |speaker| &speaker.name),
            exact(&self.speaker_as_written),
            exact(&self.cue),
            of(&self.addressee, |addressee| &addressee.id),
            of(&self.addressee, |addressee| &addressee.name),
            exact(&self.addressee_as_written),
            joined(self.about.iter().map(|entity| entity.id.as_str())),
            self.said_on.as_ref().map(ToString::to_string).unwrap_or_default(),
            self.occasion.clone().unwrap_or_default(),
            self.article.id.clone(),
            self.article.title.clone(),
            source.map(|source| source.id.clone()).unwrap_or_default(),
            source.map(|source| source.name.clone()).unwrap_or_default(),
            self.article.published.as_ref().map(ToString::to_string).unwrap_or_default(),
            self.section.as_str().to_owned(),
            first(|span| span.start),
            last(|span| span.end),
            first(|span| span.start_utf16),
            last(|span| span.end_utf16),
            self.confidence.to_string(),
            self.annotator.clone(),
            self.fragment_url.clone().unwrap_or_default(),
            self.variant_of.clone().unwrap_or_default(),
            self.variants.to_string(),
        ]
    }
}
