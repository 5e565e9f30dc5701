//! Between the paragraphs: headings, links to other stories; and what is left over below them.

use std::collections::HashSet;

use super::{bylines, comments, datelines, dates, lines::Piece, shape};
use crate::{annotate::lists, domain::SectionKind};

/// The most words and characters of a heading.
const MAX_HEADING: (usize, usize) = (10, 80);
/// Words of a link to another story that does not say that it is one.
const PROMO: std::ops::RangeInclusive<usize> = 9..=25;

/// Marks whatever is not marked from piece `first` on: headings, promos, leftovers, and the article itself.
pub fn mark(pieces: &mut [Piece<'_>], first: usize) {
    let last = pieces.iter().rposition(|piece| piece.mark.is_none() && is_prose(piece));
    let talk = is_talk(pieces);
    for at in first..last.unwrap_or(first) {
        if pieces[at].mark.is_none()
            && let Some((kind, rule)) = between(pieces, at, talk)
        {
            pieces[at].set(kind, rule);
        }
    }
    if let Some(last) = last {
        mark_leftovers(pieces, last.max(first) + 1);
    }
    for piece in pieces {
        piece.settle(SectionKind::Body, "paragraph");
    }
}

/// Whether a piece is a paragraph of the article, rather than a line.
fn is_prose(piece: &Piece<'_>) -> bool {
    piece.words >= 12 || shape::ends_sentence(piece.text) || piece.text.ends_with(':')
}

/// Whether a text is an interview or a transcript, in which questions and names stand in lines of their own.
fn is_talk(pieces: &[Piece<'_>]) -> bool {
    let asks = |piece: &&Piece<'_>| piece.mark.is_none() && piece.text.ends_with('?');
    let open = pieces.iter().filter(|piece| piece.mark.is_none()).count();
    let questions = pieces.iter().filter(asks).count();
    questions >= 4 && questions * 5 >= open
}

/// What a line between paragraphs is, where it is none.
fn between(pieces: &[Piece<'_>], at: usize, talk: bool) -> Option<(SectionKind, &'static str)> {
    let piece = &pieces[at];
    if comments::is_lone_heading(piece.text) {
        return Some((SectionKind::Boilerplate, "comments-heading-alone"));
    }
    let text = piece.text;
    let asks = text.ends_with('?');
    let speech = text.starts_with(['"', '“', '«', '„']) && shape::ends_sentence(text);
    let begins =
        text.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric() || matches!(c, '\'' | '‘' | '"' | '“' | '¿' | '¡' | '«'));
    // `Then why send it?` goes on with what was said.
    let goes_on = matches!(text.split_whitespace().next(), Some("And" | "But" | "So" | "Then" | "Or" | "Yet" | "Nor" | "Because"));
    let open = goes_on && asks
        || shape::ends_with_stop(text)
        || text.ends_with([',', ';', ':'])
        || shape::has_bullet(text)
        || speech
        || !begins
        || talk && asks;
    if open || spoken_by(text) || !text.chars().any(char::is_alphabetic) {
        return None;
    }
    if PROMO.contains(&piece.words) && is_unrelated(pieces, at) {
        return Some((SectionKind::Promo, "unrelated-line"));
    }
    let fits = piece.words <= MAX_HEADING.0 && text.chars().count() <= MAX_HEADING.1;
    (fits && followed_by_prose(pieces, at) && !(text.contains(". ") || text.contains("? ")))
        .then_some((SectionKind::Heading, "line-between-paragraphs"))
}

/// Whether a line begins with who speaks: `LUND: Why?`, `Q: Why?`.
fn spoken_by(text: &str) -> bool {
    let name = text.split_once(": ").map(|(name, _)| name);
    name.is_some_and(|name| {
        name.split_whitespace().count() <= 3 && (name.chars().count() <= 2 || name.split_whitespace().all(shape::is_shouted))
    })
}

/// Whether a paragraph follows, with at most one more line between: three lines in a row are a list.
fn followed_by_prose(pieces: &[Piece<'_>], at: usize) -> bool {
    let short = |at: usize| pieces.get(at).is_some_and(|piece| piece.mark.is_none() && !is_prose(piece));
    let above = (1..=2).take_while(|&back| at >= back && short(at - back)).count();
    let below = (1..=2).take_while(|&on| short(at + on)).count();
    let next = pieces.get(at + 1 + below);
    above + below < 2
        && next.is_some_and(|piece| {
            piece.mark.is_none() || !matches!(piece.mark.map(|mark| mark.kind), Some(SectionKind::Boilerplate | SectionKind::Comment))
        })
}

/// Whether a line like a headline stands between paragraphs and shares next to nothing with them.
fn is_unrelated(pieces: &[Piece<'_>], at: usize) -> bool {
    let paragraph = |piece: &&Piece<'_>| piece.mark.is_none() && piece.words >= 15;
    let before = pieces[..at].iter().rev().take(6).filter(paragraph).take(2);
    let after = pieces[at + 1..].iter().take(6).filter(paragraph).take(2);
    let title = pieces.iter().take(60).find(|piece| piece.is(SectionKind::Title));
    let framed =
        at.checked_sub(1).is_some_and(|above| pieces[above].words >= 12) && pieces.get(at + 1).is_some_and(|below| below.words >= 12);
    let around: HashSet<String> = before.chain(after).chain(title).flat_map(|piece| subjects(piece.text)).collect();
    let own: HashSet<String> = subjects(pieces[at].text).collect();
    let shared = own.iter().filter(|word| around.contains(*word)).count();
    let reports = pieces[at]
        .text
        .split_whitespace()
        .any(|word| matches!(shape::core(word), "said" | "told" | "asked" | "added" | "wrote" | "replied"));
    let named = pieces[at].text.split_whitespace().skip(1).any(shape::is_capital);
    framed && !reports && own.len() >= 4 && shared * 4 <= own.len() && (named || !pieces[at].text.ends_with('?'))
}

/// The words that tell a subject, without their endings.
fn subjects(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() >= 4)
        .take(400)
        .map(str::to_lowercase)
        .filter(|word| !lists::function_words().contains(&**word))
        .map(|word| word.chars().take(6).collect())
}

/// Marks what is left below the last paragraph: a name that signs, and lines of furniture that no list holds.
fn mark_leftovers(pieces: &mut [Piece<'_>], from: usize) {
    let mut signed = false;
    for piece in pieces.iter_mut().skip(from).filter(|piece| piece.mark.is_none()) {
        if !signed && (bylines::is_bare(piece.text) || bylines::is_agency(piece.text)) {
            piece.set(SectionKind::Byline, "name-below");
            signed = true;
        } else if piece.words <= 8 && !piece.text.starts_with('(') && !piece.text.contains(": ") {
            piece.set(SectionKind::Boilerplate, "line-below-the-end");
        }
    }
}

/// Cuts the dateline from the first paragraph of the article, or from one of the next where only a wire would write it so.
pub fn cut_dateline(pieces: &mut Vec<Piece<'_>>) {
    let paragraphs: Vec<usize> = (0..pieces.len().min(200)).filter(|&at| pieces[at].is(SectionKind::Body)).take(3).collect();
    for (nth, at) in paragraphs.into_iter().enumerate() {
        let Some(found) = datelines::dateline(pieces[at].text) else { continue };
        let is_label =
            pieces[at].text[..found.end].ends_with(':') && pieces.iter().filter(|piece| spoken_by(piece.text)).take(2).count() > 1;
        if is_label || nth > 0 && found.agency.is_none() {
            continue;
        }
        if let Some((mut place, mut rest)) = pieces[at].cut(found.end) {
            place.set(SectionKind::Dateline, "dateline");
            rest.set(SectionKind::Body, "paragraph");
            pieces.splice(at..=at, [place, rest]);
            return;
        }
    }
}

/// Marks the lines that are dates by their own form.
pub fn mark_dates(pieces: &mut [Piece<'_>]) {
    for piece in pieces.iter_mut().filter(|piece| piece.mark.is_none() && piece.words <= 20) {
        if dates::stamps(piece.text).is_some() {
            piece.set(SectionKind::Date, "date-line");
        }
    }
}

/// Marks the lines that are bylines by their own form.
pub fn mark_bylines(pieces: &mut [Piece<'_>]) {
    for piece in pieces.iter_mut().filter(|piece| piece.mark.is_none()) {
        if let Some(rule) = bylines::byline(piece.text, piece.words) {
            piece.set(SectionKind::Byline, rule);
        }
    }
}
