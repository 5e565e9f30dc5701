//! What rows are counted by: the values that each row has in one respect, as numbers in the order of the values.

use std::{borrow::Cow, collections::HashMap};

use rusqlite::Connection;

use super::{
    Columns, TableFilter,
    dictionary::Ranked,
    ints::{Found, Ints},
    load::{ArticleColumns, Entities, Named, QuoteColumns},
};
use crate::{
    domain::{EntityType, SectionKind},
    store::{ReadError, Sql, conditions::json, read::rows},
};

/// What records are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Of a quote its speaker, of an article everybody who is quoted in it.
    Speaker,
    /// To whom a quote is said.
    Addressee,
    /// Who and what is named in a quote's words.
    About,
    /// Of a quote those who say it, are told it, or are named in it; of an article those who are named in the sections that the filter looks at.
    Named(EntityType),
    /// The publisher.
    Source,
    /// How a quote is reported.
    Type,
    /// The reporting words.
    Cue,
    /// The kind of section that a quote stands in.
    Section,
    /// The year of publication.
    Year,
    /// The month of publication, where it is known.
    Month,
    /// The article's language.
    Language,
    /// Who marked the record.
    Annotator,
}

/// Where the values of a row stand.
enum Values<'a> {
    /// An entry in a dictionary for each row.
    OfRow(&'a Ints),
    /// An entry in a dictionary for each article.
    OfArticle(&'a Ints),
    Speaker(&'a QuoteColumns),
    Addressee(&'a QuoteColumns),
    About(&'a QuoteColumns),
    /// People, or organisations.
    TakingPart(&'a QuoteColumns, &'a [bool], bool),
    Quoted(&'a QuoteColumns),
    /// People, or organisations, in some of the sets of kinds of section.
    NamedIn(&'a Named, Vec<bool>, &'a [bool], bool),
}

/// What the values are called.
enum Texts<'a> {
    Entities(&'a Entities),
    /// Entries of a dictionary, and whether they are ids of publishers.
    Listed(Cow<'a, Ranked>, bool),
}

/// One respect in which rows have values, numbered from 1 in the order of the values as texts.
pub struct Axis<'a> {
    values: Values<'a>,
    texts: Texts<'a>,
    last: Found,
    several: Vec<u32>,
}

impl<'a> Axis<'a> {
    /// The values of the rows of a table.
    pub fn of(columns: &'a Columns, connection: &Connection, filter: &TableFilter, by: By) -> Result<Self, ReadError> {
        let (values, texts) = match filter {
            TableFilter::Quotes(_) => of_quotes(columns, connection, by)?,
            TableFilter::Articles(query) => match by {
                By::Speaker => (Values::Quoted(columns.quotes(connection)?), Texts::Entities(columns.entities(connection)?)),
                By::Named(r#type) => {
                    let (named, entities) = (columns.named(connection)?, columns.entities(connection)?);
                    let sections = looked_at(&named.all_sections, &query.article.section);
                    (Values::NamedIn(named, sections, &entities.are_people, r#type == EntityType::Person), Texts::Entities(entities))
                }
                _ => of_article(columns.articles(connection)?, by),
            },
        };
        Ok(Self { values, texts, last: Found::default(), several: Vec::new() })
    }

    /// Whether all rows of an article have the same values.
    pub fn is_of_articles(&self) -> bool {
        matches!(self.values, Values::OfArticle(_))
    }

    /// The column that holds the one value of each row, or of its article, where there is no more to it.
    pub fn column(&self) -> Option<&'a Ints> {
        match self.values {
            Values::OfRow(entries) | Values::OfArticle(entries) => Some(entries),
            Values::Speaker(quotes) => Some(&quotes.speakers),
            _ => None,
        }
    }

    /// How many different numbers that column may hold.
    pub fn numbers(&self) -> usize {
        match &self.texts {
            Texts::Entities(entities) => entities.size(),
            Texts::Listed(ranked, _) => ranked.numbers.len(),
        }
    }

    /// The value that a number in that column stands for; 0 for none.
    #[inline]
    pub fn value_of(&self, number: u32) -> u32 {
        match &self.texts {
            Texts::Entities(_) => number,
            Texts::Listed(ranked, _) => ranked.numbers[number as usize],
        }
    }

    /// How many numbers there are, with 0, which no value has.
    pub fn size(&self) -> usize {
        match &self.texts {
            Texts::Entities(entities) => entities.size(),
            Texts::Listed(ranked, _) => ranked.texts.len() + 1,
        }
    }

    /// Each different value of a row, which belongs to an article. Rows that are asked about in order are found soonest.
    #[inline]
    pub fn each(&mut self, row: u32, article: u32, mut value: impl FnMut(u32)) {
        let place = row as usize;
        let Self { values, texts, last, several } = self;
        let one = match (values, texts) {
            (Values::OfRow(entries), Texts::Listed(ranked, _)) => ranked.numbers[entries.get(place) as usize],
            (Values::OfArticle(entries), Texts::Listed(ranked, _)) => ranked.numbers[entries.get(article as usize) as usize],
            (Values::Speaker(quotes), _) => quotes.speakers.get(place),
            (Values::Addressee(quotes), _) => match quotes.addressees(place) {
                0 => 0,
                _ => quotes.parts.value(quotes.parts.place(place, last).start),
            },
            (Values::About(quotes), _) => {
                let all = quotes.parts.place(place, last).skip(quotes.addressees(place));
                return all.map(|at| quotes.parts.value(at)).for_each(value);
            }
            (Values::NamedIn(named, looked_at, are_people, people), _) => {
                let all = named.entities.place(place, last).map(|at| named.at(at)).filter(|(_, sections)| looked_at[*sections]);
                return all.map(|(entity, _)| entity).filter(|entity| are_people[*entity as usize] == *people).for_each(value);
            }
            (Values::TakingPart(quotes, are_people, people), _) => {
                let others = quotes.parts.place(place, last).map(|at| quotes.parts.value(at));
                let all = others.chain([quotes.speakers.get(place)]);
                return each_once(several, all.filter(|entity| are_people[*entity as usize] == *people), value);
            }
            (Values::Quoted(quotes), _) => {
                let all = quotes.starts[place]..quotes.starts[place + 1];
                return each_once(several, all.map(|quote| quotes.speakers.get(quote as usize)), value);
            }
            (Values::OfRow(_) | Values::OfArticle(_), Texts::Entities(_)) => 0,
        };
        if one > 0 {
            value(one);
        }
    }

    /// The texts of these values, and what each is called.
    pub fn names(&self, connection: &Connection, values: &[u32]) -> Result<Vec<(String, String)>, ReadError> {
        match &self.texts {
            Texts::Entities(entities) => entities.names(connection, values),
            Texts::Listed(ranked, are_sources) => {
                let texts = values.iter().map(|value| ranked.texts[*value as usize - 1].clone());
                if !are_sources {
                    return Ok(texts.map(|text| (text.clone(), text)).collect());
                }
                let texts: Vec<String> = texts.collect();
                let mut sql = Sql::new("SELECT id, name FROM sources WHERE id IN (SELECT value FROM json_each(");
                sql.push_bind(json(&texts)).push("))");
                let found: HashMap<String, String> = rows(connection, &sql, |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect();
                Ok(texts
                    .into_iter()
                    .map(|id| {
                        let name = found.get(&id).cloned().unwrap_or_default();
                        (id, name)
                    })
                    .collect())
            }
        }
    }
}

/// Of each set of kinds of section: whether one of them is looked at.
fn looked_at(all_sections: &[u32], asked: &[SectionKind]) -> Vec<bool> {
    let kinds = (0..).zip(SectionKind::ALL);
    let wanted = kinds.filter(|(_, kind)| if asked.is_empty() { !kind.is_furniture() } else { asked.contains(kind) });
    let wanted = wanted.fold(0_u32, |all, (n, _)| all | 1 << n);
    all_sections.iter().map(|sections| sections & wanted != 0).collect()
}

/// Each number but 0 once.
#[inline]
fn each_once(several: &mut Vec<u32>, numbers: impl Iterator<Item = u32>, value: impl FnMut(u32)) {
    several.clear();
    several.extend(numbers.filter(|number| *number > 0));
    several.sort_unstable();
    several.dedup();
    several.iter().copied().for_each(value);
}

/// What quotes can be counted by.
fn of_quotes<'a>(columns: &'a Columns, connection: &Connection, by: By) -> Result<(Values<'a>, Texts<'a>), ReadError> {
    let quotes = columns.quotes(connection)?;
    let of_class = |ranked| (Values::OfRow(&quotes.classes), Texts::Listed(Cow::Owned(ranked), false));
    let values = match by {
        By::Speaker => Values::Speaker(quotes),
        By::Addressee => Values::Addressee(quotes),
        By::About => Values::About(quotes),
        By::Named(r#type) => Values::TakingPart(quotes, &columns.entities(connection)?.are_people, r#type == EntityType::Person),
        By::Cue => return Ok((Values::OfRow(&quotes.cues), Texts::Listed(Cow::Borrowed(&quotes.all_cues), false))),
        By::Type => return Ok(of_class(Ranked::of(&quotes.all_classes, |class| Some(&class.r#type)))),
        By::Section => return Ok(of_class(Ranked::of(&quotes.all_classes, |class| Some(&class.section)))),
        By::Annotator => return Ok(of_class(Ranked::of(&quotes.all_classes, |class| Some(&class.annotator)))),
        By::Source | By::Year | By::Month | By::Language => return Ok(of_article(columns.articles(connection)?, by)),
    };
    Ok((values, Texts::Entities(columns.entities(connection)?)))
}

/// What articles, and quotes by them, can be counted by.
fn of_article(articles: &ArticleColumns, by: By) -> (Values<'_>, Texts<'_>) {
    let of_class = |ranked| (Values::OfArticle(&articles.classes), Texts::Listed(Cow::Owned(ranked), false));
    match by {
        By::Year => (Values::OfArticle(&articles.dates), Texts::Listed(Cow::Borrowed(&articles.years), false)),
        By::Month => (Values::OfArticle(&articles.dates), Texts::Listed(Cow::Borrowed(&articles.months), false)),
        By::Language => of_class(Ranked::of(&articles.all_classes, |class| Some(&class.language))),
        By::Annotator => of_class(Ranked::of(&articles.all_classes, |class| Some(&class.annotator))),
        _ => (Values::OfArticle(&articles.sources), Texts::Listed(Cow::Borrowed(&articles.all_sources), true)),
    }
}
