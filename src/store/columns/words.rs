//! Postings of words: of each word that many articles, or many quotes, hold, the places of these in their list. A search for such a word would
//! otherwise walk through all that FTS5 knows of it, to count what it finds, to find the newest and to weigh them; a rarer word is left to FTS5.

use roaring::RoaringBitmap;
use rusqlite::Connection;

use super::{
    Columns, TableFilter, postings,
    selection::{Bits, Selection},
};
use crate::store::{
    ReadError, Sql,
    articles::searched_columns,
    read::{row, rows},
    search::{self, Matching, Search, Term},
    words::Words,
};

/// How many rows are looked for one by one; more are found in one pass over all.
const FEW: usize = 2_000;

/// A list that is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Searched {
    Articles,
    Quotes,
}

impl Searched {
    /// Its name in the table of postings.
    pub fn name(self) -> &'static str {
        match self {
            Self::Articles => "articles",
            Self::Quotes => "quotes",
        }
    }

    /// Its search table.
    pub fn table(self) -> &'static str {
        match self {
            Self::Articles => "article_search",
            Self::Quotes => "quote_search",
        }
    }

    /// The places of rows of its table.
    pub(super) fn places(self, columns: &Columns, connection: &Connection, rows: &[u32]) -> Result<RoaringBitmap, ReadError> {
        let are_few = rows.len() <= FEW;
        Ok(match self {
            Self::Articles => {
                let articles = columns.articles(connection)?;
                if are_few { articles.places(rows) } else { articles.all_places(&Bits::of(rows)) }
            }
            Self::Quotes => {
                let quotes = columns.quotes(connection)?;
                if are_few { quotes.places(rows) } else { quotes.all_places(&Bits::of(rows)) }
            }
        })
    }
}

/// A full-text search, and where it looks.
#[derive(Debug)]
pub struct Searching {
    /// What is searched.
    pub list: Searched,
    /// The columns of the search table; all where empty.
    pub columns: Vec<&'static str>,
    /// What is searched for.
    pub search: Search,
    /// Whether postings are those of these columns.
    has_postings: bool,
}

impl TableFilter {
    /// What is searched for in full text, where anything is.
    pub fn searching(&self) -> Option<Searching> {
        let (list, columns, has_postings, q) = match self {
            Self::Articles(query) => {
                let article = &query.article;
                (Searched::Articles, searched_columns(article), article.section.is_empty(), &article.q)
            }
            Self::Quotes(query) => (Searched::Quotes, Vec::new(), true, &query.quote.q),
        };
        Some(Searching { list, columns, has_postings, search: Search::parse(q.as_deref()?).ok()? })
    }
}

/// A part of a search that is answered by itself.
struct Part {
    matching: Matching,
    /// The word that it is, where it is one.
    word: Option<String>,
}

impl Searching {
    /// Whether everything in it is a single word, so that it is answered from postings, or by few rows.
    pub fn is_of_words(&self) -> bool {
        let mut terms = self.search.required.iter().chain(&self.search.excluded);
        self.has_postings && terms.all(|term| single(term).is_some())
    }

    /// The places of the rows that hold everything that is required and nothing that is excluded, of so many.
    pub(super) fn select(&self, columns: &Columns, connection: &Connection, size: u32) -> Result<Selection, ReadError> {
        let (mut required, mut excluded) = (None, RoaringBitmap::new());
        for part in self.parts() {
            let rows = self.rows(columns, connection, &part)?;
            if part.matching.is_excluded {
                excluded |= rows;
            } else {
                required = Some(required.map_or_else(|| rows.clone(), |found: RoaringBitmap| found & &rows));
            }
        }
        Ok(Selection::compact(required.unwrap_or_else(|| postings::all(size)) - excluded))
    }

    /// Single words one by one; what is not of them alone in the expressions of the list, because FTS5 need not find all of a common phrase where
    /// a rare word stands beside it.
    fn parts(&self) -> Vec<Part> {
        if !self.is_of_words() {
            return self.search.matching(&self.columns).map(|matching| Part { matching, word: None }).collect();
        }
        let each = [(false, &self.search.required), (true, &self.search.excluded)].into_iter();
        let each = each.flat_map(|(is_excluded, terms)| terms.iter().map(move |term| (is_excluded, term)));
        let part = |(is_excluded, term): (bool, &Term)| Part {
            matching: Matching { is_excluded, expression: search::expression(&self.columns, std::slice::from_ref(term), "") },
            word: single(term),
        };
        each.map(part).collect()
    }

    /// The word that a term is, where that may have postings.
    pub fn common(&self, term: &Term) -> Option<String> {
        single(term).filter(|_| self.has_postings)
    }

    /// The query for something of the postings of a word.
    pub fn postings(&self, what: &str, word: &str) -> Sql {
        let of_word = [self.list.name().to_owned().into(), word.to_owned().into()];
        Sql::numbered(format!("SELECT {what} FROM word_postings WHERE list = ? AND word = ?"), of_word)
    }

    /// How many bytes of postings are read for its words.
    pub fn bytes(&self, connection: &Connection) -> Result<u64, ReadError> {
        let each = self.parts().into_iter().filter_map(|part| Some(self.postings("length(rows)", &part.word?)));
        each.map(|sql| Ok(row(connection, &sql, |row| Ok(row.get::<_, u32>(0)?))?.map_or(0, u64::from))).sum()
    }

    fn rows(&self, columns: &Columns, connection: &Connection, part: &Part) -> Result<RoaringBitmap, ReadError> {
        if let Some(word) = &part.word
            && let Some(found) = row(connection, &self.postings("rows", word), |row| postings::read(row, 0))?
        {
            return Ok(found);
        }
        let mut sql = Sql::new(format!("SELECT rowid FROM {table} WHERE {table} MATCH ", table = self.list.table()));
        sql.push_bind(part.matching.expression.clone());
        let found: Vec<u32> = rows(connection, &sql, |row| Ok(row.get(0)?))?;
        self.list.places(columns, connection, &found)
    }
}

/// The word that a term is, as search tables hold it; none where it is a prefix or a phrase.
pub fn single(term: &Term) -> Option<String> {
    let words = Words::of(&term.words);
    (!term.prefix && words.len() == 1).then(|| words.folded(0).to_owned())
}
