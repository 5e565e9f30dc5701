//! What the words before and after a name say.

use super::Evidence;
use crate::{
    annotate::{
        entities::Gender,
        lists,
        names::reading::{Reading, Traits},
    },
    domain::SectionKind,
};

fn further_is_name(reading: &Reading, n: usize) -> bool {
    matches!(reading.word(n), "name" | "names")
}

fn is_person_noun(reading: &Reading, n: usize) -> bool {
    reading.is(n, Traits::TITLE) && !reading.is(n, Traits::ORGANISATION_NOUN)
}

/// The words before it.
pub fn before(reading: &Reading, start: usize, several: bool, evidence: &mut Evidence) {
    let Some(before) = start.checked_sub(1) else { return };
    if reading.sentence_start(start) == start {
        return;
    }
    let word = reading.word(before);
    let further = before.saturating_sub(1);
    match word {
        "the" if reading.is_sport && several && reading.is(start, Traits::PLACE) => evidence.add(-2.2, 1.9),
        "the" | "The" => evidence.add(-2.2, 0.7),
        "is" | "was" if further_is_name(reading, further) => evidence.add(1.6, 0.4),
        "founded" | "co-founded" | "acquired" | "bought" | "joined" | "sued" => evidence.add(-1.2, 1.3),
        "By" | "by" if reading.sentence_start(start) == before && reading.parsed.section_of(start) == SectionKind::Byline => {
            evidence.add(2.0, 0.0);
        }
        "a" | "an" | "A" | "An" | "this" | "that" | "every" | "no" => evidence.add(-2.5, -1.2),
        "in" | "near" | "across" | "outside" | "around" | "into" | "toward" | "towards" | "through" | "throughout" => {
            evidence.add(-2.2, -1.6);
        }
        "at" if is_person_noun(reading, further) => evidence.add(-1.6, 2.0),
        "at" => evidence.add(-1.2, 0.4),
        "of" if lists::leading_roles().contains(&*reading.word(further).to_lowercase()) => evidence.add(-0.5, 1.6),
        "for" if reading.word(further).starts_with("spokes") => evidence.add(-0.4, 1.9),
        "of" if several
            && (reading.word(further) == ","
                || reading.is(further, Traits::CAPITAL)
                    && (!reading.is(further, Traits::ORDINARY) || reading.is(further, Traits::SURNAME))) =>
        {
            evidence.add(-1.5, 1.6);
        }
        "of" if reading.is(further, Traits::TITLE.or(Traits::THING)) => evidence.add(-2.2, 0.2),
        "to" if reading.word(further).eq_ignore_ascii_case("according") => evidence.add(1.3, 1.3),
        "over" | "against" | "beat" | "v" | "vs" | "thrashed" | "defeated" if reading.is_sport => evidence.add(0.0, 1.6),
        "from" => evidence.add(-0.6, 0.0),
        "on" => evidence.add(-1.0, -0.4),
        "by" | "By" | "with" | "and" => evidence.add(0.4, 0.2),
        "told" | "tells" => evidence.add(0.6, 0.9),
        "said" | "says" | "named" | "called" | "asked" | "wrote" | "added" => evidence.add(1.3, 0.3),
        "," | "-" | "–" | "—" if is_person_noun(reading, further) && is_kin_or_possessed(reading, further) => evidence.add(2.4, -0.5),
        "," | "–" | "—" if reading.is(further, Traits::ORGANISATION_NOUN) => evidence.add(-0.5, 1.8),
        "@" | "#" => evidence.add(-3.0, -3.0),
        "(" => evidence.add(-0.5, 0.4),
        "/" => evidence.add(0.2, 0.6),
        _ if is_person_noun(reading, before) && !reading.is(before, Traits::CAPITAL) => evidence.add(2.4, -0.5),
        _ if reading.is(before, Traits::ORGANISATION_NOUN)
            && (!reading.is(before, Traits::CAPITAL) || reading.is(before, Traits::FIRST)) =>
        {
            evidence.add(-0.8, 2.0);
        }
        _ => {}
    }
}

/// "his wife", "the club chairman": a noun that may end what is said of somebody before the name.
fn is_kin_or_possessed(reading: &Reading, noun: usize) -> bool {
    (noun.saturating_sub(5)..noun).any(|n| {
        reading.is_possessive(n)
            || matches!(
                reading.word(n),
                "his"
                    | "her"
                    | "its"
                    | "their"
                    | "my"
                    | "our"
                    | "His"
                    | "Her"
                    | "Its"
                    | "Their"
                    | "My"
                    | "Our"
                    | "the"
                    | "The"
                    | "Your"
                    | "your"
            )
    })
}

/// The words after it.
pub fn after(reading: &Reading, end: usize, evidence: &mut Evidence) {
    let word = reading.word(end);
    if reading.is_possessive(end) || matches!(word, "'" | "’") && reading.parsed.touches_next(end - 1) {
        owner(reading, end + 1, evidence);
    } else if reading.is_sport
        && matches!(word, "beat" | "lost" | "won" | "drew" | "were" | "led" | "captain" | "manager" | "coach" | "striker" | "boss")
    {
        evidence.add(0.6, 1.5);
    } else if reading.is(end, Traits::ACTING) {
        evidence.add(1.3, 1.0);
    } else if matches!(word, "," | "–" | "—" | "-") {
        apposition(reading, end + 1, evidence);
    } else if word == "(" {
        let is_age = reading.word(end + 1).len() <= 2 && reading.word(end + 1).parse::<u8>().is_ok();
        evidence.add(if is_age { 3.0 } else { 0.0 }, 0.2);
    } else if reading.is(end, Traits::THING) {
        evidence.add(-1.6, -1.2);
    } else if reading.is(end, Traits::ORGANISATION_NOUN) && !reading.is(end, Traits::CAPITAL) {
        evidence.add(-1.0, 2.0);
    } else if reading.is(end + 1, Traits::ORGANISATION_NOUN) && is_plain_noun(reading, end) {
        evidence.add(-0.8, 1.4);
    } else if reading.is(end, Traits::TITLE) && !reading.is(end, Traits::CAPITAL) {
        evidence.add(-1.2, 1.6);
    } else if reading.is(end, Traits::TITLE) && reading.word(end) != "." {
        // "Kestrel Chairman Jan Orr": whose title it is.
        evidence.add(-1.5, 1.6);
    } else if matches!(word, "who" | "himself" | "herself") {
        evidence.add(2.5, -1.0);
    } else if matches!(word, "has" | "was" | "is" | "had" | "will" | "would") {
        evidence.add(0.5, 0.4);
    } else if word == ":" && end >= 2 && reading.sentence_start(end - 1) + 3 > end {
        evidence.add(0.6, 0.0);
    }
}

fn is_plain_noun(reading: &Reading, n: usize) -> bool {
    let word = reading.word(n);
    word.starts_with(char::is_lowercase) && !reading.is(n, Traits::FUNCTION.or(Traits::ACTING).or(Traits::TITLE))
}

/// "…'s wife", "…'s shares".
fn owner(reading: &Reading, next: usize, evidence: &mut Evidence) {
    let gender = lists::titles().get(reading.word(next)).unwrap_or_default();
    if gender != Gender::Unknown
        || matches!(reading.word(next), "lawyer" | "death" | "voice" | "face" | "hands" | "family" | "parents" | "friends" | "own")
    {
        evidence.add(1.4, 0.0);
    } else if reading.is(next, Traits::ORGANISATION_NOUN)
        || matches!(reading.word(next), "chief" | "board" | "shares" | "founder" | "editor" | "headquarters")
    {
        evidence.add(0.0, 1.2);
    } else {
        evidence.add(0.3, 0.3);
    }
}

/// ", 43," or ", who", or ", a German business daily,".
fn apposition(reading: &Reading, start: usize, evidence: &mut Evidence) {
    let word = reading.word(start);
    let closes = |n: usize| matches!(reading.word(n), "," | "." | ")" | "–" | "—") || reading.word(n) == "and";
    if word.len() <= 3 && word.parse::<u8>().is_ok() && closes(start + 1) || word == "aged" {
        evidence.add(3.0, -1.0);
        return;
    }
    match word {
        "who" | "whose" | "himself" | "herself" => return evidence.add(2.2, -0.5),
        "which" => return evidence.add(-1.0, 1.8),
        "founded" | "based" | "headquartered" | "owned" => return evidence.add(-0.5, 2.0),
        _ => {}
    }
    // "In Mitchell, S.D., …": a place and where it lies.
    if reading.is(start, Traits::PLACE) && !reading.is_possessive(start + 1) && matches!(reading.word(start + 1), "," | ".") {
        evidence.add(-1.5, -1.0);
    }
    let is_opened =
        matches!(word, "a" | "an" | "the" | "his" | "her" | "its" | "their" | "one" | "another" | "also" | "now" | "then" | "former")
            || is_plain_noun(reading, start)
            || reading.is(start, Traits::TITLE)
            || reading.is(start, Traits::DEMONYM.or(Traits::PLACE));
    if !is_opened {
        return;
    }
    for n in start..start + 8 {
        let word = reading.word(n);
        if matches!(word, "," | "." | ";" | ":" | "" | "said" | "says" | "and") || reading.is(n, Traits::ACTING) {
            return;
        }
        if reading.is_possessive(n + 1) {
            continue;
        }
        let closes_noun = reading.word(n + 1).ends_with("ed")
            || !reading.parsed.is_word(n + 1)
            || reading.is(n + 1, Traits::FUNCTION)
            || reading.is(n + 1, Traits::PARTICLE);
        if reading.is(n, Traits::ORGANISATION_NOUN) && closes_noun {
            return evidence.add(-0.8, 2.1);
        }
        if is_person_noun(reading, n) && closes_noun {
            return evidence.add(2.1, -0.3);
        }
    }
}
