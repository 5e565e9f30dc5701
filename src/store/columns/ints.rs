//! Numbers in as few bytes as the largest of them needs, as they stand in the file and in memory alike.

use std::ops::Range;

use super::selection::Bits;

/// How many rows of [`Lists`] lie between two places that are known without adding up.
const BLOCK: usize = 64;

/// One number a row.
#[derive(Debug, Clone)]
pub struct Ints {
    width: usize,
    bytes: Vec<u8>,
}

impl Default for Ints {
    fn default() -> Self {
        Self { width: 1, bytes: Vec::new() }
    }
}

impl Ints {
    /// Numbers of so many bytes each, little-endian; `None` where that cannot be.
    pub fn of(width: usize, bytes: Vec<u8>) -> Option<Self> {
        ((1..=4).contains(&width) && bytes.len().is_multiple_of(width)).then_some(Self { width, bytes })
    }

    /// None yet, with room for so many: where that is known, none are moved while others are added.
    pub fn with_room(rows: usize) -> Self {
        Self { width: 1, bytes: Vec::with_capacity(rows) }
    }

    /// How many bytes each takes.
    pub fn width(&self) -> usize {
        self.width
    }

    /// All of them.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.bytes.len() / self.width
    }

    /// The number of a row.
    #[inline]
    pub fn get(&self, row: usize) -> u32 {
        let at = row * self.width;
        match (self.width, &self.bytes[at..at + self.width]) {
            (1, bytes) => u32::from(bytes[0]),
            (2, bytes) => u32::from(u16::from_le_bytes([bytes[0], bytes[1]])),
            (3, bytes) => u32::from_le_bytes([bytes[0], bytes[1], bytes[2], 0]),
            (_, bytes) => u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]),
        }
    }

    /// Adds a number. One that is larger than all before it may make each take more bytes, which happens three times at most.
    pub fn push(&mut self, number: u32) {
        let needed = (4 - number.leading_zeros() as usize / 8).max(1);
        if needed > self.width {
            let mut wider = Vec::with_capacity(self.bytes.capacity() / self.width * needed);
            (0..self.len()).for_each(|row| wider.extend_from_slice(&self.get(row).to_le_bytes()[..needed]));
            self.bytes = wider;
            self.width = needed;
        }
        self.bytes.extend_from_slice(&number.to_le_bytes()[..self.width]);
    }

    /// Gives back the room that is laid out for more.
    pub fn shrink_to_fit(&mut self) {
        self.bytes.shrink_to_fit();
    }

    /// How many numbers at the beginning something holds for, which holds for none behind them.
    pub fn partition_point(&self, holds: impl Fn(u32) -> bool) -> usize {
        // The standard library has this for slices alone.
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            if holds(self.get(middle)) { low = middle + 1 } else { high = middle }
        }
        low
    }

    /// Does something with the number of each of these rows, in order.
    #[inline]
    pub fn each(&self, rows: Range<u32>, mut each: impl FnMut(u32)) {
        let bytes = &self.bytes[rows.start as usize * self.width..rows.end as usize * self.width];
        match self.width {
            1 => bytes.iter().for_each(|number| each(u32::from(*number))),
            2 => bytes.as_chunks().0.iter().for_each(|two| each(u32::from(u16::from_le_bytes(*two)))),
            3 => bytes.as_chunks().0.iter().for_each(|[low, middle, high]| each(u32::from_le_bytes([*low, *middle, *high, 0]))),
            _ => bytes.as_chunks().0.iter().for_each(|four| each(u32::from_le_bytes(*four))),
        }
    }

    /// The rows whose number passes, where there is a yes or no for each number.
    pub fn rows_of(&self, passes: &[bool]) -> Bits {
        if self.width > 1 {
            let rows = |start: usize| start..self.len().min(start + 8);
            let eight = |start| rows(start).rev().fold(0, |bits, row| bits << 1 | u8::from(passes[self.get(row) as usize]));
            return Bits::of_bytes((0..self.len()).step_by(8).map(eight).collect());
        }
        // Most columns, and the longest. No number of one byte lies outside of this table, so none is compared with its length.
        let mut table = [0_u8; 256];
        table.iter_mut().zip(passes).for_each(|(entry, passes)| *entry = u8::from(*passes));
        let eight = |rows: &[u8]| rows.iter().rev().fold(0, |bits, number| bits << 1 | table[usize::from(*number)]);
        Bits::of_bytes(self.bytes.chunks(8).map(eight).collect())
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = u32> + Clone {
        (0..self.len()).map(|row| self.get(row))
    }
}

impl FromIterator<u32> for Ints {
    fn from_iter<T: IntoIterator<Item = u32>>(numbers: T) -> Self {
        let mut ints = Self::default();
        numbers.into_iter().for_each(|number| ints.push(number));
        ints
    }
}

/// Any number of numbers a row: all in one column, and how many each row has in another.
#[derive(Debug)]
pub struct Lists {
    lengths: Ints,
    values: Ints,
    /// Where the first row of every block begins.
    blocks: Vec<usize>,
}

/// Where the list of a row was last found: that of the next row is found from there.
#[derive(Debug, Default, Clone, Copy)]
pub struct Found {
    row: usize,
    start: usize,
}

impl Lists {
    /// The lists of so many numbers each.
    pub fn of(lengths: Ints, values: Ints) -> Self {
        let mut blocks = Vec::with_capacity(lengths.len() / BLOCK + 1);
        let mut start = 0;
        for row in 0..lengths.len() {
            if row % BLOCK == 0 {
                blocks.push(start);
            }
            start += lengths.get(row) as usize;
        }
        Self { lengths, values, blocks }
    }

    /// Where the numbers of a row stand among all. Rows that are asked for in order cost little.
    #[inline]
    pub fn place(&self, row: usize, last: &mut Found) -> Range<usize> {
        if row < last.row || row - last.row > BLOCK {
            *last = Found { row: row - row % BLOCK, start: self.blocks[row / BLOCK] };
        }
        last.start += (last.row..row).map(|before| self.lengths.get(before) as usize).sum::<usize>();
        last.row = row;
        last.start..last.start + self.lengths.get(row) as usize
    }

    /// The number at a place among all.
    #[inline]
    pub fn value(&self, place: usize) -> u32 {
        self.values.get(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_grows_as_wide_as_its_largest_number() {
        let mut ints = Ints::default();
        let numbers = [0, 255, 256, 65_535, 65_536, 16_777_215, 16_777_216, u32::MAX, 7];
        for (n, number) in numbers.into_iter().enumerate() {
            ints.push(number);
            assert_eq!(ints.iter().collect::<Vec<_>>(), numbers[..=n]);
        }
        assert_eq!(ints.width(), 4);
        assert_eq!([1_u32, 255, 256].into_iter().collect::<Ints>().width(), 2);
        assert_eq!([70_000].into_iter().collect::<Ints>().width(), 3);
    }

    #[test]
    fn lists_are_found_in_any_order() {
        let lengths: Vec<u32> = (0..300).map(|row| row * 7 % 5).collect();
        let values: Vec<u32> = (0..lengths.iter().sum()).collect();
        let lists = Lists::of(lengths.iter().copied().collect(), values.into_iter().collect());
        let mut found = Found::default();
        for row in [0, 1, 2, 70, 71, 299, 3, 64, 63, 63, 128, 0] {
            let start: u32 = lengths[..row].iter().sum();
            let place = lists.place(row, &mut found);
            let values: Vec<u32> = place.map(|place| lists.value(place)).collect();
            assert_eq!(values, (start..start + lengths[row]).collect::<Vec<_>>(), "{row}");
        }
    }
}
