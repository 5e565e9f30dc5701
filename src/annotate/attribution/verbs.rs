//! What each reporting verb takes. The verbs stand in `lists/reporting_verbs.txt`: a new one is a line there.

use std::{collections::HashMap, sync::LazyLock};

use crate::annotate::lists;

/// What a reporting verb takes: a set of kinds.
pub type Takes = u16;

/// Gives the kinds, and finds each by its name in the file.
macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $name:literal, $bit:literal;)*) => {
        $($(#[$doc])* pub const $kind: Takes = 1 << $bit;)*
        const KINDS: &[(&str, Takes)] = &[$(($name, $kind)),*];
    };
}

kinds! {
    /// A quotation.
    QUOTE = "quote", 0;
    /// A clause with "that".
    THAT = "that", 1;
    /// A clause without "that".
    ZERO = "zero", 2;
    /// Whom it is said to, directly.
    TELL = "tell", 3;
    /// An infinitive.
    TO = "to", 4;
    /// Somebody and an infinitive.
    SOMEONE_TO = "someone-to", 5;
    /// Whether, if, or a question word.
    QUESTION = "question", 6;
    /// Somebody and a charge after "of".
    OF = "of", 7;
    /// Somebody and a charge after "for".
    FOR = "for", 8;
    /// A claim as its object.
    OBJECT = "object", 9;
    /// Somebody or something, "as", and what it is.
    AS = "as", 10;
    /// Somebody or something, and what it is.
    NAME = "name", 11;
    /// An object that holds words in quotation marks.
    WORDS = "words", 12;
    /// What it is about, after of, about, against or for.
    ABOUT = "about", 13;
}

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
    /// Its base form.
    pub lemma: &'static str,
    /// The form.
    pub form: Form,
    takes: Takes,
}

impl Verb {
    /// The verb of "according to", which is none but reports as one does.
    pub const ACCORDING: Self = Self { lemma: "according", form: Form::Past, takes: QUOTE | THAT | ZERO };

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
        let kinds = kinds.split_whitespace().filter_map(|kind| KINDS.iter().find(|(name, _)| *name == kind));
        let takes = kinds.fold(0, |all, (_, kind)| all | kind);
        let lemma = forms.split_whitespace().next().unwrap_or_default();
        for (position, word) in forms.split_whitespace().enumerate() {
            let form = match position {
                0 => Form::Base,
                1 => Form::Third,
                _ if word.ends_with("ing") => Form::Participle,
                _ => Form::Past,
            };
            verbs.entry(word).or_insert(Verb { lemma, form, takes });
        }
    }
    verbs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verb_takes_something_that_the_file_explains() {
        for line in lists::entries(include_str!("../lists/reporting_verbs.txt")) {
            let (_, kinds) = line.split_once(':').expect("a colon");
            assert!(!kinds.trim().is_empty(), "{line}");
            for kind in kinds.split_whitespace() {
                assert!(KINDS.iter().any(|(name, _)| *name == kind), "{kind} in {line}");
            }
        }
        assert!(verb("told").is_some_and(|verb| verb.lemma == "tell" && verb.form == Form::Past && verb.takes(TELL)));
        assert!(verb("telling").is_some_and(|verb| verb.form == Form::Participle));
    }
}
