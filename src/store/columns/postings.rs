//! Postings: of each person and organisation the articles and the quotes that it has a part in, as a search engine has them of each word. What a
//! filter finds by name is read from here; only what it finds is looked at for whatever else is asked.

use roaring::RoaringBitmap;
use rusqlite::{Connection, Row};
use sqlx::SqliteConnection;

use super::{TableFilter, ints::Ints, selection::Selection};
use crate::{
    domain::SectionKind,
    store::{
        ReadError, Sql,
        conditions::json,
        quotes::QuoteFilter,
        read::{row, rows},
        scope::{Named, sections_or_default},
        write::WriteError,
    },
};

/// Of quotes: those that somebody says.
pub const SPEAKER: &str = "speaker";
/// Of quotes: those that are said to somebody.
pub const ADDRESSEE: &str = "addressee";
/// Of quotes: those in whose words somebody is named.
pub const ABOUT: &str = "about";
/// Of articles: those in which somebody is quoted. Those in which somebody is named have the kind of section for a name.
pub const QUOTED: &str = "quoted";

/// How many rows of postings are in memory at once while they are written, four bytes each.
const ROWS_AT_ONCE: usize = 1_000_000;

/// Rows in which any of some people and organisations has any of some parts.
#[derive(Debug)]
pub struct TakingPart<'a> {
    parts: Vec<&'static str>,
    ids: &'a [String],
    /// Whether these rows are asked for, or are left out.
    wanted: bool,
}

impl TakingPart<'_> {
    /// The query for something of the postings.
    fn postings(&self, what: &str) -> Sql {
        let mut sql = Sql::new(format!("SELECT {what} FROM json_each("));
        sql.push_bind(json(self.ids)).push(
            ") AS i CROSS JOIN entities AS e ON e.id = i.value CROSS JOIN postings AS p ON p.entity = e.rowid
             WHERE p.part IN (SELECT value FROM json_each(",
        );
        sql.push_bind(json(&self.parts)).push("))");
        sql
    }

    /// How many bytes of postings are read.
    pub fn bytes(&self, connection: &Connection) -> Result<u64, ReadError> {
        let bytes = row(connection, &self.postings("coalesce(sum(length(p.rows)), 0)"), |row| Ok(row.get::<_, u32>(0)?))?;
        Ok(bytes.map_or(0, u64::from))
    }

    fn rows(&self, connection: &Connection) -> Result<RoaringBitmap, ReadError> {
        let mut all = RoaringBitmap::new();
        rows(connection, &self.postings("p.rows"), |row| {
            all |= read(row, 0)?;
            Ok(())
        })?;
        Ok(all)
    }
}

impl TableFilter {
    /// What it asks of those who have a part in the rows.
    pub fn taking_part(&self) -> Vec<TakingPart<'_>> {
        match self {
            Self::Articles(query) => {
                let article = &query.article;
                let mut all = vec![(vec![QUOTED], &article.speaker[..], true), (vec![QUOTED], &article.speaker_not[..], false)];
                all.extend(of_named(&query.named, &sections_or_default(&article.section)));
                asked(all)
            }
            Self::Quotes(query) => {
                let mut all = of_quote(&query.quote);
                all.extend(of_named(&query.named, &[SPEAKER, ADDRESSEE, ABOUT]));
                asked(all)
            }
        }
    }

    /// Whether it asks for rows in which somebody has a part.
    pub fn names_somebody(&self) -> bool {
        self.taking_part().iter().any(|taking_part| taking_part.wanted)
    }
}

type Asked<'a> = (Vec<&'static str>, &'a [String], bool);

fn asked(all: Vec<Asked<'_>>) -> Vec<TakingPart<'_>> {
    let asked = all.into_iter().filter(|(_, ids, _)| !ids.is_empty());
    asked.map(|(parts, ids, wanted)| TakingPart { parts, ids, wanted }).collect()
}

fn of_quote(quote: &QuoteFilter) -> Vec<Asked<'_>> {
    let each = [
        (SPEAKER, &quote.speaker, true),
        (SPEAKER, &quote.speaker_not, false),
        (ADDRESSEE, &quote.addressee, true),
        (ADDRESSEE, &quote.addressee_not, false),
        (ABOUT, &quote.about, true),
        (ABOUT, &quote.about_not, false),
    ];
    let each = each.into_iter().map(|(part, ids, wanted)| (vec![part], &ids[..], wanted));
    each.chain(quote.about_all.iter().map(|id| (vec![ABOUT], std::slice::from_ref(id), true))).collect()
}

fn of_named<'a>(named: &'a Named, parts: &[&'static str]) -> impl Iterator<Item = Asked<'a>> {
    let any = [&named.person, &named.organisation].into_iter().map(|ids| (&ids[..], true));
    let all = named.person_all.iter().chain(&named.organisation_all).map(|id| (std::slice::from_ref(id), true));
    let none = [&named.person_not, &named.organisation_not].into_iter().map(|ids| (&ids[..], false));
    any.chain(all).chain(none).map(|(ids, wanted)| (parts.to_vec(), ids, wanted))
}

/// The rows, of so many, that are all of those asked for and none of those left out.
pub fn select(connection: &Connection, all: &[TakingPart], size: u32) -> Result<Selection, ReadError> {
    let mut found: Option<RoaringBitmap> = None;
    for wanted in all.iter().filter(|one| one.wanted) {
        let rows = wanted.rows(connection)?;
        found = Some(found.map_or_else(|| rows.clone(), |found| found & &rows));
    }
    let mut found = found.unwrap_or_else(|| self::all(size));
    for unwanted in all.iter().filter(|one| !one.wanted) {
        found -= unwanted.rows(connection)?;
    }
    Ok(Selection::compact(found))
}

/// All of so many rows.
pub fn all(size: u32) -> RoaringBitmap {
    let mut rows = RoaringBitmap::new();
    rows.insert_range(0..size);
    rows
}

/// A list of rows as it is stored.
pub fn bytes(mut list: RoaringBitmap) -> Result<Vec<u8>, WriteError> {
    list.optimize();
    let mut bytes = Vec::with_capacity(list.serialized_size());
    list.serialize_into(&mut bytes).map_err(|error| WriteError::Check(error.to_string()))?;
    Ok(bytes)
}

/// A list of rows from a column.
pub fn read(row: &Row, column: usize) -> Result<RoaringBitmap, ReadError> {
    let list = RoaringBitmap::deserialize_from(row.get_ref(column)?.as_blob()?);
    list.map_err(|error| ReadError::Damaged(format!("postings cannot be read: {error}")))
}

/// Writes the postings of people and organisations. `entities` has the row of each, numbered from 1.
pub struct PostingsWriter<'a> {
    pub connection: &'a mut SqliteConnection,
    pub entities: &'a Ints,
}

impl PostingsWriter<'_> {
    /// Writes those of one part. `each` gives all numbers of entities and rows, in the order of the rows; 0 is nobody.
    pub async fn write(&mut self, part: &str, each: impl Fn(&mut dyn FnMut(u32, u32))) -> Result<(), WriteError> {
        let mut lengths = vec![0; self.entities.len() + 1];
        each(&mut |entity, _| lengths[entity as usize] += 1);
        let mut first = 1;
        while first < lengths.len() {
            // One entity's rows after those of another, for as many entities as have few enough together, and one at least.
            let (mut ends, mut size) = (Vec::new(), 0);
            for length in &lengths[first..] {
                if !ends.is_empty() && size + length > ROWS_AT_ONCE {
                    break;
                }
                ends.push(size);
                size += length;
            }
            let mut rows = vec![0; size];
            each(&mut |entity, row| {
                if let Some(end) = (entity as usize).checked_sub(first).and_then(|number| ends.get_mut(number)) {
                    rows[*end] = row;
                    *end += 1;
                }
            });
            let mut start = 0;
            for (number, end) in (first..).zip(&ends) {
                let of_entity = &rows[start..*end];
                start = *end;
                if of_entity.is_empty() {
                    continue;
                }
                sqlx::query("INSERT INTO postings (entity, part, rows) VALUES (?, ?, ?)")
                    .bind(self.entities.get(number - 1))
                    .bind(part)
                    .bind(bytes(of_entity.iter().copied().collect())?)
                    .execute(&mut *self.connection)
                    .await?;
            }
            first += ends.len();
        }
        Ok(())
    }

    /// Writes those of the kinds of section in which articles name them. `each` gives entities, articles and sets of kinds, a bit for each.
    pub async fn write_named(&mut self, each: impl Fn(&mut dyn FnMut(u32, u32, u32))) -> Result<(), WriteError> {
        for (bit, kind) in SectionKind::ALL.iter().enumerate() {
            let of_kind = |take: &mut dyn FnMut(u32, u32)| {
                each(&mut |entity, article, kinds| {
                    if kinds & (1 << bit) != 0 {
                        take(entity, article);
                    }
                });
            };
            self.write(kind.as_str(), of_kind).await?;
        }
        Ok(())
    }
}
