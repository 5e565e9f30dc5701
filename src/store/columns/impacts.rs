//! What a word adds to the relevance of an article or a quote, kept beside the postings of common words: impacts (Anh and Moffat, "Pruned query
//! evaluation using pre-computed impacts", 2006). FTS5's `bm25` walks through everything that holds a word before it weighs the first.

use std::collections::HashMap;

use rusqlite::Connection;

use super::{
    Columns, postings,
    words::{Searched, Searching},
};
use crate::store::{
    ReadError, Sql,
    read::{row, rows},
    search::{self, Term},
};

/// The largest impact: each is a number of two bytes, in these parts of the most that its word can add.
pub const MOST: u16 = u16::MAX;

/// The constant `k1` of FTS5's `bm25` (<https://www.sqlite.org/fts5.html#the_bm25_function>): a word adds less than `k1 + 1` times its weight.
const K1: f64 = 1.2;

/// The weight that FTS5 gives a word which more than half of all rows hold.
const LEAST_WEIGHT: f64 = 1e-6;

/// What a word counts for in the columns of a list, as the arguments of `bm25`: in an article's title, its standfirst and its headings more than
/// once, by the columns of the table.
pub fn weights(list: Searched) -> &'static str {
    match list {
        Searched::Articles => ", 4, 2, 1, 1, 1, 2",
        Searched::Quotes => "",
    }
}

/// The most that a word can add which so many rows of all hold.
#[expect(clippy::cast_precision_loss, reason = "there are fewer rows than a double counts")]
pub fn most(holding: i64, all: i64) -> f64 {
    let (holding, all) = (holding as f64, all as f64);
    ((all - holding + 0.5) / (holding + 0.5)).ln().max(LEAST_WEIGHT) * (K1 + 1.0)
}

impl Columns {
    /// How relevant each of these rows is, which stand in the order of their list and hold what is searched for: the sum of what FTS5's `bm25` gives
    /// each word and phrase, more for what is better.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub fn relevance(&self, connection: &Connection, searching: &Searching, newest: &[u32]) -> Result<Vec<f64>, ReadError> {
        let places = searching.list.places(self, connection, newest)?;
        let mut all = vec![0.0; newest.len()];
        for term in &searching.search.required {
            let of_word = match searching.common(term) {
                Some(word) => row(connection, &searching.postings("rows, most, impacts", &word), |row| {
                    let (holding, most, impacts) =
                        (postings::read(row, 0)?, row.get::<_, f64>(1)?, row.get_ref(2)?.as_blob()?.as_chunks().0);
                    let impact = |place| impacts.get(usize::try_from(holding.rank(place)).ok()?.checked_sub(1)?);
                    for (relevance, place) in all.iter_mut().zip(&places) {
                        *relevance += impact(place).map_or(0.0, |impact| f64::from(u16::from_le_bytes(*impact)) / f64::from(MOST) * most);
                    }
                    Ok(())
                })?,
                None => None,
            };
            if of_word.is_none() {
                let scores = of_term(connection, searching, term, newest)?;
                all.iter_mut().zip(newest).for_each(|(relevance, row)| *relevance -= scores.get(row).unwrap_or(&0.0));
            }
        }
        Ok(all)
    }
}

/// What FTS5's `bm25` gives rows for a word or a phrase, less for what is better.
fn of_term(connection: &Connection, searching: &Searching, term: &Term, newest: &[u32]) -> Result<HashMap<u32, f64>, ReadError> {
    let (table, weights) = (searching.list.table(), weights(searching.list));
    let mut sql = Sql::new(format!("SELECT rowid, bm25({table}{weights}) FROM {table} WHERE {table} MATCH "));
    // Where articles were seeded in the order of their dates, the newest lie close together, and FTS5 passes over all others at once.
    let [first, last] = [newest.iter().min(), newest.iter().max()].map(|row| i64::from(row.copied().unwrap_or_default()));
    sql.push_bind(search::expression(&searching.columns, std::slice::from_ref(term), ""))
        .push(" AND rowid >= ")
        .push_bind(first)
        .push(" AND rowid <= ")
        .push_bind(last)
        .push(" AND +rowid IN (SELECT value FROM json_each(")
        .push_bind(serde_json::to_string(newest)?)
        .push("))");
    Ok(rows(connection, &sql, |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect())
}
