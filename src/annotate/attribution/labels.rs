//! Speakers who stand before a colon: in transcripts (`HALE: We go.`, `A: We go.`) and in headlines (`Hale: we go`).

use std::collections::HashMap;

use super::{Draft, Paragraph, Sentence, cues};
use crate::{
    annotate::{lists, parsed::Parsed, tokens::TokenKind},
    domain::{EntityType, QuoteType, SectionKind},
};

/// The longest label, in tokens.
const MAX_LABEL: usize = 6;

/// A paragraph that begins with a label.
#[derive(Debug, Clone, Copy)]
pub struct Labelled {
    /// The label, without the colon (bytes).
    pub label: (usize, usize),
    /// The words after it (bytes).
    pub words: (usize, usize),
    /// Whether it is an interviewer's question, which is the paper's own text.
    pub is_question: bool,
}

/// The paragraphs of a transcript, by their blocks: where two labels or more come back, as people who talk with one another do.
pub fn transcript(parsed: &Parsed) -> HashMap<usize, Labelled> {
    let labelled: Vec<(usize, Labelled)> = (0..parsed.blocks.len()).filter_map(|block| Some((block, labelled(parsed, block)?))).collect();
    let mut times: HashMap<String, usize> = HashMap::new();
    let key = |labelled: &Labelled| parsed.text[labelled.label.0..labelled.label.1].to_lowercase();
    for (_, labelled) in &labelled {
        *times.entry(key(labelled)).or_default() += 1;
    }
    let back = times.values().filter(|&&times| times > 1).count();
    let is_shouted = |labelled: &Labelled| parsed.text[labelled.label.0..labelled.label.1].chars().all(|c| !c.is_lowercase());
    let shouted = labelled.iter().filter(|(_, labelled)| is_shouted(labelled)).count();
    if back < 2 && shouted < 3 {
        return HashMap::new();
    }
    labelled.into_iter().filter(|(_, labelled)| times[&key(labelled)] > 1 || shouted >= 3 && is_shouted(labelled)).collect()
}

fn labelled(parsed: &Parsed, block: usize) -> Option<Labelled> {
    let stretch = &parsed.blocks[block];
    if stretch.kind != SectionKind::Body {
        return None;
    }
    let tokens = parsed.tokens_in(stretch.start, stretch.end);
    let colon = (tokens.start + 1..tokens.end.min(tokens.start + MAX_LABEL + 1)).find(|&n| parsed.word(n) == ":")?;
    let is_name = (tokens.start..colon)
        .all(|n| parsed.is_capital(n) || parsed.tokens[n].kind == TokenKind::Mark && matches!(parsed.word(n), "." | ","));
    // `ANNA HALE, HOST:`
    let name_end = (tokens.start + 1..colon).find(|&n| parsed.word(n) == ",").unwrap_or(colon);
    let label = (parsed.tokens[tokens.start].start, parsed.tokens[name_end - 1].end);
    let start = parsed.tokens.get(colon + 1).filter(|token| token.start < stretch.end)?.start;
    let is_question = matches!(parsed.word(tokens.start), "Q" | "Question") && colon == tokens.start + 1;
    is_name.then_some(Labelled { label, words: (start, stretch.end), is_question })
}

impl Paragraph<'_, '_> {
    /// A turn of a transcript: all of its words are the speaker's, though no marks are around them.
    pub(super) fn turn(&mut self, turn: &Labelled) {
        if turn.is_question {
            return;
        }
        let mut draft = self.draft(QuoteType::Direct, vec![turn.words], vec![turn.words], "transcript");
        draft.speaker = Some(turn.label);
        let first = self.names.partition_point(|name| name.start < turn.label.0);
        draft.speaker_name = self.names.get(first).filter(|name| name.end <= turn.label.1).map(|_| first);
        self.quotes.push(draft);
    }

    /// Whether the paragraph `block` is one that goes on with a turn.
    pub(super) fn goes_on_from(&self, block: usize) -> bool {
        self.quotes
            .iter()
            .rev()
            .take_while(|quote| quote.block >= block)
            .any(|quote| quote.block == block && quote.rule == "transcript-continued")
    }

    /// A paragraph without a label between the turns of a transcript: the speaker before goes on.
    pub(super) fn turn_goes_on(&mut self) {
        let stretch = &self.parsed.blocks[self.block];
        if stretch.kind != SectionKind::Body || self.parsed.text[stretch.start..].starts_with('(') {
            return;
        }
        let words = (stretch.start, stretch.end);
        let mut draft = self.draft(QuoteType::Direct, vec![words], vec![words], "transcript-continued");
        draft.continues = self.quotes.iter().rposition(|quote| quote.rule.starts_with("transcript"));
        self.quotes.push(draft);
    }

    /// Within a turn, what speakers report of themselves is part of it.
    pub(super) fn without_self_reports(&mut self, from: usize) {
        let text = self.parsed.text;
        let is_own =
            |draft: &Draft| draft.speaker.is_some_and(|(start, end)| matches!(&*text[start..end].to_lowercase(), "i" | "we" | "you"));
        let mut number = 0;
        self.quotes.retain(|draft| {
            number += 1;
            number <= from || !is_own(draft) && draft.speaker.is_some()
        });
    }

    /// `Hale: "We go"`, `Hale: we go`, `Minister: we go`, in a headline or at the head of a sentence.
    pub(super) fn labelled_headline(&mut self, sentence: &mut Sentence) {
        let frame = sentence.frame;
        if let (Some(passage), true, Some(name)) = (frame.passage(0), frame.is_mark(1, &[":"]), frame.name(2))
            && self.is_headline()
            && self.names[name].kind == EntityType::Person
        {
            let words = self.words(passage);
            let mut draft = self.draft(QuoteType::Direct, vec![words], vec![words], "headline-colon");
            draft.speaker = frame.stretch(2..3);
            draft.speaker_name = Some(name);
            self.passages[passage].not_speech = None;
            sentence.taken.push(passage);
            self.quotes.push(draft);
            return;
        }
        let Some(colon) = (1..frame.len().min(MAX_LABEL)).find(|&n| frame.is_mark(n, &[":"])) else { return };
        let last = colon - 1;
        let is_speaker = frame.name(last).is_some() || frame.is_word(last) && lists::speaker_nouns().contains(frame.word(last));
        let is_headline = matches!(self.parsed.blocks[self.block].kind, SectionKind::Title | SectionKind::Heading);
        let passages = self.passages_in(frame, colon + 1..frame.len());
        let only_passage = (colon + 1..frame.len()).all(|n| !frame.is_wordlike(n));
        let has_verb = sentence.cues.iter().any(|cue| cue.at < colon);
        if !is_speaker || has_verb || passages.is_empty() && !is_headline || !passages.is_empty() && !only_passage && !is_headline {
            return;
        }
        let first = (0..last).rev().find(|&n| !frame.is_wordlike(n)).map_or(0, |n| n + 1);
        let label = if frame.name(last).is_some() { frame.stretch(last..colon) } else { frame.stretch(first..colon) };
        let verbatim: Vec<(usize, usize)> = passages.iter().map(|&passage| self.words(passage)).collect();
        let Some(rest) = frame.stretch(colon + 1..frame.len()) else { return };
        let is_report = sentence.cues.iter().any(|cue| cue.at > colon && cue.verb.takes(cues::QUOTE | cues::THAT));
        let mut draft = match (verbatim.is_empty(), only_passage) {
            (true, _) if is_report => return,
            (true, _) => self.draft(QuoteType::Indirect, vec![rest], verbatim, "headline-colon"),
            (_, true) => self.draft(QuoteType::Direct, verbatim.clone(), verbatim, "headline-colon"),
            _ => self.draft(QuoteType::Mixed, vec![rest], verbatim, "headline-colon"),
        };
        draft.speaker = label;
        draft.speaker_name = frame.name(last);
        sentence.taken.extend(passages);
        self.quotes.push(draft);
    }
}
