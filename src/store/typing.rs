//! Typing errors: which words that suggestions know may have been meant by what was typed.

use std::{collections::HashMap, sync::LazyLock};

use fst::{Automaton, IntoStreamer, Streamer, automaton::Str};
use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder, SINK_STATE};
use rusqlite::Connection;

use super::{ReadError, Sql, read::rows};
use crate::domain::RecordType;

/// The most slips that are forgiven in one word.
pub(super) const MOST: u8 = 2;

/// From how many letters on one slip is forgiven in a word: in shorter ones every other word would be meant.
const ONE_FROM: usize = 4;

/// From how many letters on two are.
const TWO_FROM: usize = 8;

/// Up to how many letters any are: what is longer is not typed by hand.
const NONE_ABOVE: usize = 40;

/// The most beginnings that are looked for instead of what was typed. Four letters have about a hundred among the names of a large dataset.
const MOST_BEGINNINGS: usize = 1000;

/// Automata for one slip and for two: a wrong letter, one too many, one too few, or two that changed places.
static AUTOMATA: LazyLock<[LevenshteinAutomatonBuilder; 2]> =
    LazyLock::new(|| [1, 2].map(|most| LevenshteinAutomatonBuilder::new(most, true)));

/// How many slips are forgiven in a word of so many letters.
pub(super) fn forgiven(word: &str) -> u8 {
    match word.chars().count() {
        ONE_FROM..TWO_FROM => 1,
        TWO_FROM..=NONE_ABOVE => MOST,
        _ => 0,
    }
}

/// The words that suggestions know, by the type of record.
#[derive(Debug)]
pub(super) struct Words(HashMap<String, fst::Set<Vec<u8>>>);

impl Words {
    /// Reads them from a snapshot: a few bytes a word.
    pub(super) fn read(connection: &Connection) -> Result<Self, ReadError> {
        let of_types = rows(connection, &Sql::new("SELECT type, words FROM suggestion_words"), |row| {
            let set = fst::Set::new(row.get::<_, Vec<u8>>(1)?).map_err(|_| rusqlite::types::FromSqlError::InvalidType)?;
            Ok((row.get(0)?, set))
        })?;
        Ok(Self(of_types.into_iter().collect()))
    }

    /// The known words that begin so; nothing where there are more than `most`.
    pub(super) fn that_begin_with(&self, r#type: RecordType, beginning: &str, most: usize) -> Option<Vec<String>> {
        let Some(set) = self.0.get(r#type.as_str()) else { return Some(Vec::new()) };
        let mut words = set.search(Str::new(beginning).starts_with()).into_stream();
        let mut found = Vec::new();
        while let Some(word) = words.next() {
            if found.len() == most {
                return None;
            }
            found.extend(std::str::from_utf8(word).ok().map(str::to_owned));
        }
        Some(found)
    }

    /// The shortest beginnings of known words that differ from what was typed by at most so many slips.
    pub(super) fn beginnings(&self, r#type: RecordType, typed: &str, slips: u8) -> Vec<String> {
        let (Some(set), Some(builder)) = (self.0.get(r#type.as_str()), AUTOMATA.get(usize::from(slips).wrapping_sub(1))) else {
            return Vec::new();
        };
        let automaton = builder.build_prefix_dfa(typed);
        let mut found = Vec::new();
        walk(set, &automaton, slips, |beginning| {
            found.push(beginning.to_owned());
            found.len() < MOST_BEGINNINGS
        });
        found
    }
}

/// Walks set and automaton together, as deep as a word can still fit, and no deeper than where it does.
fn walk(set: &fst::Set<Vec<u8>>, automaton: &DFA, slips: u8, mut found: impl FnMut(&str) -> bool) {
    let set = set.as_fst();
    let mut open = vec![(set.root().addr(), automaton.initial_state(), Vec::new())];
    while let Some((node, state, word)) = open.pop() {
        if matches!(automaton.distance(state), Distance::Exact(distance) if distance <= slips) {
            if let Ok(word) = std::str::from_utf8(&word)
                && !found(word)
            {
                return;
            }
            continue;
        }
        for next in set.node(node).transitions() {
            let state = automaton.transition(state, next.inp);
            if state != SINK_STATE {
                open.push((next.addr, state, [word.as_slice(), &[next.inp]].concat()));
            }
        }
    }
}
