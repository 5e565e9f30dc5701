//! Values that occur again and again: each stands once in a list, and columns hold its number there.

use std::{collections::HashMap, hash::Hash};

/// Gives values their numbers, from 0, in the order in which they are met.
#[derive(Debug)]
pub struct Dictionary<T> {
    numbers: HashMap<T, u32>,
}

impl<T> Default for Dictionary<T> {
    fn default() -> Self {
        Self { numbers: HashMap::new() }
    }
}

impl<T: Hash + Eq> Dictionary<T> {
    /// The number of a value.
    pub fn number(&mut self, value: T) -> u32 {
        let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        *self.numbers.entry(value).or_insert(next)
    }

    /// All values, in the order of their numbers.
    pub fn values(self) -> Vec<T> {
        let mut values: Vec<(T, u32)> = self.numbers.into_iter().collect();
        values.sort_unstable_by_key(|(_, number)| *number);
        values.into_iter().map(|(value, _)| value).collect()
    }
}

/// What a dictionary's entries come to in one respect: different texts in ascending order, numbered from 1.
#[derive(Debug, Clone)]
pub struct Ranked {
    /// The texts.
    pub texts: Vec<String>,
    /// Of each entry: the number of its text; 0 where it has none.
    pub numbers: Vec<u32>,
}

impl Ranked {
    /// Looks at every entry of a dictionary.
    pub fn of<'a, T: 'a>(entries: &'a [T], text: impl Fn(&'a T) -> Option<&'a str>) -> Self {
        let mut texts: Vec<&str> = entries.iter().filter_map(&text).collect();
        texts.sort_unstable();
        texts.dedup();
        let number = |found: &str| texts.binary_search(&found).map_or(0, |place| u32::try_from(place + 1).unwrap_or(u32::MAX));
        let numbers = entries.iter().map(|entry| text(entry).map_or(0, number)).collect();
        Self { numbers, texts: texts.into_iter().map(str::to_owned).collect() }
    }
}
