//! Noun phrases: where the one begins that ends at a unit, and which of its words name the speaker.

use super::{
    speakers::{MAX_PHRASE, Speaker, Speakers},
    verbs::{self, Form},
};
use crate::annotate::lists::classes::{
    ADVERB, BODY, CONJUNCTION, DETERMINER, FINITE, FUNCTION, INDEFINITE_PRONOUN, LEADING_CONJUNCTION, LINK, PREPOSITION, PRONOUN,
    SENTENCE_OPENER, SPEAKER_NOUN,
};

/// The longest part of a phrase before "of" and the like, in units.
const MAX_HEAD: usize = 5;

/// The longest abbreviation after a name, in letters: `Anna Hale QC`.
const MAX_POSTNOMINAL: usize = 4;

impl Speakers<'_> {
    /// The noun phrase that ends with unit `last`, and begins at `from` or after.
    pub(super) fn phrase_ending(&self, last: usize, from: usize) -> Option<Speaker> {
        let frame = self.frame;
        if let Some(group) = self.group(last, from) {
            return self.of_range(group..last + 1);
        }
        if let Some(name) = self.name_before_link(last, from) {
            return self.named(name, from);
        }
        if let Some(head) = self.head_before_link(last, from).filter(|&head| !self.is_title(head, last)) {
            return self.of_range(self.phrase_start(head, from)..last + 1);
        }
        let is_postnominal = frame.is_word(last) && frame.is_capital(last) && frame.word(last).len() <= MAX_POSTNOMINAL;
        if is_postnominal && last > from && self.is_person(last - 1) {
            return self.named(last - 1, from);
        }
        // `The GMB union said`
        if last > from && frame.is(last, BODY) && frame.is_name(last - 1) && !self.is_person(last - 1) {
            return self.named(last - 1, from);
        }
        if frame.is_name(last) {
            let named = self.named(last, from)?;
            return Some(self.joined(&named, last, from).unwrap_or(named));
        }
        let is_noun = frame.is_word(last) && (!frame.is(last, FUNCTION) || frame.is(last, INDEFINITE_PRONOUN));
        if is_noun { self.of_range(self.phrase_start(last, from)..last + 1) } else { None }
    }

    /// The name at unit `n`, with what stands before it.
    fn named(&self, n: usize, from: usize) -> Option<Speaker> {
        Some(Speaker { first: self.phrase_start(n, from), ..self.of_unit(n)? })
    }

    /// Two who speak together, `Warren and Sen. Anna Hale`, where they are all that stands before the verb.
    fn joined(&self, second: &Speaker, last: usize, from: usize) -> Option<Speaker> {
        let frame = self.frame;
        let and = second.first.checked_sub(1).filter(|&n| frame.is_word(n) && frame.word(n) == "and")?;
        let first = and.checked_sub(1).filter(|&n| n >= from && frame.is_name(n))?;
        let start = self.phrase_start(first, from);
        let is_all = start == from || start > 0 && (frame.is_mark(start - 1, ",") || frame.is_passage(start - 1));
        if is_all { self.of_range(start..last + 1) } else { None }
    }

    /// Where a phrase begins that starts the clause and has its head before a preposition: `Allies of the minister`, `Research by the institute`.
    fn group(&self, last: usize, from: usize) -> Option<usize> {
        let frame = self.frame;
        let breaks = |n: &usize| frame.is_mark(*n, ",:;—–") || frame.is_passage(*n);
        let from = (from..last).rev().find(breaks).map_or(from, |n| n + 1);
        let first = from + usize::from(frame.is(from, LEADING_CONJUNCTION));
        let links = |n: &usize| matches!(frame.word(*n), "of" | "for" | "by" | "at" | "from" | "with" | "to") && frame.is_word(*n);
        let link = (first + 1..last).find(links)?;
        let begins = frame.is(first, DETERMINER) || frame.is_word(first) && !frame.is(first, FUNCTION.or(ADVERB));
        let is_plain = |n: usize| {
            let verb = verbs::verb(frame.word(n));
            frame.is_word(n) && !frame.is(n, FINITE.or(CONJUNCTION)) && verb.is_none_or(|verb| verb.form == Form::Base)
        };
        let is_short = last - first <= MAX_PHRASE && link - first <= MAX_HEAD;
        let rest_is_plain = |n: usize| frame.is_wordlike(n) && !frame.is(n, FINITE) || frame.is_possessive(n);
        let is_group = begins && is_short && (first..link).all(is_plain) && (link..last).all(rest_is_plain);
        (is_group && !self.is_title(link - 1, last)).then_some(first)
    }

    /// Whether the words from `head` on are the title of the person named at `last`: `secretary of state Anna Hale`.
    fn is_title(&self, head: usize, last: usize) -> bool {
        let mut within = head + 2..last;
        let is_plain = |n: usize| self.frame.is_word(n) && !self.frame.is(n, DETERMINER) && !self.frame.is_capital(n);
        self.is_person(last) && !within.is_empty() && within.all(is_plain)
    }

    /// The person named before a preposition: `Anna Hale of the charity Sea Watch`.
    fn name_before_link(&self, last: usize, from: usize) -> Option<usize> {
        let frame = self.frame;
        let limit = from.max(last.saturating_sub(MAX_PHRASE));
        let links = |n: &usize| frame.is_word(*n) && matches!(frame.word(*n), "of" | "from" | "at" | "with") && self.is_person(n - 1);
        let link = (limit + 1..last).rev().find(links)?;
        let belongs = |n: usize| (frame.is_wordlike(n) || frame.is_mark(n, "'-")) && !frame.is(n, FINITE);
        (link + 1..last).all(belongs).then_some(link - 1)
    }

    /// Where a phrase such as `a spokesman for the ministry` has its head, if the words up to `last` are one.
    fn head_before_link(&self, last: usize, from: usize) -> Option<usize> {
        let frame = self.frame;
        let limit = from.max(last.saturating_sub(MAX_PHRASE));
        let mut found = None;
        for n in (limit..last).rev() {
            let is_link = frame.is(n, LINK) || frame.is_word(n) && matches!(frame.word(n), "familiar" | "close" | "near");
            if is_link && n > limit && frame.is(n - 1, SPEAKER_NOUN) {
                found = Some(n - 1);
            }
            let is_verb = frame.is_word(n) && verbs::verb(frame.word(n)).is_some_and(|verb| verb.form != Form::Base);
            if frame.is_passage(n) || frame.is_mark(n, ",;:—–()") || is_verb {
                break;
            }
        }
        found
    }

    /// The first unit of the noun phrase whose head is unit `head`: back over titles, adjectives and the article.
    fn phrase_start(&self, head: usize, from: usize) -> usize {
        let frame = self.frame;
        let mut first = head;
        while first > from && head - first < MAX_PHRASE && self.joins(first - 1, from) {
            first -= 1;
            if frame.is(first, DETERMINER) {
                // `the two officials`, `all the men`
                while first > from && frame.is(first - 1, DETERMINER) {
                    first -= 1;
                }
                break;
            }
        }
        let is_adverbial = |n: usize| frame.is(n, SENTENCE_OPENER) && !frame.is(n, DETERMINER) || frame.is(n, ADVERB);
        (first..head).find(|&n| !is_adverbial(n)).unwrap_or(head)
    }

    /// Whether unit `n` belongs to the noun phrase that goes on after it.
    fn joins(&self, n: usize, from: usize) -> bool {
        let frame = self.frame;
        let is_verb = || {
            let verb = verbs::verb(frame.word(n)).filter(|_| frame.is_word(n) && !frame.is_capital(n));
            verb.is_some_and(|verb| matches!(verb.form, Form::Past | Form::Third))
        };
        let is_joint = frame.is_mark(n, "-'") || frame.is_mark(n, ".") && n > from;
        is_joint || frame.is_wordlike(n) && !frame.is(n, PREPOSITION.or(CONJUNCTION).or(PRONOUN)) && !is_verb()
    }
}
