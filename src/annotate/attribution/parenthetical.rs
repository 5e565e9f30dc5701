//! Verbs that stand after what they report: `It was late, Hale said.` and `It was, he said, late.`

use super::{
    Paragraph, circumstances,
    complements::{Complement, Governor},
    extent,
    frames::Frame,
    rules::Rule,
    speakers::Speaker,
    verbs::{Form, THAT, ZERO},
};
use crate::annotate::lists::classes::{AFTER_INTERRUPTION, RELATIVE};

/// Up to how many words before an interruption are no report of their own: `On Monday, Hale said, they would go.`
const MAX_OPENING: usize = 4;

impl Paragraph<'_, '_> {
    /// What stands before a verb, and perhaps goes on after it.
    pub(super) fn parenthetical(&self, governor: &Governor) -> Option<Complement> {
        let Governor { frame, cue, from, at, .. } = *governor;
        if !cue.verb.takes(THAT | ZERO) || cue.verb.form == Form::Participle {
            return None;
        }
        let (pause, rest, speaker) = match self.inverted(governor) {
            Some((pause, speaker)) => (pause, frame.unit_at(speaker.end), Some(speaker)),
            None if is_end(frame, at) => (governor.sentence.speakers.before(cue, from)?.first.checked_sub(1)?, at, None),
            None => return None,
        };
        let after_words = frame.is_passage(pause) && frame.ends_in_comma(pause);
        if pause < from || !frame.is_pause(pause) && !after_words {
            return None;
        }
        let begin = from + usize::from(frame.is_word(from) && matches!(frame.word(from), "but" | "and" | "so" | "yet"));
        let end = pause + usize::from(after_words);
        let goes_on = speaker.is_none() && frame.is_pause(rest) && rest + 1 < frame.len();
        let ranges = ranges(governor, (begin, end), goes_on.then_some(rest + 1))?;
        Some(Complement { ranges, addressee: governor.addressee, speaker, cue_end: cue.at, rule: Rule::Parenthetical })
    }

    /// `It was late, says Hale.`: the pause before the verb, and the speaker after it.
    fn inverted(&self, governor: &Governor) -> Option<(usize, Speaker)> {
        let Governor { frame, cue, from, .. } = *governor;
        let pause = cue.subject_end.checked_sub(1).filter(|&n| frame.is_pause(n))?;
        let stop = (cue.at + 1..frame.len()).find(|&n| frame.is_mark(n, ",;—–") || frame.is(n, RELATIVE)).unwrap_or(frame.len());
        let reports = (self.is_headline() || extent::is_clause(frame, from, pause)) && !extent::is_clause(frame, cue.at + 1, stop);
        let speaker = governor.sentence.speakers.after(cue.at + 1, frame.len()).filter(|_| reports)?;
        is_end(frame, circumstances::skip(frame, frame.unit_at(speaker.end))).then_some((pause, speaker))
    }
}

/// Which units are reported: those before the attribution, those after it, or both.
fn ranges(governor: &Governor, before: (usize, usize), after: Option<usize>) -> Option<Vec<(usize, usize)>> {
    let Governor { frame, sentence, .. } = *governor;
    let words = (before.0..before.1).filter(|&n| frame.is_wordlike(n)).count();
    if words == 0 {
        return None;
    }
    let Some(next) = after else { return Some(vec![before]) };
    let is_clause = extent::is_clause(frame, before.0, before.1);
    let rest = || (next, sentence.end_of_report(next));
    Some(match is_clause {
        false if words <= MAX_OPENING => vec![rest()],
        true if !is_continued(frame, next) => vec![before],
        _ => vec![before, rest()],
    })
}

/// Whether the sentence, or a part of it, is over at unit `n`.
fn is_end(frame: &Frame, n: usize) -> bool {
    n >= frame.len() || frame.is_mark(n, ",—–(;")
}

/// Whether what follows an interrupting attribution goes on with the clause before it rather than being the journalist's own.
fn is_continued(frame: &Frame, at: usize) -> bool {
    !frame.word(at).ends_with("ing") && !frame.is(at, AFTER_INTERRUPTION)
}
