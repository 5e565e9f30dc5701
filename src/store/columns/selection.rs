//! Rows that match, by their numbers.

use std::ops::Range;

use roaring::RoaringBitmap;

use crate::store::remembered::Weighed;

/// Which rows of a table match.
#[derive(Debug)]
pub enum Selection {
    /// All of so many.
    Every(u32),
    /// Few, or many that follow one another.
    Some(RoaringBitmap),
    /// Many, here and there, and how many they are.
    Many(Bits, u64),
}

impl Selection {
    /// These rows, in as little room as they need.
    pub fn compact(mut rows: RoaringBitmap) -> Self {
        rows.optimize();
        Self::Some(rows)
    }

    /// How many they are.
    pub fn len(&self) -> u64 {
        match self {
            Self::Every(rows) => u64::from(*rows),
            Self::Some(rows) => rows.len(),
            Self::Many(_, rows) => *rows,
        }
    }

    /// Does something with each, in order.
    #[inline]
    pub fn for_each(&self, mut each: impl FnMut(u32)) {
        self.for_each_range(|rows| rows.for_each(&mut each));
    }

    /// Does something with stretches of them without a gap, in order: where they lie here and there, with each by itself.
    #[inline]
    pub fn for_each_range(&self, mut each: impl FnMut(Range<u32>)) {
        match self {
            Self::Every(rows) => each(0..*rows),
            Self::Many(rows, _) => rows.for_each(|row| each(row..row + 1)),
            Self::Some(rows) => {
                let mut rows = rows.iter();
                while let Some(range) = rows.next_range() {
                    each(*range.start()..range.end() + 1);
                }
            }
        }
    }

    /// Those that another has too.
    pub fn and(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Every(rows), Self::Every(others)) => Self::Every(*rows.min(others)),
            (Self::Every(_), Self::Some(rows)) | (Self::Some(rows), Self::Every(_)) => Self::Some(rows.clone()),
            (Self::Every(_), Self::Many(rows, len)) | (Self::Many(rows, len), Self::Every(_)) => Self::Many(rows.clone(), *len),
            (Self::Some(rows), Self::Some(others)) => Self::Some(rows & others),
            (Self::Some(rows), Self::Many(others, _)) | (Self::Many(others, _), Self::Some(rows)) => Self::compact(rows & others.bitmap()),
            (Self::Many(rows, _), Self::Many(others, _)) => {
                let mut both = rows.clone();
                both.keep(others);
                both.selection()
            }
        }
    }

    /// So many of them, from the `skip`th of those that are not before `first`; and whether more follow.
    pub fn stretch(&self, first: u32, skip: u32, limit: usize) -> (Vec<u32>, bool) {
        let mut rows: Vec<u32> = match self {
            Self::Every(rows) => (first.saturating_add(skip)..*rows).take(limit + 1).collect(),
            Self::Some(rows) if skip == 0 => rows.range(first..).take(limit + 1).collect(),
            Self::Some(rows) => {
                let before = first.checked_sub(1).map_or(0, |last| rows.rank(last));
                let first = u32::try_from(before + u64::from(skip)).ok().and_then(|place| rows.select(place));
                first.map_or_else(Vec::new, |first| rows.range(first..).take(limit + 1).collect())
            }
            Self::Many(rows, _) => rows.iter_from(first).skip(skip as usize).take(limit + 1).collect(),
        };
        let more = rows.len() > limit;
        rows.truncate(limit);
        (rows, more)
    }
}

impl Weighed for Selection {
    fn bytes(&self) -> usize {
        match self {
            Self::Every(_) => 0,
            Self::Some(rows) => rows.serialized_size(),
            Self::Many(rows, _) => rows.bytes.len(),
        }
    }
}

/// Rows of a table as a bit for each, in words of 64: counted several times as fast as a compressed bitmap's, where they are many.
#[derive(Debug, Default, Clone)]
pub struct Bits {
    bytes: Vec<u8>,
}

impl Bits {
    /// These rows.
    pub fn of(rows: &[u32]) -> Self {
        let mut bits = Self::default();
        for row in rows {
            bits.insert(*row);
        }
        bits
    }

    /// As many rows as there are bits in these bytes, the lowest first: those whose bit is set.
    pub fn of_bytes(mut bytes: Vec<u8>) -> Self {
        bytes.resize(bytes.len().next_multiple_of(8), 0);
        Self { bytes }
    }

    fn words(&self) -> impl Iterator<Item = u64> {
        self.bytes.as_chunks().0.iter().map(|bytes| u64::from_le_bytes(*bytes))
    }

    /// Leaves those that another has too.
    pub fn keep(&mut self, other: &Self) {
        self.bytes.truncate(other.bytes.len());
        self.bytes.iter_mut().zip(&other.bytes).for_each(|(bits, others)| *bits &= others);
    }

    /// Does something with each, in order.
    #[inline]
    pub fn for_each(&self, mut each: impl FnMut(u32)) {
        for (first, mut word) in (0..).step_by(64).zip(self.words()) {
            while word != 0 {
                each(first + word.trailing_zeros());
                word &= word - 1;
            }
        }
    }

    /// Those that are not before a row, in order.
    fn iter_from(&self, row: u32) -> impl Iterator<Item = u32> {
        let words = (0..).step_by(64).zip(self.words()).skip((row / 64) as usize);
        let rows = words.flat_map(|(first, word)| (0..64).filter(move |bit| word >> bit & 1 == 1).map(move |bit| first + bit));
        rows.skip_while(move |one| *one < row)
    }

    /// How many of these rows, which follow one another, are among them.
    #[inline]
    pub fn count(&self, rows: Range<u32>) -> u32 {
        let words = self.bytes.as_chunks().0;
        let word = |(place, mask): (usize, u64)| words.get(place).map_or(0, |bytes| (u64::from_le_bytes(*bytes) & mask).count_ones());
        masks(rows).map(word).sum()
    }

    /// Adds a row.
    #[inline]
    pub fn insert(&mut self, row: u32) {
        self.insert_range(row..row + 1);
    }

    /// Adds rows that follow one another.
    #[inline]
    pub fn insert_range(&mut self, rows: Range<u32>) {
        for (place, mask) in masks(rows) {
            if (place + 1) * 8 > self.bytes.len() {
                self.bytes.resize(((place + 1) * 8).max(self.bytes.len() * 2), 0);
            }
            let bytes = &mut self.bytes.as_chunks_mut().0[place];
            *bytes = (u64::from_le_bytes(*bytes) | mask).to_le_bytes();
        }
    }

    /// Whether a row is among them.
    #[inline]
    pub fn contains(&self, row: u32) -> bool {
        self.bytes.get((row / 8) as usize).is_some_and(|byte| byte & (1 << (row % 8)) != 0)
    }

    fn bitmap(&self) -> RoaringBitmap {
        RoaringBitmap::from_lsb0_bytes(0, &self.bytes)
    }

    /// All of them: as a compressed bitmap where that is less than half as large.
    pub fn selection(self) -> Selection {
        let mut rows = self.bitmap();
        rows.optimize();
        let len = rows.len();
        if rows.serialized_size() * 2 < self.bytes.len() { Selection::Some(rows) } else { Selection::Many(self, len) }
    }
}

/// In which words the bits of rows that follow one another stand, and which they are there.
#[inline]
fn masks(rows: Range<u32>) -> impl Iterator<Item = (usize, u64)> {
    (rows.start / 64..rows.end.div_ceil(64)).map(move |place| {
        let (before, behind) = (rows.start.saturating_sub(place * 64), (place * 64 + 64).saturating_sub(rows.end));
        (place as usize, u64::MAX << before & u64::MAX >> behind)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_begins_where_it_should_and_says_whether_more_follow() {
        let mut bits = Bits::default();
        for row in [70_000, 3, 9, 4] {
            bits.insert(row);
        }
        let some = bits.selection();
        assert_eq!((some.len(), some.stretch(0, 0, 2)), (4, (vec![3, 4], true)));
        assert_eq!(some.stretch(4, 1, 2), (vec![9, 70_000], false));
        assert_eq!(some.stretch(5, 0, 1), (vec![9], true));
        assert_eq!(some.stretch(0, 4, 2), (vec![], false));
        let many = many(|row| row % 3 == 1);
        assert_eq!(many.stretch(0, 0, 2), (vec![1, 4], true));
        assert_eq!(many.stretch(65, 20, 2), (vec![127, 130], true));
        assert_eq!(many.stretch(298, 0, 2), (vec![298], false));
        assert_eq!(many.stretch(299, 0, 2), (vec![], false));
        let every = Selection::Every(5);
        assert_eq!((every.stretch(1, 1, 2), every.stretch(1, 9, 2)), ((vec![2, 3], true), (vec![], false)));
    }

    #[test]
    fn many_rows_here_and_there_are_bits_and_others_are_not() {
        let third = many(|row| row % 3 == 0);
        assert!(matches!(third, Selection::Many(_, 100)));
        let mut few = Bits::of(&[]);
        few.insert_range(3..200_000);
        few.insert(400_000);
        let few = few.selection();
        assert!(matches!(few, Selection::Some(_)));
        let rows = |selection: &Selection| {
            let mut rows = Vec::new();
            selection.for_each(|row| rows.push(row));
            rows
        };
        assert_eq!(rows(&third).len(), 100);
        let both: Vec<u32> = (3..300).step_by(3).collect();
        assert_eq!((rows(&third.and(&few)), rows(&few.and(&third))), (both.clone(), both));
        let even = many(|row| row % 2 == 0);
        assert_eq!(rows(&third.and(&even)), (0..300).step_by(6).collect::<Vec<_>>());
        assert_eq!(rows(&Selection::Every(300).and(&even)).len(), 150);
    }

    #[test]
    fn bits_are_counted_and_added_across_words() {
        let mut bits = Bits::default();
        for rows in [3..3, 0..1, 60..70, 127..128, 128..256] {
            bits.insert_range(rows);
        }
        for (rows, count) in [(0..0, 0), (0..1, 1), (1..60, 0), (0..64, 5), (63..65, 2), (64..64, 0), (65..300, 134), (0..10_000, 140)] {
            assert_eq!(bits.count(rows.clone()), count, "{rows:?}");
        }
        assert_eq!([69, 70, 127, 255, 256].map(|row| bits.contains(row)), [true, false, true, true, false]);
    }

    fn many(is_one: impl Fn(u32) -> bool) -> Selection {
        Bits::of(&(0..300).filter(|row| is_one(*row)).collect::<Vec<_>>()).selection()
    }
}
