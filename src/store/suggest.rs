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
        let mut found = self.suggested(&written(&words, types), &[], limit, 0).await?;
        let most = words.iter().map(|word| typing::forgiven(word)).max().filter(|_| words.len() <= MOST_FORGIVEN_WORDS).unwrap_or(0);
        for typos in 1..=most {
            let left = limit.saturating_sub(u32::try_from(found.len()).unwrap_or(limit));
            if left == 0 {
                break;
            }
            let matching = alike(self.words().await?, &words, types, typos);
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

/// The expression that the records match in which every word is written so.
fn written(words: &[String], types: &[RecordType]) -> String {
    either(types.iter().map(|&r#type| {
        let letter = letter(r#type);
        if words.is_empty() { format!("\"{letter}\"") } else { every(words.iter().map(|word| beginning(letter, word))) }
    }))
}

/// The expression that the records match in which every word is written so, but for so many slips in each where it is long enough.
/// Empty where no record can match.
fn alike(known: &Words, words: &[String], types: &[RecordType], slips: u8) -> String {
    let of_type = |&r#type: &RecordType| {
        let letter = letter(r#type);
        let each = words.iter().map(|word| match slips.min(typing::forgiven(word)) {
            0 => Some(beginning(letter, word)),
            slips => Some(known.beginnings(r#type, word, slips))
                .filter(|beginnings| !beginnings.is_empty())
                .map(|beginnings| either(beginnings.iter().map(|word| beginning(letter, word)))),
        });
        each.collect::<Option<Vec<_>>>().map(|each| every(each.into_iter()))
    };
    either(types.iter().filter_map(of_type))
}

/// A word that begins so, of a type. Folded words hold letters and digits alone, so nothing in them needs to be escaped.
fn beginning(letter: char, word: &str) -> String {
    format!("\"{letter}{word}\"*")
}

fn every(expressions: impl Iterator<Item = String>) -> String {
    expressions.collect::<Vec<_>>().join(" AND ")
}

fn either(expressions: impl Iterator<Item = String>) -> String {
    let all: Vec<String> = expressions.map(|expression| format!("({expression})")).collect();
    if all.len() > 1 { format!("({})", all.join(" OR ")) } else { all.concat() }
}
