//! Reading the columns into memory: each group when the first question needs it.

use std::collections::HashMap;

use roaring::RoaringBitmap;
use rusqlite::Connection;
use serde::de::DeserializeOwned;

use super::{
    ArticleClass, QuoteClass,
    dictionary::Ranked,
    ints::{Ints, Lists},
    name,
    selection::Bits,
};
use crate::{
    domain::PartialDate,
    store::{
        ReadError, Sql,
        read::{row, rows},
    },
};

/// People and organisations, numbered from 1 in the order of their ids.
#[derive(Debug)]
pub struct Entities {
    rows: Ints,
    /// Of each number: whether it is a person. Nobody has number 0.
    pub are_people: Vec<bool>,
}

impl Entities {
    /// Reads them.
    pub fn read(connection: &Connection) -> Result<Self, ReadError> {
        let (rows, people) = (ints(connection, name::ENTITY_ROWS)?, ints(connection, name::ENTITIES_ARE_PEOPLE)?);
        let are_people = std::iter::once(false).chain(people.iter().map(|is| is == 1)).collect();
        Ok(Self { rows, are_people })
    }

    /// How many numbers there are, with 0.
    pub fn size(&self) -> usize {
        self.are_people.len()
    }

    /// The row of a number.
    pub fn row(&self, number: u32) -> u32 {
        self.rows.get(number as usize - 1)
    }

    /// The ids and names of these numbers.
    pub fn names(&self, connection: &Connection, numbers: &[u32]) -> Result<Vec<(String, String)>, ReadError> {
        let wanted: Vec<u32> = numbers.iter().map(|number| self.row(*number)).collect();
        let mut sql = Sql::new("SELECT rowid, id, name FROM entities WHERE rowid IN (SELECT value FROM json_each(");
        sql.push_bind(serde_json::to_string(&wanted)?).push("))");
        let found = rows(connection, &sql, |row| Ok((row.get::<_, u32>(0)?, (row.get(1)?, row.get(2)?))))?;
        let found: HashMap<u32, (String, String)> = found.into_iter().collect();
        Ok(wanted.iter().map(|row| found.get(row).cloned().unwrap_or_default()).collect())
    }
}

/// What is known of articles, in the order of their list.
#[derive(Debug)]
pub struct ArticleColumns {
    pub rows: Ints,
    pub sources: Ints,
    pub dates: Ints,
    pub classes: Ints,
    pub all_sources: Ranked,
    pub all_dates: Vec<Option<PartialDate>>,
    /// The years and months of the dates.
    pub years: Ranked,
    pub months: Ranked,
    pub all_classes: Vec<ArticleClass>,
    /// The places of the articles in the order of their rows.
    by_row: Ints,
}

impl ArticleColumns {
    /// Reads them.
    pub fn read(connection: &Connection) -> Result<Self, ReadError> {
        let sources: Vec<Option<String>> = json(connection, name::SOURCES)?;
        let all_dates: Vec<Option<PartialDate>> = json(connection, name::DATES)?;
        let rows = ints(connection, name::ARTICLE_ROWS)?;
        Ok(Self {
            by_row: in_order(&rows),
            rows,
            sources: ints(connection, name::ARTICLE_SOURCES)?,
            dates: ints(connection, name::ARTICLE_DATES)?,
            classes: ints(connection, name::ARTICLE_CLASSES)?,
            all_sources: Ranked::of(&sources, |source| source.as_deref()),
            years: Ranked::of(&all_dates, |date| date.as_ref()?.as_str().get(..4)),
            months: Ranked::of(&all_dates, |date| date.as_ref()?.as_str().get(..7)),
            all_dates,
            all_classes: json(connection, name::CLASSES_OF_ARTICLES)?,
        })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// The places of some rows.
    pub fn places(&self, rows: &[u32]) -> RoaringBitmap {
        let place = |row: &u32| {
            let place = self.by_row.get(self.by_row.partition_point(|place| self.rows.get(place as usize) <= *row).checked_sub(1)?);
            Some(place).filter(|place| self.rows.get(*place as usize) == *row)
        };
        rows.iter().filter_map(place).collect()
    }

    /// The places of many rows, in one pass over all.
    pub fn all_places(&self, rows: &Bits) -> RoaringBitmap {
        (0..).zip(self.rows.iter()).filter(|(_, row)| rows.contains(*row)).map(|(place, _)| place).collect()
    }
}

/// Who is named in articles, and in which kinds of section.
#[derive(Debug)]
pub struct Named {
    pub entities: Lists,
    /// The sets of kinds of section, a bit for each kind.
    pub all_sections: Vec<u32>,
    /// How many numbers of entities there are, with 0.
    numbers: u32,
}

impl Named {
    /// Reads them.
    pub fn read(connection: &Connection) -> Result<Self, ReadError> {
        let entities = Lists::of(ints(connection, name::NAMED_LENGTHS)?, ints(connection, name::NAMED)?);
        let numbers = ints(connection, name::ENTITY_ROWS)?.len() + 1;
        Ok(Self { entities, all_sections: json(connection, name::SECTIONS)?, numbers: u32::try_from(numbers).unwrap_or(u32::MAX) })
    }

    /// The entity that stands at a place among all, and the number of its set of kinds of section.
    #[inline]
    pub fn at(&self, place: usize) -> (u32, usize) {
        let both = self.entities.value(place);
        (both % self.numbers, (both / self.numbers) as usize)
    }
}

/// How many articles are gone through before one is looked for by halving.
const NEAR: usize = 16;

/// What is known of quotes, in the order of their list.
#[derive(Debug)]
pub struct QuoteColumns {
    /// Of each article, and behind the last: the place of its first quote.
    pub starts: Vec<u32>,
    pub firsts: Ints,
    pub speakers: Ints,
    pub cues: Ints,
    pub confidences: Ints,
    pub classes: Ints,
    pub parts: Lists,
    pub all_cues: Ranked,
    pub all_confidences: Vec<f64>,
    pub all_classes: Vec<QuoteClass>,
    /// The places of the articles in the order of their first quotes' rows.
    by_row: Ints,
}

impl QuoteColumns {
    /// Reads them.
    pub fn read(connection: &Connection) -> Result<Self, ReadError> {
        let lengths = ints(connection, name::QUOTES_OF_ARTICLES)?;
        let mut starts = Vec::with_capacity(lengths.len() + 1);
        starts.push(0);
        starts.extend(lengths.iter().scan(0, |end, length| {
            *end += length;
            Some(*end)
        }));
        let cues: Vec<Option<String>> = json(connection, name::CUES)?;
        let confidences: Vec<u64> = json(connection, name::CONFIDENCES)?;
        let firsts = ints(connection, name::FIRST_QUOTES)?;
        Ok(Self {
            starts,
            by_row: in_order(&firsts),
            firsts,
            speakers: ints(connection, name::QUOTE_SPEAKERS)?,
            cues: ints(connection, name::QUOTE_CUES)?,
            confidences: ints(connection, name::QUOTE_CONFIDENCES)?,
            classes: ints(connection, name::QUOTE_CLASSES)?,
            parts: Lists::of(ints(connection, name::QUOTE_PART_LENGTHS)?, ints(connection, name::QUOTE_PARTS)?),
            all_cues: Ranked::of(&cues, |cue| cue.as_deref()),
            all_confidences: confidences.into_iter().map(f64::from_bits).collect(),
            all_classes: json(connection, name::CLASSES_OF_QUOTES)?,
        })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.speakers.len()
    }

    /// The places of some rows.
    pub fn places(&self, rows: &[u32]) -> RoaringBitmap {
        let place = |row: &u32| {
            let article = self.by_row.get(self.by_row.partition_point(|article| self.firsts.get(article as usize) <= *row).checked_sub(1)?);
            Some(self.starts[article as usize] + (row - self.firsts.get(article as usize)))
        };
        rows.iter().filter_map(place).collect()
    }

    /// The places of many rows, in one pass over all.
    pub fn all_places(&self, rows: &Bits) -> RoaringBitmap {
        let articles = self.starts.windows(2).zip(self.firsts.iter());
        let quotes = articles.flat_map(|(bounds, first)| (bounds[0]..bounds[1]).map(move |quote| (quote, first + (quote - bounds[0]))));
        quotes.filter(|(_, row)| rows.contains(*row)).map(|(quote, _)| quote).collect()
    }

    /// The row of a quote: those of an article follow the first.
    pub fn row(&self, quote: u32) -> u32 {
        let article = self.starts.partition_point(|start| *start <= quote) - 1;
        self.firsts.get(article) + (quote - self.starts[article])
    }

    /// The article of a quote, which is not before another.
    #[inline]
    pub fn article(&self, quote: u32, mut article: u32) -> u32 {
        for _ in 0..NEAR {
            if quote < self.starts[article as usize + 1] {
                return article;
            }
            article += 1;
        }
        let rest = &self.starts[article as usize + 1..];
        article + u32::try_from(rest.partition_point(|start| *start <= quote)).unwrap_or(u32::MAX)
    }

    /// How many addressees a quote has: they stand before all others who have a part in it.
    #[inline]
    pub fn addressees(&self, quote: usize) -> usize {
        usize::from(self.all_classes[self.classes.get(quote) as usize].is_addressed)
    }
}

/// The places of rows in the order of the rows.
fn in_order(rows: &Ints) -> Ints {
    let mut places: Vec<u32> = (0..).zip(rows.iter()).map(|(place, _)| place).collect();
    places.sort_unstable_by_key(|place| rows.get(*place as usize));
    let mut ints: Ints = places.into_iter().collect();
    ints.shrink_to_fit();
    ints
}

/// A column's width and bytes. One without rows has no part.
fn bytes(connection: &Connection, name: &str) -> Result<(usize, Vec<u8>), ReadError> {
    let named = |sql: &str| Sql::numbered(sql, [name.to_owned().into()]);
    let size = row(connection, &named("SELECT sum(length(bytes)) FROM columns WHERE name = ?"), |row| Ok(row.get::<_, Option<u32>>(0)?))?;
    let mut all = Vec::with_capacity(size.flatten().unwrap_or(0) as usize);
    let mut width = 1_u8;
    rows(connection, &named("SELECT width, bytes FROM columns WHERE name = ? ORDER BY part"), |row| {
        width = row.get(0)?;
        all.extend_from_slice(row.get_ref(1)?.as_blob()?);
        Ok(())
    })?;
    Ok((usize::from(width), all))
}

fn ints(connection: &Connection, name: &str) -> Result<Ints, ReadError> {
    let (width, bytes) = bytes(connection, name)?;
    Ints::of(width, bytes).ok_or_else(|| rusqlite::types::FromSqlError::InvalidType.into())
}

fn json<T: DeserializeOwned>(connection: &Connection, name: &str) -> Result<Vec<T>, ReadError> {
    let (_, bytes) = bytes(connection, name)?;
    Ok(if bytes.is_empty() { Vec::new() } else { serde_json::from_slice(&bytes)? })
}
