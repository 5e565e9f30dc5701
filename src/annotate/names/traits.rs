//! What a word is by itself: looked up in the lists, as flags.

use crate::annotate::lists;

/// What one token is, as flags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Traits(u32);

macro_rules! traits {
    ($($(#[$doc:meta])* $name:ident = $bit:literal;)*) => {
        impl Traits { $($(#[$doc])* pub const $name: Self = Self(1 << $bit);)* }
    };
}

traits! {
    /// A word with a capital: at its start, or after `al-` and the like.
    CAPITAL = 0;
    /// Two letters or more, all capitals.
    UPPER = 1;
    /// One letter with or before a full stop, or several: `J`, `J.K.`
    INITIAL = 2;
    /// An ordinary English word but for its capital.
    ORDINARY = 3;
    /// A given name.
    GIVEN = 4;
    /// A family name.
    SURNAME = 5;
    /// A place, or part of one.
    PLACE = 6;
    /// A nationality, a people, a creed.
    DEMONYM = 7;
    /// Neither person nor organisation.
    NEVER = 8;
    /// An article, a preposition and the like.
    FUNCTION = 9;
    /// Part of a title or office.
    TITLE = 10;
    /// `Mr`, `Dame`.
    HONORIFIC = 11;
    /// Organisations' names go on after it with "of".
    BEGINS = 12;
    /// Organisations' names end with it.
    ENDS = 13;
    /// It makes an organisation's name wherever it stands.
    ANYWHERE = 14;
    /// A small word within names.
    PARTICLE = 15;
    /// Its capital may be due to its place: the first word of a sentence or of a quotation.
    FIRST = 16;
    /// It goes with the title after it.
    MODIFIER = 17;
    /// The last word of things, places, laws, events.
    THING = 18;
    /// A noun for what an organisation is.
    ORGANISATION_NOUN = 19;
    /// A verb for what people and organisations do.
    ACTING = 20;
    /// Several letters with a full stop after each, or capitals with digits and marks.
    ABBREVIATION = 21;
    /// A given name so common that it is one wherever it stands.
    COMMON = 22;
}

impl Traits {
    /// Whether it has any of the flags of `other`.
    #[must_use]
    pub fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// All the flags of both.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Sets the flags of `other` where `on`.
    pub fn set(&mut self, other: Self, on: bool) {
        if on {
            self.0 |= other.0;
        }
    }
}

/// What a word is by itself.
pub fn word_traits(word: &str, lower: &mut String) -> Traits {
    let mut traits = Traits::default();
    let first = word.chars().next().unwrap_or(' ');
    if !first.is_uppercase() {
        lower_traits(word, &mut traits);
        traits.set(Traits::CAPITAL, has_capital_after_particle(word));
        return traits;
    }
    traits.set(Traits::CAPITAL, true);
    lower.clear();
    lower.extend(word.chars().flat_map(char::to_lowercase));
    let letters = word.chars().filter(|letter| letter.is_alphabetic()).count();
    let is_upper = letters >= 2 && !word.contains(char::is_lowercase);
    traits.set(Traits::UPPER, is_upper);
    traits.set(Traits::INITIAL, letters == 1 && word.len() <= 3 && word != "I" || is_upper && word.contains('.') && word.ends_with('.'));
    traits.set(Traits::ABBREVIATION, is_upper && word.contains('.'));
    let title_case: String;
    let name = if is_upper && letters > 3 {
        title_case = word.chars().take(1).chain(lower.chars().skip(1)).collect();
        &*title_case
    } else {
        word
    };
    traits.set(Traits::ORDINARY, lower.split(['-', '‐', '‑']).all(|part| lists::ordinary_words().contains(part)));
    traits.set(Traits::FUNCTION, lists::function_words().contains(&**lower) || lower.contains(['\'', '’']) && is_contraction(lower));
    traits.set(Traits::GIVEN, is_given(name));
    traits.set(Traits::COMMON, lists::given_names().get(name).is_some_and(|given| given.is_common));
    traits.set(Traits::SURNAME, lists::surnames().contains(name));
    let singular = name.strip_suffix('s').unwrap_or(name);
    traits.set(Traits::DEMONYM, lists::demonyms().contains(name) || lists::demonyms().contains(singular));
    traits.set(Traits::HONORIFIC, lists::honorifics().contains_key(word));
    if let Some(head) = lists::organisation_heads().get(name) {
        traits.set(Traits::BEGINS, head.begins());
        traits.set(Traits::ENDS, head.ends());
        traits.set(Traits::ANYWHERE, *head == lists::Head::Any);
    }
    traits.set(Traits::NEVER, word.contains('_'));
    // "Gazette-Examiner": of two heads the last one counts.
    if let Some(head) = word.rsplit_once('-').and_then(|(_, last)| lists::organisation_heads().get(last)) {
        traits.set(Traits::ENDS, head.ends());
    }
    traits.set(Traits::MODIFIER, lists::title_modifiers().contains(&**lower));
    traits.set(Traits::THING, lists::thing_nouns().contains(&**lower));
    traits.set(Traits::ORGANISATION_NOUN, lists::organisation_nouns().contains(&**lower));
    hyphenated(word, &mut traits);
    traits
}

fn lower_traits(word: &str, traits: &mut Traits) {
    traits.set(Traits::PARTICLE, lists::particles().contains(word));
    traits.set(Traits::FUNCTION, lists::function_words().contains(word));
    traits.set(Traits::TITLE, lists::titles().contains(word));
    traits.set(Traits::THING, lists::thing_nouns().contains(word));
    traits.set(Traits::ORGANISATION_NOUN, lists::organisation_nouns().contains(word));
    traits.set(Traits::ACTING, lists::acting_verbs().contains(word));
}

/// `al-Assad`, `d'Estaing`: a small word joined to a name.
fn has_capital_after_particle(word: &str) -> bool {
    word.split_once(['-', '\'', '’']).is_some_and(|(particle, name)| {
        let joins =
            matches!(particle, "al" | "el" | "as" | "ad" | "ar" | "an" | "at" | "ash" | "az" | "ul" | "d" | "l" | "bin" | "ben" | "de");
        joins && name.chars().next().is_some_and(char::is_uppercase)
    })
}

/// `It's`, `They'd`, `Don't`.
fn is_contraction(lower: &str) -> bool {
    lower.split(['\'', '’']).next().is_some_and(|stem| lists::function_words().contains(stem) || stem.ends_with('n'))
        && ["t", "s", "d", "m", "ll", "re", "ve"]
            .iter()
            .any(|end| lower.ends_with(&format!("'{end}")) || lower.ends_with(&format!("’{end}")))
}

fn is_given(name: &str) -> bool {
    let names = lists::given_names();
    names.contains_key(name)
        || name
            .split_once(['-', '‐', '‑'])
            .is_some_and(|(first, second)| names.contains_key(first) && second.chars().next().is_some_and(char::is_uppercase))
}

/// `Dresden-based` and `US-Russia` name nobody; `Ji-won` does.
fn hyphenated(word: &str, traits: &mut Traits) {
    let Some((first, last)) = word.split_once(['-', '‐', '‑']) else { return };
    let is_place = |part: &str| lists::places().contains(part) || lists::demonyms().contains(part);
    if last.chars().next().is_some_and(char::is_lowercase) {
        let is_syllable = first.chars().count() <= 5 && last.chars().count() <= 5 && first.contains(char::is_lowercase);
        let is_compound = lists::compound_ends().contains(last) || is_place(first) && lists::ordinary_words().contains(last);
        let is_name = is_syllable && !is_compound && !lists::function_words().contains(&*first.to_lowercase());
        traits.set(Traits::NEVER, !is_name);
        traits.set(Traits::GIVEN, is_name);
    } else if is_place(first) && first != "Jean" || is_place(last) && !traits.any(Traits::GIVEN) {
        traits.set(Traits::PLACE, true);
    }
}
