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
}
