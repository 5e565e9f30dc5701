//! What a reporting verb has after it: one function for each kind, tried in order.

use super::{
    Paragraph, Sentence,
    addressees::{Addressee, addressee},
    circumstances,
    cues::Cue,
    extent,
    frames::Frame,
    rules::Rule,
    speakers::Speaker,
    verbs::{ABOUT, AS, FOR, Form, NAME, OBJECT, OF, QUESTION, QUOTE, SOMEONE_TO, TELL, THAT, TO, WORDS, ZERO},
};
use crate::annotate::{
    lists::classes::{AFTER_CHARGE, AFTER_QUOTATION, FINITE, OBJECT_OPENER, QUESTION_WORD},
    passages::NotSpeech,
};

/// How far after a verb a charge, and a "that" after an aside, may begin, in units.
const CHARGE: usize = 14;
const ASIDE: usize = 15;

/// From how many words on quoted words are more than part of a clause.
const WHOLE: usize = 4;

/// What a verb reports.
pub(super) struct Complement {
    /// Its first unit and the unit after its last one; two where the verb interrupts it.
    pub ranges: Vec<(usize, usize)>,
    /// Whom it is said to.
    pub addressee: Option<Addressee>,
    /// Who speaks, where that stands after the verb.
    pub speaker: Option<Speaker>,
    /// The last unit of the cue.
    pub cue_end: usize,
    /// The rule that found it.
    pub rule: Rule,
}

/// A verb whose complement is looked for.
pub(super) struct Governor<'s> {
    pub sentence: &'s Sentence<'s>,
    pub frame: &'s Frame,
    pub cue: &'s Cue,
    /// The first unit of what may stand before the verb and belong to it.
    pub from: usize,
    /// The first unit after the verb, those it is said to, time and occasion.
    pub at: usize,
    pub addressee: Option<Addressee>,
}

impl<'s> Governor<'s> {
    fn new(sentence: &'s Sentence<'s>, cue: &'s Cue, from: usize) -> Self {
        let frame = sentence.frame;
        let after = cue.at + 1 + usize::from(frame.word(cue.at + 1) == "out");
        let mut governor = Self { sentence, frame, cue, from, at: circumstances::skip(frame, after), addressee: None };
        governor.skip_addressee();
        // `said, in an interview with X, that …`
        governor.at = governor.that_after_aside().unwrap_or(governor.at);
        governor
    }

    /// Goes on after those to whom it is said, if the verb may name them.
    fn skip_addressee(&mut self) {
        let Self { frame, at, cue, .. } = *self;
        let has_to = frame.word(at) == "to";
        if cue.verb.takes(TELL) {
            self.addressee = addressee(frame, at).filter(|found| !cue.verb.takes(ZERO) || is_told(frame, found.next));
            self.at = circumstances::skip(frame, self.addressee.map_or(at, |found| found.next));
        } else if has_to && !cue.verb.takes(TO) || cue.verb.takes(QUESTION) && frame.is_name(at) {
            self.addressee = addressee(frame, at + usize::from(has_to));
            self.at = self.addressee.map_or(at, |found| circumstances::skip(frame, found.next));
        }
        // `asked the minister: "Why?"`
        if cue.verb.takes(QUESTION) && self.addressee.is_none() {
            let leads = |next: usize| frame.is_passage(next) || frame.is_mark(next, ",:") && frame.is_passage(next + 1);
            self.addressee = addressee(frame, self.at).filter(|found| leads(found.next));
            self.at = self.addressee.map_or(self.at, |found| found.next);
        }
    }

    fn that_after_aside(&self) -> Option<usize> {
        let Self { frame, at, .. } = *self;
        let is_that = |n: &usize| frame.word(*n) == "that" && frame.is_mark(n - 1, ",");
        let that = (at + 1..=at + ASIDE).find(is_that).filter(|_| frame.is_mark(at, ","))?;
        let is_aside = (at + 1..that).all(|n| !frame.is(n, FINITE) && !frame.is_passage(n));
        is_aside.then_some(that)
    }

    fn takes(&self, any: super::verbs::Takes) -> bool {
        self.cue.verb.takes(any)
    }

    /// The word after the verb and what belongs to it.
    fn word(&self) -> &str {
        self.frame.word(self.at)
    }

    fn end(&self, from: usize) -> usize {
        self.sentence.end_of_report(from)
    }

    /// The units from `from` to `to`, said to the addressee.
    fn reports(&self, from: usize, to: usize, rule: Rule) -> Option<Complement> {
        let ranges = vec![(from, to)];
        (from < to).then_some(Complement { ranges, addressee: self.addressee, speaker: None, cue_end: self.cue.at, rule })
    }

    fn that_clause(&self) -> Option<Complement> {
        let is_that = self.word() == "that" && self.takes(THAT | TELL);
        if is_that { self.reports(self.at + 1, self.end(self.at + 1), Rule::ThatClause) } else { None }
    }

    fn question(&self) -> Option<Complement> {
        let is_question = self.frame.is(self.at, QUESTION_WORD) && self.takes(QUESTION | TELL);
        if is_question { self.reports(self.at, self.end(self.at), Rule::QuestionClause) } else { None }
    }

    fn infinitive(&self) -> Option<Complement> {
        let is_infinitive = self.word() == "to" && self.takes(TO | SOMEONE_TO | TELL);
        if is_infinitive { self.reports(self.at, self.end(self.at), Rule::Infinitive) } else { None }
    }

    /// `called for an inquiry`
    fn called_for(&self) -> Option<Complement> {
        if self.cue.verb.lemma != "call" || self.word() != "for" {
            return None;
        }
        let start = self.at + 1;
        let found = self.reports(start, self.sentence.end_of_object(start), Rule::CalledFor)?;
        Some(Complement { addressee: None, cue_end: self.at, ..found })
    }

    /// `called on them to go`
    fn called_on(&self) -> Option<Complement> {
        if self.cue.verb.lemma != "call" || self.word() != "on" {
            return None;
        }
        let someone = addressee(self.frame, self.at + 1).filter(|someone| self.frame.word(someone.next) == "to")?;
        let found = self.reports(someone.next, self.end(someone.next), Rule::CalledOn)?;
        Some(Complement { addressee: Some(someone), cue_end: self.at, ..found })
    }

    /// `urged them to go`, `urged them not to go`
    fn someone_to(&self) -> Option<Complement> {
        let leads = |n: usize| self.frame.word(n) == "to" || self.frame.reads(n, &["not", "to"]);
        let someone = addressee(self.frame, self.at).filter(|someone| self.takes(SOMEONE_TO) && leads(someone.next))?;
        let found = self.reports(someone.next, self.end(someone.next), Rule::Infinitive)?;
        Some(Complement { addressee: Some(someone), ..found })
    }

    /// `warned of floods`
    fn about_object(&self) -> Option<Complement> {
        if !self.takes(ABOUT) || !matches!(self.word(), "of" | "about" | "against" | "for") {
            return None;
        }
        let start = if self.addressee.is_some() { self.at } else { self.at + 1 };
        self.reports(start, self.sentence.end_of_object(start), Rule::AboutObject)
    }

    /// `denied the charge`, `denied having lied`
    fn claim_object(&self) -> Option<Complement> {
        let begins = self.frame.is(self.at, OBJECT_OPENER) || self.word().ends_with("ing");
        if !begins || !self.takes(OBJECT) || self.cue.verb.form == Form::Participle {
            return None;
        }
        let start = self.at + usize::from(self.word() == "that");
        let found = self.reports(start, self.sentence.end_of_object(start), Rule::ClaimObject)?;
        Some(Complement { addressee: None, ..found })
    }

    /// `said they would go`
    fn zero_that(&self) -> Option<Complement> {
        let is_other = self.frame.is_mark(self.at, ",:") || matches!(self.word(), "of" | "about" | "and" | "or" | "to" | "against");
        if is_other || !self.takes(ZERO | TELL) {
            return None;
        }
        let to = self.end(self.at);
        if extent::is_clause(self.frame, self.at, to) { self.reports(self.at, to, Rule::ZeroThat) } else { None }
    }
}

/// Whether what follows unit `next` is what somebody is told, for a verb that needs nobody to be told.
fn is_told(frame: &Frame, next: usize) -> bool {
    let next = circumstances::skip(frame, next);
    matches!(frame.word(next), "that" | "to" | "not" | "against" | "of") || frame.is_mark(next, ",:") || frame.is_passage(next)
}

impl Paragraph<'_, '_> {
    /// What a verb reports; nothing before unit `from` belongs to it.
    pub(super) fn complement(&self, sentence: &Sentence, cue: &Cue, from: usize) -> Option<Complement> {
        let governor = &Governor::new(sentence, cue, from);
        self.quotation(governor)
            .or_else(|| governor.that_clause())
            .or_else(|| governor.question())
            .or_else(|| governor.infinitive())
            .or_else(|| governor.called_for())
            .or_else(|| governor.called_on())
            .or_else(|| governor.someone_to())
            .or_else(|| self.charge(governor))
            .or_else(|| self.naming(governor))
            .or_else(|| governor.about_object())
            .or_else(|| governor.claim_object())
            .or_else(|| self.parenthetical(governor))
            .or_else(|| governor.zero_that())
            .or_else(|| self.object_with_words(governor))
    }

    /// `said: "We go."`
    fn quotation(&self, governor: &Governor) -> Option<Complement> {
        let at = governor.at + usize::from(governor.frame.is_mark(governor.at, ",:—–"));
        let is_quotation = governor.frame.is_passage(at) && governor.takes(QUOTE | THAT | NAME);
        if is_quotation { governor.reports(governor.at, self.end_of_quotation(governor, at), Rule::VerbQuote) } else { None }
    }

    /// Where a complement ends that begins with the passage at `at`: with it, or with the clause that it is part of.
    fn end_of_quotation(&self, governor: &Governor, at: usize) -> usize {
        let frame = governor.frame;
        let Some(passage) = frame.passage(at) else { return at };
        let words = self.words(passage);
        let words = &self.parsed.text[words.0..words.1];
        let next = at + 1;
        let is_part = words.split_whitespace().count() < WHOLE && words.starts_with(char::is_lowercase);
        if is_part && matches!(frame.word(next), "in" | "on" | "at" | "of" | "with" | "for") {
            return governor.end(at);
        }
        let is_whole = words.ends_with(['.', ',', '!', '?', '…']);
        let is_over = next >= frame.len() || frame.is_mark(next, ",;—–.(") || frame.is(next, AFTER_QUOTATION);
        if is_whole || is_over { next } else { governor.end(at) }
    }

    /// `accused them of lying`, `blamed them for it`
    fn charge(&self, governor: &Governor) -> Option<Complement> {
        let Governor { frame, at, .. } = *governor;
        if !governor.takes(OF | FOR) {
            return None;
        }
        let link = if governor.takes(OF) { "of" } else { "for" };
        let end = governor.end(at);
        (at..end.min(at + CHARGE)).find(|&n| frame.word(n) == link)?;
        // In a headline the words within marks are all of the charge.
        let passage = (at..end).rev().find(|&n| frame.is_passage(n) && frame.is(n + 1, AFTER_CHARGE));
        let to = passage.filter(|_| self.is_headline()).map_or(end, |passage| passage + 1);
        let found = governor.reports(at, to, Rule::Charge)?;
        Some(Complement { addressee: None, ..found })
    }

    /// `called it "a mess"`, `described it as "a mess"`
    fn naming(&self, governor: &Governor) -> Option<Complement> {
        let Governor { frame, at, .. } = *governor;
        if !governor.takes(AS | NAME) {
            return None;
        }
        let is_name = |n: &usize| {
            let why = frame.passage(*n).map(|passage| self.passages[passage].not_speech);
            why.is_some_and(|why| why.is_none_or(|why| why == NotSpeech::TitleCase))
        };
        let last = (at..governor.end(at)).rev().find(is_name)?;
        let found = governor.reports(at, last + 1, Rule::Naming)?;
        Some(Complement { addressee: None, ..found })
    }

    /// `attacked the "reckless" plan`
    fn object_with_words(&self, governor: &Governor) -> Option<Complement> {
        let Governor { frame, at, sentence, .. } = *governor;
        let has_object = governor.takes(WORDS) && !governor.takes(OF | FOR);
        let is_short_for_that = self.is_headline() && governor.takes(ZERO);
        if !has_object && !is_short_for_that {
            return None;
        }
        let to = governor.end(at);
        let holds_words = self.passages_in(frame, at..to).iter().any(|passage| !sentence.taken.contains(passage));
        if holds_words { governor.reports(at, to, Rule::ObjectWithWords) } else { None }
    }
}
