//! The words around a passage, by words or by sentences (Unicode Standard Annex 29).

use unicode_segmentation::UnicodeSegmentation;

use super::{Section, Span, span::TextIndex};

/// How far to go to each side.
#[derive(Debug, Clone, Copy)]
pub enum Reach {
    /// This many words.
    Words(usize),
    /// This many sentences, the one that the passage stands in among them where it goes on.
    Sentences(usize),
}

/// A passage with what stands around it.
#[derive(Debug)]
pub struct Around {
    /// What stands before it.
    pub before: Option<Span>,
    /// The passage, from the start of its first span to the end of its last.
    pub passage: Span,
    /// What stands after it.
    pub after: Option<Span>,
}

/// The words around the passage that `content` covers. Where readers' comments or site furniture begin, the context ends.
#[must_use]
pub fn around(text: &str, sections: &[Section], content: &[Span], reach: Reach) -> Option<Around> {
    let index = TextIndex::new(text);
    let (start, end) = (content.first()?.start, content.last()?.end);
    let furniture = || sections.iter().filter(|section| section.kind.is_furniture());
    let least = furniture().map(|section| section.end).filter(|&at| at <= start).max().unwrap_or(0);
    let most = furniture().map(|section| section.start).filter(|&at| at >= end).min().unwrap_or(index.characters());
    let from = end_of_reach(index.slice(least, start)?, reach, true);
    let to = end_of_reach(index.slice(end, most)?, reach, false);
    Some(Around { before: trimmed(&index, start - from, start), passage: index.span(start, end)?, after: trimmed(&index, end, end + to) })
}

/// How many code points of `text` are within reach of its end (`backwards`) or its start.
fn end_of_reach(text: &str, reach: Reach, backwards: bool) -> u32 {
    // A quotation mark that is left over is no sentence: it goes with the one before it.
    let pieces: Vec<(usize, &str)> = match reach {
        Reach::Words(_) => text.unicode_word_indices().collect(),
        Reach::Sentences(_) => {
            text.split_sentence_bound_indices().filter(|(_, sentence)| sentence.contains(char::is_alphanumeric)).collect()
        }
    };
    let (Reach::Words(count) | Reach::Sentences(count)) = reach;
    let within = if count == 0 {
        ""
    } else if backwards {
        pieces.len().checked_sub(count).and_then(|first| pieces.get(first)).map_or(text, |(at, _)| &text[*at..])
    } else {
        pieces.get(count - 1).filter(|_| pieces.len() > count).map_or(text, |(at, piece)| &text[..at + piece.len()])
    };
    u32::try_from(within.chars().count()).unwrap_or(u32::MAX)
}

/// The span without blanks at its edges; `None` where nothing else is in it.
fn trimmed(index: &TextIndex, start: u32, end: u32) -> Option<Span> {
    let words = index.slice(start, end)?;
    let points = |part: &str| u32::try_from(part.chars().count()).unwrap_or(u32::MAX);
    let start = start + points(words) - points(words.trim_start());
    let length = points(words.trim());
    if length == 0 { None } else { index.span(start, start + length) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Gulls came back. The harbour was full. \"We counted 🦀 forty,\" Ms Hale said. Nobody argued. Rain fell.";

    fn context(reach: Reach) -> (Option<String>, Option<String>) {
        let index = TextIndex::new(TEXT);
        let start = u32::try_from(TEXT.chars().position(|c| c == 'W').expect("there")).expect("small");
        let passage = index.span(start, start + 19).expect("inside");
        assert_eq!(passage.exact.as_deref(), Some("We counted 🦀 forty,"));
        let around = around(TEXT, &[], &[passage], reach).expect("inside");
        let words = |span: Option<Span>| span.and_then(|span| span.exact);
        (words(around.before), words(around.after))
    }

    #[test]
    fn words_are_counted_to_both_sides() {
        assert_eq!(context(Reach::Words(2)), (Some("was full. \"".to_owned()), Some("\" Ms Hale".to_owned())));
        assert_eq!(context(Reach::Words(0)), (None, None));
        assert_eq!(context(Reach::Words(500)).0.as_deref(), Some("Gulls came back. The harbour was full. \""));
    }

    #[test]
    fn sentences_are_counted_to_both_sides() {
        let (before, after) = context(Reach::Sentences(1));
        assert_eq!(before.as_deref(), Some("The harbour was full. \""));
        assert_eq!(after.as_deref(), Some("\" Ms Hale said."));
        let (before, after) = context(Reach::Sentences(2));
        assert_eq!(before.as_deref(), Some("Gulls came back. The harbour was full. \""));
        assert_eq!(after.as_deref(), Some("\" Ms Hale said. Nobody argued."));
    }
}
