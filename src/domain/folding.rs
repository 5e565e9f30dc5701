//! Words as they are compared where case, accents and punctuation must not matter: in suggestions, and where a name is looked up.

use unicode_normalization::{UnicodeNormalization, char::canonical_combining_class};

/// Signs within a word that people leave out as often as not: `O’Hara`, `OHara`.
const JOINING: [char; 5] = ['\'', '’', '‘', 'ʼ', 'ʻ'];

/// The words of a text, folded: without case, accents and punctuation. A text without a letter or digit has none.
///
/// Letters are taken apart (Unicode's NFKD) and lose their accents; Latin ones that do not come apart are written in ASCII (`ß` as `ss`, `ø`
/// as `o`); other scripts stay as they are. An apostrophe joins, everything else that is no letter or digit parts.
///
/// ```
/// use onrecord::domain::folding::words;
/// assert_eq!(words("Renée O’Hara-Łuk"), ["renee", "ohara", "luk"]);
/// assert_eq!(words("Сергей ЛАВРОВ"), ["сергеи", "лавров"]);
/// ```
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let mut folded = String::with_capacity(text.len());
    // An accent that stands by itself would part a word if it were left.
    for character in text.nfkd().filter(|&character| canonical_combining_class(character) == 0 && !JOINING.contains(&character)) {
        character.to_lowercase().for_each(|letter| push(&mut folded, letter));
    }
    folded.split_whitespace().map(str::to_owned).collect()
}

/// The words as one text, by which whole names are compared.
#[must_use]
pub fn name(text: &str) -> String {
    words(text).join(" ")
}

fn push(folded: &mut String, letter: char) {
    match letter {
        // At the end of a word it is written otherwise, and it is the same letter.
        'ς' => folded.push('σ'),
        // `ə` and its like have no letter of ASCII, and stay.
        '\u{df}'..='\u{24f}' => match deunicode::deunicode_char(letter) {
            Some(ascii) if ascii.bytes().all(|byte| byte.is_ascii_alphabetic()) => folded.push_str(&ascii.to_ascii_lowercase()),
            _ => folded.push(letter),
        },
        _ if letter.is_alphanumeric() => folded.push(letter),
        _ => folded.push(' '),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_punctuation_do_not_matter() {
        for (written, folded) in [
            ("ÉMILE Zola", "emile zola"),
            ("e\u{301}mile zola", "emile zola"),
            ("Straße, STRASSE", "strasse strasse"),
            ("İstanbul Iğdır ılıca", "istanbul igdir ilica"),
            ("Søren Æbelø Łódź Đoković", "soren aebelo lodz dokovic"),
            ("ΟΔΥΣΣΕΥΣ Οδυσσεύς", "οδυσσευσ οδυσσευσ"),
            ("Йошкар-Ола ЁЖ", "иошкар ола еж"),
            ("İlham Əliyev", "ilham əliyev"),
            ("ﬁne ＡＢＣ ①", "fine abc 1"),
            ("U.S. d'Estaing", "u s destaing"),
            ("北京 हिन्दी", "北京 हिनदी"),
            (" -- “…” \u{301} ", ""),
        ] {
            assert_eq!(name(written), folded, "{written}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_folded_stays_as_it_is(text in ".{0,40}") {
            let once = name(&text);
            proptest::prop_assert_eq!(name(&once), once);
        }
    }
}
