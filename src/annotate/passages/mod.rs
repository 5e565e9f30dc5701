//! What stands in quotation marks: passages, paired within a paragraph.
//!
//! A mark opens or closes by its place: after a blank and before a word it opens, after a word or a stop it closes. Marks of one family close one
//! another, however they are drawn, because typists mix them. An opening mark without a closing one is a quote that goes on in the next paragraph,
//! where that begins with a mark again; otherwise it ends with its paragraph.

mod not_speech;
mod signs;

pub use self::not_speech::NotSpeech;
use self::signs::{Act, Family, Sign, signs};
use super::parsed::Parsed;

/// A stretch between quotation marks (bytes), marks left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The opening mark's first byte.
    pub open: usize,
    /// The first byte after it.
    pub start: usize,
    /// The byte after the last one within.
    pub end: usize,
    /// The byte after the closing mark; `end` where it is missing.
    pub close: usize,
    /// The number of the block it stands in.
    pub block: usize,
    /// Whether the closing mark is missing because the next paragraph goes on.
    pub continues: bool,
    /// Why it is no speech, where it is none: decided when speakers are looked for.
    pub not_speech: Option<NotSpeech>,
}

/// How many marks are looked at to find the one that closes a single mark: further away, it was an apostrophe.
const REACH: usize = 64;

/// Finds the passages of a text, in order: the outer ones, not those within others.
#[must_use]
pub fn find(parsed: &Parsed) -> Vec<Passage> {
    let mut passages: Vec<Passage> = Vec::new();
    let by_block: Vec<Vec<Sign>> = (0..parsed.blocks.len()).map(|block| signs(parsed, block)).collect();
    for (block, signs) in by_block.iter().enumerate() {
        let next_opens = |family| {
            let is_same = |later: &usize| parsed.blocks[*later].kind == parsed.blocks[block].kind;
            let next = (block + 1..parsed.blocks.len()).take(3).find(is_same);
            next.is_some_and(|next| by_block[next].first().is_some_and(|sign: &Sign| sign.family == family && sign.leads && sign.opens()))
        };
        in_block(parsed, block, signs, &next_opens, &mut passages);
    }
    passages
}

/// The passages of one block.
fn in_block(parsed: &Parsed, block: usize, signs: &[Sign], next_opens: &dyn Fn(Family) -> bool, passages: &mut Vec<Passage>) {
    let end_of_block = parsed.blocks[block].end;
    let mut at = 0;
    while let Some(sign) = signs.get(at) {
        if !sign.opens() {
            at += 1;
            continue;
        }
        let passage = |end: usize, close: usize, continues| Passage {
            open: sign.start,
            start: sign.end,
            end,
            close,
            block,
            continues,
            not_speech: None,
        };
        match closing(signs, at) {
            Closing::At(close) => {
                if signs[close].start > sign.end {
                    passages.push(passage(signs[close].start, signs[close].end, false));
                }
                at = close + 1;
            }
            Closing::Missing if sign.family == Family::Single && !next_opens(Family::Single) => at += 1,
            Closing::Missing => {
                let continues = next_opens(sign.family);
                passages.push(passage(end_of_block, end_of_block, continues));
                return;
            }
            Closing::Reopened(next) => {
                let end = parsed.text[..signs[next].start].trim_end().len();
                if end > sign.end {
                    passages.push(passage(end, end, false));
                }
                at = next;
            }
        }
    }
}

/// Where a passage ends.
enum Closing {
    /// At this sign.
    At(usize),
    /// Nowhere in the block.
    Missing,
    /// Nowhere before this sign, which opens another of the same drawing.
    Reopened(usize),
}

/// The sign that closes the one at `open`.
fn closing(signs: &[Sign], open: usize) -> Closing {
    let family = signs[open].family;
    let mut depth = 0_usize;
    let mut inner_double = false;
    let reach = if family == Family::Single { REACH } else { usize::MAX };
    for (at, sign) in signs.iter().enumerate().skip(open + 1).take(reach) {
        if sign.family != family {
            // A double mark within single ones hides the single marks up to its partner.
            inner_double = family == Family::Single && sign.family == Family::Double && !inner_double;
            continue;
        }
        if family == Family::Single && (inner_double || !sign.opens() && is_apostrophe(signs, at)) {
            continue;
        }
        if !sign.opens() && depth == 0 {
            return Closing::At(at);
        }
        if !sign.opens() {
            depth -= 1;
        } else if sign.act == Act::OpensAsDrawn {
            depth += 1;
        } else if family == Family::Double {
            return Closing::Reopened(at);
        }
    }
    // Nested marks that were never closed: the first that closes anything closes the outer one.
    let first = signs.iter().enumerate().skip(open + 1).take(REACH).find(|(_, sign)| sign.family == family && !sign.opens());
    match first {
        Some((at, _)) if depth > 0 && family == Family::Double => Closing::At(at),
        _ => Closing::Missing,
    }
}

/// Whether a single mark that could close is the apostrophe of a plural (`the parents' view`) or a clipped word: a better one follows.
fn is_apostrophe(signs: &[Sign], at: usize) -> bool {
    let better = |sign: &&Sign| sign.family == Family::Single && sign.act != Act::ClosesPerhaps;
    signs[at].act == Act::ClosesPerhaps && signs.iter().skip(at + 1).take(REACH).find(better).is_some_and(|sign| !sign.opens())
}

#[cfg(test)]
mod tests;
