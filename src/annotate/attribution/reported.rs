//! Reports of verbs with what follows or surrounds them, and of "according to".

use super::{
    Paragraph, Sentence,
    complements::Complement,
    cues::Cue,
    draft::Draft,
    extent, occasions,
    rules::Rule,
    speakers::Speaker,
    times,
    verbs::{AS, Form, NAME, OF, QUOTE, Verb},
};
use crate::{
    annotate::{
        lists::{
            Classes,
            classes::{BE, CITING, FINITE},
        },
        tokens::is_apostrophe,
    },
    domain::QuoteType,
};

/// How far before "as saying" the verb of who cites may stand, and how far after a verb its day, in units.
const CITING_REACH: usize = 20;
const DAY_REACH: usize = 15;

/// How many reports one sentence may hold: each may reach to its end, so that a chain without an end would be written out over and over.
const MAX_REPORTS: usize = 6;

impl Paragraph<'_, '_> {
    /// Finds what every verb reports that no passage precedes.
    pub(super) fn reported(&mut self, sentence: &mut Sentence) {
        self.according_to(sentence);
        let mut reports: Vec<(Cue, Speaker, Complement)> = Vec::new();
        for number in 0..sentence.cues.len() {
            let cue = sentence.cues[number];
            let is_closed = sentence.closed.iter().any(|&(start, end)| (start..end).contains(&cue.at));
            if is_closed || sentence.used.contains(&cue.at) {
                continue;
            }
            let from = sentence.after_break(cue.at);
            let Some(complement) = self.complement(sentence, &cue, from) else { continue };
            let Some(speaker) = speaker(sentence, &cue, &complement, from) else { continue };
            if (cue.is_negated || cue.is_future) && complement.rule != Rule::Parenthetical {
                continue;
            }
            if matches!(complement.rule, Rule::QuestionClause | Rule::Infinitive | Rule::Charge | Rule::ClaimObject) {
                sentence.closed.extend(&complement.ranges);
            }
            reports.push((cue, speaker, complement));
            if reports.len() == MAX_REPORTS {
                break;
            }
        }
        // The innermost first: words within marks belong to the report that is nearest to them.
        let size = |complement: &Complement| complement.ranges.iter().map(|(from, to)| to.saturating_sub(*from)).sum::<usize>();
        reports.sort_by_key(|(cue, _, complement)| (size(complement), cue.at));
        for (cue, speaker, complement) in &reports {
            self.report(sentence, cue, *speaker, complement);
        }
    }

    /// `According to Hale, it was late.` and `It was late, according to Hale.`
    fn according_to(&mut self, sentence: &mut Sentence) {
        let frame = sentence.frame;
        for at in 0..frame.units.len() {
            if !frame.reads(at, &["according", "to"]) || sentence.used.contains(&(at + 1)) {
                continue;
            }
            let Some(speaker) = sentence.speakers.after(at + 2, frame.len()) else { continue };
            let is_first = at == 0 || at == 1 && frame.is_word(0);
            let range = if is_first { sentence.main_clause(at + 2) } else { Some((sentence.after_break(at), at)) };
            let Some(range) = range else { continue };
            let complement = Complement { ranges: vec![range], addressee: None, speaker: None, cue_end: at + 1, rule: Rule::AccordingTo };
            let cue = Cue { at, verb: Verb::ACCORDING, subject_end: at, is_passive: false, is_negated: false, is_future: false };
            self.report(sentence, &cue, speaker, &complement);
        }
    }

    fn report(&mut self, sentence: &mut Sentence, cue: &Cue, speaker: Speaker, complement: &Complement) {
        let frame = sentence.frame;
        let within = complement.ranges.iter().flat_map(|&(from, to)| self.passages_in(frame, from..to));
        let inside: Vec<usize> = within.filter(|passage| !sentence.taken.contains(passage)).collect();
        let spans: Vec<(usize, usize)> = complement.ranges.iter().filter_map(|&(from, to)| frame.stretch(from..to)).collect();
        let Some(&(from, to)) = complement.ranges.first().filter(|_| !spans.is_empty()) else { return };
        let only_passages = complement.ranges.len() == 1 && (from..to).all(|n| !frame.is_wordlike(n));
        let verbatim: Vec<(usize, usize)> = inside.iter().map(|&passage| self.words(passage)).collect();
        let (r#type, content, rule) = if verbatim.is_empty() {
            (QuoteType::Indirect, spans, complement.rule)
        } else if only_passages && self.is_direct(sentence, cue, from) {
            (QuoteType::Direct, verbatim.clone(), Rule::VerbQuote)
        } else {
            (QuoteType::Mixed, spans, complement.rule)
        };
        let draft = Draft::new(r#type, content, verbatim, self.block, rule);
        let mut draft = draft.with_speaker(Some(speaker)).with_cue(frame, cue.at, complement.cue_end).with_addressee(complement.addressee);
        let after = cue.at + 1;
        draft.occasion = occasions::occasion(frame, self.parsed.text, 0, from.max(after));
        let day_end = if from > cue.at { from } else { frame.len().min(after + DAY_REACH) };
        draft.said_on = times::said_on(frame, after..day_end, self.published);
        sentence.taken.extend(inside);
        sentence.used.push(cue.at);
        self.quotes.push(draft);
    }

    /// Whether the passages from unit `at` on, which are all of a complement, are the speaker's own clause.
    fn is_direct(&self, sentence: &Sentence, cue: &Cue, at: usize) -> bool {
        let frame = sentence.frame;
        let Some(passage) = (at..frame.units.len()).find_map(|n| frame.passage(n)) else { return false };
        let (start, end) = self.words(passage);
        let words = &self.parsed.text[start..end];
        let is_introduced = at > 0 && frame.is_mark(at - 1, ":,") || frame.is_mark(at, ":,");
        let names = cue.verb.takes(NAME) || cue.verb.takes(AS | OF) && !cue.verb.takes(QUOTE);
        let is_sentence = words.starts_with(char::is_uppercase) && words.contains(char::is_whitespace);
        !names && (is_introduced || is_sentence || has_verb_after_first(words))
    }
}

impl Sentence<'_> {
    /// The first unit after the last break before unit `at`: after a passage that has its speaker, or a semicolon.
    fn after_break(&self, at: usize) -> usize {
        let is_taken = |n: usize| self.frame.passage(n).is_some_and(|passage| self.taken.contains(&passage));
        (0..at).rev().find(|&n| is_taken(n) || extent::is_semicolon(self.frame, n)).map_or(0, |n| n + 1)
    }

    /// The clause after an opening that goes on from unit `from` and has commas in it: `According to Hale, the mayor, they would go.`
    fn main_clause(&self, from: usize) -> Option<(usize, usize)> {
        let frame = self.frame;
        let commas: Vec<usize> = (from..frame.len()).filter(|&n| frame.is_mark(n, ",")).collect();
        let ends = commas.iter().skip(1).copied().chain([frame.len()]);
        let is_clause = |&(comma, end): &(usize, usize)| extent::is_clause(frame, comma + 1, end);
        let comma = commas.iter().copied().zip(ends).find(is_clause).map_or(*commas.first()?, |(comma, _)| comma);
        Some((comma + 1, self.end_of_report(comma + 1)))
    }
}

/// Whether a verb stands among the words after the first: `we are lost`, but not `is lost`.
fn has_verb_after_first(words: &str) -> bool {
    let is_verb = |word: &str| Classes::of(word).any(FINITE);
    let mut words = words.split_whitespace().map(|word| word.to_lowercase().replace(is_apostrophe, "'"));
    let first_is_verb = words.next().is_some_and(|word| is_verb(&word));
    !first_is_verb && words.any(|word| is_verb(word.trim_matches(|c: char| c.is_ascii_punctuation() && c != '\'')))
}

/// Who speaks: whom the complement names, whom the subject cites, the agent of a passive, or the subject.
fn speaker(sentence: &Sentence, cue: &Cue, complement: &Complement, from: usize) -> Option<Speaker> {
    if let Some(speaker) = complement.speaker.or_else(|| cited(sentence, cue)) {
        return Some(speaker);
    }
    if cue.is_passive {
        return agent(sentence, cue, complement);
    }
    sentence.speakers.before(cue, from).or_else(|| sentence.speakers.before(cue, 0))
}

/// Who does it in a passive: `was called "a dinosaur" by one columnist`.
fn agent(sentence: &Sentence, cue: &Cue, complement: &Complement) -> Option<Speaker> {
    let end = complement.ranges.last()?.1;
    let is_agent = cue.verb.takes(NAME | AS) && sentence.frame.word(end) == "by";
    if is_agent { sentence.speakers.after(end + 1, sentence.frame.len()) } else { None }
}

/// Who is cited after a passage, and by which word: `"…," Vlast cited a diplomat as saying`.
pub(super) fn cited_after(sentence: &Sentence, first: usize) -> Option<(usize, Speaker)> {
    let frame = sentence.frame;
    let saying = sentence.cues.iter().find(|cue| cue.at > first && is_as_saying(sentence, cue))?;
    let is_free = !(first..saying.at).any(|n| frame.is_passage(n));
    Some((saying.at, cited(sentence, saying).filter(|_| is_free)?))
}

/// The source in `Vlast cited a diplomat as saying`: the object of the verb before, not its subject.
fn cited(sentence: &Sentence, cue: &Cue) -> Option<Speaker> {
    let frame = sentence.frame;
    if cue.at < 2 || !is_as_saying(sentence, cue) {
        return None;
    }
    let verb = (cue.at.saturating_sub(CITING_REACH)..cue.at).rev().find(|&n| frame.is(n, CITING))?;
    if verb > 0 && frame.is(verb - 1, BE) {
        return sentence.speakers.before(&Cue { at: verb, subject_end: verb - 1, verb: Verb::ACCORDING, ..*cue }, 0);
    }
    sentence.speakers.after(verb + 1, cue.at - 1)
}

fn is_as_saying(sentence: &Sentence, cue: &Cue) -> bool {
    cue.verb.form == Form::Participle && sentence.frame.word_before(cue.at) == "as"
}
