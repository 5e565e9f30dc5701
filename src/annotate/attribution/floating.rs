//! Passages that no verb of their sentence reports: they go on with a former speaker, are introduced by the sentence before, or stand alone.

use super::{Paragraph, Sentence, frames::Frame, speakers::Speakers};
use crate::domain::{EntityType, QuoteType, SectionKind};

/// From how many words on a passage is speech though nobody is said to say it: about 98 in 100 such passages are.
const SPEECH_WORDS: usize = 4;

impl Paragraph<'_, '_> {
    /// Gives the passages of a sentence that are left over a speaker, or a reason why they are no speech.
    pub(super) fn floating(&mut self, sentence: &mut Sentence, before: Option<&Frame>) {
        let frame = sentence.frame;
        let is_bare = (0..frame.len()).all(|n| !frame.is_wordlike(n) || matches!(frame.word(n), "and" | "but" | "so"));
        for at in 0..frame.units.len() {
            let Some(passage) = frame.passage(at) else { continue };
            if sentence.taken.contains(&passage) || self.passages[passage].not_speech.is_some() {
                continue;
            }
            if !self.is_speech(passage) {
                continue;
            }
            let words = self.words(passage);
            let count = self.parsed.text[words.0..words.1].split_whitespace().count();
            if is_bare && self.parsed.blocks[self.block].kind == SectionKind::Body {
                self.bare(words, before, count);
            } else if self.headline(sentence, at) {
                continue;
            } else if count >= SPEECH_WORDS && self.parsed.blocks[self.block].kind == SectionKind::Body {
                let speaker = sentence.speakers.first_subject(0, at);
                let draft = self.draft(QuoteType::Mixed, vec![words], vec![words], "passage-in-sentence").with_speaker(speaker);
                self.quotes.push(draft);
            } else {
                self.passages[passage].not_speech = Some("short-without-speaker");
                continue;
            }
            sentence.taken.push(passage);
        }
    }

    /// `Minister 'ashamed' of report`: a headline that describes its speaker, and gives the words without a verb.
    fn headline(&mut self, sentence: &mut Sentence, at: usize) -> bool {
        let frame = sentence.frame;
        let is_headline = matches!(self.parsed.blocks[self.block].kind, SectionKind::Title | SectionKind::Heading);
        let from = (0..at).rev().find(|&n| frame.is_mark(n, &[":"])).map_or(0, |colon| colon + 1);
        if !is_headline || from == at || !(from..at).all(|n| frame.is_wordlike(n)) || at - from > 4 {
            return false;
        }
        let Some(speaker) = sentence
            .speakers
            .first_subject(from, at)
            .filter(|speaker| speaker.name.is_none_or(|name| self.names[name].kind == EntityType::Person))
        else {
            return false;
        };
        if frame.units[at - 1].end != speaker.end {
            return false;
        }
        let (Some(content), Some(passage)) = (frame.stretch(at..frame.len()), frame.passage(at)) else { return false };
        let words = self.words(passage);
        let draft = self.draft(QuoteType::Mixed, vec![content], vec![words], "headline-words").with_speaker(Some(speaker));
        self.quotes.push(draft);
        sentence.taken.push(passage);
        true
    }

    /// A sentence that is nothing but a passage.
    fn bare(&mut self, words: (usize, usize), before: Option<&Frame>, count: usize) {
        let last = self.quotes.len().checked_sub(1);
        if let Some(last) = last
            && self.quotes[last].block == self.block
            && self.quotes[last].r#type == QuoteType::Direct
        {
            self.quotes[last].content.push(words);
            self.quotes[last].verbatim.push(words);
            return;
        }
        let mut draft = self.draft(QuoteType::Direct, vec![words], vec![words], "floating");
        if let Some(before) = before {
            let speakers = Speakers { frame: before, names: self.names };
            draft.rule = "introduced";
            draft = draft.with_speaker(None);
            if let Some(subject) = speakers.first_subject(0, before.len()) {
                draft.speaker_name = subject.name;
                if subject.name.is_none() {
                    draft.speaker = Some((subject.start, subject.end));
                }
            }
            if let Some(last) = last.filter(|&last| self.quotes[last].block == self.block && draft.speaker_name.is_none()) {
                draft.continues = Some(last);
            }
        } else if let Some(last) = last {
            let near = (self.quotes[last].block + 1..self.block).all(|block| self.parsed.blocks[block].kind != SectionKind::Body);
            if near {
                draft.continues = Some(last);
            } else if count < SPEECH_WORDS {
                draft.confidence = 0.5;
            }
        }
        self.quotes.push(draft);
    }
}
