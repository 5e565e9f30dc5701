//! Words as the search tables know them: what FTS5's tokenizer `unicode61 remove_diacritics 2` makes of a text, with the place of each.
//!
//! Why not ask SQLite: the search tables hold no text and so give the number of a word, never its place. The two agree on every text,
//! because the table of characters is the tokenizer's own (`characters.txt`); a test reads it out of SQLite and compares.

use std::{ops::Range, sync::LazyLock};

#[cfg(test)]
mod tests;

/// What the tokenizer makes of each character. One line a range of code points, in hex: letters and digits, which are kept as they are;
/// with `+` or `-`, those that become the character that far away; with `=`, those that all become that one; with `mark`, accents, which
/// are dropped within a word. Everything else parts words.
const CHARACTERS: &str = include_str!("characters.txt");

/// Code points that share a block of the table.
const BLOCK: u32 = 256;

/// Parts words.
const BREAK: u32 = u32::MAX;

/// Dropped within a word, and parts words outside of one.
const MARK: u32 = u32::MAX - 1;

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::read(CHARACTERS));

/// What each code point becomes: another, [`BREAK`] or [`MARK`]. Most blocks are alike, so each is held once.
struct Table {
    /// The block of every 256 code points.
    index: Vec<usize>,
    blocks: Vec<Vec<u32>>,
}

impl Table {
    fn read(lines: &str) -> Self {
        let mut all = vec![BREAK; char::MAX as usize + 1];
        let number = |hex: &str| u32::from_str_radix(hex, 16).unwrap_or_default();
        for line in lines.lines() {
            let (range, becomes) = line.split_once(' ').unwrap_or((line, ""));
            let (first, last) = range.split_once('-').unwrap_or((range, range));
            for point in number(first)..=number(last) {
                all[point as usize] = match becomes.split_at_checked(1) {
                    Some(("+", far)) => point + number(far),
                    Some(("-", far)) => point - number(far),
                    Some(("=", one)) => number(one),
                    Some(_) => MARK,
                    None => point,
                };
            }
        }
        let mut table = Self { index: Vec::new(), blocks: Vec::new() };
        for block in all.chunks(BLOCK as usize) {
            let known = table.blocks.iter().position(|known| known == block).unwrap_or(table.blocks.len());
            if known == table.blocks.len() {
                table.blocks.push(block.to_vec());
            }
            table.index.push(known);
        }
        table
    }

    fn becomes(&self, character: char) -> u32 {
        let point = u32::from(character);
        self.blocks[self.index[(point / BLOCK) as usize]][(point % BLOCK) as usize]
    }
}

/// Whether a word may begin with this character.
#[must_use]
pub fn is_of_words(character: char) -> bool {
    TABLE.becomes(character) < MARK
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
            let becomes = table.becomes(character);
            if becomes < MARK {
                begun.get_or_insert(from + at);
                self.folded.push(char::from_u32(becomes).unwrap_or(character));
            } else if becomes == BREAK {
                self.end(&mut begun, from + at);
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
