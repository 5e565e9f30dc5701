//! Rows that match, by their numbers.

use std::ops::Range;

use roaring::RoaringBitmap;

use crate::store::remembered::Weighed;

/// Which rows of a table match.
#[derive(Debug)]
pub enum Selection {
    /// All of so many.
    Every(u32),
    /// Some.
    Some(RoaringBitmap),
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
        }
    }

    /// Does something with each, in order.
    #[inline]
    pub fn for_each(&self, mut each: impl FnMut(u32)) {
        self.for_each_range(|rows| rows.for_each(&mut each));
    }

    /// Does something with each stretch of them without a gap, in order.
    #[inline]
    pub fn for_each_range(&self, mut each: impl FnMut(Range<u32>)) {
        match self {
            Self::Every(rows) => each(0..*rows),
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
            (Self::Some(rows), Self::Some(others)) => Self::Some(rows & others),
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
        }
    }
}

/// Rows of a table in no order, while they are gathered: a bit for each.
#[derive(Debug, Default)]
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
    pub fn of_bytes(bytes: Vec<u8>) -> Self {
        Self { bytes }
    }

    /// Leaves those that another has too.
    pub fn keep(&mut self, other: &Self) {
        self.bytes.truncate(other.bytes.len());
        self.bytes.iter_mut().zip(&other.bytes).for_each(|(bits, others)| *bits &= others);
    }

    /// Does something with each, in order.
    pub fn for_each(&self, mut each: impl FnMut(u32)) {
        for (first, bits) in (0..).step_by(8).zip(&self.bytes).filter(|(_, bits)| **bits != 0) {
            (0..8).filter(|bit| bits & (1 << bit) != 0).for_each(|bit| each(first + bit));
        }
    }

    /// Adds a row.
    #[inline]
    pub fn insert(&mut self, row: u32) {
        let byte = (row / 8) as usize;
        if byte >= self.bytes.len() {
            self.bytes.resize((byte + 1).max(self.bytes.len() * 2), 0);
        }
        self.bytes[byte] |= 1 << (row % 8);
    }

    /// Whether a row is among them.
    #[inline]
    pub fn contains(&self, row: u32) -> bool {
        self.bytes.get((row / 8) as usize).is_some_and(|byte| byte & (1 << (row % 8)) != 0)
    }

    /// All of them.
    pub fn selection(&self) -> Selection {
        Selection::compact(RoaringBitmap::from_lsb0_bytes(0, &self.bytes))
    }
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
        let every = Selection::Every(5);
        assert_eq!((every.stretch(1, 1, 2), every.stretch(1, 9, 2)), ((vec![2, 3], true), (vec![], false)));
    }
}
