//! Text to annotations: pure, without clock, file, network or SQL.
//!
//! What is found today is the layout that every article has, a headline and a body. Names and quotes come from sidecars.

use crate::domain::{AnnotatedArticle, Article, ArticleCounts, Section, SectionKind, TextStatus, id, span::TextIndex};

/// What an article that nobody has marked names as its annotator.
pub const ANNOTATOR: &str = "none";

/// The longest headline, in code points: a longer first line is a paragraph.
const MAX_TITLE: usize = 300;

/// The article in a text that has no sidecar: headline, text and sections.
#[must_use]
pub fn annotate(sha256: &str, text: &str) -> AnnotatedArticle {
    let index = TextIndex::new(text);
    let (title, sections) = layout(text, &index);
    let article = Article {
        id: id::article_id(&title, sha256),
        title,
        url: None,
        source: None,
        agency: None,
        authors: Vec::new(),
        editors: Vec::new(),
        published: None,
        published_at: None,
        dateline: None,
        language: "und".to_owned(),
        inferred: Vec::new(),
        abstract_text: None,
        text_status: TextStatus::Held,
        sha256: sha256.to_owned(),
        characters: index.characters(),
        characters_utf16: index.characters_utf16(),
        sections,
        counts: ArticleCounts::default(),
        annotator: ANNOTATOR.to_owned(),
    };
    AnnotatedArticle { article, text: Some(text.to_owned()), entities: Vec::new(), mentions: Vec::new(), quotes: Vec::new() }
}

/// The headline is the first line that is not blank; the body is all that follows it.
fn layout(text: &str, index: &TextIndex) -> (String, Vec<Section>) {
    let points = |part: &str| u32::try_from(part.chars().count()).unwrap_or(u32::MAX);
    let from_title = text.trim_start();
    let title_start = points(text) - points(from_title);
    let line = from_title.lines().next().unwrap_or_default().trim_end();
    let title: String = line.chars().take(MAX_TITLE).collect();
    let section = |kind, start, end| Section { kind, start, end, start_utf16: index.utf16(start), end_utf16: index.utf16(end) };
    let title_end = title_start + points(&title);
    let mut sections = vec![section(SectionKind::Title, title_start, title_end)];
    let rest = &from_title[title.len()..];
    if !rest.trim().is_empty() {
        let start = title_end + points(rest) - points(rest.trim_start());
        sections.push(section(SectionKind::Body, start, start + points(rest.trim())));
    }
    (title.trim_end().to_owned(), sections)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_is_the_headline_and_the_rest_is_the_body() {
        let annotated = annotate("0123456789abcdef", "\n Gulls return \n\n🦀 One.\nTwo.\n");
        let sections: Vec<_> = annotated.article.sections.iter().map(|s| (s.kind, s.start, s.end, s.end_utf16)).collect();
        assert_eq!(annotated.article.title, "Gulls return");
        assert_eq!(sections, [(SectionKind::Title, 2, 14, 14), (SectionKind::Body, 17, 28, 29)]);
    }

    proptest::proptest! {
        #[test]
        fn sections_cover_whatever_is_not_blank(text in "[\\s\\PC]{1,400}") {
            proptest::prop_assume!(!text.trim().is_empty());
            let sections = annotate("0123456789abcdef", &text).article.sections;
            for (at, character) in text.chars().enumerate() {
                let covered = sections.iter().filter(|s| (s.start as usize..s.end as usize).contains(&at)).count();
                let expected = if character.is_whitespace() { 0..=1 } else { 1..=1 };
                proptest::prop_assert!(expected.contains(&covered), "covered {} times at {}", covered, at);
            }
        }
    }
}
