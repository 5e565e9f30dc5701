//! Reading texts, a few at a time on all connections, and cutting them into words away from the threads that answer requests.

use std::{ops::Range, sync::Arc};

use futures_util::{StreamExt, TryStreamExt, stream};
use rusqlite::Row;
use serde::Deserialize;

use super::{filter::ConcordanceQuery, node::Pattern};
use crate::{
    domain::{EntityRef, QuoteOfLine, SectionKind, Span, span::TextIndex},
    store::{ReadError, Snapshot, Sql, conditions::json, read::rows as rows_of, words::Words},
};

/// How many texts are read in one go.
const TOGETHER: usize = 50;

/// How many such goes are under way at once.
const AT_ONCE: usize = 2;

/// What is read of articles, and what for.
#[derive(Debug)]
pub struct Reading {
    /// The query.
    pub query: ConcordanceQuery,
    /// What it looks for.
    pub pattern: Pattern,
    /// Whether quotes are read.
    quotes: bool,
    /// Whether articles' records are read.
    records: bool,
}

impl Reading {
    /// No more than is needed to find the lines.
    pub fn lean(query: &ConcordanceQuery) -> Self {
        Self { quotes: query.asks_for_quotes(), records: false, pattern: Pattern::of(&query.search()), query: query.clone() }
    }

    /// Everything that a line shows.
    pub fn whole(query: &ConcordanceQuery) -> Self {
        Self { quotes: true, records: true, ..Self::lean(query) }
    }
}

/// An article's text and what is known of it.
#[derive(Debug)]
pub struct Document {
    /// The article's row.
    pub row: u32,
    /// The first eight hex digits of its hash, as a number.
    pub digits: u32,
    /// The first day on which it may have been published, as the number `YYYYMMDD`; 0 where that is not known.
    pub day: u32,
    /// Its record as JSON, where it is read.
    pub record: Option<String>,
    /// The text.
    pub text: String,
    /// The sections that are searched, in code points.
    pub sections: Vec<(SectionKind, u32, u32)>,
    /// Its quotes, where they are read.
    quotes: Vec<Quoted>,
}

/// What is known of a quote.
#[derive(Debug, Deserialize)]
struct Quoted(String, Option<EntityRef>, Vec<Span>, Vec<Span>);

/// A text cut into words, and the nodes in it.
#[derive(Debug)]
pub struct Found {
    /// The words of all sections that are searched.
    pub words: Words,
    /// Each section in bytes, and the numbers of its words.
    pub sections: Vec<(Range<usize>, Range<usize>)>,
    /// The nodes: number of the section, numbers of the words.
    pub nodes: Vec<(usize, Range<usize>)>,
}

impl Document {
    /// Cuts it into words and finds the nodes that a query asks for.
    pub fn find(&self, reading: &Reading) -> Found {
        let mut words = Words::default();
        let sections: Vec<_> = self.bytes_of_sections().into_iter().map(|bytes| (bytes.clone(), words.add(&self.text, bytes))).collect();
        let numbers: Vec<_> = sections.iter().map(|(_, numbers)| numbers.clone()).collect();
        let mut nodes = reading.pattern.find(&words, &numbers);
        if reading.query.asks_for_quotes() && !nodes.is_empty() {
            let index = TextIndex::new(&self.text);
            nodes.retain(|(_, node)| {
                let bytes = bytes_of(&words, node);
                reading.query.takes(self.quote_at(index.point(bytes.start), index.point(bytes.end)).as_ref())
            });
        }
        Found { words, sections, nodes }
    }

    /// Where the sections stand in bytes: they are in order, so one walk through the text finds them all.
    fn bytes_of_sections(&self) -> Vec<Range<usize>> {
        let mut walk = self.text.char_indices().map(|(byte, _)| byte).chain([self.text.len()]).zip(0_u32..).peekable();
        let mut byte_of = |point: u32| {
            while walk.next_if(|&(_, at)| at < point).is_some() {}
            walk.peek().map_or(self.text.len(), |&(byte, _)| byte)
        };
        self.sections.iter().map(|&(_, start, end)| byte_of(start)..byte_of(end)).collect()
    }

    /// The inmost quote that holds everything from one code point to another.
    pub fn quote_at(&self, start: u32, end: u32) -> Option<QuoteOfLine> {
        let holds = |span: &&Span| span.start <= start && end <= span.end;
        let holding = self.quotes.iter().filter_map(|quote| Some((quote.2.iter().find(holds)?, quote)));
        let (_, quote) = holding.min_by_key(|(span, quote)| (span.end - span.start, &quote.0))?;
        Some(QuoteOfLine { id: quote.0.clone(), speaker: quote.1.clone(), verbatim: quote.3.iter().any(|span| holds(&span)) })
    }
}

/// From the start of the first of these words to the end of the last.
pub fn bytes_of(words: &Words, numbers: &Range<usize>) -> Range<usize> {
    words.place(numbers.start).start..words.place(numbers.end - 1).end
}

impl Snapshot {
    /// Reads the texts of these rows and makes something of each, in the order of the rows.
    pub(super) async fn read_texts<T: Send + 'static>(
        &self,
        reading: Reading,
        rows: Vec<u32>,
        make: impl Fn(&Document, &Reading) -> Vec<T> + Send + Sync + 'static,
    ) -> Result<Vec<T>, ReadError> {
        let shared = Arc::new((reading, make));
        let work = stream::iter(rows.chunks(TOGETHER).map(|rows| documents(&shared.0, rows)).collect::<Vec<_>>());
        let all = work.map(|sql| {
            let shared = shared.clone();
            self.readers().ask_at_length(move |connection| {
                let (reading, make) = &*shared;
                let mut pieces = Vec::new();
                rows_of(connection, &sql, |row| {
                    pieces.extend(make(&document(row)?, reading));
                    Ok(())
                })?;
                Ok(pieces)
            })
        });
        all.buffered(AT_ONCE).try_concat().await
    }
}

fn documents(reading: &Reading, rows: &[u32]) -> Sql {
    let mut sql = Sql::new(
        "SELECT t.rowid, substr(t.sha256, 1, 8), coalesce(t.published_from, ''), t.text,
                (SELECT json_group_array(json_array(s.kind, s.start, s.end)) FROM sections AS s WHERE s.article = t.id AND s.kind IN
                    (SELECT value FROM json_each(",
    );
    sql.push_bind(json(&reading.query.sections()));
    sql.push("))), ").push(if reading.records { "t.record" } else { "NULL" }).push(", ");
    sql.push(if reading.quotes {
        "(SELECT json_group_array(json_array(q.id, q.record->'speaker', q.record->'content', q.record->'verbatim'))
          FROM quotes AS q WHERE q.article = t.id)"
    } else {
        "'[]'"
    });
    sql.push(" FROM articles AS t WHERE t.text IS NOT NULL AND t.rowid IN (SELECT CAST(value AS INTEGER) FROM json_each(");
    sql.push_bind(json(&rows.iter().map(ToString::to_string).collect::<Vec<_>>())).push(")) ORDER BY t.rowid");
    sql
}

fn document(row: &Row) -> Result<Document, ReadError> {
    let day: String = row.get(2)?;
    let mut sections: Vec<(SectionKind, u32, u32)> = serde_json::from_str(row.get_ref(4)?.as_str()?)?;
    sections.sort_unstable_by_key(|&(_, start, _)| start);
    Ok(Document {
        row: row.get(0)?,
        digits: u32::from_str_radix(row.get_ref(1)?.as_str()?, 16).unwrap_or_default(),
        day: day.replace('-', "").parse().unwrap_or_default(),
        text: row.get(3)?,
        record: row.get(5)?,
        sections,
        quotes: serde_json::from_str(row.get_ref(6)?.as_str()?)?,
    })
}
