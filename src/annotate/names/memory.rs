//! What the whole document says: runs decided by all their occurrences, and the short forms of names seen in full.

use std::collections::{HashMap, HashSet, hash_map::Entry};

use super::{
    Found,
    casing::Style,
    evidence::{self, Evidence},
    headline,
    known::is_part_of_thing,
    reading::{Reading, Traits},
    runs::{Open, Runs},
    short_forms::{self, Form},
};
use crate::{
    annotate::lists,
    domain::{EntityType, SectionKind},
};

/// What decides; see [`evidence`].
const ENOUGH: f64 = 2.0;

/// The names of a document.
#[derive(Debug, Default)]
pub struct Memory<'a> {
    /// By their words in capitals; of one key people first, who are named by less.
    forms: HashMap<String, Vec<Form<'a>>>,
    /// How many words the forms have that begin with a word (in capitals), the most first.
    lengths: HashMap<String, Vec<usize>>,
}

impl<'a> Memory<'a> {
    /// Decides the open runs, and collects the forms of all names.
    pub fn new(reading: &Reading<'a>, runs: &mut Runs) -> Self {
        let mut pooled: HashMap<String, Evidence> = HashMap::new();
        for open in &runs.open {
            let own = weighed(reading, open);
            // A further occurrence adds less than the first: the best counts, and a part of the others.
            match pooled.entry(key(reading, open.start, open.end)) {
                Entry::Vacant(entry) => drop(entry.insert(own)),
                Entry::Occupied(mut entry) => entry.get_mut().join(own),
            }
        }
        let open = std::mem::take(&mut runs.open);
        let (single, several): (Vec<Open>, Vec<Open>) = open.into_iter().partition(|open| open.end - open.start == 1);
        for open in several {
            runs.found.extend(decide(reading, &open, &pooled));
        }
        let mut memory = Self::default();
        memory.learn(reading, &runs.found);
        for open in single {
            if memory.longest(reading, open.start).is_none()
                && let Some(found) = decide(reading, &open, &pooled)
            {
                runs.found.push(found);
            }
        }
        let mut memory = Self::default();
        memory.learn(reading, &runs.found);
        memory
    }

    fn learn(&mut self, reading: &Reading<'a>, found: &[Found]) {
        for form in short_forms::of(reading, found) {
            let lengths = self.lengths.entry(form.words[0].to_uppercase()).or_default();
            if let Err(at) = lengths.binary_search_by(|length| form.words.len().cmp(length)) {
                lengths.insert(at, form.words.len());
            }
            let forms = self.forms.entry(form.words.join(" ").to_uppercase()).or_default();
            // Spellings of one key differ in case alone: a few say all.
            if forms.len() < 8 && !forms.contains(&form) {
                forms.push(form);
                forms.sort_by_key(|form| (form.kind, form.rank));
            }
        }
    }

    /// The longest form that stands at token `at`.
    pub fn longest(&self, reading: &Reading, at: usize) -> Option<&Form<'a>> {
        let lengths = self.lengths.get(&reading.word(at).to_uppercase())?;
        lengths.iter().find_map(|&length| {
            let forms = self.forms.get(key(reading, at, at + length).trim_end().to_uppercase().as_str())?;
            forms.iter().find(|form| form.words.iter().zip(at..).all(|(own, n)| is_written(own, reading.word(n))))
        })
    }

    /// The names of the document, in order and without overlap: those found, and every further occurrence of their forms.
    pub fn complete(&self, reading: &Reading, mut found: Vec<Found>) -> Vec<Found> {
        found.sort_by_key(|found| (found.start, std::cmp::Reverse(found.end)));
        found.dedup_by(|next, before| next.start < before.end);
        let mut taken = vec![false; reading.parsed.tokens.len()];
        for found in &found {
            taken[found.start..found.end].fill(true);
        }
        for (number, sentence) in reading.parsed.sentences.iter().enumerate() {
            let kind = reading.section(sentence);
            if matches!(kind, SectionKind::Spam | SectionKind::CommentMeta | SectionKind::Date) {
                continue;
            }
            let mut n = sentence.tokens.start;
            while n < sentence.tokens.end {
                let next = self
                    .further(reading, n, sentence.tokens.end, reading.style(number))
                    .filter(|next| !taken[next.start..next.end].contains(&true));
                n = next.as_ref().map_or(n + 1, |next| next.end);
                found.extend(next);
            }
        }
        found.sort_by_key(|found| found.start);
        without_articles(reading, &mut found);
        found
    }

    /// A name at token `n` that was not found by itself.
    fn further(&self, reading: &Reading, n: usize, limit: usize, style: Style) -> Option<Found> {
        if !reading.is(n, Traits::CAPITAL.or(Traits::PARTICLE)) {
            return None;
        }
        let form = self.longest(reading, n).filter(|form| {
            n + form.words.len() <= limit && !is_part_of_thing(reading, n, form.words.len()) && stands_alone(reading, n, form, style)
        });
        let listed = (style != Style::Sentence).then(|| headline::name(reading, n, limit)).flatten();
        let Some(form) = form.filter(|form| listed.as_ref().is_none_or(|listed| n + form.words.len() >= listed.end)) else {
            return listed;
        };
        let confidence = if style == Style::Sentence { form.confidence } else { form.confidence - 0.05 };
        let title = headline::title_before(reading, n);
        Some(Found { start: n, end: n + form.words.len(), kind: form.kind, title, rule: form.rule, confidence })
    }
}

/// "The" before a name stays out where the name is also written without.
fn without_articles(reading: &Reading, found: &mut [Found]) {
    let plain: HashSet<String> = found.iter().map(|found| key(reading, found.start, found.end)).collect();
    for found in found.iter_mut() {
        let is_article = reading.word(found.start) == "The" && found.end - found.start > 1 && found.rule != "known-organisation";
        if is_article && plain.contains(&key(reading, found.start + 1, found.end)) {
            found.start += 1;
        }
    }
}

fn weighed(reading: &Reading, open: &Open) -> Evidence {
    let mut evidence = evidence::weigh(reading, open);
    let kind = reading.parsed.section_of(open.start);
    let section = evidence::section(kind, open.end - open.start == 1);
    evidence.person += section.person;
    evidence.organisation += section.organisation;
    evidence
}

fn decide(reading: &Reading, open: &Open, pooled: &HashMap<String, Evidence>) -> Option<Found> {
    let Evidence { person, organisation } = pooled.get(&key(reading, open.start, open.end)).copied()?;
    // Calibrated on the development articles, and lowered a little for news from elsewhere.
    let found = |kind, rule, weight: f64| {
        let (from, to) = if kind == EntityType::Person { (0.84, 0.96) } else { (0.76, 0.9) };
        let confidence = (from + 0.04 * (weight - ENOUGH)).clamp(from, to);
        let start = open.start
            - usize::from(open.article && kind == EntityType::Organisation && open.start > 0 && reading.word(open.start - 1) == "The");
        Found { start, end: open.end, kind, title: None, rule, confidence }
    };
    if person >= ENOUGH && person >= organisation {
        Some(found(EntityType::Person, "person-by-context", person))
    } else if organisation >= ENOUGH {
        Some(found(EntityType::Organisation, "organisation-by-context", organisation))
    } else {
        None
    }
}

/// The words of a name, as the document's other mentions of it are found.
fn key(reading: &Reading, start: usize, end: usize) -> String {
    let mut key = String::new();
    for n in start..end {
        key.push_str(reading.word(n));
        key.push(' ');
    }
    key
}

/// Whether a word of the text is a word of a name: as it is, or in capitals.
fn is_written(own: &str, word: &str) -> bool {
    own == word
        || lists::particles().contains(own) && own.eq_ignore_ascii_case(word)
        || word.len() > 1 && !word.contains(char::is_lowercase) && own.to_uppercase() == word
}

/// Whether a form at `n` is the whole of a name there, and no ordinary word.
fn stands_alone(reading: &Reading, n: usize, form: &Form, style: Style) -> bool {
    let end = n + form.words.len();
    let goes_on = |n: usize| {
        reading.is(n, Traits::ACTING)
            || reading.is_possessive(n)
            || matches!(
                reading.word(n),
                "," | "has" | "is" | "was" | "had" | "will" | "would" | ":" | "’" | "also" | "who" | "and" | "did" | "could" | "may"
            )
    };
    let is_ordinary = form.words.len() == 1 && reading.is(n, Traits::ORDINARY);
    // "the Courier": an ordinary word alone needs its article, and headlines have none.
    if is_ordinary
        && form.rule == "short-organisation"
        && !reading.is_sport
        && (style != Style::Sentence || n == 0 || !reading.word(n - 1).eq_ignore_ascii_case("the"))
    {
        return false;
    }
    if style != Style::Sentence {
        let acts = reading.is_possessive(end)
            || headline::is_acting(reading, end)
            || reading.word(end) == ":"
            || headline::is_modal(reading.word(end));
        return !is_ordinary || acts || form.words.len() > 1;
    }
    if is_ordinary && reading.is(n, Traits::FIRST) && !goes_on(end) {
        return false;
    }
    let other =
        Traits::FUNCTION.or(Traits::TITLE).or(Traits::HONORIFIC).or(Traits::PLACE).or(Traits::DEMONYM).or(Traits::FIRST).or(Traits::NEVER);
    let is_part = |n: usize| reading.is(n, Traits::CAPITAL) && !reading.is(n, other) && !reading.is(n, Traits::PARTICLE);
    let is_after = n > 0 && reading.sentence_start(n) < n && is_part(n - 1);
    let is_before = is_part(end) && !reading.is(end, Traits::THING.or(Traits::UPPER))
        || reading.is(end, Traits::THING) && reading.is(end, Traits::CAPITAL);
    form.words.len() > 1 || !is_after && !is_before
}
