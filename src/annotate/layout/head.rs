//! The head of an article: headline, standfirst, byline, date and publisher, above the first paragraph.

use super::{bylines, datelines, dates, lines::Piece, pictures, shape};
use crate::{annotate::lists, domain::SectionKind};

/// The longest headline, in characters.
pub const MAX_TITLE: usize = 300;
/// How many pieces are looked at for a headline, and as a head.
const REACH: usize = 60;
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
    let title = known.and_then(|known| find_known(pieces, known)).or_else(|| find_title(pieces));
    if let Some(at) = title {
        for piece in &mut pieces[..at] {
            piece.settle(SectionKind::Boilerplate, "above-title");
        }
    }
    below_title(pieces, title)
}

/// The piece that is the known headline, or nearly so.
fn find_known(pieces: &mut [Piece<'_>], known: &str) -> Option<usize> {
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
fn find_title(pieces: &mut [Piece<'_>]) -> Option<usize> {
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

fn is_kicker(piece: &Piece<'_>) -> bool {
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
    use SectionKind::{Boilerplate, Byline, Caption, Credit, Date, Standfirst, Title};
    let piece = &pieces[at];
    let above = &pieces[title.unwrap_or(0)..at];
    let seen = |kind| above.iter().any(|piece| piece.is(kind));
    let next = pieces.get(at + 1);
    let below = at.checked_sub(1).map(|above| &pieces[above]);
    if title.is_some_and(|title| pieces[title].text == piece.text) {
        return Some((Title, "title-again"));
    }
    if is_kicker(piece) {
        return Some((Boilerplate, "kicker"));
    }
    if below.is_some_and(|below| below.is(Credit) && below.mark.is_some_and(|mark| mark.rule != "credit-in-line"))
        && !piece.apart
        && piece.words <= 40
    {
        return Some((Caption, "below-credit"));
    }
    if below.is_some_and(|below| is_below_byline(below, piece, has_groups)) {
        return Some((Byline, "below-byline"));
    }
    if seen_entry(above) {
        return None;
    }
    let publisher = piece.text.split([',', '|']).flat_map(|part| part.split(" - ")).next().unwrap_or_default().trim();
    if piece.words <= 10 && shape::is_publication(publisher) && !shape::ends_sentence(piece.text) {
        return Some((Boilerplate, "publisher"));
    }
    if !seen(Byline) && next.is_some() && (bylines::is_bare(piece.text) || bylines::is_agency(piece.text) || bylines::is_staff(piece.text))
    {
        return Some((Byline, "name-alone"));
    }
    if shape::has_bullet(piece.text) && piece.words <= 40 && title.is_some() && next.is_some() {
        return Some((Standfirst, "key-points"));
    }
    let next = pieces[at + 1..].iter().take(4).find(|piece| !piece.is(Boilerplate)).or(next)?;
    if piece.words <= 4 && shape::is_proper(piece.text, 4) && is_day(next) && title.is_some() {
        return Some((Boilerplate, "publisher"));
    }
    let unended = !shape::ends_sentence(piece.text) && !piece.text.ends_with([':', ',']) && (6..=45).contains(&piece.words);
    let leads = next.is(Byline)
        || is_day(next)
        || !shape::ends_sentence(piece.text) && next.is(Date)
        || next.mark.is_none() && (bylines::is_bare(next.text) || shape::is_publication(next.text));
    let picture = picture_above_byline(pieces, at + 1);
    let opens = title.is_some() && piece.words <= MAX_STANDFIRST && !seen(Standfirst) && datelines::dateline(piece.text).is_none();
    if next.is(Credit) && (seen(Standfirst) || pictures::is_caption_like(piece)) && piece.words <= MAX_STANDFIRST {
        return Some((Caption, "above-credit"));
    }
    if opens && piece.words >= 4 && (leads || picture && !seen(Date) && !seen(Byline)) {
        return Some((Standfirst, "above-byline-or-date"));
    }
    let like = pieces[at + 1..]
        .iter()
        .filter(|other| other.mark.is_none() && other.words <= 12 && !shape::ends_sentence(other.text))
        .take(2)
        .count();
    (opens && unended && (next.words >= 12 || shape::ends_sentence(next.text)) && (like < 2 || piece.words > 12))
        .then_some((Standfirst, "no-final-stop"))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::layout::lines;

    fn check(text: &str, known: Option<&str>, expected: Option<&str>) {
        let mut pieces = lines::pieces(text);
        mark(&mut pieces, known);
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
