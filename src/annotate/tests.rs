//! What holds of the annotations of any text.

use proptest::{collection::vec, prelude::*, sample::select};

use super::*;
use crate::domain::Span;

/// What articles and their worst copies are made of, in no order.
const PARTS: &[&str] = &[
    "\n",
    "\n\n",
    "\r\n",
    " ",
    "\u{a0}",
    "\0",
    "\"",
    "“",
    "”",
    "‘",
    "’",
    "'",
    "''",
    "«",
    "»",
    "„",
    "(",
    ")",
    "[1]",
    ",",
    ".",
    "?",
    "…",
    "—",
    ":",
    ";",
    "-",
    "🚢",
    "e\u{301}",
    "\u{300}",
    "İ",
    "مرحبا",
    "שלום",
    "\u{202e}",
    "中文",
    "Petra Dunmore",
    "Dunmore",
    "Joost Abel",
    "the Harbour Board",
    "Mr",
    "the mayor",
    "a spokesman for",
    "she",
    "he",
    "it",
    "said",
    "says",
    "told",
    "asked",
    "saying",
    "called",
    "accused",
    "warned",
    "denied",
    "according to",
    "cited",
    "that",
    "who",
    "and",
    "but",
    "of",
    "by",
    "as",
    "not",
    "was",
    "the ferry",
    "is late",
    "We go",
    "on Monday",
    "March 3",
    "in a statement",
    "Q:",
    "A:",
    "PETRA DUNMORE:",
    "By Petra Dunmore",
    "LEEDS (AP) —",
];

fn texts() -> impl Strategy<Value = String> {
    let of_parts = |between: &'static str| vec(select(PARTS), 0..60).prop_map(move |parts| parts.join(between));
    prop_oneof!["[\\s\\PC]{0,300}", of_parts(" "), of_parts("")]
}

fn annotated(text: &str) -> AnnotatedArticle {
    annotate("0123456789abcdef", text, &Known::default())
}

/// Every span of the annotations.
fn spans(annotated: &AnnotatedArticle) -> Vec<&Span> {
    let of_quotes = annotated.quotes.iter().flat_map(|quote| {
        let single = [&quote.speaker_as_written, &quote.cue, &quote.addressee_as_written];
        quote.content.iter().chain(&quote.verbatim).chain(single.into_iter().flatten())
    });
    annotated.mentions.iter().map(|mention| &mention.span).chain(of_quotes).collect()
}

proptest! {
    #[test]
    fn sections_cover_whatever_is_not_blank(text in texts()) {
        prop_assume!(!text.trim().is_empty());
        let sections = annotated(&text).article.sections;
        for (at, character) in text.chars().enumerate() {
            let covered = sections.iter().filter(|s| (s.start as usize..s.end as usize).contains(&at)).count();
            let expected = if character.is_whitespace() { 0..=1 } else { 1..=1 };
            prop_assert!(expected.contains(&covered), "covered {} times at {}", covered, at);
        }
    }

    #[test]
    fn every_span_gives_its_words_in_code_points_and_in_utf_16(text in texts()) {
        let points: Vec<char> = text.chars().collect();
        let units: Vec<u16> = text.encode_utf16().collect();
        for span in spans(&annotated(&text)) {
            let words = points[span.start as usize..span.end as usize].iter().collect::<String>();
            prop_assert!(!words.is_empty());
            prop_assert_eq!(Some(&words), span.exact.as_ref());
            prop_assert_eq!(words, String::from_utf16_lossy(&units[span.start_utf16 as usize..span.end_utf16 as usize]));
        }
    }

    #[test]
    fn mentions_do_not_overlap_and_ids_are_unique(text in texts()) {
        let annotated = annotated(&text);
        prop_assert!(annotated.mentions.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
        let mentions = annotated.mentions.iter().map(|mention| &mention.id);
        let ids: Vec<&String> = mentions.chain(annotated.quotes.iter().map(|quote| &quote.id)).collect();
        let unique: std::collections::HashSet<&&String> = ids.iter().collect();
        prop_assert_eq!(unique.len(), ids.len());
    }

    #[test]
    fn the_same_text_gives_the_same_annotations(text in texts()) {
        prop_assert_eq!(format!("{:?}", annotated(&text)), format!("{:?}", annotated(&text)));
    }
}

#[test]
fn hostile_texts_give_a_plain_result() {
    let nested = 100_000;
    for text in [
        String::new(),
        " \n\t\n".repeat(1000),
        "\0".repeat(1000),
        "\"".repeat(1_000_000),
        "\" ' ".repeat(250_000),
        "“‘".repeat(nested),
        "(“".repeat(nested) + &"”)".repeat(nested),
        "Hale said the ferry was late, and ".repeat(10_000),
        "\"We go,\" he said. ".repeat(10_000),
        "Q: Why?\n\nA: No.\n\nWe left.\n\n".repeat(3000),
        "a\u{300}\u{301} ".repeat(10_000),
        "\u{202e}قال \"مرحبا\" שלום ".repeat(3000),
    ] {
        let annotated = annotated(&text);
        assert_eq!(annotated.article.characters as usize, text.chars().count());
    }
}
