//! Quotes with their parts; where another tool gives no type, what stands in quotation marks tells.

use std::collections::{BTreeMap, HashMap};

use super::{Gathered, names::Ids};
use crate::{
    corpus::{export::one_line, sidecar::SidecarQuote},
    domain::{QuoteType, Span, quantised, span::TextIndex},
    exchange::marks::{Kind, Mark},
};

/// The words that have a part of their own to play in a quote.
#[derive(Default)]
struct Parts<'a> {
    verbatim: Vec<&'a Span>,
    speaker: Option<&'a Span>,
    cue: Option<&'a Span>,
    addressee: Option<&'a Span>,
}

/// Takes the quotes over.
pub fn gather(index: &TextIndex, marks: &[Mark], ids: &Ids, gathered: &mut Gathered) {
    let mut quotes: Vec<&Mark> = marks.iter().filter(|mark| matches!(mark.kind, Kind::Quote(_))).collect();
    quotes.sort_by_key(|mark| mark.start());
    let known: HashMap<&str, usize> = quotes.iter().enumerate().map(|(n, mark)| (mark.id.as_str(), n)).collect();
    let mut parts: BTreeMap<usize, Parts> = BTreeMap::new();
    for mark in marks {
        let Some(of) = part_of(mark, &quotes, &known) else {
            if matches!(mark.kind, Kind::Verbatim | Kind::Speaker | Kind::Cue | Kind::Addressee) {
                gathered.dropped.count(format!("{}: belongs to no quote", mark.kind.label()));
            }
            continue;
        };
        let parts = parts.entry(of).or_default();
        let place = match mark.kind {
            Kind::Verbatim => {
                parts.verbatim.extend(&mark.spans);
                continue;
            }
            Kind::Speaker => &mut parts.speaker,
            Kind::Cue => &mut parts.cue,
            _ => &mut parts.addressee,
        };
        if mark.spans.len() > 1 || place.is_some() {
            gathered.dropped.count(format!("{}: a quote has one, in one stretch", mark.kind.label()));
        }
        *place = place.or(mark.spans.first());
    }
    let mut last_start = None;
    for (n, mark) in quotes.into_iter().enumerate() {
        if last_start.replace(mark.start()) == Some(mark.start()) {
            gathered.dropped.count(format!("{}: begins where another quote does", mark.kind.label()));
            continue;
        }
        gathered.quotes.push(quote(index, mark, &parts.remove(&n).unwrap_or_default(), ids));
    }
}

/// The number of the quote that a part belongs to: the one that it names, or, for words in quotation marks, the one that they stand in.
fn part_of(mark: &Mark, quotes: &[&Mark], known: &HashMap<&str, usize>) -> Option<usize> {
    match (mark.kind, &mark.quote) {
        (Kind::Verbatim | Kind::Speaker | Kind::Cue | Kind::Addressee, Some(quote)) => known.get(quote.as_str()).copied(),
        (Kind::Verbatim, None) => {
            let before = quotes.partition_point(|quote| quote.start() <= mark.start());
            let quote = before.checked_sub(1)?;
            (mark.end() <= quotes[quote].end()).then_some(quote)
        }
        _ => None,
    }
}

fn quote(index: &TextIndex, mark: &Mark, parts: &Parts, ids: &Ids) -> SidecarQuote {
    let given = if let Kind::Quote(given) = mark.kind { given } else { None };
    let (kind, content, verbatim) = typed(index, given, &mark.spans, &parts.verbatim);
    let named = |entity: Option<&str>, written: Option<&Span>| entity.or_else(|| ids.at(written?)).map(str::to_owned);
    // Only what a speaker said stands in the sidecar in words.
    let wordless = |span: Span| Span { exact: span.exact.filter(|_| kind == QuoteType::Direct), ..span };
    SidecarQuote {
        r#type: kind,
        content: content.into_iter().map(wordless).collect(),
        verbatim,
        speaker: named(mark.entity.as_ref().and_then(|entity| ids.of(entity)), parts.speaker),
        speaker_as_written: parts.speaker.cloned(),
        cue: parts.cue.cloned(),
        addressee: named(mark.addressee.as_ref().and_then(|entity| ids.of(entity)), parts.addressee),
        addressee_as_written: parts.addressee.cloned(),
        said_on: mark.said_on.clone(),
        occasion: mark.occasion.as_deref().and_then(one_line),
        summary: mark.summary.as_deref().and_then(one_line),
        confidence: quantised(mark.confidence),
    }
}

/// The type, the content, and the words in quotation marks, such that they go together.
fn typed(index: &TextIndex, given: Option<QuoteType>, content: &[Span], verbatim: &[&Span]) -> (QuoteType, Vec<Span>, Vec<Span>) {
    let content = content.to_vec();
    let mut inside: Vec<Span> = verbatim.iter().map(|span| (*span).clone()).collect();
    inside.sort_by_key(|span| span.start);
    let fits = !inside.is_empty()
        && inside.windows(2).all(|pair| pair[0].end <= pair[1].start)
        && inside.iter().all(|words| content.iter().any(|span| span.contains(words)));
    match given {
        Some(QuoteType::Direct) => (QuoteType::Direct, content.clone(), content),
        Some(QuoteType::Indirect) => (QuoteType::Indirect, content, Vec::new()),
        Some(QuoteType::Mixed) | None if fits => (QuoteType::Mixed, content, inside),
        Some(QuoteType::Mixed) | None => guessed(index, content),
    }
}

/// A type for a quote that has none: direct where quotation marks stand around all of it, mixed where they stand within it.
fn guessed(index: &TextIndex, content: Vec<Span>) -> (QuoteType, Vec<Span>, Vec<Span>) {
    let bare: Vec<Span> = content.iter().map(|span| unquoted(index, span).unwrap_or_else(|| span.clone())).collect();
    if content.iter().zip(&bare).all(|(span, bare)| span != bare || stands_in_marks(index, span)) {
        return (QuoteType::Direct, bare.clone(), bare);
    }
    let verbatim: Vec<Span> = content.iter().flat_map(|span| passages(index, span)).collect();
    let kind = if verbatim.is_empty() { QuoteType::Indirect } else { QuoteType::Mixed };
    (kind, content, verbatim)
}

/// The mark that closes what this one opens.
fn closing(open: char) -> Option<char> {
    Some(match open {
        '"' => '"',
        '“' => '”',
        '„' => '“',
        '«' => '»',
        '‘' => '’',
        '\'' => '\'',
        _ => return None,
    })
}

fn character(index: &TextIndex, at: u32) -> Option<char> {
    index.slice(at, at.checked_add(1)?)?.chars().next()
}

/// The span without the quotation marks at its edges; none where there are none.
fn unquoted(index: &TextIndex, span: &Span) -> Option<Span> {
    let close = closing(character(index, span.start)?)?;
    let is_closed = span.end - span.start > 2 && character(index, span.end - 1) == Some(close);
    // A second mark within: these are two passages, not one.
    let inner = index.slice(span.start + 1, span.end - 1).filter(|inner| is_closed && !inner.contains(close))?;
    index.span(span.start + 1, span.end - 1).filter(|_| inner.trim() == inner)
}

fn stands_in_marks(index: &TextIndex, span: &Span) -> bool {
    let before = span.start.checked_sub(1).and_then(|at| character(index, at));
    before.and_then(closing).is_some_and(|close| character(index, span.end) == Some(close))
}

/// What stands between double quotation marks within a span.
fn passages(index: &TextIndex, span: &Span) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open: Option<(u32, char)> = None;
    for (at, character) in (span.start..).zip(index.slice(span.start, span.end).unwrap_or_default().chars()) {
        match open {
            Some((start, close)) if character == close => {
                found.extend(super::trimmed(index, start, at));
                open = None;
            }
            None if matches!(character, '"' | '“' | '„' | '«') => open = closing(character).map(|close| (at + 1, close)),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands between `[` and `]` is the content.
    fn check(marked: &str, expected: QuoteType, words: &[&str]) {
        let start = u32::try_from(marked.chars().take_while(|c| *c != '[').count()).expect("short");
        let end = u32::try_from(marked.chars().take_while(|c| *c != ']').count() - 1).expect("short");
        let text: String = marked.chars().filter(|c| !matches!(c, '[' | ']')).collect();
        let index = TextIndex::new(&text);
        let (kind, _, verbatim) = typed(&index, None, &[index.span(start, end).expect("inside")], &[]);
        let verbatim: Vec<_> = verbatim.iter().filter_map(|span| span.exact.as_deref()).collect();
        assert_eq!((kind, verbatim), (expected, words.to_vec()), "{marked}");
    }

    #[test]
    fn quotation_marks_tell_the_type_where_nothing_else_does() {
        check("\"[The tide is late,]\" she said.", QuoteType::Direct, &["The tide is late,"]);
        check("[“The tide is late,”] she said.", QuoteType::Direct, &["The tide is late,"]);
        check("She said [the tide was \"very late\" again].", QuoteType::Mixed, &["very late"]);
        check("She said [“late” and “later”].", QuoteType::Mixed, &["late", "later"]);
        check("She said [the tide was late].", QuoteType::Indirect, &[]);
        check("She said [the \"tide].", QuoteType::Indirect, &[]);
    }
}
