//! Words and marks: what every later stage reads instead of characters.

/// A word, a number or a mark, by its place in the text (bytes).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// First byte.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
    /// What it is.
    pub kind: TokenKind,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters, with digits, hyphens, apostrophes and the full stops of abbreviations inside: `co-operation`, `O'Brien`, `U.S.`, `AT&T`, `2.0`, `1,200`.
    Word,
    /// A possessive `'s`, apart from its owner.
    Possessive,
    /// One character that is neither letter, digit nor blank.
    Mark,
}

/// The tokens of `text`, in order. Everything but blanks is in exactly one of them.
#[must_use]
pub fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(text.len() / 5);
    let mut rest = text;
    let at = |rest: &str| text.len() - rest.len();
    while let Some(first) = rest.chars().next() {
        let start = at(rest);
        if first.is_whitespace() {
            rest = &rest[first.len_utf8()..];
        } else if is_apostrophe(first)
            && let Some(length) = possessive(rest, tokens.last(), start)
        {
            tokens.push(Token { start, end: start + length, kind: TokenKind::Possessive });
            rest = &rest[length..];
        } else if first.is_alphanumeric() {
            let length = word_length(rest);
            tokens.push(Token { start, end: start + length, kind: TokenKind::Word });
            rest = &rest[length..];
        } else {
            tokens.push(Token { start, end: start + first.len_utf8(), kind: TokenKind::Mark });
            rest = &rest[first.len_utf8()..];
        }
    }
    tokens
}

/// The characters written for an apostrophe.
#[must_use]
pub fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '’' | 'ʼ' | '＇')
}

/// The bytes of an `'s` that follows a word without a gap and is itself followed by no letter.
fn possessive(rest: &str, before: Option<&Token>, start: usize) -> Option<usize> {
    let touches = before.is_some_and(|token| token.end == start && token.kind == TokenKind::Word);
    (touches && is_possessive(rest)).then(|| rest.chars().take(2).map(char::len_utf8).sum())
}

/// Whether an `s` without a further letter stands after the apostrophe with which `rest` begins.
fn is_possessive(rest: &str) -> bool {
    let mut after = rest.chars().skip(1);
    matches!(after.next(), Some('s' | 'S')) && !after.next().is_some_and(char::is_alphanumeric)
}

/// The bytes of the word at the start of `rest`.
fn word_length(rest: &str) -> usize {
    let mut length = 0;
    let mut characters = rest.char_indices().peekable();
    let mut previous = ' ';
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map(|&(_, next)| next);
        let inner = |joins: fn(char, char) -> bool| next.is_some_and(|next| joins(previous, next));
        let goes_on = match character {
            _ if character.is_alphanumeric() || is_combining(character) => true,
            '\'' | '’' | 'ʼ' => !is_possessive(&rest[at..]) && inner(|before, after| before.is_alphanumeric() && after.is_alphabetic()),
            // `UPDATE 2-Halden`: a number and a name are two words.
            '-' if rest[..at].bytes().all(|byte| byte.is_ascii_digit()) && next.is_some_and(char::is_uppercase) => false,
            '-' | '‐' | '‑' | '&' | '_' => inner(|before, after| before.is_alphanumeric() && after.is_alphanumeric()),
            ',' | ':' => inner(|before, after| before.is_ascii_digit() && after.is_ascii_digit()),
            '.' => inner(|before, after| before.is_alphanumeric() && after.is_alphanumeric()) || is_initials(&rest[..at]),
            _ => false,
        };
        if !goes_on {
            break;
        }
        length = at + character.len_utf8();
        previous = character;
    }
    length
}

/// Whether a full stop after `word` belongs to it: single letters parted by full stops (`U.S`, `J.K`), but not one letter alone.
fn is_initials(word: &str) -> bool {
    word.contains('.') && word.split('.').all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic))
}

/// Accents and marks that combine with the letter before them.
fn is_combining(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{200c}' | '\u{200d}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = tokens(text).iter().map(|token| &text[token.start..token.end]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn words_keep_what_is_inside_them_and_possessives_stand_apart() {
        check("Mr O'Brien's co-op, AT&T.", &["Mr", "O'Brien", "'s", "co-op", ",", "AT&T", "."]);
        check("the parents’ 'no'", &["the", "parents", "’", "'", "no", "'"]);
        check("U.S. envoy J.K. Hale paid $1,200.50.", &["U.S.", "envoy", "J.K.", "Hale", "paid", "$", "1,200.50", "."]);
        check("we don't—can’t", &["we", "don't", "—", "can’t"]);
        check("UPDATE 2-Halden cuts 4-month", &["UPDATE", "2", "-", "Halden", "cuts", "4-month"]);
        check("George W. Bush", &["George", "W", ".", "Bush"]);
        check("''genetic code\".", &["'", "'", "genetic", "code", "\"", "."]);
    }

    proptest::proptest! {
        #[test]
        fn everything_but_blanks_is_in_exactly_one_token(text in "\\PC{0,80}") {
            let tokens = tokens(&text);
            let mut end = 0;
            for token in &tokens {
                proptest::prop_assert!(text[end..token.start].chars().all(char::is_whitespace));
                proptest::prop_assert!(token.start < token.end);
                end = token.end;
            }
            proptest::prop_assert!(text[end..].chars().all(char::is_whitespace));
        }
    }
}
