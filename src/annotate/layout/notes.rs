//! What stands below an article: footnotes, corrections, and notes about the author.

use super::{lines::Piece, shape};
use crate::{annotate::lists, domain::SectionKind};

/// Marks footnotes, with their heading.
pub fn mark_footnotes(pieces: &mut [Piece<'_>]) {
    // A star or a number leads a note only where the article has one behind a word.
    let has_star = pieces.iter().any(|piece| piece.text.starts_with('*')) && pieces.iter().any(|piece| has_raised_star(piece.text));
    let has_numbers = pieces.iter().any(|piece| leading_number(piece.text) == Some(1))
        && pieces.iter().any(|piece| piece.words >= 5 && has_raised_number(piece.text));
    let mut under_heading = false;
    let mut after_paragraph = false;
    let mut number = 0;
    for piece in pieces {
        if piece.mark.is_some() {
            under_heading &= piece.mark.is_some_and(|mark| mark.rule == "no-words");
            continue;
        }
        let heading = is_heading(piece);
        if heading && after_paragraph {
            piece.set(SectionKind::Footnote, "notes-heading");
            under_heading = true;
        } else if let Some(rule) = note(piece, under_heading, has_star && after_paragraph) {
            piece.set(SectionKind::Footnote, rule);
        } else if has_numbers && after_paragraph && leading_number(piece.text) == Some(number + 1) {
            number += 1;
            piece.set(SectionKind::Footnote, "note-to-a-number");
        } else {
            under_heading = false;
            after_paragraph |= piece.words >= 8;
        }
    }
}

fn is_heading(piece: &Piece<'_>) -> bool {
    piece.words <= 3 && lists::footnote_headings().contains(shape::bare(&shape::folded(piece.text)))
}

/// The rule by which a line is a note.
fn note(piece: &Piece<'_>, under_heading: bool, has_star: bool) -> Option<&'static str> {
    let text = piece.text;
    if let Some(rest) = bracketed_number(text) {
        return (!rest.is_empty()).then_some("numbered-note");
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let after = text.get(digits..).unwrap_or_default().trim_start_matches(['.', ')', ':']).trim_start();
    if (1..=3).contains(&digits) && (under_heading || after.starts_with("http") || after.starts_with("www.")) {
        return Some("numbered-source");
    }
    if text.starts_with(['¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹', '†', '‡', '^', '↑']) && piece.words > 1 {
        return Some("marked-note");
    }
    if has_star && text.starts_with('*') && !text.starts_with("**") && piece.words >= 4 {
        return Some("starred-note");
    }
    if under_heading && (shape::has_bullet(text) || text.contains("http") || has_year(text)) {
        return Some("under-notes-heading");
    }
    (is_correction(piece) || is_lifespan(piece)).then_some("note-on-the-article")
}

/// Whether a paragraph has the star of a note behind a word or a stop.
fn has_raised_star(text: &str) -> bool {
    text.match_indices(['*', '†']).any(|(at, star)| {
        let (before, after) = (&text[..at], &text[at + star.len()..]);
        before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | ',' | '”' | '"' | '’' | ')'))
            && (after.is_empty() || after.starts_with(char::is_whitespace))
    })
}

/// Whether a paragraph has the number of a note behind a stop: `… and so it stayed.2 The vote …`.
fn has_raised_number(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.windows(3).enumerate().any(|(at, window)| {
        let ends = bytes.get(at + 3).is_none_or(u8::is_ascii_whitespace);
        window[0].is_ascii_lowercase() && matches!(window[1], b'.' | b',' | b';') && window[2].is_ascii_digit() && ends
    })
}

/// The number of a note that is written `1. …`.
fn leading_number(text: &str) -> Option<u32> {
    let (number, rest) = text.split_once(['.', ')'])?;
    (number.len() <= 2 && rest.starts_with(' ')).then(|| number.parse().ok())?
}

/// What follows `[1]`, `[iv]` or `[a]` at the beginning of a line.
fn bracketed_number(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('[')?;
    let close = inner.bytes().take(8).position(|byte| byte == b']')?;
    let number = &inner[..close];
    let roman = || !number.is_empty() && number.bytes().all(|b| b"ivxlcIVXLC".contains(&b));
    let letter = || number.len() == 1 && number.bytes().all(|b| b.is_ascii_lowercase());
    (number.bytes().all(|b| b.is_ascii_digit()) && !number.is_empty() || roman() || letter()).then(|| inner[close + 1..].trim())
}

fn has_year(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_digit()).any(|run| run.len() == 4 && (run.starts_with("19") || run.starts_with("20")))
}

/// `This article was amended on …`, `Correction: …`.
fn is_correction(piece: &Piece<'_>) -> bool {
    let folded = shape::folded_for(lists::note_openers(), piece.text);
    piece.words <= 90 && folded.is_some_and(|folded| lists::note_openers().longest(&folded).is_some())
}

/// The last line of an obituary: `Ana Lund, engineer, born 3 March 1935, died 22 January 2024`.
fn is_lifespan(piece: &Piece<'_>) -> bool {
    piece.words <= 24
        && piece.text.contains(", born ")
        && (piece.text.contains("died ") || piece.text.contains("; died"))
        && !shape::ends_sentence(piece.text)
}

/// Marks notes about the author, with their heading. `authors` are the names in the byline.
pub fn mark_bios(pieces: &mut [Piece<'_>], authors: &[String]) {
    let mut under_heading = 0;
    for piece in pieces.iter_mut() {
        if under_heading > 0 && piece.mark.is_none_or(|mark| mark.kind == SectionKind::Byline) {
            under_heading -= 1;
            piece.set(SectionKind::Bio, "under-bio-heading");
        } else if piece.words <= 4 && lists::bio_headings().contains(shape::bare(&shape::folded(piece.text))) {
            piece.set(SectionKind::Bio, "bio-heading");
            under_heading = 3;
        } else {
            under_heading = 0;
        }
    }
    // Otherwise a note about the author is the last paragraph, or the last but one.
    let prose = |piece: &&mut Piece<'_>| piece.mark.is_none() && piece.words >= 5;
    for piece in pieces.iter_mut().rev().filter(prose).take(2) {
        if piece.words <= 120 && is_bio(piece.text, authors) {
            piece.set(SectionKind::Bio, "about-the-author");
        }
    }
}

/// Whether a paragraph says what its author is: `Ana Lund is a fellow at …`; `The writer is …`.
fn is_bio(text: &str, authors: &[String]) -> bool {
    let text = shape::without_bullet(text).trim_start_matches('_');
    let folded = shape::folded(text);
    if ["the writer is", "the author is", "the writers are", "the authors are", "about the author"]
        .iter()
        .any(|words| folded.starts_with(words))
    {
        return true;
    }
    let after = |name: &str| text.strip_prefix(name).map(str::trim_start);
    let is_what = |rest: &str| {
        let mut words = rest.split_whitespace().take(14).map(|word| shape::core(word).to_lowercase());
        matches!(words.next().as_deref(), Some("is" | "was" | "writes" | "covers" | "reports" | "teaches" | "works" | "has" | "are"))
            && (rest.starts_with("writes")
                || rest.starts_with("covers")
                || rest.starts_with("reports")
                || words.any(|word| lists::bio_words().contains(&*word)))
    };
    let names = || authors.iter().flat_map(|author| [author.as_str(), author.split(' ').next().unwrap_or(author)]);
    let described =
        |rest: &str| rest.starts_with(',') && rest.split_whitespace().take(10).any(|word| shape::holds(lists::bio_words(), word));
    let by_author = names().filter_map(after).any(|rest| is_what(rest) || rest.starts_with("is ") || described(rest))
        || ["Reach ", "Contact ", "Email ", "Follow ", "Write to "]
            .iter()
            .filter_map(|verb| text.strip_prefix(verb))
            .any(|rest| authors.iter().any(|author| rest.starts_with(author.as_str())));
    let words: Vec<&str> = text.split_whitespace().take(6).collect();
    let verb = words.iter().position(|word| matches!(*word, "is" | "are"));
    let by_form = verb.filter(|&at| at >= 2 && shape::is_name(&words[..at].join(" "))).is_some_and(|at| {
        let rest: Vec<&str> = text.split_whitespace().skip(at + 1).take(12).collect();
        matches!(rest.first(), Some(&("a" | "an" | "the"))) && rest.iter().any(|word| shape::holds(lists::bio_words(), word))
    });
    by_author || by_form && authors.is_empty() && !text.contains(['"', '“'])
}

/// Marks what ends a press release: whatever stands below `ENDS`, and what its publisher says of itself.
pub fn mark_release_notes(pieces: &mut [Piece<'_>]) {
    let Some(last) = pieces.iter().rposition(|piece| piece.mark.is_none() && piece.words >= 20) else { return };
    let is_end = |piece: &Piece<'_>| matches!(piece.text.trim_matches(['-', '–', '—', ' ', '#', '*']), "ENDS" | "Ends" | "END");
    let is_about = |at: usize| {
        let text = pieces[at].text;
        let name = text
            .strip_prefix("About ")
            .or_else(|| text.strip_prefix("ABOUT "))
            .map(|name| name.trim_start_matches("the ").trim_end_matches(':'));
        at * 2 >= last && name.is_some_and(|name| shape::is_proper(name, 7)) && pieces.len() - at <= 8
    };
    let about = (0..pieces.len()).rev().take(8).filter(|&at| pieces[at].mark.is_none() && is_about(at)).min();
    let ends = pieces.iter().position(is_end).filter(|&at| at >= 2);
    if let Some(from) = ends.into_iter().chain(about).min() {
        for piece in &mut pieces[from..] {
            piece.settle(SectionKind::Boilerplate, "below-the-release");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_about_authors_say_what_they_are() {
        let authors = ["Ana Lund".to_owned()];
        assert!(is_bio("Ana Lund is a fellow at the Holm Institute.", &[]));
        assert!(is_bio("Ana Lund writes on small ports.", &authors));
        assert!(is_bio("The writer is a former harbour master", &[]));
        assert!(!is_bio("Ana Lund is late.", &[]));
        assert!(!is_bio("Per Ek is a fellow at the institute where they met.", &authors));
    }

    #[test]
    fn a_number_in_brackets_leads_a_note() {
        assert_eq!(bracketed_number("[iv] Holm Courier, 3 May"), Some("Holm Courier, 3 May"));
        assert_eq!(bracketed_number("[sic] he said"), None);
    }
}
