//! Word lists: one file a list, read once. A line is an entry; `#` begins a remark, the first of which name origin and licence.

use std::{collections::HashSet, sync::LazyLock};

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

/// The entries of a list: lines without remarks and blanks at the edges.
pub(super) fn entries(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines().map(|line| line.split('#').next().unwrap_or_default().trim()).filter(|entry| !entry.is_empty())
}

lists! {
    /// Abbreviations whose full stop ends no sentence, without it, as they are written.
    abbreviations = "abbreviations.txt";
    /// Words, in lower case, with which sentences often begin and names never go on.
    sentence_openers = "sentence_openers.txt";
    /// Words written with an apostrophe in place of their first letters, without it, in lower case.
    elisions = "elisions.txt";
    /// Words of the closed classes, in lower case.
    function_words = "function_words.txt";
    /// Nouns, in lower case, for people and bodies that are reported to say things.
    speaker_nouns = "speaker_nouns.txt";
    /// Nouns, in lower case, for occasions and writings in which something is said.
    occasions = "occasions.txt";
}
