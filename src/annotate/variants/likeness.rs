//! How alike two sentences are: the words they share, how much these tell, and whether they come in the same order.

use std::ops::Range;

use super::words::{Kind, Unit, Word};

/// What a pair of words of one sense counts beside a pair of the same word.
const SAME_SENSE: f32 = 0.75;

/// How two units are alike.
#[derive(Debug, Clone)]
pub struct Likeness {
    /// The weight of the words that they share.
    pub shared: f32,
    /// That weight as a share of the lighter unit's.
    pub cover: f32,
    /// How much of what is shared comes in the same order in both.
    pub order: f32,
    /// Whether each has a number, or each a name, that the other has not; or one, amid what they share, a negation that the other has not.
    pub contradicts: bool,
    /// From the first to the last of the shared words in the second.
    pub place: Range<usize>,
}

/// What a pair of words counts: nothing where they have nothing in common.
fn pair(a: &Word, b: &Word) -> f32 {
    if a.stem == b.stem {
        a.weight.max(b.weight)
    } else if a.senses.iter().any(|sense| b.senses.contains(sense)) {
        SAME_SENSE * a.weight.min(b.weight)
    } else {
        0.0
    }
}

/// Compares two units. The cost is the product of their lengths.
#[must_use]
pub fn likeness(a: &Unit, b: &Unit) -> Likeness {
    let (in_a, in_b, shared) = matched(&a.words, &b.words);
    let both = |kind: Kind| lacks(&a.words, &in_a, kind) && lacks(&b.words, &in_b, kind);
    let (from_a, from_b) = (extent(&a.words, &in_a), extent(&b.words, &in_b));
    let negation =
        |words: &[Word], taken: &[bool], place: &Range<usize>| lacks(&words[place.clone()], &taken[place.clone()], Kind::Negation);
    let negates = negation(&a.words, &in_a, &from_a) != negation(&b.words, &in_b, &from_b);
    Likeness {
        shared,
        cover: shared / a.weight.min(b.weight).max(f32::EPSILON),
        order: if shared > 0.0 { (in_order(a, b) / shared).min(1.0) } else { 0.0 },
        contradicts: both(Kind::Number) || both(Kind::Name) || negates,
        place: from_b,
    }
}

/// Which words of each have a counterpart in the other, in whatever order, and what all pairs count together.
fn matched(a: &[Word], b: &[Word]) -> (Vec<bool>, Vec<bool>, f32) {
    let (mut in_a, mut in_b, mut shared) = (vec![false; a.len()], vec![false; b.len()], 0.0);
    for (word, taken) in a.iter().zip(&mut in_a) {
        // The same word before one of the same sense, and the first of several.
        let free = b.iter().enumerate().filter(|(at, _)| !in_b[*at]).map(|(at, other)| (pair(word, other), at));
        let (weight, at) = free.fold((0.0, 0), |best, found| if found.0 > best.0 { found } else { best });
        if weight > 0.0 {
            (*taken, in_b[at]) = (true, true);
            shared += weight;
        }
    }
    (in_a, in_b, shared)
}

/// Whether a word of this kind has no counterpart.
fn lacks(words: &[Word], taken: &[bool], kind: Kind) -> bool {
    words.iter().zip(taken).any(|(word, taken)| !taken && word.kind == kind)
}

/// From the first to the last word that tells something and has a counterpart, with the small words before the first: "will not sign".
fn extent(words: &[Word], taken: &[bool]) -> Range<usize> {
    let telling = |at: &usize| taken[*at] && !matches!(words[*at].kind, Kind::Function | Kind::Negation);
    let (first, last) = ((0..words.len()).find(telling), (0..words.len()).rfind(telling));
    let Some((first, last)) = first.zip(last) else { return 0..0 };
    let small = words[..first].iter().rev().take_while(|word| matches!(word.kind, Kind::Function | Kind::Negation)).count();
    first - small..last + 1
}

/// The weight of the heaviest common subsequence.
fn in_order(a: &Unit, b: &Unit) -> f32 {
    let mut row = vec![0.0_f32; b.words.len() + 1];
    for word in &a.words {
        let mut diagonal = 0.0;
        for (at, other) in b.words.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = above.max(row[at]).max(diagonal + pair(word, other));
            diagonal = above;
        }
    }
    row[b.words.len()]
}
