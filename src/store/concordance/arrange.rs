//! The order of lines: by date, or by the words in and around the node.

use std::collections::BinaryHeap;

use sha2::{Digest, Sha256};

use super::{
    filter::ConcordanceQuery,
    render::line_id,
    tally::{Counted, Tally},
    texts::{Document, Found, Reading, bytes_of},
};
use crate::{
    domain::span::TextIndex,
    store::{ReadError, Sample, Snapshot, SortKey, remembered::Weighed},
};

/// What lines can be sorted by, besides `id`: the day of publication, and the words to the left, of the node, and to the right. They are
/// no rows of a table, so none has an SQL expression.
pub const SORT_KEYS: &[SortKey] = &[
    SortKey { name: "date", sql: "" },
    SortKey { name: "left", sql: "" },
    SortKey { name: "node", sql: "" },
    SortKey { name: "right", sql: "" },
];

/// By how many words on one side lines are sorted.
const SORTED_BY: usize = 10;

/// Sort keys, each with whether it descends. The last is the place: the article's digits, then the position in it.
#[derive(Debug)]
pub struct Order(Vec<(By, bool)>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Date,
    Left,
    Node,
    Right,
    Place,
}

/// Something that a line is sorted by.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Number(u32),
    Words(Box<str>),
    Place(u32, u32),
}

impl Order {
    /// Reads sort keys; newest first where there are none.
    pub fn of(sort: &[String]) -> Self {
        let mut keys = Vec::new();
        for key in sort {
            let (name, descending) = key.strip_prefix('-').map_or((&**key, false), |name| (name, true));
            let by = match name {
                "date" => By::Date,
                "left" => By::Left,
                "node" => By::Node,
                "right" => By::Right,
                _ => By::Place,
            };
            keys.push((by, descending));
            if by == By::Place {
                return Self(keys);
            }
        }
        if keys.is_empty() {
            keys.push((By::Date, true));
        }
        keys.push((By::Place, false));
        Self(keys)
    }

    /// Whether each article's lines stay together and in the order of the text, so that articles can be sorted rather than lines.
    pub fn is_by_article(&self) -> bool {
        self.0.iter().all(|&(by, descending)| by == By::Date || by == By::Place && !descending)
    }

    fn compare(&self, a: &[Key], b: &[Key]) -> std::cmp::Ordering {
        let each = self.0.iter().zip(a.iter().zip(b)).map(|((_, descending), (a, b))| if *descending { b.cmp(a) } else { a.cmp(b) });
        each.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then)
    }

    /// What a line is sorted by: words are read outwards from the node.
    fn keys(&self, document: &Document, found: &Found, number: usize, start: u32) -> Vec<Key> {
        let (section, node) = &found.nodes[number];
        let (_, words) = &found.sections[*section];
        let joined = |numbers: &mut dyn Iterator<Item = usize>| {
            Key::Words(numbers.map(|word| found.words.folded(word)).collect::<Vec<_>>().join(" ").into())
        };
        let key = |by: By| match by {
            By::Date => Key::Number(document.day),
            By::Left => joined(&mut (words.start..node.start).rev().take(SORTED_BY)),
            By::Node => joined(&mut node.clone()),
            By::Right => joined(&mut (node.end..words.end).take(SORTED_BY)),
            By::Place => Key::Place(document.digits, start),
        };
        self.0.iter().map(|&(by, _)| key(by)).collect()
    }
}

/// All lines in an order.
#[derive(Debug)]
pub enum Arrangement {
    /// Articles, each with the number of lines up to its end.
    Articles(Box<[(u32, u64)]>),
    /// Lines, each as its article's row and its number in the article.
    Lines(Box<[(u32, u32)]>),
}

/// A line that waits to be put in its place.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Waiting {
    /// What decides whether it is drawn.
    lot: [u8; 32],
    keys: Vec<Key>,
    row: u32,
    number: u32,
}

impl Arrangement {
    /// Articles in the order of their dates.
    pub fn by_article(tally: &Tally, order: &Order) -> Self {
        let key = |by: By, article: &Counted| match by {
            By::Date => Key::Number(article.day),
            _ => Key::Place(article.digits, 0),
        };
        let keys = |article| order.0.iter().map(|&(by, _)| key(by, article)).collect::<Vec<_>>();
        let mut articles: Vec<_> = tally.articles.iter().map(|article| (keys(article), article)).collect();
        articles.sort_by(|(a, _), (b, _)| order.compare(a, b));
        let mut lines = 0;
        let counted = articles.into_iter().map(|(_, article)| {
            lines += u64::from(article.lines);
            (article.row, lines)
        });
        Self::Articles(counted.collect())
    }

    /// Lines in any order, all of them or a sample: those with the smallest hash of seed and id, as in every list.
    pub async fn by_line(
        snapshot: &Snapshot,
        query: &ConcordanceQuery,
        tally: &Tally,
        order: Order,
        sample: Option<Sample>,
    ) -> Result<Self, ReadError> {
        let order = std::sync::Arc::new(order);
        let (rows, by) = (tally.articles.iter().map(|article| article.row).collect::<Vec<_>>(), order.clone());
        let mut lines = BinaryHeap::new();
        // Piece by piece, so that no more lines wait at once than are drawn.
        for rows in rows.chunks(1000) {
            let by = by.clone();
            let waiting =
                snapshot.read_texts(Reading::lean(query), rows.to_vec(), move |document, reading| waiting(document, reading, &by, sample));
            for line in waiting.await? {
                lines.push(line);
                if sample.is_some_and(|sample| lines.len() > sample.size as usize) {
                    lines.pop();
                }
            }
        }
        let mut lines = lines.into_vec();
        lines.sort_unstable_by(|a, b| order.compare(&a.keys, &b.keys));
        Ok(Self::Lines(lines.into_iter().map(|line| (line.row, line.number)).collect()))
    }

    /// How many lines there are.
    pub fn total(&self) -> u64 {
        match self {
            Self::Articles(articles) => articles.last().map_or(0, |&(_, lines)| lines),
            Self::Lines(lines) => lines.len() as u64,
        }
    }

    /// Up to `count` lines from number `from` on, each as its article's row and its number in the article.
    pub fn lines(&self, from: u64, count: u32) -> Vec<(u32, u32)> {
        match self {
            Self::Lines(lines) => {
                let from = usize::try_from(from).unwrap_or(usize::MAX);
                lines.iter().skip(from).take(count as usize).copied().collect()
            }
            Self::Articles(articles) => {
                let first = articles.partition_point(|&(_, until)| until <= from);
                let before = first.checked_sub(1).map_or(0, |before| articles[before].1);
                let starts = std::iter::once(before).chain(articles[first..].iter().map(|&(_, until)| until));
                let each = articles[first..].iter().zip(starts).flat_map(|(&(row, until), start)| {
                    (from.max(start)..until).map(move |line| (row, u32::try_from(line - start).unwrap_or(u32::MAX)))
                });
                each.take(count as usize).collect()
            }
        }
    }
}

impl Weighed for Arrangement {
    fn bytes(&self) -> usize {
        match self {
            Self::Articles(articles) => size_of_val(&articles[..]),
            Self::Lines(lines) => size_of_val(&lines[..]),
        }
    }
}

/// The lines of a text with what they are drawn and sorted by.
fn waiting(document: &Document, reading: &Reading, order: &Order, sample: Option<Sample>) -> Vec<Waiting> {
    let found = document.find(reading);
    let index = TextIndex::new(&document.text);
    let line = |number: usize| {
        let start = index.point(bytes_of(&found.words, &found.nodes[number].1).start);
        let lot = |sample: Sample| Sha256::digest(format!("{}\0{}", sample.seed, line_id(document.digits, start))).into();
        Waiting {
            lot: sample.map(lot).unwrap_or_default(),
            keys: order.keys(document, &found, number, start),
            row: document.row,
            number: u32::try_from(number).unwrap_or(u32::MAX),
        }
    };
    (0..found.nodes.len()).map(line).collect()
}
