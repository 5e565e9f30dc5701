//! The headline: the line that is known to be it, or the first that could be.

use super::{bylines, datelines, lines::Piece, shape};
use crate::{annotate::lists, domain::SectionKind};

/// The longest headline, in characters.
pub const MAX_TITLE: usize = 300;
/// How many pieces are looked at for a headline, and as a head.
pub const REACH: usize = 60;

/// The piece that is the known headline, or nearly so.
pub fn known(pieces: &mut [Piece<'_>], known: &str) -> Option<usize> {
    let plain =
        |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).take(MAX_TITLE).collect() };
    let wanted = plain(known);
    let is_same = |piece: &Piece<'_>| {
        let found = plain(piece.text);
        let shorter = found.len().min(wanted.len());
        let begins = shorter >= 20 && (found.starts_with(&wanted) || wanted.starts_with(&found));
        piece.words <= 60
            && !found.is_empty()
            && (found == wanted || begins && piece.words <= 40 || shorter >= 12 && strsim::normalized_levenshtein(&found, &wanted) >= 0.85)
    };
    let at = pieces.iter().take(REACH).position(is_same)?;
    pieces[at].set(SectionKind::Title, "known-title");
    Some(at)
}

/// The headline by its place and form: the first line that is no furniture, and no paragraph.
pub fn by_place(pieces: &mut [Piece<'_>]) -> Option<usize> {
    let open = |piece: &Piece<'_>| piece.mark.is_none_or(|mark| mark.rule == "promo-opener");
    let candidates: Vec<usize> = (0..pieces.len().min(REACH)).filter(|&at| open(&pieces[at])).collect();
    let mut nth = menu(pieces, &candidates);
    let mut rule = "first-line";
    while let Some((&at, next)) = candidates.get(nth).map(|at| (at, candidates.get(nth + 1).copied())) {
        let piece = pieces[at];
        let headline_follows = next.is_some_and(|next| {
            is_title_like(&pieces[next])
                && !shape::ends_with_stop(pieces[next].text)
                && pieces[next].words > piece.words.max(2)
                && !bylines::is_bare(pieces[next].text)
        });
        if !headline_follows || !stands_above(pieces, at) {
            break;
        }
        rule = "below-publisher";
        nth += 1;
    }
    let at = *candidates.get(nth)?;
    let alone = pieces.iter().filter(|piece| piece.mark.is_none()).take(2).count() == 1;
    if !is_title_like(&pieces[at]) || alone && shape::ends_with_stop(pieces[at].text) {
        return None;
    }
    pieces[at].set(SectionKind::Title, rule);
    Some(at)
}

/// How many of the first candidates are a menu: three or more lines of one or two words.
fn menu(pieces: &[Piece<'_>], candidates: &[usize]) -> usize {
    let run = candidates.iter().take_while(|&&at| pieces[at].words <= 2 && !shape::ends_sentence(pieces[at].text)).count();
    if run >= 3 && run < candidates.len() { run } else { 0 }
}

/// Whether a short line stands above a headline: the section's name, or the publisher's.
fn stands_above(pieces: &[Piece<'_>], at: usize) -> bool {
    let piece = pieces[at];
    let dated = pieces.get(at + 1).is_some_and(|next| next.is(SectionKind::Date));
    is_kicker(&piece) || piece.words <= 4 && (shape::is_publication(piece.text) || dated && shape::is_proper(piece.text, 4))
}

/// Whether a line is the name of a section, or of several.
pub fn is_kicker(piece: &Piece<'_>) -> bool {
    piece.words <= 4 && piece.text.split(['|', '/', ',', '•', '·']).all(|part| lists::kickers().contains(shape::bare(&shape::folded(part))))
}

/// Whether a piece could be a headline.
fn is_title_like(piece: &Piece<'_>) -> bool {
    let stop = piece.text.trim_end_matches(['"', '”', '’', '\'']).ends_with('.');
    piece.words <= 40
        && piece.text.chars().take(MAX_TITLE + 1).count() <= MAX_TITLE
        && !(stop && piece.words > 15)
        && !shape::has_bullet(piece.text)
        && datelines::dateline(piece.text)
            .is_none_or(|found| found.agency.is_none() && !found.place.is_some_and(|place| place.split_whitespace().all(shape::is_shouted)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::layout::{head, lines};

    fn check(text: &str, known: Option<&str>, expected: Option<&str>) {
        let mut pieces = lines::pieces(text);
        head::mark(&mut pieces, known);
        assert_eq!(pieces.iter().find(|piece| piece.is(SectionKind::Title)).map(|piece| piece.text), expected, "{text}");
    }

    #[test]
    fn the_headline_is_the_first_line_that_is_no_paragraph() {
        check("The pier falls\n\nIt fell on Monday, and nobody was there to see it go.", None, Some("The pier falls"));
        check("HOLM (Northwire) - The pier fell on Monday\n\nNobody saw it.", None, None);
        check("The pier fell on Monday, and nobody was there to see it go down into the sea.\n\nIt was old.", None, None);
        check("World\n\nThe pier falls at Holm\n\nIt fell on Monday.", None, Some("The pier falls at Holm"));
        check("News\nSport\nWeather\nThe pier falls\nIt fell on Monday.", None, Some("The pier falls"));
    }

    #[test]
    fn a_known_headline_is_found_though_it_differs_a_little() {
        let text = "Harbour notes\n\nThe Pier Falls at Holm, Again\n\nIt fell on Monday.";
        check(text, Some("The pier falls at Holm – again | Holm Courier"), Some("The Pier Falls at Holm, Again"));
        check(text, Some("Something else entirely"), Some("Harbour notes"));
    }
}
