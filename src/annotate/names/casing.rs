//! How a sentence is capitalised: whether a capital in it means anything.

use super::reading::{Reading, Traits};
use crate::{annotate::parsed::Sentence, domain::SectionKind};

/// How a sentence is capitalised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// Names alone have capitals.
    #[default]
    Sentence,
    /// Every word of weight has one, as in headlines.
    Title,
    /// Every letter is one.
    Upper,
}

/// The style of a sentence, told by its ordinary words.
pub fn style(reading: &Reading, sentence: &Sentence) -> Style {
    // Paragraphs that name much are no headlines: titles and surnames have their capitals anywhere.
    let is_prose = matches!(reading.section(sentence), SectionKind::Body | SectionKind::Bio | SectionKind::Caption);
    let (mut words, mut upper, mut ordinary, mut raised) = (0_usize, 0_usize, 0_usize, 0_usize);
    for n in sentence.tokens.clone().filter(|&n| reading.parsed.is_word(n)) {
        let word = reading.word(n);
        if !word.contains(char::is_alphabetic) {
            continue;
        }
        words += 1;
        upper += usize::from(reading.is(n, Traits::UPPER) && !word.contains('.'));
        let is_heavy = word.len() >= 4 && !reading.is(n, Traits::FIRST);
        if is_heavy && !reading.is(n, Traits::CAPITAL) {
            ordinary += 1;
        } else if is_heavy
            && reading.is(n, Traits::ORDINARY)
            && !(is_prose && reading.is(n, Traits::TITLE.or(Traits::GIVEN).or(Traits::SURNAME)))
        {
            ordinary += 1;
            raised += 1;
        }
    }
    // A line of names, as in a byline, is no headline.
    let is_byline = matches!(reading.section(sentence), SectionKind::Byline | SectionKind::Credit);
    if words >= 3 && upper * 5 >= words * 4 && !is_byline {
        Style::Upper
    } else if raised >= 2 && raised * 3 >= ordinary * 2 && !is_byline && (!is_prose || raised == ordinary && raised >= 4) {
        Style::Title
    } else {
        Style::Sentence
    }
}
