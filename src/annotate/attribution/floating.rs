//! Passages that no verb of their sentence reports: they go on with a former speaker, are introduced by the sentence before, or stand alone.

use super::{Paragraph, Sentence, draft::Draft, frames::Frame, rules::Rule, speakers::Speakers};
use crate::{
    annotate::passages::NotSpeech,
    domain::{EntityType, QuoteType, SectionKind},
};

/// From how many words on a passage is speech though nobody is said to say it: about 98 in 100 such passages are.
const SPEECH_WORDS: usize = 4;

/// How many words of a headline may describe its speaker.
const MAX_DESCRIPTION: usize = 4;

/// How sure it is that a few words alone, far from any speaker, are speech.
const UNSURE: f64 = 0.5;

impl Paragraph<'_, '_> {
    /// Gives the passages of a sentence that are left over a speaker, or a reason why they are no speech.
    pub(super) fn floating(&mut self, sentence: &mut Sentence, before: Option<&Frame>) {
        let frame = sentence.frame;
        let is_bare = (0..frame.len()).all(|n| !frame.is_wordlike(n) || matches!(frame.word(n), "and" | "but" | "so"));
        let is_body = self.kind() == SectionKind::Body;
        for at in 0..frame.units.len() {
            let Some(passage) = frame.passage(at).filter(|&passage| self.is_speech(passage)) else { continue };
            if sentence.taken.contains(&passage) {
                continue;
            }
            let words = self.words(passage);
            let is_long = self.parsed.text[words.0..words.1].split_whitespace().count() >= SPEECH_WORDS;
            let quote = if is_body && is_bare {
                self.alone(words, before, is_long)
            } else if let Some(quote) = self.headline_words(sentence, at, words) {
                Some(quote)
            } else if is_body && is_long {
                let speaker = sentence.speakers.first_subject(0, at);
                Some(Draft::new(QuoteType::Mixed, vec![words], vec![words], self.block, Rule::PassageInSentence).with_speaker(speaker))
            } else {
                self.passages[passage].not_speech = Some(NotSpeech::ShortWithoutSpeaker);
                continue;
            };
            self.quotes.extend(quote);
            sentence.taken.push(passage);
        }
    }

    /// `Minister 'ashamed' of report`: a headline that describes its speaker, and gives the words without a verb.
    fn headline_words(&self, sentence: &Sentence, at: usize, words: (usize, usize)) -> Option<Draft> {
        let frame = sentence.frame;
        let from = (0..at).rev().find(|&n| frame.is_mark(n, ":")).map_or(0, |colon| colon + 1);
        let is_description = (1..=MAX_DESCRIPTION).contains(&(at - from)) && (from..at).all(|n| frame.is_wordlike(n));
        if !is_description || !self.is_heading() {
            return None;
        }
        let speaker = sentence.speakers.first_subject(from, at)?;
        let is_person = speaker.name.is_none_or(|name| self.names[name].kind == EntityType::Person);
        if !is_person || frame.units[at - 1].end != speaker.end {
            return None;
        }
        let content = frame.stretch(at..frame.len())?;
        Some(Draft::new(QuoteType::Mixed, vec![content], vec![words], self.block, Rule::HeadlineWords).with_speaker(Some(speaker)))
    }

    /// The quote of a passage that is all of its sentence; nothing where it goes on with the quote before it in its paragraph.
    fn alone(&mut self, words: (usize, usize), before: Option<&Frame>, is_long: bool) -> Option<Draft> {
        let last = self.quotes.len().checked_sub(1);
        let in_paragraph = last.filter(|&last| self.quotes[last].block == self.block);
        if let Some(last) = in_paragraph.filter(|&last| self.quotes[last].r#type == QuoteType::Direct) {
            self.quotes[last].content.push(words);
            self.quotes[last].verbatim.push(words);
            return None;
        }
        let mut draft = Draft::new(QuoteType::Direct, vec![words], vec![words], self.block, Rule::Floating);
        if let Some(before) = before {
            draft.rule = Rule::Introduced;
            if let Some(subject) = (Speakers { frame: before, names: self.names }).first_subject(0, before.len()) {
                draft.speaker_name = subject.name;
                draft.speaker = subject.name.is_none().then_some((subject.start, subject.end));
            }
            draft.continues = in_paragraph.filter(|_| draft.speaker_name.is_none());
        } else if let Some(last) = last {
            let between = self.quotes[last].block + 1..self.block;
            let is_near =
                !self.parsed.blocks[between.start.min(between.end)..between.end].iter().any(|block| block.kind == SectionKind::Body);
            draft.continues = is_near.then_some(last);
            draft.confidence = if is_near || is_long { draft.confidence } else { UNSURE };
        }
        Some(draft)
    }
}
