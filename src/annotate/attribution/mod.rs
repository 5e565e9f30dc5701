//! Who is reported to have said what.
//!
//! A paragraph is read sentence by sentence ([`framing`] makes [`frames`] of them), each passage in quotation marks as one unit. First every
//! passage is given to the reporting verb that follows it ([`quoted`]), then every other verb gets its complement ([`reported`], [`complements`]),
//! and what is left over continues a former speaker ([`floating`]). Speakers before a colon stand apart ([`labels`], [`transcripts`]).

mod addressees;
mod circumstances;
mod complements;
mod cues;
mod draft;
mod extent;
mod floating;
mod frames;
mod framing;
mod labels;
mod occasions;
mod parenthetical;
mod phrases;
mod quoted;
mod reported;
mod rules;
mod speakers;
mod speech;
mod times;
mod transcripts;
mod verbs;

use std::ops::Range;

use jiff::civil::Date;

use self::{
    cues::Cue,
    frames::Frame,
    framing::{Framing, NamesByStart},
    speakers::Speakers,
    transcripts::Transcript,
};
pub use self::{draft::Draft, rules::Rule};
use super::{
    names::Name,
    parsed::Parsed,
    passages::{NotSpeech, Passage},
};
use crate::domain::SectionKind;

/// The sections in which somebody may be quoted.
const QUOTED_IN: [SectionKind; 6] =
    [SectionKind::Title, SectionKind::Standfirst, SectionKind::Heading, SectionKind::Body, SectionKind::Caption, SectionKind::Bio];

/// Finds the quotes of a text, in order; `published` tells which day "Sunday" is. Passages that are no speech are told why.
#[must_use]
pub fn attribute(parsed: &Parsed, names: &[Name], passages: &mut [Passage], published: Option<Date>) -> Vec<Draft> {
    speech::sort_out(parsed, names, passages);
    let by_start: NamesByStart = names.iter().enumerate().map(|(number, name)| (name.start, (number, name.end))).collect();
    let transcript = Transcript::find(parsed);
    let mut quotes = Vec::new();
    let mut next = 0;
    for (block, stretch) in parsed.blocks.iter().enumerate() {
        let inside = next..next + passages[next..].iter().take_while(|passage| passage.block == block).count();
        next = inside.end;
        if !QUOTED_IN.contains(&stretch.kind) {
            passages[inside].iter_mut().for_each(|passage| passage.not_speech = Some(NotSpeech::SectionWithoutQuotes));
            continue;
        }
        let mut paragraph = Paragraph { parsed, names, passages, published, block, quotes: &mut quotes };
        if let Some(turn) = transcript.turn(block) {
            paragraph.turn(turn);
            let from = paragraph.quotes.len();
            paragraph.read(&by_start, inside);
            paragraph.without_self_reports(from);
        } else {
            paragraph.turn_goes_on(&transcript);
            paragraph.read(&by_start, inside);
        }
    }
    draft::in_order(quotes)
}

/// A paragraph in reading.
struct Paragraph<'a, 'q> {
    parsed: &'a Parsed<'a>,
    names: &'a [Name],
    passages: &'q mut [Passage],
    /// The day of the article, where it is known.
    published: Option<Date>,
    block: usize,
    quotes: &'q mut Vec<Draft>,
}

/// A sentence in reading.
struct Sentence<'a> {
    frame: &'a Frame,
    cues: Vec<Cue>,
    speakers: Speakers<'a>,
    /// Passages that have been given to a speaker.
    taken: Vec<usize>,
    /// Cues that have been used, by their units.
    used: Vec<usize>,
    /// Complements within which nothing else is reported.
    closed: Vec<(usize, usize)>,
}

impl Paragraph<'_, '_> {
    fn read(&mut self, names: &NamesByStart, inside: Range<usize>) {
        let frames = Framing { parsed: self.parsed, names, passages: self.passages, block: self.block }.frames(inside);
        for (number, frame) in frames.iter().enumerate() {
            let speakers = Speakers { frame, names: self.names };
            let cues = cues::find(frame);
            let mut sentence = Sentence { frame, cues, speakers, taken: Vec::new(), used: Vec::new(), closed: Vec::new() };
            self.labelled(&mut sentence);
            self.quoted(&mut sentence);
            self.reported(&mut sentence);
            let before = number.checked_sub(1).map(|before| &frames[before]);
            self.floating(&mut sentence, before);
        }
    }

    /// The words of a passage, without blanks at the edges.
    fn words(&self, passage: usize) -> (usize, usize) {
        let Passage { start, end, .. } = self.passages[passage];
        let words = &self.parsed.text[start..end];
        let start = start + words.len() - words.trim_start().len();
        (start, start + words.trim().len())
    }

    /// The passages of the units in `range` that are speech.
    fn passages_in(&self, frame: &Frame, range: Range<usize>) -> Vec<usize> {
        range.filter_map(|n| frame.passage(n)).filter(|&passage| self.is_speech(passage)).collect()
    }

    fn is_speech(&self, passage: usize) -> bool {
        let (start, end) = self.words(passage);
        self.passages[passage].not_speech.is_none() && start < end
    }

    fn kind(&self) -> SectionKind {
        self.parsed.blocks[self.block].kind
    }

    /// Whether this is the headline.
    fn is_headline(&self) -> bool {
        self.kind() == SectionKind::Title
    }

    /// Whether this is the headline, or one within the article.
    fn is_heading(&self) -> bool {
        matches!(self.kind(), SectionKind::Title | SectionKind::Heading)
    }
}

#[cfg(test)]
mod tests;
