//! Transcripts and interviews: paragraphs that begin with who speaks, `HALE: We go.`, `A: We go.`

use std::collections::HashMap;

use super::{Paragraph, draft::Draft, rules::Rule};
use crate::{
    annotate::{parsed::Parsed, tokens::TokenKind},
    domain::{QuoteType, SectionKind},
};

/// The longest label, in tokens.
const MAX_LABEL: usize = 6;

/// From how many labels in capitals on they are those of a transcript.
const SHOUTED: usize = 3;

/// A paragraph that begins with a label.
#[derive(Debug, Clone, Copy)]
pub struct Turn {
    /// The label, without the colon (bytes).
    pub label: (usize, usize),
    /// The words after it (bytes).
    pub words: (usize, usize),
    /// Whether it is an interviewer's question, which is the paper's own text.
    pub is_question: bool,
}

/// The turns of a document.
#[derive(Debug, Default)]
pub struct Transcript {
    turns: HashMap<usize, Turn>,
    /// The block of the last turn.
    last: usize,
}

impl Transcript {
    /// Finds the turns of a transcript: where two labels or more come back, as people who talk with one another do, or are in capitals.
    pub fn find(parsed: &Parsed) -> Self {
        let labelled: Vec<(usize, Turn)> = (0..parsed.blocks.len()).filter_map(|block| Some((block, labelled(parsed, block)?))).collect();
        let label = |turn: &Turn| &parsed.text[turn.label.0..turn.label.1];
        let is_shouted = |turn: &Turn| !label(turn).contains(char::is_lowercase);
        let mut times: HashMap<String, usize> = HashMap::new();
        for (_, turn) in &labelled {
            *times.entry(label(turn).to_lowercase()).or_default() += 1;
        }
        let come_back = times.values().filter(|&&times| times > 1).count();
        let are_shouted = labelled.iter().filter(|(_, turn)| is_shouted(turn)).count() >= SHOUTED;
        if come_back < 2 && !are_shouted {
            return Self::default();
        }
        let is_turn = |turn: &Turn| times[&label(turn).to_lowercase()] > 1 || are_shouted && is_shouted(turn);
        let turns: HashMap<usize, Turn> = labelled.into_iter().filter(|(_, turn)| is_turn(turn)).collect();
        let last = turns.keys().copied().max().unwrap_or_default();
        Self { turns, last }
    }

    /// The turn that begins in a block.
    pub fn turn(&self, block: usize) -> Option<&Turn> {
        self.turns.get(&block)
    }

    /// Whether a block is that of a turn that is no question.
    pub fn is_answer(&self, block: usize) -> bool {
        self.turn(block).is_some_and(|turn| !turn.is_question)
    }

    /// Whether turns follow after a block.
    pub fn goes_on_after(&self, block: usize) -> bool {
        self.last > block
    }
}

fn labelled(parsed: &Parsed, block: usize) -> Option<Turn> {
    let stretch = &parsed.blocks[block];
    if stretch.kind != SectionKind::Body {
        return None;
    }
    let tokens = parsed.tokens_in(stretch.start, stretch.end);
    let colon = (tokens.start + 1..tokens.end.min(tokens.start + MAX_LABEL + 1)).find(|&n| parsed.word(n) == ":")?;
    let is_part = |n: usize| parsed.is_capital(n) || parsed.tokens[n].kind == TokenKind::Mark && matches!(parsed.word(n), "." | ",");
    if !(tokens.start..colon).all(is_part) {
        return None;
    }
    // `ANNA HALE, HOST:`
    let name_end = (tokens.start + 1..colon).find(|&n| parsed.word(n) == ",").unwrap_or(colon);
    let label = (parsed.tokens[tokens.start].start, parsed.tokens[name_end - 1].end);
    let start = parsed.tokens.get(colon + 1).filter(|token| token.start < stretch.end)?.start;
    let is_question = matches!(parsed.word(tokens.start), "Q" | "Question") && colon == tokens.start + 1;
    Some(Turn { label, words: (start, stretch.end), is_question })
}

impl Paragraph<'_, '_> {
    /// A turn: all of its words are the speaker's, though no marks are around them.
    pub(super) fn turn(&mut self, turn: &Turn) {
        if turn.is_question {
            return;
        }
        let mut draft = Draft::new(QuoteType::Direct, vec![turn.words], vec![turn.words], self.block, Rule::Transcript);
        draft.speaker = Some(turn.label);
        let first = self.names.partition_point(|name| name.start < turn.label.0);
        draft.speaker_name = self.names.get(first).filter(|name| name.end <= turn.label.1).map(|_| first);
        self.quotes.push(draft);
    }

    /// A paragraph without a label between the turns of a transcript: the speaker before goes on.
    pub(super) fn turn_goes_on(&mut self, transcript: &Transcript) {
        let Some(before) = self.block.checked_sub(1).filter(|_| transcript.goes_on_after(self.block)) else { return };
        let stretch = &self.parsed.blocks[self.block];
        let is_aside = self.parsed.text[stretch.start..].starts_with('(');
        let follows = transcript.is_answer(before) || self.goes_on_from(before);
        if !follows || is_aside || stretch.kind != SectionKind::Body {
            return;
        }
        let words = (stretch.start, stretch.end);
        let mut draft = Draft::new(QuoteType::Direct, vec![words], vec![words], self.block, Rule::TranscriptContinued);
        draft.continues = self.quotes.iter().rposition(|quote| matches!(quote.rule, Rule::Transcript | Rule::TranscriptContinued));
        self.quotes.push(draft);
    }

    /// Whether the paragraph `block` is one that goes on with a turn.
    fn goes_on_from(&self, block: usize) -> bool {
        let from_block = self.quotes.iter().rev().take_while(|quote| quote.block >= block);
        from_block.filter(|quote| quote.block == block).any(|quote| quote.rule == Rule::TranscriptContinued)
    }

    /// Within a turn, what speakers report of themselves is part of it: quotes from number `from` on that they do not attribute to others go.
    pub(super) fn without_self_reports(&mut self, from: usize) {
        let text = self.parsed.text;
        let is_other = |draft: &Draft| {
            let speaker = draft.speaker.map(|(start, end)| text[start..end].to_lowercase());
            speaker.is_some_and(|speaker| !matches!(&*speaker, "i" | "we" | "you"))
        };
        let found = self.quotes.split_off(from);
        self.quotes.extend(found.into_iter().filter(is_other));
    }
}
