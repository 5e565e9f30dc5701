//! Who a reporting verb has as its subject.

use std::ops::Range;

use super::{
    complement,
    cues::{self, Cue, Form},
    frames::Frame,
};
use crate::{
    annotate::{lists, names::Name},
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
const MAX_PHRASE: usize = 14;

/// How far to the left of a verb its subject is looked for, in units.
const REACH: usize = 60;

/// Reads the speakers of one frame.
pub struct Speakers<'a> {
    /// The frame.
    pub frame: &'a Frame,
    /// The names of the text.
    pub names: &'a [Name],
}

const PRONOUNS: [&str; 9] = ["he", "she", "they", "it", "i", "we", "who", "which", "you"];
const CONJUNCTIONS: [&str; 14] =
    ["and", "but", "or", "so", "yet", "while", "as", "because", "although", "though", "if", "when", "that", "whereas"];
const PREPOSITIONS: [&str; 34] = [
    "in",
    "on",
    "at",
    "by",
    "for",
    "from",
    "with",
    "after",
    "before",
    "during",
    "since",
    "under",
    "over",
    "amid",
    "about",
    "among",
    "despite",
    "following",
    "until",
    "within",
    "through",
    "between",
    "against",
    "along",
    "across",
    "around",
    "beyond",
    "like",
    "unlike",
    "per",
    "to",
    "of",
    "outside",
    "inside",
];
const DETERMINERS: [&str; 30] = [
    "a", "an", "the", "this", "these", "those", "his", "her", "its", "their", "our", "my", "one", "two", "three", "four", "five", "some",
    "many", "most", "several", "another", "both", "all", "few", "no", "each", "every", "more", "other",
];

impl Speakers<'_> {
    fn is_person(&self, n: usize) -> bool {
        self.frame.name(n).is_some_and(|name| self.names[name].kind == EntityType::Person)
    }

    /// The subject of a verb, to the left of it and not before unit `from`.
    pub fn before(&self, cue: &Cue, from: usize) -> Option<Speaker> {
        let from = from.max(cue.subject_end.saturating_sub(REACH));
        let end = cue.subject_end;
        if end <= from {
            return None;
        }
        let last = self.skip_brackets(end - 1, from)?;
        let word = self.frame.word(last);
        if matches!(word, "who" | "which") {
            return self.antecedent(last, from);
        }
        if PRONOUNS.contains(&word) && self.frame.is_word(last) {
            return self.of_unit(last);
        }
        if self.frame.is_mark(last, &[",", "—", "–"]) {
            return if cue.verb.form == Form::Participle { self.first_subject(from, last) } else { self.with_apposition(from, last) };
        }
        if matches!(word, "and" | "but" | "then" | "or" | "by" | "as" | "while") && self.frame.is_word(last) {
            return self.first_subject(from, last);
        }
        self.phrase_ending(last, from)
    }

    /// The subject that stands after a verb: `said Hale`, `says a source in the ministry`.
    pub fn after(&self, at: usize, to: usize) -> Option<Speaker> {
        let frame = self.frame;
        let is_stop = |n: usize| {
            let word = frame.word(n);
            !frame.is_wordlike(n) && !frame.is_mark(n, &["'s", "’s", "-", "’", "'", "&", "."])
                || frame.is_mark(n, &["."]) && n + 1 >= frame.len()
                || frame.is_word(n)
                    && matches!(
                        word,
                        "who"
                            | "which"
                            | "that"
                            | "as"
                            | "when"
                            | "while"
                            | "because"
                            | "after"
                            | "before"
                            | "during"
                            | "through"
                            | "via"
                            | "on"
                    )
                || n > at && frame.is_word(n) && matches!(word, "in" | "at") && self.is_circumstance(n)
        };
        let stop = (at..to.min(at + MAX_PHRASE)).find(|&n| is_stop(n)).unwrap_or(to.min(at + MAX_PHRASE));
        if stop == at {
            return None;
        }
        if PRONOUNS.contains(&frame.word(at)) && frame.is_word(at) {
            return self.of_unit(at);
        }
        if frame.is_word(at) && PREPOSITIONS.contains(&frame.word(at)) {
            return None;
        }
        let preposition = (at + 1..stop).find(|&n| PREPOSITIONS.contains(&frame.word(n)) && frame.is_word(n)).unwrap_or(stop);
        let person = (at..preposition).find(|&n| self.is_person(n) && !is_possessive(frame, n));
        let organisation = || {
            let is_last = |n: usize| n + 1 == preposition || frame.is_mark(n + 1, &[","]);
            (at..preposition).find(|&n| frame.name(n).is_some() && is_last(n) && (at..n).all(|m| DETERMINERS.contains(&frame.word(m))))
        };
        // `said Secretary of State Anna Hale`
        let titled = || {
            (preposition..stop).find(|&n| self.is_person(n) && !is_possessive(frame, n)).filter(|&n| {
                n > preposition + 1
                    && !DETERMINERS.contains(&frame.word(at))
                    && (preposition + 1..n).all(|m| frame.is_wordlike(m) && !DETERMINERS.contains(&frame.word(m)))
            })
        };
        let named = person.or_else(organisation).or_else(titled);
        // `said the mayor, Anna Hale,`: the name after the comma is the same person.
        let apposed =
            || (frame.is_mark(stop, &[","]) && self.is_person(stop + 1) && DETERMINERS.contains(&frame.word(at))).then_some(stop + 1);
        match named.or_else(apposed) {
            Some(n) => Some(Speaker { first: at, ..self.of_unit(n)? }),
            None => self.of_range(at..stop),
        }
    }

    /// Whether a preposition begins what tells place or time rather than what the noun before it is: `in an interview`, `at the weekend`.
    fn is_circumstance(&self, n: usize) -> bool {
        (n + 1..n + 5).any(|m| {
            lists::occasions().contains(self.frame.word(m))
                || matches!(
                    self.frame.word(m),
                    "weekend" | "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday"
                )
        })
    }

    /// Skips what stands in brackets, leftwards: `Hale (43) said`.
    fn skip_brackets(&self, last: usize, from: usize) -> Option<usize> {
        if !self.frame.is_mark(last, &[")", "]"]) {
            return Some(last);
        }
        let open = (from..last).rev().find(|&n| self.frame.is_mark(n, &["(", "["]))?;
        open.checked_sub(1).filter(|&n| n >= from)
    }

    fn of_unit(&self, n: usize) -> Option<Speaker> {
        let unit = self.frame.units.get(n)?;
        Some(Speaker { first: n, start: unit.start, end: unit.end, name: self.frame.name(n) })
    }

    fn of_range(&self, range: Range<usize>) -> Option<Speaker> {
        let (start, end) = self.frame.stretch(range.clone())?;
        Some(Speaker { first: range.start, start, end, name: None })
    }

    /// Who "who" means: the name or noun phrase before it.
    fn antecedent(&self, at: usize, from: usize) -> Option<Speaker> {
        let mut last = at.checked_sub(1)?;
        if self.frame.is_mark(last, &[","]) {
            last = last.checked_sub(1)?;
        }
        if last < from {
            return None;
        }
        let last = self.skip_brackets(last, from)?;
        self.phrase_ending(last, from)
    }

    /// The subject before an apposition that ends with a comma at `comma`: `Hale, head of the customs union, said`; `The mayor, Anna Hale, said`.
    fn with_apposition(&self, from: usize, comma: usize) -> Option<Speaker> {
        let frame = self.frame;
        let start = self.clause_start(from, comma);
        let commas: Vec<usize> = (start..=comma).filter(|&n| frame.is_mark(n, &[",", "—", "–"])).collect();
        let mut segments = Vec::new();
        let mut begin = start;
        for end in commas {
            segments.push(begin..end);
            begin = end + 1;
        }
        let is_adverbial = |range: &Range<usize>| {
            let first = frame.word(range.start);
            frame.is_word(range.start)
                && (PREPOSITIONS.contains(&first)
                    || CONJUNCTIONS.contains(&first)
                    || matches!(
                        first,
                        "speaking" | "asked" | "writing" | "meanwhile" | "however" | "later" | "earlier" | "last" | "yesterday" | "today"
                    ))
        };
        let ends_in_person = |range: &&Range<usize>| !range.is_empty() && self.is_person(range.end - 1) && !is_adverbial(range);
        if let Some(range) = segments.iter().find(ends_in_person) {
            let place = segments.iter().position(|other| other == range).unwrap_or(0);
            let is_description = |range: &&Range<usize>| {
                (1..=8).contains(&range.len()) && !(range.start..range.end).any(|n| complement::is_finite(frame.word(n)))
            };
            let first = place
                .checked_sub(1)
                .and_then(|before| segments.get(before))
                .filter(is_description)
                .map_or(range.start, |before| before.start);
            return Some(Speaker { first, ..self.of_unit(range.end - 1)? });
        }
        // `The terminal's operator, Provence Conteneurs, said`
        let is_name_alone = |range: &&Range<usize>| range.len() == 1 && frame.name(range.start).is_some();
        for pair in segments.windows(2) {
            let article = (pair[0].start..pair[0].end).rev().take(5).find(|&n| frame.is_word(n) && DETERMINERS.contains(&frame.word(n)));
            if let Some(article) = article.filter(|_| is_name_alone(&&pair[1])) {
                return Some(Speaker { first: article, ..self.of_unit(pair[1].start)? });
            }
        }
        let main = segments.iter().find(|range| !range.is_empty() && !is_adverbial(range))?;
        self.phrase_ending(main.end - 1, main.start)
    }

    /// Where the clause begins that ends at `to`: after a semicolon or a colon.
    fn clause_start(&self, from: usize, to: usize) -> usize {
        let breaks = |n: &usize| complement::is_semicolon(self.frame, *n) || self.frame.is_mark(*n, &[":"]);
        let start = (from..to).rev().find(breaks).map_or(from, |n| n + 1);
        if self.frame.is_mark(start, &[","]) { start + 1 } else { start }
    }

    /// The first subject of the clause from `from` to `to`.
    pub fn first_subject(&self, from: usize, to: usize) -> Option<Speaker> {
        let frame = self.frame;
        let mut at = from;
        while at < to && (CONJUNCTIONS.contains(&frame.word(at)) && frame.is_word(at) || frame.is_mark(at, &[",", "-", "–", "—"])) {
            at += 1;
        }
        if frame.is_word(at) && (PREPOSITIONS.contains(&frame.word(at)) || frame.word(at).ends_with("ing")) {
            at = (at..to).find(|&n| frame.is_mark(n, &[","])).map_or(at + 1, |comma| comma + 1);
        }
        let stops = |n: usize| frame.passage(n).is_some() || frame.is_mark(n, &[";", ":"]);
        for n in at..to {
            if stops(n) {
                break;
            }
            if frame.is_word(n) && matches!(frame.word(n), "he" | "she" | "they" | "it" | "we" | "i") {
                return self.of_unit(n);
            }
            let is_noun = |m: usize| frame.is_word(m) && lists::speaker_nouns().contains(frame.word(m));
            if frame.name(n).is_some() && !is_possessive(frame, n) && !is_noun(n + 1) {
                return self.of_unit(n);
            }
            let is_head = |m: usize| frame.is_word(m) && lists::speaker_nouns().contains(frame.word(m));
            // `The former secretary of state Anna Hale`
            let belongs = |m: usize| frame.is_word(m) && !DETERMINERS.contains(&frame.word(m)) && cues::verb(frame.word(m)).is_none();
            let named = (n + 1..to.min(n + 6)).find(|&m| !belongs(m)).filter(|&m| self.is_person(m) && !is_possessive(frame, m));
            if let Some(named) = named.filter(|_| is_head(n)) {
                return Some(Speaker { first: n, ..self.of_unit(named)? });
            }
            if is_head(n) && !(n + 1 < to && (is_head(n + 1) || frame.name(n + 1).is_some())) {
                return self.phrase_ending(n, at);
            }
        }
        None
    }

    /// The noun phrase that ends with unit `last`, and begins at `from` or after.
    fn phrase_ending(&self, last: usize, from: usize) -> Option<Speaker> {
        let frame = self.frame;
        if let Some(group) = self.group(last, from) {
            return self.of_range(group..last + 1);
        }
        if let Some(head) = self.name_before_preposition(last, from) {
            return Some(Speaker { first: self.phrase_start(head, from), ..self.of_unit(head)? });
        }
        if let Some(start) = self.head_of_preposition(last, from).filter(|&head| !self.is_title(head, last)) {
            return self.of_range(self.phrase_start(start, from)..last + 1);
        }
        // `Anna Hale QC said`
        let is_postnominal =
            frame.is_word(last) && last > from && self.is_person(last - 1) && frame.is_capital(last) && frame.word(last).len() <= 4;
        if is_postnominal {
            return Some(Speaker { first: self.phrase_start(last - 1, from), ..self.of_unit(last - 1)? });
        }
        if frame.name(last).is_some() {
            return Some(Speaker { first: self.phrase_start(last, from), ..self.of_unit(last)? });
        }
        if !frame.is_word(last)
            || lists::function_words().contains(frame.word(last))
                && !matches!(
                    frame.word(last),
                    "one"
                        | "some"
                        | "many"
                        | "others"
                        | "another"
                        | "both"
                        | "most"
                        | "all"
                        | "several"
                        | "few"
                        | "someone"
                        | "everyone"
                        | "nobody"
                )
        {
            return None;
        }
        let first = self.phrase_start(last, from);
        self.of_range(first..last + 1)
    }

    /// Where a phrase begins that starts the clause and has its head before a preposition: `Allies of the minister`, `Research by the institute`.
    fn group(&self, last: usize, from: usize) -> Option<usize> {
        let frame = self.frame;
        let from = (from..last)
            .rev()
            .find(|&n| frame.is_mark(n, &[",", ":", ";", "—", "–"]) || frame.passage(n).is_some())
            .map_or(from, |n| n + 1);
        let first = from + usize::from(frame.is_word(from) && matches!(frame.word(from), "but" | "and" | "so" | "yet"));
        let link = (first + 1..last)
            .find(|&n| frame.is_word(n) && matches!(frame.word(n), "of" | "for" | "by" | "at" | "from" | "with" | "to"))?;
        let begins = frame.is_word(first)
            && (DETERMINERS.contains(&frame.word(first))
                || !lists::function_words().contains(frame.word(first)) && !frame.word(first).ends_with("ly"));
        let is_plain = |n: usize| {
            frame.is_word(n)
                && !complement::is_finite(frame.word(n))
                && !CONJUNCTIONS.contains(&frame.word(n))
                && cues::verb(frame.word(n)).is_none_or(|verb| verb.form == Form::Base)
        };
        let is_short = last - first <= MAX_PHRASE && link - first <= 5;
        let head_is_plain = (first..link).all(is_plain);
        let rest_is_plain =
            (link..last).all(|n| frame.is_wordlike(n) && !complement::is_finite(frame.word(n)) || frame.is_mark(n, &["'s", "’s"]));
        (begins && is_short && head_is_plain && rest_is_plain && !self.is_title(link - 1, last)).then_some(first)
    }

    /// Whether the words from `head` on are the title of the person named at `last`: `secretary of state Anna Hale`.
    fn is_title(&self, head: usize, last: usize) -> bool {
        let link = head + 1;
        self.is_person(last)
            && link + 1 < last
            && (link + 1..last).all(|n| self.frame.is_word(n) && !DETERMINERS.contains(&self.frame.word(n)) && !self.frame.is_capital(n))
    }

    /// The person named before a preposition: `Anna Hale of the charity Sea Watch`.
    fn name_before_preposition(&self, last: usize, from: usize) -> Option<usize> {
        let limit = from.max(last.saturating_sub(MAX_PHRASE));
        let link = (limit + 1..last)
            .rev()
            .find(|&n| self.frame.is_word(n) && matches!(self.frame.word(n), "of" | "from" | "at" | "with") && self.is_person(n - 1))?;
        let breaks = |n: usize| {
            !self.frame.is_wordlike(n) && !self.frame.is_mark(n, &["'s", "’s", "-"]) || complement::is_finite(self.frame.word(n))
        };
        (link + 1..last).all(|n| !breaks(n)).then_some(link - 1)
    }

    /// Where a phrase such as `a spokesman for the ministry` has its head, if the words up to `last` are one.
    fn head_of_preposition(&self, last: usize, from: usize) -> Option<usize> {
        let frame = self.frame;
        let mut n = last;
        let limit = from.max(last.saturating_sub(MAX_PHRASE));
        let mut found = None;
        while n > limit {
            n -= 1;
            let word = frame.word(n);
            let is_link = frame.is_word(n)
                && matches!(word, "of" | "for" | "at" | "from" | "with" | "in" | "to" | "on" | "familiar" | "close" | "near");
            let head = n.checked_sub(1).filter(|&head| head >= limit);
            if is_link
                && let Some(head) = head
                && frame.is_word(head)
                && (lists::speaker_nouns().contains(frame.word(head)))
            {
                found = Some(head);
            }
            let ends = frame.passage(n).is_some()
                || frame.is_mark(n, &[",", ";", ":", "—", "–", "(", ")"])
                || cues::verb(word).is_some_and(|verb| verb.form != Form::Base) && frame.is_word(n);
            if ends {
                break;
            }
        }
        found
    }

    /// The first unit of the noun phrase whose head is unit `head`: back over titles, adjectives and the article.
    fn phrase_start(&self, head: usize, from: usize) -> usize {
        let frame = self.frame;
        let mut first = head;
        while first > from && head - first < MAX_PHRASE {
            let n = first - 1;
            let word = frame.word(n);
            let joins = frame.is_mark(n, &["'s", "’s", "-", "'", "’"]) || frame.is_mark(n, &["."]) && n > from;
            let stops = frame.is_word(n)
                && (PREPOSITIONS.contains(&word)
                    || CONJUNCTIONS.contains(&word)
                    || PRONOUNS.contains(&word)
                    || cues::verb(word).is_some_and(|verb| matches!(verb.form, Form::Past | Form::Third)) && !frame.is_capital(n));
            if !(frame.is_wordlike(n) || joins) || stops {
                break;
            }
            first = n;
            if frame.is_word(n) && DETERMINERS.contains(&word) {
                // `the two officials`, `all the men`
                while first > from && frame.is_word(first - 1) && DETERMINERS.contains(&frame.word(first - 1)) {
                    first -= 1;
                }
                break;
            }
        }
        while first < head
            && frame.is_word(first)
            && (lists::sentence_openers().contains(frame.word(first)) && !DETERMINERS.contains(&frame.word(first))
                || frame.word(first).ends_with("ly"))
        {
            first += 1;
        }
        first
    }
}

/// Whether a possessive follows unit `n`: `Hale's lawyer`.
fn is_possessive(frame: &Frame, n: usize) -> bool {
    frame.is_mark(n + 1, &["'s", "’s", "'", "’"]) && frame.is_wordlike(n + 2)
}
