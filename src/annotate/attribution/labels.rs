//! Speakers who stand before a colon in a headline or at the head of a sentence: `Hale: we go`, `Minister: "We go"`.

use super::{
    Paragraph, Sentence,
    draft::Draft,
    rules::Rule,
    verbs::{QUOTE, THAT},
};
use crate::{
    annotate::lists::classes::SPEAKER_NOUN,
    domain::{EntityType, QuoteType},
};

/// The longest label, in units.
const MAX_LABEL: usize = 5;

impl Paragraph<'_, '_> {
    /// Gives what stands after a colon to the speaker before it.
    pub(super) fn labelled(&mut self, sentence: &mut Sentence) {
        let frame = sentence.frame;
        if self.label_after(sentence) {
            return;
        }
        let Some(colon) = (1..=MAX_LABEL.min(frame.len())).find(|&n| frame.is_mark(n, ":") && n < frame.len()) else { return };
        let Some(rest) = frame.stretch(colon + 1..frame.len()) else { return };
        let last = colon - 1;
        let is_speaker = frame.is_name(last) || frame.is(last, SPEAKER_NOUN);
        if !is_speaker || sentence.cues.iter().any(|cue| cue.at < colon) {
            return;
        }
        let passages = self.passages_in(frame, colon + 1..frame.len());
        let only_passages = (colon + 1..frame.len()).all(|n| !frame.is_wordlike(n));
        let is_quotation = only_passages && !passages.is_empty();
        let is_report = passages.is_empty() && sentence.cues.iter().any(|cue| cue.at > colon && cue.verb.takes(QUOTE | THAT));
        if !is_quotation && !self.is_heading() || is_report {
            return;
        }
        let verbatim: Vec<(usize, usize)> = passages.iter().map(|&passage| self.words(passage)).collect();
        let (r#type, content) = match (verbatim.is_empty(), only_passages) {
            (true, _) => (QuoteType::Indirect, vec![rest]),
            (_, true) => (QuoteType::Direct, verbatim.clone()),
            _ => (QuoteType::Mixed, vec![rest]),
        };
        let mut draft = Draft::new(r#type, content, verbatim, self.block, Rule::HeadlineColon);
        let first = (0..last).rev().find(|&n| !frame.is_wordlike(n)).map_or(0, |n| n + 1);
        draft.speaker = frame.stretch(if frame.is_name(last) { last } else { first }..colon);
        draft.speaker_name = frame.name(last);
        sentence.taken.extend(passages);
        self.quotes.push(draft);
    }

    /// `'We go': Hale`, in a headline. Whether that is what it says.
    fn label_after(&mut self, sentence: &mut Sentence) -> bool {
        let frame = sentence.frame;
        let (Some(passage), Some(name)) = (frame.passage(0), frame.name(2)) else { return false };
        if !frame.is_mark(1, ":") || !self.is_headline() || self.names[name].kind != EntityType::Person {
            return false;
        }
        let words = self.words(passage);
        let mut draft = Draft::new(QuoteType::Direct, vec![words], vec![words], self.block, Rule::HeadlineColon);
        draft.speaker = frame.stretch(2..3);
        draft.speaker_name = Some(name);
        self.passages[passage].not_speech = None;
        sentence.taken.push(passage);
        self.quotes.push(draft);
        true
    }
}
