//! What filters ask of quotes.

use rusqlite::Connection;

use super::{
    Columns,
    filter::{Allowed, allowed, passes, set_of},
    ints::Found,
    load::QuoteColumns,
    of_articles::{OneOf, ScopeTest, sets_of},
};
use crate::store::{
    ReadError,
    quotes::{QuoteFilter, QuoteQuery, Variants},
};

/// What part somebody has in a quote.
#[derive(Clone, Copy)]
enum Part {
    Speaker,
    Addressee,
    About,
    Any,
}

/// Everything that the list of quotes can be asked, but for full-text search.
pub struct QuoteTest<'a> {
    quotes: &'a QuoteColumns,
    scope: ScopeTest<'a>,
    cues: Allowed,
    classes: Allowed,
    confidences: Allowed,
    parts: Vec<(Part, OneOf)>,
}

/// Where quotes that are asked about in order were found last.
pub struct Places {
    parts: Found,
    article: u32,
    is_in_scope: bool,
}

impl<'a> QuoteTest<'a> {
    /// Reads a filter.
    pub fn of(columns: &'a Columns, connection: &Connection, query: &QuoteQuery) -> Result<Self, ReadError> {
        let (quotes, quote) = (columns.quotes(connection)?, &query.quote);
        let set = |ids: &[String]| set_of(connection, columns.entities(connection)?, ids);
        let mut parts = Vec::new();
        for (part, ids, wanted) in parts_of(quote) {
            parts.push((part, OneOf { set: set(ids)?, wanted }));
        }
        parts.extend(sets_of(&query.named, set)?.into_iter().map(|one| (Part::Any, one)));
        let cues = &quotes.all_cues;
        let asks_class = !quote.r#type.is_empty() || !quote.section.is_empty() || !quote.annotator.is_empty() || quote.variants.is_some();
        Ok(Self {
            quotes,
            scope: ScopeTest::of(columns, connection, &query.scope)?,
            cues: allowed(&cues.numbers, !quote.cue.is_empty(), |number| {
                number.checked_sub(1).is_some_and(|place| quote.cue.contains(&cues.texts[place as usize]))
            }),
            classes: allowed(&quotes.all_classes, asks_class, |class| {
                (quote.r#type.is_empty() || quote.r#type.iter().any(|kind| kind.as_str() == class.r#type))
                    && (quote.section.is_empty() || quote.section.iter().any(|kind| kind.as_str() == class.section))
                    && (quote.annotator.is_empty() || quote.annotator.contains(&class.annotator))
                    && match quote.variants {
                        Some(Variants::Exclude) => !class.is_variant,
                        Some(Variants::Only) => class.has_variants,
                        None => true,
                    }
            }),
            confidences: allowed(&quotes.all_confidences, quote.min_confidence.is_some(), |confidence| {
                quote.min_confidence.is_none_or(|least| *confidence >= least)
            }),
            parts,
        })
    }

    /// What finds the lists of quotes that are asked about in order.
    pub fn places(&self) -> Places {
        Places { parts: Found::default(), article: 0, is_in_scope: self.quotes.starts.len() > 1 && self.scope.holds(0) }
    }

    /// Whether a quote is what is asked for.
    #[inline]
    pub fn holds(&self, quote: u32, last: &mut Places) -> bool {
        if quote >= self.quotes.starts[last.article as usize + 1] {
            last.article = self.quotes.article(quote, last.article);
            last.is_in_scope = self.scope.holds(last.article);
        }
        let place = quote as usize;
        last.is_in_scope
            && (self.cues.is_none() || passes(&self.cues, self.quotes.cues.get(place)))
            && (self.classes.is_none() || passes(&self.classes, self.quotes.classes.get(place)))
            && (self.confidences.is_none() || passes(&self.confidences, self.quotes.confidences.get(place)))
            && self.parts.iter().all(|(part, one)| self.has(*part, &one.set, place, &mut last.parts) == one.wanted)
    }

    /// Whether one of a set has this part in a quote.
    fn has(&self, part: Part, set: &[bool], quote: usize, last: &mut Found) -> bool {
        let is_speaker = || set[self.quotes.speakers.get(quote) as usize];
        let mut others = |from: usize, to: usize| {
            let all = self.quotes.parts.place(quote, last);
            let end = all.end.min(all.start.saturating_add(to));
            (all.start + from..end).any(|at| set[self.quotes.parts.value(at) as usize])
        };
        match part {
            Part::Speaker => is_speaker(),
            Part::Addressee => others(0, self.quotes.addressees(quote)),
            Part::About => others(self.quotes.addressees(quote), usize::MAX),
            Part::Any => is_speaker() || others(0, usize::MAX),
        }
    }
}

/// What a filter asks of those who have a part in a quote.
fn parts_of(quote: &QuoteFilter) -> impl Iterator<Item = (Part, &[String], bool)> {
    let each = [
        (Part::Speaker, &quote.speaker, true),
        (Part::Speaker, &quote.speaker_not, false),
        (Part::Addressee, &quote.addressee, true),
        (Part::Addressee, &quote.addressee_not, false),
        (Part::About, &quote.about, true),
        (Part::About, &quote.about_not, false),
    ];
    let each = each.into_iter().filter(|(_, ids, _)| !ids.is_empty()).map(|(part, ids, wanted)| (part, &ids[..], wanted));
    each.chain(quote.about_all.iter().map(|id| (Part::About, std::slice::from_ref(id), true)))
}
