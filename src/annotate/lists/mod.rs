//! Word lists: one file a list, read once. A line is an entry; `#` begins a remark, the first of which name origin and licence.

mod phrases;

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

pub use phrases::Phrases;

use super::entities::Gender;

/// Gives a function that returns the set of a file's entries.
macro_rules! lists {
    ($($(#[$doc:meta])* $name:ident = $file:literal;)*) => {
        $($(#[$doc])*
        #[must_use]
        pub fn $name() -> &'static HashSet<&'static str> {
            static LIST: LazyLock<HashSet<&'static str>> = LazyLock::new(|| entries(include_str!($file)).collect());
            &LIST
        })*
    };
}

/// Gives a function that returns a list whose entries are phrases, or words with something after them: `entry => (words, value)`.
macro_rules! tables {
    ($($(#[$doc:meta])* $name:ident: $type:ty = $read:expr, $($file:literal),+;)*) => {
        $($(#[$doc])*
        #[must_use]
        pub fn $name() -> &'static $type {
            static LIST: LazyLock<$type> =
                LazyLock::new(|| [$(include_str!($file)),+].into_iter().flat_map(entries).flat_map($read).collect());
            &LIST
        })*
    };
}

/// The entries of a list: lines without remarks and blanks at the edges.
pub(super) fn entries(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().map(|line| line.split('#').next().unwrap_or_default().trim()).filter(|entry| !entry.is_empty())
}

lists! {
    /// Abbreviations whose full stop ends no sentence, without it, as they are written.
    abbreviations = "abbreviations.txt";
    /// Words, in lower case, with which sentences often begin and names never go on.
    sentence_openers = "sentence_openers.txt";
    /// Words that belong to no name even where a sentence's start gives them a capital, in lower case.
    function_words = "function_words.txt";
    /// Ordinary English words, in lower case.
    ordinary_words = "ordinary_words.txt";
    /// What people and organisations do in the news, as it is written.
    acting_verbs = "acting_verbs.txt";
    /// Nouns for what an organisation is, in lower case.
    organisation_nouns = "organisation_nouns.txt";
    /// Nouns for places, laws, events and works: a name that ends in one is no person and no organisation. In lower case.
    thing_nouns = "thing_nouns.txt";
    /// Words before a capitalised word that make it a storm's, a water's, a mountain's or a ship's.
    thing_labels = "thing_labels.txt";
    /// Words that go with the title after them, in lower case.
    title_modifiers = "title_modifiers.txt";
    /// Small words within people's names, in lower case.
    particles = "particles.txt";
    /// Nationalities, peoples, religions and ideologies.
    demonyms = "demonyms.txt";
    /// Family names.
    surnames = "surnames.txt";
    /// Last words of companies' names whose first word alone names them later.
    company_heads = "company_heads.txt";
    /// Nouns for those who lead or own an organisation, in lower case.
    leading_roles = "leading_roles.txt";
    /// Second halves of adjectives like "Dresden-based".
    compound_ends = "compound_ends.txt";
    /// Nouns for relatives, in lower case.
    kin = "kin.txt";
    /// Words that tell a report on sport, in lower case.
    sports_words = "sports_words.txt";
    /// Family names that stand before the given name.
    family_first = "family_first.txt";
    /// Places whose sports club goes by the place's name alone.
    sports_places = "sports_places.txt";
}

tables! {
    /// Given names, with the gender that they tell.
    given_names: HashMap<&'static str, Given> = given, "given_names.txt", "given_names_more.txt";
    /// Honorifics without their full stop, with the gender that they tell.
    honorifics: HashMap<&'static str, Gender> = gendered, "honorifics.txt";
    /// Titles, offices and other nouns for what a person is, in lower case, with the gender that they tell.
    titles: Phrases<Gender> = gendered, "titles.txt";
    /// Countries, regions and cities.
    places: Phrases<()> = |entry| [(entry, ())], "countries.txt", "cities.txt";
    /// Capitalised words and phrases that are neither people nor organisations.
    never_names: Phrases<()> = |entry| [(entry, ())], "never_names.txt";
    /// Well-known organisations by every form of their names.
    organisations: Phrases<Known> = known, "organisations.txt";
    /// People whom their surname alone names, by every form of it.
    people: Phrases<Known> = known, "people.txt";
    /// Words that make a capitalised name an organisation's, with the position in which they do.
    organisation_heads: HashMap<&'static str, Head> = head, "organisation_heads.txt";
    /// Short and pet forms of given names, in lower case, with the form in full.
    nicknames: HashMap<&'static str, &'static str> = |entry: &'static str| entry.split_once(' '), "nicknames.txt";
}

/// A well-known organisation or person, by one form of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// The name that it goes by in every article.
    pub name: &'static str,
    /// Whether the form is an ordinary word, a place or a person's name as well.
    pub is_ambiguous: bool,
}

/// Where in an organisation's name a word stands that makes it one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Head {
    /// Before "of" or "for": `House`.
    Of,
    /// At the end: `Holdings`.
    End,
    /// Either: `Ministry`.
    Both,
    /// Anywhere: `Radio`.
    Any,
}

impl Head {
    /// Whether names go on with "of" or "for" after it.
    #[must_use]
    pub fn begins(self) -> bool {
        matches!(self, Self::Of | Self::Both)
    }

    /// Whether names end with it.
    #[must_use]
    pub fn ends(self) -> bool {
        !matches!(self, Self::Of)
    }
}

/// A given name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Given {
    /// The gender that it is mostly given to.
    pub gender: Gender,
    /// Whether it is so common that it is a name wherever it stands.
    pub is_common: bool,
}

fn given(entry: &'static str) -> Option<(&'static str, Given)> {
    let (name, mark) = entry.rsplit_once(' ')?;
    Some((name, Given { gender: gender(mark), is_common: mark.starts_with(char::is_uppercase) }))
}

fn gender(mark: &str) -> Gender {
    match mark {
        "f" | "F" => Gender::Female,
        "m" | "M" => Gender::Male,
        _ => Gender::Unknown,
    }
}

fn gendered(entry: &'static str) -> Option<(&'static str, Gender)> {
    entry.rsplit_once(' ').map(|(name, mark)| (name, gender(mark)))
}

fn known(entry: &'static str) -> impl Iterator<Item = (&'static str, Known)> {
    let mut forms = entry.split('|').map(str::trim).peekable();
    let name = forms.peek().copied().unwrap_or_default().trim_end_matches('?');
    forms.map(move |form| (form.trim_end_matches('?'), Known { name, is_ambiguous: form.ends_with('?') }))
}

fn head(entry: &'static str) -> Option<(&'static str, Head)> {
    let (word, position) = entry.split_once(' ')?;
    let head = match position {
        "of" => Head::Of,
        "both" => Head::Both,
        "any" => Head::Any,
        _ => Head::End,
    };
    Some((word, head))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_names_its_licence_and_has_entries() {
        assert!(
            organisations()
                .longest(|n| ["U.N.", "Security", "Council"].get(n).copied().unwrap_or(""), 0)
                .is_some_and(|(length, known)| { length == 3 && known.name == "UN Security Council" })
        );
        assert_eq!(given_names().get("Mary"), Some(&Given { gender: Gender::Female, is_common: true }));
        assert_eq!(organisation_heads().get("House"), Some(&Head::Of));
        assert!(ordinary_words().contains("harbour") && ordinary_words().contains("harbor"));
    }
}
