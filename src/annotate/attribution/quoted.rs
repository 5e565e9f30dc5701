//! Passages that a reporting verb follows: `"We go," Hale said`, `"We go," said Hale`, `"We go," he said, "and soon."`

use super::{
    Paragraph, Sentence,
    addressees::addressee,
    cues::Cue,
    draft::Draft,
    occasions, reported,
    rules::Rule,
    speakers::Speaker,
    times,
    verbs::{Form, NAME, QUESTION, QUOTE, TELL, ZERO},
};
use crate::{
    annotate::{lists::classes::LEADING_CONJUNCTION, passages::NotSpeech},
    domain::QuoteType,
};

/// How far after a passage its verb may stand, in units.
const REACH: usize = 45;

/// The attribution that follows a passage.
struct Attribution {
    speaker: Speaker,
    /// The first and last unit of the cue.
    cue: (usize, usize),
    /// The first unit after it all.
    next: usize,
    rule: Rule,
}

impl Paragraph<'_, '_> {
    /// Gives passages to the verbs that follow them.
    pub(super) fn quoted(&mut self, sentence: &mut Sentence) {
        for at in 0..sentence.frame.units.len() {
            let Some(passage) = sentence.frame.passage(at) else { continue };
            let why = self.passages[passage].not_speech;
            if sentence.taken.contains(&passage) || why.is_some_and(|why| why != NotSpeech::TitleCase) {
                continue;
            }
            let Some(attribution) = self.attribution(sentence, at) else { continue };
            if is_within_report(sentence, at) {
                continue;
            }
            self.passages[passage].not_speech = None;
            if self.is_speech(passage) {
                self.take(sentence, at, &attribution);
            }
        }
    }

    /// Makes a quote of the passage at `at`, with the clause that it ends and what goes on after its attribution.
    fn take(&mut self, sentence: &mut Sentence, at: usize, attribution: &Attribution) {
        let frame = sentence.frame;
        let begin = clause_before(sentence, at);
        let mut passages = self.passages_in(frame, begin..at + 1);
        let is_clause = (begin..at).any(|n| frame.is_wordlike(n));
        let mut content: Vec<(usize, usize)> = passages.iter().map(|&passage| self.words(passage)).collect();
        if let (true, Some((start, _)), Some(&(_, end))) = (is_clause, frame.stretch(begin..at), content.last()) {
            content = vec![(start, end)];
        }
        for passage in self.rest(sentence, attribution) {
            content.push(self.words(passage));
            passages.push(passage);
        }
        let verbatim = passages.iter().map(|&passage| self.words(passage)).collect();
        let r#type = if is_clause { QuoteType::Mixed } else { QuoteType::Direct };
        let (first, last) = attribution.cue;
        let tells =
            attribution.rule == Rule::QuoteSubjectVerb && sentence.cues.iter().any(|cue| cue.at == last && cue.verb.takes(TELL | QUESTION));
        let mut draft = Draft::new(r#type, content, verbatim, self.block, attribution.rule)
            .with_speaker(Some(attribution.speaker))
            .with_cue(frame, first, last)
            .with_addressee(if tells { addressee(frame, last + 1) } else { None });
        draft.occasion = occasions::occasion(frame, self.parsed.text, at + 1, frame.len());
        let next_passage = (last + 1..frame.len()).find(|&n| frame.is_passage(n)).unwrap_or(frame.len());
        draft.said_on = times::said_on(frame, last + 1..next_passage, self.published);
        sentence.taken.extend(passages);
        sentence.used.push(last);
        self.quotes.push(draft);
    }

    /// The passages after an attribution that go on with the same utterance, up to another attribution.
    fn rest(&self, sentence: &Sentence, attribution: &Attribution) -> Vec<usize> {
        let Attribution { cue, next, .. } = *attribution;
        let frame = sentence.frame;
        let is_new = |n: usize| sentence.cues.iter().any(|other| other.at == n && n > cue.1 && other.verb.takes(QUOTE));
        let units = (next..frame.units.len()).take_while(|&n| !is_new(n)).filter(|&n| joins(sentence, next, n));
        let passages = units.filter_map(|n| Some((n, frame.passage(n).filter(|&passage| self.is_speech(passage))?)));
        let is_own = |n: usize| self.attribution(sentence, n).is_none_or(|other| other.cue == cue);
        passages.take_while(|&(n, _)| is_own(n)).map(|(_, passage)| passage).collect()
    }

    /// The attribution that follows the passage at `at`.
    fn attribution(&self, sentence: &Sentence, at: usize) -> Option<Attribution> {
        let frame = sentence.frame;
        let has_pause = frame.is_mark(at + 1, ",—–-");
        let first = at + 1 + usize::from(has_pause);
        if frame.reads(first, &["according", "to"]) {
            let speaker = sentence.speakers.after(first + 2, frame.len())?;
            return Some(Attribution { speaker, cue: (first, first + 1), next: first + 3, rule: Rule::QuoteAccordingTo });
        }
        if let Some((saying, speaker)) = reported::cited_after(sentence, first) {
            return Some(Attribution { speaker, cue: (saying, saying), next: saying + 1, rule: Rule::QuoteCited });
        }
        let next = sentence.cues.iter().find(|cue| cue.at >= first)?;
        let reports = next.at <= first + REACH && next.verb.takes(QUOTE) && next.verb.form != Form::Participle;
        let is_free = !sentence.used.contains(&next.at) && !(first..next.at).any(|n| frame.is_passage(n));
        let cue = Some(next).filter(|_| reports && is_free)?;
        let is_ended = has_pause || self.is_ended(frame.passage(at)?);
        if cue.subject_end <= first {
            verb_subject(sentence, cue, is_ended)
        } else {
            subject_verb(sentence, cue, first).filter(|_| is_ended)
        }
    }

    /// Whether a passage ends as words do before their attribution: with a comma or a stop.
    fn is_ended(&self, passage: usize) -> bool {
        let words = self.parsed.text[..self.words(passage).1].trim_end_matches(['\'', '’', '"', '”', ')', ']']);
        words.ends_with([',', '?', '!', '—', '–', '-', '…', '.'])
    }
}

/// `said Hale`
fn verb_subject(sentence: &Sentence, cue: &Cue, is_ended: bool) -> Option<Attribution> {
    let speaker = sentence.speakers.after(cue.at + 1, sentence.frame.len())?;
    let is_subject = is_ended || speaker.name.is_some();
    is_subject.then_some(Attribution { speaker, cue: (cue.at, cue.at), next: cue.at + 2, rule: Rule::QuoteVerbSubject })
}

/// `Hale said`, where it is all that follows the passage before unit `first`, and reports nothing else.
fn subject_verb(sentence: &Sentence, cue: &Cue, first: usize) -> Option<Attribution> {
    let frame = sentence.frame;
    let is_told = cue.is_passive && cue.verb.lemma != "quote";
    let leads_on = frame.is_mark(cue.at + 1, ":") || frame.is_passage(cue.at + 1) || frame.word(cue.at + 1) == "that";
    if is_told || leads_on || frame.word(first) == "as" && cue.verb.takes(NAME) {
        return None;
    }
    let speaker = sentence.speakers.before(cue, first)?;
    Some(Attribution { speaker, cue: (cue.at, cue.at), next: cue.at + 1, rule: Rule::QuoteSubjectVerb })
}

/// Whether a verb before the passage already reports it: `Biden told him it was "back on track", a source said`.
fn is_within_report(sentence: &Sentence, at: usize) -> bool {
    let frame = sentence.frame;
    let begin = (0..at).rev().find(|&n| frame.is_passage(n) || frame.is_mark(n, ";:,")).map_or(0, |n| n + 1);
    let reports = |cue: &Cue| (begin..at).contains(&cue.at) && cue.at + 1 < at && !cue.is_passive && cue.verb.takes(TELL | ZERO);
    !frame.is_capital(at) && sentence.cues.iter().any(|cue| reports(cue) && !sentence.used.contains(&cue.at))
}

/// Where the clause begins that the passage at `at` ends: `The plan is "a mess," Hale said`.
fn clause_before(sentence: &Sentence, at: usize) -> usize {
    let frame = sentence.frame;
    let is_taken = |n: usize| frame.passage(n).is_some_and(|passage| sentence.taken.contains(&passage));
    let ends = |n: &usize| frame.is_mark(*n, ":;") || is_taken(*n) || sentence.used.contains(n);
    let begin = (0..at).rev().find(ends).map_or(0, |n| n + 1);
    let opens = |n: usize| frame.is_mark(n, ",-—–•*") || frame.is(n, LEADING_CONJUNCTION);
    let begin = (begin..at).find(|&n| !opens(n)).unwrap_or(at);
    // A verb before the passage that leads up to it would make another report: the words are not the speaker's clause.
    let has_cue = sentence.cues.iter().any(|cue| (begin..at).contains(&cue.at) && !cue.is_passive);
    if has_cue { at } else { begin }
}

/// Whether a passage at `n` goes on with what was interrupted: nothing but marks, conjunctions and what belongs to the attribution between.
fn joins(sentence: &Sentence, from: usize, n: usize) -> bool {
    let frame = sentence.frame;
    let Some(before) = n.checked_sub(1).filter(|_| n >= from) else { return false };
    let is_joint = matches!(frame.word(before), "and" | "but" | "because" | "so" | "that");
    is_joint || frame.is_mark(before, ",.:;—–-") || frame.is_passage(before)
}
