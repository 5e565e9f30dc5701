//! Cases: every mark that was missed or wrong, with its words and where it stands, for whoever wants to know why.

use serde::Serialize;

use super::{Comparison, figures::Figure, matching::Stretch};
use crate::domain::span::TextIndex;

/// How many characters before and after its words a case shows.
const CONTEXT: u32 = 45;

/// The most characters of its words that a case shows: half from the beginning, half from the end.
const SHOWN: usize = 160;

/// Something that was missed or wrong.
#[derive(Debug, Clone, Serialize)]
pub struct Case {
    /// The figure that it spoils.
    pub figure: Figure,
    /// What is wrong with it.
    pub fault: Fault,
    /// The document.
    pub file: String,
    /// The line it begins in, from 1; left out where the text is not at hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// Where in the line it begins, in code points from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
    /// First code point.
    pub start: u32,
    /// The code point after the last one.
    pub end: u32,
    /// Its words, shortened in the middle; empty where they are not at hand.
    pub words: String,
    /// What stands before them.
    pub before: String,
    /// What stands after them.
    pub after: String,
    /// What gold says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gold: Option<String>,
    /// What was predicted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub predicted: Option<String>,
    /// Where the mark that was predicted begins and ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub predicted_at: Option<Stretch>,
    /// The rule that made the mark, or left it out, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
}

/// What is wrong with a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// Gold has it, and it was not predicted.
    Missed,
    /// It was predicted, and gold does not have it.
    Spurious,
    /// Both have it, and it is not the same.
    Wrong,
}

impl Fault {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Missed => "missed",
            Self::Spurious => "spurious",
            Self::Wrong => "wrong",
        }
    }
}

impl Case {
    /// With what both say.
    #[must_use]
    pub fn values(self, gold: Option<String>, predicted: Option<String>) -> Self {
        Self { gold, predicted, ..self }
    }

    /// With where the mark that was predicted stands.
    #[must_use]
    pub fn predicted_at(self, at: Stretch) -> Self {
        Self { predicted_at: Some(at), ..self }
    }
}

/// The text that two annotations are about, as far as it is at hand.
#[derive(Debug)]
pub struct Places<'a> {
    name: &'a str,
    index: Option<TextIndex<'a>>,
    /// Where lines begin (code points).
    lines: Vec<u32>,
    /// For every code point, whether it is blank.
    blank: Vec<bool>,
    characters: u32,
}

impl<'a> Places<'a> {
    /// The text of a comparison.
    #[must_use]
    pub fn new(comparison: &Comparison<'a>) -> Self {
        let mut lines = vec![0];
        let mut blank = Vec::new();
        if let Some(text) = comparison.text {
            for (position, character) in (1..).zip(text.chars()) {
                blank.push(character.is_whitespace());
                if character == '\n' {
                    lines.push(position);
                }
            }
        }
        let characters = comparison.gold.document.characters;
        Self { name: comparison.name, index: comparison.text.map(TextIndex::new), lines, blank, characters }
    }

    /// Every code point that is not blank; every one where the text is not at hand.
    pub fn solid(&self) -> impl Iterator<Item = u32> {
        (0..self.characters).filter(|&position| !self.blank.get(position as usize).copied().unwrap_or(false))
    }

    /// The words of a stretch, shortened in the middle; none where they are not at hand.
    #[must_use]
    pub fn words(&self, (start, end): Stretch) -> Option<String> {
        Some(shortened(self.index.as_ref()?.slice(start, end)?))
    }

    /// A case at a stretch of the text; `exact` are its words where an annotation carries them.
    #[must_use]
    pub fn case(&self, figure: Figure, fault: Fault, at: Stretch, exact: Option<&str>) -> Case {
        let (start, end) = at;
        let (line, column) = self.line(start).unzip();
        let around = |start: u32, end: u32| {
            let slice = self.index.as_ref().and_then(|index| index.slice(start, end.min(index.characters())));
            slice.unwrap_or_default().to_owned()
        };
        Case {
            figure,
            fault,
            file: self.name.to_owned(),
            line,
            column,
            start,
            end,
            words: self.words(at).or_else(|| exact.map(shortened)).unwrap_or_default(),
            before: around(start.saturating_sub(CONTEXT), start),
            after: around(end, end.saturating_add(CONTEXT)),
            gold: None,
            predicted: None,
            predicted_at: None,
            rule: None,
        }
    }

    /// The line and the column of a code point, from 1.
    fn line(&self, position: u32) -> Option<(usize, usize)> {
        self.index.as_ref()?;
        let line = self.lines.partition_point(|&start| start <= position);
        let start = self.lines.get(line.checked_sub(1)?)?;
        Some((line, (position - start) as usize + 1))
    }
}

/// Words that are not too long to be shown: the middle of long ones is left out.
fn shortened(words: &str) -> String {
    let length = words.chars().count();
    if length <= SHOWN {
        return words.to_owned();
    }
    let half = SHOWN / 2;
    let first: String = words.chars().take(half).collect();
    let last: String = words.chars().skip(length - half).collect();
    format!("{first} […] {last}")
}
