//! Words for the formats that are made of words (Unicode Standard Annex 29), cut where a mark begins or ends.

use std::collections::BTreeSet;

use unicode_segmentation::UnicodeSegmentation;

/// A word or a mark, in code points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// First code point.
    pub start: u32,
    /// The code point after the last one.
    pub end: u32,
}

/// Whether other tools take a character for a blank: those that Unicode does, and the separators of ASCII.
#[must_use]
pub fn is_blank(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{1c}'..='\u{1f}')
}

/// The words of a text, blanks left out; none crosses one of the places in `cuts`.
#[must_use]
pub fn words(text: &str, cuts: &BTreeSet<u32>) -> Vec<Word> {
    let mut words = Vec::new();
    let mut at = 0;
    for piece in text.split_word_bounds() {
        let mut start = None;
        for character in piece.chars() {
            let blank = is_blank(character);
            if let Some(from) = start
                && (blank || cuts.contains(&at))
            {
                words.push(Word { start: from, end: at });
                start = None;
            }
            if !blank && start.is_none() {
                start = Some(at);
            }
            at += 1;
        }
        words.extend(start.map(|from| Word { start: from, end: at }));
    }
    words
}

/// Where sentences begin, in code points.
#[must_use]
pub fn sentence_starts(text: &str) -> BTreeSet<u32> {
    let mut starts = BTreeSet::new();
    let mut at = 0;
    for sentence in text.split_sentence_bounds() {
        starts.insert(at);
        at += u32::try_from(sentence.chars().count()).unwrap_or(u32::MAX);
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, cuts: &[u32], expected: &[&str]) {
        let letters: Vec<char> = text.chars().collect();
        let found: Vec<String> = words(text, &cuts.iter().copied().collect())
            .iter()
            .map(|word| letters[word.start as usize..word.end as usize].iter().collect())
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn words_and_marks_stand_alone_and_cuts_part_them() {
        check("“Gulls,” she said.", &[], &["“", "Gulls", ",", "”", "she", "said", "."]);
        check("Sarkola's", &[7], &["Sarkola", "'s"]);
        check("a\u{1f}b  🐦\n", &[], &["a", "b", "🐦"]);
        check("", &[], &[]);
    }
}
