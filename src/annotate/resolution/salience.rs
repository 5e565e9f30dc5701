//! Who is most in mind where a pronoun stands.

use std::collections::HashMap;

use super::Context;
use crate::{
    annotate::{attribution::Draft, entities::Gender, names::Name},
    domain::EntityType,
};

/// How much of a weight is left one sentence later.
const FADES: f64 = 0.7;
/// How far back a name still counts, in sentences.
const REACH: usize = 12;
/// The weight of a name that begins its sentence, against 1 for any other.
const SUBJECT: f64 = 1.7;
/// The weight of a name within somebody's words.
const WITHIN_WORDS: f64 = 0.35;
/// The weight of a name with a possessive: the owner is less in mind than what is owned.
const POSSESSIVE: f64 = 0.6;
/// The weight of having been the speaker of a quote.
const SPEAKER: f64 = 1.9;
/// The share of a weight that is left where nothing tells the gender.
const GENDER_UNKNOWN: f64 = 0.6;

impl Context<'_> {
    /// The person or organisation that a pronoun at byte `at` means, and how sure that is.
    pub(super) fn most_salient(
        &self,
        quote: &Draft,
        at: usize,
        former: &[Draft],
        kind: EntityType,
        gender: Option<Gender>,
    ) -> (Option<usize>, f64) {
        let here = self.sentence(at);
        let mut weights: HashMap<usize, f64> = HashMap::new();
        let faded = |sentence: usize| FADES.powi(i32::try_from(here.saturating_sub(sentence)).unwrap_or(i32::MAX));
        let before = self.names.partition_point(|name| name.start < at);
        for name in self.names[..before].iter().rev() {
            let sentence = self.sentence(name.start);
            if here - sentence > REACH {
                break;
            }
            if name.kind == kind && !is_within(name, &quote.content) {
                *weights.entry(name.entity).or_default() += self.weight(name, sentence, former) * faded(sentence);
            }
        }
        for quote in former.iter().rev().take(REACH) {
            let (Some(entity), Some(&(_, end))) = (quote.speaker_entity, quote.content.last()) else { continue };
            let sentence = self.sentence(quote.cue.map_or(end, |cue| cue.0.max(end)));
            if here.saturating_sub(sentence) <= REACH && self.entities[entity].kind == kind {
                *weights.entry(entity).or_default() += SPEAKER * faded(sentence);
            }
        }
        for (&entity, weight) in &mut weights {
            *weight *= match (gender, self.entities[entity].gender) {
                (None, _) => 1.0,
                (Some(wanted), known) if wanted == known => 1.0,
                (Some(_), Gender::Unknown) => GENDER_UNKNOWN,
                _ => 0.0,
            };
            if quote.addressee_entity == Some(entity) {
                *weight = 0.0;
            }
        }
        let mut ranked: Vec<(usize, f64)> = weights.into_iter().filter(|&(_, weight)| weight > 0.0).collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        match ranked[..] {
            [] => (None, 0.5),
            [(first, _)] => (Some(first), 0.92),
            [(first, most), (_, next), ..] => (Some(first), 0.55 + 0.4 * (1.0 - next / most)),
        }
    }

    fn weight(&self, name: &Name, sentence: usize, former: &[Draft]) -> f64 {
        let tokens = &self.parsed.sentences[sentence].tokens;
        let first = self.parsed.token_at(name.start);
        let is_subject = !(tokens.start..first).any(|n| self.names_between(n, name)) && first - tokens.start < 12;
        let mut weight = if is_subject { SUBJECT } else { 1.0 };
        if former.iter().rev().take(4).any(|quote| is_within(name, &quote.verbatim)) {
            weight *= WITHIN_WORDS;
        }
        if self.parsed.text[name.end..].starts_with("'s") || self.parsed.text[name.end..].starts_with("’s") {
            weight *= POSSESSIVE;
        }
        weight
    }

    /// Whether token `n` belongs to another name than this one.
    fn names_between(&self, n: usize, name: &Name) -> bool {
        let at = self.parsed.tokens[n].start;
        let found = self.names.partition_point(|other| other.end <= at);
        self.names.get(found).is_some_and(|other| other.start <= at && other.start != name.start)
    }

    /// The number of the sentence at byte `at`.
    pub(super) fn sentence(&self, at: usize) -> usize {
        let token = self.parsed.token_at(at);
        self.parsed.sentence_of(token).min(self.parsed.sentences.len().saturating_sub(1))
    }
}

fn is_within(name: &Name, spans: &[(usize, usize)]) -> bool {
    spans.iter().any(|&(start, end)| start <= name.start && name.end <= end)
}
