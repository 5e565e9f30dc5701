//! What an identifier in a filter may be, and what was probably meant by one that does not exist.

use super::{
    ReadError, Snapshot, Sql,
    conditions::json,
    read::{row, rows},
};
use crate::domain::RecordType;

/// How many near misses are named.
const SUGGESTIONS: usize = 3;

/// For how many values that do not exist candidates are looked for.
const EXPLAINED: usize = 10;

/// The longest value that is compared with others, in bytes: no id is longer.
const MAX_COMPARED: usize = 200;

/// How many candidates are compared with a value that does not exist.
const CANDIDATES: u32 = 1000;

/// How alike a candidate must be (Jaro-Winkler, 0 to 1) to be suggested.
const LIKENESS: f64 = 0.75;

/// A set of values that filters are checked against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vocabulary {
    /// People and organisations.
    Entity,
    /// People.
    Person,
    /// Organisations.
    Organisation,
    /// Publishers.
    Source,
    /// Articles.
    Article,
    /// Quotes.
    Quote,
    /// Languages of articles.
    Language,
    /// Reporting words of quotes.
    Cue,
    /// Annotators of marks.
    Annotator,
}

impl Vocabulary {
    /// What one of its values is called, with its article.
    #[must_use]
    pub fn noun(self) -> &'static str {
        match self {
            Self::Entity => "a person or organisation",
            Self::Person => "a person",
            Self::Organisation => "an organisation",
            Self::Source => "a source",
            Self::Article => "an article",
            Self::Quote => "a quote",
            Self::Language => "a language",
            Self::Cue => "a reporting word",
            Self::Annotator => "an annotator",
        }
    }

    /// Whether records of a type are among its values.
    #[must_use]
    pub fn holds(self, r#type: RecordType) -> bool {
        match r#type {
            RecordType::Person => matches!(self, Self::Entity | Self::Person),
            RecordType::Organisation => matches!(self, Self::Entity | Self::Organisation),
            RecordType::Source => self == Self::Source,
            RecordType::Article => self == Self::Article,
        }
    }

    /// Its table, the column of its values, and which rows of the table are among them.
    fn place(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Entity => ("entities", "id", "true"),
            Self::Person => ("entities", "id", "type = 'person'"),
            Self::Organisation => ("entities", "id", "type = 'organisation'"),
            Self::Source => ("sources", "id", "true"),
            Self::Article => ("articles", "id", "true"),
            Self::Quote => ("quotes", "id", "true"),
            Self::Language => ("articles", "language", "true"),
            Self::Cue => ("quotes", "cue", "true"),
            Self::Annotator => ("articles", "annotator", "true"),
        }
    }

    /// Its values as a subquery with the column `id`. Of a column with an index and few different values, each is found from the one
    /// before it, rather than by reading all of its rows.
    fn values_sql(self) -> String {
        let (table, column, rows) = self.place();
        if column == "id" {
            return format!("SELECT id FROM {table} WHERE {rows}");
        }
        format!(
            "WITH RECURSIVE each (id) AS (SELECT min({column}) FROM {table} \
             UNION ALL SELECT (SELECT min({column}) FROM {table} WHERE {column} > each.id) FROM each WHERE each.id IS NOT NULL) \
             SELECT id FROM each WHERE id IS NOT NULL"
        )
    }

    /// Whether it is short enough to be listed in an error.
    fn is_short(self) -> bool {
        matches!(self, Self::Language | Self::Cue | Self::Annotator | Self::Source)
    }
}

/// A value that does not exist.
#[derive(Debug, Clone)]
pub struct Unknown {
    /// The value.
    pub value: String,
    /// What it is instead, where a person's id was expected and an organisation's given, or the other way round.
    pub other_type: Option<Vocabulary>,
    /// What it was merged into, where it is an id that a person or an organisation had formerly.
    pub merged_into: Option<String>,
    /// Values that are like it, most alike first.
    pub did_you_mean: Vec<String>,
    /// All values there are, where they are few.
    pub allowed: Vec<String>,
}

impl Snapshot {
    /// Those of `values` that are not in a vocabulary.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn unknown(&self, vocabulary: Vocabulary, values: &[String]) -> Result<Vec<Unknown>, ReadError> {
        let missing = self.missing(vocabulary, values).await?;
        let mut unknown = Vec::with_capacity(missing.len());
        for (n, value) in missing.into_iter().enumerate() {
            let explained = n < EXPLAINED && value.len() <= MAX_COMPARED;
            let candidates = if explained { self.candidates(vocabulary, &value).await? } else { Vec::new() };
            let mut did_you_mean = nearest(&crate::domain::id::slug(&value), candidates.iter().map(String::as_str));
            let other_type = self.other_type(vocabulary, &value).await?;
            let merged_into =
                if explained { self.merged_into(&value).await?.filter(|(r#type, _)| vocabulary.holds(*r#type)) } else { None };
            let merged_into = merged_into.map(|(_, id)| id);
            if let Some(survivor) = &merged_into {
                did_you_mean = vec![survivor.clone()];
            }
            let allowed = if vocabulary.is_short() && candidates.len() <= 50 { candidates } else { Vec::new() };
            unknown.push(Unknown { value, other_type, merged_into, did_you_mean, allowed });
        }
        Ok(unknown)
    }

    async fn missing(&self, vocabulary: Vocabulary, values: &[String]) -> Result<Vec<String>, ReadError> {
        let (table, column, which) = vocabulary.place();
        // Nearly every request asks for one, which is there.
        if let [value] = values {
            let mut sql = Sql::new(format!("SELECT 1 FROM {table} WHERE {which} AND {column} = "));
            sql.push_bind(value.clone()).push(" LIMIT 1");
            let found = self.readers().ask(move |connection| row(connection, &sql, |_| Ok(()))).await?;
            return Ok(if found.is_some() { Vec::new() } else { values.to_vec() });
        }
        let mut sql = Sql::new("SELECT DISTINCT value FROM json_each(");
        sql.push_bind(json(values)).push(format_args!(") WHERE NOT EXISTS (SELECT 1 FROM {table} WHERE {column} = value AND {which})"));
        self.readers().ask(move |connection| rows(connection, &sql, |row| Ok(row.get(0)?))).await
    }

    async fn other_type(&self, vocabulary: Vocabulary, value: &str) -> Result<Option<Vocabulary>, ReadError> {
        let other = match vocabulary {
            Vocabulary::Person => Vocabulary::Organisation,
            Vocabulary::Organisation => Vocabulary::Person,
            _ => return Ok(None),
        };
        let mut sql = Sql::new(other.values_sql());
        sql.push(" AND id = ").push_bind(value.to_owned());
        let found = self.readers().ask(move |connection| row(connection, &sql, |_| Ok(()))).await?;
        Ok(found.map(|()| other))
    }

    /// Values worth comparing: of a short vocabulary all, of a long one those that share the first letters or a whole word, and as many others
    /// as there is room for.
    async fn candidates(&self, vocabulary: Vocabulary, value: &str) -> Result<Vec<String>, ReadError> {
        let mut sql = Sql::new(format!("SELECT id FROM ({}) ORDER BY ", vocabulary.values_sql()));
        if !vocabulary.is_short() {
            let start: String = value.chars().take(2).collect();
            let words = value.split(|character: char| !character.is_ascii_alphanumeric()).filter(|word| word.len() > 2).take(8);
            let matching = words.map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" OR ");
            let matching = if matching.is_empty() { "\"\"".to_owned() } else { matching };
            sql.push("id IN (SELECT e.id FROM entity_search AS s JOIN entities AS e ON e.rowid = s.rowid WHERE entity_search MATCH ");
            sql.push_bind(matching)
                .push(") DESC, id >= ")
                .push_bind(start.clone())
                .push(" AND id < ")
                .push_bind(format!("{start}~"))
                .push(" DESC, ");
        }
        sql.push("id LIMIT ").push_bind(CANDIDATES);
        self.readers().ask(move |connection| rows(connection, &sql, |row| Ok(row.get(0)?))).await
    }
}

/// The values most like what was written: alike as a whole, or one word of it.
#[must_use]
pub fn nearest<'a>(written: &str, values: impl Iterator<Item = &'a str>) -> Vec<String> {
    if written.len() > MAX_COMPARED {
        return Vec::new();
    }
    let written = written.to_lowercase();
    let likeness = |value: &str| {
        let by_word = value.split(['-', '_', ' ']).map(|word| strsim::jaro_winkler(&written, word) * 0.95);
        by_word.fold(strsim::jaro_winkler(&written, value), f64::max)
    };
    let mut scored: Vec<(f64, &str)> = values.map(|value| (likeness(value), value)).filter(|(score, _)| *score >= LIKENESS).collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    scored.into_iter().take(SUGGESTIONS).map(|(_, value)| value.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_or_partial_name_finds_its_owner() {
        let people = ["sergei-lavrov", "sergei-magnitsky", "barack-obama"];
        assert_eq!(nearest("sergej-lavrow", people.into_iter())[0], "sergei-lavrov");
        assert_eq!(nearest("lavrov", people.into_iter()), ["sergei-lavrov"]);
        assert_eq!(nearest("zzz", people.into_iter()), Vec::<String>::new());
    }
}
