//! Full-text search: what a reader types, as FTS5 that cannot be a syntax error.

use std::fmt;

use super::{Conditions, words::is_of_words};

/// The most words and phrases that one search may hold.
const MAX_TERMS: usize = 32;

/// A search: words and phrases that must all occur, and words and phrases that must not.
#[derive(Debug, PartialEq, Eq)]
pub struct Search {
    /// What must occur.
    pub required: Vec<Term>,
    /// What must not.
    pub excluded: Vec<Term>,
}

/// A word or a phrase.
#[derive(Debug, PartialEq, Eq)]
pub struct Term {
    /// As it was typed.
    pub words: String,
    /// Whether its last word may go on.
    pub prefix: bool,
}

impl fmt::Display for Term {
    /// As FTS5 reads it: quoted, so that nothing in it is syntax.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"{}", self.words.replace('"', "\"\""), if self.prefix { " *" } else { "" })
    }
}

/// One of the two expressions that a search comes to.
pub struct Matching {
    /// Whether what matches is left out.
    pub is_excluded: bool,
    /// What matches, as FTS5 reads it.
    pub expression: String,
}

/// Why a search cannot be run.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotASearch {
    /// Nothing in it is a word.
    #[error("holds no word to search for: write words, \"a phrase\", word* or -word")]
    NoWord,
    /// A part of it is no word: leaving it out would search for less than was asked.
    #[error("holds `{0}`, in which there is no letter or digit: leave it out")]
    NotAWord(String),
    /// It holds more terms than are searched at once.
    #[error("holds {0} words and phrases; at most 32 are searched at once")]
    TooMany(usize),
}

impl Search {
    /// Reads words (all must occur), `"phrases"`, `prefix*` and `-exclusions`. An unclosed phrase runs to the end.
    /// Whatever FTS5 would read as syntax is only text here, because every term is quoted.
    ///
    /// # Errors
    /// Where nothing in it can be searched for, or too much.
    pub fn parse(typed: &str) -> Result<Self, NotASearch> {
        let mut search = Self { required: Vec::new(), excluded: Vec::new() };
        let mut rest = typed.trim_start();
        while !rest.is_empty() {
            let (excluded, unsigned) = rest.strip_prefix('-').map_or((false, rest), |after| (true, after));
            let (term, after) = next_term(unsigned);
            let (prefix, after) = after.strip_prefix('*').map_or((false, after), |after| (true, after));
            if term.chars().any(is_of_words) {
                let term = Term { words: term.to_owned(), prefix };
                if excluded { search.excluded.push(term) } else { search.required.push(term) }
            } else {
                let written = &rest[..rest.len() - after.len()];
                let alone = written.len() == rest.len() && search.required.is_empty() && search.excluded.is_empty();
                return Err(if alone { NotASearch::NoWord } else { NotASearch::NotAWord(written.to_owned()) });
            }
            rest = after.trim_start();
        }
        match search.required.len() + search.excluded.len() {
            0 => Err(NotASearch::NoWord),
            terms if terms > MAX_TERMS => Err(NotASearch::TooMany(terms)),
            _ => Ok(search),
        }
    }

    /// Adds the search to a query: `rowid` must be among the rows of the FTS5 `table` that match in `columns` (all where empty).
    pub fn push(&self, conditions: &mut Conditions, rowid: &str, table: &str, columns: &[&str]) {
        for Matching { is_excluded, expression } in self.matching(columns) {
            let relation = if is_excluded { "NOT IN" } else { "IN" };
            conditions
                .and()
                .push(format_args!("{rowid} {relation} (SELECT rowid FROM {table} WHERE {table} MATCH "))
                .push_bind(expression)
                .push(")");
        }
    }

    /// The search as FTS5 runs it in these columns (all where empty).
    pub fn matching(&self, columns: &[&str]) -> impl Iterator<Item = Matching> {
        let all = [(false, " AND ", &self.required), (true, " OR ", &self.excluded)];
        all.into_iter()
            .filter(|(_, _, terms)| !terms.is_empty())
            .map(move |(is_excluded, join, terms)| Matching { is_excluded, expression: expression(columns, terms, join) })
    }
}

/// Terms in columns (all where empty), as FTS5 reads them.
pub fn expression(columns: &[&str], terms: &[Term], join: &str) -> String {
    let within = if columns.is_empty() { String::new() } else { format!("{{{}}} : ", columns.join(" ")) };
    let terms: Vec<String> = terms.iter().map(ToString::to_string).collect();
    format!("{within}({})", terms.join(join))
}

/// The first term of what was typed, and what follows it.
fn next_term(typed: &str) -> (&str, &str) {
    if let Some(phrase) = typed.strip_prefix('"') {
        return phrase.split_once('"').unwrap_or((phrase, ""));
    }
    let end = typed.find(|character: char| character.is_whitespace() || character == '"').unwrap_or(typed.len());
    let (word, after) = typed.split_at(end);
    word.strip_suffix('*').map_or((word, after), |stem| (stem, &typed[stem.len()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(typed: &str) -> (Vec<String>, Vec<String>) {
        let search = Search::parse(typed).expect("a search");
        let written = |terms: Vec<Term>| terms.iter().map(ToString::to_string).collect();
        (written(search.required), written(search.excluded))
    }

    #[test]
    fn words_phrases_prefixes_and_exclusions_are_told_apart() {
        let terms = |terms: &[&str]| terms.iter().map(|&term| term.to_owned()).collect::<Vec<_>>();
        assert_eq!(parsed("reset sanctions"), (terms(&["\"reset\"", "\"sanctions\""]), vec![]));
        assert_eq!(parsed("\"cold war\" sanct* -nato"), (terms(&["\"cold war\"", "\"sanct\" *"]), terms(&["\"nato\""])));
        assert_eq!(parsed("-\"a phrase\""), (vec![], terms(&["\"a phrase\""])));
        assert_eq!(parsed("OR NEAR(a b) {x}:"), (terms(&["\"OR\"", "\"NEAR(a\"", "\"b)\"", "\"{x}:\""]), vec![]));
        assert_eq!(parsed("\"unclosed phrase"), (terms(&["\"unclosed phrase\""]), vec![]));
    }

    #[test]
    fn a_search_without_a_word_or_with_too_many_is_refused() {
        for typed in ["", "  ", "\"\"", "-", "*"] {
            assert_eq!(Search::parse(typed), Err(NotASearch::NoWord), "{typed}");
        }
        for (typed, part) in [("reset - sanctions", "-"), ("reset 🚢", "🚢"), ("\"...\" reset", "\"...\""), ("a -* b", "-*")] {
            assert_eq!(Search::parse(typed), Err(NotASearch::NotAWord(part.to_owned())), "{typed}");
        }
        assert_eq!(Search::parse(&"a ".repeat(33)), Err(NotASearch::TooMany(33)));
    }
}
