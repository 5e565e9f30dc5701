//! Where words stand in a text that a tool says it marked, whether or not its offsets are right.

use crate::domain::{Span, span::TextIndex};

/// How much of the text is looked through in all, in bytes: enough for thousands of marks in an article, and an end for a file of marks that
/// are nowhere in it.
const MAX_SEARCHED: usize = 4 << 30;

/// How many places with the same words are compared.
const MAX_PLACES: usize = 10_000;

/// A text in which stretches are found by position or by their words.
#[derive(Debug)]
pub struct Anchors<'a> {
    text: &'a str,
    index: TextIndex<'a>,
    searched: usize,
}

impl<'a> Anchors<'a> {
    /// A text to find stretches in.
    #[must_use]
    pub fn new(text: &'a str) -> Self {
        Self { text, index: TextIndex::new(text), searched: 0 }
    }

    /// The stretch at a position (code points) where its words are those claimed; else the place of these words whose surroundings are most
    /// like those claimed, the nearest to the position among several.
    ///
    /// # Errors
    /// Why there is none.
    pub fn find(&mut self, position: Option<(u32, u32)>, words: Option<&str>, prefix: &str, suffix: &str) -> Result<Span, &'static str> {
        let here = position.and_then(|(start, end)| self.index.span(start, end));
        let Some(words) = words else { return here.ok_or("its position is not in the text") };
        if let Some(here) = here.filter(|here| here.exact.as_deref() == Some(words)) {
            return Ok(here);
        }
        if words.trim().is_empty() {
            return Err("its words are blank");
        }
        if self.searched > MAX_SEARCHED {
            return Err("not looked for: too many before it were not where they claim to be");
        }
        self.searched += self.text.len();
        let near = position.map_or(0, |(start, _)| start);
        let places = self.text.match_indices(words).take(MAX_PLACES);
        let best = places.max_by_key(|(at, _)| {
            let like = common_end(&self.text[..*at], prefix) + common_start(&self.text[at + words.len()..], suffix);
            (like, std::cmp::Reverse(self.index.point(*at).abs_diff(near)))
        });
        let (at, _) = best.ok_or("its words are not in the text")?;
        self.index.span(self.index.point(at), self.index.point(at + words.len())).ok_or("its words are not in the text")
    }
}

/// How many characters two texts have in common at their beginning, blanks passed over: tools differ in what they keep of them.
fn common_start(text: &str, claimed: &str) -> usize {
    let claimed = claimed.chars().filter(|character| !character.is_whitespace());
    text.chars().filter(|character| !character.is_whitespace()).zip(claimed).take_while(|(a, b)| a == b).count()
}

fn common_end(text: &str, claimed: &str) -> usize {
    let backwards = claimed.chars().rev().filter(|character| !character.is_whitespace());
    text.chars().rev().filter(|character| !character.is_whitespace()).zip(backwards).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Gulls return. The gulls 🐦 are loud.\nGulls return to the quay; Gulls return in May.";

    #[track_caller]
    fn check(position: Option<(u32, u32)>, words: Option<&str>, around: (&str, &str), expected: Result<u32, &str>) {
        let found = Anchors::new(TEXT).find(position, words, around.0, around.1);
        assert_eq!(found.as_ref().map(|span| span.start).map_err(|reason| *reason), expected);
        if let (Ok(span), Some(words)) = (found, words) {
            assert_eq!(span.exact.as_deref(), Some(words));
        }
    }

    #[test]
    fn words_are_found_by_position_by_surroundings_and_by_nearness() {
        check(Some((18, 23)), None, ("", ""), Ok(18));
        check(Some((36, 48)), Some("Gulls return"), ("", ""), Ok(36));
        check(Some((38, 50)), Some("Gulls return"), ("", ""), Ok(36));
        check(None, Some("Gulls return"), ("quay; ", " in May"), Ok(62));
        check(None, Some("Gulls return"), ("", " to the"), Ok(36));
        check(Some((9000, 9012)), Some("gulls 🐦"), ("", ""), Ok(18));
    }

    #[test]
    fn what_is_not_in_the_text_is_refused() {
        check(Some((80, 9000)), None, ("", ""), Err("its position is not in the text"));
        check(None, Some("cormorants"), ("", ""), Err("its words are not in the text"));
        check(None, Some(" "), ("", ""), Err("its words are blank"));
    }
}
