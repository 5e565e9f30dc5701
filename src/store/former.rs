//! What a version of the dataset changes beside a former one: both files, record by record, in the order of their ids.
//!
//! SQLite reads both at once, each by its index, so that a comparison takes time but no memory. How much changed is counted once for each
//! former version.

use std::{path::Path, sync::Arc};

use quick_cache::sync::Cache;
use rusqlite::{Connection, Row};
use tokio::sync::{OnceCell, oneshot};

use super::{
    ReadError, Resource, Snapshot, Sql,
    articles::Articles,
    entities::{Organisations, People},
    folder::Kept,
    quotes::Quotes,
    read::{Readers, row, rows},
    snapshot,
    sources::Sources,
};

/// How many comparisons are open at once.
const OPEN: usize = 4;

/// How many questions each answers at once.
const CONNECTIONS: usize = 2;

/// The versions that a folder keeps, and the comparisons with them.
#[derive(Debug)]
pub struct Former {
    kept: Vec<Kept>,
    comparisons: Arc<Cache<(String, String), Arc<Comparison>>>,
}

/// A kind of record that is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Compared {
    /// Articles, with everything marked in them.
    Articles,
    /// Organisations.
    Organisations,
    /// People.
    People,
    /// Quotes.
    Quotes,
    /// Sources.
    Sources,
}

/// What happened to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Only this version holds it.
    Added,
    /// Both hold it, each otherwise.
    Changed,
    /// Only the former version holds it.
    Removed,
}

/// A record that the two versions do not hold alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What it is.
    pub of: Compared,
    /// Its id.
    pub id: String,
    /// What happened to it.
    pub change: Change,
}

/// How many records of each kind were added, changed, removed.
pub type ChangeCounts = [(Compared, [u64; 3]); 5];

/// A version beside a former one, or beside nothing: then everything in it is new.
#[derive(Debug)]
pub struct Comparison {
    readers: Readers,
    with_former: bool,
    counts: OnceCell<ChangeCounts>,
}

impl Compared {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Self; 5] = [Self::Articles, Self::Organisations, Self::People, Self::Quotes, Self::Sources];

    /// Its table, which of its rows are meant, and what is compared of a row: what the lists give. Marks of an article that its record does not
    /// show are in its digest; people and organisations that are named in readers' comments and site furniture alone are not listed.
    fn rows(self) -> (&'static str, String, &'static str) {
        let named = |rows: &str| format!("{rows} AND t.mentions > 0");
        match self {
            Self::Articles => (Articles::TABLE, Articles::ROWS.to_owned(), "t.record || t.digest"),
            Self::Organisations => (Organisations::TABLE, named(Organisations::ROWS), "t.record"),
            Self::People => (People::TABLE, named(People::ROWS), "t.record"),
            Self::Quotes => (Quotes::TABLE, Quotes::ROWS.to_owned(), "t.record"),
            Self::Sources => (Sources::TABLE, Sources::ROWS.to_owned(), "t.record"),
        }
    }
}

impl Change {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Added, Self::Changed, Self::Removed];

    fn of_code(code: i64) -> Self {
        match code {
            0 => Self::Added,
            1 => Self::Changed,
            _ => Self::Removed,
        }
    }
}

impl Default for Former {
    fn default() -> Self {
        Self::of(Vec::new())
    }
}

impl Former {
    /// The versions that a folder keeps.
    #[must_use]
    pub fn of(kept: Vec<Kept>) -> Self {
        Self { kept, comparisons: Arc::new(Cache::new(OPEN)) }
    }

    /// The snapshots that are kept, the one in use among them.
    #[must_use]
    pub fn kept(&self) -> &[Kept] {
        &self.kept
    }

    /// Lets go of every comparison, and of the files that they hold open.
    pub fn forget(&self) {
        self.comparisons.clear();
    }

    /// A snapshot beside one of a former version, or beside nothing; none where that version is not kept. A former one is read whole, to see
    /// that it is sound, and that goes on where whoever asked has gone away.
    ///
    /// # Errors
    /// Where one of them cannot be read.
    pub async fn compare(&self, snapshot: &Snapshot, since: Option<&str>) -> Result<Option<Arc<Comparison>>, ReadError> {
        let key = (snapshot.sha256().to_owned(), since.unwrap_or_default().to_owned());
        let Some(since) = since else {
            let alone = || Ok(Arc::new(Comparison { readers: snapshot.readers().clone(), with_former: false, counts: OnceCell::new() }));
            return self.comparisons.get_or_insert_with(&key, alone).map(Some);
        };
        let is_it = |kept: &&Kept| kept.dataset.as_ref().is_ok_and(|dataset| dataset.version == since);
        let Some(former) = self.kept.iter().find(is_it).map(|kept| kept.path.clone()) else { return Ok(None) };
        let (comparisons, path) = (self.comparisons.clone(), snapshot.path().to_owned());
        let (asked, answer) = oneshot::channel();
        tokio::spawn(async move {
            // Whoever waited for another to open it in vain, and has gone away meanwhile, does not open it once more.
            let open = async { if asked.is_closed() { Err(ReadError::Busy) } else { Comparison::open(&path, &former).await } };
            let opened = comparisons.get_or_insert_async(&key, open).await;
            drop(asked.send(opened));
        });
        answer.await.map_err(broken)?.map(Some)
    }
}

impl Comparison {
    async fn open(path: &Path, former: &Path) -> Result<Arc<Self>, ReadError> {
        snapshot::check_seal(former).await.map_err(broken)?;
        let (path, former) = (path.to_owned(), former.to_owned());
        // All at once and for good: the files may be removed from the folder while they are open.
        let opening = move || Readers::beside(&path, Some(&former), CONNECTIONS);
        let readers = tokio::task::spawn_blocking(opening).await.map_err(broken)??;
        Ok(Arc::new(Self { readers, with_former: true, counts: OnceCell::new() }))
    }

    /// How much changed. Counting goes on where whoever asked has gone away.
    ///
    /// # Errors
    /// Where the files cannot be read.
    pub async fn counts(self: &Arc<Self>) -> Result<ChangeCounts, ReadError> {
        let comparison = Arc::clone(self);
        let counting = async move { comparison.counts.get_or_try_init(|| comparison.count()).await.copied() };
        tokio::spawn(counting).await.map_err(broken)?
    }

    async fn count(&self) -> Result<ChangeCounts, ReadError> {
        let mut counts = Compared::ALL.map(|of| (of, [0; 3]));
        for (of, counted) in &mut counts {
            // Not by groups, which SQLite would sort.
            let mut sql = Sql::new(
                "SELECT count(*) FILTER (WHERE change = 0), count(*) FILTER (WHERE change = 1), count(*) FILTER (WHERE change = 2) FROM (",
            );
            self.differences(*of, &Change::ALL, "", &mut sql);
            sql.push(")");
            let three = move |connection: &Connection| row(connection, &sql, |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]));
            *counted = self.readers.ask_at_length(three).await?.unwrap_or_default().map(i64::unsigned_abs);
        }
        Ok(counts)
    }

    /// Records of one kind that changed so, behind an id, in the order of their ids; no more than `limit`.
    ///
    /// # Errors
    /// Where the files cannot be read.
    pub async fn page(&self, of: Compared, changes: &[Change], after: &str, limit: usize) -> Result<Vec<Difference>, ReadError> {
        if limit == 0 || changes.is_empty() {
            return Ok(Vec::new());
        }
        let mut sql = Sql::new("");
        self.differences(of, changes, after, &mut sql);
        sql.push(" ORDER BY id LIMIT ").push_bind(i64::try_from(limit).unwrap_or(i64::MAX));
        let difference = move |row: &Row| Ok(Difference { of, id: row.get(0)?, change: Change::of_code(row.get(1)?) });
        self.readers.ask(move |connection| rows(connection, &sql, difference)).await
    }

    /// Ids and codes of the records of one kind that changed so. Both halves come in the order of the ids, by the index.
    fn differences(&self, of: Compared, changes: &[Change], after: &str, sql: &mut Sql) {
        let (table, rows, compared) = of.rows();
        let has = |change| changes.contains(&change);
        let select = |schema: &str, columns: &str| format!("(SELECT {columns} FROM {schema}.{table} AS t WHERE {rows})");
        let whole = format!("t.id AS id, {compared} AS compared");
        let former = if self.with_former { select("former", &whole) } else { "(SELECT '' AS id, '' AS compared WHERE false)".to_owned() };
        let now = select("main", &whole);
        let held = format!("EXISTS (SELECT 1 FROM {former} AS o WHERE o.id = n.id)");
        let alike = format!("EXISTS (SELECT 1 FROM {former} AS o WHERE o.id = n.id AND o.compared = n.compared)");
        let here = match (has(Change::Added), has(Change::Changed)) {
            (true, true) => format!("NOT {alike}"),
            (true, false) => format!("NOT {held}"),
            (false, true) => format!("{held} AND NOT {alike}"),
            (false, false) => "false".to_owned(),
        };
        let there =
            if has(Change::Removed) { format!("NOT EXISTS (SELECT 1 FROM {now} AS n WHERE n.id = o.id)") } else { "false".to_owned() };
        sql.push(format_args!("SELECT n.id AS id, CASE WHEN {held} THEN 1 ELSE 0 END AS change FROM {now} AS n WHERE {here} AND n.id > "));
        sql.push_bind(after.to_owned());
        sql.push(format_args!(" UNION ALL SELECT o.id, 2 FROM {former} AS o WHERE {there} AND o.id > "));
        sql.push_bind(after.to_owned());
    }
}

/// What cannot be compared, because a file is not whole or its reading broke off.
fn broken(error: impl std::fmt::Display) -> ReadError {
    ReadError::Damaged(error.to_string())
}
