//! Counting the rows that match: by one respect or by two, and by slots of the calendar.

use std::ops::Range;

use rusqlite::Connection;

use super::{
    Axis, Columns, Selection, TableFilter,
    load::{ArticleColumns, QuoteColumns},
};
use crate::{domain::PartialDate, store::ReadError};

/// The most counters that are in memory at once: 32 MB.
const COUNTERS: usize = 8_000_000;

/// The most pairs that are put in order at once: 32 MB.
const PAIRS: u64 = 4_000_000;

/// How many rows have a value, or a pair of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// The numbers of the values; 0 where there is no second.
    pub values: [u32; 2],
    /// How many rows have them.
    pub count: u32,
}

/// What rows come to.
#[derive(Debug, Default)]
pub struct Counts {
    /// How many different values, or pairs of them, there are.
    pub distinct: u64,
    /// The sum of their counts.
    pub counted: u64,
    /// How many rows have a value in every respect.
    pub present: u64,
    /// How many rows match.
    pub total: u64,
}

/// Rows that match, each with its article.
pub struct Matching<'a> {
    selection: &'a Selection,
    articles: &'a ArticleColumns,
    /// Where the rows are quotes.
    quotes: Option<&'a QuoteColumns>,
}

/// The counts of values of one respect, by slots of the calendar.
pub struct Slots {
    /// Of each value that is asked for.
    pub series: Vec<Vec<u64>>,
    /// Of all values together.
    pub counted: Vec<u64>,
    /// Of the rows that have a value.
    pub present: Vec<u64>,
}

impl<'a> Matching<'a> {
    /// The rows of a table.
    pub fn of(columns: &'a Columns, connection: &Connection, filter: &TableFilter, selection: &'a Selection) -> Result<Self, ReadError> {
        let quotes = matches!(filter, TableFilter::Quotes(_)).then(|| columns.quotes(connection)).transpose()?;
        Ok(Self { selection, quotes, articles: columns.articles(connection)? })
    }

    /// Does something with each stretch of rows that belong to one article, and with the article, in order.
    fn for_each_range(&self, mut each: impl FnMut(Range<u32>, u32)) {
        let Some(quotes) = self.quotes else { return self.selection.for_each(|article| each(article..article + 1, article)) };
        let mut article = 0;
        self.selection.for_each_range(|mut rows| {
            while !rows.is_empty() {
                article = quotes.article(rows.start, article);
                let end = rows.end.min(quotes.starts[article as usize + 1]);
                each(rows.start..end, article);
                rows.start = end;
            }
        });
    }

    /// Does something with each row and its article, in order.
    pub fn for_each(&self, mut each: impl FnMut(u32, u32)) {
        self.for_each_range(|rows, article| rows.for_each(|row| each(row, article)));
    }

    /// Does something with each article that has rows, and with how many it has, in order; with several parts of them one after the other, perhaps.
    fn for_each_article(&self, mut each: impl FnMut(u32, u32)) {
        let (Some(quotes), Selection::Many(rows, _)) = (self.quotes, self.selection) else {
            return self.for_each_range(|rows, article| each(article, rows.end - rows.start));
        };
        for (article, bounds) in (0..).zip(quotes.starts.windows(2)) {
            let found = rows.count(bounds[0]..bounds[1]);
            if found > 0 {
                each(article, found);
            }
        }
    }

    /// Counts by one respect or two; gives each count to `take`, in no order.
    pub fn count(&self, axes: &mut [Axis], mut take: impl FnMut(Counted)) -> Counts {
        let mut counts = Counts { total: self.selection.len(), ..Counts::default() };
        let mut add = |counts: &mut Counts, counted: Counted| {
            counts.distinct += 1;
            counts.counted += u64::from(counted.count);
            take(counted);
        };
        match axes {
            [one] => {
                let (counters, present) = self.count_one(one);
                counts.present = present;
                let found = (0..).zip(counters).filter(|(_, count)| *count > 0);
                found.for_each(|(value, count)| add(&mut counts, Counted { values: [value, 0], count }));
            }
            [one, other] => {
                for (first, last) in self.groups(one, other) {
                    counts.present = self.count_pairs(one, other, (first, last), |counted| add(&mut counts, counted));
                }
            }
            _ => {}
        }
        counts
    }

    /// Counts by one respect: how many rows have each value, and how many have any.
    fn count_one(&self, axis: &mut Axis) -> (Vec<u32>, u64) {
        let (mut counters, mut present) = (vec![0_u32; axis.size()], 0);
        let Some(column) = axis.column() else {
            self.for_each(|row, article| {
                let mut is_present = false;
                axis.each(row, article, |value| {
                    counters[value as usize] += 1;
                    is_present = true;
                });
                present += u64::from(is_present);
            });
            return (counters, present);
        };
        // What the column holds is counted first, and then what it stands for: a row costs one look.
        let mut numbers = vec![0_u32; axis.numbers()];
        if axis.is_of_articles() {
            self.for_each_article(|article, rows| numbers[column.get(article as usize) as usize] += rows);
        } else if let Selection::Many(rows, _) = self.selection {
            rows.for_each(|row| numbers[column.get(row as usize) as usize] += 1);
        } else {
            self.selection.for_each_range(|rows| column.each(rows, |number| numbers[number as usize] += 1));
        }
        for (number, count) in (0..).zip(numbers) {
            let value = axis.value_of(number);
            if value > 0 {
                counters[value as usize] += count;
                present += u64::from(count);
            }
        }
        (counters, present)
    }

    /// The values of the first respect in stretches, each of which has few enough pairs to be counted at once.
    fn groups(&self, one: &mut Axis, other: &mut Axis) -> Vec<(u32, u32)> {
        let (values, each) = (one.size(), other.size());
        let end = |value: usize| small(value as u64);
        if values.saturating_mul(each) <= COUNTERS {
            return vec![(0, end(values))];
        }
        let mut pairs = vec![0_u64; values];
        self.for_each(|row, article| {
            let mut others = 0;
            other.each(row, article, |_| others += 1);
            one.each(row, article, |value| pairs[value as usize] += others);
        });
        let (mut groups, mut first, mut sum) = (Vec::new(), 0, 0);
        for (value, pairs) in pairs.into_iter().enumerate() {
            if value > first && sum + pairs > PAIRS && (value + 1 - first).saturating_mul(each) > COUNTERS {
                groups.push((end(first), end(value)));
                (first, sum) = (value, 0);
            }
            sum += pairs;
        }
        groups.push((end(first), end(values)));
        groups
    }

    /// Counts the pairs whose first value is in a stretch. Gives how many rows have any pair, in the stretch or not.
    fn count_pairs(&self, one: &mut Axis, other: &mut Axis, (first, end): (u32, u32), mut add: impl FnMut(Counted)) -> u64 {
        let each = other.size() as u64;
        let all = (end - first) as usize * other.size();
        let mut counters = vec![0_u32; if all <= COUNTERS.max(other.size()) { all } else { 0 }];
        let mut pairs: Vec<u64> = Vec::new();
        let (mut firsts, mut present) = (Vec::new(), 0);
        self.for_each(|row, article| {
            firsts.clear();
            one.each(row, article, |value| firsts.push(value));
            let mut is_present = false;
            if !firsts.is_empty() {
                other.each(row, article, |value| {
                    is_present = true;
                    for one in firsts.iter().filter(|one| (first..end).contains(one)) {
                        let pair = u64::from(one - first) * each + u64::from(value);
                        match usize::try_from(pair).ok().and_then(|pair| counters.get_mut(pair)) {
                            Some(counter) => *counter += 1,
                            None => pairs.push(pair),
                        }
                    }
                });
            }
            present += u64::from(is_present);
        });
        let values = |pair: u64| [first + small(pair / each), small(pair % each)];
        let found = (0..).zip(counters).filter(|(_, count)| *count > 0);
        found.for_each(|(pair, count)| add(Counted { values: values(pair), count }));
        pairs.sort_unstable();
        for same in pairs.chunk_by(|one, other| one == other) {
            add(Counted { values: values(same[0]), count: small(same.len() as u64) });
        }
        present
    }

    /// Counts by the date of publication, as precisely as it is known.
    pub fn by_date(&self) -> Vec<(Option<&'a PartialDate>, u64)> {
        let dates = &self.articles.all_dates;
        let slots: Vec<usize> = (0..dates.len()).collect();
        dates.iter().map(Option::as_ref).zip(self.by_slot(&slots, dates.len())).filter(|(_, count)| *count > 0).collect()
    }

    /// The slot of every date that there is.
    pub fn slots(&self, slot: impl Fn(Option<&PartialDate>) -> usize) -> Vec<usize> {
        self.articles.all_dates.iter().map(|date| slot(date.as_ref())).collect()
    }

    fn slot(&self, slots: &[usize], article: u32) -> usize {
        slots[self.articles.dates.get(article as usize) as usize]
    }

    /// Counts by slots: so many, of which each date has one.
    pub fn by_slot(&self, slots: &[usize], size: usize) -> Vec<u64> {
        let mut counts = vec![0; size];
        self.for_each_article(|article, rows| counts[self.slot(slots, article)] += u64::from(rows));
        counts
    }

    /// Counts by slots and by these values.
    pub fn by_slot_and_value(&self, slots: &[usize], size: usize, axis: &mut Axis, values: &[u32]) -> Slots {
        let mut series = vec![None; axis.size()];
        values.iter().enumerate().for_each(|(n, value)| series[*value as usize] = Some(n));
        let mut found = Slots { series: vec![vec![0; size]; values.len()], counted: vec![0; size], present: vec![0; size] };
        let is_of_articles = axis.is_of_articles();
        let mut add = |row: u32, article: u32, rows: u32| {
            let (slot, mut present) = (self.slot(slots, article), 0);
            axis.each(row, article, |value| {
                present = u64::from(rows);
                found.counted[slot] += present;
                if let Some(n) = series[value as usize] {
                    found.series[n][slot] += present;
                }
            });
            found.present[slot] += present;
        };
        if is_of_articles {
            // What an article is counted by is no matter of its rows.
            self.for_each_article(|article, rows| add(0, article, rows));
        } else {
            self.for_each(|row, article| add(row, article, 1));
        }
        found
    }
}

/// A number that is known to be small enough.
fn small(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
