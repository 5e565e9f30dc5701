//! Runs of capitalised words, and how they fall into titles, organisations, and the rest.

use super::{
    Found,
    known::{is_network, known_at},
    organisations,
    reading::{Reading, Traits},
    titled::titled,
};
use crate::{annotate::lists, domain::EntityType};

/// The longest run, in tokens: a longer one is cut.
const MAX_RUN: usize = 14;

/// A stretch of capitalised words about which its surroundings decide. Tokens.
#[derive(Debug, Clone, PartialEq)]
pub struct Open {
    /// First token.
    pub start: usize,
    /// The token after the last one.
    pub end: usize,
    /// How much speaks for an organisation from the start.
    pub organisation: f64,
    /// What stands for "The" before it, where that has a capital within a sentence.
    pub article: bool,
}

/// What was found in the runs of a text.
#[derive(Debug, Default)]
pub struct Runs {
    /// What is certain enough by itself.
    pub found: Vec<Found>,
    /// What is not.
    pub open: Vec<Open>,
}

/// The end of the run of capitalised words that begins at `start`: with initials, small words and "&" inside.
pub fn run_end(reading: &Reading, start: usize, limit: usize) -> usize {
    let limit = limit.min(start + MAX_RUN);
    let capital = |n: usize| n < limit && reading.is(n, Traits::CAPITAL);
    let mut n = start + 1;
    loop {
        let touches = n > 0 && reading.parsed.touches_next(n - 1);
        let is_stop = reading.word(n) == "." && touches && !reading.parsed.touches_next(n);
        let is_short =
            reading.is(n - 1, Traits::INITIAL) && reading.word(n - 1) != "X" || lists::abbreviations().contains(reading.word(n - 1));
        if capital(n) && (reading.word(n - 1) != "." || is_short_before(reading, n - 1)) {
            n += 1;
        } else if is_stop && is_short && capital(n + 1) && !reading.is(n + 1, Traits::FUNCTION)
            || reading.word(n) == "&" && capital(n + 1)
            || reading.is(n, Traits::PARTICLE) && capital(n + 1) && !reading.is(n - 1, Traits::FUNCTION)
        {
            n += 2;
        } else if let Some(close) = nickname_end(reading, n, limit) {
            n = close + 1;
        } else if reading.is(n, Traits::PARTICLE) && reading.is(n + 1, Traits::PARTICLE) && capital(n + 2) {
            n += 3;
        } else if reading.word(n) == "," && matches!(reading.word(n + 1), "Jr" | "Sr") {
            n += 2;
        } else if is_stop && matches!(reading.word(n - 1), "Jr" | "Sr" | "JR" | "SR")
            || reading.word(n) == "." && touches && matches!(reading.word(n - 1), "Jr" | "Sr" | "JR" | "SR")
        {
            n += 1;
            break;
        } else {
            break;
        }
    }
    n.min(limit.max(start + 1))
}

/// A nickname in quotation marks within a name, `Hilde ‘Hildy’ Berg`: where the surname stands after it.
fn nickname_end(reading: &Reading, n: usize, limit: usize) -> Option<usize> {
    let is_mark = |n: usize| matches!(reading.word(n), "\"" | "“" | "”" | "‘" | "’" | "'");
    if !is_mark(n)
        || reading.parsed.touches_next(n - 1)
        || !reading.parsed.touches_next(n)
        || !reading.is(n - 1, Traits::GIVEN) && reading.is(n - 1, Traits::ORDINARY)
    {
        return None;
    }
    let close = (n + 2..n + 5).find(|&n| is_mark(n))?;
    let is_named = (n + 1..close).all(|n| reading.is(n, Traits::CAPITAL))
        && reading.is(close + 1, Traits::CAPITAL)
        && !reading.is(close + 1, Traits::FUNCTION);
    (is_named && close + 1 < limit && !reading.parsed.touches_next(close)).then_some(close + 1)
}

fn is_short_before(reading: &Reading, stop: usize) -> bool {
    stop > 0 && (reading.is(stop - 1, Traits::INITIAL) || lists::abbreviations().contains(reading.word(stop - 1)))
}

impl Runs {
    /// Takes the run from `start` to `end` apart; its sentence ends at `limit`. Returns where the search goes on: after `start`.
    pub fn take(&mut self, reading: &Reading, start: usize, end: usize, limit: usize) -> usize {
        let Some((title_start, name_start, name_end)) = titled(reading, start, end, limit) else {
            return self.plain(reading, start, end, limit);
        };
        let mut at = start;
        while at < title_start {
            at = self.plain(reading, at, title_start, title_start);
        }
        // An organisation named with a title before it is none of the title's: "Prince Albert Hospital".
        let title = Some((title_start, name_start));
        self.found.push(Found { start: name_start, end: name_end, kind: EntityType::Person, title, rule: "title", confidence: 0.97 });
        name_end
    }

    /// Takes the first part of a run without titles. Returns where the next begins.
    fn plain(&mut self, reading: &Reading, start: usize, end: usize, limit: usize) -> usize {
        let is_the = reading.word(start) == "The" && (!reading.is(start, Traits::FIRST) || is_line(reading, start, end));
        let known = known_at(reading, start, end);
        if known.is_none() && (is_function(reading, start) || !reading.is(start, Traits::CAPITAL)) && !is_the {
            return start + 1;
        }
        if is_network(reading, start) {
            self.found.push(organisation(start, start + 1, "known-organisation", 0.9));
            return start + 1;
        }
        // "SOURCE Voltera": a label in capitals.
        let is_label = reading.is(start, Traits::FIRST) && reading.is(start, Traits::UPPER) && reading.is(start, Traits::ORDINARY);
        if known.is_none() && is_label && end - start > 1 && !reading.is(start + 1, Traits::UPPER) {
            return start + 1;
        }
        // "Soviet-era" before a name is no part of it.
        if known.is_none() && reading.is(start, Traits::NEVER) && reading.word(start).contains('-') {
            return start + 1;
        }
        let first = start + usize::from(is_the && known.is_none());
        if first >= end {
            return end;
        }
        let pattern = organisations::pattern(reading, first, end, limit);
        let mut known = known.map(|known| (start, known)).or_else(|| known_at(reading, first, end).map(|known| (first, known)));
        if known.is_none() && pattern.is_none() {
            known = (first + 1..end)
                .find_map(|n| known_at(reading, n, end).filter(|known| !is_surname(reading, first, n, *known)).map(|known| (n, known)));
        }
        match (pattern, known) {
            (Some((from, to)), known) if known.is_none_or(|(at, (length, _))| from <= at && to > at + length || from < at) => {
                self.rest(reading, first, from, is_the);
                // "The" is part of a name of one word more, or of a line of its own.
                let has_article = from == first && from > start && (to - from == 1 || is_line(reading, start, to));
                let from = if has_article { start } else { from };
                self.found.push(organisation(from, to, "organisation-head", 0.93));
                to
            }
            (_, Some((at, (length, is_ambiguous)))) => {
                self.rest(reading, first, at, is_the);
                // "BBC Wales", "NHS Lothian": the part of it at a place.
                let is_branch = at + length + 1 == end && reading.is(end - 2, Traits::UPPER) && reading.is(end - 1, Traits::PLACE);
                let length = if is_branch { length + 1 } else { length };
                if is_ambiguous {
                    self.open.push(Open { start: at, end: at + length, organisation: 1.4, article: false });
                } else {
                    self.found.push(organisation(at, at + length, "known-organisation", 0.97));
                }
                at + length
            }
            _ => {
                self.rest(reading, first, end, is_the);
                end
            }
        }
    }

    /// What is left of a run: without places and peoples at its edges, and without what is no name at all.
    fn rest(&mut self, reading: &Reading, start: usize, end: usize, article: bool) {
        let (mut start, mut end) = (start, end);
        let blank = Traits::NEVER.or(Traits::FUNCTION);
        // "Hurricane Otis", "the River Tamble": the first word says that it is a thing.
        if lists::thing_labels().contains(reading.word(start)) || start > 0 && lists::thing_labels().contains(reading.word(start - 1)) {
            return;
        }
        while start < end
            && (!reading.is(start, Traits::CAPITAL)
                || (is_function(reading, start) || reading.is(start, Traits::NEVER)) && !begins_name(reading, start, end))
        {
            start += 1;
        }
        // "the website Westminster Whisper": the noun says that all of it is the name.
        let is_said = start > 0 && reading.is(start - 1, Traits::ORGANISATION_NOUN) && !reading.is(start - 1, Traits::CAPITAL);
        if is_said && end - start > 1 && !reading.is(start, Traits::GIVEN) {
            self.open.push(Open { start, end, organisation: 0.0, article });
            return;
        }
        let whole = start;
        while start < end && reading.is(start, Traits::PLACE.or(Traits::DEMONYM)) && !begins_name(reading, start, end) {
            start += 1;
        }
        // "Provence Conteneurs": a place and a word that is none may be one name.
        let is_plain = |n: usize| reading.is(n, Traits::ORDINARY) && !reading.is(n, Traits::TITLE.or(Traits::FUNCTION).or(Traits::NEVER));
        let is_name = Traits::ORDINARY.or(Traits::GIVEN).or(Traits::SURNAME);
        let is_strange = start + 1 == end && !reading.is(start, is_name);
        if start > whole && start < end && (is_strange && reading.is(start - 1, Traits::PLACE) || (start..end).all(is_plain)) {
            start = whole;
        }
        // Clubs that go by the name of their place.
        if reading.is_sport && start == end && end - whole == 1 && lists::sports_places().contains(reading.word(whole)) {
            self.open.push(Open { start: whole, end, organisation: 0.0, article });
            return;
        }
        // "Imogen Farrell Transport correspondent": a title without its capital takes the word before it.
        if end - start > 2
            && reading.is(start, Traits::GIVEN)
            && reading.is(end, Traits::TITLE)
            && reading.is(end - 1, Traits::MODIFIER.or(Traits::PLACE))
        {
            end -= 1;
        }
        // "Groundsman Petr Novak" at a sentence's start.
        let is_noun = reading.is(start, Traits::FIRST)
            && reading.is(start, Traits::ORDINARY.or(Traits::TITLE))
            && !reading.is(start, Traits::GIVEN.or(Traits::SURNAME));
        if is_noun && end - start > 2 && !reading.is(start + 1, Traits::ORDINARY) {
            start += 1;
        }
        // What stands before a given name in the same run belongs to no name: "Senior Fellow Jane Orr".
        if let Some(given) = (start..end).find(|&n| reading.is(n, Traits::GIVEN))
            && (start..given).all(|n| reading.is(n, Traits::ORDINARY.or(Traits::DEMONYM).or(Traits::TITLE)))
            && given + 1 < end
        {
            start = given;
        }
        let has_given = reading.is(start, Traits::GIVEN.or(Traits::INITIAL));
        if let Some(cut) = (start + 1..end).find(|&n| reading.is(n, blank) && !(has_given && n == start + 1)) {
            end = cut;
        }
        while end > start && !reading.is(end - 1, Traits::CAPITAL) && !is_end_of_suffix(reading, end - 1) {
            end -= 1;
        }
        if start >= end {
            return;
        }
        let is_club = reading.is_sport && matches!(reading.word(end - 1), "Town" | "City" | "County") && end - start > 1;
        let is_thing =
            !is_club && reading.is(end - 1, Traits::THING) && !(has_given && end - start == 2 && reading.is(end - 1, Traits::SURNAME));
        let is_place = !is_club && !has_given && end - start > 1 && reading.is(end - 1, Traits::PLACE);
        if !is_thing && !is_place {
            self.open.push(Open { start, end, organisation: if is_club { 1.4 } else { 0.0 }, article });
        }
    }
}

/// Whether a block is these tokens and nothing else.
fn is_line(reading: &Reading, start: usize, end: usize) -> bool {
    let block = reading.parsed.sentences.get(reading.parsed.sentence_of(start)).map(|sentence| &reading.parsed.blocks[sentence.block]);
    block.is_some_and(|block| block.start == reading.parsed.tokens[start].start && block.end == reading.parsed.tokens[end - 1].end)
}

/// A function word that is none of a name's: "Three Rivers" within a sentence begins with a number.
fn is_function(reading: &Reading, n: usize) -> bool {
    let counts =
        matches!(reading.word(n), "One" | "Two" | "Three" | "Four" | "Five" | "Six" | "Seven" | "First" | "Second" | "Next" | "Every");
    reading.is(n, Traits::FUNCTION) && !(counts && !reading.is(n, Traits::FIRST) && reading.is(n + 1, Traits::CAPITAL))
}

fn organisation(start: usize, end: usize, rule: &'static str, confidence: f64) -> Found {
    Found { start, end, kind: EntityType::Organisation, title: None, rule, confidence }
}

/// Whether token `stop` is the full stop of "Jr." or "Sr.".
pub fn is_end_of_suffix(reading: &Reading, stop: usize) -> bool {
    reading.word(stop) == "." && matches!(reading.word(stop.wrapping_sub(1)), "Jr" | "Sr" | "JR" | "SR")
}

/// Whether the well-known name is the surname of the given name before it: "Henry Ford".
fn is_surname(reading: &Reading, start: usize, at: usize, known: (usize, bool)) -> bool {
    let before = at.wrapping_sub(1);
    at > start && known.0 == 1 && (reading.is(before, Traits::GIVEN.or(Traits::INITIAL)) || reading.word(before) == ".")
        || known.1 && at > start
}

/// Whether a given name that is also a place, a people or a month begins a person's name here: "Paris Orr", "April Orr".
fn begins_name(reading: &Reading, start: usize, end: usize) -> bool {
    let other = Traits::PLACE.or(Traits::NEVER).or(Traits::DEMONYM).or(Traits::THING);
    let next = start + 1;
    let is_particle = lists::particles().contains(&*reading.word(next).to_lowercase()) && next + 1 < end;
    reading.is(start, Traits::GIVEN)
        && next < end
        && (is_particle
            || reading.is(next, Traits::INITIAL)
            || reading.is(next, Traits::CAPITAL)
                && (!reading.is(next, other) || reading.is(next, Traits::SURNAME.or(Traits::GIVEN)) && !reading.is(next, Traits::NEVER))
                && (!reading.is(next, Traits::ORDINARY) || reading.is(next, Traits::SURNAME.or(Traits::GIVEN))))
}
