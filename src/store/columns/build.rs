//! Making the columns, when everything else of a snapshot is in place: in three passes along the indexes, in the order of the lists.

use std::{collections::HashMap, mem};

use futures_util::TryStreamExt;
use roaring::RoaringBitmap;
use serde::Serialize;
use sqlx::{Row, SqliteConnection, sqlite::SqliteRow};

use super::{
    ArticleClass, QuoteClass,
    dictionary::Dictionary,
    ints::Ints,
    name,
    numbered::{Numbered, count},
    postings::{ABOUT, ADDRESSEE, PostingsWriter, QUOTED, SPEAKER},
    word_postings,
    words::Searched,
};
use crate::{
    domain::SectionKind,
    store::write::{self, WriteError},
};

/// How many bytes of a column stand in one row of the table.
const PART: usize = 1024 * 1024;

/// How much of the file SQLite keeps in memory meanwhile, as its `cache_size` is written: 8 MiB. Little is read twice here, and the columns
/// themselves need the room.
const CACHE: &str = "-8192";

/// Every article under the number that is its place in the order of the list.
const IN_ORDER: &str = "CREATE TEMP TABLE in_order (place INTEGER PRIMARY KEY, id TEXT, article INTEGER, source TEXT, language TEXT,
                                                    annotator TEXT, text_status TEXT, published TEXT);
    INSERT INTO in_order (id, article, source, language, annotator, text_status, published)
    SELECT id, rowid, source, language, annotator, text_status, published FROM articles ORDER BY coalesce(published_from, '') DESC, id";

/// The quotes in the order of their list: articles come in the same order there.
const QUOTES: &str = "SELECT p.place, q.rowid, q.speaker, q.addressee, q.cue, q.type, q.section, q.annotator, q.confidence,
                             (SELECT json_group_array(entity) FROM quote_about WHERE quote = q.id)
                      FROM in_order AS p CROSS JOIN quotes AS q ON q.article = p.id ORDER BY p.place, q.start, q.id";

/// Who is named in each article, and in what kind of section: as often as that is.
const NAMED: &str = "SELECT p.place, json_group_array(m.entity), json_group_array(m.section)
                     FROM in_order AS p LEFT JOIN mentions AS m ON m.article = p.id GROUP BY p.place ORDER BY p.place";

/// Quotes that report what others report too, and whether another is the fullest report, or there are others in other articles.
const REPORTED: &str =
    "SELECT q.rowid, q.variant_of IS NOT NULL, q.variants > 0 FROM variants AS v CROSS JOIN quotes AS q ON q.id = v.quote";

/// Makes the columns and postings of a snapshot that is complete but for them.
pub(in crate::store) async fn build(connection: &mut SqliteConnection) -> Result<(), WriteError> {
    cache(connection, CACHE).await?;
    sqlx::raw_sql(IN_ORDER).execute(&mut *connection).await?;
    let entities = Numbered::read(connection).await?;
    put(connection, name::ENTITY_ROWS, &entities.rows).await?;
    put(connection, name::ENTITIES_ARE_PEOPLE, &entities.people).await?;
    let articles = articles(connection).await?;
    word_postings::write(connection, Searched::Articles, articles.iter()).await?;
    quotes(connection, &entities, articles.len()).await?;
    named(connection, &entities, articles.len()).await?;
    sqlx::raw_sql("DROP TABLE temp.in_order").execute(&mut *connection).await?;
    cache(connection, write::CACHE).await
}

async fn cache(connection: &mut SqliteConnection, size: &'static str) -> Result<(), WriteError> {
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!("PRAGMA cache_size = {size}"))).execute(connection).await?;
    Ok(())
}

/// What is known of the articles themselves. Gives the row of each.
async fn articles(connection: &mut SqliteConnection) -> Result<Ints, WriteError> {
    let (mut rows, mut sources, mut dates, mut classes) = (Ints::default(), Ints::default(), Ints::default(), Ints::default());
    let (mut all_sources, mut all_dates, mut all_classes) = (Dictionary::default(), Dictionary::default(), Dictionary::default());
    let mut found =
        sqlx::query("SELECT article, source, published, language, annotator, text_status = 'held' FROM in_order ORDER BY place")
            .fetch(&mut *connection);
    while let Some(row) = found.try_next().await? {
        rows.push(row.try_get(0)?);
        sources.push(all_sources.number(row.try_get::<Option<String>, _>(1)?));
        dates.push(all_dates.number(row.try_get::<Option<String>, _>(2)?));
        let class = ArticleClass { language: row.try_get(3)?, annotator: row.try_get(4)?, held: row.try_get(5)? };
        classes.push(all_classes.number(class));
    }
    drop(found);
    put(connection, name::ARTICLE_ROWS, &rows).await?;
    put(connection, name::ARTICLE_SOURCES, &sources).await?;
    put(connection, name::ARTICLE_DATES, &dates).await?;
    put(connection, name::ARTICLE_CLASSES, &classes).await?;
    put_json(connection, name::SOURCES, &all_sources.values()).await?;
    put_json(connection, name::DATES, &all_dates.values()).await?;
    put_json(connection, name::CLASSES_OF_ARTICLES, &all_classes.values()).await?;
    Ok(rows)
}

/// The columns of quotes in the making.
#[derive(Default)]
struct Quotes {
    /// Of each article: how many quotes it has, and the row of the first.
    lengths: Vec<u32>,
    firsts: Vec<u32>,
    speakers: Ints,
    cues: Ints,
    confidences: Ints,
    classes: Ints,
    parts: Ints,
    part_lengths: Ints,
    all_cues: Dictionary<Option<String>>,
    all_confidences: Dictionary<u64>,
    all_classes: Dictionary<QuoteClass>,
}

impl Quotes {
    fn with_room(articles: usize, quotes: usize) -> Self {
        let column = || Ints::with_room(quotes);
        Self {
            lengths: vec![0; articles],
            firsts: vec![0; articles],
            speakers: column(),
            cues: column(),
            confidences: column(),
            classes: column(),
            part_lengths: column(),
            ..Self::default()
        }
    }

    fn add(&mut self, row: &SqliteRow, entities: &Numbered, reported: &[RoaringBitmap; 2]) -> Result<(), WriteError> {
        let (place, rowid): (u32, u32) = (row.try_get(0)?, row.try_get(1)?);
        let place = place as usize - 1;
        if self.lengths[place] == 0 {
            self.firsts[place] = rowid;
        } else if self.firsts[place] + self.lengths[place] != rowid {
            return Err(WriteError::Check(format!("the quotes of one article do not stand in their order before {rowid}")));
        }
        self.lengths[place] += 1;
        let number = |id: &str| entities.number(id).unwrap_or(0);
        let [speaker, addressee] = [row.try_get::<Option<&str>, _>(2)?, row.try_get::<Option<&str>, _>(3)?].map(|id| id.map(number));
        let about: Vec<&str> = serde_json::from_str(row.try_get(9)?)?;
        self.speakers.push(speaker.unwrap_or(0));
        self.part_lengths.push(count(about.len() + usize::from(addressee.is_some())));
        addressee.into_iter().chain(about.into_iter().map(number)).for_each(|entity| self.parts.push(entity));
        self.cues.push(self.all_cues.number(row.try_get(4)?));
        self.confidences.push(self.all_confidences.number(row.try_get::<f64, _>(8)?.to_bits()));
        self.classes.push(self.all_classes.number(QuoteClass {
            r#type: row.try_get(5)?,
            section: row.try_get(6)?,
            annotator: row.try_get(7)?,
            is_addressed: addressee.is_some(),
            is_variant: reported[0].contains(rowid),
            has_variants: reported[1].contains(rowid),
        }));
        Ok(())
    }
}

impl Quotes {
    /// Writes who says, is told and is named in which quote, and who is quoted in which article.
    async fn post(&self, classes: &[QuoteClass], mut postings: PostingsWriter<'_>) -> Result<(), WriteError> {
        let numbered = || (0_u32..).zip(self.speakers.iter());
        postings.write(SPEAKER, |take| numbered().for_each(|(quote, speaker)| take(speaker, quote))).await?;
        let of_articles = |take: &mut dyn FnMut(u32, u32)| {
            let mut speakers = self.speakers.iter();
            for (article, length) in (0_u32..).zip(&self.lengths) {
                speakers.by_ref().take(*length as usize).for_each(|speaker| take(speaker, article));
            }
        };
        postings.write(QUOTED, of_articles).await?;
        let others = |take: &mut dyn FnMut(u32, u32), is_wanted: fn(bool) -> bool| {
            let mut parts = self.parts.iter();
            for ((quote, length), class) in (0_u32..).zip(self.part_lengths.iter()).zip(self.classes.iter()) {
                let mut is_addressee = classes[class as usize].is_addressed;
                for entity in parts.by_ref().take(length as usize) {
                    if is_wanted(is_addressee) {
                        take(entity, quote);
                    }
                    is_addressee = false;
                }
            }
        };
        postings.write(ADDRESSEE, |take| others(take, |is_addressee| is_addressee)).await?;
        postings.write(ABOUT, |take| others(take, |is_addressee| !is_addressee)).await
    }
}

async fn quotes(connection: &mut SqliteConnection, entities: &Numbered, articles: usize) -> Result<(), WriteError> {
    let mut reported = [RoaringBitmap::new(), RoaringBitmap::new()];
    let mut found = sqlx::query_as::<_, (u32, bool, bool)>(REPORTED).fetch(&mut *connection);
    while let Some((row, is_variant, has_variants)) = found.try_next().await? {
        for (rows, _) in reported.iter_mut().zip([is_variant, has_variants]).filter(|(_, is)| *is) {
            rows.insert(row);
        }
    }
    drop(found);
    let mut quotes = Quotes::with_room(articles, rows(connection, "SELECT count(*) FROM quotes").await?);
    let mut found = sqlx::query(QUOTES).fetch(&mut *connection);
    while let Some(row) = found.try_next().await? {
        quotes.add(&row, entities, &reported)?;
    }
    drop(found);
    put(connection, name::QUOTE_CUES, &mem::take(&mut quotes.cues)).await?;
    put(connection, name::QUOTE_CONFIDENCES, &mem::take(&mut quotes.confidences)).await?;
    let classes = mem::take(&mut quotes.all_classes).values();
    quotes.post(&classes, PostingsWriter { connection: &mut *connection, entities: &entities.rows }).await?;
    put(connection, name::QUOTES_OF_ARTICLES, &quotes.lengths.iter().copied().collect()).await?;
    put(connection, name::FIRST_QUOTES, &quotes.firsts.iter().copied().collect()).await?;
    put(connection, name::QUOTE_SPEAKERS, &quotes.speakers).await?;
    put(connection, name::QUOTE_CLASSES, &quotes.classes).await?;
    put(connection, name::QUOTE_PART_LENGTHS, &quotes.part_lengths).await?;
    put(connection, name::QUOTE_PARTS, &quotes.parts).await?;
    put_json(connection, name::CUES, &quotes.all_cues.values()).await?;
    put_json(connection, name::CONFIDENCES, &quotes.all_confidences.values()).await?;
    put_json(connection, name::CLASSES_OF_QUOTES, &classes).await?;
    let Quotes { lengths, firsts, .. } = quotes;
    let rows = firsts.iter().zip(&lengths).flat_map(|(first, length)| *first..first + length);
    word_postings::write(connection, Searched::Quotes, rows).await
}

/// Each entity that an article names once, in the order of their numbers, with the set of the kinds of section that it is named in.
async fn named(connection: &mut SqliteConnection, entities: &Numbered, articles: usize) -> Result<(), WriteError> {
    let bits: HashMap<&str, u32> = SectionKind::ALL.iter().enumerate().map(|(n, kind)| (kind.as_str(), 1 << n)).collect();
    let numbers = count(entities.rows.len() + 1);
    let mentions = rows(connection, "SELECT count(*) FROM mentions").await?;
    let (mut lengths, mut named, mut all_sections) = (Ints::with_room(articles), Ints::with_room(mentions), Dictionary::default());
    let mut found = sqlx::query(NAMED).fetch(&mut *connection);
    while let Some(row) = found.try_next().await? {
        // An article that names nobody has one row without a mention.
        let ids: Vec<Option<&str>> = serde_json::from_str(row.try_get(1)?)?;
        let kinds: Vec<Option<&str>> = serde_json::from_str(row.try_get(2)?)?;
        let mentions = ids.into_iter().flatten().zip(kinds.into_iter().flatten());
        let mut all: Vec<(u32, u32)> = mentions.filter_map(|(id, kind)| Some((entities.number(id)?, *bits.get(kind)?))).collect();
        all.sort_unstable();
        let before = named.len();
        for of_entity in all.chunk_by(|one, other| one.0 == other.0) {
            let set = all_sections.number(of_entity.iter().fold(0, |all, (_, kind)| all | kind));
            let both = set.checked_mul(numbers).and_then(|set| set.checked_add(of_entity[0].0));
            named.push(both.ok_or_else(|| WriteError::Check("there are too many people and organisations to be numbered".to_owned()))?);
        }
        lengths.push(count(named.len() - before));
    }
    drop(found);
    let all_sections = all_sections.values();
    let each = |take: &mut dyn FnMut(u32, u32, u32)| {
        let mut named = named.iter();
        for (article, length) in (0_u32..).zip(lengths.iter()) {
            named.by_ref().take(length as usize).for_each(|both| take(both % numbers, article, all_sections[(both / numbers) as usize]));
        }
    };
    PostingsWriter { connection: &mut *connection, entities: &entities.rows }.write_named(each).await?;
    put(connection, name::NAMED_LENGTHS, &lengths).await?;
    put(connection, name::NAMED, &named).await?;
    put_json(connection, name::SECTIONS, &all_sections).await
}

async fn rows(connection: &mut SqliteConnection, count: &'static str) -> Result<usize, WriteError> {
    let rows: i64 = sqlx::query_scalar(count).fetch_one(connection).await?;
    Ok(usize::try_from(rows).unwrap_or_default())
}

async fn put(connection: &mut SqliteConnection, name: &str, column: &Ints) -> Result<(), WriteError> {
    put_parts(connection, name, column.width(), column.bytes().chunks(PART)).await
}

async fn put_json<T: Serialize>(connection: &mut SqliteConnection, name: &str, values: &[T]) -> Result<(), WriteError> {
    put_parts(connection, name, 0, serde_json::to_vec(values)?.chunks(PART)).await
}

async fn put_parts(
    connection: &mut SqliteConnection,
    name: &str,
    width: usize,
    parts: impl Iterator<Item = &[u8]>,
) -> Result<(), WriteError> {
    for (part, bytes) in (0_i64..).zip(parts) {
        sqlx::query("INSERT INTO columns (name, part, width, bytes) VALUES (?, ?, ?, ?)")
            .bind(name)
            .bind(part)
            .bind(i64::try_from(width).unwrap_or_default())
            .bind(bytes)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}
