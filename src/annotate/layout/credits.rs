//! Who made a picture: lines that name photographers and agencies.

use super::{lines::Piece, shape};
use crate::annotate::lists;

/// The most words of a credit.
pub const MAX_WORDS: usize = 14;

/// The rule by which a whole line is a credit.
pub fn credit_of(piece: &Piece<'_>) -> Option<&'static str> {
    if piece.words > MAX_WORDS {
        return None;
    }
    let inner = piece.text.trim_matches(['(', ')', '[', ']', '|', ' ']);
    let folded = shape::folded(inner);
    if lists::picture_agencies().contains(&*folded) && (piece.words > 1 || inner.chars().all(char::is_uppercase)) {
        return Some("picture-agency");
    }
    labelled(inner).or_else(|| slashed(inner)).or_else(|| copyrighted(inner))
}

/// `Photo: Ana Lund`, `Image source, PA Media`.
pub fn labelled(text: &str) -> Option<&'static str> {
    let folded = shape::folded(text);
    let label = lists::credit_labels().longest(&folded)?;
    let label = label.trim_end_matches(',');
    let words = label.split(' ').count();
    let rest = text.split_whitespace().skip(words).collect::<Vec<_>>().join(" ");
    let marked =
        label.ends_with([':', '/']) || matches!(label, "image source" | "image copyright" | "credit" | "photo credit" | "image credit");
    let named = shape::is_capital(rest.split_whitespace().next().unwrap_or_default()) || rest.starts_with(['@', '©']);
    let is_sentence = shape::ends_sentence(&rest) && rest.split_whitespace().count() > 6;
    let strict =
        label.contains(':') || label.contains(" by") || label.contains('/') || label.contains("courtesy") || marked && is_maker(&rest);
    (named && !is_sentence && strict && (is_maker(&rest) || label.contains("by") || label.contains("credit") || label.contains("courtesy")))
        .then_some("credit-label")
}

/// Whether a text could name makers of pictures: capitalised words and what joins them.
fn is_maker(text: &str) -> bool {
    let joins = |word: &str| {
        matches!(word, "for" | "via" | "of" | "the" | "and" | "by" | "from" | "/" | "|" | "-" | "–" | "courtesy" | "pool" | "in" | "&")
    };
    let fits = |word: &str| {
        shape::is_capital(word)
            || joins(word)
            || lists::name_particles().contains(word)
            || word.starts_with(['@', '©'])
            || word.contains('/')
    };
    text.split_whitespace().all(fits)
}

/// `Ana Lund/AP`, `REUTERS/Ana Lund`, `NP Photo/Ana Lund`.
pub fn slashed(text: &str) -> Option<&'static str> {
    let (left, right) = text.split_once('/')?;
    let (left, right) = (left.trim_end(), right.trim_start());
    let words = left.split_whitespace().count();
    let last = right.rsplit('/').next()?.trim();
    let agency = |part: &str| {
        let folded = shape::folded(part);
        lists::picture_agencies().contains(&*folded)
            || folded.ends_with(" photo")
            || folded.ends_with(" images")
            || folded.ends_with(" pictures")
            || folded.contains(" via ")
    };
    let person = |part: &str| shape::is_proper(part, 4) && !part.contains(|c: char| c.is_ascii_digit());
    let known = agency(left) && person(right) || person(left) && (agency(right) || agency(last));
    let named = shape::is_name(left) && person(right) && words <= 4 && (shape::is_name(right) || shape::is_publication(right));
    (words <= 6 && !shape::ends_sentence(text) && (known || named)).then_some("name-and-agency")
}

/// `© Getty Images`, `Getty Images/Ana Lund`, `AFP via Getty Images`.
pub fn copyrighted(text: &str) -> Option<&'static str> {
    let rest = text.trim_start_matches(['©', ' ']);
    let folded = shape::folded(rest);
    let via = folded.contains(" via getty") || folded.contains(" via ap") || folded.contains(" via reuters") || folded.contains(" via afp");
    (via && is_maker(rest) || rest.len() < text.len() && lists::picture_agencies().contains(&*folded)).then_some("credit-agency")
}
