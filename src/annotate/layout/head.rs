//! The head of an article: headline, standfirst, byline, date and publisher, above the first paragraph.

use super::{
    bylines, datelines, dates,
    lines::Piece,
    pictures, shape,
    title::{self, REACH},
};
use crate::domain::SectionKind;

/// The most words of a standfirst.
const MAX_STANDFIRST: usize = 75;

/// Cuts dates from the publishers, places and names that stand before them in the same line.
pub fn cut_dates(pieces: &mut Vec<Piece<'_>>) {
    let head: Vec<Piece<'_>> = pieces.iter().take(REACH).copied().collect();
    let mut cut = Vec::with_capacity(head.len() + 4);
    for piece in head.iter().copied() {
        match before_date(&piece) {
            Some((before, after)) => cut.extend([before, after]),
            None => cut.push(piece),
        }
    }
    pieces.splice(..head.len(), cut);
}

/// Cuts `MOSCOW Wed Oct 3, 2012`, `By Ana Lund | 3 March 2017`, `Holm Courier, 3 March 2017`.
fn before_date<'a>(piece: &Piece<'a>) -> Option<(Piece<'a>, Piece<'a>)> {
    if piece.words > 24
        || piece.mark.is_some_and(|mark| !matches!(mark.kind, SectionKind::Byline | SectionKind::Date))
        || piece.is(SectionKind::Date)
    {
        return None;
    }
    let (mut before, mut after) = piece.cut(dates::trailing(piece.text)?)?;
    let words = before.text.trim_end_matches([' ', '|', ',', '•', '·', '-', '–', '—', ':', '(']);
    let parted = words.len() < before.text.len() && !before.text.ends_with(',');
    after.set(SectionKind::Date, "date-at-the-end");
    before.mark = None;
    if bylines::byline(words, before.words).is_some() || shape::is_name(words) {
        before.set(SectionKind::Byline, "byline-before-date");
    } else if before.words <= 4 && words.split_whitespace().all(shape::is_shouted) {
        before.set(SectionKind::Dateline, "place-before-date");
    } else if before.words <= 6 && (shape::is_publication(words) || parted && shape::is_proper(words, 5)) {
        before.set(SectionKind::Boilerplate, "publisher-before-date");
    } else {
        return None;
    }
    Some((before, after))
}

/// Marks the head of an article; gives the number of the article's first piece. `known` is the headline that came with it.
pub fn mark(pieces: &mut [Piece<'_>], known: Option<&str>) -> usize {
    let title = known.and_then(|known| title::known(pieces, known)).or_else(|| title::by_place(pieces));
    if let Some(at) = title {
        for piece in &mut pieces[..at] {
            piece.settle(SectionKind::Boilerplate, "above-title");
        }
    }
    below_title(pieces, title)
}

/// Marks what stands between headline and first paragraph; gives the number of the latter.
fn below_title(pieces: &mut [Piece<'_>], title: Option<usize>) -> usize {
    let first = title.map_or(0, |at| at + 1);
    let has_groups = pieces.iter().any(|piece| !piece.apart);
    let mut at = first;
    while at < pieces.len().min(first + REACH) {
        let agency =
            pieces[at].mark.is_some_and(|mark| mark.rule == "picture-agency") && at > first && pieces[at - 1].is(SectionKind::Byline);
        if agency {
            pieces[at].set(SectionKind::Byline, "below-byline");
        }
        if pieces[at].mark.is_none() {
            let Some((kind, rule)) = element(pieces, at, title, has_groups) else { break };
            pieces[at].set(kind, rule);
        }
        at += 1;
    }
    at
}

/// What an element of the head is; `None` where the article itself begins.
fn element(pieces: &[Piece<'_>], at: usize, title: Option<usize>, has_groups: bool) -> Option<(SectionKind, &'static str)> {
    use SectionKind::{Boilerplate, Byline, Caption, Credit, Standfirst, Title};
    let piece = &pieces[at];
    let head = &pieces[title.unwrap_or(0)..at];
    let above = at.checked_sub(1).map(|above| &pieces[above]);
    let has_more = at + 1 < pieces.len();
    if title.is_some_and(|title| pieces[title].text == piece.text) {
        return Some((Title, "title-again"));
    }
    if title::is_kicker(piece) {
        return Some((Boilerplate, "kicker"));
    }
    let credit = above.is_some_and(|above| above.is(Credit) && above.mark.is_some_and(|mark| mark.rule != "credit-in-line"));
    if credit && !piece.apart && piece.words <= 40 {
        return Some((Caption, "below-credit"));
    }
    if above.is_some_and(|above| is_below_byline(above, piece, has_groups)) {
        return Some((Byline, "below-byline"));
    }
    if seen_entry(head) {
        return None;
    }
    let publisher = piece.text.split([',', '|']).flat_map(|part| part.split(" - ")).next().unwrap_or_default().trim();
    if piece.words <= 10 && shape::is_publication(publisher) && !shape::ends_sentence(piece.text) {
        return Some((Boilerplate, "publisher"));
    }
    let names = bylines::is_bare(piece.text) || bylines::is_agency(piece.text) || bylines::is_staff(piece.text);
    if names && has_more && !head.iter().any(|piece| piece.is(Byline)) {
        return Some((Byline, "name-alone"));
    }
    if shape::has_bullet(piece.text) && piece.words <= 40 && title.is_some() && has_more {
        return Some((Standfirst, "key-points"));
    }
    paragraph(pieces, at, title)
}

/// What a paragraph of the head is: standfirst, caption, a publisher of whom nothing else tells; `None` where the article itself begins.
fn paragraph(pieces: &[Piece<'_>], at: usize, title: Option<usize>) -> Option<(SectionKind, &'static str)> {
    use SectionKind::{Boilerplate, Byline, Caption, Credit, Date, Standfirst};
    let piece = &pieces[at];
    let head = &pieces[title?..at];
    let seen = |kind| head.iter().any(|piece| piece.is(kind));
    let next = pieces[at + 1..].iter().take(4).find(|piece| !piece.is(Boilerplate)).or(pieces.get(at + 1))?;
    if piece.words <= 4 && shape::is_proper(piece.text, 4) && is_day(next) {
        return Some((Boilerplate, "publisher"));
    }
    let ends = shape::ends_sentence(piece.text);
    let dated = is_day(next) || !ends && next.is(Date);
    let leads = next.is(Byline) || dated || next.mark.is_none() && (bylines::is_bare(next.text) || shape::is_publication(next.text));
    let opens = piece.words <= MAX_STANDFIRST && !seen(Standfirst) && datelines::dateline(piece.text).is_none();
    if next.is(Credit) && (seen(Standfirst) || pictures::is_caption_like(piece)) && piece.words <= MAX_STANDFIRST {
        return Some((Caption, "above-credit"));
    }
    if opens && piece.words >= 4 && (leads || picture_above_byline(pieces, at + 1) && !seen(Date) && !seen(Byline)) {
        return Some((Standfirst, "above-byline-or-date"));
    }
    let unended = !ends && !piece.text.ends_with([':', ',']) && (6..=45).contains(&piece.words);
    let prose_follows = next.words >= 12 || shape::ends_sentence(next.text);
    (opens && unended && prose_follows && (piece.words > 12 || !has_lines_like_it(&pieces[at + 1..])))
        .then_some((Standfirst, "no-final-stop"))
}

/// Whether more short lines without a stop follow: they are headings, all of them.
fn has_lines_like_it(below: &[Piece<'_>]) -> bool {
    below.iter().filter(|other| other.mark.is_none() && other.words <= 12 && !shape::ends_sentence(other.text)).take(2).count() == 2
}

/// Whether pictures with their words stand from piece `at` on, and byline or date below them: what stands above them is no part of the article yet.
fn picture_above_byline(pieces: &[Piece<'_>], at: usize) -> bool {
    use SectionKind::{Caption, Credit};
    let shown = |at: usize| {
        let is = |at: usize| pieces.get(at).is_some_and(|piece| piece.is(Caption) || piece.is(Credit));
        is(at) || pieces.get(at).is_some_and(|piece| piece.mark.is_none()) && pieces.get(at + 1).is_some_and(|piece| piece.is(Credit))
    };
    let below = (at..at + 8).find(|&at| !shown(at)).filter(|&below| below > at);
    below
        .and_then(|below| pieces.get(below))
        .is_some_and(|piece| piece.is(SectionKind::Byline) || is_day(piece) || bylines::is_bare(piece.text))
}

/// Whether a line goes on with the byline above it: a trade, a publisher, an address.
fn is_below_byline(byline: &Piece<'_>, piece: &Piece<'_>, has_groups: bool) -> bool {
    let named = byline.mark.is_some_and(|mark| mark.rule != "name-alone" && !has_groups);
    let address = piece.words == 1 && piece.text.contains('@');
    byline.is(SectionKind::Byline)
        && (bylines::is_trade(piece.text)
            || piece.text.starts_with("Reporting from ")
            || address
            || piece.words <= 8 && (!piece.apart && shape::is_proper(piece.text, 8) || named && shape::is_publication(piece.text)))
}

/// Whether the first entry of a live blog has begun: its time is given without a day.
fn seen_entry(above: &[Piece<'_>]) -> bool {
    above.iter().any(|piece| {
        piece.is(SectionKind::Date)
            && !is_day(piece)
            && dates::stamps(piece.text).is_some_and(|stamps| stamps.iter().any(|stamp| stamp.time.is_some()))
    })
}

/// Whether a piece is a date line that tells the day, or leads to one.
fn is_day(piece: &Piece<'_>) -> bool {
    piece.is(SectionKind::Date)
        && dates::stamps(piece.text).is_some_and(|stamps| {
            stamps.is_empty() || stamps.iter().any(|stamp| stamp.relative || stamp.year.is_some() || stamp.month.is_some())
        })
}
