//! Words as the search tables know them: what FTS5's tokenizer `unicode61 remove_diacritics 2` makes of a text, with the place of each.
//!
//! Why not ask SQLite: the search tables hold no text and so give the number of a word, never its place. The two agree on every text,
//! because the table of characters is the tokenizer's own (`characters.txt`); a test reads it out of SQLite and compares.

use std::{collections::HashMap, ops::Range, sync::LazyLock};

#[cfg(test)]
mod tests;

/// What the tokenizer makes of each character. One line a range of code points, in hex: letters and digits, which are kept as they are;
/// with `+` or `-`, those that become the character that far away; with `=`, those that all become that one; with `mark`, accents, which
/// are dropped within a word. Everything else parts words.
const CHARACTERS: &str = include_str!("characters.txt");

/// Code points that share a block of the table.
const BLOCK: u32 = 256;

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::read(CHARACTERS));

/// What the tokenizer makes of a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Becomes {
    /// It parts words.
    Break,
    /// It is dropped within a word, and parts words outside of one.
    Mark,
    /// The one so far away: itself where that is 0.
    Far(i32),
}

/// What each code point becomes. Most blocks are alike, so each is held once.
struct Table {
    /// The block of every 256 code points.
    index: Vec<usize>,
    blocks: Vec<Vec<Becomes>>,
}

impl Table {
    fn read(lines: &str) -> Self {
        let mut ranges = lines.lines().flat_map(range).peekable();
        let (mut index, mut blocks) = (Vec::new(), Vec::new());
        let mut numbers: HashMap<Vec<Becomes>, usize> = HashMap::new();
        for first in (0..=u32::from(char::MAX)).step_by(BLOCK as usize) {
            let of_point = |point| ranges.next_if(|(next, _)| *next == point).map_or(Becomes::Break, |(_, becomes)| becomes);
            let block: Vec<Becomes> = (first..first + BLOCK).map(of_point).collect();
            index.push(*numbers.entry(block).or_insert_with_key(|block| {
                blocks.push(block.clone());
                blocks.len() - 1
            }));
        }
        Self { index, blocks }
    }

    fn becomes(&self, character: char) -> Becomes {
        let point = u32::from(character);
        self.blocks[self.index[(point / BLOCK) as usize]][(point % BLOCK) as usize]
    }
}

/// The code points of a line, in ascending order, as those of all lines are.
fn range(line: &str) -> impl Iterator<Item = (u32, Becomes)> {
    let number = |hex: &str| u32::from_str_radix(hex, 16).unwrap_or_default();
    let (range, becomes) = line.split_once(' ').unwrap_or((line, ""));
    let (first, last) = range.split_once('-').unwrap_or((range, range));
    (number(first)..=number(last)).map(move |point| {
        let becomes = match becomes.split_at_checked(1) {
            Some(("+", far)) => Becomes::Far(number(far).cast_signed()),
            Some(("-", far)) => Becomes::Far(-number(far).cast_signed()),
            Some(("=", one)) => Becomes::Far(number(one).cast_signed() - point.cast_signed()),
            Some(_) => Becomes::Mark,
            None => Becomes::Far(0),
        };
        (point, becomes)
    })
}

/// Whether a word may begin with this character.
#[must_use]
pub fn is_of_words(character: char) -> bool {
    matches!(TABLE.becomes(character), Becomes::Far(_))
}

/// The words of a text, in order.
#[derive(Debug, Default)]
pub struct Words {
    places: Vec<Range<usize>>,
    /// The words without case and accents, one behind another, and where each ends.
    folded: String,
    ends: Vec<usize>,
}

impl Words {
    /// The words of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut words = Self::default();
        words.add(text, 0..text.len());
        words
    }

    /// Adds the words of a part of the text (bytes), which no word reaches out of, and gives their numbers.
    pub fn add(&mut self, text: &str, part: Range<usize>) -> Range<usize> {
        let first = self.len();
        let table = &*TABLE;
        let mut begun = None;
        let (from, part) = (part.start, text.get(part).unwrap_or_default());
        for (at, character) in part.char_indices() {
            match table.becomes(character) {
                Becomes::Far(far) => {
                    begun.get_or_insert(from + at);
                    self.folded.push(u32::from(character).checked_add_signed(far).and_then(char::from_u32).unwrap_or(character));
                }
                Becomes::Break => self.end(&mut begun, from + at),
                Becomes::Mark => {}
            }
        }
        self.end(&mut begun, from + part.len());
        first..self.len()
    }

    fn end(&mut self, begun: &mut Option<usize>, at: usize) {
        if let Some(start) = begun.take() {
            self.places.push(start..at);
            self.ends.push(self.folded.len());
        }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Where a word stands, in bytes.
    #[must_use]
    pub fn place(&self, word: usize) -> Range<usize> {
        self.places[word].clone()
    }

    /// A word without case and accents.
    #[must_use]
    pub fn folded(&self, word: usize) -> &str {
        let start = word.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.folded[start..self.ends[word]]
    }
}
