//! What an identifier in a filter may be, and what was probably meant by one that does not exist.

use super::{Snapshot, conditions::json};
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

    /// The values, as a subquery with the column `id`.
    fn values_sql(self) -> &'static str {
        match self {
            Self::Entity => "SELECT id FROM entities",
            Self::Person => "SELECT id FROM entities WHERE type = 'person'",
            Self::Organisation => "SELECT id FROM entities WHERE type = 'organisation'",
            Self::Source => "SELECT id FROM sources",
            Self::Article => "SELECT id FROM articles",
            Self::Quote => "SELECT id FROM quotes",
            Self::Language => "SELECT DISTINCT language AS id FROM articles",
            Self::Cue => "SELECT DISTINCT cue AS id FROM quotes WHERE cue IS NOT NULL",
            Self::Annotator => "SELECT DISTINCT annotator AS id FROM articles",
        }
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
    pub async fn unknown(&self, vocabulary: Vocabulary, values: &[String]) -> Result<Vec<Unknown>, sqlx::Error> {
        let sql = format!("SELECT DISTINCT value FROM json_each(?) WHERE value NOT IN ({})", vocabulary.values_sql());
        let missing: Vec<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).bind(json(values)).fetch_all(self.pool()).await?;
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

    async fn other_type(&self, vocabulary: Vocabulary, value: &str) -> Result<Option<Vocabulary>, sqlx::Error> {
        let other = match vocabulary {
            Vocabulary::Person => Vocabulary::Organisation,
            Vocabulary::Organisation => Vocabulary::Person,
            _ => return Ok(None),
        };
        let sql = format!("SELECT count(*) FROM ({}) WHERE id = ?", other.values_sql());
        let found: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).bind(value).fetch_one(self.pool()).await?;
        Ok(Some(other).filter(|_| found > 0))
    }

    /// Values worth comparing: of a short vocabulary all, of a long one those that share the first letters or a whole word, and as many others
    /// as there is room for.
    async fn candidates(&self, vocabulary: Vocabulary, value: &str) -> Result<Vec<String>, sqlx::Error> {
        let sql = if vocabulary.is_short() {
            format!("SELECT id FROM ({}) ORDER BY id LIMIT ?3", vocabulary.values_sql())
        } else {
            format!(
                "SELECT id FROM ({}) ORDER BY id IN \
                 (SELECT e.id FROM entity_search AS s JOIN entities AS e ON e.rowid = s.rowid WHERE entity_search MATCH ?2) DESC, \
                 id >= ?1 AND id < ?1 || '~' DESC, id LIMIT ?3",
                vocabulary.values_sql()
            )
        };
        let start: String = value.chars().take(2).collect();
        let words = value.split(|character: char| !character.is_ascii_alphanumeric()).filter(|word| word.len() > 2).take(8);
        let matching = words.map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" OR ");
        let matching = if matching.is_empty() { "\"\"".to_owned() } else { matching };
        sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).bind(start).bind(matching).bind(CANDIDATES).fetch_all(self.pool()).await
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
