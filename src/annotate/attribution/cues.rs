//! Reporting words: which there are, and where one stands as a verb.

use std::{collections::HashMap, sync::LazyLock};

use super::{
    complement,
    frames::{Frame, Kind},
};
use crate::annotate::lists;

/// What a reporting verb takes, as `lists/reporting_verbs.txt` names it.
pub type Takes = u16;
/// A quotation.
pub const QUOTE: Takes = 1;
/// A clause with "that".
pub const THAT: Takes = 2;
/// A clause without "that".
pub const ZERO: Takes = 4;
/// Whom it is said to, directly.
pub const TELL: Takes = 8;
/// An infinitive.
pub const TO: Takes = 16;
/// Somebody and an infinitive.
pub const SOMEONE_TO: Takes = 32;
/// Whether, if, or a question word.
pub const QUESTION: Takes = 64;
/// Somebody and a charge after "of".
pub const OF: Takes = 128;
/// Somebody and a charge after "for".
pub const FOR: Takes = 256;
/// A claim as its object.
pub const OBJECT: Takes = 512;
/// Somebody or something, "as", and what it is.
pub const AS: Takes = 1024;
/// Somebody or something, and what it is.
pub const NAME: Takes = 2048;

/// An object that holds words in quotation marks.
pub const WORDS: Takes = 4096;
/// What it is about, after of, about, against or for.
pub const ABOUT: Takes = 8192;

const KINDS: [(&str, Takes); 14] = [
    ("quote", QUOTE),
    ("that", THAT),
    ("zero", ZERO),
    ("tell", TELL),
    ("to", TO),
    ("someone-to", SOMEONE_TO),
    ("question", QUESTION),
    ("of", OF),
    ("for", FOR),
    ("object", OBJECT),
    ("as", AS),
    ("name", NAME),
    ("words", WORDS),
    ("about", ABOUT),
];

/// The form of a verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `say`.
    Base,
    /// `says`.
    Third,
    /// `said`.
    Past,
    /// `saying`.
    Participle,
}

/// A reporting verb in one of its forms.
#[derive(Debug, Clone, Copy)]
pub struct Verb {
    takes: Takes,
    /// The form.
    pub form: Form,
}

impl Verb {
    /// Whether it takes one of these.
    pub fn takes(self, any: Takes) -> bool {
        self.takes & any != 0
    }
}

/// The reporting verb that a word in lower case may be.
pub fn verb(word: &str) -> Option<Verb> {
    static VERBS: LazyLock<HashMap<&'static str, Verb>> = LazyLock::new(read);
    VERBS.get(word).copied()
}

fn read() -> HashMap<&'static str, Verb> {
    let mut verbs = HashMap::new();
    for line in lists::entries(include_str!("../lists/reporting_verbs.txt")) {
        let (forms, kinds) = line.split_once(':').unwrap_or((line, ""));
        let takes =
            kinds.split_whitespace().filter_map(|kind| KINDS.iter().find(|(name, _)| *name == kind)).fold(0, |all, (_, kind)| all | kind);
        for (position, word) in forms.split_whitespace().enumerate() {
            let form = match position {
                0 => Form::Base,
                1 => Form::Third,
                _ if word.ends_with("ing") => Form::Participle,
                _ => Form::Past,
            };
            verbs.entry(word).or_insert(Verb { takes, form });
        }
    }
    verbs
}

/// A reporting word in a frame.
#[derive(Debug, Clone, Copy)]
pub struct Cue {
    /// The number of its unit.
    pub at: usize,
    /// The verb.
    pub verb: Verb,
    /// The unit before which the subject ends: adverbs and auxiliaries stand between.
    pub subject_end: usize,
    /// Whether it is passive: who is told, not who tells, is its subject.
    pub is_passive: bool,
    /// Whether it says that something was not said, or not yet.
    pub is_negated: bool,
    /// Whether it is yet to be said: `would say`.
    pub is_future: bool,
}

const DETERMINERS: [&str; 17] =
    ["a", "an", "the", "his", "her", "its", "their", "our", "my", "your", "'s", "of", "such", "latest", "first", "new", "these"];

const BETWEEN: [&str; 63] = [
    "has",
    "have",
    "had",
    "having",
    "also",
    "later",
    "then",
    "again",
    "once",
    "first",
    "since",
    "just",
    "only",
    "now",
    "still",
    "today",
    "yesterday",
    "previously",
    "recently",
    "reportedly",
    "repeatedly",
    "himself",
    "herself",
    "itself",
    "themselves",
    "often",
    "always",
    "even",
    "further",
    "earlier",
    "early",
    "late",
    "already",
    "simply",
    "all",
    "both",
    "does",
    "do",
    "did",
    "can",
    "could",
    "may",
    "might",
    "must",
    "should",
    "would",
    "will",
    "never",
    "not",
    "is",
    "are",
    "was",
    "were",
    "be",
    "been",
    "being",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "heard",
];

const PASSIVE: [&str; 8] = ["is", "are", "was", "were", "be", "been", "being", "get"];

/// Every reporting verb of a frame that stands as one, in order.
pub fn find(frame: &Frame) -> Vec<Cue> {
    (0..frame.units.len()).filter_map(|at| cue_at(frame, at)).collect()
}

fn cue_at(frame: &Frame, at: usize) -> Option<Cue> {
    if frame.units[at].kind != Kind::Word {
        return None;
    }
    let verb = verb(frame.word(at))?;
    let before = if at > 0 { frame.word(at - 1) } else { "" };
    let is_proper = frame.is_capital(at) && at > 0 && !frame.is_title_case();
    let lacks_out = frame.word(at).starts_with("point") && frame.word(at + 1) != "out";
    if DETERMINERS.contains(&before) || is_proper || lacks_out || is_noun(frame, at, verb) {
        return None;
    }
    let mut subject_end = at;
    let (mut is_passive, mut is_negated, mut is_future) = (false, false, false);
    while subject_end > 0 && is_between(frame, subject_end - 1) {
        let word = frame.word(subject_end - 1);
        is_passive |= verb.form == Form::Past && PASSIVE.contains(&word);
        let is_modal = verb.form == Form::Base && matches!(word, "can" | "could" | "may" | "might" | "must" | "should");
        is_negated |= is_modal || matches!(word, "not" | "never") || word.ends_with("n't");
        is_future |= matches!(word, "will" | "would");
        subject_end -= 1;
    }
    let infinitive = verb.form == Form::Base && frame.word(at.wrapping_sub(1)) == "to";
    if infinitive {
        subject_end = went_on_to(frame, at)?;
    }
    Some(Cue { at, verb, subject_end, is_passive, is_negated, is_future })
}

fn is_between(frame: &Frame, n: usize) -> bool {
    let word = frame.word(n);
    frame.is_word(n) && (BETWEEN.contains(&word) || word.len() > 4 && word.ends_with("ly") && !frame.is_capital(n) || word.ends_with("n't"))
}

/// Where the subject of `X went on to say` ends; `None` for another infinitive.
fn went_on_to(frame: &Frame, at: usize) -> Option<usize> {
    match (frame.word(at.wrapping_sub(3)), frame.word(at.wrapping_sub(2))) {
        ("went" | "goes" | "go", "on") => Some(at - 3),
        (_, "continued" | "used" | "appeared" | "seemed" | "likes" | "liked" | "loves" | "loved" | "tends" | "tended") => Some(at - 2),
        _ => None,
    }
}

/// Whether a form that is also a noun stands as one: `police reports said`, `fresh claims of`.
fn is_noun(frame: &Frame, at: usize, verb: Verb) -> bool {
    let next = frame.word(at + 1);
    let before = if at > 0 { frame.word(at - 1) } else { "" };
    let next_is_verb = self::verb(next).is_some_and(|next| next.form != Form::Participle) && frame.is_word(at + 1)
        || PASSIVE.contains(&next)
        || matches!(next, "has" | "have" | "had" | "will");
    match verb.form {
        Form::Past => matches!(next, "by") && !verb.takes(QUOTE | AS | NAME),
        Form::Third => {
            let after_verb = frame.is_word(at.wrapping_sub(1)) && (self::verb(before).is_some() || complement::is_finite(before));
            next == "of" || next_is_verb || at == 0 || after_verb
        }
        Form::Base => {
            let plural = [
                "i",
                "we",
                "you",
                "they",
                "who",
                "people",
                "police",
                "others",
                "some",
                "many",
                "most",
                "several",
                "to",
                "both",
                "mps",
                "men",
                "women",
                "officials",
                "all",
                "'d",
                "'ll",
            ];
            let before_adverb = (0..at)
                .rev()
                .find(|&n| !is_between(frame, n) || matches!(frame.word(n), "will" | "would" | "did" | "do" | "can" | "could"));
            let subject = before_adverb.map_or("", |n| frame.word(n));
            let fits = plural.contains(&subject)
                || matches!(subject, "will" | "would" | "did" | "do")
                || subject.ends_with('s') && !subject.ends_with("ss") && subject.len() > 3;
            let after_comma = before == "," || before.is_empty() && at > 0 && frame.is_wordlike(at + 1);
            !fits && !after_comma || next_is_verb || next == "of"
        }
        Form::Participle => {
            let opens = at == 0 || frame.is_mark(at - 1, &[",", "—", "–", "-", ";", "("]) || frame.passage(at - 1).is_some();
            let words = [
                "by",
                "as",
                "and",
                "while",
                "before",
                "after",
                "without",
                "statement",
                "letter",
                "email",
                "tweet",
                "post",
                "is",
                "are",
                "was",
                "were",
                "been",
                "heard",
                "interview",
                "from",
                "of",
                "or",
                "message",
            ];
            !opens && !words.contains(&before) || next == "of" && !verb.takes(OF)
        }
    }
}
