//! Word lists: one file a list, read once. A line is an entry; `#` begins a remark, the first of which name origin and licence.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

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

/// Gives a function that returns a file's entries of the form `key = value`.
macro_rules! tables {
    ($($(#[$doc:meta])* $name:ident = $file:literal;)*) => {
        $($(#[$doc])*
        #[must_use]
        pub fn $name() -> &'static HashMap<&'static str, &'static str> {
            static TABLE: LazyLock<HashMap<&'static str, &'static str>> =
                LazyLock::new(|| entries(include_str!($file)).filter_map(pair).collect());
            &TABLE
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

/// Beginnings of lines, of whole words.
#[derive(Debug)]
pub struct Openers {
    /// The beginnings, some with the mark that must follow.
    all: HashSet<&'static str>,
    /// Their first words: few lines begin with one, and the others need no closer look.
    first: HashSet<&'static str>,
}

/// The most words of a beginning.
const MAX_OPENER: usize = 8;

impl Openers {
    fn new(file: &'static str) -> Self {
        let first = entries(file).filter_map(|entry| entry.split(' ').next()).map(core).collect();
        Self { all: entries(file).collect(), first }
    }

    /// The first words of them all, in lower case, without the marks around them.
    #[must_use]
    pub fn first_words(&self) -> &HashSet<&'static str> {
        &self.first
    }

    /// The longest of them that a folded line begins with, with the mark that follows it in the line.
    #[must_use]
    pub fn longest<'a>(&self, folded: &'a str) -> Option<&'a str> {
        if !self.first.contains(core(folded.split(' ').next()?)) {
            return None;
        }
        let ends = folded.match_indices(' ').map(|(at, _)| at).chain([folded.len()]).take(MAX_OPENER);
        let beginnings = ends.map(|end| &folded[..end]);
        beginnings.filter(|beginning| self.all.contains(*beginning) || self.all.contains(unmarked(beginning))).last()
    }
}

/// A word without the marks around it.
fn core(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// A beginning without the mark that follows it.
fn unmarked(beginning: &str) -> &str {
    beginning.trim_end_matches([':', '?', ',', ' '])
}

/// Key and value of an entry.
fn pair(entry: &'static str) -> Option<(&'static str, &'static str)> {
    entry.split_once('=').map(|(key, value)| (key.trim(), value.trim()))
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
    /// Whole lines that are furniture of a site, folded.
    furniture_lines = "furniture_lines.txt";
    /// Phrases that make a short line furniture, folded.
    furniture_phrases = "furniture_phrases.txt";
    /// Headings of lists of links to other stories, folded.
    story_links = "story_links.txt";
    /// Words of lines that speak to the reader, in lower case.
    reader_words = "reader_words.txt";
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
    /// English words that tell nothing of a subject, in lower case.
    function_words = "function_words.txt";
}

tables! {
    /// News agencies as credits name them, and their names in full.
    agencies = "agencies.txt";
    /// Names of months, in lower case, and their numbers.
    months = "months.txt";
    /// What a page says was done at a time, in lower case: `published` or `updated`.
    date_labels = "date_labels.txt";
    /// Time zones and their distance from UTC; nothing where the name means several.
    zones = "zones.txt";
    /// Three-letter codes of languages, and their BCP 47 tags.
    languages = "languages.txt";
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
