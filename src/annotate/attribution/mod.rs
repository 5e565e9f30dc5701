//! Who is reported to have said what.
//!
//! A paragraph is read sentence by sentence, each passage in quotation marks as one unit. First every passage is given to the reporting verb that
//! follows it (`quoted`), then every other verb gets its complement (`reported`), and what is left over continues a former speaker (`floating`).

mod circumstances;
mod complement;
mod cues;
mod floating;
mod frames;
mod labels;
mod quoted;
mod reported;
mod speakers;
mod speech;

use std::{collections::HashMap, ops::Range};

use jiff::civil::Date;

use self::{
    cues::Cue,
    frames::Frame,
    speakers::{Speaker, Speakers},
};
use super::{names::Name, parsed::Parsed, passages::Passage};
use crate::domain::{PartialDate, QuoteType, SectionKind};

/// A quote before its speaker is resolved. Stretches are bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// How it is reported.
    pub r#type: QuoteType,
    /// What is reported.
    pub content: Vec<(usize, usize)>,
    /// The words within marks.
    pub verbatim: Vec<(usize, usize)>,
    /// The words that name the speaker.
    pub speaker: Option<(usize, usize)>,
    /// The name that they are, by its number.
    pub speaker_name: Option<usize>,
    /// The number of the speaker's entity.
    pub speaker_entity: Option<usize>,
    /// The quote that it goes on from, by its number: the speaker is the same.
    pub continues: Option<usize>,
    /// The reporting words.
    pub cue: Option<(usize, usize)>,
    /// The words that name whom it was said to.
    pub addressee: Option<(usize, usize)>,
    /// The name that they are, by its number.
    pub addressee_name: Option<usize>,
    /// The number of the addressee's entity.
    pub addressee_entity: Option<usize>,
    /// When it was said.
    pub said_on: Option<PartialDate>,
    /// On which occasion.
    pub occasion: Option<String>,
    /// How sure it is, from 0 to 1.
    pub confidence: f64,
    /// The block it stands in.
    pub block: usize,
    /// The rule that made it.
    pub rule: &'static str,
}

/// The sections in which somebody may be quoted.
const QUOTED_IN: [SectionKind; 6] =
    [SectionKind::Title, SectionKind::Standfirst, SectionKind::Heading, SectionKind::Body, SectionKind::Caption, SectionKind::Bio];

/// Finds the quotes of a text, in order; `published` tells which day "Sunday" is. Passages that are no speech are told why.
#[must_use]
pub fn attribute(parsed: &Parsed, names: &[Name], passages: &mut [Passage], published: Option<Date>) -> Vec<Draft> {
    speech::sort_out(parsed, names, passages);
    let by_start: HashMap<usize, (usize, usize)> =
        names.iter().enumerate().map(|(number, name)| (name.start, (number, name.end))).collect();
    let transcript = labels::transcript(parsed);
    let mut quotes = Vec::new();
    let mut next = 0;
    for block in 0..parsed.blocks.len() {
        let first = next;
        while passages.get(next).is_some_and(|passage| passage.block == block) {
            next += 1;
        }
        if QUOTED_IN.contains(&parsed.blocks[block].kind) {
            let mut paragraph = Paragraph { parsed, names, passages, published, block, quotes: &mut quotes };
            let turn = transcript.get(&block);
            if let Some(turn) = turn {
                paragraph.turn(turn);
            }
            let answers = |n: usize| transcript.get(&n).is_some_and(|turn| !turn.is_question);
            if turn.is_none()
                && block > 0
                && (answers(block - 1) || paragraph.goes_on_from(block - 1))
                && transcript.keys().any(|&later| later > block)
            {
                paragraph.turn_goes_on();
            }
            let before = paragraph.quotes.len();
            paragraph.read(&by_start, first..next);
            if turn.is_some() {
                paragraph.without_self_reports(before);
            }
        } else {
            passages[first..next].iter_mut().for_each(|passage| passage.not_speech = Some("section-without-quotes"));
        }
    }
    let mut starts = std::collections::HashSet::new();
    let kept: Vec<bool> = quotes.iter().map(|quote| quote.content.first().is_some_and(|&(start, _)| starts.insert(start))).collect();
    renumber(quotes, &kept)
}

/// Puts the quotes that are kept in the order of the text, and has their references follow.
fn renumber(quotes: Vec<Draft>, kept: &[bool]) -> Vec<Draft> {
    let mut order: Vec<usize> = (0..quotes.len()).filter(|&number| kept[number]).collect();
    order.sort_by_key(|&number| quotes[number].content.first().copied());
    let places: HashMap<usize, usize> = order.iter().enumerate().map(|(place, &number)| (number, place)).collect();
    let mut quotes: Vec<Option<Draft>> = quotes.into_iter().map(Some).collect();
    let ordered = order.iter().filter_map(|&number| quotes[number].take());
    ordered.map(|quote| Draft { continues: quote.continues.and_then(|former| places.get(&former).copied()), ..quote }).collect()
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
    fn read(&mut self, names: &HashMap<usize, (usize, usize)>, inside: Range<usize>) {
        let frames = frames::frames(self.parsed, self.block, names, self.passages, inside);
        for (number, frame) in frames.iter().enumerate() {
            let cues = cues::find(frame);
            let speakers = Speakers { frame, names: self.names };
            let mut sentence = Sentence { frame, cues, speakers, taken: Vec::new(), used: Vec::new(), closed: Vec::new() };
            self.labelled_headline(&mut sentence);
            self.quoted(&mut sentence);
            self.reported(&mut sentence);
            let before = number.checked_sub(1).map(|before| &frames[before]);
            self.floating(&mut sentence, before);
        }
    }

    /// A quote with nothing but its type, its words and its rule.
    fn draft(&self, r#type: QuoteType, content: Vec<(usize, usize)>, verbatim: Vec<(usize, usize)>, rule: &'static str) -> Draft {
        Draft {
            r#type,
            content,
            verbatim,
            speaker: None,
            speaker_name: None,
            speaker_entity: None,
            continues: None,
            cue: None,
            addressee: None,
            addressee_name: None,
            addressee_entity: None,
            said_on: None,
            occasion: None,
            confidence: 1.0,
            block: self.block,
            rule,
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

    /// Whether this is the headline.
    fn is_headline(&self) -> bool {
        self.parsed.blocks[self.block].kind == SectionKind::Title
    }

    fn is_speech(&self, passage: usize) -> bool {
        self.passages[passage].not_speech.is_none() && {
            let (start, end) = self.words(passage);
            start < end
        }
    }
}

impl Draft {
    fn with_speaker(mut self, speaker: Option<Speaker>) -> Self {
        self.speaker = speaker.map(|speaker| (speaker.start, speaker.end));
        self.speaker_name = speaker.and_then(|speaker| speaker.name);
        self
    }

    fn with_cue(mut self, frame: &Frame, first: usize, last: usize) -> Self {
        self.cue = frame.stretch(first..last + 1);
        self
    }

    fn with_addressee(mut self, addressee: Option<circumstances::Addressee>) -> Self {
        self.addressee = addressee.map(|addressee| (addressee.start, addressee.end));
        self.addressee_name = addressee.and_then(|addressee| addressee.name);
        self
    }
}
