//! Furniture of the site, links to other stories, and link spam, wherever they stand.

use super::{comments, dates, lines::Piece, shape};
use crate::{annotate::lists, domain::SectionKind};

/// The most words of a line that a phrase can make furniture.
const MAX_WORDS: usize = 80;
/// The most words of a link to another story.
const MAX_LINK: usize = 24;

/// Marks what is furniture, promo or spam by its own words, and the lists that such lines head.
pub fn mark(pieces: &mut [Piece<'_>]) {
    let mut list = None;
    for piece in pieces.iter_mut() {
        if piece.mark.is_some() {
            continue;
        }
        if let Some((kind, rule)) = own(piece) {
            piece.set(kind, rule);
            list = heads(piece).or(list.filter(|_| piece.words <= 4));
        } else if let Some(kind) = list.filter(|&kind| is_item(piece, kind)) {
            piece.set(kind, "in-list-of-links");
        } else {
            list = None;
        }
    }
    mark_sign_ups(pieces);
}

/// A line that asks to sign up, alone among paragraphs, is a link to elsewhere; with fields around it, it is a form.
fn mark_sign_ups(pieces: &mut [Piece<'_>]) {
    let asks = |piece: &Piece<'_>| {
        piece.is(SectionKind::Boilerplate) && (piece.text.starts_with("Sign up to ") || piece.text.starts_with("Sign up for "))
    };
    let is_form = |piece: Option<&Piece<'_>>| piece.is_some_and(|piece| piece.is(SectionKind::Boilerplate) && piece.words <= 5);
    for at in 0..pieces.len() {
        let alone = !is_form(pieces.get(at + 1)) && !is_form(at.checked_sub(1).and_then(|above| pieces.get(above)));
        if asks(&pieces[at]) && alone {
            pieces[at].set(SectionKind::Promo, "sign-up-alone");
        }
    }
}

/// What a line is by its own words.
fn own(piece: &Piece<'_>) -> Option<(SectionKind, &'static str)> {
    use SectionKind::{Boilerplate, Promo, Spam};
    if !shape::has_words(piece.text) {
        return Some((Boilerplate, "no-words"));
    }
    if is_spam(piece) {
        return Some((Spam, "link-spam"));
    }
    if piece.words > MAX_WORDS {
        return None;
    }
    let folded = shape::folded(piece.text);
    let bare = shape::bare(&folded);
    if lists::furniture_lines().contains(bare) {
        return Some((Boilerplate, "furniture-line"));
    }
    if lists::story_links().contains(bare) {
        return Some((Promo, "links-heading"));
    }
    if is_promo(piece, &folded) {
        return Some((Promo, "promo-opener"));
    }
    if is_copyright(&folded)
        || is_wire_code(piece.text)
        || is_breadcrumb(piece)
        || is_follow(piece)
        || is_row(piece.text)
        || is_handles(piece)
    {
        return Some((Boilerplate, "furniture-form"));
    }
    let quotes = piece.text.contains(['"', '“', '”']);
    let to_reader = !quotes && speaks_to_reader(piece);
    if quotes || !to_reader && piece.words > 25 {
        return None;
    }
    if lists::furniture_openers().longest(&folded).is_some() {
        return Some((Boilerplate, "furniture-opener"));
    }
    let lower = if to_reader { piece.text.to_lowercase() } else { return None };
    lists::furniture_phrases().iter().any(|phrase| lower.contains(phrase)).then_some((Boilerplate, "furniture-phrase"))
}

/// Whether a line is short, or speaks to its reader: stories tell of newsletters and licences too.
fn speaks_to_reader(piece: &Piece<'_>) -> bool {
    piece.words <= 14 || piece.text.split_whitespace().any(|word| shape::holds(lists::reader_words(), word))
}

/// `READ MORE: …`, and the like.
fn is_promo(piece: &Piece<'_>, folded: &str) -> bool {
    let link = piece.text.split_whitespace().any(is_address);
    let sees = || [" see ", " visit ", " click ", " go to ", " read "].iter().any(|verb| folded.contains(verb));
    if piece.words <= 15 && (folded.starts_with("more ") && link || folded.starts_with("for more ") && sees()) {
        return true;
    }
    let Some(opener) = lists::promo_openers().longest(folded) else { return false };
    let rest = &folded[opener.len()..];
    let marked = opener.ends_with(':') || rest.trim_start().starts_with([':', '-', '–', '—', '|', '>']);
    piece.words <= MAX_LINK && (marked || !shape::ends_with_stop(piece.text))
}

/// `© 2014 Holm Media`, `Copyright 2014 …`, `(c) 2014`.
fn is_copyright(folded: &str) -> bool {
    let has_year =
        || folded.split(|c: char| !c.is_ascii_digit()).any(|run| run.len() == 4 && (run.starts_with("19") || run.starts_with("20")));
    folded.starts_with('©') || (folded.starts_with("copyright") || folded.starts_with("(c)")) && (has_year() || folded.contains('©'))
}

/// The initials with which wires sign: `sdv/jbo/rl`.
fn is_wire_code(text: &str) -> bool {
    let parts = text.split('/');
    text.len() <= 24
        && parts.clone().count() >= 2
        && parts.into_iter().all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'))
}

/// `Home > News > World`.
fn is_breadcrumb(piece: &Piece<'_>) -> bool {
    let parts = piece.text.split(['>', '»', '›', '→']);
    piece.words <= 20
        && parts.clone().count() >= 2
        && !piece.text.contains("http")
        && parts.into_iter().all(|part| part.split_whitespace().count() <= 8)
        && !shape::ends_sentence(piece.text)
        && (piece.text.starts_with("Home") || piece.text.contains(['›', '»']) || piece.text.matches('>').count() >= 2)
}

/// A row of links and buttons, each of a word or two: `SHARE   Facebook   Email`, `Live | Updated 9m ago`.
fn is_row(text: &str) -> bool {
    if text.len() > 300 || !(text.contains("  ") || text.contains(['\t', '|', '·', '•'])) {
        return false;
    }
    let columns: Vec<&str> = shape::columns(text).take(24).collect();
    if columns.len() < 2 || columns.iter().any(|part| part.split_whitespace().nth(4).is_some()) {
        return false;
    }
    let known = |part: &&&str| {
        let folded = shape::folded(part);
        let bare = shape::bare(&folded);
        lists::furniture_lines().contains(bare) || lists::kickers().contains(bare) || comments::is_lone_heading(part)
    };
    let furniture = columns.iter().filter(known).count();
    let dates = columns.iter().filter(|part| dates::stamps(part).is_some()).count();
    furniture > 0 && (furniture + dates == columns.len() || columns.len() >= 3 && furniture * 2 >= columns.len())
}

/// `Follow Holm Courier`.
fn is_follow(piece: &Piece<'_>) -> bool {
    piece.text.strip_prefix("Follow ").is_some_and(|name| piece.words <= 6 && shape::is_publication(name))
}

/// A line of nothing but addresses and handles, or one word and an address: `@anne @ben`, `More: www.example.org`.
fn is_handles(piece: &Piece<'_>) -> bool {
    let labelled = || piece.text.rsplit_once(": ").is_some_and(|(_, address)| is_address(address));
    piece.words <= 8
        && (piece.text.split_whitespace().all(|word| is_address(word) || matches!(word, "|" | "-" | "·" | "•" | "and"))
            || piece.words <= 6 && labelled())
}

/// Whether a word is an address or a handle.
fn is_address(word: &str) -> bool {
    let path = word.split_once('/').is_some_and(|(host, _)| {
        host.contains('.') && host.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-'))
    });
    word.starts_with('@') && word.len() > 1
        || word.starts_with("http://")
        || word.starts_with("https://")
        || word.starts_with("www.")
        || path
}

/// What the lines below a line are, where it heads a list.
fn heads(piece: &Piece<'_>) -> Option<SectionKind> {
    let folded = shape::folded(piece.text);
    let bare = shape::bare(&folded);
    if matches!(
        bare,
        "related topics"
            | "topics"
            | "tags"
            | "more topics"
            | "related tags"
            | "filed under"
            | "share"
            | "share this"
            | "share this with"
            | "menu"
            | "keywords"
            | "more on"
    ) {
        return Some(SectionKind::Boilerplate);
    }
    lists::story_links().contains(bare).then_some(SectionKind::Promo)
}

/// Whether a line may be one of a list of links: short, and no paragraph.
fn is_item(piece: &Piece<'_>, kind: SectionKind) -> bool {
    let most = if kind == SectionKind::Promo { MAX_LINK } else { 4 };
    let labelled = comments::is_lone_heading(piece.text);
    piece.words <= most && !shape::ends_with_stop(piece.text) && !labelled && !piece.text.ends_with(':')
}

/// Whether a line is link spam: an address among words that sell, or words without sense or grammar.
pub fn is_spam(piece: &Piece<'_>) -> bool {
    let address = piece.text.contains("http://") || piece.text.contains("https://") || piece.text.contains("www.");
    if piece.words < 5 || !address && piece.words < 15 {
        return false;
    }
    // What a long paragraph is shows in its beginning, and few words of grammar clear it.
    let words = piece.words.min(60);
    let beginning = || piece.text.split_whitespace().take(words);
    let small = beginning().filter(|word| shape::holds(lists::function_words(), word)).take(words / 12 + 1).count();
    let no_grammar = small * 12 < words;
    if !no_grammar && !address {
        return false;
    }
    let sells = beginning().filter(|word| shape::holds(lists::spam_words(), word)).count();
    let odd = beginning().filter(|word| is_run_together(word)).count();
    odd * 2 > words || address && sells >= 2 && (no_grammar || sells * 6 > words) || no_grammar && sells * 3 > words
}

/// `WangShangLunPan`: small letters followed by a capital, twice.
fn is_run_together(word: &str) -> bool {
    let mut rises = 0;
    let mut before = ' ';
    for c in word.chars() {
        rises += usize::from(before.is_lowercase() && c.is_uppercase());
        before = c;
    }
    rises >= 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::layout::lines;

    fn check(text: &str, expected: Option<SectionKind>) {
        let mut pieces = lines::pieces(text);
        mark(&mut pieces);
        assert_eq!(pieces.last().and_then(|piece| piece.mark).map(|mark| mark.kind), expected, "{text}");
    }

    #[test]
    fn furniture_is_known_by_its_words() {
        for text in [
            "Advertisement",
            "Share this article",
            "Sign up to our morning briefing\nYour email address",
            "Media playback is unsupported on your device",
            "We use cookies to improve your experience.",
            "© 2019 Holm Courier",
            "Copyright 2019 The Northern Press. All rights reserved. This material may not be published, broadcast, rewritten or redistributed.",
            "Get it delivered straight to your inbox every Friday.",
            "Home > News > Harbour",
            "sdv/jbo/rl",
            "___",
            "Follow us on Twitter",
            "Related Topics\nHolm",
        ] {
            check(text, Some(SectionKind::Boilerplate));
        }
    }

    #[test]
    fn links_to_other_stories_are_promos() {
        for text in [
            "READ MORE: The pier that nobody wanted",
            "Related: What the tide took",
            "More on this story\nWho paid for the pier?",
            "You may also like:\nThe village that moved",
        ] {
            check(text, Some(SectionKind::Promo));
        }
    }

    #[test]
    fn stories_may_tell_of_the_same_things() {
        for text in [
            "Copyright law has not kept up with the machines, she said.",
            "The company said that its newsletter had four million readers in Norway before it was sold to the rival that had copied it.",
            "More than 40 boats were lost.",
            "He asked readers to \"follow us on our way\".",
            "Related industries suffered as well, the bank found.",
            "Share prices fell by a tenth on Monday.",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn spam_sells_or_has_no_grammar() {
        check("BEST ROPE CHEAP ROPE http://rope.example buy rope online", Some(SectionKind::Spam));
        check(&"ZhaoCaiMaoYouXi LongHuDouTouZhu ".repeat(8), Some(SectionKind::Spam));
        check("The shop sells rope online at https://rope.example and has done so since the harbour was built.", None);
    }
}
