//! Word lists: one file a list, read once. A line is an entry; `#` begins a remark, the first of which name origin and licence.

pub mod classes;
mod openers;
mod phrases;

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

pub use classes::Classes;
pub use openers::Openers;
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

/// Gives a function that returns the beginnings of lines that a file holds.
macro_rules! openers {
    ($($(#[$doc:meta])* $name:ident = $file:literal;)*) => {
        $($(#[$doc])*
        #[must_use]
        pub fn $name() -> &'static Openers {
            static LIST: LazyLock<Openers> = LazyLock::new(|| Openers::new(include_str!($file)));
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
    /// Countries, regions and states, as news names them.
    countries = "countries.txt";
    /// Words written with an apostrophe in place of their first letters, without it, in lower case.
    elisions = "elisions.txt";
    /// Nouns, in lower case, for people and bodies that are reported to say things.
    speaker_nouns = "speaker_nouns.txt";
    /// Nouns, in lower case, for occasions and writings in which something is said.
    occasions = "occasions.txt";
    /// Whole lines that are furniture of a site, folded.
    furniture_lines = "furniture_lines.txt";
    /// Phrases that make a short line furniture, folded.
    furniture_phrases = "furniture_phrases.txt";
    /// Words of lines that speak to the reader, in lower case.
    reader_words = "reader_words.txt";
    /// Headings of lists of links to other stories, folded.
    story_links = "story_links.txt";
    /// Names of sections and genres above a headline, folded.
    kickers = "kickers.txt";
    /// Words of publishers' names, in lower case.
    publication_words = "publication_words.txt";
    /// Picture agencies as credits name them, folded.
    picture_agencies = "picture_agencies.txt";
    /// What only captions say, folded.
    caption_words = "caption_words.txt";
    /// Verbs in the present tense that captions use, in lower case.
    caption_verbs = "caption_verbs.txt";
    /// Words of the trades of those who write news, in lower case.
    job_words = "job_words.txt";
    /// What authors are, as notes about them say, in lower case.
    bio_words = "bio_words.txt";
    /// Small words inside names of people, in lower case.
    name_particles = "name_particles.txt";
    /// Days of the week, and what joins the parts of a date line, in lower case.
    date_words = "date_words.txt";
    /// Headings of readers' comments, folded.
    comment_headings = "comment_headings.txt";
    /// Words and buttons on a reader's comment, folded.
    comment_tools = "comment_tools.txt";
    /// Words with which link spam sells, in lower case.
    spam_words = "spam_words.txt";
    /// Headings of notes and references, folded.
    footnote_headings = "footnote_headings.txt";
    /// Headings of notes about the author, folded.
    bio_headings = "bio_headings.txt";
}

openers! {
    /// Beginnings of lines that are furniture of a site, folded.
    furniture_openers = "furniture_openers.txt";
    /// Beginnings of lines that link to another story, folded.
    promo_openers = "promo_openers.txt";
    /// Words before the maker of a picture, folded.
    credit_labels = "credit_labels.txt";
    /// Words before a caption, folded.
    caption_labels = "caption_labels.txt";
    /// Words before the names of those who wrote, folded.
    byline_openers = "byline_openers.txt";
    /// Beginnings of corrections and notes on the article, folded.
    note_openers = "note_openers.txt";
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
    /// News agencies as credits name them, and their names in full.
    agencies: HashMap<&'static str, &'static str> = pair, "agencies.txt";
    /// Names of months, in lower case, and their numbers.
    months: HashMap<&'static str, &'static str> = pair, "months.txt";
    /// What a page says was done at a time, in lower case: `published` or `updated`.
    date_labels: HashMap<&'static str, &'static str> = pair, "date_labels.txt";
    /// Time zones and their distance from UTC; nothing where the name means several.
    zones: HashMap<&'static str, &'static str> = pair, "zones.txt";
    /// Three-letter codes of languages, and their BCP 47 tags.
    languages: HashMap<&'static str, &'static str> = pair, "languages.txt";
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

/// Key and value of an entry.
fn pair(entry: &'static str) -> Option<(&'static str, &'static str)> {
    entry.split_once('=').map(|(key, value)| (key.trim(), value.trim()))
}

/// The words for the same role as `word` (in lower case), itself among them; nothing where it stands in no list.
pub fn alike(word: &str) -> impl Iterator<Item = &'static str> {
    static LINES: LazyLock<Vec<Vec<&'static str>>> =
        LazyLock::new(|| entries(include_str!("alike.txt")).map(|line| line.split_whitespace().collect()).collect());
    LINES.iter().filter(move |line| line.contains(&word)).flatten().copied()
}

/// Words that reports and translations of one sentence choose between, in lower case: a line for each sense.
pub fn wordings() -> impl Iterator<Item = &'static str> {
    entries(include_str!("wordings.txt"))
}

/// Words that are in so many sentences that sharing one says little, in lower case.
pub fn everyday_words() -> impl Iterator<Item = &'static str> {
    entries(include_str!("everyday_words.txt")).flat_map(str::split_whitespace)
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
