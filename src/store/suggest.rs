//! Suggestions: what may be meant by the few letters that somebody has typed.

use rusqlite::Row;

use super::{
    ReadError, Snapshot, Sql,
    read::rows,
    typing::{self, Words},
};
use crate::domain::{RecordType, Suggestion, folding};

/// The most words in which typing errors are forgiven: whoever types more has found what there is, and each costs.
const MOST_FORGIVEN_WORDS: usize = 8;

/// Up to how many letters the beginnings of words are indexed as such. What is longer is looked for as the words that begin so: FTS5 would gather
/// every record that has one of them before it gives the first.
const INDEXED: usize = 5;

/// The most words that are looked for instead of their beginning, or of all beginnings that may have been meant by one word.
const MOST_WRITTEN_OUT: usize = 200;

/// The letter before every word of a type in the index.
pub(super) fn letter(r#type: RecordType) -> char {
    match r#type {
        RecordType::Person => 'p',
        RecordType::Organisation => 'o',
        RecordType::Source => 's',
        RecordType::Article => 'a',
    }
}

impl Snapshot {
    /// The records of these types (all where none are named) in whose names or title every word typed is the beginning of a word; the most
    /// frequent where nothing was typed. Those with the fewest slips come first, then those that lead to the most articles, then by id.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn suggest(&self, text: &str, types: &[RecordType], limit: u32) -> Result<Vec<Suggestion>, ReadError> {
        let mut words = folding::words(text);
        words.sort_unstable();
        words.dedup();
        let types = if types.is_empty() { &RecordType::ALL } else { types };
        let known = self.words().await?;
        let mut found = match written(known, &words, types) {
            matching if matching.is_empty() => Vec::new(),
            matching => self.suggested(&matching, &[], limit, 0).await?,
        };
        let most = words.iter().map(|word| typing::forgiven(word)).max().filter(|_| words.len() <= MOST_FORGIVEN_WORDS).unwrap_or(0);
        for typos in 1..=most {
            let left = limit.saturating_sub(u32::try_from(found.len()).unwrap_or(limit));
            if left == 0 {
                break;
            }
            let matching = alike(known, &words, types, typos);
            if !matching.is_empty() {
                let more = self.suggested(&matching, &found, left, typos).await?;
                found.extend(more);
            }
        }
        Ok(found.into_iter().map(|(_, suggestion)| suggestion).collect())
    }

    /// The first suggestions that match an expression of FTS5, with their numbers, without those that were found before.
    async fn suggested(
        &self,
        matching: &str,
        before: &[(i64, Suggestion)],
        limit: u32,
        typos: u8,
    ) -> Result<Vec<(i64, Suggestion)>, ReadError> {
        let before: Vec<i64> = before.iter().map(|(number, _)| *number).collect();
        let mut sql = Sql::new(
            "SELECT s.rowid, s.type, s.id, s.label, s.hint, s.count
             FROM suggestion_search AS f CROSS JOIN suggestions AS s ON s.rowid = f.rowid WHERE suggestion_search MATCH ",
        );
        sql.push_bind(matching.to_owned()).push(" AND f.rowid NOT IN (SELECT value FROM json_each(");
        sql.push_bind(serde_json::Value::from(before).to_string()).push(")) ORDER BY f.rowid LIMIT ").push_bind(limit);
        let suggestion = move |row: &Row| {
            let Some(r#type) = RecordType::named(row.get_ref(1)?.as_str()?) else { return Ok(None) };
            let id: String = row.get(2)?;
            let suggestion =
                Suggestion { label: row.get(3)?, hint: row.get(4)?, r#type, path: r#type.path(&id), id, count: row.get(5)?, typos };
            Ok(Some((row.get(0)?, suggestion)))
        };
        let suggestions = self.readers().ask(move |connection| rows(connection, &sql, suggestion)).await?;
        Ok(suggestions.into_iter().flatten().collect())
    }
}

/// The expression that the records match in which every word is written so. Empty where no record can match.
fn written(known: &Words, words: &[String], types: &[RecordType]) -> String {
    let of_type = |&r#type: &RecordType| match words {
        [] => Some(format!("\"{}\"", letter(r#type))),
        words => {
            words.iter().map(|word| beginning(known, r#type, word, MOST_WRITTEN_OUT)).collect::<Option<Vec<_>>>().map(|each| every(&each))
        }
    };
    either(types.iter().filter_map(of_type))
}

/// The expression that the records match in which every word is written so, but for so many slips in each where it is long enough.
/// Empty where no record can match.
fn alike(known: &Words, words: &[String], types: &[RecordType], slips: u8) -> String {
    let of_type = |&r#type: &RecordType| {
        let each = words.iter().map(|word| match slips.min(typing::forgiven(word)) {
            0 => beginning(known, r#type, word, MOST_WRITTEN_OUT),
            slips => {
                let beginnings = known.beginnings(r#type, word, slips);
                let most = MOST_WRITTEN_OUT / beginnings.len().max(1);
                Some(either(beginnings.iter().filter_map(|word| beginning(known, r#type, word, most)))).filter(|any| !any.is_empty())
            }
        });
        each.collect::<Option<Vec<_>>>().map(|each| every(&each))
    };
    either(types.iter().filter_map(of_type))
}

/// A word that begins so, of a type, as at most so many words where it is long; none where no known word does. Folded words hold letters and digits alone, so nothing in them needs to be
/// escaped.
fn beginning(known: &Words, r#type: RecordType, word: &str, most: usize) -> Option<String> {
    let letter = letter(r#type);
    let long = word.chars().nth(INDEXED).and_then(|_| known.that_begin_with(r#type, word, most));
    match long {
        Some(words) => Some(either(words.iter().map(|word| format!("\"{letter}{word}\"")))).filter(|any| !any.is_empty()),
        None => Some(format!("\"{letter}{word}\"*")),
    }
}

fn every(expressions: &[String]) -> String {
    expressions.join(" AND ")
}

fn either(expressions: impl Iterator<Item = String>) -> String {
    let all: Vec<String> = expressions.map(|expression| format!("({expression})")).collect();
    if all.len() > 1 { format!("({})", all.join(" OR ")) } else { all.concat() }
}
