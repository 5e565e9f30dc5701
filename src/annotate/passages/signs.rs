//! Quotation marks, and what each may do where it stands. A new style of marks is added here.

use crate::annotate::{
    lists,
    parsed::Parsed,
    tokens::{Token, TokenKind},
};

/// Marks that close one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// `"…"`, `“…”`, `„…“`, `''…''`.
    Double,
    /// `'…'`, `‘…’`, `‚…‘`.
    Single,
    /// `«…»`, `»…«`, `‹…›`.
    Angle,
}

/// A quotation mark in its place.
#[derive(Debug, Clone, Copy)]
pub struct Sign {
    /// First byte.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
    /// Its family.
    pub family: Family,
    /// What it does.
    pub act: Act,
    /// Whether it is the first thing in its block.
    pub leads: bool,
}

/// What a quotation mark does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// It opens, as its place tells.
    Opens,
    /// It opens, as its drawing alone tells: such marks nest.
    OpensAsDrawn,
    /// It closes.
    Closes,
    /// It is single and closes, or is the apostrophe of a plural or of a clipped word.
    ClosesPerhaps,
}

impl Sign {
    /// Whether it opens; otherwise it closes.
    pub fn opens(&self) -> bool {
        matches!(self.act, Act::Opens | Act::OpensAsDrawn)
    }
}

/// The quotation marks of a block, in order.
pub fn signs(parsed: &Parsed, block: usize) -> Vec<Sign> {
    let stretch = &parsed.blocks[block];
    let tokens = parsed.tokens_in(stretch.start, stretch.end);
    let mut signs: Vec<Sign> = Vec::new();
    let mut double_is_open = false;
    let mut low_is_open = false;
    let mut angle_is_open = false;
    let mut n = tokens.start;
    while n < tokens.end {
        let token = parsed.tokens[n];
        let Some((family, length)) = family(parsed, n, tokens.end) else {
            n += 1;
            continue;
        };
        let last = parsed.tokens[n + length - 1];
        let place = Place::of(parsed, token, last, n, length, stretch.start);
        let (opens, closes) = match family {
            Family::Double if parsed.word(n) == "“" && low_is_open => (false, true),
            Family::Double => place.double(parsed.word(n), double_is_open),
            Family::Single => place.single(parsed, n),
            Family::Angle => (!angle_is_open, angle_is_open),
        };
        match family {
            Family::Double if opens != closes => {
                double_is_open = opens;
                low_is_open = opens && matches!(parsed.word(n), "„" | "‟");
            }
            Family::Angle => angle_is_open = !angle_is_open,
            _ => {}
        }
        if opens || closes {
            let act = match (opens, parsed.word(n)) {
                (true, "“" | "‘" | "„" | "‚") => Act::OpensAsDrawn,
                (true, _) => Act::Opens,
                _ if family == Family::Single && place.is_weak(parsed, n) => Act::ClosesPerhaps,
                _ => Act::Closes,
            };
            signs.push(Sign { start: token.start, end: last.end, family, act, leads: token.start == stretch.start });
        }
        n += length;
    }
    signs
}

/// The family of the mark at token `n`, and how many tokens it is made of.
fn family(parsed: &Parsed, n: usize, end: usize) -> Option<(Family, usize)> {
    if parsed.tokens[n].kind != TokenKind::Mark {
        return None;
    }
    let mark = parsed.word(n);
    let twice = n + 1 < end && parsed.word(n + 1) == mark && parsed.touches_next(n);
    match mark {
        "\"" | "“" | "”" | "„" | "‟" | "＂" | "〝" | "〞" => Some((Family::Double, 1)),
        "'" | "`" | "’" | "‘" if twice => Some((Family::Double, 2)),
        "'" | "‘" | "’" | "‚" | "‛" | "`" => Some((Family::Single, 1)),
        "«" | "»" | "‹" | "›" => Some((Family::Angle, 1)),
        _ => None,
    }
}

/// What stands on both sides of a mark.
struct Place {
    before: Option<char>,
    after: Option<char>,
}

impl Place {
    fn of(parsed: &Parsed, first: Token, last: Token, n: usize, length: usize, block: usize) -> Self {
        let before = if first.start == block { None } else { parsed.text[..first.start].chars().next_back() };
        let after = parsed.text[last.end..].chars().next().filter(|_| parsed.tokens.get(n + length).is_some());
        Self { before, after }
    }

    /// Whether a word may begin after it.
    fn is_at_a_start(&self) -> bool {
        self.before.is_none_or(|before| before.is_whitespace() || "([{—–-/‘'“\"«…".contains(before))
    }

    fn is_before_a_gap(&self) -> bool {
        self.after.is_none_or(char::is_whitespace)
    }

    fn is_after_a_gap(&self) -> bool {
        self.before.is_none_or(char::is_whitespace)
    }

    /// Whether a double mark opens or closes.
    fn double(&self, mark: &str, is_open: bool) -> (bool, bool) {
        match mark {
            "„" | "‟" | "〝" => (true, false),
            "“" => (!self.is_before_a_gap(), self.is_before_a_gap() && !self.is_after_a_gap()),
            // In Swedish it opens too.
            "”" => {
                let opens = !is_open && self.is_after_a_gap() && !self.is_before_a_gap();
                (opens, !opens)
            }
            _ if is_open => {
                let reopens = self.is_after_a_gap() && !self.is_before_a_gap();
                (reopens, !reopens)
            }
            _ => (!self.is_before_a_gap() && (self.is_at_a_start() || self.before.is_some_and(|before| ",:;".contains(before))), false),
        }
    }

    /// Whether a single mark opens or closes: most are apostrophes and do neither.
    fn single(&self, parsed: &Parsed, n: usize) -> (bool, bool) {
        let next = parsed.word(n + 1);
        let is_elision =
            lists::elisions().contains(&*next.to_lowercase()) || next.starts_with(|c: char| c.is_ascii_digit()) && next.ends_with('s');
        let opens = self.is_at_a_start() && !self.is_before_a_gap() && !is_elision;
        let closes = !self.is_after_a_gap() && !self.after.is_some_and(char::is_alphanumeric);
        match parsed.word(n) {
            "‘" | "‚" | "‛" | "`" => (!self.is_before_a_gap(), self.is_before_a_gap() && closes),
            "’" => (false, closes),
            _ if opens && closes => (true, false),
            _ => (opens, closes),
        }
    }

    /// Whether a single mark that could close may be an apostrophe: after a plural or a clipped `-in'`, before more words.
    fn is_weak(&self, parsed: &Parsed, n: usize) -> bool {
        let word = if n > 0 { parsed.word(n - 1) } else { "" };
        let next = parsed.word(n + 1).to_lowercase();
        let follows = parsed.is_word(n + 1) && !lists::function_words().contains(&*next);
        let lower = word.to_lowercase();
        follows && self.before.is_some_and(char::is_alphanumeric) && (lower.ends_with('s') || lower.ends_with("in") || lower.ends_with('z'))
    }
}
