//! A sentence as its attribution is read: every name one unit, every passage in quotation marks one unit, whatever is inside it.

use std::ops::Range;

use crate::annotate::lists::Classes;

/// The marks of a short pause.
pub const PAUSES: &str = ",—–";

/// A word, a name, a passage or a mark.
#[derive(Debug, Clone)]
pub struct Unit {
    /// First byte.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
    /// What it is.
    pub kind: Kind,
    /// Its words in lower case; of a passage, nothing.
    pub lower: String,
    /// What its word may be; of passages, nothing, and of names, no more than a medium.
    pub classes: Classes,
    /// Whether it begins with a capital.
    pub is_capital: bool,
    /// Of a passage: whether a comma is the last thing within its marks.
    pub ends_in_comma: bool,
}

/// What a unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A word or a number.
    Word,
    /// A person or an organisation, by its number among the names.
    Name(usize),
    /// A passage, by its number.
    Passage(usize),
    /// A mark, or a possessive `'s`.
    Mark,
}

/// A sentence of units.
#[derive(Debug, Clone)]
pub struct Frame {
    /// Its units.
    pub units: Vec<Unit>,
    /// Whether most of its words begin with a capital, as in some headlines.
    pub is_title_case: bool,
}

impl Frame {
    /// A sentence of these units.
    pub fn new(units: Vec<Unit>) -> Self {
        let words = || units.iter().filter(|unit| unit.kind == Kind::Word && unit.lower.len() > 3);
        let is_title_case = words().filter(|unit| unit.is_capital).count() * 3 > words().count() * 2;
        Self { units, is_title_case }
    }

    /// How many units it has, closing stops not counted.
    pub fn len(&self) -> usize {
        let stops = self.units.iter().rev().take_while(|unit| unit.kind == Kind::Mark && ".!?…".contains(&*unit.lower)).count();
        self.units.len() - stops
    }

    /// The words of unit `n` in lower case; nothing beyond the ends.
    pub fn word(&self, n: usize) -> &str {
        self.units.get(n).map_or("", |unit| &unit.lower)
    }

    /// The words of the unit before `n`.
    pub fn word_before(&self, n: usize) -> &str {
        n.checked_sub(1).map_or("", |n| self.word(n))
    }

    /// Whether unit `n` is of one of these classes.
    pub fn is(&self, n: usize, classes: Classes) -> bool {
        self.units.get(n).is_some_and(|unit| unit.classes.any(classes))
    }

    /// Whether these words stand from unit `n` on.
    pub fn reads(&self, n: usize, words: &[&str]) -> bool {
        words.iter().zip(n..).all(|(&word, n)| self.word(n) == word)
    }

    /// The name that unit `n` is.
    pub fn name(&self, n: usize) -> Option<usize> {
        self.units.get(n).and_then(|unit| if let Kind::Name(name) = unit.kind { Some(name) } else { None })
    }

    /// Whether unit `n` is a name.
    pub fn is_name(&self, n: usize) -> bool {
        self.name(n).is_some()
    }

    /// The passage that unit `n` is.
    pub fn passage(&self, n: usize) -> Option<usize> {
        self.units.get(n).and_then(|unit| if let Kind::Passage(passage) = unit.kind { Some(passage) } else { None })
    }

    /// Whether unit `n` is a passage.
    pub fn is_passage(&self, n: usize) -> bool {
        self.passage(n).is_some()
    }

    /// Whether unit `n` is one of these marks.
    pub fn is_mark(&self, n: usize, marks: &str) -> bool {
        self.units.get(n).is_some_and(|unit| unit.kind == Kind::Mark && unit.lower.starts_with(|mark| marks.contains(mark)))
    }

    /// Whether unit `n` is a comma or a dash.
    pub fn is_pause(&self, n: usize) -> bool {
        self.is_mark(n, PAUSES)
    }

    /// Whether unit `n` makes what stands before it the owner of what follows: `'s`, or the apostrophe of a plural.
    pub fn is_possessive(&self, n: usize) -> bool {
        self.is_mark(n, "'")
    }

    /// Whether unit `n` is a passage with a comma before its closing mark.
    pub fn ends_in_comma(&self, n: usize) -> bool {
        self.units.get(n).is_some_and(|unit| unit.ends_in_comma)
    }

    /// Whether unit `n` is a word or a number, and no name.
    pub fn is_word(&self, n: usize) -> bool {
        self.units.get(n).is_some_and(|unit| unit.kind == Kind::Word)
    }

    /// Whether unit `n` is a word or a name.
    pub fn is_wordlike(&self, n: usize) -> bool {
        self.is_word(n) || self.is_name(n)
    }

    /// Whether unit `n` begins with a capital.
    pub fn is_capital(&self, n: usize) -> bool {
        self.units.get(n).is_some_and(|unit| unit.is_capital)
    }

    /// The bytes of the units in `range`, without pauses at the edges; `None` where nothing is left.
    pub fn stretch(&self, range: Range<usize>) -> Option<(usize, usize)> {
        let is_edge = |unit: &Unit| unit.kind == Kind::Mark && [",", ";", ":", "–", "—", "-"].contains(&&*unit.lower);
        let units = self.units.get(range)?;
        let first = units.iter().find(|unit| !is_edge(unit))?;
        let last = units.iter().rev().find(|unit| !is_edge(unit))?;
        Some((first.start, last.end))
    }

    /// The first unit that begins at byte `at` or after.
    pub fn unit_at(&self, at: usize) -> usize {
        self.units.partition_point(|unit| unit.start < at)
    }
}
