//! How far reported words reach.

use super::{
    cues::{self, Cue, Form},
    frames::Frame,
    speakers::Speakers,
};

/// Where the complement that begins at unit `from` ends: at the end of the sentence, or where the next report begins.
pub fn end(frame: &Frame, from: usize, cues: &[Cue], speakers: &Speakers) -> usize {
    let last = frame.len();
    for n in from + 1..last {
        if is_semicolon(frame, n) || is_aside(frame, n) {
            return n;
        }
        if begins_new_report(frame, n, from, cues, speakers) {
            return n + usize::from(frame.ends_in_comma(n));
        }
    }
    last
}

/// Where the object of a verb that takes no clause ends: before what tells time or contrast.
pub fn object_end(frame: &Frame, from: usize, to: usize) -> usize {
    let ends = |n: &usize| {
        frame.is_word(*n) && matches!(frame.word(*n), "but" | "before" | "after" | "while" | "when" | "amid" | "as" | "saying" | "because")
    };
    (from + 1..to).find(ends).unwrap_or(to)
}

/// Whether the journalist adds something of their own from unit `n` on: `, where fighting goes on`, `, a claim that …`.
fn is_aside(frame: &Frame, n: usize) -> bool {
    let noun = || {
        frame.word(n + 1) == "a"
            && matches!(
                frame.word(n + 2),
                "claim"
                    | "charge"
                    | "move"
                    | "remark"
                    | "reference"
                    | "statement"
                    | "comment"
                    | "view"
                    | "suggestion"
                    | "decision"
                    | "step"
            )
    };
    frame.is_mark(n, &[",", "—", "–"]) && (frame.is_word(n + 1) && frame.word(n + 1) == "where" || noun())
}

/// Whether unit `n` is a semicolon, and not within brackets.
pub fn is_semicolon(frame: &Frame, n: usize) -> bool {
    let bracket = (n.saturating_sub(12)..n).rev().find(|&m| frame.is_mark(m, &["(", ")"]));
    frame.is_mark(n, &[";"]) && !bracket.is_some_and(|bracket| frame.is_mark(bracket, &["("]))
}

/// Whether another report begins at unit `n`, which is a comma or a conjunction: `, adding that …`, `and dismissed …`, `, but Hale said …`.
fn begins_new_report(frame: &Frame, n: usize, from: usize, cues: &[Cue], speakers: &Speakers) -> bool {
    let is_comma = frame.is_mark(n, &[",", "—", "–"]) || frame.ends_in_comma(n);
    let is_conjunction =
        |n: usize| frame.is_word(n) && matches!(frame.word(n), "and" | "as" | "but" | "while" | "though" | "although" | "whereas" | "or");
    if !is_comma && !is_conjunction(n) {
        return false;
    }
    let first = if is_comma && is_conjunction(n + 1) { n + 2 } else { n + 1 };
    if is_comma && frame.word(first) == "according" && frame.word(first + 1) == "to" {
        return true;
    }
    let Some(cue) = cues.iter().find(|cue| cue.at >= first) else { return false };
    if cue.is_passive || cue.at > first + 24 {
        return false;
    }
    if cue.verb.form == Form::Participle {
        return is_comma && cue.at == first;
    }
    // `Hale, who denies the charge, told …`: the main verb after a relative clause.
    if is_comma && cue.subject_end == first && cue.verb.form != Form::Base && n > from + 1 && !frame.is_capital(cue.at + 1) {
        return true;
    }
    // `, he said`, `and Hale said`: the subject takes up all that stands between.
    let is_own = speakers.before(cue, from).is_some_and(|subject| subject.first <= from + 1 && subject.end <= frame.units[n].start);
    if is_own && is_comma {
        return false;
    }
    if let Some(subject) = speakers.before(cue, first)
        && subject.first <= first + 1
        && subject.first >= first
        && !(first..cue.at).any(|m| is_finite(frame.word(m)) && m < cue.subject_end)
    {
        let is_that = frame.word(first) == "that" || frame.word(first) == "which" || frame.word(first) == "who";
        return !is_that;
    }
    // `and dismissed …`: a verb in the form of a past or third person, right after the conjunction.
    first > n + usize::from(is_comma)
        && cue.subject_end == first
        && cue.verb.form != Form::Base
        && n > from + 1
        && cue.verb.takes(cues::THAT | cues::OBJECT | cues::OF | cues::AS | cues::NAME | cues::TELL)
        || is_conjunction(n) && cue.subject_end == first && matches!(cue.verb.form, Form::Past | Form::Third) && n > from + 1
}

/// Words that are finite verbs for certain: where one stands, there is a clause.
pub fn is_finite(word: &str) -> bool {
    matches!(
        word,
        "is" | "are"
            | "was"
            | "were"
            | "am"
            | "has"
            | "have"
            | "had"
            | "will"
            | "would"
            | "can"
            | "could"
            | "should"
            | "may"
            | "might"
            | "must"
            | "do"
            | "does"
            | "did"
            | "shall"
            | "cannot"
            | "won't"
            | "isn't"
            | "aren't"
            | "wasn't"
            | "weren't"
            | "hasn't"
            | "haven't"
            | "hadn't"
            | "wouldn't"
            | "can't"
            | "couldn't"
            | "shouldn't"
            | "don't"
            | "doesn't"
            | "didn't"
            | "needs"
            | "need"
            | "wants"
            | "want"
            | "went"
            | "came"
            | "took"
            | "made"
            | "got"
            | "gave"
            | "knew"
            | "thought"
            | "felt"
            | "saw"
            | "left"
            | "told"
            | "said"
            | "became"
            | "began"
            | "ain't"
            | "ought"
            | "goes"
            | "comes"
            | "makes"
            | "takes"
            | "gets"
            | "remains"
            | "means"
            | "seems"
            | "looks"
            | "faces"
            | "lost"
            | "won"
            | "held"
            | "kept"
            | "found"
            | "paid"
            | "put"
            | "met"
            | "fell"
            | "rose"
            | "grew"
            | "ran"
            | "sent"
            | "spent"
            | "stood"
            | "lives"
            | "works"
            | "believes"
            | "knows"
            | "shows"
            | "showed"
            | "plays"
            | "helps"
            | "meant"
            | "broke"
            | "lay"
            | "set"
            | "led"
            | "built"
            | "bought"
            | "sold"
            | "brought"
            | "heard"
            | "wanted"
            | "needed"
    ) || word.ends_with("n't")
        || word.ends_with("'ll")
        || word.ends_with("'re")
        || word.ends_with("'ve")
        || word.ends_with("'d") && word.len() > 2
        || word.ends_with("'m")
}

/// Whether units `from` to `to` look like a clause: a subject and a finite verb, or a passage that may hold them.
pub fn is_clause(frame: &Frame, from: usize, to: usize) -> bool {
    let verb = (from..to).find(|&n| {
        let word = frame.word(n);
        frame.is_word(n)
            && (is_finite(word)
                || n > from
                    && word.len() > 3
                    && (word.ends_with("ed")
                        || word.ends_with('s')
                            && !word.ends_with("ss")
                            && (frame.name(n - 1).is_some() || matches!(frame.word(n - 1), "it" | "he" | "she" | "who" | "which")))
                    && !frame.is_capital(n))
    });
    let prepositional = matches!(
        frame.word(from),
        "in" | "on"
            | "at"
            | "by"
            | "for"
            | "from"
            | "with"
            | "after"
            | "before"
            | "during"
            | "about"
            | "to"
            | "of"
            | "as"
            | "into"
            | "up"
            | "out"
    ) && frame.is_word(from);
    verb.is_some() && !prepositional || frame.passage(from).is_some() && from < to
}
