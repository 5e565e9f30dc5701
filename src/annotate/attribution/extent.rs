//! How far reported words reach.

use super::{
    Sentence,
    cues::Cue,
    frames::Frame,
    verbs::{AS, Form, NAME, OBJECT, OF, TELL, THAT},
};
use crate::annotate::lists::classes::{FINITE, OBJECT_END, PHRASE_OPENER, REMARK, REPORT_CONJUNCTION};

/// How far a verb may be from the conjunction with which its report begins, in units.
const REACH: usize = 24;

impl Sentence<'_> {
    /// Where the complement that begins at unit `from` ends: at the end of the sentence, or where the next report begins.
    pub(super) fn end_of_report(&self, from: usize) -> usize {
        let frame = self.frame;
        for n in from + 1..frame.len() {
            if is_semicolon(frame, n) || is_remark(frame, n) {
                return n;
            }
            if self.begins_new_report(n, from) {
                return n + usize::from(frame.ends_in_comma(n));
            }
        }
        frame.len()
    }

    /// Where the object of a verb that takes no clause ends: before what tells time or contrast.
    pub(super) fn end_of_object(&self, from: usize) -> usize {
        let to = self.end_of_report(from);
        (from + 1..to).find(|&n| self.frame.is(n, OBJECT_END)).unwrap_or(to)
    }

    /// Whether another report begins at unit `n`, which is a comma or a conjunction: `, adding that …`, `and dismissed …`, `, but Hale said …`.
    fn begins_new_report(&self, n: usize, from: usize) -> bool {
        let frame = self.frame;
        let is_comma = frame.is_pause(n) || frame.ends_in_comma(n);
        let is_conjunction = frame.is(n, REPORT_CONJUNCTION);
        if !is_comma && !is_conjunction {
            return false;
        }
        let has_both = is_comma && frame.is(n + 1, REPORT_CONJUNCTION);
        let first = n + 1 + usize::from(has_both);
        if is_comma && frame.reads(first, &["according", "to"]) {
            return true;
        }
        let next = self.cues.iter().find(|cue| cue.at >= first);
        let Some(cue) = next.filter(|cue| !cue.is_passive && cue.at <= first + REACH) else { return false };
        if cue.verb.form == Form::Participle {
            return is_comma && cue.at == first;
        }
        let is_bare = cue.subject_end == first && cue.verb.form != Form::Base && n > from + 1;
        // `Hale, who denies the charge, told …`: the main verb after a relative clause.
        if is_comma && is_bare && !frame.is_capital(cue.at + 1) {
            return true;
        }
        // `, he said`: what is reported is itself the subject.
        let is_own = |cue| self.speakers.before(cue, from).is_some_and(|own| own.first <= from + 1 && own.end <= frame.units[n].start);
        if is_comma && is_own(cue) {
            return false;
        }
        if self.has_new_subject(cue, first) {
            return !matches!(frame.word(first), "that" | "which" | "who");
        }
        is_bare && (is_conjunction || has_both && cue.verb.takes(THAT | OBJECT | OF | AS | NAME | TELL))
    }

    /// Whether the subject of a verb takes up all that stands between unit `first` and the verb: `and Hale said`.
    fn has_new_subject(&self, cue: &Cue, first: usize) -> bool {
        let subject = self.speakers.before(cue, first).filter(|subject| (first..=first + 1).contains(&subject.first));
        subject.is_some() && !(first..cue.subject_end).any(|n| self.frame.is(n, FINITE))
    }
}

/// Whether the journalist adds something of their own from unit `n` on: `, where fighting goes on`, `, a claim that …`.
fn is_remark(frame: &Frame, n: usize) -> bool {
    frame.is_pause(n) && (frame.word(n + 1) == "where" || frame.word(n + 1) == "a" && frame.is(n + 2, REMARK))
}

/// Whether unit `n` is a semicolon, and not within brackets.
pub fn is_semicolon(frame: &Frame, n: usize) -> bool {
    let bracket = || (n.saturating_sub(12)..n).rev().find(|&m| frame.is_mark(m, "()"));
    frame.is_mark(n, ";") && !bracket().is_some_and(|bracket| frame.is_mark(bracket, "("))
}

/// Whether units `from` to `to` look like a clause: a subject and a finite verb, or a passage that may hold them.
pub fn is_clause(frame: &Frame, from: usize, to: usize) -> bool {
    let is_verb = |n: usize| frame.is(n, FINITE) || n > from && looks_finite(frame, n);
    let is_passage = frame.is_passage(from) && from < to;
    is_passage || !frame.is(from, PHRASE_OPENER) && (from..to).any(is_verb)
}

/// Whether the form of unit `n` is that of a finite verb: `Hale wanted`, `she goes`.
fn looks_finite(frame: &Frame, n: usize) -> bool {
    let word = frame.word(n);
    let is_long = frame.is_word(n) && word.len() > 3 && !frame.is_capital(n);
    let after_subject = || frame.is_name(n - 1) || matches!(frame.word(n - 1), "it" | "he" | "she" | "who" | "which");
    is_long && (word.ends_with("ed") || word.ends_with('s') && !word.ends_with("ss") && after_subject())
}
