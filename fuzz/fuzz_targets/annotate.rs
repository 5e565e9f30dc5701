//! Any text: every mark gives its words, counted in code points and in UTF-16, and every section lies within the text.

#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord::{
    annotate::annotate,
    domain::{AnnotatedArticle, Known, Span},
};

fn spans(annotated: &AnnotatedArticle) -> impl Iterator<Item = &Span> {
    let of_quotes = annotated.quotes.iter().flat_map(|quote| {
        let single = [&quote.speaker_as_written, &quote.cue, &quote.addressee_as_written];
        quote.content.iter().chain(&quote.verbatim).chain(single.into_iter().flatten())
    });
    annotated.mentions.iter().map(|mention| &mention.span).chain(of_quotes)
}

fuzz_target!(|text: &str| {
    let annotated = annotate("0123456789abcdef", text, &Known::default());
    let points: Vec<char> = text.chars().collect();
    let units: Vec<u16> = text.encode_utf16().collect();
    assert_eq!((annotated.article.characters as usize, annotated.article.characters_utf16 as usize), (points.len(), units.len()));
    for span in spans(&annotated) {
        let words: String = points[span.start as usize..span.end as usize].iter().collect();
        assert!(!words.is_empty());
        assert_eq!(Some(&words), span.exact.as_ref());
        assert_eq!(words, String::from_utf16_lossy(&units[span.start_utf16 as usize..span.end_utf16 as usize]));
    }
    let mut end = 0;
    for section in &annotated.article.sections {
        assert!(end <= section.start && section.start < section.end && section.end as usize <= points.len());
        end = section.end;
    }
});
