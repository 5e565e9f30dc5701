//! Where a reporting word stands as a verb, and where its subject ends.

use super::{
    frames::Frame,
    verbs::{AS, Form, NAME, OF, QUOTE, Verb, verb},
};
use crate::annotate::lists::classes::{
    ADVERB, AUXILIARY, BE, BEFORE_NOUN, BEFORE_PARTICIPLE, BETWEEN, CATENATIVE, FINITE, MODAL, PLURAL_SUBJECT,
};

/// A reporting word in a frame.
#[derive(Debug, Clone, Copy)]
pub struct Cue {
    /// The number of its unit.
    pub at: usize,
    /// The verb.
    pub verb: Verb,
    /// The unit before which the subject ends: adverbs and auxiliaries stand between.
    pub subject_end: usize,
    /// Whether it is passive: who is told, not who tells, is its subject.
    pub is_passive: bool,
    /// Whether it says that something was not said, or not yet.
    pub is_negated: bool,
    /// Whether it is yet to be said: `would say`.
    pub is_future: bool,
}

/// Every reporting verb of a frame that stands as one, in order.
pub fn find(frame: &Frame) -> Vec<Cue> {
    (0..frame.units.len()).filter_map(|at| cue_at(frame, at)).collect()
}

fn cue_at(frame: &Frame, at: usize) -> Option<Cue> {
    let verb = verb(frame.word(at)).filter(|_| frame.is_word(at))?;
    let is_proper = frame.is_capital(at) && at > 0 && !frame.is_title_case;
    let lacks_out = verb.lemma == "point" && frame.word(at + 1) != "out";
    let is_after_article = at > 0 && frame.is(at - 1, BEFORE_NOUN);
    // `when asked`, `as expected`: nobody is its subject here.
    let is_clipped = verb.form == Form::Past && at > 0 && matches!(frame.word(at - 1), "when" | "if" | "once" | "unless" | "than");
    if is_clipped || is_after_article || is_proper || lacks_out || is_noun(frame, at, verb) {
        return None;
    }
    let mut cue = Cue { at, verb, subject_end: at, is_passive: false, is_negated: false, is_future: false };
    while cue.subject_end > 0 && is_between(frame, cue.subject_end - 1) {
        cue.subject_end -= 1;
        let n = cue.subject_end;
        let word = frame.word(n);
        cue.is_passive |= verb.form == Form::Past && frame.is(n, BE);
        let is_open = verb.form == Form::Base && frame.is(n, MODAL);
        cue.is_negated |= is_open || matches!(word, "not" | "never") || word.ends_with("n't");
        cue.is_future |= matches!(word, "will" | "would");
    }
    if verb.form == Form::Base && frame.word_before(at) == "to" {
        cue.subject_end = before_infinitive(frame, at)?;
    }
    Some(cue)
}

/// Whether unit `n` may stand between a subject and its verb.
fn is_between(frame: &Frame, n: usize) -> bool {
    frame.is(n, BETWEEN) || frame.is(n, ADVERB) && !frame.is_capital(n) || frame.word(n).ends_with("n't") && frame.is_word(n)
}

/// Where the subject of `X went on to say` and `X continued to say` ends; `None` for another infinitive.
fn before_infinitive(frame: &Frame, at: usize) -> Option<usize> {
    let before = at.checked_sub(2)?;
    if frame.word(before) == "on" && matches!(frame.word_before(before), "went" | "goes" | "go") {
        return before.checked_sub(1);
    }
    frame.is(before, CATENATIVE).then_some(before)
}

/// Whether a form that is also a noun stands as one: `police reports said`, `fresh claims of`.
fn is_noun(frame: &Frame, at: usize, own: Verb) -> bool {
    let next = frame.word(at + 1);
    let next_is_verb = frame.is_word(at + 1) && verb(next).is_some_and(|next| next.form != Form::Participle)
        || frame.is(at + 1, BE)
        || matches!(next, "has" | "have" | "had" | "will");
    match own.form {
        Form::Past => next == "by" && !own.takes(QUOTE | AS | NAME),
        Form::Third => {
            let after_verb = at > 0 && frame.is_word(at - 1) && (verb(frame.word(at - 1)).is_some() || frame.is(at - 1, FINITE));
            at == 0 || next == "of" || next_is_verb || after_verb
        }
        Form::Base => next == "of" || next_is_verb || !has_plural_subject(frame, at),
        Form::Participle => {
            let opens = at == 0 || frame.is_mark(at - 1, ",—–-;(") || frame.is_passage(at - 1) || frame.is(at - 1, BEFORE_PARTICIPLE);
            !opens || next == "of" && !own.takes(OF)
        }
    }
}

/// Whether a base form stands after what may be its subject: a plural, an auxiliary, or a comma.
fn has_plural_subject(frame: &Frame, at: usize) -> bool {
    let governs = |n: &usize| !is_between(frame, *n) || frame.is(*n, AUXILIARY);
    let subject = (0..at).rev().find(governs);
    let is_plural = subject.is_some_and(|n| {
        let word = frame.word(n);
        frame.is(n, PLURAL_SUBJECT) || word.ends_with('s') && !word.ends_with("ss") && word.len() > 3
    });
    let after_passage = at > 0 && frame.is_passage(at - 1) && frame.is_wordlike(at + 1);
    is_plural || frame.word_before(at) == "," || after_passage
}
