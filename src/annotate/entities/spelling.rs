//! When two spellings may be one name: accents, transliterations, initials, pet names.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::annotate::lists;

/// A word in lower case, without accents, apostrophes and full stops.
pub fn plain(word: &str) -> String {
    word.nfd()
        .filter(|&c| !is_combining_mark(c) && !matches!(c, '.' | '\'' | '’' | 'ʼ'))
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'ł' => 'l',
            'ø' => 'o',
            'đ' | 'ð' => 'd',
            'ı' => 'i',
            '‐' | '‑' => '-',
            other => other,
        })
        .collect()
}

/// A plain word with the spellings of a transliteration made one: `sergey` and `sergei`, `yevgeny` and `evgeni`, `zelenskiy` and `zelensky`.
pub fn sounded(plain: &str) -> String {
    let mut word: String = plain.chars().map(|c| if c == 'y' || c == 'j' { 'i' } else { c }).collect();
    for (written, sounded) in [
        ("kh", "h"),
        ("ks", "x"),
        ("tch", "ch"),
        ("ou", "u"),
        ("oo", "u"),
        ("ph", "f"),
        ("ck", "k"),
        ("q", "k"),
        ("ie", "e"),
        ("w", "v"),
        ("iu", "u"),
        ("ia", "a"),
    ] {
        word = word.replace(written, sounded);
    }
    let mut sounded = String::with_capacity(word.len());
    for c in word.chars() {
        if !sounded.ends_with(c) {
            sounded.push(c);
        }
    }
    sounded
}

/// The letters by which candidates are looked up: the sounded consonants.
pub fn skeleton(plain: &str) -> String {
    sounded(plain).chars().filter(|c| !matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'h' | '-')).collect()
}

/// Why two given names may be one; nothing where they may not.
pub fn same_given(one: &str, other: &str) -> Option<&'static str> {
    let full = |name| lists::nicknames().get(name).copied().unwrap_or(name);
    let is_initial = |a: &str, b: &str| is_initials(a) && b.starts_with(a.chars().next().unwrap_or(' '));
    if one == other {
        Some("the same given name")
    } else if is_initial(one, other) || is_initial(other, one) {
        Some("an initial of the given name")
    } else if full(one) == full(other) {
        Some("a pet form of the given name")
    } else if sounded(one) == sounded(other) {
        Some("another spelling of the given name")
    } else {
        None
    }
}

/// The shortest surname that may be misspelt, in letters: among shorter ones a letter more often makes another name.
const MIN_MISSPELT: usize = 7;

/// Why two surnames may be one; nothing where they may not.
pub fn same_surname(one: &str, other: &str) -> Option<&'static str> {
    let long = one.chars().count().min(other.chars().count()) >= MIN_MISSPELT;
    // `hansen` and `jansen` are two people: whoever misspells a name seldom begins with another letter.
    let begins_alike = one.chars().next() == other.chars().next() || one.len() != other.len();
    if one == other {
        Some("the same surname")
    } else if sounded(one) == sounded(other) {
        Some("another spelling of the surname")
    } else if long
        && begins_alike
        && one.len() < 64
        && other.len() < 64
        && strsim::damerau_levenshtein(one, other) == 1
        && !differ_in_ending(one, other)
    {
        Some("the surname misspelt by a letter")
    } else {
        None
    }
}

/// `ivanov` and `ivanova`, `smith` and `smiths`: two people or many, not two spellings.
fn differ_in_ending(one: &str, other: &str) -> bool {
    one.strip_prefix(other).or_else(|| other.strip_prefix(one)).is_some()
}

fn is_initials(name: &str) -> bool {
    name.chars().count() <= 2
        && !name.is_empty()
        && (name.chars().count() == 1 || !lists::given_names().contains_key(name) && !name.contains(['a', 'e', 'i', 'o', 'u', 'y']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_sound_the_same() {
        for (one, other) in [
            ("Sergey", "Sergei"),
            ("Yevgeny", "Evgeni"),
            ("Zelenskiy", "Zelensky"),
            ("Dmitri", "Dmitry"),
            ("Keïta", "Keita"),
            ("Aleksandr", "Alexandr"),
        ] {
            assert_eq!(sounded(&plain(one)), sounded(&plain(other)), "{one} {other}");
        }
        assert_ne!(sounded("maria"), sounded("mario"));
    }

    #[test]
    fn two_surnames_are_one_only_for_a_reason() {
        assert_eq!(same_surname("krushchev", "khrushchev"), Some("the surname misspelt by a letter"));
        assert_eq!(same_surname("hale", "dale"), None);
        assert_eq!(same_surname("petrov", "petrova"), None);
        assert_eq!(same_given("joe", "joseph"), Some("a pet form of the given name"));
        assert_eq!(same_given("s", "sergei"), Some("an initial of the given name"));
        assert_eq!(same_given("anna", "david"), None);
    }
}
