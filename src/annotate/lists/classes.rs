//! Classes of words: what a word may be, looked up once for every word and asked often. The words stand in `word_classes.txt`.

use std::{
    collections::HashMap,
    ops::{BitOr, BitOrAssign},
    sync::LazyLock,
};

/// What a word may be: a set of classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Classes(u64);

impl Classes {
    /// The classes of a word in lower case, with a straight apostrophe.
    #[must_use]
    pub fn of(word: &str) -> Self {
        let listed = WORDS.get(word).copied().unwrap_or_default();
        // `family` and `reply` are no adverbs.
        let is_adverb = word.ends_with("ly") && word.len() > 4 && !listed.any(SPEAKER_NOUN | OCCASION);
        listed | by_form(word) | if is_adverb { ADVERB } else { Self::default() }
    }

    /// Whether it has any of the classes of `other`.
    #[must_use]
    pub const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The classes that both have.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The classes of both.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitOr for Classes {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.or(other)
    }
}

impl BitOrAssign for Classes {
    fn bitor_assign(&mut self, other: Self) {
        *self = self.or(other);
    }
}

/// Names the classes, and finds each by its heading in the file.
macro_rules! classes {
    ($($name:ident)*) => {
        #[expect(non_camel_case_types, clippy::upper_case_acronyms, reason = "numbers the constants of the same names")]
        enum Number { $($name),* }
        $(#[doc = concat!("The class `", stringify!($name), "`; `word_classes.txt` says what it is for.")]
        pub const $name: Classes = Classes(1 << Number::$name as u64);)*
        const NAMED: &[(&str, Classes)] = &[$((stringify!($name), $name)),*];
    };
}

classes! {
    DETERMINER BEFORE_NOUN PRONOUN PERSONAL_PRONOUN OBJECT_PRONOUN INDEFINITE_PRONOUN RELATIVE QUESTION_WORD
    PREPOSITION LINK PHRASE_OPENER CONJUNCTION LEADING_CONJUNCTION REPORT_CONJUNCTION
    BE MODAL BETWEEN CATENATIVE FINITE PLURAL_SUBJECT AUXILIARY BEFORE_PARTICIPLE
    AFTER_SPEAKER ADVERBIAL_OPENER CLAUSE_OPENER AFTER_ADDRESSEE
    WEEKDAY MONTH TIME TIME_OPENER CIRCUMSTANCE_ADVERB CIRCUMSTANCE_PREPOSITION OCCASION_PREPOSITION MEDIUM DATED
    OBJECT_END OBJECT_OPENER REMARK AFTER_CHARGE AFTER_QUOTATION AFTER_INTERRUPTION CITING NAMING
    BODY DOCUMENT GROUP INDEFINITE FEMALE MALE
    SPEAKER_NOUN OCCASION FUNCTION SENTENCE_OPENER
    NUMBER ADVERB
}

/// Whatever tells a time.
pub const WHEN: Classes = WEEKDAY.or(MONTH).or(TIME).or(NUMBER);

/// The words of a class, in the order of the file.
#[must_use]
pub fn words(class: Classes) -> Vec<&'static str> {
    listed().filter(|&(_, other)| other == class).map(|(word, _)| word).collect()
}

static WORDS: LazyLock<HashMap<&'static str, Classes>> = LazyLock::new(|| {
    let mut words: HashMap<&'static str, Classes> = HashMap::new();
    let lists = [
        (super::speaker_nouns(), SPEAKER_NOUN),
        (super::occasions(), OCCASION),
        (super::function_words(), FUNCTION),
        (super::sentence_openers(), SENTENCE_OPENER),
    ];
    let from_lists = lists.into_iter().flat_map(|(list, class)| list.iter().map(move |&word| (word, class)));
    for (word, class) in listed().chain(from_lists) {
        *words.entry(word).or_default() |= class;
    }
    words
});

/// The words of the file with their classes, in order.
fn listed() -> impl Iterator<Item = (&'static str, Classes)> {
    let mut class = Classes::default();
    super::entries(include_str!("word_classes.txt")).flat_map(move |line| {
        let heading = line.strip_prefix('[').and_then(|line| line.strip_suffix(']'));
        class = heading.map_or(class, of_heading);
        let own = class;
        line.split_whitespace().filter(move |_| heading.is_none()).map(move |word| (word, own))
    })
}

/// The class of a heading: `[before-noun]` is `BEFORE_NOUN`. What code does not name is no class.
fn of_heading(heading: &str) -> Classes {
    let name = heading.replace('-', "_").to_uppercase();
    NAMED.iter().find(|(own, _)| *own == name).map_or_else(Classes::default, |&(_, class)| class)
}

/// The classes that the form of a word tells.
fn by_form(word: &str) -> Classes {
    let is_contraction = ["n't", "'ll", "'re", "'ve", "'m"].iter().any(|end| word.ends_with(end)) || word.ends_with("'d") && word.len() > 2;
    let forms = [(is_contraction, FINITE), (word.starts_with(|first: char| first.is_ascii_digit()), NUMBER)];
    forms.into_iter().filter(|(is_so, _)| *is_so).fold(Classes::default(), |all, (_, class)| all | class)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_heading_is_a_class_and_every_class_has_words() {
        let file = include_str!("word_classes.txt");
        for heading in file.lines().filter_map(|line| line.strip_prefix('[')?.strip_suffix(']')) {
            assert_ne!(of_heading(heading), Classes::default(), "no class is called {heading}");
        }
        for &(name, class) in NAMED {
            assert!([NUMBER, ADVERB].contains(&class) || WORDS.values().any(|word| word.any(class)), "{name} has no words");
        }
        assert_eq!(words(WEEKDAY).first(), Some(&"monday"));
    }

    #[test]
    fn a_word_is_all_that_it_may_be() {
        assert!(Classes::of("may").any(MONTH) && Classes::of("may").any(MODAL) && Classes::of("may").any(FINITE));
        assert!(
            Classes::of("couldn't").any(FINITE)
                && Classes::of("quietly").any(ADVERB)
                && !Classes::of("family").any(ADVERB)
                && Classes::of("23rd").any(NUMBER)
        );
        assert_eq!(Classes::of("zebra"), Classes::default());
    }
}
