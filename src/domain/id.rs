//! Identifiers that stay the same whenever the same documents are seeded again.

use unicode_normalization::UnicodeNormalization;

/// The longest slug of an article's title, in bytes: long enough to be told apart by eye, short enough for a URL on one line.
const TITLE_SLUG_BYTES: usize = 60;

/// How many hex digits of a document's SHA-256 its article and all of its marks carry.
pub const DIGEST_DIGITS: usize = 8;

/// The pattern of every identifier, as the API's description states it.
pub const ID_PATTERN: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";

/// A name in lower-case ASCII letters, digits and single hyphens: accents are folded away (NFKD), an apostrophe joins,
/// everything else parts. A name without one such letter gives an empty slug.
#[must_use]
pub fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for character in name.nfkd() {
        if character.is_ascii_alphanumeric() {
            slug.push(character.to_ascii_lowercase());
        } else if !matches!(character, '\'' | '’' | '\u{300}'..='\u{36f}') && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// An article's identifier: the slug of its title, cut at a word, and the first eight hex digits of its document's SHA-256.
#[must_use]
pub fn article_id(title: &str, sha256: &str) -> String {
    let mut words = slug(title);
    if words.len() > TITLE_SLUG_BYTES {
        let cut = words[..=TITLE_SLUG_BYTES].rfind('-').unwrap_or(TITLE_SLUG_BYTES);
        words.truncate(cut);
    }
    let digest = digest_prefix(sha256);
    if words.is_empty() { digest.to_owned() } else { format!("{words}-{digest}") }
}

/// A quote's identifier: its document's eight digits and where its content starts (code points).
#[must_use]
pub fn quote_id(sha256: &str, start: u32) -> String {
    format!("{}-{start}", digest_prefix(sha256))
}

/// A mention's identifier: as a quote's, with an `m` before the start.
#[must_use]
pub fn mention_id(sha256: &str, start: u32) -> String {
    format!("{}-m{start}", digest_prefix(sha256))
}

/// Whether `id` has the form that [`ID_PATTERN`] describes.
#[must_use]
pub fn is_id(id: &str) -> bool {
    !id.is_empty()
        && id.split('-').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()))
}

fn digest_prefix(sha256: &str) -> &str {
    sha256.get(..DIGEST_DIGITS).unwrap_or(sha256)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_fold_accents_and_join_at_apostrophes() {
        assert_eq!(slug("Renée O’Hara-Łuk"), "renee-ohara-uk");
        assert_eq!(slug("  No 'reset' in sight!  "), "no-reset-in-sight");
        assert_eq!(slug("ТАСС"), "");
    }

    #[test]
    fn a_long_title_is_cut_at_a_word() {
        let id = article_id("The quick brown fox jumps over the lazy dog and then over another one", "0123456789abcdef");
        assert_eq!(id, "the-quick-brown-fox-jumps-over-the-lazy-dog-and-then-over-01234567");
        assert_eq!(article_id("ТАСС", "0123456789abcdef"), "01234567");
    }

    proptest::proptest! {
        #[test]
        fn every_slug_has_the_form_of_an_id_or_is_empty(name in ".{0,80}") {
            let made = slug(&name);
            proptest::prop_assert!(made.is_empty() || is_id(&made), "{made}");
            proptest::prop_assert!(is_id(&article_id(&name, "0123456789abcdef")));
        }
    }
}
