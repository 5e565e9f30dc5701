//! Who a reporting verb has as its subject.

use std::ops::Range;

use super::{
    cues::Cue,
    extent,
    frames::Frame,
    verbs::{self, Form},
};
use crate::{
    annotate::{
        lists::classes::{
            ADVERBIAL_OPENER, AFTER_SPEAKER, CONJUNCTION, DETERMINER, FINITE, LEADING_CONJUNCTION, OCCASION, PERSONAL_PRONOUN, PREPOSITION,
            PRONOUN, SPEAKER_NOUN, WEEKDAY,
        },
        names::Name,
    },
    domain::EntityType,
};

/// The words that name a speaker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Speaker {
    /// The first unit of the noun phrase, title and article included.
    pub first: usize,
    /// First byte of the words that name the speaker.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
    /// The name that they are, by its number.
    pub name: Option<usize>,
}

/// The longest noun phrase without a name that is taken for a speaker, in units.
pub(super) const MAX_PHRASE: usize = 14;

/// How far to the left of a verb its subject is looked for, in units.
const REACH: usize = 60;

/// The longest description before a name, and the longest title of which a name is the end, in units.
const MAX_DESCRIPTION: usize = 8;
const MAX_TITLE: usize = 5;

/// Reads the speakers of one frame.
pub struct Speakers<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The names of the text.
    pub names: &'a [Name],
}

impl Speakers<'_> {
    /// The subject of a verb, to the left of it and not before unit `from`.
    pub fn before(&self, cue: &Cue, from: usize) -> Option<Speaker> {
        let frame = self.frame;
        let from = from.max(cue.subject_end.saturating_sub(REACH));
        let end = cue.subject_end.checked_sub(1).filter(|&end| end >= from)?;
        let last = self.skip_brackets(end, from)?;
        if matches!(frame.word(last), "who" | "which") {
            return self.antecedent(last, from);
        }
        if frame.is(last, PRONOUN) {
            return self.of_unit(last);
        }
        if frame.is_pause(last) {
            return if cue.verb.form == Form::Participle { self.first_subject(from, last) } else { self.with_apposition(from, last) };
        }
        if frame.is_word(last) && matches!(frame.word(last), "and" | "but" | "then" | "or" | "by" | "as" | "while") {
            return self.first_subject(from, last);
        }
        self.phrase_ending(last, from)
    }

    /// The subject that stands after a verb, from unit `at` on: `said Hale`, `says a source in the ministry`.
    pub fn after(&self, at: usize, to: usize) -> Option<Speaker> {
        let frame = self.frame;
        let limit = to.min(at + MAX_PHRASE);
        let stop = (at..limit).find(|&n| self.ends_inverted(n, at)).unwrap_or(limit);
        if stop == at || frame.is(at, PREPOSITION) {
            return None;
        }
        if frame.is(at, PRONOUN) {
            return self.of_unit(at);
        }
        let preposition = (at + 1..stop).find(|&n| frame.is(n, PREPOSITION)).unwrap_or(stop);
        let person = || (at..preposition).find(|&n| self.is_owner_of_nothing(n));
        let organisation = || {
            let is_last = |n: usize| n + 1 == preposition || frame.is_mark(n + 1, ",");
            (at..preposition).find(|&n| frame.is_name(n) && is_last(n) && (at..n).all(|m| frame.is(m, DETERMINER)))
        };
        // `said Secretary of State Anna Hale`
        let titled = || {
            let within = (preposition..stop).find(|&n| self.is_owner_of_nothing(n))?;
            let is_title = |n: usize| frame.is_wordlike(n) && !frame.is(n, DETERMINER);
            let is_titled = within > preposition + 1 && !frame.is(at, DETERMINER) && (preposition + 1..within).all(is_title);
            is_titled.then_some(within)
        };
        // `said the mayor, Anna Hale,`: the name after the comma is the same person.
        let apposed = || (frame.is_mark(stop, ",") && self.is_person(stop + 1) && frame.is(at, DETERMINER)).then_some(stop + 1);
        match person().or_else(organisation).or_else(titled).or_else(apposed) {
            Some(n) => Some(Speaker { first: at, ..self.of_unit(n)? }),
            None => self.of_range(at..stop),
        }
    }

    /// Whether a subject that stands after its verb, from unit `at` on, ends before unit `n`.
    fn ends_inverted(&self, n: usize, at: usize) -> bool {
        let frame = self.frame;
        let is_foreign = !frame.is_wordlike(n) && !frame.is_mark(n, "'-&.");
        let is_last_stop = frame.is_mark(n, ".") && n + 1 >= frame.len();
        let is_place = n > at && frame.is_word(n) && matches!(frame.word(n), "in" | "at") && self.is_circumstance(n);
        is_foreign || is_last_stop || is_place || frame.is(n, AFTER_SPEAKER)
    }

    /// Whether a preposition begins what tells place or time rather than what the noun before it is: `in an interview`, `at the weekend`.
    fn is_circumstance(&self, n: usize) -> bool {
        (n + 1..n + 5).any(|m| self.frame.is(m, OCCASION.or(WEEKDAY)) || self.frame.word(m) == "weekend")
    }

    /// Skips what stands in brackets, leftwards: `Hale (43) said`.
    fn skip_brackets(&self, last: usize, from: usize) -> Option<usize> {
        if !self.frame.is_mark(last, ")]") {
            return Some(last);
        }
        let open = (from..last).rev().find(|&n| self.frame.is_mark(n, "(["))?;
        open.checked_sub(1).filter(|&n| n >= from)
    }

    /// Who "who" means: the name or noun phrase before it.
    fn antecedent(&self, at: usize, from: usize) -> Option<Speaker> {
        let before = at.checked_sub(1)?;
        let last = before.checked_sub(usize::from(self.frame.is_mark(before, ",")))?;
        if last < from {
            return None;
        }
        self.phrase_ending(self.skip_brackets(last, from)?, from)
    }

    /// The subject before an apposition that ends with a comma at `comma`: `Hale, head of the customs union, said`; `The mayor, Anna Hale, said`.
    fn with_apposition(&self, from: usize, comma: usize) -> Option<Speaker> {
        let frame = self.frame;
        let start = self.clause_start(from, comma);
        let parts = self.parts(start + usize::from(frame.is(start, LEADING_CONJUNCTION)), comma);
        if let Some(place) = parts.iter().position(|part| self.ends_in_person(part)) {
            let is_description =
                |part: &&Range<usize>| (1..=MAX_DESCRIPTION).contains(&part.len()) && !(part.start..part.end).any(|n| frame.is(n, FINITE));
            let before = place.checked_sub(1).map(|before| &parts[before]).filter(is_description);
            let first = before.map_or(parts[place].start, |before| before.start);
            return Some(Speaker { first, ..self.of_unit(parts[place].end - 1)? });
        }
        // `The terminal's operator, Provence Conteneurs, said`
        for pair in parts.windows(2) {
            let article = (pair[0].start..pair[0].end).rev().take(MAX_TITLE).find(|&n| frame.is(n, DETERMINER));
            let is_name_alone = pair[1].len() == 1 && frame.is_name(pair[1].start);
            if let Some(first) = article.filter(|_| is_name_alone) {
                return Some(Speaker { first, ..self.of_unit(pair[1].start)? });
            }
        }
        let main = parts.iter().find(|part| !part.is_empty() && !self.is_adverbial(part))?;
        self.phrase_ending(main.end - 1, main.start)
    }

    /// What stands between the commas and dashes from `start` to the last of them at `end`.
    fn parts(&self, start: usize, end: usize) -> Vec<Range<usize>> {
        let mut begin = start;
        let pauses = (start..=end).filter(|&n| self.frame.is_pause(n));
        pauses.map(|pause| std::mem::replace(&mut begin, pause + 1)..pause).collect()
    }

    fn ends_in_person(&self, part: &Range<usize>) -> bool {
        !part.is_empty() && self.is_person(part.end - 1) && !self.is_adverbial(part)
    }

    fn is_adverbial(&self, part: &Range<usize>) -> bool {
        self.frame.is(part.start, PREPOSITION.or(CONJUNCTION).or(ADVERBIAL_OPENER))
    }

    /// Where the clause begins that ends at `to`: after a semicolon or a colon.
    fn clause_start(&self, from: usize, to: usize) -> usize {
        let breaks = |n: &usize| extent::is_semicolon(self.frame, *n) || self.frame.is_mark(*n, ":");
        let start = (from..to).rev().find(breaks).map_or(from, |n| n + 1);
        start + usize::from(self.frame.is_mark(start, ","))
    }

    /// The first subject of the clause from `from` to `to`.
    pub fn first_subject(&self, from: usize, to: usize) -> Option<Speaker> {
        let frame = self.frame;
        let opens = |n: &usize| frame.is(*n, CONJUNCTION) || frame.is_mark(*n, ",-–—");
        let mut at = (from..to).find(|n| !opens(n)).unwrap_or(to.max(from));
        if frame.is_word(at) && (frame.is(at, PREPOSITION) || frame.word(at).ends_with("ing")) {
            at = (at..to).find(|&n| frame.is_mark(n, ",")).unwrap_or(at) + 1;
        }
        for n in at..to {
            if frame.is_passage(n) || frame.is_mark(n, ";:") {
                break;
            }
            let is_noun = |m: usize| frame.is(m, SPEAKER_NOUN);
            if frame.is(n, PERSONAL_PRONOUN) || frame.is_name(n) && !self.owns(n) && !is_noun(n + 1) {
                return self.of_unit(n);
            }
            if !is_noun(n) {
                continue;
            }
            // `The former secretary of state Anna Hale`
            let belongs = |m: usize| frame.is_word(m) && !frame.is(m, DETERMINER) && verbs::verb(frame.word(m)).is_none();
            let named = (n + 1..to.min(n + 1 + MAX_TITLE)).find(|&m| !belongs(m)).filter(|&m| self.is_owner_of_nothing(m));
            if let Some(named) = named {
                return Some(Speaker { first: n, ..self.of_unit(named)? });
            }
            let goes_on = n + 1 < to && (is_noun(n + 1) || frame.is_name(n + 1));
            if !goes_on {
                return self.phrase_ending(n, at);
            }
        }
        None
    }

    /// Unit `n` for a speaker.
    pub(super) fn of_unit(&self, n: usize) -> Option<Speaker> {
        let unit = self.frame.units.get(n)?;
        Some(Speaker { first: n, start: unit.start, end: unit.end, name: self.frame.name(n) })
    }

    /// The units of `range`, which are no name, for a speaker.
    pub(super) fn of_range(&self, range: Range<usize>) -> Option<Speaker> {
        let (start, end) = self.frame.stretch(range.clone())?;
        Some(Speaker { first: range.start, start, end, name: None })
    }

    /// Whether unit `n` is a person's name.
    pub(super) fn is_person(&self, n: usize) -> bool {
        self.frame.name(n).is_some_and(|name| self.names[name].kind == EntityType::Person)
    }

    fn is_owner_of_nothing(&self, n: usize) -> bool {
        self.is_person(n) && !self.owns(n)
    }

    /// Whether a possessive follows unit `n`: `Hale's lawyer`.
    fn owns(&self, n: usize) -> bool {
        self.frame.is_possessive(n + 1) && self.frame.is_wordlike(n + 2)
    }
}
