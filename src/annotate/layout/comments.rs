//! Readers' comments: where they begin, their headers, and what stands between them.

use super::{dates, lines::Piece, shape};
use crate::{annotate::lists, domain::SectionKind};

/// The most words of a comment's header.
const MAX_HEADER: usize = 25;
/// The longest heading of comments, in bytes.
const MAX_HEADING: usize = 60;
/// How many lines below a heading the first comment's header is looked for.
const NEAR: usize = 12;

/// What the header of a comment says.
#[derive(Debug, Clone, Copy, Default)]
struct Header {
    /// A name.
    name: bool,
    /// When, as far as it does.
    when: When,
    /// A button.
    tool: bool,
    /// That somebody wrote what follows.
    wrote: bool,
}

/// How much of a moment a header states.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum When {
    #[default]
    Never,
    Time,
    Day,
    Moment,
}

impl Header {
    /// Whether it can be nothing else: who and when, or when and a button.
    fn is_strong(self, bullet: bool) -> bool {
        self.has_day() && self.tool || self.has_day() && self.name && (self.has_time() || bullet)
    }

    fn has_day(self) -> bool {
        self.when >= When::Day
    }

    fn has_time(self) -> bool {
        matches!(self.when, When::Time | When::Moment)
    }

    /// Adds what another part of it states.
    fn add(&mut self, day: bool, time: bool) {
        self.when = match (day || self.has_day(), time || self.has_time()) {
            (true, true) => When::Moment,
            (true, false) => When::Day,
            (false, true) => When::Time,
            (false, false) => When::Never,
        };
    }
}

/// Marks readers' comments from their beginning to the end. Nothing above them is touched.
pub fn mark(pieces: &mut [Piece<'_>]) {
    if let Some(start) = start(pieces) {
        region(pieces, start);
    }
}

/// The first piece of the comments.
fn start(pieces: &[Piece<'_>]) -> Option<usize> {
    let first_paragraph = pieces.iter().position(|piece| piece.words >= 12 && piece.mark.is_none() && shape::ends_sentence(piece.text))?;
    let below: Vec<usize> = (first_paragraph + 1..pieces.len()).filter(|&at| pieces[at].words <= MAX_HEADER).collect();
    let headers: Vec<(usize, Header)> = below.iter().filter_map(|&at| header(pieces[at].text).map(|header| (at, header))).collect();
    let strong = |&&(at, header): &&(usize, Header)| header.is_strong(shape::has_bullet(pieces[at].text));
    let first_strong =
        headers.iter().find(strong).filter(|(_, header)| header.tool || headers.len() > 1 || header.has_time()).map(|&(at, _)| at);
    // `Lund wrote:` may lead into a letter: it heads a comment where headers that can be nothing else follow.
    let last_strong = headers.iter().rev().find(strong).map(|&(at, _)| at);
    let first_wrote =
        headers.iter().find(|(_, header)| header.wrote).filter(|(at, _)| last_strong.is_some_and(|last| *at < last)).map(|&(at, _)| at);
    let heading = below.iter().copied().filter(|&at| heading(pieces[at].text).is_some()).find(|&at| {
        let numbered = heading(pieces[at].text) == Some(true) && pieces[at + 1..].iter().any(|piece| piece.mark.is_none());
        let next = headers.partition_point(|&(header, _)| header <= at);
        numbered || headers.get(next).is_some_and(|&(header, _)| header <= at + NEAR) || signed(pieces, at + 1)
    });
    let start = [first_strong, first_wrote, heading].into_iter().flatten().min()?;
    // A name in a line of its own, above its date.
    let named =
        start.checked_sub(1).filter(|&above| header(pieces[start].text).is_some_and(|found| !found.name) && is_handle(&pieces[above]));
    Some(named.unwrap_or(start))
}

/// Whether a line is the heading of comments; `true` where it counts them.
fn heading(text: &str) -> Option<bool> {
    if text.len() > MAX_HEADING {
        return None;
    }
    let folded = shape::folded(text);
    let counts = folded.contains(|c: char| c.is_ascii_digit()) && !folded.contains("(0)") && !folded.starts_with("0 ");
    let words: Vec<&str> = folded
        .split([' ', '(', ')', ':', '[', ']'])
        .filter(|word| !word.is_empty() && !word.bytes().all(|b| b.is_ascii_digit() || b == b','))
        .collect();
    (words.len() <= 5 && lists::comment_headings().contains(&*words.join(" "))).then_some(counts)
}

/// Whether the pieces from `at` on are names in lines of their own, each above a paragraph.
fn signed(pieces: &[Piece<'_>], at: usize) -> bool {
    let pairs = pieces.get(at..).unwrap_or_default().chunks_exact(2).take(3);
    pairs.clone().count() > 0 && pairs.into_iter().all(|pair| is_handle(&pair[0]) && pair[1].words > 5)
}

/// Whether a line may be the name of one who comments.
fn is_handle(piece: &Piece<'_>) -> bool {
    piece.words <= 3
        && piece.mark.is_none_or(|mark| mark.kind == SectionKind::Byline)
        && !shape::ends_sentence(piece.text)
        && piece.text.len() <= 60
}

/// Reads a line as a comment's header.
fn header(text: &str) -> Option<Header> {
    // Beyond a few words only a date makes a header.
    if text.split_whitespace().nth(6).is_some() && !text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let mut found = Header::default();
    let dashes = [" - ", " -- ", " – ", " — "];
    for column in shape::columns(shape::without_bullet(text)) {
        let mut rest = column;
        while let Some((part, after)) = dashes.iter().filter_map(|dash| rest.split_once(dash)).min_by_key(|(part, _)| part.len()) {
            part_of_header(part.trim(), &mut found)?;
            rest = after;
        }
        part_of_header(rest.trim_matches([' ', '-', '–', '—']), &mut found)?;
    }
    (found.has_day() || found.tool || found.wrote).then_some(found)
}

/// Reads one part of a header: a date, a button, a name.
fn part_of_header(part: &str, found: &mut Header) -> Option<()> {
    if part.is_empty() {
        return Some(());
    }
    if is_tool(part) {
        found.tool = true;
        return Some(());
    }
    if when(part, found) {
        return Some(());
    }
    let wrote = part
        .strip_suffix(':')
        .and_then(|who| [" wrote", " writes", " says", " said", " commented", " replied"].iter().find_map(|verb| who.strip_suffix(verb)));
    let part = wrote.unwrap_or(part);
    found.wrote |= wrote.is_some();
    if let Some(at) = dates::trailing(part) {
        let name = part[..at].trim_end_matches([' ', ',', ':', '(', '@']).trim_end_matches(" on").trim_end_matches(" at");
        let name = ["Posted by ", "Comment by ", "By "].iter().find_map(|lead| name.strip_prefix(lead)).unwrap_or(name);
        let fits = name.split_whitespace().count() <= 5 && !name.contains(['.', '"', '“']) || name.split_whitespace().count() == 1;
        // `Live, updated 9m ago` stands above a live page.
        let is_label = name.split_whitespace().next_back().is_some_and(|word| lists::date_labels().contains_key(&*word.to_lowercase()));
        if is_label {
            return None;
        }
        found.name = true;
        return (fits && when(part[at..].trim_end_matches(':'), found)).then_some(());
    }
    found.name = true;
    // `Jolene M.` ends in an initial, and no sentence is so short.
    let words = part.split_whitespace().count();
    let is_name = words <= 4 && (words <= 2 || !shape::ends_sentence(part)) && !part.ends_with([':', ',', '!', '?']);
    is_name.then_some(())
}

/// Reads a date into a header.
fn when(part: &str, found: &mut Header) -> bool {
    // A page is updated; a comment is not.
    let Some(stamps) = dates::stamps(part).filter(|stamps| stamps.iter().all(|stamp| !stamp.updated)) else { return false };
    let day = stamps.iter().any(|stamp| stamp.relative || stamp.month.is_some());
    found.add(day, stamps.iter().any(|stamp| stamp.relative || stamp.time.is_some()));
    !stamps.is_empty()
}

/// Whether a line is a button of a comment: `Reply`, `3 likes`, `Report as abuse`.
fn is_tool(part: &str) -> bool {
    let folded = shape::folded(part);
    let words: Vec<&str> =
        folded.split([' ', '(', ')', '+', ',']).filter(|word| !word.is_empty() && !word.bytes().all(|b| b.is_ascii_digit())).collect();
    !words.is_empty()
        && (lists::comment_tools().contains(&*words.join(" "))
            || words.len() > 1 && words.iter().all(|word| lists::comment_tools().contains(*word)))
}

/// Marks every piece from the comments' beginning.
fn region(pieces: &mut [Piece<'_>], start: usize) {
    use SectionKind::{Boilerplate, Comment, CommentMeta, Date, Promo, Spam};
    let mut after = Comment;
    for at in start..pieces.len() {
        let follows_date = pieces.get(at + 1).is_some_and(|next| {
            next.words <= MAX_HEADER && header(next.text).is_some_and(|found| found.has_day() && !found.name || found.wrote)
        });
        let piece = &mut pieces[at];
        let short = piece.words <= MAX_HEADER;
        let kind = piece.mark.map(|mark| (mark.kind, mark.rule));
        let (kind, rule) = if short && heading(piece.text).is_some() {
            (CommentMeta, "comments-heading")
        } else if short && header(piece.text).is_some() {
            (CommentMeta, "comment-header")
        } else if is_handle(piece) && follows_date {
            (CommentMeta, "comment-name")
        } else {
            match kind {
                Some((Spam, rule)) => (Spam, rule),
                Some((Boilerplate, rule)) => (Boilerplate, rule),
                Some((Promo, rule)) if after == Promo || rule == "links-heading" => (Promo, rule),
                Some((Date, _)) => (CommentMeta, "comment-date"),
                _ if after == Promo && piece.words <= 24 && !shape::ends_with_stop(piece.text) => (Promo, "links-after-comments"),
                _ if after == Boilerplate && piece.words <= 3 && !shape::ends_with_stop(piece.text) => (Boilerplate, "form-or-pages"),
                _ => (Comment, "readers-comment"),
            }
        };
        piece.set(kind, rule);
        after = kind;
    }
}

/// Whether a line that heads no comments is but a count of them, or a button.
pub fn is_lone_heading(text: &str) -> bool {
    heading(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_say_who_when_or_what_to_press() {
        for line in [
            "Oct 03, 2012 4:12am EDT -- Report as abuse",
            "• ana.lund - 2013-02-05 13:54",
            "Greta Ek, 3 May 2025, 11:40 | Report",
            "ana_lund wrote:",
            "Reply",
            "Like · Reply · 3 hours ago",
            "Ana Lund on March 3, 2017 at 5:04 pm said:",
            "3 likes",
        ] {
            assert!(header(line).is_some(), "{line}");
        }
        for line in ["I liked it.", "She wrote: \"No.\"", "On 3 March 2017 the bridge fell down.", "Reply to your critics, I say!"] {
            assert!(header(line).is_none(), "{line}");
        }
    }

    #[test]
    fn headings_may_count_the_comments() {
        assert_eq!(heading("Comments (5)"), Some(true));
        assert_eq!(heading("12 Comments"), Some(true));
        assert_eq!(heading("Reader comments:"), Some(false));
        assert_eq!(heading("Comment is free"), None);
    }
}
