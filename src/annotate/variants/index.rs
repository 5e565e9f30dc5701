//! Which sentences of representatives are worth comparing with another: those that share words with it that few of that time have.

use std::collections::{BTreeMap, HashMap};

use super::{
    Form, months, wording,
    words::{Kind, Unit},
};

/// In how many sentences of a month a word may be: one that is in more tells too little to look for.
const CROWDED: usize = 256;

/// With how many sentences one is compared at most.
const CANDIDATES: usize = 16;

/// What one must share to be compared, as the weights of words.
const LEAST_SHARED: f32 = 1.5;

/// How many places of the same sentence are kept.
const SAME_KEPT: usize = 8;

/// A sentence: the number of the quote, and that of the sentence in it.
type At = (usize, usize);

/// The sentences of representatives by their words.
#[derive(Default)]
pub struct Index {
    by_word: HashMap<(u64, i32), Vec<At>>,
    by_wording: HashMap<u64, Vec<At>>,
}

impl Index {
    /// Adds a sentence of a representative.
    pub fn add(&mut self, form: &Form, unit: &Unit, at: At) {
        let same = self.by_wording.entry(wording([unit])).or_default();
        if same.len() < SAME_KEPT {
            same.push(at);
        }
        let Some(said) = form.quote.said.filter(|_| !form.is_vague()) else { return };
        for (key, _) in keys(unit) {
            for month in months(said) {
                let places = self.by_word.entry((key, month)).or_default();
                if places.len() <= CROWDED && places.last() != Some(&at) {
                    places.push(at);
                }
            }
        }
    }

    /// The sentences that share most with this one, in the order of their quotes.
    pub fn candidates(&self, form: &Form, unit: &Unit) -> Vec<At> {
        let mut shared: BTreeMap<At, f32> = BTreeMap::new();
        if let Some(said) = form.quote.said.filter(|_| !form.is_vague()) {
            for (key, weight) in keys(unit) {
                // A sentence that stands under two months counts once.
                let in_months = months(said).filter_map(|month| self.by_word.get(&(key, month)));
                let mut places: Vec<At> = in_months.filter(|places| places.len() <= CROWDED).flatten().copied().collect();
                places.sort_unstable();
                places.dedup();
                for at in places {
                    *shared.entry(at).or_default() += weight;
                }
            }
        }
        let mut found: Vec<(At, f32)> = shared.into_iter().filter(|(_, weight)| *weight >= LEAST_SHARED).collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        found.truncate(CANDIDATES);
        let same = self.by_wording.get(&wording([unit])).into_iter().flatten().copied();
        let mut found: Vec<At> = found.into_iter().map(|(at, _)| at).chain(same).collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// What a sentence is found by: the stems and the senses of the words that tell something, each once.
fn keys(unit: &Unit) -> BTreeMap<u64, f32> {
    let telling = unit.words.iter().filter(|word| !matches!(word.kind, Kind::Function | Kind::Negation));
    let of_word = telling.flat_map(|word| {
        let senses = word.senses.iter().map(|sense| (u64::from(u32::MAX) + 1 + u64::from(*sense), word.weight / 2.0));
        senses.chain([(u64::from(word.stem), word.weight)])
    });
    of_word.collect()
}
