//! Passages that a reporting verb follows: `"We go," Hale said`, `"We go," said Hale`, `"We go," he said, "and soon."`

use super::{Paragraph, Sentence, circumstances, complement, cues, cues::Form, reported, speakers::Speaker};
use crate::domain::QuoteType;

/// How far after a passage its verb may stand, in units.
const REACH: usize = 45;

/// The attribution that follows a passage.
struct After {
    speaker: Speaker,
    /// The first and last unit of the cue.
    cue: (usize, usize),
    /// The first unit after it all.
    next: usize,
    rule: &'static str,
}

impl Paragraph<'_, '_> {
    /// Gives passages to the verbs that follow them.
    pub(super) fn quoted(&mut self, sentence: &mut Sentence) {
        let frame = sentence.frame;
        for at in 0..frame.units.len() {
            let Some(passage) = frame.passage(at) else { continue };
            if sentence.taken.contains(&passage) || self.passages[passage].not_speech.is_some_and(|why| why != "title-case") {
                continue;
            }
            let Some(after) = self.attribution_after(sentence, at) else { continue };
            if self.is_within_report(sentence, at) {
                continue;
            }
            self.passages[passage].not_speech = None;
            if !self.is_speech(passage) {
                continue;
            }
            self.take(sentence, at, &after);
        }
    }

    fn take(&mut self, sentence: &mut Sentence, at: usize, after: &After) {
        let frame = sentence.frame;
        let begin = self.clause_before(sentence, at);
        let mut passages = self.passages_in(frame, begin..at + 1);
        let (mut content, r#type) = if begin < at && !only_passages(sentence, begin, at) {
            (
                frame
                    .stretch(begin..at)
                    .map(|(start, _)| (start, self.words(passages[passages.len() - 1]).1))
                    .into_iter()
                    .collect::<Vec<_>>(),
                QuoteType::Mixed,
            )
        } else {
            (passages.iter().map(|&passage| self.words(passage)).collect(), QuoteType::Direct)
        };
        // What goes on after the attribution, up to another one, is the same utterance.
        let rest: Vec<usize> = (after.next..frame.units.len())
            .take_while(|&n| !sentence.cues.iter().any(|cue| cue.at == n && cue.at > after.cue.1 && cue.verb.takes(cues::QUOTE)))
            .filter(|&n| frame.passage(n).is_some_and(|passage| self.is_speech(passage)) && joins(sentence, after.next, n))
            .collect();
        for n in rest {
            let Some(passage) = frame.passage(n) else { continue };
            if self.attribution_after(sentence, n).is_some_and(|other| other.cue != after.cue) {
                break;
            }
            content.push(self.words(passage));
            passages.push(passage);
        }
        let verbatim = passages.iter().map(|&passage| self.words(passage)).collect();
        let addressee =
            if sentence.cues.iter().any(|cue| cue.at == after.cue.1 && cue.verb.takes(cues::TELL)) && after.rule == "quote-subject-verb" {
                circumstances::addressee(frame, after.cue.1 + 1)
            } else {
                None
            };
        let occasion = circumstances::occasion(frame, self.parsed.text, at + 1, frame.len());
        let mut draft = self
            .draft(r#type, content, verbatim, after.rule)
            .with_speaker(Some(after.speaker))
            .with_cue(frame, after.cue.0, after.cue.1)
            .with_addressee(addressee);
        draft.occasion = occasion;
        let free = (after.cue.1 + 1..frame.len()).take_while(|&n| frame.passage(n).is_none()).last().unwrap_or(after.cue.1);
        draft.said_on = circumstances::said_on(frame, after.cue.1 + 1..free + 1, self.published);
        sentence.taken.extend(passages);
        sentence.used.push(after.cue.1);
        self.quotes.push(draft);
    }

    /// Whether a verb before the passage already reports it: `Biden told him it was "back on track", a source said`.
    fn is_within_report(&self, sentence: &Sentence, at: usize) -> bool {
        let frame = sentence.frame;
        let begin = (0..at).rev().find(|&n| frame.passage(n).is_some() || frame.is_mark(n, &[";", ":", ","])).map_or(0, |n| n + 1);
        let is_lower = !frame.is_capital(at);
        is_lower
            && sentence.cues.iter().any(|cue| {
                (begin..at).contains(&cue.at)
                    && cue.at + 1 < at
                    && !cue.is_passive
                    && !sentence.used.contains(&cue.at)
                    && cue.verb.takes(cues::TELL | cues::ZERO)
            })
    }

    /// Where the clause begins that the passage at `at` ends: `The plan is "a mess," Hale said`.
    fn clause_before(&self, sentence: &Sentence, at: usize) -> usize {
        let frame = sentence.frame;
        let mut begin = at;
        while begin > 0 {
            let n = begin - 1;
            let taken = frame.passage(n).is_some_and(|passage| sentence.taken.contains(&passage));
            let ends = frame.is_mark(n, &[":", ";"]) || taken || sentence.used.contains(&n);
            if ends {
                break;
            }
            begin -= 1;
        }
        while begin < at
            && (frame.is_mark(begin, &[",", "-", "—", "–", "•", "*"])
                || frame.is_word(begin) && matches!(frame.word(begin), "and" | "but" | "so" | "then" | "still" | "yet" | "or"))
        {
            begin += 1;
        }
        // A verb before the passage that leads up to it would make another report: the words are not the speaker's clause.
        let has_cue = sentence.cues.iter().any(|cue| (begin..at).contains(&cue.at) && !cue.is_passive);
        if has_cue { at } else { begin }
    }

    fn attribution_after(&self, sentence: &Sentence, at: usize) -> Option<After> {
        let frame = sentence.frame;
        let passage = frame.passage(at)?;
        let words = self.parsed.text[..self.words(passage).1].trim_end_matches(['\'', '’', '"', '”', ')', ']']);
        let ending = words.chars().next_back().unwrap_or(' ');
        let has_comma = frame.is_mark(at + 1, &[",", "—", "–", "-"]);
        let is_ended = has_comma || matches!(ending, ',' | '?' | '!' | '—' | '–' | '-' | '…' | '.');
        let first = if has_comma { at + 2 } else { at + 1 };
        if frame.word(first) == "according" && frame.word(first + 1) == "to" {
            let speaker = sentence.speakers.after(first + 2, frame.len())?;
            return Some(After { speaker, cue: (first, first + 1), next: first + 3, rule: "quote-according-to" });
        }
        if let Some((saying, speaker)) = reported::cited_after(sentence, first) {
            return Some(After { speaker, cue: (saying, saying), next: saying + 1, rule: "quote-cited" });
        }
        let cue = sentence.cues.iter().find(|cue| cue.at >= first)?;
        if cue.at > first + REACH || !cue.verb.takes(cues::QUOTE) || sentence.used.contains(&cue.at) || cue.verb.form == Form::Participle {
            return None;
        }
        if (first..cue.at).any(|n| frame.passage(n).is_some()) {
            return None;
        }
        let inverted = cue.subject_end <= first;
        if inverted {
            let speaker = sentence.speakers.after(cue.at + 1, frame.len())?;
            let is_subject = is_ended || speaker.name.is_some();
            return is_subject.then_some(After { speaker, cue: (cue.at, cue.at), next: cue.at + 2, rule: "quote-verb-subject" });
        }
        if cue.is_passive && frame.word(cue.at) != "quoted" {
            return None;
        }
        let leads_on = frame.is_mark(cue.at + 1, &[":"]) || frame.passage(cue.at + 1).is_some();
        if leads_on || frame.word(first) == "as" && cue.verb.takes(cues::NAME) {
            return None;
        }
        let speaker = sentence.speakers.before(cue, first)?;
        let starts_here = speaker.first <= first + 1 || is_apposed(sentence, first, &speaker);
        let complement =
            frame.word(cue.at + 1) == "that" || complement::is_clause(frame, cue.at + 1, frame.len().min(cue.at + 12)) && !is_ended;
        (is_ended && starts_here && !complement).then_some(After {
            speaker,
            cue: (cue.at, cue.at),
            next: cue.at + 1,
            rule: "quote-subject-verb",
        })
    }
}

/// Whether the subject begins after its own apposition: `"…," the mayor, Anna Hale, said`.
fn is_apposed(sentence: &Sentence, first: usize, speaker: &Speaker) -> bool {
    speaker.first > first && (first..speaker.first).all(|n| sentence.frame.passage(n).is_none())
}

fn only_passages(sentence: &Sentence, from: usize, to: usize) -> bool {
    (from..to).all(|n| !sentence.frame.is_wordlike(n))
}

/// Whether a passage at `n` goes on with what was interrupted: nothing but marks, conjunctions and what belongs to the attribution between.
fn joins(sentence: &Sentence, from: usize, n: usize) -> bool {
    let frame = sentence.frame;
    let Some(before) = n.checked_sub(1) else { return false };
    n >= from
        && (frame.is_mark(before, &[",", ".", ":", ";", "—", "–", "-"])
            || frame.passage(before).is_some()
            || matches!(frame.word(before), "and" | "but" | "because" | "so" | "that"))
}
