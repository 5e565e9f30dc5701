//! The same utterance in different articles: copies, edits, other translations, and reports in indirect speech.
//!
//! Quotes of one speaker are taken one after the other, the fullest first: direct ones before mixed and indirect ones, long ones before
//! short ones. Each is compared, sentence by sentence, with those before it that represent a group, and joins the one that it shares most
//! with, or begins a group of its own. So every member of a group was compared with the group's representative, nothing is alike only by
//! way of a chain, and ten thousand copies cost ten thousand comparisons.

mod index;
pub mod likeness;
pub mod words;

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
    hash::{DefaultHasher, Hash, Hasher},
    ops::Range,
};

use jiff::{ToSpan, civil::Date};

use self::{
    index::Index,
    likeness::likeness,
    words::{Unit, Vocabulary},
};
use crate::domain::{ComparedQuote, Evidence, PlaceInGroup, QuoteType, quantised};

/// What two sentences must share, as the weights of words, and how alike they must be: measured on `tests/variants/dev.jsonl`.
const LEAST_SHARED: f32 = 3.6;
const LEAST_SCORE: f32 = 0.6;

/// From which score on one is called a copy or an edit of the other.
const COPY: f32 = 0.97;
const EDIT: f32 = 0.85;

/// The same where it is not known on which day one of them was said, or where the language is not English: only copies then.
const CERTAIN_SHARED: f32 = 5.0;
const CERTAIN_SCORE: f32 = 0.95;

/// Within how many days one must have been said, for the day to be evidence.
const VAGUE: i32 = 62;

/// How far apart, in days, the same short sentence must have been said for it to be a formula, and what it weighs at most.
const FORMULA_APART: i32 = 60;
const FORMULA: f32 = 6.0;

/// How much of a score depends on the order of the words that are shared.
const ORDER: f32 = 0.4;

/// A quote, cut up.
struct Form<'a> {
    quote: &'a ComparedQuote,
    units: Vec<Unit>,
    words: usize,
    is_english: bool,
}

impl<'a> Form<'a> {
    fn new(quote: &'a ComparedQuote, vocabulary: &mut Vocabulary) -> Self {
        let is_english = quote.language.split('-').next() == Some("en");
        let units = vocabulary.units(&quote.passages, is_english);
        let words = units.iter().map(|unit| unit.words.len()).sum();
        Self { quote, units, words, is_english }
    }

    /// In which order they are taken: those that tell most of an utterance first, of equal ones the earliest.
    fn rank(&self) -> (QuoteType, Reverse<usize>, bool, Option<Date>, &str) {
        let quote = self.quote;
        (quote.r#type, Reverse(self.words), quote.said.is_none(), quote.said.map(|said| said.0), &quote.id)
    }

    fn is_vague(&self) -> bool {
        self.quote.said.is_none_or(|(first, last)| days(first, last) > VAGUE)
    }

    /// Whether both can be the same utterance, whatever their words.
    fn may_be(&self, other: &Self) -> bool {
        let (one, two) = (self.quote, other.quote);
        one.article != two.article && one.language == two.language && one.said.zip(two.said).is_none_or(|(one, two)| apart(one, two) <= 1)
    }
}

/// How many days lie between two stretches of time; none where they overlap. A day more or less is the time zone's.
fn apart(one: (Date, Date), two: (Date, Date)) -> i32 {
    days(one.1, two.0).max(days(two.1, one.0)).max(0)
}

fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}

/// What a quote has in common with the representative of a group.
struct Shared {
    weight: f32,
    score: f32,
    evidence: Evidence,
    place: Range<u32>,
}

/// Finds the groups among quotes of one speaker: every quote that has variants, with its place. The order of the quotes does not matter.
#[must_use]
pub fn find(quotes: &[ComparedQuote]) -> Vec<PlaceInGroup> {
    let mut vocabulary = Vocabulary::default();
    let mut forms: Vec<Form> = quotes.iter().map(|quote| Form::new(quote, &mut vocabulary)).collect();
    forms.sort_by(|a, b| a.rank().cmp(&b.rank()));
    let formulas = Formulas::of(&forms);
    let mut index = Index::default();
    // By representative, in the order of the quotes: what the others of its group share with it.
    let mut groups: BTreeMap<usize, Vec<(usize, Shared)>> = BTreeMap::new();
    for (number, form) in forms.iter().enumerate() {
        let telling = |unit: &&Unit| !formulas.has(unit);
        let mut found: BTreeMap<usize, Shared> = BTreeMap::new();
        for unit in form.units.iter().filter(telling) {
            for (other, place) in index.candidates(form, unit) {
                let (representative, theirs) = (&forms[other], &forms[other].units[place]);
                if let Some(shared) = compare((form, unit), (representative, theirs)) {
                    found.entry(other).and_modify(|known| known.add(&shared)).or_insert(shared);
                }
            }
        }
        // The first of those that share as much.
        let best = found.into_iter().reduce(|best, next| if next.1.weight > best.1.weight { next } else { best });
        if let Some((representative, shared)) = best {
            groups.entry(representative).or_default().push((number, shared));
        } else {
            for (place, unit) in form.units.iter().enumerate().filter(|(_, unit)| telling(unit)) {
                index.add(form, unit, (number, place));
            }
        }
    }
    groups.into_iter().flat_map(|(representative, members)| places(&forms, representative, members)).collect()
}

/// Compares a sentence with one of a representative.
fn compare((form, unit): (&Form, &Unit), (representative, theirs): (&Form, &Unit)) -> Option<Shared> {
    if !form.may_be(representative) {
        return None;
    }
    let found = likeness(unit, theirs);
    let score = found.cover * (1.0 - ORDER + ORDER * found.order);
    let needs_certainty = !form.is_english || form.is_vague() || representative.is_vague();
    let (least_shared, least_score) = if needs_certainty { (CERTAIN_SHARED, CERTAIN_SCORE) } else { (LEAST_SHARED, LEAST_SCORE) };
    if found.contradicts || found.shared < least_shared || score < least_score {
        return None;
    }
    let is_indirect = |form: &Form| form.quote.r#type == QuoteType::Indirect;
    let evidence = match score {
        _ if is_indirect(form) != is_indirect(representative) => Evidence::Report,
        COPY.. => Evidence::Copy,
        EDIT.. => Evidence::Edit,
        _ => Evidence::Rewording,
    };
    let word = |at: usize| theirs.start + u32::try_from(at).unwrap_or_default();
    let place = word(found.place.start)..word(found.place.end);
    Some(Shared { weight: found.shared, score: score.min(1.0), evidence, place })
}

impl Shared {
    /// Takes a further sentence of the same two quotes: the best one tells how alike they are.
    fn add(&mut self, other: &Self) {
        self.weight += other.weight;
        if other.score > self.score {
            (self.score, self.evidence) = (other.score, other.evidence);
        }
        self.place = self.place.start.min(other.place.start)..self.place.end.max(other.place.end);
    }
}

/// The places of a group, the representative's first.
fn places(forms: &[Form], representative: usize, members: Vec<(usize, Shared)>) -> Vec<PlaceInGroup> {
    let fullest = &forms[representative];
    let mut wordings: HashMap<u64, u32> = HashMap::from([(wording(&fullest.units), 0)]);
    let mut places = vec![PlaceInGroup {
        quote: fullest.quote.id.clone(),
        representative: fullest.quote.id.clone(),
        score: 1.0,
        evidence: Evidence::Copy,
        from_word: 0,
        to_word: u32::try_from(fullest.words).unwrap_or(u32::MAX),
        wording: 0,
    }];
    places.extend(members.into_iter().map(|(number, shared)| {
        let next = u32::try_from(wordings.len()).unwrap_or(u32::MAX);
        PlaceInGroup {
            quote: forms[number].quote.id.clone(),
            representative: fullest.quote.id.clone(),
            score: quantised(f64::from(shared.score)),
            evidence: shared.evidence,
            from_word: shared.place.start,
            to_word: shared.place.end,
            wording: *wordings.entry(wording(&forms[number].units)).or_insert(next),
        }
    }));
    places
}

/// A number for the words of a sentence or of several.
fn wording<'a>(units: impl IntoIterator<Item = &'a Unit>) -> u64 {
    let mut hasher = DefaultHasher::new();
    for unit in units {
        unit.words.iter().for_each(|word| word.stem.hash(&mut hasher));
    }
    hasher.finish()
}

/// Sentences that a speaker says again and again: "our thoughts are with the families".
struct Formulas(HashMap<u64, (Date, Date, bool)>);

impl Formulas {
    fn of(forms: &[Form]) -> Self {
        let mut seen: HashMap<u64, (Date, Date, bool)> = HashMap::new();
        for form in forms.iter().filter(|form| !form.is_vague()) {
            let Some((first, last)) = form.quote.said else { continue };
            for unit in form.units.iter().filter(|unit| unit.weight <= FORMULA) {
                let known = seen.entry(wording([unit])).or_insert((last, first, false));
                // The earliest day on which one was over, and the latest on which one had not begun.
                *known = (known.0.min(last), known.1.max(first), false);
                known.2 = days(known.0, known.1) > FORMULA_APART;
            }
        }
        seen.retain(|_, known| known.2);
        Self(seen)
    }

    fn has(&self, unit: &Unit) -> bool {
        unit.weight <= FORMULA && self.0.contains_key(&wording([unit]))
    }
}

/// The months that a stretch of time touches, a day more on both sides.
fn months(said: (Date, Date)) -> Range<i32> {
    let month = |date: Date| i32::from(date.year()) * 12 + i32::from(date.month());
    let first = said.0.checked_sub(1.day()).unwrap_or(said.0);
    let last = said.1.checked_add(1.day()).unwrap_or(said.1);
    month(first)..month(last) + 1
}

#[cfg(test)]
mod tests;
