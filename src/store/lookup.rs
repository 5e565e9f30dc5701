//! Records by what somebody has of them from elsewhere: an article's address, a document's hash, a name.

use super::{Snapshot, SnapshotWriter, suggestions::ARTICLE_HINT, write::WriteError};
use crate::domain::{Article, Found, MatchedBy, RecordType, address, folding};

/// The most records that are listed for one address, hash or name.
pub const MOST_FOUND: u32 = 100;

/// What is given to find a record by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// An article's address.
    Url(String),
    /// The SHA-256 of a text or of a document, in hex.
    Sha256(String),
    /// The name of a person, an organisation or a publisher.
    Name(String),
}

/// What was found.
#[derive(Debug)]
pub struct LookedUp {
    /// The records, the surest match first, and no more than [`MOST_FOUND`].
    pub items: Vec<Found>,
    /// How many there are.
    pub total: u64,
}

/// A record as it is found: type, id, label, hint, count, whether it matches to the letter, what of it matched.
type FoundRow = (String, String, String, Option<String>, u32, bool, String);

impl Snapshot {
    /// The records that have this address, hash or name.
    ///
    /// # Errors
    /// Where the store cannot be read.
    pub async fn look_up(&self, given: &Given) -> Result<LookedUp, sqlx::Error> {
        let (sql, all, compared, exact, matched_by) = match given {
            Given::Url(url) => (
                BY_URL,
                ALL_BY_URL,
                address::comparable(url).unwrap_or_default(),
                url.trim().to_owned(),
                [MatchedBy::Url, MatchedBy::SimilarUrl],
            ),
            Given::Sha256(sha256) => {
                let sha256 = sha256.to_ascii_lowercase();
                (BY_SHA256, ALL_BY_SHA256, sha256.clone(), sha256, [MatchedBy::TextSha256, MatchedBy::DocumentSha256])
            }
            Given::Name(name) => {
                (BY_NAME, ALL_BY_NAME, folding::name(name), name.trim().to_owned(), [MatchedBy::Name, MatchedBy::SimilarName])
            }
        };
        let sql = sql.replace("{hint}", ARTICLE_HINT);
        let rows: Vec<FoundRow> =
            sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(&compared).bind(exact).bind(MOST_FOUND).fetch_all(self.pool()).await?;
        let total: i64 = sqlx::query_scalar(all).bind(compared).fetch_one(self.pool()).await?;
        let items = rows.into_iter().filter_map(|(r#type, id, label, hint, count, is_exact, matched)| {
            let r#type = RecordType::named(&r#type)?;
            let matched_by = matched_by[usize::from(!is_exact)];
            Some(Found { r#type, path: r#type.path(&id), id, label, hint, count, matched_by, matched })
        });
        Ok(LookedUp { items: items.collect(), total: total.unsigned_abs() })
    }
}

const BY_URL: &str = "SELECT 'article', id, title, {hint}, 1, record ->> 'url' = ?2, record ->> 'url'
    FROM articles WHERE id IN (SELECT article FROM addresses WHERE address = ?1) ORDER BY 6 DESC, 2 LIMIT ?3";
const ALL_BY_URL: &str = "SELECT count(*) FROM addresses WHERE address = ?";

const BY_SHA256: &str = "SELECT 'article', id, title, {hint}, 1, sha256 = ?2, ?2 FROM articles
    WHERE id IN (SELECT id FROM articles WHERE sha256 = ?1 UNION SELECT article FROM origins WHERE sha256 = ?1) ORDER BY 6 DESC, 2 LIMIT ?3";
const ALL_BY_SHA256: &str =
    "SELECT count(*) FROM (SELECT id FROM articles WHERE sha256 = ?1 UNION SELECT article FROM origins WHERE sha256 = ?1)";

const BY_NAME: &str = "SELECT s.type, s.id, s.label, s.hint, s.count, max(n.written = ?2),
           coalesce(max(CASE WHEN n.written = ?2 THEN n.written END), min(n.written))
    FROM names AS n JOIN suggestions AS s ON s.rowid = n.suggestion WHERE n.folded = ?1 GROUP BY s.rowid ORDER BY 6 DESC, s.rowid LIMIT ?3";
const ALL_BY_NAME: &str = "SELECT count(DISTINCT suggestion) FROM names WHERE folded = ?";

impl SnapshotWriter {
    /// Notes where an article is published.
    pub(super) async fn address_row(&mut self, article: &Article) -> Result<(), WriteError> {
        if let Some(address) = article.url.as_deref().and_then(address::comparable) {
            sqlx::query("INSERT INTO addresses (address, article) VALUES (?, ?) ON CONFLICT DO NOTHING")
                .bind(address)
                .bind(&article.id)
                .execute(&mut self.connection)
                .await?;
        }
        Ok(())
    }
}
