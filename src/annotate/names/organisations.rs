//! Organisations told by the words of their names: "Ministry of …", "… Holdings", "Radio …".

use super::{
    known::known_at,
    reading::{Reading, Traits},
    runs::run_end,
};
use crate::annotate::lists;

/// The tokens of an organisation's name that begins in the run from `start` to `end`, and may go on behind it up to `limit`.
pub fn pattern(reading: &Reading, start: usize, end: usize, limit: usize) -> Option<(usize, usize)> {
    let from = without_noun(reading, start, end);
    if let Some(to) = headed(reading, from, end, limit) {
        return Some((from, to));
    }
    if let Some(anywhere) = (from..end).find(|&n| reading.is(n, Traits::ANYWHERE))
        && end - from > 1
        && (anywhere == from || anywhere + 1 == end)
        && !(from..end).all(|n| reading.is(n, Traits::ANYWHERE.or(Traits::DEMONYM).or(Traits::NEVER)))
    {
        return Some((from, foreign_end(reading, end, limit)));
    }
    if reading.word(from) == "Bank" && end - from == 2 && !reading.is(from + 1, Traits::ORDINARY) {
        return Some((from, end));
    }
    // "Radio 6", "Fox 8": a station with its number.
    let is_station = matches!(reading.word(end - 1), "Radio" | "Channel" | "Fox" | "NBC" | "CBS" | "ABC" | "ITV" | "BBC");
    if is_station && end < limit && reading.word(end).bytes().all(|byte| byte.is_ascii_digit()) && reading.word(end).len() < 3 {
        return Some((from, end + 1));
    }
    if let Some(to) = incorporated(reading, end, limit) {
        return Some((from, to));
    }
    owned(reading, from, end, limit)
        .or_else(|| joined(reading, from, end, limit))
        .or_else(|| lower_case(reading, from, end))
        .map(|to| (from, to))
}

/// Foreign names go on in lower case: "Syndicat libre des quais".
fn foreign_end(reading: &Reading, end: usize, limit: usize) -> usize {
    let is_foreign = |n: usize| {
        let word = reading.word(n);
        n < limit && word.starts_with(char::is_lowercase) && !lists::ordinary_words().contains(word) && !reading.is(n, Traits::FUNCTION)
    };
    let to = (end..end + 5).find(|&n| !is_foreign(n)).unwrap_or(end + 5);
    if reading.is(to, Traits::CAPITAL) && to > end { run_end(reading, to, limit) } else { to }
}

/// ", Inc." and the like after a name.
fn incorporated(reading: &Reading, end: usize, limit: usize) -> Option<usize> {
    let n = if reading.word(end) == "," { end + 1 } else { end };
    let is_legal =
        n < limit && (matches!(reading.word(n), "Inc" | "LLC" | "LLP" | "Ltd" | "PLC" | "Corp") && n > end || reading.word(n) == "plc");
    is_legal.then(|| after_company(reading, n + 1))
}

/// Skips what the organisation is, where it stands first in a sentence: "Rival Corvane Micro".
fn without_noun(reading: &Reading, start: usize, end: usize) -> usize {
    let is_noun = reading.is(start, Traits::FIRST)
        && reading.is(start, Traits::ORGANISATION_NOUN.or(Traits::TITLE))
        && !reading.is(start, Traits::ENDS.or(Traits::BEGINS));
    if is_noun && end - start > 2 { start + 1 } else { start }
}

/// A name that ends with a head, or goes on after it with "of" or "for".
fn headed(reading: &Reading, start: usize, end: usize, limit: usize) -> Option<usize> {
    let head = (start..end).rev().find(|&n| reading.is(n, Traits::ENDS.or(Traits::BEGINS)) && !reading.is(n, Traits::GIVEN))?;
    if head + 1 == end
        && reading.is(head, Traits::BEGINS)
        && let Some(to) = after_of(reading, end, limit)
    {
        return Some(to);
    }
    if (start..end).all(|n| reading.is(n, Traits::PLACE))
        || head == start
        || !reading.is(head, Traits::ENDS)
        || !is_modified(reading, start, head)
        || is_person(reading, start, head, end)
    {
        return None;
    }
    // A place after the head belongs to the name: "Imperial College London".
    let has_place = head + 2 == end && reading.is(head + 1, Traits::PLACE);
    // So do ordinary words: "Orrin Capital Markets".
    let is_more =
        |n: usize| reading.is(n, Traits::ORDINARY) && !reading.is(n, Traits::GIVEN.or(Traits::TITLE).or(Traits::NEVER).or(Traits::SURNAME));
    let more = (head + 1..end).find(|&n| !is_more(n)).unwrap_or(end);
    let to = if has_place { end } else { after_company(reading, more) };
    Some(incorporated(reading, to, limit).unwrap_or(to))
}

/// Whether what stands before a head makes a name with it.
fn is_modified(reading: &Reading, start: usize, head: usize) -> bool {
    (start..head)
        .any(|n| reading.is(n, Traits::CAPITAL) && (!reading.is(n, Traits::FUNCTION.or(Traits::NEVER)) || reading.word(n) == "Sunday"))
}

/// Whether a run that ends with a head is a person of that surname: "Samantha Power".
fn is_person(reading: &Reading, start: usize, head: usize, end: usize) -> bool {
    let is_given = |n: usize| reading.is(n, Traits::GIVEN.or(Traits::INITIAL)) && !reading.is(n, Traits::PLACE);
    head + 1 == end
        && reading.is(head, Traits::SURNAME)
        && is_given(start)
        && (start + 1..head).all(|n| is_given(n) || reading.word(n) == ".")
}

/// Takes in "Co", "Ltd" and the like with their full stop.
fn after_company(reading: &Reading, at: usize) -> usize {
    let is_short = matches!(reading.word(at - 1), "Co" | "Corp" | "Inc" | "Ltd" | "Bros");
    let stop = reading.word(at) == "." && reading.parsed.touches_next(at - 1);
    if is_short && stop { at + 1 } else { at }
}

/// The end of what follows "of", "for" or "on" at `at`.
fn after_of(reading: &Reading, at: usize, limit: usize) -> Option<usize> {
    if !matches!(reading.word(at), "of" | "for" | "on") {
        return None;
    }
    let mut next = at + 1;
    if reading.word(next) == "the" {
        next += 1;
    }
    // A day or a month ends a name.
    if next >= limit || !reading.is(next, Traits::CAPITAL) || reading.is(next, Traits::NEVER) {
        return None;
    }
    let mut end = part_end(reading, next, limit);
    // Further parts: "Health and Human Services", "Agriculture, Fisheries and Food", "for Human Rights".
    for _ in 0..4 {
        let Some(further) = further_part(reading, end, limit) else { break };
        end = part_end(reading, further, limit);
    }
    Some(end)
}

/// The end of one part of a name after "of": a title in it begins something else.
fn part_end(reading: &Reading, start: usize, limit: usize) -> usize {
    let end = run_end(reading, start, limit);
    let begins_other = |n: usize| reading.is(n, Traits::TITLE.or(Traits::HONORIFIC)) && n + 1 < end;
    (start + 1..end).find(|&n| begins_other(n)).unwrap_or(end)
}

/// Where a further part of a name begins, after "and", a comma, "of" or "for" at `at`.
fn further_part(reading: &Reading, at: usize, limit: usize) -> Option<usize> {
    let is_plain = |n: usize| {
        n < limit
            && reading.is(n, Traits::CAPITAL)
            && reading.is(n, Traits::ORDINARY)
            && !reading.is(n, Traits::TITLE.or(Traits::HONORIFIC).or(Traits::NEVER))
    };
    let is_all_plain = |n: usize| (n..run_end(reading, n, limit)).all(|n| reading.is(n, Traits::ORDINARY) || !reading.parsed.is_word(n));
    let is_listed = |n: usize| is_plain(n) && is_all_plain(n) && !reading.is(n, Traits::BEGINS) && known_at(reading, n, n + 1).is_none();
    match reading.word(at) {
        "and" | "&" if is_listed(at + 1) => Some(at + 1),
        "," if is_listed(at + 1) && (at + 2..at + 5).any(|n| reading.word(n) == "and") && is_listed(at + 3) => Some(at + 1),
        "," if reading.word(at - 1) == "California" && reading.is(at + 1, Traits::PLACE) => Some(at + 1),
        "for" | "on" if is_plain(at + 1) => Some(at + 1),
        "on" if reading.is(at + 1, Traits::CAPITAL) && !reading.is(at + 1, Traits::NEVER.or(Traits::PLACE)) => Some(at + 1),
        "for" if reading.word(at + 1) == "the" && reading.word(at + 3) == "Circuit" => Some(at + 3),
        "of" if reading.is(at + 1, Traits::CAPITAL) && !has_head(reading, at + 1, limit) => Some(at + 1),
        "of" if reading.word(at + 1) == "the" && reading.is(at + 2, Traits::CAPITAL) && !has_head(reading, at + 2, limit) => Some(at + 2),
        _ => None,
    }
}

fn has_head(reading: &Reading, start: usize, limit: usize) -> bool {
    (start..run_end(reading, start, limit)).any(|n| reading.is(n, Traits::ENDS.or(Traits::BEGINS)))
        || known_at(reading, start, start + 1).is_some()
}

/// "Dockers' Union", "St Bride's Infirmary", "People's Party": an owner who is no person before a name with a head.
fn owned(reading: &Reading, start: usize, end: usize, limit: usize) -> Option<usize> {
    let last = reading.word(end - 1);
    let is_plural = last.ends_with('s') && matches!(reading.word(end), "'" | "’") && reading.parsed.touches_next(end - 1);
    if !is_plural && !reading.is_possessive(end) || end + 1 >= limit || !reading.is(end + 1, Traits::CAPITAL) {
        return None;
    }
    let is_saint = reading.word(start) == "St";
    let is_somebody = reading.is(end - 1, Traits::PLACE.or(Traits::DEMONYM).or(Traits::NEVER).or(Traits::FUNCTION));
    let is_kind = reading.is(end - 1, Traits::ORDINARY) && !reading.is(end - 1, Traits::GIVEN) || is_plural;
    if !is_saint && (is_somebody || !is_kind) {
        return None;
    }
    let next = run_end(reading, end + 1, limit);
    let head = (end + 1..next).rev().find(|&n| reading.is(n, Traits::ENDS.or(Traits::BEGINS)))?;
    if head + 1 == next
        && reading.is(head, Traits::BEGINS)
        && let Some(to) = after_of(reading, next, limit)
    {
        return Some(to);
    }
    let has_place = head + 2 == next && reading.is(head + 1, Traits::PLACE);
    Some(if has_place { next } else { head + 1 })
}

/// "Fish and Wildlife Service": two parts before one head. Only where the whole may well be one name.
fn joined(reading: &Reading, start: usize, end: usize, limit: usize) -> Option<usize> {
    if !matches!(reading.word(end), "and" | "&") || end + 1 >= limit || !reading.is(end + 1, Traits::CAPITAL) {
        return None;
    }
    let next = run_end(reading, end + 1, limit);
    let head = (end + 1..next).rev().find(|&n| reading.is(n, Traits::ENDS))?;
    let last = end - 1;
    let has_article = start > 0 && matches!(reading.word(start - 1), "the" | "The");
    let is_first = reading.is(start, Traits::FIRST);
    let is_else = (start..end).any(|n| reading.is(n, Traits::GIVEN.or(Traits::NEVER).or(Traits::TITLE).or(Traits::HONORIFIC)))
        || (start..next).any(|n| known_at(reading, n, next).is_some_and(|(length, _)| length > 1 || n == last));
    let is_plain = reading.is(last, Traits::ORDINARY);
    let is_place = |n: usize| reading.is(n, Traits::PLACE.or(Traits::DEMONYM));
    let serves_both =
        matches!(reading.word(head), "Police" | "Service" | "Constabulary" | "Council" | "Authority" | "Trust" | "Partnership");
    if end - start == 1 && is_place(last) && is_place(end + 1) && serves_both {
        return Some(head + 1);
    }
    let is_country = end - start == 1 && is_place(last);
    let is_head_alone = head == end + 1 && reading.word(last) != "Fire";
    (!is_else && !is_country && !is_head_alone && (is_plain && end - start <= 3 || has_article || is_first)).then_some(head + 1)
}

/// "Obama administration", "Llanerch Valley council": a head without a capital.
fn lower_case(reading: &Reading, start: usize, end: usize) -> Option<usize> {
    let last = end - 1;
    let is_place = reading.is(last, Traits::PLACE.or(Traits::DEMONYM).or(Traits::NEVER));
    let is_plain = (start..end).all(|n| reading.is(n, Traits::ORDINARY.or(Traits::FUNCTION)));
    let is_local = !reading.is(last, Traits::DEMONYM.or(Traits::NEVER)) && !is_plain && end - start <= 3;
    match reading.word(end) {
        "borough" | "county" | "city" | "town" | "district" | "parish" if is_local && reading.word(end + 1) == "council" => Some(end + 2),
        "administration" if !is_place && (reading.is(last, Traits::SURNAME) || !is_plain) && end - start <= 2 => Some(end + 1),
        "council" if is_local => Some(end + 1),
        _ => None,
    }
}
