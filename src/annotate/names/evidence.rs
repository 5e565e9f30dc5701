//! What speaks for a person or an organisation where neither title nor head tells: the words of the name, and those around it.

use super::{
    reading::{Reading, Traits},
    runs::Open,
};
use crate::{
    annotate::{entities::Gender, lists},
    domain::SectionKind,
};

/// How much speaks for either; about 2 decides.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Evidence {
    /// For a person.
    pub person: f64,
    /// For an organisation.
    pub organisation: f64,
}

impl Evidence {
    /// Takes in the evidence of another occurrence of the same words.
    pub fn join(&mut self, other: Self) {
        let both = |one: f64, other: f64| one.max(other) + (0.4 * one.min(other)).clamp(-0.6, 0.5);
        *self = Self { person: both(self.person, other.person), organisation: both(self.organisation, other.organisation) };
    }

    fn add(&mut self, person: f64, organisation: f64) {
        self.person += person;
        self.organisation += organisation;
    }
}

/// Weighs a run of capitalised words.
pub fn weigh(reading: &Reading, open: &Open) -> Evidence {
    let mut evidence = Evidence { person: 0.0, organisation: open.organisation };
    if is_agency(reading, open) {
        evidence.add(-2.0, 3.0);
    }
    words(reading, open, &mut evidence);
    before(reading, open.start, &mut evidence);
    after(reading, open.end, &mut evidence);
    if open.article {
        evidence.add(-2.0, 1.2);
    }
    evidence
}

/// "MUSCAT, May 17 (Orbis) -": who sent the report.
fn is_agency(reading: &Reading, open: &Open) -> bool {
    let first = reading.sentence_start(open.start);
    let dash = matches!(reading.word(open.end + 1), "-" | "–" | "—");
    open.start > first && open.start - first < 16 && reading.word(open.start - 1) == "(" && reading.word(open.end) == ")" && dash
}

/// The words of the name themselves.
fn words(reading: &Reading, open: &Open, evidence: &mut Evidence) {
    let is = |n: usize, traits: Traits| reading.is(n, traits);
    let (start, last) = (open.start, open.end - 1);
    let capitals = (start..open.end).filter(|&n| is(n, Traits::CAPITAL)).count();
    let unclear = Traits::PLACE.or(Traits::ORDINARY).or(Traits::NEVER).or(Traits::DEMONYM);
    let has_initial = (start..last).any(|n| is(n, Traits::INITIAL));
    let has_particle = (start + 1..last).any(|n| is(n, Traits::PARTICLE));
    let ordinary = (start..open.end).filter(|&n| is(n, Traits::ORDINARY) && !is(n, Traits::GIVEN.or(Traits::SURNAME))).count();
    if capitals == 1 {
        single_word(reading, start, evidence);
        return;
    }
    evidence.add(if looks_foreign(reading, open) { 2.1 } else { 0.8 }, 0.4);
    if is(start, Traits::GIVEN) {
        evidence.add(if is(start, unclear) { 1.2 } else { 2.2 }, 0.0);
    }
    let middle = (start + 1..last).any(|n| is(n, Traits::GIVEN) && !is(n, unclear));
    evidence.add(if middle { 0.6 } else { 0.0 }, 0.0);
    if has_initial {
        evidence.add(1.8, 0.0);
    }
    if has_particle {
        evidence.add(1.0, 0.0);
    }
    if is(last, Traits::SURNAME) && !is(start, unclear) {
        evidence.add(0.7, 0.0);
    }
    if matches!(reading.word(last), "Jr" | "Sr" | "III" | ".") || (start..open.end).any(|n| is_syllables(reading.word(n))) {
        evidence.add(1.8, 0.0);
    }
    if (start..open.end).any(|n| reading.word(n) == "&") {
        evidence.add(-3.0, 2.0);
    }
    // Words of the language name things rather than people.
    #[expect(clippy::cast_precision_loss, reason = "a run has few words")]
    evidence.add(-(ordinary as f64), 0.0);
    if ordinary == capitals {
        evidence.add(-1.5, 0.2);
    }
    if reading.is_sport && reading.word(last).ends_with('s') && !is(last, Traits::SURNAME) {
        evidence.add(-1.8, 1.3);
    }
    if capitals > 4 {
        evidence.add(-1.0, 0.0);
    }
    if is(start, Traits::UPPER) && !is(last, Traits::UPPER) && !has_initial {
        evidence.add(-1.0, 0.8);
    }
}

/// Two or three words that are neither of the language nor places: mostly people, unless their surroundings say no.
fn looks_foreign(reading: &Reading, open: &Open) -> bool {
    let unclear = Traits::PLACE.or(Traits::ORDINARY).or(Traits::NEVER).or(Traits::DEMONYM).or(Traits::UPPER).or(Traits::TITLE);
    open.end - open.start <= 3
        && (open.start..open.end).all(|n| !reading.is(n, unclear) && !has_inner_capital(reading.word(n)) && is_latin(reading.word(n)))
}

/// Names in other scripts are not read here.
fn is_latin(word: &str) -> bool {
    word.chars().all(|c| !c.is_alphabetic() || c < '\u{250}' || ('\u{1e00}'..'\u{1f00}').contains(&c))
}

/// `SkyPlay`, `NorthGas`: how companies write themselves, and `McKay` does not.
fn has_inner_capital(word: &str) -> bool {
    let is_surname =
        ["Mc", "Mac", "De", "Le", "La", "Di", "Du", "Fitz", "Van", "O'", "O’", "D'", "D’"].iter().any(|start| word.starts_with(start));
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_alphabetic)
        && !is_surname
        && word.contains(char::is_lowercase)
        && !word.contains(['-', '\'', '’', '.'])
        && letters.any(char::is_uppercase)
}

/// One word: a name's form says little, so the words around it have to.
fn single_word(reading: &Reading, n: usize, evidence: &mut Evidence) {
    let is = |traits: Traits| reading.is(n, traits);
    let unclear = Traits::PLACE.or(Traits::NEVER).or(Traits::DEMONYM);
    let is_listed = evidence.organisation > 1.0;
    if reading.is_sport && lists::sports_places().contains(reading.word(n)) {
        evidence.add(-2.0, 0.8);
    } else if is(Traits::FIRST) && is_listed {
        evidence.add(-1.0, -0.3);
    } else if is(unclear) || is(Traits::ORDINARY) && is(Traits::FIRST) || is(Traits::TITLE.or(Traits::HONORIFIC)) {
        evidence.add(-3.0, -3.0);
    } else if is(Traits::ORDINARY) && !is_listed {
        evidence.add(-1.2, -0.6);
    }
    if lists::people().contains(reading.word(n)) {
        evidence.add(2.6, -1.0);
    }
    if reading.is_sport {
        evidence.add(-1.0, 0.4);
    }
    // Whom one tells with no name before is a newspaper or a station.
    if n > 0 && matches!(reading.word(n - 1), "told" | "tells") && !is(Traits::GIVEN.or(Traits::SURNAME)) {
        evidence.add(-0.6, 1.2);
    }
    if is(Traits::FIRST) && reading.word(n + 1) == "," && reading.word(n + 2) == "which" {
        evidence.add(0.0, 0.4);
    }
    if has_inner_capital(reading.word(n)) {
        evidence.add(-0.8, 1.2);
    }
    if is(Traits::ABBREVIATION)
        || reading.word(n).chars().count() < 3 && !is(Traits::UPPER)
        || reading.word(n).contains(|c: char| c.is_ascii_digit())
    {
        evidence.add(-3.0, -1.0);
    }
    if is(Traits::UPPER) {
        let letters = reading.word(n).chars().count();
        evidence.add(-3.0, if (2..=6).contains(&letters) { 0.9 } else { -1.0 });
    } else if is_listed {
        evidence.add(-1.0, 0.0);
    } else if is(Traits::COMMON) && !is(Traits::ORDINARY) {
        evidence.add(2.0, -0.8);
    } else if is(Traits::GIVEN) {
        evidence.add(1.3, -0.5);
    } else if is(Traits::SURNAME) {
        evidence.add(0.6, -0.2);
    }
}

/// `Ji-won`, `Seo-yeon`: two syllables of a given name.
fn is_syllables(word: &str) -> bool {
    word.split_once(['-', '‐', '‑']).is_some_and(|(first, last)| {
        first.chars().count() <= 5
            && last.chars().count() <= 5
            && last.chars().all(char::is_lowercase)
            && first.contains(char::is_lowercase)
    })
}

/// Nouns for those who lead companies.
fn is_business_noun(word: &str) -> bool {
    matches!(
        word,
        "executive" | "founder" | "co-founder" | "chairman" | "chairwoman" | "boss" | "owner" | "ceo" | "CEO" | "partner" | "shareholder"
    )
}

fn further_is_name(reading: &Reading, n: usize) -> bool {
    matches!(reading.word(n), "name" | "names")
}

fn is_person_noun(reading: &Reading, n: usize) -> bool {
    reading.is(n, Traits::TITLE) && !reading.is(n, Traits::ORGANISATION_NOUN)
}

/// The words before it.
fn before(reading: &Reading, start: usize, evidence: &mut Evidence) {
    let Some(before) = start.checked_sub(1) else { return };
    if reading.sentence_start(start) == start {
        return;
    }
    let word = reading.word(before);
    let further = before.saturating_sub(1);
    match word {
        "the" | "The" => evidence.add(-2.2, 0.7),
        "is" | "was" if further_is_name(reading, further) => evidence.add(1.6, 0.4),
        "founded" | "co-founded" | "acquired" | "bought" | "joined" | "sued" => evidence.add(-1.2, 1.3),
        "By" | "by" if reading.sentence_start(start) == before && reading.parsed.section_of(start) == SectionKind::Byline => {
            evidence.add(2.0, 0.0)
        }
        "a" | "an" | "A" | "An" | "this" | "that" | "every" | "no" => evidence.add(-2.5, -1.2),
        "in" | "near" | "across" | "outside" | "around" | "into" | "toward" | "towards" | "through" | "throughout" => {
            evidence.add(-2.2, -1.6);
        }
        "at" if is_person_noun(reading, further) => evidence.add(-1.6, 2.0),
        "at" => evidence.add(-1.2, 0.4),
        "of" if is_business_noun(reading.word(further)) => evidence.add(-0.5, 1.4),
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
        "(" => evidence.add(-0.5, 0.4),
        "/" => evidence.add(0.2, 0.6),
        _ if is_person_noun(reading, before) && !reading.is(before, Traits::CAPITAL) => evidence.add(2.4, -0.5),
        _ if reading.is(before, Traits::ORGANISATION_NOUN)
            && (!reading.is(before, Traits::CAPITAL) || reading.is(before, Traits::FIRST)) =>
        {
            evidence.add(-0.8, 2.0)
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
fn after(reading: &Reading, end: usize, evidence: &mut Evidence) {
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

/// What the kind of section adds: names in bylines are people's.
pub fn section(kind: SectionKind, is_alone: bool) -> Evidence {
    match kind {
        SectionKind::Byline => Evidence { person: if is_alone { 0.0 } else { 1.2 }, organisation: 0.0 },
        SectionKind::Credit => Evidence { person: if is_alone { 0.0 } else { 0.8 }, organisation: 0.3 },
        SectionKind::Bio => Evidence { person: 0.4, organisation: 0.0 },
        SectionKind::Boilerplate => Evidence { person: -0.8, organisation: -0.4 },
        SectionKind::Spam | SectionKind::CommentMeta => Evidence { person: -3.0, organisation: -3.0 },
        SectionKind::Dateline => Evidence { person: -2.0, organisation: 0.0 },
        _ => Evidence::default(),
    }
}
