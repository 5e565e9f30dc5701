//! Quotes as a table.

use super::{Row, joined};
use crate::domain::{EntityRef, Quote, Span};

impl Row for Quote {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "type",
        "text",
        "verbatim",
        "summary",
        "speaker_id",
        "speaker_name",
        "speaker_as_written",
        "cue",
        "addressee_id",
        "addressee_name",
        "addressee_as_written",
        "about_ids",
        "said_on",
        "occasion",
        "article_id",
        "article_title",
        "source_id",
        "source_name",
        "published",
        "section",
        "start",
        "end",
        "start_utf16",
        "end_utf16",
        "confidence",
        "annotator",
        "variant_of",
        "variants",
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
            self.variant_of.clone().unwrap_or_default(),
            self.variants.to_string(),
        ]
    }
}
